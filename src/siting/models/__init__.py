"""The location problems, one file each; made by scripts/export_models.py."""

from siting.models.balanced_travel import BalancedTravel
from siting.models.bclp import BCLP
from siting.models.capacitated_lscp import CapacitatedLSCP
from siting.models.capacitated_mclp import CapacitatedMCLP
from siting.models.capacitated_p_center import CapacitatedPCenter
from siting.models.capacitated_p_median import CapacitatedPMedian
from siting.models.cflp import CFLP
from siting.models.gradual_cover import GradualCover
from siting.models.hierarchical import Hierarchical
from siting.models.huff import Huff
from siting.models.k_nearest_p_median import KNearestPMedian
from siting.models.least_gini import LeastGini
from siting.models.leximin import Leximin
from siting.models.lscp import LSCP
from siting.models.lscp_backup import LSCPBackup
from siting.models.max_min_access import MaxMinAccess
from siting.models.maxcap import MaxCap
from siting.models.mclp import MCLP
from siting.models.mexclp import MEXCLP
from siting.models.modular_cflp import ModularCFLP
from siting.models.multi_service import MultiService
from siting.models.p_center import PCenter
from siting.models.p_dispersion import PDispersion
from siting.models.p_maxian import PMaxian
from siting.models.p_median import PMedian
from siting.models.phased import Phased
from siting.models.reliable_p_median import ReliablePMedian
from siting.models.relocation import Relocation
from siting.models.scenario_mclp import ScenarioMCLP
from siting.models.scenario_p_median import ScenarioPMedian
from siting.models.sscflp import SSCFLP
from siting.models.uflp import UFLP

__all__ = [
    "BCLP",
    "CFLP",
    "LSCP",
    "MCLP",
    "MEXCLP",
    "SSCFLP",
    "UFLP",
    "BalancedTravel",
    "CapacitatedLSCP",
    "CapacitatedMCLP",
    "CapacitatedPCenter",
    "CapacitatedPMedian",
    "GradualCover",
    "Hierarchical",
    "Huff",
    "KNearestPMedian",
    "LSCPBackup",
    "LeastGini",
    "Leximin",
    "MaxCap",
    "MaxMinAccess",
    "ModularCFLP",
    "MultiService",
    "PCenter",
    "PDispersion",
    "PMaxian",
    "PMedian",
    "Phased",
    "ReliablePMedian",
    "Relocation",
    "ScenarioMCLP",
    "ScenarioPMedian",
]

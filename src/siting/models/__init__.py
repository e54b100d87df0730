"""The location problems, one file each, by their textbook names."""

from siting.models.mclp import MCLP
from siting.models.p_median import PMedian
from siting.models.uflp import UFLP

__all__ = ["MCLP", "UFLP", "PMedian"]

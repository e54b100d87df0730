"""Every model once more in plain Python, one file each, straight from its definition.

A file ``p_median.py`` says of the model ``p-median``:

``value(problem, opened)``
    What a design is worth by the plain definition, best reply included; None when it
    serves not as it should. Nothing of the package is used but raw data: this is what
    enumeration trusts.
``parameters(town, rng)``
    Random values for the model's own fields (not those of every problem).
``adapted(town, rng)``
    The random instance with what the model is about and few instances have; optional.
``equipped(town, rng)``
    Any instance with the data that the model cannot do without; optional.
``SIZE``
    Largest (n, m) of its random instances, where the plain value is slow.
``FEWEST``
    Smallest p that it takes, when that is not 1.
``NO_LAW``
    Names of the laws (test_laws.py) that are not true of it.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from siting.problem import Problem


def family(model: type[Problem]) -> ModuleType:
    """The file of a model; a model without one fails the suite."""
    return import_module(f"contract.family.{model.name.replace('-', '_')}")

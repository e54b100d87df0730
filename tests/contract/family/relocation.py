from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from contract.family import p_median

from siting.instance import Instance

value = p_median.value


def adapted(town: Instance, rng: np.random.Generator) -> Instance:
    """Half of the sites exist already."""
    exists = (rng.random(town.m) < 0.5) & (town.role == "candidate")
    return replace(town, role=np.where(exists, "existing", town.role))


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """A closing cost like an opening cost, and mostly a budget of a few of each."""
    given = p_median.parameters(town, rng)
    typical = float(town.opening.mean())
    if rng.random() < 0.8:
        given["closing"] = round(float(rng.random() * 2 * typical), 2)
    if rng.random() < 0.7:
        given["budget"] = round(float(rng.random() * 4 * typical), 2)
    return given

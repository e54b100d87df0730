"""What pyaugmecon does: run by the Python that has it, for against_pyaugmecon.py.

    PYTHON pyaugmecon_side.py arrays NAME FILE
    PYTHON pyaugmecon_side.py solve FILE

The first writes one of its bundled knapsacks as arrays, and its published points. The
second builds a Pyomo model of a file's arrays, solves it, and prints seconds of the
processor, programs, and the points.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import resources

import numpy as np
import pyomo.environ as pyo
from pyaugmecon import PyAugmecon, PyAugmeconConfig


def arrays(name: str, file: str) -> None:
    """Costs (q, n), rows (r, n) that are at most their room, and points (k, q)."""
    place = resources.files("pyaugmecon") / "data" / name

    def read(part: str) -> np.ndarray:
        text = (place / part).read_text().splitlines()[1:]
        return np.array([line.split(",")[1:] for line in text if line], dtype=float)

    q = int(name[0])
    np.savez(
        file, costs=read("c.csv")[:q], table=read("a.csv")[:q],
        high=read("b.csv")[:q, 0], low=np.full(q, -np.inf),
        points=read("pareto_sols.csv"),
    )  # fmt: skip


def model_of(file: str) -> pyo.ConcreteModel:
    """Maximise the costs over points that are 0-1, or between where not whole."""
    data = np.load(file)
    whole = data["whole"] if "whole" in data else np.ones(data["costs"].shape[1])
    costs, table, low, high = (
        data[k].tolist() for k in ("costs", "table", "low", "high")
    )
    model = pyo.ConcreteModel()
    model.things = pyo.Set(initialize=range(len(costs[0])))
    model.x = pyo.Var(
        model.things,
        within=lambda _, i: pyo.Binary if whole[i] else pyo.UnitInterval,
    )
    model.rows = pyo.ConstraintList()
    for row, least, most in zip(table, low, high, strict=True):
        total = sum(a * model.x[i] for i, a in enumerate(row) if a)
        if least == most:
            model.rows.add(total == least)
        elif np.isfinite(most):
            model.rows.add(total <= most)
        else:
            model.rows.add(total >= least)
    model.obj_list = pyo.ObjectiveList()
    for row in costs:
        total = sum(c * model.x[i] for i, c in enumerate(row) if c)
        model.obj_list.add(expr=total, sense=pyo.maximize)
    return model


def solve(file: str) -> None:
    """With its defaults, in one process, on one thread, to gap 0."""
    model = model_of(file)
    config = PyAugmeconConfig(
        workers=1, solver_options={"threads": 1, "mip_rel_gap": 0.0}, write_csv=False,
        progress_bar=False, log_to_console=False, artifact_folder="/tmp",
    )  # fmt: skip
    began = time.process_time()
    found = PyAugmecon(model, config).solve()
    seconds = time.process_time() - began
    points = [[round(float(v), 6) for v in point] for point in found.points]
    print(json.dumps([seconds, found.models_solved, points]))


if __name__ == "__main__":
    {"arrays": arrays, "solve": solve}[sys.argv[1]](*sys.argv[2:])

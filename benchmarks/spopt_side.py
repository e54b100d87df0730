"""What spopt does with a problem: run by the Python that has it, for against_spopt.py.

    PYTHON spopt_side.py DATA.npz

Prints seconds from the arrays to the answer, and the value, or what went wrong.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pulp
from spopt.locate import MCLP, PCenter, PMedian


def main() -> None:
    """Build and solve, as spopt's documentation does it."""
    data = np.load(sys.argv[1])
    cost, weight, p = data["cost"], data["weight"], int(data["p"])
    began = time.perf_counter()
    match str(data["kind"]):
        case "p-median":
            model = PMedian.from_cost_matrix(cost, weight, p_facilities=p)
        case "mclp":
            model = MCLP.from_cost_matrix(
                cost, weight, float(data["radius"]), p_facilities=p
            )
        case _:
            model = PCenter.from_cost_matrix(cost, p_facilities=p)
    model = model.solve(pulp.PULP_CBC_CMD(msg=False))
    seconds = time.perf_counter() - began
    print(seconds, model.problem.objective.value(), model.problem.status)


if __name__ == "__main__":
    main()

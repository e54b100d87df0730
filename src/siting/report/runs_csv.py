"""All runs of a comparison as CSV, one in a row: the columns stay as they are."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from siting.comparing.methods import Against, Contest
from siting.comparing.row import Row

if TYPE_CHECKING:
    from siting.comparison import Comparison

HEADER = (
    "instance", "model", "parameters", "solver", "options", "role", "seed",
    "copy_of_seed", "objective", "bound", "best_bound", "against", "gap", "is_best",
    "seconds", "time_to_best", "evaluations", "termination", "solution", "proof",
    "threads", "time_limit",
)  # fmt: skip
"""Columns are added at the end and never renamed."""


def runs_csv(comparison: Comparison) -> str:
    """Write every row of the comparison, and the references with that role.

    ``against`` says what ``best_bound`` is: the optimum, a bound, the best value alone
    (then the gap is empty) or nothing. Unknown numbers are empty.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for contest in comparison.contests:
        for method in contest.methods:
            writer.writerows(_cells(row, contest, role="run") for row in method.rows)
        if contest.reference is not None:
            writer.writerow(_cells(contest.reference, contest, role="reference"))
    return text.getvalue()


def _cells(row: Row, contest: Contest, *, role: str) -> Sequence[str]:
    """One run."""
    run = row.solution
    judged = contest.against is Against.OPTIMUM
    return (
        run.problem.instance.name,
        run.problem.name,
        listed(run.problem.parameters),
        run.solver.name,
        listed(asdict(run.solver)),
        role,
        str(run.limits.seed),
        "" if row.copy_of is None else str(row.copy_of),
        number(run.objective),
        number(run.bound),
        number(row.best_bound),
        contest.against.value,
        number(row.gap),
        ("yes" if row.is_best else "no") if judged else "",
        f"{run.seconds:.6f}",
        "" if math.isnan(row.time_to_best) else f"{row.time_to_best:.6f}",
        "" if run.evaluations is None else str(run.evaluations),
        run.termination.value,
        run.solution.value,
        run.proof.value,
        str(run.limits.threads),
        number(run.limits.time_limit),
    )


def listed(given: dict[str, object]) -> str:
    """Names and values as ``p=8;radius=6``; what is not given is left out."""
    told = {k: v for k, v in given.items() if v not in (None, (), [], "")}
    return ";".join(
        f"{k}={'|'.join(map(str, v)) if isinstance(v, tuple | list) else v}"
        for k, v in told.items()
    )


def number(value: float) -> str:
    """All digits of a number; empty when it is unknown or endless."""
    return repr(float(value)) if math.isfinite(value) else ""

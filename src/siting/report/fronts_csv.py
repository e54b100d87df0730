"""All runs of a comparison of fronts as CSV: the columns stay as they are."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import asdict
from typing import TYPE_CHECKING

from siting.comparing.front_row import FrontRow
from siting.front import unique_names
from siting.report.runs_csv import listed, number

if TYPE_CHECKING:
    from siting.front_comparison import FrontComparison

HEADER = (
    "instance", "models", "parameters", "solver", "options", "role", "seed",
    "copy_of_seed", "points", "points_proved", "complete", "against",
    "reference_points", "reference_proved", "hypervolume_ratio", "igd_plus",
    "additive_epsilon", "share_found", "share_of_proved_found", "end_gaps", "seconds",
    "evaluations", "subproblems", "termination", "threads", "time_limit", "ideal",
    "nadir", "corner",
)  # fmt: skip
"""Columns are added at the end and never renamed."""


def fronts_csv(comparison: FrontComparison) -> str:
    """Write every row of the comparison, and the references with that role.

    What is one number for each objective stands as ``name=number;...``. Unknown
    numbers are empty.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for contest in comparison.contests:
        for method in contest.methods:
            writer.writerows(_cells(row, role="run") for row in method.rows)
        if contest.reference is not None:
            writer.writerow(_cells(contest.reference, role="reference"))
    return text.getvalue()


def _cells(row: FrontRow, *, role: str) -> list[str]:
    """One run."""
    run, told, yard = row.front, row.measures, row.yard.to_dict()
    names = unique_names(run.tradeoff)
    gaps = {n: number(gap) for n, gap in zip(names, told.ends, strict=True)}
    return [
        run.tradeoff.instance.name,
        run.tradeoff.name,
        "; ".join(f"{p.name}: {listed(p.parameters)}" for p in run.tradeoff.problems),
        run.solver.name,
        listed(asdict(run.solver)),
        role,
        str(run.limits.seed),
        "" if row.copy_of is None else str(row.copy_of),
        str(len(run)),
        str(int(run.proven.sum())),
        "yes" if run.complete else "no",
        yard["against"],
        str(yard["points"]),
        str(yard["points_proved"]),
        number(told.volume),
        number(told.distance),
        number(told.epsilon),
        number(told.found),
        number(told.found_proved),
        ";".join(f"{name}={gap}" for name, gap in gaps.items()),
        f"{run.seconds:.6f}",
        "" if run.evaluations is None else str(run.evaluations),
        str(run.subproblems),
        run.termination.value,
        str(run.limits.threads),
        number(run.limits.time_limit),
        *(_by_name(yard[key]) for key in ("ideal", "nadir", "corner")),
    ]


def _by_name(values: dict[str, float] | None) -> str:
    """One number for each objective."""
    told = (values or {}).items()
    return ";".join(f"{k}={number(v)}" for k, v in told if math.isfinite(v))

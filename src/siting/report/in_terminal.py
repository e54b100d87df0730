"""A comparison as text for the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from siting.comparing.row import Row
from siting.report.beside import duel_texts, standing_texts, yard_words

if TYPE_CHECKING:
    from siting.comparison import Comparison


def as_text(table: Comparison) -> str:
    """Every row; where methods had several runs, a summary and the tests as well."""
    parts = [_runs(table)]
    if len({id(p) for p in table.problems}) > 1 or any(
        len(method.runs) > 1 for c in table.contests for method in c.methods
    ):
        parts += [yard_words(table.contests), _summary(table)]
        parts += [_tests(table)] if table.duels else []
    return "\n\n".join(parts)


def _runs(table: Comparison) -> str:
    """One line a row."""
    head = ("instance", "solver", "seed", "objective", "gap", "seconds", "proof")
    rows = [head]
    for name, row in _named(table):
        run = row.solution
        rows.append(
            (
                run.problem.instance.name,
                name,
                str(run.limits.seed),
                "-" if math.isnan(run.objective) else f"{run.objective:,.10g}",
                "unknown" if math.isnan(row.gap) else f"{100 * row.gap:.3f} %",
                f"{run.seconds:.2f}" if row.copy_of is None else f"as {row.copy_of}",
                run.proof.value if run.open else run.solution.value,
            )
        )
    return aligned(rows)


def _named(table: Comparison) -> Iterator[tuple[str, Row]]:
    """Every row with the label of its method, the reference after its problem."""
    for contest in table.contests:
        for method in contest.methods:
            yield from ((method.solver, row) for row in method.rows)
        if contest.reference is not None:
            name = contest.reference.solution.solver.name
            yield f"{name} (reference)", contest.reference


def _summary(table: Comparison) -> str:
    """One line a method: gaps over all problems and seeds."""
    keys = ("solver", "runs", "median_text", "middle", "worst_text", "hits_text",
            "to_best_text", "evaluations_text")  # fmt: skip
    head = ("method", "runs", "median gap", "quartiles", "worst", "hits", "to best",
            "evaluations")  # fmt: skip
    texts = [standing_texts(s) for s in table.standings]
    return aligned([head, *(tuple(str(t[k]) for k in keys) for t in texts)])


def _tests(table: Comparison) -> str:
    """One line a pair of methods: the effect, and whether it could be chance."""
    keys = ("first", "second", "pairs", "a12_text", "size", "p_text", "adjusted_text")
    head = ("first", "second", "pairs", "A12", "effect", "p (Wilcoxon)", "p (Holm)")
    texts = [duel_texts(d) for d in table.duels]
    return aligned([head, *(tuple(str(t[k]) for k in keys) for t in texts)])


def aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Columns one below the other."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )

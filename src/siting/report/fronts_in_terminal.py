"""A comparison of fronts as text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from siting.comparing.front_standing import RANK_SUM
from siting.report.fronts_content import (
    duel_texts,
    run_texts,
    standing_texts,
    yard_sentences,
)
from siting.report.in_terminal import aligned
from siting.report.words import sentence

if TYPE_CHECKING:
    from siting.front_comparison import FrontComparison

RUNS = ("instance", "method", "seed", "points", "proved", "volume ratio", "IGD+",
        "epsilon", "found", "seconds")  # fmt: skip
SUMMARY = ("method", "runs", "volume ratio", "quartiles", "worst", "IGD+", "epsilon",
           "proved found", "end gap", "whole", "evaluations")  # fmt: skip
TESTS = ("first", "second", "test", "A12", "effect", "p", "p (Holm)")


def fronts_as_text(table: FrontComparison) -> str:
    """Every run, the reference and how it is normalised, a summary and the tests."""
    parts = [_runs(table), "\n".join(yard_sentences(table.contests)), _summary(table)]
    if table.duels:
        parts.append(_tests(table))
    parts += ["\n".join(map(sentence, table.notes))] if table.notes else []
    return "\n\n".join(parts)


def _runs(table: FrontComparison) -> str:
    """One line a run."""
    rows = [RUNS]
    for contest in table.contests:
        named = [(m.solver, row) for m in contest.methods for row in m.rows]
        if contest.reference is not None:
            beside = contest.reference
            named.append((f"{beside.solver} (reference)", beside))
        for name, row in named:
            told, run = run_texts(row, name), row.front
            taken = f"{run.seconds:.2f}"
            rows.append(
                (
                    run.tradeoff.instance.name,
                    name,
                    str(run.limits.seed),
                    str(len(run)),
                    "whole" if run.complete else str(int(run.proven.sum())),
                    *(told[f"{key}_text"] for key in ("volume", "distance", "epsilon")),
                    told["found_text"],
                    taken if row.copy_of is None else f"as {row.copy_of}",
                )
            )
    return aligned(rows)


def _summary(table: FrontComparison) -> str:
    """One line a method: medians over all trade-offs and seeds."""
    keys = ("solver", "runs", "volume_text", "middle", "worst_text", "distance_text",
            "epsilon_text", "found_text", "end_text", "complete",
            "evaluations_text")  # fmt: skip
    texts = [standing_texts(standing) for standing in table.standings]
    return aligned([SUMMARY, *(tuple(str(t[k]) for k in keys) for t in texts)])


def _tests(table: FrontComparison) -> str:
    """One line a pair of methods: the effect, and whether it could be chance."""
    keys = ("first", "second", "test", "a12_text", "size", "p_text", "adjusted_text")
    texts = [duel_texts(duel) for duel in table.duels]
    over = "runs" if table.duels[0].test == RANK_SUM else "medians of the trade-offs"
    head = f"Hypervolumes, {table.duels[0].test} test over the {over}:"
    return f"{head}\n" + aligned(
        [TESTS, *(tuple(str(t[k]) for k in keys) for t in texts)]
    )

"""An answer in words for the terminal: how sure, what it is worth, what is built."""

from __future__ import annotations

import math
from collections.abc import Iterator

from siting.front import Front, unique_names
from siting.readable import shown
from siting.report.words import ENDS, sentence, verdict, with_unit
from siting.solution import Solution


def lines_of(solution: Solution) -> Iterator[str]:
    """The verdict; the value with its unit and the open sites, if any; the notes."""
    yield verdict(solution)
    if solution.design is not None:
        worth = with_unit(solution.objective, solution.problem)
        yield f"{solution.problem.measure}: {worth}"
        yield f"open: {', '.join(site_words(solution))}"
    yield from solution.notes


def lines_of_front(front: Front) -> Iterator[str]:
    """How many points and what is proved of them; the first and last as a table."""
    ends = sentence(ENDS[front.termination]) if not front.complete else ""
    if not len(front):
        none = "No design keeps the rules." if front.infeasible else "No answer found."
        yield " ".join(x for x in (none, sentence(front.reason), ends) if x)
        return
    points = "1 point" if len(front) == 1 else f"{len(front):,} points"
    kind = "no other point" if front.complete else "others may be missing"
    sure = int(front.proven.sum())
    proved = {0: "none is proved", len(front): "all are proved"}.get(
        sure, f"{sure:,} are proved"
    )
    said = f"{points} of which none is better than another in everything: {proved}; "
    yield " ".join(x for x in (f"{said}{kind}.", ends) if x)
    yield from _table(front)
    yield from front.notes


def _table(front: Front) -> Iterator[str]:
    """The points, those in the middle left out."""
    names = unique_names(front.tradeoff)
    units = [p.told_in for p in front.tradeoff.problems]
    heads = [
        f"{name} ({unit})" if unit else name
        for name, (_, unit) in zip(names, units, strict=True)
    ]
    rows = [
        [shown(scale * v) for v, (scale, _) in zip(point, units, strict=True)]
        + ["yes" if sure else "no", ", ".join(front.open_at(k))]
        for k, (point, sure) in enumerate(zip(front.values, front.proven, strict=True))
    ]
    if len(rows) > 2 * SHOWN:
        gap = ["..."] * len(rows[0])
        rows = [*rows[:SHOWN], gap, *rows[-SHOWN:]]
    yield from aligned([[*heads, "proved", "open"], *rows])


def aligned(rows: list[list[str]]) -> Iterator[str]:
    """Rows of a table, the last column as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [c.rjust(w) for c, w in zip(row[:-1], widths, strict=False)]
        yield "  ".join([*cells, row[-1]])


SHOWN = 10
"""Points of a front that are shown from either end."""


def site_words(solution: Solution) -> Iterator[str]:
    """Ids of the open sites, each with what is decided of it beside that it opens."""
    amounts = solution.amounts
    for site in solution.open:
        amount = amounts.get(site, math.nan)
        decided = "" if math.isnan(amount) else amount_words(solution, amount)
        yield f"{site} ({decided})" if decided else site


def amount_words(solution: Solution, amount: float) -> str:
    """What is decided of a site: 'hospital', '12 beds', 'capacity 100', 'period 2'."""
    problem = solution.problem
    if amount in problem.amount_names:
        return problem.amount_names[amount]
    if problem.amount.endswith("s"):
        return f"{shown(amount)} {problem.amount}"
    return f"{problem.amount} {shown(amount)}"

"""An answer in words for the terminal: how sure, what it is worth, what is built."""

from __future__ import annotations

import math
from collections.abc import Iterator

from siting.readable import shown
from siting.report.words import verdict, with_unit
from siting.solution import Solution


def lines_of(solution: Solution) -> Iterator[str]:
    """The verdict; the value with its unit and the open sites, if any; the notes."""
    yield verdict(solution)
    if solution.design is not None:
        worth = with_unit(solution.objective, solution.problem)
        yield f"{solution.problem.measure}: {worth}"
        yield f"open: {', '.join(site_words(solution))}"
    yield from solution.notes


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

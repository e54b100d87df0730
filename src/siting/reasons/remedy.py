"""The smallest change that gives a question an answer, found by solving for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter
from typing import TypeAlias

import numpy as np

from siting.easing import Easing, factors, upper
from siting.errors import ProblemError
from siting.matrix import Matrix, Sense
from siting.milp.highs import Result, Status
from siting.problem import Problem
from siting.reasons.answerable import UnknownError, bare, possible, solved
from siting.reasons.nearer import smallest_limit, smallest_reach

FEW = 8
"""Values that are tried one after the other, as more might not be easier."""

Search: TypeAlias = Callable[[Problem, float], Iterator[str]]
"""Clauses on one thing of a question that alone would do, found until some time."""


def remedies(problem: Problem, *, until: float) -> Iterator[str]:
    """A clause for each thing that alone would do, and one on what was not found out.

    Those that are still to come share what is left of the time.
    """
    searches, unknown = list(_searches(problem)), []
    for k, (what, search) in enumerate(searches):
        now = perf_counter()
        if now >= until:
            unknown.append(what)
            continue
        try:
            yield from search(problem, now + (until - now) / (len(searches) - k))
        except UnknownError:
            unknown.append(what)
        except KeyboardInterrupt:
            unknown += [name for name, _ in searches[k:]]
            break
    if unknown:
        what = ", ".join(unknown)
        yield f"{what}: what would do was not found in the time"


def ways(problem: Problem, *, until: float) -> Iterator[str]:
    """The same of travel alone, where nobody may serve somebody."""
    for search in (_limit, _reach):
        try:
            yield from search(problem, until)
        except (UnknownError, KeyboardInterrupt):
            yield "what would do was not found in the time"


def _searches(problem: Problem) -> Iterator[tuple[str, Search]]:
    """What there is to look for, by name."""
    if problem.p is not None or problem.add is not None:
        yield "the number of sites", _count
    if problem.budget is not None:
        yield "the budget", _budget
    for name, empty in (("quotas", ()), ("separation", None), ("closest", False)):
        if getattr(problem, name) not in ((), None, False):
            yield name, _without(name, empty)
    if problem.farthest < np.inf:
        yield problem.limited_by, _limit
    if np.isfinite(problem.instance.reach).any():
        yield "reach", _reach
    if problem.stock() is not None:
        yield "capacity", _capacity
    for easing in problem.easings():
        yield easing.what, _eased(easing)


def _count(problem: Problem, until: float) -> Iterator[str]:
    """The nearest numbers of sites that would do."""
    p, rules = problem.rules.most, problem.rules
    held, most = max(int(rules.must.sum()), 1), int((~rules.never).sum())
    more = _nearest_count(problem, range(p + 1, most + 1), "min", until)
    fewer = _nearest_count(problem, range(held, p), "max", until)
    found = [(x, word) for x, word in ((fewer, "largest"), (more, "smallest")) if x]
    start = f"{p} open sites" if p > 1 else "1 open site"
    start += " cannot do it" if problem.add is None else " in all cannot do it"
    if not found:
        yield f"{start}, nor can any other number"
    elif len(found) > 1:
        both = " and ".join(text for (_, text), _ in found)
        yield f"{start}, and the nearest numbers that would do are {both}"
    else:
        (_, text), word = found[0]
        yield f"{start}, and the {word} number that would do is {text}"


def _nearest_count(
    problem: Problem, counts: range, sense: Sense, until: float
) -> tuple[int, str] | None:
    """The first or last of some numbers that does, and what to say of it.

    A model may ask more of more sites (as many levels of service as there are open),
    but never less: what does not go by the arrays of the fewest does not go at all.
    """
    least = next((k for k in counts if _of_count(problem, k) is not None), None)
    if least is None:
        return None
    first = _of_count(problem, least)
    assert first is not None
    matrix = bare(first)
    low, high = least, counts[-1]
    while low <= high:
        result = _extreme_count(matrix, low, high, sense, until)
        if result.x is None:
            return None
        best = round(float(result.x[matrix.family("open")].sum()))
        if best == least or possible(_of_count(problem, best), until):
            sure = "" if result.status is Status.OPTIMAL else " (found in the time)"
            return best, f"{best}{sure}"
        low, high = (best + 1, high) if sense == "min" else (low, best - 1)
    return None


def _extreme_count(
    matrix: Matrix, low: int, high: int, sense: Sense, until: float
) -> Result:
    """Fewest or most open sites between two numbers."""
    aim = np.zeros(len(matrix.cost))
    aim[matrix.family("open")] = 1.0
    between = _with_bounds(matrix, "open_p_sites", float(low), float(high))
    return solved(replace(between, sense=sense, cost=aim), until)


def _of_count(problem: Problem, count: int) -> Problem | None:
    """The same question of so many sites in all; None where there is none."""
    try:
        if problem.add is None:
            return replace(problem, p=count)
        return replace(problem, add=count - problem.rules.most + problem.add)
    except ProblemError:
        return None


def _budget(problem: Problem, until: float) -> Iterator[str]:
    """The smallest budget."""
    assert problem.budget is not None
    free = _with_bounds(bare(problem), "stay_within_budget", -np.inf, np.inf)
    rows = next(r for r in problem.rules.extra if r.name == "stay_within_budget")
    aim = np.zeros(len(free.cost))
    aim[rows.column] = rows.value
    result = solved(replace(free, cost=aim), until)
    if result.x is None:
        return
    opened = result.x[free.family("open")] > 0.5
    kept = problem.budget - float(rows.upper)  # for closing all that exists
    least = float(aim[free.family("open")][opened].sum()) + kept
    word = (
        "smallest budget" if result.status is Status.OPTIMAL else "least budget found"
    )
    if least > problem.budget:
        yield f"the {word} that would do is {least:.15g}"


def _without(name: str, empty: object) -> Search:
    """Whether a condition is what is in the way."""

    def search(problem: Problem, until: float) -> Iterator[str]:
        change: dict[str, object] = {name: empty}
        if possible(replace(problem, **change), until):  # type: ignore[arg-type]
            the = "closest assignment" if name == "closest" else f"the {name}"
            yield f"without {the} there would be an answer"

    return search


def _limit(problem: Problem, until: float) -> Iterator[str]:
    """The smallest radius or other limit on travel."""
    if problem.farthest == np.inf:
        return
    found = smallest_limit(problem, until)
    if found is not None:
        yield f"the smallest {problem.limited_by} that would do is {found!r}"


def _reach(problem: Problem, until: float) -> Iterator[str]:
    """How far all sites would have to reach."""
    found = smallest_reach(problem, until)
    if found is not None:
        yield f"sites that all reach at least {found!r} would do"


def _capacity(problem: Problem, until: float) -> Iterator[str]:
    """How many times as large all capacities would have to be, or how large."""
    town, stock = problem.instance, problem.stock()
    assert stock is not None
    limited = town.capacity[(town.capacity > 0) & np.isfinite(town.capacity)]
    if len(limited):
        times = Easing(
            "capacity",
            "capacities {:.2f} times as large would do, to 0.01 of a time",
            factors(stock.ample / float(limited.min())),
            lambda x: replace(
                problem, instance=replace(town, capacity=town.capacity * x)
            ),
        )
        found = list(_eased(times)(problem, until))
        if found:
            yield from found
            return
    if stock.ample > 0:
        least = Easing(
            "capacity",
            "capacities of at least {:.15g} at every site would do, to 3 digits",
            upper(stock.ample),
            lambda x: replace(
                problem, instance=replace(town, capacity=np.maximum(town.capacity, x))
            ),
        )
        yield from _eased(least)(problem, until)


def _eased(easing: Easing) -> Search:
    """The first of its values that does."""

    def works(k: int, until: float) -> bool:
        try:
            return possible(easing.change(easing.values[k]), until)
        except ProblemError:
            return False

    def search(_: Problem, until: float) -> Iterator[str]:
        high = len(easing.values) - 1
        if high < FEW:
            found = next((k for k in range(high + 1) if works(k, until)), None)
            if found is not None:
                yield easing.said.format(easing.values[found])
            return
        if not works(high, until):
            return
        low = 0
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if works(middle, until) else (middle + 1, high)
        yield easing.said.format(easing.values[low])

    return search


def _with_bounds(matrix: Matrix, name: str, least: float, most: float) -> Matrix:
    """The matrix with other bounds of a family of rows."""
    lower, upper_ = matrix.row_lower.copy(), matrix.row_upper.copy()
    first = 0
    for block in matrix.row_blocks:
        part = slice(first, first + len(block.index))
        if block.name == name:
            lower[part], upper_[part] = least, most
        first = part.stop
    return replace(matrix, row_lower=lower, row_upper=upper_)

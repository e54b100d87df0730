"""What a reason names does it: asked again with that value, the question has an answer.

And without it just before the value, where the reason says smallest or largest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from contract.cases import equipped, informed, models, random_instance
from contract.family import family

from siting import solve
from siting.errors import SitingError
from siting.instance import Instance
from siting.problem import Problem
from siting.reasons.answerable import works
from siting.solution import Found

FEW = 6
"""Questions without answer of each model; more by hand with `count_broken`."""

TRIES = 60

Check = tuple[Problem | None, bool]
"""A changed question, and whether it should have an answer."""


def pressed(model: type[Problem], rng: np.random.Generator) -> Problem | None:
    """A small question with so many conditions that it may have no answer."""
    most_n, most_m = getattr(family(model), "SIZE", (7, 6))
    town = random_instance(rng, n=min(7, most_n), m=min(6, most_m))
    roles = ["candidate", "required", "existing", "forbidden"]
    if rng.random() < 0.4:
        town = replace(town, role=rng.choice(roles, town.m, p=[0.6, 0.12, 0.16, 0.12]))
    cost = town.travel()
    finite = cost[np.isfinite(cost)]
    if rng.random() < 0.4 and len(finite):
        reach = np.where(rng.random(town.m) < 0.5, np.inf, rng.choice(finite, town.m))
        town = replace(town, reach=reach)
    adapted = getattr(family(model), "adapted", None)
    town = equipped(model, town if adapted is None else adapted(town, rng), rng)
    given: dict[str, Any] = {}
    if model.needs_count or rng.random() < 0.3:
        key = "add" if rng.random() < 0.3 else "p"
        given[key] = int(rng.integers(1, 1 + max(1, town.m // 2)))
    given |= family(model).parameters(town, rng) | conditions(town, rng)
    for option in model.refused:
        given.pop(option, None)
    try:
        return informed(model(town, **given))
    except SitingError:
        return None


def conditions(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """Some of a budget, a quota, a separation and closest assignment."""
    budget = float(np.round(town.opening.sum() * rng.uniform(0.1, 0.9), 2))
    region = rng.choice(["at most 1 of each region", "at least 1 of each region"])
    known: dict[str, Any] = {
        "budget": budget,
        "quotas": (str(region),),
        "separation": float(np.round(rng.random() * 50, 1)),
        "closest": True,
    }
    return {key: x for key, x in known.items() if rng.random() < 0.3}


def named(problem: Problem, reason: str) -> Iterator[tuple[str, Check]]:
    """All questions that a reason makes a promise about, and the promise."""
    for pattern, promised in PROMISES:
        for found in re.finditer(pattern, reason):
            for check in promised(problem, found):
                yield found[0], check


def of_count(problem: Problem, found: re.Match[str]) -> Iterator[Check]:
    """The number does; the one before does not."""
    yield counted(problem, int(found[2])), True
    yield counted(problem, int(found[2]) + nearer(found[1], 1)), False


def of_counts(problem: Problem, found: re.Match[str]) -> Iterator[Check]:
    """Both numbers do, and those inside of them do not."""
    for text, inwards in ((found[1], 1), (found[2], -1)):
        yield counted(problem, int(text)), True
        yield counted(problem, int(text) + inwards), False


def counted(problem: Problem, count: int) -> Problem | None:
    """The same question of so many sites in all."""
    if problem.p is not None:
        return changed(problem, p=count)
    standing = int((problem.instance.role == "existing").sum())
    return changed(problem, add=count - standing)


def of_field(problem: Problem, found: re.Match[str]) -> Iterator[Check]:
    """A number of the model's own: the value does, and one beside it does not."""
    word, name, value = found[1], found[2].split()[-1], float(found[3])
    kind = type(getattr(problem, name))
    yield changed(problem, **{name: kind(value) if kind is int else value}), True
    if kind is int:
        yield changed(problem, **{name: int(value) + nearer(word, 1)}), False
    elif name not in ("beds", "min_beds", "min_load"):
        yield changed(problem, **{name: value * (1 + nearer(word, 1e-6))}), False


def nearer(word: str, step: float) -> Any:
    """Towards what is asked."""
    return -step if word == "smallest" else step


def of_budget(problem: Problem, found: re.Match[str]) -> Iterator[Check]:
    """The budget does; a little less does not."""
    value = float(found[1])
    yield changed(problem, budget=value), True
    if value > 0:
        yield changed(problem, budget=value * (1 - 1e-4)), False


def of_town(
    change: Callable[[Instance, float], Instance], before: Callable[[float], float]
) -> Callable[[Problem, re.Match[str]], Iterator[Check]]:
    """The instance with the value does; with the one before it does not."""

    def promised(problem: Problem, found: re.Match[str]) -> Iterator[Check]:
        value, town = float(found[1]), problem.instance
        yield changed(problem, instance=change(town, value)), True
        if not problem.closest:
            less = change(town, before(value))
            yield changed(problem, instance=less), False

    return promised


def of_condition(problem: Problem, found: re.Match[str]) -> Iterator[Check]:
    """Without it there is an answer."""
    name = found[1].split()[0]
    empty = next(f.default for f in fields(problem) if f.name == name)
    yield changed(problem, **{name: empty}), True


def of_sizes(problem: Problem, found: re.Match[str]) -> Iterator[Check]:
    """Larger sizes do, and sizes a hundredth smaller do not."""
    for times, does in ((float(found[1]), True), (float(found[1]) - 0.01, False)):
        pairs = (text.split(":") for text in problem.parameters["sizes"])
        sizes = [f"{float(c) * times!r}:{price}" for c, price in pairs]
        yield changed(problem, sizes=sizes), does


def of_schedule(problem: Problem, found: re.Match[str]) -> Iterator[Check]:
    """Periods of at least so many sites do, and one site less does not."""
    numbers = [int(text) for text in problem.parameters["schedule"]]
    for first, does in ((int(found[1]), True), (int(found[1]) - 1, False)):
        schedule = [str(max(first, x)) for x in numbers]
        yield changed(problem, schedule=schedule, alone=()), does


def changed(problem: Problem, **given: Any) -> Problem | None:
    """The question with other fields; None where it is refused."""
    try:
        return replace(problem, **given)
    except SitingError:
        return None


def scaled(town: Instance, times: float) -> Instance:
    """So many times the capacity."""
    return replace(town, capacity=town.capacity * times)


def raised(town: Instance, least: float) -> Instance:
    """At least so much capacity."""
    return replace(town, capacity=np.maximum(town.capacity, least))


def reaching(town: Instance, least: float) -> Instance:
    """At least so much reach."""
    return replace(town, reach=np.maximum(town.reach, least))


NUMBER = r"([\d.]+(?:e[+-]?\d+)?)(?<!\.)"
PROMISES: list[tuple[str, Callable[[Problem, re.Match[str]], Iterator[Check]]]] = [
    (r"and the (smallest|largest) number that would do is (\d+)", of_count),
    (r"and the nearest numbers that would do are (\d+) and (\d+)", of_counts),
    (rf"the smallest budget that would do is {NUMBER}", of_budget),
    (
        r"the (smallest|largest) (radius|max_travel|min_load|min_beds|number of \w+)"
        rf" that would do is {NUMBER}",
        of_field,
    ),
    (rf"capacities {NUMBER} times as large", of_town(scaled, lambda x: x - 0.01)),
    (rf"capacities of at least {NUMBER} at", of_town(raised, lambda x: x * 0.98)),
    (
        rf"sites that all reach at least {NUMBER} would",
        of_town(reaching, lambda x: x * (1 - 1e-6)),
    ),
    (r"without the (quotas|separation) there would", of_condition),
    (r"without (closest assignment) there would", of_condition),
    (rf"sizes {NUMBER} times as large", of_sizes),
    (r"smallest first number of the schedule that would do is (\d+)", of_schedule),
]


def broken(problem: Problem) -> list[str]:
    """Promises of a reason that are not kept; and a reason that says nothing."""
    found = solve(problem)
    if found.solution is not Found.INFEASIBLE:
        return ["feasible"]
    wrong = [] if found.reason else ["no reason is given"]
    for said, (question, does) in named(problem, found.reason):
        has = question is not None and solve(question).solution is Found.FEASIBLE
        if has != does:
            wrong.append(f"{said!r}: {has} for {question and question.parameters}")
    return wrong


def count_broken(
    model: type[Problem], *, count: int, tries: int, seed: int
) -> list[tuple[Problem, list[str]]]:
    """Questions without answer whose reasons promise too much."""
    rng, seen, found = np.random.default_rng([seed, len(model.name)]), 0, []
    for _ in range(tries):
        problem = pressed(model, rng)
        wrong = ["feasible"] if problem is None else broken(problem)
        if wrong != ["feasible"]:
            seen += 1
            if wrong and problem is not None:
                found.append((problem, wrong))
        if seen == count:
            break
    return found


@pytest.mark.parametrize("model", models(), ids=lambda m: m.name)
def test_what_is_named_would_do(model: type[Problem]) -> None:
    """Random small questions of every model, each remedy asked again."""
    found = count_broken(model, count=FEW, tries=TRIES, seed=5)
    assert not found, [(p.parameters, wrong) for p, wrong in found]


@pytest.mark.parametrize("model", models(), ids=lambda m: m.name)
def test_there_is_an_answer_just_where_the_bare_question_has_one(
    model: type[Problem],
) -> None:
    """Coverage by open sites, where that is enough; else the model's own arrays."""
    rng = np.random.default_rng([7, len(model.name)])
    asked = [p for p in (pressed(model, rng) for _ in range(12)) if p is not None]
    for problem in asked:
        found = solve(problem, "highs").solution
        assert works(problem, perf_counter() + 60) == (found is Found.FEASIBLE)

"""The independent checker: trusts no model, no evaluator and no solver.

It reads the answer as a person would: which sites are open, who is served where, what
that is worth. Counts and site lists are taken from the question as it was asked, the
rest from the model's stated terms and duties (`siting.claim`), and everything is worked
out anew from the instance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from siting.claim import EveryClientServed, Service, WithinRadius
from siting.errors import listed
from siting.instance import Instance, Role
from siting.problem import Problem
from siting.solution import PROVED, Found, Proof, Solution, Termination

CLOSE = 1e-9
"""Relative difference up to which two values are the same."""

OPEN_ROLES = {Role.REQUIRED, Role.EXISTING}
CLOSED_ROLES = {Role.FORBIDDEN, Role.COMPETITOR}


def faults(solution: Solution) -> list[str]:
    """Everything that is wrong with an answer of ours; empty when it stands."""
    if solution.design is None:
        return []
    served = solution.allocation
    if served is None:
        return ["the design serves not all clients, but is called feasible"]
    shares = list(
        zip(
            served.client.tolist(),
            served.site.tolist(),
            served.share.tolist(),
            strict=True,
        )
    )
    sites = [j for j, is_open in enumerate(solution.design.tolist()) if is_open]
    service = Service(solution.problem.instance, tuple(sites), shares)
    found = list(_of_service(solution.problem, service))
    found += _of_numbers(
        solution.problem,
        objective=solution.objective,
        bound=math.nan,  # `siting.contradiction` looks at claims
        worth=_worth(solution.problem, service),
    )
    return found


def faults_of_result(result: Mapping[str, Any], problem: Problem) -> list[str]:
    """Everything that is wrong with a result file, against the problem it answers.

    Parameters
    ----------
    result
        What ``siting solve --json`` wrote.
    """
    instance = problem.instance
    found = []
    if result.get("instance_hash") not in (None, instance.fingerprint):
        found.append(
            f"the result is for data with hash {result['instance_hash']}, but "
            f"{instance.name!r} has {instance.fingerprint}"
        )
    has_answer = result.get("solution") == Found.FEASIBLE
    if has_answer != bool(result.get("open")):
        said = result.get("solution")
        found.append(f"the solution is called {said!r}, with {result.get('open')} open")
    if not has_answer:
        return found + list(_of_absence(result, problem))
    service, strange = _service_of(result, instance)
    if service is None:
        return found + strange
    found += _of_service(problem, service)
    numbers = {k: _number(result.get(k)) for k in ("objective", "bound", "gap")}
    worth = _worth(problem, service)
    found += _of_numbers(
        problem, objective=numbers["objective"], bound=numbers["bound"], worth=worth
    )
    return found + list(_of_words(result, gap=numbers["gap"], numbers=numbers))


def _of_service(problem: Problem, service: Service) -> Iterator[str]:
    """Breaches of site lists, counts, shares and duties."""
    instance, opened = problem.instance, set(service.open)
    required, forbidden = set(problem.required), set(problem.forbidden)
    roles = instance.role.tolist()
    for j, (name, role) in enumerate(zip(instance.sites, roles, strict=True)):
        if j not in opened and (role in OPEN_ROLES or name in required):
            yield f"site {name!r} is required but closed"
        if j in opened and (role in CLOSED_ROLES or name in forbidden):
            yield f"site {name!r} is forbidden but open"
    yield from _of_counts(problem, service)
    for i, j, share in service.shares:
        if j not in opened:
            where, who = instance.sites[j], instance.clients[i]
            yield f"client {who!r} is served by site {where!r}, which is closed"
        if not 0 < share <= 1:
            yield f"client {instance.clients[i]!r} is served with share {share:g}"
    for duty in problem.duties():
        yield from duty.faults(service)


def _of_counts(problem: Problem, service: Service) -> Iterator[str]:
    """Breaches of p and add."""
    instance, opened = problem.instance, set(service.open)
    if problem.p is not None and len(opened) != problem.p:
        yield f"{len(opened)} sites are open, but p is {problem.p}"
    new = sum(instance.role[j] != Role.EXISTING for j in opened)
    if problem.add is not None and new != problem.add:
        yield f"{new} new sites are open, but add is {problem.add}"
    if len(opened) != len(service.open):
        yield "a site is listed as open twice"


def _of_numbers(
    problem: Problem, *, objective: float, bound: float, worth: float
) -> Iterator[str]:
    """Whether value and bound are what they are said to be."""
    if not _same(objective, worth):
        yield f"the objective is given as {objective!r}, but is {worth!r}"
    beyond = problem.sign * (bound - worth)
    if beyond > PROVED * max(abs(worth), 1e-9):
        yield f"the bound {bound!r} is better than no answer can be: {worth!r} is found"


def _of_words(
    result: Mapping[str, Any], *, gap: float, numbers: Mapping[str, float]
) -> Iterator[str]:
    """Whether gap and proof say what the numbers say."""
    objective, bound = numbers["objective"], numbers["bound"]
    true_gap = abs(objective - bound) / max(abs(objective), 1e-9)
    unknown = math.isnan(gap) and math.isnan(true_gap)
    if not unknown and not abs(gap - true_gap) <= CLOSE:
        yield f"the gap is given as {gap!r}, but is {true_gap!r}"
    if result.get("proof") not in list(Proof):
        yield f"the proof is called {result.get('proof')!r}"
    if result.get("termination") not in list(Termination):
        yield f"the termination is called {result.get('termination')!r}"
    claims = result.get("proof") in (Proof.SOLVER_CLAIM, Proof.CERTIFIED)
    if claims == math.isnan(bound):
        yield f"the proof is {result.get('proof')!r} with a bound of {bound!r}"


def _of_absence(result: Mapping[str, Any], problem: Problem) -> Iterator[str]:
    """What a result without an answer must not say."""
    if result.get("objective") is not None:
        yield "there is an objective without open sites"
    if result.get("solution") == Found.INFEASIBLE and not can_be_infeasible(problem):
        yield f"{problem.name} always has an answer, but this says it has none"


def can_be_infeasible(problem: Problem) -> bool:
    """Whether serving somebody is a condition that can fail."""
    return any(isinstance(d, EveryClientServed) for d in problem.duties())


def _worth(problem: Problem, service: Service) -> float:
    """The objective from the model's stated terms."""
    return math.fsum(term.value(service) for term in problem.terms())


def _same(a: float, b: float) -> bool:
    return math.isfinite(a) and abs(a - b) <= CLOSE * max(abs(a), abs(b))


def _number(value: Any) -> float:
    """A JSON number, nan for null and for what is none."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain and abs(value) < 1e300 else math.nan


def _service_of(
    result: Mapping[str, Any], instance: Instance
) -> tuple[Service | None, list[str]]:
    """Open sites and shares of a result file; without them, its nearest open sites."""
    sites = {name: j for j, name in enumerate(instance.sites)}
    clients = {name: i for i, name in enumerate(instance.clients)}
    opened = result.get("open") or []
    strange = [str(x) for x in opened if x not in sites]
    if strange:
        return None, [f"open names {listed(strange)}, which the instance does not have"]
    places = tuple(sites[x] for x in opened)
    given = result.get("assignment")
    if given is None:
        return Service(instance, places, _nearest(result, instance, places)), []
    triples = (
        [(c, s, 1.0) for c, s in given.items()] if isinstance(given, dict) else given
    )
    unknown = [str(t) for t in triples if t[0] not in clients or t[1] not in sites]
    if unknown:
        return None, [f"the assignment names unknown ids: {listed(unknown)}"]
    shares = [(clients[c], sites[s], float(part)) for c, s, part in triples]
    return Service(instance, places, shares), []


def _nearest(
    result: Mapping[str, Any], instance: Instance, places: Sequence[int]
) -> list[tuple[int, int, float]]:
    """Everybody at the nearest open site, within the radius if there is one."""
    radius = _number(result.get("parameters", {}).get("radius"))
    limit = math.inf if math.isnan(radius) else WithinRadius(radius).radius
    shares = []
    for i in range(instance.n if places else 0):
        costs = instance.travel([i], list(places))[0].tolist()
        least = min(costs)
        if least <= limit and least < math.inf:
            shares.append((i, places[costs.index(least)], 1.0))
    return shares

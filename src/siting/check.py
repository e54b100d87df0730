"""The independent checker: trusts no model, no evaluator and no solver.

It reads the answer as a person would: which sites are open, who is served where, what
that is worth. Counts and site lists are taken from the question as it was asked, the
rest from the model's stated terms and duties (`siting.claim`), and everything is worked
out anew from the instance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from siting.check_sites import of_sites
from siting.claim import Service
from siting.errors import listed
from siting.problem import Problem
from siting.solution import PROVED, Found, Proof, Solution, Termination

CLOSE = 1e-9
"""Relative difference up to which two values are the same."""


def faults(solution: Solution) -> list[str]:
    """Everything that is wrong with an answer of ours; empty when it stands."""
    if solution.design is None:
        return []
    served = solution.allocation
    if served is None:
        return ["the design serves not all clients, but is called feasible"]
    service = Service.of(solution.problem.instance, solution.design, served)
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
    service, strange = _service_of(result, problem)
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
    """Breaches of rules about sites, of shares and duties."""
    instance, opened = problem.instance, set(service.open)
    yield from of_sites(problem, service.open)
    every, travel = service.columns, service.travel
    closed = ~np.isin(every.site, service.open)
    strange = ~((every.part > 0) & (every.part <= 1))
    beyond = travel > instance.reach[every.site]
    for k in np.flatnonzero(closed | strange | beyond).tolist():
        i, j, share = every[k]
        where, who = instance.sites[j], instance.clients[i]
        if closed[k]:
            yield f"client {who!r} is served by site {where!r}, which is closed"
        if strange[k]:
            yield f"client {who!r} is served with share {share:g}"
        if beyond[k]:
            far = f"{travel[k]:g} from site {where!r}"
            yield f"client {who!r} is {far}, beyond its reach"
    if problem.amount:
        for j in sorted(opened - set(service.amounts)):
            yield f"site {instance.sites[j]!r} has no {problem.amount}"
    for duty in problem.duties():
        yield from duty.faults(service)


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
    """Whether there are conditions that no design may be able to keep."""
    extra = (problem.budget, problem.separation)
    asked = bool(problem.quotas) or any(x is not None for x in extra)
    return asked or any(duty.can_fail for duty in problem.duties())


def must_serve_all(problem: Problem) -> bool:
    """Whether somebody whom nobody can serve leaves a question without answer."""
    return any(duty.can_fail and not duty.about_sites for duty in problem.duties())


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
    result: Mapping[str, Any], problem: Problem
) -> tuple[Service | None, list[str]]:
    """Open sites, shares and amounts of a result file.

    A file without an assignment is given the model's own reply, as a witness: its value
    and its duties are worked out here like any other's. Where nobody is assigned, the
    amounts of the file are the whole reply, and stand as they are.
    """
    instance = problem.instance
    sites = {name: j for j, name in enumerate(instance.sites)}
    clients = {name: i for i, name in enumerate(instance.clients)}
    layers = {name: k for k, name in enumerate(problem.layers)} or {"": 0}
    opened = result.get("open") or []
    strange = [str(x) for x in opened if x not in sites]
    if strange:
        return None, [f"open names {listed(strange)}, which the instance does not have"]
    places = tuple(sites[x] for x in opened)
    amounts = result.get("amounts") or {}
    if set(amounts) - set(opened):
        extra = listed(sorted(set(amounts) - set(opened)))
        return None, [f"amounts name {extra}, which are not open"]
    decided = {sites[s]: _number(x) for s, x in amounts.items()}
    given = result.get("assignment")
    if given is None:
        witness, failed = _witness(problem, places)
        if witness is None or witness.shares or not decided:
            return witness, failed
        return replace(witness, amounts=decided), []
    entries = (
        [(c, s, 1.0) for c, s in given.items()] if isinstance(given, dict) else given
    )
    full = [(*entry, "") if len(entry) == 3 else tuple(entry) for entry in entries]
    known = [t[0] in clients and t[1] in sites and t[3] in layers for t in full]
    if not all(known):
        unknown = [str(t) for t, fine in zip(full, known, strict=True) if not fine]
        return None, [f"the assignment names unknown ids: {listed(unknown)}"]
    shares = [(clients[c], sites[s], float(part)) for c, s, part, _ in full]
    of_layer = [layers[name] for *_, name in full]
    return Service(instance, places, shares, of_layer, decided), []


def _witness(
    problem: Problem, places: Sequence[int]
) -> tuple[Service | None, list[str]]:
    """The answer with the model's own reply to the open sites."""
    design = np.zeros(problem.instance.m, dtype=bool)
    design[list(places)] = True
    served = problem.reply(design)
    if served is None:
        return None, ["the open sites cannot serve everybody as the problem asks"]
    service = Service.of(problem.instance, design, served)
    return replace(service, open=tuple(places)), []

"""Figures and tables of who is served where, as a page shows them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from siting.claim import Service
from siting.problem import Problem
from siting.readable import decimals, fixed, share, shown
from siting.report.shade import Shade
from siting.report.tables import (
    Layer,
    Site,
    layer_rows,
    left_out,
    needs_of,
    site_rows,
    total_of,
)
from siting.report.trips import Trips, shown_layers, shown_service, trips_of
from siting.report.words import told
from siting.role import Role
from siting.solution import Solution

LONGEST = 20
"""Clients without service that are listed by name."""

LOADS = 6
"""Layers up to which the table of sites has a column for each."""


def served_content(solution: Solution, shade: Shade) -> dict[str, Any]:
    """Figures and tables of who is served where; empty without an answer."""
    trips, problem = trips_of(solution), solution.problem
    if trips is None:
        return {
            "figures": [], "classes": [], "sites": [], "left": None, "serves": True,
            "layers": [], "worst": None, "shown_layer": "", "missed": None,
        }  # fmt: skip
    rows = site_rows(solution, trips)
    columns = _columns(problem, [*rows, total_of(rows, trips)])
    layer = served_layer(problem)
    return {
        "figures": figures(solution, trips),
        "amount": problem.amount,
        "amount_adds_up": not problem.amount_names,
        "serves": problem.serves,
        "classes": shade.rows,
        "layers": _layers(layer_rows(solution)),
        "load_names": problem.layers if 1 < len(problem.layers) <= LOADS else (),
        "shown_layer": layer,
        "of_layer": f", {layer}" if layer else "",
        "layer_word": problem.layer_word,
        "rivals": problem.has_competitors,
        "sites": columns[:-1],
        "total": columns[-1],
        "left": _left(solution) if problem.serves else None,
        "missed": _missed(problem, trips),
        "worst": None,
        "labelled": any(r.label for r in rows),
        "roles": any(r.role != Role.CANDIDATE for r in rows),
        "opening": any(r.opening for r in rows),
        "limited": any(math.isfinite(r.use) for r in rows),
        "split": is_split(solution),
    }


def is_split(solution: Solution) -> bool:
    """Whether some client of what is shown goes to several sites."""
    served = shown_service(solution)
    return served is not None and len(np.unique(served.client)) < len(served.client)


def parts_of(solution: Solution) -> list[dict[str, Any]]:
    """What the objective is made of, where that is more than one thing."""
    served, problem = solution.allocation, solution.problem
    if served is None or solution.design is None:
        return []
    service = Service.of(problem.instance, solution.design, served)
    return [
        {
            "name": part.label.lower().replace(" ", "-"),
            "label": part.label,
            "value": part.value,
            "text": share(part.value) if part.is_share else shown(part.value),
            "unit": part.unit,
            "words": "",
            "is_share": part.is_share,
        }
        for part in problem.parts(service)
    ]


def figures(solution: Solution, trips: Trips) -> list[dict[str, Any]]:
    """The few numbers that a reader looks for first."""
    problem, unit = solution.problem, solution.problem.instance.cost_unit
    objective = {
        "name": "objective", "label": problem.measure.capitalize(),
        "value": solution.objective, "text": told(solution.objective, problem),
        "unit": problem.told_in[1], "words": "",
    }  # fmt: skip
    parts = parts_of(solution)
    mixed = any(part["is_share"] for part in parts)  # aims in units of their own
    first = parts if mixed else [objective, *parts]
    if not problem.serves:
        return first
    layer = served_layer(problem)
    of_layer = f", {layer}" if layer else ""
    people = problem.instance.demand_unit or "demand"
    who = f"{people} {'won' if problem.has_competitors else 'served'}{of_layer}"
    travel = [trips.mean, trips.quantile(0.5), trips.quantile(0.9), trips.longest]
    names = [
        ("mean", "Mean travel", f"over all {who}"),
        ("half", "Half are within", f"of the {who}"),
        ("most", "90 % are within", f"of the {who}"),
        ("longest", "Farthest trip", f"whoever makes it{of_layer}"),
    ]
    digits = decimals(travel)
    return first + _served(solution) + [
        {
            "name": name, "label": label, "value": value,
            "text": fixed(value, digits), "unit": unit, "words": words,
        }
        for (name, label, words), value in zip(names, travel, strict=True)
    ]  # fmt: skip


def _served(solution: Solution) -> list[dict[str, Any]]:
    """Which part of all needs is served, when that is not all."""
    problem = solution.problem
    every = range(len(problem.layers)) if problem.needs is not None else None
    trips = trips_of(solution, every)
    if trips is None or trips.served >= trips.total * (1 - 1e-12):
        return []
    part, people = trips.served / trips.total, problem.instance.demand_unit or "demand"
    words = f"of {shown(trips.total)} {people}"
    if every is not None and len(every) > len(shown_layers(problem)):
        words += f", counted once for each of {', '.join(problem.layers)}"
    return [{
        "name": "served", "value": part, "text": share(part), "unit": "",
        "label": "Our share" if problem.has_competitors else "Served", "words": words,
    }]  # fmt: skip


def served_layer(problem: Problem) -> str:
    """Name of the layer that is shown, when it is one of several."""
    here = shown_layers(problem)
    alone = len(here) == 1 < len(problem.layers)
    return problem.layers[here[0]] if alone else ""


def _columns(problem: Problem, rows: list[Site]) -> list[dict[str, Any]]:
    """The rows with their numbers written to the same digits down each column."""
    keys = ("demand", "longest", "opening")
    digits = {key: decimals([getattr(r, key) for r in rows]) for key in keys}
    digits["mean"] = max(digits["longest"], decimals([rows[-1].mean]) - 1, 0)
    places = decimals([x for r in rows for x in r.loads])
    amounts = decimals([r.amount for r in rows])
    return [
        {
            "row": r,
            "clients": f"{r.clients:,}",
            "share": share(r.share),
            "use": share(r.use),
            "amount": fixed(r.amount, min(amounts, 2)),
            "amount_name": problem.amount_names.get(r.amount, ""),
            "loads": [(x, fixed(x, places)) for x in r.loads],
            **{key: fixed(getattr(r, key), k) for key, k in digits.items()},
        }
        for r in rows
    ]


def _layers(rows: list[Layer]) -> list[dict[str, Any]]:
    """The layers with their numbers written to the same digits down each column."""
    keys = ("need", "served", "mean", "most", "longest")
    digits = {key: decimals([getattr(r, key) for r in rows]) for key in keys}
    return [
        {
            "row": r,
            "share": share(r.share),
            **{key: fixed(getattr(r, key), k) for key, k in digits.items()},
        }
        for r in rows
    ]


def _missed(problem: Problem, trips: Trips) -> dict[str, Any] | None:
    """The row under the classes of travel: who of what is shown makes no trip."""
    missing = trips.total - trips.served
    if not problem.serves or missing <= trips.total * 1e-12:
        return None
    return {
        "row": "to a competitor" if problem.has_competitors else "not served",
        "demand": missing,
        "text": shown(missing),
        "share": share(missing / trips.total),
    }


def _left(solution: Solution) -> dict[str, Any] | None:
    """Who is not served, the largest by name; None when everybody is."""
    rows, problem = left_out(solution), solution.problem
    if not rows:
        return None
    town = problem.instance
    needed = math.fsum(town.demand * needs_of(problem).sum(axis=1))
    missing = math.fsum(r.demand for r in rows)
    part = share(missing / needed) if needed else ""
    people, where = town.demand_unit or "demand", len({r.id for r in rows})
    goes = " for a competitor, or nobody," if problem.has_competitors else ""
    whole = f"{shown(missing)} {people} ({part}){goes}"
    if problem.needs is not None and served_layer(problem):
        whole += f", counted once for each {problem.layer_word} that they lack,"
    text = f"{whole} in {where:,} of {town.n:,} places."
    if len(rows) > LONGEST:
        text += f" The {LONGEST} largest:"
    rival = problem.has_competitors
    return {
        "title": "Goes to a competitor" if rival else "Not served",
        "column": "lost" if rival else "not served",
        "layered": any(r.layer for r in rows),
        "words": text, "demand": missing, "text": shown(missing),
        "share": part,
        "rows": [
            {"row": r, "demand": shown(r.demand), "nearest": shown(r.nearest)}
            for r in rows[:LONGEST]
        ],
    }  # fmt: skip

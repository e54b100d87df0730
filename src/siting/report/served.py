"""Figures and tables of who is served where, as a page shows them."""

from __future__ import annotations

import math
from typing import Any

from siting.report.numbers import decimals, fixed, share, shown
from siting.report.tables import (
    Site,
    TravelClass,
    left_out,
    site_rows,
    total_of,
    travel_classes,
)
from siting.report.trips import Trips, shown_service
from siting.role import Role
from siting.solution import Solution

LONGEST = 20
"""Clients without service that are listed by name."""


def served_content(
    solution: Solution, trips: Trips | None, limits: tuple[float, ...]
) -> dict[str, Any]:
    """Figures and tables of who is served where; empty without an answer."""
    if trips is None:
        return {"figures": [], "classes": [], "sites": [], "left": None, "serves": True}
    rows, town = site_rows(solution, trips), solution.problem.instance
    total = total_of(rows, trips)
    columns = _columns([*rows, total])
    classes = travel_classes(trips, limits)
    return {
        "figures": _figures(solution, trips),
        "amount": solution.problem.amount,
        "serves": solution.problem.serves,
        "classes": [_class(c, trips) for c in classes],
        "sites": columns[:-1],
        "total": columns[-1],
        "left": _left(solution, trips) if solution.problem.serves else None,
        "labelled": any(r.label for r in rows),
        "roles": any(r.role != Role.CANDIDATE for r in rows),
        "opening": bool(town.opening.any()),
        "limited": any(math.isfinite(r.use) for r in rows),
        "split": is_split(solution),
    }


def is_split(solution: Solution) -> bool:
    """Whether some client of what is shown is served in parts."""
    served = shown_service(solution)
    return served is not None and served.is_split


def _figures(solution: Solution, trips: Trips) -> list[dict[str, Any]]:
    """The few numbers that a reader looks for first."""
    town, problem = solution.problem.instance, solution.problem
    people, unit = town.demand_unit or "demand", town.cost_unit
    travel = [trips.mean, trips.quantile(0.5), trips.quantile(0.9), trips.longest]
    digits = decimals(travel)
    texts = [shown(solution.objective), *(fixed(x, digits) for x in travel)]
    figures = [
        ("objective", problem.measure.capitalize(), "", problem.unit),
        ("mean", "Mean travel", unit, f"over all {people} served"),
        ("half", "Half are within", unit, f"of the {people} served"),
        ("most", "90 % are within", unit, f"of the {people} served"),
        ("longest", "Farthest trip", unit, "whoever makes it"),
    ]
    found = [
        {"name": a, "label": b, "value": x, "text": text, "unit": c, "words": d}
        for (a, b, c, d), x, text in zip(
            figures, [solution.objective, *travel], texts, strict=True
        )
    ]
    if not problem.serves:
        return found[:1]
    if trips.served < trips.total * (1 - 1e-12):
        part = trips.served / trips.total
        found.insert(1, {
            "name": "served", "label": "Served", "value": part, "text": share(part),
            "unit": "", "words": f"of {shown(trips.total)} {people}",
        })  # fmt: skip
    return found


def _columns(rows: list[Site]) -> list[dict[str, Any]]:
    """Sites with their numbers written to the same digits down each column."""
    keys = ("demand", "longest", "opening")
    digits = {key: decimals([getattr(r, key) for r in rows]) for key in keys}
    digits["mean"] = max(digits["longest"], decimals([rows[-1].mean]) - 1, 0)
    return [
        {
            "row": r,
            "clients": f"{r.clients:,}",
            "share": share(r.share),
            "use": share(r.use),
            "amount": shown(r.amount) if math.isfinite(r.amount) else "",
            **{key: fixed(getattr(r, key), k) for key, k in digits.items()},
        }
        for r in rows
    ]


def _class(row: TravelClass, trips: Trips) -> dict[str, Any]:
    """A class of travel in words."""
    if row.limit == math.inf:
        text = f"over {shown(row.over)}"
    elif row.number:
        text = f"{shown(row.over)} to {shown(row.limit)}"
    else:
        text = f"up to {shown(row.limit)}"
    return {
        "row": row,
        "words": text,
        "demand": shown(row.demand),
        "share": share(row.demand / trips.total) if trips.total else "",
        "within": share(row.reached / trips.total) if trips.total else "",
    }


def _left(solution: Solution, trips: Trips) -> dict[str, Any] | None:
    """Who is not served, the largest by name; None when everybody is."""
    rows, town = left_out(solution, trips), solution.problem.instance
    if not rows:
        return None
    missing = math.fsum(r.demand for r in rows)
    part = share(missing / trips.total) if trips.total else ""
    people = town.demand_unit or "demand"
    text = f"{shown(missing)} {people} ({part}) in {len(rows):,} of {town.n:,} places."
    if len(rows) > LONGEST:
        text += f" The {LONGEST} largest:"
    shown_rows = [
        {"row": r, "demand": shown(r.demand), "nearest": shown(r.nearest)}
        for r in rows[:LONGEST]
    ]
    return {
        "words": text, "demand": missing, "text": shown(missing),
        "share": part, "rows": shown_rows,
    }  # fmt: skip

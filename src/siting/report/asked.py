"""What was asked, in words: the question, its parameters and the town it is about."""

from __future__ import annotations

import inspect
import re
from dataclasses import MISSING, fields
from typing import Any

import numpy as np

from siting.between import unit_between
from siting.instance import Instance
from siting.problem import Problem
from siting.readable import share, shown
from siting.report.served import served_layer
from siting.role import Role
from siting.solution import Solution

COMPUTED = {"alone", "best", "settled"}
"""Parameters that are found on the way, unless somebody knows them."""

LABELS = {
    "p": "Open sites in all",
    "add": "New sites, beside the existing ones",
    "required": "Must be open",
    "forbidden": "Must stay closed",
    "budget": "Money to spend",
    "quotas": "Rules for groups of sites",
    "separation": "Open sites lie apart at least",
    "closest": "Everybody goes to the nearest open site",
    "radius": "Covered are those within",
    "full_radius": "Covered in full within",
    "zero_radius": "Not covered beyond",
    "between": "Credit between the two",
    "decay": "Fall with travel",
    "backup_weight": "A second cover counts",
    "cover_all": "Everybody is covered once",
    "single_source": "Each client goes to one site only",
    "weighted": "Travel is weighted by demand",
    "min_load": "An open site serves at least",
    "sizes": "Sizes, each with its price",
    "hospitals": "Hospitals among them",
    "nested": "Hospitals do the work of clinics, too",
    "referral": "Referred from a clinic to a hospital",
    "radii": "Covered are those within, service by service",
    "weights": "Weights",
    "classes": "Each client needs the service of its",
    "competitors": "Sites of competitors",
    "beta": "Fall with travel, the number beta",
    "least_travel": "Travel counts as at least",
    "attractiveness": "What attracts, beside being near",
    "outside": "Attraction of staying away",
    "k": "Nearest sites listed for each client",
    "cutoff": "Sites are listed up to",
    "max_travel": "Nobody may travel farther than",
    "busy": "Share of time that a vehicle is busy",
    "to": "Travel is measured to the",
    "failure": "Share of time that a site is out of service",
    "levels": "Sites that a client tries",
    "penalty": "Serving nobody counts as",
    "closing": "Closing a site costs",
    "goal": "What counts over the scenarios",
    "probability": "Probability of each scenario",
    "beds": "Beds to distribute",
    "catchment": "Nobody goes farther than",
    "min_beds": "Fewest beds of an open site",
    "whole": "Whole beds only",
    "schedule": "Open sites, period by period",
}

SHARES = {"between", "referral", "busy", "failure"}
"""Parameters that are parts of 1."""

OF_TRAVEL = {
    *("radius", "full_radius", "zero_radius", "radii", "least_travel", "cutoff"),
    *("max_travel", "penalty", "catchment"),
}
"""Parameters in the unit of travel."""


def asked(solution: Solution) -> list[tuple[str, str]]:
    """The question in words: label and value."""
    problem, town = solution.problem, solution.problem.instance
    unit = town.demand_unit or "units of demand"
    rows = [
        *parameters_in_words(problem),
        ("To be served", f"{shown(town.demand.sum())} {unit} in {town.n:,} places"),
    ]
    roles = roles_in_words(town)
    rows.append(("Possible sites", f"{town.m:,}" + (f" ({roles})" if roles else "")))
    if here := served_layer(problem):
        rows.append(("Shown below is", f"{here}, of {', '.join(problem.layers)}"))
    if town.cost_unit:
        rows.append(("Travel is counted in", town.cost_unit))
    if town.opening.any():
        rows.append(("Opening a site costs", _range(town.opening)))
    aim = "as little as possible" if problem.sense == "min" else "as much as possible"
    measure = f"{problem.measure}, {aim}"
    unit = problem.told_in[1]
    rows += [
        ("What is measured", measure + (f", in {unit}" if unit else "")),
        ("Model", problem.name),
    ]
    return rows


def question(problem: Problem) -> str:
    """The model in one line, with the number of sites put in.

    >>> from siting import Instance
    >>> from siting.models import PMedian
    >>> question(PMedian(Instance.from_matrix([[0, 4], [4, 0]]), p=1))
    'Open 1 site so that demand-weighted travel to the nearest open one is least.'
    """
    line = inspect.cleandoc(type(problem).__doc__ or problem.name).splitlines()[0]
    rules = problem.rules
    if rules.least != rules.most:
        return line.replace("`", "")
    sites = "1 site" if rules.most == 1 else f"{rules.most} sites"
    line = re.sub(r"\bp sites\b", sites, line)
    return re.sub(r"\bp\b", str(rules.most), line).replace("`", "")


def parameters_in_words(problem: Problem) -> list[tuple[str, str]]:
    """Each parameter that was given: what it is, and its value with its unit."""
    defaults = {f.name: f.default for f in fields(problem) if f.default is not MISSING}
    rows = []
    for key, value in problem.parameters.items():
        nothing = isinstance(value, float) and value == defaults.get(key) == 0
        if key in COMPUTED or nothing:
            continue
        label = LABELS.get(key, key.replace("_", " ").capitalize())
        rows.append((label, _value_in_words(problem, key, value)))
    return rows


def _value_in_words(problem: Problem, key: str, value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    unit = _unit_of(problem, key)
    if isinstance(value, tuple):
        return "; ".join(_item(problem.instance, x, unit=unit) for x in value)
    if isinstance(value, str):
        return value
    if key in SHARES:
        return share(float(value))
    return f"{shown(float(value))} {unit}".strip()


def _unit_of(problem: Problem, key: str) -> str:
    """Unit of a parameter."""
    town = problem.instance
    if key == "separation":
        return unit_between(town)
    if key in OF_TRAVEL:
        return town.cost_unit
    return town.demand_unit if key == "min_load" else ""


def _item(town: Instance, item: Any, *, unit: str) -> str:
    """An entry of a list: a site by its name, NAME=X as 'name: x'."""
    text = str(item)
    if text in town.sites:
        return site_name(town, text)
    name, equals, number = text.rpartition("=")
    if not equals:
        return text
    try:
        return f"{name}: {shown(float(number))} {unit}".strip()
    except ValueError:
        return text


def roles_in_words(instance: Instance) -> str:
    """How many sites are not mere candidates, by role; empty when all are.

    >>> from dataclasses import replace
    >>> town = Instance.from_matrix([[0, 4], [4, 0]])
    >>> roles_in_words(replace(town, role=["existing", "candidate"]))
    '1 existing, 1 candidate'
    """
    counts = {r: int(np.count_nonzero(instance.role == r)) for r in reversed(Role)}
    present = {r: k for r, k in counts.items() if k}
    if set(present) == {Role.CANDIDATE}:
        return ""
    return ", ".join(f"{k:,} {r.value}" for r, k in present.items())


def site_name(instance: Instance, site: str) -> str:
    """The label of a site with its id, or the id alone."""
    label = instance.site_label[instance.sites.index(site)]
    return f"{label} ({site})" if label and label != site else site


def _range(values: Any) -> str:
    """Least and greatest of some values."""
    low, high = shown(float(values.min())), shown(float(values.max()))
    return low if low == high else f"{low} to {high}"

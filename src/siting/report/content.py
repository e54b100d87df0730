"""What stands on the page, in its order: the template only lays it out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from siting.machine import versions
from siting.readable import apart, at_most, clock, counted
from siting.report import words
from siting.report.access import access_content
from siting.report.asked import asked, question
from siting.report.beside import beside_content
from siting.report.contest import contest_content
from siting.report.map import NAMED, picture
from siting.report.served import is_split, served_content, served_layer
from siting.report.shade import Shade, shade_of
from siting.solution import PROVED, Solution

if TYPE_CHECKING:
    from siting.comparison import Comparison

DENSE = 60
"""Open sites above which marks are small and carry no number."""


def content_of(solution: Solution, comparison: Comparison | None) -> dict[str, Any]:
    """Everything that the template asks for, under the names it uses."""
    town, shade = solution.problem.instance, shade_of(solution)
    drawn = picture(shade)
    by_area = drawn is not None and drawn.areas
    base = {
        "title": town.title or town.name,
        "lead": question(solution.problem),
        "clients": "zone" if by_area else "client",
        "clients_title": "Zones" if by_area else "Clients",
        "demand_unit": town.demand_unit or "demand",
        "cost_unit": town.cost_unit,
        "travel_unit": town.cost_unit or "travel",
        "asked": asked(solution),
        "record": {"lines": record(solution), "versions": versions()},
        "contests": [],
        "beside": None,
        **sureness(solution),
    }
    if comparison is not None:
        found = comparison.contests
        base["beside"] = beside_content(comparison)
        base["contests"] = [contest_content(c) for c in found]
        base["notes"] += words.outside_proof(solution, found[0].bound)
    served = served_content(solution, shade)
    more = access_content(solution, shade)
    served["figures"] += more.pop("more_figures", [])
    return base | _map_content(drawn, shade) | served | more


def sureness(solution: Solution) -> dict[str, Any]:
    """The box 'How sure we are'."""
    gap = None
    if math.isfinite(solution.objective):
        factor = solution.problem.told_in[0]
        value, bound = apart(factor * solution.objective, factor * solution.bound)
        gap = {
            "value": solution.gap,
            "text": _gap_words(solution.gap),
            "objective": solution.objective,
            "objective_text": value,
            "bound": solution.bound if math.isfinite(solution.bound) else None,
            "bound_text": bound,
            "meaning": words.GAP.format(verb=words.CHANGE[solution.problem.sense]),
        }
    headline = words.headline(solution)
    return {
        "state": words.state(solution),
        "headline": headline,
        "grounds": words.verdict(solution).removeprefix(headline + ".").strip(),
        "notes": words.notes_of(solution)[0],
        "gap": gap,
    }


def _gap_words(gap: float) -> str:
    """A gap in per cent; what is rounding is not told to ten digits."""
    if not math.isfinite(gap):
        return "unknown"
    return f"less than {at_most(PROVED)}" if 0 < gap < PROVED else at_most(gap)


def record(solution: Solution) -> list[tuple[str, str]]:
    """What it takes to repeat the run."""
    town, limits, facts = solution.problem.instance, solution.limits, solution.to_dict()
    given = {k: v for k, v in facts["options"].items() if v not in ((), None)}
    options = ", ".join(f"{k} = {v}" for k, v in given.items())
    limit = clock(limits.time_limit) if math.isfinite(limits.time_limit) else "none"
    placeless = town.site_xy is None and town.client_xy is None
    rows = [
        ("Method", facts["solver"] + (f" ({options})" if options else "")),
        ("Time", f"{clock(solution.seconds)}; limit: {limit}"),
        ("The run ended because", words.ENDS[solution.termination]),
        ("Stops at a gap of", at_most(limits.gap)),
        ("Seed; threads", f"{limits.seed}; {limits.threads}"),
        ("Versions", ", ".join(f"{k} {v}" for k, v in facts["versions"].items())),
        ("Data", f"{town.name}, hash {town.fingerprint}"),
        ("Coordinates", town.crs or ("none" if placeless else "plain, of no system")),
    ]
    if said := words.notes_of(solution)[1]:
        rows.append(("Notes on the run", " ".join(said)))
    if town.source:
        rows.append(("Source of the data", town.source))
    return rows


def _map_content(drawn: Any, shade: Shade) -> dict[str, Any]:
    """The map with its caption and legend."""
    split, told = is_split(shade.solution), shade.unit or "travel"
    base = {
        "shaded": "Access"
        if shade.is_access
        else "Travel to the site that serves them",
        "shade_unit": told[0].upper() + told[1:],
        "line": "to the site that serves most of it" if split else "to its site",
    }
    if drawn is None:
        return base | {"map": None}
    kinds, opened = drawn.kinds, sum(m.number > 0 for m in drawn.marks)
    texts = {
        "candidate": "open site, chosen",
        "required": "open site, required",
        "existing": "open site, existing",
        "closed-existing": "existing site, closed",
        "closed-candidate": "possible site, not open",
        "closed-forbidden": "forbidden site",
        "closed-competitor": "site of a competitor",
    }
    keys = [
        (kind.removeprefix("closed-"), not kind.startswith("closed-"), text)
        for kind, text in texts.items()
        if kind in kinds
    ]
    return base | {
        "map": drawn,
        "keys": keys,
        "dense": opened > DENSE,
        "caption": _caption(shade, opened, areas=drawn.areas),
    }


def _caption(shade: Shade, opened: int, *, areas: bool) -> str:
    """What the map shows, in one or two sentences."""
    solution = shade.solution
    if not opened:
        return "The possible sites and those who are to be served; there is no answer."
    if not solution.problem.serves and not shade.is_access:
        return f"{opened:,} open sites, named and numbered as in the table of sites."
    tone = "areas are shaded" if areas else "points are coloured"
    sized = "" if areas else ", larger where there is more demand"
    numbers = "Numbers are those of the table of sites." if opened <= DENSE else ""
    if opened <= NAMED:
        numbers = numbers.replace("Numbers are", "Names and numbers are")
    sites = counted(opened, "open site")
    if shade.is_access:
        return f"{sites}; {tone} by {shade.unit}, darker where less{sized}. {numbers}"
    travel = f"travel in {shade.unit}" if shade.unit else "travel"
    where = f"{travel} to the site that serves them"
    layer = served_layer(solution.problem)
    where += f" ({layer})" if layer else ""
    return f"{sites}; {tone} by {where}{sized}. {numbers}"

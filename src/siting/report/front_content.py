"""What stands on the page of a front, in its order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from siting.front import Front, unique_names
from siting.machine import this_machine, versions
from siting.readable import clock, share, shown
from siting.report import front_words as words
from siting.report.asked import parameters_in_words, question, roles_in_words
from siting.report.charts.front import front_charts
from siting.report.charts.plane import axis_titles
from siting.report.charts.plans import plan_chart
from siting.report.plan_map import plan_map
from siting.report.site_names import short_names
from siting.report.words import ENDS, sentence


@dataclass(frozen=True)
class Point:
    """A row of the table of plans.

    Attributes
    ----------
    values
        (number, text) of each objective.
    price
        What one more of the second objective costs in the first, from the plan before.
    words
        Why it stands out.
    change
        What opens and closes, against the plan before.
    """

    number: int
    values: tuple[tuple[float, str], ...]
    price: tuple[float, str]
    words: str
    is_proved: bool
    opened: int
    change: str
    sites: str


def front_content(front: Front) -> dict[str, Any]:
    """Everything that the template asks for, under the names it uses."""
    town, chosen = front.tradeoff.instance, words.standing_out(front)
    return {
        "title": town.title or town.name,
        "lead": " · ".join(question(p) for p in front.tradeoff.problems),
        "state": words.front_state(front),
        "headline": words.front_headline(front),
        "grounds": words.front_grounds(front),
        "notes": [x for x in (words.certificate_words(front), *_notes(front)) if x],
        "asked": front_asked(front),
        "figures": _figures(front),
        "charts": front_charts(front, chosen),
        "is_pair": front.q == 2,
        "hollow": bool(len(front)) and not front.proven.all(),
        "boxes": front.unexplored is not None and len(front.unexplored) > 0
        and front.q == 2,
        "meanings": [text for key, text in words.MEANING.items() if key in chosen],
        "heads": axis_titles(front.tradeoff),
        "price_head": _price_head(front),
        "points": _points(front, chosen),
        "sites": _sites(front),
        "site_words": words.site_sentences(front),
        "strip": plan_chart(front) if len(front) > 1 else None,
        "map": plan_map(front) if len(front) else None,
        "record": {"lines": front_record(front), "versions": versions()},
    }  # fmt: skip


def _notes(front: Front) -> list[str]:
    """Notes of the run that are about the front."""
    return [sentence(x) for x in front.notes if not x.startswith("auto picked")]


def front_asked(front: Front) -> list[tuple[str, str]]:
    """The question in words: the rules once, then each objective with its own."""
    tradeoff, town = front.tradeoff, front.tradeoff.instance
    given = [parameters_in_words(problem) for problem in tradeoff.problems]
    shared = [row for row in given[0] if all(row in other for other in given)]
    rows = [*shared]
    for title, problem, own in zip(
        axis_titles(tradeoff), tradeoff.problems, given, strict=True
    ):
        more = [f"{label[0].lower()}{label[1:]} {text}" for label, text in own
                if (label, text) not in shared]  # fmt: skip
        told = "; ".join([title, *more])
        rows.append((f"Wanted, by {problem.name}", told))
    roles = roles_in_words(town)
    unit = town.demand_unit or "units of demand"
    rows += [
        ("To be served", f"{shown(town.demand.sum())} {unit} in {town.n:,} places"),
        ("Possible sites", f"{town.m:,}" + (f" ({roles})" if roles else "")),
    ]
    if town.cost_unit:
        rows.append(("Travel is counted in", town.cost_unit))
    return rows


def _figures(front: Front) -> list[dict[str, Any]]:
    """The plans, the range of each objective, and how much is sure."""
    if not len(front):
        return []
    figures: list[dict[str, Any]] = [
        {"label": "Plans", "name": "plans", "value": len(front),
         "text": f"{len(front):,}", "unit": "", "words":
         f"{int(front.proven.sum()):,} proved"},
    ]  # fmt: skip
    names = unique_names(front.tradeoff)
    for k, (name, problem) in enumerate(
        zip(names, front.tradeoff.problems, strict=True)
    ):
        factor, unit = problem.told_in
        best, worst = factor * front.ideal[k], factor * front.nadir[k]
        figures.append(
            {"label": f"Best {name}", "name": f"best-{k}", "value": best,
             "text": shown(best), "unit": unit,
             "words": f"{shown(worst)} at worst on the front"}
        )  # fmt: skip
    every = int((front.designs.mean(axis=0) == 1).sum())
    if len(front) > 1:
        figures.append(
            {"label": "Sites in every plan", "name": "every", "value": every,
             "text": f"{every:,}", "unit": "", "words": _sizes(front)}
        )  # fmt: skip
    lack = words.missing(front)
    if lack and front.certificate is not None:
        figures.append(
            {"label": "Missing at most", "name": "missing", "value":
             1 - front.certificate, "text": lack, "unit": "", "words":
             "of the hypervolume that can be had"}
        )  # fmt: skip
    return figures


def _sizes(front: Front) -> str:
    """How many sites a plan has."""
    sizes = front.designs.sum(axis=1)
    low, high = int(sizes.min()), int(sizes.max())
    return f"of {low:,} open" if low == high else f"of {low:,} to {high:,} open"


def _price_head(front: Front) -> str:
    """What the column of prices tells; empty where there are more than two."""
    if not front.trades:
        return ""
    first, second = front.tradeoff.objectives
    worse = "more" if first.sense == "min" else "less"
    better = "less" if second.sense == "min" else "more"
    return f"{worse} {first.name} for 1 {better} {second.name}"


def _points(front: Front, chosen: dict[str, int]) -> list[Point]:
    """A row for every plan, in the order of the front."""
    town = front.tradeoff.instance
    names = np.array([a or b for a, b in zip(town.site_label, town.sites, strict=True)])
    short = np.array(short_names(town))
    scales = [problem.told_in[0] for problem in front.tradeoff.problems]
    prices = {trade.end: 1 / trade.rate for trade in front.trades}
    if front.q == 2:
        prices = {k: x * scales[0] / scales[1] for k, x in prices.items()}
    rows = []
    for k, (design, values) in enumerate(zip(front.designs, front.values, strict=True)):
        price = prices.get(k, math.nan)
        told = [(factor * v, shown(factor * v))
                for factor, v in zip(scales, values.tolist(), strict=True)]  # fmt: skip
        rows.append(
            Point(
                number=k + 1,
                values=tuple(told),
                price=(price, shown(price)),
                words=", ".join(word for word, at in chosen.items() if at == k),
                is_proved=bool(front.proven[k]),
                opened=int(design.sum()),
                change=_change(short, front.designs[k - 1], design) if k else "",
                sites=", ".join(names[design]),
            )
        )
    return rows


def _change(names: Any, before: Any, after: Any) -> str:
    """What opens and what closes from one plan to the next."""
    opens, closes = names[after & ~before], names[before & ~after]
    parts = [f"{sign}{name}" for sign, some in (("+", opens), ("\u2212", closes))
             for name in some]  # fmt: skip
    if len(parts) > 8:
        return f"{len(opens)} open, {len(closes)} close"
    return ", ".join(parts) if parts else "the same sites"


def _sites(front: Front) -> list[dict[str, Any]]:
    """Every site that is open in some plan, with its share."""
    town, parts = front.tradeoff.instance, np.array([*front.site_shares.values()])
    order = np.argsort(-parts, kind="stable")
    return [
        {
            "name": town.site_label[j] or town.sites[j],
            "id": town.sites[j],
            "value": float(parts[j]),
            "text": share(float(parts[j])),
            "count": int(front.designs[:, j].sum()),
        }
        for j in order
        if parts[j] > 0
    ]


def front_record(front: Front) -> list[tuple[str, str]]:
    """What it takes to repeat the run."""
    town, limits, facts = front.tradeoff.instance, front.limits, front.to_dict()
    given = {k: v for k, v in facts["options"].items() if v not in ((), None)}
    options = ", ".join(f"{k} = {v}" for k, v in given.items())
    limit = clock(limits.time_limit) if math.isfinite(limits.time_limit) else "none"
    picked = [sentence(x) for x in front.notes if x.startswith("auto picked")]
    rows = [
        ("Method", facts["solver"] + (f" ({options})" if options else "")),
        ("Time", f"{clock(front.seconds)}; limit: {limit}"),
        ("The run ended because", ENDS[front.termination]),
        ("Scalar problems solved", f"{front.subproblems:,}"),
        ("Seed; threads", f"{limits.seed}; {limits.threads}"),
        ("Machine", f"{this_machine().words}; {this_machine().system}"),
        ("Versions", ", ".join(f"{k} {v}" for k, v in facts["versions"].items())),
        ("Data", f"{town.name}, hash {town.fingerprint}"),
    ]
    if front.evaluations is not None:
        rows.insert(4, ("Designs valued", f"{front.evaluations:,}"))
    if step := words.step_words(front):
        rows.append(("Steps of the values", step))
    if front.volume is not None:
        rows.append(("Corner of the hypervolume", _corner(front)))
    if picked:
        rows.append(("Notes on the run", " ".join(picked)))
    if town.source:
        rows.append(("Source of the data", town.source))
    return rows


def _corner(front: Front) -> str:
    """Where the hypervolume ends, in the user's units."""
    told = front.indicators["corner"]
    scales = [problem.told_in for problem in front.tradeoff.problems]
    return ", ".join(
        f"{name} {shown(factor * value)} {unit}".strip()
        for (name, value), (factor, unit) in zip(told.items(), scales, strict=True)
    )

"""A front in words for the terminal: what is proved, its points, what stands out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from siting.errors import listed
from siting.front import Front, unique_names
from siting.measures.plans import grouped
from siting.readable import shown
from siting.report.front_words import certificate_words
from siting.report.words import ENDS, sentence

ROWS = 20
"""Points of a front that are shown, or a few more."""

SPARE = 4
"""Leaving out so few is not worth the word."""

IDS = 8
"""Sites of a point or a group that are named."""


def lines_of_front(front: Front) -> Iterator[str]:
    """What is proved; the points as a table; ends, knee, compromise, steps, sites."""
    if not len(front):
        none = "No design keeps the rules." if front.infeasible else "No answer found."
        yield " ".join(x for x in (none, sentence(front.reason), _end(front)) if x)
        return
    told = (_verdict(front), certificate_words(front), _end(front))
    yield " ".join(x for x in told if x)
    yield from _table(front)
    yield from _landmarks(front)
    yield from _steps(front)
    yield from _sites(front)
    yield from front.notes


def _end(front: Front) -> str:
    """Why the run stopped, and what its method leaves out, where it may be more."""
    if front.is_fine:
        return ""
    why = front.reason if len(front) else ""
    return f"{sentence(ENDS[front.termination])} {sentence(why)}".strip()


def _verdict(front: Front) -> str:
    """How many points, and what is proved."""
    sure = int(front.proven.sum())
    rest = "no other point" if front.complete else "others may be missing"
    if front.is_fine and not front.complete:
        rest = "none is missing that is better by a millionth or more"
    if len(front) == 1:
        found = "One design is at least as good as every other in everything"
        if not front.is_fine:
            found = "1 point: no design that was found is better in anything"
        return f"{found}: it is {'' if sure else 'not '}proved; {rest}."
    proved = {0: "none is proved", len(front): "all are proved"}.get(
        sure, "1 is proved" if sure == 1 else f"{sure:,} are proved"
    )
    return (
        f"{len(front):,} points of which none is better than another in everything: "
        f"{proved}; {rest}."
    )


def _table(front: Front) -> Iterator[str]:
    """Points by number, those that stand out and some between, evenly chosen."""
    names, problems = unique_names(front.tradeoff), front.tradeoff.problems
    units = [p.told_in for p in problems]
    heads = [
        f"{name} ({unit})" if unit else name
        for name, (_, unit) in zip(names, units, strict=True)
    ]
    chosen = _chosen(front)
    rows = [
        [
            str(k + 1),
            *(
                shown(scale * v)
                for v, (scale, _) in zip(front.values[k], units, strict=True)
            ),
            "yes" if front.proven[k] else "no",
            _named(front.open_at(k)),
        ]
        for k in chosen
    ]
    yield from aligned([["point", *heads, "proved", "open"], *rows])
    if len(chosen) < len(front):
        more = len(front) - len(chosen)
        yield f"({more:,} points between them are left out; --json and --csv have all.)"


def _chosen(front: Front) -> list[int]:
    """Positions of the points to show: all, or about so many as there is room for."""
    if len(front) <= ROWS + SPARE:
        return list(range(len(front)))
    told = {*front.ends, front.knee, front.compromise()} - {None}
    even = np.linspace(0, len(front) - 1, ROWS - len(told) + 2).round().astype(int)
    return sorted({int(k) for k in [*even, *told] if k is not None})


def aligned(rows: list[list[str]]) -> Iterator[str]:
    """Rows of a table, the last column as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [c.rjust(w) for c, w in zip(row[:-1], widths, strict=False)]
        yield "  ".join([*cells, row[-1]])


def _landmarks(front: Front) -> Iterator[str]:
    """Ends, knee and compromise; what is the same at every point."""
    if len(front) == 1:
        return
    names, flat = unique_names(front.tradeoff), np.ptp(front.turned, axis=0) == 0
    for name, same, value in zip(names, flat, front.values[0], strict=True):
        if same:
            yield f"{name} is {shown(value)} at every point"
    best = [
        f"{name} at point {k + 1}"
        for name, k, same in zip(names, front.ends, flat, strict=True)
        if not same
    ]
    yield f"best {', best '.join(best)}"
    middle = front.compromise()
    if len(front) > 2 and middle is not None:
        text = f"compromise (least far from the best of each): point {middle + 1}"
        knee = front.knee
        yield (
            text
            if knee is None
            else (f"knee (most of both for what is given up): point {knee + 1}; {text}")
        )


def _steps(front: Front) -> Iterator[str]:
    """The step between neighbours that gains most for what it gives, and least."""
    steps = sorted(front.trades, key=lambda step: -step.rate)
    if len(steps) == 1:
        yield f"the step {steps[0]}"
    elif steps:
        yield f"cheapest step {steps[0]}"
        yield f"dearest step {steps[-1]}"


def _sites(front: Front) -> Iterator[str]:
    """Which sites do not depend on the choice of a point."""
    if len(front) == 1:
        return
    groups = grouped(front.site_shares)
    every, most, few = groups["every"], groups["most"], groups["few"]
    where = "every plan" if front.complete else "every plan found"
    yield f"open in {where}: {_named(every) or 'no site'}"
    if most:
        yield f"open in most: {_named(most)}"
    if few:
        yield f"open in at most half: {_named(few)}"


def _named(ids: list[str]) -> str:
    """Ids, the last ones counted where there are many."""
    return listed(ids, most=IDS).replace("'", "")

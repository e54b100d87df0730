"""Which site is open in which plan: a row for each site, a column for each point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.front import Front, unique_names
from siting.measures.plans import MOST
from siting.readable import share
from siting.report.site_names import short_names

MOST_ROWS = 80
"""Sites that have room; of more, those in most plans."""

MOST_COLUMNS = 400
"""Plans that have room; of more, an even choice with both ends."""

NAME, SHARE, WIDTH = 240, 64, 1120
"""Pixels for the names at most, for the shares, and of all."""

LETTER = 7.0
"""Pixels of an average letter of a name."""

ROW, TOP, BOTTOM = 18, 8, 44

WIDEST = 30.0
"""Pixels of a column at most."""


@dataclass(frozen=True)
class SiteRow:
    """One site.

    Attributes
    ----------
    y
        Pixels of its middle.
    path
        The plans in which it is open, as one path.
    kind
        every, most or few: in how many plans it is open.
    share
        Of the plans, in words.
    """

    name: str
    y: float
    path: str
    kind: str
    share: str


@dataclass(frozen=True)
class PlanChart:
    """What the template needs.

    Attributes
    ----------
    left, right, bottom
        Of what is drawn in, in pixels.
    ticks
        (pixel, number of the plan).
    note
        What is left out.
    """

    rows: tuple[SiteRow, ...]
    ticks: tuple[tuple[float, str], ...]
    size: tuple[float, float]
    left: float
    right: float
    bottom: float
    x_title: str
    words: str
    note: str


def plan_chart(front: Front) -> PlanChart | None:
    """Draw the sites that are open in some plan but those of no plan at all.

    Sites in more plans come first; of equals those that open in earlier plans.
    """
    held = np.asarray(front.designs.sum(axis=0))
    ever = np.flatnonzero(held)
    if not len(ever):
        return None
    first = front.designs[:, ever].argmax(axis=0)
    ever = ever[np.lexsort([ever, first, -held[ever]])]
    shown, columns = ever[:MOST_ROWS], _columns(len(front))
    called = short_names(front.tradeoff.instance)
    names = [called[j] for j in shown]
    left = min(NAME, 16 + round(LETTER * max(map(len, names))))
    wide = min(WIDEST, (WIDTH - left - SHARE) / len(columns))
    right, bottom = left + wide * len(columns), TOP + ROW * len(shown)
    grid = _Grid(left, wide, columns)
    rows = tuple(
        _row(front, int(j), name, y=TOP + ROW * (k + 0.5), grid=grid)
        for k, (j, name) in enumerate(zip(shown, names, strict=True))
    )
    title = f"Plan, from the best {unique_names(front.tradeoff)[0]} on"
    return PlanChart(
        rows=rows,
        ticks=_ticks(grid),
        size=(max(right + SHARE, left + LETTER * len(title)), bottom + BOTTOM),
        left=left,
        right=round(right, 1),
        bottom=bottom,
        x_title=title,
        words="A mark where the plan of a point opens the site. Sites in more plans "
        "stand above.",
        note=_note(front, ever, columns),
    )


def _columns(count: int) -> NDArray[np.intp]:
    """Positions of the plans that are drawn."""
    if count <= MOST_COLUMNS:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, MOST_COLUMNS).round().astype(int))


@dataclass(frozen=True, eq=False)
class _Grid:
    """Where the columns lie, and which plans they are."""

    left: float
    wide: float
    plans: NDArray[np.intp]


def _row(front: Front, site: int, name: str, *, y: float, grid: _Grid) -> SiteRow:
    """One site."""
    part = float(front.designs[:, site].mean())
    return SiteRow(
        name=name,
        y=y,
        path=_cells(front.designs[grid.plans, site], y=y, grid=grid),
        kind="every" if part == 1 else "most" if part > MOST else "few",
        share=share(part),
    )


def _cells(opened: NDArray[np.bool_], *, y: float, grid: _Grid) -> str:
    """A bar for every stretch of plans with the site."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], opened.astype(int), [0]])))
    top, high, gap = y - ROW / 2 + 2.5, ROW - 5, min(1.0, grid.wide / 6)
    places = grid.left + grid.wide * edges.reshape(-1, 2)
    return "".join(f"M{a:.1f} {top:g}H{b - gap:.1f}v{high}H{a:.1f}z" for a, b in places)


def _ticks(grid: _Grid) -> tuple[tuple[float, str], ...]:
    """Numbers of plans, the first and every so many, never on each other."""
    step = next((k for k in (1, 2, 5, 10, 20, 50) if k * grid.wide >= 28), 100)
    marked = sorted({0, *range(step - 1, len(grid.plans), step)})
    if len(marked) > 1 and marked[1] * grid.wide < 28:
        del marked[1]
    return tuple(
        (round(grid.left + (k + 0.5) * grid.wide, 1), f"{grid.plans[k] + 1:,}")
        for k in marked
    )


def _note(front: Front, ever: NDArray[np.intp], columns: NDArray[np.intp]) -> str:
    """What is left out."""
    words = []
    if len(ever) > MOST_ROWS:
        words.append(
            f"Of {len(ever):,} sites that are open in some plan, the {MOST_ROWS} in "
            "most plans are drawn; the table has all."
        )
    if len(columns) < len(front):
        words.append(f"Of {len(front):,} plans, {len(columns)} are drawn.")
    return " ".join(words)

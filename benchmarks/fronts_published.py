"""Reproduces published fronts of several objectives, point for point.

    python benchmarks/fronts_published.py FAMILY [--only NAME,NAME] [--time-limit 300]

FAMILY is one of

* `gadegaard16`: cost against the longest time of a trip, UFLP, CFLP and SSCFLP;
* `forget21`: UFLP with 3 to 5 costs on one assignment;
* `voptlib`: UFLP with two costs on one assignment;
* `pmed`: p-medians of OR-Library against the least distance of two open sites.

Data: `SITING_DATA/multiobjective`, each folder with its fronts as a table, and
`orlib_pmed`. ``--only`` keeps instances whose name holds one of the words.

Printed for each: points of ours and published, whether they are equal, or else how many
of either are not among the other's; whether ours is complete, which is proved; programs
(exact answers) that were asked for, and for each point; seconds of the processor, those
of HiGHS's process included. A front that is not finished in time says so, and its
points that were published are counted all the same.

Where published fronts of gadegaard16 differ they are compared with what their program
seems to have done; see `families.timed.as_published`. Those of pmed are no proved
fronts (a heuristic's, and a grid of limits by Gurobi): printed is how many points of
them are on our front, are worse, and are better, of which there must be none.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from families.apart import apart
from families.multiobjective import bi_uflp, fgt
from families.question import existing
from families.timed import as_published, timed

from siting import solve
from siting.cost import Floats
from siting.fronts.epsilon import Bools
from siting.fronts.exploration import Exploration
from siting.fronts.narrowing import Narrowing, narrowed
from siting.fronts.pairs import pairs
from siting.fronts.rows import RowsScalar, Several
from siting.fronts.timed import ANY, WHOLE
from siting.limits import Limits
from siting.milp import child
from siting.problem import Problem
from siting.solution import Solution

SKIPS, CUT = "times 1 below the last and ", "costs 1 lower"
"""How published points of gadegaard16 differ."""

Points = list[tuple[float, ...]]

CENTS = 0.051
"""Difference of values that counts as none: some are published with one digit."""


@dataclass(frozen=True)
class Mine:
    """A front of ours, in the user's sense, and what it took."""

    points: Points
    complete: bool
    programs: int


@dataclass(frozen=True)
class Case:
    """A published front, and how ours is found in so many seconds."""

    name: str
    published: Points
    front: Callable[[float], Mine]
    judge: Callable[[Points, Points], str]


def main() -> int:
    """Print a line for each; 1 when a complete front of ours lacks an explanation."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("family", choices=FAMILIES)
    parser.add_argument("--only", default="")
    parser.add_argument("--time-limit", type=float, default=300.0)
    options = parser.parse_args()
    folder = Path(os.environ.get("SITING_DATA", ""))
    asked = [word for word in options.only.split(",") if word]
    print(f"{'instance':<40} ours published  programs  each   CPU s")
    counts: dict[str, int] = {}
    for case in FAMILIES[options.family](folder):
        if asked and not any(word in case.name for word in asked):
            continue
        before = cpu()
        mine = case.front(options.time_limit)
        child.end_all()  # its seconds are counted when it has ended
        verdict = case.judge(mine.points, case.published)
        if not mine.complete:
            known = sum(is_among(p, case.published) for p in mine.points)
            verdict = f"not finished, {known} points are published"
        counts[verdict] = counts.get(verdict, 0) + 1
        each = mine.programs / max(1, len(mine.points))
        print(
            f"{case.name:<40} {len(mine.points):4} {len(case.published):9} "
            f"{mine.programs:9} {each:5.2f} {cpu() - before:7.1f}  {verdict}",
            flush=True,
        )
    for verdict, count in sorted(counts.items(), key=lambda item: -item[1]):
        print(f"{count:4} {verdict}")
    return int(any(verdict.startswith("DIFFERENT") for verdict in counts))


def forget21(folder: Path) -> Iterator[Case]:
    """Fronts of 3 to 5 costs, the smallest first."""
    place = folder / "multiobjective" / "forget21_uflp"
    fronts = table(place / "fronts.csv", names=1)
    for (name,), points in sorted(fronts.items(), key=lambda item: len(item[1])):
        several, signs = fgt(place / f"{name}.fgt")
        yield Case(name.removeprefix("Forget21-"), points, rows(several, signs), equal)


def voptlib(folder: Path) -> Iterator[Case]:
    """Fronts of two costs, computed by others; marked where they are not complete."""
    place = folder / "multiobjective" / "voptlib_biUFLP"
    with (place / "fronts_computed.csv").open(encoding="utf-8") as file:
        whole = {
            line["instance"]: line["complete"] == "1" for line in csv.DictReader(file)
        }
    for (name,), points in table(
        place / "fronts_computed.csv", names=1, last=3
    ).items():
        several = bi_uflp(place / f"{name}.txt")
        judge = equal if whole[name] else within
        yield Case(name, points, rows(several, np.ones(2)), judge)


def gadegaard16(folder: Path) -> Iterator[Case]:
    """Fronts of cost and longest time."""
    place = folder / "multiobjective" / "gadegaard16"
    for (file, problem), points in table(place / "fronts.csv", names=2).items():
        model = problem.split()[0]
        sub = "SSCFLP" if model == "SSCFLP" else "CFLP_UFLP"
        path = existing(place / sub / file)
        assert path is not None
        name = (
            f"{path.name.split('_', 2)[2].split('.')[0].replace('UFLP_', '')} {model}"
        )
        for least, what in {ANY: "", WHOLE: ", whole trips"}.items():
            if least == ANY or model == "CFLP":
                question = timed(path, model, least=least)
                counts_parts = model == "CFLP" and least == ANY
                judge = parts if counts_parts else explained
                yield Case(name + what, points, narrow(question), judge)


def pmed(folder: Path) -> Iterator[Case]:
    """Fronts of p-median and least distance; none of them is proved."""
    place = folder / "multiobjective" / "pmedian_pdispersion" / "fronts_pmed.csv"
    fronts: dict[str, Points] = {}
    for (name, _), points in table(place, names=2).items():
        turned = [(cost, -distance) for cost, distance in points]
        fronts.setdefault(name, []).extend(turned)
    for name, points in sorted(fronts.items(), key=lambda item: int(item[0][4:])):
        question = apart(folder / "orlib_pmed" / f"{name}.txt")
        yield Case(name, points, narrow(question), beside)


FAMILIES = {f.__name__: f for f in (gadegaard16, forget21, voptlib, pmed)}


def table(
    path: Path, *, names: int, last: int | None = None
) -> dict[tuple[str, ...], Points]:
    """Points of a published table by the first columns, which are names."""
    found: dict[tuple[str, ...], Points] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line in list(csv.reader(file))[1:]:
            values = tuple(float(cell) for cell in line[names:last] if cell)
            found.setdefault(tuple(line[:names]), []).append(values)
    return found


def rows(several: Several, signs: Floats) -> Callable[[float], Mine]:
    """Several costs over one matrix: two by a sweep, more by the search region."""

    def front(seconds: float) -> Mine:
        limits = Limits(time_limit=seconds)
        scalar, (q, wide) = RowsScalar(several, limits), several.costs.shape
        if q == 2 and scalar.steps[1]:
            two = pairs(scalar, limits)
            points = [tuple(point) for point in (two.values * signs).tolist()]
            return Mine(points, two.complete, two.programs)
        work = Exploration(
            scalar, sites=wide, hard=np.zeros(q, dtype=bool), heard=lambda _: None
        )
        work.run(lambda: limits.left)
        points = [tuple(point) for point in (work.archive.values * signs).tolist()]
        return Mine(points, work.is_done, work.programs)

    return front


def narrow(question: Narrowing) -> Callable[[float], Mine]:
    """One worst case, by fewer and fewer ways."""

    def ask(problem: Problem, _: Bools | None, seconds: float) -> Solution:
        return solve(problem, time_limit=max(seconds, 0.1))

    def front(seconds: float) -> Mine:
        found = narrowed(question, ask, Limits(time_limit=seconds))
        return Mine([pair for pair, _ in found.points], found.complete, found.programs)

    return front


def equal(ours: Points, published: Points) -> str:
    """Whether both are the same set."""
    more = sum(not is_among(point, published) for point in ours)
    less = sum(not is_among(point, ours) for point in published)
    return "equal" if not more + less else f"DIFFERENT: {more} ours, {less} published"


def within(ours: Points, published: Points) -> str:
    """Whether a published part of a front is part of ours."""
    less = sum(not is_among(point, ours) for point in published)
    return f"DIFFERENT: {less} published" if less else "the published part is in ours"


def parts(ours: Points, published: Points) -> str:
    """Published times of CFLP leave out trips of a part of a client."""
    plain = equal(ours, published)
    return plain if plain == "equal" else "published times are of whole trips alone"


def explained(ours: Points, published: Points) -> str:
    """Equal, or what the published points leave out and cut off.

    A cost that is 1 lower may hide the point before it, which it then dominates, and
    may show a point that one of the same cost, not lowered, dominates. Where times 1
    below the last are left out, a time is not always the least at its cost.
    """
    plain = equal(ours, published)
    if plain == "equal":
        return plain
    theirs = {time: cost for cost, time in published}
    ways = ((sorted(ours), 0.0, ""), (as_published(ours), 1.0, SKIPS))
    for left, above, skips in ways:
        seen = [p for p in left if not is_hidden(p, theirs, above=above)]
        more = set(theirs) - {point[1] for point in seen}
        if len(seen) + len(more) > len(theirs):
            continue
        if not all(is_shown(theirs[time], time, left) for time in more):
            continue
        off = [point[0] - theirs[point[1]] for point in seen]
        if all(abs(d) <= CENTS or abs(d - 1) <= CENTS for d in off):
            cut = sum(d > CENTS for d in off) + len(more)
            return f"equal but for {skips}{CUT if cut else ''}".removesuffix(" and ")
    return plain


def is_shown(cost: float, time: float, ours: Points) -> bool:
    """Whether a point of ours has a shorter time, and costs the same or 1 more."""
    return any(
        p[1] < time and min(abs(p[0] - cost), abs(p[0] - 1 - cost)) <= CENTS
        for p in ours
    )


def is_hidden(
    point: tuple[float, ...], theirs: dict[float, float], *, above: float
) -> bool:
    """Whether a published point costs no more, in a shorter time or one just above."""
    cost, time = point
    return any(
        t != time and t <= time + above and c <= cost + CENTS for t, c in theirs.items()
    )


def beside(ours: Points, published: Points) -> str:
    """Published points that are on our front, worse than it, and better."""
    on = sum(is_among(point, ours) for point in published)
    worse = sum(
        not is_among(point, ours)
        and any(p[0] <= point[0] + CENTS and p[1] <= point[1] + CENTS for p in ours)
        for point in published
    )
    better = len(published) - on - worse
    return (
        f"{'DIFFERENT: ' if better else ''}{on} on ours, {worse} worse, {better} better"
    )


def is_among(point: tuple[float, ...], points: Points) -> bool:
    """Whether a point is one of others, up to a digit."""
    return any(
        all(abs(a - b) <= CENTS for a, b in zip(point, other, strict=True))
        for other in points
    )


def cpu() -> float:
    """Seconds of the processor so far, of ended children too."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    sys.exit(main())

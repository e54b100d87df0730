"""What stands on the page of a comparison of fronts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from siting.comparing.conditions import Conditions
from siting.comparing.front_methods import FrontContest
from siting.comparing.front_row import FrontRow
from siting.comparing.front_standing import RANK_SUM, FrontDuel, FrontStanding, names_of
from siting.comparing.yardstick import Known, Yardstick
from siting.front import unique_names
from siting.machine import versions
from siting.readable import UNKNOWN, at_most, clock, counted, share, shown
from siting.report.beside import chance_text, conditions_lines, time_text
from siting.report.charts.attained import attained_charts
from siting.report.charts.chart import Chart
from siting.report.charts.fronts import REFERENCE, fronts_charts, number_of
from siting.report.charts.strip import strip_chart
from siting.report.charts.volume import volume_chart
from siting.report.front_content import front_asked
from siting.report.front_words import nothing_words
from siting.report.words import sentence
from siting.statistics.summary import Spread

if TYPE_CHECKING:
    from siting.front_comparison import FrontComparison


def fronts_content(comparison: FrontComparison) -> dict[str, Any]:
    """Everything that the template asks for, under the names it uses."""
    found = comparison.contests
    names, is_whole = names_of(found), all(c.is_whole for c in found)
    town = found[0].yard.tradeoff.instance
    over_all = (volume_chart(found), strip_chart(found))
    return {
        "title": town.title or town.name,
        "lead": "Methods for several objectives beside "
        + ("the exact front" if is_whole else "what all of them found"),
        "state": "proved" if is_whole else "found",
        "headline": headline(found),
        "words": [*yard_sentences(found), *map(sentence, comparison.notes)],
        "asked": front_asked(comparison.rows[0].front),
        "standings": [standing_texts(s) for s in comparison.standings],
        "keys": [(number_of(name, names), name) for name in names],
        "reference": REFERENCE,
        "charts": [chart for chart in over_all if chart is not None],
        "contests": [
            _contest(contest, names, number=k + 1) for k, contest in enumerate(found)
        ],
        "duels": [duel_texts(duel) for duel in comparison.duels],
        "test_words": words_on_tests(comparison.duels),
        "record": {
            "lines": front_conditions(comparison.conditions),
            "versions": versions(),
        },
    }


def headline(contests: list[FrontContest]) -> str:
    """What the methods are measured against, in one line."""
    exact = sum(contest.is_whole for contest in contests)
    if exact == len(contests):
        how = " to a millionth" * any(c.yard.kind is Known.FINE for c in contests)
        return f"Measured against the exact front, which is proved{how}"
    if not any(contest.is_measured for contest in contests):
        return "Nothing to measure: no method found a point"
    if not exact:
        return "Measured against the union of all runs: the exact front is not known"
    return f"The exact front is known for {exact} of {len(contests)} trade-offs"


def yard_sentences(contests: list[FrontContest]) -> list[str]:
    """For each trade-off: the reference, what of it is proved, the normalisation."""
    some = len(contests) > 1
    return [
        (f"{c.yard.tradeoff.instance.name}, {c.yard.tradeoff.name}: " if some else "")
        + _yard_words(c)
        for c in contests
    ]


def _yard_words(contest: FrontContest) -> str:
    """The reference of one trade-off."""
    yard = contest.yard
    if not contest.is_measured:
        return nothing_words([r.front for m in contest.methods for r in m.rows])
    count, sure = len(yard.points), int(yard.proven.sum())
    if yard.kind is Known.EXACT:
        words = f"The reference is the exact front of {counted(count, 'point')}."
    elif yard.kind is Known.FINE:
        words = (
            f"The reference is the front of {counted(count, 'point')}, all proved; "
            "none is missing that is better by a millionth or more."
        )
    elif sure == count:
        words = (
            f"The reference is the union of all runs, {counted(count, 'point')}, all "
            "proved; that no other point is missing is not proved."
        )
    else:
        words = (
            f"The reference is the union of all runs, {counted(count, 'point')}, of "
            f"which {sure:,} ({share(sure / count)}) are proved: what is best in it "
            "was found by the methods themselves, which flatters them."
        )
    if yard.refuted:
        words += (
            " A run claimed to have the whole front, but another found a point that it "
            "lacks: the claim was wrong and does not count."
        )
    if contest.reference is not None:
        run = contest.reference.front
        words += f" {run.solver.name} ran beside the methods ({clock(run.seconds)})."
    return f"{words} {normalisation_words(yard)}"


def normalisation_words(yard: Yardstick) -> str:
    """Ideal, nadir and corner, in the user's units."""
    told = yard.to_dict()
    parts = []
    for name, problem in zip(
        unique_names(yard.tradeoff), yard.tradeoff.problems, strict=True
    ):
        factor, unit = problem.told_in
        ideal, nadir, corner = (
            shown(factor * told[key][name]) for key in ("ideal", "nadir", "corner")
        )
        parts.append(
            f"{name} {ideal} to {nadir} {unit}".strip() + f" (corner {corner})"
        )
    return f"Normalised from ideal to nadir: {'; '.join(parts)}."


def standing_texts(standing: FrontStanding) -> dict[str, Any]:
    """A method in digits and words."""
    volumes = standing.volumes
    return {
        "solver": standing.solver,
        "runs": standing.runs,
        "volume": volumes.median,
        "volume_text": ratio_text(volumes.median),
        "middle": f"{ratio_text(volumes.low)} to {ratio_text(volumes.high)}",
        "best": volumes.most,
        "best_text": ratio_text(volumes.most),
        "worst": volumes.least,
        "worst_text": ratio_text(volumes.least),
        "distance": standing.distances.median,
        "distance_text": small_text(standing.distances),
        "epsilon": standing.epsilons.median,
        "epsilon_text": small_text(standing.epsilons),
        "found": standing.found.median,
        "found_text": share(standing.found.median),
        "end": standing.ends.median,
        "end_text": at_most(standing.ends.median),
        "complete": standing.complete,
        "seconds": standing.seconds,
        "time": time_text(standing.seconds),
        "evaluations": standing.evaluations,
        "evaluations_text": shown(standing.evaluations),
    }


def ratio_text(ratio: float) -> str:
    """A part of a hypervolume, cut and not rounded: less than all is never 1.

    >>> ratio_text(1.0), ratio_text(0.99999), ratio_text(0.9123456)
    ('1', '0.9999', '0.9123')
    """
    if not math.isfinite(ratio):
        return UNKNOWN
    if ratio >= 1 - 1e-9:
        return "1"
    return f"{math.floor(1e4 * ratio) / 1e4:.4f}"


def small_text(values: Spread) -> str:
    """The median of distances; what is endless has no points."""
    return "no points" if math.isinf(values.median) else shown(values.median)


def _contest(contest: FrontContest, names: list[str], *, number: int) -> dict[str, Any]:
    """One trade-off: its charts and its runs."""
    tradeoff = contest.yard.tradeoff
    place = tradeoff.instance.title or tradeoff.instance.name
    charts: list[Chart] = [
        *fronts_charts(contest, names, number=number),
        *attained_charts(contest, names, number=number),
    ]
    rows = [row for method in contest.methods for row in method.rows]
    beside = [contest.reference] if contest.reference is not None else []
    return {
        "title": f"{place}, {tradeoff.name}",
        "charts": charts,
        "ends": [f"End gap, {name}" for name in unique_names(tradeoff)],
        "runs": [
            *(run_texts(row, row.solver) for row in rows),
            *(run_texts(row, f"{row.solver} (reference)") for row in beside),
        ],
    }


def run_texts(row: FrontRow, name: str) -> dict[str, Any]:
    """One run in digits and words."""
    told, run = row.measures, row.front
    proved = int(run.proven.sum())
    return {
        "solver": name,
        "seed": run.limits.seed,
        "points": len(run),
        "proved": "the whole front" if run.complete else f"{proved:,} points",
        "volume": told.volume,
        "volume_text": ratio_text(told.volume),
        "distance": told.distance,
        "distance_text": shown(told.distance),
        "epsilon": told.epsilon,
        "epsilon_text": shown(told.epsilon),
        "found": told.found,
        "found_text": share(told.found),
        "found_proved": told.found_proved,
        "found_proved_text": share(told.found_proved),
        "ends": [(gap, at_most(gap)) for gap in told.ends],
        "seconds": run.seconds,
        "time": clock(run.seconds)
        if row.copy_of is None
        else f"run with seed {row.copy_of}",
        "evaluations": math.nan if run.evaluations is None else run.evaluations,
        "evaluations_text": shown(
            math.nan if run.evaluations is None else run.evaluations
        ),
    }


def duel_texts(duel: FrontDuel) -> dict[str, Any]:
    """Two methods in digits and words; a p-value stands beside its effect alone."""
    counts = (
        f"{duel.first_count} and {duel.second_count} runs"
        if duel.test == RANK_SUM
        else f"{duel.first_count} trade-offs"
    )
    return {
        "first": duel.first,
        "second": duel.second,
        "test": duel.test,
        "counts": counts,
        "a12": duel.a12,
        "a12_text": f"{duel.a12:.2f}",
        "size": duel.words,
        "p": duel.p,
        "p_text": chance_text(duel.p) or duel.reason,
        "adjusted": duel.adjusted,
        "adjusted_text": chance_text(duel.adjusted) or UNKNOWN,
    }


def words_on_tests(duels: list[FrontDuel]) -> str:
    """Which tests these are."""
    if not duels:
        return ""
    kinds = {duel.test for duel in duels}
    told = []
    if RANK_SUM in kinds:
        told.append(
            "the rank-sum test (Wilcoxon; Mann and Whitney, 1947), exact, because runs "
            "of one trade-off with different seeds are independent samples"
        )
    if kinds - {RANK_SUM}:
        told.append(
            "Wilcoxon's signed-rank test over the medians of the trade-offs, exact, "
            "zero differences ranked and left out (Pratt, 1959)"
        )
    family = sum(not duel.reason for duel in duels)
    corrected = f", corrected for {counted(family, 'test')} (Holm, 1979)" * (family > 0)
    return (
        "Hypervolumes are compared. A12 is the chance that a run of the first method "
        "has more of it, ties as a half (Vargha and Delaney, 2000): within each "
        "trade-off, then the mean. From 0.56, 0.64 and 0.71 on, and likewise below "
        f"0.44, 0.36 and 0.29, it is called small, medium and large. p is "
        f"{'; '.join(told)}; two-sided{corrected}."
    )


def front_conditions(conditions: Conditions | None) -> list[tuple[str, str]]:
    """Machine, limits and seeds, as for other comparisons."""
    lines = []
    for label, text in conditions_lines(conditions):
        if label == "First runs":
            told = (
                "each method first made a short run that does not count: it loads code"
            )
            lines.append((label, told))
        else:
            changed = text.replace(
                "no run proves the optimum", "no run proves the front"
            )
            lines.append((label, changed))
    return lines

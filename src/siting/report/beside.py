"""The section 'Methods beside the optimum': all problems of a comparison together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from siting.comparing.conditions import COLD, Conditions
from siting.comparing.methods import Against, Contest
from siting.comparing.standing import Duel, Standing
from siting.readable import UNKNOWN, at_most, clock, shown
from siting.report.charts.chart import Chart
from siting.report.charts.convergence import convergence
from siting.report.charts.ended import ended
from siting.report.charts.profile import profile
from siting.report.charts.reached import reached
from siting.report.charts.runs import measured, names, targets, tasks

if TYPE_CHECKING:
    from siting.comparison import Comparison


def beside_content(comparison: Comparison) -> dict[str, Any]:
    """What the section tells, under the names that the template uses."""
    found = comparison.contests
    return {
        "words": [w for w in (yard_words(found), _once(comparison)) if w],
        "standings": [standing_texts(s) for s in comparison.standings],
        "names": list(enumerate(names(found))),
        "charts": charts(found),
        "duels": [duel_texts(d) for d in comparison.duels],
        "family": len([d for d in comparison.duels if not d.reason]),
        "conditions": conditions_lines(comparison.conditions),
    }


def charts(contests: list[Contest]) -> list[Chart]:
    """The charts: of one task alone there are no shares to be drawn."""
    met = measured(contests)
    if not met:
        return []
    first = [convergence(met)]
    if max(len(tasks(met)), *(_runs(c) for c in met), len(met)) < 2:
        return first
    near, there = targets(met)
    times = [reached(met, near), reached(met, there)]
    if not tasks(met):
        return [*first, ended(met), *times]
    return [*first, ended(met), *times, profile(met, near), profile(met, there)]


def _runs(contest: Contest) -> int:
    """The most runs that a method made on a problem."""
    return max(len(method.runs) for method in contest.methods)


def yard_words(contests: list[Contest]) -> str:
    """What the gaps of this section are to, and who proved it."""
    kinds = [contest.against for contest in contests]
    some = len(kinds) > 1
    told = {
        Against.OPTIMUM: "the proved optimum",
        Against.BOUND: "the best bound that was proved, for no optimum is",
        Against.BEST: "the best value found, of which nothing is proved",
    }
    parts = [
        f"{text} ({kinds.count(kind)} of {len(kinds)} problems)" if some else text
        for kind, text in told.items()
        if kind in kinds
    ]
    if not parts:
        return "No method found an answer."
    proofs = [c.reference for c in contests if c.reference is not None]
    text = f"Gaps are to {'; to '.join(parts)}."
    if proofs:
        on = f"{len(proofs)} of the problems" if some else "the problem"
        spent = clock(sum(row.solution.seconds for row in proofs))
        name = proofs[0].solution.solver.name
        text += f" As a reference {name} ran on {on} ({spent})."
    return text


def _once(comparison: Comparison) -> str:
    """Which methods ran once where there are several seeds."""
    copied = {
        method.solver: None
        for contest in comparison.contests
        for method in contest.methods
        if len(method.runs) < len(method.rows)
    }
    if not copied:
        return ""
    return (
        "Run once where another seed cannot give another value: "
        f"{', '.join(copied)}. Such a run stands for all seeds."
    )


def standing_texts(standing: Standing) -> dict[str, Any]:
    """A method in digits and words."""
    gaps = standing.gaps
    return {
        "solver": standing.solver,
        "runs": standing.runs,
        "median": gaps.median,
        "median_text": gap_text(gaps.median),
        "middle": f"{gap_text(gaps.low)} to {gap_text(gaps.high)}",
        "worst": gaps.most,
        "worst_text": gap_text(gaps.most),
        "hits": standing.hits,
        "hits_text": hits_text(standing.hits, standing.judged),
        "to_best": standing.to_best,
        "to_best_text": time_text(standing.to_best),
        "seconds": standing.seconds,
        "time": time_text(standing.seconds),
        "evaluations": standing.evaluations,
        "evaluations_text": shown(standing.evaluations),
    }


def gap_text(gap: float) -> str:
    """A gap in per cent, or that there is no answer."""
    return "no answer" if math.isinf(gap) else at_most(gap)


def hits_text(hits: int, judged: int) -> str:
    """How many of how many runs; unknown where no optimum is proved."""
    return f"{hits} of {judged}" if judged else UNKNOWN


def time_text(seconds: float) -> str:
    """A duration; a dash where there is none."""
    return UNKNOWN if math.isnan(seconds) else clock(seconds)


def duel_texts(duel: Duel) -> dict[str, Any]:
    """Two methods in digits and words; a p-value stands beside its effect alone."""
    return {
        "first": duel.first,
        "second": duel.second,
        "pairs": duel.pairs,
        "ties": duel.ties,
        "a12": duel.a12,
        "a12_text": f"{duel.a12:.2f}",
        "size": duel.words,
        "p": duel.p,
        "p_text": chance_text(duel.p) or duel.reason,
        "adjusted": duel.adjusted,
        "adjusted_text": chance_text(duel.adjusted) or UNKNOWN,
    }


def chance_text(p: float) -> str:
    """A p-value to two digits; empty when there is none.

    >>> chance_text(0.03125), chance_text(2.3e-7), chance_text(1.0)
    ('0.031', '< 0.0001', '1')
    """
    if math.isnan(p):
        return ""
    return "< 0.0001" if p < 1e-4 else f"{p:.2g}"


def conditions_lines(conditions: Conditions | None) -> list[tuple[str, str]]:
    """Machine, limits and seeds, for whoever repeats the comparison."""
    if conditions is None:
        return []
    given = conditions
    seeds = ", ".join(map(str, given.seeds[:20]))
    more = len(given.seeds) - 20
    lines = [
        ("Machine", given.machine.words),
        ("System", given.machine.system),
        ("Time limit of a run", _limit(given.time_limit)),
        ("Threads", str(given.threads)),
        ("Seeds", f"{seeds} and {more} more" if more > 0 else seeds),
        ("Begun", f"{given.began:%Y-%m-%d %H:%M} UTC"),
    ]
    if given.evaluations is not None:
        most = f"{given.evaluations:,} in a run, of methods that count them"
        lines.append(("Evaluations at most", most))
    if given.warms_up:
        text = f"made twice where quicker than {clock(COLD)}, the second counts: "
        lines.append(("First runs", f"{text}the first loads compiled code"))
    if given.gap:
        lines.append(("A run may stop at a gap of", at_most(given.gap)))
    if given.reference is not None:
        limit = _limit(given.reference_time_limit)
        text = f"{given.reference}, where no run proves the optimum; limit: {limit}"
        lines.append(("Reference", text))
    else:
        lines.append(("Reference", "none"))
    return lines


def _limit(seconds: float) -> str:
    """A time limit in words."""
    return clock(seconds) if math.isfinite(seconds) else "none"

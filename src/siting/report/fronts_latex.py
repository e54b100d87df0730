r"""The tables of a comparison of fronts for a paper: booktabs, ready to be \input."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from siting.comparing.front_methods import FrontContest, FrontMethod
from siting.readable import fixed, share
from siting.report.beside import chance_text
from siting.report.fronts_content import ratio_text, words_on_tests, yard_sentences
from siting.report.latex import END, FOOT, NEEDS, escaped, percent
from siting.statistics.summary import Spread, spread

if TYPE_CHECKING:
    from siting.comparing.front_standing import FrontDuel, FrontStanding
    from siting.front_comparison import FrontComparison

PROBLEMS = r"""
% Every trade-off and method. HV: hypervolume as a part of the reference's, cut after
% four digits. IGD+ and epsilon on axes from 0 to 1. Found: share of the reference's
% proved points that are met exactly (of all where none is proved). Medians.
\begin{tabular}{lllrrrrrrrr}
\toprule
Instance & Models & Method & Runs & HV & Quartiles & Worst & IGD$^{+}$ & $\varepsilon_{+}$ & Found (\%) & Time (s) \\
\midrule
"""  # noqa: E501

SUMMARY = r"""
% Every method over all trade-offs, each with every seed.
\begin{tabular}{lrrrrrrrr}
\toprule
Method & Runs & HV & Quartiles & Best & Worst & Found (\%) & End gap (\%) & Whole \\
\midrule
"""

TESTS = r"""
% {words}
\begin{{tabular}}{{lllrlrr}}
\toprule
First & Second & Test & $A_{{12}}$ & Effect & $p$ & $p$ (Holm) \\
\midrule
"""


def fronts_latex(comparison: FrontComparison) -> str:
    """Write a table by trade-off, one over all of them, and one of the tests."""
    yards = "".join(
        f"% {_plain(text)}\n" for text in yard_sentences(comparison.contests)
    )
    blocks = [_block(contest) for contest in comparison.contests]
    parts = [NEEDS, yards, PROBLEMS, "\\addlinespace\n".join(blocks), FOOT]
    parts += [SUMMARY, *(_standing(s) for s in comparison.standings), FOOT]
    if comparison.duels:
        words = _plain(words_on_tests(comparison.duels))
        parts += [TESTS.format(words=words), *map(_duel, comparison.duels), FOOT]
    return "".join(parts)


def _plain(text: str) -> str:
    """A text on one line, as a comment needs it."""
    return " ".join(text.split())


def _block(contest: FrontContest) -> str:
    """The rows of one trade-off; its names stand in the first."""
    tradeoff = contest.yard.tradeoff
    lines = []
    for k, method in enumerate(contest.methods):
        names = [tradeoff.instance.name, tradeoff.name] if not k else ["", ""]
        cells = [escaped(x) for x in (*names, method.solver)]
        lines.append(" & ".join([*cells, *_numbers(method)]) + END)
    return "".join(lines)


def _numbers(method: FrontMethod) -> list[str]:
    """Runs, hypervolume, distances, points found, seconds."""
    told = [row.measures for row in method.runs]
    found = [x.found if math.isnan(x.found_proved) else x.found_proved for x in told]
    seconds = spread(row.front.seconds for row in method.runs).median
    return [
        str(len(method.runs)),
        *_volumes(method.volumes),
        _ratio(method.volumes.least),
        _small(spread(x.distance for x in told).median),
        _small(spread(x.epsilon for x in told).median),
        _share(spread(found).median),
        fixed(seconds, 2),
    ]


def _standing(standing: FrontStanding) -> str:
    """One method over all trade-offs."""
    cells = [
        escaped(standing.solver),
        str(standing.runs),
        *_volumes(standing.volumes),
        _ratio(standing.volumes.most),
        _ratio(standing.volumes.least),
        _share(standing.found.median),
        percent(standing.ends.median),
        str(standing.complete),
    ]
    return " & ".join(cells) + END


def _duel(duel: FrontDuel) -> str:
    """Two methods; without a p-value where there is too little to test."""
    cells = [
        *(escaped(duel.first), escaped(duel.second), duel.test),
        *(f"{duel.a12:.2f}", duel.size),
        *(escaped(chance_text(p)) or "--" for p in (duel.p, duel.adjusted)),
    ]
    return " & ".join(cells) + END


def _volumes(volumes: Spread) -> list[str]:
    """Median and quartiles."""
    return [_ratio(volumes.median), f"{_ratio(volumes.low)}--{_ratio(volumes.high)}"]


def _ratio(ratio: float) -> str:
    return ratio_text(ratio) if math.isfinite(ratio) else "--"


def _small(distance: float) -> str:
    """A distance to four digits; endless where a run has no points."""
    if math.isinf(distance):
        return r"$\infty$"
    if 0 < distance < 5e-5:
        return "$<$0.0001"
    return "--" if math.isnan(distance) else f"{distance:.4f}"


def _share(part: float) -> str:
    """A part in per cent, without its sign; only all of it is 100."""
    return "--" if math.isnan(part) else escaped(share(part).removesuffix(" %"))

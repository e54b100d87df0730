r"""The tables of a comparison for a paper: booktabs, ready to be \input."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from siting.comparing.methods import Against, Contest, Method
from siting.readable import at_most, fixed
from siting.report.beside import chance_text, yard_words

if TYPE_CHECKING:
    from siting.comparing.standing import Duel, Standing
    from siting.comparison import Comparison

SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
}

LACKING = "ĦħĸĿŀŉŦŧ"
"""Letters of Latin Extended-A that LaTeX does not know in T1."""

NEEDS = """% Needs \\usepackage{booktabs} and \\usepackage[T1]{fontenc}.
"""

PROBLEMS = r"""
% Every problem and method: the values of its runs, with their quartiles.
% Gap = |value - bound| / |value|, to the best bound that any run proved, the median.
% Hits: runs that found the proved optimum.
\begin{tabular}{lllrrrrrrrr}
\toprule
Instance & Model & Method & Runs & Median & Quartiles & Best & Worst & Hits & Gap (\%) & Time (s) \\
\midrule
"""  # noqa: E501

SUMMARY = r"""
% Every method over all problems, each with every seed: gaps in per cent, medians of
% seconds. {yard}
\begin{{tabular}}{{lrrrrrrr}}
\toprule
Method & Runs & Median gap & Quartiles & Worst & Hits & To best (s) & Time (s) \\
\midrule
"""

TESTS = r"""
% A12: chance that the first has the smaller gap, ties as a half (Vargha and Delaney,
% 2000), within each problem, then the mean. p: Wilcoxon's signed-rank test over pairs
% of one problem and seed, two-sided, zeros by Pratt; then Holm's correction.
\begin{tabular}{llrrrlrr}
\toprule
First & Second & Pairs & Ties & $A_{12}$ & Effect & $p$ & $p$ (Holm) \\
\midrule
"""

FOOT = "\\bottomrule\n\\end{tabular}\n"

END = " \\\\\n"


def latex_table(comparison: Comparison) -> str:
    """Write a table by problem, one over all problems, and one of the tests.

    A method whose every run is proved optimal has a star. With a single method there
    is nothing to test.
    """
    blocks = [_block(c) for c in comparison.contests]
    note = "% * proved optimal by its own run, in all runs.\n"
    tables = [NEEDS, PROBLEMS, "\\addlinespace\n".join(blocks), FOOT, note]
    tables += [SUMMARY.format(yard=" ".join(yard_words(comparison.contests).split()))]
    tables += [*(_standing(s) for s in comparison.standings), FOOT]
    if comparison.duels:
        tables += [TESTS, *(_duel(d) for d in comparison.duels), FOOT]
    return "".join(tables)


def escaped(text: str) -> str:
    r"""Text that LaTeX prints as it is; line breaks and control signs become blanks.

    What the T1 fonts do not have, which would stop pdfLaTeX, becomes a question mark.

    >>> print(escaped("p_1 & 50 %, Viña"), escaped("病院"))
    p\_1 \& 50 \%, Viña ??
    """
    plain = "".join(x if x.isprintable() else " " for x in text)
    return "".join(SPECIAL.get(x, x if _is_typeset(x) else "?") for x in plain)


def _is_typeset(letter: str) -> bool:
    """Whether the T1 fonts have it: ASCII and the letters of Latin-1 and Extended-A."""
    return letter.isascii() or ("À" <= letter <= "ž" and letter not in LACKING)


def _block(contest: Contest) -> str:
    """The rows of one problem; its names stand in the first."""
    town = contest.problem.instance.name
    lines = []
    for k, method in enumerate(contest.methods):
        names = [town, contest.problem.name] if not k else ["", ""]
        cells = [escaped(x) for x in (*names, method.solver)]
        lines.append(" & ".join(cells + _numbers(method, contest)) + END)
    return "".join(lines)


def _numbers(method: Method, contest: Contest) -> list[str]:
    """Runs, values, hits, gap in per cent, seconds."""
    star = "$^{*}$" if all(r.solution.is_optimal for r in method.runs) else ""
    values, judged = method.values, contest.against is Against.OPTIMUM
    return [
        str(len(method.runs)),
        _value(values.median),
        f"{_value(values.low)}--{_value(values.high)}" if values.count else "--",
        _value(method.best) + star,
        _value(method.worst),
        str(method.hits) if judged else "--",
        percent(method.gaps.median),
        fixed(method.seconds, 2),
    ]


def _standing(standing: Standing) -> str:
    """One method over all problems."""
    gaps = standing.gaps
    cells = [
        escaped(standing.solver),
        str(standing.runs),
        percent(gaps.median),
        f"{percent(gaps.low)}--{percent(gaps.high)}" if gaps.count else "--",
        percent(gaps.most),
        f"{standing.hits}/{standing.judged}" if standing.judged else "--",
        "--" if math.isnan(standing.to_best) else fixed(standing.to_best, 2),
        fixed(standing.seconds, 2),
    ]
    return " & ".join(cells) + END


def _duel(duel: Duel) -> str:
    """Two methods; without a p-value where there are too few pairs."""
    cells = [
        *(escaped(duel.first), escaped(duel.second)),
        *(str(duel.pairs), str(duel.ties), f"{duel.a12:.2f}", duel.size),
        *(escaped(chance_text(p)) or "--" for p in (duel.p, duel.adjusted)),
    ]
    return " & ".join(cells) + END


def percent(gap: float) -> str:
    """A gap in per cent without its sign; endless where there is no answer."""
    if math.isinf(gap):
        return r"$\infty$"
    return "--" if math.isnan(gap) else at_most(gap).removesuffix(" %")


def _value(value: float) -> str:
    """A value without separators, which would split the column."""
    if math.isnan(value):
        return "--"
    return f"{value:.0f}" if value == round(value) else f"{value:.7g}"

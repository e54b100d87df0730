r"""The table of a comparison for a paper: booktabs, ready to be \input."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from siting.readable import at_most, fixed
from siting.report.methods import Contest, Method, contests

if TYPE_CHECKING:
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

HEAD = r"""% Needs \usepackage{booktabs} and \usepackage[T1]{fontenc}.
% Gap = |value - bound| / |value|, to the best bound that any run proved.
\begin{tabular}{lllrrrrr}
\toprule
Instance & Model & Method & Runs & Median & Best & Gap (\%) & Time (s) \\
\midrule
"""


def latex_table(comparison: Comparison) -> str:
    """Write one row for every problem and method: medians over its runs.

    A method whose every run is proved optimal has a star.
    """
    blocks = [_block(c) for c in contests(comparison)]
    note = "% * proved optimal by its own run, in all runs.\n"
    foot = "\\bottomrule\n\\end{tabular}\n"
    return HEAD + "\\addlinespace\n".join(blocks) + foot + note


def escaped(text: str) -> str:
    r"""Text that LaTeX prints as it is; line breaks and control signs become blanks.

    >>> print(escaped("p_1 & 50 %"))
    p\_1 \& 50 \%
    """
    plain = "".join(x if x.isprintable() else " " for x in text)
    return "".join(SPECIAL.get(x, x) for x in plain)


def _block(contest: Contest) -> str:
    """The rows of one problem; its names stand in the first."""
    town = contest.problem.instance.name
    lines = []
    for k, method in enumerate(contest.methods):
        names = [town, contest.problem.name] if not k else ["", ""]
        cells = [escaped(x) for x in (*names, method.solver)] + _numbers(method)
        lines.append(" & ".join(cells) + " \\\\\n")
    return "".join(lines)


def _numbers(method: Method) -> list[str]:
    """Runs, median and best value, gap in per cent, seconds."""
    best = method.values[0] if method.values else math.nan
    star = "$^{*}$" if all(r.solution.is_optimal for r in method.rows) else ""
    gap = method.middle_gap
    return [
        str(len(method.rows)),
        _value(method.middle),
        _value(best) + star,
        at_most(gap).removesuffix(" %") if math.isfinite(gap) else "--",
        fixed(method.seconds, 2),
    ]


def _value(value: float) -> str:
    """A value without separators, which would split the column."""
    if math.isnan(value):
        return "--"
    return f"{value:.0f}" if value == round(value) else f"{value:.7g}"

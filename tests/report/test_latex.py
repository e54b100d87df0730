"""The table for a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from siting.comparison import Comparison, Row
from siting.instance import Instance
from siting.models import PMedian
from siting.report.latex import escaped, latex_table
from siting.solution import Proof, Solution

Make = Callable[..., Solution]


def test_a_row_for_every_method(compared: Comparison) -> None:
    """Runs, median, best and the median gap; a star where all is proved."""
    lines = latex_table(compared).splitlines()
    rows = [x for x in lines if x.endswith(r"\\") and "&" in x][1:]
    assert rows[0].startswith(
        r"villages & p-median & oracle & 1 & 132.5 & 132.5$^{*}$ & 0 &"
    )
    assert rows[1].startswith(r" &  & guess & 3 & 1875 & 132.5 & 93 &")
    assert lines[2] == r"\begin{tabular}{lllrrrrr}"
    assert r"\end{tabular}" in lines


def test_names_are_escaped(town: Instance, make: Make) -> None:
    """No name can end the table or start a command."""
    name = "a_b & c% \\input{x} #1 $^~\n\\\\"
    bad = replace(town, name=name)
    run = make("A", "C", problem=PMedian(bad, p=2), proof=Proof.NONE)
    table = latex_table(Comparison((Row(run, float("nan")),)))
    assert escaped(name) in table
    assert r"a\_b \& c\% \textbackslash{}input\{x\} \#1 \$" in table
    assert table.count("\\begin{") == 1

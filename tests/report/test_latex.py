"""The tables for a paper; there is no LaTeX here, so a strict reader stands for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from drawn import Drawn, First
from typeset import rows_of

from siting import compare
from siting.comparison import Comparison, Row
from siting.instance import Instance
from siting.models import PMedian
from siting.report.latex import escaped, latex_table
from siting.solution import Proof, Solution

Make = Callable[..., Solution]


def test_a_row_for_every_method(compared: Comparison) -> None:
    """Runs, values, hits and gap; a star where all is proved."""
    problems, summary, tests = rows_of(latex_table(compared))
    oracle = "villages & p-median & oracle & 1 & 132.5 & 132.5--132.5 & 132.5$^{*}$"
    assert problems[1][:-1] == [*oracle.split(" & "), "132.5", "1", "0"]
    guess = " &  & guess & 3 & 1875 & 1003.75--2441.25 & 132.5 & 3007.5 & 1 & 93"
    assert problems[2][:-1] == [x.strip() for x in guess.split("&")]
    assert summary[2][:6] == ["guess", "3", "93", "47--95", "96", "1/3"]
    assert tests[1] == ["oracle", "guess", "1", "1", "0.83", "large", "--", "--"]


def test_tests_have_their_p_values(town: Instance) -> None:
    """With pairs enough, and never without the effect."""
    rng = np.random.default_rng(0)
    xy = rng.random((20, 2))
    problem = PMedian(Instance.from_points(xy, xy), p=3)
    table = compare([problem], [Drawn(tries=99), First()], seeds=range(9))
    *_, tests = rows_of(latex_table(table))
    (duel,) = table.duels
    assert tests[1][2:6] == ["9", str(duel.ties), f"{duel.a12:.2f}", "large"]
    assert tests[1][6] == f"{duel.p:.2g}" == tests[1][7]
    assert town.name


def test_what_is_not_known_is_a_dash(make: Make) -> None:
    """No bound: no gap and no hits; no answer: an endless gap."""
    found = make("A", "C")
    lost = make(problem=found.problem)
    table = Comparison((Row(found, np.nan), Row(lost, np.nan)))
    assert len(table.contests[0].methods[0].rows) == 2
    problems, summary = rows_of(latex_table(table))
    assert problems[1][8:10] == ["--", "--"]
    assert summary[1][4:6] == [r"$\infty$", "--"]
    assert "of which nothing is proved" in latex_table(table)


HOSTILE = [
    "a_b & c% \\input{x} #1 $^~\n\\\\",
    "}{\\end{tabular}\\write18{x}",
    "% gone",
    "<>|\"'`--- --",
    "Viña del Mar, Łódź, Őr",
    "病院 \u202e gnirts \U0001f3e5 ŧħ",
    "\\\\ & & &",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_escaped(town: Instance, make: Make, name: str) -> None:
    """No name can end the table, start a command or stop the run of LaTeX."""
    bad = replace(town, name=name)
    run = make("A", "C", problem=PMedian(bad, p=2), proof=Proof.NONE)
    text = latex_table(Comparison((Row(run, float("nan")),)))
    problems, _ = rows_of(text)
    assert problems[1][0] == escaped(name).strip()
    assert text.count("\\begin{") == 2


@pytest.mark.parametrize(
    "wrong",
    [
        "\\begin{tabular}{ll}\na & b & c \\\\\n\\end{tabular}",
        "\\begin{tabular}{ll}\na & b\n\\end{tabular}",
        "\\begin{tabular}{ll}\na & {b \\\\\n\\end{tabular}",
        "\\begin{tabular}{ll}\na & $b \\\\\n\\end{tabular}",
        "\\begin{tabular}{ll}\na & b_c \\\\\n\\end{tabular}",
        "\\begin{tabular}{ll}\na & \\input{x} \\\\\n\\end{tabular}",
        "\\begin{tabular}{ll}\na & 病 \\\\\n\\end{tabular}",
        "\\begin{tabular}{ll}\na & b \\\\",
    ],
)
def test_the_strict_reader_sees_what_latex_would(wrong: str) -> None:
    """The tests above are worth what this is worth."""
    with pytest.raises(AssertionError):
        rows_of(wrong)

"""A comparison as text, of answers or of fronts: LaTeX, CSV and the terminal."""

from __future__ import annotations

from siting.comparison import Comparison
from siting.front_comparison import FrontComparison
from siting.report.fronts_csv import fronts_csv
from siting.report.fronts_in_terminal import fronts_as_text
from siting.report.fronts_latex import fronts_latex
from siting.report.in_terminal import as_text
from siting.report.latex import latex_table
from siting.report.runs_csv import runs_csv

Table = Comparison | FrontComparison


def latex_of(table: Table) -> str:
    """The tables for a paper."""
    if isinstance(table, FrontComparison):
        return fronts_latex(table)
    return latex_table(table)


def csv_of(table: Table) -> str:
    """Every run in a row."""
    if isinstance(table, FrontComparison):
        return fronts_csv(table)
    return runs_csv(table)


def text_of(table: Table) -> str:
    """What one reads in the terminal."""
    if isinstance(table, FrontComparison):
        return fronts_as_text(table)
    return as_text(table)

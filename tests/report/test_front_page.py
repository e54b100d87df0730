"""Pages of fronts: every point and run is there, and data never become code."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from handmade import asked, front_of, village
from hostile import HOSTILE, Reader, data_of
from typeset import rows_of

from siting import report
from siting.front import Front
from siting.front_comparison import FrontComparison
from siting.report.front_content import front_content
from siting.report.front_page import render_front, render_fronts
from siting.report.front_words import nothing_words
from siting.report.fronts_csv import HEADER, fronts_csv
from siting.report.fronts_in_terminal import fronts_as_text
from siting.report.fronts_latex import fronts_latex
from siting.solution import Termination
from siting.solvers.nsga2 import Nsga2
from siting.solvers.pso import Pso

EXACT = ((10, 20), (12, 25), (20, 26))


def plain(page: str) -> str:
    """The texts of a page."""
    return " ".join("".join(Reader(page).text).split())


@pytest.fixture
def front() -> Front:
    """Three plans, all proved."""
    return front_of(EXACT, complete=True)


@pytest.fixture
def table() -> FrontComparison:
    """Two methods with four seeds beside the exact front; one misses the middle."""
    some = [front_of((EXACT[0], EXACT[2]), seed=k, solver=Nsga2()) for k in range(4)]
    best = [front_of(EXACT, seed=k, solver=Pso()) for k in range(4)]
    exact = front_of(EXACT, complete=True, seconds=5)
    return FrontComparison.of([*some, *best], exact)


def test_every_point_is_a_row_with_its_digits(front: Front) -> None:
    """Values, price, landmarks, proof and what changes."""
    rows = front_content(front)["points"]
    assert [[v for v, _ in row.values] for row in rows] == [list(v) for v in EXACT]
    assert [row.price[0] for row in rows[1:]] == [2 / 5, 8 / 1]
    assert rows[0].words == "best weighted travel"
    assert rows[1].words == "knee, compromise"
    assert rows[2].words == "best covered demand"
    assert rows[1].change == "+3, \u22122"
    page = render_front(front)
    for number in (1, 2, 3):
        assert f'id="point-{number}"' in page
        assert page.count(f'data-point="{number}"') == 2, "in the chart and the table"
    found = Reader(page).numbers
    assert {x for row in EXACT for x in row} <= set(found)
    assert data_of(page)["front"] == data_of(page)["front"]
    assert "more weighted travel for 1 more covered demand" in page.lower()


STATES = [
    (front_of(EXACT, complete=True), "proved", "The whole front, proved: 3 plans"),
    (front_of(EXACT, proven=(True, False, False)), "bounded", "3 plans, 1 proved;"),
    (front_of(EXACT, proven=True), "bounded", "3 plans, all proved; others may be"),
    (replace(front_of(EXACT, proven=True), unexplored=np.empty((0, 2, 2))), "fine",
     "The whole front to a millionth, proved: 3 plans"),
    (front_of(EXACT), "found", "3 plans found, nothing is proved"),
    (front_of((), termination=Termination.TIME_LIMIT), "none", "No answer"),
    (replace(front_of((), complete=True), infeasible=True, reason="007 is cut off"),
     "infeasible", "No choice of sites can do what was asked"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "state", "headline"), STATES)
def test_the_headline_says_how_sure_it_is(
    told: Front, state: str, headline: str
) -> None:
    """In a word, a colour, and no claim of a whole front that is not proved."""
    page = render_front(told)
    assert f'class="sure {state}"' in page
    assert headline in page
    assert ("whole front" in plain(page)) is (state in ("proved", "fine"))
    assert "nan" not in re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    if told.reason:
        assert "007 is cut off." in page


def test_what_is_missing_is_bounded_in_words(front: Front) -> None:
    """The certificate, cut and never rounded up, and the boxes in the legend."""
    boxes = np.array([[[12, 16], [20, 15]]])
    told = replace(front_of(((10, 10), (12, 15), (20, 16))), unexplored=boxes)
    assert told.certificate is not None
    assert told.certificate < 1
    page = plain(render_front(told))
    found = re.search(r"What is missing is at most ([\d.]+) % of the hyperv", page)
    assert found
    lack = 1 - told.certificate
    assert 0 <= float(found[1]) / 100 - lack < 0.1 * lack, "rounded up"
    assert "here alone may plans be missing" in page
    assert "here alone" not in plain(render_front(front))


def test_a_comparison_of_nothing_says_so() -> None:
    """Not 'the exact front is not known', where there is none."""
    none = front_of(())
    why = replace(none, infeasible=True, complete=True, reason="the budget is 0")
    assert nothing_words([none]) == "No method found a point."
    assert nothing_words([none, why]) == "No design keeps the rules. The budget is 0."
    page = plain(render_fronts(FrontComparison.of([why], None)))
    assert "Nothing to measure: no method found a point" in page
    assert "No design keeps the rules. The budget is 0." in page
    assert "not known" not in page


def test_what_cannot_be_told_apart_is_no_part_of_a_volume(front: Front) -> None:
    """Nothing is left to explore, but no step is known: no '0 %' is missing."""
    told = replace(front, complete=False, unexplored=np.empty((0, 2, 2)))
    assert told.certificate == 1
    page = plain(render_front(told))
    assert "at least as good in everything, to a millionth" in page
    assert "The whole front to a millionth, proved: 3 plans" in page
    assert "may be missing" not in page
    assert "Missing at most" not in page
    assert "0 % of the hyperv" not in page


def test_sites_of_every_plan_are_named(front: Front) -> None:
    """Site 1 is in all three plans of six possible sites; two are in none."""
    page = plain(render_front(front))
    assert "1 site is in every plan: 1. Whatever one prefers, it can be built" in page
    assert "4 of 6 possible sites are in some plan, 2 in none." in page
    loose = front_of(EXACT)
    assert "in every plan that was found: 1." in plain(render_front(loose))


def test_one_plan_and_three_objectives_have_pages() -> None:
    """No trade where there is nothing to trade; every pair where there are three."""
    single = render_front(front_of(EXACT[:1], complete=True))
    assert "The whole front, proved: 1 plan<" in single
    assert "Which site is open in which plan" not in single
    rng = np.random.default_rng(0)
    three = front_of(rng.random((9, 3)), tradeoff=asked(q=3))
    page = render_front(three)
    assert page.count('<figure class="chart">') == 3
    assert "for 1 more" not in page


@pytest.mark.parametrize("first", range(0, len(HOSTILE), 6))
def test_hostile_names_stay_text(first: int) -> None:
    """Names of sites, of the town and its units that try to become code."""
    names = (HOSTILE[first : first + 6] * 6)[:6]
    sites = tuple(f"{k}{name}" for k, name in enumerate(names))
    town = replace(
        village(), sites=sites, site_label=sites, title=names[0], name=names[1],
        cost_unit=names[2], demand_unit=names[3], source=names[4],
    )  # fmt: skip
    whose = asked(town)
    one = front_of(EXACT, tradeoff=whose, complete=True)
    pages = [
        (render_front(one), render_front(front_of(EXACT, complete=True))),
        (render_fronts(FrontComparison.of([one])),
         render_fronts(FrontComparison.of([front_of(EXACT, complete=True)]))),
    ]  # fmt: skip
    for raw, harmless in pages:
        page = Reader(raw)
        allowed = {t for t, _ in Reader(harmless).tags} | {"span"}  # of a unit
        assert {t for t, _ in page.tags} <= allowed
        assert sum(tag == "script" for tag, _ in page.tags) == 2
        assert "alert" not in "".join(
            k + v for _, a in page.tags for k, v in a.items() if k != "content"
        )
        data_of(raw)
    for name in sites:
        assert " ".join(name.split()) in plain(pages[0][0])


def test_nothing_is_loaded_and_ids_are_there_once(
    front: Front, table: FrontComparison
) -> None:
    """No address, no style attribute, no handler; charts are told in words."""
    for page in (render_front(front), render_fronts(table)):
        tags = Reader(page).tags
        ids = [a["id"] for _, a in tags if "id" in a]
        assert len(ids) == len(set(ids))
        for tag, attributes in tags:
            assert not {"style", "src"} & set(attributes)
            assert not [k for k in attributes if k.startswith("on")]
            assert attributes.get("href", "#").startswith(("#", "data:,")), tag
            told = attributes.get("aria-labelledby", "").split()
            assert set(told) <= set(ids)
        assert not re.search(r"https?://|url\((?!#)|@import", page)
        assert page.lstrip().startswith("<!doctype html>")


def test_the_verb_writes_pages_of_both(
    front: Front, table: FrontComparison, tmp_path: Path
) -> None:
    """By what it is given."""
    path = report(front, tmp_path / "front.html")
    assert path.read_text("utf-8") == render_front(front)
    path = report(table, tmp_path / "table.html")
    assert path.read_text("utf-8") == render_fronts(table)


def test_a_comparison_tells_the_yard_the_methods_and_the_tests(
    table: FrontComparison,
) -> None:
    """The reference, its normalisation, medians, an effect beside every p-value."""
    page = plain(render_fronts(table))
    assert "Measured against the exact front, which is proved" in page
    assert "The reference is the exact front of 3 points." in page
    assert "weighted travel 10 to 20 people x travel (corner 21)" in page or (
        "weighted travel 10 to 20 (corner 21)" in page
    )
    assert "covered demand 26 to 20 (corner 19.4)" in page
    assert "rank-sum" in page
    assert "large, for the second" in page
    assert "corrected for 1 test (Holm, 1979)" in page
    assert "nsga2 (reference)" in page
    assert "All 9 runs" in page


def test_a_union_is_called_one() -> None:
    """With what is proved of it; a refuted claim is told."""
    one = front_of(EXACT, proven=(True, False, False))
    page = plain(render_fronts(FrontComparison.of([one, front_of(EXACT)])))
    assert "union of all runs, 3 points, of which 1 (33.3 %) are proved" in page
    assert "which flatters them" in page
    liar = front_of(EXACT[:2], complete=True)
    page = plain(render_fronts(FrontComparison.of([liar, front_of(EXACT)])))
    assert "the claim was wrong and does not count" in page
    assert "exact front of" not in page


def test_the_csv_has_every_run_with_all_digits(table: FrontComparison) -> None:
    """Columns that stay."""
    text = (
        "instance,models,parameters,solver,options,role,seed,copy_of_seed,points,"
        "points_proved,complete,against,reference_points,reference_proved,"
        "hypervolume_ratio,igd_plus,additive_epsilon,share_found,"
        "share_of_proved_found,end_gaps,seconds,evaluations,subproblems,termination,"
        "threads,time_limit,ideal,nadir,corner"
    )
    assert ",".join(HEADER) == text
    rows = list(csv.DictReader(io.StringIO(fronts_csv(table))))
    assert [r["role"] for r in rows] == ["run"] * 8 + ["reference"]
    every = (*table.rows, *table.references)
    for read, row in zip(rows, every, strict=True):
        assert float(read["hypervolume_ratio"]) == row.measures.volume
        assert read["seed"] == str(row.front.limits.seed)
    assert rows[0]["nadir"] == "weighted travel=20.0;covered demand=20.0"
    assert rows[0]["models"] == "p-median+mclp"


def test_the_tables_for_a_paper_are_read_by_a_strict_reader(
    table: FrontComparison,
) -> None:
    """Medians cut and not rounded, an infinity without points, no p without A12."""
    problems, summary, tests = rows_of(fronts_latex(table))
    assert problems[1][:5] == ["by hand", "p-median+mclp", "nsga2", "4", problems[1][4]]
    assert problems[2][4] == summary[2][2] == "1"
    assert float(problems[1][4]) <= table.standings[0].volumes.median
    assert summary[1][6] == "66.7"
    assert tests[1] == ["nsga2", "pso", "rank-sum", "0.00", "large", "0.029", "0.029"]
    empty = FrontComparison.of([front_of(()), front_of(EXACT, solver=Pso())])
    assert rows_of(fronts_latex(empty))[0][1][7] == r"$\infty$"


def test_the_terminal_has_runs_summary_and_tests(table: FrontComparison) -> None:
    """The same numbers as the page."""
    text = fronts_as_text(table)
    assert text.count("\nby hand") == 9
    assert "Normalised from ideal to nadir" in text
    assert "Hypervolumes, rank-sum test over the runs:" in text
    assert "0.00  large, for the second  0.029  0.029" in text

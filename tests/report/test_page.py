"""The page: its numbers are those of the answer, and data never become code."""

from __future__ import annotations

import base64
import hashlib
import json
import platform
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from drawn import First
from hostile import HOSTILE, Reader, data_of

import siting.report
from siting import compare
from siting.backdrop import Backdrop
from siting.comparison import Comparison, Row
from siting.errors import UsageError
from siting.instance import Instance
from siting.models import MCLP, UFLP, PMedian
from siting.report.content import content_of
from siting.report.map import picture
from siting.report.page import render, safe_json
from siting.report.shade import shade_of
from siting.report.tables import open_numbers
from siting.solution import Proof, Solution, Termination

Make = Callable[..., Solution]


def test_numbers_are_those_of_the_answer(proved: Solution) -> None:
    """Objective, gap and bound stand on the page with all their digits."""
    page, facts = Reader(render(proved)), proved.to_dict()
    for key in ("objective", "bound", "gap"):
        assert facts[key] in page.numbers
    assert data_of(render(proved))["solution"] == json.loads(
        json.dumps(proved.to_dict(assignment=True))
    )


def test_figures_are_those_of_a_hand_count(proved: Solution) -> None:
    """Two of four villages travel 2.5 minutes: 53 of 1,953 people."""
    figures = {f["name"]: f["value"] for f in content_of(proved, None)["figures"]}
    assert figures == {
        "objective": 132.5,
        "mean": pytest.approx(132.5 / 1953),
        "half": 0.0,
        "most": 0.0,
        "longest": 2.5,
    }


def test_totals_are_the_sums_of_the_rows(make: Make) -> None:
    """The last row of the table of sites adds up."""
    content = content_of(make("A", "B"), None)
    rows, total = [r["row"] for r in content["sites"]], content["total"]["row"]
    assert total.demand == sum(r.demand for r in rows) == 1953
    assert total.clients == sum(r.clients for r in rows) == 4
    assert total.share == pytest.approx(sum(r.share for r in rows)) == 1
    assert sum(c["row"].demand for c in content["classes"]) == pytest.approx(1953)


@pytest.mark.parametrize("first", range(0, len(HOSTILE), 8))
def test_hostile_names_stay_text(town: Instance, make: Make, first: int) -> None:
    """Names that try to become code are shown as they are, everywhere."""
    names = HOSTILE[first : first + 8]
    bad = replace(
        town,
        sites=tuple(names[:4]),
        clients=tuple(names[4:]),
        site_label=tuple(names[:4]),
        title=names[0],
        source=names[1],
        name=names[2],
        cost_unit=names[3],
        demand_unit=names[4],
    )
    bad = replace(bad, backdrop=Backdrop({names[5]: (town.client_xy,)}, {}))
    problem = PMedian(bad, p=2, required=bad.sites[:1])
    solution = make(*bad.sites[:2], problem=problem, reason=names[6])
    raw = render(solution)
    page, plain = (
        Reader(raw),
        Reader(render(make("A", "B", problem=PMedian(town, p=2)))),
    )
    allowed = {tag for tag, _ in plain.tags} | {"rect"}
    assert {tag for tag, _ in page.tags} <= allowed
    assert sum(tag == "script" for tag, _ in page.tags) == 2
    assert sum(tag == "style" for tag, _ in page.tags) == 1
    text = "".join(page.text)
    for name in bad.sites[:2]:
        assert " ".join(name.split()) in " ".join(text.split())
    assert "alert" not in "".join(k + v for _, a in page.tags for k, v in a.items()
                                  if k not in {"aria-label", "content"})  # fmt: skip
    facts = data_of(raw)["solution"]
    assert isinstance(facts, dict)
    assert facts["open"] == list(bad.sites[:2])


def test_a_broken_character_does_not_stop_the_page(
    town: Instance, make: Make, tmp_path: Path
) -> None:
    """Half a surrogate pair in a title becomes a question mark in the file."""
    odd = make("A", "C", problem=PMedian(replace(town, title="half \ud800"), p=2))
    page = siting.report.report(odd, tmp_path / "page.html").read_text("utf-8")
    assert "<bdi>half ?</bdi>" in page


def test_nothing_is_loaded_and_nothing_is_inline(compared: Comparison) -> None:
    """No address, no style attribute, no event handler, no second document."""
    for tag, attributes in Reader(render(compared)).tags:
        assert "style" not in attributes
        assert not [k for k in attributes if k.startswith("on")]
        assert "src" not in attributes
        assert attributes.get("href", "#").startswith(("#", "data:,")), tag
        assert tag not in {"iframe", "object", "embed", "form", "base", "img"}
    assert not re.search(r"https?://|url\((?!#)|@import", render(compared))


def test_policy_lets_in_this_script_and_style_only(proved: Solution) -> None:
    """The hashes of the policy are those of the text between the tags."""
    page = render(proved)
    policy = next(
        a["content"] for tag, a in Reader(page).tags
        if a.get("http-equiv") == "Content-Security-Policy"
    )  # fmt: skip
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for rule, pattern in (
        ("script", r"<script>(.*?)</script>"),
        ("style", r"<style>(.*?)</style>"),
    ):
        (text,) = re.findall(pattern, page, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{rule}-src 'sha256-{digest}'" in policy


def test_data_cannot_end_their_script() -> None:
    """What is special in HTML or JavaScript is escaped; the value is the same."""
    value = {"</script>": ["<!--", "&", "\u2028", float("nan"), np.int64(3)]}
    text = safe_json(value)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == {"</script>": ["<!--", "&", "\u2028", None, 3]}


def test_the_word_optimal_is_for_proved_answers(make: Make, proved: Solution) -> None:
    """A page without proof never says it, not even in its script."""
    assert "Proved optimal" in render(proved)
    for other in (
        make("A", "C"),
        make("A", "C", bound=100, proof=Proof.SOLVER_CLAIM),
        make("A", "C", bound=140, proof=Proof.CONTRADICTED),
        make(infeasible=True, proof=Proof.CERTIFIED, reason="client '007' is cut off"),
        make(termination=Termination.TIME_LIMIT),
    ):
        assert "optimal" not in render(other).lower()


def test_an_infeasible_question_has_a_page(make: Make) -> None:
    """The reason is told, the places are drawn, nothing is invented."""
    page = render(make(infeasible=True, proof=Proof.CERTIFIED, reason="007 is cut off"))
    assert "No choice of sites can do what was asked" in page
    assert "007 is cut off." in page
    assert 'id="map"' in page
    assert "Open sites</h2>" not in page
    assert "nan" not in re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)


def test_without_coordinates_there_is_a_sentence(bare: Instance, make: Make) -> None:
    """No map, but all tables."""
    page = render(make("A", "C", problem=PMedian(bare, p=2)))
    assert "There is no map: the instance has no coordinates." in page
    assert 'id="map"' not in page
    assert "All open sites" in page


def test_the_unserved_are_counted_and_listed(town: Instance, make: Make) -> None:
    """With radius 0 only the people at A are covered; 753 are left out."""
    page = render(make("A", problem=MCLP(town, p=1, radius=0), bound=1200))
    assert "753 people (38.6 %) in 3 of 4 places." in page
    assert "not served" in page


def test_roads_and_areas_are_drawn(town: Instance, make: Make) -> None:
    """One path for each class of road, one for each area, in whole numbers."""
    assert town.client_xy is not None
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * 0.004
    areas = {
        c: (square + xy,) for c, xy in zip(town.clients, town.client_xy, strict=True)
    }
    lines = Backdrop(
        {"major": (town.client_xy,), "minor": (town.client_xy + 9,)}, areas
    )
    page = render(make("A", "C", problem=PMedian(replace(town, backdrop=lines), p=2)))
    assert page.count('class="zone t') == 4
    assert re.search(r'<path class="major" d="M\d+ \d+l[-\d ]+"/>', page)
    assert 'class="minor"' not in page, "what is off the sheet is left out"
    assert "<span>500 m</span>" in page


def test_many_clients_are_sampled_and_it_is_said(make: Make) -> None:
    """The rule of the drawing stands under the map; the page stays small."""
    rng = np.random.default_rng(0)
    people, places = rng.random((60_000, 2)), rng.random((5, 2))
    big = Instance.from_points(people, places)
    page = render(make("1", "4", problem=PMedian(big, p=2)))
    assert "Of 60,000 clients every 12th is drawn" in page
    assert page.count('<circle class="point') == 5000
    assert len(page) < 2_000_000


def test_a_comparison_has_a_row_for_every_method(compared: Comparison) -> None:
    """Medians over the seeds, all runs below, the best answer above."""
    page = render(compared)
    content = content_of(compared.best, compared)
    (contest,) = content["contests"]
    assert [m["solver"] for m in contest["methods"]] == ["oracle", "guess"]
    guess = contest["methods"][1]
    assert (guess["runs"], guess["best"], guess["worst"]) == (3, 132.5, 3007.5)
    assert guess["value"] == 1875.0
    assert "All 4 runs" in page
    assert "equal to the proved best; no proof of its own (1 of 3)" in guess["proof"]
    assert set(data_of(page)) == {"solution", "comparison"}


def test_methods_stand_beside_the_optimum(compared: Comparison) -> None:
    """One row a method over all problems, one a pair, and a chart for what there is."""
    page = render(compared)
    content = content_of(compared.best, compared)["beside"]
    assert content["words"] == ["Gaps are to the proved optimum."]
    oracle, guess = content["standings"]
    assert (oracle["hits_text"], guess["hits_text"]) == ("1 of 1", "1 of 3")
    assert guess["median"] == pytest.approx(1 - 132.5 / 1875)
    assert [c.name for c in content["charts"]][:2] == ["convergence", "ended"]
    (duel,) = content["duels"]
    assert (duel["first"], duel["second"], duel["pairs"]) == ("oracle", "guess", 1)
    assert (duel["a12_text"], duel["size"]) == ("0.83", "large, for the first")
    assert (duel["p_text"], duel["adjusted_text"]) == ("fewer than 6 pairs", "–")  # noqa: RUF001
    assert page.index("Methods beside the optimum") < page.index("Open sites</h2>")


def test_charts_are_told_to_who_cannot_see_them(compared: Comparison) -> None:
    """Every chart has a title and words, and ids are there once."""
    tags = Reader(render(compared)).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    drawn = [a for tag, a in tags if tag == "svg" and a.get("role") == "img"]
    told = [a["aria-labelledby"].split() for a in drawn if "aria-labelledby" in a]
    assert len(told) == 6
    assert {x for pair in told for x in pair} <= set(ids)
    assert {"title", "desc"} <= {tag for tag, _ in tags}
    classes = {a.get("class", "") for tag, a in tags if tag == "path"}
    assert {"curve c0 d0", "curve c1 d1"} <= classes


def test_the_conditions_stand_on_the_page(town: Instance) -> None:
    """Machine, limits, seeds and what the reference was allowed; no host name."""
    table = compare(
        [PMedian(town, p=2)], ["greedy"], seeds=[0, 7], time_limit=30, evaluations=99
    )
    text = "".join(Reader(render(table)).text)
    assert table.conditions is not None
    for part in (
        table.conditions.machine.processor,
        table.conditions.machine.system,
        "0, 7",
        "30.0 s",
        "99 in a run",
        "auto, where no run proves the optimum",
        "Run once where another seed cannot give another value: greedy.",
        "As a reference auto ran on the problem (",
        "run with seed 0",
        "made twice where quicker than 2.0 s",
    ):
        assert part in text, part
    assert platform.node() not in text or len(platform.node()) < 4


def test_labels_of_methods_stay_text(town: Instance) -> None:
    """An option that tries to become code is shown as it is."""

    @dataclass(frozen=True)
    class Hostile(First):
        """Its option is the attack."""

        word: str = ""

    attacks = [Hostile(word=x) for x in HOSTILE[:6]]
    page = Reader(render(compare([PMedian(town, p=2)], attacks, seeds=range(2))))
    assert sum(tag == "script" for tag, _ in page.tags) == 2
    assert not {"img", "iframe"} & {tag for tag, _ in page.tags}
    assert f"first?word={HOSTILE[0]}" in "".join(page.text)


def test_every_problem_of_a_comparison_has_its_table(
    town: Instance, compared: Comparison, make: Make
) -> None:
    """The map is the first problem's; the second has its own heading."""
    other = Row(make("A", "B", "C", problem=UFLP(town)), np.nan)
    page = render(Comparison((*compared.rows, other)))
    assert page.count('class="contest"') == 2
    assert "Methods side by side: <bdi>Four villages, uflp</bdi>" in page
    assert "No method proved a bound" in page


def test_a_bound_of_another_method_is_told(town: Instance, make: Make) -> None:
    """The best answer may come without proof beside a run with a bound."""
    problem = PMedian(town, p=2)
    good = make("A", "C", problem=problem)
    poor = make("A", "D", problem=problem, bound=100.0, proof=Proof.SOLVER_CLAIM)
    rows = [Row(r, 100.0) for r in (good, poor)]
    page = render(Comparison(tuple(rows)))
    assert "by it a better choice than this could save at most 25 %" in page


def test_numbers_on_map_and_table_agree(proved: Solution) -> None:
    """Site 2 is the second open one, in both places."""
    assert open_numbers(proved) == {0: 1, 2: 2}
    page = render(proved)
    for number in (1, 2):
        assert f'id="site-{number}"' in page
        assert f'href="#site-{number}"' in page


def test_the_verb_writes_the_page(proved: Solution, tmp_path: Path) -> None:
    """The folder of the report can be called like the verb, whoever imported it."""
    path = tmp_path / "page.html"
    assert siting.report.report(proved, path) == path
    first = path.read_text("utf-8")
    verb = sys.modules["siting.report"]
    assert callable(verb)
    verb(proved, path)
    assert path.read_text("utf-8") == first == render(proved)
    with pytest.raises(UsageError, match="does not exist"):
        siting.report.report(proved, tmp_path / "no" / "page.html")


def test_marks_that_would_hide_a_number_are_small(town: Instance, make: Make) -> None:
    """Two sites a few steps apart, and one far off."""
    x = np.array([[0.0, 0.0], [0.01, 0.0], [5.0, 0.0], [9.0, 3.0]])
    near = replace(town, site_xy=x, client_xy=x, crs=None)
    drawn = picture(shade_of(make("A", "B", "D", problem=PMedian(near, p=3))))
    assert drawn is not None
    assert {m.number: m.near for m in drawn.marks if m.number} == {
        1: True,
        2: True,
        3: False,
    }

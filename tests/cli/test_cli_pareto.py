"""``siting pareto``: a table or one JSON object, and a code that tells."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from towns import lines, strict, write_town

PARETO = ("pareto", "p-median+mclp", "town", "--p", "1", "--radius", "5")
FEW = ("--evaluations", "400", "--quiet", "--solver", "nsga2")


@pytest.mark.usefixtures("town")
def test_a_front_is_one_object_on_stdout(said: Any) -> None:
    """Exit code 2 without a proof; the points worked out by hand.

    Weighted travel from A, B, C, D is 12+24+36, 12+8+24, ... with weights 3, 1, 2, 4.
    """
    code, out, err = said(*PARETO, *FEW, "--json", "-")
    told = strict(out)
    assert code == 2
    assert [o["name"] for o in told["objectives"]] == [
        "weighted travel",
        "covered demand",
    ]
    assert told["complete"] is False
    assert told["solver"] == "nsga2"
    got = [tuple(p["objectives"].values()) for p in told["points"]]
    cost = {"A": (0, 4, 8, 9), "B": (4, 0, 4, 6), "C": (8, 4, 0, 3), "D": (9, 6, 3, 0)}
    weight = (3, 1, 2, 4)
    every = {
        (
            sum(w * c for w, c in zip(weight, row, strict=True)),
            sum(w for w, c in zip(weight, row, strict=True) if c <= 5),
        )
        for row in cost.values()
    }
    best = {a for a in every if not any(b != a and b[0] <= a[0] and b[1] >= a[1]
                                        for b in every)}  # fmt: skip
    assert got == sorted(best)
    assert told["indicators"]["hypervolume"] > 0
    assert "none is proved" in err


@pytest.mark.usefixtures("town")
def test_without_json_it_is_a_table(said: Any) -> None:
    """Count, what is proved, and the open sites of every point."""
    code, out, err = said(*PARETO, *FEW)
    assert code == 2
    assert "none is proved" in out
    assert "weighted travel" in out
    assert "covered demand" in out
    rows = [x.split() for x in out.splitlines() if x.split()[0].isdigit()][1:]
    assert [row[0] for row in rows] == [str(k + 1) for k in range(len(rows))]
    assert {row[-1] for row in rows} <= set("ABCD")
    assert "compromise" not in out or len(rows) > 2
    assert "open in every plan found: no site" in out
    assert not err


@pytest.mark.usefixtures("town")
def test_csv_has_what_json_has(said: Any, tmp_path: Path) -> None:
    """A row for every point; the file is refused before the run, if it is."""
    words = (*PARETO, "--quiet", "--json", "-", "--csv")
    told = strict(said(*words, "points.csv")[1])["points"]
    text = (tmp_path / "points.csv").read_text(encoding="utf-8")
    _, *rows = csv.reader(text.splitlines())
    assert len(rows) == len(told) > 1
    for row, point in zip(rows, told, strict=True):
        assert list(map(float, row[1:3])) == list(point["objectives"].values())
        assert row[3:] == [point["proof"], ";".join(point["open"])]
    code, out, err = said(*words, "nowhere/points.csv")
    assert (code, out) == (4, "")
    assert "the folder nowhere does not exist" in err


@pytest.mark.usefixtures("town")
def test_what_stands_out_is_in_words_and_in_json(said: Any) -> None:
    """Opening costs 5, 1, 4, 2: each site less costs more travel than it saves.

    All four cost 12. Without C it is 8 + 2 x 3, without B and C 7 + 4 + 2 x 3; from
    fewer than two sites somebody is farther than 4.
    """
    words = ("pareto", "uflp+lscp", "town", "--radius", "4", "--quiet")
    code, out, _ = said(*words)
    assert code == 0
    assert "best open sites at point 3" in out
    assert "knee (most of both for what is given up): point 2" in out
    assert "cheapest step from point 1 to 2: 2 more opening cost" in out
    assert "dearest step from point 2 to 3: 3 more opening cost" in out
    assert "buy 1 fewer open sites (3 each)" in out
    assert "open in every plan: A, D" in out
    told = strict(said(*words, "--json", "-")[1])
    values = [list(p["objectives"].values()) for p in told["points"]]
    assert values == [[12, 4], [14, 3], [17, 2]]
    assert told["indicators"]["certificate"] == 1
    assert (told["knee"], told["compromise"]) == (1, 1)
    assert told["sites"] == {"every": ["A", "D"], "most": ["B"], "few": ["C"]}
    assert told["evaluation_limit"] is None


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("solver", ["sweep", "dichotomy", "search-region"])
def test_a_front_of_nothing_is_whole_and_has_the_reason(said: Any, solver: str) -> None:
    """Also where only the method finds out: three of A, B, C with two open sites."""
    ask = ("p-median+mclp", "town", "--p", "2", "--radius", "5", "--quiet",
           "--quotas", "at least 3 of A, B, C")  # fmt: skip
    code, out, _ = said("pareto", *ask, "--solver", solver)
    assert code == 3
    assert out.startswith("No design keeps the rules. No allowed choice of sites ")
    assert "the smallest number that would do is 3" in out
    assert "ran to its end" not in out
    told = strict(said("pareto", *ask, "--solver", solver, "--json", "-")[1])
    assert told["infeasible"]
    assert told["complete"]
    assert "that would do is 3" in told["reason"]
    if solver == "sweep":
        flags = ("--solvers", solver, "--time-limit", "1", "--no-reference")
        code, out, _ = said("compare", *ask, *flags)
        assert code == 3
        assert "No design keeps the rules. No allowed choice of sites" in out


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (("p-median+mclp", "--p", "1", "--radius", "1000"), [[39, 10]]),
        (("p-median+mclp", "--p", "4", "--radius", "5"), [[0, 10]]),
        (("p-median+lscp", "--budget", "7", "--radius", "4"), [[10, 2]]),
    ],
)
@pytest.mark.usefixtures("town")
def test_where_nothing_is_to_choose_one_point_is_the_front(
    said: Any, words: tuple[str, ...], values: list[list[float]]
) -> None:
    """All are covered whatever opens; all sites open; one design is best in both."""
    ask = ("pareto", words[0], "town", *words[1:], "--quiet")
    code, out, _ = said(*ask)
    assert code == 0
    assert out.startswith("One design is at least as good as every other")
    told = strict(said(*ask, "--json", "-")[1])
    assert [list(p["objectives"].values()) for p in told["points"]] == values
    assert told["complete"]
    assert told["indicators"]["certificate"] == 1
    assert told["knee"] is None
    assert told["trades"] == []


@pytest.mark.usefixtures("town")
def test_an_objective_that_is_constant_leaves_the_front_of_the_others(
    said: Any,
) -> None:
    """The third covers all whatever opens; it is the same at every point."""
    first = ("pareto", "p-median+p-maxian+mclp", "town", "--p", "2", "--radius", "99")
    code, out, _ = said(*first, *FEW)
    assert code == 2
    assert "covered demand is 10 at every point" in out
    two = ("pareto", "p-median+p-maxian", "town", "--p", "2", "--quiet", "--json", "-")
    more = strict(said(*first, *FEW, "--json", "-")[1])["points"]
    less = strict(said(*two)[1])["points"]
    assert [p["open"] for p in more] == [p["open"] for p in less]


@pytest.mark.usefixtures("town")
def test_two_objectives_are_proved_unless_asked_otherwise(said: Any) -> None:
    """Exit code 0: the whole front, and it is said."""
    code, out, err = said(*PARETO, "--json", "-", "--time-limit", "5")
    told = strict(out)
    assert code == 0
    assert told["complete"] is True
    assert told["solver"] == "auto"
    assert told["notes"][0] == "auto picked sweep"
    assert {p["proof"] for p in told["points"]} == {"proven"}
    few = strict(said(*PARETO, *FEW, "--json", "-")[1])["points"]
    assert [p["objectives"] for p in told["points"]] == [p["objectives"] for p in few]
    assert "proved" in err


@pytest.mark.parametrize("solver", ["pso", "weights", "pso?encoding=keys"])
@pytest.mark.usefixtures("town")
def test_other_solvers_find_the_same(said: Any, solver: str) -> None:
    """With so few designs there is nothing to miss."""
    first, second = (
        strict(said(*PARETO, *FEW[:3], "--json", "-", "--solver", name)[1])["points"]
        for name in ("nsga2", solver)
    )
    assert first == second


def test_who_cannot_be_served_is_named(said: Any, tmp_path: Path) -> None:
    """Exit code 3 with the reason, and no points."""
    lost = write_town(tmp_path / "lost", without=frozenset({"NA"}))
    words = ("pareto", "p-median+p-center", lost, "--p", "2")
    code, out, err = said(*words, "--json", "-")
    told = strict(out)
    assert code == 3
    assert told["points"] == []
    assert told["infeasible"] is True
    assert "NA" in told["reason"]
    assert "NA" in err
    assert said(*words, "--csv", tmp_path / "none.csv", "--quiet")[0] == 3
    assert len((tmp_path / "none.csv").read_text("utf-8").splitlines()) == 1


BAD = [
    (
        ("pareto", "p-median", "town", "--p", "1"),
        "give 2, 3 or 4, such as p-median+mclp",
    ),
    (("pareto", "p-median+mclp", "town", "--p", "1"), "mclp needs --radius"),
    (("pareto", "p-median+mklp", "town", "--p", "1"), "did you mean 'mclp'"),
    ((*PARETO, "--solver", "highs"), "highs answers one objective"),
    ((*PARETO, "--solver", "nsga"), "did you mean 'nsga2'"),
    ((*PARETO, "--evaluations", "0"), "evaluations is 0"),
    ((*PARETO, "--pp", "1"), "--pp"),
    ((*PARETO, "--solver", "pso?encoding=bits"), "encoding value"),
    (("pareto", "p-median+", "town"), "'p-median+' has a + with no model beside it"),
    (("pareto", "p-median++mclp", "town", "--p", "1"), "write MODEL+MODEL, such as"),
    (
        ("pareto", "p-median+lscp", "town", "--p", "2", "--radius", "5"),
        "p is 2 in p-median, so every design opens as many sites, and lscp counts them",
    ),
    (
        ("pareto", "lscp+lscp-backup", "town", "--p", "2", "--radius", "5"),
        "lscp takes no p: the number of sites is what it finds",
    ),
    (
        ("pareto", "p-median+lscp", "town", "--radius", "5"),
        "p-median needs the number of sites to open; give p",
    ),
    (
        ("pareto", "p-median+p-median", "town", "--p", "2"),
        "p-median is given twice with the same parameters",
    ),
    (("pareto", "p-median+mclp", "town", "--p", "9", "--radius", "5"), "p is 9"),
    (("pareto", "+".join(["p-median"] * 5), "town", "--p", "1"), "give 2, 3 or 4"),
    (("pareto",), "see siting pareto --help"),
    (
        ("pareto", "p-median+p-center", "town", "--p", "1", "--solver", "weights"),
        "weights searches sums of medians and coverages",
    ),
]


@pytest.mark.parametrize(("words", "sentence"), BAD)
@pytest.mark.usefixtures("town")
def test_bad_words_are_explained(
    said: Any, words: tuple[str, ...], sentence: str
) -> None:
    """Exit code 4, and a sentence on stderr."""
    code, out, err = said(*words)
    assert code == 4
    assert not out
    assert sentence in err


def test_help_has_the_flags_of_all_models_once(said: Any) -> None:
    """The union, those of every model at the end."""
    code, out, _ = said("pareto", "p-median+mclp", "--help")
    assert code == 0
    for flag in ("--radius R", "--max-travel", "--p N", "--evaluations"):
        assert flag.split()[0] in out
    assert out.count("  --radius ") == 1


@pytest.mark.usefixtures("town")
def test_solve_takes_a_budget_of_evaluations(said: Any) -> None:
    """The limit is in the answer, and kept within a block."""
    words = ("solve", "p-median", "town", "--p", "2", "--solver", "nsga2")
    told = strict(said(*words, "--evaluations", "200", "--json", "-")[1])
    assert told["evaluation_limit"] == 200
    assert 1 <= told["evaluations"] <= 300


@pytest.mark.usefixtures("town")
def test_a_front_has_a_page(said: Any, tmp_path: Path) -> None:
    """Written beside the table; a file that cannot be is refused beforehand."""
    page = tmp_path / "front.html"
    code, out, _ = said(*PARETO, "--quiet", "--report", str(page))
    assert code == 0
    assert "all are proved" in out
    assert "The whole front, proved" in page.read_text("utf-8")
    code, _, err = said(*PARETO, "--report", str(tmp_path / "no" / "x.html"))
    assert code == 4
    assert "does not exist" in err


def limited(folder: Path) -> None:
    """Places of 5, 3, 4 and 6: of two sites only A and D, or C and D, take 10."""
    rows = ["A,5,5", "B,1,3", "C,4,4", "D,2,6"]
    lines(folder / "town" / "sites.csv", "id,opening,capacity", rows)


@pytest.mark.usefixtures("town")
def test_capacities_are_of_one_assignment(said: Any, tmp_path: Path) -> None:
    """A and D for 7 + 4 + 2 x 3; of C and D the 4 beside C's fall on the far 007."""
    limited(tmp_path)
    ask = ("pareto", "cflp+p-median", "town", "--p", "2", "--quiet")
    code, out, _ = said(*ask, "--csv", "points.csv")
    assert code == 0
    assert "all objectives are measured on one assignment" in out
    told = strict(said(*ask, "--json", "-")[1])
    assert told["one_assignment"]
    (point,) = told["points"]
    assert list(point["objectives"].values()) == [17, 10]
    assert point["open"] == ["A", "D"]
    assert point["assignment"] == {"007": "A", "NA": "A", "1e5": "D", "d": "D"}
    text = (tmp_path / "points.csv").read_text(encoding="utf-8")
    head, row = csv.reader(text.splitlines())
    assert (head[-1], row[-1]) == ("assignment", "007>A;NA>A;1e5>D;d>D")


@pytest.mark.usefixtures("town")
def test_parts_in_two_ways_are_refused_and_whole_clients_are_not(
    said: Any, tmp_path: Path
) -> None:
    """A sentence that names models for it; these give the front."""
    limited(tmp_path)
    rest = ("town", "--p", "2", "--radius", "3", "--quiet", "--json", "-")
    code, out, err = said("pareto", "cflp+mclp", *rest)
    assert (code, out) == (4, "")
    assert "serve each client by one site (sscflp" in err
    code, out, _ = said("pareto", "sscflp+mclp", *rest)
    assert code == 0
    assert strict(out)["complete"]

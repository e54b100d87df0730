"""``siting pareto``: a table or one JSON object, and a code that tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from towns import strict, write_town

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
    assert out.splitlines()[-1].split()[-1] in "ABCD"
    assert not err


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
    (("pareto", "p-median+", "town"), "No model is called ''"),
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

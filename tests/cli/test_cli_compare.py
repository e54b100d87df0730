"""``siting compare`` and ``siting list``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from towns import strict, write_town

from siting.milp import child


@pytest.mark.usefixtures("town")
def test_compare_has_a_row_a_run(said: Any) -> None:
    """Every instance, solver and seed, each beside the best bound."""
    code, out, _ = said(
        "compare", "p-median", "town", "./town", "--p", "2", "--solvers",
        "highs,greedy", "--seeds", "2", "--json", "-",
    )  # fmt: skip
    rows = strict(out)["rows"]
    assert code == 0
    assert [(r["solver"], r["seed"]) for r in rows] == 2 * [
        *(("highs", 0), ("highs", 1)),
        *(("greedy", 0), ("greedy", 1)),
    ]
    keys = {"instance", "solver", "seed", "objective", "bound", "gap", "seconds"}
    for row in rows:
        assert keys | {"proof"} <= set(row)
        assert row["best_bound"] == 10
        assert row["gap"] == pytest.approx(1 - 10 / row["objective"])
    assert rows[2]["bound"] is None


@pytest.mark.usefixtures("town")
def test_compare_of_heuristics_alone_proves_nothing(said: Any) -> None:
    """Without a reference: exit code 2, and the gap is not known."""
    question = ("compare", "p-median", "town", "--p", "2", "--solvers", "greedy")
    words = (*question, "--no-reference")
    code, out, _ = said(*words, "--json", "-")
    assert code == 2
    assert strict(out)["rows"][0]["gap"] is None
    code, out, _ = said(*words)
    assert "unknown" in out


def test_compare_of_what_has_no_answer_is_infeasible(said: Any, tmp_path: Path) -> None:
    """Exit code 3 as for a single run."""
    lost = write_town(tmp_path / "lost", without=frozenset({"NA"}))
    code, out, _ = said("compare", "p-median", lost, "--p", "2", "--json", "-")
    assert code == 3
    assert {r["solution"] for r in strict(out)["rows"]} == {"infeasible"}


@pytest.mark.usefixtures("town")
def test_compare_prints_a_table(said: Any) -> None:
    """For the terminal: a header, then a line a run."""
    _, out, _ = said("compare", "p-median", "town", "--p", "2", "--quiet")
    table = [line.split() for line in out.splitlines()]
    assert table[0][:4] == ["instance", "solver", "seed", "objective"]
    assert [row[1] for row in table[1:]] == ["highs", "greedy", "interchange"]


def test_ctrl_c_stops_the_whole_comparison(
    said: Any, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 130; what was run is kept, and nothing more is run."""

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(child.Child, "hear", interrupted)
    words = (
        "compare",
        "p-median",
        town,
        "--p",
        "2",
        "--solvers",
        "greedy,highs,greedy",
    )
    code, out, _ = said(*words, "--json", "-")
    assert code == 130
    rows = strict(out)["rows"]
    assert [r["solver"] for r in rows] == ["greedy", "highs"]
    assert rows[1]["termination"] == "interrupted"


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("models", ["mclp", "p-median", "uflp", "--radius"]),
        ("solvers", ["auto", "greedy", "highs", "interchange", "?starts="]),
        ("instances", ["coquimbo", "csv:", "orlib:", "tsplib:"]),
    ],
)
def test_list_names_what_there_is(said: Any, kind: str, names: list[str]) -> None:
    """With flags and options."""
    code, out, _ = said("list", kind)
    assert code == 0
    assert all(name in out for name in names)


def test_version_and_help_are_answers(said: Any) -> None:
    """Exit code 0, on stdout."""
    code, out, _ = said("--version")
    assert (code, out.strip()) == (0, siting_version())
    for words in (["--help"], ["solve", "--help"], ["solve", "mclp", "--help"]):
        code, out, err = said(*words)
        assert (code, err) == (0, "")
        assert "exit codes: 0 proved, 2 feasible" in out
    assert "--radius" in out
    assert "In the unit of the instance's cost." in " ".join(out.split())


def siting_version() -> str:
    """The version that is installed."""
    from importlib.metadata import version

    return version("siting")

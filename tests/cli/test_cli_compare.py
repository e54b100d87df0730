"""``siting compare`` and ``siting list``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from towns import strict, write_town
from typeset import rows_of

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


@pytest.mark.usefixtures("town")
def test_the_reference_proves_what_the_methods_do_not(said: Any) -> None:
    """By default: exit code 0, the gap to the optimum, and its own list in the JSON."""
    words = ("compare", "p-median", "town", "--p", "2", "--solvers", "greedy")
    code, out, _ = said(*words, "--reference-time-limit", "30", "--json", "-")
    table = strict(out)
    assert code == 0
    assert [r["solver"] for r in table["rows"]] == ["greedy"]
    (proof,) = table["references"]
    assert (proof["solver"], proof["objective"]) == ("auto", 10)
    assert table["rows"][0]["best_bound"] == 10
    assert table["conditions"]["reference_time_limit"] == 30
    assert table["problems"][0]["against"] == "optimum"
    _, out, _ = said(*words, "--quiet")
    assert "auto (reference)" in out


@pytest.mark.usefixtures("town")
def test_summary_and_tests_are_in_the_json(said: Any) -> None:
    """A row for each seed, what is run once marked; a p-value with its effect."""
    solvers = "greedy,interchange?starts=3"
    code, out, _ = said(
        "compare", "p-median", "town", "--p", "2", "--solvers", solvers, "--seeds",
        "6", "--evaluations", "50", "--json", "-",
    )  # fmt: skip
    table = strict(out)
    assert code == 0
    assert [r["copy_of_seed"] for r in table["rows"]] == [None, *5 * [0], *6 * [None]]
    assert [r["seed"] for r in table["rows"]] == 2 * [0, 1, 2, 3, 4, 5]
    greedy, swaps = table["summary"]
    assert (greedy["runs"], swaps["runs"]) == (1, 6)
    assert swaps["solver"] == "interchange?starts=3"
    assert swaps["runs_with_proved_optimum"] == 6
    (duel,) = table["tests"]
    assert {"a12", "effect", "pairs", "p", "p_holm"} <= set(duel)
    assert table["conditions"]["seeds"] == [0, 1, 2, 3, 4, 5]
    assert table["conditions"]["evaluations"] == 50
    assert table["conditions"]["machine"]["cores"] >= 1


@pytest.mark.usefixtures("town")
def test_several_runs_are_summed_up_in_the_terminal(said: Any) -> None:
    """Below the rows: what gaps are to, a line a method, a line a pair."""
    _, out, _ = said(
        "compare", "p-median", "town", "./town", "--p", "2", "--solvers",
        "highs,greedy", "--seeds", "2", "--quiet",
    )  # fmt: skip
    rows, words, summary, tests = out.strip().split("\n\n")
    assert len(rows.splitlines()) == 1 + 8
    assert rows.splitlines()[2].split()[6:8] == ["as", "0"]
    assert words == "Gaps are to the proved optimum (2 of 2 problems)."
    assert summary.splitlines()[1].split()[:2] == ["highs", "2"]
    assert "fewer than 6 pairs" in tests


def test_csv_and_latex_are_written(said: Any, town: Path) -> None:
    """A row for each run; a place that cannot be written is known before any run."""
    words = ("compare", "p-median", town, "--p", "2", "--solvers", "highs,greedy")
    code, _, _ = said(*words, "--csv", "runs.csv", "--latex", "table.tex", "--quiet")
    assert code == 0
    assert len(Path("runs.csv").read_text("utf-8").splitlines()) == 3
    assert [len(t) for t in rows_of(Path("table.tex").read_text("utf-8"))] == [3, 3, 2]
    code, out, err = said(*words, "--csv", "no/runs.csv")
    assert (code, out) == (4, "")
    assert err == (
        "siting: no/runs.csv cannot be written: the folder no does not exist; create "
        "it or name another.\n"
    )


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("flag", "value", "sentence"),
    [
        ("--evaluations", "0", "evaluations is 0; expected a whole number >= 1"),
        ("--evaluations", "many", "evaluations is 'many'; expected a whole number"),
        ("--reference-time-limit", "0", "reference_time_limit is 0.0; expected a"),
        ("--seeds", "0", "seeds is 0; expected a whole number >= 1"),
    ],
)
def test_bad_limits_are_refused(
    said: Any, flag: str, value: str, sentence: str
) -> None:
    """Exit code 4, before any run."""
    code, out, err = said("compare", "p-median", "town", "--p", "2", flag, value)
    assert (code, out) == (4, "")
    assert sentence in err


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


FRONTS = ("compare", "p-median+mclp", "town", "--p", "1", "--radius", "5")


@pytest.mark.usefixtures("town")
def test_compare_of_fronts_writes_all_that_is_asked_for(
    said: Any, tmp_path: Path
) -> None:
    """Exit code 0: the exact front is known; the baseline is added and said."""
    files = {k: tmp_path / f"out.{k}" for k in ("html", "csv", "tex", "json")}
    code, out, err = said(
        *FRONTS, "--solvers", "nsga2?population=10", "--seeds", "4", "--evaluations",
        "120", "--quiet", "--report", str(files["html"]), "--csv", str(files["csv"]),
        "--latex", str(files["tex"]), "--json", str(files["json"]),
    )  # fmt: skip
    assert code == 0
    assert not err
    told = strict(files["json"].read_text("utf-8"))
    assert told["tradeoffs"][0]["against"] == "exact front"
    assert {r["solver"] for r in told["rows"]} == {"nsga2", "weights"}
    assert [r["seed"] for r in told["rows"]] == [0, 1, 2, 3] * 2
    assert "The reference is the exact front" in out
    assert "The baseline weights was added" in out
    assert "exact front" in files["html"].read_text("utf-8")
    assert len(files["csv"].read_text("utf-8").splitlines()) == 1 + 8 + 1
    assert len(rows_of(files["tex"].read_text("utf-8"))) == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--solvers", "highs"), "highs answers one objective"),
        (("--gap", "0.1"), "a front has no gap to stop at"),
        (("--solvers", "nsga"), "did you mean 'nsga2'"),
        (("--seeds", "0"), "seeds is 0"),
        (("--report", "no/such/folder/x.html"), "does not exist"),
    ],
)
@pytest.mark.usefixtures("town")
def test_bad_words_for_fronts_are_explained(
    said: Any, words: tuple[str, ...], sentence: str
) -> None:
    """Exit code 4, before any run."""
    code, out, err = said(*FRONTS, *words)
    assert code == 4
    assert not out
    assert sentence in err


@pytest.mark.usefixtures("town")
def test_without_a_proof_the_exit_code_says_so(said: Any) -> None:
    """2: the union of heuristics, and nothing is known to be missing."""
    few = ("--solvers", "weights?rounds=1", "--no-reference", "--quiet")
    code, out, _ = said(*FRONTS, *few)
    assert code == 2
    assert "union of all runs" in out

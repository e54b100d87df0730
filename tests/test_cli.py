"""The command line: one object on stdout, words on stderr, an exit code that tells."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from towns import COST, write_town

import siting
from siting import commands
from siting.cli import main
from siting.milp import child


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """The command line listens to SIGTERM; the other tests should not."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four villages in a folder called town, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return write_town(tmp_path / "town")


@pytest.fixture
def said(capfd: pytest.CaptureFixture[str]) -> Any:
    """Run one command; its exit code, stdout and stderr, those of libraries too."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(w) for w in words])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


SOLVE = ("solve", "p-median", "town", "--p", "2")

NUMBER = (int, float)
MAYBE = (int, float, type(None))
SHAPE: dict[str, Any] = {
    "model": str,
    "instance": str,
    "parameters": dict,
    "termination": str,
    "solution": str,
    "proof": str,
    "objective": MAYBE,
    "bound": MAYBE,
    "gap": MAYBE,
    "open": list,
    "assignment": (dict, list, type(None)),
    "seconds": NUMBER,
    "solver": str,
    "options": dict,
    "seed": int,
    "threads": int,
    "versions": dict,
}
"""Keys of design.md section 4, and the types that they have."""


def strict(text: str) -> dict[str, Any]:
    """The one JSON object that a text is, nothing before or behind, no NaN."""

    def refuse(word: str) -> None:
        raise AssertionError(word)

    found = json.loads(text, parse_constant=refuse)
    assert isinstance(found, dict)
    return found


# solve


@pytest.mark.usefixtures("town")
def test_a_proved_answer_is_one_object_on_stdout(said: Any) -> None:
    """Exit code 0, all keys with their types, and the answer worked out by hand."""
    code, out, err = said(*SOLVE, "--json", "-", "--assignment")
    result = strict(out)
    assert code == 0
    for key, kinds in SHAPE.items():
        assert isinstance(result[key], kinds), key
        assert not isinstance(result[key], bool)
    assert result["model"] == "p-median"
    assert result["instance"] == "town"
    assert result["parameters"] == {"p": 2}
    assert result["open"] == ["A", "D"]
    assert result["assignment"] == {"007": "A", "NA": "A", "1e5": "D", "d": "D"}
    assert result["objective"] == result["bound"] == 10
    assert result["gap"] == 0
    assert result["proof"] in ("solver_claim", "certified")
    assert (result["termination"], result["solution"]) == ("finished", "feasible")
    assert "open: A, D" in err


@pytest.mark.usefixtures("town")
def test_a_heuristic_alone_proves_nothing(said: Any) -> None:
    """Exit code 2, and unknown numbers are null."""
    code, out, _ = said(*SOLVE, "--solver", "greedy", "--json", "-")
    result = strict(out)
    assert code == 2
    assert result["bound"] is None
    assert result["gap"] is None
    assert result["time_limit"] is None
    assert result["assignment"] is None
    assert (result["proof"], result["solver"]) == ("none", "greedy")
    assert isinstance(result["objective"], NUMBER)


def test_who_cannot_be_served_is_named(said: Any, tmp_path: Path) -> None:
    """Exit code 3, with the reason on stderr and in the JSON."""
    lost = write_town(tmp_path / "lost", without=frozenset({"NA"}))
    code, out, err = said("solve", "p-median", lost, "--p", "2", "--json", "-")
    result = strict(out)
    reason = (
        "1 of 4 clients cannot be served: client 'NA' has no way to any site; add "
        "travel costs or sites for them, or leave them out."
    )
    assert code == 3
    assert result["reason"] == reason
    assert reason in err
    assert (result["solution"], result["open"]) == ("infeasible", [])
    assert result["objective"] is result["bound"] is result["gap"] is None


def test_too_few_sites_say_how_many_would_do(said: Any, tmp_path: Path) -> None:
    """Exit code 3, with the smallest number that reaches everybody."""
    lost = write_town(tmp_path / "lost")
    rows = ["007,A,1", "NA,B,1", "1e5,C,1", "d,D,1", "d,C,2"]
    (lost / "cost.csv").write_text("\n".join(["demand,site,cost", *rows, ""]))
    code, out, _ = said("solve", "p-median", lost, "--p", "2", "--json", "-")
    assert code == 3
    assert strict(out)["reason"] == (
        "2 open sites cannot reach all 4 clients; the smallest number that does is 3."
    )


@pytest.mark.usefixtures("town")
def test_words_go_to_stdout_without_json(said: Any) -> None:
    """A person reads the verdict and the sites; progress is on stderr."""
    code, out, err = said(*SOLVE)
    assert code == 0
    assert "open: A, D" in out
    assert "HiGHS on" not in out
    assert "HiGHS on" in err


@pytest.mark.parametrize("solver", ["highs", "greedy", "interchange", "lagrangian"])
@pytest.mark.usefixtures("town")
def test_quiet_is_quiet(said: Any, solver: str) -> None:
    """No progress; the answer is still told."""
    _, out, err = said(*SOLVE, "--solver", solver, "--quiet")
    assert err == ""
    assert "open: " in out


def test_json_goes_to_a_file_whole(said: Any, town: Path) -> None:
    """What was there is replaced, nothing is left beside, stdout keeps the words."""
    target = town.parent / "answer.json"
    target.write_text("old")
    code, out, _ = said(*SOLVE, "--json", target)
    assert code == 0
    assert strict(target.read_text("utf-8"))["open"] == ["A", "D"]
    assert "open: A, D" in out
    assert sorted(p.name for p in town.parent.iterdir()) == ["answer.json", "town"]


def test_a_report_is_written(said: Any, town: Path) -> None:
    """One page, beside the JSON."""
    page, data = town.parent / "page.html", town.parent / "answer.json"
    code, _, _ = said(*SOLVE, "--report", page, "--json", data)
    assert code == 0
    assert page.read_text("utf-8").lstrip().lower().startswith("<!doctype html")
    assert strict(data.read_text("utf-8"))["objective"] == 10


@pytest.mark.usefixtures("town")
def test_limits_and_options_reach_the_run(said: Any) -> None:
    """What is given is what the JSON says was used."""
    _, out, _ = said(
        *SOLVE, "--json", "-", "--quiet", "--solver", "interchange?starts=3",
        "--seed", "5", "--threads", "2", "--time-limit", "9", "--gap", "0.5",
    )  # fmt: skip
    result = strict(out)
    assert result["options"] == {"starts": 3}
    assert (result["seed"], result["threads"]) == (5, 2)
    assert (result["time_limit"], result["gap_limit"]) == (9, 0.5)


@pytest.mark.usefixtures("town")
def test_site_lists_are_ids(said: Any) -> None:
    """Separated by commas, as they are written in the data."""
    words = (*SOLVE, "--required", "B, C", "--forbidden", "A", "--json", "-")
    result = strict(said(*words)[1])
    assert result["open"] == ["B", "C"]
    assert result["parameters"] == {
        "p": 2,
        "required": ["B", "C"],
        "forbidden": ["A"],
    }


@pytest.mark.parametrize("where", ["town", "csv:town", "./town"])
@pytest.mark.usefixtures("town")
def test_an_instance_may_be_named_in_several_ways(said: Any, where: str) -> None:
    """A plain path, or the reader before it."""
    code, out, _ = said("solve", "mclp", where, "--p=1", "--radius=3", "--json=-")
    assert code == 0
    assert strict(out)["objective"] == 6  # D reaches 1e5 and d


@pytest.mark.usefixtures("town")
def test_models_without_a_count_need_none(said: Any) -> None:
    """UFLP by hand: B, D: rents 1 + 2, trips 3 x 4 + 2 x 3; A, D: 7 + 10 = 17."""
    code, out, _ = said("solve", "uflp", "town", "--json", "-")
    assert code == 0
    assert strict(out)["objective"] == 17


# compare, list


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
    """Exit code 2, and the gap is not known."""
    words = ("compare", "p-median", "town", "--p", "2", "--solvers", "greedy")
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


# Bad input

P = ("--p", "1")
SOLVERS = "There are auto, greedy, highs, interchange, lagrangian."
BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "unknown command": (
        ("slove", "p-median"),
        "No command is called 'slove'; did you mean 'solve'? There are compare, list, "
        "solve, verify.",
    ),
    "unknown first flag": (
        ("--versoin",),
        "No flag is called '--versoin'; did you mean '--version'? There are --help, "
        "--version.",
    ),
    "missing file": (
        ("solve", "p-median", "twon", *P),
        "There is no file or folder 'twon'; check its name and folder. Bundled "
        "instances: coquimbo.",
    ),
    "misspelt bundled name": (
        ("solve", "p-median", "coqimbo", *P),
        "There is no file or folder 'coqimbo'; did you mean 'coquimbo'? Bundled "
        "instances: coquimbo.",
    ),
    "unknown model": (
        ("solve", "p-mediam", "town", *P),
        "No model is called 'p-mediam'; did you mean 'p-median'? There are mclp, "
        "p-median, uflp.",
    ),
    "unknown solver": (
        ("solve", "p-median", "town", *P, "--solver", "higs"),
        f"No solver is called 'higs'; did you mean 'highs'? {SOLVERS}",
    ),
    "unknown reader": (
        ("solve", "p-median", "cvs:town", *P),
        "No reader is called 'cvs'; did you mean 'csv'? There are csv, orlib, tsplib.",
    ),
    "unknown option of a solver": (
        ("solve", "p-median", "town", *P, "--solver", "interchange?start=2"),
        "No option of solver interchange is called 'start'; did you mean 'starts'? "
        "There are starts.",
    ),
    "unknown option of HiGHS": (
        ("solve", "p-median", "town", *P, "--solver", "highs?option=nonsense=1"),
        "HiGHS has no option 'nonsense'; see its list of options.",
    ),
    "option that is no number": (
        ("solve", "p-median", "town", *P, "--solver", "interchange?starts=few"),
        "starts is 'few'; expected a whole number.",
    ),
    "p beyond the sites": (
        ("solve", "p-median", "town", "--p", "5"),
        "p is 5, but the instance has 4 sites; choose p from 1 to 4.",
    ),
    "p = 0": (
        ("solve", "p-median", "town", "--p", "0"),
        "p is 0; expected a whole number >= 1.",
    ),
    "p no number": (
        ("solve", "p-median", "town", "--p", "two"),
        "p is 'two'; expected a whole number.",
    ),
    "p a fraction": (
        ("solve", "p-median", "town", "--p=1.5"),
        "p is '1.5'; expected a whole number.",
    ),
    "p without a value": (
        ("solve", "p-median", "town", "--p"),
        "argument --p: expected one argument; see siting solve --help.",
    ),
    "no p": (
        ("solve", "p-median", "town"),
        "p-median needs the number of sites to open; give p, or add for new ones "
        "beside the existing.",
    ),
    "p and add": (
        ("solve", "p-median", "town", *P, "--add", "1"),
        "both p = 1 and add = 1 are given; p counts all open sites and add only new "
        "ones, so give one of the two.",
    ),
    "no radius": (
        ("solve", "mclp", "town", *P),
        "mclp needs --radius; see 'siting solve mclp --help'.",
    ),
    "radius NaN": (
        ("solve", "mclp", "town", *P, "--radius", "nan"),
        "radius is nan; expected a number >= 0, in the unit of cost.",
    ),
    "unknown site": (
        ("solve", "p-median", "town", *P, "--required", "a"),
        "required names 'a', but the instance has no such site; its ids look like "
        "'A', 'B', 'C' and 1 more.",
    ),
    "one argument too many": (
        ("solve", "p-median", "town", "village", *P),
        "'village' is one argument too many; see siting solve --help.",
    ),
    "no instance": (
        ("solve", "p-median"),
        "the following arguments are required: INSTANCE; see siting solve --help.",
    ),
    "time limit negative": (
        ("solve", "p-median", "town", *P, "--time-limit", "-1"),
        "time_limit is -1.0; expected a number of seconds > 0.",
    ),
    "time limit no number": (
        ("solve", "p-median", "town", *P, "--time-limit", "soon"),
        "time_limit is 'soon'; expected a number.",
    ),
    "gap negative": (
        ("solve", "p-median", "town", *P, "--gap=-0.1"),
        "gap is -0.1; expected a number >= 0, such as 0.01 for 1 %.",
    ),
    "threads none": (
        ("solve", "p-median", "town", *P, "--threads", "0"),
        "threads is 0 and seed 0; expected at least 1 thread and a seed >= 0.",
    ),
    "seed a fraction": (
        ("solve", "p-median", "town", *P, "--seed", "0.5"),
        "seed is '0.5'; expected a whole number.",
    ),
    "seeds none": (
        ("compare", "p-median", "town", *P, "--seeds", "0"),
        "seeds is 0; expected a whole number >= 1.",
    ),
    "solvers none": (
        ("compare", "p-median", "town", *P, "--solvers", ","),
        "compare has 1 problems, 0 solvers and 1 seeds; give at least one of each.",
    ),
    "one unknown solver of several": (
        ("compare", "p-median", "town", *P, "--solvers", "highs,gready"),
        f"No solver is called 'gready'; did you mean 'greedy'? {SOLVERS}",
    ),
    "unknown kind of list": (
        ("list", "solver"),
        "No list is called 'solver'; did you mean 'solvers'? There are instances, "
        "models, solvers, studies.",
    ),
    "no result to verify": (
        ("verify", "nothing.json", "town"),
        "cannot read nothing.json: No such file or directory; give a file that "
        "'siting solve --json FILE' wrote.",
    ),
    "no place to write": (
        (*SOLVE, "--json", "no/where.json"),
        "no/where.json cannot be written: the folder no does not exist; create it or "
        "name another.",
    ),
    "a folder to write": (
        (*SOLVE, "--report", "town"),
        "town is a folder; give the name of a file in it, such as town/answer.",
    ),
    "a file as folder": (
        (*SOLVE, "--report", "town/sites.csv/page.html"),
        "town/sites.csv/page.html cannot be written: town/sites.csv is a file, not a "
        "folder; name another place.",
    ),
    "a map by another name": (
        (*SOLVE, "--out", "map.shp"),
        "map.shp is not named like a GeoPackage; end it with .gpkg.",
    ),
    "a map without coordinates": (
        (*SOLVE, "--out", "map.gpkg"),
        "instance 'town' has no coordinates for clients and sites, so there is nothing "
        "to draw in a GeoPackage; use --json instead.",
    ),
    "a table for a paper nowhere": (
        ("compare", "p-median", "town", *P, "--latex", "no/table.tex"),
        "no/table.tex cannot be written: the folder no does not exist; create it or "
        "name another.",
    ),
    "a verdict nowhere": (
        ("verify", "x.json", "town", "--json", "no/v.json"),
        "no/v.json cannot be written: the folder no does not exist; create it or name "
        "another.",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence_and_exit_code_4(
    said: Any, town: Path, case: str
) -> None:
    """With the nearest name, no traceback, nothing on stdout and nothing written."""
    words, sentence = BAD[case]
    code, out, err = said(*words, *(["--quiet"] if words[0] in RUNS else []))
    assert (code, out, err) == (4, "", f"siting: {sentence}\n")
    assert [p.name for p in town.parent.iterdir()] == ["town"]


RUNS = ("solve", "compare")


@pytest.mark.usefixtures("town")
def test_unknown_flags_offer_the_nearest(said: Any) -> None:
    """Also the flags of the model, and never by abbreviation."""
    code, _, err = said("solve", "mclp", "town", "--p", "1", "--radios", "3")
    assert code == 4
    begun = "siting: No flag is called '--radios'; did you mean '--radius'? There are"
    assert err.startswith(begun)
    assert said(*SOLVE, "--require", "A")[0] == 4
    assert said(*SOLVE, "--time", "3")[0] == 4


def test_bad_data_name_file_and_row(said: Any, town: Path) -> None:
    """What the reader says reaches the person at the terminal."""
    (town / "demand.csv").write_text("id,weight\n007,3\nNA,many\n1e5,2\nd,4\n")
    code, out, err = said(*SOLVE, "--json", "-")
    assert (code, out) == (4, "")
    assert "demand.csv, row 3, column 'weight': got 'many'; expected a number" in err


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "no/where.json"),
        ("--report", "no/page.html"),
        ("--out", "map.shp"),
        ("--out", "map.gpkg"),
    ],
)
@pytest.mark.usefixtures("town")
def test_nothing_is_solved_for_what_cannot_be_written(
    said: Any, words: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hours are not spent before a bad name is noticed."""

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("solved")

    monkeypatch.setattr(commands, "solve", never)
    assert said(*SOLVE, *words)[0] == 4
    assert said(*SOLVE)[0] == 5  # the trap works


def test_no_words_show_the_help(said: Any) -> None:
    """Exit code 4: nothing was asked."""
    code, out, err = said()
    assert (code, out) == (4, "")
    assert "siting COMMAND" in err


# Failures


@pytest.fixture
def odd_solvers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package with a solver that lies and one that breaks."""
    info = tmp_path / "odd-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[siting.solvers]\nliar = odd:Liar\nbroken = odd:Broken\nboaster = odd:Boaster\n"
    )
    (tmp_path / "odd.py").write_text(
        "from dataclasses import replace\n"
        "from siting.solution import Proof\n"
        "from siting.solvers.greedy import Greedy\n"
        "class Liar(Greedy):\n"
        "    name = 'liar'\n"
        "    def run(self, problem, limits):\n"
        "        return replace(super().run(problem, limits), objective=1.0)\n"
        "class Broken(Greedy):\n"
        "    name = 'broken'\n"
        "    def run(self, problem, limits):\n"
        "        raise ZeroDivisionError('of all things')\n"
        "class Boaster(Greedy):\n"
        "    name = 'boaster'\n"
        "    def run(self, problem, limits):\n"
        "        got = super().run(problem, replace(limits, watch=None))\n"
        "        design = got.design[::-1] * 0 == 1\n"
        "        design[[1, 2]] = True\n"
        "        worth = float(problem.evaluate(design[None, :])[0][0, 0])\n"
        "        return replace(got, design=design, objective=worth, bound=worth,\n"
        "                       proof=Proof.SOLVER_CLAIM)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("odd_solvers")
def test_a_lying_solver_is_caught(said: Any, town: Path) -> None:
    """Exit code 5, with what is wrong; nothing is written."""
    code, out, err = said(
        *SOLVE, "--solver", "liar", "--quiet", "--json", town.parent / "x.json"
    )
    assert (code, out) == (5, "")
    assert err.startswith("siting: liar gave an answer that fails the check: the ")
    assert not (town.parent / "x.json").exists()


@pytest.mark.usefixtures("odd_solvers", "town")
def test_a_false_claim_of_the_optimum_is_contradicted(said: Any) -> None:
    """Exit code 2: the better answer is kept, and nothing is called proved."""
    code, out, err = said(*SOLVE, "--solver", "boaster", "--json", "-")
    result = strict(out)
    assert code == 2
    assert (result["proof"], result["open"]) == ("contradicted", ["A", "D"])
    assert "Proved" not in err


@pytest.mark.usefixtures("odd_solvers", "town")
def test_a_breaking_solver_is_our_fault(said: Any) -> None:
    """Exit code 5 and a line to report, not a traceback."""
    code, out, err = said(*SOLVE, "--solver", "broken", "--quiet", "--json", "-")
    assert (code, out) == (5, "")
    assert "internal error, ZeroDivisionError: of all things (" in err
    assert len(err.splitlines()) == 1


@pytest.mark.usefixtures("town")
def test_a_crash_of_highs_is_told(said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 5, termination crashed, and the JSON is there all the same."""
    child.end_all()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    code, out, _ = said(*SOLVE, "--solver", "highs", "--json", "-")
    result = strict(out)
    assert code == 5
    assert (result["termination"], result["solution"]) == ("crashed", "none")
    assert result["objective"] is None
    assert "ended with code" in result["reason"]


# As people run it


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "siting.cli", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_stdout_of_a_real_process_is_json_alone(town: Path) -> None:
    """Whatever libraries print, stdout can be piped into a parser."""
    done = run("solve", "p-median", town, "--p", "2", "--json", "-")
    assert done.returncode == 0
    assert strict(done.stdout)["open"] == ["A", "D"]
    assert "HiGHS on" in done.stderr


def test_bad_input_of_a_real_process(town: Path) -> None:
    """The exit code is the one that main returns."""
    done = run("solve", "p-median", town, "--p", "99")
    assert (done.returncode, done.stdout) == (4, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_closed_pipe_is_no_traceback(town: Path) -> None:
    """``siting ... | head`` ends quietly."""
    script = f"{sys.executable} -m siting.cli list models | true"
    done = subprocess.run(
        ["sh", "-c", script], capture_output=True, text=True, timeout=60, cwd=town
    )
    assert "Traceback" not in done.stderr


def test_the_data_of_these_tests_are_what_they_say() -> None:
    """A and D is the only best pair."""
    weight = {"007": 3, "NA": 1, "1e5": 2, "d": 4}
    worth = {
        a + b: sum(weight[i] * min(row[a], row[b]) for i, row in COST.items())
        for a in "ABCD"
        for b in "ABCD"
        if a < b
    }
    assert min(worth.values()) == 10
    assert [k for k, v in worth.items() if v == 10] == ["AD"]
    assert hasattr(siting, "solve")

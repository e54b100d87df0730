"""``siting solve``: one object on stdout, words on stderr, a code that tells."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from towns import COST, lines, strict, write_town

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
    assert strict(out)["reason"].endswith(
        "has no way to any open site; 2 open sites cannot do it, and the smallest "
        "number that would do is 3."
    )


@pytest.mark.usefixtures("town")
def test_words_go_to_stdout_without_json(said: Any) -> None:
    """A person reads the verdict and the sites; progress is on stderr."""
    code, out, err = said(*SOLVE)
    assert code == 0
    assert "open: A, D" in out
    assert "best 10" not in out
    assert "best 10" in err


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
    """All four rents make 12; closing A adds 7, B 3, C 2 and D 10."""
    code, out, _ = said("solve", "uflp", "town", "--json", "-")
    assert code == 0
    assert strict(out)["objective"] == 12


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
    assert "best 10" in done.stderr


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


SCENARIOS = (
    "id,weight,scenario:dry,scenario:wet",
    ["007,3,3,0", "NA,1,1,9", "1e5,2,2,0", "d,4,4,0"],
)


def test_regret_takes_one_command(said: Any, town: Path) -> None:
    """The best of each scenario is found, recorded, and believed by verify.

    Dry, the best is 10 (see `towns`); wet it is 0, with B open. Of the pairs, A and C
    are 4 x 1 + 3 x 4 = 16 dry and 36 wet, B and D 12 + 6 = 18 and 0: a regret of 8.
    """
    lines(town / "demand.csv", *SCENARIOS)
    code, _, err = said(
        *("solve", "scenario-p-median", "town", "--p", "2", "--goal", "regret"),
        *("--json", "plan.json", "--report", "plan.html"),
    )
    assert code == 0, err
    result = strict(Path("plan.json").read_text(encoding="utf-8"))
    assert result["open"] == ["B", "D"]
    assert result["objective"] == 8
    assert result["parameters"]["best"] == ["dry=10.0", "wet=0.0"]
    assert "dry 18 (best 10)" in Path("plan.html").read_text(encoding="utf-8")
    assert said("verify", "plan.json", "town")[0] == 0


def test_words_tell_the_value_and_its_unit(said: Any) -> None:
    """What a planner asks first, without opening the JSON."""
    code, out, err = said("solve", "p-median", "coquimbo", "--p", "2", "--quiet")
    assert code == 0
    assert "weighted travel: 2,506,072 people x minutes" in out
    assert err == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ("hierarchical", "--p", "2", "--hospitals", "1", "--referral", "0.5"),
            r"open: [AD] \((hospital|clinic)\), [A-D] \((hospital|clinic)\)",
        ),
        (("modular-cflp", "--sizes", "4:10,9:12"), r"open: .*[A-D] \(capacity [49]\)"),
        (("phased", "--schedule", "1,2"), r"open: .*[A-D] \(.*period 2.*\)"),
        (
            ("max-min-access", "--p", "1", "--beds", "7", "--catchment", "99"),
            r"open: [A-D] \(7 beds\)",
        ),
    ],
)
@pytest.mark.usefixtures("town")
def test_words_tell_what_is_built(
    said: Any, words: tuple[str, ...], expected: str
) -> None:
    """Beds, sizes, levels and periods are half of the answer."""
    model, *flags = words
    code, out, _ = said("solve", model, "town", *flags, "--quiet")
    assert code == 0
    assert re.search(expected, out), out


def test_why_there_is_no_answer_is_on_stderr_as_well(said: Any, tmp_path: Path) -> None:
    """For who keeps the two apart; a screen that shows both says it once."""
    lost = write_town(tmp_path / "lost", without=frozenset({"NA"}))
    code, out, err = said("solve", "p-median", lost, "--p", "2", "--quiet")
    assert code == 3
    assert err.startswith("1 of 4 clients cannot be served")
    assert "1 of 4 clients cannot be served" in out

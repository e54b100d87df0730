"""Solvers that lie, break and crash; people who stop a run."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import pytest
from towns import strict, write_hard_town

from siting.cli import main
from siting.milp import child

SOLVE = ("solve", "p-median", "town", "--p", "2")


@pytest.fixture
def odd_solvers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package with solvers that lie, break and use up the memory."""
    info = tmp_path / "odd-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[siting.solvers]\n"
        "liar = odd:Liar\nbroken = odd:Broken\nboaster = odd:Boaster\n"
        "hungry = odd:Hungry\n"
    )
    (tmp_path / "odd.py").write_text(
        "from dataclasses import replace\n"
        "from siting.solution import Proof\n"
        "from siting.solvers.greedy import Greedy\n"
        "from siting.solvers.nsga2 import Nsga2\n"
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
        "class Hungry(Nsga2):\n"
        "    name = 'hungry'\n"
        "    def run(self, problem, limits):\n"
        "        raise MemoryError\n"
        "    def front(self, tradeoff, limits):\n"
        "        raise MemoryError\n"
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


@pytest.mark.usefixtures("odd_solvers", "town")
def test_a_run_that_uses_up_the_memory_is_no_answer(said: Any) -> None:
    """Exit code 5, the reason in words, and the JSON is there all the same."""
    code, out, err = said(*SOLVE, "--solver", "hungry", "--json", "-")
    result = strict(out)
    assert (code, result["termination"], result["solution"]) == (5, "memory", "none")
    assert result["reason"].startswith("this needs more memory than there is; try ")
    assert f"{result['reason'][1:]}. The memory was used up." in err


@pytest.mark.usefixtures("odd_solvers", "town")
def test_a_front_that_uses_up_the_memory_has_no_points(said: Any) -> None:
    """Exit code 5 as of one objective: nothing is found, and nothing is proved."""
    code, out, err = said(
        "pareto", "p-median+p-center", "town", "--p", "2", "--solver", "hungry",
        "--json", "-",
    )  # fmt: skip
    result = strict(out)
    assert (code, result["termination"], result["points"]) == (5, "memory", [])
    assert not result["complete"]
    assert not result["infeasible"]
    assert "No answer found. This needs more memory than there is; try " in err
    assert "The memory was used up." in err


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


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_gives_its_best_answer(
    tmp_path: Path, number: signal.Signals
) -> None:
    """Exit code 130, the incumbent in the JSON, and no process left behind."""
    town = write_hard_town(tmp_path / "hard")
    target = tmp_path / "answer.json"
    words = ["solve", "p-median", str(town), "--p", "25", "--solver", "highs"]
    # A shell's background jobs ignore SIGINT, and so would what they start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "-m", "siting.cli", *words, "--json", str(target)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        signal.signal(signal.SIGINT, before)
        assert run.stderr is not None
        for line in run.stderr:
            if "HiGHS on" in line:
                break
        sleep(1.0)
        place = Path(f"/proc/{run.pid}/task/{run.pid}/children")
        children = place.read_text().split()
        assert children
        began = perf_counter()
        run.send_signal(number)
        try:
            _, err = run.communicate(timeout=30)
        finally:
            run.kill()
    assert run.returncode == 130
    assert perf_counter() - began < 10
    assert "Traceback" not in err
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    result = strict(target.read_text("utf-8"))
    assert (result["termination"], result["solution"]) == ("interrupted", "feasible")
    assert len(result["open"]) == 25
    assert result["objective"] > 0
    assert result["proof"] in ("none", "certified")
    assert main(["verify", str(target), str(town)]) == 0

"""A child that runs HiGHS may be stopped, and may die, without harm."""

from __future__ import annotations

import math
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from time import perf_counter
from typing import Any

import pytest
from matrices import feasible, hard, knapsack
from sentences import said

from siting.matrix import Matrix
from siting.milp import child
from siting.milp.highs import Options, Result, Status


@pytest.fixture(autouse=True)
def own_children() -> Iterator[None]:
    """Every test begins without idle children and leaves none behind."""
    child.end_all()
    yield
    child.end_all()


def in_child(matrix: Matrix, options: Options) -> Result:
    """The result of a child, without its point."""
    return child.solve(matrix, options)[0]


def test_the_time_limit_is_kept() -> None:
    """Two seconds are two seconds on a model that takes minutes, and a bound holds."""
    matrix = hard()
    value = float(matrix.cost @ feasible(matrix))
    began = perf_counter()
    result, _ = child.solve(matrix, Options(time_limit=2.0), start=feasible(matrix))
    assert perf_counter() - began < 3.5
    assert result.status is Status.TIME_LIMIT
    assert math.isnan(result.bound) or result.bound <= value


def pid_of(one: child.Child) -> int:
    """Process id of a child."""
    return one._process.pid


def test_a_child_that_overruns_its_limit_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """HiGHS that hears of another limit ends in time, and its best point is kept."""

    def unlimited(options: Options) -> dict[str, Any]:
        return {**asdict(options), "time_limit": 12.0}

    matrix = hard()
    in_child(knapsack(), Options())  # so that a child is there
    monkeypatch.setattr(child, "asdict", unlimited)
    began = perf_counter()
    result, found = child.solve(matrix, Options(time_limit=3.0), start=feasible(matrix))
    assert 3.0 <= perf_counter() - began < 6
    assert result.status is Status.TIME_LIMIT
    assert result.words == "HiGHS did not keep the time limit and was stopped"
    assert found is not None
    assert found[: matrix.family("open").stop].sum() == 30
    assert math.isnan(result.bound)
    assert not child._idle


def test_options_that_highs_does_not_know_are_bad_input() -> None:
    """The child's refusal is raised here, and the child lives on."""
    options = Options(extra=("nonsense=1",))
    assert said(lambda: in_child(knapsack(), options)) == (
        "UsageError: HiGHS has no option 'nonsense'; see its list of options."
    )
    assert len(child._idle) == 1
    assert in_child(knapsack(), Options()).status is Status.OPTIMAL


def test_a_child_ends_when_who_listens_fails() -> None:
    """An error of ours does not leave HiGHS running."""

    def heard(*_: Any) -> None:
        raise ValueError("not my day")

    with pytest.raises(ValueError, match="not my day"):
        child.solve(hard(), Options(), start=feasible(hard()), heard=heard)
    assert not child._idle


def test_a_child_is_reused() -> None:
    """Starting one costs a third of a second."""
    in_child(knapsack(), Options())
    (first,) = child._idle
    in_child(knapsack("min"), Options())
    (second,) = child._idle
    assert first is second


def test_the_design_of_the_answer_comes_along() -> None:
    """The columns of 'open', as truth values."""
    result, found = child.solve(knapsack(), Options())
    assert found is not None
    assert found.tolist() == [1, 0, 1]
    assert result.nodes >= 0


@contextmanager
def after(seconds: float, act: Callable[[], Any]) -> Iterator[None]:
    """Do something while something else goes on."""
    timer = threading.Timer(seconds, act)
    timer.start()
    yield
    timer.join()


def kill_all(processes: list[Any]) -> None:
    """Kill processes as the system does when memory is short."""
    for process in processes:
        process.kill()


def test_a_child_that_dies_is_an_answer_not_an_exception(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Killed in the middle of a run, it leaves status crashed and its best point."""
    processes: list[Any] = []
    start_child = child.subprocess.Popen

    def remembered(*words: Any, **more: Any) -> Any:
        processes.append(start_child(*words, **more))
        return processes[-1]

    monkeypatch.setattr(child.subprocess, "Popen", remembered)
    matrix = hard()
    killed = threading.Event()

    def heard(*_: Any) -> None:
        if not killed.is_set():
            killed.set()
            kill_all(processes)

    result, found = child.solve(
        matrix, Options(time_limit=20), start=feasible(matrix), heard=heard
    )
    assert result.status is Status.CRASHED
    assert result.words == "HiGHS crashed: its process ended with code -9"
    assert found is not None
    assert found[: matrix.family("open").stop].sum() == 30
    assert not child._idle


def test_a_child_that_never_lives_is_an_answer_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where Python cannot start its worker there is a status, not a traceback."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    result, found = child.solve(hard(30, 3), Options())
    assert result.status is Status.CRASHED
    assert "ended with code" in result.words
    assert found is None


def test_an_idle_child_that_died_is_replaced() -> None:
    """What happened to the last run is no concern of the next."""
    in_child(knapsack(), Options())
    (first,) = child._idle
    first._process.kill()
    first._process.wait()
    assert in_child(knapsack(), Options()).status is Status.OPTIMAL
    (second,) = child._idle
    assert pid_of(second) != pid_of(first)


@contextmanager
def ctrl_c() -> Iterator[Callable[[], None]]:
    """Something to call for a KeyboardInterrupt a moment later."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        yield lambda: signal.setitimer(signal.ITIMER_REAL, 0.3) and None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_ctrl_c_gives_the_best_so_far() -> None:
    """Interrupted is a status, the incumbent is kept, and the child is gone."""
    matrix, heard = hard(), []
    with ctrl_c() as soon:

        def hear(objective: float, *_: Any) -> None:
            if not heard:
                soon()
            heard.append(objective)

        began = perf_counter()
        result, found = child.solve(
            matrix, Options(time_limit=60), start=feasible(matrix), heard=hear
        )
    assert result.status is Status.INTERRUPTED
    assert perf_counter() - began < 30
    assert heard
    assert found is not None
    assert found[: matrix.family("open").stop].sum() == 30
    assert math.isnan(result.bound)
    assert not child._idle


def test_ctrl_c_while_the_model_is_sent_is_an_answer_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The half-told child is not used again."""

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(child.Child, "tell", interrupted)
    result, found = child.solve(knapsack(), Options())
    assert result.status is Status.INTERRUPTED
    assert found is None
    assert not child._idle


def test_after_ctrl_c_the_next_run_is_as_ever() -> None:
    """A new child answers."""
    with ctrl_c() as soon:
        soon()
        matrix = hard()
        assert in_child(matrix, Options(time_limit=60)).status is Status.INTERRUPTED
    assert in_child(knapsack(), Options()).status is Status.OPTIMAL


def test_a_forked_process_has_children_of_its_own() -> None:
    """Two processes that talk to one child would mix their models up."""
    in_child(knapsack(), Options())
    (parents,) = child._idle
    ours, theirs = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking with threads
        pid = os.fork()
    if not pid:
        try:
            signal.alarm(10)  # a fork that talks to a lost thread waits for ever
            one = child._take()
            word = b"own" if pid_of(one) != pid_of(parents) else b"parent's"
            os.write(theirs, word)
            os.kill(pid_of(one), signal.SIGKILL)  # without a lock of a lost thread
        finally:
            os._exit(0)
    os.close(theirs)
    os.waitpid(pid, 0)
    with os.fdopen(ours, "rb") as pipe:
        assert pipe.read() == b"own"
    assert in_child(knapsack(), Options()).status is Status.OPTIMAL
    assert child._idle == [parents]


def test_no_child_is_left_behind() -> None:
    """They end with the process."""
    in_child(knapsack(), Options())
    (one,) = child._idle
    child.end_all()
    assert one._process.poll() is not None
    assert not child._idle

"""Limits of a run are checked once, and a trace only tells news."""

from __future__ import annotations

import math
from time import perf_counter, sleep

import pytest
from sentences import said

from siting.limits import Limits, Progress, Trace

GAP = "expected a number >= 0, such as 0.01 for 1 %."
SECONDS = "expected a number of seconds > 0."
REFUSED = [
    ({"time_limit": 0}, f"time_limit is 0; {SECONDS}"),
    ({"time_limit": -1.5}, f"time_limit is -1.5; {SECONDS}"),
    ({"time_limit": math.nan}, f"time_limit is nan; {SECONDS}"),
    ({"gap": -0.1}, f"gap is -0.1; {GAP}"),
    ({"gap": math.nan}, f"gap is nan; {GAP}"),
    ({"gap": math.inf}, f"gap is inf; {GAP}"),
    (
        {"threads": 0},
        "threads is 0 and seed 0; expected at least 1 thread and a seed >= 0.",
    ),
    (
        {"seed": -1},
        "threads is 1 and seed -1; expected at least 1 thread and a seed >= 0.",
    ),
]


REFUSED += [
    (
        {"evaluations": k},
        f"evaluations is {k}; expected a whole number >= 1, or nothing for as many as "
        "time allows.",
    )
    for k in (0, -3)
]


@pytest.mark.parametrize(("given", "sentence"), REFUSED)
def test_limits_that_limit_nothing_are_refused(
    given: dict[str, float], sentence: str
) -> None:
    """Each names the limit and its value."""
    assert said(lambda: Limits(**given)) == f"UsageError: {sentence}"  # type: ignore[arg-type]


def test_time_that_is_left_shrinks_and_never_is_negative() -> None:
    """Building counts: the clock starts when the limits are made."""
    limits = Limits(time_limit=0.05)
    first = limits.left
    sleep(0.06)
    assert 0 < first <= 0.05
    assert limits.elapsed >= 0.06
    assert limits.left == 0
    assert Limits().left == math.inf
    assert Limits(time_limit=10, began=perf_counter() - 4).left == pytest.approx(
        6, abs=1
    )


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_trace_keeps_only_what_is_better(sign: float) -> None:
    """Objectives fall and bounds rise, or the reverse when more is better."""
    heard: list[Progress] = []
    trace = Trace(Limits(watch=heard.append), sign=sign)
    news = [
        trace.better(objective=sign * 10),
        trace.better(objective=sign * 10),
        trace.better(objective=sign * 11),
        trace.better(bound=sign * 5),
        trace.better(bound=sign * 4),
        trace.better(objective=sign * 8, bound=sign * 7),
        trace.better(),
    ]
    assert news == [True, False, False, True, False, True, False]
    assert [(z, b) for _, z, b in trace.rows[1:]] == [
        (sign * 10, sign * 5),
        (sign * 8, sign * 7),
    ]
    assert math.isnan(trace.rows[0][2])
    assert [p.objective for p in heard] == [sign * 10, sign * 10, sign * 8]
    assert [t for t, _, _ in trace.rows] == sorted(t for t, _, _ in trace.rows)


def test_words_reach_who_watches_and_leave_no_trace() -> None:
    """What goes on is said, not kept."""
    heard: list[Progress] = []
    trace = Trace(Limits(watch=heard.append), sign=1.0)
    trace.better(objective=3)
    trace.say("building")
    assert (heard[-1].words, heard[-1].objective) == ("building", 3)
    assert len(trace.rows) == 1


def test_nobody_has_to_watch() -> None:
    """Without a watcher nothing is called."""
    trace = Trace(Limits(), sign=1.0)
    trace.say("alone")
    assert trace.better(objective=1)
    assert trace.rows[0][1] == 1

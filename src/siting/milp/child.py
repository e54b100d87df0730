"""Runs HiGHS in a child process, so that time limits and Ctrl-C are promises.

HiGHS overruns its time limit (measured: 5 s became 7.5 s), does not hear Ctrl-C inside
``run()`` and can crash. A child can be killed; what it streamed until then is kept.
Children stay for the next model, as starting one costs a third of a second.
"""

from __future__ import annotations

import atexit
import os
import queue
import subprocess
import sys
import threading
from dataclasses import asdict, replace
from pathlib import Path
from time import perf_counter
from typing import Any, cast

from numpy.typing import NDArray

from siting.cost import Floats
from siting.errors import UsageError
from siting.matrix import Matrix
from siting.milp.highs import Heard, Options, Result, Status, check
from siting.milp.wire import Arrays, receive, send

GRACE = 0.8
"""Seconds (at least; and 4 % of the limit) between HiGHS's own limit and the kill."""

ARRAYS = (
    "cost",
    "start",
    "column",
    "value",
    "row_lower",
    "row_upper",
    "lower",
    "upper",
    "integer",
)


class Child:
    """One worker process and a thread that reads what it says."""

    def __init__(self) -> None:
        root = str(Path(__file__).parents[2])
        program = (
            f"import sys; sys.path.append({root!r}); "
            "from siting.milp.worker import main; main()"
        )
        self.owner = os.getpid()
        self._process = subprocess.Popen(
            # -P: nothing in the user's current folder is imported by chance.
            [sys.executable, "-P", "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the parent, which then kills
        )
        self._said: queue.Queue[Any] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        stream = cast("Any", self._process.stdout)
        try:
            while True:
                self._said.put(receive(stream))
        except (EOFError, OSError, ValueError):
            self._said.put(None)

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs; one that waits may be killed for memory."""
        return self._process.poll() is None

    def tell(self, header: dict[str, Any], arrays: Arrays) -> None:
        """Send one message."""
        send(cast("Any", self._process.stdin), header, arrays)

    def hear(self, timeout: float | None) -> Any:
        """Next message, or None when the child is gone; `queue.Empty` in time."""
        return self._said.get(timeout=timeout)

    def end(self) -> int:
        """Kill, and return the exit code."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            try:
                cast("Any", stream).close()
            except OSError:
                continue
        return self._process.wait()


_idle: list[Child] = []


@atexit.register
def end_all() -> None:
    """Leave no child behind."""
    while _idle:
        child = _idle.pop()
        if child.owner == os.getpid():
            child.end()


def _keep(child: Child) -> None:
    """Leave a child for the next model; more than two are not worth their memory."""
    if len(_idle) < 2:
        _idle.append(child)
    else:
        child.end()


def _take() -> Child:
    """An idle child of this process (not of one it was forked from), or a new one."""
    while True:
        try:
            child = _idle.pop()
        except IndexError:  # none left, or another thread was quicker
            return Child()
        if child.owner == os.getpid():
            if child.is_alive:
                return child
            child.end()


def solve(
    matrix: Matrix,
    options: Options,
    *,
    start: Floats | None = None,
    heard: Heard | None = None,
) -> tuple[Result, Floats | None]:
    """Solve in a child, within the time limit whatever HiGHS does.

    Returns
    -------
    result
        With status interrupted after Ctrl-C, crashed when the child died.
    x : (columns,)
        The best point, that of the start included, also when ``result`` has none
        because the child had to be killed; None without any.
    """
    check(matrix)
    began = perf_counter()
    header = {
        "sense": matrix.sense,
        "offset": matrix.offset,
        "options": asdict(options),
    }
    arrays = {name: getattr(matrix, name) for name in ARRAYS}
    child = _take()
    try:
        child.tell(header, arrays if start is None else {**arrays, "point": start})
    except (BrokenPipeError, ConnectionResetError):
        code = child.end()
        return Result(Status.CRASHED, words=f"the child ended with code {code}"), None
    except KeyboardInterrupt:
        child.end()
        return Result(Status.INTERRUPTED, words="interrupted"), None
    allowed = options.time_limit + max(GRACE, 0.04 * options.time_limit)
    result, best = _listen(child, start, deadline=began + allowed, heard=heard)
    return result, best if result.x is None else result.x


def _listen(
    child: Child,
    best: Floats | None,
    *,
    deadline: float,
    heard: Heard | None,
) -> tuple[Result, Floats | None]:
    """Collect what a child says until its result, the deadline or Ctrl-C."""
    try:
        while True:
            left = deadline - perf_counter()
            said = child.hear(None if left == float("inf") else max(left, 0.0))
            if said is None:
                code = child.end()
                words = f"HiGHS crashed: its process ended with code {code}"
                return Result(Status.CRASHED, words=words), best
            header, arrays = said
            if header["kind"] != "news":
                _keep(child)
                return _result(header, arrays), best
            best = arrays["x"]
            if heard is not None:
                heard(header["objective"], best, header["bound"])
    except queue.Empty:
        child.end()
        words = "HiGHS did not keep the time limit and was stopped"
        return Result(Status.TIME_LIMIT, words=words), best
    except KeyboardInterrupt:
        child.end()
        return Result(Status.INTERRUPTED, words="interrupted"), best
    except BaseException:  # of who listens: the child's answer is nobody's then
        if child not in _idle:
            child.end()
        raise


def _result(header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Result:
    """The result that a child told, or the error that it raised about the options."""
    if header["kind"] == "refused":
        raise UsageError(header["words"])
    plain = Result(Status(header["status"]), None, header["bound"], header["nodes"])
    return replace(plain, words=header["words"], x=arrays.get("x"))

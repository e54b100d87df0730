"""The child process: takes one model after another on stdin, answers on stdout."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.errors import SitingError, UsageError
from siting.matrix import Matrix
from siting.milp.highs import Options, Result, Status, solve
from siting.milp.wire import receive, send


def matrix_from(header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Matrix:
    """The arrays of a model without its names."""
    parts = {k: v for k, v in arrays.items() if k != "point"}
    return Matrix(
        sense=header["sense"],
        offset=header["offset"],
        row_blocks=(),
        column_blocks=(),
        **parts,
    )


def answer_one(inbox: BinaryIO, outbox: BinaryIO) -> None:
    """Read one model, stream its incumbents, send its result."""
    header, arrays = receive(inbox)

    def heard(objective: float, x: Floats | None, bound: float) -> None:
        if x is not None:
            news = {"kind": "news", "objective": objective, "bound": bound}
            send(outbox, news, {"x": np.asarray(x)})

    options = Options(
        **{**header["options"], "extra": tuple(header["options"]["extra"])}
    )
    try:
        matrix = matrix_from(header, arrays)
        result = solve(matrix, options, start=arrays.get("point"), heard=heard)
    except MemoryError:
        result = Result(Status.MEMORY, words="out of memory")
    except UsageError as error:
        send(outbox, {"kind": "refused", "words": str(error)}, {})
        return
    except SitingError as error:
        result = Result(Status.ERROR, words=str(error))
    send(
        outbox,
        {
            "kind": "result",
            "status": result.status.value,
            "bound": result.bound,
            "nodes": result.nodes,
            "words": result.words,
        },
        {} if result.x is None else {"x": np.asarray(result.x)},
    )


def _end_with_parent(parent: int) -> None:
    """Leave when the parent is gone, also in the middle of a solve."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def main() -> None:
    """Serve until the parent closes the pipe or is killed."""
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    with os.fdopen(os.dup(1), "wb") as outbox:
        os.dup2(2, 1)  # whatever a library prints must not mix with messages
        while True:
            try:
                answer_one(sys.stdin.buffer, outbox)
            except (EOFError, BrokenPipeError):
                return


if __name__ == "__main__":
    main()

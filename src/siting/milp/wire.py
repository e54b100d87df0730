"""Messages between a run and its child process: JSON and raw arrays, no pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


def send(stream: BinaryIO, header: Mapping[str, Any], arrays: Arrays) -> None:
    """Write one message."""
    layout = [[k, a.dtype.str, a.shape] for k, a in arrays.items()]
    head = json.dumps({"header": header, "arrays": layout}).encode()
    stream.write(len(head).to_bytes(8, "little"))
    stream.write(head)
    for array in arrays.values():
        stream.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read one message; EOFError when the other side is gone."""
    head = json.loads(_exactly(stream, int.from_bytes(_exactly(stream, 8), "little")))
    arrays = {}
    for name, kind, shape in head["arrays"]:
        array = np.empty(shape, dtype=np.dtype(kind))
        raw = _exactly(stream, array.nbytes)
        arrays[name] = np.frombuffer(raw, dtype=array.dtype).reshape(shape)
    return head["header"], arrays


def _exactly(stream: BinaryIO, size: int) -> bytes:
    parts = []
    while size:
        part = stream.read(size)
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)

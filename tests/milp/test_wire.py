"""Messages between a run and its child."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest

from siting.milp import wire

KINDS = ["f8", "f4", "i8", "i4", "i2", "i1", "u1", "u4", "u8", "?"]
SHAPES: list[tuple[int, ...]] = [(3,), (0,), (0, 2), (2, 0), (2, 3), (1, 1, 1)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_arrays_cross_the_wire_unchanged(kind: str, shape: tuple[int, ...]) -> None:
    """All kinds of numbers, empty ones too."""
    size = int(np.prod(shape))
    array = np.arange(size).astype(kind).reshape(shape)
    stream = io.BytesIO()
    wire.send(stream, {"n": 1}, {"a": array, "b": array.T})
    stream.seek(0)
    header, arrays = wire.receive(stream)
    assert header == {"n": 1}
    for got, sent in ((arrays["a"], array), (arrays["b"], array.T)):
        assert got.dtype == sent.dtype
        assert got.shape == sent.shape
        assert np.array_equal(got, sent)


def test_special_numbers_cross_the_wire() -> None:
    """NaN and infinity, in arrays and in headers."""
    array = np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324])
    stream = io.BytesIO()
    wire.send(stream, {"bound": math.nan, "time": math.inf}, {"a": array})
    stream.seek(0)
    header, arrays = wire.receive(stream)
    assert math.isnan(header["bound"])
    assert header["time"] == math.inf
    assert arrays["a"].tobytes() == array.tobytes()


def test_messages_follow_one_another() -> None:
    """Each is read to its end and no further."""
    stream = io.BytesIO()
    for k in range(3):
        wire.send(stream, {"k": k}, {"a": np.arange(k)})
    stream.seek(0)
    got = [wire.receive(stream) for _ in range(3)]
    assert [h["k"] for h, _ in got] == [0, 1, 2]
    assert [len(a["a"]) for _, a in got] == [0, 1, 2]


@pytest.mark.parametrize("kept", [0, 3, 8, 20, -1])
def test_a_message_cut_short_is_the_end(kept: int) -> None:
    """Whoever was writing is gone."""
    stream = io.BytesIO()
    wire.send(stream, {"k": 1}, {"a": np.arange(4.0)})
    with pytest.raises(EOFError):
        wire.receive(io.BytesIO(stream.getvalue()[:kept]))

"""JSON from files: one value is read, or it is said why not."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siting.errors import InstanceError
from siting.files.strictjson import DEEPEST, strict_json


def read(text: str, *, most: int = 10**6) -> Any:
    """Read a text as the file f.json."""
    return strict_json(io.StringIO(text), where="f.json", most=most)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**299), 10**299)
    | st.floats(-1e299, 1e299)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_what_json_writes_is_read_back(value: Any) -> None:
    """Strictness takes nothing away from sound files."""
    assert read(json.dumps(value)) == value


REFUSED = {
    "a key twice": (
        '{"a": 1, "b": 2, "a": 3}',
        "f.json gives the key 'a' twice; keep one.",
    ),
    "a key twice inside": (
        '[{"x": {"b": 1, "b": 1}}]',
        "f.json gives the key 'b' twice; keep one.",
    ),
    "a key twice in two spellings": (
        r'{"a": 1, "\u0061": 2}',
        "f.json gives the key 'a' twice; keep one.",
    ),
    "a long key twice": (
        "{{{0}: 1, {0}: 2}}".format('"' + "k" * 500 + '"'),
        f"f.json gives the key '{'k' * 37}...' twice; keep one.",
    ),
    "NaN": ("[NaN]", "f.json holds NaN; unknown numbers are null in JSON."),
    "infinity": (
        "Infinity",
        "f.json holds Infinity; unknown numbers are null in JSON.",
    ),
    "minus infinity": (
        '{"a": -Infinity}',
        "f.json holds -Infinity; unknown numbers are null in JSON.",
    ),
    "beyond floats": ("1e400", "f.json holds 1e400; expected numbers below 1e+300."),
    "the limit": ("[-1e300]", "f.json holds -1e300; expected numbers below 1e+300."),
    "a whole number beyond": (
        "9" * 301,
        f"f.json holds {'9' * 40}; expected numbers below 1e+300.",
    ),
    "too long": (
        json.dumps("a" * 10**6),
        "f.json is longer than 1,000,000 letters; shorten it.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_said_in_a_sentence(case: str) -> None:
    """With the file, what it holds and what it should."""
    text, sentence = REFUSED[case]
    with pytest.raises(InstanceError) as caught:
        read(text)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("text", ["", "{", "[1,]", "{} {}", "'a'", "01", "\ufeff1"])
def test_what_is_not_json_is_left_to_the_caller(text: str) -> None:
    """Who knows what the file is for says what to write instead."""
    with pytest.raises(ValueError, match=r".") as caught:
        read(text)
    assert not isinstance(caught.value, InstanceError)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('[{"a":', "}]")])
def test_nesting_has_an_end(opening: str, closing: str) -> None:
    """The deepest that is read, one more, and what would use up the stack."""
    levels = DEEPEST // len(closing)
    closed = opening * levels + "0" + closing * levels
    read(closed)
    too_deep = [f"[{closed}]", opening * 10**5]
    too_deep += [opening * k + "0" + closing * k for k in (levels + 1, 500, 10**5)]
    for text in too_deep:
        with pytest.raises(ValueError, match="nested deeper than 32 levels"):
            read(text)


def test_an_empty_list_is_a_level_too() -> None:
    """33 brackets without anything inside are refused as well."""
    read("[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(ValueError, match="nested deeper than 32 levels"):
        read("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


def test_no_more_is_read_than_allowed() -> None:
    """An endless stream ends; a text of just the length is read."""
    assert read("123", most=3) == 123
    with pytest.raises(InstanceError, match="is longer than 2 letters"):
        read("123", most=2)
    stream = io.StringIO("1" * 100)
    with pytest.raises(InstanceError, match="is longer than 5 letters"):
        strict_json(stream, where="f.json", most=5)
    assert stream.tell() == 6

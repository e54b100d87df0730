"""Files of numbers, whatever their lines: what they hold and what is refused."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siting.errors import InstanceError
from siting.files.numberfile import NumberFile, per_unit


def file_of(folder: Path, text: str) -> NumberFile:
    """The numbers of a text."""
    path = folder / "p1"
    path.write_text(text)
    return NumberFile(path, words={"capacity": 7.0}, skipped="FILE:")


@given(st.lists(st.sampled_from([" ", "\n", "\t", "\n\n "]), min_size=6, max_size=6))
def test_where_lines_break_is_nothing(gaps: list[str]) -> None:
    """The same numbers, in lines of any length."""
    text = "".join(f"{k}{gap}" for k, gap in enumerate(gaps))
    with TemporaryDirectory() as folder:
        file = file_of(Path(folder), text)
    assert file.take(2, 3, what="numbers").tolist() == [[0, 1, 2], [3, 4, 5]]
    file.end()


def test_many_lines_are_read_in_blocks(tmp_path: Path) -> None:
    """More lines than a block holds, and the line of a fault behind it."""
    file = file_of(tmp_path, "1\n" * 2000)
    assert file.take(2000, what="ones").sum() == 2000
    with pytest.raises(InstanceError, match="line 1500: got 'x'; expected a number"):
        file_of(tmp_path, "1\n" * 1499 + "x\n" + "1\n" * 500)


def test_words_stand_for_numbers_and_a_heading_is_skipped(tmp_path: Path) -> None:
    """Once at the top, and only there."""
    file = file_of(tmp_path, "FILE: a\n1 capacity\n")
    assert file.take(2, what="numbers").tolist() == [1, 7]
    with pytest.raises(InstanceError, match="line 2: got 'FILE:'"):
        file_of(tmp_path, "1\nFILE: a\n")


def test_what_is_wrong_is_said_with_its_line(tmp_path: Path) -> None:
    """Too few numbers, too many, negative ones and sizes that are none."""
    path = tmp_path / "p1"
    with pytest.raises(InstanceError) as caught:
        file_of(tmp_path, "1 2\n3\n").take(2, 2, what="cost")
    assert str(caught.value) == (
        f"{path} ends after 3 of 4 numbers of cost; the file is cut short or of "
        "another format."
    )
    with pytest.raises(InstanceError) as caught:
        file_of(tmp_path, "1 2\n3 -4\n").take(4, what="cost")
    assert str(caught.value) == (f"{path}, line 2: cost is -4; expected a number >= 0.")
    file = file_of(tmp_path, "1\n2 3\n")
    file.take(2, what="cost")
    with pytest.raises(InstanceError) as caught:
        file.end()
    assert str(caught.value) == (
        f"{path}, line 2: got '3' after all that its first line declares; the file is "
        "of another format."
    )
    for text in ("0", "1.5", "1e12"):
        with pytest.raises(InstanceError, match=r"line 1: the count is .*; expected a"):
            file_of(tmp_path, text).size("count")


def test_a_total_cost_is_spread_over_the_demand(tmp_path: Path) -> None:
    """Nothing can be spread over nobody."""
    total, demand = np.array([[6.0, 3.0], [0.0, 0.0]]), np.array([3.0, 0.0])
    assert per_unit(total, demand, path=tmp_path).tolist() == [[2, 1], [0, 0]]
    with pytest.raises(InstanceError, match="client 2 has no demand, but costs"):
        per_unit(total + 1, demand, path=tmp_path)


@given(st.binary(max_size=60))
def test_any_bytes_give_numbers_or_a_sentence(data: bytes) -> None:
    """No content of a file raises anything but InstanceError."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "p1"
        path.write_bytes(data)
        with suppress(InstanceError):
            file = NumberFile(path)
            file.take(file.size("count"), what="numbers")

"""What the command line shows of a run that goes on."""

from __future__ import annotations

import pytest

from siting.console import Ticker
from siting.limits import Progress


def shown(capsys: pytest.CaptureFixture[str], *moments: Progress) -> list[str]:
    """Lines on stderr after some moments."""
    ticker = Ticker()
    for moment in moments:
        ticker(moment)
    return [" ".join(line.split()) for line in capsys.readouterr().err.splitlines()]


def test_a_value_is_shown_once_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    """However often the method tells of it."""
    often = (Progress(0.1 * k, objective=9.0) for k in range(25))
    assert shown(capsys, *often) == ["0.0 s best 9", "1.0 s best 9", "2.0 s best 9"]


def test_other_numbers_are_no_news(capsys: pytest.CaptureFixture[str]) -> None:
    """A front tells of each point; so many lines are for nobody."""
    often = (Progress(0.1 * k, words=f"{k + 2:,} points so far") for k in range(2000))
    lines = shown(capsys, *often)
    assert lines[0] == "0.0 s 2 points so far"
    assert len(lines) == 200


def test_news_is_shown_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Other words do not wait for the next second."""
    words = ["2 points so far", "3 points so far", "climbing", "HiGHS on 3 rows"]
    told = (Progress(0.1 * k, words=w) for k, w in enumerate(words))
    assert shown(capsys, *told) == [
        "0.0 s 2 points so far",
        "0.2 s climbing",
        "0.3 s HiGHS on 3 rows",
    ]


def test_the_next_run_is_shown_from_its_start(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its seconds begin anew, and so does what was said."""
    runs = [(5.0, "2 points"), (5.1, "3 points"), (0.1, "4 points"), (0.2, "5 points")]
    told = (Progress(seconds, words=words) for seconds, words in runs)
    assert shown(capsys, *told) == ["5.0 s 2 points", "0.1 s 4 points"]

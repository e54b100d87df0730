"""Errors name offender, got, expected and remedy."""

from __future__ import annotations

import pytest

from siting import errors
from siting.errors import SitingError, listed, unknown


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("higs", "highs"),
        ("HIGHS", "highs"),
        ("greedi", "greedy"),
        ("intrchange", "interchange"),
    ],
)
def test_unknown_names_offer_the_nearest(name: str, nearest: str) -> None:
    """A slip of the finger is answered with what was meant, then with all there is."""
    assert unknown("solver", name, ["interchange", "highs", "greedy"]) == (
        f"No solver is called {name!r}; did you mean {nearest!r}? "
        "There are greedy, highs, interchange."
    )


def test_unknown_names_far_from_all_get_the_list_alone() -> None:
    """Nothing is guessed where nothing is near."""
    assert unknown("model", "zzz", ["uflp", "mclp"]) == (
        "No model is called 'zzz'; there are mclp, uflp."
    )


def test_unknown_names_among_none() -> None:
    """Where there is nothing to choose from, that is said."""
    assert unknown("study", "x", []) == "No study is called 'x'; there are none."


def test_unknown_takes_what_is_no_text() -> None:
    """An offender that is no text is shown, not tripped over."""
    assert unknown("role", None, ["a"]).startswith("No role is called None;")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ids", "text"),
    [
        ([], ""),
        (["A"], "'A'"),
        (list("ABCDE"), "'A', 'B', 'C', 'D', 'E'"),
        (list("ABCDEF"), "'A', 'B', 'C', 'D', 'E' and 1 more"),
        (list("ABCDEFGHI"), "'A', 'B', 'C', 'D', 'E' and 4 more"),
    ],
)
def test_long_lists_of_ids_are_cut(ids: list[str], text: str) -> None:
    """Five ids are shown and the others counted."""
    assert listed(ids) == text


def test_listed_shows_as_many_as_wanted() -> None:
    """The number of shown ids can be chosen, and any iterable is taken."""
    assert listed(iter("ABC"), most=1) == "'A' and 2 more"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("InstanceError", ValueError),
        ("ProblemError", ValueError),
        ("RefusedError", ValueError),
        ("UsageError", ValueError),
        ("SolverError", RuntimeError),
    ],
)
def test_every_error_is_ours_and_pythons(name: str, plain: type) -> None:
    """One clause catches all of ours; who knows only Python's catches them too."""
    kind = getattr(errors, name)
    assert issubclass(kind, SitingError)
    assert issubclass(kind, plain)
    assert name in (errors.__doc__ or "")

"""Flags and text options come from the fields of dataclasses, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
from sentences import said

from siting.models import MCLP, UFLP, Hierarchical, Huff, MultiService, PMedian
from siting.parameters import Parameter, from_text, parameters_of


@dataclass(frozen=True)
class Option:
    """Has one field of every kind.

    Parameters
    ----------
    whole : int
        A number
        of ``steps``.
    part, share
        Parts of one.

    Notes
    -----
    whole
        Not this text.
    """

    whole: int
    part: float = 0.5
    share: float | None = None
    names: Sequence[str] = ()
    word: str = "x"
    sure: bool = False
    kind: Literal["min", "max"] = "min"
    many: tuple[str, ...] = field(default_factory=tuple)
    hidden: int = field(default=0, init=False)
    instance: Any = None


def one(name: str) -> Parameter:
    """The parameter of that name."""
    return next(p for p in parameters_of(Option) if p.name == name)


def test_every_field_that_can_be_text_is_a_parameter() -> None:
    """In order, but the instance and what is not given at birth."""
    names = [p.name for p in parameters_of(Option)]
    assert names == ["whole", "part", "share", "names", "word", "sure", "kind", "many"]


def test_kinds_come_from_annotations() -> None:
    """Optional ones are of their kind, and lists of ids are tuples."""
    kinds = {p.name: p.kind for p in parameters_of(Option)}
    assert kinds == {
        "whole": int,
        "part": float,
        "share": float,
        "names": tuple,
        "word": str,
        "sure": bool,
        "kind": str,
        "many": tuple,
    }
    assert one("kind").choices == ("min", "max")


def test_what_has_no_default_is_needed() -> None:
    """And what has one is not, however it is made."""
    assert [p.name for p in parameters_of(Option) if p.needed] == ["whole"]
    assert one("part").default == 0.5


def test_help_is_the_docstring() -> None:
    """The section Parameters is the one home of the words."""
    assert one("whole").help == "A number of steps."
    assert one("part").help == one("share").help == "Parts of one."
    assert one("word").help == ""


@pytest.mark.parametrize("model", [PMedian, MCLP, UFLP])
def test_every_flag_of_a_model_has_help(model: type) -> None:
    """Nobody has to guess what a flag means."""
    assert all(p.help for p in parameters_of(model))
    flags = [p.flag for p in parameters_of(model)]
    assert flags[:4] == ["--p", "--add", "--required", "--forbidden"]


def test_flags_are_fields_with_dashes() -> None:
    """Underscores are for Python."""
    assert Parameter("time_limit", float, (), False, None, "").flag == "--time-limit"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("whole", "12", 12),
        ("whole", "-3", -3),
        ("part", "1e-3", 0.001),
        ("part", "7", 7.0),
        ("share", "inf", float("inf")),
        ("names", "A, B,,C ", ("A", "B", "C")),
        ("names", "007,NA,1e5", ("007", "NA", "1e5")),
        ("names", "", ()),
        ("word", " a b ", " a b "),
        ("sure", "Yes", True),
        ("sure", "false", False),
        ("kind", "max", "max"),
    ],
)
def test_texts_become_values(name: str, text: str, value: object) -> None:
    """A text is read as its field is declared."""
    got = one(name).parse(text)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("whole", "2.5", "whole is '2.5'; expected a whole number."),
        ("whole", "", "whole is ''; expected a whole number."),
        ("whole", "1e3", "whole is '1e3'; expected a whole number."),
        ("part", "half", "part is 'half'; expected a number."),
        ("share", "1,5", "share is '1,5'; expected a number."),
        ("sure", "maybe", "sure is 'maybe'; expected yes or no."),
        (
            "kind",
            "mix",
            "No kind value is called 'mix'; did you mean 'min'? There are max, min.",
        ),
    ],
)
def test_texts_that_are_no_values_are_refused(
    name: str, text: str, sentence: str
) -> None:
    """The parameter is named with what was given."""
    assert said(lambda: one(name).parse(text)) == f"UsageError: {sentence}"


def test_options_are_read_by_name() -> None:
    """Only what is given is there; the rest keeps its default."""
    given = from_text(Option, {"whole": "1", "sure": "no"}, what="this")
    assert given == {"whole": 1, "sure": False}


def test_unknown_options_offer_the_nearest() -> None:
    """A misspelt option is not silently left out."""
    assert said(lambda: from_text(Option, {"hole": "1"}, what="solver x")) == (
        "UsageError: No option of solver x is called 'hole'; did you mean 'whole'? "
        "There are kind, many, names, part, share, sure, whole, word."
    )


def test_a_list_says_what_its_items_are() -> None:
    """Ids, numbers by name, rules: not all the same word."""
    shown = {p.name: p.metavar for p in parameters_of(MultiService)}
    assert shown["radii"] == "NAME=X,..."
    assert shown["required"] == "ID,..."
    assert shown["quotas"] == "RULE;..."
    assert (shown["p"], shown["budget"], shown["closest"]) == ("N", "X", "yes|no")


def test_help_tells_the_default() -> None:
    """Numbers, words, and yes or no; once, and not where there is none."""
    huff = {p.name: p.description for p in parameters_of(Huff)}
    assert huff["beta"].endswith("(default 2)")
    assert huff["outside"].endswith("(default 0)")
    assert huff["attractiveness"].endswith("(default equal)")
    assert huff["closest"].endswith("(default no)")
    assert "default" not in huff["least_travel"]
    levels = {p.name: p.description for p in parameters_of(Hierarchical)}
    assert levels["nested"].endswith("Default: yes.")
    assert levels["hospitals"].endswith("(needed)")
    assert huff["required"] != huff["forbidden"]

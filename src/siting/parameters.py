"""The fields of a dataclass as flags and text options: one home for every option."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from siting.errors import UsageError, unknown

SKIPPED = {"instance"}


@dataclass(frozen=True)
class Parameter:
    """One field that can be given as text.

    Attributes
    ----------
    kind
        int, float, str, bool, or tuple for a list of ids.
    choices
        The only values, when there are few.
    separator
        What stands between the items of a list: a comma, or what the field's
        ``Annotated`` says.
    item
        What an item of a list is called, as ``Annotated`` says after the separator.
    """

    name: str
    kind: type
    choices: tuple[str, ...]
    needed: bool
    default: Any
    help: str
    separator: str = ","
    item: str = "TEXT"

    @property
    def metavar(self) -> str:
        """What stands for the value in a usage line."""
        if self.choices:
            return "|".join(self.choices)
        if self.kind is tuple:
            return f"{self.item}{self.separator}..."
        return {int: "N", float: "X", bool: "yes|no"}.get(self.kind, "TEXT")

    @property
    def description(self) -> str:
        """What it means, and what holds when it is not given."""
        if self.needed:
            return f"{self.help} (needed)"
        if self.default in (None, (), "") or "default" in self.help.lower():
            return self.help
        told = f"{self.default:g}" if self.kind is float else self.default
        if self.kind is bool:
            told = "yes" if self.default else "no"
        return f"{self.help} (default {told})"

    @property
    def flag(self) -> str:
        """The command-line flag."""
        return "--" + self.name.replace("_", "-")

    def parse(self, text: str) -> Any:
        """The value that a text stands for, or `UsageError`."""
        if self.choices:
            if text not in self.choices:
                raise UsageError(unknown(f"{self.name} value", text, self.choices))
            return text
        if self.kind is tuple:
            return tuple(x.strip() for x in text.split(self.separator) if x.strip())
        if self.kind is bool:
            truth = {"true": True, "yes": True, "false": False, "no": False}
            if text.lower() not in truth:
                raise UsageError(f"{self.name} is {text!r}; expected yes or no.")
            return truth[text.lower()]
        try:
            return self.kind(text)
        except ValueError:
            wanted = {int: "a whole number", float: "a number"}[self.kind]
            raise UsageError(f"{self.name} is {text!r}; expected {wanted}.") from None


def parameters_of(cls: type) -> list[Parameter]:
    """All fields of a dataclass that can be given as text, in order."""
    hints, texts = get_type_hints(cls, include_extras=True), _described(cls)
    found = []
    for f in fields(cls):
        if f.name in SKIPPED or not f.init:
            continue
        hint, separator, item = hints[f.name], ",", "TEXT"
        if get_origin(hint) is Annotated:
            hint, separator, item = get_args(hint)
        kind, choices = _kind(hint)
        needed = f.default is MISSING and f.default_factory is MISSING
        default = None if f.default is MISSING else f.default
        text = texts.get(f.name, "")
        found.append(
            Parameter(f.name, kind, choices, needed, default, text, separator, item)
        )
    return found


def own_of(cls: type, base: type) -> list[Parameter]:
    """The fields of a dataclass that its base does not have."""
    shared = {p.name for p in parameters_of(base)}
    return [p for p in parameters_of(cls) if p.name not in shared]


def from_text(cls: type, given: dict[str, str], *, what: str) -> dict[str, Any]:
    """Keyword arguments of a dataclass from texts; unknown keys are refused."""
    known = {p.name: p for p in parameters_of(cls)}
    for key in given:
        if key not in known:
            raise UsageError(unknown(f"option of {what}", key, known))
    return {key: known[key].parse(text) for key, text in given.items()}


def options_in(query: str) -> dict[str, str]:
    """Keys and values of ``key=value&key2=value2``."""
    options: dict[str, str] = {}
    for part in query.split("&"):
        key, equals, value = part.partition("=")
        if not equals or not key:
            raise UsageError(
                f"the option {part!r} has no value; expected key=value after the "
                "question mark."
            )
        if key in options:
            raise UsageError(f"the option {key!r} is given twice; give it once.")
        options[key] = value
    return options


def _kind(hint: Any) -> tuple[type, tuple[str, ...]]:
    """Plain type and choices of an annotation such as int | None or Literal."""
    if get_origin(hint) in (Union, UnionType):
        hint = next(a for a in get_args(hint) if a is not NoneType)
    if get_origin(hint) is Literal:
        return str, tuple(get_args(hint))
    if get_origin(hint) in (tuple, list, Sequence):
        return tuple, ()
    return hint, ()


def _described(cls: type) -> dict[str, str]:
    """Texts of the Parameters and Options sections of a class and its bases."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        doc = base.__doc__ or ""
        for section in re.findall(
            r"^ *(?:Parameters|Options)\n *-+\n(.*?)(?=\n *\n *\S[^\n]*\n *---|\Z)",
            doc,
            flags=re.DOTALL | re.MULTILINE,
        ):
            for names, text in re.findall(
                r"^    (\w[\w, ]*)(?: :[^\n]*)?\n((?:        .*\n?)+)",
                section + "\n",
                flags=re.MULTILINE,
            ):
                words = re.sub(r"``?([^`]*)``?", r"\1", " ".join(text.split()))
                found |= dict.fromkeys((n.strip() for n in names.split(",")), words)
    return found

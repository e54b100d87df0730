"""Several questions about one design: what must be the same, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.claims.count import NumberOfSites
from siting.cost import Floats
from siting.errors import ProblemError
from siting.instance import Instance
from siting.matrix import Sense
from siting.problem import Problem
from siting.rules import Rules
from siting.stakes import Stake, couples, ruling, stake_of, together

SHARED = ("p", "add", "required", "forbidden", "budget", "quotas", "separation")
"""Fields that rule the design: given twice they must agree, given once they hold for
all."""


@dataclass(frozen=True)
class Objective:
    """One of the things that are wanted.

    Attributes
    ----------
    name
        What is measured.
    model
        Whose measure it is.
    """

    name: str
    model: str
    sense: Sense
    unit: str

    @property
    def sign(self) -> float:
        """1 when less is better, -1 when more is."""
        return 1.0 if self.sense == "min" else -1.0


@dataclass(frozen=True, eq=False)
class Tradeoff:
    """Two or more problems on one instance, of which one design answers all.

    Each has its own reply to the design: mostly everybody goes to a nearest open site.
    Where a problem sends people elsewhere (capacity, a least load) all of them are
    measured on one assignment, which keeps what each of them asks.

    Attributes
    ----------
    problems
        With the same rules of design; the first one's counts.
    """

    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, problems: Sequence[Problem]) -> Tradeoff:
        """Check that the problems go together, and let them share their rules."""
        is_one = isinstance(problems, Problem | str)
        given = [problems] if is_one else problems
        odd = [x for x in given if is_one or not isinstance(x, Problem)]
        if odd:
            raise ProblemError(
                "a trade-off is a list of problems, such as [PMedian(town, p=2), "
                f"MCLP(town, p=2, radius=5)]; got {_kind(odd[0])}."
            )
        if not 2 <= len(problems) <= 4:
            count = len(problems)
            told = "1 problem makes" if count == 1 else f"{count} problems make"
            raise ProblemError(
                f"{told} no trade-off; give 2, 3 or 4, such as p-median+mclp."
            )
        first = problems[0].instance
        for other in problems[1:]:
            if other.instance is not first and (
                other.instance.fingerprint != first.fingerprint
            ):
                raise ProblemError(_of_two_instances(problems[0], other))
        _refuse_couples(problems)
        agreed, owner = _agreed(problems)
        _refuse_unwanted(problems, agreed, owner)
        shared = tuple(replace(problem, **agreed) for problem in problems)
        _refuse_twins(shared)
        return cls(shared)

    @property
    def instance(self) -> Instance:
        """Whose clients and sites they are."""
        return self.problems[0].instance

    @property
    def rules(self) -> Rules:
        """Which designs are allowed."""
        return self.problems[0].rules

    @cached_property
    def stake(self) -> Stake | None:
        """What all ask of the one assignment; None where each has its own reply."""
        return together(self.problems) if ruling(self.problems) else None

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """What is wanted, in the order of the problems."""
        return tuple(
            Objective(p.measure, p.name, p.sense, p.unit) for p in self.problems
        )

    @property
    def signs(self) -> Floats:
        """1 where less is better, -1 where more is (q,)."""
        return np.array([p.sign for p in self.problems])

    @property
    def name(self) -> str:
        """Models, joined as on the command line."""
        return "+".join(p.name for p in self.problems)

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Values of many designs at once, all to be minimised.

        Parameters
        ----------
        designs : (k, m)

        Returns
        -------
        values : (k, q)
        violation : (k,)
            0 for a design that all problems allow.
        """
        found = [problem.evaluate(designs) for problem in self.problems]
        values = np.column_stack(
            [p.sign * v[:, 0] for p, (v, _) in zip(self.problems, found, strict=True)]
        )
        violation = np.max([v for _, v in found], axis=0)
        return np.nan_to_num(values, nan=np.inf), violation


def _agreed(problems: Sequence[Problem]) -> tuple[dict[str, Any], dict[str, str]]:
    """The rules of design that were given, each once, and in which problem."""
    agreed: dict[str, Any] = {}
    owner: dict[str, str] = {}
    for problem in problems:
        given = {f.name: f.default for f in fields(problem)}
        for key in SHARED:
            value = getattr(problem, key)
            if value is None or value == given[key]:
                continue
            if key in agreed and _plain(agreed[key]) != _plain(value):
                raise ProblemError(
                    f"{key} is {agreed[key]!r} in {owner[key]} and {value!r} in "
                    f"{problem.name}; all objectives are of one design, so give the "
                    "same, or give it once."
                )
            agreed[key], owner[key] = value, problem.name
    if "p" in agreed and "add" in agreed:
        raise ProblemError(
            f"p is given in {owner['p']} and add in {owner['add']}; give one of them."
        )
    return agreed, owner


def _refuse_unwanted(
    problems: Sequence[Problem], agreed: dict[str, Any], owner: dict[str, str]
) -> None:
    """Refuse a rule of one problem that another cannot take."""
    for problem in problems:
        for key in agreed:
            if key not in problem.refused:
                continue
            counts = any(isinstance(t, NumberOfSites) for t in problem.terms())
            if key in ("p", "add") and counts:
                raise ProblemError(
                    f"{key} is {agreed[key]} in {owner[key]}, so every design opens as "
                    f"many sites, and {problem.name} counts them: its value would be "
                    f"the same for all. Give a budget in place of {key}, or leave "
                    f"{problem.name} out."
                )
            raise ProblemError(
                f"{key} is {agreed[key]!r} in {owner[key]} and holds for every "
                f"objective, but {problem.name} takes no {key}: {problem.refused[key]}."
            )


def _kind(value: object) -> str:
    """What was given, in a word: a name, or what it is."""
    return repr(value) if isinstance(value, str) else f"one {type(value).__name__}"


def _of_two_instances(one: Problem, other: Problem) -> str:
    """Say so, also where both have one name."""
    names = one.instance.name, other.instance.name
    if names[0] != names[1]:
        asked = f"{one.name} is asked of {names[0]!r} and {other.name} of {names[1]!r}"
    else:
        asked = (
            f"{one.name} and {other.name} are asked of two instances called "
            f"{names[0]!r} whose data differ"
        )
    return f"{asked}; ask all of one instance."


def _plain(value: Any) -> Any:
    """Lists of ids without their order."""
    return sorted(value) if isinstance(value, tuple | list) else value


def _refuse_couples(problems: Sequence[Problem]) -> None:
    """Refuse what cannot be measured on the one assignment, where there is one."""
    for problem in problems:
        if problem.asks:
            raise ProblemError(
                f"{problem.name} rests on answers to other questions; it takes part in "
                "no trade-off."
            )
    rule = ruling(problems)
    for problem in problems if rule else ():
        if stake_of(problem) is None:
            raise ProblemError(_not_of_one(problem, rule[0]))


def _not_of_one(problem: Problem, ruler: Problem) -> str:
    """Say that a problem cannot be measured on an assignment that others share."""
    if problem is ruler:
        return (
            f"{problem.name} decides more than who goes where, which other objectives "
            "cannot share; ask it alone, or take cflp or sscflp in its place."
        )
    why = "limits what sites take" if couples(ruler) else "fixes who goes where"
    return (
        f"{ruler.name} {why}, so all objectives are measured on one assignment, which "
        f"does not tell {problem.measure} of {problem.name}; use models of travel, "
        "coverage or the number of sites, such as p-median, p-center and mclp."
    )


def _refuse_twins(problems: Sequence[Problem]) -> None:
    """Refuse the same objective twice."""
    for k, one in enumerate(problems):
        for other in problems[:k]:
            if type(one) is type(other) and one.parameters == other.parameters:
                raise ProblemError(
                    f"{one.name} is given twice with the same parameters; a trade-off "
                    "is between different objectives; give another model, or other "
                    "parameters."
                )

"""Questions of sites that must do for several scenarios of demand."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from siting.claim import Term
from siting.claims.scenario import ExpectedWorth, Kind, WorstRegret, WorstWorth
from siting.cost import Floats
from siting.errors import ProblemError, listed
from siting.modelling.named import check_names, numbers_by_name
from siting.problem import Problem
from siting.readable import shown
from siting.ruling import check_choice, texts_of

GOALS = ("expected", "minimax", "regret")


@dataclass(frozen=True, eq=False, kw_only=True)
class ScenarioProblem(Problem):
    """A question whose demand is that of one of the instance's scenarios.

    The sites are the same in all scenarios; the plain demand plays no part.

    Parameters
    ----------
    goal
        What counts over the scenarios. expected: the mean, by their probability;
        minimax: the scenario in which the answer is worst; regret: the scenario in
        which the answer is farthest from the best that could be done if one knew that
        this scenario comes.
    probability
        Of each scenario, as NAME=X. Only proportions count, so that days of the year do
        as well; each scenario needs one. For the expected goal; default all alike.
    best
        The best that can be done in each scenario alone, as NAME=X. For regret; found
        by solving for it, unless it is given. Doing better than it is no regret.
    """

    needs_count = True
    adds_up: ClassVar[Kind]

    goal: Literal["expected", "minimax", "regret"] = "expected"
    probability: Annotated[Sequence[str], ",", "NAME=X"] = ()
    best: Annotated[Sequence[str], ",", "NAME=X"] = ()

    def __post_init__(self) -> None:
        check_choice("goal", self.goal, GOALS)
        if not self.instance.scenarios:
            raise ProblemError(
                f"{self.name} needs scenarios of demand, but {self.instance.name!r} "
                "has none; give columns scenario:NAME in demand.csv, or the field "
                "scenarios of the instance."
            )
        for key, goal in (("probability", "expected"), ("best", "regret")):
            texts = texts_of(key, getattr(self, key))
            object.__setattr__(self, key, texts)
            if texts and self.goal != goal:
                raise ProblemError(
                    f"{key} is given, but the goal is {self.goal}; leave it out, or "
                    f"ask for the goal {goal}."
                )
        _ = self._chance, self._known_best
        super().__post_init__()

    @property
    def _names(self) -> tuple[str, ...]:
        """Names of the scenarios."""
        return tuple(self.instance.scenarios)

    def _numbers_of(self, key: str) -> dict[str, float]:
        """The numbers of a field, one for every scenario."""
        given = numbers_by_name(key, getattr(self, key), one="number", unit="")
        check_names(key, given, names=self._names, kind="scenario")
        missing = [name for name in self._names if name not in given]
        if missing:
            raise ProblemError(
                f"{key} has nothing for {listed(missing)}; give it for every scenario."
            )
        return given

    @cached_property
    def _weights(self) -> Floats:
        """Weight of each client in each scenario: (scenarios, n)."""
        return np.array(list(self.instance.scenarios.values()))

    @cached_property
    def _chance(self) -> dict[str, float]:
        """Probability of each scenario; they add up to 1."""
        if not self.probability:
            return dict.fromkeys(self._names, 1 / len(self._names))
        given = self._numbers_of("probability")
        total = sum(given.values())
        if total <= 0:
            raise ProblemError(
                "probability is 0 in all scenarios; give one that is not."
            )
        return {name: given[name] / total for name in self._names}

    @cached_property
    def _expected_demand(self) -> Floats:
        """Mean weight of each client: (n,)."""
        chance = np.array(list(self._chance.values()))
        return np.asarray(chance @ self._weights)

    @cached_property
    def _known_best(self) -> dict[str, float]:
        """The best of each scenario; empty while it is not known."""
        if not self.best:
            return {}
        given = self._numbers_of("best")
        return {name: given[name] for name in self._names}

    @property
    def _standard(self) -> Floats:
        """What each scenario is measured from: (scenarios,)."""
        if self.goal != "regret":
            return np.zeros(len(self._names))
        if not self.best:
            raise ProblemError(
                "regret is measured from the best of each scenario, which is not known "
                "yet: solve() finds it; or give best, as NAME=X for every scenario."
            )
        return np.array(list(self._known_best.values()))

    @property
    def magnitude(self) -> float:
        """Regret is the difference of sums as large as the best."""
        return max(self._known_best.values(), default=0.0)

    @property
    def asks(self) -> Mapping[str, Problem]:
        """For regret, each scenario as if it were sure to come."""
        if self.goal != "regret" or self.best:
            return {}
        return {name: self._if_sure(name) for name in self._names}

    def _if_sure(self, name: str) -> Problem:
        """The same question of one scenario alone."""
        alone = {name: self.instance.scenarios[name]}
        town = replace(self.instance, scenarios=alone)
        return replace(self, instance=town, goal="expected")

    def informed(
        self,
        values: Mapping[str, float],
        *,
        proved: Collection[str],  # noqa: ARG002
    ) -> Problem:
        """The question with the best of each scenario."""
        return replace(self, best=tuple(f"{k}={v!r}" for k, v in values.items()))

    def terms(self) -> tuple[Term]:
        """The expected, the worst, or the worst regret."""
        if self.goal == "expected":
            return (ExpectedWorth(self._chance, self.adds_up),)
        if self.goal == "minimax":
            return (WorstWorth(self.adds_up),)
        _ = self._standard
        return (WorstRegret(self._known_best, self.adds_up),)

    @abstractmethod
    def in_each(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Worth of designs in each scenario (k, scenarios), and violations (k,)."""

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """What the scenarios come to by the goal."""
        worth, violation = self.in_each(designs)
        sign = 1.0 if self.adds_up == "travel" else -1.0
        if self.goal == "expected":
            value = worth @ np.array(list(self._chance.values()))
        elif self.goal == "minimax":
            value = sign * (sign * worth).max(axis=1)
        else:
            value = (sign * (worth - self._standard)).max(axis=1, initial=0.0)
        return value[:, None], self.rules.violation(designs) + violation

    def remarks(self, design: NDArray[np.bool_]) -> tuple[str, ...]:
        """What the answer is worth in each scenario."""
        (worth,) = self.in_each(design[None, :])[0].tolist()
        what = "weighted travel" if self.adds_up == "travel" else "covered demand"
        parts = []
        for name, value in zip(self._names, worth, strict=True):
            best = self._known_best.get(name)
            known = "" if best is None else f" (best {shown(best)})"
            parts.append(f"{name} {shown(value)}{known}")
        return (
            f"{what} by scenario: {', '.join(parts)}",
            "figures and tables of people count the plain demand, not a scenario's",
        )


def sums(rows: Floats) -> list[float]:
    """Sum of every row (k, n) without rounding, as the checker adds up.

    Regret is a difference of sums; rounding would be all that is left of a regret of 0.
    """
    return [math.fsum(row) for row in rows.tolist()]

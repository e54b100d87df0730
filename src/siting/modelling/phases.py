"""Questions of sites that open in periods and stay open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any

import numpy as np

from siting.claim import Service
from siting.claims.referral import LayerTravel
from siting.easing import Easing
from siting.errors import ProblemError
from siting.modelling.named import check_names, numbers_by_name
from siting.modelling.schedule import (
    numbers_of,
    price_of_phases,
    texts_of_schedule,
    weights_of_periods,
)
from siting.problem import Problem
from siting.role import Role
from siting.rules import Rules
from siting.ruling import texts_of


@dataclass(frozen=True, eq=False, kw_only=True)
class PhasedProblem(Problem):
    """A question whose sites open on a schedule.

    Parameters
    ----------
    schedule
        How many sites, existing ones included, are open in each period, such as
        2,4,8; never less than before. The last is the final number.
    weights
        How much each period counts, such as 1,0.9,0.8: its length in years, or a factor
        for discount. Default: all alike.
    alone
        The least weighted travel of each period if only that counted, as PERIOD=X, such
        as 1=620.5. Found by solving for it, unless it is given.
    """

    amount = "period"
    layer_word = "period"
    refused = MappingProxyType(
        {
            "p": "the last number of the schedule is how many are open in the end",
            "add": "the numbers of the schedule count existing sites as well",
        }
    )
    rests_on_asked = False

    schedule: Annotated[Sequence[str], ",", "N"]
    weights: Annotated[Sequence[str], ",", "X"] = ()
    alone: Annotated[Sequence[str], ",", "PERIOD=X"] = ()

    def __post_init__(self) -> None:
        for key, like in (
            ("schedule", "whole numbers, such as ['2', '4', '8']"),
            ("weights", "numbers, such as ['1', '0.9']"),
        ):
            texts = texts_of_schedule(key, getattr(self, key), like=like)
            object.__setattr__(self, key, texts)
        object.__setattr__(self, "alone", texts_of("alone", self.alone))
        _ = self._weights, self._alone
        super().__post_init__()

    @cached_property
    def _numbers(self) -> tuple[int, ...]:
        """How many are open in each period."""
        return numbers_of(self.schedule)

    @cached_property
    def _weights(self) -> tuple[float, ...]:
        """How much each period counts."""
        return weights_of_periods(self.weights, periods=len(self._numbers))

    @cached_property
    def _alone(self) -> Mapping[int, float]:
        """Period, from 0 -> the best if only that counted, as far as it is known."""
        names = [str(t + 1) for t in range(len(self._numbers))]
        found = numbers_by_name("alone", self.alone, one="number", unit="")
        check_names("alone", found, names=names, kind="period")
        return {int(name) - 1: value for name, value in found.items()}

    @cached_property
    def _existing(self) -> Any:
        """Positions of the sites that exist."""
        return np.flatnonzero(self.instance.role == Role.EXISTING)

    @property
    def layers(self) -> tuple[str, ...]:  # type: ignore[override]  # from a field
        """The periods."""
        return tuple(f"period {t}" for t in range(1, len(self._numbers) + 1))

    @cached_property
    def rules(self) -> Rules:
        """The rules of the final set, which has as many sites as the schedule ends."""
        rules, last, first = super().rules, self._numbers[-1], self._numbers[0]
        if first < len(self._existing):
            raise ProblemError(
                f"schedule begins with {first}, but {len(self._existing)} sites exist "
                "and stay open; begin with at least so many."
            )
        if not rules.least <= last <= rules.most:
            raise ProblemError(
                f"schedule ends with {last}, but from {rules.least} to {rules.most} "
                "sites can be open; end with such a number."
            )
        return replace(rules, least=last, most=last)

    @property
    def amount_names(self) -> Mapping[float, str]:  # type: ignore[override]
        """The periods, which are no numbers to be added up."""
        return {float(t): f"period {t}" for t in range(1, len(self._numbers) + 1)}

    @property
    def layer_shown(self) -> int:
        """The last period, in which all sites are open."""
        return len(self._numbers) - 1

    def easings(self) -> tuple[Easing, ...]:
        """More sites from the first period on."""
        numbers, most = self._numbers, int((~self.rules.never).sum())

        def change(first: int) -> Problem:
            schedule = [str(max(first, number)) for number in numbers]
            return replace(self, schedule=schedule, alone=())

        said = "the smallest first number of the schedule that would do is {}"
        return (Easing("schedule", said, range(numbers[0] + 1, most + 1), change),)

    def informed(
        self, values: Mapping[str, float], *, proved: Collection[str]
    ) -> Problem:
        """The question with what was proved of each period."""
        texts = tuple(f"{t}={x!r}" for t, x in values.items() if t in proved)
        return replace(self, alone=texts)

    def comments(self, service: Service) -> tuple[str, ...]:
        """Travel of each period, beside what it would be if only that counted."""
        travel = [LayerTravel(t, 1.0).value(service) for t in range(len(self._numbers))]
        return tuple(
            price_of_phases(
                travel, self._alone, numbers=self._numbers, weights=self._weights
            )
        )

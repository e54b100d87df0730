"""The conditions of a comparison: what whoever repeats it has to know."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from siting.errors import UsageError
from siting.limits import Limits
from siting.machine import Machine, this_machine
from siting.readable import counted
from siting.solution import known

COLD = 2.0
"""Seconds of a first run below which loading compiled code would tell in its time."""


@dataclass(frozen=True)
class Conditions:
    """Under which all runs were made.

    Attributes
    ----------
    began
        When, by the clock of the machine, in UTC.
    reference
        The solver that proves the optimum where no run has; None: nobody does.
    """

    machine: Machine
    began: datetime
    time_limit: float
    gap: float
    seeds: tuple[int, ...]
    threads: int
    evaluations: int | None
    reference: str | None
    reference_time_limit: float

    @property
    def warms_up(self) -> bool:
        """Whether a quick first run is made twice, so that only the second counts.

        The first run of a process loads compiled code: a tenth of a second, in which
        a heuristic may be done a hundred times. One seed asks for no statistics.
        """
        return len(self.seeds) > 1

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; what has no limit is None."""
        return {
            "machine": asdict(self.machine),
            "began": self.began.isoformat(timespec="seconds"),
            "time_limit": known(self.time_limit),
            "gap_limit": self.gap,
            "seeds": list(self.seeds),
            "first_runs_made_twice_below": COLD if self.warms_up else None,
            "threads": self.threads,
            "evaluations": self.evaluations,
            "reference": self.reference,
            "reference_time_limit": known(self.reference_time_limit),
        }


def distinct(seeds: Iterable[int], verb: str, given: Mapping[str, int]) -> list[int]:
    """The seeds, each once; an error where there is nothing to run.

    Parameters
    ----------
    given
        How many there are of what the verb takes beside seeds, by the name of one.
    """
    chosen = list(dict.fromkeys(seeds))
    if not chosen or not all(given.values()):
        told = ", ".join(counted(number, thing) for thing, number in given.items())
        raise UsageError(
            f"{verb} has {told} and {counted(len(chosen), 'seed')}; give at least one "
            "of each."
        )
    return chosen


def conditions_of(
    *,
    time_limit: float,
    gap: float,
    seeds: Sequence[int],
    threads: int,
    evaluations: int | None,
    reference: str | None,
    reference_time_limit: float | None,
) -> Conditions:
    """What was asked for, checked before the first run, on this machine, now."""
    for seed in seeds:
        Limits(
            time_limit=time_limit,
            gap=gap,
            seed=seed,
            threads=threads,
            evaluations=evaluations,
        )
    limit = time_limit if reference_time_limit is None else reference_time_limit
    if not limit > 0 or math.isnan(limit):
        raise UsageError(
            f"reference_time_limit is {limit}; expected a number of seconds > 0."
        )
    return Conditions(
        machine=this_machine(),
        began=datetime.now(UTC),
        time_limit=time_limit,
        gap=gap,
        seeds=tuple(seeds),
        threads=threads,
        evaluations=evaluations,
        reference=reference,
        reference_time_limit=limit,
    )

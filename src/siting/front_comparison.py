"""Several solvers on the same trade-offs: every front beside the exact one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from siting.comparing.conditions import Conditions, conditions_of, distinct
from siting.comparing.front_methods import FrontContest, front_contests
from siting.comparing.front_row import FrontRow, row_of
from siting.comparing.front_runs import (
    bests_of,
    reference_of,
    refuse_front,
    runs_of,
    warmed_up,
    was_stopped,
    with_baseline,
)
from siting.comparing.front_standing import (
    FrontDuel,
    FrontStanding,
    front_duels,
    front_standings,
)
from siting.comparing.yardstick import yardstick
from siting.errors import UsageError
from siting.front import Front
from siting.limits import Watch
from siting.machine import versions
from siting.problem import Problem
from siting.run import solver_called
from siting.solver import Solver
from siting.tradeoff import Tradeoff

__all__ = ["FrontComparison", "compare_fronts"]


@dataclass(frozen=True, eq=False)
class FrontComparison:
    """All runs, in the order of trade-offs, solvers, seeds.

    Attributes
    ----------
    references
        What was run beside the methods where none of them proved the whole front.
    conditions
        Machine, limits and seeds; None for runs that were put together by hand.
    notes
        What was done that nobody asked for.
    """

    rows: tuple[FrontRow, ...]
    references: tuple[FrontRow, ...] = ()
    conditions: Conditions | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, fronts: Sequence[Front], reference: Front | None = None
    ) -> FrontComparison:
        """Fronts of one trade-off that were found before, in their order.

        Parameters
        ----------
        reference
            The exact front, or what comes near it; None: the fronts themselves.
        """
        if not fronts:
            raise UsageError("there are no fronts to compare; give at least one.")
        beside = [] if reference is None else [reference]
        tradeoff = fronts[0].tradeoff
        for other in [*fronts, *beside]:
            if not _is_same(tradeoff, other.tradeoff):
                raise UsageError(
                    f"one front is of {_name(tradeoff)} and one of "
                    f"{_name(other.tradeoff)}; compare fronts of one question, or run "
                    "compare_fronts on several."
                )
        yard = yardstick(tradeoff, [*fronts, *beside])
        rows = tuple(row_of(front, yard) for front in fronts)
        return cls(rows, tuple(row_of(front, yard) for front in beside))

    @cached_property
    def contests(self) -> list[FrontContest]:
        """The runs by trade-off and by method."""
        return front_contests(self.rows, self.references)

    @cached_property
    def standings(self) -> list[FrontStanding]:
        """Every method over all trade-offs."""
        return front_standings(self.contests)

    @cached_property
    def duels(self) -> list[FrontDuel]:
        """Every pair of methods: whether they differ, and how much."""
        return front_duels(self.contests)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        told = self.conditions.to_dict() if self.conditions else None
        if told is not None:
            told["first_runs_made_twice_below"] = None  # they are warmed up instead
            told["warmed_up"] = self.conditions is not None and self.conditions.warms_up
        return {
            "rows": [r.to_dict() for r in self.rows],
            "references": [r.to_dict() for r in self.references],
            "tradeoffs": [c.yard.to_dict() for c in self.contests],
            "summary": [s.to_dict() for s in self.standings],
            "tests": [d.to_dict() for d in self.duels],
            "conditions": told,
            "notes": list(self.notes),
            "versions": versions(),
        }


def compare_fronts(
    questions: Sequence[Sequence[Problem]],
    solvers: Sequence[Solver | str],
    *,
    time_limit: float = math.inf,
    seeds: Iterable[int] = (0,),
    threads: int = 1,
    evaluations: int | None = None,
    reference: Solver | str | None = "auto",
    reference_time_limit: float | None = None,
    watch: Watch | None = None,
) -> FrontComparison:
    """Run every solver with every seed on every trade-off.

    Where `weights` is not asked for it is added: it is what others must beat.

    Parameters
    ----------
    questions
        For each trade-off the problems that `siting.pareto` takes.
    time_limit
        Seconds for each run.
    seeds
        A row for each; what is proved to be the whole front is run once. With several
        seeds each method first makes a short run that does not count, since it loads
        code.
    evaluations
        Designs whose value may be learned in a run, by a method that counts them.
    reference
        Runs where no run has proved the whole front, and finds the best of each
        objective alone; None for no such run.
    reference_time_limit
        Seconds for that, and for each objective alone; None: as for each run.
    watch
        Called with the `siting.limits.Progress` of every run.

    Returns
    -------
    FrontComparison
        After Ctrl-C with the runs so far, the interrupted one last.
    """
    given = {"trade-off": len(questions), "solver": len(solvers)}
    chosen = distinct(seeds, "compare_fronts", given)
    tradeoffs = [Tradeoff.of(question) for question in questions]
    methods, notes = with_baseline([solver_called(s) for s in solvers], tradeoffs)
    judge = None if reference is None else solver_called(reference)
    for method, tradeoff in product([*methods, *([judge] if judge else [])], tradeoffs):
        refuse_front(method, tradeoff)
    conditions = conditions_of(
        time_limit=time_limit,
        gap=0.0,
        seeds=chosen,
        threads=threads,
        evaluations=evaluations,
        reference=judge.name if judge else None,
        reference_time_limit=reference_time_limit,
    )
    if conditions.warms_up:
        warmed_up(tradeoffs[0], methods, conditions)
    rows: list[FrontRow] = []
    references: list[FrontRow] = []
    for tradeoff in tradeoffs:
        own, beside = _rows(tradeoff, methods, judge, conditions, watch)
        rows += own
        references += beside
        if was_stopped([*own, *beside][-1].front):
            break  # Ctrl-C is for the whole
    return FrontComparison(tuple(rows), tuple(references), conditions, tuple(notes))


def _rows(
    tradeoff: Tradeoff,
    methods: Sequence[Solver],
    judge: Solver | None,
    conditions: Conditions,
    watch: Watch | None,
) -> tuple[list[FrontRow], list[FrontRow]]:
    """The runs on one trade-off, and what was run beside them to be the front."""
    runs = runs_of(tradeoff, methods, conditions, watch)
    fronts = [front for front, _ in runs]
    beside = reference_of(tradeoff, judge, fronts, conditions, watch)
    bests = bests_of(tradeoff, judge, [*fronts, *beside], conditions, watch)
    yard = yardstick(tradeoff, [*fronts, *beside], bests)
    own = [row_of(front, yard, copy_of=copy) for front, copy in runs]
    return own, [row_of(front, yard) for front in beside]


def _is_same(one: Tradeoff, other: Tradeoff) -> bool:
    """Whether two trade-offs ask the same of the same instance."""
    return (
        one.instance.fingerprint == other.instance.fingerprint
        and one.name == other.name
        and [p.parameters for p in one.problems]
        == [p.parameters for p in other.problems]
    )


def _name(tradeoff: Tradeoff) -> str:
    """A trade-off in words, for errors."""
    given = [dict(problem.parameters) for problem in tradeoff.problems]
    return f"{tradeoff.name} on {tradeoff.instance.name!r} with {given}"

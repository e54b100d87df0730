"""NSGA-II of pymoo on designs: what its operators do to sets of sites.

Deb, K., Pratap, A., Agarwal, S., Meyarivan, T. (2002). A fast and elitist
multiobjective genetic algorithm: NSGA-II. IEEE Transactions on Evolutionary Computation
6(2), 182-197. doi:10.1109/4235.996017

Blank, J., Deb, K. (2020). pymoo: multi-objective optimization in Python. IEEE Access 8,
89497-89509. doi:10.1109/ACCESS.2020.2990567
"""

from __future__ import annotations

from typing import Any

import numpy as np
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.core.crossover import Crossover
from pymoo.core.duplicate import DuplicateElimination
from pymoo.core.mutation import Mutation
from pymoo.core.problem import Problem
from pymoo.core.repair import Repair
from pymoo.core.termination import NoTermination
from pymoo.operators.crossover.ux import UniformCrossover
from pymoo.operators.mutation.bitflip import BitflipMutation
from pymoo.operators.selection.tournament import TournamentSelection

from siting.searching.ahead import FAR, ahead
from siting.searching.mixing import mixed
from siting.searching.most_wanted import most_wanted
from siting.searching.neighbours import Bools, Places
from siting.searching.quest import Quest
from siting.searching.stepping import stepped
from siting.searching.swarm import with_some_polished


class Designs(Problem):  # type: ignore[misc]
    """Designs as pymoo sees them: m truth values, with one sum of violations."""

    def __init__(self, quest: Quest) -> None:
        m, q = quest.rules.m, quest.archive.values.shape[1]
        super().__init__(n_var=m, n_obj=q, n_ieq_constr=1, xl=0, xu=1, vtype=bool)
        self._quest = quest

    def _evaluate(self, x: Bools, out: dict[str, Any], **_: Any) -> None:
        values, violation = self._quest.look(x.astype(bool))
        out["F"] = np.minimum(values, FAR)
        out["G"] = np.minimum(violation, FAR)[:, None]


class Mixing(Crossover):  # type: ignore[misc]
    """Two children of two parents; see `siting.searching.mixing`."""

    def __init__(self, quest: Quest) -> None:
        super().__init__(2, 2)
        self._rules = quest.rules

    def _do(self, _: Any, x: Bools, *, random_state: Any, **__: Any) -> Bools:
        one, other = x
        pair = [mixed(self._rules, one, other, random_state) for _ in range(2)]
        return np.array(pair)


class Stepping(Mutation):  # type: ignore[misc]
    """One move for each child; see `siting.searching.stepping`."""

    def __init__(self, quest: Quest) -> None:
        super().__init__()
        self._quest = quest

    def _do(self, _: Any, x: Bools, *, random_state: Any, **__: Any) -> Bools:
        return stepped(self._quest.rules, x, self._quest.ground, random_state)


class Finish(Repair):  # type: ignore[misc]
    """Counts put right by chance, and some children made better by local search."""

    def __init__(self, quest: Quest, share: float, *, counts: bool) -> None:
        super().__init__()
        self._quest, self._share, self._counts = quest, share, counts

    def _do(self, _: Any, x: Bools, **__: Any) -> Bools:
        rules, designs = self._quest.rules, x.astype(bool)
        if not self._counts:
            sizes = np.clip(designs.sum(axis=1), rules.least, rules.most)
            keys = designs + self._quest.rng.random(designs.shape)
            designs = most_wanted(rules, keys, sizes)
        return with_some_polished(self._quest, designs, self._share)


class Different(DuplicateElimination):  # type: ignore[misc]
    """No design twice."""

    def _do(self, pop: Any, other: Any, found: Bools) -> Bools:
        held = set() if other is None else {x.tobytes() for x in other.get("X")}
        for k, x in enumerate(pop.get("X")):
            name = x.tobytes()
            found[k] = name in held
            held.add(name)
        return found


def _winners(pop: Any, pairs: Places, *, random_state: Any, **_: Any) -> Places:
    """Of each pair (k, 2) the better one, else the lonelier, else either (k, 1)."""
    values, violation = pop.get("F"), pop.get("CV")[:, 0]
    apart = np.array([np.nan if c is None else c for c in pop.get("crowding")], float)
    one, other = pairs.T
    won = ahead(values[one], violation[one], values[other], violation[other])
    lonelier = np.sign(np.nan_to_num(apart[one]) - np.nan_to_num(apart[other]))
    coin = random_state.choice([-1, 1], size=len(pairs))
    first = np.where(won, won, np.where(lonelier, lonelier, coin)) > 0
    return np.asarray(np.where(first, one, other)[:, None])


def evolved(
    quest: Quest, *, population: int, rounds: int, usual: int, textbook: bool,
    share: float,
) -> None:  # fmt: skip
    """Generation after generation, until all is used up.

    Parameters
    ----------
    textbook
        Uniform crossover and bit flips, which know nothing of sites.
    share
        Of the children, improved by local search.
    """
    crossover = UniformCrossover() if textbook else Mixing(quest)
    mutation = BitflipMutation() if textbook else Stepping(quest)
    algorithm = NSGA2(
        pop_size=population,
        sampling=quest.first(population, helped=share > 0),
        selection=TournamentSelection(func_comp=_winners),
        crossover=crossover,
        mutation=mutation,
        repair=Finish(quest, share, counts=not textbook),
        eliminate_duplicates=Different(),
    )
    algorithm.mating.n_max_iterations = TRIES
    seed = int(quest.rng.integers(2**31))
    algorithm.setup(Designs(quest), termination=NoTermination(), seed=seed)
    for _ in quest.rounds(rounds, usual=usual):
        children = algorithm.ask()
        if children is None:  # all that it can think of is there already
            children = algorithm.pop.new("X", quest.first(population, helped=False))
        algorithm.evaluator.eval(algorithm.problem, children)
        algorithm.tell(infills=children)


TRIES = 5
"""How often children are made until enough differ from all that is there."""

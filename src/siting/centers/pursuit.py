"""Narrowing the gap of a center: what a run has, and its attempts at a threshold."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from siting.centers.clients import Clients, worst_of_each
from siting.centers.core import Core, central
from siting.centers.packing import refutes
from siting.centers.tree import Tree, Verdict
from siting.centers.weighing import Weighing
from siting.cost import Floats
from siting.forms import CenterForm
from siting.kernels.ascent import ascent
from siting.kernels.center import Swaps
from siting.limits import Limits, Trace

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

BURST = 1000
"""Swaps between two looks at the clock."""

STEPS = 500
"""Subgradient steps that try to refute a cover."""

PART = 1e-6
"""Part of a site below which it is closed."""

SHORT = 1e-3
"""How far a client may be from covered by parts of sites and count as covered."""

LACKING = 200
"""Clients that parts of sites do not cover, taken in at a time."""

WINDOW = 3
"""Rounds of cuts over which their gain is looked at."""

FADE = 0.2
"""Part of what is lacking that so many must gain to go on."""

HOPELESS = 1.0
"""Sites that parts of sites may spare for branching to be worth a try."""

CELLS = 5 * 10**7
"""Costs of all clients to all sites up to which all are taken in: 400 MB."""

FOLLOWERS = 100
"""Clients a site up to which all are taken in; with few sites, few clients decide."""


class Pursuit:
    """The best design so far and the bound, moved towards each other.

    Attributes
    ----------
    design : (m,)
        None while none serves everybody.
    value
        Of the design; infinite without one.
    bound
        No design is below; infinite when none serves everybody.
    is_lost
        Whether the last branch and bound cannot go on, by a fault of HiGHS.
    """

    def __init__(self, form: CenterForm, limits: Limits, trace: Trace) -> None:
        self._form, self._limits, self._trace = form, limits, trace
        self.clients = Clients(form)
        self.design: Bools | None = None
        self.value, self.bound = math.inf, 0.0
        self.is_lost = False
        self._seed = limits.seed
        self._trees: dict[float, Tree] = {}
        self._hopeless = math.inf

    def begin(self) -> None:
        """Take the start, and open one site after the other for who is farthest."""
        free = self._form.rules.free
        if self._limits.start is not None:
            self.look(np.flatnonzero(self._limits.start[free]), math.inf)
        self.look(np.empty(0, dtype=np.intp), math.inf)

    def threshold(self, t: float, top: float) -> float:
        """The least cost of the clients from t on, above the bound, ``top`` at most.

        Below it there are the same covers as below t.
        """
        table, t = self.clients.table, max(t, math.nextafter(self.bound, math.inf))
        return min(top, float(table.min(initial=top, where=table >= t)))

    def attempt(self, t: float, *, swaps: int, relax: bool) -> Verdict:
        """Find a design below t, or that there is none; open when neither is quick.

        Parameters
        ----------
        relax
            Whether to try refuting it by prices when swaps find none.
        """
        while self._limits.left > 0:
            table = self.clients.covered(t)
            core = Core.of(table, quickly=True)
            if self._is_hopeless(core, t):
                return Verdict.REFUTED
            columns = self._cover(core, swaps=swaps)
            if columns is None:
                return self._relax(core, t) if relax else Verdict.OPEN
            verdict = self._tried(core, columns, t)
            if verdict is not None:
                return verdict
        return Verdict.OPEN

    def take_in_all(self) -> None:
        """Take in all clients, where that is not too many.

        Swaps that see everybody find better covers than swaps that see few, whose
        covers leave somebody out again and again.
        """
        n, free = self._form.cost.shape[0], len(self.clients.sites)
        if n * free <= CELLS and n <= FOLLOWERS * self.clients.k:
            self.clients.add(np.arange(n))

    def weigh(self, t: float, *, cuts: bool) -> Verdict:
        """Refute t by parts of sites, taking in clients whom they do not cover whole.

        Parameters
        ----------
        cuts
            Whether to cut off parts of as many sites as may open that cover everybody.
        """
        while self._limits.left > 0:
            core = Core.of(self.clients.covered(t), quickly=True)
            if self._is_hopeless(core, t):
                return Verdict.REFUTED
            weighing = Weighing(core.table, seed=self._limits.seed)
            if not weighing.begin(seconds=self._limits.left):
                break
            if weighing.refutes(self.clients.k):
                self._raise(t)
                return Verdict.REFUTED
            if not self._lacking(core, weighing.parts, t):
                if self.clients.k - weighing.value > HOPELESS:
                    self._hopeless = min(self._hopeless, t)
                return self._cut(weighing, t) if cuts else Verdict.OPEN
        return Verdict.OPEN

    def _cut(self, weighing: Weighing, t: float) -> Verdict:
        """Add cuts while they help, until the prices refute t."""
        values = [weighing.value]
        while self._limits.left > 0 and weighing.cut():
            if not weighing.solve(seconds=self._limits.left):
                break
            if weighing.refutes(self.clients.k):
                self._raise(t)
                return Verdict.REFUTED
            values.append(weighing.value)
            gain = values[-1] - values[max(len(values) - 1 - WINDOW, 0)]
            if len(values) > WINDOW and gain < FADE * (self.clients.k - values[-1]):
                break
        return Verdict.OPEN

    def _lacking(self, core: Core, parts: Floats, t: float) -> bool:
        """Take in whom parts of sites cover least; whether there is anybody."""
        some = np.flatnonzero(parts > PART)
        reached = self.clients.reached(core.sites[some], parts[some], t)
        least = np.argsort(reached, kind="stable")[:LACKING]
        return self.clients.add(least[reached[least] < 1 - SHORT])

    def prove(self, t: float, *, nodes: int) -> Verdict:
        """Branch and bound on the present clients, so many nodes further."""
        if t >= self._hopeless:
            return Verdict.OPEN
        if t not in self._trees:
            core = Core.of(self.clients.covered(t))
            if self._is_hopeless(core, t):
                return Verdict.REFUTED
            self._trees[t] = Tree(core, k=self.clients.k)
        tree = self._trees[t]
        self._trace.say(
            f"{len(self.clients.index)} clients, "
            f"{100 * tree.done:.1f} % of the covers below {t:g} refuted"
        )
        verdict = tree.run(self._limits, nodes=nodes)
        self.is_lost = tree.is_lost
        if verdict is Verdict.REFUTED:
            self._raise(t)
        elif verdict is Verdict.COVERED:
            del self._trees[t]
            return self._tried(tree.core, tree.chosen, t) or Verdict.COVERED
        return verdict

    def _is_hopeless(self, core: Core, t: float) -> bool:
        """Whether some client has no site within less than t; then nobody can."""
        if core.is_hopeless:
            self._raise(t)
        return core.is_hopeless

    def _tried(self, core: Core, columns: Places, t: float) -> Verdict | None:
        """What a cover of the core is worth; None when new clients came of it."""
        table = self.clients.covered(t)
        cost = self.clients.table[self.clients.held[self.clients.index] >= t]
        known = len(self.clients.index)
        if self.look(central(cost, table, core.sites[columns]), t):
            return Verdict.COVERED
        return None if len(self.clients.index) > known else Verdict.OPEN

    def _cover(self, core: Core, *, swaps: int) -> Places | None:
        """Columns that cover a core, as far as swaps find them."""
        rows, columns = core.table.shape
        if columns <= self.clients.k or not rows:
            return np.arange(columns if rows else 0)
        if not self.clients.k:
            return None
        search = Swaps(core.table, p=self.clients.k)
        done = search.search(0, seed=0)
        while not done and swaps > 0 and self._limits.left > 0:
            self._seed += 1
            done = search.search(min(swaps, BURST), seed=self._seed)
            swaps -= BURST
        return search.chosen if done else None

    def _relax(self, core: Core, t: float) -> Verdict:
        """Refute t by the prices of an ascent."""
        price, _ = ascent(core.table, goal=self.clients.k + 1e-3, steps=STEPS)
        if not refutes(core.table, price, k=self.clients.k):
            return Verdict.OPEN
        self._raise(t)
        return Verdict.REFUTED

    def look(self, chosen: Places, t: float) -> bool:
        """Look at a design for all clients, and take in those whom it serves worst.

        Parameters
        ----------
        chosen : (k' <= k,)
            Free sites; others are opened for who is farthest until there are k.

        Returns
        -------
        good
            Whether everybody is served within less than t.
        """
        chosen = self._filled(chosen)
        cost, nearest = self.clients.travel(chosen)
        value = float(cost.max(initial=0.0))
        if value < self.value:
            rules = self._form.rules
            self.design = rules.must.copy()
            self.design[self.clients.sites[chosen]] = True
            self.value = value
            self._trace.better(objective=value)
            self._trees = {x: tree for x, tree in self._trees.items() if x <= value}
        far = np.flatnonzero(cost >= min(t, value))
        self.clients.add(far[worst_of_each(cost[far], nearest[far])])
        return value < t

    def _filled(self, chosen: Places) -> Places:
        """The same sites, and more for who is farthest until there are enough."""
        clients, sites = self.clients, list(chosen)
        if len(sites) >= clients.k:
            return chosen
        cost = clients.travel(chosen)[0]
        taken = np.zeros(len(clients.sites), dtype=bool)
        taken[sites] = True
        while len(sites) < clients.k:
            farthest = int(cost.argmax())
            way = self._form.weighted(np.array([farthest]), clients.sites)[0]
            j = int(np.where(taken, np.inf, way).argmin())
            j = int(taken.argmin()) if taken[j] else j
            sites.append(j)
            taken[j] = True
            column = clients.sites[j : j + 1]
            cost = np.minimum(cost, self._column(column))
        return np.array(sites, dtype=np.intp)

    def _column(self, site: Places) -> Floats:
        """Weighted cost of everybody to one site (n,)."""
        return self._form.weighted(slice(None), site)[:, 0]

    def _raise(self, t: float) -> None:
        """No design is below t."""
        if t > self.bound:
            self.bound = t
            if t < math.inf:
                self._trace.better(bound=t)

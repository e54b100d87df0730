"""Faults to plant in the capacitated p-median (see scripts/mutants)."""

MUTANTS = [
    (
        "weights squared, declared",
        "weight[i] * cost[i, j] * m.assign",
        "weight[i] ** 2 * cost[i, j] * m.assign",
    ),
    (
        "clients are split though whole, declared",
        "declare_service(m, pairs, n=town.n, whole=self.single_source)",
        "declare_service(m, pairs, n=town.n)",
    ),
    ("no capacity, declared", "        declare_capacity(m, town)\n", ""),
    (
        "nearest not forced, declared",
        "        if self.closest:\n            declare_closest(m, town)\n",
        "",
    ),
    (
        "travel not weighted in the arrays",
        "cost=self._weight[pairs[:, 0]] * pair_travel(town, pairs)",
        "cost=pair_travel(town, pairs)",
    ),
    (
        "clients are split though whole in the arrays",
        "            whole=self.single_source,\n",
        "",
    ),
    (
        "always whole in the arrays",
        "            whole=self.single_source,\n",
        "            whole=True,\n",
    ),
    (
        "no capacity in the arrays",
        "        draft_capacity(draft, town, pairs, assign)\n",
        "",
    ),
    (
        "nearest not forced in the arrays",
        "draft_closest(draft, town, pairs, assign)",
        "pass",
    ),
    (
        "reaches forgotten",
        "town = self.town\n        pairs = reachable_pairs(town)\n        draft",
        "town = self.instance\n        pairs = reachable_pairs(town)\n        draft",
    ),
    (
        "weighted the wrong way round",
        "return self.town.demand if self.weighted else np.ones(self.town.n)",
        "return np.ones(self.town.n) if self.weighted else self.town.demand",
    ),
    (
        "the objective is always weighted",
        "(WeightedTravel() if self.weighted else Travel(),)",
        "(WeightedTravel(),)",
    ),
    ("the checker knows no capacity", "            WithinCapacity(),\n", ""),
    (
        "the checker lets clients be split",
        "*([OneSiteEach()] if self.single_source else []),",
        "",
    ),
    (
        "the checker does not ask for nearest",
        "*([NearestOpen()] if self.closest else []),",
        "",
    ),
    (
        "the evaluator forgets the rules",
        "violation = self.rules.violation(designs)\n",
        "violation = np.zeros(len(designs))\n",
    ),
    (
        "too little room is no violation",
        "np.where(short > 0, self.town.n + short, 0.0)",
        "0 * short",
    ),
    (
        "the evaluator weights what is unweighted",
        "[1] @ self._weight",
        "[1] @ self.town.demand",
    ),
    (
        "the reply is the nearest whatever the room",
        "super().reply(design) if near is None else near",
        "Assignment.single(nearest_open(self.town, design)[0])",
    ),
    (
        "the reply is only the nearest",
        "super().reply(design) if near is None else near",
        "near",
    ),
    (
        "a median though capacity binds",
        "        if not takes_all(town):\n            return None\n",
        "",
    ),
    (
        "a median without weights",
        "MedianForm(self._weight, town.cost",
        "MedianForm(np.ones(town.n), town.cost",
    ),
    (
        "packing is called easy",
        "return self.single_source and not takes_all(self.town)",
        "return False",
    ),
    (
        "the unit is always weighted",
        "return super().unit if self.weighted else self.instance.cost_unit",
        "return super().unit",
    ),
]

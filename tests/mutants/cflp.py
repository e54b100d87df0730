"""Faults to plant in the capacitated problem (see scripts/mutants)."""

MUTANTS: list[tuple[str, str, str]] = [
    (
        "weights squared in the declaration",
        "+ sum(town.demand[i] * cost[i, j] * m.assign[i, j]",
        "+ sum(town.demand[i] ** 2 * cost[i, j] * m.assign[i, j]",
    ),
    (
        "no rents in the declaration",
        "expr=sum(town.opening[j] * m.open[j] for j in m.J)",
        "expr=sum(0 * m.open[j] for j in m.J)",
    ),
    (
        "no capacity in the declaration",
        "        declare_capacity(m, town)\n",
        "",
    ),
    (
        "the reach is forgotten in the matrix",
        """        town = self.town
        pairs = reachable_pairs(town)
        draft""",
        """        town = self.instance
        pairs = reachable_pairs(town)
        draft""",
    ),
    ("no rents in the matrix", "opening=town.opening)", "opening=0.0)"),
    ("clients must be whole", "cost=cost)", "cost=cost, whole=True)"),
    (
        "no capacity in the matrix",
        "        draft_capacity(draft, town, pairs, assign)\n",
        "",
    ),
    ("the least load is the most", "lower=0.0,", "upper=0.0,"),
    (
        "half of the least load is enough",
        "draft.open, -self.min_load)",
        "draft.open, -0.5 * self.min_load)",
    ),
    (
        "no closest rows in the matrix",
        "            draft_closest(draft, town, pairs, assign)\n",
        "            pass\n",
    ),
    (
        "no closest rows in the declaration",
        "            declare_closest(m, town)\n",
        "            pass\n",
    ),
    (
        "travel is not part of the value",
        "return (OpeningCost(), WeightedTravel())",
        "return (OpeningCost(),)",
    ),
    ("capacity is no duty", "            WithinCapacity(),\n", ""),
    (
        "the least load is no duty",
        "*([LeastLoad(self.min_load)] if self.min_load else []),",
        "",
    ),
    (
        "the nearest site is no duty",
        "*([NearestOpen()] if self.closest else []),",
        "",
    ),
    (
        "any least load is taken",
        '        check_number("min_load", self.min_load, unit=unit, optional=True)\n',
        "        assert unit\n",
    ),
    (
        "the memory estimate forgets half of the rows",
        "return each * count_pairs(self.town)",
        "return count_pairs(self.town)",
    ),
    (
        "evaluation forgets the least load",
        "opening_and_travel(self, designs, least=self.min_load or 0.0)",
        "opening_and_travel(self, designs)",
    ),
    (
        "the reply forgets the least load",
        "nearest_that_fits(self.town, design, least=self.min_load or 0.0)",
        "nearest_that_fits(self.town, design)",
    ),
    (
        "it is a median whatever the capacity",
        "if self.min_load or not takes_all(town):",
        "if self.min_load:",
    ),
    (
        "it is a median whatever the least load",
        "if self.min_load or not takes_all(town):",
        "if not takes_all(town):",
    ),
]

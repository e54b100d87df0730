"""Faults to plant in the single-source problem (see scripts/mutants)."""

MUTANTS: list[tuple[str, str, str]] = [
    (
        "weights forgotten in the declaration",
        "+ sum(town.demand[i] * cost[i, j] * m.assign[i, j]",
        "+ sum(cost[i, j] * m.assign[i, j]",
    ),
    (
        "rents squared in the declaration",
        "expr=sum(town.opening[j] * m.open[j] for j in m.J)",
        "expr=sum(town.opening[j] ** 2 * m.open[j] for j in m.J)",
    ),
    ("no capacity in the declaration", "        declare_capacity(m, town)\n", ""),
    (
        "clients may be split in the declaration",
        "declare_service(m, reachable_pairs(town), n=town.n, whole=True)",
        "declare_service(m, reachable_pairs(town), n=town.n)",
    ),
    (
        "clients may be split in the matrix",
        "n=town.n, cost=cost, whole=True)",
        "n=town.n, cost=cost)",
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
    (
        "no capacity in the matrix",
        "        draft_capacity(draft, town, pairs, assign)\n",
        "",
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
        "rents are not part of the value",
        "return (OpeningCost(), WeightedTravel())",
        "return (WeightedTravel(),)",
    ),
    ("capacity is no duty", "            WithinCapacity(),\n", ""),
    ("one site each is no duty", "            OneSiteEach(),\n", ""),
    ("service is no duty", "            EveryClientServed(),\n", ""),
    (
        "the nearest site is no duty",
        "*([NearestOpen()] if self.closest else []),",
        "",
    ),
    (
        "the memory estimate forgets most rows",
        "return 4 * count_pairs(self.town)",
        "return count_pairs(self.town)",
    ),
    (
        "it is a median whatever the capacity",
        "if not takes_all(town):",
        "if town.n < 0:",
    ),
    (
        "the median has no rents",
        "MedianForm(town.demand, town.cost, town.opening, self.rules)",
        "MedianForm(town.demand, town.cost, 0 * town.opening, self.rules)",
    ),
]

"""Faults to plant in the modular problem (see scripts/mutants)."""

MUTANTS: list[tuple[str, str, str]] = [
    (
        "a size that fits exactly is too large",
        "capacity[None, :] <=",
        "capacity[None, :] <",
    ),
    (
        "prices forgotten in the declaration",
        "+ sum(sizes[k][1] * m.size[j, k] for j, k in m.built)",
        "+ sum(0 * m.size[j, k] for j, k in m.built)",
    ),
    (
        "weights forgotten in the declaration",
        "+ sum(town.demand[i] * cost[i, j] * m.assign[i, j]",
        "+ sum(cost[i, j] * m.assign[i, j]",
    ),
    (
        "no prices in the matrix",
        "cost=price[built[:, 1]], integer",
        "cost=0.0, integer",
    ),
    ("no rents in the matrix", "opening=town.opening)", "opening=0.0)"),
    ("half a size can be built", "integer=True)", "integer=False)"),
    (
        "closed sites may have a size",
        """            (sites, draft.open, -1.0),
            lower=0.0,
            upper=0.0,""",
        """            (sites, draft.open, -1.0),
            lower=0.0,
            upper=1.0,""",
    ),
    (
        "more is installed than the size",
        """                -capacity[built[there, 1]],
            ),
            upper=0.0,""",
        """                -capacity[built[there, 1]],
            ),
            upper=9.0,""",
    ),
    (
        "sites serve twice what is built",
        " -capacity[built[there, 1]],",
        " -2.0 * capacity[built[there, 1]],",
    ),
    (
        "people are counted as one each",
        "(row, assign, town.demand[pairs[:, 0]])",
        "(row, assign, 1.0)",
    ),
    (
        "no closest rows in the matrix",
        "            draft_closest(draft, town, pairs, assign)\n",
        "            pass\n",
    ),
    (
        "the next site's size is told",
        "amount[chosen[:, 0]] = capacity[chosen[:, 1]]",
        "amount[chosen[:, 0]] = capacity[0]",
    ),
    ("sizes are free", "(OpeningCost(), SizeCost(self._sizes), ", "(OpeningCost(), "),
    ("sizes are no duty", "            WithinSize(self._sizes),\n", ""),
    ("a size of nothing is taken", "or float(match[1]) <= 0", ""),
    (
        "two prices of one capacity are taken",
        "if capacity in capacities[:k]:",
        "if k < 0:",
    ),
    (
        "the nearest site is no duty",
        "*([NearestOpen()] if self.closest else []),",
        "",
    ),
]

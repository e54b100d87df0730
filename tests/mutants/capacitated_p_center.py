"""Faults to plant in the capacitated p-center (see scripts/mutants)."""

MUTANTS = [
    (
        "travel squared, declared",
        "sum(cost[i, j] * m.assign[i, j]",
        "sum(cost[i, j] ** 2 * m.assign[i, j]",
    ),
    (
        "travel weighted, declared",
        "sum(cost[i, j] * m.assign[i, j]",
        "sum(town.demand[i] * cost[i, j] * m.assign[i, j]",
    ),
    (
        "clients are split, declared",
        "declare_service(m, reachable_pairs(town), n=town.n, whole=True)",
        "declare_service(m, reachable_pairs(town), n=town.n)",
    ),
    ("no capacity, declared", "        declare_capacity(m, town)\n", ""),
    (
        "nearest not forced, declared",
        "        if self.closest:\n            declare_closest(m, town)\n",
        "",
    ),
    (
        "clients are split in the arrays",
        "draft_service(draft, pairs, n=town.n, whole=True)",
        "draft_service(draft, pairs, n=town.n)",
    ),
    (
        "the largest travel counts twice in the arrays",
        "(np.arange(town.n), largest, -1.0)",
        "(np.arange(town.n), largest, -2.0)",
    ),
    (
        "the largest travel is at most 1 in the arrays",
        "cost=1.0, upper=np.inf",
        "cost=1.0, upper=1.0",
    ),
    (
        "travel weighted in the arrays",
        "(pairs[:, 0], assign, pair_travel(town, pairs))",
        "(pairs[:, 0], assign, town.demand[pairs[:, 0]] * pair_travel(town, pairs))",
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
        "town = self.town\n        pairs = reachable_pairs(town)\n",
        "town = self.instance\n        pairs = reachable_pairs(town)\n",
    ),
    (
        "the objective is weighted",
        "return (LargestTravel(),)",
        "return (LargestTravel(weighted=True),)",
    ),
    ("the checker knows no capacity", "            WithinCapacity(),\n", ""),
    ("the checker lets clients be split", "            OneSiteEach(),\n", ""),
    (
        "the checker does not ask for nearest",
        "            *([NearestOpen()] if self.closest else []),\n",
        "",
    ),
    (
        "the evaluator forgets the rules",
        "violation = self.rules.violation(designs)\n",
        "violation = np.zeros(len(designs))\n",
    ),
    (
        "too little room is no more than unserved",
        "np.where(short > 0, self.town.n + short, 0.0)",
        "0 * short",
    ),
    (
        "the evaluator adds travel up",
        "[1].max(initial=0.0)",
        "[1].sum()",
    ),
    (
        "the evaluator takes the nearest whatever the room",
        "if nearest_that_fits(self.town, designs[k]) is not None:",
        "if True:",
    ),
    (
        "the reply is only the nearest",
        "super().reply(design) if near is None else near",
        "near",
    ),
    ("packing is called easy", "reply_is_hard = True", "reply_is_hard = False"),
    (
        "the unit is weighted",
        "return self.instance.cost_unit",
        "return super().unit",
    ),
    (
        "no nonzeros of travel and service",
        "5 * count_pairs(self.town)",
        "0 * count_pairs(self.town)",
    ),
]

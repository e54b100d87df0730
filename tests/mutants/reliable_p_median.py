"""Faults to plant in the reliable p-median (see scripts/mutants)."""

MUTANTS = [
    ("failing always is taken", "if self.failure >= 1:", "if self.failure > 1:"),
    (
        "failure in percent is taken",
        'check_number("failure", self.failure, most=1)',
        'check_number("failure", self.failure)',
    ),
    (
        "no levels are taken",
        'whole_number("levels", self.levels, least=1)',
        'whole_number("levels", self.levels, least=0)',
    ),
    (
        "a negative penalty is taken",
        'check_number("penalty", self.penalty, unit=unit, optional=True)',
        "pass",
    ),
    (
        "more levels than sites",
        "return min(self.levels, self.rules.most)",
        "return self.levels",
    ),
    (
        "it comes to each level with q^r",
        "np.arange(self._depth)) * (1 - q)",
        "np.arange(self._depth))",
    ),
    (
        "the first site has failed already",
        "np.power(q, np.arange(self._depth))",
        "np.power(q, np.arange(1, self._depth + 1))",
    ),
    ("uncounted days are counted", "chance / (1 - q**self._depth)", "chance"),
    (
        "the last level works too rarely",
        "lost = float(self.failure) ** self._depth",
        "lost = float(self.failure) ** (self._depth + 1)",
    ),
    ("the last resort is not weighted", "float(self.town.demand.sum())", "self.town.n"),
    (
        "trips beyond the penalty are made",
        "if self.penalty is None:\n            return self.town",
        "if True:\n            return self.town",
    ),
    (
        "a penalty of 0 is none",
        "if self.penalty is None:\n            return self.town",
        "if not self.penalty:\n            return self.town",
    ),
    (
        "reaches forgotten",
        "within(self.town.cost, most)",
        "within(self.instance.cost, most)",
    ),
    (
        "weights squared, declared",
        "demand[i] * chance[r] * cost[i, j]",
        "demand[i] ** 2 * chance[r] * cost[i, j]",
    ),
    (
        "one site at all levels, declared",
        "sum(m.assign[i, j, r] for r in m.R) - m.open[j] <= 0",
        "sum(m.assign[i, j, r] for r in m.R) - 2 * m.open[j] <= 0",
    ),
    ("levels at most once, declared", "== 1\n", "<= 1\n"),
    ("no last resort, declared", "total += self._last_resort + sum(", "total += sum("),
    (
        "levels all alike in the arrays",
        "cost=travel * self._chance[level]",
        "cost=travel * self._chance[0]",
    ),
    (
        "travel not weighted in the arrays",
        "town.demand[pairs[:, 0]] * pair_travel(town, pairs)",
        "pair_travel(town, pairs)",
    ),
    ("being unserved is free in the arrays", "cost=lost.ravel()", "cost=0.0"),
    (
        "no last resort in the arrays",
        "draft.matrix(offset=self._last_resort)",
        "draft.matrix()",
    ),
    (
        "the first open sites instead of the nearest",
        'np.argsort(block, axis=1, kind="stable")[:, : self._depth]',
        "np.tile(np.arange(block.shape[1]), (len(block), 1))[:, : self._depth]",
    ),
    (
        "ties broken at random",
        'kind="stable")[:, : self._depth]',
        'kind="stable")[:, ::-1][:, : self._depth]',
    ),
    (
        "the evaluator forgets the last resort",
        "np.full(len(designs), self._last_resort)",
        "np.zeros(len(designs))",
    ),
    (
        "the evaluator lets levels be missing",
        "violation[d] += (~served).any(axis=1).sum()",
        "violation[d] += 0",
    ),
    (
        "missing levels cost nothing",
        "np.where(served, travel, instead)",
        "np.where(served, travel, 0.0)",
    ),
    (
        "the reply leaves levels out",
        "if self.penalty is None and not served.all():",
        "if False:",
    ),
    (
        "the reply has one level",
        "np.ones(len(client)), level)",
        "np.ones(len(client)), 0 * level)",
    ),
    (
        "the checker counts all days",
        "ExpectedTravel(self.failure, self._depth),)",
        "ExpectedTravel(self.failure, None),)",
    ),
    (
        "the checker forgets the penalty",
        "            ExpectedPenalty(self.failure, self.penalty),\n",
        "",
    ),
    (
        "the checker lets levels be missing",
        "(EveryLevel(self._depth), LevelsByDistance(self._depth, np.inf))",
        "(LevelsByDistance(self._depth, np.inf),)",
    ),
    (
        "the checker knows no order",
        "(LevelsByDistance(self._depth, float(self.penalty)),)",
        "()",
    ),
    ("names for two levels only", "range(2, self._depth)", "range(3, self._depth)"),
]

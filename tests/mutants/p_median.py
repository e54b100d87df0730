"""Faults to plant in the p-median (see scripts/mutants)."""

MUTANTS = [
    (
        "weights squared in the declaration",
        "town.demand[i] * cost[i, j] * m.assign",
        "town.demand[i] ** 2 * cost[i, j] * m.assign",
    ),
    (
        "clients served at least once, declared only",
        "if (i, j) in m.pairs) == 1",
        "if (i, j) in m.pairs) >= 1",
    ),
    (
        "closed sites serve half",
        "m.assign[i, j] <= m.open[j]",
        "m.assign[i, j] <= 2 * m.open[j]",
    ),
    (
        "the limit is cut to whole units",
        "float(self.max_travel))",
        "float(int(self.max_travel)))",
    ),
    (
        "the limit forgets reaches",
        "within(self.town.cost, most)",
        "within(self.instance.cost, most)",
    ),
    (
        "the limit is ignored where the model is used",
        "if self.max_travel is None:\n            return self.town",
        "if True:\n            return self.town",
    ),
    (
        "a limit of 0 is none",
        "if self.max_travel is None:\n            return self.town",
        "if not self.max_travel:\n            return self.town",
    ),
    (
        "the array model forgets the limit",
        "pairs = reachable_pairs(self._near)",
        "pairs = reachable_pairs(self.town)",
    ),
    (
        "the array model forgets service",
        "[*self.rules.in_rows(), *service_rows(self._near, pairs)]",
        "[*self.rules.in_rows(), *service_rows(self._near, pairs)[:1]]",
    ),
    (
        "the evaluator forgets the limit",
        "nearest_travel(self._near, designs)",
        "nearest_travel(self.town, designs)",
    ),
    (
        "the evaluator forgets the rules",
        "self.rules.violation(designs) + unserved",
        "unserved",
    ),
    (
        "the evaluator forgets who is unserved",
        "self.rules.violation(designs) + unserved",
        "self.rules.violation(designs)",
    ),
    (
        "the reply forgets the limit",
        "serve_nearest(self._near, design)",
        "serve_nearest(self.town, design)",
    ),
    (
        "the reply leaves people out",
        "served if len(served.client) == self._near.n else None",
        "served",
    ),
    (
        "the form forgets the limit",
        "town = self._near\n        return MedianForm",
        "town = self.town\n        return MedianForm",
    ),
    (
        "the form forgets weights",
        "MedianForm(town.demand, town",
        "MedianForm(np.ones(town.n), town",
    ),
    (
        "the checker knows no limit",
        "(EveryClientServed(), NoFarther(self.max_travel))",
        "(EveryClientServed(),)",
    ),
    (
        "a negative limit is taken",
        "unit=unit, optional=True)",
        "unit=unit, optional=True) if self.max_travel != -1 else None",
    ),
]

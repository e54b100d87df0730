"""Faults to plant in the maximum market share problem (see scripts/mutants)."""

from __future__ import annotations

MUTANTS = [
    (
        "declared: shares of half a client",
        "+ m.elsewhere[i]\n                == 1",
        "+ m.elsewhere[i]\n                == 0.5",
    ),
    (
        "declared: closed sites draw",
        "m.drawn[i, j] <= m.open[j]",
        "m.drawn[i, j] <= 1 + m.open[j]",
    ),
    (
        "declared: out of proportion",
        "max(lost[i, j], TRACE) * m.drawn[i, j] - m.elsewhere[i] <= 0",
        "max(lost[i, j], TRACE) * m.drawn[i, j] - 2 * m.elsewhere[i] <= 0",
    ),
    (
        "declared: weights squared",
        "sum(town.demand[i] * alone[i, j] * m.drawn[i, j]",
        "sum(town.demand[i] ** 2 * alone[i, j] * m.drawn[i, j]",
    ),
    (
        "competitors are open to us",
        'object.__setattr__(self, "forbidden", barred)',
        'object.__setattr__(self, "forbidden", closed)',
    ),
    (
        "named competitors are no rivals",
        "return rivals_of(self.instance, self.competitors)",
        "return rivals_of(self.instance, ())",
    ),
    (
        "reach is forgotten",
        "return market_of(\n            self.town,",
        "return market_of(\n            self.instance,",
    ),
    (
        "sizes are exchanged",
        'by_size = self.attractiveness == "capacity"',
        'by_size = self.attractiveness != "capacity"',
    ),
    (
        "distance is not raised to beta",
        "beta=float(self.beta),\n            least",
        "beta=1.0,\n            least",
    ),
    (
        "least travel is forgotten",
        "least_travel=self.least_travel,\n            ours",
        "least_travel=1e-3,\n            ours",
    ),
    (
        "forbidden sites compete",
        "theirs=self._rivals,",
        "theirs=self.rules.never,",
    ),
    (
        "staying away is forgotten",
        "outside=float(self.outside),\n        )\n\n    @property",
        "outside=0.0,\n        )\n\n    @property",
    ),
    (
        "arrays: objective without shares",
        "worth = self.town.demand[client] * alone",
        "worth = self.town.demand[client]",
    ),
    (
        "arrays: every client at least somewhere",
        "lower=1.0, upper=1.0,",
        "lower=1.0,",
    ),
    (
        "arrays: proportion by the wrong share",
        "np.maximum(lost[rival], TRACE)",
        "np.maximum(alone[rival], TRACE)",
    ),
    (
        "evaluator counts points",
        "values[k : k + step, 0] = self.town.demand @ drawn",
        "values[k : k + step, 0] = drawn.sum(axis=0)",
    ),
    (
        "evaluator forgets the rules",
        "return values, self.rules.violation(designs)",
        "return values, 0 * self.rules.violation(designs)",
    ),
    (
        "reply forgets the competition",
        "inside = market.ours @ design.astype(float) + market.rivalry",
        "inside = market.ours @ design.astype(float)",
    ),
    (
        "checker knows no outside",
        "outside=float(self.outside),\n                by_capacity",
        "outside=0.0,\n                by_capacity",
    ),
    (
        "nothing that competes is no matter",
        "if not self._rivals.any() and not self.outside:",
        "if False:",
    ),
    ("beta may be negative", 'check_number("beta", self.beta, most=10.0)', "pass"),
    ("sites without limit are sizes", "        self._check_sizes()\n", ""),
    (
        "nonzeros are forgotten",
        "return 5 * len(self._market.client)",
        "return 1 * len(self._market.client)",
    ),
]

from __future__ import annotations

MUTANTS = [
    (
        "declared sites are counted from afar",
        'if self.to == "nearest":\n            declare_closest(m, town)',
        'if self.to == "farthest":\n            declare_closest(m, town)',
    ),
    (
        "declared weights are squared",
        "town.demand[i] * cost[i, j] * m.assign",
        "town.demand[i] ** 2 * cost[i, j] * m.assign",
    ),
    ("declared sense is turned", "sense=pyo.maximize", "sense=pyo.minimize"),
    (
        "checker lets the nearest be passed",
        "return (EveryClientServed(), NearestOpen())",
        "return (EveryClientServed(),)",
    ),
    (
        "checker asks for the nearest always",
        "        return (EveryClientServed(),)\n",
        "        return (EveryClientServed(), NearestOpen())\n",
    ),
    (
        "arrays: weights are forgotten",
        "worth = town.demand[pairs[:, 0]] * pair",
        "worth = 1.0 * pair",
    ),
    (
        "arrays: the nearest is passed",
        "            draft_closest(draft, town, pairs, assign)\n",
        "            pass\n",
    ),
    (
        "evaluator: nearest and farthest are changed",
        'if self.to == "nearest":\n            travel, unserved',
        'if self.to == "farthest":\n            travel, unserved',
    ),
    (
        "evaluator forgets the rules",
        "self.rules.violation(designs) + unserved",
        "unserved",
    ),
    (
        "evaluator forgets the unserved",
        "self.rules.violation(designs) + unserved",
        "self.rules.violation(designs)",
    ),
    (
        "reply sends to the nearest always",
        "served = Assignment.single(self._farthest(design)[0])",
        "served = serve_nearest(self.town, design)",
    ),
    (
        "reply may leave clients out",
        "return served if len(served.client) == self.town.n else None",
        "return served",
    ),
    ("farthest of unreachable sites", "block, -1.0)", "block, 1e9)"),
]

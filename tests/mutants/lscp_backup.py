from __future__ import annotations

MUTANTS = [
    ("backup weighs as much as a site and more", "HALF = 0.5", "HALF = 1.5"),
    (
        "declared radius is exclusive",
        "near, total = town.travel() <= self.radius,",
        "near, total = town.travel() < self.radius,",
    ),
    (
        "declared coverage forgets the sites' reach",
        "near, total = town.travel()",
        "near, total = self.instance.travel()",
    ),
    (
        "one site is declared a backup",
        "- m.backed_up[i] >= 1",
        "- m.backed_up[i] >= 0",
    ),
    (
        "declared backup counts points",
        "town.demand[i] / total * m.backed_up[i]",
        "m.backed_up[i] / town.n",
    ),
    (
        "sites are free in the matrix",
        "opening=1.0)",
        "opening=0.5)",
    ),
    (
        "arrays: backup squared",
        "cost = -HALF * self._share",
        "cost = -HALF * self._share**2",
    ),
    (
        "arrays: backup needs no second site",
        "(np.arange(n), backed_up, -1.0)",
        "(np.arange(n), backed_up, -0.5)",
    ),
    ("arrays: nobody must be covered", "lower=1.0,", "lower=0.0,"),
    ("arrays: no constant", "matrix(offset=self._most)", "matrix()"),
    (
        "no demand is all without backup",
        "return HALF if self._share.any() else 0.0",
        "return HALF",
    ),
    (
        "the evaluator wants three sites",
        "(counts >= 2)",
        "(counts > 2)",
    ),
    (
        "the evaluator takes the uncovered for covered",
        "(counts == 0)",
        "(counts < 0)",
    ),
    (
        "the evaluator forgets the rules",
        "self.rules.violation(designs) + uncovered",
        "uncovered",
    ),
    ("the reply knows no backup", "ranks=2)", "ranks=1)"),
    (
        "the reply leaves people out",
        "return served if everybody else None",
        "return served",
    ),
    (
        "the checker forgets the first cover",
        "(EveryClientCovered(), LayeredWithinRadius",
        "(LayeredWithinRadius(self.radius), LayeredWithinRadius",
    ),
    (
        "the checker knows a larger radius",
        "LayeredWithinRadius(self.radius))",
        "LayeredWithinRadius(2 * self.radius))",
    ),
    (
        "the checker forgets the backup",
        "(NumberOfSites(), ShareNotBackedUp(HALF))",
        "(NumberOfSites(), ShareNotBackedUp(0.0))",
    ),
    (
        "pairs forget the sites' reach",
        "return covered_pairs(self.town, self.radius)",
        "return covered_pairs(self.instance, self.radius)",
    ),
    (
        "any radius is taken",
        'check_number("radius", self.radius, unit=unit)',
        'check_number("radius", 1.0, unit=unit)',
    ),
    (
        "a number of new sites is taken",
        '{"p": COUNTED, "add": COUNTED}',
        '{"p": COUNTED}',
    ),
]

from __future__ import annotations

MUTANTS = [
    (
        "covered twice in the declaration",
        "pulp.lpSum(covering) >= 1,",
        "pulp.lpSum(covering) >= 2,",
    ),
    (
        "just within the radius in the declaration",
        "near = self.town.travel() <= self.radius",
        "near = self.town.travel() < self.radius",
    ),
    (
        "the declaration forgets the sites' reach",
        "near = self.town.travel() <= self.radius",
        "near = self.instance.travel() <= self.radius",
    ),
    (
        "rents counted in the declaration",
        "model += pulp.lpSum(opened),",
        "model += pulp.lpSum(self.town.opening[j] * x for j, x in enumerate(opened)),",
    ),
    (
        "pairs forget the sites' reach",
        "return covered_pairs(self.town, self.radius)",
        "return covered_pairs(self.instance, self.radius)",
    ),
    (
        "pairs beyond the radius",
        "return covered_pairs(self.town, self.radius)",
        "return covered_pairs(self.town, self.radius + 1)",
    ),
    ("sites are free in the matrix", "opening=1.0)", "opening=0.0)"),
    ("nobody must be covered in the matrix", "lower=1.0,", "lower=0.0,"),
    (
        "one uncovered client is none",
        "self._covers.count @ (counts == 0)",
        "(self._covers.count @ (counts == 0) > 1)",
    ),
    (
        "covered twice in the evaluator",
        "(counts == 0)",
        "(counts <= 1)",
    ),
    (
        "the evaluator forgets the rules",
        "self.rules.violation(designs) + uncovered",
        "uncovered",
    ),
    (
        "the value is half the sites",
        "return count[:, None],",
        "return count[:, None] / 2,",
    ),
    (
        "the reply forgets the radius",
        "serve_nearest(self.town, design, radius=self.radius)",
        "serve_nearest(self.town, design)",
    ),
    (
        "the reply may leave somebody out",
        "return served if len(served.client) == self.town.n else None",
        "return served if len(served.client) else None",
    ),
    (
        "the checker forgets who is not served",
        "return (EveryClientServed(), WithinRadius(self.radius))",
        "return (WithinRadius(self.radius), WithinRadius(self.radius))",
    ),
    (
        "the checker knows a larger radius",
        "WithinRadius(self.radius))",
        "WithinRadius(2 * self.radius + 1))",
    ),
    (
        "any radius is taken",
        'check_number("radius", self.radius, unit=unit)',
        'check_number("radius", 1.0, unit=unit)',
    ),
    (
        "a number of sites is taken",
        '{"p": COUNTED, "add": COUNTED}',
        '{"p": COUNTED}',
    ),
    ("the unit is that of demand", 'return "sites"', 'return ""'),
]

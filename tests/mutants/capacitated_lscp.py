from __future__ import annotations

MUTANTS = [
    (
        "declared radius is exclusive",
        "np.argwhere(travel <= self.radius)",
        "np.argwhere(travel < self.radius)",
    ),
    (
        "declared reach is forgotten",
        "town, travel = self.town, self.town.travel()",
        "town, travel = self.town, self.instance.travel()",
    ),
    (
        "declared rents are counted",
        "m.open_sites = pyo.Objective(expr=sum(m.open[j] for j in m.J))",
        "m.open_sites = pyo.Objective(expr=sum(town.opening[j] * m.open[j] "
        "for j in m.J))",
    ),
    ("declared room is endless", "        declare_capacity(m, town)\n", ""),
    (
        "declared closest is forgotten",
        "            declare_closest(m, town)\n",
        "            pass\n",
    ),
    (
        "declared service is in parts",
        "declare_service(m, near, n=town.n, whole=self.single_source)",
        "declare_service(m, near, n=town.n)",
    ),
    ("arrays: sites are free", "opening=1.0)", "opening=0.0)"),
    (
        "arrays: room is endless",
        "        draft_capacity(draft, near, pairs, assign)\n",
        "",
    ),
    (
        "arrays: closest is forgotten",
        "            draft_closest(draft, near, pairs, assign)\n",
        "            pass\n",
    ),
    (
        "arrays: service is in parts",
        "draft_service(draft, pairs, n=near.n, whole=self.single_source)",
        "draft_service(draft, pairs, n=near.n)",
    ),
    (
        "the radius is forgotten",
        "limit = np.full(self.town.m, float(self.radius))",
        "limit = np.full(self.town.m, 2 * float(self.radius) + 1)",
    ),
    (
        "the sites' reach is forgotten",
        "return replace(self.town, cost=within(self.town.cost, limit))",
        "return replace(self.town, cost=within(self.instance.cost, limit))",
    ),
    (
        "the evaluator takes what lacks room",
        "lost[k] *= super().reply(designs[k]) is None",
        "lost[k] = 0.0",
    ),
    (
        "the evaluator forgets the rules",
        "violation, lost = self.rules.violation(designs),",
        "violation, lost = np.zeros(len(designs)),",
    ),
    (
        "the evaluator takes clients without a site",
        "(counts == 0).sum(axis=0)",
        "0.0 * (counts == 0).sum(axis=0)",
    ),
    (
        "the evaluator knows nearest sites only",
        "0 < lost[k] and not short[k]",
        "1 < lost[k] and not short[k]",
    ),
    (
        "the evaluator counts one site less",
        "designs.sum(axis=1).astype(float)[:, None], violation",
        "designs.sum(axis=1).astype(float)[:, None] - 1, violation",
    ),
    (
        "the reply overruns sites",
        "nearest_that_fits(self._near, design)\n        return super()",
        "nearest_that_fits(replace(self._near, capacity=None), design)\n"
        "        return super()",
    ),
    (
        "the checker forgets who is served",
        "            EveryClientServed(),\n",
        "",
    ),
    (
        "the checker forgets the radius",
        "            NoFarther(float(self.radius)),\n",
        "",
    ),
    ("the checker forgets room", "            WithinCapacity(),\n", ""),
    (
        "the checker takes parts",
        "*([OneSiteEach()] if self.single_source else [])",
        "*([])",
    ),
    (
        "the checker forgets closest",
        "*([NearestOpen()] if self.closest else [])",
        "*([])",
    ),
    (
        "any radius is taken",
        'check_number("radius", self.radius, unit=unit)',
        'check_number("radius", 1.0, unit=unit)',
    ),
]

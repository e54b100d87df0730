from __future__ import annotations

MUTANTS = [
    (
        "declared radius is exclusive",
        "near = town.travel() <= self.radius",
        "near = town.travel() < self.radius",
    ),
    (
        "declared reach is forgotten",
        "near = town.travel() <= self.radius",
        "near = self.instance.travel() <= self.radius",
    ),
    (
        "declared demand is squared",
        "sum(town.demand[i] * m.assign[i, j] for i, j in m.pairs)",
        "sum(town.demand[i] ** 2 * m.assign[i, j] for i, j in m.pairs)",
    ),
    (
        "declared service twice",
        "for j in m.J if near[i, j]) <= 1",
        "for j in m.J if near[i, j]) <= 2",
    ),
    (
        "declared service by closed sites",
        "m.assign[i, j] - m.open[j] <= 0",
        "m.assign[i, j] - m.open[j] <= 1",
    ),
    ("declared room is endless", "        declare_capacity(m, town)\n", ""),
    (
        "declared closest is forgotten",
        "            declare_closest(m, town)\n",
        "            pass\n",
    ),
    (
        "arrays: service counts points",
        'draft.columns("assign", pairs, cost=near.demand[client])',
        'draft.columns("assign", pairs, cost=1.0)',
    ),
    ("arrays: service twice", "upper=1.0,", "upper=2.0,"),
    (
        "arrays: service by closed sites",
        "(each, draft.open[site], -1.0)",
        "(each, draft.open[site], -2.0)",
    ),
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
        "the evaluator counts points",
        "values[k] = town.demand[near.client].sum()",
        "values[k] = len(near.client)",
    ),
    (
        "the evaluator takes room for service",
        "            elif violation[k]:\n",
        "            elif not self.closest:\n",
    ),
    (
        "the evaluator forgets the rules",
        "return values, violation",
        "return values, 0 * violation",
    ),
    (
        "the reply overruns sites",
        "return served if (load <= self.town.capacity).all() else None",
        "return served",
    ),
    (
        "no reply where room is short",
        "return super().reply(design) if near is None else near",
        "return None if near is None else near",
    ),
    (
        "the checker forgets the radius",
        "            ServedWithinRadius(float(self.radius)),\n",
        "",
    ),
    ("the checker forgets room", "            RoomForTheServed(),\n", ""),
    (
        "the checker forgets closest",
        "*([NearestForTheServed()] if self.closest else [])",
        "*([])",
    ),
    (
        "any radius is taken",
        'check_number("radius", self.radius, unit=unit)',
        'check_number("radius", 1.0, unit=unit)',
    ),
]

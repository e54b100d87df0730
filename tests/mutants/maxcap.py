"""Faults to plant in the maximum capture problem (see scripts/mutants)."""

from __future__ import annotations

MUTANTS = [
    (
        "declared: as near is nearer",
        "if cost[i, j] < rival[i]] for i",
        "if cost[i, j] <= rival[i]] for i",
    ),
    (
        "declared: no way is a tie",
        "if cost[i, j] == rival[i] < np.inf]",
        "if cost[i, j] == rival[i]]",
    ),
    (
        "declared: ties count whole",
        "town.demand[i] / 2 * m.shared[i]",
        "town.demand[i] * m.shared[i]",
    ),
    (
        "declared: captured and shared add up",
        "m.captured[i] + m.shared[i] <= 1\n",
        "m.captured[i] + m.shared[i] <= 2\n",
    ),
    (
        "declared: shared by anybody",
        "m.shared[i] - sum(m.open[j] for j in level[i]) <= 0",
        "m.shared[i] - sum(m.open[j] for j in ours) <= 0",
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
        "return captures(self.town, self._rivals)",
        "return captures(self.instance, self._rivals)",
    ),
    (
        "arrays: ties count whole",
        "tied[:, None], cost=demand[tied] / 2)",
        "tied[:, None], cost=demand[tied])",
    ),
    (
        "arrays: weights are squared",
        "subscripts(self.town.n), cost=demand)",
        "subscripts(self.town.n), cost=demand**2)",
    ),
    (
        "arrays: captured by the tied",
        "(client[whole], draft.open[site[whole]], -1.0)",
        "(client, draft.open[site], -1.0)",
    ),
    (
        "evaluator counts ties whole",
        "((client, site), (client[whole], site[whole]))",
        "((client, site), (client, site))",
    ),
    (
        "evaluator forgets the rules",
        "return values, self.rules.violation(designs)",
        "return values, 0 * self.rules.violation(designs)",
    ),
    (
        "reply counts ties whole",
        "Assignment(client[used], site[used], share[used])",
        "Assignment(client[used], site[used], np.ceil(share[used]))",
    ),
    (
        "reply names every site that wins",
        "used = nearest[client] == site",
        "used = design[site]",
    ),
    (
        "search forgets the second halves",
        "np.concatenate([client, client[whole] + n])",
        "np.concatenate([client, client[whole]])",
    ),
    (
        "checker knows no named competitors",
        "(WonFromCompetitors(tuple(self.competitors)),)",
        "(WonFromCompetitors(),)",
    ),
    ("checker demands nothing", "(WonFromCompetitors(tuple(self.competitors)),)", "()"),
    (
        "no competitor is no matter",
        "if not rivals_of(self.instance, theirs).any():",
        "if False:",
    ),
    (
        "nonzeros forget ties and clients",
        "len(client) + self.town.n + 3 * ties",
        "len(client) // 3",
    ),
]

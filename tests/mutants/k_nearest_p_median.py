"""Faults to plant in the k-nearest p-median (see scripts/mutants)."""

MUTANTS = [
    (
        "lists one too long",
        "else self.k,\n            cutoff",
        "else self.k + 1,\n            cutoff",
    ),
    (
        "forbidden sites are listed",
        "allowed=~self.rules.never,\n            most",
        "allowed=self.rules.never | True,\n            most",
    ),
    (
        "lists forget reaches",
        "return shortlist(\n            self.town",
        "return shortlist(\n            self.instance",
    ),
    (
        "the cut-off is ignored",
        "cutoff=np.inf if self.cutoff is None else float(self.cutoff)",
        "cutoff=np.inf",
    ),
    (
        "a cut-off of 0 is none",
        "cutoff=np.inf if self.cutoff is None",
        "cutoff=np.inf if not self.cutoff",
    ),
    (
        "travel beyond the list is not weighted, declared",
        "sum(demand[i] * lists.beyond[i]",
        "sum(lists.beyond[i]",
    ),
    (
        "everybody may be elsewhere, declared",
        "bounds=lambda _, i: (0, int(more[i]))",
        "bounds=(0, 1)",
    ),
    (
        "served at most once, declared",
        "+ m.elsewhere[i]\n                == 1",
        "+ m.elsewhere[i]\n                <= 1",
    ),
    (
        "closed sites serve half, declared",
        "m.assign[i, j] <= m.open[j]",
        "m.assign[i, j] <= 2 * m.open[j]",
    ),
    (
        "weights squared in the arrays",
        "cost=town.demand[client] * lists",
        "cost=town.demand[client] ** 2 * lists",
    ),
    (
        "travel beyond is free in the arrays",
        "cost=town.demand * np.where(more, lists.beyond, 0.0)",
        "cost=0.0",
    ),
    (
        "everybody may be elsewhere in the arrays",
        "upper=more.astype(float)",
        "upper=1.0",
    ),
    (
        "columns by travel instead of by site",
        "np.lexsort((lists.site, lists.client))",
        "np.lexsort((lists.cost, lists.client))",
    ),
    (
        "the evaluator forgets weights",
        "cost[served] @ self.town.demand[served]",
        "cost[served].sum()",
    ),
    (
        "the evaluator forgets the rules",
        "values[:, None], self.rules.violation(designs) + unserved",
        "values[:, None], unserved",
    ),
    (
        "the evaluator serves the unreachable",
        "self.rules.violation(designs) + unserved",
        "self.rules.violation(designs) + 0 * unserved",
    ),
    (
        "the reply leaves people out",
        "return Assignment.single(site) if np.isfinite(cost).all() else None",
        "return Assignment.single(site)",
    ),
    (
        "the form knows all travel",
        "np.minimum(town.travel(), beyond[:, None])",
        "town.travel()",
    ),
    (
        "the objective leaves out the rest",
        "(WeightedTravel(), TravelBeyond(self._short_lists))",
        "(WeightedTravel(),)",
    ),
    ("the checker forgets forbidden sites", "tuple(self.forbidden))", "())"),
    ("nothing is said of a bound", "if travel - bound <= SAME * travel:", "if True:"),
    (
        "the true travel counts lists only",
        "_, true = nearest_open(town, design)",
        "_, true = self._lists.nearest(design)",
    ),
    (
        "neither field is needed",
        "if self.k is None and self.cutoff is None:",
        "if False:",
    ),
    (
        "k = 0 is taken",
        'whole_number("k", self.k, least=1)',
        'whole_number("k", self.k, least=0)',
    ),
]

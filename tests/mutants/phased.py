"""Faults to plant in the phased problem (see scripts/mutants)."""

MUTANTS: list[tuple[str, str, str]] = [
    (
        "weights forgotten in the declaration",
        "town.demand[i] * cost[i, j] * m.assign",
        "cost[i, j] * m.assign",
    ),
    (
        "sites work before they open, in the declaration",
        "m.assign[i, j, t] - working(j, t) <= 0",
        "m.assign[i, j, t] - working(j, last) <= 0",
    ),
    (
        "sites may close, in the declaration",
        "m.begun[j, t] - working(j, t + 1) <= 0",
        "m.begun[j, t] - working(j, t + 1) <= 1",
    ),
    (
        "existing sites come later, in the declaration",
        "self._existing.tolist() if last else []",
        "[]",
    ),
    (
        "fewer are enough, in the declaration",
        "for j in m.J) == numbers[t]",
        "for j in m.J) <= numbers[t]",
    ),
    (
        "sites work before they open, in the matrix",
        "working[site, period], -1.0",
        "working[site, -1], -1.0",
    ),
    (
        "sites may close, in the matrix",
        "working[:, 1:].ravel(), -1.0",
        "working[:, 1:].ravel(), -2.0",
    ),
    (
        "existing sites come later, in the matrix",
        "self._existing if periods > 1 else",
        "self._existing[:0] if periods > 1 else",
    ),
    (
        "half a site",
        '"begun", early, integer=True',
        '"begun", early, integer=False',
    ),
    ("periods from 0", "periods + 1.0 - working", "periods - working"),
    (
        "the final set serves all periods",
        "nearest_open(town, working[:, t])",
        "nearest_open(town, working[:, -1])",
    ),
    ("the schedule is no duty", "            OpenOnSchedule(self._numbers),\n", ""),
    ("anybody may come early", "            NobodyTooEarly(),\n", ""),
    ("nobody need be served", "            OnceInEachLayer(self.layers),\n", ""),
    (
        "periods alike in the declaration",
        "weight[t] * town.demand[i]",
        "town.demand[i]",
    ),
    (
        "periods alike in the matrix",
        "cost = cost * np.array(self._weights)[period]",
        "pass",
    ),
    (
        "periods alike in the claim",
        "LayerTravel(t, weight) for t",
        "LayerTravel(t, 1.0) for t",
    ),
    (
        "reaches forgotten in the declaration",
        "town, numbers, weight = self.town,",
        "town, numbers, weight = self.instance,",
    ),
    (
        "reaches forgotten in the answer",
        "town, periods = self.town, len(self._numbers)\n        opened",
        "town, periods = self.instance, len(self._numbers)\n        opened",
    ),
    (
        "fewer are enough in the matrix",
        "lower=np.array(self._numbers[:-1], dtype=float)",
        "lower=0.0",
    ),
    (
        "the estimate forgets periods",
        "each = 3 * count_pairs(self.town) * periods",
        "each = count_pairs(self.town)",
    ),
]

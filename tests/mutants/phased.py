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
    ("numbers may fall", "if after < before:", "if after < 0:"),
    ("nothing is open at first", "or int(text) < 1:", "or int(text) < 0:"),
    (
        "any number can be open",
        "least=last, most=last",
        "least=1, most=last",
    ),
]

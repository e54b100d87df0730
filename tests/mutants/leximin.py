from __future__ import annotations

MUTANTS = [
    (
        "declared: people are squared",
        "return sum(weight[i] * m.assign[i, j] for i, j in there)",
        "return sum(weight[i] ** 2 * m.assign[i, j] for i, j in there)",
    ),
    ("declared: travel is halved", "- m.largest_travel", "- 2 * m.largest_travel"),
    (
        "arrays: people of every level are asked",
        "asked = np.where(cost == self._last, weight, 0.0)",
        "asked = weight",
    ),
    (
        "arrays: the last level counts as below",
        "below = cost < self._last",
        "below = cost <= self._last",
    ),
    (
        "arrays: nobody need go to the closest",
        "draft_closest(draft, town, pairs, assign)",
        "pass",
    ),
    (
        "arrays: one more may travel so far",
        "upper=most",
        "upper=most + 1",
    ),
    (
        "between takes the lower levels too",
        "return (cost > self._last) &",
        "return (cost >= 0) &",
    ),
    ("checker demands nothing", "(EveryClientServed(), LevelsKept(levels))", "()"),
    (
        "checker asks for travel below everything",
        "return (LargestTravelBelow(self._last),)",
        "return (LargestTravelBelow(),)",
    ),
    (
        "evaluator forgets people",
        "over = self._people(cost, level) - most",
        "over = 0.0",
    ),
    (
        "evaluator serves everybody",
        "lost[k] = np.count_nonzero(~served)",
        "lost[k] = 0",
    ),
    ("evaluator takes the least", ".max(initial=0.0)", ".min(initial=0.0)"),
    (
        "stops after the people of the first level",
        "if self._next(cost) > 0 else None",
        "if self._next(cost) < 0 else None",
    ),
    ("levels may rise", "if any(a[0] <= b[0] for", "if any(a[0] < 0 * b[0] for"),
    ("a level may come twice", "a[0] <= b[0]", "a[0] < b[0]"),
]

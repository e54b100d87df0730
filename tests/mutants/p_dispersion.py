from __future__ import annotations

MUTANTS = [
    ("one site is enough", "max(rules.least, 2)", "max(rules.least, 1)"),
    (
        "ways that are none pass",
        "if not np.isfinite(far).all():",
        "if np.isfinite(far).all() and False:",
    ),
    (
        "unit is people times travel",
        "return unit_between(self.instance)",
        "return super().unit",
    ),
    (
        "declared slack is squared",
        "slack[j, k] * (m.open[j] + m.open[k])",
        "slack[j, k] ** 2 * (m.open[j] + m.open[k])",
    ),
    (
        "declared distance is doubled",
        "<= distance[j, k] + 2 * slack[j, k]",
        "<= 2 * distance[j, k] + 2 * slack[j, k]",
    ),
    ("declared sense is turned", "sense=pyo.maximize", "sense=pyo.minimize"),
    ("arrays: one slack too many", "upper=apart + 2 * room", "upper=apart + 3 * room"),
    (
        "arrays: the least is unbounded",
        "cost=1.0, upper=largest",
        "cost=1.0, upper=2 * largest",
    ),
    (
        "arrays: the second site is forgotten",
        "(each, draft.open[pairs[:, 1]], room),",
        "",
    ),
    ("evaluator takes the largest", "above.min() if", "above.max() if"),
    (
        "evaluator counts a site with itself",
        "apart[np.triu_indices(len(places), 1)]",
        "apart[np.triu_indices(len(places), 0)]",
    ),
    (
        "evaluator forgets the rules",
        "return values, self.rules.violation(designs)",
        "return values, 0 * self.rules.violation(designs)",
    ),
    ("checker values nothing", "return (LeastDistance(),)", "return ()"),
]

"""Faults to plant in the two-level problem (see scripts/mutants)."""

MUTANTS: list[tuple[str, str, str]] = [
    (
        "everybody is referred, in the declaration",
        "part = (1.0, self.referral)",
        "part = (1.0, 1.0)",
    ),
    (
        "weights forgotten in the declaration",
        "part[k] * town.demand[i] * cost[i, j]",
        "part[k] * cost[i, j]",
    ),
    (
        "hospitals are always clinics in the declaration",
        "lost = 0 if self.nested else 1",
        "lost = 0",
    ),
    (
        "at most so many hospitals in the declaration",
        "expr=sum(m.hospital[j] for j in m.J) == self.hospitals",
        "expr=sum(m.hospital[j] for j in m.J) <= self.hospitals",
    ),
    (
        "referrals to clinics in the declaration",
        "m.assign[i, j, 1] - m.hospital[j] <= 0",
        "m.assign[i, j, 1] - m.open[j] <= 0",
    ),
    (
        "everybody is referred, in the matrix",
        "np.array([1.0, self.referral])[level]",
        "np.array([1.0, 1.0])[level]",
    ),
    (
        "half a hospital",
        'draft.columns("hospital", subscripts(town.m), integer=True)',
        'draft.columns("hospital", subscripts(town.m), integer=False)',
    ),
    (
        "visits count for referrals in the matrix",
        "(2 * np.repeat(client, 2) + level, assign, 1.0)",
        "(2 * np.repeat(client, 2), assign, 1.0)",
    ),
    (
        "hospitals are always clinics in the matrix",
        "        if not self.nested:\n            clinic.append",
        "        if self.nested is None:\n            clinic.append",
    ),
    (
        "hospitals at closed sites",
        "(sites, hospital, 1.0),\n            (sites, draft.open, -1.0),",
        "(sites, hospital, 1.0),\n            (sites, draft.open, -2.0),",
    ),
    (
        "one hospital less in the matrix",
        "count = float(self.hospitals)",
        "count = float(self.hospitals) - 1",
    ),
    (
        "levels from 0",
        "np.where(opened, 1.0, 0.0)",
        "np.where(opened, 0.0, 0.0)",
    ),
    (
        "hospitals that are no clinics are visited",
        "clinic = opened if self.nested else opened & ~hospital",
        "clinic = opened",
    ),
    (
        "the checker counts all referrals in full",
        "LayerTravel(1, float(self.referral))",
        "LayerTravel(1, 1.0)",
    ),
    (
        "the checker does not ask who is served",
        "            OnceInEachLayer(self.layers),\n",
        "",
    ),
    (
        "the checker does not count hospitals",
        "            LevelsAsAsked(self.hospitals, self.nested),\n",
        "",
    ),
    ("no hospital is taken", "self.hospitals, least=1)", "self.hospitals, least=0)"),
    (
        "no site is left for a clinic",
        "room = self.rules.most - (not self.nested)",
        "room = self.rules.most",
    ),
    (
        "more than all are referred",
        'check_number("referral", self.referral, most=1.0)',
        'check_number("referral", self.referral)',
    ),
]

"""Faults to plant in relocation (see scripts/mutants)."""

RETURN = "        return self.closing\n"

MUTANTS: list[tuple[str, str, str]] = [
    ("existing sites stay", RETURN, "        return None\n"),
    ("closing is free", RETURN, "        return 0.0\n"),
    ("closing costs twice", RETURN, "        return 2 * self.closing\n"),
    ("closing costs half", RETURN, "        return self.closing / 2\n"),
    ("closing cost squared", RETURN, "        return self.closing**2\n"),
    ("closing costs one more", RETURN, "        return self.closing + 1\n"),
    ("closing brings money", RETURN, "        return -self.closing\n"),
    (
        "what closes for free stays",
        RETURN,
        "        return self.closing or None\n",
    ),
    ("closing cost cut to a whole", RETURN, "        return self.closing // 1\n"),
    ("closing costs one unless given", "closing: float = 0.0", "closing: float = 1.0"),
    (
        "any closing cost is taken",
        '        check_number("closing", self.closing)\n',
        "        assert check_number\n",
    ),
    (
        "no closing cost is taken",
        'check_number("closing", self.closing)',
        'check_number("closing", self.closing, optional=True)',
    ),
    ("add is taken", '{"add": "existing', '{"separation": "existing'),
    (
        "the base's own checks are skipped",
        "        super().__post_init__()\n",
        "        self.rules  # noqa: B018\n",
    ),
]

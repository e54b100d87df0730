"""Numbers as people read them; what is rounded never claims more than is known."""

from __future__ import annotations

import math

SAME = 1e-9
"""Relative difference that is rounding."""

UNKNOWN = "–"  # noqa: RUF001


def shown(value: float) -> str:
    """Write a number with thousands separators and about four digits.

    >>> shown(1234567.8), shown(29.51234), shown(0.00012), shown(7.0)
    ('1,234,568', '29.51', '0.00012', '7')
    """
    if not math.isfinite(value):
        return UNKNOWN
    if value == round(value) or abs(value) >= 1000:
        return f"{round(value):,}"
    digits = 3 - math.floor(math.log10(abs(value)))
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".")


def counted(number: int, thing: str) -> str:
    """So many things, whose name takes an s where they are not one.

    >>> counted(1, "point"), counted(0, "point"), counted(1200, "point")
    ('1 point', '0 points', '1,200 points')
    """
    return f"1 {thing}" if number == 1 else f"{number:,} {thing}s"


def fixed(value: float, digits: int) -> str:
    """Write a number with a fixed count of decimals, for a column."""
    return f"{value + 0.0:,.{digits}f}" if math.isfinite(value) else UNKNOWN


def decimals(values: list[float]) -> int:
    """Decimals that a column needs for three digits of its largest value."""
    finite = [abs(x) for x in values if math.isfinite(x)]
    if all(x == round(x) for x in finite):
        return 0
    return max(0, min(6, 2 - math.floor(math.log10(max(finite)))))


def apart(first: float, second: float) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to tell them apart.

    >>> apart(1000.04, 1000.0), apart(1000.0, 1000.0 + 1e-9)
    (('1,000.04', '1,000.00'), ('1,000', '1,000'))
    """
    if math.isclose(first, second, rel_tol=SAME):
        return shown(first), shown(first)
    if shown(first) != shown(second):
        return shown(first), shown(second)
    for digits in range(10):
        texts = fixed(first, digits), fixed(second, digits)
        if texts[0] != texts[1]:
            return texts
    return shown(first), shown(second)


def share(part: float) -> str:
    """Write a part of a whole in per cent; only all is 100 %, only nothing is 0 %.

    >>> share(0.4321), share(0.99999), share(1.0), share(0.00001)
    ('43.2 %', '99.9 %', '100 %', '< 0.1 %')
    """
    if not math.isfinite(part):
        return UNKNOWN
    if 1 - 1e-12 <= part <= 1 + 1e-9:
        return "100 %"
    if 0.9995 <= part < 1:
        return "99.9 %"
    if 0 < part < 0.0005:
        return "< 0.1 %"
    return f"{100 * part:.1f} %"


def at_most(gap: float) -> str:
    """Write a gap in per cent, rounded up to two digits: it never flatters.

    >>> at_most(0.01234), at_most(0.0), at_most(2e-6), at_most(1.5)
    ('1.3 %', '0 %', '0.0002 %', '150 %')
    """
    if not math.isfinite(gap):
        return UNKNOWN
    if gap < 1e-12:
        return "0 %"
    percent = 100 * gap
    digits = 1 - math.floor(math.log10(percent))
    raised = math.ceil(round(percent * 10.0**digits, 6)) / 10.0**digits
    text = f"{raised:,.{max(digits, 0)}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"


def clock(seconds: float) -> str:
    """Write a duration.

    >>> clock(0.0123), clock(3.21), clock(75), clock(7330)
    ('12 ms', '3.2 s', '1 min 15 s', '2 h 2 min')
    """
    if seconds < 0.1:
        return f"{max(1, round(1000 * seconds))} ms"
    if seconds < 1:
        return f"{seconds:.2f} s"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"

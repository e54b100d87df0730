"""How much memory there is, and the sentence when something would not fit."""

from __future__ import annotations

import math
import os

SHARE = 0.8
"""Part of the machine's memory that one run may take."""


def memory_here() -> float:
    """Bytes of memory of this machine; infinite where the system does not say."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return math.inf


def too_large(need: float, *, what: str, remedy: str) -> str | None:
    """A sentence when so many bytes are more than one run may take; else None."""
    have = memory_here()
    if need <= SHARE * have:
        return None
    return (
        f"{what} would need about {need / 2**30:,.0f} GiB, and this machine has "
        f"{have / 2**30:,.0f}; {remedy}."
    )

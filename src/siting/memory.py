"""How much memory there is, and the sentence when something would not fit."""

from __future__ import annotations

import contextlib
import math
import os
from pathlib import Path

SHARE = 0.8
"""Part of the machine's memory that one run may take."""


def memory_here() -> float:
    """Bytes that this process may use; infinite where the system does not say.

    The least of the machine's memory, the process's own limit and its group's.
    """
    limits = [math.inf]
    with contextlib.suppress(AttributeError, ValueError, OSError):
        limits.append(float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES"))
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        own = resource.getrlimit(resource.RLIMIT_AS)[0]
        limits.append(math.inf if own == resource.RLIM_INFINITY else float(own))
    with contextlib.suppress(ValueError, OSError):
        limits.append(float(Path("/sys/fs/cgroup/memory.max").read_text()))
    return min(limits)


def too_large(need: float, *, what: str, remedy: str) -> str | None:
    """A sentence when so many bytes are more than one run may take; else None."""
    have = memory_here()
    if need <= SHARE * have:
        return None
    return (
        f"{what} would need about {need / 2**30:,.0f} GiB, and this machine has "
        f"{have / 2**30:,.0f}; {remedy}."
    )

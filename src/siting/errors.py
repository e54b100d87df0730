"""What siting raises, and how it words it: offender, got, expected, remedy.

::

    SitingError
    ├─ InstanceError  (ValueError)    the data contradict themselves
    ├─ ProblemError   (ValueError)    the question cannot be asked of these data
    ├─ RefusedError   (ValueError)    this solver does not take this problem
    ├─ UsageError     (ValueError)    an unknown name or flag, or no place to write
    └─ SolverError    (RuntimeError)  the solver broke its promise

Infeasible, out of time and interrupted are answers (`siting.Solution`), never
exceptions.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class SitingError(Exception):
    """The root of everything that siting raises on purpose."""


class InstanceError(SitingError, ValueError):
    """The data contradict themselves, or a file is not what it should be."""


class ProblemError(SitingError, ValueError):
    """The question cannot be asked of these data."""


class RefusedError(SitingError, ValueError):
    """This solver does not take this problem."""


class UsageError(SitingError, ValueError):
    """A name or flag that does not exist, or a file that cannot be written."""


class SolverError(SitingError, RuntimeError):
    """The solver broke its promise: its answer failed the independent check."""


class SitingWarning(UserWarning):
    """Odd but legal: the answer stands, but look at the data."""


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """Word an unknown name, with the nearest known one first.

    >>> unknown("solver", "higs", ["greedy", "highs"])
    "No solver is called 'higs'; did you mean 'highs'? There are greedy, highs."
    """
    names = sorted(map(str, known))
    near = difflib.get_close_matches(str(name).lower(), names, n=1, cutoff=0.6)
    hint = f" did you mean {near[0]!r}? There" if near else " there"
    return f"No {kind} is called {name!r};{hint} are {', '.join(names) or 'none'}."


def listed(ids: Iterable[str], *, most: int = 5) -> str:
    """Write ids as 'A, B, C and 4 more'."""
    names = list(ids)
    rest = len(names) - most
    text = ", ".join(repr(x) for x in names[:most])
    return f"{text} and {rest} more" if rest > 0 else text

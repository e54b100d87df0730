"""Which libraries an answer was found with."""

from __future__ import annotations

import platform
from importlib import metadata


def versions() -> dict[str, str]:
    """Versions of what can change an answer."""
    names = ("siting", "highspy", "numpy", "scipy", "numba")
    found = {"python": platform.python_version()}
    return found | {name: metadata.version(name) for name in names}

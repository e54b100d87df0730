"""Pictures, tables and words about an answer, and the verb `report` for one page.

Everything here takes a `Solution` or a `Comparison`, and nothing else: no solving.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from siting.solution import Solution
from siting.writing import check_writable, write_atomically

if TYPE_CHECKING:
    from siting.comparison import Comparison


def report(result: Solution | Comparison, path: str | Path) -> Path:
    """Write one HTML page that needs no network: the answer, how sure we are, the map.

    Parameters
    ----------
    result
        An answer, or a comparison: the page of its best answer with all runs beside it.
    path
        The file to write. It is replaced whole or left as it was.
    """
    check_writable(path)
    from siting.report.page import render

    return write_atomically(path, render(result))


class _Verb(ModuleType):
    """The folder ``siting.report`` is named like the verb, so it can be called too."""

    def __call__(self, result: Solution | Comparison, path: str | Path) -> Path:
        """Write the page; see `report`."""
        return report(result, path)


sys.modules[__name__].__class__ = _Verb

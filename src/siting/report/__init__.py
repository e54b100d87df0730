"""Pictures, tables and words about an answer, and the verb `report` for one page.

Everything here takes a `Solution`, a `Front` or a comparison of them: no solving.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from siting.front import Front
from siting.solution import Solution
from siting.writing import check_writable, write_atomically

if TYPE_CHECKING:
    from siting.comparison import Comparison
    from siting.front_comparison import FrontComparison

    Result = Solution | Front | Comparison | FrontComparison


def report(result: Result, path: str | Path) -> Path:
    """Write one HTML page that needs no network: the answer, how sure we are, the map.

    Parameters
    ----------
    result
        An answer, or a comparison: the page of its best answer with all runs beside it.
        A front: its points, what is given for what, and which sites are in every plan.
        A comparison of fronts: the methods beside the exact front.
    path
        The file to write. It is replaced whole or left as it was.
    """
    check_writable(path)
    return write_atomically(path, _page(result))


def _page(result: Result) -> str:
    """The page of what it is."""
    if isinstance(result, Front):
        from siting.report.front_page import render_front

        return render_front(result)
    from siting.front_comparison import FrontComparison

    if isinstance(result, FrontComparison):
        from siting.report.front_page import render_fronts

        return render_fronts(result)
    from siting.report.page import render

    return render(result)


class _Verb(ModuleType):
    """The folder ``siting.report`` is named like the verb, so it can be called too."""

    def __call__(self, result: Result, path: str | Path) -> Path:
        """Write the page; see `report`."""
        return report(result, path)


sys.modules[__name__].__class__ = _Verb

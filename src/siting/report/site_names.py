"""What sites are called where there is little room: short, and each by its own name."""

from __future__ import annotations

from collections import Counter

from siting.instance import Instance
from siting.report.labels import shortened


def short_names(town: Instance) -> list[str]:
    """The short label of each site; with the id where two would be called the same.

    >>> town = Instance.from_matrix([[0, 4, 1]], sites=("a", "b", "c"))
    >>> short_names(town)
    ['a', 'b', 'c']
    """
    names = [
        shortened(label or site)
        for label, site in zip(town.site_label, town.sites, strict=True)
    ]
    counts = Counter(names)
    return [
        name if counts[name] == 1 else f"{name} ({shortened(site)})"
        for name, site in zip(names, town.sites, strict=True)
    ]

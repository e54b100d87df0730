"""How many of several plans a site is in: what can be built before one has chosen."""

from __future__ import annotations

from collections.abc import Mapping

MOST = 0.5
"""A site in more than this share of the plans is in most of them."""


def grouped(shares: Mapping[str, float]) -> dict[str, list[str]]:
    """Sites that are in every plan, in most, in few and in none.

    Parameters
    ----------
    shares
        Share of the plans that open a site, by its id.
    """
    groups: dict[str, list[str]] = {"every": [], "most": [], "few": [], "none": []}
    for site, share in shares.items():
        groups[_group(share)].append(site)
    return groups


def _group(share: float) -> str:
    """Which group a share belongs to."""
    if share >= 1:
        return "every"
    if share > MOST:
        return "most"
    return "few" if share > 0 else "none"

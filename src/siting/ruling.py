"""Turns the words of a question about sites into `Rules`, refusing contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.between import between_sites
from siting.errors import ProblemError, listed
from siting.instance import Instance
from siting.matrix import Rows, subscripts
from siting.quota import quotas_of
from siting.role import Role
from siting.rules import Rules


def rules_of(
    instance: Instance,
    *,
    p: int | None,
    add: int | None,
    required: Sequence[str] = (),
    forbidden: Sequence[str] = (),
    budget: float | None = None,
    quotas: Sequence[str] = (),
    separation: float | None = None,
    closing: float | None = None,
) -> Rules:
    """Turn ids, roles, counts and conditions into `Rules`.

    Parameters
    ----------
    closing
        What closing an existing site costs; None when existing sites stay open.
    """
    stay = [Role.REQUIRED, *([Role.EXISTING] if closing is None else [])]
    must, never = _decided(instance, required, forbidden, stay=stay)
    if add is not None:
        existing = int((instance.role == Role.EXISTING).sum())
        p = existing + whole_number("add", add, least=0 if existing else 1)
    if never.all():
        raise ProblemError(
            f"all {instance.m} sites are forbidden or competitors; allow at least one."
        )
    extra = []
    if budget is not None:
        extra.append(_within_budget(instance, budget, closing=closing or 0.0))
    extra += _within_quotas(instance, quotas)
    if separation is not None:
        extra += _apart(instance, separation, fixed=must | never)
    if p is None:
        most = int((~never).sum())
        return Rules(must, never, max(int(must.sum()), 1), most, tuple(extra))
    p = whole_number("p", p, least=1)
    _check_count(p, must=must, never=never, given_as="p" if add is None else "add")
    return Rules(must, never, p, p, tuple(extra))


def _decided(
    instance: Instance,
    required: Sequence[str],
    forbidden: Sequence[str],
    *,
    stay: Sequence[Role],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Sites (m,) that must be open, and that never are; none is both.

    Parameters
    ----------
    stay
        Roles of the sites that stay open.
    """
    asked = site_mask(instance, required, what="required")
    barred = site_mask(instance, forbidden, what="forbidden")
    closed = np.isin(instance.role, [Role.FORBIDDEN, Role.COMPETITOR])
    must, never = np.isin(instance.role, stay) | asked, closed | barred
    if (must & never).any():
        names = [instance.sites[j] for j in np.flatnonzero(must & never)]
        raise ProblemError(
            f"site {listed(names)} is both required and forbidden; take it off one "
            "list."
        )
    return must, never


def _within_budget(instance: Instance, budget: float, *, closing: float) -> Rows:
    """What is opened anew, and closed, costs no more than the budget.

    closing sum_existing (1 - open_j) + sum_new opening_j open_j <= budget
    """
    existing = instance.role == Role.EXISTING
    money = np.where(existing, -closing, instance.opening)
    places = np.flatnonzero(money)
    if not len(places):
        raise ProblemError(
            f"budget is {budget:g}, but no site that could be opened has an opening "
            "cost; give opening costs, or leave the budget out."
        )
    ends, most = np.array([0, len(places)]), budget - closing * int(existing.sum())
    name = "stay_within_budget"
    return Rows(name, subscripts(), ends, places, money[places], -np.inf, float(most))


def _within_quotas(instance: Instance, quotas: Sequence[str]) -> list[Rows]:
    """One family for all quotas, in their order."""
    asked = [q for text in quotas for q in quotas_of(text, instance)]
    found = [q for q in asked if q.least > 0 or q.most < len(q.sites)]
    if not found:
        return []
    start = np.concatenate([[0], np.cumsum([len(q.sites) for q in found])])
    sites = np.concatenate([q.sites for q in found])
    least = np.array([q.least if q.least else -np.inf for q in found])
    most = np.array([q.most if q.most < len(q.sites) else np.inf for q in found])
    exact = [0 < q.least == q.most for q in found]
    most = np.where(exact, least, most)
    name = "keep_the_quotas"
    return [Rows(name, subscripts(len(found)), start, sites, 1.0, least, most)]


def _apart(
    instance: Instance, separation: float, *, fixed: NDArray[np.bool_]
) -> list[Rows]:
    """At most one of two sites that are nearer than that; what is fixed stays."""
    distance = between_sites(instance, needed_by="separation")
    near = np.triu(distance < separation, 1) & ~np.logical_and.outer(fixed, fixed)
    pairs = np.argwhere(near)
    if not len(pairs):
        return []
    ends = np.arange(0, 2 * len(pairs) + 1, 2)
    name = "keep_sites_apart"
    return [Rows(name, pairs, ends, pairs.ravel(), 1.0, -np.inf, 1.0)]


def whole_number(name: str, value: Any, *, least: int) -> int:
    """An int, or an error that names the parameter."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:
        raise ProblemError(f"{name} is {value!r}; expected a whole number >= {least}.")
    return int(value)


def check_number(
    name: str,
    value: Any,
    *,
    unit: str = "",
    optional: bool = False,
    most: float = np.inf,
) -> None:
    """Refuse what is no number >= 0 (finite; at most ``most``), naming the field."""
    if optional and value is None:
        return
    plain = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if not plain or not 0 <= value < np.inf or value > most:
        wanted = "a number >= 0" if most == np.inf else f"a number from 0 to {most:g}"
        within = f", in {unit}" if unit else ""
        raise ProblemError(f"{name} is {value!r}; expected {wanted}{within}.")


def yes_or_no(name: str, value: Any) -> bool:
    """True or False, also numpy's; a word, such as 'no', is refused."""
    if not isinstance(value, bool | np.bool_):
        raise ProblemError(f"{name} is {value!r}; expected True or False.")
    return bool(value)


def check_choice(name: str, value: Any, known: Sequence[str]) -> None:
    """Refuse what is none of a few words, naming the field."""
    if value not in known:
        raise ProblemError(f"{name} is {value!r}; expected {' or '.join(known)}.")


def site_mask(
    instance: Instance, ids: Sequence[str], *, what: str
) -> NDArray[np.bool_]:
    """(m,) mask of the named sites; an unknown id is refused."""
    strange = sorted(set(ids) - set(instance.sites))
    if strange:
        raise ProblemError(
            f"{what} names {listed(strange)}, but the instance has no such site; "
            f"its ids look like {listed(instance.sites, most=3)}."
        )
    return np.isin(np.array(instance.sites), list(ids))


def texts_of(key: str, ids: Any) -> tuple[str, ...]:
    """A list of texts as a tuple; one text is not taken for a list of letters."""
    if isinstance(ids, str):
        what = "sentences" if key == "quotas" else "ids"
        raise ProblemError(
            f"{key} is the text {ids!r}; expected a list of {what}, [{ids!r}]."
        )
    if not isinstance(ids, Iterable):
        raise ProblemError(f"{key} is {ids!r}; expected a list of ids.")
    return tuple(str(x) for x in ids)


def _check_count(
    p: int, *, must: NDArray[np.bool_], never: NDArray[np.bool_], given_as: str
) -> None:
    """Refuse a number of sites that no design has."""
    held, allowed, m = int(must.sum()), int((~never).sum()), len(must)
    total = "" if given_as == "p" else " with the existing sites (add counts new ones)"
    if p > allowed:
        barred = "" if allowed == m else f", of which {m - allowed} are forbidden"
        raise ProblemError(
            f"p is {p}{total}, but the instance has {m} sites{barred}; "
            f"choose p from {max(held, 1)} to {allowed}."
        )
    if p < held:
        raise ProblemError(
            f"p is {p}{total}, but {held} sites are required or existing and count "
            f"towards it; choose p from {held} to {allowed}."
        )

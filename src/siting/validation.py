"""Checks at the border: numbers, ids and site lists, worded with the offender."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, issparse

from siting.cost import Cost, Floats, PointCost
from siting.errors import InstanceError, listed, unknown
from siting.numbered import Numbered

LARGEST = 1e12
"""No weight, cost or rent is larger: beyond it, double arithmetic blurs the rest."""


COUNTED = 100_000
"""Ids '1', '2', ... up to which they are a tuple."""


def frozen(values: Any, dtype: Any) -> NDArray[Any]:
    """Return a read-only array that nobody else can write to, copied if need be."""
    array = np.asarray(values, dtype=dtype)
    shared = array.base is not None or (array is values and array.flags.writeable)
    if shared:  # a read-only view may have a base that is written to
        array = array.copy()
    array.setflags(write=False)
    return array


def read_only(value: Any) -> Any:
    """The same array, sparse array or point cost, which cannot be written to now."""
    if isinstance(value, PointCost):
        parts: tuple[Any, ...] = (value.clients, value.sites)
    elif isinstance(value, csr_array):
        parts = (value.data, value.indices, value.indptr)
    else:
        parts = (value,) if isinstance(value, np.ndarray) else ()
    for part in parts:
        part.setflags(write=False)
    return value


def numbered(kind: str, ids: Iterable[Any]) -> Sequence[str]:
    """The same as `identifiers`, but many that are just counted are not made."""
    if isinstance(ids, Numbered):
        return ids
    if isinstance(ids, range) and len(ids) > COUNTED and ids == range(1, len(ids) + 1):
        return Numbered(len(ids))
    return identifiers(kind, ids)


def identifiers(kind: str, ids: Iterable[Any]) -> tuple[str, ...]:
    """Ids as text in Unicode normal form C; blank and repeated ones are refused."""
    names = tuple(unicodedata.normalize("NFC", str(x).strip()) for x in ids)
    for row, name in enumerate(names):
        if not name:
            raise InstanceError(
                f"{kind} {row + 1} has a blank id; give every {kind} an id of its own."
            )
    if len(set(names)) < len(names):
        name, times = Counter(names).most_common(1)[0]
        rows = [str(k + 1) for k, x in enumerate(names) if x == name][:3]
        raise InstanceError(
            f"{kind} id {name!r} occurs {times} times (rows {', '.join(rows)}); "
            f"expected every {kind} once, so rename or merge them."
        )
    return names


def as_numbers(what: str, values: Any) -> Floats:
    """Floats, or an error that shows the first value that is not a number."""
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        for row, value in enumerate(np.asarray(values, dtype=object).ravel()):
            try:
                float(value)
            except (TypeError, ValueError):
                raise InstanceError(
                    f"{what} {row + 1} is {value!r}; expected a number."
                ) from None
        raise InstanceError(f"{what} is {values!r}; expected numbers.") from None


def vector(what: str, values: Any, *, ids: Sequence[str], kind: str) -> Floats:
    """One number >= 0 for every id, finite unless it is a capacity."""
    array = as_numbers(what, values)
    if array.shape != (len(ids),):
        raise InstanceError(
            f"{what} has shape {array.shape}; expected ({len(ids)},), "
            f"one value for every {kind}."
        )
    endless = what in ("capacity", "reach")
    bad = ~(array >= 0) if endless else ~((array >= 0) & (array <= LARGEST))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        wanted = ">= 0" if endless else f"from 0 to {LARGEST:g}"
        raise InstanceError(
            f"{what} of {kind} {ids[row]!r} (row {row + 1}) is {array[row]:g}; "
            f"expected a number {wanted}."
        )
    return frozen(array, float)


def coordinates(what: str, values: Any, *, ids: Sequence[str]) -> Floats:
    """Finite x, y for every id."""
    array = as_numbers(what, values)
    if array.shape != (len(ids), 2):
        raise InstanceError(
            f"{what} has shape {array.shape}; expected ({len(ids)}, 2), x and y."
        )
    bad = ~np.isfinite(array).all(axis=1)
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise InstanceError(
            f"{what} of {ids[row]!r} (row {row + 1}) is {array[row].tolist()}; "
            "expected two finite numbers."
        )
    return frozen(array, float)


def matching(
    what: str, *, table: Sequence[str], ids: Sequence[str]
) -> NDArray[np.intp]:
    """Positions in the table of each of ids; both must hold the same ids."""
    place = {name: k for k, name in enumerate(table)}
    missing = [x for x in ids if x not in place]
    if missing:
        raise InstanceError(
            f"{what} has no row for {listed(missing)}; give every id a row."
        )
    if len(place) > len(ids):
        known = set(ids)
        extra = [x for x in table if x not in known]
        raise InstanceError(
            f"{what} has rows for {listed(extra)}, which the costs do not know; "
            "remove them or check the spelling."
        )
    return np.array([place[x] for x in ids], dtype=np.intp)


def checked_cost(cost: Any, *, clients: Sequence[str], sites: Sequence[str]) -> Cost:
    """Refuse NaN, negative and misshapen cost, naming the first bad pair."""
    shape = (len(clients), len(sites))
    if isinstance(cost, PointCost):
        got: tuple[int, ...] = cost.shape
    elif issparse(cost):
        cost = csr_array(cost, dtype=float, copy=True)
        cost.sum_duplicates()
        got, values = read_only(cost).shape, cost.data
        bad = ~((values >= 0) & (values <= LARGEST))
    else:
        cost = frozen(as_numbers("cost", cost), float)
        got, values = cost.shape, cost
        bad = ~((values >= 0) & ((values <= LARGEST) | (values == np.inf)))
    if got != shape:
        raise InstanceError(
            f"cost has shape {got}; expected {shape}, a row for every client and "
            "a column for every site."
        )
    if isinstance(cost, PointCost):
        here = coordinates("client coordinates", cost.clients, ids=clients)
        there = coordinates("site coordinates", cost.sites, ids=sites)
        return PointCost(here, there, cost.metric)
    if bad.any():
        if isinstance(cost, csr_array):
            k = int(np.flatnonzero(bad)[0])
            i, j = int(np.searchsorted(cost.indptr, k, "right")) - 1, cost.indices[k]
        else:
            i, j = (int(x[0]) for x in np.nonzero(bad))
        raise InstanceError(
            f"cost from client {clients[i]!r} (row {i + 1}) to site {sites[j]!r} is "
            f"{values[bad][0]:g}; expected a number from 0 to {LARGEST:g}, or "
            "no entry when unreachable."
        )
    return cost


def checked_groups(
    groups: Any, *, ids: Sequence[str], kind: str
) -> Mapping[str, tuple[str, ...]]:
    """Labels as text, one for every id in every group."""
    for name, labels in groups.items():
        if len(labels) != len(ids):
            raise InstanceError(
                f"group {name!r} has {len(labels)} labels; expected {len(ids)}, "
                f"one a {kind}."
            )
    return MappingProxyType({str(k): tuple(map(str, v)) for k, v in groups.items()})


def checked_roles(
    roles: Any, *, sites: Sequence[str], known: type[StrEnum]
) -> NDArray[np.str_]:
    """Roles by name, one for every site; the first of the known ones by default."""
    first = next(iter(known)).value
    names = [first] * len(sites) if roles is None else list(roles)
    if len(names) != len(sites):
        raise InstanceError(
            f"role has {len(names)} entries; expected {len(sites)}, one a site."
        )
    for site, name in zip(sites, names, strict=True):
        if name not in {r.value for r in known}:
            text = unknown("role", name, known)
            raise InstanceError(f"role of site {site!r}: {text}")
    return frozen([str(x) for x in names], np.str_)

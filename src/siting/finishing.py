"""Every field of an instance checked and in its final form, before it is frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from siting import frames
from siting.cost import Floats
from siting.errors import InstanceError
from siting.role import Role
from siting.validation import (
    checked_cost,
    checked_groups,
    checked_roles,
    coordinates,
    identifiers,
    numbered,
    vector,
)

if TYPE_CHECKING:
    from siting.instance import Instance


def finished(instance: Instance) -> dict[str, Any]:
    """Field -> its checked value; what was not given has its default."""
    clients = numbered("client", instance.clients)
    sites = identifiers("site", instance.sites)
    n, m = len(clients), len(sites)
    if not n or not m:
        raise InstanceError(
            f"the instance has {n} clients and {m} sites; expected one of each."
        )
    opening = np.zeros(m) if instance.opening is None else instance.opening
    capacity, reach = (
        np.full(m, np.inf) if x is None else x
        for x in (instance.capacity, instance.reach)
    )
    fields: dict[str, Any] = {
        "clients": clients,
        "sites": sites,
        "demand": vector("demand", instance.demand, ids=clients, kind="client"),
        "cost": checked_cost(instance.cost, clients=clients, sites=sites),
        "opening": vector("opening", opening, ids=sites, kind="site"),
        "capacity": vector("capacity", capacity, ids=sites, kind="site"),
        "reach": vector("reach", reach, ids=sites, kind="site"),
        "role": checked_roles(instance.role, sites=sites, known=Role),
        "site_label": tuple(instance.site_label) or ("",) * m,
        "groups": checked_groups(instance.groups, ids=clients, kind="client"),
        "site_groups": checked_groups(instance.site_groups, ids=sites, kind="site"),
        "scenarios": _scenarios(instance.scenarios, clients=clients),
    }
    if (got := len(fields["site_label"])) != m:
        raise InstanceError(f"site_label has {got} texts; expected {m}, one a site.")
    for key, xy, ids in (
        ("client_xy", instance.client_xy, clients),
        ("site_xy", instance.site_xy, sites),
    ):
        if xy is not None:
            fields[key] = coordinates(key, xy, ids=ids)
            frames.check_range(key, fields[key], crs=instance.crs)
    return fields


def _scenarios(given: Any, *, clients: Sequence[str]) -> Mapping[str, Floats]:
    """Weights of every client in every scenario; Series and mappings go by id."""
    if not isinstance(given, Mapping):
        raise InstanceError(
            f"scenarios is {type(given).__name__}; expected a mapping of names to "
            "weights, one a client."
        )
    found: dict[str, Floats] = {}
    for key, values in given.items():
        name = str(key).strip()
        if not name or "," in name:
            raise InstanceError(
                f"a scenario is called {key!r}; expected a name without commas."
            )
        if values is None:
            raise InstanceError(
                f"scenario {name!r} has no weights; give one for every client."
            )
        if name in found:
            raise InstanceError(f"scenario {name!r} occurs twice; rename one.")
        what = f"scenario {name!r}"
        weights = frames.weights_of(values, ids=clients, what=what)
        found[name] = vector(what, weights, ids=clients, kind="client")
    return MappingProxyType(found)

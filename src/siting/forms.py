"""The few numeric shapes that many models share: what specialised methods know.

A method that takes a form takes every model that fits it, and knows no model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.cost import Cost, Floats, dense_block
from siting.matrix import Sense
from siting.rules import Rules


@dataclass(frozen=True, eq=False)
class MedianForm:
    """Least opening cost plus weighted cost of each client's cheapest open site.

    minimise sum_j opening_j y_j + sum_i weight_i min_{j open} cost_ij

    Attributes
    ----------
    weight : (n,)
    cost : (n, m)
        Infinite or missing where a client cannot be served.
    opening : (m,)
    """

    weight: Floats
    cost: Cost
    opening: Floats
    rules: Rules

    def weighted(self) -> Floats:
        """(n, m) array of weight_i cost_ij, infinite where unreachable.

        A weight of 0 does not make an unreachable site reachable.
        """
        n, m = self.cost.shape
        table = np.empty((n, m))
        step = max(1, 2**22 // m)
        with np.errstate(invalid="ignore"):
            for k in range(0, n, step):
                block = dense_block(self.cost, slice(k, k + step), slice(None))
                worth = np.where(block < np.inf, self.weight[k : k + step, None], 1.0)
                np.multiply(block, worth, out=table[k : k + step])
        return table

    def listed_bytes(self, length: int) -> int:
        """Memory that methods on lists of so many near sites need, about."""
        n, m = self.cost.shape
        return int(60 * n * length + 16 * m)

    @property
    def nbytes(self) -> int:
        """Memory that methods on the weighted table need, about."""
        n, m = self.cost.shape
        return int(n * m * 28 + m * min(self.rules.most, m) * 8)


@dataclass(frozen=True, eq=False, kw_only=True)
class FlowForm:
    """Least opening cost plus cost of service by open sites with limited room.

    minimise sum_j opening_j y_j + sum_ij weight_i cost_ij x_ij

    where x_ij is the share of client i that open site j serves, those of a client add
    up to 1, and sum_i load_i x_ij <= capacity_j.

    Attributes
    ----------
    weight : (n,)
    load : (n,)
        How much room serving a whole client takes.
    cost : (n, m)
        Infinite or missing where a client cannot be served.
    opening : (m,)
    capacity : (m,)
        May be infinite.
    whole
        Whether every client is served by one site.
    """

    weight: Floats
    load: Floats
    cost: Cost
    opening: Floats
    capacity: Floats
    whole: bool
    rules: Rules

    @property
    def nbytes(self) -> int:
        """Memory that methods on all pairs need, about."""
        n, m = self.cost.shape
        return int(64 * n * m)


@dataclass(frozen=True, eq=False)
class CoverForm:
    """Most weight of the clients that some open site covers.

    maximise sum of weight_i over clients i in the union of the lists of open sites

    Attributes
    ----------
    weight : (n,)
    start : (m + 1,)
        Where the list of each site begins in ``client``.
    client : (pairs,)
        Clients that each site covers.
    """

    weight: Floats
    start: NDArray[np.int64]
    client: NDArray[np.int32]
    rules: Rules

    @classmethod
    def of_pairs(
        cls,
        weight: Floats,
        client: NDArray[np.integer],
        site: NDArray[np.integer],
        *,
        rules: Rules,
    ) -> CoverForm:
        """The form of pairs of a client and a site (pairs,) that covers it."""
        order = np.argsort(site, kind="stable")
        start = np.searchsorted(site[order], np.arange(rules.m + 1))
        return cls(
            weight, start.astype(np.int64), client[order].astype(np.int32), rules
        )

    def as_multicover(self) -> MulticoverForm:
        """The same question, of which the first cover alone is worth something."""
        return MulticoverForm(
            sense="max",
            weight=self.weight,
            start=self.start,
            client=self.client,
            opening=np.zeros(self.rules.m),
            worth=(1.0,),
            need=0,
            rules=self.rules,
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class MulticoverForm:
    """Opening costs, and what each client's first, second, ... cover is worth.

    offset + sum_j opening_j y_j  -/+  sum_i weight_i sum_{k <= c_i} worth_k

    to be minimised (-) or maximised (+), where c_i counts the open sites in whose list
    client i is, and is at least ``need`` for every client, those of weight 0 included.

    Attributes
    ----------
    weight : (n,)
    start : (m + 1,)
        Where the list of each site begins in ``client``.
    client : (pairs,)
        Clients that each site covers.
    opening : (m,)
        Costs when minimised; zeros when maximised.
    worth
        Of the first cover, the second and so on, each >= 0; further ones have none.
    """

    sense: Sense
    weight: Floats
    start: NDArray[np.int64]
    client: NDArray[np.int32]
    opening: Floats
    worth: tuple[float, ...]
    need: int
    rules: Rules
    offset: float = 0.0


@dataclass(frozen=True, eq=False)
class CenterForm:
    """Least largest weighted cost of a client's cheapest open site.

    minimise max_i weight_i min_{j open} cost_ij

    A client of weight 0 counts: it must have an open site that it can reach.

    Attributes
    ----------
    weight : (n,)
    cost : (n, m)
        Infinite or missing where a client cannot be served.
    """

    weight: Floats
    cost: Cost
    rules: Rules

    @property
    def nbytes(self) -> int:
        """Memory that methods on the weighted table need, about."""
        n, m = self.cost.shape
        return int(16 * n * m)

    def by_site(self) -> Floats:
        """(m, n) array of weight_i cost_ij, infinite where unreachable."""
        return np.ascontiguousarray(self.weighted(slice(None), slice(None)).T)

    def weighted(self, rows: Any, columns: Any) -> Floats:
        """Dense block of weight_i cost_ij, infinite where unreachable."""
        block = dense_block(self.cost, rows, columns)
        with np.errstate(invalid="ignore"):
            return np.where(block < np.inf, self.weight[rows][:, None] * block, np.inf)


Form = MedianForm | FlowForm | CoverForm | MulticoverForm | CenterForm

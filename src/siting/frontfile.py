"""A front as plain values: its points, what is proved, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from siting.cost import Floats
from siting.machine import versions
from siting.measures import landmarks
from siting.measures.hull import supported
from siting.measures.plans import grouped
from siting.solution import known

if TYPE_CHECKING:
    from siting.front import Front


def plain_front(front: Front, *, names: Sequence[str]) -> dict[str, Any]:
    """Everything for JSON; unknown numbers are None, positions count from 0.

    Parameters
    ----------
    names
        Of the objectives, each once.
    """
    town = front.tradeoff.instance
    return {
        "models": [p.name for p in front.tradeoff.problems],
        "instance": town.name,
        "instance_hash": town.fingerprint,
        "parameters": [
            {k: list(v) if isinstance(v, tuple) else v for k, v in p.items()}
            for p in (problem.parameters for problem in front.tradeoff.problems)
        ],
        "objectives": [
            {"name": name, "model": o.model, "sense": o.sense, "unit": o.unit}
            for name, o in zip(names, front.tradeoff.objectives, strict=True)
        ],
        "one_assignment": front.served is not None,
        "points": front.points,
        "complete": front.complete,
        "complete_to_a_millionth": front.is_fine,
        "infeasible": front.infeasible,
        "unexplored": _boxes(front.unexplored),
        "indicators": front.indicators,
        **_of_points(front, names),
        **_of_plans(front),
        "step": [known(s) for s in front.step],
        **_of_run(front),
    }


def _of_points(front: Front, names: Sequence[str]) -> dict[str, Any]:
    """Which points stand out, and what lies between neighbours."""
    two = front.q == 2
    return {
        "ideal": dict(zip(names, map(known, front.ideal), strict=True)),
        "nadir": dict(zip(names, map(known, front.nadir), strict=True)),
        "ends": dict(zip(names, front.ends or [None] * front.q, strict=True)),
        "knee": front.knee,
        "bend": landmarks.bend(front.turned),
        "compromise": front.compromise(),
        "supported": supported(front.turned).tolist() if two else None,
        "trades": [trade.to_dict() for trade in front.trades],
    }


def _of_plans(front: Front) -> dict[str, Any]:
    """Sites by the share of the plans that open them; those of no plan are the rest."""
    shares = front.site_shares
    groups = grouped(shares)
    return {
        "site_shares": {site: share for site, share in shares.items() if share > 0},
        "sites": {key: groups[key] for key in ("every", "most", "few")},
    }


def _boxes(unexplored: Floats | None) -> list[list[list[float | None]]] | None:
    """Best and worst values of every box."""
    if unexplored is None:
        return None
    return [[[known(x) for x in end] for end in box] for box in unexplored.tolist()]


def _of_run(front: Front) -> dict[str, Any]:
    """How it was found."""
    limits = front.limits
    return {
        "termination": front.termination.value,
        "subproblems": front.subproblems,
        "evaluation_limit": limits.evaluations,
        "evaluations": front.evaluations,
        "seconds": round(front.seconds, 4),
        "solver": front.solver.name,
        "options": asdict(front.solver),
        "time_limit": known(limits.time_limit),
        "seed": limits.seed,
        "threads": limits.threads,
        "versions": versions(),
        "reason": front.reason,
        "notes": list(front.notes),
    }

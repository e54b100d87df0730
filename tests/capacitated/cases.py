"""Small questions under capacity and what all their answers cost, for tests."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
from chance import some_rules

from siting.forms import FlowForm


def small_flow(seed: int, *, whole: bool) -> FlowForm:
    """A flow of up to 5 sites and 5 clients: ties, zeros, no way, must and never."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 6)), int(rng.integers(1, 6))
    cost = rng.integers(0, 20, (n, m)).astype(float)
    if rng.random() < 0.4:
        cost = rng.random((n, m)) * 20
    if rng.random() < 0.3:
        cost[rng.random((n, m)) < 0.25] = np.inf
    load = rng.integers(0, 5, n).astype(float)
    share = rng.random(m) * rng.choice([1.5, 3.0, 6.0]) / m
    rules = some_rules(rng, m, fixed=0.3)
    if rules.least < rules.most:
        rules = replace(rules, least=1)
    return FlowForm(
        weight=load if rng.random() < 0.6 else np.ones(n),
        load=load,
        cost=cost,
        opening=rng.integers(0, 30, m).astype(float),
        capacity=np.where(rng.random(m) < 0.1, np.inf, np.ceil(share * load.sum())),
        whole=whole,
        rules=rules,
    )


def weighted(form: FlowForm) -> np.ndarray:
    """What serving all of each client by each site costs: (n, m)."""
    with np.errstate(invalid="ignore"):
        table = form.weight[:, None] * form.cost
    return np.where(np.isfinite(form.cost), table, np.inf)


def all_answers(form: FlowForm) -> list[tuple[float, np.ndarray, np.ndarray]]:
    """Cost, design (m,) and site of each client (n,) of every answer of wholes."""
    table, m = weighted(form), form.rules.m
    every = np.array(list(itertools.product((False, True), repeat=m)))
    every = every[form.rules.violation(every) == 0]
    found = []
    for design in every:
        sites = np.flatnonzero(design)
        for at in map(np.array, itertools.product(sites, repeat=len(form.load))):
            value = table[np.arange(len(at)), at].sum() + form.opening[design].sum()
            loads = np.bincount(at, form.load, minlength=m)
            if value < np.inf and (loads <= form.capacity).all():
                found.append((float(value), design, at))
    return found

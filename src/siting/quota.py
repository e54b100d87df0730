"""Quotas: how many sites of a group may or must be open, written as a sentence.

``at most 1 of A, B`` (a conflict), ``at least 2 of region=north``, ``exactly 1 of each
region``: a site id, or a label of `Instance.site_groups`, or every label of one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.errors import ProblemError, listed, unknown
from siting.instance import Instance

SENTENCE = re.compile(r"(at most|at least|exactly) (\d+) of (.+)", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Quota:
    """Between ``least`` and ``most`` of some sites are open.

    Attributes
    ----------
    sites : (k,)
        Positions in the instance.
    """

    sites: NDArray[np.intp]
    least: int
    most: int


def quotas_of(sentence: str, instance: Instance) -> list[Quota]:
    """What a sentence asks: one quota, or one for each label of a group."""
    match = SENTENCE.fullmatch(" ".join(sentence.split()))
    if match is None:
        raise ProblemError(
            f"the quota {sentence!r} is not understood; write 'at most 1 of A, B', "
            "'at least 2 of region=north' or 'exactly 1 of each region'."
        )
    word, count, what = match[1].lower(), int(match[2]), match[3]
    found = []
    for sites in _named(what, instance, sentence=sentence):
        if word != "at most" and count > len(sites):
            raise ProblemError(
                f"the quota {sentence!r} asks for {count} of {len(sites)} sites; "
                "expected no more than there are."
            )
        least = 0 if word == "at most" else count
        most = len(sites) if word == "at least" else count
        found.append(Quota(np.array(sites, dtype=np.intp), least, most))
    return found


def _named(what: str, instance: Instance, *, sentence: str) -> list[list[int]]:
    """Positions of the sites that a text names, for every group that it names."""
    place = {name: j for j, name in enumerate(instance.sites)}
    ids = list(dict.fromkeys(x.strip() for x in what.split(",") if x.strip()))
    if all(x in place for x in ids):
        return [sorted(place[x] for x in ids)]
    group, equals, label = (x.strip() for x in what.partition("="))
    if what.lower().startswith("each "):
        labels = _labels(what[5:].strip(), instance, sentence=sentence)
        wanted = list(dict.fromkeys(labels))
    elif equals:
        labels = _labels(group, instance, sentence=sentence)
        wanted = [label]
        if label not in labels:
            raise ProblemError(
                f"the quota {sentence!r}: {unknown(group, label, set(labels))}"
            )
    else:
        strange = [x for x in ids if x not in place]
        raise ProblemError(
            f"the quota {sentence!r} names {listed(strange)}, but the instance has no "
            f"such site; its ids look like {listed(instance.sites, most=3)}."
        )
    return [[j for j, x in enumerate(labels) if x == w] for w in wanted]


def _labels(group: str, instance: Instance, *, sentence: str) -> tuple[str, ...]:
    """Labels of the sites in a group of that name."""
    if group not in instance.site_groups:
        raise ProblemError(
            f"the quota {sentence!r}: "
            f"{unknown('group of sites', group, instance.site_groups)}"
        )
    return instance.site_groups[group]

"""The least difference of two values of an objective, where the data tell it."""

from __future__ import annotations

import numpy as np

from siting.cost import Floats
from siting.forms import CenterForm, CoverForm, Form, MedianForm
from siting.medians.whole import is_whole
from siting.problem import Problem


def step_of(form: Form | None) -> float:
    """1 where every design is worth a whole number, 0 where that is not known.

    It is computed from the data, and a front is called complete only where the
    objective that is swept has a step.
    """
    if isinstance(form, MedianForm):
        return float(is_whole(form))
    if isinstance(form, CoverForm):
        return float(_whole(form.weight))
    if isinstance(form, CenterForm):
        median = MedianForm(form.weight, form.cost, np.zeros(form.rules.m), form.rules)
        return float(is_whole(median))
    return 0.0


def step_for(problem: Problem) -> float:
    """The same for a question."""
    return step_of(problem.shape())


def _whole(value: Floats) -> bool:
    """Whether all numbers are whole."""
    return bool((value == np.rint(value)).all())

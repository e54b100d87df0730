"""Lexicographic problems: each question among the best answers to the last one."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from siting import check
from siting.solution import Proof, Solution, Termination, with_note


def level_by_level(
    first: Solution, *, examined: Callable[[Solution], Solution]
) -> Solution:
    """The answer after all later questions of a lexicographic problem.

    They are asked of the same solver in the time that is left. Value and proof are
    those of the first question, but nothing is proved until the last one is; a note
    says how far it came.

    Parameters
    ----------
    examined
        Checks an answer and searches against its claim.
    """
    opened = first.design
    if opened is None or first.problem.then(opened) is None:
        return first
    last, proved, ended = first, 0, first.termination
    while last.is_optimal and last.design is not None:
        question = last.problem.then(last.design)
        if question is None or not last.limits.left:
            break
        limits = replace(first.limits, start=last.design)
        found = examined(last.solver.run(question, limits))
        ended = found.termination
        if found.design is None:
            break
        last, proved = found, proved + found.is_optimal
    design = opened if last.design is None else last.design
    whole = last.is_optimal and last.problem.then(design) is None
    said = f"{proved} later questions proved"
    if not whole:
        said += "; those of later levels are not"
        first = _first_alone(first, ended=ended)
    before = first.problem.remarks(opened)
    notes = (*(x for x in first.notes if x not in before),)
    whole_answer = replace(
        first,
        design=design,
        notes=(*notes, *first.problem.remarks(design), said),
        seconds=first.limits.elapsed,
    )
    if check.faults(whole_answer):
        alone = _first_alone(first, ended=ended)
        return with_note(alone, "no later question was answered")
    return whole_answer


def _first_alone(first: Solution, *, ended: Termination) -> Solution:
    """The answer to a first question after which the others have none."""
    if not first.is_optimal:
        return first
    finished = ended is Termination.FINISHED
    level = f"only the {first.problem.measure} of {first.bound:.10g} is proved"
    return replace(
        with_note(first, level),
        proof=Proof.NONE,
        bound=math.nan,
        termination=Termination.TIME_LIMIT if finished else ended,
    )

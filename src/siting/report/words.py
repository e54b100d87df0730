"""What an answer means, in sentences: for the page, the terminal and a letter alike."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from siting.problem import Problem
from siting.readable import apart, at_most, shown
from siting.searching.search import is_searchable
from siting.solution import Found, Proof, Solution, Termination

if TYPE_CHECKING:
    from siting.comparison import Row

GAP = (
    "Gap = |value - bound| / |value|. The bound is what no choice of sites can beat, "
    "so the gap is the most, as a part of the value, that a better choice could {verb}."
)

FAR = 2.0
"""Value and bound that are farther apart than this factor say next to nothing."""

CHANGE = {"min": "save", "max": "gain"}
"""What a better choice would do."""

ENDS = {
    Termination.FINISHED: "the method ran to its end",
    Termination.TIME_LIMIT: "the time limit was reached",
    Termination.NODE_LIMIT: "the limit on the search was reached",
    Termination.MEMORY: "the memory was used up",
    Termination.INTERRUPTED: "the run was interrupted",
    Termination.ERROR: "the solver failed",
    Termination.CRASHED: "the solver crashed",
}

CLAIMANTS = {
    "highs": "HiGHS",
    "collapse": "HiGHS, after clients with the same sites in reach were put together",
    "branch-and-cut": "HiGHS and our own tree",
}
"""Whose word a claim is, by the method that made it; else the method's own."""

OF_THE_RUN = ("auto picked", "too large to search")
"""How notes begin that are about the run, not about the answer."""

HEADLINES = {
    "proved": "Proved optimal",
    "bounded": "A better choice could {change}",
    "far": "Found, but what is proved says next to nothing of how good it is",
    "found": "Best found, nothing is proved",
    "contradicted": "Contradicted: the claim of proof was wrong",
    "infeasible": "No choice of sites can do what was asked",
    "stuck": "No choice of sites was found that does what was asked",
    "none": "No answer",
}


def state(solution: Solution) -> str:
    """How sure we are, as one of the keys of ``HEADLINES``."""
    proved = solution.proof in (Proof.SOLVER_CLAIM, Proof.CERTIFIED)
    if solution.solution is Found.INFEASIBLE:
        return "infeasible" if proved else "stuck"
    if solution.solution is Found.NONE:
        return "none"
    if solution.proof is Proof.CONTRADICTED:
        return "contradicted"
    if solution.is_optimal:
        return "proved"
    if proved and math.isfinite(solution.bound):
        return "bounded" if _says_something(solution) else "far"
    return "found"


def _says_something(solution: Solution) -> bool:
    """Whether the bound is near enough to the value to judge it by."""
    low, high = sorted((solution.objective, solution.bound))
    return low > 0 and high <= FAR * low


def headline(solution: Solution) -> str:
    """How sure we are, in a few words."""
    return HEADLINES[state(solution)].format(change=_change(solution))


def _change(solution: Solution, bound: float | None = None) -> str:
    """What a better choice could do at most, by its own bound or by another."""
    gap = solution.gap if bound is None else replace(solution, bound=bound).gap
    return f"{CHANGE[solution.problem.sense]} at most {at_most(gap)}"


def verdict(solution: Solution) -> str:
    """How sure we are and whose word that is, in one to three sentences."""
    kind = state(solution)
    parts = [headline(solution) + ".", _grounds(solution, kind)]
    if kind in ("infeasible", "stuck", "none"):
        parts.append(sentence(solution.reason))
    if kind not in ("proved", "infeasible"):
        parts.append(sentence(_ended(solution, kind)))
    return " ".join(p for p in parts if p)


def _ended(solution: Solution, kind: str) -> str:
    """Why the run stopped; where it did so by itself, what it lacked."""
    ended = ENDS[solution.termination]
    if solution.termination is not Termination.FINISHED or kind in ("stuck", "none"):
        return ended
    return f"{ended}: {solution.reason}" if solution.reason else ended


def _grounds(solution: Solution, kind: str) -> str:
    """What the headline rests on."""
    who = claimant(solution)
    if kind == "proved":
        searched = ""
        if is_searchable(solution.problem):
            searched = ", and a search around the answer found nothing better"
        return {
            Proof.CERTIFIED: (
                "No choice of sites is better: certified by our own arithmetic, which "
                "trusts no solver."
            ),
            Proof.SOLVER_CLAIM: (
                "No choice of sites is better: that is the claim of the solver "
                f"({who}){searched}."
            ),
        }[solution.proof]
    if kind in ("bounded", "far"):
        return f"{limit_words(solution)} {_witness(solution)}"
    if kind == "found":
        return "A better choice of sites may exist; how much better is not known."
    if kind == "contradicted":
        return (
            f"The solver ({who}) claimed that nothing beats "
            f"{with_unit(solution.bound, solution.problem)}, but something better was "
            "found. The choice below keeps all rules; a better one may exist."
        )
    if kind == "infeasible":
        return _witness(solution)
    return ""


def _witness(solution: Solution) -> str:
    """Whose word a bound is."""
    if solution.proof is Proof.CERTIFIED:
        return "Certified by our own arithmetic."
    return f"That is the claim of the solver ({claimant(solution)})."


def claimant(solution: Solution) -> str:
    """Who claims what our own arithmetic did not certify."""
    return CLAIMANTS.get(solution.method, solution.method)


def notes_of(solution: Solution) -> tuple[list[str], list[str]]:
    """Notes about the answer, and those about the run."""
    kinds: tuple[list[str], list[str]] = ([], [])
    for note in solution.notes:
        kinds[note.startswith(OF_THE_RUN)].append(sentence(note))
    return kinds


def limit_words(solution: Solution) -> str:
    """What is proved of any answer, beside the value of this one."""
    problem = solution.problem
    factor, unit = problem.told_in
    value, bound = apart(factor * solution.objective, factor * solution.bound)
    unit = f" {unit}" if unit else ""
    verb, side = ("bring", "below") if problem.sense == "min" else ("raise", "above")
    return (
        f"No choice of sites can {verb} the {problem.measure} {side} {bound}{unit}; "
        f"this one has {value}."
    )


def proof_words(solution: Solution, row: Row | None = None) -> str:
    """The state of proof in a few words, for a table.

    With the row of a comparison, the bound that another run proved counts as well.
    """
    if state(solution) == "proved":
        certified = solution.proof is Proof.CERTIFIED
        return "proved optimal" + (", certified" if certified else "")
    if row is not None and solution.solution is Found.FEASIBLE:
        if row.is_best:
            return "equal to the proved best; no proof of its own"
        if state(solution) == "found" and math.isfinite(row.gap):
            return "no proof of its own"
    return {
        "bounded": f"a better one could {_change(solution)}, by its own bound",
        "far": "its own bound says next to nothing",
        "found": "nothing is proved",
        "contradicted": "contradicted",
        "infeasible": "proved impossible",
        "stuck": "no answer found",
        "none": f"no answer: {ENDS[solution.termination]}",
    }[state(solution)]


def with_unit(value: float, problem: Problem) -> str:
    """A value of the objective with its unit."""
    return f"{told(value, problem)} {problem.told_in[1]}".strip()


def told(value: float, problem: Problem) -> str:
    """A value of the objective, without its unit."""
    return shown(problem.told_in[0] * value)


def sentence(text: str) -> str:
    """A text with a capital and a full stop."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def outside_proof(solution: Solution, bound: float) -> list[str]:
    """What the bound of another run proves of an answer that has a weaker one."""
    if solution.is_optimal or solution.solution is not Found.FEASIBLE:
        return []
    sign = solution.problem.sign
    if math.isnan(bound) or sign * bound <= sign * solution.bound:
        return []
    text = with_unit(bound, solution.problem)
    return [
        f"Another method of the comparison proved the bound {text}: "
        f"by it a better choice than this could {_change(solution, bound)}."
    ]

"""Words for every state of proof, word by word, and numbers that never flatter."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siting import solve
from siting.answering import answer
from siting.comparison import Comparison
from siting.instance import Instance
from siting.limits import Limits
from siting.models import (
    MCLP,
    Hierarchical,
    MaxMinAccess,
    MultiService,
    Phased,
    PMedian,
)
from siting.plugins import MODELS
from siting.problem import Problem
from siting.readable import at_most, share, shown
from siting.report.asked import (
    COMPUTED,
    LABELS,
    asked,
    parameters_in_words,
    question,
)
from siting.report.content import content_of
from siting.report.words import proof_words, verdict
from siting.solution import Proof, Solution, Termination
from siting.solver import Solver

Make = Callable[..., Solution]


class Oracle(Solver):
    """Never asked."""

    name = "oracle"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Never asked."""
        raise NotImplementedError


def test_proved_by_a_solver(make: Make) -> None:
    """Whose word it is, and that a search found nothing against it."""
    assert verdict(make("A", "C", bound=132.5, proof=Proof.SOLVER_CLAIM)) == (
        "Proved optimal. No choice of sites is better: that is the claim of the solver "
        "(oracle), and a search around the answer found nothing better."
    )


def test_no_search_is_told_where_there_was_none(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Replies that are hard are not searched around when there are many of them."""
    monkeypatch.setattr("siting.report.words.is_searchable", lambda _: False)
    assert verdict(make("A", "C", bound=132.5, proof=Proof.SOLVER_CLAIM)) == (
        "Proved optimal. No choice of sites is better: that is the claim of the solver "
        "(oracle)."
    )


def test_proved_by_our_own_arithmetic(make: Make) -> None:
    """Certified is more than claimed."""
    assert verdict(make("A", "C", bound=132.5, proof=Proof.CERTIFIED)) == (
        "Proved optimal. No choice of sites is better: certified by our own "
        "arithmetic, which trusts no solver."
    )


def test_within_a_bound(make: Make) -> None:
    """The bound in the unit of the objective, and why the run ended."""
    limited = make(
        "A",
        "C",
        bound=130,
        proof=Proof.SOLVER_CLAIM,
        termination=Termination.TIME_LIMIT,
    )
    assert verdict(limited) == (
        "A better choice could save at most 1.9 %. No choice of sites can "
        "bring the weighted travel below 130 people x minutes; this one has 132.5. "
        "That is the claim of the solver (oracle). The time limit was reached."
    )


def test_within_a_bound_when_more_is_better(town: Instance, make: Make) -> None:
    """A maximum is raised, not brought down."""
    cover = make(
        "A", problem=MCLP(town, p=1, radius=0), bound=1500, proof=Proof.CERTIFIED
    )
    assert verdict(cover) == (
        "A better choice could gain at most 25 %. No choice of sites can raise "
        "the covered demand above 1,500 people; this one has 1,200. Certified by our "
        "own arithmetic. The method ran to its end."
    )


def test_nothing_is_proved(make: Make) -> None:
    """A heuristic's answer says so."""
    assert verdict(make("A", "C")) == (
        "Best found, nothing is proved. A better choice of sites may exist; how much "
        "better is not known. The method ran to its end."
    )


def test_contradicted(make: Make) -> None:
    """A wrong claim is told, not hidden."""
    wrong = make("A", "C", bound=140, proof=Proof.CONTRADICTED)
    assert verdict(wrong) == (
        "Contradicted: the claim of proof was wrong. The solver (oracle) claimed that "
        "nothing beats 140 people x minutes, but something better was found. The "
        "choice below keeps all rules; a better one may exist. The method ran to its "
        "end."
    )


def test_infeasible_with_its_reason(make: Make) -> None:
    """Who cannot be served, and that it is proved."""
    none = make(infeasible=True, proof=Proof.CERTIFIED, reason="'007' reaches no site")
    assert verdict(none) == (
        "No choice of sites can do what was asked. Certified by our own arithmetic. "
        "'007' reaches no site."
    )


def test_infeasible_without_proof(make: Make) -> None:
    """Not found is not the same as impossible."""
    assert verdict(make(infeasible=True)) == (
        "No choice of sites was found that does what was asked. The method ran to its "
        "end."
    )


@pytest.mark.parametrize(
    ("termination", "words"),
    [
        (Termination.TIME_LIMIT, "No answer. The time limit was reached."),
        (Termination.INTERRUPTED, "No answer. The run was interrupted."),
        (Termination.CRASHED, "No answer. The solver crashed."),
        (Termination.MEMORY, "No answer. The memory was used up."),
    ],
)
def test_no_answer(make: Make, termination: Termination, words: str) -> None:
    """Why there is none."""
    assert verdict(make(termination=termination)) == words


def test_a_far_bound_is_no_percentage(make: Make) -> None:
    """Value and bound more than a factor of two apart: no number is made of that."""
    for bound in (-1e6, 0.0, 66.0):
        far = make("A", "C", bound=bound, proof=Proof.SOLVER_CLAIM)
        assert verdict(far).startswith(
            "Found, but what is proved says next to nothing of how good it is."
        )
    near = make("A", "C", bound=67.0, proof=Proof.SOLVER_CLAIM)
    assert verdict(near).startswith("A better choice could save at most 50 %.")


@given(st.sampled_from(["min", "max"]), st.floats(0.51, 1.99))
def test_what_a_better_choice_could_do_is_what_is_said(
    sense: str, factor: float
) -> None:
    """The answer at the bound itself saves, or gains, just what the headline says."""
    far, cost = 50 if sense == "max" else 0, [[0, 10], [10, 0], [10, 10]]
    town = Instance.from_matrix(cost, demand=[10, 1, far])
    problem = PMedian(town, p=1) if sense == "min" else MCLP(town, p=1, radius=0)
    design = np.array([True, False])
    bound = 10 * (
        min(factor, 1 / factor) if sense == "min" else max(factor, 1 / factor)
    )
    found = answer(
        problem, Oracle(), Limits(), design=design, bound=bound,
        proof=Proof.SOLVER_CLAIM,
    )  # fmt: skip
    if found.is_optimal:
        return
    said = re.match(
        r"A better choice could (save|gain) at most (.*) %\.", verdict(found)
    )
    assert said
    assert said[1] == {"min": "save", "max": "gain"}[sense]
    change = 10 * float(said[2]) / 100 * (-1 if sense == "min" else 1)
    assert (10 + change - bound) * (-1 if sense == "min" else 1) >= -1e-9
    assert math.isclose(abs(change), abs(10 - bound), rel_tol=0.11)


def test_whose_claim_it_is_when_two_did_the_work(make: Make) -> None:
    """Clients are put together by us, but the proof is HiGHS's word."""
    found = make("A", "C", bound=132.5, proof=Proof.SOLVER_CLAIM)
    assert "the claim of the solver (HiGHS, after clients with the same sites" in (
        verdict(replace(found, method="collapse"))
    )
    assert "the claim of the solver (HiGHS)" in verdict(replace(found, method="highs"))


def test_notes_on_the_run_are_no_part_of_how_sure_we_are(make: Make) -> None:
    """What auto picked stands in the record."""
    found = replace(make("A", "C"), notes=("auto picked highs", "closes A"))
    content = content_of(found, None)
    assert content["notes"] == ["Closes A."]
    assert ("Notes on the run", "Auto picked highs.") in content["record"]["lines"]


def test_rounding_is_not_told_to_ten_digits(make: Make) -> None:
    """Nor are value and bound that differ by no more."""
    found = make("A", "C", bound=132.5 - 1e-9, proof=Proof.SOLVER_CLAIM)
    gap = content_of(found, None)["gap"]
    assert gap["text"] == "less than 0.0001 %"
    assert gap["objective_text"] == gap["bound_text"] == "132.5"


def test_proof_in_a_table(compared: Comparison) -> None:
    """The bound of one run speaks for the values of the others."""
    assert [proof_words(r.solution, r) for r in compared.rows] == [
        "proved optimal",
        "equal to the proved best; no proof of its own",
        "no proof of its own",
        "no proof of its own",
    ]


def test_the_question_in_words(town: Instance) -> None:
    """Numbers put in, ids with their names, the radius with its unit."""
    problem = MCLP(town, p=2, radius=5, required=["A"], forbidden=["B", "C"])
    assert question(problem) == (
        "Open 2 sites so that most demand is within the radius of an open one."
    )
    assert dict(parameters_in_words(problem)) == {
        "Open sites in all": "2",
        "Must be open": "Plaza (A)",
        "Must stay closed": "B; Market (C)",
        "Covered are those within": "5 minutes",
    }


def test_parameters_have_their_units_and_no_code(town: Instance) -> None:
    """Minutes and per cent, yes and no; nothing of what is found on the way."""
    services = MultiService(town, p=1, radii={"aid": 2.5, "clinic": 10.0})
    assert dict(parameters_in_words(services)) == {
        "Open sites in all": "1",
        "Covered are those within, service by service": (
            "aid: 2.5 minutes; clinic: 10 minutes"
        ),
    }
    levels = Hierarchical(town, p=2, hospitals=1, nested=False, referral=0.2)
    assert dict(parameters_in_words(levels)) == {
        "Open sites in all": "2",
        "Hospitals among them": "1",
        "Hospitals do the work of clinics, too": "no",
        "Referred from a clinic to a hospital": "20.0 %",
    }
    beds = MaxMinAccess(town, p=1, beds=7, catchment=20, separation=300)
    assert dict(parameters_in_words(beds)) == {
        "Open sites in all": "1",
        "Open sites lie apart at least": "300 metres",
        "Beds to distribute": "7",
        "Nobody goes farther than": "20 minutes",
        "Fall with travel": "gaussian",
    }
    phases = solve(Phased(town, schedule=["1", "2"]))
    assert "alone" in phases.problem.parameters
    assert not any("lone" in label for label, _ in asked(phases))


def test_every_parameter_of_every_model_has_a_label() -> None:
    """No name of a field on a page."""
    for name in MODELS.names():
        for field in fields(MODELS.find(name, Problem)):
            known = field.name in {"instance", *LABELS, *COMPUTED}
            assert known, f"{name}: {field.name}"


@given(st.floats(1e-12, 10))
def test_a_gap_is_never_rounded_down(gap: float) -> None:
    """What is printed is at least the gap, and not much more."""
    printed = float(at_most(gap).removesuffix(" %").replace(",", "")) / 100
    assert gap * (1 - 1e-6) <= printed <= gap * 1.11


@given(st.floats(0, 1))
def test_only_all_is_a_hundred_per_cent(part: float) -> None:
    """Rounding never turns nearly all into all, nor a little into nothing."""
    text = share(part)
    assert text != "100.0 %"
    assert (text == "100 %") == (part >= 1 - 1e-12)
    assert (text == "0.0 %") == (part == 0)


@given(st.floats(-1e12, 1e12))
def test_shown_is_close(value: float) -> None:
    """About four digits are kept."""
    assert math.isclose(float(shown(value).replace(",", "")), value, rel_tol=6e-4)


def test_unknown_numbers_are_a_dash() -> None:
    """No 'nan' on a page."""
    assert {f(math.nan) for f in (shown, share, at_most)} == {"–"}  # noqa: RUF001

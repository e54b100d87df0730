"""What p, add, required, forbidden and roles mean, and what they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from sentences import said

from siting import Instance
from siting.declared import matrix_of
from siting.models import MCLP, UFLP, PMedian
from siting.rules import Rules
from siting.ruling import rules_of

SITES = ("A", "B", "C", "D", "E")


def town(**roles: str) -> Instance:
    """Five sites a step apart on a line, all candidates but those named."""
    cost = np.abs(np.subtract.outer(np.arange(3.0), np.arange(5.0)))
    plain = Instance.from_matrix(cost, sites=SITES)
    return replace(plain, role=[roles.get(s, "candidate") for s in SITES])


def rules(place: Instance | None = None, **given: Any) -> Rules:
    """The rules of a question asked of five sites."""
    asked = {"p": None, "add": None, "required": (), "forbidden": (), **given}
    return rules_of(town() if place is None else place, **asked)


def allowed(these: Rules) -> set[str]:
    """All designs that break no rule, as the letters of the open sites."""
    return {
        "".join(s for s, is_open in zip(SITES, design, strict=True) if is_open)
        for design in designs()
        if these.violation(np.array([design]))[0] == 0
    }


def designs() -> Iterator[tuple[bool, ...]]:
    """All subsets of five sites."""
    return product([False, True], repeat=5)


def test_p_counts_all_open_sites() -> None:
    """Two of five: ten designs, each with two sites."""
    found = allowed(rules(p=2))
    assert len(found) == 10
    assert {len(x) for x in found} == {2}


def test_p_counts_required_and_existing_sites() -> None:
    """With A required and B existing, p = 3 leaves one to choose."""
    these = rules(town(B="existing"), p=3, required=["A"])
    assert allowed(these) == {"ABC", "ABD", "ABE"}


def test_add_counts_new_sites_beside_the_existing() -> None:
    """With A and B existing, add = 1 makes three open sites."""
    these = rules(town(A="existing", B="existing"), add=1)
    assert allowed(these) == {"ABC", "ABD", "ABE"}


def test_add_counts_required_sites_as_new() -> None:
    """A site that must be opened is not there yet, whoever says that it must."""
    here = town(A="existing", B="required")
    assert allowed(rules(here, add=1)) == {"AB"}
    assert allowed(rules(here, add=2, required=["E"])) == {"ABE"}


def test_adding_nothing_keeps_what_there_is() -> None:
    """What the existing sites are worth can be asked."""
    assert allowed(rules(town(C="existing", D="existing"), add=0)) == {"CD"}


def test_forbidden_sites_and_competitors_stay_closed() -> None:
    """Whether the data or the question forbid them."""
    here = town(A="forbidden", B="competitor")
    assert allowed(rules(here, p=2, forbidden=["C"])) == {"DE"}


def test_without_a_count_one_site_at_least_is_open() -> None:
    """Any number from the required to all that are not forbidden."""
    these = rules(town(A="forbidden"), required=["B"])
    assert (these.least, these.most) == (1, 4)
    assert allowed(these) == {
        "B", "BC", "BD", "BE", "BCD", "BCE", "BDE", "BCDE"
    }  # fmt: skip
    assert (rules().least, rules().most) == (1, 5)


def test_violation_counts_what_must_change() -> None:
    """A required site closed, a forbidden one open, and two too many: four faults."""
    these = rules(p=1, required=["A"], forbidden=["B"])
    design = np.array([[False, True, True, True, False], [True] + 4 * [False]])
    assert these.violation(design).tolist() == [4, 0]


def test_a_site_named_twice_is_named() -> None:
    """Saying it twice, or in data and question, changes nothing."""
    these = rules(town(A="required"), p=2, required=["A", "A"], forbidden=["B", "B"])
    assert allowed(these) == {"AC", "AD", "AE"}


def test_ids_may_come_as_numbers() -> None:
    """Sites '1' and '2' are found under 1 and 2."""
    place = Instance.from_matrix([[0, 4], [4, 0]])
    problem = PMedian(place, p=1, required=[2])  # type: ignore[list-item]
    assert problem.rules.must.tolist() == [False, True]


@pytest.mark.parametrize("model", [PMedian, MCLP, UFLP])
@pytest.mark.parametrize(
    "given",
    [
        {"p": 2},
        {"p": 3, "required": ["A"], "forbidden": ["E"]},
        {"add": 1, "required": ["B"]},
        {"add": 2, "forbidden": ["A"]},
    ],
)
def test_rules_are_the_same_in_three_languages(
    model: type[Any], given: dict[str, Any]
) -> None:
    """Pyomo, PuLP and arrays allow the same designs as the masks."""
    place = town(C="existing", D="competitor")
    more = {"radius": 9.0} if model is MCLP else {}
    problem = model(place, **given, **more)
    wanted = allowed(problem.rules)
    assert wanted
    for matrix in (problem.matrix, matrix_of(problem.declare())):
        found = set()
        for design in designs():
            rows = zip(matrix.row_names(), range(matrix.shape[0]), strict=True)
            of_rules = [k for name, k in rows if name.split("[")[0] in RULE_ROWS]
            if all(kept(matrix, k, design) for k in of_rules):
                names = zip(SITES, design, strict=True)
                found.add("".join(s for s, is_open in names if is_open))
        assert found == wanted


RULE_ROWS = {
    "required_sites_are_open",
    "forbidden_sites_are_closed",
    "open_p_sites",
    "open_some_site",
}


def kept(matrix: Any, row: int, design: tuple[bool, ...]) -> bool:
    """Whether a design keeps a row in which only ``open`` occurs."""
    part = slice(matrix.start[row], matrix.start[row + 1])
    value = matrix.value[part] @ np.array(design, dtype=float)[matrix.column[part]]
    return bool(matrix.row_lower[row] <= value <= matrix.row_upper[row])


WHOLE = "expected a whole number >= 1."

REFUSED: dict[str, tuple[dict[str, str], dict[str, Any], str]] = {
    "p = 0": ({}, {"p": 0}, f"p is 0; {WHOLE}"),
    "p negative": ({}, {"p": -2}, f"p is -2; {WHOLE}"),
    "p half": ({}, {"p": 2.5}, f"p is 2.5; {WHOLE}"),
    "p whole but a float": ({}, {"p": 2.0}, f"p is 2.0; {WHOLE}"),
    "p true": ({}, {"p": True}, f"p is True; {WHOLE}"),
    "p text": ({}, {"p": "2"}, f"p is '2'; {WHOLE}"),
    "p NaN": ({}, {"p": float("nan")}, f"p is nan; {WHOLE}"),
    "p beyond the sites": (
        {},
        {"p": 6},
        "p is 6, but the instance has 5 sites; choose p from 1 to 5.",
    ),
    "p beyond the allowed": (
        {"A": "forbidden", "B": "competitor"},
        {"p": 3, "forbidden": ["C"]},
        "p is 3, but the instance has 5 sites, of which 3 are forbidden; choose p "
        "from 1 to 2.",
    ),
    "p beyond the allowed with one required": (
        {"A": "required"},
        {"p": 5, "forbidden": ["C"]},
        "p is 5, but the instance has 5 sites, of which 1 are forbidden; choose p "
        "from 1 to 4.",
    ),
    "p below the required": (
        {"A": "existing"},
        {"p": 2, "required": ["B", "C"]},
        "p is 2, but 3 sites are required or existing and count towards it; choose p "
        "from 3 to 5.",
    ),
    "p and add": (
        {},
        {"p": 2, "add": 1},
        "both p = 2 and add = 1 are given; p counts all open sites and add only new "
        "ones, so give one of the two.",
    ),
    "add nothing to nothing": ({}, {"add": 0}, f"add is 0; {WHOLE}"),
    "add negative": (
        {"A": "existing"},
        {"add": -1},
        "add is -1; expected a whole number >= 0.",
    ),
    "add half": (
        {"A": "existing"},
        {"add": 0.5},
        "add is 0.5; expected a whole number >= 0.",
    ),
    "add beyond the sites": (
        {"A": "existing"},
        {"add": 5},
        "p is 6 with the existing sites (add counts new ones), but the instance has 5 "
        "sites; choose p from 1 to 5.",
    ),
    "add below the required": (
        {"A": "existing"},
        {"add": 1, "required": ["B", "C"]},
        "p is 2 with the existing sites (add counts new ones), but 3 sites are "
        "required or existing and count towards it; choose p from 3 to 5.",
    ),
    "required unknown": (
        {},
        {"p": 2, "required": ["A", "Z", "Y"]},
        "required names 'Y', 'Z', but the instance has no such site; its ids look "
        "like 'A', 'B', 'C' and 2 more.",
    ),
    "forbidden unknown": (
        {},
        {"p": 2, "forbidden": ["a"]},
        "forbidden names 'a', but the instance has no such site; its ids look like "
        "'A', 'B', 'C' and 2 more.",
    ),
    "required and forbidden": (
        {},
        {"p": 2, "required": ["A", "B"], "forbidden": ["B"]},
        "site 'B' is both required and forbidden; take it off one list.",
    ),
    "existing and forbidden": (
        {"C": "existing"},
        {"p": 2, "forbidden": ["C"]},
        "site 'C' is both required and forbidden; take it off one list.",
    ),
    "competitor and required": (
        {"C": "competitor"},
        {"p": 2, "required": ["C"]},
        "site 'C' is both required and forbidden; take it off one list.",
    ),
    "all forbidden": (
        {},
        {"p": 1, "forbidden": list(SITES)},
        "all 5 sites are forbidden or competitors; allow at least one.",
    ),
    "required as one text": (
        {},
        {"p": 1, "required": "A"},
        "required is the text 'A'; expected a list of ids, ['A'].",
    ),
    "forbidden as one text": (
        {},
        {"p": 1, "forbidden": "AB"},
        "forbidden is the text 'AB'; expected a list of ids, ['AB'].",
    ),
    "required None": (
        {},
        {"p": 1, "required": None},
        "required is None; expected a list of ids.",
    ),
    "no count": (
        {},
        {},
        "p-median needs the number of sites to open; give p, or add for new ones "
        "beside the existing, or a budget.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_questions_that_no_design_answers_are_refused(case: str) -> None:
    """Every refusal names the parameter, its value and what may be chosen."""
    roles, given, sentence = REFUSED[case]
    assert said(lambda: PMedian(town(**roles), **given)) == f"ProblemError: {sentence}"


def test_the_number_of_the_instance_is_the_default() -> None:
    """A file that asks for p gets p, unless the question says otherwise."""
    place = replace(town(), p=3)
    assert PMedian(place).p == 3
    assert PMedian(place, p=2).p == 2
    assert PMedian(place, add=1).p is None
    assert UFLP(place).p is None


def test_numpy_numbers_become_plain() -> None:
    """A p out of an array is a whole number that JSON can hold."""
    problem = PMedian(town(), p=np.int64(2))
    assert type(problem.p) is int
    assert problem.parameters == {"p": 2}
    assert type(PMedian(town(A="existing"), add=np.int32(1)).add) is int


@pytest.mark.parametrize("radius", [-1, np.nan, np.inf, True])
def test_a_radius_that_is_no_distance_is_refused(radius: float) -> None:
    """A radius is a finite number, 0 allowed."""
    assert said(lambda: MCLP(town(), p=1, radius=radius)) == (
        f"ProblemError: radius is {radius!r}; expected a number >= 0, in the unit of "
        "cost."
    )
    assert MCLP(town(), p=1, radius=0).radius == 0

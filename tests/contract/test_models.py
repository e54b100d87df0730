"""What every model promises, written once: a new model is found and tested."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest
from contract.cases import models, random_problems
from contract.family import family

from siting import declared, solve
from siting.check import faults, faults_of_result
from siting.matrix import Matrix
from siting.problem import Problem
from siting.resultfile import problem_of

MODELS = pytest.mark.parametrize("model", models(), ids=lambda m: m.name)


def sound(model: type[Problem], count: int, *, seed: int) -> list[Problem]:
    """Random problems in which everybody can be served by some site."""
    found = [
        problem
        for problem in random_problems(model, 20 * count, seed=seed, n=14, m=13)
        if (np.nan_to_num(problem.town.travel(), posinf=np.nan) <= problem.farthest)
        .any(axis=1)
        .all()
    ]
    return found[:count]


def random_designs(problem: Problem, rng: np.random.Generator) -> np.ndarray:
    """Designs of all sorts, allowed ones among them."""
    designs = rng.random((12, problem.instance.m)) < rng.random((12, 1))
    designs |= problem.rules.must
    return designs & ~problem.rules.never


def rows_of(matrix: Matrix) -> dict[str, Any]:
    """Every row by its name: bounds and named coefficients."""
    columns = matrix.column_names()
    found = {}
    for k, name in enumerate(matrix.row_names()):
        part = slice(matrix.start[k], matrix.start[k + 1])
        terms = zip(matrix.column[part].tolist(), matrix.value[part], strict=True)
        named = {columns[c]: float(v) for c, v in terms if v}
        row = (float(matrix.row_lower[k]), float(matrix.row_upper[k]), named)
        if named or not row[0] <= 0 <= row[1]:  # else it says nothing
            found[name] = row
    names = matrix.row_names()
    assert len(set(names)) == len(names), "two rows have one name"
    return found


def columns_of(matrix: Matrix) -> dict[str, tuple[float, float, float, bool]]:
    """Every column by its name: cost, bounds, whether it is whole."""
    parts = (matrix.cost, matrix.lower, matrix.upper, matrix.integer.astype(bool))
    values = zip(*(p.tolist() for p in parts), strict=True)
    return dict(zip(matrix.column_names(), values, strict=True))


@MODELS
def test_array_matrix_is_the_declared_one(model: type[Problem]) -> None:
    """Same rows, same names, same numbers as the textbook declaration."""
    for problem in sound(model, 25, seed=11):
        ours, textbook = problem.matrix, declared.matrix_of(problem.declare())
        assert ours.sense == textbook.sense == problem.sense
        assert ours.offset == textbook.offset
        assert rows_of(ours) == rows_of(textbook)
        first, second = columns_of(ours), columns_of(textbook)
        assert list(first) == list(second)
        for name, numbers in first.items():
            assert numbers == pytest.approx(second[name], rel=1e-12), name


@MODELS
def test_fast_evaluator_is_the_declared_model(model: type[Problem]) -> None:
    """Value and feasibility of a design are those of the best reply to it."""
    rng = np.random.default_rng(5)
    for problem in sound(model, 12, seed=12):
        textbook = declared.matrix_of(problem.declare())
        designs = random_designs(problem, rng)
        values, violation = problem.evaluate(designs)
        assert values.shape == (len(designs), 1)
        assert violation.shape == (len(designs),)
        for design, value, broken in zip(designs, values[:, 0], violation, strict=True):
            reply = declared.reply(textbook, design)
            assert (reply is None) == (broken > 0)
            if reply is not None:
                assert value == pytest.approx(reply.objective, rel=1e-7, abs=1e-7)


@MODELS
def test_derived_evaluator_agrees_with_the_fast_one(model: type[Problem]) -> None:
    """What a model gets for nothing from its matrix is what it wrote for speed."""
    rng = np.random.default_rng(6)
    for problem in sound(model, 5, seed=13):
        designs = random_designs(problem, rng)
        fast, slow = problem.evaluate(designs), Problem.evaluate(problem, designs)
        np.testing.assert_array_equal(fast[1] > 0, slow[1] > 0)
        kept = fast[1] == 0
        np.testing.assert_allclose(fast[0][kept], slow[0][kept], rtol=1e-7, atol=1e-7)


@MODELS
def test_no_designs_have_no_values(model: type[Problem]) -> None:
    """A population of nobody is evaluated like any other."""
    for problem in random_problems(model, 3, seed=20):
        values, violation = problem.evaluate(np.zeros((0, problem.town.m), dtype=bool))
        assert values.shape == (0, 1)
        assert violation.shape == (0,)


@MODELS
def test_reply_is_there_and_worth_what_the_evaluator_says(model: type[Problem]) -> None:
    """A model's own reply leaves nobody out, and there is none where that must be."""
    rng = np.random.default_rng(8)
    for problem in random_problems(model, 25, seed=19):
        designs = random_designs(problem, rng)
        designs = designs[problem.rules.violation(designs) == 0]
        values, violation = problem.evaluate(designs)
        for design, value, broken in zip(designs, values[:, 0], violation, strict=True):
            reply = problem.reply(design)
            assert (reply is None) == (broken > 0)
            if reply is not None:
                worth = problem.worth(design, reply)
                assert worth == pytest.approx(value, rel=1e-7, abs=1e-7)


@MODELS
def test_evaluator_is_the_plain_definition(model: type[Problem]) -> None:
    """Value of a design, by the oracle in plain Python."""
    rng = np.random.default_rng(7)
    for problem in random_problems(model, 60, seed=14):
        designs = random_designs(problem, rng)
        values, violation = problem.evaluate(designs)
        for design, value, broken in zip(designs, values[:, 0], violation, strict=True):
            if problem.rules.violation(design[None, :])[0]:
                assert broken > 0
                continue
            opened = tuple(np.flatnonzero(design).tolist())
            expected = family(model).value(problem, opened)
            assert (expected is None) == (broken > 0)
            if expected is not None:
                assert value == pytest.approx(expected, rel=1e-9, abs=1e-9)


@MODELS
def test_checker_accepts_what_we_answer(model: type[Problem]) -> None:
    """A solution passes the checker, as an object and as a file."""
    for problem in random_problems(model, 20, seed=15):
        solution = solve(problem)
        assert faults(solution) == []
        for listed in (True, False):
            result = solution.to_dict(assignment=listed)
            again = problem_of(result, problem.instance)
            assert faults_of_result(result, again) == []


def corruptions(result: dict[str, Any], problem: Problem) -> dict[str, dict[str, Any]]:
    """Wrong results made from a right one."""
    wrong = {}
    step = max(1.0, 1e-8 * abs(result["objective"]))
    beyond = max(2.0, 2e-6 * abs(result["objective"])) * problem.sign
    given = result["assignment"] or {}
    serving = given.values() if isinstance(given, dict) else [s for _, s, *_ in given]
    first = next((s for s in result["open"] if s in serving), result["open"][0])
    for name, change in (
        (
            "a served site is closed",
            {"open": [s for s in result["open"] if s != first]},
        ),
        ("the objective is lower", {"objective": result["objective"] - step}),
        ("the objective is higher", {"objective": result["objective"] + step}),
        ("the bound is beyond", {"bound": result["objective"] + beyond}),
        ("a site is open twice", {"open": [*result["open"], result["open"][0]]}),
        ("an unknown site is open", {"open": [*result["open"], "nowhere"]}),
    ):
        wrong[name] = {**copy.deepcopy(result), **change}
    closed = [s for s in problem.instance.sites if s not in result["open"]]
    if closed and result["assignment"]:
        moved = copy.deepcopy(result)
        given = moved["assignment"]
        if isinstance(given, dict):
            given[next(iter(given))] = closed[0]
        else:
            client, _, *rest = given[0]
            given[0] = [client, closed[0], *rest]
        wrong["a client is moved to a closed site"] = moved
    return wrong


@MODELS
def test_checker_rejects_corruptions(model: type[Problem]) -> None:
    """Close an open site, move a client, change a number: each is seen."""
    seen = 0
    for problem in random_problems(model, 30, seed=16):
        solution = solve(problem)
        if solution.design is None or not (
            solution.allocation.client.size or solution.amounts or not problem.serves
        ):
            continue
        result = solution.to_dict(assignment=True)
        for name, wrong in corruptions(result, problem).items():
            assert faults_of_result(wrong, problem), (name, wrong)
            seen += 1
    assert seen > 60


@MODELS
def test_problems_travel(model: type[Problem]) -> None:
    """A problem is a value: it survives pickling with its answer unchanged."""
    for problem in random_problems(model, 8, seed=17):
        there = pickle.loads(pickle.dumps(problem))
        assert there.parameters == problem.parameters
        assert there.instance.fingerprint == problem.instance.fingerprint
        assert not there.instance.demand.flags.writeable
        first, second = solve(problem), solve(there)
        assert (first.open, first.objective) == (second.open, second.objective) or (
            first.design is None and second.design is None
        )


@MODELS
def test_inputs_are_untouched(model: type[Problem]) -> None:
    """Evaluating, declaring and solving change neither instance nor designs."""
    rng = np.random.default_rng(8)
    for problem in sound(model, 6, seed=18):
        before = problem.instance.fingerprint
        designs = random_designs(problem, rng)
        kept = designs.copy()
        problem.evaluate(designs)
        problem.declare()
        solve(problem)
        assert problem.instance.fingerprint == before
        np.testing.assert_array_equal(designs, kept)


@MODELS
def test_nonzeros_are_known_before_building(model: type[Problem]) -> None:
    """The memory estimate is within a factor of two of the matrix."""
    for problem in sound(model, 10, seed=19):
        true = len(problem.matrix.column)
        assert true / 2 <= problem.nonzeros <= 2 * true + 2 * problem.instance.m


@MODELS
def test_docstring_is_story_formulation_source_example(model: type[Problem]) -> None:
    """A model explains itself in the house's order, with a doctest."""
    text = model.__doc__ or ""
    places = [text.find(mark) for mark in ("::", "References", "Examples", ">>>")]
    assert -1 not in places
    assert places == sorted(places)
    assert len(text.splitlines()[0]) <= 85

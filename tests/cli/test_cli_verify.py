"""``siting verify`` believes nothing: what is wrong in a result is found."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from towns import strict, write_hard_town, write_town

Result = dict[str, Any]


@pytest.fixture
def answered(said: Any, town: Path) -> Callable[..., Result]:
    """Solve something, and give back the result as it was written."""

    def solved(*words: str) -> Result:
        given = words or ("p-median", "town", "--p", "2")
        _, out, _ = said("solve", *given, "--json", "-", "--assignment")
        return strict(out)

    assert town.is_dir()
    return solved


@pytest.fixture
def verdict(said: Any, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Write something as a result file and verify it: exit code, and words."""

    def verified(content: Result | str, where: str = "town") -> tuple[int, str]:
        path = tmp_path / "result.json"
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        code, out, err = said("verify", path, where)
        assert "internal error" not in err
        return code, out + err

    return verified


QUESTIONS = [
    ("p-median", "town", "--p", "2"),
    ("p-median", "town", "--p", "2", "--solver", "greedy"),
    ("p-median", "town", "--p", "2", "--solver", "lagrangian"),
    ("p-median", "town", "--p", "3", "--required", "C", "--forbidden", "A"),
    ("mclp", "town", "--p", "1", "--radius", "3"),
    ("mclp", "town", "--p", "1", "--radius", "3", "--solver", "interchange"),
    ("uflp", "town"),
    ("uflp", "town", "--p", "1"),
]


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("assigned", [True, False])
def test_own_results_stand(
    answered: Any, verdict: Any, words: tuple[str, ...], assigned: bool
) -> None:
    """Proved or not, with the assignment or without."""
    result = answered(*words)
    if not assigned:
        result["assignment"] = None
    code, text = verdict(result)
    assert code == 0, text
    assert text.startswith("verified: the sites keep every rule, the value is right")


def test_an_infeasible_result_stands(said: Any, verdict: Any, tmp_path: Path) -> None:
    """Where nobody can be served there is nothing to reproach."""
    lost = write_town(tmp_path / "lost", without=frozenset({"NA"}))
    _, out, _ = said("solve", "p-median", lost, "--p", "2", "--json", "-")
    code, text = verdict(strict(out), str(lost))
    assert (code, text) == (
        0,
        "verified: it holds no answer, and nothing in it contradicts the data.\n",
    )


def change(**values: Any) -> Callable[[Result], None]:
    """Give some keys other values."""
    return lambda result: result.update(values)


def question(**values: Any) -> Callable[[Result], None]:
    """Give some parameters other values."""
    return lambda result: result["parameters"].update(values)


def serve(**sites: str) -> Callable[[Result], None]:
    """Serve some clients elsewhere."""
    return lambda result: result["assignment"].update(sites)


def shares(*triples: list[Any]) -> Callable[[Result], None]:
    """Serve everybody by these shares alone."""
    return change(assignment=list(triples))


def drop(*keys: str) -> Callable[[Result], None]:
    """Leave keys out."""

    def act(result: Result) -> None:
        for key in keys:
            del result[key]

    return act


WHOLE = [["007", "A", 1], ["NA", "A", 1], ["1e5", "D", 1]]

TAMPERED: dict[str, tuple[Callable[[Result], None], str]] = {
    "an open site removed": (change(open=["A"]), "1 sites are open, but p is 2"),
    "an extra site": (change(open=["A", "B", "D"]), "3 sites are open, but p is 2"),
    "another site": (
        change(open=["A", "C"], assignment=None),
        "the objective is given as 10.0, but is ",
    ),
    "a closed site serving": (
        change(open=["A", "C"]),
        "client '1e5' is served by site 'D', which is closed",
    ),
    "a site twice": (change(open=["A", "D", "D"]), "a site is listed as open twice"),
    "no site": (change(open=[]), "the solution is called 'feasible', with [] open"),
    "an unknown site": (
        change(open=["A", "Z"]),
        "open names 'Z', which the instance does not have",
    ),
    "a moved client": (
        serve(NA="D"),
        "the objective is given as 10.0, but is 12.0",
    ),
    "a client served by a closed site": (
        serve(NA="B"),
        "client 'NA' is served by site 'B', which is closed",
    ),
    "an unknown client": (serve(x="A"), "the assignment names unknown ids"),
    "a client served by an unknown site": (
        serve(NA="Z"),
        "the assignment names unknown ids",
    ),
    "a client left out": (
        lambda result: result["assignment"].pop("d"),
        "client 'd' is served 0 times, not once",
    ),
    "nobody served": (
        change(assignment={}),
        "client '007' is served 0 times, not once",
    ),
    "a client served by half": (
        shares(*WHOLE, ["d", "D", 0.5]),
        "client 'd' is served 0.5 times, not once",
    ),
    "a client served twice": (
        shares(*WHOLE, ["d", "D", 1], ["d", "D", 1]),
        "client 'd' is served 2 times, not once",
    ),
    "a negative share": (
        shares(*WHOLE, ["d", "D", 2], ["d", "A", -1]),
        "client 'd' is served with share 2",
    ),
    "objective lower": (
        change(objective=9.0, bound=9.0),
        "the objective is given as 9.0, but is 10.0",
    ),
    "objective higher": (
        change(objective=11.0),
        "the objective is given as 11.0, but is 10.0",
    ),
    "objective turned": (change(objective=-10.0), "the objective is given as -10.0"),
    "objective nearly": (change(objective=10.00001), "the objective is given as 10.00"),
    "objective unknown": (change(objective=None), "the objective is given as nan"),
    "bound beyond": (
        change(bound=10.1, gap=0.01),
        "the bound 10.1 is better than no answer can be: 10.0 is found",
    ),
    "bound unknown": (
        change(bound=None, gap=None),
        "the proof is 'certified' with a bound of nan",
    ),
    "gap wrong": (change(gap=0.5), "the gap is given as 0.5, but is 0.0"),
    "gap unknown": (change(gap=None), "the gap is given as nan, but is 0.0"),
    "gap negative": (
        change(bound=9.0, gap=-0.1),
        "the gap is given as -0.1, but is 0.1",
    ),
    "proof word": (change(proof="proved"), "the proof is called 'proved'"),
    "proof taken away": (change(proof="none"), "the proof is 'none' with a bound of"),
    "termination word": (
        change(termination="done"),
        "the termination is called 'done'",
    ),
    "solution word": (
        change(solution="optimal"),
        "the solution is called 'optimal', with ['A', 'D'] open",
    ),
    "called infeasible": (
        change(solution="infeasible"),
        "the solution is called 'infeasible', with ['A', 'D'] open",
    ),
    "called infeasible altogether": (
        change(solution="infeasible", open=[], objective=None, assignment=None),
        "it says that there is no answer, but opening ",
    ),
    "no answer with a value": (
        change(solution="none", open=[]),
        "there is an objective without open sites",
    ),
    "data of another instance": (
        change(instance_hash="0123456789abcdef"),
        "the result is for data with hash 0123456789abcdef, but 'town' has ",
    ),
    "p changed": (question(p=3), "2 sites are open, but p is 3"),
    "add for p": (
        change(parameters={"add": 1}),
        "2 new sites are open, but add is 1",
    ),
    "a required site closed": (
        question(required=["B"]),
        "site 'B' is required but closed",
    ),
    "a forbidden site open": (
        question(forbidden=["A"]),
        "site 'A' is forbidden but open",
    ),
    "proof left out": (drop("proof"), "the proof is called None"),
    "objective left out": (drop("objective"), "the objective is given as nan"),
    "open left out": (
        drop("open"),
        "the solution is called 'feasible', with None open",
    ),
    "solution left out": (drop("solution"), "the solution is called None, with "),
    "termination left out": (drop("termination"), "the termination is called None"),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_a_tampered_result_does_not_stand(
    answered: Any, verdict: Any, case: str
) -> None:
    """Exit code 5, and what is wrong in a sentence."""
    act, sentence = TAMPERED[case]
    result = answered()
    act(result)
    code, text = verdict(result)
    assert code == 5
    assert text.startswith("wrong:")
    assert sentence in text


def test_a_worse_answer_with_a_false_proof_does_not_stand(
    answered: Any, verdict: Any
) -> None:
    """Consistent in itself, but a swap of sites beats its bound."""
    result = answered("p-median", "town", "--p", "2", "--required", "B")
    result["parameters"] = {"p": 2}
    assert result["objective"] > 10
    code, text = verdict(result)
    assert code == 5
    assert "but a search nearby finds 10.0" in text


def test_coverage_beyond_the_radius_does_not_stand(answered: Any, verdict: Any) -> None:
    """Nobody is counted from farther away, nor twice."""
    result = answered("mclp", "town", "--p", "1", "--radius", "3")
    (here,) = result["open"]  # C and D cover the same two
    assert result["assignment"] == {"1e5": here, "d": here}
    more = copy.deepcopy(result)
    more["assignment"]["NA"] = here
    more["objective"] = more["bound"] = 7.0
    code, text = verdict(more)
    assert code == 5
    assert f"from site {here!r}, beyond the radius 3" in text
    assert "client 'NA' is" in text
    twice = copy.deepcopy(result)
    twice["assignment"] = [["d", here, 1], ["d", here, 1], ["1e5", here, 1]]
    twice["objective"] = twice["bound"] = 10.0
    code, text = verdict(twice)
    assert code == 5
    assert "client 'd' is counted twice" in text


@pytest.mark.parametrize("radius", [2.9, 100.0])
def test_another_radius_does_not_stand(
    answered: Any, verdict: Any, radius: float
) -> None:
    """With or without the assignment."""
    result = answered("mclp", "town", "--p", "1", "--radius", "3")
    result["parameters"]["radius"] = radius
    assert verdict({**result, "assignment": None})[0] == 5
    if radius < 3:
        assert verdict(result)[0] == 5


def test_coverage_always_has_an_answer(answered: Any, verdict: Any) -> None:
    """A result cannot say that there is none."""
    result = answered("mclp", "town", "--p", "1", "--radius", "3")
    result |= {"solution": "infeasible", "open": [], "objective": None}
    code, text = verdict({**result, "assignment": None})
    assert code == 5
    assert "mclp always has an answer, but this says it has none" in text


def test_the_result_of_other_data_does_not_stand(
    answered: Any, verdict: Any, tmp_path: Path
) -> None:
    """A weight changed is another instance."""
    result = answered()
    other = write_town(tmp_path / "other")
    text = (other / "demand.csv").read_text().replace("NA,1", "NA,2")
    (other / "demand.csv").write_text(text)
    assert verdict(result, str(other))[0] == 5
    del result["instance_hash"]
    assert verdict(result, str(other))[0] == 5


# What is no result at all

GARBAGE: dict[str, tuple[str, str]] = {
    "empty": ("", "is not JSON"),
    "cut short": ('{"model": "p-median", "open": ["A"', "is not JSON"),
    "two objects": ('{"model": "p-median"} {}', "is not JSON"),
    "a list": ("[]", "holds no result: expected one object"),
    "a number": ("3", "holds no result: expected one object"),
    "null": ("null", "holds no result: expected one object"),
    "another object": ('{"rows": []}', "holds no result: expected one object"),
    "a key twice": (
        '{"model": "p-median", "open": [], "open": ["A"]}',
        "gives the key 'open' twice; keep one.",
    ),
    "a key twice inside": (
        '{"model": "p-median", "parameters": {"p": 1, "p": 2}}',
        "gives the key 'p' twice; keep one.",
    ),
    "NaN": (
        '{"model": "p-median", "objective": NaN}',
        "holds NaN; unknown numbers are null in JSON.",
    ),
    "infinity": (
        '{"model": "p-median", "bound": -Infinity}',
        "holds -Infinity; unknown numbers are null in JSON.",
    ),
    "infinite in figures": (
        '{"model": "p-median", "objective": 1e999}',
        "holds 1e999; expected numbers below 1e+300.",
    ),
    "a whole number without end": (
        '{"model": "p-median", "objective": ' + "9" * 400 + "}",
        "expected numbers below 1e+300.",
    ),
    "a number of ten thousand figures": (
        '{"model": "p-median", "objective": ' + "9" * 10_000 + "}",
        "is not JSON",
    ),
    "deep lists": ('{"model": ' + "[" * 100_000, "is not JSON"),
    "deep objects": ('{"model":' * 100_000, "is not JSON"),
    "deep but whole": (
        '{"model": "p-median", "open": ' + "[" * 50_000 + "]" * 50_000 + "}",
        "",
    ),
    "an unknown model": (
        '{"model": "p-mediam"}',
        "No model is called 'p-mediam'; did you mean 'p-median'?",
    ),
    "a path as model": (
        '{"model": "../../run"}',
        "No model is called '../../run'; ",
    ),
    "an unknown parameter": (
        '{"model": "p-median", "parameters": {"q": 1}}',
        "No parameter of p-median is called 'q'; there are add, budget, closest, ",
    ),
    "the instance as parameter": (
        '{"model": "p-median", "parameters": {"instance": 1}}',
        "No parameter of p-median is called 'instance'; there are ",
    ),
    "no parameters": (
        '{"model": "p-median", "open": ["A"]}',
        "p-median needs the number of sites to open; ",
    ),
    "no radius": (
        '{"model": "mclp", "parameters": {"p": 1}}',
        "the result has no parameter 'radius', which mclp needs.",
    ),
    "p beyond the sites": (
        '{"model": "p-median", "parameters": {"p": 9}}',
        "p is 9, but the instance has 4 sites; choose p from 1 to 4.",
    ),
}


@pytest.mark.parametrize("case", GARBAGE)
@pytest.mark.usefixtures("town")
def test_what_is_no_result_is_bad_input(verdict: Any, case: str) -> None:
    """Exit code 4 and one sentence, however odd the file is."""
    text, sentence = GARBAGE[case]
    code, words = verdict(text)
    assert code == 4
    assert words.startswith("siting: ")
    assert len(words.splitlines()) == 1
    assert sentence in words


@pytest.mark.usefixtures("town")
def test_bytes_that_are_no_text_are_bad_input(said: Any, tmp_path: Path) -> None:
    """A picture is no result."""
    path = tmp_path / "result.json"
    path.write_bytes(b"\x89PNG\xff\xfe")
    code, _, err = said("verify", path, "town")
    assert (code, err) == (
        4,
        f"siting: {path} is not UTF-8 text; no result of siting.\n",
    )


@pytest.mark.usefixtures("town")
def test_a_folder_is_bad_input(said: Any) -> None:
    """What cannot be read is told as the system tells it."""
    code, _, err = said("verify", "town", "town")
    assert code == 4
    assert err.startswith("siting: cannot read town: Is a directory; ")


VALUES = [None, True, -1, 3.5, "x", [], ["x"], [[]], [1], {}, {"x": 1}, {"x": []}]


def test_wrong_types_anywhere_are_told(answered: Any, verdict: Any) -> None:
    """No value of any key leads to anything but a verdict or a sentence."""
    result = answered()
    essential = {
        "model", "parameters", "termination", "solution", "proof", "objective",
        "bound", "gap", "open",
    }  # fmt: skip
    for key, right in result.items():
        for value in VALUES:
            code, text = verdict({**result, key: value})
            assert code in (0, 4, 5), (key, value)
            assert text
            if key in essential and type(value) is not type(right):
                assert code in (4, 5), (key, value, text)


def test_wrong_types_of_parameters_are_told(answered: Any, verdict: Any) -> None:
    """A question that cannot be asked is bad input."""
    result = answered("mclp", "town", "--p", "1", "--radius", "3")
    for key in ("p", "add", "required", "forbidden", "radius"):
        for value in VALUES:
            given = {**result["parameters"], key: value}
            code, text = verdict({**result, "parameters": given})
            right = {"radius": (int, float), "p": int, "add": int}.get(key, list)
            sound = isinstance(value, right) and value is not True
            assert code in ((0, 4, 5) if sound else (4,)), (key, value, text)
            if value not in ([], 3.5):  # 3.5 covers whom 3 does
                assert code != 0, (key, value)


def test_wrong_entries_of_lists_are_told(answered: Any, verdict: Any) -> None:
    """In open and in assignment, whatever stands there."""
    result = answered()
    for value in VALUES:
        assert verdict({**result, "open": ["A", value]})[0] in (4, 5), value
        served = {**result["assignment"], "NA": value}
        assert verdict({**result, "assignment": served})[0] in (4, 5), value
        for k in range(3):
            entry = ["NA", "A", 1]
            entry[k] = value
            wrong = [*(x for x in WHOLE if x[0] != "NA"), ["d", "D", 1], entry]
            if value is True and k == 2:
                continue  # true is 1
            code, _ = verdict({**result, "assignment": wrong})
            assert code in (4, 5), (k, value)


def test_the_verdict_as_json(answered: Any, said: Any, tmp_path: Path) -> None:
    """One object: which file, whether it stands, and every fault."""
    path = tmp_path / "result.json"
    result = answered()
    path.write_text(json.dumps(result))
    code, out, err = said("verify", path, "town", "--json", "-")
    assert (code, err) == (0, "")
    assert strict(out) == {"result": str(path), "verified": True, "faults": []}
    path.write_text(json.dumps({**result, "gap": 0.5, "open": ["A"]}))
    code, out, _ = said("verify", path, "town", "--json", "-")
    verdict = strict(out)
    assert code == 5
    assert verdict["verified"] is False
    assert "1 sites are open, but p is 2" in verdict["faults"]
    assert "the gap is given as 0.5, but is 0.0" in verdict["faults"]


@pytest.mark.parametrize(
    ("solver", "words"),
    [
        ("highs", "The bound itself is the solver's word."),
        ("lagrangian", "The bound itself was certified by our own arithmetic"),
        ("greedy", "No bound is stated"),
    ],
)
def test_whose_word_the_bound_is(
    answered: Any, verdict: Any, solver: str, words: str
) -> None:
    """The solver's, our own arithmetic's, or nobody's."""
    result = answered("p-median", "town", "--p", "2", "--solver", solver)
    assert words in verdict(result)[1]


def test_many_faults_are_counted_not_printed(
    answered: Any, verdict: Any, town: Path
) -> None:
    """Ten of them, and how many more there are."""
    write_hard_town(town.parent / "many", n=25)
    result = answered("mclp", "many", "--p", "1", "--radius", "1")
    result["assignment"] = {str(i): result["open"][0] for i in range(25)}
    code, text = verdict(result, "many")
    assert code == 5
    lines = text.strip().splitlines()
    assert len(lines) == 12
    assert re.fullmatch(r"  and \d+ more; --json lists all", lines[-1])

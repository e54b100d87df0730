"""Bad input is one sentence, exit code 4, and nothing written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from siting import commands
from siting.plugins import MODELS, READERS

SOLVE = ("solve", "p-median", "town", "--p", "2")


P = ("--p", "1")
SOLVERS = (
    "There are auto, benders, boxes, branch-and-bound, branch-and-cut, collapse, "
    "dichotomy, grasp, greedy, highs, interchange, kirlik-sayin, lagrangian, nsga2, "
    "pso, relaxation, search-region, sweep, vns, weights."
)
BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "unknown command": (
        ("slove", "p-median"),
        "No command is called 'slove'; did you mean 'solve'? There are compare, list, "
        "pareto, solve, verify.",
    ),
    "unknown first flag": (
        ("--versoin",),
        "No flag is called '--versoin'; did you mean '--version'? There are --help, "
        "--version.",
    ),
    "missing file": (
        ("solve", "p-median", "twon", *P),
        "There is no file or folder 'twon'; check its name and folder. Bundled "
        "instances: coquimbo.",
    ),
    "misspelt bundled name": (
        ("solve", "p-median", "coqimbo", *P),
        "There is no file or folder 'coqimbo'; did you mean 'coquimbo'? Bundled "
        "instances: coquimbo.",
    ),
    "unknown model": (
        ("solve", "p-mediam", "town", *P),
        "No model is called 'p-mediam'; did you mean 'p-median'? There are "
        f"{', '.join(MODELS.names())}.",
    ),
    "unknown solver": (
        ("solve", "p-median", "town", *P, "--solver", "higs"),
        f"No solver is called 'higs'; did you mean 'highs'? {SOLVERS}",
    ),
    "unknown reader": (
        ("solve", "p-median", "cvs:town", *P),
        "No reader is called 'cvs'; did you mean 'csv'? There are "
        f"{', '.join(READERS.names())}.",
    ),
    "unknown option of a solver": (
        ("solve", "p-median", "town", *P, "--solver", "interchange?start=2"),
        "No option of solver interchange is called 'start'; did you mean 'starts'? "
        "There are starts.",
    ),
    "unknown option of HiGHS": (
        ("solve", "p-median", "town", *P, "--solver", "highs?option=nonsense=1"),
        "HiGHS has no option 'nonsense'; see its list of options.",
    ),
    "option that is no number": (
        ("solve", "p-median", "town", *P, "--solver", "interchange?starts=few"),
        "starts is 'few'; expected a whole number.",
    ),
    "p beyond the sites": (
        ("solve", "p-median", "town", "--p", "5"),
        "p is 5, but the instance has 4 sites; choose p from 1 to 4.",
    ),
    "p = 0": (
        ("solve", "p-median", "town", "--p", "0"),
        "p is 0; expected a whole number >= 1.",
    ),
    "p no number": (
        ("solve", "p-median", "town", "--p", "two"),
        "p is 'two'; expected a whole number.",
    ),
    "p a fraction": (
        ("solve", "p-median", "town", "--p=1.5"),
        "p is '1.5'; expected a whole number.",
    ),
    "p without a value": (
        ("solve", "p-median", "town", "--p"),
        "argument --p: expected one argument; see siting solve --help.",
    ),
    "no p": (
        ("solve", "p-median", "town"),
        "p-median needs the number of sites to open; give p, or add for new ones "
        "beside the existing, or a budget.",
    ),
    "p and add": (
        ("solve", "p-median", "town", *P, "--add", "1"),
        "both p = 1 and add = 1 are given; p counts all open sites and add only new "
        "ones, so give one of the two.",
    ),
    "no radius": (
        ("solve", "mclp", "town", *P),
        "mclp needs --radius; see 'siting solve mclp --help'.",
    ),
    "radius NaN": (
        ("solve", "mclp", "town", *P, "--radius", "nan"),
        "radius is nan; expected a number >= 0, in the unit of cost.",
    ),
    "unknown site": (
        ("solve", "p-median", "town", *P, "--required", "a"),
        "required names 'a', but the instance has no such site; its ids look like "
        "'A', 'B', 'C' and 1 more.",
    ),
    "one argument too many": (
        ("solve", "p-median", "town", "village", *P),
        "'village' is one argument too many; see siting solve --help.",
    ),
    "no instance": (
        ("solve", "p-median"),
        "the following arguments are required: INSTANCE; see siting solve --help.",
    ),
    "time limit negative": (
        ("solve", "p-median", "town", *P, "--time-limit", "-1"),
        "time_limit is -1.0; expected a number of seconds > 0.",
    ),
    "time limit no number": (
        ("solve", "p-median", "town", *P, "--time-limit", "soon"),
        "time_limit is 'soon'; expected a number.",
    ),
    "gap negative": (
        ("solve", "p-median", "town", *P, "--gap=-0.1"),
        "gap is -0.1; expected a number >= 0, such as 0.01 for 1 %.",
    ),
    "threads none": (
        ("solve", "p-median", "town", *P, "--threads", "0"),
        "threads is 0 and seed 0; expected at least 1 thread and a seed >= 0.",
    ),
    "seed a fraction": (
        ("solve", "p-median", "town", *P, "--seed", "0.5"),
        "seed is '0.5'; expected a whole number.",
    ),
    "seeds none": (
        ("compare", "p-median", "town", *P, "--seeds", "0"),
        "seeds is 0; expected a whole number >= 1.",
    ),
    "solvers none": (
        ("compare", "p-median", "town", *P, "--solvers", ","),
        "compare has 1 problem, 0 solvers and 1 seed; give at least one of each.",
    ),
    "one unknown solver of several": (
        ("compare", "p-median", "town", *P, "--solvers", "highs,gready"),
        f"No solver is called 'gready'; did you mean 'greedy'? {SOLVERS}",
    ),
    "unknown kind of list": (
        ("list", "solver"),
        "No list is called 'solver'; did you mean 'solvers'? There are instances, "
        "models, solvers, studies.",
    ),
    "no result to verify": (
        ("verify", "nothing.json", "town"),
        "cannot read nothing.json: No such file or directory; give a file that "
        "'siting solve --json FILE' wrote.",
    ),
    "no place to write": (
        (*SOLVE, "--json", "no/where.json"),
        "no/where.json cannot be written: the folder no does not exist; create it or "
        "name another.",
    ),
    "a folder to write": (
        (*SOLVE, "--report", "town"),
        "town is a folder; give the name of a file in it, such as town/answer.",
    ),
    "a file as folder": (
        (*SOLVE, "--report", "town/sites.csv/page.html"),
        "town/sites.csv/page.html cannot be written: town/sites.csv is a file, not a "
        "folder; name another place.",
    ),
    "a map by another name": (
        (*SOLVE, "--out", "map.shp"),
        "map.shp is not named like a GeoPackage; end it with .gpkg.",
    ),
    "a map without coordinates": (
        (*SOLVE, "--out", "map.gpkg"),
        "instance 'town' has no coordinates for clients and sites, so there is nothing "
        "to draw in a GeoPackage; use --json instead.",
    ),
    "one file for two outputs": (
        (
            "pareto",
            "p-median+mclp",
            "town",
            *P,
            "--radius",
            "5",
            "--json",
            "a.txt",
            "--csv",
            "./a.txt",
        ),
        "./a.txt is given for two outputs, and the second would replace the first; "
        "name two files.",
    ),
    "a table for a paper nowhere": (
        ("compare", "p-median", "town", *P, "--latex", "no/table.tex"),
        "no/table.tex cannot be written: the folder no does not exist; create it or "
        "name another.",
    ),
    "a verdict nowhere": (
        ("verify", "x.json", "town", "--json", "no/v.json"),
        "no/v.json cannot be written: the folder no does not exist; create it or name "
        "another.",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence_and_exit_code_4(
    said: Any, town: Path, case: str
) -> None:
    """With the nearest name, no traceback, nothing on stdout and nothing written."""
    words, sentence = BAD[case]
    code, out, err = said(*words, *(["--quiet"] if words[0] in RUNS else []))
    assert (code, out, err) == (4, "", f"siting: {sentence}\n")
    assert [p.name for p in town.parent.iterdir()] == ["town"]


RUNS = ("solve", "compare")


@pytest.mark.usefixtures("town")
def test_unknown_flags_offer_the_nearest(said: Any) -> None:
    """Also the flags of the model, and never by abbreviation."""
    code, _, err = said("solve", "mclp", "town", "--p", "1", "--radios", "3")
    assert code == 4
    begun = "siting: No flag is called '--radios'; did you mean '--radius'? There are"
    assert err.startswith(begun)
    assert said(*SOLVE, "--require", "A")[0] == 4
    assert said(*SOLVE, "--time", "3")[0] == 4


def test_bad_data_name_file_and_row(said: Any, town: Path) -> None:
    """What the reader says reaches the person at the terminal."""
    (town / "demand.csv").write_text("id,weight\n007,3\nNA,many\n1e5,2\nd,4\n")
    code, out, err = said(*SOLVE, "--json", "-")
    assert (code, out) == (4, "")
    assert "demand.csv, row 3, column 'weight': got 'many'; expected a number" in err


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "no/where.json"),
        ("--report", "no/page.html"),
        ("--out", "map.shp"),
        ("--out", "map.gpkg"),
    ],
)
@pytest.mark.usefixtures("town")
def test_nothing_is_solved_for_what_cannot_be_written(
    said: Any, words: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hours are not spent before a bad name is noticed."""

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("solved")

    monkeypatch.setattr(commands, "solve", never)
    assert said(*SOLVE, *words)[0] == 4
    assert said(*SOLVE)[0] == 5  # the trap works


def test_no_words_show_the_help(said: Any) -> None:
    """Exit code 4: nothing was asked."""
    code, out, err = said()
    assert (code, out) == (4, "")
    assert "siting COMMAND" in err

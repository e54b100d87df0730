"""The verb read: names, paths, readers and options."""

from __future__ import annotations

import pkgutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import siting.instances
from siting import read
from siting.errors import InstanceError, UsageError
from siting.instance import Instance
from siting.plugins import READERS
from siting.reading import bundled

SMALL = "2 1 1\n1 2 3\n"
POINTS = (
    "DIMENSION : 2\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 2 2\nEOF\n"
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with a data folder beside it, free of the real one."""
    desk, data = tmp_path / "desk", tmp_path / "data"
    for folder in (desk, data / "orlib_pmed", data / "orlib_b", data / "tsplib_points"):
        folder.mkdir(parents=True)
    for k in (1, 7):
        (data / "orlib_pmed" / f"pmed{k}.txt").write_text(SMALL)
    (data / "tsplib_points" / "two.tsp").write_text(POINTS)
    town = data / "csv_towns" / "leeds"
    town.mkdir(parents=True)
    (town / "demand.csv").write_text("id,weight,x,y\n007,3,0,0\n")
    (town / "sites.csv").write_text("id,x,y\nP,3,4\n")
    monkeypatch.chdir(desk)
    monkeypatch.setenv("SITING_DATA", str(data))
    return desk


def sentence(where: str | Path, kind: type[Exception] = InstanceError) -> str:
    """The sentence that a name or path gives."""
    with pytest.raises(kind) as caught:
        read(where)
    return str(caught.value)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("where", ["orlib:pmed1", "orlib:pmed1.txt"])
def test_names_are_looked_up_in_the_data_folder(where: str) -> None:
    """With or without the ending."""
    assert read(where).name == "pmed1"


@pytest.mark.usefixtures("desk")
def test_folders_are_looked_up_by_their_name() -> None:
    """A folder of CSV files is one instance."""
    assert read("csv:leeds").clients == ("007",)


def test_a_path_needs_no_reader_when_its_name_is_plain(desk: Path) -> None:
    """Each format by its ending, a folder by being one, as text or Path."""
    (desk / "pmed5.txt").write_text(SMALL)
    (desk / "x.tsp").write_text(POINTS)
    assert read("pmed5.txt").p == 1
    assert read(Path("x.tsp")).n == 2
    assert read("../data/csv_towns/leeds").travel().tolist() == [[5]]


def test_a_path_with_a_reader_may_have_any_name(desk: Path) -> None:
    """The reader that is named reads it."""
    (desk / "letter.doc").write_text(SMALL)
    assert read("orlib:letter.doc").p == 1
    assert read(f"orlib:{desk / 'letter.doc'}").p == 1


def test_a_file_here_comes_before_one_in_the_data_folder(desk: Path) -> None:
    """The same name in the current folder is a path."""
    (desk / "pmed1").write_text("3 1 2\n1 2 3\n")
    assert read("orlib:pmed1").n == 3


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("option", "length"), [("", 3), ("?distance=floor", 2)])
@pytest.mark.parametrize("where", ["tsplib:two", "../data/tsplib_points/two.tsp"])
def test_options_follow_a_question_mark(where: str, option: str, length: float) -> None:
    """They are the fields of the reader, with and without its name."""
    assert read(where + option).cost[0, 1] == length


def test_a_question_mark_in_the_name_of_a_file_is_part_of_it(desk: Path) -> None:
    """What exists as it was given is a path."""
    (desk / "a?b.tsp").write_text(POINTS)
    assert read("a?b.tsp").n == 2


def test_a_drive_of_windows_is_no_reader(desk: Path) -> None:
    """One letter before a colon is part of a path."""
    assert sentence("C:\\towns\\pmed1.txt").startswith("There is no file or folder 'C:")
    (desk / "C:x.tsp").write_text(POINTS)
    assert read("C:x.tsp?distance=exact").n == 2


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("", "'' names no instance; expected a path or a name, such as orlib:pmed1."),
        ("orlib:", "'orlib:' names no instance; expected a path or a name, such as "),
        ("nowhere/a.tsp", "There is no file or folder 'nowhere/a.tsp'; check its name"),
        ("orlib:nowhere/a", "There is no file nowhere/a; check its name and folder."),
        ("x" * 5000, "There is no file or folder 'xxx"),
        ("a\0b", "There is no file or folder 'a\\x00b'; check"),
        ("orlib:../data", "../data is a folder; expected a file."),
        ("orlib:pmed8", "No file is called 'pmed8', neither here nor in "),
        ("orlib:PMED1", "No file is called 'PMED1', neither here nor in "),
        ("csv:lees", "No file is called 'lees', neither here nor in "),
        ("tsplib:pmed1", "No file is called 'pmed1', neither here nor in "),
    ],
)
def test_what_is_not_there_is_named(where: str, words: str) -> None:
    """Every name or path that leads nowhere gives its one sentence."""
    assert sentence(where).startswith(words)


@pytest.mark.usefixtures("desk")
def test_the_nearest_name_is_offered() -> None:
    """A slip in a name, a reader, an option, a value or a bundled name."""
    assert sentence("csv:lees").endswith("; did you mean 'leeds'?")
    assert sentence("orlb:pmed1", UsageError).startswith(
        "No reader is called 'orlb'; did you mean 'orlib'? There are "
    )
    assert sentence("tsplib:two?distanc=floor", UsageError).startswith(
        "No option of the reader tsplib is called 'distanc'; did you mean 'distance'?"
    )
    assert sentence("tsplib:two?distance=flor", UsageError).startswith(
        "No distance value is called 'flor'; did you mean 'floor'?"
    )
    assert "did you mean 'coquimbo'? " in sentence("coquimb")


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("tsplib:two?", "the option '' has no value; expected key=value after the"),
        ("tsplib:two?floor", "the option 'floor' has no value; expected key=value"),
        (
            "tsplib:two?distance=floor&distance=ceil",
            "the option 'distance' is given twice; give it once.",
        ),
        (
            "orlib:pmed1?p=3",
            "No option of the reader orlib is called 'p'; there are capacity, ",
        ),
    ],
)
def test_a_wrong_option_is_a_usage_error(where: str, words: str) -> None:
    """Options without value, given twice, or of another reader."""
    assert sentence(where, UsageError).startswith(words)


def test_a_name_that_two_files_have_is_refused(desk: Path) -> None:
    """Both are listed, and the remedy is a path."""
    again = desk.parent / "data" / "orlib_b" / "pmed1.txt.gz"
    again.write_bytes(b"")
    words = sentence("orlib:pmed1")
    assert words.startswith("'pmed1' is the name of 2 files, ")
    assert f"{str(again)!r}" in words
    assert "; give the path, as in orlib:" in words


def test_a_file_of_no_plain_format_asks_for_its_reader(desk: Path) -> None:
    """The sentence shows how to name it."""
    (desk / "letter.doc").write_text(SMALL)
    words = sentence("letter.doc")
    assert words.startswith("letter.doc does not show its format; write the reader")
    assert words.endswith(f"There are {', '.join(READERS.names())}.")


def test_the_data_folder_must_be_there(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong SITING_DATA is named; without one the remedy is to set it."""
    monkeypatch.setenv("SITING_DATA", "nowhere")
    assert sentence("orlib:pmed1") == (
        "SITING_DATA is 'nowhere', which is no folder; set it to the folder of the "
        "benchmark files."
    )
    monkeypatch.delenv("SITING_DATA")
    assert sentence("orlib:pmed1") == (
        "There is no data folder to look the name up in; set SITING_DATA to the folder "
        "of the benchmark files, or give a path."
    )
    (desk.parent / "data").rename(desk.parent / "instances")
    (desk.parent / "shared").mkdir()
    (desk.parent / "instances").rename(desk.parent / "shared" / "instances")
    assert read("orlib:pmed1").name == "pmed1"


def test_the_bundled_city_reads() -> None:
    """It is listed, found by its name alone, and has people, minutes and a map."""
    assert "coquimbo" in bundled()
    city = read("coquimbo")
    assert city.name == "coquimbo"
    assert (city.n, city.cost_unit, city.demand_unit) == (133, "minutes", "people")
    assert 440_000 < city.demand.sum() < 460_000
    assert city.backdrop is not None
    assert set(city.backdrop.areas) == set(city.clients)
    assert city.backdrop.roads
    assert read("csv:coquimbo").fingerprint == city.fingerprint


def test_the_folder_of_data_is_no_reader() -> None:
    """Only files with a class are readers, each under the name of its file."""
    found = {m.name for m in pkgutil.iter_modules(siting.instances.__path__)}
    assert {"csv", "orlib", "tsplib"} <= found
    assert "data" not in found


@given(
    st.text(max_size=20)
    | st.sampled_from(["orlib:", "csv:", "tsplib:"]).flatmap(
        lambda name: st.text(max_size=9).map(lambda rest: name + rest)
    )
)
def test_any_name_gives_an_instance_or_a_sentence(where: str) -> None:
    """No name raises anything but InstanceError or UsageError."""
    with suppress(InstanceError, UsageError):
        assert isinstance(read(where), Instance)

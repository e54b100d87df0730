"""OR-Library files of warehouse location."""

from __future__ import annotations

from pathlib import Path

import pytest

from siting import read, solve
from siting.errors import InstanceError
from siting.models.cflp import CFLP

SMALL = "2 3\n10 100.5\n20 50\n4\n8 12\n5 0\n10\n0\n0 0\n"


def write(folder: Path, text: str, *, name: str = "cap0.txt") -> Path:
    """A file of that text."""
    path = folder / name
    path.write_text(text)
    return path


def test_the_parts_of_a_file_become_those_of_an_instance(tmp_path: Path) -> None:
    """Costs are those of all demand; a client without any costs nothing."""
    town = read(write(tmp_path, SMALL))
    assert (town.n, town.m, town.name, town.source) == (3, 2, "cap0", "OR-Library")
    assert town.demand.tolist() == [4, 5, 0]
    assert town.travel().tolist() == [[2, 3], [0, 2], [0, 0]]
    assert town.capacity.tolist() == [10, 20]
    assert town.opening.tolist() == [100.5, 50]


def test_capacity_is_a_word_in_some_files(tmp_path: Path) -> None:
    """It has to be said there, and only there."""
    text = SMALL.replace("10 100.5", "capacity 100.5").replace("20 50", "capacity 50")
    path = write(tmp_path, text, name="capa.txt")
    assert read(f"orlib:{path}?capacity=8").capacity.tolist() == [8, 8]
    with pytest.raises(InstanceError) as caught:
        read(path)
    assert str(caught.value) == (
        f"{path} leaves the capacity of its sites open; say it, as in "
        "orlib:capa.txt?capacity=8000."
    )
    with pytest.raises(InstanceError, match="expected a number from 0 to 1e"):
        read(f"orlib:{path}?capacity=nan")
    plain = write(tmp_path, SMALL)
    with pytest.raises(InstanceError, match="has capacities of its own; leave the"):
        read(f"orlib:{plain}?capacity=8")
    with pytest.raises(InstanceError, match="no warehouse location file; leave the"):
        read(f"orlib:{write(tmp_path, '2 1 1', name='pmed0')}?capacity=8")
    with pytest.raises(InstanceError, match="holds a single problem; leave the"):
        read(f"orlib:{plain}?problem=1")


def test_all_open_cap_files_read(data_folder: Path) -> None:
    """Sizes are those of the first line, and sites can take everybody."""
    paths = sorted((data_folder / "orlib_cap").glob("cap*[0-9abc].txt"))
    assert len(paths) >= 30
    for path in paths:
        lettered = path.stem in ("capa", "capb", "capc")
        town = read(f"orlib:{path}" + "?capacity=8000" * lettered)
        assert [town.m, town.n] == [int(x) for x in path.read_text().split()[:2]]
        assert town.capacity.sum() >= town.demand.sum()


@pytest.mark.parametrize(
    ("name", "optimum"), [("cap41", 1040444.375), ("cap51", 1025208.225)]
)
def test_published_optima_are_reproduced(
    data_folder: Path, name: str, optimum: float
) -> None:
    """OR-Library's capopt, to its three decimals."""
    assert data_folder.is_dir()
    plan = solve(CFLP(read(f"orlib:{name}")))
    assert plan.is_optimal
    assert plan.objective == pytest.approx(optimum, abs=1e-3)

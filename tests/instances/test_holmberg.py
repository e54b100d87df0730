"""Files of single-source capacitated location: Holmberg, Yang, Delmaire, test bed."""

from __future__ import annotations

from pathlib import Path

import pytest

from siting import read, solve
from siting.instance import Instance
from siting.models.sscflp import SSCFLP

TEXTS = {
    "holmberg": "2 3\n10 100\n20 50\n4 5 0\n8 10 0\n12 0 0\n",
    "delmaire": "3 2\n8 12\n10 0\n0 0\n4 5 0\n100 50\n10 20\n",
    "tbed": "2 3\n4 5 0\n10 20\n100 50\n2 2 0\n3 0 0\n",
}


@pytest.mark.parametrize("reader", TEXTS)
def test_three_ways_to_write_the_same_instance(tmp_path: Path, reader: str) -> None:
    """By site or by client, of all demand or of one unit: it is one town."""
    path = tmp_path / "p1"
    path.write_text(TEXTS[reader])
    town = read(f"{reader}:{path}")
    assert isinstance(town, Instance)
    assert town.demand.tolist() == [4, 5, 0]
    assert town.travel().tolist() == [[2, 3], [2, 0], [0, 0]]
    assert town.capacity.tolist() == [10, 20]
    assert town.opening.tolist() == [100, 50]
    assert town.name == "p1"


@pytest.mark.parametrize(
    ("reader", "pattern", "count"),
    [
        ("holmberg", "sscflp/holmberg/p*", 48),
        ("holmberg", "sscflp/yang/p*", 14),
        ("delmaire", "sscflp/delmaire*/p*", 38),
        ("tbed", "cflp_tbed/*/p1.gz", 2),
    ],
)
def test_all_open_files_read_by_their_path_alone(
    data_folder: Path, reader: str, pattern: str, count: int
) -> None:
    """Sites have room for everybody, and travel is a finite number."""
    paths = sorted(data_folder.glob(pattern))
    assert len(paths) >= count
    for path in paths:
        town = read(path)
        assert town.fingerprint == read(f"{reader}:{path}").fingerprint
        assert town.capacity.sum() >= town.demand.sum() > 0


def test_a_published_optimum_is_reproduced(data_folder: Path) -> None:
    """Holmberg's first is worth 8848."""
    assert data_folder.is_dir()
    plan = solve(SSCFLP(read("holmberg:p1")))
    assert plan.is_optimal
    assert plan.objective == pytest.approx(8848)

"""UflLib in its two forms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from siting import read
from siting.errors import InstanceError
from siting.models import UFLP

TEXTS = {
    "simple": "FILE: a\n2 3 0\n1 100 8 10 1\n2 50 12 0 2\n",
    "orlib": "2 3\n0 100\n0 50\n4 8 12\n5 10 0\n0 1 2\n",
}


@pytest.mark.parametrize("form", TEXTS)
def test_both_forms_are_one_town_of_weights_one(tmp_path: Path, form: str) -> None:
    """Demand and capacity of OR-Library's form are left out."""
    path = tmp_path / "MO1"
    path.write_text(TEXTS[form])
    town = read(f"ufllib:{path}")
    assert town.demand.tolist() == [1, 1, 1]
    assert town.travel().tolist() == [[8, 12], [10, 0], [1, 2]]
    assert town.opening.tolist() == [100, 50]
    assert (town.capacity == float("inf")).all()


def test_sites_are_numbered(tmp_path: Path) -> None:
    """A shifted table does not pass."""
    path = tmp_path / "a.txt"
    path.write_text(TEXTS["simple"].replace("2 50 12", "3 50 12"))
    with pytest.raises(InstanceError, match="the sites are not numbered from 1 to 2"):
        read(f"ufllib:{path}")


@pytest.mark.parametrize("name", ["Euclid/111EuclS.txt", "GapA/1032GapAS.txt", "M/MO1"])
def test_the_filed_answer_is_worth_the_filed_value(
    data_folder: Path, name: str
) -> None:
    """The sites of each client's filed service are open, and cost what is said."""
    path = data_folder / "ufllib" / name
    if not path.exists():
        pytest.skip(f"no file {name}")
    town = read(path)
    *places, value = path.with_name(path.name + ".opt").read_text().split()
    design = np.zeros(town.m, dtype=bool)
    design[list(map(int, places))] = True
    found, violation = UFLP(town).evaluate(design[None, :])
    assert violation[0] == 0
    assert found[0, 0] == pytest.approx(float(value), rel=1e-6)

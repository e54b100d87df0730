"""TSPLIB files."""

from __future__ import annotations

import gzip
from contextlib import suppress
from math import floor, hypot, isqrt
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siting import read
from siting.cost import PointCost
from siting.errors import InstanceError, UsageError
from siting.instance import Instance
from siting.instances.tsplib import Tsplib

NODES = "NODE_COORD_SECTION\n"


def points_text(kind: str, rows: str) -> str:
    """A file of points."""
    count = rows.count("\n")
    return f"NAME : t\nDIMENSION : {count}\nEDGE_WEIGHT_TYPE : {kind}\n{NODES}{rows}EOF"


def matrix_text(layout: str, n: int, body: str) -> str:
    """A file with an explicit matrix."""
    return (
        f"NAME: t\nTYPE: TSP\nDIMENSION: {n}\nEDGE_WEIGHT_TYPE: EXPLICIT\n"
        f"EDGE_WEIGHT_FORMAT: {layout}\nEDGE_WEIGHT_SECTION\n{body}\nEOF\n"
    )


SMALL = points_text("EUC_2D", "1 0 0\n7 1 1\n9 -3 4.5\n")


def read_text(folder: Path, text: str, reader: Tsplib | None = None) -> Instance:
    """What a reader makes of a text."""
    path = folder / "t.tsp"
    path.write_text(text)
    return (reader or Tsplib()).read(path)


def test_nodes_are_clients_and_sites(tmp_path: Path) -> None:
    """Ids are the numbers in the file, and coordinates are kept."""
    town = read_text(tmp_path, SMALL)
    assert town.clients == town.sites == ("1", "7", "9")
    assert town.demand.tolist() == [1, 1, 1]
    assert town.client_xy is not None
    assert town.client_xy.tolist() == [[0, 0], [1, 1], [-3, 4.5]]
    assert (town.name, town.source) == ("t", "TSPLIB")


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("EUC_2D", [0, 1, 5]),
        ("CEIL_2D", [0, 2, 6]),
        ("MAN_2D", [0, 2, 8]),
        ("MAX_2D", [0, 1, 5]),
    ],
)
def test_distances_are_rounded_as_the_file_says(
    tmp_path: Path, kind: str, row: list[int]
) -> None:
    """Nearest (a half goes up) or upwards, by EDGE_WEIGHT_TYPE."""
    town = read_text(tmp_path, SMALL.replace("EUC_2D", kind))
    assert town.cost[0].tolist() == row


@pytest.mark.parametrize(
    ("distance", "row"),
    [
        ("tsplib", [0, 1, 5]),
        ("floor", [0, 1, 5]),
        ("round", [0, 1, 5]),
        ("ceil", [0, 2, 6]),
        ("exact", [0, 2**0.5, hypot(3, 4.5)]),
    ],
)
def test_the_option_chooses_the_rounding(
    tmp_path: Path, distance: str, row: list[float]
) -> None:
    """Each word rounds the straight line its way."""
    reader = Tsplib(distance=distance)  # type: ignore[arg-type]
    assert read_text(tmp_path, SMALL, reader).cost[0].tolist() == pytest.approx(row)


def test_floor_and_round_differ(tmp_path: Path) -> None:
    """The diagonal of 2 x 2, 2.83, is 2 or 3."""
    text = points_text("EUC_2D", "1 0 0\n2 2 2\n")
    assert read_text(tmp_path, text, Tsplib(distance="floor")).cost[0, 1] == 2
    assert read_text(tmp_path, text).cost[0, 1] == 3


def test_geographic_distances_are_those_of_ulysses16(tmp_path: Path) -> None:
    """TSPLIB's own sphere: 509, 501 and 312 km in the published first row."""
    rows = "1 38.24 20.42\n2 39.57 26.15\n3 40.56 25.32\n4 36.26 23.12\n"
    town = read_text(tmp_path, points_text("GEO", rows))
    assert town.cost[0].tolist() == [0, 509, 501, 312]
    assert town.client_xy is not None
    assert town.client_xy[0].tolist() == [20.42, 38.24]


def test_pseudo_euclidean_distances_are_those_of_att48(tmp_path: Path) -> None:
    """The published 1495 and 381, and exact roots are not rounded further up."""
    rows = "1 6734 1453\n2 2233 10\n3 5530 1424\n4 6740 1455\n"
    town = read_text(tmp_path, points_text("ATT", rows))
    assert town.cost[0].tolist() == [0, 1495, 381, 2]


FULL = [[0, 3, 5], [3, 0, 7], [5, 7, 0]]


@pytest.mark.parametrize(
    ("layout", "body"),
    [
        ("FULL_MATRIX", "9999 3 5\n3 9999 7\n5 7 9999"),
        ("FULL_MATRIX", "0 3 5 3 0\n7 5\n7 0"),
        ("UPPER_ROW", "3 5\n7"),
        ("LOWER_COL", "3 5\n7"),
        ("LOWER_ROW", "3\n5 7"),
        ("UPPER_COL", "3\n5 7"),
        ("UPPER_DIAG_ROW", "0 3 5\n0 7\n0"),
        ("LOWER_DIAG_COL", "0 3 5\n0 7\n0"),
        ("LOWER_DIAG_ROW", "0 3 0\n5 7 0"),
        ("UPPER_DIAG_COL", "0\n3 0\n5 7 0"),
    ],
)
def test_all_layouts_of_a_matrix_say_the_same(
    tmp_path: Path, layout: str, body: str
) -> None:
    """However a symmetric matrix is written, and loops are 0."""
    assert read_text(tmp_path, matrix_text(layout, 3, body)).cost.tolist() == FULL


def test_a_full_matrix_may_be_one_way(tmp_path: Path) -> None:
    """Row is from, column is to."""
    text = matrix_text("FULL_MATRIX", 2, "0 3 5 0").replace("TSP", "ATSP")
    assert read_text(tmp_path, text).cost.tolist() == [[0, 3], [5, 0]]


def test_coordinates_beside_a_matrix_are_passed_over(tmp_path: Path) -> None:
    """The matrix counts, before or after points for display."""
    text = matrix_text("UPPER_ROW", 2, "8\nDISPLAY_DATA_SECTION\n1 0 0\n2 1 1")
    assert read_text(tmp_path, text).cost[0, 1] == 8
    swapped = matrix_text("UPPER_ROW", 2, "8").replace(
        "EDGE_WEIGHT_SECTION", f"{NODES}1 0 0\n2 1 1\nEDGE_WEIGHT_SECTION"
    )
    assert read_text(tmp_path, swapped).cost[0, 1] == 8


EXPLICIT = matrix_text("UPPER_ROW", 3, "3 5\n7")
AGAIN = "fetch the file again"
WRONG = {
    "": " has no NODE_COORD_SECTION and no EDGE_WEIGHT_SECTION; expected a TSPLIB file "
    "with one of them.",
    "hello\n": ", line 1: got 'hello'; expected a line 'KEY : VALUE' or "
    "NODE_COORD_SECTION.",
    SMALL.replace("DIMENSION", "DIMENSIONS"): " has no line DIMENSION; expected one.",
    SMALL.replace(": 3", ": x"): ", line 2: DIMENSION is 'x'; expected a whole number "
    "> 0.",
    SMALL.replace(": 3", ": 0"): ", line 2: DIMENSION is '0'; expected a whole number "
    "> 0.",
    SMALL.replace(": 3", ": 388888888"): ": DIMENSION is 388,888,888, which its 100 "
    f"bytes cannot hold; {AGAIN}.",
    SMALL.replace(
        ": 3", ": 4"
    ): f": DIMENSION is 4, but there are only 3 nodes; {AGAIN} or correct DIMENSION.",
    SMALL.replace(": 3", ": 2"): f": DIMENSION is 2, but there are more nodes; {AGAIN}"
    " or correct DIMENSION.",
    SMALL.replace("7 1 1", "7 1"): ", line 6: got '7 1'; expected 3 numbers, 'node x "
    "y'.",
    SMALL.replace("7 1 1", "7 1 x"): ", line 6: got 'x'; expected a number.",
    SMALL.replace("7 1 1", "7 1 inf"): ", line 6: got 'inf'; expected a finite number "
    "up to 1e+12.",
    SMALL.replace(
        "7 1 1", "7.5 1 1"
    ): ", line 6: node 7.5 is no whole number; expected one.",
    SMALL.replace("7 1 1", "1 1 1"): ": node '1' occurs more than once; expected every "
    "number once.",
    SMALL.replace("EUC_2D", "XRAY1"): ": EDGE_WEIGHT_TYPE is 'XRAY1'; expected one of "
    "EXPLICIT, EUC_2D, CEIL_2D, MAN_2D, MAX_2D, GEO, ATT.",
    SMALL.replace("NAME : t", "TYPE : CVRP"): ": TYPE is 'CVRP'; expected TSP or ATSP, "
    "whose nodes all have weight 1.",
    SMALL.replace("NODE_COORD", "EDGE_WEIGHT"): " has no NODE_COORD_SECTION; expected "
    "one.",
    EXPLICIT.replace("EDGE_WEIGHT_SECTION", "NODE_COORD_SECTION"): " has no "
    "EDGE_WEIGHT_SECTION; expected one.",
    EXPLICIT.replace("UPPER_ROW", "FUNCTION"): ": EDGE_WEIGHT_FORMAT is 'FUNCTION'; "
    "expected one of FULL_MATRIX, UPPER_ROW, LOWER_COL, LOWER_ROW, UPPER_COL, "
    "UPPER_DIAG_ROW, LOWER_DIAG_COL, LOWER_DIAG_ROW, UPPER_DIAG_COL.",
    EXPLICIT.replace(
        "N: 3", "N: 300000"
    ): ": DIMENSION is 300,000, but neither its 123 "
    f"bytes nor memory can hold such a matrix; {AGAIN}.",
    EXPLICIT.replace("\n7", ""): ": expected 3 weights by DIMENSION and "
    f"EDGE_WEIGHT_FORMAT, but there are only 2; {AGAIN} or correct its header.",
    EXPLICIT.replace("\n7", "\n7 8"): ": expected 3 weights by DIMENSION and "
    f"EDGE_WEIGHT_FORMAT, but there are more; {AGAIN} or correct its header.",
    EXPLICIT.replace("\n7", "\n-7"): ", line 8: a weight is -7; expected numbers >= 0.",
    EXPLICIT.replace("\n7", "\nx"): ", line 8: got 'x'; expected a number.",
}


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str) -> None:
    """Every fault of a file gives its one sentence."""
    with pytest.raises(InstanceError) as caught:
        read_text(tmp_path, text)
    assert str(caught.value) == f"{tmp_path / 't.tsp'}{WRONG[text]}"


@pytest.mark.parametrize("text", [SMALL.replace("EUC_2D", "GEO"), EXPLICIT])
def test_a_rounding_needs_straight_lines(tmp_path: Path, text: str) -> None:
    """The option is refused where the file's distances are others."""
    with pytest.raises(UsageError, match=r"distance is 'floor', a rounding of the str"):
        read_text(tmp_path, text, Tsplib(distance="floor"))


WORD = st.sampled_from(
    ["1", "2", "3", "0", "-1", "1.5", "nan", "x", "1e12", "-1e12", "EOF", "1e300"]
)
BODY = st.lists(st.lists(WORD, min_size=1, max_size=4).map(" ".join), max_size=5)
HEADS = st.sampled_from(
    [
        points_text(kind, "1 0 0\n2 1 1\n").replace("EOF", "")
        for kind in ("EUC_2D", "GEO", "ATT", "MAN_2D", "NONE")
    ]
    + [
        f"DIMENSION: 3\nEDGE_WEIGHT_TYPE: {kind}\n"
        f"EDGE_WEIGHT_FORMAT: UPPER_ROW\n{part}\n"
        for kind in ("EXPLICIT", "GEO", "ATT")
        for part in ("EDGE_WEIGHT_SECTION", "NODE_COORD_SECTION")
    ]
)
TEXTS = st.tuples(HEADS, BODY.map("\n".join)).map(lambda x: "".join(x).encode())


@given(st.binary() | TEXTS, st.booleans(), st.sampled_from(["tsplib", "floor"]))
def test_any_bytes_give_an_instance_or_a_sentence(
    data: bytes, packed: bool, distance: str
) -> None:
    """No content of a file raises anything but InstanceError, or UsageError."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("a.tsp.gz" if packed else "a.tsp")
        path.write_bytes(gzip.compress(data) if packed else data)
        with suppress(InstanceError, UsageError):
            reader = Tsplib(distance=distance)  # type: ignore[arg-type]
            assert isinstance(reader.read(path), Instance)


def test_rl1304_has_the_floor_of_its_straight_lines(data_folder: Path) -> None:
    """Whole roots of the squares of its whole coordinates, exactly."""
    town = read("tsplib:rl1304?distance=floor")
    assert (town.n, town.name) == (1304, "rl1304")
    rows = (data_folder / "tsplib_points" / "rl1304.tsp").read_text().split("\n")[6:-1]
    xy = [tuple(map(float, row.split()[1:])) for row in rows if row[:1].isdigit()]
    assert len(xy) == 1304
    for i in range(0, 1304, 100):
        row = [isqrt(int((a - xy[i][0]) ** 2 + (b - xy[i][1]) ** 2)) for a, b in xy]
        assert town.cost[i].tolist() == row


def test_what_does_not_fit_is_computed_when_asked_for(data_folder: Path) -> None:
    """The 15,112 points of d15112 keep their cost unstored, with the same values."""
    town = read(data_folder / "tsplib_points" / "d15112.tsp.gz")
    assert isinstance(town.cost, PointCost)
    assert town.client_xy is not None
    (a, b), (c, d) = town.client_xy[[3, 15111]]
    expected = floor(hypot(a - c, b - d) + 0.5)
    assert town.travel([3], [15111]).tolist() == [[expected]]


def test_all_open_point_sets_read(data_folder: Path) -> None:
    """Every file gives the number of nodes that its name ends in."""
    paths = sorted((data_folder / "tsplib_points").glob("*.tsp*"))
    assert len(paths) >= 10
    for path in paths:
        town = Tsplib().read(path)
        assert str(town.n) == "".join(filter(str.isdigit, town.name))
        assert np.isfinite(town.travel(slice(0, 5))).all()

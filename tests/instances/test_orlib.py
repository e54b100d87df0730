"""OR-Library files of the p-median."""

from __future__ import annotations

import gzip
from contextlib import suppress
from itertools import product
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siting import read
from siting.errors import InstanceError
from siting.instance import Instance
from siting.instances.orlib import Orlib, shortest_paths

SMALL = "4 4 2\n1 2 3\n2 3 4\n3 4 5\n4 1 20\n"


def read_text(folder: Path, text: str | bytes) -> Instance:
    """What the reader makes of a text."""
    path = folder / "pmed0.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Orlib().read(path)


def brute_force(edges: list[tuple[int, int, float]], n: int) -> list[list[float]]:
    """Floyd and Warshall's method, as in the textbook."""
    length = [[0.0 if i == j else inf for j in range(n)] for i in range(n)]
    last = {frozenset((i, j)): cost for i, j, cost in edges}
    for ends, cost in last.items():
        i, j = (min(ends) - 1, max(ends) - 1)
        if i != j:
            length[i][j] = length[j][i] = cost
    for k, i, j in product(range(n), repeat=3):
        length[i][j] = min(length[i][j], length[i][k] + length[k][j])
    return length


def test_the_parts_of_a_file_become_those_of_an_instance(tmp_path: Path) -> None:
    """Ids count from 1, every demand is 1, and p and the name are the file's."""
    town = read_text(tmp_path, SMALL)
    assert town.clients == town.sites == ("1", "2", "3", "4")
    assert town.demand.tolist() == [1, 1, 1, 1]
    assert (town.p, town.name, town.source) == (2, "pmed0", "OR-Library")
    assert town.cost.tolist() == [
        [0, 3, 7, 12],
        [3, 0, 4, 9],
        [7, 4, 0, 5],
        [12, 9, 5, 0],
    ]


EDGES = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(
            st.tuples(
                st.integers(1, n), st.integers(1, n), st.integers(0, 9).map(float)
            ),
            max_size=12,
        ),
    )
)


@given(EDGES)
def test_costs_are_shortest_paths(
    drawn: tuple[int, list[tuple[int, int, float]]],
) -> None:
    """Every table equals the textbook's, loops, zeros and repetitions included."""
    n, edges = drawn
    found = shortest_paths(np.array(edges, dtype=float).reshape(-1, 3), n=n)
    assert found.tolist() == brute_force(edges, n)


def test_a_repeated_edge_takes_its_last_cost(tmp_path: Path) -> None:
    """The last cost counts, in either direction, also when it is larger."""
    town = read_text(tmp_path, "2 3 1\n1 2 9\n1 2 3\n2 1 5\n")
    assert town.cost[0, 1] == town.cost[1, 0] == 5


def test_an_edge_of_length_zero_is_an_edge(tmp_path: Path) -> None:
    """Nodes joined by an edge of 0 are 0 apart, not unreachable."""
    town = read_text(tmp_path, "3 2 1\n1 2 0\n2 3 4\n")
    assert town.cost.tolist() == [[0, 0, 4], [0, 0, 4], [4, 4, 0]]


def test_nodes_without_a_path_are_unreachable(tmp_path: Path) -> None:
    """No path, infinite cost."""
    assert read_text(tmp_path, "3 1 1\n1 2 7\n").cost[0, 2] == inf


@pytest.mark.parametrize(
    "text",
    [
        SMALL.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + SMALL.encode(),
        b"\n " + SMALL.replace(" ", "\t ").encode() + b"\n\n",
    ],
    ids=["crlf", "byte order mark", "blanks"],
)
def test_ways_to_write_text_do_not_matter(tmp_path: Path, text: bytes) -> None:
    """Line ends, a byte order mark and blanks change nothing."""
    expected = read_text(tmp_path, SMALL).fingerprint
    assert read_text(tmp_path, text).fingerprint == expected


def test_a_gzipped_file_is_the_same_instance(tmp_path: Path) -> None:
    """The reader unpacks .gz, and the name of the instance has no .txt.gz."""
    path = tmp_path / "pmed0.txt.gz"
    path.write_bytes(gzip.compress(SMALL.encode(), mtime=0))
    town = Orlib().read(path)
    assert town.name == "pmed0"
    assert town.fingerprint == read_text(tmp_path, SMALL).fingerprint


PMED = "expected the three whole numbers of a pmed file, nodes, edges and p."
WRONG = {
    "": f"line 1: got ''; {PMED}",
    "4 4\n": " ends after 0 of 8 numbers of capacity and fixed cost; the file is cut "
    "short or of another format.",
    "4 4 x\n": f"line 1: got '4 4 x'; {PMED}",
    "-4 4 2\n": f"line 1: got '-4 4 2'; {PMED}",
    "4 4 2.0\n": f"line 1: got '4 4 2.0'; {PMED}",
    "9" * 30 + " 1 1": f"line 1: got '{'9' * 30} 1 1'; {PMED}",
    "388888888 12 5": "line 1: declares 12 edges, which its 14 bytes cannot hold; "
    "fetch the file again.",
    "12 388888888 5\n1 2 3\n": "line 1: declares 388,888,888 edges, which its 21 bytes "
    "cannot hold; fetch the file again.",
    "388888888 1 5\n1 2 3\n": "line 1: declares 388,888,888 nodes but 1 edges, so that "
    "most nodes have none; correct the first line or fetch the file again.",
    "4 4 0\n"
    + SMALL[6:]: "line 1: p is 0, but there are 4 nodes; expected p from 1 to 4.",
    "4 4 5\n"
    + SMALL[6:]: "line 1: p is 5, but there are 4 nodes; expected p from 1 to 4.",
    SMALL[:-7]: " ends after 3 edges, but its first line declares 4; the file is cut "
    "short, so fetch it again.",
    SMALL + "\n1 3 2\n": "line 7: got '1 3 2' after the 4 edges that the first line "
    "declares; remove it or correct the number of edges.",
    SMALL[:-3]: "line 5: got '4 1'; expected 3 numbers, 'i j cost'.",
    SMALL.replace("20", "20 1"): "line 5: got '4 1 20 1'; expected 3 numbers, "
    "'i j cost'.",
    SMALL.replace("20", "x"): "line 5: got 'x'; expected a number.",
    SMALL.replace("20", "1_0"): "line 5: got '1_0'; expected a number.",
    SMALL.replace("20", "2,5"): "line 5: got '2,5'; expected a number with a decimal "
    "point, without commas.",
    SMALL.replace("20", "nan"): "line 5: got 'nan'; expected a finite number up to "
    "1e+12.",
    SMALL.replace("20", "-inf"): "line 5: got '-inf'; expected a finite number up to "
    "1e+12.",
    SMALL.replace("20", "1e13"): "line 5: got '1e13'; expected a finite number up to "
    "1e+12.",
    SMALL.replace("20", "-1"): "line 5: the cost is -1; expected a number >= 0.",
    SMALL.replace("4 1", "5 1"): "line 5: node 5 does not exist; expected a whole "
    "number from 1 to 4.",
    SMALL.replace("4 1", "4 0"): "line 5: node 0 does not exist; expected a whole "
    "number from 1 to 4.",
    SMALL.replace("4 1", "4 1.5"): "line 5: node 1.5 does not exist; expected a whole "
    "number from 1 to 4.",
}


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str) -> None:
    """Every fault of a file gives its one sentence."""
    with pytest.raises(InstanceError) as caught:
        read_text(tmp_path, text)
    path = tmp_path / "pmed0.txt"
    comma = "" if WRONG[text].startswith(" ") else ", "
    assert str(caught.value) == f"{path}{comma}{WRONG[text]}"


def test_a_table_that_does_not_fit_is_refused_before_the_edges_are_read(
    tmp_path: Path,
) -> None:
    """20,000 nodes would need 3.2 GB."""
    text = "20000 10000 5\n" + "1 2 3\n" * 10000
    with pytest.raises(InstanceError, match="not fit; expected at most 11,585"):
        read_text(tmp_path, text)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe4\x00", "is not UTF-8 text (byte 0xff); save it as UTF-8."),
        (SMALL.encode() + b"\xe9", "is not UTF-8 text (byte 0xe9); save it as UTF-8."),
    ],
)
def test_bytes_that_are_no_text_are_refused(
    tmp_path: Path, data: bytes, words: str
) -> None:
    """UTF-16 and Latin-1 are named as what they are not."""
    with pytest.raises(InstanceError) as caught:
        read_text(tmp_path, data)
    assert str(caught.value).endswith(words)


@pytest.mark.parametrize(
    "data", [b"no gzip", gzip.compress(SMALL.encode() * 99, mtime=0)[:-9]]
)
def test_a_damaged_gzip_file_is_refused(tmp_path: Path, data: bytes) -> None:
    """Neither a wrong nor a truncated .gz gives a traceback."""
    path = tmp_path / "pmed0.txt.gz"
    path.write_bytes(data)
    with pytest.raises(InstanceError, match="is no complete gzip file; fetch it again"):
        Orlib().read(path)


def test_a_gzip_bomb_stops_early(tmp_path: Path) -> None:
    """A file that unpacks to 200 times its size or more is refused."""
    path = tmp_path / "pmed0.txt.gz"
    path.write_bytes(gzip.compress(b"2 1 1\n" + b"\n" * 10**7, mtime=0))
    with pytest.raises(
        InstanceError, match=r"unpacks to more than .* bytes; unpack it"
    ):
        Orlib().read(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """Both are named."""
    with pytest.raises(InstanceError, match=r"There is no file .*none.txt; check its"):
        Orlib().read(tmp_path / "none.txt")
    with pytest.raises(InstanceError, match="is a folder; expected a file"):
        Orlib().read(tmp_path)


NUMBER = st.sampled_from(
    ["1", "2", "3", "0", "-1", "1.5", "nan", "inf", "x", "1e9", "99999999999"]
)
LINES = st.lists(st.lists(NUMBER, max_size=4).map(" ".join), max_size=8)


@given(st.binary() | LINES.map(lambda lines: "\n".join(lines).encode()), st.booleans())
def test_any_bytes_give_an_instance_or_a_sentence(data: bytes, packed: bool) -> None:
    """No content of a file raises anything but InstanceError."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("a.txt.gz" if packed else "a.txt")
        path.write_bytes(gzip.compress(data, mtime=0) if packed else data)
        with suppress(InstanceError):
            assert isinstance(Orlib().read(path), Instance)


def test_all_open_pmed_files_read(data_folder: Path) -> None:
    """The 27 files have their n x n table and their p."""
    paths = sorted((data_folder / "orlib_pmed").glob("pmed*.txt*"))
    assert len(paths) >= 27
    for path in paths:
        town = read(path)
        n, _, p = map(int, path.read_text().split()[:3])
        assert (town.n, town.m, town.p) == (n, n, p)
        assert np.isfinite(town.cost).all()
        assert (town.cost == town.cost.T).all()


def test_swaps_on_pmed1_end_at_the_published_optimum(data_folder: Path) -> None:
    """The best of 20 searches is worth 5819, and none is below."""
    cost = np.asarray(read(data_folder / "orlib_pmed" / "pmed1.txt").cost)
    ends = []
    for start in range(20):
        design = np.random.default_rng(start).choice(100, 5, replace=False)
        value = cost[:, design].min(axis=1).sum()
        better = True
        while better:
            better = False
            for place, site in product(range(5), range(100)):
                trial = design.copy()
                trial[place] = site
                total = cost[:, trial].min(axis=1).sum()
                if total < value:
                    design, value, better = trial, total, True
        ends.append(value)
    assert min(ends) == 5819


CAPACITATED = " 2\n 1 7\n 2 1 9\n 1 0 0 4\n 2 3 4 5\n 2 8\n 2 2 6\n 1 0 0 6\n 2 1 1 6\n"


def read_capacitated(folder: Path, text: str, problem: int | None) -> Instance:
    """What the reader makes of a problem of a text."""
    path = folder / "pmedcap0.txt"
    path.write_text(text)
    return Orlib(problem=problem).read(path)


def test_a_capacitated_problem_is_chosen_by_its_number(tmp_path: Path) -> None:
    """Straight lines cut to whole numbers, demand as load, one capacity, p."""
    first, second = (read_capacitated(tmp_path, CAPACITATED, k) for k in (1, 2))
    assert first.cost.tolist() == [[0, 5], [5, 0]]
    assert second.cost.tolist() == [[0, 1], [1, 0]]
    assert (first.demand.tolist(), first.capacity.tolist()) == ([4, 5], [9, 9])
    assert (first.p, second.p, second.name) == (1, 2, "pmedcap0-2")
    assert first.clients == first.sites == ("1", "2")
    assert Orlib.recognises(Path("pmedcap1.txt"))
    alone = read_capacitated(tmp_path, "1\n1 7\n2 1 9\n1 0 0 4\n2 3 4 5\n", None)
    assert alone.fingerprint == first.fingerprint


@pytest.mark.parametrize(
    ("text", "problem", "said"),
    [
        (CAPACITATED, None, "; say which one, as in orlib:pmedcap0.txt?problem=1."),
        (CAPACITATED, 3, "problem is 3, but "),
        (CAPACITATED, 0, " holds 2; choose one from 1 to 2."),
        (SMALL, 1, " holds a single problem; leave the option out."),
        ("1\n1 7\n2 1 9\n1 0 0 4\n", None, " ends after 1 points of problem 1, but "),
        ("1\n1 7\n", None, " ends where 'n p capacity' should stand; "),
        ("1\n1 7 8\n2 1 9\n", None, ", line 2: got '1 7 8'; expected 2 whole numbe"),
        ("1\n1 7\n2 1.5 9\n", None, ", line 3: got '2 1.5 9'; expected 3 whole num"),
        ("1\n1 7\n2 3 9\n", None, ", line 3: declares 2 points and p = 3; expected"),
        ("1\n1 7\n900000 3 9\n", None, "and at most 20,000 points."),
        ("1\n1 7\n1 1 9\n1 0 0 -4\n", None, ", line 4: the demand is -4; expected "),
        ("1\n1 7\n1 1 9\n1 0 4\n", None, ", line 4: got '1 0 4'; expected 4 number"),
    ],
)  # fmt: skip
def test_a_broken_capacitated_file_is_one_sentence(
    tmp_path: Path, text: str, problem: int | None, said: str
) -> None:
    """File, line, what was got and what is expected."""
    with pytest.raises(InstanceError) as caught:
        read_capacitated(tmp_path, text, problem)
    assert said in str(caught.value)

"""Folders of CSV files."""

from __future__ import annotations

import json
from contextlib import suppress
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from siting.errors import InstanceError
from siting.instance import Instance
from siting.instances.csv import Csv

DEMAND = "id,weight\nA,3\nB,1\n"
SITES = "id\nP\nQ\n"
WIDE = "demand,P,Q\nA,1,2\nB,3,4\n"
LONG = "demand,site,cost\nA,P,1\nA,Q,2\nB,P,3\nB,Q,4\n"
TOWN = {"demand.csv": DEMAND, "sites.csv": SITES, "cost.csv": WIDE}


def town_of(folder: Path, crs: str | None = None, **files: str | bytes) -> Instance:
    """What the reader makes of TOWN with some files (demand="...") replaced."""
    endings = {"about": ".toml", "map": ".json"}
    texts: dict[str, str | bytes] = dict(TOWN)
    texts |= {name + endings.get(name, ".csv"): text for name, text in files.items()}
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / name).write_bytes(data)
    return Csv(crs=crs).read(folder)


def points_of(folder: Path, demand: str, sites: str) -> None:
    """Write a folder without costs."""
    (folder / "demand.csv").write_text(demand)
    (folder / "sites.csv").write_text(sites)


def refusal(folder: Path, **files: str | bytes) -> str:
    """The sentence that some files give, without the folder."""
    with pytest.raises(InstanceError) as caught:
        town_of(folder, **files)
    return str(caught.value).replace(f"{folder}/", "").replace(str(folder), "FOLDER")


def test_every_column_has_its_place(tmp_path: Path) -> None:
    """Weights, groups, coordinates, costs, limits, roles and names are kept."""
    town = town_of(
        tmp_path,
        demand="id,weight,x,y,district\nA,3,0,1,north\nB,1.5,2,3,south\n",
        sites="id,x,y,opening,capacity,role,name\n"
        "P,0,0,7,,required,Old clinic\nQ,5,5,,9,,\n",
    )
    assert (town.clients, town.sites) == (("A", "B"), ("P", "Q"))
    assert town.demand.tolist() == [3, 1.5]
    assert dict(town.groups) == {"district": ("north", "south")}
    assert town.client_xy is not None
    assert town.client_xy.tolist() == [[0, 1], [2, 3]]
    assert town.opening.tolist() == [7, 0]
    assert town.capacity.tolist() == [inf, 9]
    assert town.role.tolist() == ["required", "candidate"]
    assert town.site_label == ("Old clinic", "")
    assert town.travel().tolist() == [[1, 2], [3, 4]]


def test_other_columns_of_sites_are_groups(tmp_path: Path) -> None:
    """A region for quotas, and how far a site serves."""
    town = town_of(tmp_path, sites="id,region,reach\nP,north,\nQ,south,2.5\n")
    assert dict(town.site_groups) == {"region": ("north", "south")}
    assert town.reach.tolist() == [inf, 2.5]


def test_scenarios_of_demand_have_a_column_each(tmp_path: Path) -> None:
    """They are weights, not groups; what is only nearly such a column is refused."""
    demand = "id,weight,scenario:dry,scenario:wet,area\nA,3,1,2,x\nB,1,0,4.5,y\n"
    town = town_of(tmp_path, demand=demand)
    assert {k: v.tolist() for k, v in town.scenarios.items()} == {
        "dry": [1, 0],
        "wet": [2, 4.5],
    }
    assert list(town.groups) == ["area"]
    text = refusal(tmp_path, demand="id,weight,Scenario dry\nA,3,1\nB,1,0\n")
    assert text == (
        "demand.csv has a column 'Scenario dry'; expected scenario:NAME for the "
        "weights of a scenario."
    )
    text = refusal(tmp_path, demand="id,weight,scenario:dry\nA,3,1\nB,1,-2\n")
    assert text == "demand.csv, row 3: scenario:dry is '-2'; expected a number >= 0."


def test_ids_are_text(tmp_path: Path) -> None:
    """What other tools turn into numbers or nothing stays as it is."""
    ids = ["007", "NA", "1e5", "null", "None", "1.0", "12345678901234567890", "TRUE"]
    town = town_of(
        tmp_path,
        demand="id,weight\n" + "".join(f"{x},1\n" for x in ids),
        sites="id\n" + "".join(f"{x}\n" for x in ids),
        cost="demand,site,cost\n" + "".join(f"{x},{x},4\n" for x in ids),
    )
    assert list(town.clients) == list(town.sites) == ids


def test_quoted_ids_may_hold_anything(tmp_path: Path) -> None:
    """Commas, quotes and line ends are part of a quoted id."""
    cells = '"a,b"', '"say ""hi"""', '"two\nlines"'
    town = town_of(
        tmp_path,
        demand="id,weight\n" + "".join(f"{x},1\n" for x in cells),
        cost="demand,P,Q\n" + "".join(f"{x},1,2\n" for x in cells),
    )
    assert town.clients == ("a,b", 'say "hi"', "two\nlines")
    assert np.isfinite(town.travel()).all()


@pytest.mark.parametrize("cost", [WIDE, LONG])
def test_ways_to_write_the_same_do_not_matter(tmp_path: Path, cost: str) -> None:
    """Byte order mark, line ends, blanks, order and Unicode form change nothing."""
    expected = town_of(tmp_path, cost=cost).fingerprint
    assert town_of(tmp_path, cost=b"\xef\xbb\xbf" + cost.encode()) is not None
    for other in (
        b"\xef\xbb\xbf" + cost.encode(),
        cost.replace("\n", "\r\n"),
        cost.replace(",", " , ").replace("\n", "\n\n"),
        "\n".join([cost.split("\n")[0], *cost.split("\n")[:0:-1]]),
    ):
        assert town_of(tmp_path, cost=other).fingerprint == expected


def test_ids_match_in_either_unicode_form(tmp_path: Path) -> None:
    """A composed letter and its parts are one id."""
    town = town_of(
        tmp_path,
        demand="id,weight\nPe\u00f1a,1\n",
        cost="demand,site,cost\nPen\u0303a,P,5\nPe\u00f1a,Q,6\n",
    )
    assert town.travel().tolist() == [[5, 6]]


def test_long_and_wide_are_the_same_instance(tmp_path: Path) -> None:
    """The two forms of cost.csv say the same."""
    long = town_of(tmp_path, cost=LONG)
    assert long.fingerprint == town_of(tmp_path, cost=WIDE).fingerprint


@pytest.mark.parametrize(
    "cost",
    [
        "demand,site,cost\nA,Q,0\n",
        "demand,P,Q\nA, ,0\n",
        "demand,Q,P\nA,0,\nB,,\n",
    ],
)
def test_what_is_missing_is_unreachable_and_zero_is_not(
    tmp_path: Path, cost: str
) -> None:
    """No row, a blank cell and a client without rows are infinite; 0 is a cost."""
    town = town_of(tmp_path, cost=cost)
    assert town.travel().tolist() == [[inf, 0], [inf, inf]]


def test_little_travel_stays_sparse(tmp_path: Path) -> None:
    """Below half of all pairs nothing dense is made, and from there on it is."""
    sparse = town_of(tmp_path, cost="demand,site,cost\nA,Q,0\n")
    assert isinstance(sparse.cost, csr_array)
    assert sparse.cost.nnz == 1
    dense = town_of(tmp_path, cost="demand,site,cost\nA,Q,0\nB,Q,1\n")
    assert isinstance(dense.cost, np.ndarray)


def test_without_costs_the_coordinates_say_how_far(tmp_path: Path) -> None:
    """The straight line in the unit of the coordinates."""
    points_of(tmp_path, "id,weight,x,y\nA,1,0,0\n", "id,x,y\nP,3,4\nQ,0,1\n")
    town = Csv().read(tmp_path)
    assert (town.clients, town.sites) == (("A",), ("P", "Q"))
    assert town.travel().tolist() == [[5, 1]]


def test_degrees_are_travelled_along_the_ellipsoid(tmp_path: Path) -> None:
    """The option crs, else the crs of about.toml, makes degrees metres."""
    points_of(tmp_path, "id,weight,x,y\nA,1,-71,-30\n", "id,x,y\nP,-71,-29\n")
    town = Csv(crs="EPSG:4326").read(tmp_path)
    assert town.cost_unit == "metres"
    assert town.travel()[0, 0] == pytest.approx(110_844.1, abs=0.1)
    (tmp_path / "about.toml").write_text('crs = "EPSG:4326"')
    assert Csv().read(tmp_path).fingerprint == town.fingerprint


def test_about_names_the_data(tmp_path: Path) -> None:
    """Every key has its place; the name is the folder's when there is none."""
    about = (
        'name = "serena"\ntitle = "La Serena"\nsource = "Census"\nlicence = "ODbL"\n'
        'cost_unit = "minutes"\ndemand_unit = "people"\n'
    )
    town = town_of(tmp_path, about=about)
    assert (town.name, town.title) == ("serena", "La Serena")
    assert town.source == "Census (ODbL)"
    assert (town.cost_unit, town.demand_unit) == ("minutes", "people")
    (tmp_path / "about.toml").unlink()
    assert Csv().read(tmp_path).name == tmp_path.name


def test_a_map_is_decoded_to_coordinates(tmp_path: Path) -> None:
    """A first point, then steps, all divided by the scale."""
    data = {
        "scale": 10,
        "roads": {"major": [[10, 20, 5, -5, 0, 1]]},
        "areas": {"A": [[0, 0, 10, 0, 0, 10]]},
    }
    backdrop = town_of(tmp_path, map=json.dumps(data)).backdrop
    assert backdrop is not None
    assert backdrop.roads["major"][0].tolist() == [[1, 2], [1.5, 1.5], [1.5, 1.6]]
    assert backdrop.areas["A"][0].tolist() == [[0, 0], [1, 0], [1, 1]]


DECIMALS = "a number with a decimal point, without commas"
WRONG = [
    ("demand", "", "demand.csv is empty; expected a header in its first line."),
    ("demand", "id,weight\n", "demand.csv has a header but no rows; add one an id."),
    (
        "demand",
        "id;weight\nA;3\n",
        "demand.csv is separated by semicolons; expected commas between cells and "
        "points in decimals, so save it as comma-separated UTF-8.",
    ),
    (
        "demand",
        "id\tweight\nA\t3\n",
        "demand.csv is separated by tabs; expected commas between cells and points in "
        "decimals, so save it as comma-separated UTF-8.",
    ),
    (
        "demand",
        "id,people\nA,3\n",
        "demand.csv has no column 'weight' but 'id', 'people'; expected id and weight.",
    ),
    (
        "demand",
        "id,weight,\nA,3,\n",
        "demand.csv, row 1: column 3 has no name; name or remove it.",
    ),
    (
        "demand",
        "id,weight,id\nA,3,1\n",
        "demand.csv, row 1: column 'id' occurs 2 times; expected it once.",
    ),
    (
        "demand",
        "id,weight\nA,3,5\n",
        "demand.csv, row 2: 3 cells; expected 2 as in the header, so quote ids with "
        "commas and write decimals with points.",
    ),
    (
        "demand",
        "id,weight\nA\n",
        "demand.csv, row 2: 1 cells; expected 2 as in the header, so quote ids with "
        "commas and write decimals with points.",
    ),
    (
        "demand",
        "id,weight\nA,3\n ,4\n",
        "demand.csv, row 3: the id is blank; give it one.",
    ),
    (
        "demand",
        "id,weight\nA,3\n\nB,1\n A,4\n",
        "demand.csv, row 5: id 'A' is already in row 2; expected every id once.",
    ),
    (
        "demand",
        "id,weight\nA,3\nB,\n",
        "demand.csv, row 3, column 'weight': got ''; expected a number.",
    ),
    (
        "demand",
        "id,weight\nA,many\n",
        "demand.csv, row 2, column 'weight': got 'many'; expected a number.",
    ),
    (
        "demand",
        'id,weight\nA,"3,5"\n',
        f"demand.csv, row 2, column 'weight': got '3,5'; expected {DECIMALS}.",
    ),
    (
        "demand",
        "id,weight\nA,nan\n",
        "demand.csv, row 2, column 'weight': got 'nan'; expected a finite number up to "
        "1e+12.",
    ),
    (
        "demand",
        "id,weight\nA,-3\n",
        "demand.csv, row 2: weight is '-3'; expected a number >= 0.",
    ),
    (
        "demand",
        "id,weight,x\nA,3,1\n",
        "demand.csv has a column 'x' alone; expected both x and y, or neither.",
    ),
    (
        "demand",
        "id,weight,x,y\nA,3,1,\n",
        "demand.csv, row 2, column 'y': got ''; expected a number.",
    ),
    (
        "demand",
        'id,weight\n"A,3\n',
        "demand.csv, line 2: unexpected end of data; check the quotes, and write a "
        'quote inside quotes twice ("").',
    ),
    (
        "demand",
        b"id,weight\n\xe9,3\n",
        "demand.csv is not UTF-8 text (byte 0xe9); save it as UTF-8.",
    ),
    (
        "sites",
        "name\nP\n",
        "sites.csv has no column 'id' but 'name'; expected id.",
    ),
    (
        "sites",
        "id,capcity\nP,3\n",
        "sites.csv: No column of sites is called 'capcity'; did you mean 'capacity'? "
        "There are capacity, id, name, opening, reach, role, x, y.",
    ),
    (
        "sites",
        "id,role\nP,must\n",
        "sites.csv, row 2: No role is called 'must'; there are candidate, competitor, "
        "existing, forbidden, required.",
    ),
    (
        "sites",
        "id,capacity\nP,inf\n",
        "sites.csv, row 2, column 'capacity': got 'inf'; expected a finite number up "
        "to 1e+12.",
    ),
    (
        "sites",
        "id,opening\nP,-1\n",
        "sites.csv, row 2: opening is '-1'; expected a number >= 0.",
    ),
    ("cost", "", "cost.csv is empty; expected a header in its first line."),
    ("cost", "demand,P,Q\n", "cost.csv has a header but no rows; add one a client."),
    (
        "cost",
        "demand,site,cost\n",
        "cost.csv has a header but no rows; add one a pair.",
    ),
    (
        "cost",
        "demand,P,R\nA,1,2\n",
        "cost.csv, row 1: 'R' not in sites.csv; expected the site ids after the first "
        "column, or the header demand,site,cost for a row a pair.",
    ),
    (
        "cost",
        "demand,P\nA,1\n",
        "cost.csv, row 1: no column for site 'Q'; give every site of sites.csv one, "
        "with blank cells where there is no way.",
    ),
    (
        "cost",
        "demand,P,Q\nC,1,2\n",
        "cost.csv, row 2: 'C' is not in demand.csv; add it there or correct the id.",
    ),
    (
        "cost",
        "demand,P,Q\nA,1,2\nA,1,2\n",
        "cost.csv, row 3: 'A' is already in row 2; expected one row a client.",
    ),
    (
        "cost",
        "demand,P,Q\nA,1,far\n",
        "cost.csv, row 2, site 'Q': got 'far'; expected a number.",
    ),
    (
        "cost",
        "demand,P,Q\nA,,-2\n",
        "cost.csv, row 2, site 'Q': the cost is -2; expected a number >= 0, or a blank "
        "cell where there is no way.",
    ),
    (
        "cost",
        "demand,P,Q\nA,inf,2\n",
        "cost.csv, row 2, site 'P': got 'inf'; expected a finite number up to 1e+12.",
    ),
    (
        "cost",
        "demand,site,cost\nA,P,1\nC,P,1\n",
        "cost.csv, row 3: 'C' is not in demand.csv; add it there or correct the id.",
    ),
    (
        "cost",
        "demand,site,cost\nA,R,1\n",
        "cost.csv, row 2: 'R' is not in sites.csv; add it there or correct the id.",
    ),
    (
        "cost",
        "demand,site,cost\nA,P,1\nB,P,1\nA,P,1\n",
        "cost.csv, row 4: the pair already has a cost in row 2; expected one row a "
        "pair, so keep the one that holds.",
    ),
    (
        "cost",
        "demand,site,cost\nA,P,x\n",
        "cost.csv, row 2, column 'cost': got 'x'; expected a number.",
    ),
    (
        "cost",
        "demand,site,cost\nA,P,\n",
        "cost.csv, row 2, column 'cost': the cell is blank; leave the row out where "
        "there is no way.",
    ),
    (
        "cost",
        "demand,site,cost\nA,P,-1\n",
        "cost.csv, row 2: the cost is -1; expected a number >= 0, or no row where "
        "there is no way.",
    ),
    (
        "about",
        'nmae = "x"',
        "about.toml: No key is called 'nmae'; did you mean 'name'? There are "
        "cost_unit, crs, demand_unit, licence, name, source, title.",
    ),
    ("about", "name = 5", "about.toml: name is 5; expected text in quotes."),
    ("about", "name = [[]]", "about.toml: name is a list; expected text in quotes."),
    ("map", "[]", "map.json holds a list; expected an object."),
    (
        "map",
        '{"tints": {}}',
        "map.json: No key is called 'tints'; there are areas, roads, scale.",
    ),
    ("map", '{"scale": 0}', "map.json: scale is 0; expected a whole number > 0."),
    (
        "map",
        '{"scale": NaN}',
        "map.json holds NaN; unknown numbers are null in JSON.",
    ),
    (
        "map",
        '{"scale": 1, "scale": 2}',
        "map.json gives the key 'scale' twice; keep one.",
    ),
    ("map", '{"roads": []}', "map.json: roads is a list; expected an object."),
    (
        "map",
        '{"roads": {"major": 3}}',
        "map.json: roads 'major' is 3; expected a list of lines.",
    ),
    (
        "map",
        '{"roads": {"major": [[1, 2, 3]]}}',
        "map.json: roads 'major', line 1 is a list; expected whole numbers x, y, dx, "
        "dy, ... in pairs.",
    ),
    (
        "map",
        '{"areas": {"Z": [[1, 2, 3, 4]]}}',
        "map.json: areas has 'Z', not in demand.csv; remove them or correct the id.",
    ),
]


@pytest.mark.parametrize(("file", "text", "words"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_said_with_file_and_row(
    tmp_path: Path, file: str, text: str | bytes, words: str
) -> None:
    """Every fault of a folder gives its one sentence."""
    assert refusal(tmp_path, **{file: text}) == words


@pytest.mark.parametrize("text", ["x = [" + "[" * 10**5, "name = ", "a\x00"])
def test_a_broken_about_is_refused(tmp_path: Path, text: str) -> None:
    """Also when it is nested very deep."""
    assert refusal(tmp_path, about=text).startswith("about.toml is no TOML: ")


@pytest.mark.parametrize("text", ["[" * 10**5, "{", '{"scale": ' + "9" * 5000 + "}"])
def test_a_broken_map_is_refused(tmp_path: Path, text: str) -> None:
    """Also when it is nested very deep or has endless numbers."""
    assert refusal(tmp_path, map=text).startswith("map.json is no JSON: ")


def test_a_map_of_huge_numbers_is_refused(tmp_path: Path) -> None:
    """Steps that would overflow when they are added up."""
    text = json.dumps({"roads": {"major": [[0, 0, 2**62, 1]]}})
    assert "expected numbers below 2^40" in refusal(tmp_path, map=text)


def test_missing_tables_are_named(tmp_path: Path) -> None:
    """The first table that is not there, and what would replace costs."""
    with pytest.raises(InstanceError, match=r"There is no file .*demand\.csv; check"):
        Csv().read(tmp_path)
    with pytest.raises(InstanceError, match=r"There is no file .*none; check its name"):
        Csv().read(tmp_path / "none")
    points_of(tmp_path, DEMAND, SITES)
    with pytest.raises(InstanceError, match=r"no cost.csv, and demand.csv has no col"):
        Csv().read(tmp_path)
    with pytest.raises(InstanceError, match=r"is a file; expected the folder with"):
        Csv().read(tmp_path / "sites.csv")


def test_a_misnamed_cost_table_is_not_overlooked(tmp_path: Path) -> None:
    """Coordinates are not taken silently when Costs.csv lies beside them."""
    points_of(tmp_path, "id,weight,x,y\nA,1,0,0\n", "id,x,y\nP,3,4\n")
    (tmp_path / "Costs.csv").write_text(WIDE)
    with pytest.raises(InstanceError, match=r"has no cost.csv but 'Costs.csv'; rename"):
        Csv().read(tmp_path)


def test_coordinates_that_do_not_fit_their_system_are_refused(tmp_path: Path) -> None:
    """Degrees as metres, metres as degrees, and systems that do not exist."""
    points_of(tmp_path, "id,weight,x,y\nA,1,300000,9\n", "id,x,y\nP,3,4\n")
    with pytest.raises(InstanceError, match="beyond 180, 90 degrees, but EPSG:4326"):
        Csv(crs="EPSG:4326").read(tmp_path)
    with pytest.raises(InstanceError, match="no coordinate system is called 'EPSG:no'"):
        Csv(crs="EPSG:no").read(tmp_path)
    points_of(tmp_path, "id,weight,x,y\nA,1,7,9\n", "id,x,y\nP,3,4\n")
    with pytest.raises(InstanceError, match="as degrees do, but EPSG:25832 is in met"):
        Csv(crs="EPSG:25832").read(tmp_path)


CELL = st.sampled_from(
    ["A", "B", "P", "Q", "1", "0", "", "-1", "nan", "1e12", "3,5", '"', "x", "1e400"]
)
TABLE = st.lists(st.lists(CELL, max_size=4).map(",".join), max_size=6).map("\n".join)
CONTENT = {
    "demand.csv": [
        "id,weight\n",
        "id,weight,x,y\n",
        "id,weight,x,y\nA,1,0,0\n",
        DEMAND,
    ],
    "sites.csv": ["id\n", "id,x,y\n", "id,opening,capacity,role\n", "id,x,y\nP,1,1\n"],
    "cost.csv": ["demand,site,cost\n", "demand,P,Q\n", "demand,P\n", ""],
    "about.toml": ["name = ", 'crs = "EPSG:4326"\n', 'crs = "EPSG:25832"\n'],
    "map.json": ['{"scale": 1, "roads": {"a": [[0, 0, 1, 1]]}}', '{"areas": '],
}
FILES = st.fixed_dictionaries(
    {},
    optional={
        name: st.tuples(st.sampled_from(heads), TABLE).map(
            lambda x: "".join(x).encode()
        )
        | st.binary(max_size=40)
        | st.sampled_from(heads).map(str.encode)
        for name, heads in CONTENT.items()
    },
)


@given(FILES, st.sampled_from([None, "EPSG:4326", "EPSG:25832", "x"]))
def test_any_files_give_an_instance_or_a_sentence(
    files: dict[str, bytes], crs: str | None
) -> None:
    """No content of the files raises anything but InstanceError."""
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        with suppress(InstanceError):
            assert isinstance(Csv(crs=crs).read(Path(folder)), Instance)


@pytest.mark.parametrize("form", ["long", "wide"])
def test_a_million_costs_come_back_as_they_were(tmp_path: Path, form: str) -> None:
    """1000 x 1000 costs, many blocks of lines, keep every value and place."""
    n = 1000
    cost = np.random.default_rng(0).integers(0, 10**6, (n, n)) / 100
    rows = [list(map(str, row)) for row in cost.tolist()]
    names = [f"s{j}" for j in range(n)]
    if form == "wide":
        lines = [f"{i}," + ",".join(row) for i, row in enumerate(rows)]
        text = "demand," + ",".join(names) + "\n" + "\n".join(lines)
    else:
        lines = [
            f"{i},{name},{x}"
            for i, row in enumerate(rows)
            for name, x in zip(names, row, strict=True)
        ]
        text = "demand,site,cost\n" + "\n".join(lines)
    demand = "id,weight\n" + "".join(f"{i},1\n" for i in range(n))
    town_of(tmp_path, demand=demand, sites="id\n" + "\n".join(names), cost=text)
    assert (Csv().read(tmp_path).cost == cost).all()

"""Make the bundled city of La Serena-Coquimbo out of the project aequilibrae ships.

Run ``python scripts/extract_coquimbo.py [coquimbo.zip] [folder]``. Without arguments
the archive is looked for in the installed package aequilibrae (which is not imported),
and the files go to ``src/siting/instances/data/coquimbo``. Only a standard interpreter
and numpy, scipy, shapely and pyproj are needed; last run with Python 3.11 and
aequilibrae 1.7.2, numpy 2.4.6, scipy 1.17.1, shapely 2.2.0, pyproj 3.7.2.

Two runs give the same bytes. Every choice is explained in the README.md of the data.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import sqlite3
import struct
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FOLDER = Path(__file__).parents[1] / "src/siting/instances/data/coquimbo"
ZONES, PEOPLE, SITES = 133, 451_899, 200

# km/h where the link has no stored speed; from the largest kind of road to the least.
SPEED = {
    "motorway": 80,
    "trunk": 60,
    "primary": 50,
    "secondary": 50,
    "tertiary": 40,
    "unclassified": 40,
    "residential": 30,
    "living_street": 20,
}
RANK = list(SPEED)
THROUGH = {"motorway", "trunk"}  # nobody lives at them, no facility stands on them
MAIN = {"primary", "secondary", "tertiary"}
MAJOR = THROUGH | {"primary", "secondary"}
OFF_ROAD_SPEED = 30
ROAD_TOLERANCE, SCALE = 8.0, 100_000

GEOD = Geod(ellps="WGS84")
TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:32719", always_xy=True)

ABOUT = """\
name = "coquimbo"
title = "La Serena-Coquimbo, Chile"
source = "aequilibrae 1.7.2; roads (c) OpenStreetMap contributors, ODbL"
cost_unit = "minutes"
demand_unit = "people"
crs = "EPSG:4326"
licence = "ODbL-1.0"
"""


class Zone(NamedTuple):
    """A zone: its people, its ring (k, 2) and the centroid stored for it (2,)."""

    people: float
    ring: Floats
    centre: Floats


class Link(NamedTuple):
    """A drivable road between two nodes; minutes are infinite against a one-way."""

    a: int
    b: int
    kind: str
    name: str
    there: float
    back: float
    line: Floats


@dataclass(frozen=True, eq=False)
class Network:
    """The nodes that can all reach each other, numbered in the order of their ids.

    Attributes
    ----------
    ids, xy
        Node id (k,), and lon and lat (k, 2).
    graph
        Minutes (k, k) of the quickest link from node to node.
    meets
        Links that end at each node.
    """

    ids: Ints
    xy: Floats
    graph: csr_array
    meets: Sequence[Sequence[Link]]

    def minutes(self, sources: Ints, targets: Ints) -> Floats:
        """Quickest drive (sources, targets)."""
        return np.asarray(dijkstra(self.graph, indices=sources)[:, targets])

    def streets(self) -> Ints:
        """Nodes where no motorway and no trunk road or ramp ends."""
        calm = [not THROUGH & {x.kind for x in links} for links in self.meets]
        return np.flatnonzero(calm)


def open_project(archive: Path) -> sqlite3.Connection:
    """The database inside the archive, in memory."""
    database = sqlite3.connect(":memory:")
    with zipfile.ZipFile(archive) as packed:
        database.deserialize(packed.read("project_database.sqlite"))
    return database


def decode(blob: bytes) -> Floats:
    """Points (k, 2) of a SpatiaLite point, line or multipolygon of a single ring."""
    start, little, srid = struct.unpack_from("<BBi", blob)
    assert (start, little, srid, blob[38], blob[-1]) == (0, 1, 4326, 0x7C, 0xFE)
    (kind,) = struct.unpack_from("<I", blob, 39)
    count, offset = 1, 43
    if kind == 2:
        (count,), offset = struct.unpack_from("<I", blob, 43), 47
    elif kind == 6:
        parts, mark, part, rings, count = struct.unpack_from("<IBIII", blob, 43)
        assert (parts, mark, part, rings) == (1, 0x69, 3, 1)
        offset = 60
    assert offset + 16 * count == len(blob) - 1
    return np.frombuffer(blob, "<f8", 2 * count, offset).reshape(-1, 2)


def read_nodes(database: sqlite3.Connection) -> dict[int, Floats]:
    """Node id -> lon and lat (2,)."""
    rows = database.execute("select node_id, geometry from nodes")
    return {node: decode(blob)[0] for node, blob in rows}


def read_zones(
    database: sqlite3.Connection, nodes: dict[int, Floats]
) -> dict[int, Zone]:
    """Zones by ``zone_id``; a zone's centroid is the node with the id of the zone."""
    rows = database.execute(
        "select zone_id, population, geometry from zones order by zone_id"
    )
    zones = {i: Zone(people, decode(blob), nodes[i]) for i, people, blob in rows}
    assert len(zones) == ZONES
    assert round(sum(zone.people for zone in zones.values())) == PEOPLE
    return zones


def read_links(database: sqlite3.Connection) -> list[Link]:
    """Roads by ``link_id``, without the connectors drawn from centroids to roads."""
    rows = database.execute(
        "select a_node, b_node, link_type, name, direction, distance, speed_ab, "
        "speed_ba, geometry from links where link_type != 'centroid_connector' "
        "order by link_id"
    )
    links = []
    for a, b, kind, name, direction, metres, speed, speed_back, blob in rows:
        assert direction in (0, 1)
        assert all(20 <= x <= 120 for x in (speed, speed_back) if x is not None)
        there = speed or speed_back or SPEED[kind]
        back = speed_back or speed or SPEED[kind]
        one = 0.06 * metres
        minutes = one / there, np.inf if direction else one / back
        links.append(Link(a, b, kind, name or "", *minutes, decode(blob)))
    return links


def connect(links: Iterable[Link], nodes: dict[int, Floats]) -> Network:
    """The largest strongly connected part; of parallel links the quickest counts."""
    best: dict[tuple[int, int], float] = {}
    ends = defaultdict(list)
    for link in links:
        ends[link.a].append(link)
        ends[link.b].append(link)
        for pair, minutes in (
            ((link.a, link.b), link.there),
            ((link.b, link.a), link.back),
        ):
            if link.a != link.b and minutes < best.get(pair, np.inf):
                best[pair] = minutes
    ids = np.array(sorted(ends))
    at = np.searchsorted(ids, np.array(list(best)))
    graph = csr_array(
        (list(best.values()), (at[:, 0], at[:, 1])), shape=(len(ids), len(ids))
    )
    _, part = connected_components(graph, directed=True, connection="strong")
    kept = np.flatnonzero(part == np.bincount(part).argmax())
    return Network(
        ids=ids[kept],
        xy=np.array([nodes[i] for i in ids[kept]]),
        graph=graph[kept][:, kept],
        meets=[ends[i] for i in ids[kept]],
    )


def find_starts(
    zones: Iterable[Zone], network: Network
) -> tuple[Ints, Floats, NDArray[np.bool_]]:
    """Node (n,) where each zone enters the roads, point (n, 2) and whether off-road."""
    streets = network.streets()
    points = shapely.points(network.xy[streets])
    starts, places, off = [], [], []
    for zone in zones:
        inside = streets[shapely.contains(shapely.Polygon(zone.ring), points)]
        if inside.size:
            minutes = network.minutes(inside, inside)
            start = inside[(minutes.sum(axis=0) + minutes.sum(axis=1)).argmin()]
        else:
            start = streets[_km(zone.centre[None], network.xy[streets])[0].argmin()]
        starts.append(start)
        places.append(network.xy[start] if inside.size else zone.centre)
        off.append(not inside.size)
    return np.array(starts), np.array(places), np.array(off)


def choose_sites(starts: Ints, network: Network) -> Ints:
    """The starts of the zones, then the junctions farthest from all chosen before."""
    chosen = sorted(set(starts))
    others = [j for j in network.streets() if _is_junction(network.meets[j])]
    others = sorted(set(others) - set(chosen))
    nodes = np.array(chosen + others)
    minutes = network.minutes(nodes, nodes)
    apart = np.minimum(minutes, minutes.T)
    nearest = apart[: len(chosen)].min(axis=0)
    while len(chosen) < SITES:
        farthest = nearest.argmax()
        chosen.append(nodes[farthest])
        nearest = np.minimum(nearest, apart[farthest])
    return np.array(sorted(chosen))


def _is_junction(links: Sequence[Link]) -> bool:
    """Whether main roads of different names meet here: three or more links of them."""
    main = [x for x in links if x.kind in MAIN]
    return len(main) >= 3 and len(_streets(main)) >= 2


def _streets(links: Iterable[Link]) -> list[str]:
    """Names of different streets, by kind of road and then by alphabet.

    A name within another, as Cantera in Avenida La Cantera, is the same street.
    """
    streets: list[str] = []
    for _, name in sorted((RANK.index(x.kind), x.name) for x in links if x.name):
        if not any(name in other or other in name for other in streets):
            streets.append(name)
    return streets


def name_site(links: Iterable[Link]) -> str:
    """The two largest streets that meet here."""
    return " / ".join(_streets(links)[:2])


def travel(network: Network, *, starts: Ints, places: Floats, sites: Ints) -> Floats:
    """Minutes (n, m), checked: from the zone's point to its start, then by road."""
    starts_xy = network.xy[starts]
    _, _, metres = GEOD.inv(*places.T, *starts_xy.T)
    access = np.asarray(metres) * 0.06 / OFF_ROAD_SPEED
    minutes = np.round(access[:, None] + network.minutes(starts, sites), 2)
    assert np.isfinite(minutes).all()
    km = _km(places, network.xy[sites])
    far = km > 0.5
    speed = km[far] / minutes[far] * 60
    assert speed.min() > 1
    assert speed.max() < 130
    return minutes


def _km(a: Floats, b: Floats) -> Floats:
    """Geodesic distance (len(a), len(b))."""
    pairs = np.repeat(a, len(b), axis=0), np.tile(b, (len(a), 1))
    _, _, metres = GEOD.inv(*pairs[0].T, *pairs[1].T)
    return np.asarray(metres).reshape(len(a), len(b)) / 1000


def draw_roads(links: Iterable[Link]) -> list[list[int]]:
    """Links joined to longer lines, thinned by a few metres and coded."""
    lines = [
        shapely.linestrings(np.column_stack(TO_METRES.transform(*x.line.T)))
        for x in links
    ]
    joined = shapely.line_merge(shapely.multilinestrings(lines))
    drawn = []
    for line in shapely.simplify(shapely.get_parts(joined), ROAD_TOLERANCE):
        x, y = shapely.get_coordinates(line).T
        degrees = TO_METRES.transform(x, y, direction="INVERSE")
        drawn.append(code(np.column_stack(degrees)))
    return sorted(x for x in drawn if len(x) > 2)


def code(points: Floats) -> list[int]:
    """First point and steps, in whole numbers, of points (k, 2) in degrees."""
    whole = np.round(points * SCALE).astype(np.int64)
    steps = np.diff(whole, axis=0)
    steps = steps[steps.any(axis=1)]
    return [int(x) for x in np.vstack([whole[:1], steps]).ravel()]


def write_table(path: Path, rows: Iterable[Iterable[str]]) -> None:
    """CSV in UTF-8 with bare line feeds."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def write_map(path: Path, *, links: Sequence[Link], zones: dict[int, Zone]) -> None:
    """``map.json``, a line of text for every line drawn."""
    roads = {
        "major": draw_roads(x for x in links if x.kind in MAJOR),
        "minor": draw_roads(x for x in links if x.kind not in MAJOR),
    }
    areas = {f"Z{i:03}": [code(zone.ring)] for i, zone in zones.items()}
    data = {"scale": SCALE, "roads": roads, "areas": areas}
    text = json.dumps(data, separators=(",", ":")).replace("],", "],\n")
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def extract(archive: Path, folder: Path) -> None:
    """Write the five files and say what they hold."""
    database = open_project(archive)
    nodes, links = read_nodes(database), read_links(database)
    zones = read_zones(database, nodes)
    network = connect(links, nodes)
    starts, places, off = find_starts(zones.values(), network)
    sites = choose_sites(starts, network)
    minutes = travel(network, starts=starts, places=places, sites=sites)
    clients = [f"Z{i:03}" for i in zones]
    names = [f"N{i}" for i in network.ids[sites]]

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "about.toml").write_text(ABOUT, encoding="utf-8", newline="\n")
    demand = [["id", "weight", "x", "y"]]
    for name, zone, (x, y) in zip(clients, zones.values(), places, strict=True):
        demand.append([name, f"{zone.people:.6f}", f"{x:.6f}", f"{y:.6f}"])
    write_table(folder / "demand.csv", demand)
    rows = [["id", "x", "y", "name"]]
    for name, j in zip(names, sites, strict=True):
        x, y = network.xy[j]
        rows.append([name, f"{x:.6f}", f"{y:.6f}", name_site(network.meets[j])])
    write_table(folder / "sites.csv", rows)
    table = [["demand", *names]]
    for name, row in zip(clients, minutes, strict=True):
        table.append([name, *(f"{x:.2f}" for x in row)])
    write_table(folder / "cost.csv", table)
    write_map(folder / "map.json", links=links, zones=zones)

    print(f"{len(zones)} zones, {sum(z.people for z in zones.values()):,.2f} people")
    print(f"off-road: {[x for x, o in zip(clients, off, strict=True) if o]}")
    print(f"{len(links)} links, {len(network.ids)} nodes, {len(set(starts))} starts")
    low, middle, high = np.percentile(minutes, [0, 50, 100])
    print(f"{len(sites)} sites; minutes {low:.2f}, {middle:.2f}, {high:.2f}")


def main() -> None:
    """Read the arguments and write the folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path, nargs="?", help="coquimbo.zip")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    given = parser.parse_args()
    archive = given.archive
    if archive is None:
        found = importlib.util.find_spec("aequilibrae")
        if found is None or found.origin is None:
            parser.error("aequilibrae is not installed; give the path of coquimbo.zip.")
        archive = Path(found.origin).parent / "reference_files/coquimbo.zip"
    extract(archive, given.folder)


if __name__ == "__main__":
    main()

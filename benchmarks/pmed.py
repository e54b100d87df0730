"""Every OR-Library pmed file through the command line, against the published optimum.

    python benchmarks/pmed.py [--time-limit 60] [--only pmed1,pmed40]

Prints instance, p, seconds to read, value, bound, gap to the published optimum, exit
code and seconds of the whole command. The files are looked for in SITING_DATA.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from siting import read


def published(folder: Path) -> dict[str, float]:
    """Optimum of every pmed instance, from the data folder's table."""
    with (folder / "optima.csv").open() as table:
        return {
            row["instance"]: float(row["best_known"])
            for row in csv.DictReader(table)
            if row["family"] == "orlib_pmed" and row["problem"] == "p-median"
        }


def main() -> int:
    """Run all; 1 when a value or bound contradicts the published optimum."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--time-limit", default="60")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    folder = Path(os.environ.get("SITING_DATA", "../shared/instances"))
    optima = published(folder)
    wanted = [x for x in options.only.split(",") if x]
    names = sorted(wanted or optima, key=lambda x: int(x.removeprefix("pmed")))
    print("instance    p  read_s      value      bound  over_opt  exit  total_s")
    wrong = proved = 0
    for name in names:
        began = time.perf_counter()
        town = read(f"orlib:{name}")
        reading = time.perf_counter() - began
        began = time.perf_counter()
        run = subprocess.run(
            [sys.executable, "-m", "siting.cli", "solve", "p-median", f"orlib:{name}",
             "--time-limit", options.time_limit, "--json", "-", "--quiet"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        seconds = time.perf_counter() - began
        result = json.loads(run.stdout)
        value, bound, best = result["objective"], result["bound"], optima[name]
        over = value / best - 1
        wrong += value < best or (bound or 0) > best or over > 0.01
        proved += run.returncode == 0
        shown = f"{bound:10.1f}" if bound is not None else "         -"
        print(
            f"{name:8} {town.p:4} {reading:7.2f} {value:10.0f} {shown} "
            f"{100 * over:8.3f}% {run.returncode:5} {seconds:8.1f}",
            flush=True,
        )
    print(f"{len(names)} instances, {proved} proved, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

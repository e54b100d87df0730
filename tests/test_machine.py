"""What is told of a machine: enough to judge seconds, nothing of its owner."""

from __future__ import annotations

import json
import os
import platform
import socket
from dataclasses import asdict
from pathlib import Path

import pytest

from siting.comparing.conditions import conditions_of
from siting.machine import _model, this_machine, versions


def test_the_machine_is_told_without_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processor, cores, memory and system; no host, no user, no path."""
    monkeypatch.setattr(platform, "node", lambda: "our-secret-host")
    monkeypatch.setattr(socket, "gethostname", lambda: "our-secret-host")
    found = this_machine()
    text = json.dumps(asdict(found))
    assert found.processor
    assert 1 <= found.cores <= (os.cpu_count() or 1)
    assert platform.release() in found.system
    assert f"{found.cores} core" in found.words
    assert "our-secret-host" not in text
    assert str(Path.home()) not in text


def test_the_processor_is_read_where_linux_tells_it(tmp_path: Path) -> None:
    """The first of several; without the file, or such a line, nothing."""
    told = tmp_path / "cpuinfo"
    told.write_text("processor\t: 0\nmodel name\t: Fast: One\nmodel name\t: Two\n")
    assert _model(told) == "Fast: One"
    told.write_text("processor\t: 0\n")
    assert _model(told) == ""
    assert _model(tmp_path / "none") == ""


def test_versions_are_those_of_what_can_change_an_answer() -> None:
    """Python among them."""
    assert {"siting", "highspy", "numpy", "python"} <= set(versions())


def test_conditions_have_all_that_was_asked_for() -> None:
    """As JSON: no limit is null, the time is told with its zone."""
    found = conditions_of(
        time_limit=float("inf"),
        gap=0.01,
        seeds=[3, 4],
        threads=2,
        evaluations=50,
        reference="auto",
        reference_time_limit=8.0,
    ).to_dict()
    json.dumps(found, allow_nan=False)
    assert (found["time_limit"], found["reference_time_limit"]) == (None, 8.0)
    assert (found["seeds"], found["threads"], found["evaluations"]) == ([3, 4], 2, 50)
    assert found["began"].endswith("+00:00")

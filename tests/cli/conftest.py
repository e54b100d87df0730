"""What tests of the command line share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from towns import write_town

from siting.cli import main


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """The command line listens to SIGTERM; the other tests should not."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four villages in a folder called town, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return write_town(tmp_path / "town")


@pytest.fixture
def said(capfd: pytest.CaptureFixture[str]) -> Any:
    """Run one command; its exit code, stdout and stderr, those of libraries too."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(w) for w in words])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run

"""What tests of several folders share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def data_folder(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of the benchmark files, which may not be committed with the tests."""
    beside = Path(__file__).parents[2] / "shared" / "instances"
    folder = Path(os.environ.get("SITING_DATA") or beside)
    if not folder.is_dir():
        pytest.skip(
            "no benchmark files: set SITING_DATA to the folder that holds orlib_pmed"
        )
    monkeypatch.setenv("SITING_DATA", str(folder))
    return folder

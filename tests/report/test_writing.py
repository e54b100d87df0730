"""Files are whole or untouched, and a bad place is named before the run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from siting.errors import UsageError
from siting.writing import check_writable, replacing, write_atomically


def test_a_text_is_written_as_utf8(tmp_path: Path) -> None:
    """Also what is no character at all does not stop it."""
    path = write_atomically(tmp_path / "a.txt", "hôpital \ud800\n")
    assert path.read_bytes() == "hôpital ?\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    """No line ends are changed."""
    assert write_atomically(tmp_path / "a", b"\r\n\0").read_bytes() == b"\r\n\0"


def test_a_failing_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk costs the new file, never the old one."""
    path = tmp_path / "a.txt"
    path.write_text("old")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UsageError, match=r"a\.txt cannot be written: No space left"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_of_whoever_writes_leaves_the_old_file(tmp_path: Path) -> None:
    """Whatever is raised while the draft is made."""
    path = tmp_path / "a.txt"
    path.write_text("old")

    def spoil(draft: Path) -> None:
        draft.write_text("half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), replacing(path) as draft:
        spoil(draft)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file behind it is replaced, not the link."""
    (tmp_path / "real.txt").write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "real.txt")
    write_atomically(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_device_is_written_to_not_replaced() -> None:
    """Root would otherwise turn /dev/null into a file."""
    check_writable(os.devnull)
    write_atomically(os.devnull, "gone")
    assert not Path(os.devnull).is_file()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(UsageError) as caught:
        check_writable(tmp_path / "no" / "a.html")
    assert str(caught.value) == (
        f"{tmp_path}/no/a.html cannot be written: the folder {tmp_path}/no does not "
        "exist; create it or name another."
    )


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    """The name of a file in it would do."""
    with pytest.raises(UsageError, match="is a folder; give the name of a file in it"):
        check_writable(tmp_path)


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    """Nothing can lie in a file."""
    (tmp_path / "a").write_text("")
    with pytest.raises(UsageError, match="is a file, not a folder"):
        check_writable(tmp_path / "a" / "b.html")


def test_a_closed_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of the system, because root may write anywhere."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="you may not write into the folder"):
        check_writable(tmp_path / "a.html")


def test_the_check_leaves_nothing_behind(tmp_path: Path) -> None:
    """It only looks."""
    check_writable(tmp_path / "a.html")
    assert not list(tmp_path.iterdir())

"""What every reader is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from siting.instance import Instance


@dataclass(frozen=True)
class Reader(ABC):
    """A file format; its options are its fields, given after '?' on the command line.

    Attributes
    ----------
    folder
        Pattern of the folders of the data folder (``SITING_DATA``) that hold files of
        this format, so that ``orlib:pmed1`` is found there.
    """

    name: ClassVar[str]
    folder: ClassVar[str]

    @classmethod
    @abstractmethod
    def recognises(cls, path: Path) -> bool:
        """Whether a path is plainly of this format, by its name alone."""

    @abstractmethod
    def read(self, path: Path) -> Instance:
        """Read one instance, or raise `InstanceError` with file and line."""

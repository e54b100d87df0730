"""The machine and the software that a run rests on; nothing that names its owner."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from siting.readable import counted

CPUINFO = Path("/proc/cpuinfo")
"""Where Linux tells its processors."""


@dataclass(frozen=True)
class Machine:
    """What others need to judge seconds: no host name, no user, no path.

    Attributes
    ----------
    processor
        The model of the processor as the system tells it.
    cores
        Processors that this process may use.
    memory
        GiB of the whole machine; None where the system does not tell.
    system
        Operating system and its release.
    """

    processor: str
    cores: int
    memory: float | None
    system: str

    @property
    def words(self) -> str:
        """Processor, cores and memory in one line."""
        room = "" if self.memory is None else f", {self.memory:.1f} GiB"
        return f"{self.processor}, {counted(self.cores, 'core')}{room}"


def this_machine() -> Machine:
    """Ask the system what it runs on."""
    return Machine(
        processor=_model(CPUINFO) or platform.processor() or platform.machine(),
        cores=_cores(),
        memory=_memory(),
        system=f"{platform.system()} {platform.release()}, {platform.machine()}",
    )


def versions() -> dict[str, str]:
    """Versions of what can change an answer."""
    names = ("siting", "highspy", "numpy", "scipy", "numba", "pymoo")
    found = {"python": platform.python_version()}
    return found | {name: metadata.version(name) for name in names}


def _model(path: Path) -> str:
    """The first 'model name' of the file; empty where there is none."""
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return ""
    pairs = (line.partition(":") for line in text.splitlines())
    return next((v.strip() for k, _, v in pairs if k.strip() == "model name"), "")


def _cores() -> int:
    """Processors that this process may use, where the system tells; else all."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows do not tell
        return os.cpu_count() or 1


def _memory() -> float | None:
    """GiB of memory; None where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return None

"""What is done to a town while people use it: the shape that every sort of fault has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from yakuba.core.models import Municipality
    from yakuba.trials.sink import Sink
    from yakuba.trials.town import Site


class Trouble:
    """One sort of fault: `run` causes it until it is told to stop; the other methods hear what happens meanwhile."""

    # What one of it is called in the table.
    name = "故障"

    def __init__(self, site: Site, town: Municipality, sink: Sink, chance: random.Random) -> None:
        self.site, self.town, self.sink, self.chance = site, town, sink, chance
        self.done: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How often it was caused."""
        return self.done.total()

    def run(self, *, wanted: int, until: float) -> None:
        """Cause it `wanted` times, or until this moment of time.monotonic()."""
        raise NotImplementedError

    def sent(self, address: str, method: str) -> None:
        """A request is on the wire to this server."""

    def answered(self, address: str) -> None:
        """The answer came, or will not come."""


def inode_of(port: int) -> str:
    """The socket of loopback that has this port at its own end, by Linux's /proc/net/tcp."""
    wanted = f":{port:04X}"
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        parts = line.split()
        if parts[1].endswith(wanted):
            return parts[9]
    return ""


def holds(pid: int, inode: str) -> bool:
    """Whether this process has this socket open."""
    try:
        return any(str(link.readlink()) == f"socket:[{inode}]" for link in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False

"""The words in which the child process tells the gate what is wrong with a file."""

from __future__ import annotations

EXIT_BAD = 10
EXIT_HEAVY = 11

BROKEN = "broken"
HEAVY = "heavy"
ENCRYPTED = "encrypted"
ACTIVE = "active"
ATTACHMENTS = "attachments"
FORM = "form"


class Bad(Exception):
    """The file may not be kept; `fault` is one of the words above."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault

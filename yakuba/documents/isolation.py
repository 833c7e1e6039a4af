"""Runs a decoder in a child process with little memory, little time and none of this program's secrets."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import yakuba
from yakuba.documents.decoding.verdicts import EXIT_BAD, HEAVY, Bad

log = logging.getLogger(__name__)

SECONDS = 30
_PLACE = Path(str(yakuba.__file__)).resolve().parent.parent


def decode(kind: str, data: bytes) -> bytes:
    """What of an "image" or "pdf" may be kept; raises decoding.verdicts.Bad.

    A decoder is a million lines of C that a stranger's file is fed to: it runs where a fault, a bomb or an
    endless loop ends with the child, and where neither keys nor database addresses are.
    """
    command = [sys.executable, "-B", "-E", "-s", "-m", "yakuba.documents.decoding", kind]
    environment = {"LANG": "C.UTF-8", "PATH": os.defpath}
    try:
        child = subprocess.run(  # noqa: S603  our own program, no shell
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            cwd=_PLACE,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise Bad(HEAVY) from problem
    if child.returncode == 0:
        return child.stdout
    if child.returncode == EXIT_BAD:
        log.info("%s refused: %s", kind, child.stderr.decode(errors="replace")[-100:])
        raise Bad(child.stdout.decode())
    # Out of memory or time, or the decoder itself is broken: the log tells which.
    log.warning(
        "%s decoder ended with %s: %s", kind, child.returncode, child.stderr.decode(errors="replace")[-500:]
    )
    raise Bad(HEAVY)

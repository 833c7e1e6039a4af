"""The child process: takes limits upon itself, reads a file, writes what may be kept or why it may not."""

from __future__ import annotations

import resource
import sys
from importlib import import_module

from yakuba.documents.decoding.verdicts import BROKEN, EXIT_BAD, EXIT_HEAVY, Bad

# A photo of 50 million pixels is decoded in 400 MB; ten seconds of work are a hundred times the usual.
MEMORY_BYTES = 1_200_000_000
CPU_SECONDS = 20
DECODERS = {"image": "images", "pdf": "pdfs"}


def main(kind: str) -> int:
    """Decode standard input; returns the exit code, and writes the file or the fault's code."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    decode = import_module(f"yakuba.documents.decoding.{DECODERS[kind]}").decode
    try:
        sys.stdout.buffer.write(decode(sys.stdin.buffer.read()))
    except Bad as bad:
        sys.stdout.write(bad.fault)
        return EXIT_BAD
    except MemoryError:
        return EXIT_HEAVY
    except Exception as problem:  # noqa: BLE001  decoders raise whatever a broken file leads them to
        sys.stderr.write(type(problem).__name__)
        sys.stdout.write(BROKEN)
        return EXIT_BAD
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""The command line: the same work functions as the window, in words and in JSON."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from annotator.cli.parser import VERBS, parser
from annotator.core.errors import AnnotatorError

DONE, KNOWN_ERROR, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

__all__ = ["VERBS", "main"]


def main(argv: Sequence[str]) -> int:
    """Does one verb; returns 0 when done, 1 on a known error (one line on stderr), 2 on wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = parser().parse_args(argv)
    except SystemExit as leave:  # argparse has said what is wrong, or printed its help
        return leave.code if isinstance(leave.code, int) else WRONG_USAGE
    try:
        return int(options.run(options))
    except AnnotatorError as error:
        print(f"annotator: {error.line()}", file=sys.stderr)
        return KNOWN_ERROR
    except KeyboardInterrupt:
        print(f"annotator: {options.verb} was cancelled; nothing of it was kept", file=sys.stderr)
        return INTERRUPTED

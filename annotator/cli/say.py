"""How the command line prints: JSON, tables, counts, and progress on a terminal."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotator.work.progress import Progress

_QUIET_SECONDS = 0.4  # shorter jobs show nothing
_STEP_SECONDS = 0.1


def print_json(value: Any) -> None:
    """One JSON value on stdout, indented; what is not text (a strange file name) is escaped."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def said_path(path: Path | str) -> str:
    """A path, or a line with one in it, with nothing that would act on a terminal."""
    return "".join(char if char.isprintable() or char == " " else "\N{REPLACEMENT CHARACTER}" for char in str(path))


def counted(count: int, what: str) -> str:
    """1 article, 2 articles."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def clock(milliseconds: int) -> str:
    """A journal's time as people here read it."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(milliseconds / 1000))


def table(rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell, with a blank line before."""
    cells = [[said_path(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    print()
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


class Meter:
    """One line on stderr that says how far a job is; nothing when stderr is no terminal."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.shown = False
        self._wanted = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + _QUIET_SECONDS

    def show(self, progress: Progress) -> None:
        """Says where the job is, at most ten times a second."""
        if not self._wanted or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _STEP_SECONDS
        share = f"{100 * progress.done // progress.total:3d} %" if progress.total else f"{progress.done:,}"
        line = f"{self.what} {share} {said_path(progress.note)}"[: shutil.get_terminal_size().columns - 1]
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
        self.shown = True

    def clear(self) -> None:
        """Takes the line away."""
        if self.shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

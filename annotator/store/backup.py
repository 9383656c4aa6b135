"""Copies of a project: before risk, on demand, and whole even while it is being written."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from annotator.core.errors import PathTrouble, ProjectExists
from annotator.store.connection import has_log, translated


def copy(connection: sqlite3.Connection, out: Path, *, overwrite: bool = False) -> Path:
    """A complete copy of an open project at `out`, by SQLite's backup API, under a temporary name until whole.

    Raises ProjectExists when `out` is there and may not be overwritten, PathTrouble when it cannot be written.
    """
    temporary = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        if out.exists() and not overwrite:
            raise ProjectExists(path=out)
        refuse_log(out)
        try:
            _fill(connection, temporary, out)
            os.replace(temporary, out)
        finally:
            for leftover in (temporary, Path(f"{temporary}-journal")):
                leftover.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PathTrouble(path=out, reason=reason, advice="Choose another folder; the project is untouched") from error
    return out


def refuse_log(path: Path) -> None:
    """Raises PathTrouble when another file's write-ahead log lies beside `path`: SQLite would mix it into a new one."""
    if has_log(path):
        reason = f"the log of a project that is open, or was not closed, lies beside it ({path.name}-wal)"
        raise PathTrouble(path=path, reason=reason, advice="Close that project, or choose another name")


def _fill(connection: sqlite3.Connection, temporary: Path, out: Path) -> None:
    # Made first with plain file calls, so that a folder that may not be written says so in the system's words.
    temporary.touch()
    with translated(out):
        target = sqlite3.connect(temporary, isolation_level=None)
        try:
            connection.backup(target)
        finally:
            target.close()
    with open(temporary, "rb+") as file:
        os.fsync(file.fileno())


def beside(path: Path, *, why: str) -> Path:
    """A free name for a copy beside the project, e.g. `water.before-migration-2026-11-23.annotator`."""
    day = time.strftime("%Y-%m-%d")
    for number in range(1, 1000):
        suffix = "" if number == 1 else f"-{number}"
        out = path.with_name(f"{path.stem}.{why}-{day}{suffix}{path.suffix}")
        if not out.exists():
            return out
    raise ProjectExists(path=out)

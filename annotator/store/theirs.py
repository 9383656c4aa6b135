"""A checked copy of a file that came from elsewhere: nothing in it is read before it is known to be ours.

The file is copied byte by byte, the copy is looked at: whole, of this program and version, with exactly the tables that
a project has and nothing else, of this project. Only then is anything read from it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

from annotator.core.errors import AnnotatorError, DamagedProject, NotAProject, PathTrouble
from annotator.core.merge_errors import OtherProject
from annotator.store import batches, schema
from annotator.store.connection import has_log, inspect, translated

_TRIES = 3
_NAME = "theirs.annotator"


@contextmanager
def checked_copy(path: Path, project: str | None) -> Iterator[Path]:
    """A copy that may be read, gone at the end; `project` is the id that it must have, None for any.

    Raises PathTrouble, NotAProject, NewerProject, DamagedProject, OtherProject; the file itself is left untouched.
    """
    path = path.absolute()
    folder = Path(tempfile.mkdtemp(prefix="annotator-"))
    try:
        copy = folder / _NAME
        _copy(path, copy)
        with _named(copy, path):
            _check(copy, path, project)
        yield copy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(path: Path, copy: Path) -> None:
    """The bytes of the file and of its log; once more while somebody writes to it."""
    try:
        inspect(path, known_version=schema.VERSION)
        for _ in range(_TRIES):
            before = _state(path)
            shutil.copyfile(path, copy)
            if has_log(path):
                shutil.copyfile(f"{path}-wal", f"{copy}-wal")
            if _state(path) == before:
                return
    except OSError as error:
        advice = "Check its permissions, and the room for a copy of it"
        raise PathTrouble(path=path, reason=error.strerror or str(error), advice=advice) from error
    raise PathTrouble(path=path, reason="somebody is writing to it", advice="Close it there and merge it then")


def _state(path: Path) -> tuple[object, ...]:
    found: list[object] = []
    for name in (path, f"{path}-wal"):
        with suppress(FileNotFoundError):
            stat = os.stat(name)
            found.append((stat.st_size, stat.st_mtime_ns, stat.st_ino))
    return tuple(found)


@contextmanager
def _named(copy: Path, path: Path) -> Iterator[None]:
    """What is wrong with the copy is said of the file it is a copy of."""
    try:
        with translated(path):
            yield
    except AnnotatorError as error:
        if error.fields.get("path") == copy:
            raise type(error)(**{**error.fields, "path": path}) from error
        raise


def _check(copy: Path, path: Path, project: str | None) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        _refuse_damage(connection, path)
        if schema.version_of(connection) < schema.VERSION:
            schema.check_objects(connection, path)
            schema.migrate(connection, path)
        foreign = sorted(set(_objects(connection)) ^ _expected())
        if foreign:
            kind, name, _ = foreign[0]
            raise NotAProject(
                path=path, reason=f"The {kind} {name} is not as in every project, so nothing in it is read"
            )
        connection.execute("PRAGMA foreign_keys=ON")
        row = connection.execute("SELECT value FROM project WHERE key='id'").fetchone()
        if row is None:
            raise DamagedProject(path=path, reason="It has lost its id")
        if project is not None and row[0] != project:
            raise OtherProject(path=path)
        for line in batches.open_batches(connection):  # an import that was running when the copy was taken
            batches.remove(connection, copy, line)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")


def _refuse_damage(connection: sqlite3.Connection, path: Path) -> None:
    for (message,) in connection.execute("PRAGMA quick_check(1)").fetchall():
        if message != "ok":
            raise DamagedProject(path=path, reason=f"SQLite says: {message}")
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise DamagedProject(path=path, reason=f"A {broken[0]} refers to a {broken[2]} that is not there")


def _objects(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    for kind, name, sql in connection.execute("SELECT type, name, coalesce(sql,'') FROM sqlite_master"):
        if not name.startswith("sqlite_stat"):  # what ANALYZE noted of sizes
            yield kind, name, sql


@cache
def _expected() -> frozenset[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in schema.TABLES:
            connection.execute(statement)
        return frozenset(_objects(connection))

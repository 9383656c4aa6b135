"""Opening the SQLite file safely, and saying in the user's words what SQLite says in its own."""

from __future__ import annotations

import functools
import os
import sqlite3
import struct
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

from annotator.core.errors import (
    DamagedProject,
    DamageFound,
    DiskFull,
    NewerProject,
    NotAProject,
    PathTrouble,
    ProjectBusy,
    ProjectGone,
    ReadOnlyProject,
)
from annotator.store.peeking import connected, left, peek

APPLICATION_ID = 0x41416E6E  # "AAnn"
BUSY_MILLISECONDS = 5000
_MAGIC = b"SQLite format 3\0"
_T = TypeVar("_T")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's errors about the file into the kinds a user can act on; all others pass as bugs."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        primary = None if code is None else code & 0xFF
        if primary == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE:
            raise DiskFull(path=path) from error
        if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise ProjectBusy(path=path) from error
        if code == sqlite3.SQLITE_READONLY_DBMOVED:
            raise ProjectGone(path=path) from error
        if primary == sqlite3.SQLITE_READONLY:
            raise ReadOnlyProject(path=path) from error
        if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DamageFound(path=path, reason=f"SQLite says: {error}") from error
        if primary == sqlite3.SQLITE_CANTOPEN:
            raise PathTrouble(
                path=path, reason="it cannot be opened", advice="Check the folder and its permissions"
            ) from error
        if primary == sqlite3.SQLITE_IOERR:
            advice = "Check the disk; what was saved before is safe"
            raise PathTrouble(path=path, reason=f"the disk failed ({error})", advice=advice) from error
        raise


def in_users_words(kind: type[_T]) -> type[_T]:
    """Class decorator: errors leave the public methods of a class with a `connection` as `translated` words them."""
    for name, member in list(vars(kind).items()):
        if isinstance(member, FunctionType) and not name.startswith("_"):
            setattr(kind, name, _translating(member))
    return kind


def _translating(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(self: Any, *args: Any, **options: Any) -> Any:
        try:
            return method(self, *args, **options)
        except sqlite3.DatabaseError:
            with translated(path_of(self.connection)):
                raise

    return call


def path_of(connection: sqlite3.Connection) -> Path:
    """The file behind a connection."""
    for _, name, file in connection.execute("PRAGMA database_list"):
        if name == "main":
            return Path(file)
    return Path()


def inspect(path: Path, *, known_version: int) -> int:
    """The format version in the file's header, read without opening the file as a database.

    Raises PathTrouble, NotAProject, NewerProject or DamagedProject; the file is not touched.
    """
    try:
        header, size = peek(path, 100)
    except FileNotFoundError as error:
        raise PathTrouble(
            path=path, reason="there is no such file", advice="Check the name, or make it with: annotator new"
        ) from error
    except IsADirectoryError as error:
        raise NotAProject(path=path, reason="It is a folder") from error
    except OSError as error:
        raise PathTrouble(path=path, reason=error.strerror or str(error), advice="Check its permissions") from error
    if not header.startswith(_MAGIC) or len(header) < 100:
        reason = "The file is empty" if not header else "It is no SQLite file"
        raise NotAProject(path=path, reason=reason)
    version, application = struct.unpack(">I", header[60:64])[0], struct.unpack(">I", header[68:72])[0]
    if application != APPLICATION_ID:
        raise NotAProject(path=path, reason="It is an SQLite file of another program")
    if version > known_version:
        raise NewerProject(path=path, version=version, known=known_version)
    _check_size(path, header, size)
    return int(version)


def _check_size(path: Path, header: bytes, size: int) -> None:
    """A file shorter than its own header says was cut off (a copy that broke, a full disk elsewhere)."""
    page = struct.unpack(">H", header[16:18])[0]
    page = 65536 if page == 1 else page
    pages = struct.unpack(">I", header[28:32])[0]
    if size < page * pages and not has_log(path):
        raise DamagedProject(path=path, reason=f"It should have {page * pages:,} bytes and has {size:,}")


def has_log(path: Path) -> bool:
    """Whether a write-ahead log lies beside the file: somebody has it open, or it was not closed."""
    try:
        return os.stat(f"{path}-wal").st_size > 0
    except OSError:
        return False


def may_write(path: Path) -> bool:
    """Whether the file and its folder (for the write-ahead log) may be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with the project's settings; it belongs to the thread that made it."""
    with translated(path):
        if not read_only:
            connection = _opened(path, "mode=rw")
        elif may_write(path):
            connection = _opened(path, "mode=ro")
        else:
            connection = _unwritable(path)
        try:
            connection.execute("PRAGMA foreign_keys=ON")
            if read_only:
                connection.execute("PRAGMA query_only=ON")
            else:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
        except sqlite3.DatabaseError:
            connection.close()
            raise
    return connection


@contextmanager
def untouched(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that writes nothing, not even beside the file; it does not see a log that lies there."""
    with translated(path):
        connection = _opened(path, "mode=ro&immutable=1")
        try:
            yield connection
        finally:
            connection.close()


def _unwritable(path: Path) -> sqlite3.Connection:
    """Even reading in WAL mode writes beside the file, so it is opened as immutable, unless a log must be read."""
    if not has_log(path):
        return _opened(path, "mode=ro&immutable=1")
    connection = _opened(path, "mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        reason = f"its newest changes are in the log beside it ({path.name}-wal), which cannot be read in this place"
        raise PathTrouble(
            path=path, reason=reason, advice="Copy both files to a folder of yours, open it there"
        ) from error
    return connection


def _address(path: Path) -> str:
    """The path as SQLite's URI; by hand where it is simple, since as_uri costs the start of the window 4 ms."""
    if os.sep != "/":
        return path.as_uri()
    name = str(path)
    for character in "%?#":
        name = name.replace(character, f"%{ord(character):02x}")
    return f"file:{name}"


class _Connection(sqlite3.Connection):
    """Says when it is closed, so that the file's header can be read meanwhile without losing its locks."""

    inode: tuple[int, int] | None = None

    def close(self) -> None:
        """Closes; a second time it does nothing."""
        super().close()
        left(self.inode)
        self.inode = None


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    inode = connected(path)
    try:
        connection = sqlite3.connect(
            f"{_address(path.absolute())}?{mode}",
            uri=True,
            isolation_level=None,
            timeout=BUSY_MILLISECONDS / 1000,
            factory=_Connection,
        )
    except sqlite3.Error:
        left(inode)
        raise
    connection.inode = inode
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


# Threads of one process wait for each other here: a lock wakes them at once, while SQLite's own waiting looks
# again only every tenth of a second and would let an import pass a tag by again and again.
_turns: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    turn = _turns[path]
    if not turn.acquire(timeout=BUSY_MILLISECONDS / 1000):
        raise ProjectBusy(path=path)
    try:
        yield
    finally:
        turn.release()


@contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """One transaction that has the write lock from its start; everything or nothing of it stays.

    Raises ProjectBusy when somebody else has been writing for more than five seconds.
    """
    with _turn(path), translated(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:  # whatever it was, also a closed generator: nothing stays half written, and it goes on up
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


class Presence:
    """Knows the file that was opened, to notice when it is moved or deleted under the window."""

    def __init__(self, path: Path) -> None:
        self.path = path
        found = os.stat(path)
        self._identity = found.st_dev, found.st_ino

    def check(self) -> None:
        """Raises ProjectGone unless the same file is still in its place (SQLite would write on silently)."""
        try:
            found = os.stat(self.path)
        except OSError as error:
            raise ProjectGone(path=self.path) from error
        if (found.st_dev, found.st_ino) != self._identity:
            raise ProjectGone(path=self.path)

"""Open batches: a Bulk act in progress, whose rows nobody sees until it is whole.

While a Bulk runs, the table `project` holds `open:<journal line>` with its owner: site, host, process and the
time that process started. A batch whose owner is gone is taken away at the next opening of the project.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import msgspec

from annotator.store.connection import writing

_PREFIX = "open:"
# Where the article's number stands, by the name under which the queries have the table.
_ON_ARTICLE = {"article": "article.n"} | {name: f"{name}.article" for name in ("progress", "p", "c", "d")}
_KEYS = "key >= 'open:' AND key < 'open;'"


def _host() -> str:
    import platform  # late: asked only when a batch is open

    return platform.node()


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """The process that fills a batch; `started` is the system's own word for when it began.

    `indexed` is the last of the batch's article rows that the search index has: it is filled in larger steps.
    """

    site: str
    host: str
    pid: int
    started: str
    indexed: int = 0

    def alive(self) -> bool:
        """Whether that very process still runs; on another host nobody can tell, so it counts as alive."""
        if self.host != _host():
            return True
        return _running(self.pid) and _started(self.pid) == self.started


def _running(pid: int) -> bool:
    if sys.platform == "win32":
        # os.kill(pid, 0) would send Ctrl+C there.
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        ctypes.windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
        ctypes.windll.kernel32.CloseHandle(handle)
        return code.value == 259  # STILL_ACTIVE
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _started(pid: int) -> str:
    """Start time in the system's ticks where /proc tells it (a process id alone may be used again)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]


def here(site: str) -> Owner:
    """This process as an owner."""
    return Owner(site=site, host=_host(), pid=os.getpid(), started=_started(os.getpid()))


def claim(connection: sqlite3.Connection, line: int, owner: Owner) -> None:
    """Opens the batch of a journal line; inside the caller's transaction."""
    connection.execute(
        "INSERT INTO project(key,value) VALUES(?,?)", (f"{_PREFIX}{line}", msgspec.json.encode(owner).decode())
    )


def indexed(connection: sqlite3.Connection, line: int) -> int | None:
    """The last article row of an open batch that the search index has; None when the batch is not open: it has all."""
    row = connection.execute("SELECT value FROM project WHERE key=?", (f"{_PREFIX}{line}",)).fetchone()
    if row is None:
        return None
    try:
        return msgspec.json.decode(row[0], type=Owner).indexed
    except msgspec.DecodeError:
        return 0


def index(connection: sqlite3.Connection, line: int, owner: Owner) -> Owner:
    """Gives the search index the articles of a batch that it does not have yet; inside the caller's transaction."""
    last = connection.execute("SELECT max(n) FROM article WHERE batch=?", (line,)).fetchone()[0] or 0
    connection.execute(
        "INSERT INTO search(rowid,title,text) SELECT n,title,text FROM article WHERE batch=? AND n>?",
        (line, owner.indexed),
    )
    now = msgspec.structs.replace(owner, indexed=last)
    connection.execute(
        "UPDATE project SET value=? WHERE key=?", (msgspec.json.encode(now).decode(), f"{_PREFIX}{line}")
    )
    return now


def release(connection: sqlite3.Connection, line: int) -> None:
    """The batch is whole (or gone): its rows are as all others from here on."""
    connection.execute("DELETE FROM project WHERE key=?", (f"{_PREFIX}{line}",))


def open_batches(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The journal lines of all open batches."""
    rows = connection.execute(f"SELECT key FROM project WHERE {_KEYS}").fetchall()
    return tuple(int(key[len(_PREFIX) :]) for (key,) in rows if key[len(_PREFIX) :].isdecimal())


def hidden(connection: sqlite3.Connection, table: str, *, own: int | None = None) -> str:
    """An SQL condition (with its AND) that leaves out the open batches' rows of a table; empty when none is open.

    Articles, and what has no batch of its own but hangs on one, are left out by row number, so that a list that
    reads only an index goes on doing so. A batch sees its `own` rows.
    """
    batches = [batch for batch in open_batches(connection) if batch != own]
    if not batches:
        return ""
    numbers = ",".join(str(number) for number in batches)
    if table in _ON_ARTICLE:
        return f" AND {_ON_ARTICLE[table]} NOT IN (SELECT n FROM article WHERE batch IN ({numbers}))"
    return f" AND ({table}.batch IS NULL OR {table}.batch NOT IN ({numbers}))"


def is_open(connection: sqlite3.Connection, line: int) -> bool:
    """Whether the batch of a journal line is still open."""
    return connection.execute("SELECT 1 FROM project WHERE key=?", (f"{_PREFIX}{line}",)).fetchone() is not None


def is_abandoned(connection: sqlite3.Connection, line: int) -> bool:
    """Whether the batch of a journal line is open and its owner no longer runs, or cannot be told."""
    row = connection.execute("SELECT value FROM project WHERE key=?", (f"{_PREFIX}{line}",)).fetchone()
    if row is None:
        return False
    try:
        return not msgspec.json.decode(row[0], type=Owner).alive()
    except msgspec.DecodeError:
        return True


def abandoned(connection: sqlite3.Connection) -> tuple[int, ...]:
    """Open batches whose owner no longer runs."""
    return tuple(line for line in open_batches(connection) if is_abandoned(connection, line))


def stranded(connection: sqlite3.Connection) -> list[tuple[int, str, int]]:
    """Open batches that began on another computer, which nobody here can ask: journal line, host, time of its begin.

    The time is in milliseconds since 1970.
    """
    found = []
    for line in open_batches(connection):
        row = connection.execute("SELECT value FROM project WHERE key=?", (f"{_PREFIX}{line}",)).fetchone()
        try:
            host = msgspec.json.decode(row[0], type=Owner).host
        except (msgspec.DecodeError, TypeError):
            continue  # unreadable or closed meanwhile: the next opening sees to it
        if host != _host():
            at = connection.execute("SELECT at FROM journal WHERE n=?", (line,)).fetchone()
            found.append((line, host, at[0] if at else 0))
    return found


def remove_abandoned(connection: sqlite3.Connection, path: Path) -> None:
    """Takes away what killed processes left half done.

    Each is looked at again under the write lock: another window may have removed it meanwhile, and begun a new
    batch under the same number.
    """
    for line in abandoned(connection):
        with writing(connection, path):
            if is_abandoned(connection, line):
                _remove(connection, line)


def remove(connection: sqlite3.Connection, path: Path, line: int) -> None:
    """Takes an unfinished batch away, as if it had never begun: rows, restored changes, its journal line.

    Its rows were never visible, so nothing can refer to them and they leave no tombstone.
    """
    with writing(connection, path):
        if is_open(connection, line):
            _remove(connection, line)


def _remove(connection: sqlite3.Connection, line: int) -> None:
    # Late, because the two modules describe one thing from its two ends.
    from annotator.store.journal import Journal
    from annotator.store.takeback import drop_rows, restore_changes

    drop_rows(connection, line, None)
    row = connection.execute("SELECT site FROM journal WHERE n=?", (line,)).fetchone()
    if row is not None:
        restore_changes(Journal(connection, row[0]), line, bury=False)
    connection.execute("DELETE FROM change WHERE journal=?", (line,))
    connection.execute("DELETE FROM journal WHERE n=?", (line,))
    release(connection, line)

"""Taking a merge back: everything is exactly as it was before it, stamps too, so that the file can be merged again.

Other acts are undone under a new rev, because others may have seen them. What a merge brought is others' own work:
under a new rev its undo would go back to them and delete it there.
"""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from annotator.core.model import AnyRecord
from annotator.store.journal import Journal
from annotator.store.merge_log import STATE, stamp_in
from annotator.store.merge_rest import HISTORY
from annotator.store.rows import RANK, Rows, Stamp, from_content
from annotator.store.takeback import drop_rows

_decode = msgspec.json.decode


def take_back(journal: Journal, line: int) -> None:
    """Undoes a merge on which nobody has worked since."""
    connection = journal.connection
    states = _states(connection, line)
    found = connection.execute(
        "SELECT record, kind, before, rev FROM change WHERE journal=? AND kind<>?", (line, STATE)
    ).fetchall()
    drop_rows(connection, line, None)
    made = sorted((row for row in found if row[2] is None), key=lambda row: (RANK[row[1]], row[3]), reverse=True)
    for record, kind, _, _ in made:
        journal.rows.erase(kind, record)
    for _, body in states.get("article", []):
        _article(connection, *body)
    for key, body in states.get("text", []):
        _text(connection, key, *body)
    changed = sorted((row for row in found if row[2] is not None), key=lambda row: RANK[row[1]])
    for record, kind, before, _ in changed:
        _restore(journal, record, kind, before)
    for table, width in (("tombstone", 4), ("held", 5)):
        for key, body in states.get(table, []):
            _row(connection, table, key, body, width)
    for key, _ in states.get("project", []):
        connection.execute("DELETE FROM project WHERE key=?", (key,))
    for key, seconds in states.get("worktime", []):
        _worktime(connection, key, seconds)
    _forget_history(connection, line)
    connection.execute("DELETE FROM change WHERE journal=? AND kind=?", (line, STATE))


def _states(connection: sqlite3.Connection, line: int) -> dict[str, list[tuple[str, Any]]]:
    found: dict[str, list[tuple[str, Any]]] = {}
    for record, before in connection.execute(
        "SELECT record, before FROM change WHERE journal=? AND kind=?", (line, STATE)
    ).fetchall():
        _, table, key = record.split("/", 2)
        found.setdefault(table, []).append((key, None if before is None else _decode(before)))
    return found


def _restore(journal: Journal, record: str, kind: str, before: str) -> None:
    """A record as it was, under its former stamp and in its former batch."""
    carried = stamp_in(before)
    if carried is None:
        return
    stamp, whole = Stamp(carried.rev, carried.site, carried.at), from_content(kind, before)
    exact = _Exact(journal.connection)
    if exact.load(kind, record) is None:
        exact.insert(whole, stamp, carried.batch, revive=False)
    else:
        exact.update(whole, stamp)


class _Exact(Rows):
    """Rows as they stood together before: two that exchanged their labels are twins while only one is back."""

    def _refuse_twin(self, record: AnyRecord) -> None:
        del record


def _article(connection: sqlite3.Connection, whole: dict[str, Any], former: list[list[Any]]) -> None:
    names = list(whole)
    connection.execute(
        f"INSERT INTO article({','.join(names)}) VALUES({','.join('?' * len(names))})", [whole[one] for one in names]
    )
    _wordings(connection, whole["n"], former)
    connection.execute(
        "INSERT INTO search(rowid,title,text) VALUES(?,?,?)", (whole["n"], whole["title"], whole["text"])
    )


def _text(
    connection: sqlite3.Connection, key: str, text: str, sha256: str, version: int, former: list[list[Any]]
) -> None:
    number, title, now = connection.execute("SELECT n, title, text FROM article WHERE id=?", (key,)).fetchone()
    connection.execute("INSERT INTO search(search,rowid,title,text) VALUES('delete',?,?,?)", (number, title, now))
    connection.execute("UPDATE article SET text=?, sha256=?, text_version=? WHERE n=?", (text, sha256, version, number))
    connection.execute("INSERT INTO search(rowid,title,text) VALUES(?,?,?)", (number, title, text))
    connection.execute("DELETE FROM article_text WHERE article=?", (number,))
    _wordings(connection, number, former)


def _wordings(connection: sqlite3.Connection, number: int, former: list[list[Any]]) -> None:
    connection.executemany(
        "INSERT INTO article_text(article,version,sha256,splices) VALUES(?,?,?,?)", [(number, *one) for one in former]
    )


def _row(connection: sqlite3.Connection, table: str, key: str, body: list[Any] | None, width: int) -> None:
    connection.execute(f"DELETE FROM {table} WHERE id=?", (key,))
    if body is not None:
        connection.execute(f"INSERT INTO {table} VALUES(?{',?' * width})", (key, *body))


def _worktime(connection: sqlite3.Connection, key: str, seconds: int | None) -> None:
    article, annotator, site, day = key.split("/")
    numbers = connection.execute(
        "SELECT (SELECT n FROM article WHERE id=?), (SELECT n FROM annotator WHERE id=?)", (article, annotator)
    ).fetchone()
    if None in numbers:
        return  # they came with the merge and went with it
    where = (*numbers, site, day)
    connection.execute("DELETE FROM worktime WHERE article=? AND annotator=? AND site=? AND day=?", where)
    if seconds is not None:
        connection.execute("INSERT INTO worktime VALUES(?,?,?,?,?)", (*where, seconds))


def _forget_history(connection: sqlite3.Connection, line: int) -> None:
    """What came as history goes; it comes again when the file is merged again."""
    key = f"{HISTORY}{line}"
    row = connection.execute("SELECT value FROM project WHERE key=?", (key,)).fetchone()
    if row is not None:
        for table, column in (("change", "journal"), ("journal", "n")):
            connection.execute(f"DELETE FROM {table} WHERE {column}>=? AND {column}<?", (int(row[0]), line))
        connection.execute("DELETE FROM project WHERE key=?", (key,))

"""Taking a Bulk act back: its rows go by their batch number, the other rows it changed are restored."""

from __future__ import annotations

import sqlite3

from annotator.core.errors import CannotUndo
from annotator.store.journal import Journal, now
from annotator.store.rows import RANK, Stamp, from_content

# A record counts as touched when what its later changes began with is not what they ended with.
_TOUCHED = (
    "(SELECT before FROM change d WHERE d.record={key} AND d.journal>:line ORDER BY d.journal LIMIT 1) IS NOT"
    " (SELECT after FROM change d WHERE d.record={key} AND d.journal>:line ORDER BY d.journal DESC LIMIT 1)"
)
_COUNTS = "SELECT count(*) FROM {table} WHERE batch=:line AND " + _TOUCHED.format(key="{table}.id")
_ON_ARTICLES = (
    "SELECT count(*) FROM {table} WHERE article IN (SELECT n FROM article WHERE batch=:line)"
    " AND NOT EXISTS(SELECT 1 FROM change WHERE journal=:line AND record={key})"
)


def touched(connection: sqlite3.Connection, line: int) -> int:
    """How many records of a batch, or made on its articles, were changed since by somebody."""
    values = {"line": line}
    total = 0
    for table in ("article", "span", "relation", "actor"):
        total += connection.execute(_COUNTS.format(table=table), values).fetchone()[0]
    total += connection.execute(
        "SELECT count(*) FROM span WHERE article IN (SELECT n FROM article WHERE batch=:line)"
        " AND (batch IS NULL OR batch<>:line)",
        values,
    ).fetchone()[0]
    for table in ("comment", "decision"):
        total += connection.execute(_ON_ARTICLES.format(table=table, key=f"{table}.id"), values).fetchone()[0]
    key = (
        "(SELECT id FROM article WHERE n=progress.article)||'/'||(SELECT id FROM annotator WHERE n=progress.annotator)"
    )
    total += connection.execute(_ON_ARTICLES.format(table="progress", key=key), values).fetchone()[0]
    changes = "SELECT count(*) FROM change c WHERE c.journal=:line AND " + _TOUCHED.format(key="c.record")
    return int(total + connection.execute(changes, values).fetchone()[0])


def refuse_touched(connection: sqlite3.Connection, line: int, title: str) -> None:
    """Raises CannotUndo with the count when work has been done on what the act brought."""
    count = touched(connection, line)
    if count:
        what = "1 record of it was" if count == 1 else f"{count:,} records of it were"
        raise CannotUndo(title=title, reason=f"{what} changed since, and that work would be lost")


def drop_rows(connection: sqlite3.Connection, line: int, stamp: Stamp | None) -> None:
    """Deletes a batch's rows; with a stamp each leaves a tombstone (an article's covers all that hangs on it)."""
    if stamp is not None:
        _bury(connection, line, stamp)
    connection.execute(
        "INSERT INTO search(search,rowid,title,text) SELECT 'delete',n,title,text FROM article WHERE batch=?", (line,)
    )
    for table in ("relation", "span", "article", "actor"):
        connection.execute(f"DELETE FROM {table} WHERE batch=?", (line,))


def _bury(connection: sqlite3.Connection, line: int, stamp: Stamp) -> None:
    outside = " AND article NOT IN (SELECT n FROM article WHERE batch=?1)"
    relation_outside = " AND head IN (SELECT n FROM span WHERE batch IS NULL OR batch<>?1)"
    for table, where in (("article", ""), ("actor", ""), ("span", outside), ("relation", relation_outside)):
        connection.execute(
            "INSERT OR REPLACE INTO tombstone(id,kind,rev,site,at)"
            f" SELECT id,'{table}',rev+1,?2,?3 FROM {table} WHERE batch=?1{where}",
            (line, stamp.site, stamp.at),
        )


def restore_changes(journal: Journal, line: int, *, bury: bool) -> None:
    """Puts back what the act changed beside its own rows (annotators, progress, comments, codebook).

    With `bury` what it made leaves a tombstone, so that a merge does not bring it back.
    """
    rows = journal.rows
    found = rows.connection.execute(
        "SELECT record, kind, before, after FROM change WHERE journal=?", (line,)
    ).fetchall()
    for record, kind, before, after in sorted(found, key=lambda row: RANK[row[1]], reverse=True):
        current = rows.load(kind, record)
        stamp = Stamp((current[1] if current else rows.former_rev(record)) + 1, journal.site, now())
        if before is None:
            if current is not None:
                rows.delete(kind, record, stamp)
            if not bury:
                rows.connection.execute("DELETE FROM tombstone WHERE id=?", (record,))
        elif after is None:
            rows.insert(from_content(kind, before), stamp)
        else:
            rows.update(from_content(kind, before), stamp)

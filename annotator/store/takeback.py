"""Taking a Bulk act back: its rows go by their batch number, the other rows it changed are restored."""

from __future__ import annotations

import sqlite3

from annotator.core.errors import CannotUndo
from annotator.core.model import Annotator, AnyRecord
from annotator.store import batches
from annotator.store.journal import Journal, now
from annotator.store.rows import RANK, Stamp, from_content

# A record counts as touched when what its later changes began with is not what they ended with.
_TOUCHED = (
    "(SELECT before FROM change d WHERE d.record={key} AND d.journal>:line ORDER BY d.journal LIMIT 1) IS NOT"
    " (SELECT after FROM change d WHERE d.record={key} AND d.journal>:line ORDER BY d.journal DESC LIMIT 1)"
)
_COUNTS = "SELECT count(*) FROM {table} WHERE batch=:line AND " + _TOUCHED.format(key="{table}.id")
_MADE = "(SELECT record FROM change WHERE journal=:line AND kind='{kind}' AND before IS NULL)"
_PEOPLE = f"(SELECT n FROM annotator WHERE id IN {_MADE.format(kind='annotator')})"
_ARTICLES = "(SELECT n FROM article WHERE batch=:line)"
_SPANS = "(SELECT n FROM span WHERE batch=:line)"
_OTHERS = "(batch IS NULL OR batch<>:line)"
_NOT_ITS_OWN = " AND NOT EXISTS(SELECT 1 FROM change WHERE journal=:line AND record={key})"
_PROGRESS_KEY = (
    "(SELECT id FROM article WHERE n=progress.article)||'/'||(SELECT id FROM annotator WHERE n=progress.annotator)"
)
# What others put on the batch's articles, spans, people, actors and codebook: all of it would be lost, or broken.
_HANGING = (
    f"span WHERE (article IN {_ARTICLES} OR annotator IN {_PEOPLE} OR codebook IN {_MADE.format(kind='codebook')}"
    f" OR actor IN (SELECT id FROM actor WHERE batch=:line)) AND {_OTHERS}" + _NOT_ITS_OWN.format(key="span.id"),
    f"relation WHERE (head IN {_SPANS} OR tail IN {_SPANS}) AND {_OTHERS}" + _NOT_ITS_OWN.format(key="relation.id"),
    f"progress WHERE (article IN {_ARTICLES} OR annotator IN {_PEOPLE})" + _NOT_ITS_OWN.format(key=_PROGRESS_KEY),
    f"comment WHERE (article IN {_ARTICLES} OR annotator IN {_PEOPLE}"
    " OR span IN (SELECT id FROM span WHERE batch=:line))" + _NOT_ITS_OWN.format(key="comment.id"),
    f"decision WHERE (article IN {_ARTICLES} OR reviewer IN {_PEOPLE})" + _NOT_ITS_OWN.format(key="decision.id"),
    f"codebook WHERE parent IN {_MADE.format(kind='codebook')}" + _NOT_ITS_OWN.format(key="codebook.id"),
)

# Texts that are not as the act brought them.
_CORRECTED = "SELECT count(*) FROM article WHERE batch=:line AND " + _TOUCHED.format(key="article.id||'/text'")


def touched(connection: sqlite3.Connection, line: int) -> int:
    """How many records of a batch were changed since, and how many others hang on it."""
    queries = [_COUNTS.format(table=table) for table in ("article", "span", "relation", "actor")]
    queries += [f"SELECT count(*) FROM {hanging}" for hanging in _HANGING]
    queries.append(_CORRECTED)
    queries.append("SELECT count(*) FROM change c WHERE c.journal=:line AND " + _TOUCHED.format(key="c.record"))
    return sum(connection.execute(query, {"line": line}).fetchone()[0] for query in queries)


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
    # Deleting from the index what it never had would spoil it.
    last = batches.indexed(connection, line)
    connection.execute(
        "INSERT INTO search(search,rowid,title,text) SELECT 'delete',n,title,text FROM article"
        " WHERE batch=?1 AND (?2 IS NULL OR n<=?2)",
        (line, last),
    )
    for table in ("relation", "span", "article", "actor"):
        connection.execute(f"DELETE FROM {table} WHERE batch=?", (line,))


def _bury(connection: sqlite3.Connection, line: int, stamp: Stamp) -> None:
    """Of what hangs on a buried article only that has a tombstone of its own which was changed: its rev is higher."""
    outside = " AND (rev>1 OR article NOT IN (SELECT n FROM article WHERE batch=?1))"
    on_these = "SELECT n FROM span WHERE article IN (SELECT n FROM article WHERE batch=?1)"
    relation_outside = f" AND (rev>1 OR head NOT IN ({on_these}))"
    for table, where in (("article", ""), ("actor", ""), ("span", outside), ("relation", relation_outside)):
        connection.execute(
            "INSERT OR REPLACE INTO tombstone(id,kind,rev,site,at)"
            f" SELECT id,'{table}',rev+1,?2,?3 FROM {table} WHERE batch=?1{where}",
            (line, stamp.site, stamp.at),
        )


def restore_changes(journal: Journal, line: int, *, bury: bool) -> None:
    """Puts back what the act changed beside its own rows (annotators, progress, comments, codebook).

    With `bury` what it made leaves a tombstone, so that a merge does not bring it back. Without, the act never came
    to its end: what somebody has changed since, or an annotator who has been at work since, stays.
    """
    rows = journal.rows
    found = rows.connection.execute(
        "SELECT record, kind, before, after FROM change WHERE journal=?", (line,)
    ).fetchall()
    for record, kind, before, after in _in_order(found):
        current = rows.load(kind, record)
        if not bury and _moved_on(journal, current, kind=kind, after=after):
            continue
        stamp = Stamp((current[1] if current else rows.former_rev(record)) + 1, journal.site, now())
        if before is None:
            if current is not None and bury:
                rows.delete(kind, record, stamp)
            elif current is not None:
                rows.erase(kind, record)
        elif current is None:
            rows.insert(from_content(kind, before), stamp)
        else:
            rows.update(from_content(kind, before), stamp)


def note_swapped(connection: sqlite3.Connection, line: int, undo: int) -> None:
    """The undo's own `change` lines, contents swapped: what it put back is no work of others on older acts."""
    connection.execute(
        "INSERT INTO change(journal,record,kind,rev,before,after)"
        " SELECT ?2, record, kind, rev+1, after, before FROM change WHERE journal=?1",
        (line, undo),
    )


def _in_order(found: list[tuple[str, str, str | None, str | None]]) -> list[tuple[str, str, str | None, str | None]]:
    """What was made goes first, what hangs on others before these; what is put back comes in the other order."""
    made = sorted((row for row in found if row[2] is None), key=lambda row: RANK[row[1]], reverse=True)
    return made + sorted((row for row in found if row[2] is not None), key=lambda row: RANK[row[1]])


def _moved_on(journal: Journal, current: tuple[AnyRecord, int] | None, *, kind: str, after: str | None) -> bool:
    """Whether a record is no longer as an unfinished act left it, or others have come to need it."""
    left = None if after is None else from_content(kind, after)
    if current is None or left is None:
        return not (current is None and left is None)
    if current[0] != left:
        return True
    return isinstance(left, Annotator) and journal.rows.left_by(left.id) > 0

"""What was done and by whom: edits applied to rows, journal lines, and undo as a query on them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from annotator.core.edit import Edit
from annotator.core.errors import CannotRedo, CannotUndo, StaleError, UnknownRecord
from annotator.core.model import (
    Actor,
    Annotator,
    AnyRecord,
    Article,
    CodebookVersion,
    Progress,
    Relation,
    Span,
    Wording,
    kind_of,
    new_id,
)
from annotator.core.text import quoted
from annotator.store.rows import Rows, Stamp, as_json, comparable, content, from_content, in_order

Way = Literal["do", "undo", "redo"]
LARGEST_EDIT = 5_000  # records; more is a Bulk act


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the journal; `at` in milliseconds since 1970, `undone` 0 stands, 1 can be redone, 2 is past."""

    n: int
    id: str
    at: int
    site: str
    who: str
    act: str
    title: str
    article: str | None = None
    target: str | None = None
    bulk: bool = False
    undone: int = 0
    summary: str | None = None


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """What was just committed; `way` says whether it was done, undone or redone."""

    line: int
    edit: Edit
    way: Way
    title: str
    bulk: bool = False


# Lines that came with a merge lie between the number that its key in `project` has as value and the merge's own line.
NOT_HISTORY = (
    "NOT EXISTS(SELECT 1 FROM project WHERE key>='history:' AND key<'history;'"
    " AND journal.n>=CAST(value AS INTEGER) AND journal.n<CAST(substr(key,9) AS INTEGER))"
)
FIELDS = "n, id, at, site, who, act, title, article, target, bulk, undone, summary"


def now() -> int:
    """Milliseconds since 1970, shown to people and never compared."""
    return time.time_ns() // 1_000_000


class Journal:
    """The journal behind one connection; every call runs inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, site: str) -> None:
        self.connection = connection
        self.rows = Rows(connection)
        self.site = site

    # --- applying -----------------------------------------------------------------------------------

    def apply(self, edit: Edit, who: str, target: Line | None = None, way: Way = "do") -> int:
        """Compares, changes rows, writes the line and a `change` a record; returns the line's number."""
        if len(edit.ids()) > LARGEST_EDIT:
            raise ValueError(f"an Edit of {len(edit.ids())} records must be a Bulk act")
        if any(isinstance(record, Article) for record in (*edit.made(), *edit.removed())):
            raise ValueError("articles come and go by Bulk acts: the journal holds no texts")
        revs = self.compare(edit.before, edit.after)
        self._refuse_loss(edit)
        at = now()
        for record in in_order(edit.removed(), deleting=True):
            self.keep_origin(record, revs[record.id])
            self.rows.delete(kind_of(record), record.id, Stamp(revs[record.id] + 1, self.site, at))
        for record in in_order(edit.after.values()):
            stamp = Stamp(revs[record.id] + 1, self.site, at)
            if record.id in edit.before:
                self.rows.update(record, stamp)
            else:
                self._insert(record, stamp)
        act = edit.act if way == "do" else way
        line = self.write_line(act=act, title=edit.title, who=who, article=edit.article, at=at, target=target)
        self.connection.executemany(
            "INSERT INTO change(journal,record,kind,rev,before,after) VALUES(?,?,?,?,?,?)",
            [self._change(line, key, edit, revs[key] + 1) for key in edit.ids()],
        )
        return line

    def compare(self, before: Mapping[str, AnyRecord], after: Mapping[str, AnyRecord]) -> dict[str, int]:
        """The present rev of each record; raises StaleError when one is not as `before` says it was."""
        revs: dict[str, int] = {}
        for key in dict.fromkeys((*before, *after)):
            expected = before.get(key)
            known = expected if expected is not None else after[key]
            found = self.rows.load(kind_of(known), key)
            if (found and comparable(found[0])) != (expected and comparable(expected)):
                raise StaleError(record=describe(known), who=self.last_hand(key))
            revs[key] = found[1] if found else self.rows.former_rev(key)
        return revs

    def _refuse_loss(self, edit: Edit) -> None:
        """Nothing goes with a deleted record unless the edit names it: raises StaleError, CannotUndo."""
        for record in edit.removed():
            if isinstance(record, Span):
                ties = self.connection.execute(
                    "SELECT relation.id FROM relation JOIN span ON span.n IN (head, tail) WHERE span.id=?", (record.id,)
                ).fetchall()
                for (tie,) in ties:
                    if tie not in edit.before or tie in edit.after:
                        raise StaleError(record=describe(record), who=self.last_hand(tie))
            elif isinstance(record, Annotator) and self.rows.left_by(record.id):
                raise CannotUndo(title=edit.title, reason=f"What {record.name} has done since would be lost")
            elif isinstance(record, Actor):
                self._refuse_loose_ends(record, edit)
            elif isinstance(record, CodebookVersion):
                self._refuse_orphans(record, edit.title)

    def _refuse_loose_ends(self, actor: Actor, edit: Edit) -> None:
        """An actor stays while something the edit does not name refers to it."""
        users = self.connection.execute(
            "SELECT id FROM span WHERE actor=?1 UNION ALL SELECT id FROM actor WHERE parent=?1 OR merged_into=?1",
            (actor.id,),
        ).fetchall()
        others = sum(key not in edit.before for (key,) in users)
        if others:
            what = "1 record refers" if others == 1 else f"{others:,} records refer"
            raise CannotUndo(title=edit.title, reason=f"{what} to {quoted(actor.name)} since")

    def _refuse_orphans(self, version: CodebookVersion, title: str) -> None:
        """A version of the codebook stays while there is a later one, or something was tagged under it."""
        if self.connection.execute("SELECT 1 FROM codebook WHERE parent=?", (version.id,)).fetchone():
            raise CannotUndo(title=title, reason="The codebook has been changed again since")
        count = self.connection.execute("SELECT count(*) FROM span WHERE codebook=?", (version.id,)).fetchone()[0]
        if count:
            what = "1 span has" if count == 1 else f"{count:,} spans have"
            raise CannotUndo(title=title, reason=f"{what} been tagged under this codebook since")

    def keep_origin(self, record: AnyRecord, rev: int) -> None:
        """A Bulk act does not copy its own rows; one that is deleted it must, or it would not know it for its own."""
        if not isinstance(record, Span | Relation | Actor):
            return
        kind = kind_of(record)
        row = self.connection.execute(f"SELECT batch FROM {kind} WHERE id=?", (record.id,)).fetchone()
        if row is None or row[0] is None:
            return
        self.connection.execute(
            "INSERT OR IGNORE INTO change(journal,record,kind,rev,before,after) VALUES(?1,?2,?3,"
            " coalesce((SELECT rev-1 FROM change WHERE record=?2 AND journal>?1 ORDER BY journal LIMIT 1),?4), NULL,"
            " coalesce((SELECT before FROM change WHERE record=?2 AND journal>?1 ORDER BY journal LIMIT 1),?5))",
            (row[0], record.id, kind, rev, as_json(record)),
        )

    def _insert(self, record: AnyRecord, stamp: Stamp) -> None:
        if isinstance(record, CodebookVersion):
            row = self.connection.execute("SELECT id FROM codebook ORDER BY seq DESC LIMIT 1").fetchone()
            if row is None or row[0] != record.parent:  # two windows at once: the chain has one end
                raise StaleError(record=describe(record), who=self.last_hand(row[0] if row else ""))
        try:
            self.rows.insert(record, stamp)
        except UnknownRecord as error:  # what it hangs on is gone
            what = f"What {describe(record).replace('The', 'the', 1)} hangs on"
            raise StaleError(record=what, who=self.last_hand(error.fields["name"])) from error

    @staticmethod
    def _change(line: int, key: str, edit: Edit, rev: int) -> tuple[Any, ...]:
        before, after = edit.before.get(key), edit.after.get(key)
        known = before if before is not None else edit.after[key]
        bodies = [None if record is None else as_json(content(record)) for record in (before, after)]
        return line, key, kind_of(known), rev, *bodies

    def write_line(
        self,
        *,
        act: str,
        title: str,
        who: str,
        article: str | None = None,
        at: int | None = None,
        target: Line | None = None,
        bulk: bool = False,
    ) -> int:
        """A new line; what could be redone before it is past, unless the line itself is an undo or redo."""
        if target is None and not bulk:
            self.forget_redo(who)
        cursor = self.connection.execute(
            "INSERT INTO journal(id,at,site,who,act,title,article,target,bulk) VALUES(?,?,?,?,?,?,?,?,?)",
            (new_id(), at or now(), self.site, who, act, title, article, target.id if target else None, int(bulk)),
        )
        return int(cursor.lastrowid or 0)

    def forget_redo(self, who: str) -> None:
        """After a new act there is nothing to redo."""
        self.connection.execute("UPDATE journal SET undone=2 WHERE undone=1 AND site=? AND who=?", (self.site, who))

    def last_hand(self, key: str) -> str:
        """The name of whoever changed a record last."""
        row = self.connection.execute(
            "SELECT annotator.name FROM change JOIN journal ON journal.n=change.journal"
            " LEFT JOIN annotator ON annotator.id=journal.who WHERE change.record=? ORDER BY journal.n DESC LIMIT 1",
            (key,),
        ).fetchone()
        return row[0] if row and row[0] else "somebody else"

    # --- looking back -------------------------------------------------------------------------------

    def lines(self, limit: int = 200) -> list[Line]:
        """The newest lines, newest first; a Bulk act that is still running has none yet."""
        found = self.connection.execute(
            f"SELECT {FIELDS} FROM journal WHERE bulk=0 OR summary IS NOT NULL ORDER BY n DESC LIMIT ?", (limit,)
        )
        return [line_of(row) for row in found]

    def line(self, number: int) -> Line | None:
        """One line by its number."""
        row = self.connection.execute(f"SELECT {FIELDS} FROM journal WHERE n=?", (number,)).fetchone()
        return None if row is None else line_of(row)

    def next_step(self, way: Way, who: str) -> Line | None:
        """My newest line at this site that stands and is itself no undo or redo; to redo, my oldest that was undone."""
        undone, order = (0, "DESC") if way == "undo" else (1, "ASC")
        row = self.connection.execute(
            f"SELECT {FIELDS} FROM journal WHERE site=? AND who=? AND target IS NULL AND undone=?"
            f" AND (bulk=0 OR summary IS NOT NULL) AND {NOT_HISTORY} ORDER BY n {order} LIMIT 1",
            (self.site, who, undone),
        ).fetchone()
        return None if row is None else line_of(row)

    def alone(self, number: int, way: Way) -> Line:
        """A line that is to be taken back, or done again, out of its turn; raises UnknownRecord, CannotUndo."""
        line, undo = self.line(number), way == "undo"
        if line is None:
            raise UnknownRecord(kind="step", name=f"{number:,}")
        reason = ""
        if line.bulk and line.summary is None:
            reason = "It has not come to its end yet"
        elif line.target is not None:
            reason = "It is itself an undo or redo: choose the step that it names"
        elif line.site != self.site or self._is_history(line):
            reason = "It was done in another copy of this project, whose steps are history here"
        elif undo and line.undone:
            taken = self.connection.execute("SELECT 1 FROM journal WHERE target=?", (line.id,)).fetchone()
            reason = "It was taken back already" if taken else "Who is at work stays in the project"
        elif not undo and not line.undone:
            reason = "It stands"
        if reason:
            raise (CannotUndo if undo else CannotRedo)(title=line.title, reason=reason)
        return line

    def _is_history(self, line: Line) -> bool:
        """Whether a line came with a merge."""
        query = f"SELECT 1 FROM journal WHERE n=? AND {NOT_HISTORY}"
        return self.connection.execute(query, (line.n,)).fetchone() is None

    def edit_of(self, line: Line) -> Edit:
        """The Edit that a line recorded."""
        before: dict[str, AnyRecord] = {}
        after: dict[str, AnyRecord] = {}
        found = self.connection.execute("SELECT record, kind, before, after FROM change WHERE journal=?", (line.n,))
        for key, kind, former, latter in found:
            if former is not None:
                before[key] = from_content(kind, former)
            if latter is not None:
                after[key] = from_content(kind, latter)
        return Edit(act=line.act, title=line.title, article=line.article, before=before, after=after)

    def mark(self, line: int, undone: int) -> None:
        """Sets whether a line stands (0), can be redone (1) or is past (2)."""
        self.connection.execute("UPDATE journal SET undone=? WHERE n=?", (undone, line))


def line_of(row: tuple[Any, ...]) -> Line:
    """A Line from its columns."""
    return Line(
        n=row[0],
        id=row[1],
        at=row[2],
        site=row[3],
        who=row[4],
        act=row[5],
        title=row[6],
        article=row[7],
        target=row[8],
        bulk=bool(row[9]),
        undone=row[10],
        summary=row[11],
    )


def describe(record: AnyRecord) -> str:
    """A record in a few words, for messages."""
    if isinstance(record, Span):
        return f"The span {quoted(record.words)}"
    if isinstance(record, Article):
        return f"The article {quoted(record.title)}"
    if isinstance(record, Annotator | Actor):
        return f"“{record.name}”"
    if isinstance(record, Relation):
        return f"The relation {record.kind}"
    if isinstance(record, Progress):
        return "The article's state"
    if isinstance(record, Wording):
        return "The article's text"
    return "The codebook" if isinstance(record, CodebookVersion) else f"This {kind_of(record)}"

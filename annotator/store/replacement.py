"""A codebook replaced by its next version, with everything tagged that it touches, in one transaction.

Each span or relation that changes, and each that is held, has its `change` line, so that undo restores it. It is a Bulk
act; when nothing tagged is touched it ends as an ordinary one, which can be done again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any

from annotator.core.errors import StaleError
from annotator.core.model import AnyRecord, CodebookVersion, Relation, Span, kind_of
from annotator.store import held, rows
from annotator.store.batches import open_batches
from annotator.store.connection import writing
from annotator.store.journal import Journal, describe, now
from annotator.store.rows import Stamp, as_json, fragments_column

if TYPE_CHECKING:
    from annotator.store.project import Project

ACT = "codebook"
_CHANGE = "INSERT INTO change(journal,record,kind,rev,before,after) VALUES(?,?,?,?,?,?)"
_TWIN = (
    'SELECT 1 FROM span WHERE article=(SELECT n FROM article WHERE id=?) AND start=? AND "end"=? AND label=?'
    " AND annotator=(SELECT n FROM annotator WHERE id=?) AND fragments IS ? AND id<>?"
)
_TIE = (
    "SELECT 1 FROM relation WHERE kind=? AND head=(SELECT n FROM span WHERE id=?)"
    " AND tail=(SELECT n FROM span WHERE id=?)"
)
_CHUNK = 500


class Replacement:
    """Open while the transaction runs; leaving it without `finish` leaves everything as it was."""

    def __init__(self, project: Project, *, title: str, who: str) -> None:
        self.project, self.title, self.who = project, title, who
        self.connection: sqlite3.Connection = project.connection
        self.journal = Journal(self.connection, project.site)
        self.n = 0
        self._writing: AbstractContextManager[None] | None = None
        self._finished = False
        self._at = now()

    def __enter__(self) -> Replacement:
        self.project.check_writable()
        self._writing = writing(self.connection, self.project.path)
        self._writing.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writing is None:
            return
        if self._finished or error is not None:
            self._writing.__exit__(kind, error, trace)
        else:
            stop = _Unfinished()
            with suppress(_Unfinished):
                self._writing.__exit__(type(stop), stop, None)
        if self._finished and error is None:
            self.project.announce_bulk(self.n, ACT, self.title)

    def begin(self, version: CodebookVersion) -> None:
        """Writes the version; raises StaleError when it does not follow the newest one, or an import runs."""
        row = self.connection.execute("SELECT id FROM codebook ORDER BY seq DESC LIMIT 1").fetchone()
        if row is None or row[0] != version.parent:
            raise StaleError(record=describe(version), who=self.journal.last_hand(row[0] if row else ""))
        if open_batches(self.connection):
            raise StaleError(record=describe(version), who="an import that is still running")
        self.n = self.journal.write_line(act=ACT, title=self.title, who=self.who, bulk=True)
        self.journal.rows.insert(version, Stamp(version.seq, self.project.site, self._at))
        self.connection.execute(_CHANGE, (self.n, version.id, "codebook", version.seq, None, as_json(version)))

    def count(self, labels: Iterable[str]) -> int:
        """How many spans have one of these labels."""
        marks, values = _marks(labels)
        return int(self.connection.execute(f"SELECT count(*) FROM span WHERE label IN ({marks})", values).fetchone()[0])

    def spans(self, labels: Iterable[str]) -> list[tuple[Span, int]]:
        """Every span of these labels, with its rev."""
        marks, values = _marks(labels)
        query = f"SELECT {rows.SPAN_FIELDS}, span.rev FROM {rows.SPAN_TABLES} WHERE span.label IN ({marks})"
        return [(rows.span_of(row), row[-1]) for row in self.connection.execute(query, values)]

    def relations(self, kinds: Iterable[str]) -> list[tuple[Relation, int, str, str]]:
        """Every relation of these kinds, with its rev and the labels at its ends."""
        marks, values = _marks(kinds)
        query = (
            f"SELECT {rows.RELATION_FIELDS}, relation.rev, h.label, t.label FROM {rows.RELATION_TABLES}"
            f" WHERE relation.kind IN ({marks})"
        )
        return [(rows.relation_of(row), *row[-3:]) for row in self.connection.execute(query, values)]

    def ties_of(self, spans: Sequence[str]) -> Iterator[tuple[Relation, int]]:
        """The relations that end at one of these spans, each once, with its rev."""
        seen: set[str] = set()
        for start in range(0, len(spans), _CHUNK):
            marks, values = _marks(spans[start : start + _CHUNK])
            query = (
                f"SELECT {rows.RELATION_FIELDS}, relation.rev FROM {rows.RELATION_TABLES}"
                f" WHERE h.id IN ({marks}) OR t.id IN ({marks})"
            )
            for row in self.connection.execute(query, (*values, *values)).fetchall():
                if row[0] not in seen:
                    seen.add(row[0])
                    yield rows.relation_of(row), row[-1]

    def has_twin(self, record: Span | Relation) -> bool:
        """Whether the same stands there already under another id."""
        if isinstance(record, Relation):
            return self.connection.execute(_TIE, (record.kind, record.head, record.tail)).fetchone() is not None
        place = (record.article, record.start, record.end, record.label, record.annotator)
        found = self.connection.execute(_TWIN, (*place, fragments_column(record), record.id)).fetchone()
        return found is not None

    def change(self, before: Span | Relation, after: Span | Relation, rev: int) -> None:
        """Another label or kind, and other attributes, on a record that stays."""
        column = "label" if isinstance(after, Span) else "kind"
        named = after.label if isinstance(after, Span) else after.kind
        self.connection.execute(
            f"UPDATE {kind_of(after)} SET {column}=?, attributes=?, rev=?, site=?, at=? WHERE id=?",
            (named, as_json(after.attributes), rev + 1, self.project.site, self._at, after.id),
        )
        self._note(before, after, rev + 1)

    def hold(self, record: Span | Relation, rev: int, reason: str) -> None:
        """A record leaves its table and is held; the relations of a span must have been held before it."""
        self.journal.keep_origin(record, rev)
        stamp = Stamp(rev + 1, self.project.site, self._at)
        self.journal.rows.delete(kind_of(record), record.id, stamp)
        held.hold(self.connection, record, rev=stamp.rev, site=stamp.site, reason=reason)
        self._note(record, None, stamp.rev)

    def _note(self, before: AnyRecord, after: AnyRecord | None, rev: int) -> None:
        latter = None if after is None else as_json(after)
        self.connection.execute(_CHANGE, (self.n, before.id, kind_of(before), rev, as_json(before), latter))

    def finish(self, summary: dict[str, Any]) -> None:
        """The act is whole; it is committed and announced when the block is left."""
        self.journal.forget_redo(self.who)
        alone = self.connection.execute("SELECT count(*)=1 FROM change WHERE journal=?", (self.n,)).fetchone()[0]
        self.connection.execute(
            "UPDATE journal SET bulk=?, summary=? WHERE n=?", (1 - alone, None if alone else as_json(summary), self.n)
        )
        self._finished = True


class _Unfinished(Exception):
    """Takes the transaction back when the block is left early without an error."""


def _marks(values: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    given = tuple(sorted(values)) if isinstance(values, set | frozenset) else tuple(values)
    return ",".join("?" * len(given)), given

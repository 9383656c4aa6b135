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
from annotator.core.merge_errors import PacketCodebook
from annotator.core.model import AnyRecord, CodebookVersion, Held, Relation, Span, kind_of
from annotator.store import rows, wordings
from annotator.store.batches import open_batches
from annotator.store.connection import writing
from annotator.store.journal import Journal, describe, now
from annotator.store.rows import Stamp, as_json, fragments_column

if TYPE_CHECKING:
    from annotator.store.project import Project

ACT = "codebook"
_CHANGE = "INSERT INTO change(journal,record,kind,rev,before,after) VALUES(?,?,?,?,?,?)"
# Spans of a label beside which the same words stand already under its heir.
_TWINS = (
    "SELECT s.id FROM span s JOIN span t ON t.article=s.article AND t.annotator=s.annotator AND t.start=s.start"
    ' AND t."end"=s."end" AND t.fragments IS s.fragments WHERE s.label=? AND t.label=?'
)
_TIE = (
    "SELECT 1 FROM relation WHERE kind=? AND head=(SELECT n FROM span WHERE id=?)"
    " AND tail=(SELECT n FROM span WHERE id=?)"
)
# What `Journal.keep_origin` does for one record: a batch must know what it made, also once it is gone.
ORIGIN = (
    "INSERT OR IGNORE INTO change(journal,record,kind,rev,before,after) SELECT batch, ?1, '{kind}',"
    " coalesce((SELECT rev-1 FROM change WHERE record=?1 AND journal>batch ORDER BY journal LIMIT 1), rev), NULL,"
    " coalesce((SELECT before FROM change WHERE record=?1 AND journal>batch ORDER BY journal LIMIT 1), ?2)"
    " FROM {kind} WHERE id=?1 AND batch IS NOT NULL"
)
_BURY = "INSERT OR REPLACE INTO tombstone(id,kind,rev,site,at) VALUES(?,?,?,?,?)"
_SPAN = (
    'INSERT INTO span(id,rev,site,at,article,annotator,label,start,"end",fragments,words,attributes,actor,note,origin,'
    "codebook) VALUES(?,?,?,?,(SELECT n FROM article WHERE id=?),(SELECT n FROM annotator WHERE id=?),"
    "?,?,?,?,?,?,?,?,?,?)"
)
_RELATION = (
    "INSERT INTO relation(id,rev,site,at,kind,head,tail,attributes) VALUES(?,?,?,?,?,"
    "(SELECT n FROM span WHERE id=?),(SELECT n FROM span WHERE id=?),?)"
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
        if self.project.packet is not None:
            raise PacketCodebook(path=self.project.path)
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

    def twins(self, label: str, heir: str) -> set[str]:
        """The spans of a label whose words carry its heir already."""
        return {row[0] for row in self.connection.execute(_TWINS, (label, heir))}

    def is_tied(self, relation: Relation) -> bool:
        """Whether the same kind ties the same two spans already."""
        return self.connection.execute(_TIE, (relation.kind, relation.head, relation.tail)).fetchone() is not None

    def change(self, changes: Sequence[tuple[Span | Relation, Span | Relation, int]]) -> None:
        """Other labels or kinds, and other attributes, on records of one sort that stay: (before, after, rev)."""
        _recode(self.connection, Stamp(0, self.project.site, self._at), [(after, rev + 1) for _, after, rev in changes])
        self._note((before, after, rev + 1) for before, after, rev in changes)

    def hold(self, records: Sequence[tuple[Span | Relation, int, str]]) -> None:
        """Records of one sort leave their table and are held (record, rev, reason); relations before their spans."""
        if not records:
            return
        site, kind, execute = self.project.site, kind_of(records[0][0]), self.connection.executemany
        execute(ORIGIN.format(kind=kind), [(one.id, as_json(one)) for one, _, _ in records])
        execute(f"DELETE FROM {kind} WHERE id=?", [(one.id,) for one, _, _ in records])
        execute(_BURY, [(one.id, kind, rev + 1, site, self._at) for one, rev, _ in records])
        texts = self._texts(one.article for one, _, _ in records) if kind == "span" else {}
        for one, rev, reason in records:
            held = Held.of(one, reason=reason, on=texts.get(one.article, ""))
            wordings.hold(self.connection, held, rev + 1, site)
        self._note((one, None, rev + 1) for one, rev, _ in records)

    def _texts(self, articles: Iterable[str]) -> dict[str, str]:
        """The hash of each article's text, in which the positions of its spans count."""
        query = "SELECT sha256 FROM article WHERE id=?"
        return {one: self.connection.execute(query, (one,)).fetchone()[0] for one in set(articles)}

    def _note(self, changes: Iterable[tuple[Span | Relation, Span | Relation | None, int]]) -> None:
        lines = (
            (self.n, before.id, kind_of(before), rev, as_json(before), None if after is None else as_json(after))
            for before, after, rev in changes
        )
        self.connection.executemany(_CHANGE, lines)

    def finish(self, summary: dict[str, Any]) -> None:
        """The act is whole; it is committed and announced when the block is left."""
        self.journal.forget_redo(self.who)
        alone = self.connection.execute("SELECT count(*)=1 FROM change WHERE journal=?", (self.n,)).fetchone()[0]
        self.connection.execute(
            "UPDATE journal SET bulk=?, summary=? WHERE n=?", (1 - alone, None if alone else as_json(summary), self.n)
        )
        self._finished = True


def take_back(journal: Journal, line: int) -> None:
    """Undoes a replacement that nobody has worked on since: the version goes, spans and relations are as before."""
    connection, stamp = journal.connection, Stamp(0, journal.site, now())
    query = "SELECT record, kind, rev, before, after FROM change WHERE journal=?"
    found = connection.execute(query, (line,)).fetchall()
    for kind in ("span", "relation"):
        mine = [row for row in found if row[1] == kind]
        records = [(rows.from_content(kind, before), rev + 1, after) for _, _, rev, before, after in mine]
        _recode(connection, stamp, [(one, rev) for one, rev, after in records if after is not None])
        gone = [(one, rev) for one, rev, after in records if after is None]
        _restore(connection, stamp, gone)
        connection.executemany("DELETE FROM held WHERE id=?", [(one.id,) for one, _ in gone])
    for record in (row[0] for row in found if row[1] == "codebook"):
        connection.execute("DELETE FROM codebook WHERE id=?", (record,))


def _recode(connection: sqlite3.Connection, stamp: Stamp, records: Sequence[tuple[AnyRecord, int]]) -> None:
    """Label or kind, and attributes, of records that stand, under these revs."""
    for table, column, sort in (("span", "label", Span), ("relation", "kind", Relation)):
        values = [
            (getattr(one, column), as_json(one.attributes), rev, stamp.site, stamp.at, one.id)
            for one, rev in records
            if isinstance(one, Span | Relation) and isinstance(one, sort)
        ]
        connection.executemany(f"UPDATE {table} SET {column}=?, attributes=?, rev=?, site=?, at=? WHERE id=?", values)


def _restore(connection: sqlite3.Connection, stamp: Stamp, records: Sequence[tuple[AnyRecord, int]]) -> None:
    """Spans, or relations whose spans stand, back in their tables; their tombstones go."""
    head = {one.id: (one.id, rev, stamp.site, stamp.at) for one, rev in records}
    spans = (one for one, _ in records if isinstance(one, Span))
    connection.executemany(_SPAN, [(*head[one.id], *_columns(one)) for one in spans])
    ties = (one for one, _ in records if isinstance(one, Relation))
    connection.executemany(
        _RELATION, [(*head[one.id], one.kind, one.head, one.tail, as_json(one.attributes)) for one in ties]
    )
    connection.executemany("DELETE FROM tombstone WHERE id=?", [(key,) for key in head])


def _columns(one: Span) -> tuple[Any, ...]:
    place = (one.article, one.annotator, one.label, one.start, one.end, fragments_column(one), one.words)
    return (*place, as_json(one.attributes), one.actor, one.note, one.origin, one.codebook)


class _Unfinished(Exception):
    """Takes the transaction back when the block is left early without an error."""


def _marks(values: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    given = tuple(sorted(values)) if isinstance(values, set | frozenset) else tuple(values)
    return ",".join("?" * len(given)), given

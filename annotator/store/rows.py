"""Records as table rows: how each kind is read, written and deleted, one record at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, cast

import msgspec

from annotator.core.errors import DuplicateSpan, ForbiddenRelation, UnknownRecord
from annotator.core.model import (
    TYPES,
    Actor,
    Annotator,
    AnyRecord,
    Article,
    CodebookVersion,
    Comment,
    Decision,
    Fragment,
    Held,
    Progress,
    Relation,
    Span,
    Wording,
    kind_of,
)
from annotator.core.text import short
from annotator.store import wordings


class Stamp(msgspec.Struct, frozen=True):
    """Who wrote a row and when: `rev` grows by one at every change, `at` is in milliseconds since 1970."""

    rev: int
    site: str
    at: int


# What is deleted first and made last: ends before what hangs on them.
RANK = {
    name: rank
    for rank, name in enumerate(
        (
            *("codebook", "annotator", "actor", "article", "wording"),
            *("span", "relation", "progress", "comment", "decision", "held"),
        )
    )
}

ARTICLE_FIELDS = (
    "id, text, sha256, title, outlet, author, published, url, language, section, source_id, text_version, meta"
)
# The same without the text, which comparison and journal do not hold.
_ARTICLE_CONTENT = ARTICLE_FIELDS.replace(" text,", " '',")
SPAN_FIELDS = (
    'span.id, article.id, annotator.id, span.label, span.start, span."end", span.fragments, span.words,'
    " span.codebook, span.attributes, span.actor, span.note, span.origin"
)
SPAN_TABLES = "span JOIN article ON article.n=span.article JOIN annotator ON annotator.n=span.annotator"
RELATION_FIELDS = "relation.id, article.id, relation.kind, h.id, t.id, relation.attributes"
RELATION_TABLES = (
    "relation JOIN span h ON h.n=relation.head JOIN span t ON t.n=relation.tail JOIN article ON article.n=h.article"
)
ACTOR_FIELDS = "id, name, type, parent, wikidata, note, body, merged_into"
COMMENT_FIELDS = "c.id, article.id, annotator.id, c.text, c.span, c.parent, c.question, c.closed"
COMMENT_TABLES = "comment c JOIN article ON article.n=c.article JOIN annotator ON annotator.n=c.annotator"
DECISION_FIELDS = "d.id, article.id, d.difference, annotator.id, d.outcome, d.reason, d.guideline, d.sources, d.result"
DECISION_TABLES = "decision d JOIN article ON article.n=d.article JOIN annotator ON annotator.n=d.reviewer"

_to_json = msgspec.json.Encoder().encode
_from_json = msgspec.json.decode
_fragments_from_json = msgspec.json.Decoder(tuple[Fragment, ...]).decode


def as_json(value: Any) -> str:
    """Any value as compact JSON text."""
    return _to_json(value).decode("utf-8")


def content(record: AnyRecord) -> AnyRecord:
    """What journal and comparison hold of a record: all of it, but of an article not the text."""
    return msgspec.structs.replace(record, text="") if isinstance(record, Article) else record


def comparable(record: AnyRecord) -> AnyRecord:
    """What of a record must be as an edit expects it: of an article its fields, of a wording the text it stands for."""
    if isinstance(record, Article):
        return msgspec.structs.replace(record, text="", sha256="", text_version=1)
    return msgspec.structs.replace(record, splices=()) if isinstance(record, Wording) else record


def from_content(kind: str, body: str) -> AnyRecord:
    """A record from its journal form."""
    record = cast(AnyRecord, msgspec.json.decode(body, type=TYPES[kind]))
    return record


# --- row -> record -----------------------------------------------------------------------------------


def article_of(row: tuple[Any, ...]) -> Article:
    """An Article from ARTICLE_FIELDS."""
    return Article(
        id=row[0],
        text=row[1],
        sha256=row[2],
        title=row[3],
        outlet=row[4],
        author=row[5],
        published=row[6],
        url=row[7],
        language=row[8],
        section=row[9],
        source_id=row[10],
        text_version=row[11],
        meta={} if row[12] == "{}" else _from_json(row[12]),
    )


def span_of(row: tuple[Any, ...]) -> Span:
    """A Span from SPAN_FIELDS."""
    return Span(
        id=row[0],
        article=row[1],
        annotator=row[2],
        label=row[3],
        fragments=((row[4], row[5]),) if row[6] is None else _fragments_from_json(row[6]),
        words=row[7],
        codebook=row[8],
        attributes={} if row[9] == "{}" else _from_json(row[9]),
        actor=row[10],
        note=row[11],
        origin=row[12],
    )


def relation_of(row: tuple[Any, ...]) -> Relation:
    """A Relation from RELATION_FIELDS."""
    attributes = {} if row[5] == "{}" else _from_json(row[5])
    return Relation(id=row[0], article=row[1], kind=row[2], head=row[3], tail=row[4], attributes=attributes)


def actor_of(row: tuple[Any, ...]) -> Actor:
    """An Actor from ACTOR_FIELDS."""
    names = ("id", "name", "type", "parent", "wikidata", "note")
    fields = dict(zip(names, row, strict=False)) | _from_json(row[6])
    return msgspec.convert(fields | {"merged_into": row[7]}, Actor)


def comment_of(row: tuple[Any, ...]) -> Comment:
    """A Comment from COMMENT_FIELDS."""
    return Comment(
        id=row[0],
        article=row[1],
        annotator=row[2],
        text=row[3],
        span=row[4],
        parent=row[5],
        question=bool(row[6]),
        closed=bool(row[7]),
    )


def decision_of(row: tuple[Any, ...]) -> Decision:
    """A Decision from DECISION_FIELDS."""
    names = ("id", "article", "difference", "reviewer", "outcome", "reason")
    fields = dict(zip(names, row, strict=False)) | {"guideline": bool(row[6])}
    fields |= {"sources": _from_json(row[7]), "result": _from_json(row[8])}
    return msgspec.convert(fields, Decision)


def progress_of(row: tuple[Any, ...]) -> Progress:
    """A Progress from (article id, annotator id, state, assigned)."""
    return Progress(article=row[0], annotator=row[1], state=row[2], assigned=bool(row[3]))


def annotator_of(row: tuple[Any, ...]) -> Annotator:
    """An Annotator from (id, name, kind)."""
    return Annotator(id=row[0], name=row[1], kind=row[2])


def codebook_of(row: tuple[Any, ...]) -> CodebookVersion:
    """A CodebookVersion from (id, body, parent, seq, by)."""
    return CodebookVersion(id=row[0], body=row[1], parent=row[2], seq=row[3], by=row[4])


_LOAD: dict[str, tuple[str, Callable[[tuple[Any, ...]], AnyRecord]]] = {
    "article": (f"SELECT {_ARTICLE_CONTENT}, rev FROM article WHERE id=?", article_of),
    "span": (f"SELECT {SPAN_FIELDS}, span.rev FROM {SPAN_TABLES} WHERE span.id=?", span_of),
    "relation": (f"SELECT {RELATION_FIELDS}, relation.rev FROM {RELATION_TABLES} WHERE relation.id=?", relation_of),
    "actor": (f"SELECT {ACTOR_FIELDS}, rev FROM actor WHERE id=?", actor_of),
    "annotator": ("SELECT id, name, kind, rev FROM annotator WHERE id=?", annotator_of),
    "comment": (f"SELECT {COMMENT_FIELDS}, c.rev FROM {COMMENT_TABLES} WHERE c.id=?", comment_of),
    "decision": (f"SELECT {DECISION_FIELDS}, d.rev FROM {DECISION_TABLES} WHERE d.id=?", decision_of),
    "codebook": ("SELECT id, body, parent, seq, by, seq FROM codebook WHERE id=?", codebook_of),
}
_PROGRESS = (
    "SELECT article.id, annotator.id, p.state, p.assigned, p.rev FROM progress p JOIN article ON article.n=p.article"
    " JOIN annotator ON annotator.n=p.annotator WHERE article.id=? AND annotator.id=?"
)


class Rows:
    """The rows behind one connection; every call runs inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def load(self, kind: str, key: str) -> tuple[AnyRecord, int] | None:
        """A record's content (an article without its text) and its rev, or None."""
        if kind == "progress":
            article, _, annotator = key.partition("/")
            row = self.connection.execute(_PROGRESS, (article, annotator)).fetchone()
            return None if row is None else (progress_of(row), row[-1])
        if kind in wordings.KINDS:
            return wordings.load(self.connection, kind, key)
        query, build = _LOAD[kind]
        row = self.connection.execute(query, (key,)).fetchone()
        return None if row is None else (build(row), row[-1])

    def number(self, table: str, key: str) -> int:
        """The row number of a record; raises UnknownRecord."""
        row = self.connection.execute(f"SELECT n FROM {table} WHERE id=?", (key,)).fetchone()
        if row is None:
            raise UnknownRecord(kind=table, name=key)
        return int(row[0])

    def former_rev(self, key: str) -> int:
        """The rev under which a record was deleted or is held, 0 when it never was."""
        row = self.connection.execute(
            "SELECT max(rev) FROM (SELECT rev FROM tombstone WHERE id=?1 UNION ALL SELECT rev FROM held WHERE id=?1)",
            (key,),
        ).fetchone()
        return int(row[0] or 0)

    def insert(self, record: AnyRecord, stamp: Stamp, batch: int | None = None, *, revive: bool = True) -> None:
        """A new row; its tombstone, if any, goes, unless the act may still come to nothing (`revive` False)."""
        if revive:
            self.connection.execute("DELETE FROM tombstone WHERE id=?", (record.id,))
        self._refuse_twin(record)
        if isinstance(record, Held):
            wordings.hold(self.connection, record, stamp.rev, stamp.site)
            return
        table, columns = self._columns(record, stamp)
        if table in ("article", "span", "relation", "actor"):
            columns["batch"] = batch
        names = ",".join(f'"{name}"' for name in columns)
        marks = ",".join("?" * len(columns))
        cursor = self.connection.execute(f"INSERT INTO {table}({names}) VALUES({marks})", tuple(columns.values()))
        if isinstance(record, Article):
            self.connection.execute(
                "INSERT INTO search(rowid,title,text) VALUES(?,?,?)", (cursor.lastrowid, record.title, record.text)
            )

    def update(self, record: AnyRecord, stamp: Stamp) -> None:
        """Other content in the same row."""
        self._refuse_twin(record)
        if isinstance(record, Wording):
            wordings.reword(self.connection, record, stamp.rev, stamp.site, stamp.at)
            return
        if isinstance(record, Article):
            self._retitle(record)
        table, columns = self._columns(record, stamp)
        keys = {"article", "annotator"} if isinstance(record, Progress) else {"id"}
        if isinstance(record, Article):
            for name in ("text", "sha256", "text_version"):  # they change only by a correction, which is a Wording
                columns.pop(name)
        changes = {name: value for name, value in columns.items() if name not in keys}
        sets = ",".join(f'"{name}"=?' for name in changes)
        where = " AND ".join(f"{name}=?" for name in sorted(keys))
        values = (*changes.values(), *(columns[name] for name in sorted(keys)))
        self.connection.execute(f"UPDATE {table} SET {sets} WHERE {where}", values)

    def delete(self, kind: str, key: str, stamp: Stamp) -> None:
        """The row goes and leaves its tombstone."""
        if kind == "held":
            wordings.release(self.connection, key, site=stamp.site, at=stamp.at)
            return
        self.erase(kind, key)
        if kind != "codebook":
            self.connection.execute(
                "INSERT OR REPLACE INTO tombstone(id,kind,rev,site,at) VALUES(?,?,?,?,?)",
                (key, kind, stamp.rev, stamp.site, stamp.at),
            )

    def erase(self, kind: str, key: str) -> None:
        """The row goes as if it had never been; an annotator's work time, which nobody else has, goes with it."""
        if kind == "progress":
            article, _, annotator = key.partition("/")
            self.connection.execute(
                "DELETE FROM progress WHERE article=(SELECT n FROM article WHERE id=?)"
                " AND annotator=(SELECT n FROM annotator WHERE id=?)",
                (article, annotator),
            )
            return
        if kind == "held":
            wordings.erase(self.connection, key)
            return
        if kind == "annotator":
            self.connection.execute("DELETE FROM worktime WHERE annotator=(SELECT n FROM annotator WHERE id=?)", (key,))
        self.connection.execute(f"DELETE FROM {kind} WHERE id=?", (key,))

    def left_by(self, annotator: str) -> int:
        """How many records and days of work an annotator has left."""
        counts = (
            f"(SELECT count(*) FROM {table} WHERE {column}=annotator.n)"
            for table, column in (
                ("span", "annotator"),
                ("progress", "annotator"),
                ("comment", "annotator"),
                ("decision", "reviewer"),
                ("worktime", "annotator"),
            )
        )
        row = self.connection.execute(f"SELECT {'+'.join(counts)} FROM annotator WHERE id=?", (annotator,)).fetchone()
        return int(row[0]) if row else 0

    def _retitle(self, record: Article) -> None:
        """Keeps the search index true when a title changes: external content is ours to keep."""
        row = self.connection.execute("SELECT n, title, text FROM article WHERE id=?", (record.id,)).fetchone()
        if row is None or row[1] == record.title:
            return
        self.connection.execute("INSERT INTO search(search,rowid,title,text) VALUES('delete',?,?,?)", row)
        self.connection.execute("INSERT INTO search(rowid,title,text) VALUES(?,?,?)", (row[0], record.title, row[2]))

    def refuse_same_tie(self, record: Relation) -> None:
        """Raises ForbiddenRelation when the same kind ties the same two spans already."""
        found = self.connection.execute(
            "SELECT 1 FROM relation WHERE kind=? AND head=(SELECT n FROM span WHERE id=?)"
            " AND tail=(SELECT n FROM span WHERE id=?) AND id<>?",
            (record.kind, record.head, record.tail, record.id),
        ).fetchone()
        if found:
            raise ForbiddenRelation(kind=record.kind, reason="It ties these two spans already")

    def _refuse_twin(self, record: AnyRecord) -> None:
        if isinstance(record, Relation):
            self.refuse_same_tie(record)
        if isinstance(record, Span):
            found = self.connection.execute(
                'SELECT 1 FROM span WHERE article=(SELECT n FROM article WHERE id=?) AND start=? AND "end"=?'
                " AND label=? AND annotator=(SELECT n FROM annotator WHERE id=?) AND fragments IS ? AND id<>?",
                (
                    record.article,
                    record.start,
                    record.end,
                    record.label,
                    record.annotator,
                    fragments_column(record),
                    record.id,
                ),
            ).fetchone()
            if found:
                raise DuplicateSpan(label=record.label, words=short(record.words))

    def _columns(self, record: AnyRecord, stamp: Stamp) -> tuple[str, dict[str, Any]]:
        """Table and column values of a record with its stamp."""
        if isinstance(record, CodebookVersion):
            columns = msgspec.structs.asdict(record) | {"at": stamp.at}
            return "codebook", columns
        columns = {"rev": stamp.rev, "site": stamp.site, "at": stamp.at}
        columns |= {name: getattr(record, name) for name in record.__struct_fields__}
        if isinstance(record, Article):
            columns["meta"] = as_json(record.meta)
        elif isinstance(record, Actor):
            body = {"aliases": columns.pop("aliases"), "roles": columns.pop("roles")}
            columns["body"] = as_json(body)
        elif isinstance(record, Relation):
            columns.pop("article")
            columns |= {"head": self.number("span", record.head), "tail": self.number("span", record.tail)}
            columns["attributes"] = as_json(record.attributes)
        elif isinstance(record, Span):
            columns |= {"start": record.start, "end": record.end, "fragments": fragments_column(record)}
            columns["attributes"] = as_json(record.attributes)
        elif isinstance(record, Decision):
            columns |= {"sources": as_json(record.sources), "result": as_json(record.result)}
            columns["reviewer"] = self.number("annotator", record.reviewer)
        if isinstance(record, Span | Progress | Comment | Decision):
            columns["article"] = self.number("article", record.article)
        if isinstance(record, Span | Progress | Comment):
            columns["annotator"] = self.number("annotator", record.annotator)
        return kind_of(record), columns


def fragments_column(span: Span) -> str | None:
    """The fragments column: null for a span in one piece, whose start and end say it all."""
    return None if len(span.fragments) == 1 else as_json(span.fragments)


def in_order(records: Iterable[AnyRecord], *, deleting: bool = False) -> list[AnyRecord]:
    """Records in the order in which they can be made, or deleted."""
    return sorted(records, key=lambda record: RANK[kind_of(record)], reverse=deleting)

"""The floors of import and export: the same work done in the plainest way that SQLite and msgspec allow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec

_BATCH = 500
_ARTICLE = ("id", "text", "title", "outlet", "author", "published", "url", "language", "section")
_SPAN = ("id", "start", "end", "label", "annotator", "actor", "note", "text", "origin")


class PlainSpan(msgspec.Struct):
    """A span as the file has it."""

    id: str
    start: int
    end: int
    fragments: msgspec.Raw
    label: str
    annotator: str
    attributes: msgspec.Raw
    actor: str | None
    note: str
    text: str
    origin: str


class PlainArticle(msgspec.Struct):
    """An article as the file has it; what the floor does not look into stays JSON."""

    id: str
    text: str
    title: str
    outlet: str | None
    author: str | None
    published: str | None
    url: str | None
    language: str | None
    section: str | None
    meta: msgspec.Raw
    states: msgspec.Raw
    spans: list[PlainSpan]
    relations: msgspec.Raw


def import_plain(source: Path, database: Path) -> None:
    """The file through msgspec and executemany into two plain tables, one index and FTS5; one commit."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"CREATE TABLE article(n INTEGER PRIMARY KEY, {','.join(_ARTICLE)}, meta, states, relations)")
    columns = ",".join(f'"{name}"' for name in _SPAN)
    connection.execute(f"CREATE TABLE span(article INTEGER, {columns}, fragments, attributes)")
    connection.execute("CREATE INDEX span_article ON span(article)")
    connection.execute("CREATE VIRTUAL TABLE search USING fts5(title,text,content='article',content_rowid='n')")
    for batch in _batches(source):
        _insert(connection, batch)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _batches(source: Path) -> Iterator[list[tuple[int, PlainArticle]]]:
    decode = msgspec.json.Decoder(PlainArticle).decode
    batch = []
    with source.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            batch.append((number, decode(line)))
            if len(batch) == _BATCH:
                yield batch
                batch = []
    yield batch


def _insert(connection: sqlite3.Connection, batch: list[tuple[int, PlainArticle]]) -> None:
    articles = [
        (
            number,
            *(getattr(one, name) for name in _ARTICLE),
            *(bytes(part).decode() for part in (one.meta, one.states, one.relations)),
        )
        for number, one in batch
    ]
    spans = [
        (
            number,
            *(getattr(span, name) for name in _SPAN),
            bytes(span.fragments).decode(),
            bytes(span.attributes).decode(),
        )
        for number, one in batch
        for span in one.spans
    ]
    connection.executemany(f"INSERT INTO article VALUES({','.join('?' * 13)})", articles)
    connection.executemany(f"INSERT INTO span VALUES({','.join('?' * 12)})", spans)
    index = [(number, one.title, one.text) for number, one in batch]
    connection.executemany("INSERT INTO search(rowid,title,text) VALUES(?,?,?)", index)


def export_plain(database: Path, out: Path) -> None:
    """Two queries side by side, written with msgspec, one article a line."""
    connection = sqlite3.connect(database)
    names = ",".join(f'"{name}"' for name in _SPAN)
    spans = groupby(
        connection.execute(f"SELECT article,{names},fragments,attributes FROM span ORDER BY article"), itemgetter(0)
    )
    number, group = next(spans, (0, iter(())))
    encoder, buffer = msgspec.json.Encoder(), bytearray()
    with out.open("wb") as stream:
        for row in connection.execute("SELECT * FROM article ORDER BY n"):
            mine: list[dict[str, Any]] = []
            if number == row[0]:
                mine = [_span(columns) for columns in group]
                number, group = next(spans, (0, iter(())))
            parts = {name: msgspec.Raw(part.encode()) for name, part in zip(_JSON, row[10:], strict=True)}
            encoder.encode_into(dict(zip(_ARTICLE, row[1:10], strict=True)) | parts | {"spans": mine}, buffer)
            stream.write(buffer)
            stream.write(b"\n")
    connection.close()


_JSON = ("meta", "states", "relations")


def _span(columns: tuple[Any, ...]) -> dict[str, Any]:
    span = dict(zip(_SPAN, columns[1:10], strict=True))
    span["fragments"], span["attributes"] = msgspec.Raw(columns[10].encode()), msgspec.Raw(columns[11].encode())
    return span

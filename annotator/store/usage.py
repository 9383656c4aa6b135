"""How much of what is tagged uses a part of the codebook: the counts that are shown before it is changed."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from annotator.core.model import Value
from annotator.store.batches import hidden

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """How many spans (or relations) use something, of how many annotators; `values` count each value's spans."""

    count: int = 0
    annotators: int = 0
    relations: int = 0  # that end at these spans
    values: tuple[tuple[Value, int], ...] = ()


class Uses:
    """Counts of one state of the project, each asked once: a label's values are read in one pass for all attributes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._counts: tuple[dict[str, int], dict[str, int]] | None = None
        self._labels: dict[str, Usage] = {}
        self._values: dict[str, dict[str, Usage]] = {}
        self._kinds: dict[str, dict[str, Usage]] = {}
        self._ties: dict[str, Usage] = {}

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many spans each label has, and how many relations each kind, both out of one look."""
        if self._counts is None:
            spans = f"SELECT label, count(*) FROM span WHERE 1{hidden(self._connection, 'span')} GROUP BY label"
            ties = f"SELECT kind, count(*) FROM relation WHERE 1{hidden(self._connection, 'relation')} GROUP BY kind"
            execute = self._connection.execute
            self._counts = dict(execute(spans).fetchall()), dict(execute(ties).fetchall())
        return self._counts

    def label(self, label: str) -> Usage:
        """Spans of a label, and the relations that end at one of them."""
        if label not in self._labels:
            self._labels[label] = self._label(label)
        return self._labels[label]

    def _label(self, label: str) -> Usage:
        shown = hidden(self._connection, "span")
        count, people = self._connection.execute(
            f"SELECT count(*), count(DISTINCT annotator) FROM span WHERE label=?{shown}", (label,)
        ).fetchone()
        if not count:
            return Usage()
        ties = self._connection.execute(
            "SELECT count(*) FROM relation JOIN span h ON h.n=relation.head JOIN span t ON t.n=relation.tail"
            f" WHERE (h.label=?1 OR t.label=?1){hidden(self._connection, 'relation')}",
            (label,),
        ).fetchone()[0]
        return Usage(count=count, annotators=people, relations=ties)

    def value(self, label: str, key: str) -> Usage:
        """Spans of a label that have a value for an attribute, by value."""
        if label not in self._values:
            self._values[label] = self._read(
                "SELECT attributes, annotator, count(*) FROM span WHERE label=? AND attributes<>'{}'"
                f"{hidden(self._connection, 'span')} GROUP BY 1, 2",
                label,
            )
        return self._values[label].get(key, Usage())

    def kind(self, kind: str) -> Usage:
        """Relations of a kind."""
        if kind not in self._ties:
            self._ties[kind] = self._kind(kind)
        return self._ties[kind]

    def _kind(self, kind: str) -> Usage:
        count, people = self._connection.execute(
            "SELECT count(*), count(DISTINCT h.annotator) FROM relation JOIN span h ON h.n=relation.head"
            f" WHERE relation.kind=?{hidden(self._connection, 'relation')}",
            (kind,),
        ).fetchone()
        return Usage(count=count, annotators=people)

    def kind_value(self, kind: str, key: str) -> Usage:
        """Relations of a kind that have a value for an attribute, by value."""
        if kind not in self._kinds:
            self._kinds[kind] = self._read(
                "SELECT relation.attributes, h.annotator, count(*) FROM relation JOIN span h ON h.n=relation.head"
                f" WHERE relation.kind=? AND relation.attributes<>'{{}}'{hidden(self._connection, 'relation')}"
                " GROUP BY 1, 2",
                kind,
            )
        return self._kinds[kind].get(key, Usage())

    def _read(self, query: str, owner: str) -> dict[str, Usage]:
        """By attribute key, out of (attributes as JSON, annotator, count)."""
        found: dict[str, _Tally] = {}
        for body, annotator, count in self._connection.execute(query, (owner,)):
            for key, value in _decode(body).items():
                found.setdefault(key, _Tally()).add(value, annotator, count)
        return {key: tally.usage() for key, tally in found.items()}


class _Tally:
    """One attribute's values while they are counted."""

    def __init__(self) -> None:
        self.counts: dict[tuple[type, str], int] = {}
        self.values: dict[tuple[type, str], Value] = {}
        self.people: set[int] = set()

    def add(self, value: Value, annotator: int, count: int) -> None:
        name = type(value), str(value)  # 1, 1.0 and true are three values
        self.counts[name] = self.counts.get(name, 0) + count
        self.values[name] = value
        self.people.add(annotator)

    def usage(self) -> Usage:
        values = tuple((self.values[name], count) for name, count in self.counts.items())
        return Usage(count=sum(self.counts.values()), annotators=len(self.people), values=values)


def between(connection: sqlite3.Connection, kind: str) -> list[tuple[str, str, int, int]]:
    """(label of the head, label of the tail, relations, annotators) of a kind."""
    return connection.execute(
        "SELECT h.label, t.label, count(*), count(DISTINCT h.annotator) FROM relation"
        " JOIN span h ON h.n=relation.head JOIN span t ON t.n=relation.tail"
        f" WHERE relation.kind=?{hidden(connection, 'relation')} GROUP BY 1,2 ORDER BY 1,2",
        (kind,),
    ).fetchall()


def older_spans(connection: sqlite3.Connection, version: str, label: str | None = None) -> int:
    """How many spans were made under another version of the codebook than this one."""
    which = "" if label is None else " AND label=?2"
    values = (version,) if label is None else (version, label)
    found = connection.execute(
        f"SELECT count(*) FROM span WHERE codebook<>?1{which}{hidden(connection, 'span')}", values
    ).fetchone()
    return int(found[0])


class OlderSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A span made under an older version of the codebook, with what a list shows of it."""

    span: str
    article: str
    title: str
    label: str
    words: str
    annotator: str
    version: int  # the place of its version in the chain, 0 when the chain does not have it


def older_list(
    connection: sqlite3.Connection, version: str, label: str | None = None, limit: int = 1_000
) -> list[OlderSpan]:
    """The first of the spans made under another version than this one, by article and place."""
    which = "" if label is None else " AND span.label=?3"
    values = (version, limit) if label is None else (version, limit, label)
    found = connection.execute(
        "SELECT span.id, article.id, article.title, span.label, span.words, annotator.name,"
        " coalesce((SELECT seq FROM codebook WHERE codebook.id=span.codebook), 0)"
        " FROM span JOIN article ON article.n=span.article JOIN annotator ON annotator.n=span.annotator"
        f" WHERE span.codebook<>?1{which}{hidden(connection, 'span')}"
        " ORDER BY span.article, span.start, span.n LIMIT ?2",
        values,
    )
    names = ("span", "article", "title", "label", "words", "annotator", "version")
    return [OlderSpan(**dict(zip(names, row, strict=True))) for row in found]

"""How much of what is tagged uses a part of the codebook: the counts that are shown before it is changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from annotator.core.model import Value
from annotator.store.batches import hidden


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """How many spans (or relations) use something, of how many annotators; `values` count each value's spans."""

    count: int = 0
    annotators: int = 0
    relations: int = 0  # that end at these spans
    values: tuple[tuple[Value, int], ...] = ()


def _path(key: str) -> str:
    return f'$."{key}"'


def of_label(connection: sqlite3.Connection, label: str) -> Usage:
    """Spans of a label, and the relations that end at one of them."""
    shown = hidden(connection, "span")
    count, people = connection.execute(
        f"SELECT count(*), count(DISTINCT annotator) FROM span WHERE label=?{shown}", (label,)
    ).fetchone()
    if not count:
        return Usage()
    ties = connection.execute(
        "SELECT count(*) FROM relation WHERE head IN (SELECT n FROM span WHERE label=?1)"
        f" OR tail IN (SELECT n FROM span WHERE label=?1){hidden(connection, 'relation')}",
        (label,),
    ).fetchone()[0]
    return Usage(count=count, annotators=people, relations=ties)


def of_attribute(connection: sqlite3.Connection, label: str, key: str) -> Usage:
    """Spans of a label that have a value for an attribute, by value."""
    found = connection.execute(
        "SELECT json_extract(attributes,?1) AS value, json_type(attributes,?1), annotator, count(*) FROM span"
        f" WHERE label=?2 AND value IS NOT NULL{hidden(connection, 'span')} GROUP BY 1,2,3",
        (_path(key), label),
    ).fetchall()
    return _by_value(found)


def of_kind(connection: sqlite3.Connection, kind: str) -> Usage:
    """Relations of a kind."""
    count, people = connection.execute(
        "SELECT count(*), count(DISTINCT h.annotator) FROM relation JOIN span h ON h.n=relation.head"
        f" WHERE relation.kind=?{hidden(connection, 'relation')}",
        (kind,),
    ).fetchone()
    return Usage(count=count, annotators=people)


def of_kind_attribute(connection: sqlite3.Connection, kind: str, key: str) -> Usage:
    """Relations of a kind that have a value for an attribute, by value."""
    found = connection.execute(
        "SELECT json_extract(relation.attributes,?1) AS value, json_type(relation.attributes,?1), h.annotator, count(*)"
        " FROM relation JOIN span h ON h.n=relation.head"
        f" WHERE relation.kind=?2 AND value IS NOT NULL{hidden(connection, 'relation')} GROUP BY 1,2,3",
        (_path(key), kind),
    ).fetchall()
    return _by_value(found)


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


def _by_value(rows: Sequence[tuple[object, str, int, int]]) -> Usage:
    """Counts by value out of (value, its JSON type, annotator, count)."""
    counts: dict[tuple[object, str], int] = {}
    for value, kind, _, count in rows:
        counts[value, kind] = counts.get((value, kind), 0) + count
    values = tuple((_value(value, kind), count) for (value, kind), count in counts.items())
    return Usage(count=sum(counts.values()), annotators=len({row[2] for row in rows}), values=values)


def _value(value: object, kind: str) -> Value:
    if kind in ("true", "false"):
        return kind == "true"
    return msgspec.json.decode(str(value)) if kind == "array" else value

"""What a merge changes, written down so that taking it back leaves everything exactly as it was, stamps too.

A record that changes or goes has its `change` line, whose `before` carries the former stamp; a row that is no record
(tombstone, held, work time, wording) has one of kind `state` with the whole former row. Rows that are new carry the
merge's batch and need none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

import msgspec

from annotator.core.model import AnyRecord
from annotator.store.rows import as_json, content

STATE = "state"
_CHANGE = "INSERT OR IGNORE INTO main.change(journal,record,kind,rev,before,after) VALUES(?,?,?,?,?,?)"
_FLUSH = 2_000


class Stamped(msgspec.Struct, frozen=True):
    """The stamp that a `before` carries: rev, site, at, and the batch that the row belonged to."""

    rev: int
    site: str
    at: int
    batch: int | None = None


class _Carried(msgspec.Struct, frozen=True):
    stamp: tuple[int, str, int, int | None] | None = msgspec.field(default=None, name="_stamp")


_carried = msgspec.json.Decoder(_Carried).decode


def with_stamp(body: str, stamp: Stamped) -> str:
    """A record's JSON with its stamp, which reading it as a record leaves aside."""
    return f'{body[:-1]},"_stamp":{as_json([stamp.rev, stamp.site, stamp.at, stamp.batch])}}}'


def stamp_in(body: str) -> Stamped | None:
    """The stamp that a record's JSON carries."""
    found = _carried(body).stamp
    return None if found is None else Stamped(*found)


class Log:
    """Collects lines and writes them many at a time; `n` is the merge's journal line."""

    def __init__(self, connection: sqlite3.Connection, n: int) -> None:
        self.connection, self.n = connection, n
        self._lines: list[tuple[Any, ...]] = []

    def record(
        self, record: str, kind: str, rev: int, *, before: AnyRecord | None, stamp: Stamped | None, after: str | None
    ) -> None:
        """A record that changes, is made or goes; `after` is JSON."""
        former = None
        if before is not None and stamp is not None:
            former = with_stamp(as_json(content(before)), stamp)
        self._lines.append((self.n, record, kind, rev, former, after))
        if len(self._lines) >= _FLUSH:
            self.flush()

    def state(self, table: str, key: str, former: Any) -> None:
        """A row that is no record, as it was (None: there was none); only the first of several changes counts."""
        self._lines.append((self.n, f"{STATE}/{table}/{key}", STATE, 0, as_json(former), None))

    def states(self, table: str, rows: Iterable[tuple[str, Any]]) -> None:
        """Several such rows."""
        for key, former in rows:
            self.state(table, key, former)

    def flush(self) -> None:
        """Writes what waits."""
        self.connection.executemany(_CHANGE, self._lines)
        self._lines.clear()

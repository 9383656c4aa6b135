"""Records that are valid but cannot stand now, kept whole with a reason until somebody decides.

A span under a label that was retired, a relation whose end is held: they leave their tables and wait here. Nothing is
dropped by guess.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from annotator.core.model import AnyRecord, kind_of
from annotator.store.rows import as_json, from_content


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One held record: what it is, why it is held, and the rev it had."""

    record: AnyRecord
    reason: str
    rev: int


def hold(connection: sqlite3.Connection, record: AnyRecord, *, rev: int, site: str, reason: str) -> None:
    """Keeps a record that has just left its table; inside the caller's transaction."""
    connection.execute(
        "INSERT OR REPLACE INTO held(id,kind,rev,site,reason,body) VALUES(?,?,?,?,?,?)",
        (record.id, kind_of(record), rev, site, reason, as_json(record)),
    )


def release(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Records that stand again, or that somebody let go, are held no longer; inside the caller's transaction."""
    connection.executemany("DELETE FROM held WHERE id=?", [(key,) for key in keys])


def listed(connection: sqlite3.Connection) -> list[Held]:
    """Everything that is held, spans before relations."""
    found = connection.execute("SELECT kind, body, reason, rev FROM held ORDER BY kind DESC, reason, id").fetchall()
    return [Held(record=from_content(kind, body), reason=reason, rev=rev) for kind, body, reason, rev in found]


def count(connection: sqlite3.Connection) -> int:
    """How many records are held."""
    return int(connection.execute("SELECT count(*) FROM held").fetchone()[0])

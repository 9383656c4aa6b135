"""What makes a project file a packet: for whom it was made, whether blind, and gold of a training round, sealed."""

from __future__ import annotations

import base64
import sqlite3
import zlib
from collections.abc import Sequence

import msgspec

from annotator.core.model import Relation, Span

KEY = "packet"
_SEALED = "training:"


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """A file for one person (an annotator's id); `made` in milliseconds since 1970, `id` tells two packets apart."""

    id: str
    person: str
    blind: bool
    made: int


class Gold(msgspec.Struct, frozen=True, kw_only=True):
    """Gold's layer on one article."""

    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()


def packet_of(connection: sqlite3.Connection) -> Packet | None:
    """What the file is a packet for, None when it is a whole project."""
    row = connection.execute("SELECT value FROM project WHERE key=?", (KEY,)).fetchone()
    if row is None:
        return None
    try:
        return msgspec.json.decode(row[0], type=Packet)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def seal(connection: sqlite3.Connection, article: str, spans: Sequence[Span], relations: Sequence[Relation]) -> None:
    """Puts gold of a training article into a packet in a form that no list shows and no search finds."""
    gold = Gold(spans=tuple(spans), relations=tuple(relations))
    value = base64.b64encode(zlib.compress(msgspec.json.encode(gold))).decode("ascii")
    connection.execute("INSERT INTO main.project(key,value) VALUES(?,?)", (_SEALED + article, value))


def unsealed(connection: sqlite3.Connection, article: str) -> Gold | None:
    """Gold of a training article in a packet, None when it is none."""
    row = connection.execute("SELECT value FROM project WHERE key=?", (_SEALED + article,)).fetchone()
    if row is None:
        return None
    try:
        return msgspec.json.decode(zlib.decompress(base64.b64decode(row[0])), type=Gold)
    except (ValueError, zlib.error):
        return None

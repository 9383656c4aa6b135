"""What makes a project file a packet: for whom it was made, whether blind, and gold of a training round, sealed."""

from __future__ import annotations

import sqlite3

import msgspec

KEY = "packet"


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """A file for one person (an annotator's id); `made` in milliseconds since 1970, `id` tells two packets apart."""

    id: str
    person: str
    blind: bool
    made: int


def packet_of(connection: sqlite3.Connection) -> Packet | None:
    """What the file is a packet for, None when it is a whole project."""
    row = connection.execute("SELECT value FROM project WHERE key=?", (KEY,)).fetchone()
    if row is None:
        return None
    try:
        return msgspec.json.decode(row[0], type=Packet)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None

"""The journal as a list that is asked and filtered, and what became of one record: who changed it when, by what act."""

from __future__ import annotations

import sqlite3
import time
from array import array
from collections.abc import Sequence
from typing import Any

import msgspec

from annotator.core.errors import UnknownRecord
from annotator.core.model import TYPES, AnyRecord
from annotator.store.connection import in_users_words
from annotator.store.journal import FIELDS, Line, line_of
from annotator.store.lists import containing, folded
from annotator.store.rows import from_content

_CHUNK = 500
_MOST_WORDS = 20
_WHOLE = "(j.bulk=0 OR j.summary IS NOT NULL)"  # a Bulk act that is still running has no place in the list yet
_COLUMNS = ", ".join(f"j.{name.strip()}" for name in FIELDS.split(","))
# What else a Bulk act writes down to be taken back (tombstones, held rows) is no record.
_RECORDS = f" AND kind IN ({','.join(repr(kind) for kind in TYPES)})"
_OF_RECORD = (
    "SELECT journal FROM change WHERE record=:record"
    " UNION SELECT batch FROM span WHERE id=:record AND batch IS NOT NULL"
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines are asked for; empty fields leave nothing out. Ids name the annotator, the article, the record."""

    who: str = ""
    act: str = ""
    article: str = ""
    record: str = ""
    since: str = ""  # YYYY[-MM[-DD]] by this computer's calendar, both ends are in
    until: str = ""
    words: str = ""  # each must stand in the step's title or its article's

    @property
    def empty(self) -> bool:
        """Whether all lines are asked for."""
        return self == Asked()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the list shows of a line: the names of its annotator and its article (empty where there is none)."""

    line: Line
    who: str
    article: str
    taken_back: bool = False


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What a line did to one record; of a record that a Bulk act brought both sides may be unknown."""

    record: str
    kind: str
    before: AnyRecord | None
    after: AnyRecord | None


@in_users_words
class History:
    """The queries behind the history, over one connection; `site` is this installation's."""

    def __init__(self, connection: sqlite3.Connection, site: str) -> None:
        self.connection = connection
        self.site = site
        connection.create_function("folded", 1, folded, deterministic=True)

    def numbers(self, asked: Asked, *, limit: int = 0) -> array[int]:
        """The numbers of the lines asked for, the newest first; those of one record in the order of its changes.

        `limit` 0 is all.
        """
        conditions, values = [_WHOLE], dict[str, Any]()
        for name in ("who", "act", "article"):
            if getattr(asked, name):
                conditions.append(f"j.{name}=:{name}")
                values[name] = getattr(asked, name)
        if asked.record:
            conditions.append(f"j.n IN ({_OF_RECORD})")
            values["record"] = asked.record
        for name, date, sign in (("since", asked.since, ">="), ("until", asked.until, "<")):
            if date:
                conditions.append(f"j.at{sign}:{name}")
                values[name] = _moment(date, after=name == "until")
        words = asked.words.encode("utf-8", "replace").decode("utf-8").split()
        for place, word in enumerate(dict.fromkeys(words[:_MOST_WORDS])):
            name = f"word{place}"
            values[name], contains = containing(word, name)
            titled = contains.format(column="article.title")
            conditions.append(
                f"({contains.format(column='j.title')} OR j.article IN (SELECT id FROM article WHERE {titled}))"
            )
        query = f"SELECT j.n AS n FROM journal j WHERE {' AND '.join(conditions)} ORDER BY j.n DESC LIMIT {limit or -1}"
        # In one piece: a row of its own for each number takes longer than the search itself.
        row = self.connection.execute(f"SELECT group_concat(n) FROM ({query})", values).fetchone()
        found = array("q", map(int, row[0].split(","))) if row[0] else array("q")
        return self._by_change(found, asked.record) if asked.record else found

    def _by_change(self, numbers: array[int], record: str) -> array[int]:
        """A record's lines, the last change first: steps of other copies came in together, later than they were made.

        The Bulk act that brought it stands before the changes that were made here since.
        """
        row = self.connection.execute("SELECT batch, rev FROM span WHERE id=?", (record,)).fetchone()
        batch, origin = row if row is not None else (None, 0)
        revs: dict[int, int] = {}
        found = self.connection.execute(
            "SELECT c.journal, c.rev, j.site FROM change c JOIN journal j ON j.n=c.journal WHERE c.record=?", (record,)
        )
        for number, rev, site in found:
            revs[number] = rev
            if batch is not None and number > batch and site == self.site:
                origin = min(origin, rev - 1)
        return array("q", sorted(numbers, key=lambda n: (revs.get(n, origin), n), reverse=True))

    def number_of(self, name: str) -> int:
        """The number of a line by its number or id as a user writes it; raises UnknownRecord."""
        known = int(name) if name.isascii() and name.isdecimal() and len(name) < 19 else -1
        row = self.connection.execute("SELECT n FROM journal WHERE n=? OR id=?", (known, name.lower())).fetchone()
        if row is None:
            raise UnknownRecord(kind="step", name=name)
        return int(row[0])

    def size(self) -> int:
        """About how many lines there are."""
        return int(self.connection.execute("SELECT coalesce(max(n),0) FROM journal").fetchone()[0])

    def entries(self, numbers: Sequence[int]) -> list[Entry]:
        """The lines of these numbers, in the order asked; one that is gone meanwhile is left out."""
        found: dict[int, Entry] = {}
        for start in range(0, len(numbers), _CHUNK):
            some = numbers[start : start + _CHUNK]
            rows = self.connection.execute(
                f"SELECT {_COLUMNS}, annotator.name, article.title FROM journal j"
                " LEFT JOIN annotator ON annotator.id=j.who LEFT JOIN article ON article.id=j.article"
                f" WHERE j.n IN ({','.join('?' * len(some))})",
                some,
            )
            found |= self._entries([(line_of(tuple(fields)), who or "", title or "") for *fields, who, title in rows])
        return [found[number] for number in numbers if number in found]

    def _entries(self, rows: list[tuple[Line, str, str]]) -> dict[int, Entry]:
        """What is past (2) was taken back if a later line names it; that somebody came to work is past at once."""
        asked = [line.id for line, _, _ in rows if line.undone == 2]
        named = self.connection.execute(
            f"SELECT DISTINCT target FROM journal WHERE target IN ({','.join('?' * len(asked))})", asked
        )
        back = {row[0] for row in named} if asked else set()
        return {
            line.n: Entry(line=line, who=who, article=title, taken_back=line.undone == 1 or line.id in back)
            for line, who, title in rows
        }

    def acts(self) -> list[str]:
        """Every kind of act that the journal has, the most frequent first."""
        found = self.connection.execute(
            f"SELECT act FROM journal j WHERE {_WHOLE} GROUP BY act ORDER BY count(*) DESC, act"
        )
        return [row[0] for row in found]

    def changes(self, line: int, *, most: int) -> tuple[list[Changed], int]:
        """What a line did, record by record, `most` of them; and of how many it tells."""
        total = self.connection.execute(f"SELECT count(*) FROM change WHERE journal=?{_RECORDS}", (line,)).fetchone()[0]
        found = self.connection.execute(
            f"SELECT record, kind, before, after FROM change WHERE journal=?{_RECORDS} ORDER BY record LIMIT ?",
            (line, most),
        )
        return [_changed(*row) for row in found], int(total)

    def change(self, line: int, record: str) -> Changed | None:
        """What a line did to one record; None when it brought it, as a Bulk act does."""
        row = self.connection.execute(
            "SELECT record, kind, before, after FROM change WHERE journal=? AND record=?", (line, record)
        ).fetchone()
        return None if row is None else _changed(*row)


def _changed(record: str, kind: str, before: str | None, after: str | None) -> Changed:
    former, latter = (None if body is None else from_content(kind, body) for body in (before, after))
    return Changed(record=record, kind=kind, before=former, after=latter)


def _moment(date: str, *, after: bool) -> int:
    """When a day, month or year begins here, or with `after` is over, in milliseconds since 1970.

    A day or month that no calendar has is counted on: the 31st of June is the 1st of July.
    """
    parts = [int(part) for part in date.split("-")]
    parts[-1] += after
    year, month, day = (*parts, 1, 1)[:3]
    return int(time.mktime((min(max(year, 1971), 2999), month, day, 0, 0, 0, 0, 1, -1)) * 1000)

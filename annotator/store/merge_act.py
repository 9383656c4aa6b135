"""What all parts of a merge share: the connection with the other file attached, who is who, and where results go."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.chains import Chain
from annotator.core.errors import DamagedProject
from annotator.core.fitting import Fitting
from annotator.store import wordings
from annotator.store.journal import now
from annotator.store.merge_log import Log
from annotator.store.merge_report import Tally
from annotator.store.rows import Rows

# What waits to be looked at, by article; the articles of a chunk; their articles and people beside ours.
_TEMPORARY = (
    "CREATE TEMP TABLE hit(article TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY(article,kind,id))"
    " WITHOUT ROWID",
    "CREATE TEMP TABLE chunk(id TEXT PRIMARY KEY, mn INTEGER, tn INTEGER) WITHOUT ROWID",
    "CREATE TEMP TABLE art(tn INTEGER PRIMARY KEY, mn INTEGER, id TEXT NOT NULL)",
    "CREATE TEMP TABLE who(tn INTEGER PRIMARY KEY, n INTEGER, id TEXT NOT NULL)",
    "CREATE TEMP TABLE line(tn INTEGER PRIMARY KEY, n INTEGER NOT NULL)",
    "CREATE TEMP TABLE buried(id TEXT PRIMARY KEY, kind TEXT, rev INTEGER, site TEXT, at INTEGER)",
)


class _OfText(msgspec.Struct):
    chain: Chain


class Place(msgspec.Struct):
    """An article as the merge leaves it, and the texts in which either side's positions count."""

    id: str
    title: str
    number: int | None  # here; None when it does not stand
    mine: str = ""  # hash of our text before the merge
    theirs: str = ""
    sha256: str = ""  # of the text that stands
    chain: Chain | None = None
    lost: list[Chain] | None = None  # those that parted from it and do not stand
    held_asked: bool = False
    unpicked: bool = False  # two texts were corrected apart: nothing stands on it until a person picks one
    dead: tuple[int, str] | None = None  # rev and site of its tombstone

    def covers(self, rev: int, site: str) -> bool:
        """Whether the article's tombstone is that of a record, too: what its deleter's own site had made before."""
        return self.dead is not None and rev < self.dead[0] and site == self.dead[1]


class Act:
    """One merge while it runs, inside the caller's transaction; `main` is ours, `theirs` the checked copy."""

    def __init__(self, connection: sqlite3.Connection, *, site: str, path: Path, file: Path) -> None:
        self.connection = connection
        self.site, self.path, self.file = site, path, file
        self.at = now()
        self.rows = Rows(connection)
        self.tally = Tally()
        self.first = 0  # of the lines of their history
        self.n = 0  # our journal line
        self.log = Log(connection, 0)
        self.fitting: Fitting
        self.protected: str | None = None  # whose layer nobody but its owner changes here
        self.people: dict[int, str] = {}  # their row number -> our id
        self.ids: dict[str, str] = {}  # their annotator's id -> ours
        self.numbers: dict[str, int] = {}  # our annotator's id -> our row number
        self.names: dict[int, str] = {}  # our row number -> our id
        self.places: dict[str, Place] = {}  # articles that are not simply the same

    def attach(self) -> None:
        """Makes the other file readable beside ours, and the tables to work with; before any transaction."""
        self.connection.execute("ATTACH ? AS theirs", (f"{self.file.absolute().as_uri()}?mode=ro&immutable=1",))
        for statement in _TEMPORARY:
            self.connection.execute(statement)

    def detach(self) -> None:
        """Lets go of the other file."""
        for table in ("hit", "chunk", "art", "who", "line", "buried"):
            self.connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
        self.connection.execute("DETACH theirs")

    def damaged(self, reason: str) -> DamagedProject:
        """Their file holds something that no project can."""
        return DamagedProject(path=self.path, reason=reason)

    def chain(self, side: str, number: int, sha256: str) -> Chain:
        """The wordings that an article has had on one side."""
        try:
            return wordings.chain(self.connection, number, sha256, side=side)
        except msgspec.DecodeError as error:
            raise self.damaged(f"The wordings of an article cannot be read: {error}") from error

    def place(self, article: str) -> Place:
        """An article as it stands after its own turn came."""
        found = self.places.get(article)
        if found is None:
            row = self.connection.execute("SELECT n, title, sha256 FROM main.article WHERE id=?", (article,)).fetchone()
            if row is None:
                found = Place(id=article, title="", number=None, dead=self._tombstone(article))
            else:
                number, title, sha256 = row
                found = Place(id=article, title=title, number=number, mine=sha256, theirs=sha256, sha256=sha256)
            self.places[article] = found
        return found

    def _tombstone(self, article: str) -> tuple[int, str] | None:
        row: tuple[int, str] | None = self.connection.execute(
            "SELECT rev, site FROM main.tombstone WHERE id=?", (article,)
        ).fetchone()
        return row

    def chain_of(self, place: Place) -> Chain:
        """The wordings of an article as it stands."""
        if place.chain is None:
            assert place.number is not None
            place.chain = self.chain("main", place.number, place.sha256)
        return place.chain

    def lost_of(self, place: Place) -> list[Chain]:
        """The chains that parted from the one that stands: of this merge, and of texts that are held since others."""
        if place.lost is None:
            place.lost = []
        if not place.held_asked:
            place.held_asked = True
            place.lost += self.held_chains("main", place.id)
        return place.lost

    def held_chains(self, side: str, article: str) -> list[Chain]:
        """The chains of an article's texts that one side holds."""
        query = f"SELECT id, body FROM {side}.held WHERE id>=? AND id<?"
        found = self.execute(query, wordings.texts_of(article)).fetchall()
        return [self.chain_in(key, body) for key, body in found]

    def chain_in(self, key: str, body: str) -> Chain:
        """The chain of a held text (its id and what is held)."""
        try:
            return msgspec.json.decode(body, type=_OfText).chain
        except msgspec.DecodeError as error:
            raise self.damaged(f"What is held as {key} cannot be read") from error

    def execute(self, query: str, values: Mapping[str, Any] | tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """A statement on the merge's connection."""
        return self.connection.execute(query, values)

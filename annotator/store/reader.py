"""Reading records: what the window, the exports and the command line ask of a project."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from annotator.core.errors import UnknownRecord
from annotator.core.model import (
    Annotator,
    Article,
    CodebookVersion,
    Comment,
    Decision,
    Held,
    Progress,
    Relation,
    Span,
)
from annotator.store import rows
from annotator.store.batches import hidden, open_batches
from annotator.store.connection import in_users_words
from annotator.store.lists import Lists
from annotator.store.registry import Registry
from annotator.store.wordings import UNPICKED, texts_of

_CHUNK = 500  # values in one IN (...), below SQLite's limit on variables in any build


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of a whole project; states are by annotator, then by state (articles not begun are not counted)."""

    articles: int
    spans_by_label: dict[str, int]
    spans_by_annotator: dict[str, int]
    states: dict[str, dict[str, int]]
    relations: int


@in_users_words
class Reader(Registry, Lists):
    """Reads over one connection; rows of batches that are not whole stay hidden (but for `own`)."""

    def __init__(self, connection: sqlite3.Connection, *, own: int | None = None) -> None:
        super().__init__(connection, own=own)

    def newest_line(self) -> int:
        """The number of the journal's last line, but for those of batches that are not whole; 0 without any."""
        own = ",".join(str(line) for line in open_batches(self.connection))
        query = f"SELECT n FROM journal WHERE n NOT IN ({own}) ORDER BY n DESC LIMIT 1"
        found = self.connection.execute(query).fetchone()
        return 0 if found is None else int(found[0])

    # --- articles and what hangs on them ------------------------------------------------------------

    def article(self, key: str) -> Article:
        """One article whole; raises UnknownRecord."""
        return self._article("id", key)

    def article_by_n(self, number: int) -> Article:
        """One article by its row number in this file; raises UnknownRecord."""
        return self._article("n", number)

    def _article(self, column: str, value: str | int) -> Article:
        condition = hidden(self.connection, "article", own=self.own)
        query = f"SELECT {rows.ARTICLE_FIELDS} FROM article WHERE {column}=?{condition}"
        row = self.connection.execute(query, (value,)).fetchone()
        if row is None:
            raise UnknownRecord(kind="article", name=value)
        return rows.article_of(row)

    def number_of(self, article: str) -> int:
        """An article's row number in this file; raises UnknownRecord."""
        condition = hidden(self.connection, "article", own=self.own)
        row = self.connection.execute(f"SELECT n FROM article WHERE id=?{condition}", (article,)).fetchone()
        if row is None:
            raise UnknownRecord(kind="article", name=article)
        return int(row[0])

    def spans(self, article: str, annotator: str | None = None) -> list[Span]:
        """An article's spans in text order (outer before inner), of one annotator or of all."""
        whose = "" if annotator is None else " AND span.annotator=(SELECT n FROM annotator WHERE id=?2)"
        condition = whose + hidden(self.connection, "span", own=self.own)
        found = self.connection.execute(
            f"SELECT {rows.SPAN_FIELDS} FROM {rows.SPAN_TABLES}"
            f" WHERE span.article=(SELECT n FROM article WHERE id=?1){condition}"
            ' ORDER BY span.start, span."end" DESC, span.id',
            (article,) if annotator is None else (article, annotator),
        )
        return [rows.span_of(row) for row in found]

    def span(self, key: str) -> Span:
        """One span; raises UnknownRecord."""
        condition = hidden(self.connection, "span", own=self.own)
        row = self.connection.execute(
            f"SELECT {rows.SPAN_FIELDS} FROM {rows.SPAN_TABLES} WHERE span.id=?{condition}", (key,)
        ).fetchone()
        if row is None:
            raise UnknownRecord(kind="span", name=key)
        return rows.span_of(row)

    def relations(self, article: str, annotator: str | None = None) -> list[Relation]:
        """An article's relations, of one annotator (the head's) or of all."""
        whose = "" if annotator is None else " AND h.annotator=(SELECT n FROM annotator WHERE id=?2)"
        condition = whose + hidden(self.connection, "relation", own=self.own)
        found = self.connection.execute(
            f"SELECT {rows.RELATION_FIELDS} FROM {rows.RELATION_TABLES}"
            f" WHERE h.article=(SELECT n FROM article WHERE id=?1){condition} ORDER BY relation.n",
            (article,) if annotator is None else (article, annotator),
        )
        return [rows.relation_of(row) for row in found]

    def progress(self, article: str, annotator: str) -> Progress | None:
        """How far an annotator is with an article; None when never begun."""
        return next((one for one in self.states(article) if one.annotator == annotator), None)

    def states(self, article: str) -> list[Progress]:
        """All annotators' progress on an article."""
        condition = hidden(self.connection, "p", own=self.own)
        found = self.connection.execute(
            "SELECT article.id, annotator.id, p.state, p.assigned FROM progress p JOIN article ON article.n=p.article"
            f" JOIN annotator ON annotator.n=p.annotator WHERE article.id=?{condition} ORDER BY annotator.n",
            (article,),
        )
        return [rows.progress_of(row) for row in found]

    def worktime(self, article: str, annotator: str) -> int:
        """Seconds of work of an annotator on an article, all days and sites."""
        row = self.connection.execute(
            "SELECT coalesce(sum(seconds),0) FROM worktime WHERE article=(SELECT n FROM article WHERE id=?)"
            " AND annotator=(SELECT n FROM annotator WHERE id=?)",
            (article, annotator),
        ).fetchone()
        return int(row[0])

    def worktimes(self) -> Iterator[tuple[str, str, str, str, int]]:
        """(article id, annotator id, site, day, seconds) of the whole project."""
        condition = hidden(self.connection, "article", own=self.own)
        yield from self.connection.execute(
            "SELECT article.id, annotator.id, w.site, w.day, w.seconds FROM worktime w"
            " JOIN article ON article.n=w.article JOIN annotator ON annotator.n=w.annotator"
            f" WHERE 1{condition} ORDER BY article.n, annotator.n, w.site, w.day"
        )

    def known_hashes(self, hashes: Iterable[str]) -> dict[str, str]:
        """Which of these text hashes stand in the project, with the (first) article's id."""
        wanted = list(hashes)
        known: dict[str, str] = {}
        condition = hidden(self.connection, "article", own=self.own)
        for some in _chunks(wanted):
            marks = ",".join("?" * len(some))
            found = self.connection.execute(
                f"SELECT sha256, id FROM article WHERE sha256 IN ({marks}){condition} ORDER BY n DESC", some
            )
            known.update(found.fetchall())
        return known

    def find_by_hash(self, sha256: str) -> str | None:
        """The id of the article with this text, or None."""
        return self.known_hashes([sha256]).get(sha256)

    def taken_ids(self, kind: str, keys: Iterable[str]) -> set[str]:
        """Which of these ids exist already, hidden rows too: an id stands once in a file."""
        taken: set[str] = set()
        for some in _chunks(list(keys)):
            marks = ",".join("?" * len(some))
            taken.update(
                row[0] for row in self.connection.execute(f"SELECT id FROM {kind} WHERE id IN ({marks})", some)
            )
        return taken

    # --- people, review -------------------------------------------------------------------

    def annotators(self) -> list[Annotator]:
        """Everybody, in the order they came."""
        return [
            rows.annotator_of(row) for row in self.connection.execute("SELECT id,name,kind FROM annotator ORDER BY n")
        ]

    def annotator(self, key: str) -> Annotator:
        """One annotator by id; raises UnknownRecord."""
        row = self.connection.execute("SELECT id,name,kind FROM annotator WHERE id=?", (key,)).fetchone()
        if row is None:
            raise UnknownRecord(kind="annotator", name=key)
        return rows.annotator_of(row)

    def annotator_named(self, name: str) -> Annotator | None:
        """The annotator of that name, letter case and outer spaces aside."""
        wanted = name.strip().casefold()
        return next((one for one in self.annotators() if one.name.strip().casefold() == wanted), None)

    def comments(self, article: str | None = None) -> list[Comment]:
        """Every comment, or those of one article, oldest first."""
        condition = hidden(self.connection, "c", own=self.own)
        whose = "" if article is None else " AND c.article=(SELECT n FROM article WHERE id=?)"
        found = self.connection.execute(
            f"SELECT {rows.COMMENT_FIELDS} FROM {rows.COMMENT_TABLES} WHERE 1{whose}{condition} ORDER BY c.n",
            () if article is None else (article,),
        )
        return [rows.comment_of(row) for row in found]

    def held(self) -> list[Held]:
        """What cannot stand and waits for a decision, spans before relations."""
        found = self.connection.execute("SELECT id, kind, reason, body FROM held ORDER BY kind DESC, id")
        return [Held(record=row[0], kind=row[1], reason=row[2], body=row[3]) for row in found]

    def held_count(self) -> int:
        """How many records wait for a decision."""
        return int(self.connection.execute("SELECT count(*) FROM held").fetchone()[0])

    def unpicked(self, article: str) -> bool:
        """Whether two texts of an article were corrected apart and nobody has picked one: its spans are held."""
        query = "SELECT 1 FROM held WHERE id>=? AND id<? AND kind='wording'"
        return self.connection.execute(query, texts_of(article)).fetchone() is not None

    def all_unpicked(self) -> set[int]:
        """The row numbers of all such articles."""
        return {row[0] for row in self.connection.execute(UNPICKED)}

    def decisions(self) -> list[Decision]:
        """Every decision, oldest first."""
        condition = hidden(self.connection, "d", own=self.own)
        found = self.connection.execute(
            f"SELECT {rows.DECISION_FIELDS} FROM {rows.DECISION_TABLES} WHERE 1{condition} ORDER BY d.n"
        )
        return [rows.decision_of(row) for row in found]

    def codebooks(self) -> list[CodebookVersion]:
        """The chain of codebook versions, oldest first."""
        found = self.connection.execute("SELECT id, body, parent, seq, by FROM codebook ORDER BY seq")
        return [rows.codebook_of(row) for row in found]

    def stats(self) -> Stats:
        """Counts by label, annotator and state."""
        spans, ties, begun = (hidden(self.connection, table, own=self.own) for table in ("span", "relation", "p"))
        labels = self.connection.execute(
            f"SELECT label, count(*) FROM span WHERE 1{spans} GROUP BY label ORDER BY label"
        )
        people = self.connection.execute(
            "SELECT annotator.name, (SELECT count(*) FROM span WHERE span.annotator=annotator.n"
            f"{spans}) FROM annotator ORDER BY annotator.n"
        )
        states: dict[str, dict[str, int]] = {}
        for name, state, count in self.connection.execute(
            "SELECT annotator.name, p.state, count(*) FROM progress p JOIN annotator ON annotator.n=p.annotator"
            f" WHERE 1{begun} GROUP BY annotator.n, p.state ORDER BY annotator.n, p.state"
        ):
            states.setdefault(name, {})[state] = count
        relations = self.connection.execute(f"SELECT count(*) FROM relation WHERE 1{ties}").fetchone()[0]
        return Stats(
            articles=self.article_count(),
            spans_by_label=dict(labels.fetchall()),
            spans_by_annotator=dict(people.fetchall()),
            states=states,
            relations=relations,
        )


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]

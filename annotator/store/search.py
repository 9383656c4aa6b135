"""Words and spans found over the whole project: each hit with its place in the stored text and what stands around it.

The search index only narrows down which texts to read; what counts is found in the texts themselves.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from annotator.core.folding import fold_character
from annotator.core.model import Fragment, State
from annotator.core.occurrences import PLAIN, Manner, Needle, is_joined, variants
from annotator.core.query import Matcher, Query
from annotator.store.batches import hidden
from annotator.store.connection import path_of, translated
from annotator.store.passages import CHUNK, Hit, Piece, Source, covering, hit_at, portions, read_texts
from annotator.store.reader import Reader

MOST = 50_000  # hits of one search
NEWEST = 64  # articles that are looked into before the index is asked, so that the first page is there at once
UNLINKED = "*unlinked"  # in place of an actor: spans that are linked to none
_NO_INDEX = frozenset(range(0x528, 0x530)) | {0x37F, 0x3F3}  # letters that the index folds otherwise than we do


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for and where; empty fields leave nothing out. Ids name annotators, actors and articles."""

    query: Query = Query()
    manner: Manner = PLAIN
    spans: bool = False  # hits are spans whose words answer the query, not words of the text
    labels: tuple[str, ...] = ()  # spans of these, or words inside one
    untagged: bool = False  # words that stand in no span
    attribute: str = ""  # spans that have this attribute ...
    value: str = ""  # ... with this value
    actor: str = ""
    annotator: str = ""  # whose spans count; empty: anybody's
    state: State | None = None  # articles which `who` has in this state
    who: str = ""
    outlet: str = ""
    since: str = ""  # YYYY[-MM[-DD]], both ends are in
    until: str = ""
    article: str = ""
    most: int = MOST

    @property
    def asks_spans(self) -> bool:
        """Whether a span has to be there."""
        return bool(self.spans or self.labels or self.attribute or self.actor)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for: no words, and not spans."""
        return self.query.empty and not self.spans


class Found(msgspec.Struct, frozen=True):
    """Some hits, the articles they stand in, and how many of so many articles have been looked at."""

    hits: list[Hit]
    sources: list[Source]
    looked: int
    total: int


def search(reader: Reader, sought: Sought) -> Iterator[Found]:
    """The hits, newest articles first, a few articles at a time, at most `sought.most`; stop whenever it is enough."""
    if sought.empty:
        return
    with translated(path_of(reader.connection)):
        yield from _Search(reader, sought).found()


def outlets(reader: Reader) -> list[str]:
    """The outlets of all articles, the most frequent first."""
    condition = hidden(reader.connection, "article", own=reader.own)
    rows = reader.connection.execute(
        f"SELECT outlet FROM article WHERE outlet IS NOT NULL AND outlet<>''{condition}"
        " GROUP BY outlet ORDER BY count(*) DESC, outlet LIMIT 500"
    )
    return [row[0] for row in rows]


class _Search:
    """One search on its way through the project."""

    def __init__(self, reader: Reader, sought: Sought) -> None:
        self.reader, self.sought = reader, sought
        self.connection: sqlite3.Connection = reader.connection
        self.matcher = Matcher(sought.query, sought.manner)
        self.spans = SpanPieces(reader, sought)
        self._contains = _contained(sought.query) if not sought.spans else []

    def found(self) -> Iterator[Found]:
        """Article by article."""
        left, first = self.sought.most, candidates(self.reader, self.sought, newest=NEWEST)
        hits, sources = self._chunk(first, left)
        left -= len(hits)
        if hits:
            yield Found(hits, sources, len(first), 0)
        if len(first) < NEWEST or left <= 0:
            return
        seen = set(first)
        numbers = array("q", (n for n in candidates(self.reader, self.sought) if n not in seen))
        for some, looked in portions(numbers):
            hits, sources = self._chunk(some, left)
            left -= len(hits)
            yield Found(hits, sources, looked, len(numbers))
            if left <= 0:
                return

    def _chunk(self, numbers: Sequence[int], left: int) -> tuple[list[Hit], list[Source]]:
        if self.sought.spans:
            pieces = self.spans.of(numbers)
            numbers = [number for number in numbers if number in pieces]
            texts = read_texts(self.reader, numbers, outlet=self.sought.outlet)
            made = [(source, self._span_hits(source, text, pieces[source.n])) for source, text in texts]
        else:
            texts = read_texts(self.reader, numbers, outlet=self.sought.outlet, contains=self._contains)
            places = [(source, text, where) for source, text in texts if (where := self.matcher.places(text))]
            pieces = self.spans.of([source.n for source, _, _ in places])
            made = [(source, self._word_hits(source, text, where, pieces)) for source, text, where in places]
        hits, sources = list[Hit](), list[Source]()
        for source, some in made:
            if some and len(hits) < left:
                hits += some[: left - len(hits)]
                sources.append(source)
        return hits, sources

    def _word_hits(
        self, source: Source, text: str, places: list[Fragment], pieces: dict[int, list[Piece]]
    ) -> list[Hit]:
        sought, hits = self.sought, list[Hit]()
        for place, piece in covering(places, pieces.get(source.n, [])):
            if (piece is None and sought.asks_spans) or (piece is not None and sought.untagged):
                continue
            label, span = ("", "") if piece is None else (piece.label, piece.span)
            hits.append(hit_at(source.n, text, place, label=label, span=span))
        return hits

    def _span_hits(self, source: Source, text: str, pieces: list[Piece]) -> list[Hit]:
        """A span in pieces is one hit, over its hull."""
        query, seen, hits = self.sought.query, set[str](), list[Hit]()
        asked = bool(query.clauses or query.unwanted)
        for piece in pieces:
            if piece.span in seen:
                continue
            seen.add(piece.span)
            start, end = piece.hull
            if not asked or self.matcher.answers(text[start:end]):
                hits.append(hit_at(source.n, text, piece.hull, label=piece.label, span=piece.span))
        return hits


# --- which articles ----------------------------------------------------------------------------------


def candidates(reader: Reader, sought: Sought, *, newest: int = 0) -> array[int]:
    """The row numbers of the articles that may hold a hit, the newest first.

    With `newest` so many at most, and without asking the index for the words: to look into them takes less time.
    """
    connection = reader.connection
    conditions, values = f"1{hidden(connection, 'article', own=reader.own)}", dict[str, Any]()
    for condition, given in _conditions(sought, words=not newest):
        conditions += f" AND {condition}"
        values |= given
    # Only what the index on dates holds is read (the plus keeps it so): the texts stand before all other columns.
    # The numbers come in one piece, because each row would hand the interpreter to the window and take it back.
    row = connection.execute(
        "SELECT group_concat(n) FROM"
        f" (SELECT n FROM article WHERE {conditions} ORDER BY published DESC, n DESC LIMIT {newest or -1})",
        values,
    ).fetchone()
    return array("q", map(int, row[0].split(","))) if row[0] else array("q")


def _conditions(sought: Sought, *, words: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """What an article must be, with the values for it."""
    if sought.since:
        yield "published>=:since", {"since": sought.since}
    if sought.until:  # the tilde comes after everything that a date can go on with
        yield "published<=:until||'~'", {"until": sought.until}
    if sought.actor and sought.actor != UNLINKED:
        yield "+n IN (SELECT article FROM span WHERE actor=:actor)", {"actor": sought.actor}
    if sought.state is not None:
        mine = "SELECT article FROM progress WHERE annotator=(SELECT n FROM annotator WHERE id=:who)"
        these = "NOT IN ({mine} AND state<>:state)" if sought.state == "todo" else "IN ({mine} AND state=:state)"
        yield f"+n {these}".format(mine=mine), {"who": sought.who, "state": sought.state}
    if sought.article:
        yield "id=:article", {"article": sought.article}
        return  # one text is read sooner than the index is asked
    expression = index_query(sought.query, sought.manner) if words else ""
    if expression:
        yield "+n IN (SELECT rowid FROM search WHERE search MATCH :words)", {"words": expression}


def index_query(query: Query, manner: Manner) -> str:
    """The query for the index, which finds at least the texts that answer; empty when it cannot be asked.

    What is not wanted is left to the texts: the index does not know case and edges as we do.
    """
    if not manner.whole:
        return ""
    clauses = [
        " OR ".join(_phrase(needle, manner) for needle in clause)
        for clause in query.clauses
        if all(map(_is_indexed, clause))
    ]
    return f"text : ({' AND '.join(f'({clause})' for clause in clauses)})" if clauses else ""


def _phrase(needle: Needle, manner: Manner) -> str:
    forms = variants(needle.words) if manner.endings else [needle.words]
    star = "*" if needle.prefix else ""
    return " OR ".join('"' + form.replace('"', " ") + '"' + star for form in forms)


def _is_indexed(needle: Needle) -> bool:
    """Whether the index can be asked for a needle: it has letters, in writing that the index takes apart as we do."""
    letters = [char for char in needle.words if char.isalnum()]
    # Signs count as well: the index takes some newer ones for letters.
    return bool(letters) and not any(
        ord(char) > 0x2DFF or ord(char) in _NO_INDEX or is_joined(char) for char in needle.words
    )


def _contained(query: Query) -> list[str]:
    """Words that SQLite itself can look for in a text: those without case, accents and spaces, as in Chinese."""
    single = [clause[0].words for clause in query.clauses if len(clause) == 1]
    return [
        words
        for words in single
        if not words.isascii()
        and all(fold_character(char) == char == char.upper() and not char.isspace() for char in words)
    ][:5]


_piece_rows = msgspec.json.Decoder(list[tuple[int, str, int, int, str | None, str, str]]).decode


class SpanPieces:
    """The fragments of the spans that the filters leave, of some articles at a time."""

    def __init__(self, reader: Reader, sought: Sought) -> None:
        self._reader, self._sought = reader, sought
        condition, values = hidden(reader.connection, "span", own=reader.own), list[Any]()
        if sought.labels:
            condition += f" AND label IN ({','.join('?' * len(sought.labels))})"
            values += sought.labels
        if sought.annotator:
            condition += " AND annotator=(SELECT n FROM annotator WHERE id=?)"
            values.append(sought.annotator)
        if sought.actor == UNLINKED:
            condition += " AND actor IS NULL"
        elif sought.actor:
            condition += " AND actor=?"
            values.append(sought.actor)
        self._condition, self._values = condition, values

    def of(self, numbers: Sequence[int]) -> dict[int, list[Piece]]:
        """The fragments by article, in text order."""
        found: dict[int, list[Piece]] = {}
        for at in range(0, len(numbers), CHUNK):
            some = numbers[at : at + CHUNK]
            row = self._reader.connection.execute(
                "SELECT json_group_array(json_array(article, id, start, last, fragments, label, attributes)) FROM"
                ' (SELECT article, id, start, "end" AS last, fragments, label, attributes FROM span'
                f" WHERE article IN ({','.join('?' * len(some))}){self._condition}"
                ' ORDER BY article, start, "end" DESC, id)',
                (*some, *self._values),
            ).fetchone()
            for article, key, start, end, fragments, label, attributes in _piece_rows(row[0]):
                if self._sought.attribute and not self._has_value(attributes):
                    continue
                parts = [(start, end)] if fragments is None else msgspec.json.decode(fragments)
                pieces = [Piece(first, last, key, label, (start, end)) for first, last in parts]
                found.setdefault(article, []).extend(pieces)
        return found

    def _has_value(self, attributes: str) -> bool:
        value = msgspec.json.decode(attributes).get(self._sought.attribute)
        wanted = self._sought.value
        if value is None or not wanted:
            return value is not None
        return wanted in value if isinstance(value, list) else _as_word(value) == wanted


def _as_word(value: Any) -> str:
    """A value of an attribute as a filter writes it."""
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)

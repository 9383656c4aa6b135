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
from annotator.core.occurrences import PLAIN, Manner, Needle, is_joined, neighbours, variants
from annotator.core.query import Matcher, Query
from annotator.store.batches import hidden
from annotator.store.connection import path_of, translated
from annotator.store.reader import Reader

CONTEXT = 90  # characters kept on each side of a hit
MOST = 50_000  # hits of one search
_FIRST, _LARGEST = 8, 256  # articles read at a time: few at first, so that the first page is there at once
_CHUNK = 500
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


class Source(msgspec.Struct, frozen=True):
    """The article of a hit; `n` is its row number in this file."""

    n: int
    id: str
    title: str
    outlet: str
    published: str


class Hit(msgspec.Struct, frozen=True, gc=False):
    """One place (code points of the stored text) with its neighbours; `label` and `span` say how it is tagged."""

    article: int
    start: int
    end: int
    left: str
    words: str
    right: str
    label: str = ""
    span: str = ""
    others: tuple[tuple[str, int], ...] = ()  # labels that the same words have elsewhere, and how often


class Found(msgspec.Struct, frozen=True):
    """Some hits, the articles they stand in, and how many of so many articles have been looked at."""

    hits: list[Hit]
    sources: list[Source]
    looked: int
    total: int


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A fragment of a span of an article."""

    start: int
    end: int
    span: str
    label: str
    hull: Fragment


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
        numbers = candidates(self.reader, self.sought)
        at, size, left = 0, _FIRST, self.sought.most
        while at < len(numbers) and left > 0:
            some = numbers[at : at + size]
            at, size = at + len(some), min(_LARGEST, size * 2)
            hits, sources = self._chunk(some, left)
            left -= len(hits)
            yield Found(hits, sources, at, len(numbers))

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


def hit_at(
    article: int,
    text: str,
    place: Fragment,
    *,
    label: str = "",
    span: str = "",
    others: tuple[tuple[str, int], ...] = (),
) -> Hit:
    """A hit with its neighbours."""
    start, end = place
    left, right = neighbours(text, start, end, width=CONTEXT)
    return Hit(article, start, end, left, text[start:end], right, label, span, others)


# --- which articles ----------------------------------------------------------------------------------


def candidates(reader: Reader, sought: Sought) -> array[int]:
    """The row numbers of the articles that may hold a hit, the newest first."""
    connection = reader.connection
    conditions, values = f"1{hidden(connection, 'article', own=reader.own)}", dict[str, Any]()
    for name, condition in (
        ("since", "published>=:since"),
        ("until", "published<=:until||'~'"),  # the tilde comes after everything that a date can go on with
        ("article", "id=:article"),
    ):
        if getattr(sought, name):
            conditions += f" AND {condition}"
            values[name] = getattr(sought, name)
    asked = None if sought.article else _asked_of_index(connection, sought)
    # Only what the index on dates holds is read: the texts stand before all other columns.
    rows = connection.execute(f"SELECT n FROM article WHERE {conditions} ORDER BY published DESC, n DESC", values)
    numbers = array("q", (n for (n,) in rows) if asked is None else (n for (n,) in rows if n in asked))
    return numbers if sought.state is None else _in_state(reader, numbers, sought)


def _asked_of_index(connection: sqlite3.Connection, sought: Sought) -> set[int] | None:
    """Articles that the index, or the actor's spans, leave; None where neither can tell."""
    found: set[int] | None = None
    if sought.actor and sought.asks_spans:
        rows = connection.execute("SELECT DISTINCT article FROM span WHERE actor=?", (sought.actor,))
        found = {n for (n,) in rows}
    expression = index_query(sought.query, sought.manner)
    if expression:
        rows = connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,))
        words = {n for (n,) in rows}
        found = words if found is None else found & words
    return found


def _in_state(reader: Reader, numbers: array[int], sought: Sought) -> array[int]:
    rows = reader.connection.execute(
        "SELECT article, state FROM progress WHERE annotator=(SELECT n FROM annotator WHERE id=?)", (sought.who,)
    )
    states = dict(rows.fetchall())
    return array("q", (n for n in numbers if states.get(n, "todo") == sought.state))


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


# --- texts and spans ---------------------------------------------------------------------------------


def read_texts(
    reader: Reader, numbers: Sequence[int], *, outlet: str = "", contains: Sequence[str] = ()
) -> list[tuple[Source, str]]:
    """The articles of these row numbers with their texts, in the order asked; of one outlet, holding these strings."""
    by_number: dict[int, tuple[Source, str]] = {}
    more = "".join(" AND instr(text,?)>0" for _ in contains)
    if outlet:
        more += " AND outlet=? COLLATE NOCASE"
    for at in range(0, len(numbers), _CHUNK):
        some = numbers[at : at + _CHUNK]
        rows = reader.connection.execute(
            "SELECT n, id, title, coalesce(outlet,''), coalesce(published,''), text FROM article"
            f" WHERE n IN ({','.join('?' * len(some))}){more}",
            (*some, *contains, *([outlet] if outlet else [])),
        )
        for n, key, title, paper, published, text in rows:
            shown = title or text[:200].strip().split("\n", 1)[0]
            by_number[n] = Source(n, key, shown, paper, published), text
    return [by_number[number] for number in numbers if number in by_number]


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
        if sought.actor:
            condition += " AND actor=?"
            values.append(sought.actor)
        self._condition, self._values = condition, values

    def of(self, numbers: Sequence[int]) -> dict[int, list[Piece]]:
        """The fragments by article, in text order."""
        found: dict[int, list[Piece]] = {}
        for at in range(0, len(numbers), _CHUNK):
            some = numbers[at : at + _CHUNK]
            rows = self._reader.connection.execute(
                'SELECT article, id, start, "end", fragments, label, attributes FROM span'
                f" WHERE article IN ({','.join('?' * len(some))}){self._condition}"
                ' ORDER BY article, start, "end" DESC, id',
                (*some, *self._values),
            )
            for article, key, start, end, fragments, label, attributes in rows:
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


def covering(places: Sequence[Fragment], pieces: Sequence[Piece]) -> Iterator[tuple[Fragment, Piece | None]]:
    """Each place (in text order) with the smallest fragment that holds it whole, if any does."""
    ordered = sorted(pieces, key=lambda piece: piece.start)
    at, around = 0, list[Piece]()
    for place in places:
        start, end = place
        while at < len(ordered) and ordered[at].start <= start:
            around.append(ordered[at])
            at += 1
        around = [piece for piece in around if piece.end > start]
        held = [piece for piece in around if piece.end >= end]
        yield place, min(held, key=lambda piece: piece.end - piece.start, default=None)

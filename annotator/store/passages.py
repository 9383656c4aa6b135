"""Texts and places of a search: articles read a few at a time, hits with their neighbours, what spans cover a place."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import msgspec

from annotator.core.model import Fragment
from annotator.core.occurrences import neighbours
from annotator.store.batches import hidden
from annotator.store.reader import Reader

CONTEXT = 90  # characters kept on each side of a hit
FIRST, LARGEST = 8, 256  # articles read at a time: few at first, so that the first page is there at once
CHUNK = 500  # values in one IN (...)


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


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A fragment of a span of an article."""

    start: int
    end: int
    span: str
    label: str
    hull: Fragment


def portions(numbers: array[int]) -> Iterator[tuple[array[int], int]]:
    """Row numbers a few at a time, ever more of them, and how many there have been then."""
    at, size = 0, FIRST
    while at < len(numbers):
        some = numbers[at : at + size]
        at, size = at + len(some), min(LARGEST, size * 2)
        yield some, at


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


# Rows come as one JSON text: each row of its own would hand the interpreter to a window at work, and take it back.
_text_rows = msgspec.json.Decoder(list[tuple[int, str, str, str, str, str]]).decode


def read_texts(
    reader: Reader, numbers: Sequence[int], *, outlet: str = "", contains: Sequence[str] = ()
) -> list[tuple[Source, str]]:
    """The articles of these row numbers with their texts, in the order asked; of one outlet, holding these strings."""
    by_number: dict[int, tuple[Source, str]] = {}
    more = "".join(" AND instr(text,?)>0" for _ in contains)
    if outlet:
        more += " AND outlet=? COLLATE NOCASE"
    for at in range(0, len(numbers), CHUNK):
        some = numbers[at : at + CHUNK]
        row = reader.connection.execute(
            "SELECT json_group_array(json_array(n, id, title, coalesce(outlet,''), coalesce(published,''), text))"
            f" FROM article WHERE n IN ({','.join('?' * len(some))}){more}",
            (*some, *contains, *([outlet] if outlet else [])),
        ).fetchone()
        for n, key, title, paper, published, text in _text_rows(row[0]):
            shown = title or text[:200].strip().split("\n", 1)[0]
            by_number[n] = Source(n, key, shown, paper, published), text
    return [by_number[number] for number in numbers if number in by_number]


def numbers_of(reader: Reader, articles: Sequence[str]) -> list[int]:
    """The row numbers of these articles (ids), of those that are there."""
    numbers: list[int] = []
    condition = hidden(reader.connection, "article", own=reader.own)
    for at in range(0, len(articles), CHUNK):
        some = articles[at : at + CHUNK]
        rows = reader.connection.execute(
            f"SELECT n FROM article WHERE id IN ({','.join('?' * len(some))}){condition}", some
        )
        numbers += [n for (n,) in rows]
    return numbers


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

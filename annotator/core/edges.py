"""One edge of a span moved by a word or a character, over what is not seen."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.core.codebook import Codebook
from annotator.core.edit import Edge, Edit, Unit, label_name, resize
from annotator.core.errors import NothingLeft, SpanOutsideText
from annotator.core.model import Article, Span
from annotator.core.text import next_character, next_word, previous_character, previous_word, short


def nudge(
    span: Span,
    *,
    article: Article,
    codebook: Codebook,
    edge: Edge,
    unit: Unit,
    longer: bool,
    existing: Sequence[Span] = (),
) -> Edit:
    """One edge of a span moved by a word or a character (as people see them).

    Raises NothingLeft when nothing would be left, SpanOutsideText at the end of the text.
    """
    text, pieces = article.text, list(span.fragments)
    start, end = pieces[0] if edge == "start" else pieces[-1]
    moved = _moved(text, start if edge == "start" else end, edge=edge, unit=unit, longer=longer)
    if moved is None:
        raise SpanOutsideText(start=start, end=end, length=len(text))
    changed = (moved, end) if edge == "start" else (start, moved)
    if changed[0] >= changed[1]:
        if len(pieces) == 1:
            raise NothingLeft(label=label_name(codebook, span.label), words=short(span.words))
        pieces.pop(0 if edge == "start" else -1)
    else:
        pieces[0 if edge == "start" else -1] = changed
    return resize(span, pieces, article=article, codebook=codebook, existing=existing)


def _moved(text: str, place: int, *, edge: Edge, unit: Unit, longer: bool) -> int | None:
    """Where an edge lands; None where the text ends. A word's edge lands on a word's edge."""
    forward = (edge == "end") == longer
    if unit == "character":
        return _by_character(text, place, forward=forward, longer=longer)
    found = next_word(text, place) if forward else previous_word(text, place)
    if edge == "end":
        if forward:
            return None if found is None else found[1]
        return None if found is None else _end_before(text, found[0])
    if forward:
        # Dropping the first word: the span then starts at the word after it.
        after = None if found is None else next_word(text, found[1])
        return len(text) if after is None else after[0]
    return None if found is None else found[0]


def _by_character(text: str, place: int, *, forward: bool, longer: bool) -> int | None:
    """One character on; what grows goes on over white space, which alone would not count."""
    while True:
        moved = next_character(text, place) if forward else previous_character(text, place)
        if moved == place:
            return None
        passed = text[place:moved] if forward else text[moved:place]
        if not longer or not passed.isspace():
            return moved
        place = moved


def _end_before(text: str, place: int) -> int:
    """The end of the word that stands before `place`, or `place` itself at the start of the text."""
    found = previous_word(text, place)
    return place if found is None else found[1]

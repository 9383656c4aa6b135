"""Correcting an article's text: what changes, where every span goes, and what cannot go along and is held.

A splice is (start, end, new): the characters [start, end) of the text before it are replaced by `new`. Splices are
sorted and disjoint, in code points of the text they are applied to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from annotator.core.edit import Edit
from annotator.core.errors import BadText
from annotator.core.model import (
    AnyRecord,
    Article,
    Fragment,
    Held,
    Relation,
    Span,
    Splice,
    Wording,
    digest,
    join_fragments,
    words_of,
)
from annotator.core.text import normalise, quoted

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_TOKENS = 20_000  # of a stretch that is compared token by token; a larger one is replaced whole


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """A correction that can be made: the Edit, and what it does to spans before it is made."""

    edit: Edit
    moved: int  # spans that go along, in place or moved
    changed: tuple[Span, ...]  # spans whose words become others, as they will be
    held: tuple[Span, ...]  # spans that cannot go along, as they are now
    ties: tuple[Relation, ...]  # relations held with them


def spliced(text: str, splices: Sequence[Splice]) -> str:
    """The text after the splices; raises ValueError when they are not sorted, disjoint and inside it."""
    edges = [edge for start, end, _ in splices for edge in (start, end)]
    if any(left > right for left, right in pairwise([0, *edges, len(text)])):
        raise ValueError(f"splices {edges} in a text of {len(text)}")
    parts, place = [], 0
    for start, end, new in splices:
        parts += [text[place:start], new]
        place = end
    return "".join([*parts, text[place:]])


def inverse(text: str, splices: Sequence[Splice]) -> tuple[Splice, ...]:
    """The splices that lead back to `text`, in code points of the text after these."""
    back, drift = [], 0
    for start, end, new in splices:
        back.append((start + drift, start + drift + len(new), text[start:end]))
        drift += len(new) - (end - start)
    return tuple(back)


def splices_between(before: str, after: str, *, offset: int = 0) -> tuple[Splice, ...]:
    """The smallest changes of whole words that make `after` of `before`; `offset` is where `before` stands."""
    if before == after:
        return ()
    left, right = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(left) + len(right) > _MOST_TOKENS:
        return ((offset, offset + len(before), after),)
    import difflib  # late: the store moves spans with the functions above, at every start

    places = [0]
    for token in left:
        places.append(places[-1] + len(token))
    found = difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return tuple(
        (offset + places[start], offset + places[end], "".join(right[first:last]))
        for kind, start, end, first, last in found
        if kind != "equal"
    )


def moved(fragments: Sequence[Fragment], splices: Sequence[Splice]) -> tuple[Fragment, ...] | None:
    """Where a span goes, or None when an edge of it is cut or nothing of a piece is left.

    A splice before a piece moves it, one inside it (or on just its words) changes its words, one around it cuts it.
    """
    found = []
    for start, end in fragments:
        piece = _piece(start, end, splices)
        if piece is None:
            return None
        found.append(piece)
    return join_fragments(found)


def _piece(start: int, end: int, splices: Sequence[Splice]) -> Fragment | None:
    before = grown = 0
    for opening, closing, new in splices:
        change = len(new) - (closing - opening)
        if closing <= start:
            before += change
        elif opening >= end:
            break
        elif start <= opening and closing <= end:
            grown += change
        else:
            return None
    return (start + before, end + before + grown) if end + grown > start else None


def correct(
    article: Article,
    splices: Sequence[Splice],
    *,
    spans: Sequence[Span],
    relations: Sequence[Relation],
) -> Correction:
    """The Edit that corrects the text; `spans` and `relations` are all of the article, whoever made them.

    Raises BadText when nothing changes, nothing would be left, or the new text cannot be stored as it is.
    """
    text = spliced(article.text, splices)
    if text == article.text:
        raise BadText(reason="the words are the same as before", advice="Type the words as they should be")
    if not text.strip():
        raise BadText(reason="nothing of the article would be left", advice="Leave at least a word")
    if normalise(text)[0] != text:
        raise BadText(reason="it has line ends or characters that are not stored", advice="Type the words anew")
    changed, held = _sorted_out(text, spans, splices)
    back = inverse(article.text, splices)
    gone = {span.id for span in held}
    ties = tuple(tie for tie in relations if tie.head in gone or tie.tail in gone)
    first, last = splices[0][0], splices[-1][1]
    old, new = article.text[first:last], text[first : last + len(text) - len(article.text)]
    what = f"{quoted(old)} to {quoted(new)}" if old and new else f"{quoted(old or new)} {'out' if old else 'in'}"
    reason = f"Its words were cut when the text was corrected ({what})"
    records: list[Span | Relation] = [*held, *ties]
    before: dict[str, AnyRecord] = {record.id: record for record in records}
    wording = Wording(article=article.id, sha256=article.sha256, splices=back)
    before[wording.id] = wording
    after: dict[str, AnyRecord] = {wording.id: Wording(article=article.id, sha256=digest(text), splices=tuple(splices))}
    for record in records:
        kept = Held.of(record, reason=reason, on=article.sha256 if isinstance(record, Span) else "")
        after[kept.id] = kept
    _restate(text, spans, splices, back=back, before=before, after=after)
    _retitle(article, text, before, after)
    count = f" ({len(held)} held)" if held else ""
    edit = Edit(act="correct", title=f"Correct {what}{count}", article=article.id, before=before, after=after)
    return Correction(edit=edit, moved=len(spans) - len(held), changed=tuple(changed), held=tuple(held), ties=ties)


def _sorted_out(text: str, spans: Sequence[Span], splices: Sequence[Splice]) -> tuple[list[Span], list[Span]]:
    """The spans whose words change, as they will be, and those that must be held."""
    changed, held = [], []
    places: set[tuple[object, ...]] = set()
    for span in spans:
        fragments = moved(span.fragments, splices)
        twin = (span.annotator, span.label, fragments)
        if fragments is None or twin in places:
            held.append(span)
            continue
        places.add(twin)
        words = words_of(text, fragments)
        if words != span.words:
            changed.append(msgspec.structs.replace(span, fragments=fragments, words=words))
    return changed, held


def _restate(
    text: str,
    spans: Sequence[Span],
    splices: Sequence[Splice],
    *,
    back: Sequence[Splice],
    before: dict[str, AnyRecord],
    after: dict[str, AnyRecord],
) -> None:
    """Names the spans that the splices back would not put where they were, so that undo does.

    A word taken out at the very edge of a span is put in again beside it, not in it.
    """
    for span in spans:
        there = None if span.id in before else moved(span.fragments, splices)
        if there is not None and moved(there, back) != span.fragments:
            before[span.id] = span
            after[span.id] = msgspec.structs.replace(span, fragments=there, words=words_of(text, there))


def _retitle(article: Article, text: str, before: dict[str, AnyRecord], after: dict[str, AnyRecord]) -> None:
    """A title that is the text's first line stays so."""
    line, now = (words.split("\n", 1)[0] for words in (article.text, text))
    if line != now and article.title == line and now.strip():
        before[article.id] = article
        after[article.id] = msgspec.structs.replace(article, title=now)

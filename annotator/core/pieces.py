"""Spans in pieces: a fragment added or taken away, a span split in two, two spans joined into one.

All are pure, as the makers in `edit`; ids, attributes and relations stay wherever that can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from annotator.core.codebook import Codebook, Trim
from annotator.core.edit import Edit, label_name, refuse_twin, resize
from annotator.core.errors import BadFragments
from annotator.core.model import (
    UNCONFIRMED,
    AnyRecord,
    Article,
    Fragment,
    Relation,
    Span,
    join_fragments,
    new_id,
    words_of,
)
from annotator.core.text import quoted
from annotator.core.trim import trim

_SPACES_ONLY = Trim(article="in", that="in", marks="in", stops="in")


def add_piece(
    span: Span, piece: Fragment, *, article: Article, codebook: Codebook, existing: Sequence[Span] = ()
) -> Edit:
    """One more fragment (code points) on a span; white space at its edges goes.

    Raises BadFragments when nothing is left of it or it overlaps a piece that is there, DuplicateSpan.
    """
    start, end = trim(article.text, *piece, _SPACES_ONLY)
    if start >= end:
        raise BadFragments(reason="no word is selected")
    for opening, closing in span.fragments:
        if start < closing and opening < end:
            shared = article.text[max(start, opening) : min(end, closing)]
            raise BadFragments(reason=f"{quoted(shared)} is in it already")
    made = resize(span, [*span.fragments, (start, end)], article=article, codebook=codebook, existing=existing)
    return _titled(made, f"Add {quoted(article.text[start:end])} to {_named(codebook, span)}")


def remove_piece(
    span: Span, position: int, *, article: Article, codebook: Codebook, existing: Sequence[Span] = ()
) -> Edit:
    """The fragment at a position (code points) taken away, or the one nearest to it.

    Raises BadFragments when it is the only one, DuplicateSpan.
    """
    if len(span.fragments) == 1:
        raise BadFragments(reason="it has one piece only; Delete takes the whole span away")
    gone = min(span.fragments, key=lambda piece: max(piece[0] - position, position - piece[1], 0))
    kept = [piece for piece in span.fragments if piece != gone]
    made = resize(span, kept, article=article, codebook=codebook, existing=existing)
    return _titled(made, f"Take {quoted(article.text[gone[0] : gone[1]])} from {_named(codebook, span)}")


def close_gaps(span: Span, *, article: Article, codebook: Codebook, existing: Sequence[Span] = ()) -> Edit:
    """A span in pieces made one stretch, what lies between them included; raises BadFragments, DuplicateSpan."""
    if len(span.fragments) == 1:
        raise BadFragments(reason="it has one piece only, so there is no gap in it")
    made = resize(span, [(span.start, span.end)], article=article, codebook=codebook, existing=existing)
    return _titled(made, f"Close the gaps of {_named(codebook, span)}")


def split(
    span: Span,
    position: int,
    *,
    article: Article,
    codebook: Codebook,
    relations: Sequence[Relation] = (),
    existing: Sequence[Span] = (),
) -> Edit:
    """Two spans out of one, cut at a position (code points); at an edge of a span in pieces, after its first piece.

    What stands first keeps id, note and all relations; the other gets the attributes, the linked actor, and the
    relations that the span owns (both halves of a quote have its speaker). Raises BadFragments when the position
    leaves one side empty, DuplicateSpan.
    """
    left, right = _halves(article.text, span.fragments, position)
    if not (left and right) and len(span.fragments) > 1:
        left, right = span.fragments[:1], span.fragments[1:]
    if not (left and right):
        raise BadFragments(reason="the caret must stand inside the span, where it is to be split")
    first = _over(span, left, article.text)
    second = msgspec.structs.replace(_over(span, right, article.text), id=new_id(), note="")
    refuse_twin(existing, first)
    refuse_twin(existing, second)
    ties = [msgspec.structs.replace(tie, id=new_id(), head=second.id) for tie in relations if tie.head == span.id]
    after: dict[str, AnyRecord] = {first.id: first, second.id: second, **{tie.id: tie for tie in ties}}
    title = f"Split {label_name(codebook, span.label)} {quoted(span.words)}"
    return Edit(act="split", title=title, article=span.article, before={span.id: span}, after=after)


def join(
    span: Span,
    other: Span,
    *,
    article: Article,
    codebook: Codebook,
    relations: Sequence[Relation] = (),
    existing: Sequence[Span] = (),
) -> Edit:
    """Another span of the same label taken into this one as further pieces.

    `span` keeps its id and its values, what it lacks comes from `other`; relations of `other` end at `span` then, but
    for those that would be there twice or tie it to itself. Raises BadFragments (another label), DuplicateSpan.
    """
    if other.id == span.id or other.label != span.label:
        raise BadFragments(reason="only another span of the same label can be joined to it")
    fragments = join_fragments([*span.fragments, *other.fragments])
    joined = msgspec.structs.replace(
        _over(span, fragments, article.text),
        attributes=_together(span.attributes, other.attributes),
        note="\n".join(part for part in (span.note, other.note) if part),
        actor=span.actor or other.actor,
    )
    refuse_twin([one for one in existing if one.id != other.id], joined)
    gone = [tie for tie in relations if other.id in (tie.head, tie.tail)]
    known = {(tie.kind, tie.head, tie.tail) for tie in relations if tie not in gone}
    after: dict[str, AnyRecord] = {joined.id: joined}
    for tie in gone:
        head, tail = (span.id if end == other.id else end for end in (tie.head, tie.tail))
        if head != tail and (tie.kind, head, tail) not in known:
            known.add((tie.kind, head, tail))
            after[tie.id] = msgspec.structs.replace(tie, head=head, tail=tail)
    before: dict[str, AnyRecord] = {span.id: span, other.id: other, **{tie.id: tie for tie in gone}}
    title = f"Join {_named(codebook, span)} and {quoted(other.words)}"
    return Edit(act="join", title=title, article=span.article, before=before, after=after)


def _halves(text: str, fragments: Sequence[Fragment], position: int) -> tuple[tuple[Fragment, ...], ...]:
    """The pieces before a position and those after it, a piece around it cut there; white space at the cut goes."""
    sides: tuple[list[Fragment], list[Fragment]] = ([], [])
    for start, end in fragments:
        for side, (opening, closing) in zip(
            sides, ((start, min(end, position)), (max(start, position), end)), strict=True
        ):
            if opening < closing:
                opening, closing = trim(text, opening, closing, _SPACES_ONLY)
            if opening < closing:
                side.append((opening, closing))
    return tuple(sides[0]), tuple(sides[1])


def _over(span: Span, fragments: tuple[Fragment, ...], text: str) -> Span:
    return msgspec.structs.replace(span, fragments=fragments, words=words_of(text, fragments))


def _together(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Values of two spans: mine first, with the word for each whether somebody confirmed it."""
    values = {**theirs, **mine}
    values.pop(UNCONFIRMED, None)
    pending = [key for key in values if key in (mine if key in mine else theirs).get(UNCONFIRMED, ())]
    return {**values, UNCONFIRMED: pending} if pending else values


def _named(codebook: Codebook, span: Span) -> str:
    return f"{label_name(codebook, span.label)} {quoted(span.words)}"


def _titled(edit: Edit, title: str) -> Edit:
    return msgspec.structs.replace(edit, title=title)

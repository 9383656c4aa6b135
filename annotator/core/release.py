"""What becomes of a held record: put back where it can stand, or let go; always by a person's decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from annotator.core.codebook import Codebook, check_relation, value_fault
from annotator.core.edit import Edit, check_fragments, label_name, refuse_twin
from annotator.core.errors import BadFragments, ForbiddenRelation
from annotator.core.model import AnyRecord, Article, Fragment, Held, Relation, Span, words_of
from annotator.core.text import quoted


def put_back(
    held: Held,
    fragments: Sequence[Fragment],
    *,
    article: Article,
    codebook: Codebook,
    others: Sequence[Held] = (),
    existing: Sequence[Span] = (),
    label: str | None = None,
) -> Edit:
    """A held span on other words (code points), and with it each held relation whose two ends stand again.

    `others` are the held records of the project, `existing` the spans of the article that stand, of everybody; `label`
    takes the place of one that was retired, with the attributes that it knows. Raises SpanOutsideText, BadFragments,
    DuplicateSpan, UnknownLabel.
    """
    span = held.whole()
    if not isinstance(span, Span) or span.article != article.id:
        raise BadFragments(reason="only a span of this article can be put on words of it")
    pieces = check_fragments(article.text, fragments)
    back = msgspec.structs.replace(
        _under(span, label, codebook), fragments=pieces, words=words_of(article.text, pieces)
    )
    refuse_twin(existing, back)
    standing = {one.id: one for one in existing} | {back.id: back}
    before: dict[str, AnyRecord] = {held.id: held}
    after: dict[str, AnyRecord] = {back.id: back}
    for other in others:
        tie = other.whole() if other.kind == "relation" else None
        if isinstance(tie, Relation) and back.id in (tie.head, tie.tail) and may_stand(tie, standing, codebook):
            before[other.id] = other
            after[tie.id] = tie
    title = f"Put {label_name(codebook, back.label)} back on {quoted(back.words)}"
    return Edit(act="release", title=title, article=article.id, before=before, after=after)


def label_now(span: Span, codebook: Codebook) -> str | None:
    """The label that a held span would have now; None when the codebook has nothing in the place of its own."""
    return span.label if codebook.has(span.label) else codebook.retired.get(span.label)


def former_place(span: Span, text: str) -> tuple[Fragment, ...]:
    """Where a held span stood, if its words still stand there."""
    inside = span.end <= len(text) and words_of(text, span.fragments) == span.words
    return span.fragments if inside else ()


def _under(span: Span, label: str | None, codebook: Codebook) -> Span:
    """The span under its own label, or another one with the attributes that this knows."""
    key = label or label_now(span, codebook) or span.label
    rule = codebook.label(key)
    if key == span.label:
        return span
    known = {part.key: part for part in rule.attributes}
    kept = {name: value for name, value in span.attributes.items() if name in known}
    kept = {name: value for name, value in kept.items() if not value_fault(known[name], value)}
    return msgspec.structs.replace(span, label=key, attributes=kept)


def may_stand(tie: Relation, standing: Mapping[str, Span], codebook: Codebook) -> bool:
    """Whether both ends stand and the codebook lets this kind tie them."""
    head, tail = standing.get(tie.head), standing.get(tie.tail)
    if head is None or tail is None:
        return False
    try:
        check_relation(codebook, tie.kind, head, tail)
    except ForbiddenRelation:
        return False
    return True


def let_go(held: Sequence[Held], *, article: str | None = None) -> Edit:
    """Held records that nobody wants back; undo holds them again."""
    what = describe(held[0]) if len(held) == 1 else f"{len(held)} held records"
    return Edit(act="release", title=f"Let go of {what}", article=article, before={one.id: one for one in held})


def describe(held: Held) -> str:
    """A held record in a few words."""
    record = held.whole()
    if isinstance(record, Span):
        return f"{record.label} {quoted(record.words)}"
    return f"the relation {record.kind}" if isinstance(record, Relation) else f"a {held.kind}"

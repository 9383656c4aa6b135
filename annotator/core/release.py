"""What becomes of a held record: put back where it can stand, or let go; always by a person's decision."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator.core.codebook import Codebook
from annotator.core.edit import Edit, check_fragments, label_name, refuse_twin
from annotator.core.errors import BadFragments
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
) -> Edit:
    """A held span on other words (code points), and with it each held relation whose two ends stand again.

    `others` are the held records of the project, `existing` the spans of the article that stand, of everybody. Raises
    SpanOutsideText, BadFragments, DuplicateSpan, UnknownLabel.
    """
    span = held.whole()
    if not isinstance(span, Span) or span.article != article.id:
        raise BadFragments(reason="only a span of this article can be put on words of it")
    codebook.label(span.label)
    pieces = check_fragments(article.text, fragments)
    back = msgspec.structs.replace(span, fragments=pieces, words=words_of(article.text, pieces))
    refuse_twin(existing, back)
    standing = {one.id for one in existing} | {back.id}
    before: dict[str, AnyRecord] = {held.id: held}
    after: dict[str, AnyRecord] = {back.id: back}
    for other in others:
        tie = other.whole() if other.kind == "relation" else None
        if isinstance(tie, Relation) and back.id in (tie.head, tie.tail) and {tie.head, tie.tail} <= standing:
            before[other.id] = other
            after[tie.id] = tie
    title = f"Put {label_name(codebook, span.label)} back on {quoted(back.words)}"
    return Edit(act="release", title=title, article=article.id, before=before, after=after)


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

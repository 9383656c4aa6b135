"""The first articles of a file as an import would store them, and what all of it that was read carries."""

from __future__ import annotations

from collections import Counter

import msgspec

from annotator.core.errors import AnnotatorError
from annotator.core.model import Article, Relation, Span, words_of
from annotator.formats.base import Incoming, IncomingSpan
from annotator.work.labels import Known
from annotator.work.prepare import Prepared, fragments_of

SHOWN = 5  # articles of a file that are kept to be looked at


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One article with what the file tags in it: unknown labels stand under the word that the file has for them."""

    article: Article
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()


class Tally(msgspec.Struct, kw_only=True):
    """How many spans there are by label and by annotator's name ("" for nobody), how many relations by kind.

    Labels and kinds go by their key; the unknown ones, which also stand in `unknown`, by the file's word.
    """

    labels: Counter[str] = msgspec.field(default_factory=Counter)
    annotators: Counter[str] = msgspec.field(default_factory=Counter)
    relations: Counter[str] = msgspec.field(default_factory=Counter)
    unknown: Counter[str] = msgspec.field(default_factory=Counter)
    unknown_kinds: Counter[str] = msgspec.field(default_factory=Counter)

    def add(self, item: Incoming, known: Known) -> None:
        """One more article."""
        for span in item.spans:
            label = known.labels.get(span.label)
            self.labels[label.key if label else span.label] += 1
            self.annotators[(span.annotator or "").strip()] += 1
            if label is None:
                self.unknown[span.label] += 1
        for tie in item.relations:
            kind = known.kinds.get(tie.kind)
            self.relations[kind.key if kind else tie.kind] += 1
            if kind is None:
                self.unknown_kinds[tie.kind] += 1

    def copy(self) -> Tally:
        """As it is now, to be shown while more is counted."""
        return Tally(**{name: Counter(getattr(self, name)) for name in self.__struct_fields__})


def sample(one: Prepared, known: Known, number: int) -> Sample:
    """The `number`th article of a file; a span that cannot be placed is left out, as the import refuses it."""
    key, given = str(number), one.incoming
    placed = [_span(span, one, known, article=key, number=place) for place, span in enumerate(given.spans)]
    relations = []
    for place, tie in enumerate(given.relations):
        head, tail = placed[tie.head], placed[tie.tail]
        if head is not None and tail is not None:
            kind = known.kinds.get(tie.kind)
            name = kind.key if kind else tie.kind
            relations.append(Relation(id=f"{key}-r{place}", article=key, kind=name, head=head.id, tail=tail.id))
    return Sample(
        article=one.article(key, None),
        spans=tuple(span for span in placed if span is not None),
        relations=tuple(relations),
    )


def _span(given: IncomingSpan, one: Prepared, known: Known, *, article: str, number: int) -> Span | None:
    try:
        pieces = fragments_of(given.fragments, one.moved)
    except AnnotatorError:
        return None
    label = known.labels.get(given.label)
    return Span(
        id=f"{article}-{number}",
        article=article,
        annotator=(given.annotator or "").strip(),
        label=label.key if label else given.label,
        fragments=pieces,
        words=words_of(one.text, pieces),
        codebook="",
        attributes=given.attributes,
        note=given.note,
    )

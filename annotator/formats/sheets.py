"""The sheets of a workbook for analysts: spans, relations, actors and figures, as rows of values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from annotator.core.codebook import Codebook
from annotator.core.model import Actor
from annotator.core.values import words
from annotator.formats import columns
from annotator.formats.base import FIELDS, Outgoing, RowSpan, Subject

Cells = list[Any]  # texts, numbers, booleans; None: an empty cell
_ARTICLE = ("article_id", "source_id", *FIELDS)
_SPAN = ("state", "span_id", "annotator", "label", "start", "end", "fragments", "words", "before", "after")
_REST = ("actor_id", "actor", "note", "origin")
_TIE = ("relation_id", "kind", "head_id", "head_label", "head", "tail_id", "tail_label", "tail", "annotator")
_FIGURE = ("span_id", "annotator", "label", "words", "before", "after")
_ACTOR = ("id", "name", "type", "aliases", "roles", "parent", "wikidata", "note", "mentions")


class Sheets:
    """Knows the columns of each sheet, and makes the rows that an article adds to them."""

    def __init__(self, subject: Subject, context: int) -> None:
        self._subject, self._context = subject, context
        book = subject.codebook
        self._of_spans, self._of_ties = columns.of_labels(book), columns.of_relations(book)
        self._figures = {label.key for label in book.with_role("quantity")}
        self._values = tuple(dict.fromkeys(_keys(book, self._figures)))
        self._mentions: Counter[str] = Counter()

    def headers(self) -> dict[str, tuple[str, ...]]:
        """The first row of each sheet; figures only where the codebook has any."""
        found = {
            "spans": (*_ARTICLE, *_SPAN, *_REST, *(one.name for one in self._of_spans)),
            "relations": (*_ARTICLE, *_TIE, *(one.name for one in self._of_ties)),
            "actors": _ACTOR,
        }
        if self._figures:
            found["figures"] = (*_ARTICLE, *_FIGURE, *self._values, "note")
        return found

    def rows(self, outgoing: Outgoing) -> Iterator[tuple[str, Cells]]:
        """The rows of one article, each with the sheet it belongs to."""
        row, article = outgoing.row, _article(outgoing)
        spans = {span.id: span for span in row.spans}
        for span in row.spans:
            before, after = _around(row.text, span, self._context)
            values = columns.decode(span.attributes)
            if span.actor:
                self._mentions[span.actor] += 1
            state = row.states.get(span.annotator)
            place = [state, span.id, span.annotator, span.label, span.start, span.end, _pieces(span)]
            actor = self._subject.actors.get(span.actor) if span.actor else None
            rest = [span.actor, actor, span.note or None, span.origin]
            typed = [_value(columns.value_of(one, span.label, values)) for one in self._of_spans] if values else []
            yield "spans", [*article, *place, span.text, before, after, *rest, *typed]
            if span.label in self._figures:
                told = [_value(values.get(key)) for key in self._values]
                shown = [span.id, span.annotator, span.label, span.text, before, after]
                yield "figures", [*article, *shown, *told, span.note or None]
        for tie in row.relations:
            head, tail = spans[tie.head], spans[tie.tail]
            ends = [head.id, head.label, head.text, tail.id, tail.label, tail.text, tie.annotator]
            values = columns.decode(tie.attributes)
            typed = [_value(columns.value_of(one, tie.kind, values)) for one in self._of_ties]
            yield "relations", [*article, tie.id, tie.kind, *ends, *typed]

    def actors(self) -> Iterator[Cells]:
        """The rows of the registry, with how often the spans that went by are linked to each."""
        names = self._subject.actors
        for actor in self._subject.registry:
            roles = "; ".join(f"{one.role} [{one.since or ''}..{one.to or ''}]" for one in actor.roles)
            yield [*_actor(actor, roles, names), self._mentions[actor.id]]


def _keys(book: Codebook, figures: set[str]) -> Iterator[str]:
    for label in book.labels:
        if label.key in figures:
            yield from (attribute.key for attribute in label.attributes)


def _actor(actor: Actor, roles: str, names: dict[str, str]) -> Cells:
    parent, aliases = names.get(actor.parent or ""), "; ".join(actor.aliases)
    known = [actor.id, actor.name, actor.type, aliases, roles, parent, actor.wikidata, actor.note]
    return [cell or None for cell in known]


def _article(outgoing: Outgoing) -> Cells:
    row = outgoing.row
    return [row.id, outgoing.source_id, *(getattr(row, field) or None for field in FIELDS)]


def _around(text: str, span: RowSpan, context: int) -> tuple[str, str]:
    before = " ".join(text[max(0, span.start - context) : span.start].split())
    return before, " ".join(text[span.end : span.end + context].split())


def _pieces(span: RowSpan) -> str:
    return " ".join(f"{start}-{end}" for start, end in msgspec.json.decode(span.fragments))


def _value(value: Any) -> Any:
    """A value as a cell holds it: several choices in one text."""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return value if value is None or isinstance(value, str | bool | int | float) else words(value)

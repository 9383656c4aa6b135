"""Where any number of layers of an article agree and differ: who says what, how it differs, and by which names."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Literal, Protocol

import msgspec

from annotator.core.model import Relation, Span, Value

Kind = Literal["missing", "label", "boundary", "value", "attribute", "actor", "relation"]
KINDS: tuple[Kind, ...] = ("missing", "label", "boundary", "value", "attribute", "actor", "relation")
Pair = tuple[str, str]  # two annotators, in the order of the layers


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """What one annotator has on the article, as far as it is compared."""

    annotator: str
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...] = ()


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """What one annotator has at one place: spans, or relations where those are compared; perhaps nothing."""

    annotator: str
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans or self.relations)


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """One content for a place and all who have it just so; its records are those of the first of them."""

    annotators: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    sources: tuple[str, ...] = ()  # ids of the records of all of them


class Same(msgspec.Struct, frozen=True, kw_only=True):
    """What all have alike who have something at a place; None and False where they have not."""

    label: str | None = None
    fragments: bool = False
    attributes: dict[str, Value] = {}
    actor: str | None = None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One place of the article and what each layer has there; without kinds no two layers differ.

    Positions are code points: the hull of all spans, of a relation's head where relations are compared. `label` and
    `words` are of the span that most have. `pairs` are those who differ, `attributes` the keys that they answer
    differently. Relations are compared only among those who have the head.
    """

    id: str
    article: str
    sides: tuple[Side, ...]  # of every layer, in the layers' order
    start: int
    end: int
    label: str
    words: str
    sources: tuple[str, ...]  # ids of all spans, or of all relations, sorted
    proposals: tuple[Proposal, ...]  # by their first source, not by annotator
    kinds: tuple[Kind, ...] = ()  # the weightiest first
    pairs: frozenset[Pair] = frozenset()
    attributes: tuple[str, ...] = ()
    tie: str = ""  # the relation kind's key where relations are compared
    head: str = ""  # then also the id of the group of their heads

    @property
    def kind(self) -> Kind | None:
        """The weightiest kind, None where no two differ."""
        return self.kinds[0] if self.kinds else None

    @property
    def unanimous(self) -> bool:
        """Whether every layer has the same here."""
        return not self.kinds and all(self.sides)

    @property
    def spans(self) -> list[Span]:
        """Every layer's spans here."""
        return [span for side in self.sides for span in side.spans]

    @property
    def labels(self) -> frozenset[str]:
        """The labels that any side has here."""
        return frozenset([self.label, *(span.label for span in self.spans)])

    @property
    def same(self) -> Same:
        """What all have alike who have something here."""
        spans = self.spans
        if not spans:
            return Same()
        first = spans[0]
        shared = {
            key: value
            for key, value in first.attributes.items()
            if not key.startswith("_") and all(one.attributes.get(key) == value for one in spans)
        }
        return Same(
            label=first.label if all(one.label == first.label for one in spans) else None,
            fragments=all(one.fragments == first.fragments for one in spans),
            attributes=shared,
            actor=first.actor if all(one.actor == first.actor for one in spans) else None,
        )


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Every span and every relation of the layers in exactly one group: spans in text order, then relations."""

    differences: tuple[Difference, ...]
    of_record: dict[str, Difference]  # by span or relation id
    spans: dict[str, Span]

    @property
    def agreed(self) -> list[Difference]:
        """The groups in which every layer has the same."""
        return [one for one in self.differences if one.unanimous]

    @property
    def differing(self) -> list[Difference]:
        """The groups in which two layers differ."""
        return [one for one in self.differences if one.kinds]


class Listed(Protocol):
    """What a filter looks at: a difference, or its line in a list."""

    @property
    def article(self) -> str:
        """The article's id."""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """How layers differ there."""

    @property
    def labels(self) -> frozenset[str]:
        """The labels that any side has there."""

    @property
    def pairs(self) -> frozenset[Pair]:
        """Who differ."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """The keys that they answer differently."""

    @property
    def tie(self) -> str:
        """The relation kind's key, where relations are compared."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which differences are wanted; what is empty wants all."""

    kinds: tuple[Kind, ...] = ()
    labels: tuple[str, ...] = ()
    pair: Pair | None = None  # in either order
    annotator: str = ""  # who differs from another there
    article: str = ""
    attribute: str = ""  # its key, or a relation kind's

    def takes(self, one: Listed) -> bool:
        """Whether a difference is wanted; a label is wanted where any side has it."""
        return (
            (not self.article or one.article == self.article)
            and (not self.kinds or any(kind in self.kinds for kind in one.kinds))
            and (not self.labels or any(label in one.labels for label in self.labels))
            and (self.pair is None or self.pair in one.pairs or self.pair[::-1] in one.pairs)
            and (not self.annotator or any(self.annotator in pair for pair in one.pairs))
            and (not self.attribute or self.attribute == one.tie or self.attribute in one.attributes)
        )


def difference_id(article: str, sources: Sequence[str]) -> str:
    """The name of a difference: SHA-256 of the article's id and the sorted ids of its sources, joined by LF."""
    return sha256("\n".join([article, *sorted(sources)]).encode("utf-8")).hexdigest()


def shuffled(difference: Difference, reviewer: str) -> tuple[Proposal, ...]:
    """The proposals in an order that says nothing of who made them, always the same for a difference and a reviewer."""

    def place(one: Proposal) -> str:
        return sha256(f"{difference.id}\n{reviewer}\n{min(one.sources)}".encode()).hexdigest()

    return tuple(sorted(difference.proposals, key=place))


def letters(article: str, annotators: Sequence[str], reviewer: str) -> dict[str, str]:
    """A letter for each annotator that says nothing of who it is, always the same for an article and a reviewer."""
    mixed = sorted(annotators, key=lambda one: sha256(f"{article}\n{reviewer}\n{one}".encode()).hexdigest())
    return {one: _letter(place) for place, one in enumerate(mixed)}


def _letter(place: int) -> str:
    before, this = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + this)

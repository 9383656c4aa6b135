"""One annotator's layer of an article, prepared once for all pairs it takes part in; and how two of them match."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Mapping, Sequence

import msgspec

from annotator.core import hanging
from annotator.core.compare import Edge, Meeting, Ordered, matching
from annotator.core.hanging import word
from annotator.core.model import Fragment, Relation, Span
from annotator.core.unitising import Stretches

Layer = tuple[Sequence[Span], Sequence[Relation]]  # of one annotator on one article
Place = tuple[str, str, str]  # label, attribute, value
Tally = list[int]  # exact matches, sizes of both sides, overlap matches, those on each side that overlap any


class Scheme(msgspec.Struct, kw_only=True):
    """What the measures ask of a project: labels in use, closed attributes (label, key), statistics, actors' heirs."""

    labels: tuple[str, ...] = ()
    closed: frozenset[tuple[str, str]] = frozenset()
    quantities: frozenset[str] = frozenset()
    heirs: Mapping[str, str] = {}  # the actor that a merged one became


class Side:
    """What one annotator has on one article; lists go by the spans' places in text order."""

    __slots__ = ("actors", "amounts", "answers", "counts", "ordered", "ties", "valued", "values")

    def __init__(self, layer: Layer, scheme: Scheme) -> None:
        self.ordered = Ordered(layer[0])
        self.ties = layer[1]
        spans = self.ordered.spans
        self.counts = Count(self.ordered.labels)
        self.answers = [_answers(span) if span.attributes else _NO_ANSWERS for span in spans]
        self.actors = [hanging.actor(span, scheme.heirs) for span in spans]
        self.amounts = [hanging.amount(span) if span.label in scheme.quantities else None for span in spans]
        self.values = [_values(span, scheme.closed) if span.attributes else () for span in spans]
        self.valued = Count([place for places in self.values for place in places])


_NO_ANSWERS: dict[str, str] = {}


def _answers(span: Span) -> dict[str, str]:
    """What a span answers to each attribute, as words."""
    return {name: word(span.attributes[name]) for name in hanging.asked(span.attributes, {})}


def _values(span: Span, closed: frozenset[tuple[str, str]]) -> tuple[Place, ...]:
    """The values of closed attributes that a span has, each with its label and attribute."""
    found: dict[Place, None] = {}
    for key, value in span.attributes.items():
        if (span.label, key) in closed:
            for one in value if isinstance(value, list) else [value]:
                found[span.label, key, word(one)] = None
    return tuple(found)


# --- how two sides match -----------------------------------------------------------------------------


def by_label(meeting: Meeting, first: Side, second: Side) -> dict[str, Tally]:
    """Of each label that either side has, the spans that match."""
    found = {
        label: [0, first.counts[label], second.counts[label], 0, 0, 0]
        for label in first.counts.keys() | second.counts.keys()
    }
    ones, others = first.ordered.labels, second.ordered.labels
    left, right = {i for i, _, _ in meeting.kin}, {j for _, j, _ in meeting.kin}
    for i, _ in meeting.same:
        found[ones[i]][0] += 1
    for i in left if len(left) == len(right) == len(meeting.kin) else [i for i, _ in matching(meeting.kin)]:
        found[ones[i]][3] += 1
    for i in left:
        found[ones[i]][4] += 1
    for j in right:
        found[others[j]][5] += 1
    return found


def by_value(meeting: Meeting, first: Side, second: Side, found: dict[Place, Tally]) -> None:
    """Adds the matches of spans of one attribute value, as if it were a label of its own."""
    for place in first.valued.keys() | second.valued.keys():
        tally = found.setdefault(place, [0] * 6)
        tally[1] += first.valued[place]
        tally[2] += second.valued[place]
    if not first.valued or not second.valued:
        return
    edges: dict[Place, list[Edge]] = {}
    for edge in meeting.kin:
        for place in _common(first.values[edge[0]], second.values[edge[1]]):
            edges.setdefault(place, []).append(edge)
    for i, j in meeting.same:
        for place in _common(first.values[i], second.values[j]):
            found[place][0] += 1
    for place, some in edges.items():
        left, right = {i for i, _, _ in some}, {j for _, j, _ in some}
        tally = found[place]
        tally[3] += len(left) if len(left) == len(right) == len(some) else len(matching(some))
        tally[4] += len(left)
        tally[5] += len(right)


def _common(ones: tuple[Place, ...], others: tuple[Place, ...]) -> Sequence[Place]:
    return ones if ones == others else [place for place in ones if place in others]


def stretches(spans: Sequence[Span], length: int) -> dict[str, Stretches]:
    """By label the stretches that are units: fragments each for itself, those that overlap joined."""
    found: dict[str, list[Fragment]] = {}
    for start, end, label in sorted([(start, end, span.label) for span in spans for start, end in span.fragments]):
        units = found.setdefault(label, [])
        if units and start < units[-1][1]:
            units[-1] = units[-1][0], max(end, units[-1][1])
        else:
            units.append((start, end))
    return {label: Stretches(units, length) for label, units in found.items()}

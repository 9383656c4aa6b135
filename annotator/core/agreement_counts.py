"""Counts one article for all measures: spans, characters, tokens, and what hangs on matched spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from annotator.core import hanging
from annotator.core.compare import edges as overlaps
from annotator.core.compare import lines, matching
from annotator.core.hanging import word
from annotator.core.model import Fragment, Relation, Span
from annotator.core.occupancy import Masks, covers, in_tokens, of_label, states
from annotator.core.tallies import Key, Pair, Tallies
from annotator.core.tokens import tokens
from annotator.core.unitising import Continuum

Layer = tuple[Sequence[Span], Sequence[Relation]]  # of one annotator on one article
Place = tuple[str, str, str]  # label, attribute, value
Answers = dict[tuple[str, str], int]  # how often one said this and the other that


class Scheme(msgspec.Struct, kw_only=True):
    """What the measures ask of a project: labels in use, closed attributes (label, key), statistics, actors' heirs."""

    labels: tuple[str, ...] = ()
    closed: frozenset[tuple[str, str]] = frozenset()
    quantities: frozenset[str] = frozenset()
    heirs: Mapping[str, str] = {}  # the actor that a merged one became


class Counter:
    """Takes articles one by one, with the layers that exist of each."""

    def __init__(self, annotators: int, scheme: Scheme) -> None:
        self.annotators, self.scheme = annotators, scheme
        self.tallies, self.lengths = Tallies(), Tallies()
        self.bits = {label: bit for bit, label in enumerate(scheme.labels)}
        self.continua: dict[Key, Continuum] = {}
        self.articles: dict[Pair, int] = {}  # with both layers
        self.complete = 0  # with all layers
        self.apart: dict[Key, int] = {}  # what hangs on matched spans and could not be compared

    def take(self, text: str, layers: Mapping[int, Layer]) -> None:
        """One article with two layers or more, by the annotators' places."""
        people = sorted(layers)
        self.complete += len(people) == self.annotators
        labelled = {who: _by_label(layers[who][0]) for who in people}
        valued = {who: self._by_value(layers[who][0]) for who in people}
        for pair in combinations(people, 2):
            self.articles[pair] = self.articles.get(pair, 0) + 1
            first, second = layers[pair[0]], layers[pair[1]]
            self._spans(pair, labelled[pair[0]], labelled[pair[1]])
            self._values(valued[pair[0]], valued[pair[1]])
            self._hanging(pair, first, second)
        marked = [covers(layers[who][0], self.bits) for who in people]
        self._places("character", people, states(marked, len(text)))
        there = tokens(text)
        starts, ends = [start for start, _ in there], [end for _, end in there]
        self._places("token", people, states([in_tokens(cover, starts, ends) for cover in marked], len(there)))
        self._unitise(people, [layers[who][0] for who in people], len(text))
        self.tallies.close()
        self.lengths.close()

    # --- spans ---------------------------------------------------------------------------------------

    def _spans(self, pair: Pair, ones: Mapping[str, Group], others: Mapping[str, Group]) -> None:
        whole = [0] * 6
        for label in ones.keys() | others.keys():
            counts = _matched(ones.get(label, _NOBODY), others.get(label, _NOBODY))
            self.tallies.add(Key("exact", "span", label, pair=pair), counts[:3])
            self.tallies.add(Key("overlap", "span", label, pair=pair), counts[1:])
            whole = [a + b for a, b in zip(whole, counts, strict=True)]
        self.tallies.add(Key("exact", "span", pair=pair), whole[:3])
        self.tallies.add(Key("overlap", "span", pair=pair), whole[1:])

    def _values(self, ones: Mapping[Place, Group], others: Mapping[Place, Group]) -> None:
        """Spans of one attribute value as if it were a label of its own."""
        for place in ones.keys() | others.keys():
            counts = _matched(ones.get(place, _NOBODY), others.get(place, _NOBODY))
            self.tallies.add(Key("exact", "span", *place), counts[:3])
            self.tallies.add(Key("overlap", "span", *place), counts[1:])

    def _by_value(self, spans: Sequence[Span]) -> dict[Place, Group]:
        found: dict[Place, list[Span]] = {}
        for span in spans:
            for key, value in span.attributes.items():
                if (span.label, key) in self.scheme.closed:
                    for one in value if isinstance(value, list) else [value]:
                        found.setdefault((span.label, key, word(one)), []).append(span)
        return {place: Group(some) for place, some in found.items()}

    # --- characters and tokens -----------------------------------------------------------------------

    def _places(self, unit: str, people: Sequence[int], found: dict[Masks, int]) -> None:
        length = sum(found.values())
        used = 0
        for masks in found:
            for mask in masks:
                used |= mask
        for label, bit in self.bits.items():
            if used >> bit & 1:
                self._label(unit, label, people, of_label(found, bit))
            else:
                self._label(unit, label, people, {(False,) * len(people): length})
        self._sets(unit, people, found)

    def _label(self, unit: str, label: str, people: Sequence[int], found: dict[tuple[bool, ...], int]) -> None:
        several = len(people)
        key = Key("binary", unit, label)
        length = sum(found.values())
        some = [(state, amount) for state, amount in found.items() if True in state]
        for i, j in combinations(range(several), 2):
            both = one = two = 0
            for state, amount in some:
                if state[i]:
                    if state[j]:
                        both += amount
                    else:
                        one += amount
                elif state[j]:
                    two += amount
            self.tallies.add(key._replace(pair=(people[i], people[j])), (both, one, two, length))
        same = inside = 0
        for state, amount in found.items():
            within = sum(state)
            inside += amount * within
            same += amount * (within * (within - 1) + (several - within) * (several - within - 1))
        self._raters(Key("raters", unit, label), several, same, length)
        self.tallies.count(Key("raters", unit, label), ("value", True), inside)
        self.tallies.count(Key("raters", unit, label), ("value", False), several * length - inside)

    def _raters(self, key: Key, several: int, same: int, items: int) -> None:
        self.tallies.count(key, ("same", several), same)
        self.tallies.count(key, ("items", several), items)

    def _sets(self, unit: str, people: Sequence[int], found: dict[Masks, int]) -> None:
        several = len(people)
        used: list[dict[int, int]] = [{} for _ in people]
        equal = dict.fromkeys(combinations(range(several), 2), 0)
        same = 0
        for masks, amount in found.items():
            for mine, mask in zip(used, masks, strict=True):
                mine[mask] = mine.get(mask, 0) + amount
            first = masks[0]
            if masks.count(first) == several:
                same += amount * several * (several - 1)
                for pair in equal:
                    equal[pair] += amount
                continue
            for pair in equal:
                if masks[pair[0]] == masks[pair[1]]:
                    equal[pair] += amount
                    same += 2 * amount
        for (i, j), amount in equal.items():
            table = Key("table", unit, pair=(people[i], people[j]))
            self.tallies.count(table, "same", amount)
            for side in (i, j):
                for mask, many in used[side].items():
                    self.tallies.count(table, (1 if side == i else 2, mask), many)
        key = Key("raters", unit)
        self._raters(key, several, same, sum(found.values()))
        for mine in used:
            for mask, amount in mine.items():
                self.tallies.count(key, ("value", mask), amount)

    def _unitise(self, people: Sequence[int], layers: Sequence[Sequence[Span]], length: int) -> None:
        units = [_units(spans) for spans in layers]
        groups: list[tuple[Pair | None, Sequence[int]]] = []
        for i, j in combinations(range(len(people)), 2):
            groups.append(((people[i], people[j]), (i, j)))
        if len(people) == self.annotators:
            groups.append((None, range(len(people))))
        for pair, places in groups:
            for label in self.bits:
                key = Key("alpha_u", "span", label, pair=pair)
                continuum = self.continua.get(key)
                if continuum is None:
                    continuum = self.continua[key] = Continuum(len(places))
                self.lengths.add(key, continuum.add([units[place].get(label, []) for place in places], length))

    # --- what hangs on spans -------------------------------------------------------------------------

    def _hanging(self, pair: Pair, first: Layer, second: Layer) -> None:
        partner: dict[str, str] = {}
        labels: Answers = {}
        answers: dict[tuple[str, str], Answers] = {}
        for line in lines(first[0], second[0]):
            one, other = line.first, line.second
            if one is None or other is None:
                continue
            both = one.label, other.label
            labels[both] = labels.get(both, 0) + 1
            if one.label == other.label:
                partner[one.id] = other.id
                _answers(one, other, answers)
                self._actor(pair, one, other)
                self._amount(pair, one, other)
        if labels:
            self._label_answers(pair, labels)
        for place, found in answers.items():
            self._attribute(pair, place, found)
        self._relations(pair, partner, first[1], second[1])

    def _share(self, pair: Pair, unit: str, label: str | None, equal: int, n: int = 1, **more: str) -> None:
        self.tallies.add(Key("share", unit, label, pair=pair, **more), (equal, n))

    def _table(self, key: Key, found: Answers) -> int:
        """Counts a table of answers; returns how many are equal."""
        equal = 0
        for (ours, theirs), many in found.items():
            equal += many if ours == theirs else 0
            self.tallies.count(key, (1, ours), many)
            self.tallies.count(key, (2, theirs), many)
        self.tallies.count(key, "same", equal)
        return equal

    def _label_answers(self, pair: Pair, found: Answers) -> None:
        equal = self._table(Key("table", "label", pair=pair), found)
        self._share(pair, "label", None, equal, sum(found.values()))
        for (ours, theirs), many in found.items():
            self._share(pair, "label", ours, many if ours == theirs else 0, many)
            if ours != theirs:
                self._share(pair, "label", theirs, 0, many)

    def _attribute(self, pair: Pair, place: tuple[str, str], found: Answers) -> None:
        label, name = place
        equal = sum(many for (ours, theirs), many in found.items() if ours == theirs)
        whole = sum(found.values())
        self._share(pair, "attribute", None, equal, whole)
        self._share(pair, "attribute", label, equal, whole, attribute=name)
        if place not in self.scheme.closed:
            return
        self._table(Key("table", "attribute", label, name, pair=pair), found)
        for (ours, theirs), many in found.items():
            for value in {ours, theirs} - {""}:
                same = many if ours == theirs else 0
                self._share(pair, "attribute", label, same, many, attribute=name, value=value)

    def _actor(self, pair: Pair, one: Span, other: Span) -> None:
        if one.actor is None and other.actor is None:
            return
        ours, theirs = (hanging.actor(span, self.scheme.heirs) for span in (one, other))
        self._share(pair, "actor", None, ours == theirs)
        self._share(pair, "actor", one.label, ours == theirs)

    def _amount(self, pair: Pair, one: Span, other: Span) -> None:
        if one.label not in self.scheme.quantities:
            return
        ours, theirs = hanging.amount(one), hanging.amount(other)
        if ours == theirs == hanging.NOTHING:
            self._left(Key("share", "value"), pair)
            return
        self._share(pair, "value", None, ours == theirs)
        self._share(pair, "value", one.label, ours == theirs)

    def _left(self, key: Key, pair: Pair, many: int = 1) -> None:
        for one in (key, key._replace(pair=pair)):
            self.apart[one] = self.apart.get(one, 0) + many

    def _relations(
        self, pair: Pair, partner: dict[str, str], first: Sequence[Relation], second: Sequence[Relation]
    ) -> None:
        matched = set(partner.values())
        met = [tie for tie in first if tie.head in partner and tie.tail in partner]
        ours = {(tie.kind, partner[tie.head], partner[tie.tail]) for tie in met}
        theirs = {(tie.kind, tie.head, tie.tail) for tie in second if tie.head in matched and tie.tail in matched}
        self._left(Key("ties", "relation"), pair, len(first) + len(second) - len(ours) - len(theirs))
        for kind in {tie[0] for tie in ours | theirs}:
            mine, other = ({tie for tie in some if tie[0] == kind} for some in (ours, theirs))
            counts = (len(mine & other), len(mine), len(other))
            self.tallies.add(Key("ties", "relation", attribute=kind, pair=pair), counts)
            self.tallies.add(Key("ties", "relation", pair=pair), counts)


def _answers(one: Span, other: Span, found: dict[tuple[str, str], Answers]) -> None:
    """Adds what two matched spans answer to each attribute that either of them answers."""
    for name in hanging.asked(one.attributes, other.attributes):
        both = word(one.attributes.get(name)), word(other.attributes.get(name))
        place = found.setdefault((one.label, name), {})
        place[both] = place.get(both, 0) + 1


class Group:
    """One layer's spans of one label, with what is looked up for every pair."""

    __slots__ = ("exact", "spans")

    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans
        self.exact = {span.fragments for span in spans}


_NOBODY = Group([])


def _by_label(spans: Sequence[Span]) -> dict[str, Group]:
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.label, []).append(span)
    return {label: Group(some) for label, some in found.items()}


def _matched(first: Group, second: Group) -> tuple[int, ...]:
    """Of one label: exact matches, sizes of both sides, overlap matches, and those on each side that overlap any."""
    sizes = len(first.spans), len(second.spans)
    if not sizes[0] or not sizes[1]:
        return 0, *sizes, 0, 0, 0
    same = len(first.exact & second.exact)
    if same == sizes[0] == sizes[1]:
        return same, *sizes, same, same, same
    found = overlaps(first.spans, second.spans)
    met, others = len({edge[0] for edge in found}), len({edge[1] for edge in found})
    pairs = met if met == others == len(found) else len(matching(found))
    return same, *sizes, pairs, met, others


def _units(spans: Sequence[Span]) -> dict[str, list[Fragment]]:
    """By label the stretches that are units: fragments each for itself, those that overlap joined."""
    found: dict[str, list[Fragment]] = {}
    for start, end, label in sorted((start, end, span.label) for span in spans for start, end in span.fragments):
        units = found.setdefault(label, [])
        if units and start < units[-1][1]:
            units[-1] = units[-1][0], max(end, units[-1][1])
        else:
            units.append((start, end))
    return found

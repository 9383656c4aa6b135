"""Counts one article for all measures: spans, characters, tokens, and what hangs on matched spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import msgspec

from annotator.core import values
from annotator.core.compare import align, exact, matching
from annotator.core.compare import edges as overlaps
from annotator.core.model import Fragment, Relation, Span
from annotator.core.occupancy import Masks, covers, in_tokens, of_label, states
from annotator.core.quantity import multiplied
from annotator.core.tallies import Key, Pair, Tallies
from annotator.core.tokens import tokens
from annotator.core.unitising import Continuum

Layer = tuple[Sequence[Span], Sequence[Relation]]  # of one annotator on one article
AMOUNT = ("value", "value_high", "scale", "base", "unit")  # attributes that make a statistic's value


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
        for pair in combinations(people, 2):
            self.articles[pair] = self.articles.get(pair, 0) + 1
            first, second = layers[pair[0]], layers[pair[1]]
            self._spans(pair, first[0], second[0])
            self._values(first[0], second[0])
            self._hanging(pair, first, second)
        marked = [covers(layers[who][0], self.bits) for who in people]
        self._places("character", people, states(marked, len(text)))
        there = tokens(text)
        self._places("token", people, states([in_tokens(cover, there) for cover in marked], len(there)))
        self._unitise(people, [layers[who][0] for who in people], len(text))
        self.tallies.close()
        self.lengths.close()

    def _add(self, key: Key, pair: Pair, counts: Sequence[int]) -> None:
        """Counts of a pair, and of all pairs together."""
        self.tallies.add(key._replace(pair=pair), counts)
        self.tallies.add(key, counts)

    def _cell(self, key: Key, pair: Pair, name: object, amount: int = 1) -> None:
        self.tallies.count(key._replace(pair=pair), name, amount)
        self.tallies.count(key, name, amount)

    # --- spans ---------------------------------------------------------------------------------------

    def _spans(self, pair: Pair, first: Sequence[Span], second: Sequence[Span]) -> None:
        ones, others = _by_label(first), _by_label(second)
        whole = [0] * 6
        for label in ones.keys() | others.keys():
            counts = _matched(ones.get(label, []), others.get(label, []))
            self._add(Key("exact", "span", label), pair, counts[:3])
            self._add(Key("overlap", "span", label), pair, counts[1:])
            whole = [a + b for a, b in zip(whole, counts, strict=True)]
        self._add(Key("exact", "span"), pair, whole[:3])
        self._add(Key("overlap", "span"), pair, whole[1:])

    def _values(self, first: Sequence[Span], second: Sequence[Span]) -> None:
        """Spans of one attribute value as if it were a label of its own."""
        ones, others = self._by_value(first), self._by_value(second)
        for place in ones.keys() | others.keys():
            counts = _matched(ones.get(place, []), others.get(place, []))
            self.tallies.add(Key("exact", "span", *place), counts[:3])
            self.tallies.add(Key("overlap", "span", *place), counts[1:])

    def _by_value(self, spans: Sequence[Span]) -> dict[tuple[str, str, str], list[Span]]:
        found: dict[tuple[str, str, str], list[Span]] = {}
        for span in spans:
            for key, value in span.attributes.items():
                if (span.label, key) in self.scheme.closed:
                    for one in value if isinstance(value, list) else [value]:
                        found.setdefault((span.label, key, values.words(one)), []).append(span)
        return found

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
            self._add(key, (people[i], people[j]), (both, one, two, length))
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
            pair = people[i], people[j]
            self._cell(Key("table", unit), pair, "same", amount)
            for side in (i, j):
                for mask, many in used[side].items():
                    self._cell(Key("table", unit), pair, (1 if side == i else 2, mask), many)
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
        for line in align(first[0], second[0]):
            one, other = line.first, line.second
            if one is None or other is None:
                continue
            self._share(Key("share", "label"), pair, one.label == other.label)
            for side, span in ((1, one), (2, other)):
                self._cell(Key("table", "label"), pair, (side, span.label))
            self._cell(Key("table", "label"), pair, "same", one.label == other.label)
            for label in {one.label, other.label}:
                self._share(Key("share", "label", label), pair, one.label == other.label)
            if one.label == other.label:
                partner[one.id] = other.id
                self._attributes(pair, one, other)
                self._actor(pair, one, other)
                self._amount(pair, one, other)
        self._relations(pair, partner, first[1], second[1])

    def _share(self, key: Key, pair: Pair, equal: bool) -> None:
        self._add(key, pair, (int(equal), 1))

    def _attributes(self, pair: Pair, one: Span, other: Span) -> None:
        for name in one.attributes.keys() | other.attributes.keys():
            if name.startswith("_"):
                continue
            ours, theirs = (_word(span.attributes.get(name)) for span in (one, other))
            self._share(Key("share", "attribute"), pair, ours == theirs)
            self._share(Key("share", "attribute", one.label, name), pair, ours == theirs)
            if (one.label, name) in self.scheme.closed:
                table = Key("table", "attribute", one.label, name)
                self._cell(table, pair, "same", ours == theirs)
                self._cell(table, pair, (1, ours))
                self._cell(table, pair, (2, theirs))
                for value in {ours, theirs} - {""}:
                    self._share(Key("share", "attribute", one.label, name, value), pair, ours == theirs)

    def _actor(self, pair: Pair, one: Span, other: Span) -> None:
        ours, theirs = (self.scheme.heirs.get(span.actor or "", span.actor) for span in (one, other))
        if ours is None and theirs is None:
            return
        self._share(Key("share", "actor"), pair, ours == theirs)
        self._share(Key("share", "actor", one.label), pair, ours == theirs)

    def _amount(self, pair: Pair, one: Span, other: Span) -> None:
        if one.label not in self.scheme.quantities:
            return
        ours, theirs = amount(one), amount(other)
        if ours == theirs == _NOTHING:
            self._left(Key("share", "value"), pair)
            return
        self._share(Key("share", "value"), pair, ours == theirs)
        self._share(Key("share", "value", one.label), pair, ours == theirs)

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
            self._add(Key("ties", "relation", attribute=kind), pair, counts)
            self._add(Key("ties", "relation"), pair, counts)


_NOTHING = (None, None, None, None)


def amount(span: Span) -> tuple[object, ...]:
    """What a statistic says: value and high value with the scale multiplied out, base and unit."""
    value, high, scale, base, unit = (span.attributes.get(key) for key in AMOUNT)
    scale = scale if isinstance(scale, str) else None
    return _scaled(value, scale), _scaled(high, scale), base, unit


def _scaled(value: object, scale: str | None) -> object:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return multiplied(value, scale) if plain and scale else value  # type: ignore[arg-type]


def _word(value: object) -> str:
    return "" if value is None else values.words(value)


def _by_label(spans: Sequence[Span]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.label, []).append(span)
    return found


def _matched(first: list[Span], second: list[Span]) -> list[int]:
    """Of one label: exact matches, sizes of both sides, overlap matches, and those on each side that overlap any."""
    if not first or not second:
        return [0, len(first), len(second), 0, 0, 0]
    found = overlaps(first, second)
    met, others = {i for i, _, _ in found}, {j for _, j, _ in found}
    return [exact(first, second), len(first), len(second), len(matching(found)), len(met), len(others)]


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

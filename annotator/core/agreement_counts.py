"""Counts one article for all measures: spans, characters, tokens, units, and by its own module what hangs on spans."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations

from annotator.core.agreement_hanging import Hanging
from annotator.core.agreement_sides import Layer, Place, Scheme, Side, Tally, by_label, by_value, stretches
from annotator.core.compare import Meeting
from annotator.core.occupancy import Masks, covers, in_tokens, states
from annotator.core.tallies import Key, Pair, Tallies
from annotator.core.tokens import tokens
from annotator.core.unitising import Continuum, Stretches, observed


class Counter:
    """Takes articles one by one, with the layers that exist of each."""

    def __init__(self, annotators: int, scheme: Scheme) -> None:
        self.annotators, self.scheme = annotators, scheme
        self.tallies, self.lengths = Tallies(), Tallies()
        self.bits = {label: bit for bit, label in enumerate(scheme.labels)}
        self.continua: dict[Key, Continuum] = {}
        self.articles: dict[Pair, int] = {}  # with both layers
        self.complete = 0  # with all layers
        self.present: list[int] = []  # of each article how many layers it has
        self._hanging = Hanging(self.tallies, scheme)
        self._laid: dict[tuple[Pair | None, str], tuple[Continuum, int]] = {}  # with the first of its columns
        self._columns: dict[tuple[object, ...], list[int]] = {}  # of counts that come again in every article
        self._tables: dict[tuple[str, Pair], dict[Hashable, int]] = {}
        self._hits: dict[tuple[int, int], list[int]] = {}  # of so many annotators, those in a label as bits

    @property
    def apart(self) -> dict[Key, int]:
        """What hangs on matched spans and could not be compared."""
        return self._hanging.apart

    @property
    def confused(self) -> dict[Pair, dict[tuple[str, str], int]]:
        """Of each pair how many spans that stand on one line have which labels from either."""
        return self._hanging.confused

    def take(self, text: str, layers: Mapping[int, Layer]) -> None:
        """One article with two layers or more, by the annotators' places."""
        people = sorted(layers)
        self.complete += len(people) == self.annotators
        self.present.append(len(people))
        sides = {who: Side(layers[who], self.scheme) for who in people}
        valued: dict[Place, Tally] = {}
        for pair in combinations(people, 2):
            self.articles[pair] = self.articles.get(pair, 0) + 1
            first, second = sides[pair[0]], sides[pair[1]]
            meeting = Meeting(first.ordered, second.ordered)
            self._spans(pair, by_label(meeting, first, second))
            by_value(meeting, first, second, valued)
            self._hanging.take(pair, meeting, first, second)
        self._values(valued)
        marked = [covers(layers[who][0], self.bits) for who in people]
        self._places("character", people, states(marked, len(text)))
        there = tokens(text)
        starts, ends = [start for start, _ in there], [end for _, end in there]
        self._places("token", people, states([in_tokens(cover, starts, ends) for cover in marked], len(there)))
        self._unitise(people, [stretches(layers[who][0], len(text)) for who in people], len(text))
        self.tallies.close()
        self.lengths.close()

    # --- spans ---------------------------------------------------------------------------------------

    def _spans(self, pair: Pair, found: Mapping[str, Tally]) -> None:
        whole = [0] * 6
        for label, tally in found.items():
            self._matches((pair, label), Key("exact", "span", label, pair=pair), tally)
            whole = [a + b for a, b in zip(whole, tally, strict=True)]
        self._matches((pair, None), Key("exact", "span", pair=pair), whole)

    def _values(self, found: Mapping[Place, Tally]) -> None:
        for place, tally in found.items():
            self._matches(place, Key("exact", "span", *place), tally)

    def _matches(self, name: tuple[object, ...], exact: Key, tally: Tally) -> None:
        columns = self._columns.get(name)
        if columns is None:
            overlap = exact._replace(family="overlap")
            columns = self._columns[name] = [self.tallies.place(exact, 3), self.tallies.place(overlap, 5)]
        self.tallies.add_at(columns[0], tally[:3])
        self.tallies.add_at(columns[1], tally[1:])

    # --- characters and tokens -----------------------------------------------------------------------

    def _places(self, unit: str, people: Sequence[int], found: dict[Masks, int]) -> None:
        length = sum(found.values())
        inside: list[dict[int, int]] = [{} for _ in self.bits]  # of each label how many places are in it for whom
        for masks, amount in found.items():
            who: dict[int, int] = {}
            for place, mask in enumerate(masks):
                while mask:
                    bit = mask.bit_length() - 1
                    who[bit] = who.get(bit, 0) | 1 << place
                    mask ^= 1 << bit
            for bit, state in who.items():
                inside[bit][state] = inside[bit].get(state, 0) + amount
        for label, bit in self.bits.items():
            self._label(unit, label, people, inside[bit], length)
        self._sets(unit, people, found)

    def _label(self, unit: str, label: str, people: Sequence[int], found: dict[int, int], length: int) -> None:
        several = len(people)
        counts = [0] * (several * (several - 1) // 2 * 3)
        within = same = 0
        rest = length
        for state, amount in found.items():
            for place in self._hits.get((several, state)) or self._hit(several, state):
                counts[place] += amount
            many = state.bit_count()
            rest -= amount
            within += amount * many
            same += amount * (many * (many - 1) + (several - many) * (several - many - 1))
        same += rest * several * (several - 1)
        columns = self._columns.get((unit, label, *people))
        if columns is None:
            columns = self._columns[unit, label, *people] = self._binary(unit, label, people)
        row = self.tallies.row
        for pair, first in enumerate(columns[:-4]):
            row[first] += counts[3 * pair]
            row[first + 1] += counts[3 * pair + 1]
            row[first + 2] += counts[3 * pair + 2]
            row[first + 3] += length
        for column, count in zip(columns[-4:], (same, length, within, several * length - within), strict=True):
            row[column] += count

    def _hit(self, several: int, state: int) -> list[int]:
        """Which counts of which pairs grow where these annotators are in: both, only the first, only the second."""
        found = []
        for pair, (i, j) in enumerate(combinations(range(several), 2)):
            ours, theirs = state >> i & 1, state >> j & 1
            if ours or theirs:
                found.append(3 * pair + (0 if ours and theirs else 1 if ours else 2))
        self._hits[several, state] = found
        return found

    def _binary(self, unit: str, label: str, people: Sequence[int]) -> list[int]:
        """The first columns of all pairs, then those of all annotators together."""
        key, raters, several = Key("binary", unit, label), Key("raters", unit, label), len(people)
        pairs = [self.tallies.place(key._replace(pair=pair), 4) for pair in combinations(people, 2)]
        names = (("same", several), ("items", several), ("value", True), ("value", False))
        return pairs + [self.tallies.named_place(raters, name) for name in names]

    def _sets(self, unit: str, people: Sequence[int], found: dict[Masks, int]) -> None:
        several = len(people)
        used: list[dict[int, int]] = [{} for _ in people]
        pairs = list(combinations(range(several), 2))
        equal = dict.fromkeys(pairs, 0)
        whole = same = 0
        for masks, amount in found.items():
            for mine, mask in zip(used, masks, strict=True):
                mine[mask] = mine.get(mask, 0) + amount
            if masks.count(masks[0]) == several:
                whole += amount
                continue
            for pair in pairs:
                if masks[pair[0]] == masks[pair[1]]:
                    equal[pair] += amount
                    same += 2 * amount
        row = self.tallies.row
        for i, j in pairs:
            pair = people[i], people[j]
            known = self._tables.setdefault((unit, pair), {})
            counts: dict[Hashable, int] = {"same": whole + equal[i, j]}
            counts |= {(1, mask): many for mask, many in used[i].items()}
            counts |= {(2, mask): many for mask, many in used[j].items()}
            for name, many in counts.items():
                column = known.get(name)
                if column is None:
                    column = known[name] = self.tallies.named_place(Key("table", unit, pair=pair), name)
                row[column] += many
        key = Key("raters", unit)
        self.tallies.count(key, ("same", several), same + whole * several * (several - 1))
        self.tallies.count(key, ("items", several), sum(found.values()))
        for mine in used:
            for mask, amount in mine.items():
                self.tallies.count(key, ("value", mask), amount)

    # --- units -----------------------------------------------------------------------------------------

    def _unitise(self, people: Sequence[int], units: Sequence[dict[str, Stretches]], length: int) -> None:
        pairs = list(combinations(range(len(people)), 2))
        groups: list[tuple[Pair | None, Sequence[int]]] = [((people[i], people[j]), (i, j)) for i, j in pairs]
        if len(people) == self.annotators:
            groups.append((None, range(len(people))))
        nothing = Stretches([], length)
        for label in self.bits:
            layers = [mine.get(label, nothing) for mine in units]
            apart = {(i, j): observed(layers[i].units, layers[j].units) for i, j in pairs}
            short = [[one.short(other) for other in layers] for one in layers]
            for pair, places in groups:
                continuum, first = self._continuum(pair, label, len(places))
                some = [layers[place] for place in places]
                if not any(layer.units for layer in some):
                    counts = continuum.skip(length)
                else:
                    total = apart[places[0], places[1]] if pair else sum(apart.values())
                    beside = sum([short[i][j] for i in places for j in places])
                    counts = continuum.add(some, length, total=total, short=beside)
                self.lengths.add_at(first, counts)

    def _continuum(self, pair: Pair | None, label: str, coders: int) -> tuple[Continuum, int]:
        found = self._laid.get((pair, label))
        if found is None:
            key = Key("alpha_u", "span", label, pair=pair)
            self.continua[key] = Continuum(coders)
            found = self._laid[pair, label] = self.continua[key], self.lengths.place(key, 7)
        return found

"""Counts what hangs on matched spans: labels, attributes, actors, values of statistics, relations, each apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.core.agreement_sides import Scheme, Side
from annotator.core.compare import Meeting
from annotator.core.hanging import NOTHING
from annotator.core.model import Relation
from annotator.core.tallies import Key, Pair, Tallies

Path = Sequence[int]  # the columns that grow by one each time a pair gives the same two answers again


class Hanging:
    """Takes pairs of layers one by one."""

    def __init__(self, tallies: Tallies, scheme: Scheme) -> None:
        self.tallies, self.scheme = tallies, scheme
        self.apart: dict[Key, int] = {}  # what could not be compared
        self.confused: dict[Pair, dict[tuple[str, str], int]] = {}  # both labels of spans on one line, and how often
        self._labels: dict[tuple[Pair, str, str], Path] = {}
        self._answers: dict[Pair, dict[tuple[str, str, str, str], Path]] = {}
        self._shares: dict[tuple[Pair, str, str, bool], Path] = {}

    def take(self, pair: Pair, meeting: Meeting, first: Side, second: Side) -> None:
        """What two annotators say of the spans of an article that stand on one line."""
        ones, others = first.ordered.labels, second.ordered.labels
        row = self.tallies.row
        kin: list[tuple[int, int]] = []
        confused = self.confused.setdefault(pair, {})
        for kind, matched in meeting.matched():
            for i, j in matched:
                both = ones[i], others[j]
                confused[both] = confused.get(both, 0) + 1
                for column in self._labels.get((pair, *both)) or self._label(pair, *both):
                    row[column] += 1
            if kind != "label":
                kin += matched
        self._attributes(pair, kin, first, second)
        for i, j in kin:
            self._rest(pair, first, second, i, j)
        if first.ties or second.ties:
            self._relations(pair, kin, first, second)

    # --- labels and attributes -------------------------------------------------------------------------

    def _label(self, pair: Pair, ours: str, theirs: str) -> Path:
        path = self._share(pair, "label", (None, *{ours, theirs}), ours == theirs)
        path += self._table(Key("table", "label", pair=pair), ours, theirs)
        self._labels[pair, ours, theirs] = path
        return path

    def _attributes(self, pair: Pair, matched: Iterable[tuple[int, int]], first: Side, second: Side) -> None:
        known = self._answers.setdefault(pair, {})
        row, labels = self.tallies.row, first.ordered.labels
        for i, j in matched:
            ours, theirs = first.answers[i], second.answers[j]
            if not ours and not theirs:
                continue
            label = labels[i]
            said = [(label, name, answer, theirs.get(name, "")) for name, answer in ours.items()]
            if len(theirs) != len(ours) or theirs.keys() != ours.keys():
                said += [(label, name, "", answer) for name, answer in theirs.items() if name not in ours]
            for one in said:
                for column in known.get(one) or self._answer(pair, one):
                    row[column] += 1

    def _answer(self, pair: Pair, said: tuple[str, str, str, str]) -> Path:
        label, name, ours, theirs = said
        equal = ours == theirs
        path = self._share(pair, "attribute", (None,), equal)
        path += self._share(pair, "attribute", (label,), equal, attribute=name)
        if (label, name) in self.scheme.closed:
            path += self._table(Key("table", "attribute", label, name, pair=pair), ours, theirs)
            for value in {ours, theirs} - {""}:
                path += self._share(pair, "attribute", (label,), equal, attribute=name, value=value)
        self._answers[pair][said] = path
        return path

    def _table(self, key: Key, ours: str, theirs: str) -> list[int]:
        names = [(1, ours), (2, theirs), *(["same"] if ours == theirs else [])]
        return [self.tallies.named_place(key, name) for name in names]

    def _share(self, pair: Pair, unit: str, labels: Iterable[str | None], equal: bool, **more: str) -> list[int]:
        """The columns of shares that are equal: n, and where they are the equal ones too."""
        path = []
        for label in labels:
            first = self.tallies.place(Key("share", unit, label, pair=pair, **more), 2)
            path += [first, first + 1] if equal else [first + 1]
        return path

    # --- actors, values, relations ---------------------------------------------------------------------

    def _rest(self, pair: Pair, first: Side, second: Side, i: int, j: int) -> None:
        label = first.ordered.labels[i]
        ours, theirs = first.actors[i], second.actors[j]
        if ours is not None or theirs is not None:
            self._one(pair, "actor", label, ours == theirs)
        if first.amounts[i] is None:
            return
        if first.amounts[i] == second.amounts[j] == NOTHING:
            self._left(Key("share", "value"), pair)
        else:
            self._one(pair, "value", label, first.amounts[i] == second.amounts[j])

    def _one(self, pair: Pair, unit: str, label: str, equal: bool) -> None:
        path = self._shares.get((pair, unit, label, equal))
        if path is None:
            path = self._shares[pair, unit, label, equal] = self._share(pair, unit, (None, label), equal)
        row = self.tallies.row
        for column in path:
            row[column] += 1

    def _left(self, key: Key, pair: Pair, many: int = 1) -> None:
        for one in (key, key._replace(pair=pair)):
            self.apart[one] = self.apart.get(one, 0) + many

    def _relations(self, pair: Pair, matched: Iterable[tuple[int, int]], first: Side, second: Side) -> None:
        partner = {first.ordered.spans[i].id: second.ordered.spans[j].id for i, j in matched}
        there = set(partner.values())
        met = [tie for tie in first.ties if tie.head in partner and tie.tail in partner]
        ours = {(tie.kind, partner[tie.head], partner[tie.tail]) for tie in met}
        theirs = {_ends(tie) for tie in second.ties if tie.head in there and tie.tail in there}
        self._left(Key("ties", "relation"), pair, len(first.ties) + len(second.ties) - len(ours) - len(theirs))
        for kind in {tie[0] for tie in ours | theirs}:
            mine, other = ({tie for tie in some if tie[0] == kind} for some in (ours, theirs))
            counts = (len(mine & other), len(mine), len(other))
            self.tallies.add(Key("ties", "relation", attribute=kind, pair=pair), counts)
            self.tallies.add(Key("ties", "relation", pair=pair), counts)


def _ends(tie: Relation) -> tuple[str, str, str]:
    return tie.kind, tie.head, tie.tail

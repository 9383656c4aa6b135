"""Lines up two annotators' spans on one article: same, boundary, label, missing; numbers and screen share it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal

import msgspec

from annotator.core.model import Fragment, Span

Kind = Literal["same", "boundary", "label", "missing"]
Edge = tuple[int, int, int]  # place in the first list, place in the second, shared code points


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What two annotators have at one place; one side is None where that annotator has nothing."""

    kind: Kind
    first: Span | None
    second: Span | None

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands: start and end of the earlier span, in code points."""
        return min((one.start, one.end) for one in (self.first, self.second) if one is not None)


def shared(first: Sequence[Fragment], second: Sequence[Fragment]) -> int:
    """How many code points two spans' fragments (sorted, disjoint) have in common."""
    if len(first) == 1 and len(second) == 1:
        return max(0, min(first[0][1], second[0][1]) - max(first[0][0], second[0][0]))
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in first for b in second)


def align(first: Iterable[Span], second: Iterable[Span]) -> list[Line]:
    """Every span of two layers on exactly one line, in text order.

    Equal label and fragments make `same`; of the rest, overlap under the same label makes `boundary`, then any overlap
    `label`; what is left is `missing` on the other side.
    """
    return sorted(lines(first, second), key=lambda line: line.place)


def lines(first: Iterable[Span], second: Iterable[Span]) -> list[Line]:
    """The same lines in no order, for who only counts."""
    left, right = Ordered(first), Ordered(second)
    found = []
    ones, others = set(range(len(left.spans))), set(range(len(right.spans)))
    for kind, pairs in Meeting(left, right).matched():
        found += [Line(kind=kind, first=left.spans[i], second=right.spans[j]) for i, j in pairs]
        ones.difference_update(i for i, _ in pairs)
        others.difference_update(j for _, j in pairs)
    found += [Line(kind="missing", first=left.spans[i], second=None) for i in sorted(ones)]
    found += [Line(kind="missing", first=None, second=right.spans[j]) for j in sorted(others)]
    return found


class Ordered:
    """One layer's spans in text order, with what every comparison of it with another layer looks up."""

    __slots__ = ("fragments", "hulls", "labels", "reach", "spans")

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans, key=lambda span: (span.fragments[0][0], span.fragments[-1][1], span.label))
        self.labels = [span.label for span in self.spans]
        self.fragments = [span.fragments for span in self.spans]
        self.hulls = [(fragments[0][0], fragments[-1][1]) for fragments in self.fragments]
        self.reach = list(accumulate([end for _, end in self.hulls], max))  # the furthest end so far


class Meeting:
    """Where two layers overlap, looked up once: `kin` under one label, `unlike` under two, `same` to the letter."""

    __slots__ = ("kin", "same", "unlike")

    def __init__(self, first: Ordered, second: Ordered) -> None:
        self.kin: list[Edge] = []
        self.unlike: list[Edge] = []
        self.same: list[tuple[int, int]] = []
        low, there = 0, len(second.spans)
        ends, hulls = second.reach, second.hulls
        for i, (start, end) in enumerate(first.hulls):
            while low < there and ends[low] <= start:
                low += 1
            for j in range(low, there):
                begin, stop = hulls[j]
                if begin >= end:
                    break
                if stop > start:
                    self._meet(first, second, i, j)

    def _meet(self, first: Ordered, second: Ordered, i: int, j: int) -> None:
        mine, theirs = first.fragments[i], second.fragments[j]
        common = shared(mine, theirs)
        if not common:
            return
        if first.labels[i] != second.labels[j]:
            self.unlike.append((i, j, common))
            return
        self.kin.append((i, j, common))
        if mine == theirs:
            self.same.append((i, j))

    def matched(self) -> Iterator[tuple[Kind, list[tuple[int, int]]]]:
        """Places of spans that stand on one line: what is equal, then overlap under one label, then under two."""
        yield "same", self.same
        left, right = {i for i, _ in self.same}, {j for _, j in self.same}
        rest: tuple[tuple[Kind, list[Edge]], ...] = (("boundary", self.kin), ("label", self.unlike))
        for kind, found in rest:
            pairs = matching([edge for edge in found if edge[0] not in left and edge[1] not in right])
            if pairs:
                yield kind, pairs
                left.update(i for i, _ in pairs)
                right.update(j for _, j in pairs)


def exact(first: Iterable[Span], second: Iterable[Span]) -> int:
    """How many spans both have with the same label and the same fragments."""
    return len({(one.label, one.fragments) for one in first} & {(one.label, one.fragments) for one in second})


def overlapping(first: Sequence[Span], second: Sequence[Span], *, any_label: bool = False) -> list[tuple[int, int]]:
    """Pairs of places (in first, in second) of spans that match by overlap.

    Same label (unless `any_label`), at least one shared code point, one-to-one, of maximum cardinality; among the
    largest matchings that with most shared code points, then that of the earliest spans.
    """
    return matching(edges(first, second, any_label=any_label))


def edges(first: Sequence[Span], second: Sequence[Span], *, any_label: bool = False) -> list[Edge]:
    """All pairs that share a code point (and the label, unless `any_label`); places are those in the two lists."""
    groups: dict[str, list[int]] = {}
    for place, span in enumerate(second):
        groups.setdefault("" if any_label else span.label, []).append(place)
    prepared = {}
    for label, places in groups.items():
        places.sort(key=lambda place: second[place].fragments[0])
        ends = list(accumulate((second[place].fragments[-1][1] for place in places), max))
        prepared[label] = (places, [second[place].fragments[0][0] for place in places], ends)
    found = []
    for i, span in enumerate(first):
        group = prepared.get("" if any_label else span.label)
        if group is None:
            continue
        places, starts, ends = group
        hull = span.fragments[0][0], span.fragments[-1][1]
        for k in range(bisect_right(ends, hull[0]), bisect_left(starts, hull[1])):
            common = shared(span.fragments, second[places[k]].fragments)
            if common:
                found.append((i, places[k], common))
    return found


def matching(candidates: Sequence[Edge]) -> list[tuple[int, int]]:
    """The largest one-to-one choice of edges; among the largest the heaviest, then that of the earliest places."""
    lefts: dict[int, list[Edge]] = {}
    rights: dict[int, list[Edge]] = {}
    for edge in candidates:
        lefts.setdefault(edge[0], []).append(edge)
        rights.setdefault(edge[1], []).append(edge)
    if len(lefts) == len(rights) == len(candidates):
        return [(i, j) for i, j, _ in candidates]
    pairs: list[tuple[int, int]] = []
    seen: set[int] = set()
    for start in lefts:
        if start not in seen:
            part = _component(start, lefts, rights)
            seen.update(i for i, _, _ in part)
            pairs += _assign(part) if len(part) > 1 else [(part[0][0], part[0][1])]
    return sorted(pairs)


def _component(start: int, lefts: dict[int, list[Edge]], rights: dict[int, list[Edge]]) -> list[Edge]:
    """The edges that hang together with one place of the first list."""
    found: list[Edge] = []
    waiting, seen_left, seen_right = [start], {start}, set()
    while waiting:
        for edge in lefts[waiting.pop()]:
            found.append(edge)
            if edge[1] not in seen_right:
                seen_right.add(edge[1])
                new = [i for i, _, _ in rights[edge[1]] if i not in seen_left]
                seen_left.update(new)
                waiting += new
    return found


def _assign(part: list[Edge]) -> list[tuple[int, int]]:
    """Grows the matching along the best augmenting path until there is none: heaviest of each size, so of the last."""
    ranks = [{place: rank for rank, place in enumerate(sorted({edge[side] for edge in part}))} for side in (0, 1)]
    size = len(ranks[0]) + len(ranks[1])
    weights: dict[int, dict[int, int]] = {}
    for i, j, common in part:
        tie = size - ranks[0][i] - ranks[1][j]
        weights.setdefault(i, {})[j] = common * (size * size + 1) + tie
    left: dict[int, int] = {}
    right: dict[int, int] = {}
    while True:
        end, came = _best_path(weights, left, right)
        if end is None:
            return sorted(left.items())
        while end is not None:
            place = came[end]
            before = left.get(place)
            left[place], right[end] = end, place
            end = before


def _best_path(
    weights: dict[int, dict[int, int]], left: dict[int, int], right: dict[int, int]
) -> tuple[int | None, dict[int, int]]:
    """The free place of the second list at the end of the heaviest augmenting path, and the way back to it."""
    gains = {i: 0 for i in weights if i not in left}
    best: dict[int, int] = {}
    came: dict[int, int] = {}
    waiting = list(gains)
    while waiting:
        later = []
        for i in waiting:
            gain, mine = gains[i], left.get(i)
            for j, weight in weights[i].items():
                if j == mine or (j in best and gain + weight <= best[j]):
                    continue
                best[j], came[j] = gain + weight, i
                owner = right.get(j)
                if owner is not None:
                    gains[owner] = gain + weight - weights[owner][j]
                    later.append(owner)
        waiting = list(dict.fromkeys(later))
    free = [j for j in best if j not in right]
    return max(free, key=lambda j: (best[j], -j), default=None), came

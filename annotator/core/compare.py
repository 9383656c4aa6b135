"""Lines up two annotators' spans on one article: same, boundary, label, missing; numbers and screen share it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
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
    left: dict[tuple[str, tuple[Fragment, ...]], Span] = {}
    right: dict[tuple[str, tuple[Fragment, ...]], Span] = {}
    for side, spans in ((left, first), (right, second)):
        for span in spans:
            side[span.label, span.fragments] = span
    found = [Line(kind="same", first=left.pop(key), second=right.pop(key)) for key in [*left] if key in right]
    ones, others = _in_order(left.values()), _in_order(right.values())
    rest: tuple[Kind, ...] = ("boundary", "label")
    for kind in rest:
        if not ones or not others:
            break
        pairs = overlapping(ones, others, any_label=kind == "label")
        found += [Line(kind=kind, first=ones[i], second=others[j]) for i, j in pairs]
        ones = _without(ones, {i for i, _ in pairs})
        others = _without(others, {j for _, j in pairs})
    found += [Line(kind="missing", first=one, second=None) for one in ones]
    found += [Line(kind="missing", first=None, second=one) for one in others]
    return found


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


def _in_order(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.start, span.end, span.label))


def _without(spans: list[Span], gone: set[int]) -> list[Span]:
    return [span for place, span in enumerate(spans) if place not in gone]

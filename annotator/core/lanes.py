"""Overlapping spans -> what a painter draws: lanes under the words, segments of a line, rows of chips above it.

Knows no units: positions may be code points, UTF-16 units or pixels, as long as they agree with each other.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

CAP = 6  # lanes; what does not fit into them is counted in a "+n" chip
REST = -1  # the lane of a span beyond the cap

Interval = tuple[int, int]


class Segment(NamedTuple):
    """The part of a span on one line; `bridge` is the way between two fragments, of which nothing is tagged."""

    start: int
    end: int
    opens: bool = False  # the fragment begins here, rather than going on from the line before
    closes: bool = False
    bridge: bool = False


def assign(hulls: Sequence[Interval], *, cap: int = CAP) -> list[int]:
    """A lane for each interval: shortest first, each the lowest free lane, so inner spans lie nearest the text.

    Intervals that only touch share a lane. Answers in the order given; REST where all lanes are taken.
    """
    lanes: list[list[Interval]] = []
    answer = [REST] * len(hulls)
    for which in sorted(range(len(hulls)), key=lambda i: (hulls[i][1] - hulls[i][0], hulls[i][0], i)):
        hull = hulls[which]
        number = next((number for number, taken in enumerate(lanes) if _free(taken, hull)), len(lanes))
        if number == len(lanes):
            if number >= cap:
                continue
            lanes.append([])
        insort(lanes[number], hull)
        answer[which] = number
    return answer


def _free(taken: list[Interval], hull: Interval) -> bool:
    """Whether nothing in a lane (sorted, disjoint) overlaps the hull."""
    place = bisect_left(taken, hull)
    if place < len(taken) and taken[place][0] < hull[1]:
        return False
    return place == 0 or taken[place - 1][1] <= hull[0]


def segments(fragments: Sequence[Interval], start: int, end: int) -> Iterator[Segment]:
    """What of a span (its fragments, sorted) lies on the line [start, end), with the bridges between them."""
    before: int | None = None
    for opening, closing in fragments:
        if before is not None and before < end and opening > start and opening > before:
            yield Segment(max(before, start), min(opening, end), bridge=True)
        before = closing
        if closing > start and opening < end:
            yield Segment(max(opening, start), min(closing, end), opening >= start, closing <= end)


def joined(intervals: Iterable[Interval]) -> list[Interval]:
    """The same ground with overlapping and touching intervals made one, sorted."""
    answer: list[Interval] = []
    for start, end in sorted(intervals):
        if answer and start <= answer[-1][1]:
            answer[-1] = (answer[-1][0], max(end, answer[-1][1]))
        else:
            answer.append((start, end))
    return answer


def rows(chips: Sequence[tuple[float, float]], *, gap: float = 3.0) -> list[int]:
    """A row for each chip (left, right), in the order given, each the lowest where `gap` stays free beside it."""
    taken: list[list[tuple[float, float]]] = []
    answer = []
    for left, right in chips:
        free = (number for number, row in enumerate(taken) if _stands_clear(row, left - gap, right + gap))
        number = next(free, len(taken))
        if number == len(taken):
            taken.append([])
        taken[number].append((left, right))
        answer.append(number)
    return answer


def _stands_clear(row: list[tuple[float, float]], left: float, right: float) -> bool:
    return all(right <= other[0] or left >= other[1] for other in row)

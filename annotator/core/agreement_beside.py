"""What stands beside the figures: which labels are taken for which, and how well each article agrees for itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from annotator.core import agreement as formulas
from annotator.core.agreement_counts import Counter
from annotator.core.tallies import Key, Pair, Table


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """How many spans of one annotator's label the other has under which label; None is nothing at that place."""

    pair: tuple[str, str]  # A, the reference, and B
    label: str | None  # A's
    other: str | None  # B's
    count: int


class Alone(msgspec.Struct, frozen=True, kw_only=True):
    """How well the annotators of one article agree in it: F1 of all labels and pairs; None where nothing is tagged."""

    place: int  # of the article among those counted
    annotators: int
    n: int  # spans, of both sides of every pair
    exact: float | None
    overlap: float | None


def confusions(counter: Counter, names: Sequence[str]) -> list[Taken]:
    """Of each pair what is taken for what, as spans are lined up; of a counter whose tallies are packed."""
    whole = counter.tallies.total()
    found = []
    for pair, matched in sorted(counter.confused.items()):
        left, right = _sizes(counter, pair, whole)
        cells: dict[tuple[str | None, str | None], int] = {}
        for (label, other), count in matched.items():
            cells[label, other] = count
            left[label] -= count
            right[other] -= count
        cells |= {(label, None): count for label, count in left.items()}
        cells |= {(None, other): count for other, count in right.items()}
        who = names[pair[0]], names[pair[1]]
        found += [Taken(pair=who, label=a, other=b, count=count) for (a, b), count in cells.items() if count]
    return found


def _sizes(counter: Counter, pair: Pair, whole: Table) -> tuple[dict[str, int], dict[str, int]]:
    """How many spans of each label either annotator has."""
    sides: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for label in counter.bits:
        first = counter.tallies.first.get(Key("exact", "span", label, pair=pair))
        for place, side in enumerate(sides, 1):
            side[label] = whole[first + place][0] if first is not None else 0
    return sides


def alone(counter: Counter) -> Iterator[Alone]:
    """Every article counted, in the order in which they were; of a counter whose tallies are packed."""
    tallies = counter.tallies
    exact, overlap = (tallies.first.get(Key(family, "span")) for family in ("exact", "overlap"))
    for place, row in enumerate(tallies.rows):
        if exact is None or overlap is None:
            return
        same, first, second = row[exact : exact + 3]
        yield Alone(
            place=place,
            annotators=counter.present[place],
            n=first + second,
            exact=formulas.f1(same, first, second),
            overlap=formulas.f1(row[overlap + 2], first, second),
        )

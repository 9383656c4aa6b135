"""Krippendorff's alpha for unitising (alpha_U): do annotators find the same stretches in one continuum?

Krippendorff, On the reliability of unitizing continuous data, 1995; Content Analysis, 2nd edition 2004, 11.3. Lengths
are code points; the unlabelled rest between units is gaps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise

from annotator.core.model import Fragment

Units = Sequence[Fragment]  # of one annotator and label: sorted, disjoint


def observed(first: Units, second: Units) -> int:
    """The squared differences between two annotators' units, summed over both ordered pairs of the two.

    Two units that overlap differ by (difference of starts)^2 + (difference of ends)^2; a unit that lies wholly in a gap
    of the other's by its length squared.
    """
    total, low = 0, 0
    touched = [False] * len(second)
    for start, end in first:
        while low < len(second) and second[low][1] <= start:
            low += 1
        place = low
        while place < len(second) and second[place][0] < end:
            touched[place] = True
            total += (start - second[place][0]) ** 2 + (end - second[place][1]) ** 2
            place += 1
        if place == low:
            total += (end - start) ** 2
    return 2 * (total + sum((end - start) ** 2 for (start, end), met in zip(second, touched, strict=True) if not met))


def gaps(units: Units, length: int) -> list[int]:
    """The lengths of the gaps that units leave in a continuum."""
    found, last = [], 0
    for start, end in units:
        if start > last:
            found.append(start - last)
        last = end
    if length > last:
        found.append(length - last)
    return found


def _short(lengths: list[int], empty: list[int]) -> int:
    """The sum of b^2 (b - 1 - l) over units of length b and gaps of length l < b, which plain sums count wrongly."""
    if not lengths or not empty:
        return 0
    if min(empty) >= max(lengths):
        return 0
    empty.sort()
    before = [0, *accumulate(empty)]
    total = 0
    for one in lengths:
        place = bisect_left(empty, one)
        total += one * one * (place * (one - 1) - before[place])
    return total


def expected(counts: Sequence[int], length: int, coders: int, short: float) -> float | None:
    """The expected disagreement De of one label; None where there is no unit.

    De = (2/L) sum over units of [ (N-1)/3 (2b^3 - 3b^2 + b) + b^2 sum over gaps l >= b of (l - b + 1) ]
    / (mL(mL-1) - sum over units of b(b-1)); N units, m annotators, L the continuum's length.
    """
    n, b1, b2, b3, empty = counts
    if not n or not length:
        return None
    whole = coders * length
    within = (n - 1) / 3 * (2 * b3 - 3 * b2 + b1)
    beside = b2 * (whole - b1) - (b3 - b2) * empty + short
    below = whole * (whole - 1) - (b2 - b1)
    return 2 / length * (within + beside) / below if below > 0 else None


class Stretches:
    """One annotator's units of one label in an article, with the sums that every group of annotators adds up."""

    __slots__ = ("_before", "_empty", "counts", "inner", "last", "lead", "lengths", "longest", "units")

    def __init__(self, units: Units, length: int) -> None:
        self.units = units
        self.lengths = lengths = [end - start for start, end in units]
        squares = [one * one for one in lengths]
        cubes = sum([one * square for one, square in zip(lengths, squares, strict=True)])
        self.inner = [after[0] - before[1] for before, after in pairwise(units) if after[0] > before[1]]
        self.lead, self.last = (units[0][0], length - units[-1][1]) if units else (length, length)
        self.longest = max(lengths, default=0)
        self._empty = sorted(gaps(units, length))
        self._before = [0, *accumulate(self._empty)]
        self.counts = len(lengths), sum(lengths), sum(squares), cubes, len(self._empty)

    def short(self, other: Stretches) -> int:
        """What the other's gaps that are shorter than these units are counted wrongly by; see `_short`."""
        empty = other._empty
        if not empty or empty[0] >= self.longest:
            return 0
        before, least, total = other._before, empty[0], 0
        for one in self.lengths:
            if one > least:
                place = bisect_left(empty, one)
                total += one * one * (place * (one - 1) - before[place])
        return total


def added(layers: Sequence[Stretches]) -> tuple[int, ...]:
    """The counts of several annotators' units together."""
    return tuple(map(sum, zip(*[layer.counts for layer in layers], strict=True)))


class Sums:
    """What the expected disagreement is made of: powers of unit lengths, gaps, and what short gaps cannot hold."""

    def __init__(self, layers: Sequence[Units], length: int) -> None:
        parts = [Stretches(units, length) for units in layers]
        self.counts = added(parts)
        self.short = sum(one.short(other) for one in parts for other in parts)


def alpha_u(labels: Sequence[Sequence[Units]], length: int) -> float | None:
    """1 - Do / De over labels, each with the units of each annotator; Do and De are summed over labels.

    Do = sum over ordered pairs of annotators of `observed` / (m (m-1) L^2).
    """
    above: float = 0
    below: float = 0
    for layers in labels:
        m = len(layers)
        sums = Sums(layers, length)
        chance = expected(sums.counts, length, m, sums.short)
        if chance is None:
            continue
        total = sum(observed(layers[i], layers[j]) for i in range(m) for j in range(i + 1, m))
        above += total / (m * (m - 1) * length**2)
        below += chance
    return 1 - above / below if below > 0 else None


class Continuum:
    """Articles laid end to end for one label: a gap may reach over their borders, a unit never does."""

    def __init__(self, coders: int) -> None:
        self.coders = coders
        self.articles = self.length = 0
        self.units: list[int] = []
        self.gaps: list[int] = []
        self._tails = [0] * coders
        self.alone: dict[int, tuple[float, float]] = {}  # Do and De of each article that has units, for itself

    def skip(self, length: int) -> tuple[int, ...]:
        """Lays an article at the end in which nobody has a unit; returns its counts, as `add` does."""
        self.length += length
        self.articles += 1
        self._tails = [tail + length for tail in self._tails]
        return length, 0, 0, 0, 0, 0, 0

    def add(self, layers: Sequence[Stretches], length: int, *, total: int, short: int) -> tuple[int, ...]:
        """Lays an article at the end; returns its counts: length, disagreement, units, sums of b, b^2, b^3, gaps.

        `total`: the squared differences, summed over ordered pairs; `short`: the correction for short gaps. A gap
        counts for the article in which it ends; those that end with the continuum for none.
        """
        self.length += length
        self.articles += 1
        counts = added(layers)
        m = self.coders
        chance = expected(counts, length, m, short)
        self.alone[self.articles] = total / (m * (m - 1) * length**2), chance or 0.0
        closed = len(self.gaps)
        for who, layer in enumerate(layers):
            self.units += layer.lengths
            if not layer.units:
                self._tails[who] += length
                continue
            gap = self._tails[who] + layer.lead
            if gap:
                self.gaps.append(gap)
            self.gaps += layer.inner
            self._tails[who] = layer.last
        return length, total, *counts[:4], len(self.gaps) - closed

    @property
    def tails(self) -> int:
        """How many gaps end with the continuum."""
        return sum(tail > 0 for tail in self._tails)

    def short(self) -> int:
        """The exact correction for short gaps."""
        return _short(self.units, [*self.gaps, *(tail for tail in self._tails if tail)])

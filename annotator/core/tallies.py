"""Sufficient counts an article, under keys, and their sums over articles and over bootstrap samples of them.

The counts of one article are packed side by side into one big integer, so an article costs one addition.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Generator, Hashable, Sequence
from typing import NamedTuple

_TOGETHER = 8  # articles of which all subsets are added up at once
Pair = tuple[int, int]  # places of the reference and of the judged in the list of annotators


class Key(NamedTuple):
    """What a group of counts is of; None stands for all labels, all pairs, and so on."""

    family: str
    unit: str
    label: str | None = None
    attribute: str | None = None
    value: str | None = None
    pair: Pair | None = None


class Table:
    """Counts row by row (samples, articles, or one row of sums), read by column."""

    def __init__(self, parts: Sequence[bytes], size: int, width: int) -> None:
        """`parts` are the rows, each of `width` counts of `size` bytes."""
        self.count, self._size, self._width = len(parts), size, width
        self._whole = memoryview(b"".join(parts))

    def __getitem__(self, column: int) -> list[int]:
        if self._size <= 8:
            return self._whole.cast("I" if self._size == 4 else "Q")[column :: self._width].tolist()
        size, step = self._size, self._size * self._width
        starts = range(column * size, len(self._whole), step)
        return [int.from_bytes(self._whole[at : at + size], sys.byteorder) for at in starts]

    def take(self, first: int, size: int) -> list[list[int]]:
        """Columns that stand side by side."""
        return [self[column] for column in range(first, first + size)]

    def side_by_side(self, columns: Sequence[int | None]) -> list[tuple[int, ...]]:
        """Row by row the counts of some columns, 0 of one that there is not; also where there are no columns at all."""
        nothing = [0] * self.count
        found = list(zip(*[nothing if at is None else self[at] for at in columns], strict=True))
        return found if columns else [()] * self.count


class Tallies:
    """Counts by key and article; articles are closed one after another."""

    def __init__(self) -> None:
        self.first: dict[Key, int] = {}  # of keys with a fixed number of counts: the first one's column
        self.sizes: dict[Key, int] = {}  # and how many there are
        self.named: dict[Key, dict[Hashable, int]] = {}  # of keys whose counts have names: each one's column
        self.rows: list[list[int]] = []
        self._row: list[int] = []
        self.alone: Table  # of the articles, once packed
        self._packed: list[int] = []
        self._bytes = 4

    @property
    def row(self) -> list[int]:
        """The counts of the open article; it grows as columns are made."""
        return self._row

    def place(self, key: Key, size: int) -> int:
        """The first column of a key, which has always as many counts."""
        column = self.first.get(key)
        if column is None:
            column = self.first[key] = self._more(size)
            self.sizes[key] = size
        return column

    def named_place(self, key: Key, name: Hashable) -> int:
        """The column of one count of a key."""
        names = self.named.setdefault(key, {})
        column = names.get(name)
        if column is None:
            column = names[name] = self._more(1)
        return column

    def add(self, key: Key, counts: Sequence[int]) -> None:
        """Adds to the counts of a key."""
        self.add_at(self.place(key, len(counts)), counts)

    def add_at(self, column: int, counts: Sequence[int]) -> None:
        """Adds to the counts whose first column this is."""
        row = self._row
        for count in counts:
            row[column] += count
            column += 1

    def count(self, key: Key, name: Hashable, amount: int) -> None:
        """Adds to one count of a key."""
        self._row[self.named_place(key, name)] += amount

    def close(self) -> None:
        """The article is counted; the next one begins."""
        self.rows.append(self._row)
        self._row = [0] * len(self._row)

    def add_up(self) -> None:
        """Makes of the counts of single pairs those of all pairs together."""
        sums: dict[int, list[int]] = {}
        for key in [key for key in self.first if key.pair is not None]:
            whole = key._replace(pair=None)
            if whole not in self.first:
                self.first[whole] = self._more(self.sizes[key])
            self.sizes[whole] = self.sizes[key]
            for place in range(self.sizes[key]):
                sums.setdefault(self.first[whole] + place, []).append(self.first[key] + place)
        for key in [key for key in self.named if key.pair is not None]:
            names = self.named.setdefault(key._replace(pair=None), {})
            for name, column in self.named[key].items():
                if name not in names:
                    names[name] = self._more(1)
                sums.setdefault(names[name], []).append(column)
        for row in self.rows:
            row.extend([0] * (len(self._row) - len(row)))
            for target, columns in sums.items():
                row[target] = sum([row[column] for column in columns])

    def _more(self, columns: int) -> int:
        first = len(self._row)
        self._row.extend([0] * columns)
        return first

    def pack(self) -> None:
        """Makes ready for `total`; nothing is counted any more."""
        width = len(self._row)
        highest = max((max(row, default=0) for row in self.rows), default=0) * max(1, len(self.rows))
        self._bytes = next(size for size in (4, 8, 16, 32) if highest < 1 << 8 * size)
        for row in self.rows:
            row.extend([0] * (width - len(row)))
        parts = [_bytes(row, self._bytes) for row in self.rows]
        self._packed = [int.from_bytes(part, sys.byteorder) for part in parts]
        self.alone = Table(parts, self._bytes, width)

    def total(self) -> Table:
        """The sums over all articles, one row."""
        return self._table([sum(self._packed)])

    def resampled(self, samples: Sequence[bytes]) -> Generator[int, None, Table]:
        """The sums over samples of articles, each sample how often it has each article, so many in all as there are.

        Yields how many articles are added up. A few at a time: the sums of all their subsets are worked out once,
        then each sample takes one for each binary digit of its numbers.
        """
        digits = max([1, *(max(times, default=0).bit_length() for times in samples)])
        totals = [[0] * len(samples) for _ in range(digits)]
        taken = [[_digit(times, digit) for times in samples] for digit in range(digits)]
        for begin in range(0, len(self._packed), _TOGETHER):
            subsets = {b"": 0}
            for one in self._packed[begin : begin + _TOGETHER]:
                subsets = {key + b"\0": whole for key, whole in subsets.items()} | {
                    key + b"\1": whole + one for key, whole in subsets.items()
                }
            for chosen, sums in zip(taken, totals, strict=True):
                for place, articles in enumerate(chosen):
                    whole = subsets[articles[begin : begin + _TOGETHER]]
                    if whole:
                        sums[place] += whole
            yield begin
        return self._table([sum([one << at for at, one in enumerate(some)]) for some in zip(*totals, strict=True)])

    def _table(self, sums: Sequence[int]) -> Table:
        width = len(self._row)
        return Table([one.to_bytes(width * self._bytes, sys.byteorder) for one in sums], self._bytes, width)


def _digit(times: bytes, digit: int) -> bytes:
    """Of each number one binary digit."""
    ones = int.from_bytes(b"\1" * len(times), "little")
    return (int.from_bytes(times, "little") >> digit & ones).to_bytes(len(times), "little")


def _bytes(row: list[int], size: int) -> bytes:
    if size <= 8:
        return array("I" if size == 4 else "Q", row).tobytes()
    return b"".join(one.to_bytes(size, sys.byteorder) for one in row)

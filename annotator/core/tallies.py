"""Sufficient counts an article, under keys, and their sums over articles and over bootstrap samples of them.

The counts of one article are packed side by side into one big integer, so a sample of n articles costs n additions.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

Pair = tuple[int, int]  # places of the reference and of the judged in the list of annotators


class Key(NamedTuple):
    """What a group of counts is of; None stands for all labels, all pairs, and so on."""

    family: str
    unit: str
    label: str | None = None
    attribute: str | None = None
    value: str | None = None
    pair: Pair | None = None


class Tallies:
    """Counts by key and article; articles are closed one after another."""

    def __init__(self) -> None:
        self.first: dict[Key, int] = {}  # of keys with a fixed number of counts: the first one's column
        self.sizes: dict[Key, int] = {}  # and how many there are
        self.named: dict[Key, dict[Hashable, int]] = {}  # of keys whose counts have names: each one's column
        self.rows: list[list[int]] = []
        self._row: list[int] = []
        self._packed: list[int] = []
        self._bytes = 4

    def add(self, key: Key, counts: Sequence[int]) -> None:
        """Adds to the counts of a key, which has always as many."""
        row = self._row
        column = self.first.get(key)
        if column is None:
            self.first[key] = len(row)
            self.sizes[key] = len(counts)
            row.extend(counts)
            return
        for count in counts:
            row[column] += count
            column += 1

    def count(self, key: Key, name: Hashable, amount: int) -> None:
        """Adds to one count of a key."""
        names = self.named.get(key)
        if names is None:
            names = self.named[key] = {}
        column = names.get(name)
        if column is None:
            names[name] = len(self._row)
            self._row.append(amount)
        else:
            self._row[column] += amount

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
            self._packed.append(int.from_bytes(_bytes(row, self._bytes), sys.byteorder))

    def total(self, articles: Iterable[int]) -> Sequence[int]:
        """The sums over articles (places in `rows`), by column; an article may be named more than once."""
        packed, size = self._packed, self._bytes
        whole = sum([packed[place] for place in articles]).to_bytes(len(self._row) * size, sys.byteorder)
        if size <= 8:
            return memoryview(whole).cast("I" if size == 4 else "Q")
        return [int.from_bytes(whole[at : at + size], sys.byteorder) for at in range(0, len(whole), size)]


def _bytes(row: list[int], size: int) -> bytes:
    if size <= 8:
        return array("I" if size == 4 else "Q", row).tobytes()
    return b"".join(one.to_bytes(size, sys.byteorder) for one in row)

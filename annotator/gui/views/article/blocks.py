"""Cuts an article's text into display blocks and converts its positions to those of Qt's document and back.

Every line of the text is a block; a longer one than LONGEST is cut at a space, since one block of 2 MB gives
no answer in a minute. At such a soft cut the document has a line end of which the text knows nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from annotator.core.offsets import Map, display
from annotator.core.text import previous_character

LONGEST = 4000  # code points
_LOOK_BACK = 64  # how far a visible character that a cut falls into is looked for


class Blocks:
    """The display blocks of one text; positions are code points, qpositions those of Qt's document."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.map = Map(text)
        self.starts: list[int] = []
        self.lengths: list[int] = []  # code points, without line end
        self._soft: list[int] = []  # soft cuts before each block
        self._cut()
        self._units = self.starts if self.map.units == len(text) else [self.map.to_qt(start) for start in self.starts]
        self._qstarts = [unit + soft for unit, soft in zip(self._units, self._soft, strict=True)]

    def _cut(self) -> None:
        place = soft = 0
        for line in self.text.split("\n"):
            cuts = [0, *_cuts(line), len(line)]
            for number, (start, end) in enumerate(pairwise(cuts)):
                soft += number > 0
                self.starts.append(place + start)
                self.lengths.append(end - start)
                self._soft.append(soft)
            place += len(line) + 1

    def __len__(self) -> int:
        return len(self.starts)

    def shown(self) -> str:
        """What Qt's document gets: the display copy, with a line end at each soft cut."""
        copy = display(self.text)
        if self._soft[-1] == 0:
            return copy
        blocks = zip(self.starts, self.lengths, strict=True)
        return "\n".join([copy[start : start + length] for start, length in blocks])

    def at(self, position: int) -> int:
        """The block that holds a position; at a soft cut the one that follows."""
        return bisect_right(self.starts, position) - 1

    def covering(self, start: int, end: int) -> range:
        """The blocks that a stretch of text touches."""
        first = self.at(start)
        return range(first, bisect_left(self.starts, end, first + 1))

    def words(self, block: int) -> str:
        """The stored text of a block."""
        start = self.starts[block]
        return self.text[start : start + self.lengths[block]]

    def goes_on(self, block: int) -> bool:
        """Whether a block ends at a soft cut."""
        return block + 1 < len(self._soft) and self._soft[block + 1] > self._soft[block]

    def to_document(self, position: int) -> int:
        """The position in Qt's document; raises SpanOutsideText."""
        unit = self.map.to_qt(position)
        return unit + self._soft[self.at(position)]

    def from_document(self, qposition: int) -> int:
        """The code point at, or whose second half is at, a position of Qt's document."""
        block = bisect_right(self._qstarts, qposition) - 1
        return self.map.from_qt_floor(min(qposition - self._soft[block], self.map.units))

    def block_from_document(self, qposition: int) -> int:
        """The block that holds a position of Qt's document."""
        return bisect_right(self._qstarts, qposition) - 1

    def within(self, block: int, position: int) -> int:
        """UTF-16 units from a block's start to a position, cut to the block."""
        start = self.starts[block]
        inside = min(max(position, start), start + self.lengths[block])
        return self.map.to_qt(inside) - self._units[block]

    def from_within(self, block: int, qposition: int) -> int:
        """The position so many UTF-16 units after a block's start."""
        return self.map.from_qt_floor(self._units[block] + qposition)


def _cuts(line: str) -> list[int]:
    """Where a line is cut: after a space if there is one, never inside a visible character."""
    cuts, start = [], 0
    while len(line) - start > LONGEST:
        limit = start + LONGEST
        cut = line.rfind(" ", start + LONGEST // 2, limit) + 1
        if cut <= 0:
            behind = max(start, limit - _LOOK_BACK)
            cut = behind + previous_character(line[behind : limit + 1], limit + 1 - behind)
            cut = cut if cut > behind else limit
        cuts.append(cut)
        start = cut
    return cuts

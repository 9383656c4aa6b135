"""A text in blocks, found when they are asked for: a line (a paragraph of news), or a part of a very long one.

A block is what the finders read at once, so that a text of 2 MB costs no more than the paragraphs that are looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

LONGEST = 4_000  # code points of a block; a longer line is cut after a sentence, else after a space
_BREAK = re.compile(r"[.!?。！？][\"'”’»)\]]*\s+|(?<=[。！？])")
_VISIBLE = re.compile(r"\S")

Block = tuple[int, int]


class Blocks:
    """Where the blocks of a text begin and end (code points); a block never holds a line break."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._cuts: dict[int, list[int]] = {}  # of long lines: their start -> the starts of their blocks

    def at(self, position: int) -> Block:
        """The block that holds a position; on a line break the block before it."""
        position = max(0, min(position, len(self.text)))
        start, end = self._line(position)
        if end - start <= LONGEST:
            return start, end
        cuts = self._parts(start, end)
        place = bisect_right(cuts, position) - 1
        return cuts[place], cuts[place + 1] if place + 1 < len(cuts) else end

    def since(self, position: int) -> Iterator[Block]:
        """The blocks with something in them from the one at a position on."""
        start, end = self.at(position)
        while True:
            if start < end:
                yield start, end
            found = _VISIBLE.search(self.text, end)
            if found is None:
                return
            start, end = self.at(found.start())

    def before(self, block: Block) -> Block | None:
        """The block with something in it before this one."""
        place = block[0]
        while place > 0 and self.text[place - 1].isspace():
            place -= 1
        return self.at(place - 1) if place else None

    def after(self, block: Block) -> Block | None:
        """The block with something in it after this one."""
        found = _VISIBLE.search(self.text, block[1])
        return self.at(found.start()) if found else None

    def _line(self, position: int) -> Block:
        start = self.text.rfind("\n", 0, position) + 1
        end = self.text.find("\n", position)
        return start, len(self.text) if end < 0 else end

    def _parts(self, start: int, end: int) -> list[int]:
        found = self._cuts.get(start)
        if found is None:
            found = self._cuts[start] = _cut(self.text, start, end)
        return found


def _cut(text: str, start: int, end: int) -> list[int]:
    cuts = [start]
    while end - cuts[-1] > LONGEST:
        low, high = cuts[-1] + LONGEST // 2, cuts[-1] + LONGEST
        stops = [found.end() for found in _BREAK.finditer(text, low, high)]
        cuts.append(next((stop for stop in reversed(stops) if low < stop < end), 0) or _space(text, low, high))
    return cuts


def _space(text: str, low: int, high: int) -> int:
    place = text.rfind(" ", low, high)
    return place + 1 if place >= 0 else high

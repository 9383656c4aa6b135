"""Code points <-> UTF-16 units: the only file that knows that Qt counts differently, and the copy Qt is given."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left

from annotator.core.errors import SpanOutsideText, SplitCharacter

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
# Characters that a text widget takes for line ends, drops or keeps for itself.
_SPECIAL = re.compile("[\0\x0b\x0c\r\u2028\u2029\ufdd0\ufdd1\ufeff]")
_SHOWN = {"\0": "\u2400", "\ufeff": "\u2060"}
_NBSP = "\u00a0"


class Map:
    """Positions of one text as code points and as UTF-16 units; both directions take about a microsecond."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        # The code point index of each character that takes two units, sorted; and where its first unit stands.
        self._wide = array("I", () if text.isascii() else (found.start() for found in _ASTRAL.finditer(text)))
        self._wide_units = array("I", (place + before for before, place in enumerate(self._wide)))
        self.units = self.length + len(self._wide)

    def to_qt(self, position: int) -> int:
        """UTF-16 units before a position; raises SpanOutsideText."""
        if not 0 <= position <= self.length:
            raise SpanOutsideText(start=position, end=position, length=self.length)
        return position + bisect_left(self._wide, position)

    def from_qt(self, qposition: int) -> int:
        """Code points before a UTF-16 position; raises SplitCharacter inside a pair, SpanOutsideText outside."""
        before = self._wide_before(qposition)
        if before and self._wide_units[before - 1] == qposition - 1:
            raise SplitCharacter(position=qposition)
        return qposition - before

    def from_qt_floor(self, qposition: int) -> int:
        """As `from_qt`, but inside a pair the position of its character: for the caret and the mouse."""
        return qposition - self._wide_before(qposition)

    def _wide_before(self, qposition: int) -> int:
        if not 0 <= qposition <= self.units:
            raise SpanOutsideText(start=qposition, end=qposition, length=self.units)
        return bisect_left(self._wide_units, qposition)


def display(text: str) -> str:
    """The text as a widget may have it, of the same length in code points and in UTF-16 units.

    Line separators other than LF and noncharacters become NBSP, NUL its picture, U+FEFF a word joiner.
    """
    return _SPECIAL.sub(lambda found: _SHOWN.get(found[0], _NBSP), text)

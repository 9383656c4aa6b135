"""Where ghosts stand in the lines of a display block, in its own coordinates, in every writing direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QTextLayout

from annotator.core.model import Fragment
from annotator.gui.views.article.blocks import Blocks
from annotator.gui.views.article.decoration import Decoration
from annotator.gui.views.article.runs import Runs, has_right_to_left

_WIDE = re.compile("[\U00010000-\U0010ffff]")
_DEEPEST = 2  # frames that stand off from one another; more would leave the line's room

Fragments = tuple[Fragment, ...]


class Frame(NamedTuple):
    """A ghost's part of one line from `left` to `right`; `first`: it begins here."""

    ghost: int
    line: int
    left: float
    right: float
    first: bool
    closed_left: bool
    closed_right: bool


def depths(ghosts: Sequence[Fragments]) -> list[int]:
    """How many frames each has inside or over it, of which it stands off; the shortest are innermost."""
    order = sorted(range(len(ghosts)), key=lambda number: (_length(ghosts[number]), number))
    found = [0] * len(ghosts)
    for place, number in enumerate(order):
        twin = next((other for other in order[:place] if ghosts[other] == ghosts[number]), None)
        under = [found[other] for other in order[:place] if _meet(ghosts[number], ghosts[other])]
        found[number] = found[twin] if twin is not None else min(_DEEPEST, max(under) + 1) if under else 0
    return found


def _length(fragments: Fragments) -> int:
    return fragments[-1][1] - fragments[0][0]


def _meet(one: Fragments, other: Fragments) -> bool:
    return one[0][0] <= other[-1][1] and other[0][0] <= one[-1][1]


def frames_in(
    layout: QTextLayout, blocks: Blocks, block: int, ghosts: Sequence[Fragments], decoration: Decoration
) -> list[Frame]:
    """The frames of a block, line by line; the longest ghost first."""
    start, words = blocks.starts[block], blocks.words(block)
    end = start + blocks.lengths[block]
    found: list[Frame] = []
    mixed = decoration.right_to_left or has_right_to_left(words)
    units = ""
    for number in sorted(range(len(ghosts)), key=lambda one: -_length(ghosts[one])):
        for place, (opening, closing) in enumerate(ghosts[number]):
            if closing <= start or opening >= end:
                continue
            units = units or (words if words.isascii() else _WIDE.sub("xx", words))
            first, last = blocks.within(block, opening), blocks.within(block, closing)
            begins = place == 0 and opening >= start
            for line in range(_line_of(layout, first), min(_line_of(layout, last) + 1, len(decoration.lines))):
                found += _in_line(layout, line, (first, last), units, number, (begins, mixed, decoration.right_to_left))
    return found


def _line_of(layout: QTextLayout, place: int) -> int:
    line = layout.lineForTextPosition(place)
    return line.lineNumber() if line.isValid() else layout.lineCount() - 1


def _in_line(
    layout: QTextLayout, number: int, part: Fragment, units: str, ghost: int, facts: tuple[bool, bool, bool]
) -> list[Frame]:
    begins, mixed, leftwards = facts
    line = layout.lineAt(number)
    begin, end = line.textStart(), line.textStart() + line.textLength()
    words_end = begin + len(units[begin:end].rstrip())
    start, stop = max(part[0], begin), min(part[1], words_end)
    if start >= stop:
        return []
    opens, closes = part[0] >= begin, part[1] <= end
    left_end, right_end = (closes, opens) if leftwards else (opens, closes)
    pieces = Runs(line, mixed=mixed).pieces(start, stop)
    lead = max(pieces, key=lambda piece: piece[1]) if leftwards else min(pieces)
    last = len(pieces) - 1
    return [
        Frame(
            ghost,
            number,
            left,
            right,
            begins and opens and (left, right) == lead,
            left_end or bool(last),
            right_end or bool(last),
        )
        for left, right in pieces
    ]

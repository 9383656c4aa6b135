"""Where the characters of one laid-out line stand, also where the line changes its writing direction."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from PySide6.QtGui import QTextLine

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_TOUCH = 0.75  # px that two pieces may be apart and still be one


def has_right_to_left(text: str) -> bool:
    """Whether any character of a text may be written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


class _Run(NamedTuple):
    """Characters [start, end) of a line that stand in one direction."""

    start: int
    end: int
    leftwards: bool


class Runs:
    """The x positions of one line's characters, in UTF-16 units of the block."""

    def __init__(self, line: QTextLine, *, mixed: bool) -> None:
        self._line = line
        self._runs: list[_Run] = []
        self._leading: list[float] = []
        self._trailing: list[float] = []
        self._first = line.textStart()
        if mixed:
            self._measure()

    def _measure(self) -> None:
        """Finds the edges of each character, and where the writing turns round."""
        first, end = self._first, self._first + self._line.textLength()
        start, leftwards = first, False
        for place in range(first, end):
            here, there, turned = self._cell(place, end, leftwards=leftwards)
            self._leading.append(here)
            self._trailing.append(there)
            if turned != leftwards and place > start:
                self._runs.append(_Run(start, place, leftwards))
                start = place
            leftwards = turned
        self._runs.append(_Run(start, end, leftwards))

    def _cell(self, place: int, end: int, *, leftwards: bool) -> tuple[float, float, bool]:
        """Where a character begins and ends, and whether it is written leftwards; `leftwards` is of the one before."""
        line = self._line
        here, boundary = _cursor(line, place, QTextLine.Edge.Leading)
        if boundary != place and self._leading:  # a mark or half a pair stands where its character does
            return self._leading[-1], self._trailing[-1], leftwards
        there, _ = _cursor(line, place, QTextLine.Edge.Trailing)
        if here != there:
            return here, there, there < here
        # Where the writing turns round Qt gives the caret the place of the character before: ask the glyphs.
        behind = place + 1
        while behind < end and _cursor(line, behind, QTextLine.Edge.Leading)[1] != behind:
            behind += 1
        glyphs = line.glyphRuns(place, behind - place)
        if not glyphs:
            return here, here, leftwards
        left = min(run.boundingRect().left() for run in glyphs)
        right = max(run.boundingRect().right() for run in glyphs)
        return (right, left, True) if glyphs[0].isRightToLeft() else (left, right, False)

    def pieces(self, start: int, end: int) -> list[tuple[float, float]]:
        """The stretches (left, right) that the characters [start, end) take, in reading order."""
        if not self._runs:
            left, right = _x(self._line, start), _x(self._line, end)
            return [(min(left, right), max(left, right))]
        found: list[tuple[float, float]] = []
        for run in self._runs:
            opening, closing = max(start, run.start), min(end, run.end)
            if opening < closing:
                here, there = self._leading[opening - self._first], self._trailing[closing - 1 - self._first]
                _add(found, min(here, there), max(here, there))
        return found


def _x(line: QTextLine, place: int) -> float:
    return _cursor(line, place, QTextLine.Edge.Leading)[0]


def _cursor(line: QTextLine, place: int, edge: QTextLine.Edge) -> tuple[float, int]:
    """The x of a caret, and the position of the visible character that it belongs to."""
    found: Any = line.cursorToX(place, edge)  # the stubs call the pair an object
    return found[0], found[1]


def _add(found: list[tuple[float, float]], left: float, right: float) -> None:
    """Appends a stretch, joined to the one before if they touch."""
    if found and (abs(found[-1][1] - left) < _TOUCH or abs(found[-1][0] - right) < _TOUCH):
        found[-1] = (min(left, found[-1][0]), max(right, found[-1][1]))
    else:
        found.append((left, right))

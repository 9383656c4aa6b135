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
        line, first = self._line, self._first
        start, leftwards = first, False
        for place in range(first, first + line.textLength()):
            here = _x(line, place, QTextLine.Edge.Leading)
            there = _x(line, place, QTextLine.Edge.Trailing)
            self._leading.append(here)
            self._trailing.append(there)
            turned = leftwards if here == there else there < here
            if turned != leftwards and place > start:
                self._runs.append(_Run(start, place, leftwards))
                start = place
            leftwards = turned
        self._runs.append(_Run(start, first + line.textLength(), leftwards))

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

    def opening(self, place: int) -> tuple[float, int]:
        """The edge where the character at `place` begins, and +1 if it goes on to the right, -1 to the left."""
        if not self._runs:
            return _x(self._line, place), 1
        return self._leading[place - self._first], -1 if self._leftwards(place) else 1

    def closing(self, place: int) -> tuple[float, int]:
        """The edge where the character before `place` ends, and -1 if it came from the left, +1 from the right."""
        if not self._runs:
            return _x(self._line, place), -1
        return self._trailing[place - 1 - self._first], 1 if self._leftwards(place - 1) else -1

    def _leftwards(self, place: int) -> bool:
        return any(run.leftwards for run in self._runs if run.start <= place < run.end)


def _x(line: QTextLine, place: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    found: Any = line.cursorToX(place, edge)  # a pair of x and the position, which the stubs call object
    return float(found[0])


def _add(found: list[tuple[float, float]], left: float, right: float) -> None:
    """Appends a stretch, joined to the one before if they touch."""
    if found and (abs(found[-1][1] - left) < _TOUCH or abs(found[-1][0] - right) < _TOUCH):
        found[-1] = (min(left, found[-1][0]), max(right, found[-1][1]))
    else:
        found.append((left, right))

"""The way of an arrow from the active span's chip to the chip of what it is tied to: never over words or chips.

It leaves its chip, runs through the margin, then above the chips of the other line and down onto the chip;
straight in where that chip is the first of its row. Right-to-left articles take the other margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from annotator.gui.views.article.painting import Shown, chip_rect, lines_in

GUTTER = 13.0  # px from the text to the arrow's way through the margin
_ROUND = 6.0
_ABOVE = 5.5  # px above the highest chip
_BEND = 4.0  # of the small bends above chips


class End(NamedTuple):
    """A chip at which an arrow begins or ends."""

    chip: QRectF
    top: float  # of the line's highest chip
    behind: bool  # something stands between the chip and the margin
    free: float  # an x on the chip with nothing above it


def ends(shown: Sequence[Shown], spans: Sequence[str], *, height: float, mirrored: QTransform) -> dict[str, End]:
    """Where the chips of these spans stand, if they are on screen."""
    found: dict[str, End] = {}
    wanted = set(spans)
    for block, line in lines_in(shown, QRectF(0, -200, 1, height + 400)):
        for chip in line.chips:
            for span in wanted.intersection(chip.spans):
                area = mirrored.mapRect(chip_rect(block, line, chip))
                others = [mirrored.mapRect(chip_rect(block, line, other)) for other in line.chips if other is not chip]
                behind = any(other.left() < area.left() and other.top() <= area.top() + 1 for other in others)
                above = [other for other in others if other.top() < area.top() - 1]
                found[span] = End(area, block.top + line.chips_top(), behind, _free(area, above))
    return found


def _free(area: QRectF, above: Sequence[QRectF]) -> float:
    """An x from which a way leads up between the chips above."""
    x = area.left() + 10
    while x <= area.right() - 6:
        if not any(other.left() - 3 <= x <= other.right() + 3 for other in above):
            return x
        x += 3
    return area.left() + 10


def route(start: End | None, end: End | None, *, margin: float, off_screen: tuple[float, float]) -> QPainterPath:
    """The way without its head; `off_screen` gives the y of an end that is not there."""
    path = QPainterPath()
    if start is not None and end is not None and abs(start.top - end.top) < 1:
        _same_line(path, start, end)
        return path
    down = (start.chip.center().y() if start else off_screen[0]) < (end.chip.center().y() if end else off_screen[1])
    _leave(path, start, margin, down=down, off_screen=off_screen[0])
    _arrive(path, end, margin, down=down, off_screen=off_screen[1])
    return path


def _same_line(path: QPainterPath, start: End, end: End) -> None:
    """A bridge over the chips of the line."""
    top = min(start.top, end.top) - _ABOVE
    here, there = start.free, end.free
    turn = min(_BEND, abs(there - here) / 2) * (1 if there > here else -1)
    path.moveTo(here, start.chip.top() - 2.5)
    path.lineTo(here, top + _BEND)
    path.quadTo(here, top, here + turn, top)
    path.lineTo(there - turn, top)
    _drop(path, there, top, end.chip.top())


def _drop(path: QPainterPath, x: float, top: float, chip_top: float) -> None:
    """From the way above the chips down onto one of them."""
    path.quadTo(x, top, x, top + _BEND)
    path.lineTo(x, chip_top - 0.5)


def _leave(path: QPainterPath, start: End | None, margin: float, *, down: bool, off_screen: float) -> None:
    if start is None:
        path.moveTo(margin, off_screen)
        return
    step = _ROUND if down else -_ROUND
    y = start.chip.center().y()
    if start.behind:
        y = start.top - _ABOVE
        path.moveTo(start.free, start.chip.top() - 2.5)
        path.lineTo(start.free, y + _BEND)
        path.quadTo(start.free, y, start.free - _BEND, y)
    else:
        path.moveTo(start.chip.left() - 3, y)
    path.lineTo(margin + _ROUND, y)
    path.quadTo(margin, y, margin, y + step)


def _arrive(path: QPainterPath, end: End | None, margin: float, *, down: bool, off_screen: float) -> None:
    if end is None:
        path.lineTo(margin, off_screen)
        return
    step = _ROUND if down else -_ROUND
    y = end.top - _ABOVE if end.behind else end.chip.center().y()
    path.lineTo(margin, y - step)
    path.quadTo(margin, y, margin + _ROUND, y)
    if not end.behind:
        path.lineTo(end.chip.left() - 1, y)
        return
    path.lineTo(end.free - _BEND, y)
    _drop(path, end.free, y, end.chip.top())


def draw(painter: QPainter, path: QPainterPath, *, colour: QColor, width: float, mirrored: QTransform) -> None:
    """Paints a way and its head, which points as the way's last stretch does."""
    if path.elementCount() < 2:
        return
    way = mirrored.map(path)
    last, before = way.elementAt(way.elementCount() - 1), way.elementAt(way.elementCount() - 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width))
    painter.drawPath(way)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    x, y = float(last.x), float(last.y)
    head = QPainterPath(QPointF(x, y))
    if abs(y - float(before.y)) > abs(x - float(before.x)):
        back = -5.0 if y > float(before.y) else 5.0
        head.lineTo(x - 3.6, y + back)
        head.lineTo(x + 3.6, y + back)
    else:
        back = -7.0 if x > float(before.x) else 7.0
        head.lineTo(x + back, y - 4)
        head.lineTo(x + back, y + 4)
    head.closeSubpath()
    painter.drawPath(head)

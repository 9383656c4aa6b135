"""Paints hits in context: what stands before at the left, the hit on its axis, what comes after, and where from."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.gui.models.hits import HitRow
from annotator.gui.text import is_right_to_left, plain
from annotator.gui.theme import color, font
from annotator.gui.views.dates import short_date
from annotator.gui.views.delegates import RowDelegate
from annotator.gui.views.lists import ListView
from annotator.gui.views.writing import advance, elided, metrics
from annotator.gui.widgets import paint_badge

ROW = 30
STRIP = 26
_AXIS = 0.44  # of the room for the context
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


class Columns(NamedTuple):
    """Where things stand in a row, in px from its left edge: the context's room and axis, and what it is from."""

    left: float
    axis: float
    right: float
    title: tuple[float, float]  # x and width
    outlet: tuple[float, float]
    date: tuple[float, float]


@lru_cache(maxsize=64)
def columns(width: float, *, ticks: bool, beside: bool) -> Columns:
    """The columns of a width; `beside` gives the outlet's place to what is tagged elsewhere, which is longer."""
    wide = width >= 1150
    dated = 92.0
    outlet = (190.0 if wide else 150.0) if beside else (140.0 if wide else 96.0)
    title = 240.0 if wide else 168.0
    left = 36.0 if ticks else 10.0
    right = width - 10 - dated - outlet - title - 34
    axis = left + (right - left) * _AXIS
    x = right + 34
    return Columns(left, axis, right, (x, title - 12), (x + title, outlet - 12), (x + title + outlet, dated))


@lru_cache(maxsize=8192)
def _before(text: str, width: int) -> str:
    """The end of a text that fits a width."""
    return metrics(13).elidedText(text, Qt.TextElideMode.ElideLeft, width)


class HitDelegate(RowDelegate):
    """One line a hit; right-to-left texts are mirrored at the axis."""

    def __init__(self, *, ticks: bool = False) -> None:
        super().__init__()
        self.ticks = ticks
        self.beside = False  # what is tagged elsewhere stands in the outlet's place

    def draw(self, painter: QPainter, area: QRectF, content: HitRow, *, current: bool) -> None:
        """The tick if there is one, the context, the badge, and where it is from."""
        places = columns(area.width(), ticks=self.ticks, beside=self.beside)
        if content.ticked is not None:
            paint_tick(painter, QRectF(area.left() + 10, area.center().y() - 8, 16, 16), content.ticked)
        self._context(painter, area, content, places)
        if content.letter:
            box = QRectF(area.left() + places.right + 8, area.center().y() - 8, 16, 16)
            paint_badge(painter, box, content.letter, content.color)
        tone = "text2" if current else "text3"
        self._cell(painter, area, places.title, plain(content.source.title) or self.tr("Untitled"), "text2")
        beside = content.beside if self.beside else plain(content.source.outlet)
        self._cell(painter, area, places.outlet, beside, tone)
        self._cell(painter, area, places.date, full_date(content.source.published), tone)

    def _cell(self, painter: QPainter, area: QRectF, place: tuple[float, float], text: str, tone: str) -> None:
        if text:
            x, width = place
            box = QRectF(area.left() + x, area.top(), width, area.height())
            self.write(painter, box, text, pixels=12, tone=tone, right=is_right_to_left(text))

    def _context(self, painter: QPainter, area: QRectF, content: HitRow, places: Columns) -> None:
        hit = content.hit
        mirrored = is_right_to_left(hit.words if hit.words.strip() else hit.left + hit.right)
        before, words, after = _spaced(hit.left), plain(hit.words[:300]), _spaced(hit.right)
        axis, top, height = area.left() + places.axis, area.top(), area.height()
        leading, trailing = axis - area.left() - places.left, area.left() + places.right - axis
        if mirrored:
            leading, trailing = trailing, leading
        room = min(advance(words, 13, 600), int(trailing * 0.72))
        rest = max(0, int(trailing) - room)
        shown, follows = elided(words, room, 13, 600), elided(after, rest, 13)
        preceding = _before(before, int(leading))
        if mirrored:
            boxes = (
                QRectF(axis, top, leading, height),
                QRectF(axis - room, top, room, height),
                QRectF(axis - room - rest, top, rest, height),
            )
            sides = _LEFT, _RIGHT, _RIGHT
        else:
            boxes = (
                QRectF(axis - leading, top, leading, height),
                QRectF(axis, top, room, height),
                QRectF(axis + room, top, rest, height),
            )
            sides = _RIGHT, _LEFT, _LEFT
        for text, box, side, weight in zip((preceding, shown, follows), boxes, sides, (400, 600, 400), strict=True):
            painter.setFont(font(13, weight))
            painter.setPen(color("text" if weight == 600 else "text2"))
            painter.drawText(box, side | Qt.TextFlag.TextIncludeTrailingSpaces, text)


def _spaced(text: str) -> str:
    """A neighbour on one line; the space that parts it from the hit stays."""
    shown = plain(text)
    return f"{' ' if text[:1].isspace() else ''}{shown}{' ' if text[-1:].isspace() and shown else ''}"


@lru_cache(maxsize=4096)
def full_date(published: str) -> str:
    """ "14 Mar 2031": a project may span years."""
    shown, year = short_date(published), published[:4]
    return shown if not shown or year in shown else f"{shown} {year}"


def paint_tick(painter: QPainter, box: QRectF, on: bool) -> None:
    """A tick box as the stylesheet draws one."""
    painter.setPen(QPen(color("accent" if on else "edge"), 1))
    painter.setBrush(color("accent" if on else "paper"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if on:
        painter.setPen(QPen(color("on_accent"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        x, y = box.center().x(), box.center().y()
        painter.drawPolyline([QPointF(x - 3.6, y + 0.2), QPointF(x - 1.2, y + 2.8), QPointF(x + 3.8, y - 2.8)])


class Strip(QWidget):
    """The line above the rows: how much was found, and what the columns are."""

    def __init__(self, view: ListView, delegate: HitDelegate) -> None:
        super().__init__()
        self._view, self._delegate = view, delegate
        self._words = ""
        self.setFixedHeight(STRIP)
        # A scroll bar that comes or goes moves the columns.
        view.verticalScrollBar().rangeChanged.connect(self.update)

    def say(self, words: str) -> None:
        """How much was found."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def words(self) -> str:
        """What it says now."""
        return self._words

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the words, and the captions over their columns."""
        painter = QPainter(self)
        inset, ticks, beside = self._delegate.inset, self._delegate.ticks, self._delegate.beside
        places = columns(float(self._view.viewport().width() - 2 * inset), ticks=ticks, beside=beside)
        middle = self.tr("Tagged elsewhere") if beside else self.tr("Outlet")
        painter.setPen(color("text3"))
        painter.setFont(font(11))
        for (x, room), caption in (
            (places.title, self.tr("Article")),
            (places.outlet, middle),
            (places.date, self.tr("Date")),
        ):
            painter.drawText(QRectF(inset + x, 0, room, STRIP), _LEFT, elided(caption, int(room), 11))
        painter.setPen(color("text2"))
        painter.setFont(font(12, 600))
        left = places.left if ticks else 10.0
        room = places.right - left
        painter.drawText(QRectF(inset + left, 0, room, STRIP), _LEFT, elided(self._words, int(room), 12, 600))

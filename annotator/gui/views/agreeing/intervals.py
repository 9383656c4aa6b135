"""Paints figures as dots on intervals over one axis: discs for spans, squares for what hangs on matched spans."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTableView, QWidget

from annotator.core.agreement_rows import Measure
from annotator.gui.models.agreement_list import NONE, Shown, number
from annotator.gui.text import plain
from annotator.gui.theme import color, font
from annotator.gui.views.delegates import RowDelegate
from annotator.gui.widgets import paint_badge

LOWEST = 0.4  # where the axis begins, unless a figure lies lower: then at 0
_WIDE = 700  # px from which the interval stands in figures, too
_CENTRE = Qt.AlignmentFlag.AlignCenter


class Axis:
    """Where things stand in a row of a width; rows and their head share it."""

    def __init__(self) -> None:
        self.lowest = LOWEST
        self.measure = "F1"

    def names(self, width: float) -> float:
        """Where the names end and the numbers begin."""
        return self.columns(width)[0] - 54

    def columns(self, width: float) -> tuple[float, float, float, float]:
        """Right edges of n and of the figure, left and right end of the axis."""
        wide = width >= _WIDE
        n = 226.0 if wide else 190.0
        figure = n + 58
        return n, figure, figure + 28, width - (134 if wide else 22)

    def x(self, value: float, width: float) -> float:
        """The place of a value; what lies below the axis stands at its beginning."""
        left, right = self.columns(width)[2:]
        share = (max(self.lowest, value) - self.lowest) / (1 - self.lowest)
        return left + share * (right - left)

    def ticks(self) -> list[float]:
        """The values that have a line."""
        first = round(self.lowest * 10)
        return [at / 10 for at in range(first, 11, 1 if first else 2)]


class AxisHead(QWidget):
    """The head of the rows: n, the measure, the axis's numbers."""

    def __init__(self, axis: Axis, rows: QTableView) -> None:
        super().__init__()
        self._axis, self._rows = axis, rows
        self.setFixedHeight(22)
        rows.verticalScrollBar().rangeChanged.connect(self._repaint)  # the rows are narrower beside a scroll bar

    def _repaint(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the words over their columns."""
        painter = QPainter(self)
        painter.setFont(font(11))
        painter.setPen(color("text3"))
        width = self._rows.columnWidth(0) - 2 * IntervalDelegate.inset
        n, figure, _, right = self._axis.columns(width)
        painter.translate(IntervalDelegate.inset, 0)
        ends = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(n - 54, 0, 54, 20), ends, "n")
        painter.drawText(QRectF(figure - 58, 0, 58, 20), ends, self._axis.measure)
        for value in self._axis.ticks():
            painter.drawText(QRectF(self._axis.x(value, width) - 20, 0, 40, 20), _CENTRE, f"{value:.1f}")
        if width >= _WIDE:
            painter.drawText(QRectF(right + 12, 0, 116, 20), ends, self.tr("95 % interval"))


class IntervalDelegate(RowDelegate):
    """Name, n, figure, dot on its interval, the interval in figures."""

    inset = 6

    def __init__(self, axis: Axis) -> None:
        super().__init__()
        self._axis = axis

    def draw(self, painter: QPainter, area: QRectF, content: Shown, *, current: bool) -> None:
        """One line, or a heading."""
        if content.line is None:
            under = area.adjusted(8, 8, -8, 0)
            self.write(painter, under, plain(content.name), pixels=11, weight=600, tone="text2")
            return
        self._grid(painter, area)
        n, figure, _, right = self._axis.columns(area.width())
        left = area.left() + 8
        if content.letter:
            paint_badge(painter, QRectF(left, area.center().y() - 8, 16, 16), content.letter, content.colour)
            left += 24
        heavy = 600 if current or (content.line.sort == "span" and content.line.label is None) else 400
        name = QRectF(left, area.top(), area.left() + n - 54 - left, area.height())
        self.write(painter, name, plain(content.name), weight=heavy)
        measure = content.line.measure
        self._right(painter, area, n, f"{measure.n:,}", pixels=12, tone="text2")
        self._right(painter, area, figure, number(content.figure), weight=600)
        if content.figure is None:
            reason = measure.undefined or self.tr("undefined in every article")
            room = QRectF(area.left() + figure + 28, area.top(), right - figure - 28, area.height())
            self.write(painter, room, reason, pixels=11, tone="text3", italic=True)
            return
        self._interval(painter, area, content, current=current)
        if area.width() >= _WIDE:
            shown = NONE if measure.low is None else f"{number(measure.low)} – {number(measure.high)}"
            self._right(painter, area, right + 128, shown, pixels=12, tone="text2")

    def _right(
        self,
        painter: QPainter,
        area: QRectF,
        edge: float,
        text: str,
        *,
        pixels: int = 13,
        weight: int = 400,
        tone: str = "text",
    ) -> None:
        room = QRectF(area.left() + edge - 116, area.top(), 116, area.height())
        self.write(painter, room, text, pixels=pixels, weight=weight, tone=tone, right=True, cut=False)

    def _grid(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(color("line"), 1))
        for value in self._axis.ticks():
            x = round(area.left() + self._axis.x(value, area.width())) + 0.5
            painter.drawLine(QPointF(x, area.top() - 1), QPointF(x, area.bottom() + 1))

    def _interval(self, painter: QPainter, area: QRectF, content: Shown, *, current: bool) -> None:
        assert content.line is not None  # asked for lines only
        ink = color("accent_ink" if content.line.sort == "span" else "text2")
        middle, width = area.center().y(), area.width()
        measure: Measure = content.line.measure
        if measure.low is not None and measure.high is not None:
            low, high = (area.left() + self._axis.x(end, width) for end in (measure.low, measure.high))
            painter.setPen(QPen(ink, 2))
            painter.drawLine(QPointF(low, middle), QPointF(high, middle))
            for end in (low, high):
                painter.drawLine(QPointF(end, middle - 4), QPointF(end, middle + 4))
        x = area.left() + self._axis.x(content.figure or 0.0, width)
        painter.setPen(QPen(color("accent_soft" if current else "paper"), 2))
        painter.setBrush(ink)
        if content.line.sort == "span":
            painter.drawEllipse(QPointF(x, middle), 6, 6)
        else:
            painter.drawRect(QRectF(x - 5, middle - 5, 10, 10))

"""Paints the rows of the lists: articles, spans, files, formats; fonts, measures and line breaks are kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.core.model import State
from annotator.gui.models.span_list import SpanRow
from annotator.gui.text import is_right_to_left, isolate, plain
from annotator.gui.theme import color, font
from annotator.gui.views.dates import short_date
from annotator.gui.views.lists import ListView
from annotator.gui.views.writing import advance, elided, two_lines
from annotator.gui.widgets import paint_badge
from annotator.store.lists import ArticleRow

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_ISOLATES = "\u2066\u2067\u2068\u2069"
_LINE = 17  # px from one title line to the next


class RowDelegate(QStyledItemDelegate):
    """A row with rounded ground: current rows get a bar at their left, or a ring when the list has the keyboard."""

    inset = 6

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then what the kind of row draws."""
        content = index.data(Qt.ItemDataRole.UserRole)
        if content is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(self.inset, 1, -self.inset, -1)
        view = self.parent()
        assert isinstance(view, ListView)  # a list takes its delegate as a child
        current = view.is_current(index)
        if current:
            self._ground(painter, area, focused=view.hasFocus())
        elif view.is_hovered(index):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("hover"))
            painter.drawRoundedRect(area, 6, 6)
        self.draw(painter, area, content, current=current)
        painter.restore()

    def _ground(self, painter: QPainter, area: QRectF, *, focused: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("accent_soft"))
        painter.drawRoundedRect(area, 6, 6)
        if focused:
            painter.setPen(QPen(color("accent_ink"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 5, 5)
            return
        gap = min(8.0, area.height() / 5)
        painter.setBrush(color("accent_ink"))
        painter.drawRoundedRect(QRectF(area.left(), area.top() + gap, 3, area.height() - 2 * gap), 1.5, 1.5)

    def draw(self, painter: QPainter, area: QRectF, content: Any, *, current: bool) -> None:
        """Draws a row's content into its area."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The view fixes the height."""
        return QSize(100, 20)

    def write(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        *,
        pixels: int = 13,
        weight: int = 400,
        tone: str = "text",
        right: bool = False,
        cut: bool = True,
        italic: bool = False,
    ) -> None:
        """One line of text in an area, cut to its width."""
        drawn = font(pixels, weight)
        if italic and all(ord(char) < 0x250 for char in text.strip(_ISOLATES)):  # other scripts have no slanted letters
            drawn.setItalic(True)
        painter.setFont(drawn)
        painter.setPen(color(tone))
        shown = elided(text, int(area.width()), pixels, weight) if cut else text
        leftwards = right and is_right_to_left(shown)  # a figure at the start of such words stands at their right
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if leftwards else Qt.LayoutDirection.LeftToRight)
        painter.drawText(area, _RIGHT if right else _LEFT, shown)


class ArticleDelegate(RowDelegate):
    """State, title on two lines, outlet and date, number of my spans."""

    def draw(self, painter: QPainter, area: QRectF, content: ArticleRow, *, current: bool) -> None:
        """Titles not begun are heavy; done and skipped ones step back."""
        over = content.state in ("done", "skipped") and not current
        weight, tone = (400, "text2") if over else (600, "text")
        left, width = area.left() + 30, area.width() - 38
        title = plain(content.title) or self.tr("Untitled")
        lines = two_lines(title, int(width), weight)
        top = area.top() + (6 if len(lines) > 1 else 13)
        paint_state(painter, QPointF(area.left() + 16, top + 9), content.state)
        rtl = is_right_to_left(title)
        for line in lines:
            self.write(painter, QRectF(left, top, width, _LINE), line, weight=weight, tone=tone, right=rtl, cut=False)
            top += _LINE
        self._caption(painter, QRectF(left, top + 1, width, 16), content, current=current)

    def _caption(self, painter: QPainter, area: QRectF, content: ArticleRow, *, current: bool) -> None:
        """The outlet gives way before the date."""
        tone = "text2" if current else "text3"
        count = f"{content.spans:,}" if content.spans else "–"
        figures = max(26, advance(count, 11, 600) + 6)
        date = short_date(content.published)
        outlet = isolate(content.outlet) if content.outlet else ""
        tail = f"  ·  {date}" if date and outlet else date
        room = int(area.width()) - figures
        dated = min(advance(tail, 11) if tail else 0, room)
        shown = elided(outlet, max(0, room - dated), 11) if outlet else ""
        x = area.left()
        if shown:
            self.write(painter, QRectF(x, area.top(), room - dated, 16), shown, pixels=11, tone=tone, cut=False)
            x += min(advance(shown, 11), room - dated)
        self.write(painter, QRectF(x, area.top(), dated, 16), tail, pixels=11, tone=tone, cut=dated == room)
        end = QRectF(area.right() - figures, area.top(), figures, 16)
        self.write(painter, end, count, pixels=11, weight=600 if current else 400, tone=tone, right=True, cut=False)


class SpanDelegate(RowDelegate):
    """Badge, words, and at the right the value or the speaker; nested spans are indented."""

    STEP = 14
    DEEPEST = 6  # deeper ones are indented no further, so that words stay to be read

    def draw(self, painter: QPainter, area: QRectF, content: SpanRow, *, current: bool) -> None:
        """One line."""
        x = area.left() + 8 + min(content.depth, self.DEEPEST) * self.STEP
        paint_badge(painter, QRectF(x, area.center().y() - 8, 16, 16), content.letter, content.color)
        x += 24
        beside = 0.0
        if content.right:
            right = f"{content.right} ?" if content.unsure else content.right
            beside = min(advance(right, 12) + 8, int(area.width() * 0.42))
            place = QRectF(area.right() - 8 - beside, area.top(), beside, area.height())
            tone = "text2" if current else "text3"
            self.write(painter, place, isolate(right), pixels=12, tone=tone, right=True, italic=content.unsure)
        room = QRectF(x, area.top(), max(10.0, area.right() - 16 - beside - x), area.height())
        words = plain(content.span.words[:300])
        self.write(painter, room, words, weight=600 if current else 400, right=is_right_to_left(words))


def paint_state(painter: QPainter, center: QPointF, state: State) -> None:
    """Ring, half, filled with a tick, struck ring: the shape tells, not the colour."""
    x, y = center.x(), center.y()
    ring = QRectF(x - 5, y - 5, 10, 10)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("accent_ink" if state == "doing" else "text3"), 1.5))
    if state == "done":
        _paint_done(painter, center, ring)
    else:
        painter.drawEllipse(ring)
    if state == "doing":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("accent_ink"))
        painter.drawPie(ring, 90 * 16, -180 * 16)
    elif state == "skipped":
        painter.drawLine(QPointF(x - 3.4, y + 3.4), QPointF(x + 3.4, y - 3.4))
    painter.restore()


def _paint_done(painter: QPainter, center: QPointF, ring: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("text2"))
    painter.drawEllipse(ring.adjusted(-1, -1, 1, 1))
    painter.setPen(QPen(color("panel"), 1.6))
    x, y = center.x(), center.y()
    painter.drawPolyline([QPointF(x - 2.6, y + 0.2), QPointF(x - 0.7, y + 2.2), QPointF(x + 2.8, y - 2)])

"""Paints the rows of the palette: icon or badge, words with the matched letters bold, what is beside, the keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from annotator.core.offsets import Map
from annotator.gui import icons
from annotator.gui.actions import written
from annotator.gui.entries import Entry
from annotator.gui.text import is_right_to_left
from annotator.gui.theme import color, font
from annotator.gui.views.writing import advance, elided
from annotator.gui.widgets import paint_badge

ROW, HEAD = 34, 28
_INSET, _TEXT = 8, 38  # px from the edge to the ground of a row, and from there to its words
_BESIDE = 0.42  # of the row at most, for what stands beside the words
_GAP = 12
_CENTRE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
Index = QModelIndex | QPersistentModelIndex


class Rows(QStyledItemDelegate):
    """Headings and entries."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Headings are lower."""
        return QSize(100, HEAD if isinstance(index.data(Qt.ItemDataRole.UserRole), str) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        line = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(_INSET, 0, -_INSET, 0)
        if isinstance(line, str):
            painter.setFont(font(11, 600))
            painter.setPen(color("text2"))
            side = Qt.AlignmentFlag.AlignRight if self._turned() else Qt.AlignmentFlag.AlignLeft
            painter.drawText(area.adjusted(10, 2, -10, 0), _CENTRE | side, line)
        elif isinstance(line, Entry):
            self._entry(painter, area.adjusted(0, 1, 0, -1), line, current=index.row() == self._current())
        painter.restore()

    def _current(self) -> int:
        return self._view.currentIndex().row()

    def _turned(self) -> bool:
        return self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _entry(self, painter: QPainter, area: QRectF, entry: Entry, *, current: bool) -> None:
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent_soft"))
            painter.drawRoundedRect(area, 6, 6)
            painter.setBrush(color("accent_ink"))
            bar = QRectF(area.left(), area.top() + 7, 3, area.height() - 14)
            painter.drawRoundedRect(self._side(bar, area), 1.5, 1.5)
        self._sign(painter, area, entry)
        room = area.adjusted(_TEXT, 0, -10, 0)
        room.setWidth(max(40.0, room.width() - self._keys(painter, area, entry)))
        beside = f"({entry.why})" if entry.why else entry.beside
        bold = sum(end - start for start, end in entry.marks)
        words = min(advance(entry.text, 13) + 1.0 * bold + 2, room.width())
        wide = min(float(advance(beside, 12)), max(room.width() - words - _GAP, room.width() * _BESIDE))
        words = min(words, room.width() - (wide + _GAP if beside else 0))
        self._words(painter, self._side(QRectF(room.left(), room.top(), words, room.height()), area), entry)
        if beside:
            at = self._side(QRectF(room.left() + words + _GAP, room.top(), wide, room.height()), area)
            painter.setFont(font(12))
            painter.setPen(color("text3" if entry.why else "text2"))
            side = Qt.AlignmentFlag.AlignRight if self._turned() else Qt.AlignmentFlag.AlignLeft
            painter.drawText(at, _CENTRE | side, elided(beside, int(at.width()) + 1, 12))

    def _side(self, box: QRectF, area: QRectF) -> QRectF:
        """A box, mirrored in a window that runs from right to left."""
        if not self._turned():
            return box
        return QRectF(area.left() + area.right() - box.right(), box.top(), box.width(), box.height())

    def _sign(self, painter: QPainter, area: QRectF, entry: Entry) -> None:
        letter, fill = entry.badge
        if fill:
            box = self._side(QRectF(area.left() + 9, area.center().y() - 9, 18, 18), area)
            paint_badge(painter, box, letter, fill)
        elif entry.icon:
            box = self._side(QRectF(area.left() + 10, area.center().y() - 8, 16, 16), area)
            icons.draw(painter, box, entry.icon, "edge" if entry.why else "text2")

    def _words(self, painter: QPainter, box: QRectF, entry: Entry) -> None:
        """The words with the matched letters in bold and in the accent."""
        shown = elided(entry.text, int(box.width()) + 2, 13)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        turned = is_right_to_left(entry.text)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if turned else Qt.LayoutDirection.LeftToRight)
        layout = QTextLayout(shown, font(13))
        layout.setTextOption(option)
        layout.setFormats(self._formats(shown, entry))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(max(box.width(), line.naturalTextWidth()) if not turned else box.width())
        layout.endLayout()
        painter.setPen(color("text3" if entry.why else "text"))
        painter.setFont(font(13))
        layout.draw(painter, QPointF(box.left(), box.center().y() - line.height() / 2))

    def _formats(self, shown: str, entry: Entry) -> list[QTextLayout.FormatRange]:
        kept = len(shown) if shown == entry.text else max(0, len(shown) - 1)
        places = Map(shown)
        made: list[QTextLayout.FormatRange] = []
        for start, end in entry.marks:
            if start >= kept:
                break
            bold = QTextCharFormat()
            bold.setFontWeight(700)
            if not entry.why:
                bold.setForeground(QColor(color("accent_ink")))
            one = QTextLayout.FormatRange()
            one.start = places.to_qt(start)
            one.length = places.to_qt(min(end, kept)) - one.start
            one.format = bold
            made.append(one)
        return made

    def _keys(self, painter: QPainter, area: QRectF, entry: Entry) -> float:
        """Draws the keys at the right as key caps; gives the room that they take."""
        parts = [part for keys in entry.keys for part in written(keys).split(" ")] if entry.keys else []
        x = area.right() - 10
        for part in reversed(parts):
            wide = max(20.0, advance(part, 11) + 11.0)
            box = self._side(QRectF(x - wide, area.center().y() - 10, wide, 19), area)
            painter.setPen(QPen(color("line"), 1))
            painter.setBrush(color("paper"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(QPen(color("edge" if entry.why else "line"), 1))
            painter.drawLine(QPointF(box.left() + 4, box.bottom()), QPointF(box.right() - 4, box.bottom()))
            painter.setPen(color("text3" if entry.why else "text2"))
            painter.setFont(font(11))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, part)
            x -= wide + 4
        return area.right() - 10 - x + (8 if parts else 0)

"""Paints the queue: articles as heads, differences as rows of words, kind and state."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from annotator.gui import icons
from annotator.gui.models.differences import Head, Line
from annotator.gui.text import is_right_to_left, plain
from annotator.gui.views.delegates import RowDelegate
from annotator.gui.views.writing import advance
from annotator.gui.widgets import paint_badge

Index = QModelIndex | QPersistentModelIndex
ROW, HEAD = 46, 34
_SIGNS = {
    "decided": ("check", "ok"),
    "later": ("clock", "text3"),
    "again": ("warn", "warn"),
    "void": ("minus", "text3"),
}


class DifferenceDelegate(RowDelegate):
    """A difference: badge and words, then how it differs and what became of it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Heads have no ground."""
        content = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(content, Head):
            painter.save()
            self._head(painter, QRectF(option.rect), content)
            painter.restore()
            return
        super().paint(painter, option, index)

    def _head(self, painter: QPainter, area: QRectF, content: Head) -> None:
        count = self.tr("{count} open").format(count=f"{content.open:,}") if content.open else self.tr("all decided")
        width = advance(count, 11)
        line = QRectF(area.left() + 16, area.top() + 8, area.width() - 32, 18)
        title = plain(content.title) or self.tr("Untitled")
        room = QRectF(line.left(), line.top(), line.width() - width - 8, line.height())
        self.write(painter, room, title, pixels=11, weight=600, tone="text2", right=is_right_to_left(title))
        self.write(painter, line, count, pixels=11, tone="text3", right=True, cut=False)

    def draw(self, painter: QPainter, area: QRectF, content: Any, *, current: bool) -> None:
        """One difference; what is decided steps back."""
        assert isinstance(content, Line)
        over = content.row.standing in ("decided", "void") and not current
        paint_badge(painter, QRectF(area.left() + 10, area.top() + 6, 16, 16), content.letter, content.color)
        x, width = area.left() + 36, area.width() - 44
        sign = _SIGNS.get(content.row.standing)
        if sign is not None:
            icons.draw(painter, QRectF(area.right() - 22, area.top() + 7, 14, 14), *sign)
        words = plain(content.row.words[:300])
        weight, tone = (600, "text") if current else (400, "text3" if over else "text")
        room = QRectF(x, area.top() + 4, width - (18 if sign else 0), 20)
        self.write(painter, room, words, weight=weight, tone=tone, right=is_right_to_left(words))
        icons.draw(painter, QRectF(x, area.top() + 25, 14, 14), content.icon, "text3")
        said = f"{content.kind}  ·  {content.state}" if content.state else content.kind
        beside = QRectF(x + 19, area.top() + 23, width - 19, 18)
        self.write(painter, beside, said, pixels=12, tone="text2" if current else "text3")

"""Paints the steps of the journal: what was done, and under it who, when and where."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from annotator.gui import icons
from annotator.gui.models import acts
from annotator.gui.models.history_list import titled, when
from annotator.gui.text import is_right_to_left, isolate, plain
from annotator.gui.views.delegates import RowDelegate
from annotator.gui.views.writing import advance
from annotator.store.history import Entry

ROW = 46


class HistoryDelegate(RowDelegate):
    """The icon of its act, the title, and at the right that it was taken back."""

    def draw(self, painter: QPainter, area: QRectF, content: Entry, *, current: bool) -> None:
        """Two lines; what was taken back steps back."""
        over = content.taken_back or content.line.target is not None
        place = QRectF(area.left() + 10, area.top() + 7, 16, 16)
        icons.draw(painter, place, acts.icon(content.line.act), "text3" if over else "text2")
        left, width = area.left() + 38, area.width() - 48
        state = self.tr("taken back") if content.taken_back else ""
        beside = advance(state, 11) + 12 if state else 0
        title = plain(titled(content))
        first = QRectF(left, area.top() + 4, width - beside, 20)
        tone = "text3" if over and not current else "text"
        self.write(painter, first, title, weight=600 if current else 400, tone=tone, right=is_right_to_left(title))
        if state:
            end = QRectF(area.right() - beside - 10, area.top() + 4, beside, 20)
            self.write(painter, end, state, pixels=11, tone="warn", right=True, cut=False)
        who = isolate(content.who) if content.who else self.tr("somebody")
        parts = (who, when(content.line.at), isolate(content.article) if content.article else "")
        under = "  ·  ".join(part for part in parts if part)
        second = QRectF(left, area.top() + 23, width, 18)
        self.write(painter, second, under, pixels=12, tone="text2" if current else "text3")

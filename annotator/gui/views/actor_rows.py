"""Paints the rows of the registry: actors with their counts or digits, and mentions as keywords in context."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen

from annotator.gui.keys import place_of
from annotator.gui.models.actor_list import ActorRow
from annotator.gui.models.mention_list import MentionListModel, MentionRow
from annotator.gui.text import is_right_to_left, isolate, plain
from annotator.gui.theme import color, font
from annotator.gui.views.dates import short_date
from annotator.gui.views.delegates import RowDelegate
from annotator.gui.views.lists import ListView
from annotator.gui.views.writing import advance, elided, metrics
from annotator.gui.widgets import paint_badge

ACTOR_HEIGHT, MENTION_HEIGHT = 46, 30
TICK_WIDTH = 34  # at the left of a mention, where it is ticked
_BREAKS = re.compile(r"\s*\n\s*")
_RLM = "\u200f"
_SIDE = 190  # px for the article at the right of a mention


class ActorDelegate(RowDelegate):
    """Name and number of mentions, below it type and aliases; an offer has its digit and its reason."""

    def draw(self, painter: QPainter, area: QRectF, content: ActorRow, *, current: bool) -> None:
        """Two lines."""
        left = area.left() + 12
        if content.digit:
            paint_badge(painter, QRectF(left - 2, area.center().y() - 10, 20, 20), str(content.digit), "accent")
            left += 26
        count = f"{content.count:,}" if content.count else "–"
        figures = advance(count, 12) + 4
        right = area.right() - 10
        parts = [content.why, content.kind, *(isolate(alias) for alias in content.actor.aliases[:4])]
        below = "  ·  ".join(part for part in parts if part)
        name = plain(content.actor.name)
        top = area.top() + (5 if below else 13)
        place = QRectF(left, top, right - figures - left - 4, 18)
        self.write(painter, place, name, weight=600 if current else 400, right=is_right_to_left(name))
        at = QRectF(right - figures, top, figures, 18)
        self.write(painter, at, count, pixels=12, tone="text2" if current else "text3", right=True, cut=False)
        place = QRectF(left, area.top() + 23, right - left, 16)
        self.write(painter, place, below, pixels=11, tone="text2" if current else "text3")


class MentionDelegate(RowDelegate):
    """The words in the middle, what stands before and after on their sides, the article at the right."""

    def draw(self, painter: QPainter, area: QRectF, content: MentionRow, *, current: bool) -> None:
        """One line."""
        mention = content.mention
        left = area.left() + 10
        if content.ticked is not None:
            paint_tick(painter, QRectF(left, area.center().y() - 8, 16, 16), ticked=content.ticked)
            left += TICK_WIDTH - 10
        side = min(_SIDE, area.width() * 0.26)
        right = area.right() - 10 - side
        date = short_date(mention.published)
        title = plain(mention.title)
        beside = f"{date}  ·  {isolate(title)}" if date else title
        self.write(
            painter,
            QRectF(right + 12, area.top(), side - 12, area.height()),
            beside,
            pixels=11,
            tone="text2" if current else "text3",
        )
        self._in_context(painter, QRectF(left, area.top(), right - left, area.height()), content, current=current)

    def _in_context(self, painter: QPainter, area: QRectF, content: MentionRow, *, current: bool) -> None:
        """In writing from right to left what stands before is at the right."""
        mention = content.mention
        words = plain(mention.span.words[:300])
        turned = is_right_to_left(f"{words}{mention.before}")
        room = area.width()
        wide = min(advance(words, 13, 600), int(room * 0.5))
        start = area.left() + max(0.0, min(room * 0.4, room - wide))
        shown = elided(words, wide + 1, 13, 600)
        if turned:
            shown = f"{_RLM}{shown}{_RLM}"
        place = QRectF(start, area.top(), wide + 1, area.height())
        self.write(painter, place, shown, weight=600, right=turned, cut=False)
        tone = "text2" if current else "text3"
        sides = (mention.before, mention.after)
        before, after = (plain(_BREAKS.sub(" ¶ ", text)) for text in sides)
        gaps = [5 if text[:1].isspace() or text[-1:].isspace() else 1 for text in (sides[0][-1:], sides[1][:1])]
        near, far = (after, before) if turned else (before, after)
        left_gap, right_gap = reversed(gaps) if turned else gaps
        painter.setFont(font(13))
        painter.setPen(color(tone))
        flat = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        box = QRectF(area.left(), area.top(), max(0.0, start - area.left() - left_gap), area.height())
        painter.drawText(box, flat | Qt.AlignmentFlag.AlignRight, _cut(near, box.width(), end=turned, turned=turned))
        begin = start + wide + right_gap
        box = QRectF(begin, area.top(), max(0.0, area.right() - begin), area.height())
        painter.drawText(box, flat | Qt.AlignmentFlag.AlignLeft, _cut(far, box.width(), end=not turned, turned=turned))


def _cut(text: str, width: float, *, end: bool, turned: bool) -> str:
    """A context cut at its far side."""
    mode = Qt.TextElideMode.ElideRight if end else Qt.TextElideMode.ElideLeft
    shown = metrics(13).elidedText(text, mode, max(0.0, width))
    return f"{_RLM}{shown}{_RLM}" if turned else shown  # else the ellipsis would stand at the near end


def paint_tick(painter: QPainter, box: QRectF, *, ticked: bool) -> None:
    """A tick box as the style sheet has them."""
    painter.save()
    painter.setPen(QPen(color("accent" if ticked else "edge"), 1))
    painter.setBrush(color("accent" if ticked else "paper"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if ticked:
        painter.setPen(QPen(color("#FFFFFF"), 1.8))
        x, y = box.center().x(), box.center().y()
        painter.drawPolyline([QPointF(x - 3.5, y + 0.2), QPointF(x - 1, y + 2.8), QPointF(x + 3.8, y - 2.8)])
    painter.restore()


class MentionView(ListView):
    """Mentions in context; Space and a click on the box tick, `digit` says which number was pressed on a row."""

    digit = Signal(int)
    entered = Signal()  # Enter on a row; a click is not meant
    ticks_changed = Signal()

    def __init__(self, model: MentionListModel, *, name: str, ticks: bool = False) -> None:
        super().__init__(MentionDelegate(), height=MENTION_HEIGHT, name=name)
        self._ticks = ticks
        self._mentions = model
        self.setModel(model)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The box at the left ticks, the rest of the row goes to the place."""
        row = self.indexAt(event.position().toPoint()).row()
        if self._ticks and event.position().x() < TICK_WIDTH + 6 and row >= 0:
            self.show_row(row)
            self._toggle(row)
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """No click follows a tick."""
        if self._ticks and event.position().x() < TICK_WIDTH + 6:
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks; digits are said; Ctrl+Enter and Shift+Enter are left to whoever is above."""
        place = place_of(event.nativeScanCode())  # AZERTY has its digits behind Shift
        number = int(place) if place.isdigit() else event.key() - Qt.Key.Key_0
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Space and self._ticks:
            self._toggle(self.current_row())
        elif 1 <= number <= 9 and bare:
            self.digit.emit(number)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not bare:
                event.ignore()
                return
            self.entered.emit()
            super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _toggle(self, row: int) -> None:
        self._mentions.toggle(row)
        self.ticks_changed.emit()

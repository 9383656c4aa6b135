"""What of the decoration is on screen: paints it under and over the native text and finds what a point hits."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextCursor, QTransform
from PySide6.QtWidgets import QPlainTextEdit

from annotator.gui.views.article import arrows
from annotator.gui.views.article.decoration import Chip, Line
from annotator.gui.views.article.decorations import Decorations
from annotator.gui.views.article.look import MARGIN
from annotator.gui.views.article.painting import Brush, Shown, chip_rect, lines_in

_BEYOND = 40.0  # px past the edge where an arrow leaves the screen


class _Stands(NamedTuple):
    """All by which what is on screen is told from what was there before."""

    first: int  # block
    left: float
    top: float
    width: int
    height: int
    turn: int  # of the decorations


class Canvas:
    """One view's decorations as they stand in its viewport."""

    def __init__(self, view: QPlainTextEdit, decorations: Decorations) -> None:
        self._view = view
        self._decorations = decorations
        self._shown: tuple[_Stands, list[Shown]] | None = None
        self._lit: tuple[object, QRectF] | None = None
        self.flashed: tuple[int, int] | None = None  # code points

    def shown(self) -> list[Shown]:
        """The blocks on screen, the same list until something of it changes."""
        stands = self._stands()
        if self._shown is None or self._shown[0] != stands:
            found = self._look()
            self._shown = self._stands(), found  # what was looked at for the first time was decorated just now
        return self._shown[1]

    def _stands(self) -> _Stands:
        view = self._view
        offset, size = view.contentOffset(), view.viewport().size()
        first = view.firstVisibleBlock().blockNumber()
        return _Stands(first, offset.x(), offset.y(), size.width(), size.height(), self._decorations.turn)

    def _look(self) -> list[Shown]:
        view = self._view
        offset = view.contentOffset()
        block = view.firstVisibleBlock()
        top = view.blockBoundingGeometry(block).translated(offset).top()
        height = view.viewport().height()
        found = []
        while block.isValid() and top < height:
            tall = view.blockBoundingRect(block).height()
            decoration = self._decorations.get(block.blockNumber())
            if decoration is not None:
                found.append(Shown(block.blockNumber(), decoration, offset.x(), top))
            top += tall
            block = block.next()
        return found

    def brush(self) -> Brush:
        """What paints now."""
        active = self._decorations.active
        tied = self._decorations.content.tails(active) if active else ()
        return Brush(self._decorations.look, active=active, tied=tied, choosing=bool(self._decorations.numbers))

    def under(self, painter: QPainter, shown: list[Shown], clip: QRectF) -> None:
        """The ground behind the words."""
        brush = self.brush()
        self._flash(painter)
        for block, line in lines_in(shown, clip):
            brush.tints(painter, block, line)

    def _flash(self, painter: QPainter) -> None:
        """Lights up the lines of the flashed words."""
        if self.flashed is None:
            return
        known = self._stands(), self.flashed
        if self._lit is None or self._lit[0] != known:
            self._lit = known, self._flash_area(self.flashed)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._decorations.look.flash)
        painter.drawRoundedRect(self._lit[1], 4, 4)

    def _flash_area(self, flashed: tuple[int, int]) -> QRectF:
        """Just the words where they stand in one line, else the column from their first line to their last."""
        blocks = self._decorations.content.blocks
        cursors = []
        for position in flashed:
            cursor = QTextCursor(self._view.document())
            cursor.setPosition(blocks.to_document(position))
            cursors.append(self._view.cursorRect(cursor))
        first, last = cursors
        if first.top() == last.top():
            left, right = min(first.left(), last.left()), max(first.left(), last.left())
            return QRectF(left - 3, first.top() - 3, right - left + 6, first.height() + 6)
        column = self._view.viewport().rect().adjusted(MARGIN // 2, 0, -MARGIN // 2, 0)
        return QRectF(column.left(), first.top() - 3, column.width(), last.bottom() - first.top() + 6)

    def over(self, painter: QPainter, shown: list[Shown], clip: QRectF) -> None:
        """Arrows, then lanes and chips, which cover them."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._arrows(painter, shown)
        painter.setPen(Qt.PenStyle.NoPen)
        brush = self.brush()
        for block, line in lines_in(shown, clip):
            brush.lanes(painter, block, line)
            brush.frames(painter, block, line)
            brush.chips(painter, block, line)

    def _arrows(self, painter: QPainter, shown: list[Shown]) -> None:
        content, active = self._decorations.content, self._decorations.active
        if active is None or active not in content.spans or not shown:
            return
        tails = content.tails(active)
        if not tails:
            return
        view, look = self._view, self._decorations.look
        left = shown[0].left + MARGIN
        right = left + shown[0].decoration.width
        home = self._decorations.get(content.blocks.at(content.spans[active].start))
        leftwards = home is not None and home.right_to_left
        mirrored = QTransform(-1, 0, 0, 1, left + right, 0) if leftwards else QTransform()
        places = arrows.ends(shown, [active, *tails], height=view.viewport().height(), mirrored=mirrored)
        colour = look.of(content.spans[active].label).lane
        for tail in tails:
            if active not in places and tail not in places and self._side(active) == self._side(tail):
                continue
            path = arrows.route(
                places.get(active),
                places.get(tail),
                margin=left - arrows.GUTTER,
                off_screen=(self._side(active), self._side(tail)),
            )
            arrows.draw(painter, path, colour=colour, width=look.arrow_px, mirrored=mirrored)

    def _side(self, span: str) -> float:
        """The y where an arrow to a span off screen leaves it."""
        content = self._decorations.content
        first = self._view.firstVisibleBlock()
        start = content.spans[span].start
        seen = self._view.cursorForPosition(self._view.viewport().rect().center()).position()
        above = content.blocks.at(start) < first.blockNumber() or content.blocks.to_document(start) < seen
        return -_BEYOND if above else self._view.viewport().height() + _BEYOND

    def room_above(self, position: int) -> float:
        """How much the chips over a position's line take, with room for a ring and an arrow."""
        blocks = self._decorations.content.blocks
        block = self._view.document().findBlock(blocks.to_document(position))
        self._view.blockBoundingRect(block)
        decoration = self._decorations.get(block.blockNumber())
        line = block.layout().lineForTextPosition(blocks.to_document(position) - block.position())
        if decoration is None or not line.isValid() or line.lineNumber() >= len(decoration.lines):
            return 0.0
        shown = decoration.lines[line.lineNumber()]
        return shown.text_top - shown.chips_top() + 8

    def chip_at(self, point: QPointF) -> tuple[Chip, QRectF] | None:
        """The chip that a point of the viewport hits, and where it stands."""
        for block, line in lines_in(self.shown(), QRectF(point.x(), point.y() - 1, 1, 2)):
            for chip in line.chips:
                area = chip_rect(block, line, chip)
                if area.adjusted(-1, -1, 1, 1).contains(point):
                    return chip, area
        return None

    def digit_at(self, point: QPointF) -> str:
        """The digit on the chip that a point of the viewport hits, or nothing."""
        hit = self.chip_at(point) if self._decorations.numbers else None
        return hit[0].digit if hit is not None else ""

    def span_at(self, point: QPointF) -> str | None:
        """The innermost span whose words a point of the viewport hits."""
        for block, line in lines_in(self.shown(), QRectF(point.x(), point.y() - 1, 1, 2)):
            if block.top + line.text_top <= point.y() <= block.top + line.text_top + line.text_height + 3:
                return _innermost(line, point.x() - block.left)
        return None


def _innermost(line: Line, x: float) -> str | None:
    """The last tint at an x: they stand longest first."""
    hits = [tint.span for tint in line.tints if tint.left <= x <= tint.right]
    return hits[-1] if hits else None

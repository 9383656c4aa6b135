"""What a click in the article means: a chip or tagged words make a span active, all else is the text's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.gui.views.article.canvas import Canvas
from annotator.gui.views.article.decoration import Chip
from annotator.gui.views.article.sight import whole_words

if TYPE_CHECKING:
    from annotator.gui.views.article.view import ArticleView


class Mouse:
    """Follows press, move and release, and lets the view say what was clicked."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._pressed: QPoint | None = None

    def press(self, event: QMouseEvent, canvas: Canvas, active: str | None) -> bool:
        """Whether the press was on a chip and is done with."""
        self._pressed = None
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        hit = canvas.chip_at(event.position())
        if hit is not None:
            self._view.span_clicked.emit(_next(hit[0], active))
            return True
        if event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._pressed = event.position().toPoint()
        return False

    def release(self, event: QMouseEvent, canvas: Canvas) -> None:
        """A click that selected nothing points at a word and makes the innermost span under it active.

        A drag takes whole words; with Alt, Shift or Ctrl held it is left to the character.
        """
        pressed, self._pressed = self._pressed, None
        if pressed is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        still = (event.position().toPoint() - pressed).manhattanLength() < QApplication.startDragDistance()
        if self._view.textCursor().hasSelection():
            if not still and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self._snap()
        elif still:
            span = canvas.span_at(event.position())
            if span is not None:
                self._view.span_clicked.emit(span)
            self._view.word_clicked.emit(self._view.caret())

    def _snap(self) -> None:
        """What was dragged takes whole words."""
        chosen = self._view.selected()
        meant = whole_words(self._view.content.blocks.text, *chosen) if chosen is not None else None
        if chosen is not None and meant is not None and meant != chosen:
            backwards = self._view.caret() == chosen[0]
            self._view.select(meant[backwards], meant[not backwards])

    def point(self, event: QContextMenuEvent, canvas: Canvas) -> bool:
        """Makes the span active that a menu is asked for with the mouse; whether it is the mouse."""
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            return False
        at = QPointF(event.pos())
        chip = canvas.chip_at(at)
        span = chip[0].spans[0] if chip is not None else canvas.span_at(at)
        if span is not None:
            self._view.span_clicked.emit(span)
        return True

    def hover(self, event: QMouseEvent, canvas: Canvas) -> None:
        """A hand over chips, the text cursor elsewhere."""
        if event.buttons() == Qt.MouseButton.NoButton:
            on_chip = canvas.chip_at(event.position()) is not None
            shape = Qt.CursorShape.PointingHandCursor if on_chip else Qt.CursorShape.IBeamCursor
            if self._view.viewport().cursor().shape() is not shape:
                self._view.viewport().setCursor(shape)


def _next(chip: Chip, active: str | None) -> str:
    """The span a chip stands for; of a "+n" each in turn."""
    if active not in chip.spans:
        return chip.spans[0]
    return chip.spans[(chip.spans.index(active) + 1) % len(chip.spans)]

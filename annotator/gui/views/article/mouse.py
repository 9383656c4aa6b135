"""What a click in the article means: a chip or tagged words make a span active, all else is the text's own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from annotator.gui.views.article.canvas import Canvas
from annotator.gui.views.article.decoration import Chip


class Mouse:
    """Follows press, move and release; `clicked` gets a span's id."""

    def __init__(self, view: QPlainTextEdit, clicked: Callable[[str], None]) -> None:
        self._view, self._clicked = view, clicked
        self._pressed: QPoint | None = None

    def press(self, event: QMouseEvent, canvas: Canvas, active: str | None) -> bool:
        """Whether the press was on a chip and is done with."""
        self._pressed = None
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        hit = canvas.chip_at(event.position())
        if hit is not None:
            self._clicked(_next(hit[0], active))
            return True
        if event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._pressed = event.position().toPoint()
        return False

    def release(self, event: QMouseEvent, canvas: Canvas) -> None:
        """A click that selected nothing makes the innermost span under it active."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or self._view.textCursor().hasSelection():
            return
        if (event.position().toPoint() - pressed).manhattanLength() < QApplication.startDragDistance():
            span = canvas.span_at(event.position())
            if span is not None:
                self._clicked(span)

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

"""A document layout that asks its view how high a block is, after Qt has broken it into lines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

# Moves a block's lines apart where that is not done yet; answers its height, 0 to leave it as Qt has it.
Respace = Callable[[QTextBlock], float]


class SpacedLayout(QPlainTextDocumentLayout):
    """Qt's layout for plain text, with room for chips above lines and lanes below them."""

    def __init__(self, document: QTextDocument, respace: Respace) -> None:
        super().__init__(document)
        self._respace = respace

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Where a block stands in its own coordinates, lines already moved apart."""
        rect = super().blockBoundingRect(block)
        height = self._respace(block)
        if height:
            rect.setHeight(height)
        return rect

    def heights_changed(self) -> None:
        """Tells the view that blocks grew or shrank, so that it measures its scroll range again."""
        self.documentSizeChanged.emit(self.documentSize())

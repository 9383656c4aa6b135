"""Where the article view stands: shows a stretch of text, remembers the place, keeps the words under the eye still."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from annotator.gui.views.article.blocks import Blocks

_EYE = 0.33  # of the view's height: where a place that was out of sight is shown


class Scrolling:
    """Scrolls one view line by line, as Qt does; positions are code points."""

    def __init__(self, view: QPlainTextEdit) -> None:
        self._view = view

    def top(self, blocks: Blocks) -> int:
        """The first character on screen."""
        block = self._view.firstVisibleBlock()
        line = self._view.verticalScrollBar().value() - block.firstLineNumber()
        layout = block.layout()
        start = layout.lineAt(line).textStart() if 0 <= line < layout.lineCount() else 0
        return blocks.from_document(block.position() + start)

    def show_at_top(self, blocks: Blocks, position: int) -> None:
        """Scrolls so that the line of a position is the first on screen."""
        block, line = self._line(blocks, position)
        self._view.verticalScrollBar().setValue(block.firstLineNumber() + line)

    def show(self, blocks: Blocks, start: int, end: int, *, hidden: int) -> None:
        """Does nothing if [start, end) is in sight, else brings its start into the upper third.

        `hidden` px at the viewport's top are out of sight.
        """
        view = self._view
        height = view.viewport().height()
        first = view.cursorRect(self._cursor(blocks, start))
        last = view.cursorRect(self._cursor(blocks, end))
        begun = self._in_order(blocks, start) and first.top() >= hidden + 20
        if begun and (last.bottom() <= height - 8 or first.bottom() < height * _EYE):
            return
        block, line = self._line(blocks, start)
        block, line = self._lines_above(block, line, height * _EYE)
        view.verticalScrollBar().setValue(block.firstLineNumber() + line)

    def lift(self, blocks: Blocks, position: int, *, room: int) -> None:
        """Brings a position's line into the upper third and so far up that `room` px are left, as the text allows."""
        height = self._view.viewport().height()
        block, line = self._line(blocks, position)
        above = max(0.0, min(height * _EYE, height - room))
        block, line = self._lines_above(block, line, above + block.layout().lineAt(line).height())
        self._view.verticalScrollBar().setValue(block.firstLineNumber() + line)

    def box(self, blocks: Blocks, start: int, end: int) -> QRect:
        """From the start of the words to the bottom of their last line, in the viewport."""
        first = self._view.cursorRect(self._cursor(blocks, start))
        last = self._view.cursorRect(self._cursor(blocks, end))
        return QRect(first.left(), first.top(), 1, max(first.bottom(), last.bottom()) - first.top() + 1)

    def _in_order(self, blocks: Blocks, position: int) -> bool:
        """Whether a position's block is near enough to the screen for Qt to know where it is."""
        first = self._view.firstVisibleBlock().blockNumber()
        return 0 <= blocks.at(position) - first <= 200

    def _cursor(self, blocks: Blocks, position: int) -> QTextCursor:
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(blocks.to_document(position))
        return cursor

    def _line(self, blocks: Blocks, position: int) -> tuple[QTextBlock, int]:
        """The block of a position, laid out, and the number of its line in it."""
        qposition = blocks.to_document(position)
        block = self._view.document().findBlock(qposition)
        self._view.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(qposition - block.position())
        return block, max(0, line.lineNumber()) if line.isValid() else 0

    def _lines_above(self, block: QTextBlock, line: int, room: float) -> tuple[QTextBlock, int]:
        """The line so many px higher up, or the first."""
        bottom = block.layout().lineAt(line).rect().bottom() if block.layout().lineCount() else 0.0
        room -= bottom
        while room > 0 and block.previous().isValid():
            block = block.previous()
            room -= self._view.blockBoundingRect(block).height()
        layout = block.layout()
        for number in range(layout.lineCount()):
            if layout.lineAt(number).rect().top() >= -room:
                return block, number
        return block, max(0, layout.lineCount() - 1)

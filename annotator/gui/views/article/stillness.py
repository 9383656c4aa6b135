"""Keeps the words under the reader's eye where they are when a tag makes lines grow.

Qt scrolls by whole lines. The rest is taken up by moving the viewport's top edge above the view, where its
parent cuts it off: so many px are `hidden`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit

_MOST_LINES = 30  # that one change may scroll


class Stillness:
    """Holds the caret's line of one view; `moved` lays the viewport anew when `hidden` changed."""

    def __init__(self, view: QPlainTextEdit, moved: Callable[[], None]) -> None:
        self._view, self._moved = view, moved
        self._holding = False
        self.hidden = 0
        view.verticalScrollBar().valueChanged.connect(self._scrolled)

    def caret_top(self) -> int | None:
        """Where the caret's line stands in the view; None if it is out of sight."""
        top = self._view.cursorRect().top() - self.hidden
        return top if 0 <= top < self._view.height() else None

    def hold(self, before: int | None, *, above: float) -> None:
        """Brings the caret's line back to where it stood; `above` px over it, its chips, stay in sight."""
        if before is None:
            return
        bar = self._view.verticalScrollBar()
        want = max(before, round(above))
        self._holding = True
        hidden = self._view.cursorRect().top() - want
        for _ in range(_MOST_LINES):
            top, value = self._view.cursorRect().top(), bar.value()
            if hidden < 0 and value > bar.minimum():
                bar.setValue(value - 1)
            elif hidden > 0 and value < bar.maximum():
                bar.setValue(value + 1)
                if self._view.cursorRect().top() < want:  # a line too far
                    bar.setValue(value)
                    break
            else:
                break
            hidden += self._view.cursorRect().top() - top
        self._hide(max(0, hidden))
        self._holding = False

    def release(self) -> None:
        """Shows everything again."""
        self._hide(0)

    def release_for_caret(self) -> None:
        """Shows everything again if the caret went to where it is hidden."""
        if self.hidden and self._view.cursorRect().top() < self.hidden + 20:
            self._hide(0)

    def _hide(self, hidden: int) -> None:
        if hidden != self.hidden:
            self.hidden = hidden
            self._moved()

    def _scrolled(self) -> None:
        if not self._holding:
            self.release()

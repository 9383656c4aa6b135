"""What was decided of a difference: each decision in words with a way to reopen it, and why to look again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui.models.case_view import Settled
from annotator.gui.text import plain
from annotator.gui.widgets import IconLabel, boxed, button, clear, label, row


class SettledBox(QWidget):
    """Nothing at all while nobody has decided."""

    reopened = Signal(str)  # a decision's id
    kept = Signal()  # it holds as it is

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Sequence[Settled], str, str] = ((), "", "")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    def show_decisions(self, decisions: Sequence[Settled], moved: str, why_not: str) -> None:
        """The decisions that stand, oldest first."""
        now = (decisions, moved, why_not)
        self.setVisible(bool(decisions or moved or why_not))
        if now == self._shown:
            return
        self._shown = now
        clear(self._column)
        if moved:
            keep = button(self.tr("It holds"), "link")
            keep.setToolTip(self.tr("The decision stands as it is, on what is there now"))
            keep.clicked.connect(self.kept)
            self._column.addWidget(
                boxed(row(IconLabel("warn", "warn", 14), (label(moved, "warn", wrap=True), 1), keep))
            )
        for one in decisions:
            again = button(self.tr("Reopen"), "link")
            again.setAccessibleName(self.tr("Reopen: {what}").format(what=plain(one.words)))
            again.clicked.connect(partial(self._reopen, one.id))
            sign = IconLabel("check", "ok", 14) if one.holds else IconLabel("clock", "text3", 14)
            self._column.addWidget(boxed(row(sign, (label(one.words, "sub", wrap=True), 1), again)))
        if why_not:
            self._column.addWidget(label(why_not, "sub", wrap=True))

    def _reopen(self, decision: str, _checked: bool = False) -> None:
        self.reopened.emit(decision)

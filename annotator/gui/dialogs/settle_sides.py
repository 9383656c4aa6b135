"""Two versions of a record side by side, each with the button that keeps it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from annotator.gui.text import isolate, plain
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import KeyCap, boxed, button, clear, column, label, row


class Side(QFrame):
    """One version: its caption, the fields that differ, and its button with its key."""

    chosen = Signal()

    def __init__(self, caption: str, words: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.stands = label(self.tr("stands now"), "pill")
        self.pane = Pane()
        self.pane.column.setContentsMargins(0, 0, 0, 0)
        self.keep = button(words)
        self.keep.setAutoDefault(False)
        self.keep.clicked.connect(self.chosen)
        head = row(label(caption, "h3"), self.stands, None, gap=8)
        foot = row(self.keep, KeyCap(key), None, gap=8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.pane, 1)
        whole.addLayout(foot)

    def show_fields(self, fields: Sequence[tuple[str, str]], *, nothing: str, stands: bool) -> None:
        """Shows the fields, or in their place why there are none."""
        self.stands.setVisible(stands)
        clear(self.pane.column)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for place, (name, value) in enumerate(fields):
            caption = label(plain(name), "cap", wrap=True)
            caption.setFixedWidth(84)
            caption.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(caption, place, 0)
            grid.addWidget(label(isolate(value) if value else "–", wrap=True), place, 1)
        if nothing:
            self.pane.column.addWidget(label(nothing, "sub", wrap=True))
        self.pane.column.addWidget(boxed(column(grid)))
        self.pane.column.addStretch(1)


class Sides(QWidget):
    """`chosen` gives 0 for ours and 1 for theirs."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mine = Side(self.tr("Here"), self.tr("Keep this one"), "1")
        self.theirs = Side(self.tr("In the merged file"), self.tr("Take this one"), "2")
        self.mine.chosen.connect(self._mine)
        self.theirs.chosen.connect(self._theirs)
        self.setLayout(row((self.mine, 1), (self.theirs, 1), gap=12))

    def show_versions(self, rows: Sequence[tuple[str, str, str]], *, gone: tuple[bool, bool], stands: int) -> None:
        """Shows the fields (name, ours, theirs); `gone` tells which side has deleted it, `stands` which holds now."""
        for place, side in enumerate((self.mine, self.theirs)):
            nothing = self.tr("Deleted") if gone[place] else ""
            if any(gone) and not gone[place]:
                nothing = self.tr("It is there, changed since the two parted.")
            fields = [(name, values[place]) for name, *values in rows]
            side.show_fields(fields, nothing=nothing, stands=stands == place)

    def _mine(self) -> None:
        self.chosen.emit(0)

    def _theirs(self) -> None:
        self.chosen.emit(1)

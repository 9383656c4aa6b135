"""One step of the journal in full: who, when, where, and each record with what stood there before and stands now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from annotator.gui.models.changed import Told
from annotator.gui.models.history_list import titled, when
from annotator.gui.text import isolate, plain
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import boxed, clear, column, label
from annotator.store.history import Entry

MOST = 30  # records that are told one by one


class StepPane(QWidget):
    """Title and facts above, the records below, in a pane that scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "h3", wrap=True)
        self.facts = label("", "sub", wrap=True)
        self.state = label("", "warn", wrap=True)
        self.pane = Pane()
        self.pane.setAccessibleName(self.tr("What the step changed"))
        self.pane.column.setContentsMargins(0, 4, 8, 4)
        self.pane.column.setSpacing(10)
        self.setLayout(column(self.title, self.facts, self.state, (self.pane, 1), gap=6))

    def show_nothing(self, words: str) -> None:
        """No step is chosen."""
        self._head(words, "", "")
        clear(self.pane.column)

    def show_step(self, entry: Entry, told: list[Told], total: int, *, here: bool) -> None:
        """Shows a step; `total` is of how many records it tells, `here` whether it was made at this installation."""
        who = isolate(entry.who) if entry.who else self.tr("somebody")
        parts = [who, when(entry.line.at), isolate(entry.article) if entry.article else ""]
        state = self.tr("Taken back: it does not stand any more.") if entry.taken_back else ""
        if not here:
            state = self.tr("Made in another copy of this project: history here, which cannot be taken back.")
        self._head(plain(titled(entry)), "  ·  ".join(part for part in parts if part), state)
        clear(self.pane.column)
        for one in told:
            self.pane.column.addWidget(self._block(one))
        rest = total - len(told)
        if rest > 0:
            words = self.tr("… and 1 record more") if rest == 1 else self.tr("… and {count} records more")
            self.pane.column.addWidget(label(words.format(count=f"{rest:,}"), "sub"))
        if not total:
            words = self.tr("It brought records, which are not copied into the journal.")
            self.pane.column.addWidget(label(words if entry.line.bulk else self.tr("It changed no record."), "sub"))
        self.pane.column.addStretch(1)

    def _head(self, title: str, facts: str, state: str) -> None:
        self.title.setText(title)
        for part, words in ((self.facts, facts), (self.state, state)):
            part.setText(words)
            part.setVisible(bool(words))

    def _block(self, told: Told) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        heading = f"{told.heading}  ·  {told.fate}" if told.fate else told.heading
        head = label(heading, wrap=True)
        for place, (field, before, after) in enumerate(told.rows):
            name = label(plain(field), "cap")
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            name.setFixedWidth(96)
            name.setContentsMargins(0, 1, 0, 0)  # one line with the larger words beside it
            grid.addWidget(name, place, 0)
            grid.addWidget(label(self._between(before, after, told.fate), "sub", wrap=True), place, 1)
        return boxed(column(head, grid, gap=6, margins=(12, 10, 12, 10)), "inner")

    def _between(self, before: str, after: str, fate: str) -> str:
        if fate:
            return isolate(before or after)
        nothing = self.tr("nothing")
        return f"{isolate(before or nothing)} → {isolate(after or nothing)}"

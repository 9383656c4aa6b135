"""Where reviewers found the guideline unclear: a list for the next version of the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from annotator.core.text import quoted
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.models.proposals import decided_words
from annotator.gui.text import isolate, plain
from annotator.gui.widgets import boxed, button, column, label, row
from annotator.store.review import Flagged as Flag
from annotator.store.review import flagged

if TYPE_CHECKING:
    from annotator.gui.reviewing import Reviewing


class Flagged(FrameDialog):
    """Enter goes to the difference; the list can be copied as text."""

    def __init__(self, room: Reviewing, parent: QWidget) -> None:
        super().__init__(
            parent,
            title=self.tr("Unclear guidelines"),
            sub=self.tr("Differences at which a reviewer said that the guideline does not settle them."),
            size=QSize(760, 560),
            margin=48,
        )
        self._room = room
        project = room.session.project
        self._flags: list[Flag] = flagged(project.read) if project is not None else []
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Unclear guidelines"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for one in self._flags:
            self.list.addItem(QListWidgetItem(plain(self._line(one))))
        self.list.itemActivated.connect(self._go)
        self.nothing = label(
            self.tr("Nobody has flagged a guideline yet: Shift+H does, in a review."), "sub", wrap=True
        )
        self.nothing.setVisible(not self._flags)
        self.list.setVisible(bool(self._flags))
        self.copy = button(self.tr("Copy the list"), icon="copy")
        self.copy.clicked.connect(self._copy)
        self.copy.setEnabled(bool(self._flags))
        self.there = button(self.tr("To the difference"), "primary")
        self.there.clicked.connect(self._go)
        self.there.setEnabled(bool(self._flags))
        self.cancel.setText(self.tr("Close"))
        body = boxed(column((self.list, 1), self.nothing, margins=(20, 16, 20, 16)))
        self.fill(body, foot=row(self.copy, None), primary=self.there)
        self.list.setCurrentRow(0 if self._flags else -1)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, one: Flag) -> str:
        codebook = self._room.session.codebook
        known = codebook is not None and one.label is not None and codebook.has(one.label)
        name = codebook.label(one.label).name if known and codebook and one.label else one.label or ""
        said = decided_words(one.decision, one.reviewer)
        return f"{name.upper()} {isolate(quoted(one.words, 80))} · {isolate(one.title)} · {said}"

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(plain(self._line(one)) for one in self._flags))
        self._room.session.say(self.tr("The list is on the clipboard"), "info")

    def _go(self, _: object = None) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._flags):
            decision = self._flags[place].decision
            self.accept()
            self._room.go_to(decision.article, decision.difference)

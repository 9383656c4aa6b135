"""The line under the proposals: a reason kept with a decision, why one is rejected, or a remark to colleagues."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from annotator.core.adjudicate import REASONS
from annotator.gui.text import caption
from annotator.gui.widgets import KeyCap, boxed, button, column

Use = Literal["keep", "reject", "remark"]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReasonLine(QWidget):
    """Says what Enter, a digit or a click gave; Escape leaves what was typed and goes back."""

    entered = Signal()  # Enter while the words only belong to a decision
    rejected = Signal(str)
    remarked = Signal(str)
    left = Signal()
    used = Signal(str)  # Use: what the line is for now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.use: Use = "keep"
        self.field = QLineEdit()
        self.field.installEventFilter(self)
        self.reasons = boxed(column(*(self._reason(place) for place in range(len(REASONS))), gap=2))
        self.reasons.hide()
        self.setLayout(column(self.field, self.reasons, gap=4))
        self._name()

    def _reason(self, place: int) -> QWidget:
        made = button(said(place), "act")
        made.setText(caption(said(place)))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 6, 0)
        line.addStretch(1)
        line.addWidget(KeyCap(str(place + 1)))
        made.clicked.connect(partial(self._take, place))
        return made

    def _take(self, place: int, _checked: bool = False) -> None:
        self.rejected.emit(REASONS[place])

    def begin(self, use: Use) -> None:
        """The line has the keyboard, for this."""
        self._change(use)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def rest(self) -> None:
        """Empty again, for the next difference."""
        self.field.clear()
        self._change("keep")

    def _change(self, use: Use) -> None:
        if (use == "remark") != (self.use == "remark"):
            self.field.clear()
        self.use = use
        self.reasons.setVisible(use == "reject")
        self._name()
        self.used.emit(use)

    def _name(self) -> None:
        words = {
            "keep": self.tr("Reason (kept with the decision)"),
            "reject": self.tr("Why reject? A digit, or your own words"),
            "remark": self.tr("Question or remark to colleagues"),
        }[self.use]
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)

    def text(self) -> str:
        """The reason as it stands; what is a remark is none."""
        return "" if self.use == "remark" else self.field.text().strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, Escape, and while the line is empty the digits of the reasons."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.rest()
            self.left.emit()
            return True
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.enter()
            return True
        digit = event.key() - Qt.Key.Key_0
        if self.use == "reject" and 1 <= digit <= len(REASONS) and not self.field.text():
            self._take(digit - 1)
            return True
        return False

    def enter(self) -> None:
        """What Enter does."""
        if self.use == "keep":
            self.entered.emit()
        else:
            (self.rejected if self.use == "reject" else self.remarked).emit(self.field.text().strip())


def said(place: int) -> str:
    """A listed reason in the user's language."""
    return QCoreApplication.translate("Reasons", REASONS[place])

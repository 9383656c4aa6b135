"""The frame of the large dialogs: a heading, a middle that scrolls, a fixed foot with one primary button."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QLayout, QPushButton, QVBoxLayout, QWidget

from annotator.gui.widgets import boxed, button, column, hline, label, row


class FrameDialog(QDialog):
    """Enter is the primary button, Escape is Cancel; it never grows over its parent window."""

    def __init__(self, parent: QWidget | None, *, title: str, sub: str, size: QSize, margin: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._offered = False
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self.sub = label(sub, "sub")
        self.sub.setVisible(bool(sub))
        self._whole.addWidget(boxed(column(label(title, "h2"), self.sub, gap=2, margins=(20, 16, 20, 14))))
        self._whole.addWidget(hline())
        self.cancel = button(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.resize(self._fitting(size, margin))

    def _fitting(self, size: QSize, margin: int) -> QSize:
        """The size wished for, or what the window (or screen) leaves."""
        parent = self.parentWidget()
        screen = QGuiApplication.primaryScreen()
        room = parent.window().size() if parent is not None else screen.availableSize()
        return size.boundedTo(QSize(room.width() - margin, room.height() - margin)).expandedTo(QSize(640, 480))

    def fill(self, body: QWidget, *, foot: QWidget | QLayout, primary: QPushButton) -> None:
        """Puts in the middle, what stands at the left of the foot, and the one button that counts."""
        self._primary = primary
        primary.setDefault(True)
        primary.setAutoDefault(True)
        self.cancel.setAutoDefault(False)
        self._whole.addWidget(body, 1)
        self._whole.addWidget(hline())
        self._whole.addWidget(boxed(row((foot, 1), self.cancel, primary, gap=8, margins=(20, 12, 20, 14))))

    def allow(self, able: bool) -> None:
        """Whether the primary button can be pressed; the first time it can, it has the keyboard."""
        self._primary.setEnabled(able)
        if able and not self._offered:
            self._offered = True
            self._primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """Closed for good: a window would keep every dialog that it ever showed."""
        super().done(result)
        if self.parentWidget() is not None:
            self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is the primary button from everywhere."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self._primary.isEnabled():
                self._primary.click()
            return
        super().keyPressEvent(event)

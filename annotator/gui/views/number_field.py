"""A field for a whole number, without arrows of its own."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSpinBox


class NumberField(QSpinBox):
    """A number to type; under a stylesheet Qt would leave its words a single pixel."""

    def __init__(self) -> None:
        super().__init__()
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words have the whole field."""
        super().resizeEvent(event)
        self.lineEdit().setGeometry(self.rect().adjusted(9, 3, -9, -3))

    def showEvent(self, event: QShowEvent) -> None:
        """Shown for the first time it has its style, and has measured again."""
        super().showEvent(event)
        self.lineEdit().setGeometry(self.rect().adjusted(9, 3, -9, -3))

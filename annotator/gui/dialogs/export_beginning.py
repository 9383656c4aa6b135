"""The first lines of an export, as they would be written."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.gui.theme import color
from annotator.gui.widgets import label, row

_HEIGHT = 150  # px


class BeginningCard(QFrame):
    """One article as the chosen format writes it; hidden where that is no text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inner")
        self.title = label(self.tr("How it begins"), "h3")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_HEIGHT)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(self.title.text())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(row(self.title, None, label(self.tr("one article, as it would be written"), "cap")))
        whole.addWidget(self.text)
        self.hide()

    def show_lines(self, lines: str) -> None:
        """Shows the lines of a format, or hides the card."""
        self.setVisible(bool(lines))
        if lines != self.text.toPlainText():
            family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
            # The program's stylesheet would win over a font.
            self.text.setStyleSheet(f"font-family: '{family}'; font-size: 12px; color: {color('text').name()};")
            self.text.setPlainText(lines)

"""What this program is: version, licence, what it stands on, and that nothing leaves the computer."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QWidget

from annotator import __version__
from annotator.gui.views.welcome import Mark
from annotator.gui.widgets import boxed, button, column, hline, label, row


class About(QDialog):
    """A page to read and close."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Article Annotator"))
        self.setFixedWidth(520)
        version = self.tr("Version {version}").format(version=__version__)
        stands_on = self.tr("Python {python}, Qt {qt}").format(python=platform.python_version(), qt=qVersion())
        words = (
            self.tr("Mark who is named, who is quoted and which figures are given in news articles."),
            self.tr("Everything stays on this computer: the program opens no connection and sends nothing anywhere."),
            self.tr("Free software under the MIT licence. It stands on Python, Qt and SQLite."),
        )
        title = label(self.tr("Article Annotator"), "name", wrap=True)
        name = column(title, label(f"{version} · {stands_on}", "cap"), gap=2)
        close = button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        close.setFocus(Qt.FocusReason.OtherFocusReason)
        body = column(
            row(Mark(), (name, 1), gap=16),
            *(label(text, "lead", wrap=True) for text in words),
            gap=12,
            margins=(24, 24, 24, 20),
        )
        self.setLayout(column(body, hline(), boxed(row(None, close, margins=(16, 12, 16, 12))), gap=0))

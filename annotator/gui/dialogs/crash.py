"""A fault of the program: says that the work is safe, and gives a report that can be copied."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from annotator.gui.widgets import boxed, button, column, hline, icon_label, label, row


class CrashReport(QDialog):
    """Shows the report; copying it is the one thing to do."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.resize(720, 520)
        self.report = QPlainTextEdit(report)
        self.report.setObjectName("field")
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("Report"))
        fixed: QFont = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(12)
        self.report.setFont(fixed)
        self.copy = button(self.tr("Copy the report"), "primary", "copy")
        self.copy.clicked.connect(self._copy)
        self.copied = label("", "sub")
        close = button(self.tr("Go on working"))
        close.clicked.connect(self.accept)
        words = column(
            label(self.tr("Something went wrong in the program"), "h2"),
            label(
                self.tr(
                    "This is a fault of ours, not of yours. Everything you did before is saved in the project. "
                    "If you can, send the report below to whoever maintains the program; read it first: "
                    "it may name files of yours."
                ),
                "lead",
                wrap=True,
            ),
            gap=6,
        )
        sign = column(icon_label("warn", "danger", 24), None)
        foot = row(self.copied, None, close, self.copy, margins=(16, 12, 16, 12))
        top = row(sign, (words, 1), gap=16, margins=(24, 20, 24, 12))
        self.setLayout(column(top, (row(self.report, margins=(24, 0, 24, 16)), 1), hline(), boxed(foot), gap=0))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copied.setText(self.tr("Copied"))

"""A short message: what is the matter, why, what to do, and one or two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from annotator.gui.text import isolate, one_line
from annotator.gui.widgets import boxed, button, column, hline, icon_label, label, row


class Notice(QDialog):
    """Tells something, or with `yes` asks; accepted means yes."""

    def __init__(
        self, parent: QWidget | None, *, what: str, why: str = "", hint: str = "", icon: str = "info", yes: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Article Annotator"))
        self.setMinimumWidth(440)
        self.setMaximumWidth(640)
        title = label(one_line(what), "h2", wrap=True)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = [title]
        for text in (why, hint):
            if text:
                words.append(label(one_line(text), "lead", wrap=True))
        sign = icon_label(icon, "danger" if icon == "warn" else "accent_ink", 24)
        top = row(gap=16, margins=(24, 24, 24, 20))
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(column(*words, gap=8), 1)
        self.close_button = button(self.tr("Cancel") if yes else self.tr("Close"), "" if yes else "primary")
        self.close_button.clicked.connect(self.reject)
        foot = row(None, self.close_button, gap=8, margins=(16, 12, 16, 12))
        self.setLayout(column(top, hline(), boxed(foot), gap=0))
        if yes:
            self.yes_button = button(yes, "primary")
            self.yes_button.clicked.connect(self.accept)
            foot.addWidget(self.yes_button)
        self.setAccessibleName(isolate(what))
        self.setAccessibleDescription(" ".join(part for part in (why, hint) if part))

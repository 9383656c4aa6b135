"""What came of a merge: what each file brought, or why it was refused."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui.dialogs.merge_files import Returned, facts
from annotator.gui.text import isolate, plain
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import boxed, button, clear, column, hline, icon_label, label, row

MOST = 200  # files named one by one


class ReturnsPage(QWidget):
    """What happened to each file; `settle_requested` asks for what is held."""

    settle_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "h2", wrap=True)
        self.settle = button("", "", "clock")
        self.settle.clicked.connect(self.settle_requested)
        self.pane = Pane()
        self.pane.column.setContentsMargins(20, 10, 20, 10)
        self.pane.column.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row((self.title, 1), self.settle, margins=(20, 14, 20, 10)))
        whole.addWidget(hline())
        whole.addWidget(self.pane, 1)

    def show_returns(self, files: Sequence[Returned], *, waiting: int) -> None:
        """Shows what came of the files; `waiting` records are held."""
        merged = [one for one in files if one.report is not None]
        words = self.tr("Merged 1 file") if len(merged) == 1 else self.tr("Merged {count} files")
        self.title.setText(words.format(count=f"{len(merged):,}"))
        self.settle.setVisible(waiting > 0)
        settle = self.tr("Decide on 1 held record …") if waiting == 1 else self.tr("Decide on {count} held records …")
        self.settle.setText(" " + settle.format(count=f"{waiting:,}"))
        self.settle.setAccessibleName(settle.format(count=f"{waiting:,}"))
        clear(self.pane.column)
        for one in files[:MOST]:
            self.pane.column.addWidget(self._line(one))
        if len(files) > MOST:
            more = self.tr("and {count} more files").format(count=f"{len(files) - MOST:,}")
            self.pane.column.addWidget(label(more, "sub"))
        self.pane.column.addStretch(1)

    def _line(self, one: Returned) -> QWidget:
        icon, tone = ("check", "ok")
        if one.error is not None:
            icon, tone, words = "warn", "danger", one.error.line()
        elif one.left:
            icon, tone, words = "x", "text3", self.tr("left out")
        elif one.report is None:
            icon, tone, words = "dots", "text3", self.tr("not merged")
        else:
            words = ", ".join(facts(one.report)) or self.tr("nothing new")
        said = column(label(isolate(one.path.name)), label(plain(words), "sub", wrap=True), gap=0)
        return boxed(row(icon_label(icon, tone, 16), (said, 1), gap=10))

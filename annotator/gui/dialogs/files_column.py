"""The files that a dialog takes in, at its left: how many, a button for more, the list."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui.dialogs.import_files import FileDelegate
from annotator.gui.views.lists import ListView
from annotator.gui.widgets import label, row, tool_button


class FilesColumn(QWidget):
    """A narrow column; the dialog fills `count` and listens to `plus` and `view`."""

    def __init__(self, model: QAbstractItemModel, *, wide: bool) -> None:
        super().__init__()
        self.view = ListView(FileDelegate(), height=FileDelegate.HEIGHT, name=self.tr("Files"))
        self.view.setModel(model)
        self.count = label("", "h3")
        self.plus = tool_button("plus", self.tr("Add files …"))
        self.setFixedWidth(250 if wide else 220)
        side = QVBoxLayout(self)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addLayout(row(self.count, None, self.plus, margins=(16, 10, 8, 4)))
        side.addWidget(self.view, 1)

"""Which column of a table is which field: a combo a column, beside the column's name and its first cells."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from annotator.formats.table_rows import TARGETS, Columns
from annotator.gui.text import plain
from annotator.gui.widgets import Elided

MOST = 60  # columns shown; the others stay metadata
_SAMPLE = 160  # characters of a cell


class ColumnsGrid(QWidget):
    """`chosen` gives a column for every field, an empty one for a field that has none."""

    chosen = Signal(object)  # dict of field -> column

    def __init__(self, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.boxes: list[QComboBox] = []
        held = {at: field for field, at in columns.place.items()}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(2, 5)
        for at, name in enumerate(columns.names[:MOST]):
            box = QComboBox()
            box.setAccessibleName(self.tr("Field of the column {name}").format(name=plain(name)))
            for field, words in self._names().items():
                box.addItem(words, field)
            box.setCurrentIndex(box.findData(held.get(at, "")))
            box.currentIndexChanged.connect(partial(self._changed, at))
            self.boxes.append(box)
            cells = "  ·  ".join(row[at][:_SAMPLE] for row in columns.sample if at < len(row) and row[at])
            grid.addWidget(Elided(name), at, 0)
            grid.addWidget(box, at, 1)
            grid.addWidget(Elided(" ".join(cells.split()), "sub"), at, 2)

    def _names(self) -> dict[str, str]:
        names = (
            self.tr("Text"),
            self.tr("Title"),
            self.tr("Outlet"),
            self.tr("Author"),
            self.tr("Published"),
            self.tr("Address (URL)"),
            self.tr("Language"),
            self.tr("Section"),
            self.tr("Its own number"),
        )
        return {"": self.tr("Metadata"), **dict(zip(TARGETS, names, strict=True))}

    def _changed(self, at: int, _: int) -> None:
        """A field has one column: the one that had it becomes metadata."""
        field = self.boxes[at].currentData()
        for other in self.boxes:
            if field and other is not self.boxes[at] and other.currentData() == field:
                other.blockSignals(True)
                other.setCurrentIndex(0)
                other.blockSignals(False)
        found = dict.fromkeys(TARGETS, "")
        for box, name in zip(self.boxes, self._columns.names, strict=False):
            if box.currentData():
                found[box.currentData()] = name
        self.chosen.emit(found)

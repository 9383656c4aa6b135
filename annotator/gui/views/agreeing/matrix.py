"""A small table of figures whose cells are the darker the larger they are; keys go about in it, Enter picks."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from annotator.gui.models.agreement_list import Cell, CellTable
from annotator.gui.theme import blend, color, contrast, current, font
from annotator.gui.views.writing import advance, elided
from annotator.gui.widgets import know_viewport

_HEAD, _WIDEST_NAME = 24, 96
_PICK = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Matrix(QTableView):
    """`picked` says which cell was clicked or entered."""

    picked = Signal(object)  # Cell

    def __init__(self, name: str, *, height: int) -> None:
        super().__init__()
        self._known = know_viewport(self)
        self._height = height
        self.table = CellTable(self)
        self.setModel(self.table)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(10)
        self.clicked.connect(self._pick)
        self.table.modelReset.connect(self._fit)

    def set_height(self, height: int) -> None:
        """Rows of another height."""
        if height != self._height:
            self._height = height
            self._fit()

    def _fit(self) -> None:
        rows, columns = self.table.rowCount(), self.table.columnCount()
        for row in range(rows):
            self.setRowHeight(row, self._height if row else _HEAD)
        names = [advance(row[0].text, 12) for row in self.table.cells] or [0]
        head = min(_WIDEST_NAME, max(names) + 10)
        wide = max(44, (self.viewport().width() - head) // max(1, columns - 1))
        for column in range(columns):
            self.setColumnWidth(column, wide if column else head)
        bar = 12 if head + wide * (columns - 1) > self.viewport().width() else 0
        self.setFixedHeight(_HEAD + self._height * max(0, rows - 1) + 2 + bar)

    def _pick(self, index: QModelIndex) -> None:
        cell = self.table.cell_at(index)
        if cell is not None and cell.place is not None:
            self.picked.emit(cell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter picks; letters are left to whoever is above."""
        if event.key() in _PICK and self.currentIndex().isValid():
            self._pick(self.currentIndex())
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By keys one starts at the first cell that can be chosen."""
        super().focusInEvent(event)
        by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_keys and not self.currentIndex().isValid():
            places = (
                (row, at)
                for row, cells in enumerate(self.table.cells)
                for at, one in enumerate(cells)
                if one.place is not None
            )
            place = next(places, None)
            if place is not None:
                self.setCurrentIndex(self.table.index(*place))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()


class CellDelegate(QStyledItemDelegate):
    """A rounded cell, a name at its head or side."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground by how large the figure is; the current cell has a ring while the table has the keyboard."""
        cell = index.data(Qt.ItemDataRole.UserRole)
        view = self.parent()
        if not isinstance(cell, Cell) or not isinstance(view, Matrix):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        if cell.heading:
            self._name(painter, area, cell, beside=index.column() == 0)
        else:
            here = view.hasFocus() and view.currentIndex() == index
            self._cell(painter, area.adjusted(1, 1, -1, -1), cell, here=here)
        painter.restore()

    def _name(self, painter: QPainter, area: QRectF, cell: Cell, *, beside: bool) -> None:
        painter.setFont(font(12))
        painter.setPen(color("text2"))
        side = Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignHCenter
        room = area.adjusted(0, 0, -10 if beside else 0, 0)
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, elided(cell.text, int(room.width()), 12))

    def _cell(self, painter: QPainter, area: QRectF, cell: Cell, *, here: bool) -> None:
        ground = color("hover") if cell.share is None else ramp(cell.share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(color("text3") if cell.share is None else ink(ground))
        painter.setFont(font(13, 600 if here else 400))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, cell.text)
        if here:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("text"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)


def ramp(share: float) -> QColor:
    """From almost paper to violet."""
    dark = current().dark
    top = QColor("#7D6FE6") if dark else color("accent")
    return blend(top, color("paper"), int(12 + min(1.0, max(0.0, share)) * (150 if dark else 170)))


def ink(ground: QColor) -> QColor:
    """White or black, whichever can be read better."""
    return max((QColor("#FFFFFF"), QColor("#14161B")), key=lambda one: contrast(one, ground))

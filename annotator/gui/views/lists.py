"""A list of fixed rows that stays quick with a million of them: a table of one column without headers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from annotator.gui.widgets import know_viewport

_PICK = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ListView(QTableView):
    """`picked` says that the user pressed Enter on a row or clicked it, `moved` that the keys went to it."""

    picked = Signal(QModelIndex)
    moved = Signal(QModelIndex)

    def __init__(self, delegate: QStyledItemDelegate, *, height: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = know_viewport(self)
        self.setAccessibleName(name)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.fix_rows(height)
        self._hovered = -1  # the row under the mouse
        self.clicked.connect(self.picked)

    def fix_rows(self, height: int) -> None:
        """Rows of one height: the view then knows where each is without asking."""
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns = self.horizontalHeader()
        columns.hide()
        columns.setMinimumSectionSize(10)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalScrollBar().setSingleStep(height // 2)

    def current_row(self) -> int:
        """The current row, or -1."""
        return self.currentIndex().row()

    def is_current(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether a row is drawn as the current one.

        The option that Qt hands a delegate says it too, but asking it makes all of QStyle's enums, which costs the
        start of the window 14 ms.
        """
        return self.selectionModel().isRowSelected(index.row(), QModelIndex())

    def is_hovered(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether the mouse is over a row."""
        return index.row() == self._hovered

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Notes the row under the mouse."""
        self._hovered = self.indexAt(event.position().toPoint()).row()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the mouse."""
        self._hovered = -1
        super().leaveEvent(event)
        self.viewport().update()

    def show_row(self, row: int, *, scroll: bool = True) -> None:
        """Makes a row current without saying so; -1 for none."""
        index = self.model().index(row, 0) if row >= 0 else QModelIndex()
        if index.row() != self.currentIndex().row():
            self.setCurrentIndex(index)
        if not index.isValid():
            self.clearSelection()
        elif scroll:
            self.scrollTo(index)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter picks; letters are left to whoever is above, they do not search."""
        if event.key() in _PICK and self.currentIndex().isValid():
            self.picked.emit(self.currentIndex())
            return
        if event.text().isprintable() and event.text() and event.key() != Qt.Key.Key_Space:
            event.ignore()
            return
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        if self.currentIndex().row() != before and self.currentIndex().isValid():
            self.moved.emit(self.currentIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring of the current row appears; a list without one starts at its first."""
        super().focusInEvent(event)
        by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_keys and not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

"""What long lists share: an array of row numbers, and a cache of the pages that are seen."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex

PAGE = 64  # rows read at a time
PAGES = 48  # pages kept

Index = QModelIndex | QPersistentModelIndex


class PagedModel(QAbstractTableModel):
    """One row a number; `read_rows` is asked for the rows of a page when it is seen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ns: array[int] = array("q")
        self._pages: OrderedDict[int, list[Any]] = OrderedDict()

    def read_rows(self, numbers: Sequence[int]) -> list[Any]:
        """The rows of these numbers, None for one that is gone."""
        raise NotImplementedError

    def n_at(self, row: int) -> int | None:
        """The number of a row in the project's file."""
        return self._ns[row] if 0 <= row < len(self._ns) else None

    def row_at(self, row: int) -> Any:
        """What a row shows; reads its page when that was not seen lately."""
        if not 0 <= row < len(self._ns):
            return None
        page, place = divmod(row, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._pages[page] = self.read_rows(self._ns[page * PAGE : (page + 1) * PAGE])
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows[place]

    def read_again(self, row: int) -> None:
        """Reads one row of a page that is kept again."""
        page, place = divmod(row, PAGE)
        fresh = self.read_rows(self._ns[row : row + 1])
        if fresh and fresh[0] is not None:
            self._pages[page][place] = fresh[0]
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)

    # --- numbers that arrive -------------------------------------------------------------------

    def merge(self, numbers: array[int]) -> None:
        """Appends when the rows shown are the first of the new ones, so that scroll and current row stay."""
        shown = len(self._ns)
        if numbers == self._ns:
            self._forget_rows()
        elif 0 < shown < len(numbers) and numbers[:shown] == self._ns:
            self._pages.pop((shown - 1) // PAGE, None)  # its last page may have been a part of one
            self.beginInsertRows(QModelIndex(), shown, len(numbers) - 1)
            self._ns = numbers
            self.endInsertRows()
        else:
            self.replace(numbers)

    def _forget_rows(self) -> None:
        self._pages.clear()
        if self._ns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ns) - 1, 0))

    def replace(self, numbers: array[int]) -> None:
        """Shows other rows."""
        self.beginResetModel()
        self._ns = numbers
        self._pages.clear()
        self.endResetModel()

    # --- the model's interface -----------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._ns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column: the delegate paints all there is."""
        return 0 if parent.isValid() else 1

"""A table of words and figures: a line of captions, and rows that stay quick however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui.text import is_right_to_left, plain, tooltip
from annotator.gui.theme import color, font
from annotator.gui.views.delegates import RowDelegate
from annotator.gui.views.lists import ListView
from annotator.gui.views.writing import elided, metrics

ROW, HEAD, GAP, EDGE = 30, 26, 12, 14
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class Column(msgspec.Struct, frozen=True):
    """A caption; `width` in px, or 0 to share what is left with the other such columns; figures stand at the right.

    Where room is short `middle` gives way in the middle, as suits names of files.
    """

    caption: str
    width: int = 0
    figure: bool = False
    tip: str = ""
    middle: bool = False


class Cells(msgspec.Struct, frozen=True, kw_only=True):
    """One row as it is shown, a text a column; `tone` is a colour of the theme."""

    texts: tuple[str, ...]
    heavy: bool = False
    tone: str = "text"
    tip: str = ""


class FigureModel(QAbstractTableModel):
    """One row a Cells; `UserRole` gives it to paint."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.cells: Sequence[Cells] = ()

    def show_cells(self, cells: Sequence[Cells]) -> None:
        """Shows other rows."""
        self.beginResetModel()
        self.cells = cells
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column: the delegate paints all there is."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The first text; for screen readers every column with its caption."""
        if not index.isValid() or role not in _ROLES:
            return None
        cells = self.cells[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return cells
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(cells.texts[0])
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(cells.tip)
        said = zip(self.columns, cells.texts, strict=True)
        return ", ".join(plain(f"{one.caption} {text}") for one, text in said if text)


class FigureDelegate(RowDelegate):
    """The cells of a row in their columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = columns

    def draw(self, painter: QPainter, area: QRectF, content: Cells, *, current: bool) -> None:
        """One line."""
        for (x, width), one, text in zip(places(self.columns, area.width()), self.columns, content.texts, strict=True):
            box = QRectF(area.left() + x, area.top(), width, area.height())
            words = plain(text)
            right = one.figure or is_right_to_left(words)
            weight = 600 if content.heavy or current else 400
            if one.middle:
                words = metrics(13, weight).elidedText(words, Qt.TextElideMode.ElideMiddle, width)
            self.write(painter, box, words, weight=weight, tone=content.tone, right=right)


class Captions(QWidget):
    """The captions over their columns."""

    def __init__(self, view: ListView, columns: Sequence[Column], inset: int) -> None:
        super().__init__()
        self._view, self._columns, self._inset = view, columns, inset
        self.setFixedHeight(HEAD)
        self.setAccessibleName(", ".join(one.caption for one in columns))
        self.setToolTip(tooltip("\n".join(f"{one.caption}: {one.tip}" for one in columns if one.tip)))
        view.verticalScrollBar().rangeChanged.connect(self.update)  # a scroll bar that comes or goes moves them

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the captions."""
        painter = QPainter(self)
        painter.setPen(color("text3"))
        painter.setFont(font(11))
        width = float(self._view.viewport().width() - 2 * self._inset)
        for (x, room), one in zip(places(self._columns, width), self._columns, strict=True):
            side = _RIGHT if one.figure else _LEFT
            painter.drawText(QRectF(self._inset + x, 0, room, HEAD), side, elided(one.caption, int(room), 11))


class FigureTable(QWidget):
    """Captions and rows; `view` has the current row."""

    def __init__(self, columns: Sequence[Column], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FigureModel(columns, self)
        delegate = FigureDelegate(columns)
        self.view = ListView(delegate, height=ROW, name=name)
        self.view.setModel(self.model)
        self.captions = Captions(self.view, columns, delegate.inset)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.captions)
        whole.addWidget(self.view, 1)

    def show_cells(self, cells: Sequence[Cells]) -> None:
        """Shows other rows."""
        self.model.show_cells(cells)
        self.captions.update()

    def texts(self) -> list[tuple[str, ...]]:
        """What is shown, row by row."""
        return [cells.texts for cells in self.model.cells]


def places(columns: Sequence[Column], width: float) -> list[tuple[float, float]]:
    """Left edge and width of each column in a row of that width."""
    fixed = sum(one.width for one in columns) + GAP * (len(columns) - 1) + 2 * EDGE
    sharing = sum(one.width == 0 for one in columns)
    share = max(40.0, (width - fixed) / sharing) if sharing else 0.0
    found, x = [], float(EDGE)
    for one in columns:
        room = float(one.width) or share
        found.append((x, room))
        x += room + GAP
    return found


_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.UserRole,
    )
)

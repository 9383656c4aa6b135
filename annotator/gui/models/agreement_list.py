"""The lines of an agreement and cells of its tables as models, each with the words that a screen reader says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.core.agreement_rows import Measure
from annotator.core.agreement_words import DEFINITIONS
from annotator.gui.text import plain, tooltip
from annotator.work.agreement_figures import Line

Index = QModelIndex | QPersistentModelIndex
NONE = "–"  # what is undefined, or cannot be


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it is painted; without a line it is a heading."""

    name: str
    line: Line | None = None
    letter: str = ""  # of the label's badge
    colour: str = ""
    mean: bool = False  # the mean of articles stands as the figure

    @property
    def figure(self) -> float | None:
        """The number shown."""
        if self.line is None:
            return None
        return self.line.measure.mean if self.mean else self.line.measure.pooled


class FigureList(QAbstractTableModel):
    """One row a line; `UserRole` gives what to paint. Headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Shown] = []

    def show_rows(self, rows: Sequence[Shown]) -> None:
        """Other lines."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """One: it is a list."""
        return 0 if parent is not None and parent.isValid() else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are passed over."""
        usual = super().flags(index)
        heading = index.isValid() and self.rows[index.row()].line is None
        return Qt.ItemFlag.NoItemFlags if heading else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line's words; what to paint under `UserRole`."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(spoken(row))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        return None


def spoken(row: Shown) -> str:
    """A line as a sentence: name, measure, figure, interval, what it rests on."""
    if row.line is None:
        return plain(row.name)
    return f"{plain(row.name)}: {said(row.line.measure, mean=row.mean)}"


def said(measure: Measure, *, mean: bool = False) -> str:
    """A figure in words, with its interval; or why there is none."""
    name = translated(DEFINITIONS[measure.measure].name)
    value = measure.mean if mean else measure.pooled
    if value is None:
        reason = measure.undefined or _tr("undefined in every article")
        return _tr("{measure} undefined, {reason}").format(measure=name, reason=reason)
    interval = ""
    if measure.low is not None and measure.high is not None:
        interval = _tr(", 95 % interval {low} to {high}").format(low=number(measure.low), high=number(measure.high))
    return _tr("{measure} {value}{interval}, n {n}").format(
        measure=name, value=number(value), interval=interval, n=f"{measure.n:,}"
    )


def number(value: float | None, places: int = 3) -> str:
    """A figure; a dash where it is undefined. No figure below 1 is shown as 1."""
    if value is None:
        return NONE
    shown = f"{value:.{places}f}"
    return f"{1 - 10**-places:.{places}f}" if shown == f"{1:.{places}f}" and value < 1 else shown.replace("-", "−")


def translated(text: str) -> str:
    """A text of the lists of measures in the user's language."""
    return QCoreApplication.translate("Agreement", text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Agreement", text)


# --- tables ------------------------------------------------------------------------------------------


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of a table: what stands in it, how dark it is (0 to 1, None: empty), and what is said of it."""

    text: str
    share: float | None = None
    said: str = ""
    place: Any = None  # what it is of
    heading: bool = False


class CellTable(QAbstractTableModel):
    """A small table with its headings as first row and first column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cells: list[list[Cell]] = []

    def show_cells(self, across: Sequence[str], down: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
        """Another table."""
        heads = [Cell(text=plain(name), said=plain(name), heading=True) for name in ("", *across)]
        rows = [
            [Cell(text=plain(name), said=plain(name), heading=True), *row]
            for name, row in zip(down, cells, strict=True)
        ]
        self.beginResetModel()
        self.cells = [heads, *rows] if rows else []
        self.endResetModel()

    def cell_at(self, index: Index) -> Cell | None:
        """What stands at a place."""
        return self.cells[index.row()][index.column()] if index.isValid() else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows, with that of the headings."""
        return 0 if parent is not None and parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns, with that of the headings."""
        return 0 if (parent is not None and parent.isValid()) or not self.cells else len(self.cells[0])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only cells with something behind them can be chosen."""
        cell = self.cell_at(index)
        return super().flags(index) if cell is not None and cell.place is not None else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text, words for screen readers, or what to paint."""
        cell = self.cell_at(index)
        if cell is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.said
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(cell.said)
        return None

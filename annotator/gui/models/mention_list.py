"""Mentions in their context as a table model: row numbers in order, the rows of a page when they are seen."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.core.model import Span
from annotator.gui.text import plain, tooltip
from annotator.gui.views.dates import short_date
from annotator.store.registry import Mention

Index = QModelIndex | QPersistentModelIndex
PAGE = 60  # rows that are read together
_KEPT = 4_000  # mentions kept at most; more begins anew

Read = Callable[[Sequence[int]], Sequence[Mention]]


class MentionRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one line shows; `ticked` is None where nothing can be ticked."""

    mention: Mention
    ticked: bool | None


class MentionListModel(QAbstractTableModel):
    """One row a mention. `UserRole` gives the MentionRow to paint; nothing is read that is not seen."""

    def __init__(self, parent: QObject | None = None, *, ticks: bool = False) -> None:
        super().__init__(parent)
        self._numbers: array[int] = array("q")
        self._read: Read | None = None
        self._known: dict[int, Mention] = {}
        self._ticks = ticks
        self.ticked: dict[str, Span] = {}

    def show_mentions(self, numbers: array[int], read: Read) -> None:
        """Shows the mentions of these row numbers; `read` gives some of them, in the order asked."""
        self.beginResetModel()
        self._numbers, self._read = numbers, read
        self._known.clear()
        self.ticked.clear()
        self.endResetModel()

    def mention_at(self, row: int) -> Mention | None:
        """The mention at a row, read with its neighbours when it is not known yet; None when it is gone."""
        if not 0 <= row < len(self._numbers) or self._read is None:
            return None
        number = self._numbers[row]
        if number not in self._known:
            if len(self._known) > _KEPT:
                self._known.clear()
            start = row - row % PAGE
            self._read_page(self._numbers[start : start + PAGE])
        return self._known.get(number)

    def _read_page(self, numbers: array[int]) -> None:
        assert self._read is not None
        found = self._read(numbers)
        if len(found) == len(numbers):
            self._known.update(zip(numbers, found, strict=True))
            return
        for number in numbers:  # one is gone meanwhile: each by itself, so that none stands in another's place
            self._known.update((number, one) for one in self._read([number]))

    def toggle(self, row: int) -> None:
        """Ticks a mention, or takes its tick away."""
        mention = self.mention_at(row)
        if mention is None or not self._ticks:
            return
        if self.ticked.pop(mention.span.id, None) is None:
            self.ticked[mention.span.id] = mention.span
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many mentions there are."""
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column: the delegate paints all there is."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words as text, tooltip or for screen readers; the MentionRow under `UserRole`."""
        if not index.isValid() or role not in _ROLES:
            return None
        mention = self.mention_at(index.row())
        if mention is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            ticked = mention.span.id in self.ticked if self._ticks else None
            return MentionRow(mention=mention, ticked=ticked)
        context = f"{mention.before}{mention.span.words}{mention.after}"
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(mention.span.words)
        title = plain(mention.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"…{plain(context)}…\n{title}")
        ticked_words = (self.tr("ticked") if mention.span.id in self.ticked else self.tr("not ticked"),)
        parts = (plain(mention.span.words), plain(context), title, short_date(mention.published))
        return ", ".join(part for part in (*(ticked_words if self._ticks else ()), *parts) if part)


_ROLES = frozenset(
    {
        Qt.ItemDataRole.UserRole,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    }
)

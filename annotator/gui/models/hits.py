"""Hits of a search as a table model: what a worker has found so far, in the order asked for, with or without ticks."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from annotator.core.codebook import Codebook
from annotator.core.folding import folded
from annotator.gui.text import one_line, tooltip
from annotator.store.passages import Hit, Source

Index = QModelIndex | QPersistentModelIndex
Order = Literal["found", "left", "right", "words", "article"]
_WORD = re.compile(r"[^\W_]+")
_KEYED = 4  # words of the context that are compared
_NOWHERE = Source(0, "", "", "", "")


class Gathered:
    """What a worker adds to and the window reads: lists that only grow."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.sources: dict[int, Source] = {}

    def add(self, hits: list[Hit], sources: list[Source]) -> None:
        """Some more; the sources come first, so that no hit is without."""
        self.sources.update((source.n, source) for source in sources)
        self.hits += hits


class HitRow(msgspec.Struct, frozen=True):
    """What a row shows; `letter` and `color` are the badge of its label, `ticked` is None where there are no ticks."""

    hit: Hit
    source: Source
    label: str = ""
    letter: str = ""
    color: str = ""
    beside: str = ""
    ticked: bool | None = None


class HitsModel(QAbstractTableModel):
    """One row a hit. `UserRole` gives the HitRow to paint; with `ticks` rows can be ticked."""

    ticked = Signal()  # the number of ticks has changed

    def __init__(self, parent: QObject | None = None, *, ticks: bool = False) -> None:
        super().__init__(parent)
        self.codebook: Codebook | None = None
        self._hits: list[Hit] = []
        self._sources: dict[int, Source] = {}
        self._rows = array("q")
        self._order: Order = "found"
        self._ticks: bytearray | None = bytearray() if ticks else None
        self._on = 0

    # --- what is shown ------------------------------------------------------------------------------

    def follow(self, hits: list[Hit], sources: dict[int, Source]) -> None:
        """Shows these lists from now on, as far as they have come."""
        self.beginResetModel()
        self._hits, self._sources = hits, sources
        self._rows = array("q")
        self._on = 0
        if self._ticks is not None:
            self._ticks = bytearray()
        self._extend()
        self.endResetModel()
        self.ticked.emit()

    def grow(self) -> None:
        """Shows what has been added meanwhile, at the end."""
        first, last = len(self._rows), len(self._hits) - 1
        if last >= first:
            self.beginInsertRows(QModelIndex(), first, last)
            self._extend(last + 1)
            self.endInsertRows()
            self.ticked.emit()

    def _extend(self, end: int | None = None) -> None:
        first, end = len(self._rows), len(self._hits) if end is None else end
        self._rows.extend(range(first, end))
        if self._ticks is not None:  # what stands on another span already waits for a tick of the user
            self._ticks += bytes(not hit.span for hit in self._hits[first:end])
            self._on = sum(self._ticks)

    def sort_by(self, order: Order) -> None:
        """Puts the rows into an order; those that come later are put at the end."""
        self._order = order
        self.beginResetModel()
        if order == "found":
            self._rows = array("q", range(len(self._rows)))
        else:
            keys = [self._key(hit) for hit in self._hits[: len(self._rows)]]
            self._rows = array("q", sorted(range(len(keys)), key=keys.__getitem__))
        self.endResetModel()

    @property
    def order(self) -> Order:
        """The order of the rows."""
        return self._order

    def _key(self, hit: Hit) -> tuple[Any, ...]:
        if self._order == "left":
            return (*reversed(_WORD.findall(folded(hit.left))[-_KEYED:]),)
        if self._order == "right":
            return (*_WORD.findall(folded(hit.right))[:_KEYED],)
        if self._order == "words":
            return folded(hit.words), *_WORD.findall(folded(hit.right))[:_KEYED]
        source = self._sources.get(hit.article, _NOWHERE)
        return folded(source.title), hit.article, hit.start

    def hit_at(self, row: int) -> Hit | None:
        """The hit of a row."""
        return self._hits[self._rows[row]] if 0 <= row < len(self._rows) else None

    def source_of(self, hit: Hit) -> Source:
        """The article of a hit."""
        return self._sources.get(hit.article, _NOWHERE)

    def row_of(self, article: int, start: int, *, begin: int = 0) -> int:
        """The row of a place, from a row on, or -1."""
        for row in range(begin, len(self._rows)):
            hit = self._hits[self._rows[row]]
            if hit.article == article and hit.start == start:
                return row
        return -1

    # --- ticks --------------------------------------------------------------------------------------

    def toggle(self, row: int) -> None:
        """Ticks a row, or takes its tick away."""
        if self._ticks is not None and 0 <= row < len(self._rows):
            self._set([row], not self._ticks[self._rows[row]])

    def tick_all(self, on: bool) -> None:
        """Ticks every row, or none."""
        self._set(range(len(self._rows)), on)

    def _set(self, rows: Iterable[int], on: bool) -> None:
        ticks, first, last = self._ticks, len(self._rows), -1
        if ticks is None:
            return
        for row in rows:
            ticks[self._rows[row]] = on
            first, last = min(first, row), max(last, row)
        self._on = sum(ticks)
        if last >= 0:
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))
        self.ticked.emit()

    def chosen(self) -> list[Hit]:
        """The hits that are ticked, in the order found."""
        return [hit for hit, on in zip(self._hits, self._ticks or b"", strict=False) if on]

    def chosen_count(self) -> int:
        """How many are ticked."""
        return self._on

    # --- the model's interface ----------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many hits are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column: the delegate paints all there is."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words as text, in context as tooltip and for screen readers; the HitRow under `UserRole`."""
        if not index.isValid() or role not in _ROLES:
            return None
        hit = self.hit_at(index.row())
        if hit is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self._row(index.row(), hit)
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(hit.words)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"{hit.left}{hit.words}{hit.right}\n{self.source_of(hit).title}")
        return self._spoken(index.row(), hit)

    def _row(self, row: int, hit: Hit) -> HitRow:
        name, letter, color = self._badge(hit.label)
        ticked = None if self._ticks is None else bool(self._ticks[self._rows[row]])
        return HitRow(hit, self.source_of(hit), name, letter, color, self._beside(hit), ticked)

    def _badge(self, key: str) -> tuple[str, str, str]:
        if not key:
            return "", "", ""
        if self.codebook is None or not self.codebook.has(key):
            return key, key[:1], "text2"
        rule = self.codebook.label(key)
        return rule.name, rule.shortcut or rule.name[:1], rule.color

    def _beside(self, hit: Hit) -> str:
        return ", ".join(f"{self._badge(label)[0]} {count:,}×" for label, count in hit.others)

    def _spoken(self, row: int, hit: Hit) -> str:
        made, source = self._row(row, hit), self.source_of(hit)
        state = {None: "", True: self.tr("ticked"), False: self.tr("not ticked")}[made.ticked]
        around = one_line(f"{hit.left[-40:]}{hit.words}{hit.right[:40]}")
        parts = (state, one_line(hit.words), made.label, made.beside, around, source.title, source.outlet)
        return ", ".join(part for part in (*parts, source.published) if part)


_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.UserRole,
    )
)

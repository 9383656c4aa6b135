"""The differences of the project as a table model: a head for each article, then a row for each difference."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.core.cases import UNDECIDED
from annotator.core.codebook import Codebook
from annotator.core.differences import Kind
from annotator.core.ties import kind_name
from annotator.gui.text import isolate, plain, tooltip
from annotator.work.review import Row

Index = QModelIndex | QPersistentModelIndex
ICONS: dict[Kind, str] = {
    "missing": "eye-off",
    "boundary": "merge",
    "label": "tag",
    "attribute": "list",
    "value": "hash",
    "actor": "link",
    "relation": "arrow",
}


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """An article above its differences."""

    article: str
    title: str
    open: int


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One difference as it is painted."""

    row: Row
    letter: str
    color: str
    icon: str
    kind: str
    state: str  # in words; nothing while it is open


def kind_words(kind: Kind) -> str:
    """A kind of difference as the lists name it."""
    return {
        "missing": _tr("not by all"),
        "boundary": _tr("boundary"),
        "label": _tr("label"),
        "attribute": _tr("attribute"),
        "value": _tr("value"),
        "actor": _tr("actor"),
        "relation": _tr("relation"),
    }[kind]


def state_words(row: Row) -> str:
    """Where a difference stands, in words; nothing while it waits for its first decision."""
    if row.standing == "decided":
        return _tr("rejected") if row.outcome == "reject" else _tr("gold")
    return {"later": _tr("put off"), "again": _tr("look again"), "void": _tr("not needed")}.get(row.standing, "")


class DifferenceModel(QAbstractTableModel):
    """`UserRole` gives the Head or Line to paint."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._codebook: Codebook | None = None
        self._items: list[Head | Row] = []
        self._places: dict[str, int] = {}
        self._heads: dict[str, int] = {}
        self._undecided: list[int] = []  # places, in order

    # --- contents -----------------------------------------------------------------------------------

    def load(self, rows: Sequence[Row], titles: Mapping[str, str], codebook: Codebook | None) -> None:
        """Shows these rows, which come article by article."""
        self.beginResetModel()
        self._codebook = codebook
        grouped: dict[str, list[Row]] = {}
        for row in rows:
            grouped.setdefault(row.article, []).append(row)
        self._items, self._heads = [], {}
        for article, group in grouped.items():
            self._heads[article] = len(self._items)
            self._items.append(_head(article, titles.get(article, ""), group))
            self._items += group
        self._places = {item.difference: at for at, item in enumerate(self._items) if isinstance(item, Row)}
        self._undecided = [at for at, item in enumerate(self._items) if _waits(item)]
        self.endResetModel()

    def update(self, article: str, rows: Sequence[Row]) -> bool:
        """One article's rows as they are now; False where others have come or gone, and all are to be loaded."""
        head = self._heads.get(article)
        if head is None:
            return not rows
        first, last = head + 1, head + 1 + len(rows)
        before = self._items[first:last]
        same = [one.difference if isinstance(one, Row) else "" for one in before] == [row.difference for row in rows]
        if not same or (last < len(self._items) and isinstance(self._items[last], Row)):
            return False
        here = self._items[head]
        self._items[head:last] = [_head(article, here.title if isinstance(here, Head) else "", rows), *rows]
        low, high = bisect_left(self._undecided, head), bisect_left(self._undecided, last)
        self._undecided[low:high] = [at for at in range(first, last) if _waits(self._items[at])]
        self.dataChanged.emit(self.index(head, 0), self.index(last - 1, 0))
        return True

    def line(self, row: Row) -> Line:
        """A row as it is painted."""
        letter, color = row.label[:1], ""
        if self._codebook is not None and self._codebook.has(row.label):
            rule = self._codebook.label(row.label)
            letter, color = (rule.shortcut or rule.name[:1]).upper(), rule.color
        kind: Kind = row.kinds[0] if row.kinds else "missing"
        tied = kind_name(self._codebook, row.tie).lower() if row.tie and self._codebook else ""
        said, state = plain(tied) or kind_words(kind), state_words(row)
        return Line(row=row, letter=letter, color=color, icon=ICONS[kind], kind=said, state=state)

    def counts(self) -> tuple[int, int]:
        """How many of the rows still wait for a decision, and how many do not."""
        return len(self._undecided), len(self._places) - len(self._undecided)

    def rank(self, difference: str) -> int:
        """Which one of the undecided a difference is, from 1; 0 when it is decided."""
        place = self._places.get(difference, -1)
        at = bisect_left(self._undecided, place)
        return at + 1 if at < len(self._undecided) and self._undecided[at] == place else 0

    def heads(self) -> list[int]:
        """The rows that are articles."""
        return list(self._heads.values())

    def item(self, place: int) -> Head | Row | None:
        """What stands at a row."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def row_of(self, difference: str) -> int:
        """The row of a difference, or -1."""
        return self._places.get(difference, -1)

    # --- what Qt asks -------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        """Heads and differences."""
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def columnCount(self, parent: Index | None = None) -> int:
        """One column."""
        return 0 if parent is not None and parent.isValid() else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The keys pass over heads."""
        if isinstance(self.item(index.row()), Head):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is painted, and what is said of it."""
        item = self.item(index.row())
        if item is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return item if isinstance(item, Head) else self.line(item)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._said(item)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(item.title if isinstance(item, Head) else item.words)
        return None

    def _said(self, item: Head | Row) -> str:
        if isinstance(item, Head):
            return self.tr("{title}, {count} open").format(title=isolate(item.title), count=item.open)
        line, label = self.line(item), item.label
        if self._codebook is not None and self._codebook.has(label):
            label = self._codebook.label(label).name
        said = self.tr("{label} {words}: {kind}").format(
            label=isolate(label), words=isolate(item.words), kind=line.kind
        )
        return f"{said}, {line.state}" if line.state else said


def _head(article: str, title: str, rows: Sequence[Row]) -> Head:
    return Head(article=article, title=title, open=sum(map(_waits, rows)))


def _waits(item: Head | Row) -> bool:
    return isinstance(item, Row) and item.standing in UNDECIDED


def _tr(text: str) -> str:
    return QCoreApplication.translate("Differences", text)

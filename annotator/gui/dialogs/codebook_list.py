"""The list of the codebook editor: the codebook, its labels and its relation kinds, each with how much it is used."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from annotator.core.codebook_faults import RELATION
from annotator.gui.dialogs.codebook_state import Editing
from annotator.gui.icons import draw
from annotator.gui.text import plain
from annotator.gui.views.delegates import RowDelegate
from annotator.gui.views.lists import ListView
from annotator.gui.widgets import paint_badge

Index = QModelIndex | QPersistentModelIndex
BOOK = ""  # the path of the codebook itself
ROW = 32


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a row shows."""

    path: str
    name: str
    letter: str = ""
    color: str = ""
    icon: str = ""
    count: int = 0
    on: bool = True
    faulty: bool = False


class EntriesModel(QAbstractTableModel):
    """One row a part of the codebook. `UserRole` gives the Entry to paint."""

    def __init__(self, editing: Editing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self.entries: list[Entry] = []
        self.reload()

    def reload(self) -> None:
        """Reads the draft again; rows that stay only change their words."""
        entries = self._entries()
        if [one.path for one in entries] == [one.path for one in self.entries]:
            self.entries = entries
            self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, 0))
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def _entries(self) -> list[Entry]:
        editing, book = self._editing, self._editing.book
        faulty = {fault.path.split("/")[0] for fault in editing.faults}
        found = [Entry(path=BOOK, name=book.name, icon="book", faulty=BOOK in faulty)]
        for rule in book.labels:
            found.append(
                Entry(
                    path=rule.key,
                    name=rule.name,
                    letter=rule.shortcut or rule.name[:1],
                    color=rule.color,
                    count=editing.used(rule.key),
                    on=rule.on,
                    faulty=rule.key in faulty,
                )
            )
        for kind in book.relations:
            path = RELATION + kind.key
            count = editing.used(path)
            found.append(Entry(path=path, name=kind.name, icon="link", count=count, faulty=path in faulty))
        return found

    def row_of(self, path: str) -> int:
        """The row of a part, or -1."""
        return next((row for row, one in enumerate(self.entries) if one.path == path), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many parts there are."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column: the delegate paints all there is."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name; for screen readers what it is and how much it is used; the Entry under `UserRole`."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(entry.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(entry)
        return None

    def _spoken(self, entry: Entry) -> str:
        if entry.path == BOOK:
            words = self.tr("Codebook {name}")
        elif entry.path.startswith(RELATION):
            words = self.tr("Relation {name}, {count} in use")
        else:
            words = self.tr("Label {name}, key {key}, {count} in use")
        said = words.format(name=plain(entry.name), key=entry.letter, count=f"{entry.count:,}")
        off = "" if entry.on else ", " + self.tr("switched off")
        return said + off + (", " + self.tr("something is wrong here") if entry.faulty else "")


class EntryDelegate(RowDelegate):
    """Badge or icon, name, count at the right; what is switched off steps back."""

    def draw(self, painter: QPainter, area: QRectF, content: Entry, *, current: bool) -> None:
        """One line."""
        middle = area.center().y()
        if content.color:
            paint_badge(painter, QRectF(area.left() + 10, middle - 9, 18, 18), content.letter, _ground(content.color))
        else:
            draw(painter, QRectF(area.left() + 11, middle - 8, 16, 16), content.icon, "text2")
        right = area.right() - 10
        if content.faulty:
            draw(painter, QRectF(right - 14, middle - 7, 14, 14), "warn", "danger")
            right -= 20
        count = f"{content.count:,}" if content.count else ""
        end = QRectF(right - 70, area.top(), 70, area.height())
        self.write(painter, end, count, pixels=12, tone="text2", right=True)
        left = area.left() + 36
        tone = "text" if content.on else "text3"
        weight = 600 if current or not (content.color or content.path) else 400
        room = QRectF(QPointF(left, area.top()), QPointF(right - (8 * len(count) + 8), area.bottom()))
        self.write(painter, room, plain(content.name) or "–", weight=weight, tone=tone)


def _ground(color: str) -> str:
    from annotator.core.colours import is_colour

    return color if is_colour(color) else "text3"


class EntryList(ListView):
    """The list with its own keys: Ctrl+Up and Ctrl+Down move a part, Delete takes it out."""

    move_requested = Signal(int)
    remove_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list before those of every list."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the dialog's button
        elif control and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_requested.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

"""The files of an import as a list: a sign, the name, and what is known of each so far."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter

from annotator.core.text import quoted
from annotator.formats.base import Refusal, Source
from annotator.gui import wording
from annotator.gui.dialogs.previews import Look, lost
from annotator.gui.icons import draw
from annotator.gui.text import isolate, plain, tooltip
from annotator.gui.views.delegates import RowDelegate

Index = QModelIndex | QPersistentModelIndex
ICONS = {
    "waiting": ("dots", "text3"),
    "ready": ("check", "ok"),
    "look": ("info", "warn"),
    "duplicate": ("copy", "text3"),
    "refused": ("warn", "danger"),
    "left": ("x", "text3"),
}


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a row shows; `standing` is a key of ICONS."""

    name: str
    words: str
    standing: str


class FilesModel(QAbstractTableModel):
    """One row a file. `UserRole` gives the FileRow to paint."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sources: list[Source] = []
        self.looks: dict[int, Look] = {}
        self.left: set[int] = set()  # places of files that the analyst leaves out

    def add(self, sources: Sequence[Source], refusals: Sequence[Refusal] = ()) -> None:
        """Adds files that are not there yet, and those that could not be found as refused."""
        known = {one.name for one in self.sources}
        fresh = [one for one in sources if one.name not in known]
        missing = [one for one in refusals if one.file not in known]
        if not fresh and not missing:
            return
        first = len(self.sources)
        self.beginInsertRows(QModelIndex(), first, first + len(fresh) + len(missing) - 1)
        self.sources += fresh
        for refusal in missing:
            self.looks[len(self.sources)] = lost(refusal)
            self.sources.append(Source(refusal.file, path=Path(refusal.file)))
        self.endInsertRows()

    def take(self, place: int, look: Look) -> None:
        """What a look at a file has shown."""
        self.looks[place] = look
        self._changed(place)

    def leave(self, place: int, left: bool) -> None:
        """Leaves a file out, or takes it again."""
        (self.left.add if left else self.left.discard)(place)
        self._changed(place)

    def standing(self, place: int) -> str:
        """A key of ICONS."""
        if place in self.left:
            return "left"
        look = self.looks.get(place)
        return look.standing if look is not None and look.whole else "waiting"

    def _changed(self, place: int) -> None:
        index = self.index(place, 0)
        self.dataChanged.emit(index, index)

    def row(self, place: int) -> FileRow:
        """What a row shows."""
        name = plain(Path(self.sources[place].name).name)
        standing = self.standing(place)
        return FileRow(name=name, words=self._words(place, standing), standing=standing)

    def _words(self, place: int, standing: str) -> str:
        look = self.looks.get(place)
        if standing == "left":
            return self.tr("left out")
        if look is None:
            return self.tr("not looked at yet")
        if not look.whole:
            return self.tr("being counted …")
        if standing == "refused":
            refusals = look.file.refusals
            return plain(wording.reason(refusals[0].reason)) if refusals else self.tr("it holds no article")
        if standing == "duplicate":
            if look.file.articles > 1:
                return self.tr("all {count} articles are there already").format(count=f"{look.file.articles:,}")
            return self.tr("duplicate of {title}").format(title=isolate(quoted(look.file.fields.get("title", ""), 80)))
        return ", ".join(self._facts(look))

    def _facts(self, look: Look) -> list[str]:
        file = look.file
        facts = []
        if look.single:
            one = look.words == 1
            facts.append(self.tr("1 word") if one else self.tr("{count} words").format(count=f"{look.words:,}"))
        else:
            one = file.articles == 1
            words = self.tr("1 article") if one else self.tr("{count} articles")
            words = self.tr("more than {count} articles") if file.cut else words
            facts.append(words.format(count=f"{file.articles:,}"))
        if file.spans:
            spans = self.tr("1 span") if file.spans == 1 else self.tr("{count} spans")
            facts.append(spans.format(count=f"{file.spans:,}"))
        if look.dropped:
            one = look.dropped == 1
            lines = self.tr("1 line dropped") if one else self.tr("{count} lines dropped").format(count=look.dropped)
            facts.append(lines)
        if file.already_there:
            facts.append(self.tr("{count} there already").format(count=f"{file.already_there:,}"))
        if file.refusals:
            facts.append(self.tr("{count} refused").format(count=f"{len(file.refusals):,}"))
        elif file.notes:
            facts.append(plain(file.notes[0]))
        elif look.standing == "look":
            facts.append(self.tr("no date found"))
        return facts

    def counts(self) -> dict[str, int]:
        """How many files stand how."""
        counts = dict.fromkeys(ICONS, 0)
        for place in range(len(self.sources)):
            counts[self.standing(place)] += 1
        return counts

    def articles(self) -> int:
        """How many new articles the files that were looked at bring, those left out aside."""
        return sum(look.fresh for place, look in self.looks.items() if place not in self.left)

    def uncounted(self) -> bool:
        """Whether a file that is to be taken was looked at only at its beginning."""
        return any(look.file.cut for place, look in self.looks.items() if place not in self.left)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many files there are."""
        return 0 if parent.isValid() else len(self.sources)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column: the delegate paints all there is."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, path as tooltip, name and facts for screen readers; the FileRow under `UserRole`."""
        if not index.isValid():
            return None
        row = self.row(index.row())
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"{self.sources[index.row()].name}\n{row.words}")
        return f"{row.name}, {row.words}" if role == Qt.ItemDataRole.AccessibleTextRole else None


class FileDelegate(RowDelegate):
    """Sign, name, and below it what is known."""

    HEIGHT = 46

    def draw(self, painter: QPainter, area: QRectF, content: FileRow, *, current: bool) -> None:
        """Two lines."""
        icon, tone = ICONS[content.standing]
        draw(painter, QRectF(area.left() + 10, area.top() + 7, 16, 16), icon, tone)
        left, width = area.left() + 34, area.width() - 44
        name = QRectF(left, area.top() + 4, width, 18)
        dim = content.standing in ("left", "duplicate")
        self.write(painter, name, content.name, weight=600 if current else 400, tone="text2" if dim else "text")
        below = QRectF(left, area.top() + 22, width, 18)
        tone = "danger" if content.standing == "refused" else "text2"
        self.write(painter, below, content.words, pixels=12, tone=tone)

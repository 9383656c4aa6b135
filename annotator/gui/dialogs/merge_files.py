"""The files of a merge as a list: a sign, the name, and what each would bring, asks, or brought."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.core.errors import AnnotatorError
from annotator.gui import wording
from annotator.gui.dialogs.import_files import FileRow
from annotator.gui.text import plain, tooltip
from annotator.work.merge import MergeOptions, MergeReport

Index = QModelIndex | QPersistentModelIndex
Standing = Literal["waiting", "ready", "look", "duplicate", "refused", "left"]


class Returned(msgspec.Struct, kw_only=True):
    """A file and what is known of it: the plan, why it is refused, what the user answered, what came of it."""

    path: Path
    plan: MergeReport | None = None
    error: AnnotatorError | None = None
    options: MergeOptions = MergeOptions()
    left: bool = False
    report: MergeReport | None = None

    @property
    def asks(self) -> bool:
        """Whether a question has to be answered before it can be merged."""
        plan, options = self.plan, self.options
        if plan is None:
            return False
        return (plan.codebook == "apart" and not options.codebook) or (
            bool(plan.same_names) and options.same_name is None
        )

    @property
    def nothing(self) -> bool:
        """Whether it would bring nothing."""
        return self.plan is not None and not any(counts(self.plan).values())

    @property
    def standing(self) -> Standing:
        """How it stands, by the names of the import's signs."""
        if self.left:
            return "left"
        if self.error is not None:
            return "refused"
        if self.plan is None:
            return "waiting"
        if self.report is not None:
            return "ready"
        return "look" if self.asks else "duplicate" if self.nothing else "ready"


def counts(report: MergeReport) -> dict[str, int]:
    """How much a file brings, by sort."""
    return {
        "articles": report.articles_new,
        "new": report.new,
        "changed": report.changed,
        "deleted": report.deleted,
        "held": report.held,
        "both": report.both_changed,
    }


def facts(report: MergeReport) -> list[str]:
    """The counts in words, those that are not nothing."""
    words = {
        "articles": _tr("{count} new articles"),
        "new": _tr("{count} new"),
        "changed": _tr("{count} changed"),
        "deleted": _tr("{count} deleted"),
        "held": _tr("{count} held"),
        "both": _tr("{count} changed on both sides"),
    }
    return [words[key].format(count=f"{count:,}") for key, count in counts(report).items() if count]


class ReturnsModel(QAbstractTableModel):
    """One row a file. `UserRole` gives the FileRow to paint."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.files: list[Returned] = []

    def add(self, paths: Sequence[Path]) -> int:
        """Adds files that are not there yet; how many."""
        known = {one.path for one in self.files}
        fresh = [path for path in dict.fromkeys(paths) if path not in known]
        if fresh:
            first = len(self.files)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self.files += [Returned(path=path) for path in fresh]
            self.endInsertRows()
        return len(fresh)

    def told(self, place: int) -> None:
        """More is known of a file."""
        index = self.index(place, 0)
        self.dataChanged.emit(index, index)

    def row(self, place: int) -> FileRow:
        """What a row shows."""
        one = self.files[place]
        return FileRow(name=plain(one.path.name), words=self._words(one), standing=one.standing)

    def _words(self, one: Returned) -> str:
        if one.left:
            return self.tr("left out")
        if one.error is not None:
            return plain(wording.part(one.error, one.error.why) or wording.line(one.error))
        if one.report is not None:
            return self.tr("merged")
        if one.plan is None:
            return self.tr("not looked at yet")
        if one.asks:
            return self.tr("asks something first")
        return ", ".join(facts(one.plan)) or self.tr("nothing new")

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many files there are."""
        return 0 if parent.isValid() else len(self.files)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column: the delegate paints all there is."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, path as tooltip, name and facts for screen readers; the FileRow under `UserRole`."""
        if not index.isValid():
            return None
        shown = self.row(index.row())
        if role == Qt.ItemDataRole.UserRole:
            return shown
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"{self.files[index.row()].path}\n{shown.words}")
        return f"{shown.name}, {shown.words}" if role == Qt.ItemDataRole.AccessibleTextRole else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReturnsModel", text)

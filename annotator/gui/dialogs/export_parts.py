"""The parts of the export dialog: formats with their ticks, what a format would lose, buttons that tick several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from annotator.formats.base import Format
from annotator.gui import wording
from annotator.gui.icons import draw
from annotator.gui.text import caption, plain
from annotator.gui.views.delegates import RowDelegate
from annotator.gui.views.writing import advance, elided
from annotator.gui.widgets import Elided, boxed, clear, column, hline, icon_label, label, row
from annotator.work.losses import OPEN_GOLD, Lost

Index = QModelIndex | QPersistentModelIndex
STAYS = frozenset({"journal", OPEN_GOLD})  # told, but nothing of what goes out is lost by it


def truly(lost: Sequence[Lost]) -> list[Lost]:
    """The losses that are losses: what never leaves a project is told, but does not count."""
    return [one for one in lost if one.what not in STAYS]


class FormatRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a row shows; `whole` is None until it was counted."""

    title: str
    ending: str
    whole: bool | None
    missing: bool = False  # what it needs is not installed


class FormatsModel(QAbstractTableModel):
    """One row a format. `UserRole` gives the FormatRow to paint."""

    def __init__(self, forms: Sequence[Format], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = list(forms)
        self.forms = list(forms)
        self._whole: dict[str, bool] = {}

    def filter(self, text: str) -> None:
        """Shows the formats whose name or ending has these words in it."""
        words = text.casefold().split()
        self.beginResetModel()
        self.forms = [one for one in self._all if all(word in _haystack(one) for word in words)]
        self.endResetModel()

    def take(self, counted: dict[str, list[Lost]]) -> None:
        """What each format would lose."""
        self._whole = {name: not truly(lost) for name, lost in counted.items()}
        if self.forms:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.forms) - 1, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many formats are shown."""
        return 0 if parent.isValid() else len(self.forms)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column: the delegate paints all there is."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title; for screen readers also whether anything is lost; the FormatRow under `UserRole`."""
        if not index.isValid():
            return None
        form = self.forms[index.row()]
        whole, title = self._whole.get(form.name), wording.format_name(form.title)
        if role == Qt.ItemDataRole.UserRole:
            ending = "" if form.folder or not form.endings else form.endings[0]
            return FormatRow(title=title, ending=ending, whole=whole, missing=not form.available)
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.AccessibleTextRole and not form.available:
            return f"{title}, {self.tr('not installed')}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{title}, {self.tr('loses nothing')}" if whole else title
        return None


def _haystack(form: Format) -> str:
    return " ".join((form.name, form.title, wording.format_name(form.title), *form.endings)).casefold()


class FormatDelegate(RowDelegate):
    """Title, a tick if nothing is lost, the ending at the right."""

    HEIGHT = 32

    def draw(self, painter: QPainter, area: QRectF, content: FormatRow, *, current: bool) -> None:
        """One line."""
        weight = 600 if current else 400
        room = int(area.width()) - 14 - advance(content.ending, 12) - 44
        title = elided(content.title, room, 13, weight)
        place, tone = QRectF(area.left() + 14, area.top(), room, area.height()), "text3" if content.missing else "text"
        self.write(painter, place, title, weight=weight, cut=False, tone=tone)
        if content.whole:
            x = area.left() + 14 + min(room, advance(title, 13, weight)) + 7
            draw(painter, QRectF(x, area.center().y() - 7, 14, 14), "check", "ok")
        end = QRectF(area.right() - 74, area.top(), 64, area.height())
        self.write(painter, end, content.ending, pixels=12, tone="text2" if current else "text3", right=True)


class TickMenu(QPushButton):
    """A button that names what is ticked in its menu; nothing ticked means all."""

    changed = Signal()

    def __init__(self, everything: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._everything = everything
        self._actions: dict[str, QAction] = {}
        menu = QMenu(self)
        for key, name in choices:
            action = menu.addAction(caption(name))
            action.setCheckable(True)
            action.toggled.connect(self._tell)
            self._actions[key] = action
        self.setMenu(menu)
        self.setAutoDefault(False)
        self._name()

    def chosen(self) -> tuple[str, ...]:
        """The keys that are ticked; none means all."""
        return tuple(key for key, action in self._actions.items() if action.isChecked())

    def choose(self, keys: Sequence[str]) -> None:
        """Ticks these and no others."""
        for key, action in self._actions.items():
            action.setChecked(key in keys)

    def _tell(self) -> None:
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        names = [action.text() for action in self._actions.values() if action.isChecked()]
        self.setText(elided(", ".join(names) or self._everything, 300))


class LossCard(QFrame):
    """What a format cannot carry, counted; told before anything is written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inner")
        self.title = Elided("", "h3")
        self.aside = label(self.tr("counted before anything is written"), "cap")
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(row((self.title, 1), self.aside))
        whole.addLayout(self._rows)

    def show_waiting(self, title: str) -> None:
        """The count is under way."""
        self.aside.show()
        self.title.setText(self.tr("What {format} cannot carry").format(format=title))
        clear(self._rows)
        self._rows.addWidget(hline())
        self._rows.addWidget(label(self.tr("Counting …"), "sub"))

    def show_missing(self, title: str, install: str) -> None:
        """The format needs something that is not installed: what, and how it comes."""
        self.title.setText(self.tr("{format} needs something that is not installed").format(format=title))
        self.aside.hide()
        clear(self._rows)
        self._rows.addWidget(hline())
        how = self.tr("Install it by this command, then start the program again:")
        self._rows.addWidget(label(how, "sub", wrap=True))
        command = QLineEdit(install)
        command.setReadOnly(True)
        command.setAccessibleName(self.tr("Command"))
        self._rows.addWidget(command)

    def show_losses(self, title: str, lost: Sequence[Lost], articles: int) -> None:
        """The losses of one format, the real ones first, then what goes out."""
        self.aside.show()
        clear(self._rows)
        heavy = truly(lost)
        text = self.tr("What {format} cannot carry") if heavy else self.tr("{format} loses nothing of this")
        self.title.setText(text.format(format=title))
        for one in heavy:
            self._add("warn", "warn", f"{one.count:,}", self._name(one.what), plain(one.why))
        for one in lost:
            if one.what in STAYS:
                self._add("info", "text3", f"{one.count:,}", self._name(one.what), plain(one.why))
        name = self.tr("article goes out") if articles == 1 else self.tr("articles go out")
        self._add("check", "ok", f"{articles:,}", name, "")

    def _add(self, icon: str, tone: str, count: str, name: str, why: str) -> None:
        figure = label(count, "h3")
        figure.setMinimumWidth(52)
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words = column(label(name), *([label(why, "sub", wrap=True)] if why else []), gap=0)
        self._rows.addWidget(hline())
        self._rows.addWidget(boxed(row(icon_label(icon, tone), figure, (words, 1), gap=12)))

    def _name(self, what: str) -> str:
        return self.words().get(what, what)

    def words(self) -> dict[str, str]:
        """What is lost, in words, by the keys that formats use."""
        return {**self._of_articles(), **self._of_spans(), **self._of_projects()}

    def _of_articles(self) -> dict[str, str]:
        return {
            "texts": self.tr("whole texts"),
            "fields": self.tr("fields of articles"),
            "articles_without_spans": self.tr("articles without spans"),
            "articles_without_gold": self.tr("articles without gold left out"),
            OPEN_GOLD: self.tr("articles whose gold is not decided to the end"),
            "articles_not_done": self.tr("articles that nobody has marked done left out"),
            "articles_unpicked": self.tr("articles left out whose text was corrected in two copies"),
            "states": self.tr("states of articles"),
            "done": self.tr("articles whose being done is not told"),
            "meta": self.tr("articles with free metadata"),
            "source_ids": self.tr("ids from elsewhere"),
            "spacing": self.tr("spaces and line breaks"),
            "cut_cells": self.tr("cells that are too long"),
        }

    def _of_spans(self) -> dict[str, str]:
        return {
            "spans": self.tr("spans"),
            "fragments": self.tr("spans in pieces"),
            "overlaps": self.tr("overlapping spans"),
            "off_tokens": self.tr("spans off token borders"),
            "blank": self.tr("spans over white space alone"),
            "names": self.tr("names with odd characters in them"),
            "breaks": self.tr("values and notes of several lines"),
            "attributes": self.tr("attributes of spans"),
            "notes": self.tr("notes on spans"),
            "held": self.tr("spans that are held"),
            "links": self.tr("links to the registry"),
            "annotators": self.tr("names of annotators"),
            "relations": self.tr("relations"),
            "relation_attributes": self.tr("attributes of relations"),
            "cut_relations": self.tr("relations of spans that are left out"),
        }

    def _of_projects(self) -> dict[str, str]:
        return {
            "comments": self.tr("comments"),
            "decisions": self.tr("decisions"),
            "codebook": self.tr("versions of the codebook"),
            "registry": self.tr("entries of the registry"),
            "worktime": self.tr("records of work time"),
            "journal": self.tr("lines of the history"),
        }

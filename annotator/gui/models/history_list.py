"""The journal as a table model, the newest step first; steps are read when they are seen."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDateTime, QLocale, QObject, Qt, Signal

from annotator.gui import wording
from annotator.gui.models import acts
from annotator.gui.models.numbers import Numbers
from annotator.gui.models.paged import PAGE, Index, PagedModel
from annotator.gui.text import plain, tooltip
from annotator.store.history import Asked, Entry, History
from annotator.store.project import Project

DIRECT = 5_000  # up to this many lines a question is cheaper than a thread


class HistoryModel(PagedModel):
    """One row a step. `UserRole` gives the Entry to paint; of a long journal the numbers arrive a little later."""

    settled = Signal()  # the answer to the last question is shown, or the first page of it
    failed = Signal(object)  # AnnotatorError

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = History(project.connection, project.site)
        self._opener = _opener_of(project.path, project.site)
        self.complete = True  # whether the whole answer is there
        self._ticket = 0
        self._numbers = Numbers(self)
        self._numbers.found.connect(self._take)
        self._numbers.failed.connect(self._refuse)

    def ask(self, asked: Asked) -> None:
        """Shows what answers; raises AnnotatorError where it is read at once."""
        self._ticket += 1
        if self.history.size() <= DIRECT:
            self._take(self._ticket, self.history.numbers(asked))
            return
        self.complete = False
        if asked.empty and not self._ns:
            self.merge(self.history.numbers(asked, limit=PAGE))
            self.settled.emit()
        self._numbers.ask(self._ticket, self._opener, partial(History.numbers, asked=asked))

    def close(self) -> None:
        """Waits for the worker, so that the file is free afterwards."""
        self._ticket += 1
        self._numbers.drop()

    def entry_at(self, row: int) -> Entry | None:
        """The step of a row."""
        found: Entry | None = self.row_at(row)
        return found

    def row_of(self, number: int) -> int:
        """The row of a journal line, or -1."""
        try:
            return self._ns.index(number)
        except ValueError:
            return -1

    def read_rows(self, numbers: Sequence[int]) -> list[Entry | None]:
        """The steps of these numbers."""
        found = {entry.line.n: entry for entry in self.history.entries(numbers)}
        return [found.get(number) for number in numbers]

    def _take(self, ticket: int, numbers: array[int]) -> None:
        if ticket == self._ticket:
            self.complete = True
            self.merge(numbers)
            self.settled.emit()

    def _refuse(self, ticket: int, error: object) -> None:
        if ticket == self._ticket:
            self.failed.emit(error)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title as text, tooltip or for screen readers; the Entry under `UserRole`."""
        entry = self.entry_at(index.row()) if index.isValid() and role in _ROLES else None
        if entry is None or role == Qt.ItemDataRole.UserRole:
            return entry
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"{titled(entry)}\n{entry.article}".strip())
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(titled(entry))
        taken = self.tr("taken back") if entry.taken_back else ""
        parts = (titled(entry), taken, entry.who or self.tr("somebody"), when(entry.line.at), entry.article)
        return ", ".join(plain(part) for part in parts if part)


def titled(entry: Entry) -> str:
    """A step's title; that of an undo or redo says that it is one."""
    line = entry.line
    title = wording.title(line.title)
    return f"{acts.name(line.act)}: {title}" if line.target is not None else title


def when(at: int) -> str:
    """A time in milliseconds since 1970, by this computer's clock: "14 Mar 2031, 14:02"."""
    moment = QDateTime.fromMSecsSinceEpoch(at)
    return f"{QLocale().toString(moment.date(), 'd MMM yyyy')}, {moment.toString('HH:mm')}"


def _opener_of(path: Path, site: str) -> Callable[[], AbstractContextManager[History]]:
    """A way to a connection of one's own, for the worker thread."""

    @contextmanager
    def opener() -> Iterator[History]:
        with Project.open(path, read_only=True, site=site) as project:
            yield History(project.connection, site)

    return opener


_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.UserRole,
    )
)

"""The articles of a project as a table model: an array of row numbers, and a cache of the pages that are seen."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from annotator.gui.models.numbers import Numbers, Opener, Query, numbers_of
from annotator.gui.models.paged import PAGE, Index, PagedModel
from annotator.gui.text import tooltip
from annotator.store.lists import ArticleRow, Lists

DIRECT = 5_000  # up to this many articles a query is cheaper than a thread


class ArticleListModel(PagedModel):
    """One row an article. `UserRole` gives the ArticleRow to paint; the numbers may arrive after the first page."""

    settled = Signal()  # the numbers of the present query are complete
    failed = Signal(object)  # AnnotatorError that the worker met

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: Lists | None = None
        self._opener: Opener | None = None
        self._annotator_id = ""
        self._query = Query()
        self._ticket = 0
        self._complete = True
        self._numbers = Numbers(self)
        self._numbers.found.connect(self._take)
        self._numbers.failed.connect(self._refuse)

    # --- what is shown -------------------------------------------------------------------------

    def open(self, source: Lists, annotator_id: str, *, opener: Opener, total: int) -> None:
        """Shows another project as one annotator sees it; `total` is its number of articles."""
        self._numbers.drop()
        self._source, self._opener, self._annotator_id = source, opener, annotator_id
        self._query = Query()
        self.replace(array("q"))
        self.ask(self._query, total=total)

    def close(self) -> None:
        """Lets go of the project; waits for the worker, so that its file is free afterwards."""
        self._ticket += 1
        self._numbers.drop()
        self._source = self._opener = None
        self.replace(array("q"))

    def ask(self, query: Query, *, total: int) -> None:
        """Shows what answers the query: at once when the project is small, else page one first."""
        self._query = query
        self._ticket += 1
        if self._source is None or self._opener is None:
            return
        if total <= DIRECT:
            self._arrive(numbers_of(self._source, annotator_id=self._annotator_id, query=query))
            return
        self._complete = False
        if query.plain and not self._ns:
            self.merge(numbers_of(self._source, annotator_id=self._annotator_id, query=query, limit=PAGE))
        self._numbers.ask(self._ticket, self._opener, partial(numbers_of, annotator_id=self._annotator_id, query=query))

    @property
    def query(self) -> Query:
        """The query whose answer is shown or on its way."""
        return self._query

    @property
    def complete(self) -> bool:
        """Whether the numbers of the present query have all arrived."""
        return self._complete

    def row_of(self, n: int) -> int:
        """The row that shows an article's number, or -1."""
        if self._query.sort == "added" and not self._query.descending:
            row = bisect_left(self._ns, n)
            return row if row < len(self._ns) and self._ns[row] == n else -1
        try:
            return self._ns.index(n)
        except ValueError:
            return -1

    def row_of_id(self, article_id: str) -> int:
        """The row of an article that is among the pages seen lately, or -1."""
        for page, rows in self._pages.items():
            for place, row in enumerate(rows):
                if row is not None and row.id == article_id:
                    return page * PAGE + place
        return -1

    def article_at(self, row: int) -> ArticleRow | None:
        """What a row shows."""
        found: ArticleRow | None = self.row_at(row) if self._source is not None else None
        return found

    def read_rows(self, numbers: Sequence[int]) -> list[ArticleRow | None]:
        """The rows of these articles."""
        if self._source is None:
            return [None for _ in numbers]
        found = {row.n: row for row in self._source.rows(numbers, self._annotator_id)}
        return [found.get(n) for n in numbers]

    def refresh(self, article_id: str) -> None:
        """Reads one article's row again after a change; rows that are not kept are read when seen."""
        row = self.row_of_id(article_id)
        if row >= 0:
            self.read_again(row)

    # --- numbers that arrive -------------------------------------------------------------------

    def _take(self, ticket: int, numbers: array[int]) -> None:
        if ticket == self._ticket:
            self._arrive(numbers)

    def _refuse(self, ticket: int, error: object) -> None:
        if ticket == self._ticket:
            self._complete = True
            self.failed.emit(error)

    def _arrive(self, numbers: array[int]) -> None:
        self._complete = True
        self.merge(numbers)
        self.settled.emit()

    # --- the model's interface -----------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title as text, tooltip or for screen readers; the whole ArticleRow under `UserRole`."""
        if not index.isValid():
            return None
        if role not in _ROLES:
            return None
        row = self.article_at(index.row())
        if row is None or role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(row.title)
        return row.title if role == Qt.ItemDataRole.DisplayRole else self._spoken(row)

    def _spoken(self, row: ArticleRow) -> str:
        parts = [row.title or self.tr("untitled"), row.outlet, row.published, self.state_name(row.state)]
        parts.append(self.tr("1 span") if row.spans == 1 else self.tr("{count} spans").format(count=row.spans))
        return ", ".join(part for part in parts if part)

    def state_name(self, state: str) -> str:
        """A state as people read it."""
        names = {
            "todo": self.tr("to do"),
            "doing": self.tr("in progress"),
            "done": self.tr("done"),
            "skipped": self.tr("skipped"),
        }
        return names.get(state, state)


_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.UserRole,
    )
)

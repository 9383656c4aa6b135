"""Finds the row numbers of a long list in a worker thread, each question on a connection of its own."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from annotator.core.errors import AnnotatorError
from annotator.core.model import State
from annotator.store.lists import Lists, Sort
from annotator.store.project import Project


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What the list shall show, and in which order."""

    filter: str = ""
    state: State | None = None
    sort: Sort = "added"
    descending: bool = False

    @property
    def plain(self) -> bool:
        """Whether all articles are asked for in the order they were added."""
        return not self.filter.strip() and self.state is None and self.sort == "added" and not self.descending


T = TypeVar("T")
Opener = Callable[[], AbstractContextManager[Lists]]


def opener_of(path: Path) -> Opener:
    """A way to a connection of one's own, for the worker thread."""

    @contextmanager
    def opener() -> Iterator[Lists]:
        project = Project.open(path, read_only=True, site="00000000")
        try:
            yield project.read
        finally:
            project.close()

    return opener


def numbers_of(source: Lists, *, annotator_id: str, query: Query, limit: int = 0) -> array[int]:
    """The row numbers that answer a query, in its order; at most `limit` unless that is 0."""
    return source.article_ns(
        annotator_id=annotator_id,
        filter=query.filter,
        state=query.state,
        sort=query.sort,
        descending=query.descending,
        limit=limit,
    )


class Numbers(QObject):
    """Answers queries one after the other off the UI thread; an answer carries the ticket of its question."""

    found = Signal(int, object)
    failed = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._newest = 0

    def ask(
        self, ticket: int, opener: Callable[[], AbstractContextManager[T]], find: Callable[[T], array[int]]
    ) -> None:
        """Puts a question; one that a newer question has overtaken before it began is not answered."""
        self._newest = ticket
        self._pool.start(_Question(self, ticket, _answering(opener, find)))

    def overtaken(self, ticket: int) -> bool:
        """Whether a newer question waits."""
        return ticket < self._newest

    def drop(self) -> None:
        """Forgets what waits and lets the running question end; its answer will be overtaken."""
        self._pool.clear()
        self._pool.waitForDone()


def _answering(
    opener: Callable[[], AbstractContextManager[T]], find: Callable[[T], array[int]]
) -> Callable[[], array[int]]:
    def answer() -> array[int]:
        with opener() as source:
            return find(source)

    return answer


class _Question(QRunnable):
    """One query on its way through the worker thread."""

    def __init__(self, numbers: Numbers, ticket: int, answer: Callable[[], array[int]]) -> None:
        super().__init__()
        self._numbers, self._ticket, self._answer = numbers, ticket, answer

    def run(self) -> None:
        """Reads the numbers; a failure the user can act on is handed over, anything else is a bug."""
        if self._numbers.overtaken(self._ticket):
            return
        try:
            found = self._answer()
        except AnnotatorError as error:
            self._numbers.failed.emit(self._ticket, error)
            return
        self._numbers.found.emit(self._ticket, found)

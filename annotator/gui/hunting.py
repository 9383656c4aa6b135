"""One search on its way through a worker: says when there is more to show, and when it is over; can be let go of."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from time import monotonic, sleep

from PySide6.QtCore import QObject, Signal

from annotator.core.errors import AnnotatorError
from annotator.core.query import Matcher, Query
from annotator.gui.jobs import Job, Work
from annotator.gui.models.hits import Gathered
from annotator.store.inconsistent import clashes, gaps
from annotator.store.project import Project
from annotator.store.search import Sought, outlets, search
from annotator.work.progress import Progress

PAUSES = (0.0, 0.1, 0.2, 0.4)  # seconds between two words about more: the first page at once, then painting less often

BREATH = 0.025  # seconds: the first page is painted before the search takes the interpreter again


class Hunt(QObject):
    """A job whose findings grow in lists that the window reads."""

    grown = Signal(object)  # Progress
    over = Signal(object)  # what the work returned; None when it was stopped
    failed = Signal(object)  # AnnotatorError

    def __init__(self, path: Path, work: Work, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self._wanted = True
        self._result: object = None
        self._told, self._next = 0, 0.0
        self._job = Job(path, work, title=title, reads=True)
        self._job.progressed.connect(self._progressed)
        self._job.done.connect(self._done)
        self._job.failed.connect(self._failed)
        self._job.ended.connect(self._ended)
        self._job.start()

    def drop(self, *, wait: bool = False) -> None:
        """Nobody wants it any more; with `wait` its file is free afterwards."""
        self._wanted = False
        self._job.cancel()
        if wait:
            self._job.wait()

    def _progressed(self, progress: Progress) -> None:
        if self._wanted and monotonic() >= self._next:
            self._told = min(self._told + 1, len(PAUSES) - 1)
            self.grown.emit(progress)
            self._next = monotonic() + PAUSES[self._told]

    def _done(self, result: object) -> None:
        self._result = result

    def _failed(self, error: AnnotatorError) -> None:
        if self._wanted:
            self.failed.emit(error)

    def _ended(self) -> None:
        if self._wanted:
            self.over.emit(self._result)
        self.deleteLater()


def look_for(sought: Sought, found: Gathered) -> Work:
    """A search, as a job does it."""

    def work(project: Project) -> Generator[Progress, None, bool]:
        for some in search(project.read, sought):
            first = not found.hits
            found.add(some.hits, some.sources)
            yield Progress(done=some.looked, total=some.total)
            if first and found.hits:
                sleep(BREATH)
        return True

    return work


def look_for_slips(annotator: str, query: Query, found: Gathered, *, untagged: bool) -> Work:
    """Words tagged here and not there (`untagged`), or the same words under different labels, as a job does it."""

    def work(project: Project) -> Generator[Progress, None, bool]:
        matcher = Matcher(query)
        for some in gaps(project.read, annotator) if untagged else clashes(project.read, annotator):
            found.add([hit for hit in some.hits if matcher.answers(hit.words)], some.sources)
            yield Progress(done=some.looked, total=some.total)
        return True

    return work


def look_for_outlets(project: Project) -> Generator[Progress, None, list[str]]:
    """The outlets there are, as a job finds them."""
    yield Progress(done=0)
    return outlets(project.read)

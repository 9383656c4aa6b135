"""The queue of differences of the open project: compared off the window's thread, kept up with every change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.core.cases import Review
from annotator.core.errors import AnnotatorError, NothingToReview
from annotator.core.model import Annotator, Progress, Span
from annotator.gui.jobs import Job
from annotator.gui.session import Session
from annotator.store.journal import Applied
from annotator.store.project import Project
from annotator.work.review import Queue


class Comparing(QObject):
    """Says when there is a queue, when its lines are others, and which article was changed."""

    begun = Signal()  # a queue of which nothing was looked at yet
    listed = Signal()  # its lines are others
    scanned = Signal()  # all articles were compared
    altered = Signal(str)  # an article was changed by this window
    outdated = Signal(bool)  # everything may be others: whether this window did it
    started = Signal(object)  # Job

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.queue: Queue | None = None
        self._of: Project | None = None  # whose queue it is
        self._stale: set[str] = set()  # articles that changed while nobody looked
        self._outdated = False
        self._job: Job | None = None
        session.changed.connect(self._changed)
        session.articles_changed.connect(self._changed_elsewhere)

    @property
    def busy(self) -> bool:
        """Whether articles are being compared."""
        return self._job is not None

    def bring(self) -> None:
        """Makes the queue what the project is now."""
        project = self._session.project
        if project is None:
            return
        if self.queue is None or self._of is not project:
            self._of, self.queue = project, Queue(project)
            self._begin()
        elif self._outdated:
            self.queue.reload()
            self._begin()
        elif self._stale:
            stale, self._stale = self._stale, set()
            for article in stale:
                self.read(article)
            self.listed.emit()

    def _begin(self) -> None:
        self._outdated = False
        self._stale.clear()
        self.begun.emit()
        self.scan()

    def scan(self) -> None:
        """Compares the articles that were not looked at yet, beside the window's own work."""
        queue, project = self.queue, self._of
        if queue is None or project is None or self._job is not None or len(queue.titles) < 2:
            return
        self._job = Job(project.path, lambda _project: queue.scan(), title=self.tr("Comparing"), reads=True)
        self._job.done.connect(self._scanned)
        self._job.failed.connect(self._session.fail)
        self._job.ended.connect(self._ended)
        self.started.emit(self._job)
        self._job.start()

    def _scanned(self, _: object) -> None:
        self.scanned.emit()

    def _ended(self) -> None:
        self._job = None
        self.listed.emit()

    def read(self, article: str) -> Review | None:
        """An article's review as it stands now; one that can no longer be reviewed leaves the queue."""
        if self.queue is None:
            return None
        try:
            return self.queue.read(article)
        except NothingToReview:
            self.listed.emit()
        except AnnotatorError as error:
            self._session.fail(error)
        return None

    def put_by(self, article: str) -> None:
        """An article is read again when somebody looks."""
        self._stale.add(article)

    def close(self) -> None:
        """No project may be read any more."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait()
        self.queue = self._of = self._job = None
        self._stale, self._outdated = set(), False

    def _changed(self, applied: Applied) -> None:
        edit = applied.edit
        if self.queue is None:
            return
        if applied.bulk or edit.article is None:
            records = (*edit.before.values(), *edit.after.values())
            if applied.bulk or not all(isinstance(one, Annotator) for one in records):
                self._all_changed(here=True)  # gold itself coming into the project changes no layer
        elif edit.article in self.queue.titles or any(isinstance(one, Span | Progress) for one in edit.after.values()):
            self.altered.emit(edit.article)

    def _changed_elsewhere(self) -> None:
        """Another window or program wrote, or this one does on a page where nobody looks."""
        self._all_changed(here=False)

    def _all_changed(self, *, here: bool) -> None:
        """Articles, codebook or registry are others."""
        self._outdated = self.queue is not None
        if self._outdated:
            self.outdated.emit(here)

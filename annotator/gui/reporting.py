"""The report from the window: asks for a file, writes the page in the background, says where it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.errors import AnnotatorError
from annotator.gui import messages
from annotator.gui.jobs import Job
from annotator.gui.text import isolate
from annotator.work.agreement import AgreementOptions
from annotator.work.report_data import Report
from annotator.work.report_page import ENDING, run

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class Reporting(QObject):
    """One report at a time; the status line shows how far it is and stops it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._job: Job | None = None
        self._out = ""
        window.session.closing.connect(self._let_go)

    def write(self) -> None:
        """Asks where to and writes; on the page of agreement about what that page shows."""
        project = self._session.project
        if project is None:
            return
        if self._job is not None and self._job.is_running():
            self._session.say(self.tr("A report is being written already"), "info")
            return
        proposal = project.path.with_name(f"{project.name} report{ENDING}")
        target = messages.choose_target(self._window, self.tr("Write a report"), proposal)
        if target is None:
            return
        self._session.leaving.emit()  # what is typed belongs into it
        self._out = str(target)
        self._job = Job(
            project.path, partial(run, out=target, options=self._options()), title=self.tr("Report"), reads=True
        )
        self._job.follow(progressed=self._progressed, done=self._done, failed=self._failed, stopped=self._stopped)
        self._window.status.follow(self._job)
        self._job.start()

    def _options(self) -> AgreementOptions:
        from annotator.gui.agreeing import Agreeing

        room = self._window.pages.room
        return room.page.filters.options() if isinstance(room, Agreeing) else AgreementOptions()

    def _progressed(self, _: object) -> None:
        """The status line shows it."""

    def _done(self, found: Report) -> None:
        words = self.tr("Report written: {path}").format(path=isolate(self._out))
        if found.no_agreement:
            words = self.tr("{report}; without agreement: {why}").format(report=words, why=found.no_agreement)
        self._session.say(words)

    def _failed(self, error: AnnotatorError) -> None:
        self._session.fail(error)

    def _let_go(self) -> None:
        """The project is being closed: nobody reads it any more."""
        if self._job is not None and self._job.is_running():
            self._job.cancel()
            self._job.wait()

    def _stopped(self) -> None:
        self._session.say(self.tr("The report was stopped; nothing was written"), "info")

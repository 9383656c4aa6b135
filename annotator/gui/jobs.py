"""Long work off the window's thread: a work generator with a project connection of its own, stopped between steps."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from PySide6.QtCore import QObject, QThread, Signal

from annotator.core.errors import AnnotatorError
from annotator.store.project import Project
from annotator.work.progress import Progress

log = logging.getLogger(__name__)

Work = Callable[[Project], Generator[Progress, None, Any]]
SWITCH = 0.0001  # seconds a thread keeps the interpreter while a job runs: a frame's painting asks for it fifty times
TELL = 0.05  # seconds between two reports of progress


class Job(QObject):
    """One run of a work generator; exactly one of done, failed, cancelled and broken comes at the end."""

    progressed = Signal(object)  # Progress
    done = Signal(object)  # what the generator returned
    failed = Signal(object)  # AnnotatorError
    cancelled = Signal()
    broken = Signal()  # a bug: the exception hook shows the report
    ended = Signal()  # after any of them

    running: ClassVar[list[Job]] = []  # a job must outlive its thread, whoever lets go of it

    def __init__(self, path: Path, work: Work, *, title: str = "", reads: bool = False) -> None:
        """With `reads` the project is opened for reading only: nobody takes the job's end for others' work."""
        super().__init__()  # no parent: a window that closes may not take a running thread with it
        self.title, self.path = title, path
        self._thread = _Thread(self, path, work, reads=reads)
        self._thread.finished.connect(self._finished)

    def follow(
        self,
        *,
        progressed: Callable[[Progress], None],
        done: Callable[[Any], None],
        failed: Callable[[AnnotatorError], None],
        stopped: Callable[[], None],
    ) -> None:
        """Tells bound methods how it goes; `stopped` hears of a cancelled run and of a broken one."""
        self.progressed.connect(progressed)
        self.done.connect(done)
        self.failed.connect(failed)
        self.cancelled.connect(stopped)
        self.broken.connect(stopped)

    def start(self) -> None:
        """Begins; a second call does nothing."""
        if self in Job.running:
            return
        if not Job.running:
            _Switch.before = sys.getswitchinterval()
            sys.setswitchinterval(SWITCH)
            gc.freeze()  # looking through all that the window holds for cycles would stop it for a tenth of a second
        Job.running.append(self)
        self._thread.start()

    def cancel(self) -> None:
        """Stops after the present step; nothing of what was done is kept."""
        self._thread.requestInterruption()

    def is_running(self) -> bool:
        """Whether it has begun and not ended."""
        return self in Job.running

    @classmethod
    def at_work_on(cls, path: Path) -> bool:
        """Whether a job of this window, or of another one of this program, works on a project."""
        return any(job.path == path for job in cls.running)

    def wait(self, milliseconds: int = 60_000) -> bool:
        """Waits for the end, as when the window closes; says whether it came."""
        return self._thread.wait(milliseconds)

    def _finished(self) -> None:
        if self in Job.running:
            Job.running.remove(self)
        if not Job.running:
            sys.setswitchinterval(_Switch.before)
            gc.unfreeze()
        self._thread.wait()
        self.ended.emit()


class _Switch:
    before: ClassVar[float] = 0.005


class _Thread(QThread):
    """The thread of a job; its signals reach the window through the queue."""

    def __init__(self, job: Job, path: Path, work: Work, *, reads: bool) -> None:
        super().__init__(job)
        self._job, self._path, self._work, self._reads = job, path, work, reads

    def run(self) -> None:
        """Opens the project and works through the generator."""
        settled = False
        try:
            with Project.open(self._path, read_only=self._reads) as project:
                whole, report = self._steps(self._work(project))
            if whole:
                self._job.done.emit(report)
            else:
                self._job.cancelled.emit()
            settled = True
        except AnnotatorError as error:
            log.info("%s: %s", self._job.title or "job", error)
            self._job.failed.emit(error)
            settled = True
        finally:
            if not settled:
                self._job.broken.emit()

    def _steps(self, steps: Generator[Progress, None, Any]) -> tuple[bool, Any]:
        """Whether the generator came to its end, and what it returned."""
        told = 0.0
        try:
            while not self.isInterruptionRequested():
                try:
                    step = next(steps)
                except StopIteration as stop:
                    return True, stop.value
                if monotonic() - told >= TELL:
                    told = monotonic()
                    self._job.progressed.emit(step)
            return False, None
        finally:
            steps.close()

"""Merging colleagues' files: each is looked at first, then taken as one act, then told a line a person."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.core.errors import AnnotatorError
from annotator.gui import messages
from annotator.gui.dialogs.files_column import FilesColumn
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.dialogs.merge_files import Returned, ReturnsModel
from annotator.gui.dialogs.merge_plan import PlanPane
from annotator.gui.dialogs.merge_returns import ReturnsPage
from annotator.gui.dialogs.running import Running
from annotator.gui.jobs import Job
from annotator.gui.session import Session
from annotator.gui.text import plain
from annotator.gui.widgets import boxed, button, label, row, vline
from annotator.store.project import Project
from annotator.work import choices, merge, returns
from annotator.work.merge import MergeOptions, MergeReport
from annotator.work.progress import Progress
from annotator.work.returns import Return

SIZE = QSize(1040, 700)


class MergeDialog(FrameDialog):
    """Opens with files; `settle` says that the user wants to settle what is left to choose."""

    def __init__(self, session: Session, given: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            title=self.tr("Merge colleagues’ files"),
            sub=self.tr("Nothing is taken until you press Merge. Each file is one step, which undo takes back."),
            size=SIZE,
            margin=48,
        )
        if session.project is None or session.me is None:
            raise ValueError("a merge needs an open project")
        self._session, self._path, self._me = session, session.project.path, session.me.id
        self.settle = False
        self._job: Job | None = None
        self._at = -1  # the file that the job is at
        self._merging = self._cancelled = False
        self.files = ReturnsModel(self)
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self.add(given)

    # --- what it is made of --------------------------------------------------------------------

    def _build(self) -> None:
        left = FilesColumn(self.files, wide=self.width() > 1000)
        self.view, self.count, self.plus = left.view, left.count, left.plus
        self.plan, self.outcome = PlanPane(), ReturnsPage()
        self.pages = QStackedWidget()
        self.pages.addWidget(boxed(row(left, vline(), (self.plan, 1), gap=0)))
        self.pages.addWidget(self.outcome)
        self.totals = label("", "sub")
        self.running = Running()
        self.foot = QStackedWidget()
        self.foot.addWidget(self.totals)
        self.foot.addWidget(self.running)
        self.foot.setFixedHeight(34)
        self.primary = button(self.tr("Merge"), "primary", "merge")
        self.fill(self.pages, foot=self.foot, primary=self.primary)

    def _connect(self) -> None:
        self.view.picked.connect(self._show)
        self.view.moved.connect(self._show)
        self.plus.clicked.connect(self._choose)
        self.plan.answered.connect(self._answered)
        self.plan.left_out.connect(self._leave)
        self.outcome.settle_requested.connect(self._settle)
        self.primary.clicked.connect(self._go)

    # --- files ---------------------------------------------------------------------------------

    def add(self, given: Sequence[Path]) -> None:
        """Adds files, and the projects of folders; each is looked at in turn."""
        added = self.files.add([path for one in given for path in projects_in(one)])
        if added and self.view.current_row() < 0:
            self.view.show_row(0)
        self._show()
        self._tell()
        self._look()

    def _choose(self) -> None:
        self.add(messages.choose_files(self, self.tr("Add files")))

    def _look(self) -> None:
        """Looks at the next file that nobody has looked at."""
        if self._job is not None or self._merging:
            return
        for place, one in enumerate(self.files.files):
            if one.plan is None and one.error is None and not one.left:
                self._start(place, partial(_plan, one.path), self._planned, reads=True)
                return

    def _planned(self, plan: MergeReport) -> None:
        self.files.files[self._at].plan = plan
        self._looked()

    def _looked(self) -> None:
        place = self._end()
        self.files.told(place)
        if place == self.view.current_row():
            self._show()
        self._tell()
        self._look()

    def _show(self, _: QModelIndex | None = None) -> None:
        place = self.view.current_row()
        self.plan.show_file(self.files.files[place] if place >= 0 else None)

    def _answered(self) -> None:
        place = self.view.current_row()
        self.files.told(place)
        self._tell()

    def _leave(self, left: bool) -> None:
        place = self.view.current_row()
        self.files.files[place].left = left
        self.files.told(place)
        self._tell()
        self._look()

    # --- totals --------------------------------------------------------------------------------

    def _tell(self) -> None:
        """Heading, totals and the button's name follow what is known."""
        files = self.files.files
        words = self.tr("1 file") if len(files) == 1 else self.tr("{count} files")
        self.count.setText(words.format(count=f"{len(files):,}"))
        names = {
            "ready": self.tr("{count} ready"),
            "look": self.tr("{count} asking something"),
            "duplicate": self.tr("{count} with nothing new"),
            "refused": self.tr("{count} refused"),
            "left": self.tr("{count} left out"),
            "waiting": self.tr("{count} not looked at yet"),
        }
        standing = [one.standing for one in files]
        parts = [name.format(count=f"{standing.count(key):,}") for key, name in names.items() if key in standing]
        self.totals.setText("  ·  ".join(parts))
        taking = standing.count("ready") + standing.count("duplicate")
        words = self.tr("Merge 1 file") if taking == 1 else self.tr("Merge {count} files")
        self._name_primary(words.format(count=f"{taking:,}"))
        self.allow(taking > 0 and "look" not in standing and "waiting" not in standing)

    def _name_primary(self, words: str) -> None:
        self.primary.setText(f" {words}")
        self.primary.setAccessibleName(words)

    # --- jobs ----------------------------------------------------------------------------------

    def _start(self, place: int, work: object, done: object, *, reads: bool = False) -> None:
        self._at = place
        job = Job(self._path, work, title=self.tr("Merge"), reads=reads)  # type: ignore[arg-type]
        job.follow(
            progressed=self.running.show_progress,
            done=done,  # type: ignore[arg-type]
            failed=self._failed,
            stopped=self._stopped,
        )
        self._job = job
        self.foot.setCurrentWidget(self.running)
        self.running.begin(plain(self.files.files[place].path.name))
        job.start()

    def _end(self) -> int:
        self._job = None
        self.running.end()
        self.foot.setCurrentWidget(self.totals)
        place, self._at = self._at, -1
        return place

    def _failed(self, error: AnnotatorError) -> None:
        self.files.files[self._at].error = error
        if self._merging:
            self._merged_one()
        else:
            self._looked()

    def _stopped(self) -> None:
        """Cancelled: what is merged stays, each file being a step of its own."""
        self._end()
        if self._merging:
            self._finish()

    # --- the merge itself ----------------------------------------------------------------------

    def _go(self) -> None:
        if self.pages.currentWidget() is self.outcome:
            self.accept()
        elif self._job is None:
            self._merging = True
            self.pages.setEnabled(False)
            self.primary.setEnabled(False)
            self._next()

    def _next(self) -> None:
        if self._cancelled:
            self._finish()
            return
        for place, one in enumerate(self.files.files):
            if one.plan is not None and one.report is None and one.error is None and not one.left:
                self._start(place, partial(_merge, one.path, one.options, self._me), self._merged)
                return
        self._finish()

    def _merged(self, report: MergeReport) -> None:
        self.files.files[self._at].report = report
        self._merged_one()

    def _merged_one(self) -> None:
        self.files.told(self._end())
        QTimer.singleShot(0, self, self._next)

    def _finish(self) -> None:
        self._merging = False
        self.pages.setEnabled(True)
        self._session.refresh()
        project, files = self._session.project, self.files.files
        if project is None:
            return
        reports = [one.report for one in files if one.report is not None]
        people: Sequence[Return] = ()
        waiting = 0
        try:
            people = returns.returns(project, reports)
            left = choices.waiting(project)
            waiting = len(left.both) + len(left.held) + len(left.texts)
        except AnnotatorError as error:
            messages.tell(self, error)
        self.outcome.show_returns(files, people, waiting=waiting)
        self._session.say(self.outcome.title.text(), "warn" if any(one.error for one in files) else "done")
        self.pages.setCurrentWidget(self.outcome)
        self.totals.setText("")
        self.sub.hide()
        self.cancel.hide()
        self.primary.setIcon(QIcon())
        self._name_primary(self.tr("Close"))
        self.primary.setEnabled(True)
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self) -> None:
        self.settle = True
        self.accept()

    # --- leaving -------------------------------------------------------------------------------

    def reject(self) -> None:
        """Cancels a running merge first; the second time the dialog closes."""
        if self._merging:
            self._cancelled = True
            self.running.show_progress(Progress(done=0, note=self.tr("Cancelling …")))
        if self._job is not None:
            self._job.cancel()
        if not self._merging:
            if self._job is not None:
                self._job.wait()
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if event.mimeData().hasUrls():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes dropped files."""
        if self.pages.currentWidget() is not self.outcome and not self._merging:
            self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])


def projects_in(path: Path) -> list[Path]:
    """A file, or the project files of a folder in the order of their names."""
    if path.is_dir():
        return sorted(path.glob(f"*{messages.PROJECT_ENDING}"))
    return [path]


def _plan(path: Path, project: Project) -> Generator[Progress, None, MergeReport]:
    return merge.plan(project, path)


def _merge(path: Path, options: MergeOptions, who: str, project: Project) -> Generator[Progress, None, MergeReport]:
    return merge.run(project, path, options, who=who)


__all__ = ["MergeDialog", "Returned"]

"""Handing out work: who labels what, shown before it is done, and a project file for each person."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.core.errors import AnnotatorError
from annotator.gui import messages, wording
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.dialogs.hand_out_files import FilesPage
from annotator.gui.dialogs.hand_out_form import WorkForm
from annotator.gui.dialogs.running import Running
from annotator.gui.jobs import Job, Work
from annotator.gui.session import Session
from annotator.gui.views.figure_table import Cells, Column, FigureTable
from annotator.gui.widgets import Segmented, boxed, button, column, hline, label, row, vline
from annotator.store.project import Project
from annotator.work import assign, packets
from annotator.work.assign import AssignOptions, AssignReport, Plan, Share
from annotator.work.packets import PacketReport
from annotator.work.progress import Progress

SIZE = QSize(1040, 700)
REPLAN_MS = 250  # after the last change
WORK, FILES = 0, 1


class HandOut(FrameDialog):
    """Two pages: who labels what, and the files to send."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        sub = self.tr("Nothing is handed out until you press the button. It is one step, which undo takes back.")
        super().__init__(parent, title=self.tr("Hand out work"), sub=sub, size=SIZE, margin=48)
        project = session.project
        if project is None or session.me is None:
            raise ValueError("handing out needs an open project")
        self._session, self._project, self._me = session, project, session.me.id
        self._plan: Plan | None = None
        self._job: Job | None = None
        self._planning: Job | None = None
        self._stale = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(REPLAN_MS)
        self._later.timeout.connect(self._replan)
        self._build()
        self._connect()
        self.form.load(project.read.annotators(), packets.people(project))
        self._turn(WORK)
        self._replan()

    # --- what it is made of --------------------------------------------------------------------

    def _build(self) -> None:
        self.which = Segmented([self.tr("Who labels what"), self.tr("Files to send")])
        self.form = WorkForm()
        self.form.setFixedWidth(330 if self.width() > 1000 else 300)
        self.table = FigureTable(self._columns(), name=self.tr("Who would label what"))
        self.note = label("", "sub", wrap=True)
        self.note.setContentsMargins(20, 8, 20, 8)
        self.files = FilesPage(self._project)
        self.pages = QStackedWidget()
        right = boxed(column(self.note, (self.table, 1), gap=0))
        self.pages.addWidget(boxed(row(self.form, vline(), (right, 1), gap=0)))
        self.pages.addWidget(self.files)
        self.totals = label("", "sub")
        self.running = Running()
        self.foot = QStackedWidget()
        self.foot.addWidget(self.totals)
        self.foot.addWidget(self.running)
        self.foot.setFixedHeight(34)
        self.primary = button(self.tr("Hand out"), "primary")
        top = boxed(row(self.which, None, margins=(20, 10, 20, 10)))
        self.cancel.setText(self.tr("Close"))
        self.fill(boxed(column(top, hline(), (self.pages, 1), gap=0)), foot=self.foot, primary=self.primary)

    def _columns(self) -> list[Column]:
        return [
            Column(self.tr("Person")),
            Column(self.tr("Articles"), 66, figure=True),
            Column(self.tr("Shared"), 66, figure=True, tip=self.tr("labelled by somebody else, too")),
            Column(self.tr("Training"), 66, figure=True, tip=self.tr("articles with gold, for everybody")),
            Column(self.tr("Spread")),
        ]

    def _connect(self) -> None:
        self.which.chosen.connect(self._turn)
        self.form.changed.connect(self._later.start)
        self.files.changed.connect(self._tell)
        self.primary.clicked.connect(self._go)

    def _turn(self, page: int) -> None:
        self.which.set_choice(page)
        self.pages.setCurrentIndex(page)
        if page == FILES:
            try:
                self.files.show_people(packets.people(self._project))
            except AnnotatorError as error:
                messages.tell(self, error)
        self._tell()

    # --- the plan ------------------------------------------------------------------------------

    def _replan(self) -> None:
        """Works out who would label what; while that is on its way, once more afterwards."""
        if self._planning is not None:
            self._stale = True
            return
        options, fault = self.form.options()
        if options is None or fault:
            self._plan = None
            self.table.show_cells([])
            self.note.setText(fault)
            self._tell()
            return
        self._planning = self._job_of(partial(_plan, options), self._planned, self._unplanned, reads=True)

    def _planned(self, plan: Plan) -> None:
        self._planning, self._plan = None, plan
        self.table.show_cells([self._cells(share) for share in plan.people])
        self.note.setText("")
        self._after_plan()

    def _unplanned(self, error: AnnotatorError | None = None) -> None:
        self._planning, self._plan = None, None
        self.table.show_cells([])
        if error is not None:
            self.note.setText(wording.line(error))
        self._after_plan()

    def _after_plan(self) -> None:
        stale, self._stale = self._stale, False
        if stale:
            self._replan()
        self._tell()

    def _cells(self, share: Share) -> Cells:
        spread = ", ".join(f"{name or '–'} {count:,}" for name, count in share.by.items())
        figures = (share.articles, share.shared, share.training)
        texts = (share.name, *(f"{figure:,}" if figure else "" for figure in figures), spread)
        return Cells(texts=texts, tip=spread)

    def _tell(self) -> None:
        """Totals, and what the button does now."""
        if self.pages.currentIndex() == FILES:
            count = self.files.count()
            words = self.tr("Make 1 file") if count == 1 else self.tr("Make {count} files")
            self._name(words.format(count=f"{count:,}"), able=self.files.ready())
            self.totals.setText("")
            return
        plan = self._plan
        self.note.setVisible(bool(self.note.text()))
        self._name(self.tr("Hand out"), able=plan is not None and bool(plan.people))
        if plan is not None:
            words = self.tr("{articles} articles, {doubled} of them labelled twice, seed {seed}")
            self.totals.setText(
                words.format(articles=f"{plan.articles:,}", doubled=f"{plan.doubled:,}", seed=plan.options.seed)
            )
        else:
            self.totals.setText("")

    def _name(self, words: str, *, able: bool) -> None:
        self.primary.setText(words)
        self.primary.setAccessibleName(words)
        self.primary.setEnabled(able and self._job is None)

    # --- doing it ------------------------------------------------------------------------------

    def _go(self) -> None:
        if self._job is not None:
            return
        if self.pages.currentIndex() == FILES:
            self._next_file()
        elif self._plan is not None:
            self._work(partial(_assign, self._plan, self._me), self._handed_out, self.tr("Handing out …"))

    def _handed_out(self, report: AssignReport) -> None:
        self._over()
        self._session.refresh()
        people = len(self._plan.people) if self._plan is not None else 0
        words = self.tr("Handed out {count} articles to {people} people")
        articles = self._plan.articles if self._plan is not None else 0
        self._session.say(words.format(count=f"{articles:,}", people=people))
        self._turn(FILES)
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        self.files.tell(words.format(count=f"{articles:,}", people=people))

    def _next_file(self) -> None:
        """One file after another; what is written stays, also when a later one fails."""
        if self._job is not None:
            return
        wanted = self.files.next()
        if wanted is None:
            self._tell()
            self._session.say(self.files.sentence())
            return
        out, person, options = wanted
        self._work(partial(_packet, out, person, options), self._filed, out.name)

    def _filed(self, report: PacketReport) -> None:
        self.files.filed(report)
        self._over()
        QTimer.singleShot(0, self, self._next_file)

    def _work(self, work: Work, done: Callable[[Any], None], words: str) -> None:
        self.pages.setEnabled(False)
        self.foot.setCurrentWidget(self.running)
        self.running.begin(words)
        self._job = self._job_of(work, done, self._failed)
        self._tell()

    def _job_of(
        self, work: Work, done: Callable[[Any], None], failed: Callable[..., None], *, reads: bool = False
    ) -> Job:
        job = Job(self._project.path, work, title=self.tr("Hand out work"), reads=reads)
        stopped = self._unplanned if reads else self._over
        job.follow(progressed=self.running.show_progress, done=done, failed=failed, stopped=stopped)
        job.start()
        return job

    def _over(self) -> None:
        self._job = None
        self.running.end()
        self.foot.setCurrentWidget(self.totals)
        self.pages.setEnabled(True)
        self._tell()

    def _failed(self, error: AnnotatorError) -> None:
        self._over()
        if self.pages.currentIndex() == FILES:
            self.files.failed(error)
        messages.tell(self, error)

    def reject(self) -> None:
        """Cancels what runs first; the second time the dialog closes."""
        if self._job is not None:
            self._job.cancel()
            return
        if self._planning is not None:
            self._planning.cancel()
            self._planning.wait()
        super().reject()


def _plan(options: AssignOptions, project: Project) -> Generator[Progress, None, Plan]:
    yield Progress(done=0, total=1, note="")
    return assign.plan(project, options)


def _assign(plan: Plan, who: str, project: Project) -> Generator[Progress, None, AssignReport]:
    return assign.run(project, plan, who=who)


def _packet(out: Any, person: str, options: Any, project: Project) -> Generator[Progress, None, PacketReport]:
    return packets.run(project, out, person, options)

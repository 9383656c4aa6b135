"""Tag all: every place of some words with a tick, in this article or the whole project, tagged in one step."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

import msgspec
from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QStackedWidget, QWidget

from annotator.core.errors import AnnotatorError
from annotator.core.model import Span
from annotator.core.occurrences import Manner
from annotator.core.query import Query
from annotator.core.text import quoted
from annotator.gui import messages, wording
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.dialogs.running import Running
from annotator.gui.hunting import Hunt
from annotator.gui.jobs import Job, Work
from annotator.gui.models.hits import HitsModel
from annotator.gui.session import Session
from annotator.gui.text import isolate, plain
from annotator.gui.views.concordance_rows import ROW, HitDelegate, Strip
from annotator.gui.views.lists import ListView
from annotator.gui.widgets import Elided, Segmented, boxed, button, column, hline, label, row
from annotator.store.project import Project
from annotator.work import tagall
from annotator.work.progress import Progress
from annotator.work.tagall import Place, Plan, Preview, Report, Wish

SIZE = QSize(1040, 700)


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """What tagging all begins with: words as typed or as a span has them, how to look, and where."""

    words: str
    query: Query
    manner: Manner
    label: str = ""
    span: Span | None = None  # whose attributes and actor can be carried along
    here: bool = False  # in the open article first


class TagAll(FrameDialog):
    """Looks while one chooses; `report` is what came of it."""

    def __init__(self, session: Session, beginning: Beginning, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            title=self.tr("Tag all"),
            sub=self.tr("Every ticked place gets the label, in one step that undo takes back whole."),
            size=SIZE,
            margin=48,
        )
        project, me = session.project, session.me
        if project is None or me is None:
            raise ValueError("tagging all needs an open project")
        self._session, self._project, self._me = session, project, me.id
        self._beginning = beginning
        self.report: Report | None = None
        self._found = Preview()
        self._hunt: Hunt | None = None
        self._job: Job | None = None
        self.model = HitsModel(self, ticks=True)
        self.model.codebook = project.codebook
        self._build()
        self._connect()
        self._choose_first()
        self.look()

    # --- what it is made of --------------------------------------------------------------------------

    def _build(self) -> None:
        begun = self._beginning
        self.words = Elided(plain(quoted(begun.words, 200)), "h3")
        self.labels = QComboBox()
        self.labels.setAccessibleName(self.tr("Label"))
        for rule in self._project.codebook.shown():
            self.labels.addItem(plain(rule.name), rule.key)
        self.scope = Segmented([self.tr("This article"), self.tr("Whole project")])
        self.scope.setVisible(self._session.article is not None)
        self.whole = QCheckBox(self.tr("Whole words"))
        self.exact = QCheckBox(self.tr("Match case"))
        self.endings = QCheckBox(self.tr("English -s"))
        self.endings.setToolTip(self.tr("Also in plural or singular; a possessive ’s never hinders and stays outside"))
        self.carry = QCheckBox(self._carried())
        self.carry.setVisible(bool(self._carried()))
        self.done_too = QCheckBox(self.tr("Also in articles I have done"))
        first = row((self.words, 1), label(self.tr("as"), "sub"), self.labels, 8, self.scope, gap=8)
        second = row(self.whole, self.exact, self.endings, None, self.carry, self.done_too, gap=16)
        self.delegate = HitDelegate(ticks=True)
        self.all = QCheckBox()
        self.all.setAccessibleName(self.tr("Tick all"))
        self.all.setToolTip(self.tr("Tick all, or none"))
        self.view = TickList(self.delegate, height=ROW, name=self.tr("Places"))
        self.view.setModel(self.model)
        self.strip = Strip(self.view, self.delegate)
        above = boxed(column(first, second, gap=10, margins=(20, 12, 20, 12)))
        self.body = boxed(column(above, hline(), self._strip_line(), hline(), (self.view, 1), gap=0))
        self.tell = label("", "sub")
        self.running = Running()
        self.foot = QStackedWidget()
        self.foot.addWidget(self.tell)
        self.foot.addWidget(self.running)
        self.foot.setFixedHeight(34)
        self.primary = button(self.tr("Tag"), "primary", "tag")
        self.fill(self.body, foot=self.foot, primary=self.primary)
        self.primary.setDefault(True)  # once more: before, it was in no dialog yet
        self.view.setFocus()

    def _strip_line(self) -> QWidget:
        """The box that ticks all stands over the boxes of the rows."""
        self.all.setParent(self.strip)
        self.all.setGeometry(16, 4, 20, 18)
        return self.strip

    def _carried(self) -> str:
        """What the span has that the others could have, too."""
        span = self._beginning.span
        if span is None or not (span.attributes or span.actor):
            return ""
        if not span.actor:
            return self.tr("With its attributes")
        return self.tr("With its attributes and actor") if span.attributes else self.tr("With its actor")

    def _choose_first(self) -> None:
        begun = self._beginning
        self.labels.setCurrentIndex(max(0, self.labels.findData(begun.label)))
        self.scope.set_choice(0 if begun.here and self._session.article is not None else 1)
        self.whole.setChecked(begun.manner.whole)
        self.exact.setChecked(begun.manner.exact)
        self.endings.setChecked(begun.manner.endings)
        self.carry.setChecked(True)

    def _connect(self) -> None:
        for box in (self.whole, self.exact, self.endings, self.done_too):
            box.clicked.connect(self.look)
        self.labels.activated.connect(self.look)
        self.scope.chosen.connect(self.look)
        self.all.clicked.connect(self._tick_all)
        self.view.clicked.connect(self._toggle)
        self.view.toggled.connect(self.model.toggle)
        self.model.ticked.connect(self._show_counts)
        self.primary.clicked.connect(self._go)

    # --- looking -------------------------------------------------------------------------------------

    @property
    def here(self) -> bool:
        """Whether only the open article is looked through."""
        return self.scope.choice() == 0 and self._session.article is not None

    def plan(self) -> Plan:
        """Which places are asked for, as the dialog says now."""
        article = self._session.article
        return Plan(
            query=self._beginning.query,
            manner=Manner(whole=self.whole.isChecked(), exact=self.exact.isChecked(), endings=self.endings.isChecked()),
            label=self.labels.currentData() or "",
            annotator=self._me,
            article=article.id if self.here and article is not None else "",
            done=self.done_too.isChecked(),
        )

    def look(self) -> None:
        """Looks for the places, in a worker; the rows come as they are found."""
        self._drop()
        self._found = Preview()
        self.carry.setEnabled(self._beginning.span is not None and self._same_label())
        self.done_too.setEnabled(not self.here)
        self.model.follow(self._found.hits, self._found.sources)
        self._hunt = Hunt(self._project.path, _looking(self.plan(), self._found), self.tr("Tag all"), self)
        self._hunt.grown.connect(self._grown)
        self._hunt.over.connect(self._over)
        self._hunt.failed.connect(self._not_found)
        self._show_counts()

    def _drop(self, *, wait: bool = False) -> None:
        if self._hunt is not None:
            self._hunt.drop(wait=wait)
            self._hunt = None

    def _grown(self, _: object = None) -> None:
        self.model.grow()
        if self.view.current_row() < 0 and self.model.rowCount():
            self.view.show_row(0)

    def _over(self, _: object) -> None:
        self._hunt = None
        self._grown()
        self._show_counts()

    def _not_found(self, error: AnnotatorError) -> None:
        self._hunt = None
        self._show_counts()
        messages.tell(self, error)

    def _same_label(self) -> bool:
        span = self._beginning.span
        return span is not None and span.label == self.labels.currentData()

    # --- ticks ---------------------------------------------------------------------------------------

    def _tick_all(self, on: bool) -> None:
        self.model.tick_all(on)

    def _toggle(self, index: QModelIndex) -> None:
        self.model.toggle(index.row())

    def _show_counts(self) -> None:
        """The box for all, the strip, the foot and the button follow the ticks."""
        found, count, total = self._found, self.model.chosen_count(), self.model.rowCount()
        looking = self._hunt is not None
        self.all.setChecked(0 < count == total)
        self.all.setEnabled(total > 0)
        words = self.tr("{count} of {total} ticked").format(count=f"{count:,}", total=f"{total:,}")
        nothing = self.tr("Looking …") if looking else self.tr("No place is left to tag")
        self.strip.say(words if total else nothing)
        parts = []
        if found.already:
            parts.append(self.tr("{count} tagged already").format(count=f"{found.already:,}"))
        if found.in_done:
            said = self.tr("{count} in {articles} done articles left out")
            parts.append(said.format(count=f"{found.in_done:,}", articles=f"{found.done_articles:,}"))
        if found.cut:
            parts.append(self.tr("only the first {count} are shown").format(count=f"{tagall.MOST:,}"))
        self.tell.setText("  ·  ".join(parts))
        name = self.tr("Tag {count} places").format(count=f"{count:,}") if count != 1 else self.tr("Tag 1 place")
        self.primary.setText(f" {name}")
        self.primary.setAccessibleName(name)
        self.primary.setEnabled(count > 0 and not looking and self._job is None)

    # --- tagging -------------------------------------------------------------------------------------

    def wish(self) -> Wish:
        """How the places are to be tagged."""
        begun, span = self._beginning, self._beginning.span
        same = span is not None and self._same_label()
        carried = span if same and self.carry.isChecked() else None
        return Wish(
            label=self.labels.currentData(),
            annotator=self._me,
            words=begun.words,
            attributes=None if carried is None else carried.attributes,
            actor=None if carried is None else carried.actor,
            trimmed=not same,
        )

    def places(self) -> list[Place]:
        """The ticked places, those of an article together."""
        sources = self._found.sources
        return [(sources[hit.article].id, hit.start, hit.end, hit.words) for hit in self.model.chosen()]

    def _go(self) -> None:
        if self._job is not None or not self.model.chosen_count():
            return
        job = Job(self._project.path, partial(_tagging, self.wish(), self.places()), title=self.tr("Tag all"))
        job.follow(progressed=self.running.show_progress, done=self._done, failed=self._failed, stopped=self._stopped)
        self._job = job
        self._working(True)
        self.running.begin(self.tr("Tagging …"))
        job.start()

    def _working(self, working: bool) -> None:
        self.body.setEnabled(not working)
        self.foot.setCurrentWidget(self.running if working else self.tell)
        if not working:
            self.running.end()
            self._job = None
        self._show_counts()

    def _done(self, report: Report) -> None:
        self._working(False)
        self.report = report
        self._session.look()
        self._session.saved.emit()
        words = wording.past(report.title) if report.tagged else self.tr("Nothing was tagged")
        if report.passed:
            more = self.tr("{words}; {count} were passed over: their words have changed, or they are tagged")
            words = more.format(words=words, count=f"{report.passed:,}")
        self._session.say(isolate(words), "done" if report.tagged else "info")
        self.accept()

    def _failed(self, error: AnnotatorError) -> None:
        self._stopped()
        messages.tell(self, error)

    def _stopped(self) -> None:
        self._working(False)

    # --- leaving -------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Cancels what runs first; the second time the dialog closes."""
        if self._job is not None:
            self._job.cancel()
            self.running.show_progress(Progress(done=0, note=self.tr("Cancelling …")))
            return
        super().reject()

    def done(self, result: int) -> None:
        """Closing lets go of the search, and waits for work that the window's cross has stopped."""
        self._drop(wait=True)
        if self._job is not None:
            self._job.cancel()
            self._job.wait()
        super().done(result)


class TickList(ListView):
    """Space ticks the current row; Enter is left to the dialog's button."""

    toggled = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.toggled.emit(self.current_row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _looking(plan: Plan, found: Preview) -> Work:
    def work(project: Project) -> Generator[Progress, None, bool]:
        yield from tagall.preview(project.read, plan, found)
        return True

    return work


def _tagging(wish: Wish, places: list[Place], project: Project) -> Generator[Progress, None, Report]:
    """The work as a job wants it: the project comes last."""
    return tagall.run(project, wish, places)

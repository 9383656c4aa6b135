"""Exporting: a format, what of the project goes out, and what would be lost, counted before anything is written."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QModelIndex, QSize, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.errors import AnnotatorError
from annotator.formats import writers
from annotator.formats.base import Format
from annotator.gui import messages, wording
from annotator.gui.dialogs.export_beginning import BeginningCard
from annotator.gui.dialogs.export_more import MoreOptions, line
from annotator.gui.dialogs.export_parts import FormatDelegate, FormatsModel, LossCard, TickMenu, truly
from annotator.gui.dialogs.export_target import TargetLine
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.dialogs.running import Running
from annotator.gui.jobs import Job
from annotator.gui.models.numbers import Query
from annotator.gui.session import Session
from annotator.gui.text import caption, isolate
from annotator.gui.views.lists import ListView
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import Elided, boxed, button, hline, icon_action, icon_label, label, row, vline
from annotator.store.project import Project
from annotator.work import exports
from annotator.work.beginnings import beginning
from annotator.work.exports import ExportOptions, ExportReport
from annotator.work.losses import Lost, losses
from annotator.work.progress import Progress
from annotator.work.selection import Selection

SIZE = QSize(960, 660)
RECOUNT_MS = 200  # after the last change
FEW = 5  # labels that stand as tick boxes; more go into a menu


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What each format would lose of a selection, how many articles that is, for training and otherwise, and how
    its file would begin.
    """

    articles: int
    trained: int
    lost: dict[str, list[Lost]]
    begins: dict[str, str]

    def of(self, form: Format | None) -> int:
        """How many articles go out by a format."""
        return self.trained if form is not None and form.training else self.articles


class ExportDialog(FrameDialog):
    """`listed` is what the article list shows now, offered as a selection; `report` what came of it."""

    def __init__(self, session: Session, parent: QWidget | None = None, *, listed: Query | None = None) -> None:
        super().__init__(parent, title=self.tr("Export training data"), sub="", size=SIZE, margin=40)
        project = session.project
        if project is None or session.me is None:
            raise ValueError("an export needs an open project")
        self._session, self._project, self._me = session, project, session.me
        self._listed = listed or Query()
        self.report: ExportReport | None = None
        self._counted: Counted | None = None
        self._counting: Job | None = None
        self._stale = False
        self._job: Job | None = None
        self.formats = FormatsModel(writers(), self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(RECOUNT_MS)
        self._later.timeout.connect(self._count)
        self._build()
        self._connect()
        self.view.show_row(0)
        self._format_changed()
        self._count()

    # --- what it is made of --------------------------------------------------------------------

    def _build(self) -> None:
        self.view = ListView(FormatDelegate(), height=FormatDelegate.HEIGHT, name=self.tr("Formats"))
        self.view.setModel(self.formats)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter formats"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.addAction(icon_action(self.filter, "search"), QLineEdit.ActionPosition.LeadingPosition)
        left = QWidget()
        left.setFixedWidth(268 if self.width() > 940 else 236)
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addLayout(row(self.filter, margins=(12, 12, 8, 6)))
        side.addWidget(self.view, 1)
        self.card, self.begins = LossCard(), BeginningCard()
        note = row(icon_label("check", "ok", 14), label(self.tr("marks formats that lose nothing of it."), "sub"), None)
        self.middle = Pane()
        self.middle.column.setContentsMargins(20, 14, 20, 10)
        self.middle.column.setSpacing(10)
        self.middle.column.addWidget(self.card)
        self.middle.column.addLayout(note)
        self.middle.column.addWidget(self.begins)
        self.middle.column.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._options())
        right.addWidget(hline())
        right.addWidget(self.middle, 1)
        self.body = boxed(row(left, vline(), (right, 1), gap=0))
        self.beside = QCheckBox(self.tr("Write this report beside the file"))
        self.beside.setChecked(True)
        self.running = Running()
        self.foot = QStackedWidget()
        self.foot.addWidget(self.beside)
        self.foot.addWidget(self.running)
        self.foot.setFixedHeight(34)
        self.primary = button(self.tr("Export"), "primary", "export")
        self.fill(self.body, foot=self.foot, primary=self.primary)

    def _options(self) -> QWidget:
        people = [(one.id, one.name) for one in self._project.read.annotators()]
        states = [
            ("todo", self.tr("to do")),
            ("doing", self.tr("in progress")),
            ("done", self.tr("done")),
            ("skipped", self.tr("skipped")),
        ]
        self.people = TickMenu(self.tr("Everybody"), people)
        self.people.setAccessibleName(self.tr("Annotators"))
        self.states = TickMenu(self.tr("Any state"), states)
        self.states.setAccessibleName(self.tr("States"))
        self.articles = QComboBox()
        self.articles.addItem(self.tr("All articles"), Query())
        if self._listed.filter or self._listed.state:
            self.articles.addItem(self._listed_name(), self._listed)
        self.share = Elided("", "cap")
        self.bom = QCheckBox(self.tr("Byte order mark, for spreadsheets"))
        self.target = TargetLine(self._project.path, self._project.name)
        self.file = self.target.file
        self.more = MoreOptions()
        self._bom_line = line("", self.bom, None)
        lines = QVBoxLayout()
        lines.setContentsMargins(20, 14, 20, 14)
        lines.setSpacing(8)
        lines.addWidget(line(self.tr("Annotators"), self.people, self.more.names, None))
        lines.addWidget(line(self.tr("Labels"), *self._labels(), None))
        lines.addWidget(line(self.tr("Articles"), self.articles, self.states, (self.share, 1)))
        lines.addWidget(self.more)
        lines.addWidget(self.target)
        lines.addWidget(self._bom_line)
        return boxed(lines)

    def _labels(self) -> Sequence[QWidget]:
        rules = self._project.codebook.labels
        self.label_boxes: dict[str, QCheckBox] = {}
        self.label_menu: TickMenu | None = None
        if len(rules) > FEW:
            self.label_menu = TickMenu(self.tr("All labels"), [(rule.key, rule.name) for rule in rules])
            self.label_menu.changed.connect(self._later.start)
            return [self.label_menu]
        for rule in rules:
            box = QCheckBox(caption(rule.name))
            box.setChecked(True)
            box.toggled.connect(self._ticked)
            self.label_boxes[rule.key] = box
        return list(self.label_boxes.values())

    def _listed_name(self) -> str:
        if self._listed.filter:
            return self.tr("Those the list shows for “{filter}”").format(filter=isolate(self._listed.filter))
        return self.tr("Those the list shows")

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filtered)
        self.view.picked.connect(self._format_changed)
        self.view.moved.connect(self._format_changed)
        self.people.changed.connect(self._later.start)
        self.states.changed.connect(self._later.start)
        self.articles.currentIndexChanged.connect(self._later.start)
        self.more.changed.connect(self._more_changed)
        self.target.changed.connect(self._tell)
        self.primary.clicked.connect(self._go)

    # --- the choice ----------------------------------------------------------------------------

    @property
    def form(self) -> Format | None:
        """The chosen format."""
        place = self.view.current_row()
        return self.formats.forms[place] if 0 <= place < len(self.formats.forms) else None

    def options(self) -> ExportOptions:
        """What goes out, as the dialog says now."""
        listed: Query = self.articles.currentData()
        states = self.states.chosen() or ((listed.state,) if listed.state else ())
        labels = tuple(key for key, box in self.label_boxes.items() if box.isChecked())
        if self.label_menu is not None:
            labels = self.label_menu.chosen()
        elif len(labels) == len(self.label_boxes):
            labels = ()
        bom = self.form is not None and "bom" in self.form.write_options and self.bom.isChecked()
        options = ExportOptions(
            annotators=self.people.chosen(), labels=labels, states=states, query=listed.filter, bom=bom
        )
        return self.more.filled(options)

    def _filtered(self, text: str) -> None:
        before = self.form
        self.formats.filter(text)
        forms = self.formats.forms
        self.view.show_row(forms.index(before) if before in forms else 0 if forms else -1)
        self._format_changed()

    def _format_changed(self, _: QModelIndex | None = None) -> None:
        form = self.form
        self.more.show_form(form)
        self._bom_line.setVisible(form is not None and "bom" in form.write_options)
        if form is not None:
            self.target.follow(form, parted=self.more.parted)
        self._tell()

    def _more_changed(self) -> None:
        self._later.start()
        self._format_changed()

    def _ticked(self) -> None:
        self._later.start()
        self._tell()

    # --- losses --------------------------------------------------------------------------------

    def _count(self) -> None:
        """Counts in a job; a change meanwhile counts again."""
        if self._counting is not None:
            self._stale = True
            return
        self._later.stop()
        self._stale = False
        job = Job(self._project.path, partial(_counts, self.options()), title=self.tr("Count"))
        job.done.connect(self._take)
        job.failed.connect(self._failed)
        job.ended.connect(self._counting_ended)
        self._counting = job
        self._counted = None
        self._tell()
        job.start()

    def _counting_ended(self) -> None:
        self._counting = None
        if self._stale:
            self._count()

    def _take(self, counted: Counted) -> None:
        if not self._stale:
            self._counted = counted
            self.formats.take(counted.lost)
            self._tell()

    def _tell(self) -> None:
        """Card, share and the button follow what is chosen and known."""
        form, counted = self.form, self._counted
        none = bool(self.label_boxes) and not any(box.isChecked() for box in self.label_boxes.values())
        able = form is not None and self.target.path is not None and self._job is None and not none
        ready = form is not None and form.available and counted is not None and counted.of(form) > 0
        self.allow(able and ready)
        total = self._project.read.article_count()
        self.share.setText(
            ""
            if counted is None
            else self.tr("{count} of {total} articles").format(count=f"{counted.of(form):,}", total=f"{total:,}")
        )
        self.card.setVisible(form is not None)
        self.begins.show_lines(counted.begins.get(form.name, "") if form is not None and counted is not None else "")
        if form is None:
            return
        lost = counted.lost.get(form.name, []) if counted is not None else []
        if not form.available:
            self.card.show_missing(wording.format_name(form.title), form.install)
        elif counted is None:
            self.card.show_waiting(wording.format_name(form.title))
        else:
            self.card.show_losses(wording.format_name(form.title), lost, counted.of(form))
        words = self.tr("Export with losses") if truly(lost) else self.tr("Export")
        self.primary.setText(f" {words}")
        self.primary.setAccessibleName(words)

    # --- the export itself ---------------------------------------------------------------------

    def _go(self) -> None:
        form = self.form
        out = self.target.path
        if form is None or out is None or self._job is not None:
            return
        if out.is_file() and not self._may_replace(out):
            return
        work = partial(_export, out, form, self.options(), self.beside.isChecked())
        job = Job(self._project.path, work, title=self.tr("Export"))
        job.follow(progressed=self.running.show_progress, done=self._done, failed=self._failed, stopped=self._stopped)
        self._job = job
        self._working(True)
        self.running.begin(self.tr("Exporting …"))
        job.start()

    def _may_replace(self, out: Path) -> bool:
        question = self.tr("Replace {name}?").format(name=isolate(out.name))
        detail = self.tr("A file of this name is there already. It is replaced only when the new one is complete.")
        return messages.ask(self, question, detail=detail, yes=self.tr("Replace"))

    def _working(self, working: bool) -> None:
        self.body.setEnabled(not working)
        self.primary.setEnabled(not working)
        self.foot.setCurrentWidget(self.running if working else self.beside)
        if not working:
            self.running.end()
            self._job = None

    def _done(self, report: ExportReport) -> None:
        self._working(False)
        self.report = report
        said = self.tr("Exported {articles} articles with {spans} spans to {name}")
        name = isolate(Path(report.out).name)
        self._session.say(said.format(articles=f"{report.articles:,}", spans=f"{report.spans:,}", name=name))
        self.accept()

    def _failed(self, error: AnnotatorError) -> None:
        self._stopped()
        messages.tell(self, error)

    def _stopped(self) -> None:
        self._working(False)
        self._tell()

    # --- leaving -------------------------------------------------------------------------------

    def reject(self) -> None:
        """Cancels a running export first; the second time the dialog closes."""
        if self._job is not None:
            self._job.cancel()
            self.running.show_progress(Progress(done=0, note=self.tr("Cancelling …")))
            return
        super().reject()

    def done(self, result: int) -> None:
        """Closing lets go of the count, and waits for an export that the window's cross has stopped."""
        self._later.stop()
        self._stale = False
        for job in (self._counting, self._job):
            if job is not None:
                job.cancel()
                job.wait()
        super().done(result)


def _counts(options: ExportOptions, project: Project) -> Generator[Progress, None, Counted]:
    """Counts what each format would lose, and makes the beginning of each."""
    forms = [form for form in writers() if form.available]
    with project.snapshot() as reader:
        articles = len(Selection(reader, options).numbers)
        trained = len(Selection(reader, options, training=True).numbers)
    lost: dict[str, list[Lost]] = {}
    begins: dict[str, str] = {}
    for done, form in enumerate(forms):
        yield Progress(done=done, total=len(forms), note=form.title)
        lost[form.name] = losses(project, form, options)
        begins[form.name] = beginning(project, form, options)
    return Counted(articles=articles, trained=trained, lost=lost, begins=begins)


def _export(
    out: Path, form: Format, options: ExportOptions, loss_report: bool, project: Project
) -> Generator[Progress, None, ExportReport]:
    """The work as a job wants it: the project comes last."""
    return exports.run(project, out, form, options=options, loss_report=loss_report)

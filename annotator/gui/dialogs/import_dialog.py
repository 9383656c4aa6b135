"""Importing: files and what would become of them, decided by the analyst before anything is written."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.core.errors import AnnotatorError
from annotator.formats.base import Source
from annotator.gui import messages
from annotator.gui.dialogs.files_column import FilesColumn
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.dialogs.import_files import FilesModel
from annotator.gui.dialogs.import_lines import LinesPane
from annotator.gui.dialogs.import_pages import SHOWN, ResultPage, UnknownPage
from annotator.gui.dialogs.previews import Look, Previews
from annotator.gui.dialogs.running import Running
from annotator.gui.jobs import Job
from annotator.gui.session import Session
from annotator.gui.widgets import boxed, button, label, row, vline
from annotator.store.project import Project
from annotator.work import imports
from annotator.work.prepare import Decided
from annotator.work.progress import Progress
from annotator.work.report import ImportOptions, ImportReport, UnknownLabels
from annotator.work.sources import Found

EAGER = 200  # up to this many files all are looked at; of more only the chosen one
SIZE = QSize(1040, 700)


class ImportDialog(FrameDialog):
    """Opens with files, folders or pasted sources; `report` is what came of it."""

    def __init__(self, session: Session, given: Sequence[Path | Source], parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            title=self.tr("Import articles"),
            sub=self.tr("Nothing is written until you press Import. Struck lines are left out."),
            size=SIZE,
            margin=48,
        )
        if session.project is None or session.me is None:
            raise ValueError("an import needs an open project")
        self._session, self._path = session, session.project.path
        self.options = ImportOptions(annotator=session.me.name)
        self.report: ImportReport | None = None
        self._decided: dict[str, Decided] = {}
        self._mapped: set[int] = set()  # tables whose columns somebody chose
        self._job: Job | None = None
        self._notes: list[str] = []
        self.previews = Previews(self._path, self.options, self)
        self.files = FilesModel(self)
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self.add(given)

    # --- what it is made of --------------------------------------------------------------------

    def _build(self) -> None:
        left = FilesColumn(self.files, wide=self.width() > 1000)
        self.view, self.count, self.plus = left.view, left.count, left.plus
        self.lines = LinesPane()
        self.unknown, self.outcome = UnknownPage(), ResultPage()
        self.pages = QStackedWidget()
        self.pages.addWidget(boxed(row(left, vline(), (self.lines, 1), gap=0)))
        self.pages.addWidget(self.unknown)
        self.pages.addWidget(self.outcome)
        self.totals = label("", "sub")
        self.running = Running()
        self.foot = QStackedWidget()
        self.foot.addWidget(self.totals)
        self.foot.addWidget(self.running)
        self.foot.setFixedHeight(34)
        self.primary = button(self.tr("Import"), "primary", "import")
        self.fill(self.pages, foot=self.foot, primary=self.primary)

    def _connect(self) -> None:
        self.previews.expanded.connect(self._expanded)
        self.previews.seen.connect(self._seen)
        self.previews.failed.connect(self._failed)
        self.view.picked.connect(self._show)
        self.view.moved.connect(self._show)
        self.plus.clicked.connect(self._choose)
        self.lines.decided.connect(self._decide)
        self.lines.left_out.connect(self._leave)
        self.lines.columns_chosen.connect(self._map)
        self.lines.articles.answered.connect(self._answer)
        self.unknown.skipped.connect(self._skip_unknown)
        self.primary.clicked.connect(self._go)

    # --- files ---------------------------------------------------------------------------------

    def add(self, given: Sequence[Path | Source]) -> None:
        """Adds files, folders or pasted sources; folders are taken apart in a worker."""
        if given:
            self.previews.expand(given)
        self._tell()

    def _choose(self) -> None:
        self.add(messages.choose_files(self, self.tr("Add files")))

    def _expanded(self, found: Found) -> None:
        first = len(self.files.sources)
        self._notes += found.notes
        self.files.add(found.sources, found.refusals)
        if len(self.files.sources) <= EAGER:
            for place in range(first, len(self.files.sources)):
                if place not in self.files.looks:
                    self.previews.ask(place, self.files.sources[place])
        if self.view.current_row() < 0 and self.files.sources:
            self.view.show_row(0)
            self._show()
        self._tell()

    def _show(self, _: QModelIndex | None = None) -> None:
        """The chosen file on the right; looked at now if it was not yet."""
        place = self.view.current_row()
        if place < 0:
            return
        look = self.files.looks.get(place)
        if look is None or not look.whole:
            self.previews.ask(place, self.files.sources[place], soon=True)
        self._show_known(place)

    def _show_known(self, place: int) -> None:
        """What is known of a file so far."""
        look, name = self.files.looks.get(place), self.files.sources[place].name
        self.lines.answer = self.options.unknown_labels
        self.lines.show_look(look, self._decided.get(name), left=place in self.files.left)

    def _seen(self, place: int, look: Look) -> None:
        known = self.files.looks.get(place)
        if known is None or not known.whole or place in self._mapped:
            self.files.take(place, look)
            if place == self.view.current_row():
                column = self.lines.column_in_hand()
                self._show_known(place)
                self.lines.take_column(column)
            self._tell()

    def _decide(self, decided: Decided) -> None:
        self._decided[self.files.sources[self.view.current_row()].name] = decided

    def _map(self, columns: dict[str, str]) -> None:
        """Other columns of a table: its file is looked at again, and what is shown follows when that is done."""
        place = self.view.current_row()
        source = self.files.sources[place]
        before = self._decided.get(source.name, Decided())
        self._decided[source.name] = msgspec.structs.replace(before, columns=columns)
        self.previews.options = msgspec.structs.replace(self.options, decided=dict(self._decided))
        self._mapped.add(place)
        self.previews.ask(place, source, soon=True, again=True)

    def _leave(self, left: bool) -> None:
        self.files.leave(self.view.current_row(), left)
        self._tell()

    # --- totals --------------------------------------------------------------------------------

    def _tell(self) -> None:
        """Heading, totals and the button's name follow what is known."""
        counts, total = self.files.counts(), len(self.files.sources)
        self.count.setText(self.tr("1 file") if total == 1 else self.tr("{count} files").format(count=f"{total:,}"))
        names = {
            "ready": self.tr("{count} ready"),
            "look": self.tr("{count} to look at"),
            "duplicate": self.tr("{count} there already"),
            "refused": self.tr("{count} refused"),
            "left": self.tr("{count} left out"),
            "waiting": self.tr("{count} not looked at yet"),
        }
        parts = [name.format(count=f"{counts[key]:,}") for key, name in names.items() if counts[key]]
        self.totals.setText("  ·  ".join(parts))
        words, able = self._act(counts, total)
        self._name_primary(words)
        self.allow(able)

    def _name_primary(self, words: str) -> None:
        self.primary.setText(f" {words}")
        self.primary.setAccessibleName(words)

    def _act(self, counts: dict[str, int], total: int) -> tuple[str, bool]:
        """What the button does, and whether it can."""
        taking = total - len(self.files.left) - counts["refused"]
        if counts["waiting"] or self.files.uncounted():
            words = self.tr("Import 1 file") if taking == 1 else self.tr("Import {count} files")
            return words.format(count=f"{taking:,}"), taking > 0
        articles = self.files.articles()
        spans = any(look.file.spans and look.file.already_there for look in self.files.looks.values())
        if articles == 1:
            return self.tr("Import 1 article"), True
        if not articles and spans:
            return self.tr("Import spans"), True
        return self.tr("Import {count} articles").format(count=f"{articles:,}"), articles > 0

    # --- the import itself ---------------------------------------------------------------------

    def _go(self) -> None:
        if self.pages.currentWidget() is self.outcome:
            self.accept()
        elif self.pages.currentWidget() is self.unknown:
            self._again("add")
        elif self._job is None:
            self._start()

    def _start(self) -> None:
        decided = dict(self._decided)
        for place in self.files.left:
            name = self.files.sources[place].name
            decided[name] = msgspec.structs.replace(decided.get(name, Decided()), take=False)
        options = msgspec.structs.replace(self.options, decided=decided)
        self.previews.stop()
        job = Job(self._path, partial(_import, list(self.files.sources), options), title=self.tr("Import"))
        job.follow(progressed=self.running.show_progress, done=self._done, failed=self._failed, stopped=self._cancelled)
        self._job = job
        self._working(True)
        self.running.begin(self.tr("Importing …"))
        job.start()

    def _working(self, working: bool) -> None:
        self.pages.setEnabled(not working)
        self.primary.setEnabled(not working)
        self.plus.setEnabled(not working)
        self.foot.setCurrentWidget(self.running if working else self.totals)
        if not working:
            self.running.end()
            self._job = None
            self.previews.resume()

    def _done(self, report: ImportReport) -> None:
        self._working(False)
        report.notes = list(dict.fromkeys((*self._notes, *report.notes)))
        if report.stopped:
            self._ask(report)
            return
        self.report = report
        self._session.refresh()
        self._session.say(self.outcome.sentence(report), "warn" if report.errors else "done")
        if not (report.errors or report.notes or report.near_duplicates):
            self.accept()
            return
        self.outcome.show_report(report, self._titles(report))
        self.pages.setCurrentWidget(self.outcome)
        self.totals.setText("")
        self.sub.hide()
        self.cancel.hide()
        self.primary.setIcon(QIcon())
        self._name_primary(self.tr("Close"))
        self.primary.setEnabled(True)
        self.primary.setFocus()

    def _titles(self, report: ImportReport) -> dict[str, str]:
        """The titles of those near-duplicates that are shown."""
        project = self._session.project
        if project is None:
            return {}
        shown = [key for group in report.near_duplicates[:SHOWN] for key in group[: SHOWN + 1]]
        return {key: project.read.article(key).title for key in shown}

    def _ask(self, report: ImportReport) -> None:
        self.unknown.show_labels(report.unknown_labels)
        self.pages.setCurrentWidget(self.unknown)
        self.totals.setText(self.tr("Add them to the codebook, skip their spans, or cancel the import."))
        self._name_primary(self.tr("Add and import"))
        self.primary.setFocus()

    def _answer(self, answer: UnknownLabels) -> None:
        """What becomes of unknown labels, decided before the import instead of when it asks."""
        self.options = msgspec.structs.replace(self.options, unknown_labels=answer)

    def _skip_unknown(self) -> None:
        self._again("skip")

    def _again(self, unknown: UnknownLabels) -> None:
        self.options = msgspec.structs.replace(self.options, unknown_labels=unknown)
        self.pages.setCurrentIndex(0)
        self._start()

    def _failed(self, error: AnnotatorError) -> None:
        self._working(False)
        self._tell()
        messages.tell(self, error)

    def _cancelled(self) -> None:
        self._working(False)
        self._tell()
        self.totals.setText(self.tr("Cancelled: nothing was imported."))

    # --- leaving -------------------------------------------------------------------------------

    def reject(self) -> None:
        """Cancels a running import first; the second time the dialog closes."""
        if self._job is not None:
            self._job.cancel()
            self.running.show_progress(Progress(done=0, note=self.tr("Cancelling …")))
            return
        super().reject()

    def done(self, result: int) -> None:
        """Closing lets go of the worker."""
        self.previews.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own cross: a running import is cancelled and waited for."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if event.mimeData().hasUrls():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes dropped files."""
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])


def _import(
    sources: Sequence[Path | Source], options: ImportOptions, project: Project
) -> Generator[Progress, None, Any]:
    """The work as a job wants it: the project comes last."""
    return imports.run(project, sources, options)

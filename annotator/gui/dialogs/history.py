"""The history: every step of the project or of one record, filtered, each in full, and taken back alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.core.errors import AnnotatorError
from annotator.core.model import Span
from annotator.gui import wording
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.dialogs.history_filters import HistoryFilters
from annotator.gui.dialogs.history_step import MOST, StepPane
from annotator.gui.models.changed import told
from annotator.gui.models.history_list import HistoryModel
from annotator.gui.views.history_rows import ROW, HistoryDelegate
from annotator.gui.views.lists import ListView
from annotator.gui.widgets import Elided, boxed, button, column, hline, label, row, vline
from annotator.store.history import Changed, Entry

if TYPE_CHECKING:
    from annotator.gui.histories import Histories

SIZE = QSize(1040, 700)
LATE_MS = 100  # after the dialog is shown
SHOW_MS = 40  # after the last arrow key


class HistoryDialog(FrameDialog):
    """Left the steps, right the chosen one; `record` narrows it down to the steps of one span."""

    def __init__(self, histories: Histories, parent: QWidget, *, record: Span | None = None) -> None:
        sub = self.tr("Who did what, and when. A step can be taken back alone while what it changed is as it left it.")
        super().__init__(parent, title=self.tr("History"), sub=sub, size=SIZE, margin=48)
        self._histories = histories
        self._record = record
        self._changes: list[Changed] = []
        self._wanted = -1  # the journal line that shall be current once the list has come
        project = histories.session.project
        assert project is not None  # the room opens it only with one
        self._project = project
        self.model = HistoryModel(project, self)
        self.filters = HistoryFilters()
        self.view = ListView(HistoryDelegate(), height=ROW, name=self.tr("Steps"))
        self.view.setModel(self.model)
        self.step = StepPane()
        self.told = label("", "sub", wrap=True)
        self.count = label("", "cap")
        self._build()
        self._connect()
        names = project.read.annotators()
        article = histories.session.article
        self.filters.load(names, article.id if article is not None else None)
        QTimer.singleShot(LATE_MS, self, self._load_acts)  # a long journal is seen before all of it is read
        self._ask()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.only = Elided("", "h3")
        self.all = button(self.tr("All steps"), "link")
        self.all.setAutoDefault(False)
        self.only_row = boxed(row((self.only, 1), self.all, margins=(20, 8, 20, 0)))
        self.empty = label(self.tr("No step answers these filters"), "sub")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        self.go = button(self.tr("Go to the place"), "primary")
        sides = row((self.stack, 6), vline(), (boxed(self._side()), 5), gap=0)
        filters = boxed(row(self.filters, margins=(20, 10, 20, 10)))
        body = boxed(column(self.only_row, filters, hline(), (boxed(sides), 1), gap=0))
        self.cancel.setText(self.tr("Close"))
        self.fill(body, foot=self.count, primary=self.go)

    def _side(self) -> QVBoxLayout:
        self.back = button(self.tr("Take this step back"), icon="undo")
        self.again = button(self.tr("Do it again"), icon="redo")
        self.narrow = button(self.tr("All steps of this span"), "quiet", icon="clock")
        for one in (self.back, self.again, self.narrow):
            one.setAutoDefault(False)
        buttons = row(self.narrow, None, self.again, self.back)
        return column((self.step, 1), self.told, buttons, gap=10, margins=(20, 14, 20, 14))

    def _connect(self) -> None:
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SHOW_MS)
        self._soon.timeout.connect(self._show)
        self.filters.changed.connect(self._ask)
        self.model.settled.connect(self._arrived)
        self.model.failed.connect(self._failed)
        self.view.clicked.connect(self._show)
        self.view.moved.connect(self._soon.start)
        self.view.doubleClicked.connect(self._go)
        for made, act in (
            (self.all, self._widen),
            (self.narrow, self._narrow),
            (self.back, self._take_back),
            (self.again, self._do_again),
            (self.go, self._go),
        ):
            made.clicked.connect(act)

    def _load_acts(self) -> None:
        try:
            self.filters.load_acts(self.model.history.acts())
        except AnnotatorError as error:
            self._failed(error)

    # --- the list -----------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.only_row.setVisible(self._record is not None)
        if self._record is not None:
            self.only.setText(self.tr("Steps of {span}").format(span=self._histories.named(self._record)))
        try:
            self.model.ask(self.filters.asked(self._record.id if self._record else ""))
        except AnnotatorError as error:
            self._failed(error)

    def _arrived(self) -> None:
        count = self.model.rowCount()
        words = self.tr("1 step") if count == 1 else self.tr("{count} steps")
        self.count.setText(words.format(count=f"{count:,}") if self.model.complete else "…")
        self.stack.setCurrentWidget(self.view if count else self.empty)
        wanted, self._wanted = self._wanted, -1
        row = self.model.row_of(wanted) if wanted >= 0 else self.view.current_row()
        self.view.show_row(max(0, row) if count else -1)
        self._show()

    def _failed(self, error: object) -> None:
        if isinstance(error, AnnotatorError):
            self._tell(wording.line(error), bad=True)

    def _widen(self) -> None:
        entry = self._entry()
        self._record, self._wanted = None, entry.line.n if entry is not None else -1
        self._ask()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow(self) -> None:
        span, entry = self._span(), self._entry()
        if span is not None and entry is not None:
            self._record, self._wanted = span, entry.line.n
            self.filters.clear()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the chosen step ----------------------------------------------------------------------------

    def _entry(self) -> Entry | None:
        return self.model.entry_at(self.view.current_row())

    def _span(self) -> Span | None:
        """The span that the chosen step made, changed or deleted, if it is one."""
        spans = [one for change in self._changes for one in (change.after or change.before,) if isinstance(one, Span)]
        return spans[0] if len(spans) == 1 else None

    def _show(self, _index: QModelIndex | None = None) -> None:
        self._soon.stop()
        entry = self._entry()
        self._tell("")
        total = 0
        self._changes = []
        if entry is None:
            self.step.show_nothing(self.tr("No step is chosen"))
        else:
            try:
                self._changes, total = self.model.history.changes(entry.line.n, most=MOST)
            except AnnotatorError as error:
                self._failed(error)
            self._changes.sort(key=lambda one: one.record != (self._record.id if self._record else ""))
            names = self._histories.names()
            here = entry.line.site == self._project.site
            self.step.show_step(entry, [told(one, names) for one in self._changes], total, here=here)
        self._offer(entry)

    def _offer(self, entry: Entry | None) -> None:
        own = entry is not None and entry.line.target is None and entry.line.site == self._project.site
        able = own and not self._project.read_only and entry is not None
        steps_back = entry is not None and entry.line.target is not None
        self.back.setVisible(not steps_back and (entry is None or not entry.taken_back))
        self.again.setVisible(entry is not None and entry.taken_back)
        self.back.setEnabled(able)
        self.again.setEnabled(able and entry is not None and not entry.line.bulk)
        self.narrow.setVisible(self._span() is not None and self._record is None)
        self.go.setEnabled(entry is not None and entry.line.article is not None)

    def _tell(self, words: str, *, bad: bool = False) -> None:
        self.told.setText(words)
        self.told.setProperty("role", "warn" if bad else "sub")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.told.setVisible(bool(words))

    # --- what is done -------------------------------------------------------------------------------

    def _take_back(self) -> None:
        self._step(back=True)

    def _do_again(self) -> None:
        self._step(back=False)

    def _step(self, *, back: bool) -> None:
        entry = self._entry()
        if entry is None:
            return
        error = self._histories.session.step(back=back, line=entry.line.n)
        if error is not None:
            self._tell(wording.line(error), bad=True)
            return
        self._wanted = entry.line.n
        self._ask()
        self.model.settled.connect(self._say_done, Qt.ConnectionType.SingleShotConnection)
        self._say_done()

    def _say_done(self) -> None:
        """The list is read anew and would take the words away: they are said when it has come, too."""
        entry = self._entry()
        words = self.tr("Taken back. Undo and redo know of it.")
        self._tell(words if entry is not None and entry.taken_back else self.tr("Done again."))

    def _go(self) -> None:
        entry, span = self._entry(), self._span()
        if entry is None or entry.line.article is None:
            return
        self.accept()
        self._histories.go(entry.line.article, span.id if span is not None else None)

    def done(self, result: int) -> None:
        """The worker lets go of the file."""
        self.model.close()
        super().done(result)

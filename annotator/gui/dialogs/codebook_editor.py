"""The codebook editor: labels, attributes and relation kinds; before anything is changed it says what that touches."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook, Label
from annotator.core.codebook_change import differences
from annotator.core.codebook_edit import Draft
from annotator.core.codebook_faults import RELATION
from annotator.core.errors import AnnotatorError, PathTrouble
from annotator.gui import messages, wording
from annotator.gui.dialogs.codebook_form import small
from annotator.gui.dialogs.codebook_list import BOOK, ROW, EntriesModel, EntryDelegate, EntryList
from annotator.gui.dialogs.codebook_pages import BookPage, LabelPage, RelationPage, RemovalPage
from annotator.gui.dialogs.codebook_review import Review
from annotator.gui.dialogs.codebook_state import Editing
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.dialogs.running import Running
from annotator.gui.jobs import Job
from annotator.gui.session import Session
from annotator.gui.text import plain
from annotator.gui.widgets import boxed, button, column, label, row, vline
from annotator.store.project import Project
from annotator.work import codebooks as work
from annotator.work import shipped
from annotator.work.codebooks import Impact, Outcome
from annotator.work.progress import Progress

SIZE = QSize(1040, 700)


class CodebookEditor(FrameDialog):
    """Accepted once the change is made; `outcome` then says what it did, `older` that older spans are wanted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, title=self.tr("Codebook"), sub="", size=SIZE, margin=48)
        project = session.project
        if project is None or session.me is None:
            raise ValueError("the codebook editor needs an open project")
        self._session, self._me = session, session.me
        self.setWindowTitle(self.tr("Codebook"))
        self.editing = Editing(project, self)
        self.outcome: Outcome | None = None
        self.older = False
        self._made: Codebook | None = None
        self._job: Job | None = None
        self._warned = False
        self.path = BOOK
        self._build()
        self.editing.changed.connect(self._changed)
        first = project.codebook.labels[0].key
        self.show_path(first)
        self._changed()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what it is made of -------------------------------------------------------------------------

    def _build(self) -> None:
        self.model = EntriesModel(self.editing, self)
        self.list = EntryList(EntryDelegate(), height=ROW, name=self.tr("Parts of the codebook"))
        self.list.setModel(self.model)
        self.list.moved.connect(self._picked)
        self.list.picked.connect(self._picked)
        self.list.move_requested.connect(self._move)
        self.list.remove_requested.connect(self._ask_remove)
        self.book, self.label = BookPage(self.editing), LabelPage(self.editing)
        self.relation = RelationPage(self.editing)
        self.book.import_requested.connect(self._import)
        self.book.export_requested.connect(self._export)
        self.book.older_requested.connect(self._look_back)
        self.pages = QStackedWidget()
        self.removal = RemovalPage(self.editing)
        self.removal.decided.connect(self._remove)
        self.removal.kept.connect(self._keep)
        for page in (self.book, self.label, self.relation, self.removal):
            self.pages.addWidget(page)
        self.review = Review(self.editing)
        self.review.answered.connect(self._answered)
        edit = boxed(row(self._side(), vline(), (self.pages, 1), gap=0))
        self.body = QStackedWidget()
        self.body.addWidget(edit)
        self.body.addWidget(self.review)
        self.state = label("", "sub", wrap=True)
        self.back = button(self.tr("Back"))
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self._back)
        self.running = Running()
        self.primary = button(self.tr("Review the change"), "primary")
        self.primary.clicked.connect(self._go_on)
        self.foot = QStackedWidget()
        self.foot.addWidget(self.state)
        self.foot.addWidget(self.running)
        self.foot.setFixedHeight(34)
        self.fill(self.body, foot=row((self.foot, 1), self.back, gap=8), primary=self.primary)

    def _side(self) -> QWidget:
        self.more = small(button(self.tr("Label"), icon="plus"), self._add_label)
        self.more.setAccessibleName(self.tr("Add a label"))
        self.tie = small(button(self.tr("Relation"), icon="plus"), self._add_kind)
        self.tie.setAccessibleName(self.tr("Add a relation"))
        self.up = small(button("", "quiet", "up"), partial(self._move, -1))
        self.down = small(button("", "quiet", "down"), partial(self._move, 1))
        self.gone = small(button("", "quiet", "trash"), self._ask_remove)
        for tool, words in (
            (self.up, self.tr("Up  (Ctrl+Up)")),
            (self.down, self.tr("Down  (Ctrl+Down)")),
            (self.gone, self.tr("Remove or merge  (Del)")),
        ):
            tool.setToolTip(words)
            tool.setAccessibleName(words)
            tool.setFixedWidth(30)
        tools = column(row(self.more, self.tie, gap=6), row(None, self.up, self.down, self.gone, gap=0), gap=2)
        tools.setContentsMargins(10, 4, 10, 8)
        side = boxed(column((self.list, 1), tools, gap=0, margins=(4, 8, 0, 0)), "panel")
        side.setMinimumWidth(248)  # a longer word on a button takes more
        side.setMaximumWidth(340)
        side.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.list.setMinimumWidth(0)
        return side

    # --- what is shown ------------------------------------------------------------------------------

    def show_path(self, path: str) -> None:
        """Turns to a part of the codebook."""
        self.path = path if self.model.row_of(path) >= 0 else BOOK
        self.list.show_row(self.model.row_of(self.path))
        self._show_page()

    def _picked(self, index: QModelIndex) -> None:
        self.path = self.model.entries[index.row()].path
        self._show_page()

    def _show_page(self) -> None:
        owner = self.editing.owner(self.path) if self.path else None
        if owner is None:
            self.book.show_book()
            self.pages.setCurrentWidget(self.book)
        elif isinstance(owner, Label):
            self.label.show_owner(owner)
            self.pages.setCurrentWidget(self.label)
        else:
            self.relation.show_owner(owner)
            self.pages.setCurrentWidget(self.relation)
        for tool in (self.up, self.down, self.gone):
            tool.setEnabled(owner is not None)

    def _changed(self) -> None:
        self._warned = False
        self.model.reload()
        self.show_path(self.path)
        self._say_state()

    def _say_state(self) -> None:
        faults, changed = self.editing.faults, self.editing.is_changed()
        if faults:
            text = wording.reason(faults[0].text)
            more = self.tr(" and {count} more").format(count=len(faults) - 1) if len(faults) > 1 else ""
            self._say(text[:1].upper() + text[1:] + more, "danger")
        elif not changed:
            self._say(self.tr("Nothing is changed yet."), "sub")
        else:
            count = len(differences(self.editing.base, self.editing.book))
            words = self.tr("1 difference; what it touches is counted before it is made.")
            if count != 1:
                words = self.tr("{count} differences; what they touch is counted before they are made.")
            self._say(words.format(count=f"{count:,}"), "sub")
        self.primary.setText(self.tr("Review the change"))
        self.primary.setEnabled(changed and not faults)
        self.back.hide()

    def _say(self, text: str, role: str) -> None:
        self.state.setText(plain(text))
        self.state.setProperty("role", role)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)

    # --- acts on the list ---------------------------------------------------------------------------

    def _add_label(self) -> None:
        path = self.editing.add_label(self._fresh(self.tr("New label")))
        self.show_path(path)
        self.label.show_part(0)
        self.label.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.label.form.name.selectAll()

    def _add_kind(self) -> None:
        self.show_path(self.editing.add_kind(self.tr("New relation")))
        self.relation.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.relation.name.selectAll()

    def _fresh(self, name: str) -> str:
        taken = {one.name for one in self.editing.book.labels}
        number, made = 2, name
        while made in taken:
            made, number = f"{name} {number}", number + 1
        return made

    def _move(self, step: int) -> None:
        self.editing.move(self.path, step)

    def _ask_remove(self) -> None:
        """It is asked what becomes of what the part has; a part that nobody uses just goes."""
        owner = self.editing.owner(self.path) if self.path else None
        if owner is None:
            return
        if isinstance(owner, Label) and len(self.editing.book.labels) == 1:
            self._say(self.tr("A codebook needs a label: add another one before you remove this one."), "danger")
            return
        if not self.editing.used(self.path):
            self._remove(None)
            return
        self.removal.ask(self.path)
        self.pages.setCurrentWidget(self.removal)
        self.removal.answer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        self._show_page()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, heir: str | None) -> None:
        at, path = self.model.row_of(self.path), self.path
        self.editing.remove(path, heir=heir)
        target = heir if heir is None or not path.startswith(RELATION) else RELATION + heir
        entries = self.model.entries
        self.show_path(target if target is not None else entries[min(at, len(entries) - 1)].path)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- in and out ---------------------------------------------------------------------------------

    def _import(self, name: str) -> None:
        if name:
            self._take_book(shipped.load(name))
            return
        chosen = messages.choose_files(self, self.tr("A codebook (JSON)"))
        if chosen:
            self.bring(chosen[0])

    def bring(self, path: Path) -> None:
        """A codebook from a file takes the draft's place; what stands in the way is said."""
        try:
            book = shipped.read(path)
        except AnnotatorError as error:
            self._say(wording.line(error), "danger")
            return
        self._take_book(book)

    def _take_book(self, book: Codebook) -> None:
        self.editing.take(work.from_file(book, {}))
        self.show_path(BOOK)

    def _export(self) -> None:
        proposal = self.editing.project.path.with_name(f"{self.editing.book.name}.json")
        target = messages.choose_target(self, self.tr("Export the codebook"), proposal)
        if target is None:
            return
        try:
            target.write_text(codebooks.readable(self.editing.book), encoding="utf-8", newline="\n")
        except OSError as error:
            trouble = PathTrouble(path=target, reason=error.strerror or str(error), advice="Choose another file")
            self._say(wording.line(trouble), "danger")
            return
        self._say(self.tr("Written: {path}").format(path=target), "sub")

    def _look_back(self) -> None:
        self.older = True
        self.reject()

    # --- reviewing and doing ------------------------------------------------------------------------

    def _go_on(self) -> None:
        if self.body.currentWidget() is self.review:
            self._apply()
        else:
            self._review()

    def _review(self) -> None:
        editing = self.editing
        try:
            made = work.next_version(editing.project, editing.draft, editing.base)
        except AnnotatorError as error:
            self._say(wording.line(error), "danger")
            return
        found = self._impacts(made)
        self.review.show_change(made, differences(editing.base, made), found, editing.draft.fates)
        self.body.setCurrentWidget(self.review)
        self._weigh(found)
        first = next((box for box in self.review.answers.values() if box.isEnabled()), None)
        missing = any(one.open for one in found)
        (first if missing and first is not None else self.primary).setFocus(Qt.FocusReason.OtherFocusReason)

    def _impacts(self, made: Codebook) -> list[Impact]:
        editing, self._made = self.editing, made
        return work.impacts(editing.project, made, editing.draft.fates, editing.uses, editing.base)

    def _weigh(self, found: list[Impact]) -> None:
        """Whether it can be made now, and what is to be said about that."""
        missing = sum(one.open for one in found)
        if missing:
            words = self.tr("Say what becomes of what has no place any more: {count} open.")
            self._say(words.format(count=missing), "warn")
        elif any(one.spans for one in found):
            self._say(self.tr("One step, which undo takes back whole."), "sub")
        else:
            self._say(self.tr("Nothing that is tagged is touched."), "sub")
        self.primary.setText(self.tr("Change the codebook"))
        self.primary.setEnabled(not missing)
        self.back.show()

    def _answered(self, path: str, key: str | None) -> None:
        """An answer stands where it was given; another label for all spans may bring other questions with it."""
        editing = self.editing
        editing.draft = Draft(book=editing.book, fates={**editing.draft.fates, path: key})
        made = work.next_version(editing.project, editing.draft, editing.base)
        found = self._impacts(made)
        if not self.review.show_answers(found, editing.draft.fates):
            self.review.show_change(made, differences(editing.base, made), found, editing.draft.fates)
            if path in self.review.answers:
                self.review.answers[path].setFocus(Qt.FocusReason.OtherFocusReason)
        self._weigh(found)

    def _back(self) -> None:
        self.body.setCurrentIndex(0)
        self._say_state()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _apply(self) -> None:
        made, project = self._made, self.editing.project
        if made is None or self._job is not None:
            return
        try:
            project.check_writable()
        except AnnotatorError as error:
            self._say(wording.line(error), "danger")
            return
        self._session.leaving.emit()
        run = partial(_run, made, self.editing, self._me.id)
        self._job = Job(project.path, run, title=self.tr("Change the codebook"))
        self._job.progressed.connect(self.running.show_progress)
        self._job.done.connect(self._done)
        self._job.failed.connect(self._failed)
        self._job.cancelled.connect(self._stopped)
        self._job.ended.connect(self._ended)
        self.primary.setEnabled(False)
        self.back.setEnabled(False)
        self.foot.setCurrentWidget(self.running)
        self.running.begin(self.tr("Changing the codebook …"))
        self._job.start()

    def _done(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._session.look()

    def _failed(self, error: AnnotatorError) -> None:
        self._say(wording.line(error), "danger")

    def _stopped(self) -> None:
        self._say(self.tr("Cancelled; nothing was changed."), "sub")

    def _ended(self) -> None:
        self._job = None
        self.running.end()
        self.foot.setCurrentWidget(self.state)
        self.back.setEnabled(True)
        self.primary.setEnabled(self.outcome is None)
        if self.outcome is not None:
            self.accept()

    def reject(self) -> None:
        """Escape goes one step back: it stops the work, leaves the review, and asks once before changes are let go."""
        if self._job is not None:
            self._job.cancel()
        elif self.body.currentWidget() is self.review:
            self._back()
        elif self.pages.currentWidget() is self.removal:
            self._keep()
        elif self.editing.is_changed() and not self._warned and not self.older:
            self._warned = True
            self._say(self.tr("The changes are not made yet. Escape or Cancel once more lets them go."), "warn")
        else:
            super().reject()


def _run(made: Codebook, editing: Editing, who: str, project: Project) -> Generator[Progress, None, Outcome]:
    """The work as a job wants it: the project comes last."""
    return work.run(project, made, fates=editing.draft.fates, who=who, follows=editing.follows)

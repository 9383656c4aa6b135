"""All questions and remarks: open ones first, each with its answers, its place in the text and a field to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.core.remarks import Thread
from annotator.core.text import quoted
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.text import isolate, plain
from annotator.gui.widgets import Segmented, boxed, button, column, label, row

if TYPE_CHECKING:
    from annotator.gui.remarking import Remarking


class Remarks(FrameDialog):
    """Left the threads, right the chosen one."""

    def __init__(self, remarking: Remarking, parent: QWidget) -> None:
        super().__init__(
            parent,
            title=self.tr("Questions and remarks"),
            sub=self.tr("A question is open until somebody answers it or closes it."),
            size=QSize(960, 660),
            margin=48,
        )
        self._remarking = remarking
        self._threads: list[Thread] = []
        self._names = self._people()
        self.where = Segmented([self.tr("Whole project"), self.tr("This article")])
        self.which = Segmented([self.tr("Open questions"), self.tr("All")])
        for choice in (self.where, self.which):
            choice.chosen.connect(self._load)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Questions and remarks"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(self._go)
        self.count = label("", "cap")
        left = column(row(self.which, self.where, None, gap=8), (self.list, 1), gap=10)
        body = boxed(row((boxed(left), 3), (boxed(self._thread_side()), 4), gap=20, margins=(20, 14, 20, 14)))
        self.go = button(self.tr("Go to the place"), "primary")
        self.go.clicked.connect(self._go)
        self.cancel.setText(self.tr("Close"))
        self.fill(body, foot=self.count, primary=self.go)
        self._load()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _thread_side(self) -> QVBoxLayout:
        self.about = label("", "h3", wrap=True)
        self.words = label("", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.field = QPlainTextEdit()
        self.field.setObjectName("field")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(76)
        self.field.setAccessibleName(self.tr("Answer"))
        self.field.setPlaceholderText(self.tr("Write an answer"))
        self.field.textChanged.connect(self._typed)
        self.reply = button(self.tr("Answer"))
        self.reply.clicked.connect(self._answer)
        self.close_question = button(self.tr("Close the question"), "quiet")
        self.close_question.clicked.connect(self._toggle)
        buttons = row(self.close_question, None, self.reply)
        return column(self.about, (self.words, 1), self.field, buttons, gap=10)

    # --- what is shown ------------------------------------------------------------------------------

    def _people(self) -> dict[str, str]:
        project = self._remarking.session.project
        return {one.id: one.name for one in project.read.annotators()} if project else {}

    def _load(self) -> None:
        """Lists the threads anew; the one that was chosen stays so."""
        chosen = self._chosen()
        found = self._remarking.threads(here=self.where.choice() == 1)
        self._threads = [thread for thread in found if thread.open or self.which.choice() == 1]
        self.list.blockSignals(True)
        self.list.clear()
        for thread in self._threads:
            self.list.addItem(QListWidgetItem(self._row(thread)))
        self.list.blockSignals(False)
        ids = [thread.first.id for thread in self._threads]
        row = ids.index(chosen.first.id) if chosen is not None and chosen.first.id in ids else 0
        self.list.setCurrentRow(row if self._threads else -1)
        waiting = sum(thread.open for thread in found)
        words = self.tr("1 open question") if waiting == 1 else self.tr("{count} open questions")
        self.count.setText(words.format(count=waiting))
        self._show()

    def _row(self, thread: Thread) -> str:
        first = thread.first
        sign = self.tr("Open") if thread.open else self.tr("Answered") if first.question else self.tr("Remark")
        answers = len(thread.answers)
        more = "" if not answers else self.tr(" · 1 answer") if answers == 1 else self.tr(" · {count} answers")
        line = f"{sign} · {isolate(self._name(first.annotator))}{more.format(count=answers)}"
        return f"{plain(first.text[:160])}\n{line}"

    def _name(self, annotator: str) -> str:
        return self._names.get(annotator, self.tr("somebody"))

    def _chosen(self) -> Thread | None:
        row = self.list.currentRow()
        return self._threads[row] if 0 <= row < len(self._threads) else None

    def _show(self) -> None:
        thread = self._chosen()
        for part in (self.field, self.reply, self.close_question, self.go):
            part.setEnabled(thread is not None)
        if thread is None:
            nothing = self.tr("No open questions") if self.which.choice() == 0 else self.tr("Nothing was asked yet")
            self.about.setText(nothing)
            self.words.setText(self.tr("Shift+M in the article asks about the active span, or about the article."))
            return
        said = [thread.first, *thread.answers]
        self.about.setText(self._place(thread))
        self.words.setText("\n\n".join(f"{self._name(one.annotator)}:  {one.text}" for one in said))
        self.close_question.setText(self.tr("Close the question") if thread.open else self.tr("Open it again"))
        self._typed()

    def _place(self, thread: Thread) -> str:
        """The words it is about, and the article."""
        project = self._remarking.session.project
        if project is None:
            return ""
        article = project.read.article(thread.first.article)
        title = isolate(article.title or article.text[:80])
        key = thread.first.span
        span = next((one for one in project.read.spans(article.id) if one.id == key), None) if key else None
        if span is not None:
            return self.tr("{words} in {title}").format(words=isolate(quoted(span.words, 80)), title=title)
        return self.tr("A span that is gone, in {title}").format(title=title) if key else title

    def _typed(self) -> None:
        self.reply.setEnabled(self._chosen() is not None and bool(self.field.toPlainText().strip()))

    # --- what is done -------------------------------------------------------------------------------

    def _answer(self) -> None:
        thread = self._chosen()
        if thread is not None and self._remarking.answer(thread, self.field.toPlainText()):
            self.field.clear()
            self._load()

    def _toggle(self) -> None:
        thread = self._chosen()
        if thread is not None and self._remarking.set_open(thread, open=not thread.open):
            self._load()

    def _go(self) -> None:
        thread = self._chosen()
        if thread is not None:
            self.accept()
            self._remarking.go(thread.first.article, thread.first.span)

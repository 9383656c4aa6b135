"""What is held: spans and relations that a correction or a merge cut off, to be put back by hand or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from annotator.core.model import Fragment, Held, Relation, Span
from annotator.core.release import describe, former_place, label_now
from annotator.core.text import quoted
from annotator.gui import wording
from annotator.gui.dialogs.codebook_form import Combo
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.text import isolate, plain
from annotator.gui.widgets import boxed, button, column, label, row

if TYPE_CHECKING:
    from annotator.gui.remarking import Remarking


class HeldRecords(FrameDialog):
    """Left what is held, right why; a span is put on the words that are selected in its article."""

    def __init__(self, remarking: Remarking, parent: QWidget) -> None:
        super().__init__(
            parent,
            title=self.tr("Held for your decision"),
            sub=self.tr("Nothing of this is lost: put it where it belongs, or let it go. Undo holds it again."),
            size=QSize(860, 560),
            margin=48,
        )
        self._remarking = remarking
        self._held: list[Held] = []
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Held records"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show)
        self.words = label("", "h3", wrap=True)
        self.why = label("", "sub", wrap=True)
        self.how = label("", "hint", wrap=True)
        self.let_go = button(self.tr("Let it go"), "danger")
        self.let_go.clicked.connect(self._let_go)
        self.open_article = button(self.tr("Open its article"))
        self.open_article.clicked.connect(self._open)
        self.put = button(self.tr("Put it back"), "primary")
        self.put.clicked.connect(self._put)
        self.labels = Combo()
        self.labels.setAccessibleName(self.tr("Label that it shall have"))
        self.labels.chosen.connect(self._show)
        tools = row(self.let_go, None, self.open_article)
        side = column(self.words, self.why, self.labels, self.how, None, tools, gap=10)
        body = boxed(row((self.list, 3), (boxed(side), 4), gap=20, margins=(20, 14, 20, 14)))
        self.cancel.setText(self.tr("Close"))
        self.count = label("", "cap")
        self.fill(body, foot=self.count, primary=self.put)
        self._load()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load(self) -> None:
        self._held = self._remarking.waiting()
        self.list.blockSignals(True)
        self.list.clear()
        for one in self._held:
            self.list.addItem(QListWidgetItem(plain(describe(one))))
        self.list.blockSignals(False)
        self.list.setCurrentRow(0 if self._held else -1)
        self.count.setText(self.tr("{count} held").format(count=f"{len(self._held):,}"))
        self._show()

    def _chosen(self) -> Held | None:
        place = self.list.currentRow()
        return self._held[place] if 0 <= place < len(self._held) else None

    def _show(self) -> None:
        held = self._chosen()
        for part in (self.let_go, self.open_article):
            part.setEnabled(held is not None)
        self.put.setEnabled(False)
        self.how.setVisible(held is not None)
        self._offer_labels(held)
        if held is None:
            self.words.setText(self.tr("Nothing is held any more"))
            self.why.setText("")
            return
        record = held.whole()
        text = record.words if isinstance(record, Span) else wording.held(describe(held))
        self.words.setText(isolate(quoted(text, 200)) if isinstance(record, Span) else plain(text))
        self.why.setText(plain(wording.reason(held.reason)))
        self.how.setText(self._how(record))

    def _offer_labels(self, held: Held | None) -> None:
        """A span whose label was retired may come back under another one."""
        record, book = held.whole() if held is not None else None, self._remarking.session.codebook
        lost = isinstance(record, Span) and book is not None and label_now(record, book) is None
        self.labels.setVisible(lost)
        if lost and book is not None:
            options: list[tuple[str | None, str]] = [(None, self.tr("Choose the label that it shall have"))]
            self.labels.set_options([*options, *((one.key, one.name) for one in book.labels)])

    def _place(self, record: Span) -> list[Fragment]:
        """The selected words, else those on which it stood."""
        session = self._remarking.session
        selected = session.view.selected() if session.view is not None else []
        if selected or session.article is None:
            return list(selected)
        return list(former_place(record, session.article.text))

    def _how(self, record: object) -> str:
        """What can be done, and whether the primary button can do it now."""
        session = self._remarking.session
        if isinstance(record, Relation):
            return self.tr("A relation comes back by itself as soon as both spans at its ends stand again.")
        if isinstance(record, Span) and self._remarking.unpicked(record.article):
            return self.tr("Its article has two texts: choose one of them first, with “Settle what a merge left open”.")
        here = isinstance(record, Span) and session.article is not None and session.article.id == record.article
        selected = self._place(record) if here and isinstance(record, Span) else []
        if self.labels.isVisibleTo(self) and self.labels.currentData() is None:
            return self.tr("Its label was retired: choose another one, then its place.")
        if not here:
            return self.tr("Open its article, select the words it belongs on, and come back here.")
        if not selected or session.article is None:
            return self.tr("Select the words it belongs on in the article, and come back here.")
        self.put.setEnabled(True)
        words = isolate(quoted(" ".join(session.article.text[start:end] for start, end in selected), 80))
        return self.tr("It will stand on these words: {words}").format(words=words)

    def _put(self) -> None:
        held = self._chosen()
        record = held.whole() if held is not None else None
        label = self.labels.currentData() if self.labels.isVisibleTo(self) else None
        if held is None or not isinstance(record, Span):
            return
        if self._remarking.put_back(held, self._place(record), label):
            self._load()

    def _let_go(self) -> None:
        held = self._chosen()
        if held is not None and self._remarking.let_go(held):
            self._load()

    def _open(self) -> None:
        held = self._chosen()
        record = held.whole() if held is not None else None
        if isinstance(record, Span | Relation):
            self.accept()
            self._remarking.go(record.article, None)

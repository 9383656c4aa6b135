"""A question to colleagues, or a remark, on the active span or on the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from annotator.core.text import quoted
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.text import isolate
from annotator.gui.widgets import Segmented, boxed, button, column, label, row

if TYPE_CHECKING:
    from annotator.gui.remarking import Remarking


class Ask(FrameDialog):
    """What it is about, a field to write in, and whether an answer is wanted."""

    def __init__(self, remarking: Remarking, parent: QWidget) -> None:
        super().__init__(
            parent,
            title=self.tr("Ask colleagues"),
            sub=self.tr("The question stays open until somebody answers it; it travels with the project file."),
            size=QSize(640, 480),
            margin=48,
        )
        self._remarking = remarking
        session = remarking.session
        self._span, article = session.active_span, session.article
        title = "" if article is None else article.title or article.text[:80]
        self.about = Segmented([self.tr("The span"), self.tr("The article")])
        self.about.setVisible(self._span is not None)
        self.what = label("", "sub", wrap=True)
        self._span_words = "" if self._span is None else quoted(self._span.words, 160)
        self._title = quoted(title, 160)
        self.about.chosen.connect(self._show_what)
        self.field = QPlainTextEdit()
        self.field.setObjectName("field")
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(self.tr("Question or remark"))
        self.field.setPlaceholderText(self.tr("What should be settled here?"))
        self.field.textChanged.connect(self._typed)
        self.question = QCheckBox(self.tr("It needs an answer"))
        self.question.setChecked(True)
        self.send = button(self.tr("Ask"), "primary")
        self.send.clicked.connect(self._send)
        head = row(self.about, (self.what, 1), gap=12)
        body = boxed(column(head, (self.field, 1), self.question, gap=12, margins=(20, 16, 20, 16)))
        self.fill(body, foot=label(self.tr("Ctrl+Enter sends it"), "cap"), primary=self.send)
        self._show_what()
        self._typed()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_what(self) -> None:
        on_span = self._span is not None and self.about.choice() == 0
        self.what.setText(isolate(self._span_words if on_span else self._title))

    def _typed(self) -> None:
        self.send.setEnabled(bool(self.field.toPlainText().strip()))

    def _send(self) -> None:
        on_span = self._span is not None and self.about.choice() == 0
        text = self.field.toPlainText()
        if self._remarking.send(text, question=self.question.isChecked(), on_span=on_span):
            self.accept()

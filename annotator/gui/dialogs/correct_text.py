"""Correcting words of the article: what they are, what they shall be, and what becomes of the spans on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.core.correction import Correction, splices_between
from annotator.core.errors import AnnotatorError
from annotator.core.model import Fragment, Span
from annotator.core.text import quoted
from annotator.gui import wording
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.text import isolate, plain
from annotator.gui.widgets import boxed, button, column, label

if TYPE_CHECKING:
    from annotator.gui.remarking import Remarking

MOST_NAMED = 6  # spans that are named one by one


class CorrectText(FrameDialog):
    """The words as they should be; below, before anything is done, what moves, what changes and what is held."""

    def __init__(self, remarking: Remarking, place: Fragment, parent: QWidget) -> None:
        super().__init__(
            parent,
            title=self.tr("Correct the text"),
            sub=self.tr("For misprints and slips of a scanner. Everybody's spans move along; undo takes it back."),
            size=QSize(680, 520),
            margin=48,
        )
        self._remarking, self._place = remarking, place
        article = remarking.session.article
        self._before = "" if article is None else article.text[place[0] : place[1]]
        self._plan: Correction | None = None
        self.field = QLineEdit(self._before.replace("\n", " "))
        self.field.setAccessibleName(self.tr("As it should be"))
        self.field.textChanged.connect(self._typed)
        self.effect = label("", "sub", wrap=True)
        self.held = label("", "hint", wrap=True)
        self.fault = label("", "fault", wrap=True)
        self.correct = button(self.tr("Correct"), "primary")
        self.correct.clicked.connect(self._correct)
        words = label(isolate(self._before), wrap=True)
        parts = (
            label(self.tr("As it is"), "capb"), words, 4,
            label(self.tr("As it should be"), "capb"), self.field, 4,
            self.effect, self.held, self.fault, None,
        )  # fmt: skip
        self.fill(boxed(column(*parts, gap=8, margins=(20, 16, 20, 16))), foot=label("", "cap"), primary=self.correct)
        self._typed()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        """Plans the correction anew."""
        self._plan, fault = None, ""
        now = self.field.text()
        untouched = now == self._before.replace("\n", " ")
        if not untouched:
            try:
                self._plan = self._remarking.planned(splices_between(self._before, now, offset=self._place[0]))
            except AnnotatorError as error:
                fault = wording.line(error)
        self.correct.setEnabled(self._plan is not None)
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self._show_effect(self._plan)

    def _show_effect(self, plan: Correction | None) -> None:
        self.effect.setVisible(plan is not None)
        self.held.setVisible(plan is not None and bool(plan.held))
        if plan is None:
            return
        lines = [self.tr("{count} spans move along.").format(count=f"{plan.moved:,}")]
        lines += [self.tr("{span} will read {words}").format(**self._words(one)) for one in plan.changed[:MOST_NAMED]]
        self.effect.setText("\n".join(lines))
        if plan.held:
            named = ", ".join(isolate(quoted(one.words)) for one in plan.held[:MOST_NAMED])
            words = self.tr("{count} spans and {ties} relations are cut and held until you decide: {named}")
            self.held.setText(words.format(count=len(plan.held), ties=len(plan.ties), named=named))

    def _words(self, span: Span) -> dict[str, str]:
        codebook = self._remarking.session.codebook
        name = codebook.label(span.label).name if codebook and codebook.has(span.label) else span.label
        return {"span": plain(name).upper(), "words": isolate(quoted(span.words, 60))}

    def _correct(self) -> None:
        if self._plan is not None and self._remarking.apply(self._plan.edit, self._place[0]):
            self.accept()

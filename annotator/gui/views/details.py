"""The details of the active span: its label and words, its attributes, what it is tied to, its note."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.core.codebook import Codebook, Label
from annotator.core.model import Span, Value
from annotator.core.ties import describe_tie
from annotator.gui.actions import tell
from annotator.gui.models.span_list import SpanListModel
from annotator.gui.session import Session
from annotator.gui.theme import lane
from annotator.gui.views.attribute_rows import NAME_WIDTH, AttributeRows
from annotator.gui.views.fields import NoteEditor
from annotator.gui.views.pane import Pane
from annotator.gui.views.span_words import SpanWords
from annotator.gui.views.tie_rows import ActorRow, TieRows, ties_of
from annotator.gui.widgets import Chip, Elided, boxed, column, tool_button


class Details(Pane):
    """Shows one span; what the user changes of it goes to the session, one Edit each."""

    left = Signal()  # Escape: the article shall have the keyboard
    tie_wanted = Signal(str, str)  # an act on a relation, its id

    def __init__(self, session: Session, model: SpanListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Details of the span"))
        self._session, self._model = session, model
        self._span: Span | None = None
        self.chip = Chip("", "", widest=66)
        self.count = Elided("", "cap")
        self.before, self.after = tool_button("left", ""), tool_button("right", "")
        self.delete = tool_button("trash", "")
        self.words = SpanWords()
        self.attributes = AttributeRows()
        self.ties = TieRows()
        self.actor = ActorRow()
        self.note = NoteEditor()
        self.card = tool_button("list", "")
        for part, action in (
            (self.before, "previous_span"),
            (self.after, "next_span"),
            (self.delete, "delete"),
            (self.card, "card"),
        ):
            tell(part, action)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.note.setPlaceholderText(self.tr("Add a note"))
        self.note.setAccessibleName(self.tr("Note"))
        held = boxed(column(self.note))
        held.setFixedHeight(46)  # the stylesheet's least height would undo one on the field itself
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.chip)
        top.addWidget(self.count)
        top.addStretch(1)
        for tool in (self.card, self.before, self.after, self.delete):
            top.addWidget(tool)
        note = QHBoxLayout()
        note.setSpacing(8)
        name = Elided(self.tr("Note"), role="sub")
        name.setFixedWidth(NAME_WIDTH)
        note.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(held, 1)
        self.column.setContentsMargins(16, 10, 12, 10)
        self.column.setSpacing(8)
        self.column.addLayout(top)
        for widget in (self.words, self.attributes, self.ties, self.actor):
            self.column.addWidget(widget)
        self.column.addLayout(note)
        self.column.addStretch(1)

    def _connect(self) -> None:
        session = self._session
        self.before.clicked.connect(session.previous_span)
        self.after.clicked.connect(session.next_span)
        self.delete.clicked.connect(session.delete_active)
        self.ties.asked.connect(session.reach)
        self.ties.wanted.connect(self.tie_wanted)
        self.ties.described.connect(self._describe_tie)
        self.attributes.settled.connect(self._describe)
        self.note.settled.connect(self._annotate)
        self.card.clicked.connect(session.card_requested)

    # --- what is shown -------------------------------------------------------------------------

    @property
    def span_id(self) -> str | None:
        """The id of the span that is shown."""
        return None if self._span is None else self._span.id

    def show_span(self, span: Span | None, codebook: Codebook | None) -> None:
        """Shows another span, or the same after a change; what is being typed is never lost."""
        same = span is not None and self._span is not None and span.id == self._span.id
        if not same:
            self.flush()
        self._span = span
        self.body.setVisible(span is not None)
        if span is None or codebook is None:
            return
        rule = codebook.label(span.label) if codebook.has(span.label) else None
        if same and rule != self.attributes.label:
            self.flush()
        self._show_head(span, rule)
        self.attributes.show_label(rule)
        self.attributes.show_values(span.attributes, keep_pending=same)
        if not (same and self.note.pending()):
            self.note.show_text(span.note)
        self.ties.show_ties(ties_of(codebook, self._model, span.id))
        project = self._session.project
        heir = project.read.heir(span.actor) if span.actor and project else None
        self.actor.show_actor(heir, linkable=rule is not None and rule.role == "agent")

    def _show_head(self, span: Span, rule: Label | None) -> None:
        name = rule.name if rule else span.label
        chip, line = (rule.color, lane(rule)) if rule else ("", QColor())
        self.chip.show_label(name.upper(), chip)
        words = len(span.words[:20_000].split())
        counted = self.tr("1 word") if words == 1 else self.tr("{count} words").format(count=f"{words:,}")
        pieces = len(span.fragments)
        if pieces > 1:
            counted = self.tr("{words}, {count} pieces").format(words=counted, count=pieces)
        self.count.setText(counted)
        text = " … ".join(self._pieces(span))
        self.words.show_words(text, line)

    def _pieces(self, span: Span) -> list[str]:
        article = self._session.article
        if article is None or article.id != span.article:
            return [span.words]
        return [article.text[start:end].strip() for start, end in span.fragments]

    # --- what goes to the session --------------------------------------------------------------

    def flush(self) -> None:
        """Sends what is typed and not sent yet: the article changes, the window closes."""
        if self._span is not None:
            self.attributes.settle()
            self.ties.settle()
            self.note.settle()

    def _describe(self, key: str, values: Mapping[str, Value]) -> None:
        if self._span is not None:
            self._session.describe(self._span.id, attributes=dict(values))
            self._show_stored()

    def _describe_tie(self, relation: str, values: Mapping[str, Value]) -> None:
        span, codebook = self._span, self._session.codebook
        tie = next((one for one in self._session.layer.ties_of(span.id) if one.id == relation), None) if span else None
        if span is None or tie is None or codebook is None:
            return
        if not self._session.change(lambda: describe_tie(tie, span, codebook=codebook, attributes=values)):
            self.ties.show_stored()

    def _annotate(self) -> None:
        if self._span is not None and self.note.text() != self._span.note:
            self._session.describe(self._span.id, note=self.note.text())
            self._show_stored()

    def _show_stored(self) -> None:
        """What could not be stored does not stay in the fields as if it were."""
        stored = None if self._span is None else self._model.find(self._span.id)
        if stored is not None and stored == self._span:
            self.attributes.show_values(stored.attributes, keep_pending=True)
            if not self.note.pending():
                self.note.show_text(stored.note)

    # --- Qt ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits go to the attributes, Escape to the article."""
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
            return
        digit = event.key() - Qt.Key.Key_0
        if 1 <= digit <= 9 and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.attributes.press(digit)
            return
        super().keyPressEvent(event)

"""Mentions that have no actor yet, one after another: a digit links the one the list offers, and the next comes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from annotator.core.model import Actor, Span
from annotator.gui.actions import keycap
from annotator.gui.models.mention_list import MentionListModel
from annotator.gui.registry import Registry
from annotator.gui.views.actor_picker import ActorPicker
from annotator.gui.views.actor_rows import MentionView
from annotator.gui.widgets import KeyCap, column, label, row

MOST = 2_000  # mentions listed at most: the rest comes when these are linked
OFFER_MS = 40  # after the last arrow key


class Unlinked(QWidget):
    """The mentions of mine without an actor; the picker at the left shows what the current one may mean."""

    place_chosen = Signal(object)  # Span

    def __init__(self, registry: Registry, picker: ActorPicker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry, self._picker = registry, picker
        self._active = False
        self.model = MentionListModel(self)
        self.view = MentionView(self.model, name=self.tr("Unlinked mentions"))
        self.heading = label("", "h3")
        self.here = QCheckBox(self.tr("Only in this article"))
        self.alike = QCheckBox(self.tr("All with the same words in an article"))
        self.alike.setChecked(True)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(OFFER_MS)
        self._later.timeout.connect(self._offer)
        keys = row(gap=6)
        for caps, words in (
            ("Return", self.tr("link to the first")),
            ("1–9", self.tr("to another")),
            ("Ctrl+Return", self.tr("new actor")),
            ("Shift+Return", self.tr("go to the place")),
        ):
            keys.addWidget(KeyCap(keycap(caps) if "–" not in caps else caps))
            keys.addWidget(label(words, "cap"))
            keys.addSpacing(8)
        keys.addStretch(1)
        head = row(self.heading, None, self.here, self.alike, gap=16)
        self.setLayout(column(head, keys, (self.view, 1), gap=10, margins=(20, 14, 12, 8)))
        self.view.moved.connect(self._later.start)
        self.view.clicked.connect(self._offer)
        self.view.entered.connect(self._link_first)
        self.view.digit.connect(self.link_digit)
        self.here.clicked.connect(self.reload)

    def activate(self, active: bool) -> None:
        """Whether it is to be seen."""
        self._active = active
        if active:
            self._picker.filter.clear()
            self.reload()
            self.view.setFocus()

    def reload(self) -> None:
        """Reads the mentions again; the current row stays where it was, which then is the next one."""
        session = self._registry.session
        if not self._active or session.project is None or session.me is None:
            return
        before = max(0, self.view.current_row())
        article = session.article.id if self.here.isChecked() and session.article is not None else None
        labels = self._registry.labels()
        read = session.project.read
        numbers = read.unlinked_ns(labels, annotator=session.me.id, article=article, limit=MOST) if labels else None
        if numbers is not None:
            self.model.show_mentions(numbers, read.mentions)
        count = self.model.rowCount()
        words = self.tr("1 unlinked mention") if count == 1 else self.tr("{count} unlinked mentions")
        if count == MOST:
            words = self.tr("The first {count} unlinked mentions")
        self.heading.setText(words.format(count=f"{count:,}") if count else self.tr("Every mention is linked"))
        self.view.show_row(min(before, count - 1))
        self._offer()

    @property
    def span(self) -> Span | None:
        """The current mention."""
        mention = self.model.mention_at(self.view.current_row())
        return mention.span if mention is not None else None

    def _offer(self) -> None:
        if self._active:
            span = self.span
            self._picker.show_offers(self._registry.offers(span) if span is not None else [])

    def _wanted(self) -> list[Span]:
        span = self.span
        if span is None:
            return []
        return [span, *(self._registry.alike(span) if self.alike.isChecked() else ())]

    def _link(self, actor: Actor | None) -> None:
        spans = self._wanted()
        if spans and actor is not None:
            self._picker.filter.clear()
            self._registry.link(spans, actor)
        elif spans:
            said = self.tr("Nobody is offered: type a name to find one, or press {key} for a new actor")
            self._registry.session.say(said.format(key=keycap("Ctrl+Return")), "info")

    def link_current(self) -> None:
        """Links the mention to the actor that is current in the list at the left."""
        self._link(self._picker.actor)
        self.view.setFocus()

    def link_digit(self, digit: int) -> None:
        """Links the mention to the actor of that number."""
        if self._later.isActive():
            self._offer()
        self._link(self._picker.model.actor_at(digit - 1))

    def _link_first(self) -> None:
        if self._later.isActive():
            self._offer()
        self.link_current()

    def make(self, name: str = "") -> None:
        """A new actor from the mention, of that name or named after it."""
        spans = self._wanted()
        if spans:
            self._picker.filter.clear()
            self._registry.make(spans, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter makes a new actor, Shift+Enter goes to the place; letters go on in the filter."""
        text, span = event.text(), self.span
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if control:
                self.make()
            elif span is not None:
                self.place_chosen.emit(span)
        elif text.isprintable() and text.strip() and not control:
            self._picker.filter.setFocus(Qt.FocusReason.OtherFocusReason)
            self._picker.filter.setText(text)
        else:
            super().keyPressEvent(event)

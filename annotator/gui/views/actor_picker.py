"""A list of actors under a field that filters it: the left side of the registry, and of every choice of an actor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.core.matching import Offer
from annotator.core.model import Actor
from annotator.gui.models.actor_list import ActorListModel
from annotator.gui.text import isolate
from annotator.gui.views.actor_rows import ACTOR_HEIGHT, ActorDelegate
from annotator.gui.views.lists import ListView
from annotator.gui.views.undo_through import UndoThrough
from annotator.gui.widgets import column, icon_action, label

FILTER_MS = 60  # after the last key
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

Search = Callable[[str], Sequence[Actor]]


class ActorPicker(QWidget):
    """Filter and list; letters typed on the list go on in the filter, Down leads from it to the list."""

    moved = Signal()  # another actor is current
    picked = Signal()  # Enter on an actor, or a click
    made = Signal(str)  # Ctrl+Enter in the filter: somebody of the name that stands there

    def __init__(self, search: Search, *, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._counts: Mapping[str, int] = {}
        self._kinds: Mapping[str, str] = {}
        self._offers: Sequence[Offer] | None = None
        self.model = ActorListModel(self)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(hint)
        self.filter.setAccessibleName(hint)
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icon_action(self.filter, "search"), QLineEdit.ActionPosition.LeadingPosition)
        self.view = ListView(ActorDelegate(), height=ACTOR_HEIGHT, name=self.tr("Actors"))
        self.view.setModel(self.model)
        UndoThrough(self).add(self.filter)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(FILTER_MS)
        self._typed.timeout.connect(self.ask)
        self.filter.textChanged.connect(self._typed.start)
        self.filter.installEventFilter(self)
        self.filter.returnPressed.connect(self._enter)
        self.view.picked.connect(self._picked)
        self.view.moved.connect(self.moved)
        self.nobody = label("", "sub", wrap=True)
        self.nobody.hide()
        self.setLayout(column(self.filter, self.nobody, (self.view, 1), gap=6))
        self.setFocusProxy(self.filter)

    def show_facts(self, counts: Mapping[str, int], kinds: Mapping[str, str]) -> None:
        """How many mentions actors have, and what their types are called; `ask` then shows it."""
        self._counts, self._kinds = counts, kinds

    def show_offers(self, offers: Sequence[Offer] | None) -> None:
        """Shows offers while the filter is empty, or all actors (None)."""
        self._offers = offers
        self.ask()

    def ask(self, keep: str | None = None) -> None:
        """Shows what the filter leaves; the current actor, or the one of this id, stays current if it is there."""
        self._typed.stop()
        current = keep or (self.actor.id if self.actor is not None else None)
        words = self.filter.text().strip()
        if not words and self._offers is not None:
            self.model.show_offers(self._offers, self._counts, self._kinds)
            current = None
        else:
            self.model.show_actors(self._search(words), self._counts, self._kinds)
        self._say_nobody(words)
        row = self.model.row_of(current)
        self.view.show_row(row if row >= 0 else 0 if self.model.rowCount() else -1)
        self.moved.emit()

    def _say_nobody(self, words: str) -> None:
        none = self.model.rowCount() == 0
        self.nobody.setVisible(none)
        if none and words:
            self.nobody.setText(self.tr("No actor matches “{words}”").format(words=isolate(words)))
        elif none:
            offered = self.tr("Nobody is offered: type a name, or make a new actor")
            self.nobody.setText(self.tr("No actor yet") if self._offers is None else offered)

    @property
    def actor(self) -> Actor | None:
        """The current actor."""
        return self.model.actor_at(self.view.current_row())

    def show_current(self, key: str) -> None:
        """Makes an actor current; the filter goes when it would hide it."""
        if self.model.row_of(key) < 0:
            self.filter.clear()
        self.ask(key)

    def _picked(self, index: QModelIndex) -> None:
        self.view.show_row(index.row())
        self.moved.emit()
        self.picked.emit()

    def _enter(self) -> None:
        if self._typed.isActive():
            self.ask()
        if self.actor is not None:
            self.picked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """To the field Ctrl+Enter is Enter; here it makes somebody new."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.made.emit(self.filter.text().strip())
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What filter and list leave: arrows go through the list, Escape clears the filter, letters go on in it."""
        text = event.text()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.filter.hasFocus():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = min(max(0, self.view.current_row() + step), self.model.rowCount() - 1)
            self.view.show_row(row)
            self.moved.emit()
        elif event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
            self.ask()
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        elif text.isprintable() and text.strip() and not event.modifiers() & _COMMANDS:
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
            self.filter.setText(self.filter.text() + text)
        else:
            super().keyPressEvent(event)

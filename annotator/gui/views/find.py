"""Find in the article: a line under the text; Enter stays at the hit, Escape goes back to where the caret was."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.gui.actions import tell
from annotator.gui.session import Session
from annotator.gui.widgets import icon_action, label, row, tool_button


class FindLine(QWidget):
    """Looks for words in any letter case; goes round at the ends."""

    taken = Signal(object, object)  # start and end (code points) of the hit that is stayed at
    left = Signal()  # the article shall have the keyboard

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._from = 0  # where the caret was
        self._hit: int | None = None
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = QLineEdit()
        self.words.setAccessibleName(self.tr("Find in this article"))
        self.words.setPlaceholderText(self.tr("Find in this article"))
        self.words.addAction(icon_action(self.words, "search"), QLineEdit.ActionPosition.LeadingPosition)
        self.words.setMaximumWidth(360)
        self.found = label("", "cap")
        before, after = tool_button("up", ""), tool_button("down", "")
        tell(before, "find_previous")
        tell(after, "find_next")
        close = tool_button("x", self.tr("Close  (Esc)"))
        self.setLayout(row((self.words, 2), before, after, (self.found, 1), close, gap=4, margins=(24, 6, 12, 6)))
        self.words.textEdited.connect(self._edited)
        before.clicked.connect(self.previous)
        after.clicked.connect(self.next)
        close.clicked.connect(self.go_back)
        self.hide()

    def open(self) -> None:
        """Shows the line; the search starts at the caret."""
        view = self._session.view
        self._from = view.caret() if view is not None else 0
        self._hit = None
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def leave(self) -> None:
        """Closes; the caret stays where it is."""
        self.hide()
        self.left.emit()

    def go_back(self) -> None:
        """Closes; the caret is where it was."""
        view = self._session.view
        if view is not None:
            view.go(self._from)
        self.leave()

    def take(self) -> None:
        """To the hit, which is selected, and closes; where nothing is found it stays, and says so."""
        view, words = self._session.view, self.words.text()
        if view is not None and words and self._hit is None:
            self._search(view.caret(), forward=True)
        if self._hit is not None:
            self.taken.emit(self._hit, self._hit + len(words))
        if not words or self._hit is not None:
            self.leave()

    def next(self) -> None:
        """The next hit."""
        self._go(forward=True)

    def previous(self) -> None:
        """The hit before."""
        self._go(forward=False)

    def _edited(self) -> None:
        self._search(self._from, forward=True)

    def _go(self, *, forward: bool) -> None:
        """Goes on from the caret; while the line is closed the status line says where."""
        view = self._session.view
        if view is not None:
            selected = view.selected()
            at = selected[0][0] if selected else view.caret()
            self._search(at + (1 if forward else 0), forward=forward)
            if self.isHidden():
                self._session.say(self.found.text(), "info")

    def _search(self, start: int, *, forward: bool) -> None:
        article, view, words = self._session.article, self._session.view, self.words.text()
        self._hit = None
        if article is None or view is None:
            return
        places = places_of(article.text, words)
        if not places:
            self.found.setText(self.tr("Nothing found") if words else "")
            return
        if forward:
            index = next((at for at, place in enumerate(places) if place >= start), 0)
        else:
            earlier = [at for at, place in enumerate(places) if place < start]
            index = earlier[-1] if earlier else len(places) - 1
        self._hit = places[index]
        self.found.setText(self.tr("{place} of {total}").format(place=index + 1, total=len(places)))
        view.go(self._hit, end=self._hit + len(words), flash=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the hit, Down goes on, Up and Shift+Enter back, Escape out."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.previous()
            else:
                self.take()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(forward=event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


def places_of(text: str, words: str) -> list[int]:
    """Where the words stand, in code points; letter case does not matter where lower case keeps the length."""
    lowered = text.lower()
    if len(lowered) != len(text) or not words:
        lowered = text
    wanted = words.lower() if lowered is not text else words
    places: list[int] = []
    at = lowered.find(wanted) if wanted else -1
    while at >= 0:
        places.append(at)
        at = lowered.find(wanted, at + 1)
    return places

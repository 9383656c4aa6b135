"""Find in the article: a line under the text; Enter goes on, Escape goes back to where the caret was."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.gui.actions import tell
from annotator.gui.session import Session
from annotator.gui.widgets import icon_action, label, row, tool_button


class FindLine(QWidget):
    """Looks for words in any letter case; goes round at the ends."""

    left = Signal()  # the article shall have the keyboard

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._from = 0
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
        close.clicked.connect(self.leave)
        self.hide()

    def open(self) -> None:
        """Shows the line; the search starts at the caret."""
        view = self._session.view
        self._from = view.caret() if view is not None else 0
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def leave(self) -> None:
        """Closes; the caret stays at the hit, or where it was."""
        self.hide()
        self.left.emit()

    def next(self) -> None:
        """The next hit."""
        self._go(forward=True)

    def previous(self) -> None:
        """The hit before."""
        self._go(forward=False)

    def _edited(self) -> None:
        self._search(self._from, forward=True)

    def _go(self, *, forward: bool) -> None:
        view = self._session.view
        if view is not None:
            self.show()
            self._search(view.caret() + (1 if forward else 0), forward=forward)

    def _search(self, start: int, *, forward: bool) -> None:
        article, view, words = self._session.article, self._session.view, self.words.text()
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
        self.found.setText(self.tr("{place} of {total}").format(place=index + 1, total=len(places)))
        view.go(places[index], end=places[index] + len(words), flash=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Escape out."""
        if event.key() == Qt.Key.Key_Escape:
            view = self._session.view
            if view is not None:
                view.go(self._from)
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._go(forward=not back)
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

"""Keys that can do nothing in the article say why: those without a label, Enter beside a selection, undo at its end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.gui import keymap
from annotator.gui.action_table import BY_ID
from annotator.gui.actions import keycap, label_keys, written
from annotator.gui.keys import place_of
from annotator.gui.session import Session
from annotator.gui.views.article.view import ArticleView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYPAD, _SHIFT = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier


class Silent(QObject):
    """Hears what no other key of the article took; installed before those who take keys, so that it comes last."""

    def __init__(self, session: Session, text: ArticleView) -> None:
        super().__init__(text)
        self._session, self._text = session, text
        text.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter is taken from its action while words are selected; what is left over is told."""
        if not isinstance(event, QKeyEvent) or self._session.article is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if self._enter_beside_selection(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            words = self._why(event)
            if words:
                self._session.say(words, "info")
                return True
        return False

    def _enter_beside_selection(self, event: QKeyEvent) -> bool:
        bare = not event.modifiers() & ~_KEYPAD
        reading = self._session.mode == "reading"
        return event.key() in _ENTER and bare and reading and self._text.selected() is not None

    def _why(self, event: QKeyEvent) -> str:
        """Why a key does nothing, or nothing where it is none of ours."""
        if self._enter_beside_selection(event):
            words = self.tr("Enter does nothing with words selected: {keys} tags them, {card} opens the card")
            return words.format(keys=self._labels(), card=keycap("V"))
        if _is_key_of("undo", event):  # switched off, else it would not come here
            return self.tr("Nothing to undo.")
        if _is_key_of("redo", event):
            return self.tr("Nothing to redo.")
        key = _character(event)
        if not key or event.modifiers() & ~(_KEYPAD | _SHIFT) or not keymap.plain():
            return ""
        return self.tr("No label has the key {key}: there are {keys}").format(key=key, keys=self._labels())

    def _labels(self) -> str:
        """The keys of the labels that are switched on."""
        codebook = self._session.codebook
        rules = codebook.shown() if codebook else ()
        keys = [written(key) for place, rule in enumerate(rules, 1) for key in label_keys(rule.shortcut, place)[:1]]
        return ", ".join(keys) or self.tr("none")


def _is_key_of(action: str, event: QKeyEvent) -> bool:
    """Whether a key is one of an action's, as the user has them."""
    return QKeySequence(event.keyCombination()) in [QKeySequence(keys) for keys in keymap.keys_of(BY_ID[action])]


def _character(event: QKeyEvent) -> str:
    """The letter or digit of a key, in other scripts that of its place; else nothing."""
    key = event.key()
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z or Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        return chr(key)
    return place_of(event.nativeScanCode()) if event.text().strip().isalnum() else ""

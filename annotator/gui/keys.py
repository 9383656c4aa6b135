"""Keys of the article: lets our keys pass Qt's text widget, and finds letters and digits by place on other layouts."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

Modifier = Qt.KeyboardModifier
_ROWS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
# The first key of each of these rows, as the system numbers places on the keyboard.
_STARTS = {"win32": (0x02, 0x10, 0x1E, 0x2C), "linux": (10, 24, 38, 52)}


def place_of(scan_code: int) -> str:
    """The letter or digit that an American keyboard has at this place, or nothing."""
    for row, start in zip(_ROWS, _STARTS.get(sys.platform, ()), strict=False):
        if start <= scan_code < start + len(row):
            return row[scan_code - start]
    return ""


class ArticleKeys(QObject):
    """Watches the article view; actions are looked up among those that were added to it."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        # The text cannot be typed into: an input method would only swallow the letters.
        view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Gives shortcuts their way, then tries the key's place."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_ours(event):
                # A read-only text still claims Ctrl+Z, Ctrl+V, Delete and others, and then does nothing with them.
                event.ignore()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            action = self._by_place(event)
            if action is not None:
                action.trigger()
                return True
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(_bare(event))
        return any(
            action.isEnabled() and pressed in action.shortcuts()
            for owner in (self._view, self._view.window())
            for action in owner.actions()
        )

    def _by_place(self, event: QKeyEvent) -> QAction | None:
        """The action of a key that gave no Latin letter (another script), or no digit (AZERTY's upper row)."""
        place = place_of(event.nativeScanCode())
        key = event.key()
        modifiers = event.modifiers() & ~Modifier.KeypadModifier
        if not place or (place.isalpha() and (key < 0x80 or key >= Qt.Key.Key_Escape)):
            return None
        if place.isdigit() and (modifiers or Qt.Key.Key_0 <= key <= Qt.Key.Key_9):
            return None
        meant = QKeySequence(QKeyCombination(modifiers, Qt.Key(ord(place))))
        return next((action for action in self._view.actions() if meant in action.shortcuts()), None)


def _bare(event: QKeyEvent) -> QKeyCombination:
    return QKeyCombination(event.modifiers() & ~Modifier.KeypadModifier, Qt.Key(event.key()))

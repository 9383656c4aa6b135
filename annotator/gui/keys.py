"""Keys of the article on other layouts: letters and digits are found by their place on the keyboard."""

from __future__ import annotations

import sys
from collections.abc import Sequence

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
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that no shortcut took is tried by its place."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            action = by_place(event, [*self._view.actions(), *self._view.window().actions()])
            if action is not None:
                action.trigger()
                return True
        return False


def by_place(event: QKeyEvent, actions: Sequence[QAction]) -> QAction | None:
    """The action of a key that gave no Latin letter (another script), or no digit (AZERTY's upper row)."""
    place = place_of(event.nativeScanCode())
    key = event.key()
    modifiers = event.modifiers() & ~Modifier.KeypadModifier
    if not place or (place.isalpha() and (key < 0x80 or key >= Qt.Key.Key_Escape)):
        return None
    if place.isdigit() and (modifiers or Qt.Key.Key_0 <= key <= Qt.Key.Key_9):
        return None
    meant = QKeySequence(QKeyCombination(modifiers, Qt.Key(ord(place))))
    return next((action for action in actions if meant in action.shortcuts()), None)

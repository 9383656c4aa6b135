"""The digits of a review: one takes a proposal, with Shift it marks one; found by their place on the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.gui import keymap
from annotator.gui.keys import place_of

_BARE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier | _SHIFT


class ProposalDigits(QObject):
    """Watches the text; labels have their digits elsewhere, so these are taken before any action hears of them."""

    taken = Signal(int)  # place, from 0
    marked = Signal(int)

    def __init__(self, text: QWidget) -> None:
        super().__init__(text)
        text.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits alone and with Shift."""
        if not isinstance(event, QKeyEvent):
            return False
        digit = _digit(event)
        if not digit:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            several = event.modifiers() & _ALT == _SHIFT
            (self.marked if several else self.taken).emit(digit - 1)
            return True
        return False


def _digit(event: QKeyEvent) -> int:
    """1 to 9; 0 for every other key, and for plain digits where plain keys do not act."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held not in ((_BARE, _SHIFT) if keymap.plain() else (_ALT,)):
        return 0
    if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        return event.key() - Qt.Key.Key_0
    place = place_of(event.nativeScanCode())
    return int(place) if place.isdigit() else 0

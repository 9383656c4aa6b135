"""Which keys the article's text answers itself: caret, selection, copy; all others are the window's."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextBlock

_Standard = QKeySequence.StandardKey
_OWN = (
    _Standard.Copy,
    _Standard.SelectAll,
    *(
        getattr(_Standard, verb + place)
        for verb in ("MoveTo", "Select")
        for place in (
            *(side + unit for side in ("Next", "Previous") for unit in ("Char", "Word", "Line", "Page")),
            *(side + unit for side in ("StartOf", "EndOf") for unit in ("Line", "Block", "Document")),
        )
    ),
)


def belongs_to_text(event: QKeyEvent) -> bool:
    """Whether a key press is one of the platform's own for reading and selecting."""
    return any(event.matches(key) for key in _OWN)


def turned(event: QKeyEvent, block: QTextBlock) -> QKeyEvent:
    """The key press as it is meant in a block: a line without letters runs as the writing before it.

    Qt takes such a line to run rightwards: between paragraphs that run leftwards the caret would bounce off it.
    """
    swapped = {Qt.Key.Key_Left: Qt.Key.Key_Right, Qt.Key.Key_Right: Qt.Key.Key_Left}.get(Qt.Key(event.key()))
    if swapped is None or _has_direction(block):
        return event
    while block.isValid() and not _has_direction(block):
        block = block.previous()
    if not block.isValid() or block.textDirection() is not Qt.LayoutDirection.RightToLeft:
        return event
    return QKeyEvent(event.type(), swapped, event.modifiers(), "", event.isAutoRepeat(), event.count())


def _has_direction(block: QTextBlock) -> bool:
    return any(unicodedata.bidirectional(char) in ("L", "R", "AL") for char in block.text())

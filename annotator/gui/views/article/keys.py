"""Which keys the article's text answers itself: caret, selection, copy; all others are the window's."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QKeySequence

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

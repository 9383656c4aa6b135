"""What screen readers are told: politely, after what they are saying."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def speak(source: QWidget, words: str) -> None:
    """Announces words on behalf of a widget; nothing happens where no assistive client listens."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    if not words or not QAccessible.isActive():
        return
    try:
        from PySide6.QtGui import QAccessibleAnnouncementEvent
    except ImportError:  # Qt before 6.8
        QAccessible.updateAccessibility(QAccessibleEvent(source, QAccessible.Event.NameChanged))
    else:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, words))

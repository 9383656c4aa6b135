"""Timers that fire once, some time after they were last started."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def single_shot(parent: QObject, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    """Calls the slot so many milliseconds after `start`; starting it again puts that off."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer

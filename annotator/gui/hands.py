"""What an analyst can take up in the window beyond reading and tagging: one room a skill, made when first needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class Hands(QObject):
    """Makes each room late, so that nothing of it is imported before the first paint."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def table(self) -> dict[str, Callable[[], object]]:
        """What the actions of these rooms do, by the id of the action; nothing is made before one is triggered."""
        return {}

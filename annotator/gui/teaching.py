"""Names the key of an action, once, to whoever has taken it from the menus three times."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator import settings
from annotator.core.errors import AnnotatorError
from annotator.gui.actions import written
from annotator.gui.entries import words_of

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow

TIMES = 3


class Teaching(QObject):
    """Counts what is taken from menus; a shortcut triggers the same action, but no menu has just closed then."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._closing = False
        for menu in window.menuBar().findChildren(QMenu):
            menu.aboutToHide.connect(self._hides)
            menu.triggered.connect(self._triggered)

    def _hides(self) -> None:
        """A menu closes before what was taken from it is done."""
        self._closing = True
        QTimer.singleShot(0, self, self._closed)

    def _closed(self) -> None:
        self._closing = False

    def _triggered(self, action: QAction) -> None:
        keys = action.shortcut().toString()
        if not self._closing or not keys or not action.objectName():
            return
        self._closing = False  # the menus above tell of it too
        used = settings.load().settings.menu_uses.get(action.objectName(), 0)
        if used >= TIMES:
            return
        try:
            settings.update(partial(_counted, name=action.objectName()))
        except AnnotatorError as error:
            self._window.session.fail(error)
            return
        if used + 1 == TIMES:
            # After what the action itself says of what it did.
            QTimer.singleShot(0, self, partial(self._teach, words_of(action), written(keys)))

    def _teach(self, name: str, keys: str) -> None:
        said = self.tr("The key for “{action}” is {keys}").format(action=name, keys=keys)
        before = self._window.status.text()
        self._window.session.say(f"{before}  ·  {said}" if before else said, "info")


def _counted(now: settings.Settings, *, name: str) -> settings.Settings:
    uses = {**now.menu_uses, name: now.menu_uses.get(name, 0) + 1}
    return msgspec.structs.replace(now, menu_uses=uses)

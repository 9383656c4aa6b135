"""Handing out work to colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class Handing(QObject):
    """Opens the dialog."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session

    def open(self) -> None:
        """Who labels what, and the files to send."""
        project = self._session.project
        if project is None:
            return
        try:
            project.check_writable()
        except AnnotatorError as error:
            self._session.fail(error)
            return
        from annotator.gui.dialogs.hand_out import HandOut

        self._session.leaving.emit()
        HandOut(self._session, self._window).exec()

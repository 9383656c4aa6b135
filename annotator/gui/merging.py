"""Colleagues' files: looked at and merged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.errors import AnnotatorError
from annotator.gui import messages

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class Merging(QObject):
    """Opens the dialog."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self.session = window, window.session

    def merge(self) -> None:
        """Asks for files and shows what they would bring."""
        if self._writable():
            chosen = messages.choose_files(self._window, self.tr("Colleagues’ files"))
            if chosen:
                self.merge_files(chosen)

    def merge_files(self, paths: Sequence[Path]) -> None:
        """Shows what files would bring, and merges them."""
        if not self._writable():
            return
        from annotator.gui.dialogs.merge_dialog import MergeDialog

        self.session.leaving.emit()
        dialog = MergeDialog(self.session, paths, self._window)
        dialog.exec()
        if dialog.settle:
            self._window.commands.hands.remarking.held()

    def _writable(self) -> bool:
        project = self.session.project
        if project is None:
            self.session.say(self.tr("Open the project first that the files belong to"), "warn")
            return False
        try:
            project.check_writable()
        except AnnotatorError as error:
            self.session.fail(error)
            return False
        return True

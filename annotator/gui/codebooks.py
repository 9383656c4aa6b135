"""The codebook as something to work on: its editor, and another look at what was tagged under an older version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.gui import wording

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class Codebooks(QObject):
    """Opens the dialogs and says what came of them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session

    def edit(self) -> None:
        """Opens the codebook editor."""
        from annotator.gui.dialogs.codebook_editor import CodebookEditor

        if self._session.project is None:
            return
        self._session.leaving.emit()
        dialog = CodebookEditor(self._session, self._window)
        dialog.exec()
        outcome, older = dialog.outcome, dialog.older
        if outcome is not None:
            held = outcome.held + outcome.relations_held
            words = wording.past(outcome.title)
            if held:
                words += self.tr("; 1 record is held") if held == 1 else self.tr("; {count} records are held")
            self._session.say(words.format(count=f"{held:,}") if held else words)
        if older:
            self.older()

    def older(self) -> None:
        """Lists spans made under an older version; the one that is chosen is opened."""
        from annotator.gui.dialogs.codebook_older import OlderSpans

        project = self._session.project
        if project is None:
            return
        dialog = OlderSpans(project, self._window)
        dialog.exec()
        if dialog.chosen is not None:
            self._session.open_article(dialog.chosen.article)
            self._session.reach(dialog.chosen.span)
            self._window.read()

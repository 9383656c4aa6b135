"""Colleagues' files: merging them, and settling what a merge leaves to choose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.errors import AnnotatorError, UnknownRecord
from annotator.core.model import Relation, Span
from annotator.gui import messages
from annotator.gui.models.changed import Names
from annotator.work import choices
from annotator.work.choices import TextChoice, Waiting
from annotator.work.merge import BothChanged

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class Merging(QObject):
    """Opens the dialogs and makes the choices; each choice is an act of its own."""

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
            self.settle()

    def settle(self) -> None:
        """Settles what merges left to choose; what is held has a dialog of its own."""
        if not self._writable():
            return
        waiting = self.waiting()
        if waiting is None:
            return
        if not (waiting.both or waiting.texts):
            if waiting.held:
                self._window.commands.hands.remarking.held()
            else:
                self.session.say(self.tr("Nothing is left to settle"), "info")
            return
        from annotator.gui.dialogs.settle import Settle

        dialog = Settle(self, self._window)
        dialog.exec()
        if dialog.held_more:
            self._window.commands.hands.remarking.held()

    def waiting(self) -> Waiting | None:
        """What is to be chosen; None, and said why, where it cannot be read."""
        if self.session.project is None:
            return None
        try:
            return choices.waiting(self.session.project)
        except AnnotatorError as error:
            self.session.fail(error)
            return None

    def settle_one(self, case: BothChanged | TextChoice, *, theirs: bool) -> bool:
        """Keeps ours or takes theirs."""
        project = self.session.project
        if project is None:
            return False
        if isinstance(case, TextChoice):
            return self.session.change(lambda: choices.pick_text(project, case, other=theirs))
        try:
            made = choices.keep(project, case, side="theirs" if theirs else "mine")
        except AnnotatorError as error:
            self.session.fail(error)
            return False
        if made is None:  # a deletion that stands already
            self.session.say(self.tr("Settled: it stays deleted"))
            return True
        return self.session.do(made) is not None

    # --- what the dialog shows ----------------------------------------------------------------------

    def names(self) -> Names:
        """Where the names of what records refer to come from."""
        return self._window.commands.hands.histories.names()

    def text_of(self, article: str) -> str:
        """An article's text; empty when it is gone."""
        project = self.session.project
        try:
            return project.read.article(article).text if project is not None else ""
        except UnknownRecord:
            return ""

    def ends(self, tie: Relation) -> list[Span]:
        """The spans at the ends of a relation that are there."""
        project = self.session.project
        if project is None:
            return []
        return [one for one in project.read.spans(tie.article) if one.id in (tie.head, tie.tail)]

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

"""The history as something to look at: of the project and of the active span, with a way to each place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.errors import UnknownRecord
from annotator.core.model import Span
from annotator.core.text import quoted
from annotator.gui.models.changed import Names
from annotator.gui.text import isolate

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class Histories(QObject):
    """Opens the dialog, and gives it the names it needs."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self.session = window, window.session

    def of_project(self) -> None:
        """Every step of the project."""
        self._open(None)

    def of_span(self) -> None:
        """The steps that made and changed the active span."""
        span = self.session.span_or_why(self.tr("show the history of"))
        if span is not None:
            self._open(span)

    def _open(self, span: Span | None) -> None:
        if self.session.project is None:
            return
        from annotator.gui.dialogs.history import HistoryDialog

        self.session.leaving.emit()  # what is typed is a step, too
        HistoryDialog(self, self._window, record=span).exec()

    def named(self, span: Span) -> str:
        """A span in a few words."""
        return f"{self.session.label_name(span)} {isolate(quoted(span.words, 80))}"

    def names(self) -> Names:
        """Where the names of what records refer to come from."""
        project = self.session.project
        assert project is not None  # asked by the dialog of an open project
        people = {one.id: one.name for one in project.read.annotators()}
        return Names(codebook=project.codebook, people=people, actor=self._actor, words=self._words)

    def _actor(self, key: str) -> str:
        found = self.session.project.read.actor(key) if self.session.project is not None else None
        return found.name if found is not None else ""

    def _words(self, key: str) -> str:
        try:
            return self.session.project.read.span(key).words if self.session.project is not None else ""
        except UnknownRecord:
            return ""

    def go(self, article: str, span: str | None) -> None:
        """Opens the article and goes to the span."""
        self.session.open_article(article)
        if span is not None:
            self.session.reach(span)
        self._window.read()

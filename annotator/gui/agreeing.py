"""The room of agreement: counts in the background when asked for, and leads from a number to what lies behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from annotator.core.agreement_rows import SAMPLES
from annotator.core.differences import Filter
from annotator.core.errors import AnnotatorError
from annotator.gui import wording
from annotator.gui.actions import keycap
from annotator.gui.hunting import Hunt
from annotator.gui.session import Mode
from annotator.gui.views.agreeing.page import AgreementPage, Behind
from annotator.gui.views.status import Hint
from annotator.work.agreement import Agreement, run
from annotator.work.agreement_figures import Figures

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class Agreeing(QObject):
    """One count at a time; another question drops the one before."""

    mode: Mode = "agreement"

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.page = AgreementPage()
        self.job: Hunt | None = None
        self.found: Agreement | None = None
        self._begun = 0.0
        self._stale = True
        window.panes.add(self.page.list, self.page.list)
        for area in (self.page.pairs, self.page.confusions):
            window.panes.add_stop(area)
        self._connect()

    def _connect(self) -> None:
        session, page = self._session, self.page
        session.closing.connect(self.forget)
        session.opened.connect(self._another)
        session.changed.connect(self._changed)
        session.articles_changed.connect(self._changed)
        page.filters.asked.connect(self.count)
        page.filters.report_requested.connect(self._window.commands.actions.by_id["report"].trigger)
        page.waiting.stop_requested.connect(self.stop)
        page.waiting.again_requested.connect(self.count)
        page.differences_requested.connect(self._show_differences)
        page.definition_shown.connect(self._say)
        page.left.list_requested.connect(self._list_left)

    # --- the page ----------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Counts when anything has changed since the last count."""
        self._load()
        if self._stale and self.job is None:
            self.count()
        self.escape()

    def escape(self) -> None:
        """The figures have the keyboard, or what stands in their place."""
        page = self.page
        place = page.list if self.found is not None else page.waiting.stop if self.job else page.waiting.again
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """No action means anything else here."""
        return {}

    def hints(self) -> list[Hint]:
        """The keys of the figures."""
        return [
            (keycap("Return"), self.tr("show the differences behind a number")),
            (keycap("D"), self.tr("definition")),
        ]

    def _load(self) -> None:
        project = self._session.project
        if project is not None:
            labels = [(one.key, one.name) for one in project.codebook.labels if one.on]
            self.page.filters.load(project.read.annotators(), labels, self._window.list.filter.text().strip())

    # --- counting ----------------------------------------------------------------------------------------

    def count(self) -> None:
        """Counts what the filters ask for, in a thread with a connection of its own."""
        project = self._session.project
        if project is None:
            return
        self._drop()
        focused = QApplication.focusWidget()
        inside = focused is not None and self.page.stack.isAncestorOf(focused)
        self._stale, self.found, self._begun = False, None, monotonic()
        self.page.show_waiting()
        self.page.waiting.begin()
        work = partial(run, options=self.page.filters.options())
        self.job = Hunt(project.path, work, self.tr("Agreement"), self)
        self.job.grown.connect(self.page.waiting.show_progress)
        self.job.over.connect(self._done)
        self.job.failed.connect(self._failed)
        if inside:
            self.escape()

    def stop(self) -> None:
        """Stops the count; nothing is shown by halves."""
        self._drop()
        self.found, self._stale = None, True
        self.page.waiting.show_stopped()
        self.escape()

    def _drop(self, *, wait: bool = False) -> None:
        """Hears no more of a count that runs."""
        if self.job is not None:
            self.job.drop(wait=wait)
            self.job = None

    def _done(self, found: object) -> None:
        project = self._session.project
        if project is None or not isinstance(found, Agreement):
            return
        self.job, self.found = None, found
        waits = self._waits()
        self.page.waiting.running.end()
        self.page.show_figures(Figures(found, project.codebook))
        if waits:
            self.escape()
        ids = {one.name: one.id for one in project.read.annotators()}
        self.page.filters.show_counts([ids[name] for name in found.annotators if name in ids], found.articles)
        words = self.tr(
            "{people} annotators, {articles}, {samples} bootstrap samples (seed {seed}), counted in {time} s"
        )
        articles = (
            self.tr("1 article")
            if found.articles == 1
            else self.tr("{count} articles").format(count=f"{found.articles:,}")
        )
        self._say(
            words.format(
                people=len(found.annotators),
                articles=articles,
                samples=f"{SAMPLES:,}",
                seed=found.seed,
                time=f"{monotonic() - self._begun:.1f}",
            )
        )

    def _failed(self, error: AnnotatorError) -> None:
        waits = self._waits()
        self.job, self.found = None, None
        self.page.waiting.show_error(error)
        if waits:
            self.escape()
        self._say(wording.line(error))

    def _waits(self) -> bool:
        """Whether the keyboard is with what stands in place of the figures: it goes on to what comes."""
        focused = QApplication.focusWidget()
        return focused is not None and self.page.waiting.isAncestorOf(focused)

    def _say(self, words: str) -> None:
        self._session.say(words, "info")

    # --- behind a number ---------------------------------------------------------------------------------

    def _show_differences(self, behind: Behind) -> None:
        """The review page with the differences that a number counts."""
        project = self._session.project
        if project is None:
            return
        ids = {one.name: one.id for one in project.read.annotators()}
        pair = behind.pair
        wanted = Filter(
            kinds=behind.kinds,
            labels=behind.labels,
            attribute=behind.attribute,
            pair=(ids[pair[0]], ids[pair[1]]) if pair is not None and all(name in ids for name in pair) else None,
        )
        self._window.commands.hands.reviewing.show(wanted)

    def _list_left(self) -> None:
        if self.found is not None:
            from annotator.gui.dialogs.left_out import LeftOutArticles

            dialog = LeftOutArticles(self.found, self._window)
            if dialog.exec() and dialog.article:
                self._session.open_article(dialog.article)
                self._window.read()

    # --- the project -------------------------------------------------------------------------------------

    def _changed(self, _applied: object = None) -> None:
        """The figures are of what was; they are counted anew when the page is asked for again."""
        self._stale = True

    def _another(self) -> None:
        self.page.filters.clear()

    def forget(self) -> None:
        """The project is being closed: nothing of it is kept, and no worker reads it any more."""
        self._drop(wait=True)
        self.found, self._stale = None, True
        self.page.show_waiting()

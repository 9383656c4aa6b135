"""Searching the whole project: the concordance as a page of the window, to its places and back, and tagging all."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from annotator.core.errors import AnnotatorError
from annotator.core.occurrences import Manner, Needle
from annotator.core.query import Query
from annotator.gui.actions import native
from annotator.gui.views.concordance import Concordance
from annotator.gui.views.concordance_filters import Kind
from annotator.store.passages import Hit

if TYPE_CHECKING:
    from annotator.gui.dialogs.tag_all import Beginning
    from annotator.gui.window import MainWindow

LONGEST = 120  # characters of a selection that become the words to look for


class Searching(QObject):
    """Brings the page up, leads from a hit to its place, and remembers which hit one came from."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._walking = False  # F3 goes on through the hits
        self._last: Hit | None = None
        self._fresh = False  # nothing has been done since one came to the hit
        self._session.opened.connect(self._stop_walking)
        self._session.changed.connect(self._worked)
        window.reading.left.connect(self._back)
        self._session.mode_changed.connect(self._mode_changed)
        window.pages.currentChanged.connect(self._page_changed)

    @cached_property
    def page(self) -> Concordance:
        """The page, made when it is first needed."""
        made = Concordance(self._session)
        made.left.connect(self.leave)
        made.picked.connect(self.go)
        made.tag_all_requested.connect(self.tag_all)
        self._window.pages.addWidget(made)
        self._window.panes.add(made, made.words)
        return made

    def open(self) -> None:
        """The page, with the selected words if there are any, else as it was left."""
        self.search(None if self._shown() or self._at_hit() else self._selected())

    def inconsistencies(self) -> None:
        """The page with what was tagged now so, now otherwise."""
        self.search("", "slips")
        self.page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self, words: str | None, kind: Kind | None = None) -> None:
        """The page with these words."""
        if self._session.project is None:
            return
        page = self.page
        if words and kind is None and page.kind == "slips":
            kind = "words"
        self._window.pages.setCurrentWidget(page)
        page.ask(words, kind)
        page.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        page.words.selectAll()

    def leave(self) -> None:
        """Back to the article, where one was."""
        self._window.read()

    def go(self, hit: Hit) -> None:
        """To the place in its article."""
        session, source = self._session, self.page.model.source_of(hit)
        self._window.read()
        session.open_article(source.id)
        article = session.article
        if article is None or article.id != source.id:
            return
        if article.text[hit.start : hit.end] != hit.words:
            session.say(self.tr("The text has changed here since the search"), "warn")
            return
        if hit.span in session.layer.by_id:
            session.reach(hit.span)
        else:
            session.set_active(None)
            self._window.reading.text.select(hit.start, hit.end)
            self._window.reading.text.ensure_visible(hit.start, hit.end)
        self._walking, self._fresh, self._last = True, True, hit
        place, total = self.page.view.current_row() + 1, self.page.model.rowCount()
        words = self.tr("Hit {place} of {total}: {next} goes to the next, {back} back to the list")
        keys = {"next": native("F3"), "back": native("Ctrl+Shift+F")}
        session.say(words.format(place=f"{place:,}", total=f"{total:,}", **keys), "info")

    def step(self, by: int) -> bool:
        """From one hit to the next (1) or the one before (-1); says whether hits are being gone through."""
        if not self._walking or self._shown():
            return False
        hit = self.page.step(by)
        if hit is not None:
            self.go(hit)
        else:
            last, first = self.tr("This is the last hit"), self.tr("This is the first hit")
            self._session.say(last if by > 0 else first, "info")
        return True

    def tag_all(self) -> None:
        """The same words everywhere: those of the page, of the active span, or the selected ones."""
        session, project = self._session, self._session.project
        if project is None:
            return
        try:
            project.check_writable()
        except AnnotatorError as error:
            session.fail(error)
            return
        if not project.codebook.shown():
            session.say(self.tr("The codebook shows no label to tag with"), "info")
            return
        begun = self._begun_on_page() if self._shown() else self._begun_in_article()
        if begun is not None:
            from annotator.gui.dialogs.tag_all import TagAll

            TagAll(session, begun, self._window).exec()

    def _begun_on_page(self) -> Beginning | None:
        from annotator.gui.dialogs.tag_all import Beginning

        page, session = self.page, self._session
        hit = page.model.hit_at(page.view.current_row())
        if page.kind == "words":
            if page.query.empty:
                session.say(self.tr("Type words to tag all of them"), "info")
                return None
            labels = page.sought().labels
            return Beginning(
                words=page.words.text(), query=page.query, manner=page.manner, label=labels[0] if labels else ""
            )
        if hit is None:
            session.say(self.tr("No row to tag all of: choose one"), "info")
            return None
        label = hit.label or (hit.others[0][0] if hit.others else "")
        return Beginning(words=hit.words, query=_exactly(hit.words), manner=Manner(exact=True), label=label)

    def _begun_in_article(self) -> Beginning | None:
        from annotator.gui.dialogs.tag_all import Beginning

        session, span = self._session, self._session.active_span
        if span is not None and len(span.fragments) > 1:
            session.say(self.tr("This span is in pieces: only words in a row can be looked for"), "info")
            return None
        words = span.words if span is not None else self._chosen_words()
        if not words.strip():
            session.say(self.tr("Nothing to tag all of: go to a span, or select words"), "info")
            return None
        # Names are written with capitals, and "may" is not May.
        manner = Manner(exact=any(map(str.isupper, words)))
        label = span.label if span is not None else ""
        return Beginning(words=words, query=_exactly(words), manner=manner, label=label, span=span, here=True)

    def stop(self) -> None:
        """F3 belongs to the article's own search again."""
        self._stop_walking()

    def _stop_walking(self) -> None:
        self._walking = False

    def _worked(self, _: object) -> None:
        self._fresh = False

    def _back(self) -> None:
        """Escape at a hit leads back to the rows, as long as one has only looked."""
        hit, view = self._last, self._session.view
        if self._fresh and self._at_hit() and view is not None and hit is not None:
            self._fresh = False
            if hit.start <= view.caret() <= hit.end:
                self.search(None)
                self.page.to_list()

    def _at_hit(self) -> bool:
        """Whether what is selected is the hit that one came to: the list then is to be seen as it was."""
        view, hit = self._session.view, self._last
        if not self._walking or view is None or hit is None:
            return False
        return view.selected() in ([], [(hit.start, hit.end)])

    def _shown(self) -> bool:
        return "page" in vars(self) and self._window.pages.currentWidget() is self.page

    def _page_changed(self, _: int) -> None:
        """The status line says the keys of the page."""
        self._window.bar.words.setVisible(not self._shown())  # the page has its own field
        if self._shown():
            self._session.set_mode("searching")
        elif self._session.mode == "searching":
            self._session.set_mode("reading")

    def _mode_changed(self, mode: str) -> None:
        """Undo leaves every state of the article; the page is still the one that has the keyboard."""
        if mode == "reading" and self._shown():
            self._session.set_mode("searching")

    def _chosen_words(self) -> str:
        """What is selected in the article."""
        session, view = self._session, self._session.view
        chosen = view.selected() if view is not None else []
        if session.article is None or not chosen:
            return ""
        return session.article.text[slice(*chosen[0])].strip()

    def _selected(self) -> str | None:
        """The selected words as one would type them."""
        words = " ".join(self._chosen_words().split())
        if not words or len(words) > LONGEST:
            return None
        return words if words.isalnum() else '"' + words.replace('"', " ") + '"'


def _exactly(words: str) -> Query:
    """Just these words, whatever signs are in them."""
    return Query(((Needle(words),),))

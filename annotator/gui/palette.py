"""The command palette at work: what it offers now, finding articles, running what was taken."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from annotator import settings
from annotator.core.errors import AnnotatorError
from annotator.gui import entries
from annotator.gui.entries import SIGNS, Entry, Group, Kind
from annotator.gui.models.numbers import Numbers, Query, numbers_of, opener_of
from annotator.gui.text import isolate
from annotator.gui.views.palette import PaletteView

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow

KEPT = 12  # acts remembered as used last
MOST_FOUND = 8  # articles shown, and actors
PAUSE_MS = 60  # after a key, before articles are looked for


class Palette(QObject):
    """Opens over the window, and leaves the keyboard where it was."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._entries: list[Entry] = []
        self._recent: tuple[str, ...] = ()
        self._articles: list[Entry] = []
        self._ticket = 0
        self._from: QWidget | None = None
        self._numbers = Numbers(self)
        self._numbers.found.connect(self._found)
        self._numbers.failed.connect(self._failed)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._session.closed.connect(self._closed)

    @cached_property
    def view(self) -> PaletteView:
        """What is seen, made when it is first asked for."""
        made = PaletteView(self._window)
        made.asked.connect(self._asked)
        made.taken.connect(self._take)
        made.left.connect(self.leave)
        return made

    def open(self) -> None:
        """Shows everything that can be done now."""
        self._window.commands.update_now()
        self._from = QApplication.focusWidget()
        self._recent = settings.load().settings.palette_recent
        self._entries = [*entries.labels(self._window), *entries.actions(self._window)]
        self._articles = []
        self._session.leave_mode()
        self.view.open()
        self._session.set_mode("palette")
        self._show("")

    def leave(self) -> None:
        """Closes; the keyboard goes back to where it was."""
        if not self.view.isVisible():
            return
        self._pause.stop()
        self._ticket += 1
        back, self._from = self._from, None
        self.view.hide()
        if self._session.mode == "palette":
            self._session.set_mode("reading")
        if back is not None and back.isVisible() and back.window() is self._window:
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._window.read()

    def _closed(self) -> None:
        """No question may be on its way when the project's file is let go of."""
        self._numbers.drop()
        self._ticket += 1

    # --- finding ------------------------------------------------------------------------------------

    def _asked(self, words: str) -> None:
        self._articles = []
        self._ticket += 1
        only, rest = _split(words)
        if only is None and rest and self._session.project is not None:
            self._pause.start()
        else:
            self._pause.stop()
        self._show(words)

    def _show(self, words: str, *, keep: bool = False) -> None:
        only, rest = _split(words)
        wanted = [entry for entry in self._entries if only is None or entry.kind == only]
        found = entries.groups(wanted, rest, self._recent) if only != "actor" else []
        people = entries.actors(self._window, rest, MOST_FOUND) if only == "actor" or (only is None and rest) else []
        for title, rows in ((self.tr("Articles"), self._articles), (self.tr("Actors"), people)):
            if rows:
                found.append(Group(title, tuple(rows)))
        self.view.show_groups(found, nothing=self._nothing(only, rest), keep=keep)

    def _nothing(self, only: Kind | None, rest: str) -> str:
        if only == "actor" and not rest:
            return self.tr("Type the name of an actor")
        return self.tr("Nothing matches {words}: fewer letters find more").format(words=isolate(rest))

    def _look(self) -> None:
        """Looks for articles off the window's thread: the project may hold a million of them."""
        project, me = self._session.project, self._session.me
        _, rest = _split(self.view.words.text())
        if project is None or me is None or not rest:
            return
        self._ticket += 1
        query = Query(filter=rest)
        find = partial(numbers_of, annotator_id=me.id, query=query, limit=MOST_FOUND)
        self._numbers.ask(self._ticket, opener_of(project.path), find)

    def _found(self, ticket: int, numbers: object) -> None:
        if ticket != self._ticket or not self.view.isVisible():
            return
        words = self.view.words.text()
        try:
            self._articles = entries.articles(self._window, list(numbers), _split(words)[1])  # type: ignore[call-overload]
        except AnnotatorError as error:
            self._session.fail(error)
            return
        if self._articles:
            self._show(words, keep=True)

    def _failed(self, ticket: int, error: AnnotatorError) -> None:
        if ticket == self._ticket:
            self._session.fail(error)

    # --- running ------------------------------------------------------------------------------------

    def _take(self, entry: Entry) -> None:
        if entry.why:
            words = self.tr("{action}: {why}").format(action=entry.text, why=entry.why)
            self._session.say(words, "info")
            return
        self.leave()
        if entry.kind in ("action", "label"):
            self._remember(entry.key)
        QTimer.singleShot(0, self, partial(self._run, entry))

    def _run(self, entry: Entry) -> None:
        """After the palette has gone: what runs may open a dialog and wait for it."""
        kind, _, key = entry.key.partition(":")
        if entry.kind == "article":
            self._session.open_article(key)
            self._window.read()
        elif entry.kind == "actor":
            self._window.commands.hands.linking.open(key)
        else:
            actions = self._window.commands.actions
            if kind == "tag" and not self._window.pages.escape():
                self._window.read()
            if kind == "tag":
                action = next((one for one in actions.labels if one.objectName() == entry.key), None)
            else:
                action = actions.by_id.get(entry.key)
            if action is not None and action.isEnabled():
                action.trigger()

    def _remember(self, key: str) -> None:
        kept = (key, *(one for one in self._recent if one != key))[:KEPT]
        try:
            settings.update(lambda now: msgspec.structs.replace(now, palette_recent=kept))
        except AnnotatorError as error:
            self._session.fail(error)


def _split(words: str) -> tuple[Kind | None, str]:
    """What kind of entry is asked for by its sign, and the words."""
    words = words.strip()
    only = SIGNS.get(words[:1])
    return only, words[1:].strip() if only is not None else words

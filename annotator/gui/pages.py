"""The pages of the window: which is shown, each made when it is first asked for, and what keys do while it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.gui.views.status import Hint

if TYPE_CHECKING:
    from annotator.gui.session import Mode
    from annotator.gui.window import MainWindow

LABEL, REVIEW, AGREEMENT = "page_label", "page_review", "page_agreement"
# The action that shows a page, in the order of the switch in the bar; and the room that makes the page, "module:Class".
PAGES: dict[str, str] = {
    LABEL: "",
    REVIEW: "annotator.gui.reviewing:Reviewing",
    AGREEMENT: "annotator.gui.agreeing:Agreeing",
}


class Room(Protocol):
    """What makes a page and works on it; built with the window."""

    mode: Mode  # what the keyboard is taken up with while the page is shown

    @property
    def page(self) -> QWidget:
        """What is shown."""

    def enter(self) -> None:
        """The page has been asked for: brings it up to date and gives it the keyboard."""

    def escape(self) -> None:
        """Escape was pressed and nobody on the page took it."""

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """What actions of the window do instead of the usual while the page is shown, by their ids."""

    def hints(self) -> list[Hint]:
        """Keys and what they do now."""


class Pages(QStackedWidget):
    """Labelling, what stands in its place without a project or while searching, and the pages with a room."""

    turned = Signal(str)  # the id of the page that is shown now

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._rooms: dict[str, Room] = {}
        self.here = LABEL
        window.session.mode_changed.connect(self._mode_changed)
        self.currentChanged.connect(self._current_changed)

    @property
    def room(self) -> Room | None:
        """The room of the page that is shown; labelling has none."""
        return self._rooms.get(self.here)

    def turn(self, key: str) -> None:
        """Shows a page by the id of its action."""
        session = self._window.session
        if session.project is None:
            return
        if not PAGES[key]:
            self._window.read()
            return
        session.leave_mode()
        session.leaving.emit()
        room = self.made(key)
        self.setCurrentWidget(room.page)
        room.enter()

    def made(self, key: str) -> Room:
        """The room of a page, made when it is first needed."""
        if key not in self._rooms:
            module, _, name = PAGES[key].partition(":")
            room: Room = getattr(import_module(module), name)(self._window)
            self._rooms[key] = room
            self.addWidget(room.page)
        return self._rooms[key]

    def act(self, key: str, usual: Callable[[], object]) -> None:
        """Does what an action means on the page that is shown."""
        room = self.room
        (usual if room is None else room.acts().get(key, usual))()

    def escape(self) -> bool:
        """Whether Escape belongs to the page that is shown."""
        room = self.room
        if room is not None:
            room.escape()
        return room is not None

    def hints(self) -> list[Hint] | None:
        """What the keys of the page do now; nothing where labelling has them, or something lies over the page."""
        room = self.room
        return room.hints() if room is not None and self._window.session.mode == room.mode else None

    def _current_changed(self, _: int) -> None:
        shown = self.currentWidget()
        self.here = next((key for key, room in self._rooms.items() if room.page is shown), LABEL)
        room, session = self.room, self._window.session
        if room is not None:
            session.set_mode(room.mode)
        elif session.mode in {other.mode for other in self._rooms.values()}:
            session.set_mode("reading")
        self.turned.emit(self.here)

    def _mode_changed(self, mode: str) -> None:
        """What leads back to reading leads back to the page that is shown."""
        room = self.room
        if mode == "reading" and room is not None:
            self._window.session.set_mode(room.mode)

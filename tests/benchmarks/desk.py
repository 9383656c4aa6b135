"""The real window on a project, and a bare one beside it, for acts that are measured inside this process."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from annotator import settings
from annotator.gui import app
from annotator.gui.window import MainWindow

PATIENCE = 20.0  # seconds for something to be painted
TAGS = (Qt.Key.Key_A, Qt.Key.Key_Q, Qt.Key.Key_S)


class NothingPainted(Exception):
    """An act led to no paint event: it did not do what it should."""


def spin(done: Callable[[], bool]) -> None:
    """Lets Qt work until something is so; raises NothingPainted after PATIENCE."""
    end = time.monotonic() + PATIENCE
    while not done():
        QApplication.processEvents()
        if time.monotonic() > end:
            raise NothingPainted


def wait(done: Callable[[], bool]) -> None:
    """Lets Qt work until something is so, idle in between as a window is; QTest.qWait would starve the worker."""
    end = time.monotonic() + PATIENCE
    while not done():
        QApplication.processEvents()
        time.sleep(0.001)
        if time.monotonic() > end:
            raise NothingPainted


class Desk:
    """The program's window, opened as `main` opens it."""

    def __init__(self, project: Path) -> None:
        app.make_application()
        settings.update(open_card=False)  # it would take the next key, and its paint would fall into the floor's
        self.window: MainWindow = app.open_window(project)
        self.session, self.text = self.window.session, self.window.reading.text
        self.paints: list[float] = []  # when each paint event of the article ended, time.perf_counter()
        self.text.painted.connect(self._note)
        self.activate()
        self.painted()

    def activate(self) -> None:
        """Keys go to this window."""
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    def _note(self) -> None:
        self.paints.append(time.perf_counter())

    def painted(self, act: Callable[[], object] | None = None) -> float:
        """Does something; milliseconds from its start to the end of the article's next paint event.

        What the window does after that paint is done, too, when this returns, but not counted.
        """
        self.paints.clear()
        began = time.perf_counter()
        if act is None:
            self.text.viewport().update()
        else:
            act()
        spin(lambda: bool(self.paints))
        return (self.paints[0] - began) * 1000

    def settle(self) -> None:
        """Lets everything that waits be done, and the article be painted."""
        self.painted()
        QTest.qWait(1)

    def open(self, article: str) -> float:
        """Opens an article by id; milliseconds until it is painted."""
        return self.painted(lambda: self.session.open_article(article))

    def select(self, start: int, end: int) -> None:
        """Selects, and lets the selection be painted."""
        self.text.select(start, end)
        self.text.ensure_visible(start, end)  # what cannot be read is shown first, and only then tagged
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> float:
        """Presses a key on the article; milliseconds until it is painted again."""
        return self.painted(lambda: QTest.keyClick(self.text, key, modifiers))

    def close(self) -> None:
        """Closes the window."""
        self.window.closeEvent(QCloseEvent())
        self.window.hide()
        self.window.deleteLater()
        QTest.qWait(1)


class Bare(QPlainTextEdit):
    """The floor: Qt's own view of a plain text, and one table to insert into."""

    def __init__(self, database: Path) -> None:
        super().__init__()
        self.paints: list[float] = []  # when each paint event ended, time.perf_counter()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.resize(860, 800)
        self.show()
        QTest.qWaitForWindowExposed(self)
        self._connection = sqlite3.connect(database, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("CREATE TABLE span(n INTEGER PRIMARY KEY, label TEXT, start INTEGER, stop INTEGER)")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Notes when."""
        super().paintEvent(event)
        self.paints.append(time.perf_counter())

    def painted(self, act: Callable[[], object]) -> float:
        """Does something; milliseconds from its start to the end of the next paint event."""
        self.paints.clear()
        began = time.perf_counter()
        act()
        spin(lambda: bool(self.paints))
        return (self.paints[0] - began) * 1000

    def open(self, text: str) -> float:
        """Shows a text; milliseconds until it is painted."""
        return self.painted(lambda: self.setPlainText(text))

    def insert_and_paint(self) -> float:
        """One committed row and one paint event; milliseconds."""
        return self.painted(self._insert)

    def _insert(self) -> None:
        self._connection.execute("INSERT INTO span(label, start, stop) VALUES('ACTOR', 1, 2)")
        self.viewport().update()

    def shut(self) -> None:
        """Closes window and file."""
        self._connection.close()
        self.close()
        self.deleteLater()
        QTest.qWait(1)

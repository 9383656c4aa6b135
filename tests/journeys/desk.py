"""An analyst at the real window: main() runs, keys and clicks go in, words on screen and rows in the file come out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.gui.window import MainWindow
from tests.journeys.dialogs import Watcher

BARE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
PATIENCE = 10_000  # ms that anything may take


class Desk:
    """One window and whoever sits at it."""

    def __init__(self, window: MainWindow, qtbot: QtBot, watcher: Watcher) -> None:
        self.window, self.qtbot, self.watcher = window, qtbot, watcher
        self.session = window.session
        self.text = window.reading.text

    # --- keys -----------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Presses keys one after another, as the window system would send them: "Ctrl+Shift+Right", "A"."""
        for key in keys:
            self._strike(key)
            self.settle()

    def _strike(self, key: str) -> None:
        pressed = QKeySequence(key)[0]
        target = QGuiApplication.focusWindow() or self.window.windowHandle()
        QTest.keyClick(target, pressed.key(), pressed.keyboardModifiers())

    def type(self, words: str) -> None:
        """Types words in any script."""
        for char in words:
            target = QApplication.focusWidget()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, BARE, char))
        self.settle()

    def settle(self) -> None:
        """Lets the window do what waits."""
        QApplication.processEvents()
        self.watcher.look()

    def until(self, true: Callable[[], object]) -> None:
        """Waits until something holds."""
        self.qtbot.waitUntil(lambda: bool(true()), timeout=PATIENCE)

    # --- the caret ------------------------------------------------------------------------------

    @property
    def article(self) -> str:
        """The text of the open article."""
        assert self.session.article is not None
        return self.session.article.text

    @property
    def caret(self) -> int:
        """Where the caret stands, in code points."""
        return self.text.caret()

    def place(self, words: str, nth: int = 0) -> tuple[int, int]:
        """Start and end of words in the article, the first place or a later one."""
        start = -1
        for _ in range(nth + 1):
            start = self.article.index(words, start + 1)
        return start, start + len(words)

    def walk(self, position: int, *, hold: str = "") -> None:
        """Takes the caret to a position by arrow keys: by word while that does not pass it, then by character."""
        self.press(*(["Ctrl+Home"] if not hold and position < self.caret // 2 else []))
        for unit in ("Down", "Ctrl+", ""):
            self._walk(position, unit, hold)
        self.settle()
        assert self.caret == position, f"the caret stands at {self.caret}, not at {position}"

    def _walk(self, position: int, unit: str, hold: str) -> None:
        for _ in range(4_000):
            before = self.caret
            if before == position:
                return
            ahead = before < position
            self._strike(hold + self._way(unit, ahead=ahead))
            if self.caret == before or (unit and (self.caret > position) is ahead and self.caret != position):
                return  # too far: the smaller unit goes the rest, whichever way that is

    def _way(self, unit: str, *, ahead: bool) -> str:
        """The arrow that leads on, or back: in writing from right to left it is the left one that leads on."""
        if unit == "Down":
            return "Down" if ahead else "Up"
        block = self.text.document().findBlock(self.text.textCursor().position())
        while not block.text().strip() and block.previous().isValid():
            block = block.previous()
        leftwards = block.textDirection() == Qt.LayoutDirection.RightToLeft
        return unit + ("Right" if ahead is not leftwards else "Left")

    def select(self, words: str, nth: int = 0) -> None:
        """Selects words with the keyboard: the caret to their start, then Shift+Ctrl+arrows and Shift+arrows."""
        start, end = self.place(words, nth)
        self.walk(start)
        self.walk(end, hold="Shift+")
        assert self.text.selected() == (start, end)

    def tag(self, words: str, key: str, nth: int = 0, *, card: bool = False) -> str:
        """Selects words by keys and presses a label's key; gives the id of the span that is active then.

        A card that opens is left by Escape, unless `card` says that it is what the test is about.
        """
        self.select(words, nth)
        before = self.session.active
        self.press(key)
        active = self.session.active
        assert active not in (None, before), f"nothing was tagged: {self.said}"
        if self.session.mode == "card":
            self.until(lambda: not self.text.hasFocus())  # the card comes once the tag is painted
            self.press(*([] if card else ["Escape"]))
        return active

    # --- the mouse ------------------------------------------------------------------------------

    def spot(self, position: int) -> QPoint:
        """Where on screen a character of the article begins, scrolled into sight."""
        self.text.ensure_visible(position, position)
        self.settle()
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(self.text._blocks.to_document(position))
        spot = self.text.cursorRect(cursor).center()
        near = (spot + QPoint(aside, 0) for aside in (0, 1, -1, 2, -2, 3, -3))
        return next(one for one in near if self.text.cursorForPosition(one).position() == cursor.position())

    def drag(self, words: str, nth: int = 0) -> None:
        """Drags the mouse over words."""
        start, end = self.place(words, nth)
        self.spot(end)
        first, last, paper = self.spot(start), self.spot(end), self.text.viewport()
        QTest.mousePress(paper, LEFT, BARE, first)
        QTest.mouseMove(paper, (first + last) / 2)
        QTest.mouseMove(paper, last)
        QTest.mouseRelease(paper, LEFT, BARE, last)
        self.settle()

    def click(self, target: QWidget | None, at: QPoint | None = None) -> None:
        """Clicks a widget, in its middle unless told where."""
        assert target is not None
        assert target.isVisible(), f"{target.accessibleName()} is not to be seen"
        QTest.mouseClick(target, LEFT, BARE, at if at is not None else target.rect().center())
        self.settle()

    def click_words(self, words: str, nth: int = 0) -> None:
        """Clicks into words of the article."""
        self.click(self.text.viewport(), self.spot(self.place(words, nth)[0] + 1))

    def drop(self, *paths: Path) -> None:
        """Drops files on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        where, copy = QPoint(600, 400), Qt.DropAction.CopyAction
        enter = QDragEnterEvent(where, copy, data, LEFT, BARE)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(self.window, QDropEvent(QPointF(where), copy, data, LEFT, BARE))
        self.settle()

    # --- what is seen ---------------------------------------------------------------------------

    @property
    def said(self) -> str:
        """The words in the status line."""
        return self.window.status.text()

    def action(self, name: str) -> str:
        """How an action is called in the menus now."""
        self.window.commands.update_now()
        return self.window.commands.actions.by_id[name].text()

    def menu(self, name: str) -> None:
        """Chooses an action from the menus."""
        self.window.commands.update_now()
        action = self.window.commands.actions.by_id[name]
        assert action.isEnabled(), f"{action.text()} is switched off"
        action.trigger()
        self.settle()

    def drawn(self) -> dict[str, str]:
        """The spans on the paper: id to label."""
        return {key: span.label for key, span in self.text.content.spans.items()}

    def panel_rows(self) -> list[str]:
        """The words in the list of spans."""
        model = self.window.panel.model
        return [model.span_at(row).words for row in range(model.rowCount())]

    def titles(self) -> list[str]:
        """The titles in the article list, in its order."""
        model = self.window.list.model
        return [model.article_at(row).title for row in range(model.rowCount())]

    def listed(self, title: str) -> Any:
        """The row of an article in the list: state and number of my spans."""
        model = self.window.list.model
        rows = [model.article_at(row) for row in range(model.rowCount())]
        return next(row for row in rows if title in row.title)

    def field(self, name: str) -> QWidget:
        """The editor of an attribute in the details."""
        return self.window.panel.details.attributes.rows[name].editor

    # --- dialogs --------------------------------------------------------------------------------

    def dialog(self, act: Callable[[], object], answer: Callable[[Any], object]) -> None:
        """Does what opens a dialog, and answers it; the dialog is closed when this returns."""
        self.watcher.expect(answer)
        act()
        self.until(lambda: self.watcher.answered or self.watcher.faults)
        self.watcher.check()
        self.window.activateWindow()  # what a window manager does after a dialog; there is none without a screen
        self.until(self.window.isActiveWindow)

    # --- the file -------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """The open project's file."""
        assert self.session.project is not None
        return self.session.project.path

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What another connection reads from the file."""
        return rows_of(self.path, query, *values)

    def stored(self) -> list[tuple[str, str]]:
        """Label and words of each span of the open article, as another connection reads them, in text order."""
        assert self.session.article is not None
        return self.rows(
            'SELECT label, words FROM span WHERE article=(SELECT n FROM article WHERE id=?) ORDER BY start, "end" DESC',
            self.session.article.id,
        )

    def kept(self, span: str | None, column: str) -> Any:
        """One column of a span in the file."""
        return self.rows(f"SELECT {column} FROM span WHERE id=?", span)[0][0]


def rows_of(path: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What a fresh connection reads from a project file."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query, values).fetchall()


def words_of(widget: QWidget) -> str:
    """Everything that labels, buttons and fields of a widget say."""
    parts: list[str] = []
    for kind, read in (
        (QLabel, QLabel.text),
        (QPushButton, QPushButton.text),
        (QLineEdit, QLineEdit.text),
        (QPlainTextEdit, QPlainTextEdit.toPlainText),
    ):
        parts += [read(part) for part in widget.findChildren(kind)]
    return "\n".join(part.strip() for part in parts)


def button_of(dialog: QDialog, *names: str) -> QPushButton:
    """The button of a dialog whose words begin so."""
    for part in dialog.findChildren(QPushButton):
        if part.isVisible() and part.text().strip().startswith(names):
            return part
    said = [part.text() for part in dialog.findChildren(QPushButton) if part.isVisible()]
    raise AssertionError(f"no button {names} among {said}")


@contextmanager
def clipboard(text: str) -> Iterator[None]:
    """Text on the clipboard."""
    board = QGuiApplication.clipboard()
    board.setText(text)
    yield
    board.clear()

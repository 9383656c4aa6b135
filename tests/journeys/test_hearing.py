"""What is heard: the spans at the caret when they change, what just happened, the key of what menus are used for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from annotator import settings
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article."""
    return make("study", PLAIN)


def test_the_spans_at_the_caret_are_said_once(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        said: list[str] = []
        desk.tag("Ilse Brandt", "A")
        start, end = desk.place("Ilse Brandt")
        desk.walk(end + 3)
        desk.qtbot.wait(250)
        desk.session.said.connect(lambda text, _: said.append(text))
        desk.walk(start + 2)
        desk.until(lambda: said)
        assert said[0].startswith("ACTOR")
        assert "2 words" in said[0]
        desk.press("Right")
        desk.qtbot.wait(250)
        assert len(said) == 1, "the same span is not said again"

    sit(path, day=day)


def test_tagging_is_not_said_twice(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.qtbot.wait(250)
        assert desk.said.startswith("Tagged")

    sit(path, day=day)


def test_what_an_act_says_stands_over_the_span_come_to_just_before(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        start, end = desk.place("Ilse Brandt")
        desk.walk(end + 3)
        desk.qtbot.wait(250)
        desk.walk(start + 2)
        desk.press("Ctrl+Return")
        desk.qtbot.wait(250)
        assert desk.said == "All articles are done or skipped"

    sit(path, day=day)


def from_menu(desk: Desk, menu: str, name: str) -> None:
    """Takes an action from a menu by keys."""
    found = next(one for one in desk.window.menuBar().findChildren(QMenu) if one.title().replace("&", "") == menu)
    action = next(one for one in found.actions() if one.objectName() == name)
    found.popup(desk.window.mapToGlobal(desk.window.rect().center()))
    found.setActiveAction(action)
    QTest.keyClick(found, Qt.Key.Key_Return)
    desk.settle()


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_the_third_time_from_the_menu_names_the_key_once(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.qtbot.wait(100)
        heard = []
        for _ in range(5):
            from_menu(desk, "Span", "next_span")
            heard.append("is N" in desk.said)
        assert heard == [False, False, True, False, False]
        assert QGuiApplication.focusWindow() is not None
        desk.press("N")

    sit(path, day=day)
    assert settings.load().settings.menu_uses == {"next_span": 3}

"""The choosing strip: what its keys do, what it shows in a narrow place and from right to left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.gui.views.chooser import MOST, Chooser, Extra, Offered

BARE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
NAMES = ("Ana", "<b>Bo</b>", "عمر")
OFFERS = [Offered(key=f"k{place}", words=words, beside="near") for place, words in enumerate(NAMES)]


class Strip:
    """The strip with everything that it says written down."""

    def __init__(self, qtbot: QtBot) -> None:
        self.chooser = Chooser()
        qtbot.addWidget(self.chooser)
        self.chooser.resize(900, 130)
        self.said: list[object] = []
        chooser = self.chooser
        chooser.taken.connect(self._taken)
        for name, signal in (("made", chooser.made), ("removed", chooser.removed), ("left", chooser.left)):
            signal.connect(self._said(name))
        for name, signal in (("filtered", chooser.filtered), ("turned", chooser.turned)):
            signal.connect(self._said_with(name))
        chooser.begin("Actor", "“she”", hint="Type", extras=[Extra(keys="Esc", words="leave & <go>")])
        chooser.show_offers(OFFERS, nothing="Nobody")
        chooser.activateWindow()
        qtbot.waitUntil(chooser.filter.hasFocus)

    def _taken(self, key: str, stay: bool) -> None:
        self.said.append((key, stay))

    def _said(self, name: str):  # type: ignore[no-untyped-def]
        return lambda: self.said.append(name)

    def _said_with(self, name: str):  # type: ignore[no-untyped-def]
        return lambda value: self.said.append((name, value))

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = BARE) -> list[object]:
        """What it said to a key."""
        self.said.clear()
        QTest.keyClick(self.chooser.filter, key, held)
        return list(self.said)


@pytest.fixture
def strip(qtbot: QtBot) -> Strip:
    return Strip(qtbot)


def test_keys(strip: Strip) -> None:
    assert strip.press(Qt.Key.Key_Return) == [("k0", False)]
    assert strip.press(Qt.Key.Key_Return, SHIFT) == [("k0", True)]
    assert strip.press(Qt.Key.Key_2) == [("k1", False)]
    assert strip.press(Qt.Key.Key_9) == []
    assert strip.press(Qt.Key.Key_Down) == []
    assert strip.press(Qt.Key.Key_Return) == [("k1", False)]
    strip.press(Qt.Key.Key_Tab)
    assert strip.press(Qt.Key.Key_Return) == [("k2", False)]
    strip.press(Qt.Key.Key_Tab)
    assert strip.press(Qt.Key.Key_Return) == [("k0", False)]
    strip.press(Qt.Key.Key_Backtab, SHIFT)
    assert strip.press(Qt.Key.Key_Return) == [("k2", False)]
    assert strip.press(Qt.Key.Key_Return, CONTROL) == ["made"]
    assert strip.press(Qt.Key.Key_Delete) == ["removed"]
    assert strip.press(Qt.Key.Key_Right) == [("turned", 1)]
    assert strip.press(Qt.Key.Key_Left) == [("turned", -1)]
    assert strip.press(Qt.Key.Key_Escape) == ["left"]


def test_in_the_filter_keys_type(strip: Strip) -> None:
    assert strip.press(Qt.Key.Key_A) == [("filtered", "a")]
    assert strip.press(Qt.Key.Key_2) == [("filtered", "a2")]
    assert strip.press(Qt.Key.Key_Left) == []
    assert strip.press(Qt.Key.Key_Backspace) == [("filtered", "2")]
    assert strip.press(Qt.Key.Key_Delete) == [("filtered", "")]


def test_nothing_is_taken_where_nothing_is_offered(strip: Strip) -> None:
    strip.chooser.show_offers([], nothing="Nobody")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_Down):
        assert strip.press(key) == []
    strip.chooser.grab()
    assert strip.chooser.filter.accessibleDescription() == ""


def test_what_is_highlighted_is_spoken(strip: Strip) -> None:
    assert strip.chooser.filter.accessibleName() == "Actor: “she”"
    assert strip.chooser.filter.accessibleDescription() == "1, Ana, near"
    strip.press(Qt.Key.Key_Down)
    assert strip.chooser.filter.accessibleDescription() == "2, <b>Bo</b>, near"


def test_no_more_offers_than_digits(strip: Strip) -> None:
    strip.chooser.show_offers([Offered(key=str(place), words="x" * 300) for place in range(20)])
    assert len(strip.chooser.offers) == MOST
    assert strip.press(Qt.Key.Key_9) == [("8", False)]


@pytest.mark.parametrize(("width", "across"), [(900, 3), (500, 2)])
def test_cells_side_by_side(strip: Strip, qtbot: QtBot, width: int, across: int) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    grid = strip.chooser.grid
    grid.setParent(held)
    grid.resize(width, 70)
    assert grid.cell(across - 1).top() == grid.cell(0).top() < grid.cell(across).top()
    assert grid.cell(across - 1).right() <= width
    assert grid.cell(0).left() < grid.cell(1).left()
    grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert grid.cell(0).left() > grid.cell(1).left()


def test_a_click_takes(strip: Strip) -> None:
    grid = strip.chooser.grid
    strip.said.clear()
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, BARE, grid.cell(1).center().toPoint())
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, BARE, QPoint(int(grid.cell(0).right()) + 4, 5))
    assert strip.said == [("k1", False)]

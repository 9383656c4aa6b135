"""The choosing strip: digits by their place on the keyboard, few lines of cells, Down to the rest."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.gui.views.chooser import MOST, Chooser, Offered

OFFERS = [Offered(key=str(place), words=f"Name {place} 😀", beside="above") for place in range(12)]
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def strip(qtbot: QtBot) -> Chooser:
    """A strip on screen with twelve offers."""
    host = QWidget()
    made = Chooser()
    column = QVBoxLayout(host)
    column.addWidget(made)
    host.resize(900, 300)
    qtbot.addWidget(host)
    host.show()
    made.begin("Speaker", "of this", hint="Name or digit")
    made.show_offers(OFFERS)
    made.kept = host  # type: ignore[attr-defined]
    return made


def strike(strip: Chooser, key: int, text: str = "", *, scan: int = 0, held: Qt.KeyboardModifier = NONE) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, held, scan, 0, 0, text)
    QApplication.sendEvent(strip.filter, event)


def test_nine_have_a_digit_and_no_more(strip: Chooser) -> None:
    assert len(strip.offers) == MOST == 9
    taken: list[tuple[str, bool]] = []
    strip.taken.connect(lambda key, stay: taken.append((key, stay)))
    strike(strip, Qt.Key.Key_9, "9")
    strike(strip, Qt.Key.Key_0, "0")
    assert taken == [("8", False)]


@pytest.mark.skipif(sys.platform != "linux", reason="places are numbered otherwise elsewhere")
def test_digits_by_place_where_they_need_shift(strip: Chooser) -> None:
    taken: list[tuple[str, bool]] = []
    strip.taken.connect(lambda key, stay: taken.append((key, stay)))
    strike(strip, Qt.Key.Key_Eacute, "é", scan=11)  # AZERTY's second key
    strike(strip, Qt.Key.Key_2, "2", scan=11, held=SHIFT)
    strike(strip, Qt.Key.Key_Exclam, "!", scan=10, held=SHIFT)  # an American keyboard's Shift+1
    assert taken == [("1", False), ("1", True), ("0", True)]
    assert strip.filter.text() == ""


def test_digits_are_text_once_something_is_typed(strip: Chooser) -> None:
    taken: list[str] = []
    strip.taken.connect(lambda key, _stay: taken.append(key))
    strike(strip, Qt.Key.Key_A, "a")
    strike(strip, Qt.Key.Key_2, "2", scan=11)
    assert strip.filter.text() == "a2"
    assert taken == []


def test_few_lines_are_seen_and_down_leads_to_the_rest(strip: Chooser) -> None:
    grid = strip.grid
    seen = grid.rect().toRectF()
    assert seen.contains(grid.cell(5))
    assert not seen.contains(grid.cell(6))
    for _ in range(6):
        strike(strip, Qt.Key.Key_Down)
    assert grid.place == 6
    assert seen.contains(grid.cell(6))
    strike(strip, Qt.Key.Key_Backtab, held=SHIFT)
    strike(strip, Qt.Key.Key_Tab)
    strike(strip, Qt.Key.Key_Tab, held=SHIFT)
    assert grid.place == 5
    for _ in range(4):
        strike(strip, Qt.Key.Key_Down)
    assert grid.place == 0
    assert seen.contains(grid.cell(0))


def test_what_is_highlighted_is_said(strip: Chooser) -> None:
    strike(strip, Qt.Key.Key_Down)
    assert strip.filter.accessibleDescription() == "2, Name 1 😀, above"
    strip.show_offers([], nothing="Nobody")
    assert strip.filter.accessibleDescription() == ""

"""The window itself: who has the keyboard, Escape, F1, themes, finding, a fault of ours, other keyboards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from annotator import settings
from annotator.gui.action_table import ACTIONS
from annotator.gui.actions import keycap
from annotator.gui.theme import color
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import BARE, Desk, button_of, words_of
from tests.journeys.pages import PLAIN
from tests.journeys.test_card import reach_details


@pytest.fixture
def path(make: Make) -> Path:
    """A project of two articles."""
    return make("study", PLAIN, "Second\n\nBrandt was here.")


def focus() -> QWidget:
    """Who has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_f6_goes_round_and_escape_comes_back(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        window = desk.window
        desk.until(window.panel.view.isVisible)
        stops = [desk.text, window.panel.view, window.list.filter, window.list.view]
        for wanted in (*stops[1:], stops[0]):
            desk.press("F6")
            assert focus() is wanted
        for wanted in (*reversed(stops[1:]), stops[0]):
            desk.press("Shift+F6")
            assert focus() is wanted
        for steps in (1, 2, 3):
            desk.press(*["F6"] * steps, "Escape")
            assert desk.text.hasFocus(), f"Escape after {steps} times F6"
        desk.press("Tab")
        assert not desk.text.hasFocus()
        desk.press("Escape")
        assert desk.text.hasFocus()

    sit(path, day=day)


def test_the_details_are_reached_in_a_low_window(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.window.resize(1024, 700)
        span = desk.tag("Ilse Brandt", "A")
        desk.until(desk.window.panel.tabs.isVisible)
        reach_details(desk)
        desk.press("1", "1", "Escape")
        assert desk.kept(span, "attributes") == '{"type":"person"}'
        desk.press("F6", "Right")
        assert desk.window.panel.view.isVisible()
        desk.press("F6", "F6", "F6", "F6")
        assert focus() is desk.window.panel.view

    sit(path, day=day)


def test_escape_goes_one_state_out(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "A")
        desk.press("Shift+Right", "Y", "Escape")
        assert desk.session.mode == "reading"
        assert desk.text.selected() is not None
        desk.press("Escape")
        assert desk.text.selected() is None
        assert desk.session.active == span
        desk.press("Escape")
        assert desk.session.active is None
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]

    sit(path, day=day)


def test_plain_letters_do_nothing_outside_the_article(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.select("Norrholm Lines")
        window = desk.window
        for pane in (window.list.filter, window.list.view, window.panel.view):
            pane.setFocus()
            for key in ("A", "Q", "S", "1", "2", "3", "Y", "L", "K", "N"):
                desk.press(key)
            assert len(desk.stored()) == 1, pane.accessibleName()
            assert desk.stored() == [("ACTOR", "Ilse Brandt")]
        desk.press("Escape", "Escape", "M")
        desk.type("A Q S")
        assert len(desk.stored()) == 1

    sit(path, day=day)


def test_delete_in_a_field_deletes_no_span(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.press("M")
        desk.type("abc")
        desk.press("Backspace", "Home", "Del", "Return")
        assert desk.rows("SELECT note FROM span") == [("b",)]

    sit(path, day=day)


def test_f1_lists_every_key_of_the_table(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        said: list[str] = []
        desk.dialog(lambda: desk.press("F1"), lambda dialog: said.append(words_of(dialog)))
        lines = said[0].split("\n")
        for action in ACTIONS:
            for key in action.keys[:2]:
                assert keycap(key) in lines, f"{action.id}: {key}"
        for key in ("A", "Q", "S", "1", "2", "3"):
            assert key in lines
        assert "Tag Actor" in lines

    sit(path, day=day)


def test_all_keys_can_be_narrowed_down(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        def narrow(dialog: Any) -> None:
            desk.type("relabel")
            shown = [part.text() for part in dialog.findChildren(QLabel) if part.isVisible()]
            assert "Relabel" in shown
            assert "Quit" not in shown

        desk.dialog(lambda: desk.press("F1"), narrow)

    sit(path, day=day)


@pytest.mark.parametrize(("name", "paper"), [("light", "#ffffff"), ("dark", "#1f2228")])
def test_both_themes_and_they_are_remembered(sit: Sit, path: Path, name: str, paper: str) -> None:
    def first(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.menu(f"theme_{name}")
        desk.settle()
        assert color("paper").name() == paper
        picture = desk.window.grab().toImage()
        spot = desk.text.viewport().mapTo(desk.window, desk.text.viewport().rect().bottomRight())
        assert picture.pixelColor(spot.x() - 8, spot.y() - 8).name() == paper

    sit(path, day=first)
    assert settings.load().settings.theme == name
    sit(path, day=lambda desk: desk.menu("theme_system"))


def test_find_goes_to_the_hit_and_escape_back(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.walk(desk.place("Tuesday")[0])
        before = desk.caret
        desk.press("Ctrl+F")
        desk.type("norrholm")
        assert desk.caret == desk.place("Norrholm")[0]
        desk.press("Escape")
        assert (desk.caret, desk.text.hasFocus()) == (before, True)
        desk.press("Ctrl+F")
        desk.type("brandt")
        desk.press("Return", "F3")
        assert not desk.session.view.selected()
        assert desk.caret in {desk.place("Brandt", nth)[0] for nth in range(2)}

    sit(path, day=day)


def test_enter_stays_at_the_hit_and_closes(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        finder = desk.window.reading.finder
        places = [desk.place("r", nth)[0] for nth in range(3)]
        desk.press("Ctrl+F")
        desk.type("r")
        desk.press("Return")
        assert (desk.text.selected(), finder.isVisible()) == (desk.place("r"), False)
        assert desk.text.hasFocus()
        desk.press("F3")
        assert (desk.caret, finder.isVisible(), desk.text.hasFocus()) == (places[1], False, True)
        assert desk.said.startswith("2 of ")
        desk.press("F3", "Shift+F3", "Ctrl+F", "Down")
        assert (desk.caret, finder.isVisible()) == (places[2], True)
        desk.press("Up", "Return")
        assert (desk.text.selected(), finder.isVisible()) == (desk.place("r", 1), False)
        desk.press("Escape")
        assert desk.text.selected() is None
        before = desk.caret
        assert places[1] <= before <= places[1] + 1, "Escape in the text is not Escape in the line"
        desk.press("Ctrl+F")
        desk.type("no such words")
        desk.press("Return")
        assert finder.isVisible()
        assert finder.found.text() == "Nothing found"
        desk.press("Escape")
        assert (desk.caret, desk.text.hasFocus()) == (before, True)

    sit(path, day=day)


def test_folded_panes_stay_folded(sit: Sit, path: Path) -> None:
    def first(desk: Desk) -> None:
        desk.press("F9", "Shift+F9")
        assert not desk.window.list.isVisible()
        assert not desk.window.panel.isVisible()
        desk.tag("Ilse Brandt", "A")

    def second(desk: Desk) -> None:
        assert not desk.window.list.isVisible()
        desk.press("N", "M")
        assert desk.window.panel.details.note.hasFocus()
        desk.press("F9")
        assert desk.window.list.isVisible()

    sit(path, day=first)
    sit(path, day=second)


@pytest.mark.expects_errors
def test_a_fault_of_ours_is_reported_and_the_project_is_safe(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")

        def break_down() -> None:
            raise ZeroDivisionError("a bug at the harbour")

        def read(dialog: Any) -> None:
            said = words_of(dialog)
            assert "fault of ours" in said
            assert "a bug at the harbour" in said
            assert "saved in the project" in said
            button_of(dialog, "Copy").click()
            assert "ZeroDivisionError" in QGuiApplication.clipboard().text()
            button_of(dialog, "Go on").click()

        desk.dialog(lambda: QTimer.singleShot(0, break_down), read)
        desk.tag("Norrholm Lines", "A")
        assert len(desk.stored()) == 2

    sit(path, day=day)


@pytest.mark.parametrize(
    ("key", "text", "scan"),
    [
        (0x0424, "ф", 38),
        (0x0391, "α", 38),
        (0x0634, "ش", 38),
        (0x0399 + 0x200, "", 38),
        (0x20AC, "&", 10),
        (Qt.Key.Key_Ampersand, "&", 10),
        (Qt.Key.Key_1, "1", 10),
        (Qt.Key.Key_A, "a", 24),
        (Qt.Key.Key_A, "a", 38),
    ],
    ids=["russian A", "greek A", "arabic A", "no letter", "euro", "french 1", "digit", "azerty A", "us A"],
)
def test_keys_are_found_by_their_place_on_other_keyboards(sit: Sit, path: Path, key: int, text: str, scan: int) -> None:
    def day(desk: Desk) -> None:
        desk.select("Norrholm Lines")
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(desk.text, QKeyEvent(kind, key, BARE, scan, key, 0, text))
        assert desk.stored() == [("ACTOR", "Norrholm Lines")]

    sit(path, day=day)


@pytest.mark.parametrize(("key", "text"), [(0x0417, "З"), (0x03A0, "Π"), (0x062D, "ح")], ids=["ru", "gr", "ar"])
def test_the_palette_opens_where_letters_are_others(sit: Sit, path: Path, key: int, text: str) -> None:
    """The window's own shortcuts are looked up by place too: Ctrl+Shift+P is З, Π, ح there."""

    def day(desk: Desk) -> None:
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(desk.text, QKeyEvent(kind, key, held, 33, key, 0, text))
        assert desk.session.mode == "palette"
        desk.press("Escape")
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(desk.window.list.view, QKeyEvent(kind, key, held, 33, key, 0, text))
        assert desk.session.mode == "palette"
        desk.press("Escape")

    sit(path, day=day)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_everything_has_room(sit: Sit, path: Path, size: tuple[int, int]) -> None:
    def day(desk: Desk) -> None:
        desk.window.resize(*size)
        desk.tag("Ilse Brandt", "A")
        desk.settle()
        window = desk.window
        assert (window.width(), window.height()) == size
        for part in (window.list, window.reading, window.panel, window.status):
            area = part.rect().translated(part.mapTo(window, part.rect().topLeft()))
            assert window.rect().contains(area)
        header = window.reading.header
        for button in header.findChildren(QWidget):
            if button.isVisible() and button.parentWidget() is header:
                assert header.rect().contains(button.geometry()), type(button).__name__
        assert window.status.who.isVisible()
        assert window.status.saved.isVisible()

    sit(path, day=day)

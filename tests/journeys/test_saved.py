"""Never save: after each act the file has it before the window is painted, and there is nothing that saves."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFileDialog

from annotator.gui.action_table import ACTIONS
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk, rows_of, words_of
from tests.journeys.pages import PLAIN


class AtPaint(QObject):
    """What another connection finds in the file whenever the article is painted."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.found = path, []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.found.append(rows_of(self.path, "SELECT label, words, note FROM span ORDER BY n"))
        return False


def test_the_file_has_each_act_before_it_is_painted(sit: Sit, make: Make) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        eye = AtPaint(desk.path)
        paper = desk.text.viewport()
        for keys, expected in (
            (("A",), [("ACTOR", "Ilse Brandt", "")]),
            (("Y", "Q"), [("QUOTE", "Ilse Brandt", "")]),
            (("L",), [("QUOTE", "Ilse Brandt spoke", "")]),
            (("Del",), []),
            (("Ctrl+Z",), [("QUOTE", "Ilse Brandt spoke", "")]),
        ):
            if keys == ("A",):
                desk.select("Ilse Brandt")
            desk.press(*keys[:-1])
            eye.found.clear()
            paper.installEventFilter(eye)
            desk.press(keys[-1])
            desk.until(lambda: eye.found)
            paper.removeEventFilter(eye)
            assert eye.found[0] == expected, keys
            assert len(desk.drawn()) == len(expected)

    sit(path, day=day)


def test_nothing_saves(sit: Sit, make: Make) -> None:
    assert [one.text for one in ACTIONS if "save" in one.text.lower().replace("&", "")] == ["Save a &copy…"]
    assert not any(key in ("Ctrl+S", "Ctrl+Shift+S") for one in ACTIONS for key in one.keys)

    def day(desk: Desk) -> None:
        assert "Save" not in words_of(desk.window).replace("Saved", "")
        desk.tag("Ilse Brandt", "A")
        assert desk.window.status.saved._words.text().startswith("Saved")
        assert not desk.window.isWindowModified()

    sit(make("study", PLAIN), day=day)


def test_a_note_is_saved_without_being_sent(sit: Sit, make: Make, qtbot: object) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "A")
        desk.press("M")
        desk.type("later")
        desk.until(lambda: desk.kept(span, "note") == "later")
        assert desk.window.panel.details.note.hasFocus()

    sit(make("study", PLAIN), day=day)


def test_a_copy_holds_everything(sit: Sit, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copy.annotator"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))

    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.menu("backup")
        assert "Copy saved" in desk.said
        assert rows_of(copy, "SELECT label, words FROM span") == [("ACTOR", "Ilse Brandt")]

    sit(make("study", PLAIN), day=day)

"""Preferences apply at once and are kept: look, zoom, the user's own keys, the other hand, no plain letters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator import settings
from annotator.gui import keymap
from annotator.gui.action_table import BY_ID
from annotator.gui.actions import keycap
from annotator.gui.dialogs.preferences import Preferences
from annotator.gui.preference_table import PAGES
from annotator.gui.theme import current
from annotator.settings import Settings
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article."""
    return make("study", PLAIN)


@pytest.fixture(autouse=True)
def usual_keys() -> Iterator[None]:
    """The next test has the usual keys again."""
    yield
    keymap.wear({}, mirrored=False, plain=True)


def test_every_row_is_a_setting_with_a_default() -> None:
    fields = {one.field for _, rows in PAGES for one in rows}
    assert fields <= set(Settings.__struct_fields__)


def test_all_is_applied_at_once_and_kept(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        def answer(dialog: Any) -> None:
            assert isinstance(dialog, Preferences)
            dialog.fields["text_size"].setValue(22)
            dialog.fields["line_height"].setValue(140)
            dialog.fields["text_width"].setValue(600)
            dialog.fields["reduced_motion"].click()
            dialog.fields["annotator"].setText("Noor")
            dialog.fields["annotator"].editingFinished.emit()
            assert desk.text.font().pixelSize() == 22
            dialog.fields["theme"]._group.button(2).click()
            assert current().dark
            dialog.fields["theme"]._group.button(1).click()
            dialog.accept()

        desk.dialog(lambda: desk.press("Ctrl+,"), answer)
        assert desk.window.reading.calm

    sit(path, day=day)
    kept = settings.load().settings
    assert (kept.text_size, kept.line_height, kept.text_width) == (22, 1.4, 600)
    assert (kept.annotator, kept.theme, kept.reduced_motion) == ("Noor", "light", True)

    def again(desk: Desk) -> None:
        assert desk.text.font().pixelSize() == 22
        desk.press("Ctrl+0")
        assert desk.text.font().pixelSize() in (16, 17)

    settings.update(annotator="Ana")
    sit(path, day=again)


def test_zoom_stops_at_the_ends(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl++", "Ctrl+=")
        assert desk.text.font().pixelSize() == 19
        assert "112 %" in desk.said
        desk.press(*["Ctrl+-"] * 12)
        assert desk.text.font().pixelSize() == 12
        desk.press("Ctrl+0")

    sit(path, day=day)


def test_a_key_of_ones_own(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        def answer(dialog: Any) -> None:
            dialog.tabs._group.button(2).click()
            keys = dialog.keys
            keys.filter.setText("next span")
            assert keys.current() == "next_span"
            keys.key.setFocus()
            QTest.keyClick(keys.key, Qt.Key.Key_A)
            assert "Tag Actor" in keys.said.text()
            QTest.keyClick(keys.key, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            assert "Undo" in keys.said.text()
            QTest.keyClick(keys.key, Qt.Key.Key_T)
            assert keys.said.text() == "T it is"
            dialog.accept()

        span = desk.tag("Ilse Brandt", "A")
        desk.session.set_active(None)
        desk.dialog(lambda: desk.press("Ctrl+,"), answer)
        desk.press("N")
        assert desk.session.active is None
        desk.press("T")
        assert desk.session.active == span
        assert keycap("N") == "T"
        assert desk.window.panel.details.after.toolTip() == "Next span  (T)"

    sit(path, day=day)
    assert settings.load().settings.keys == {"next_span": ("T",)}


def test_words_about_keys_tell_those_of_ones_own(sit: Sit, path: Path) -> None:
    settings.update(keys={"undo": ("Ctrl+U",), "redo": (), "done": ("Ctrl+D",)})

    def day(desk: Desk) -> None:
        header = desk.window.reading.header
        assert header.done_key.text() == "Ctrl D"
        assert header.done.toolTip() == "Done, next unfinished  (Ctrl+D)"
        desk.tag("Ilse Brandt", "A")
        desk.press("Ctrl+U")
        assert desk.said == "Undone: Tag ACTOR “Ilse Brandt”"

    sit(path, day=day)


def test_the_right_hand_has_the_mirrored_letters(sit: Sit, path: Path) -> None:
    settings.update(mirrored_keys=True)

    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "L")
        desk.session.set_active(None)
        desk.press("X")
        assert desk.session.active == span
        assert keycap("N") == "X"

    sit(path, day=day)


def test_without_plain_letters_only_alt_shift_acts(sit: Sit, path: Path) -> None:
    settings.update(plain_letters=False)

    def day(desk: Desk) -> None:
        desk.select("Ilse Brandt")
        desk.press("A", "N", "1")
        assert desk.stored() == []
        desk.press("Alt+Shift+A")
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]
        desk.press("Delete")
        assert desk.stored() == []

    sit(path, day=day)


def test_mirrored_keys_do_not_clash() -> None:
    keymap.wear({}, mirrored=True, plain=True)
    for other in ("article", "review"):  # a key may mean one thing in the text and another where layers are compared
        keys = [key for row in BY_ID.values() if row.scope in ("window", other) for key in keymap.keys_of(row)]
        assert len(keys) == len(set(keys))

"""Naming a start by F and a letter or by the letters of G, then mending by E, W and X: all by keys, each said."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator import assets
from annotator.gui import keys
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN

RUSSIAN = "Погода\n\nМэр Анна Седова сказала: «Мы подождём». Министр молчал. Завтра дождь.\n"


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article."""
    return make("study", PLAIN)


def starts(desk: Desk, words: str, nth: int = 0) -> int:
    """Where words begin."""
    return desk.place(words, nth)[0]


def hint_at(desk: Desk, position: int) -> str:
    """The letters that are drawn at a place."""
    return next(one.letters for one in desk.text.marks.hints if one.position == position)


def test_a_letter_names_the_start_and_the_label_guesses_the_end(
    sit: Sit, path: Path, check: Callable[[Path], None]
) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home", "F")
        assert desk.session.mode == "jumping"
        desk.press("Q")  # a letter of the jump, no label
        assert desk.said == "No word with “Q” from here on"
        assert (desk.stored(), desk.caret, desk.session.mode) == ([], 0, "reading")
        desk.press("F", "N", "Space")
        assert desk.caret == starts(desk, "Norrholm Lines")
        assert desk.said == "“Norrholm”: press a label, or Space for the next word with “N”"
        desk.press("A")
        assert desk.stored() == [("ACTOR", "Norrholm Lines")]
        desk.press("Ctrl+Home", "F", "S", "Space")
        assert desk.caret == starts(desk, "supporters")
        desk.press("Space")
        assert desk.caret == starts(desk, "she said")
        desk.press("Shift+Space")
        assert desk.caret == starts(desk, "supporters")

    sit(path, day=day)
    check(path)


def test_escape_leaves_the_caret_and_enter_takes_the_first(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.walk(starts(desk, "Mayor"))
        desk.press("F", "Escape")
        assert (desk.caret, desk.session.mode) == (starts(desk, "Mayor"), "reading")
        desk.press("A")  # the letters are labels again
        assert desk.stored() == [("ACTOR", "Mayor Ilse Brandt")]
        desk.press("F", "Return")
        assert desk.caret == starts(desk, "Ilse")
        desk.press("G", "Escape")
        assert desk.text.marks.hints == ()
        assert desk.caret == starts(desk, "Ilse")

    sit(path, day=day)


def test_hints_name_the_start_and_then_the_end(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home", "G")
        assert desk.session.mode == "hinting"
        letters = [one.letters for one in desk.text.marks.hints]
        assert [len(one) for one in letters] == sorted(len(one) for one in letters)
        assert sum(len(one) == 1 for one in letters) == 16
        assert not any(one != other and other.startswith(one) for one in letters for other in letters)
        desk.press(*hint_at(desk, starts(desk, "Ferry Workers")))
        assert desk.caret == starts(desk, "Ferry Workers")
        assert (desk.session.mode, desk.text.marks.hints) == ("reading", ())
        desk.press("G")
        assert all(one.end for one in desk.text.marks.hints)
        desk.press(*hint_at(desk, desk.place("Norrholm Lines")[1]))
        words = "Ferry Workers’ Union and Norrholm Lines"
        assert desk.text.selected() == desk.place(words)
        desk.press("A")
        assert desk.stored() == [("ACTOR", words)]
        desk.press("Ctrl+Home", "G", hint_at_once(desk))
        assert desk.session.mode == "reading"

    sit(path, day=day)


def hint_at_once(desk: Desk) -> str:
    """The letter of the likeliest place."""
    desk.press("Escape", "G")
    return desk.text.marks.hints[0].letters


def test_hints_narrow_down_and_backspace_widens(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home", "G")
        every = desk.text.marks.hints
        pair = next(one.letters for one in every if len(one.letters) == 2)
        desk.press(pair[0])
        assert {one.letters[0] for one in desk.text.marks.hints} == {pair[0]}
        assert all(one.typed == 1 for one in desk.text.marks.hints)
        desk.press("Backspace")
        assert desk.text.marks.hints == every
        desk.press("7")
        assert desk.said == "No place has the letters 7"
        desk.press("Return")
        assert desk.caret == every[0].position
        desk.press("G", "Down")  # an arrow leaves the hints and moves
        assert desk.text.marks.hints == ()

    sit(path, day=day)


def test_grow_and_shrink_the_active_span(sit: Sit, path: Path, check: Callable[[Path], None]) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Brandt", "A")
        desk.press("E")
        assert desk.stored() == [("ACTOR", "Mayor Ilse Brandt")]
        assert desk.said.startswith("Lengthened ACTOR")
        desk.press("W")
        assert desk.stored() == [("ACTOR", "Brandt")]
        assert desk.session.active == span
        desk.press("W")
        assert desk.said == "Nothing smaller here"
        desk.press("Ctrl+Z")
        assert desk.stored() == [("ACTOR", "Mayor Ilse Brandt")]
        for _ in range(8):
            desk.press("E")
        assert desk.said.startswith("Nothing larger")

    sit(path, day=day)
    check(path)


def test_grow_from_the_word_up_to_the_paragraph(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.walk(starts(desk, "three") + 2)
        seen = []
        for _ in range(8):
            desk.press("E")
            chosen = desk.text.selected()
            assert chosen is not None
            seen.append(desk.article[slice(*chosen)])
        assert seen[0] == "three"
        assert seen[-1].startswith("The Ferry Workers’ Union and Norrholm Lines, its employer, met")
        assert seen[-1].rstrip().endswith("wait.")
        assert all(one in other for one, other in pairwise(seen))
        assert desk.said.startswith("Nothing larger")
        desk.press("W")
        assert len(desk.article[slice(*desk.text.selected())]) < len(seen[-1])
        assert desk.stored() == []

    sit(path, day=day)


def test_a_span_is_stretched_as_a_selection(sit: Sit, path: Path, check: Callable[[Path], None]) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Ferry Workers", "A")
        desk.press("X")
        assert desk.session.mode == "stretching"
        assert desk.text.selected() == desk.place("Ferry Workers")
        desk.press("Ctrl+Shift+Right", "Escape")
        assert desk.stored() == [("ACTOR", "Ferry Workers")]
        assert (desk.text.selected(), desk.caret) == (None, starts(desk, "Ferry"))
        desk.press("X", *["Shift+Right"] * 7, "X", *["Shift+Left"] * 4, "Return")
        assert desk.stored() == [("ACTOR", "The Ferry Workers’ Union")]
        assert desk.session.active == span
        assert desk.session.mode == "reading"
        desk.press("Ctrl+Z")
        assert desk.stored() == [("ACTOR", "Ferry Workers")]
        desk.press("X", "Return")
        assert desk.said == "It is as it was"
        desk.press("X", "Right")  # a plain arrow lets go
        assert desk.session.mode == "reading"
        assert desk.stored() == [("ACTOR", "Ferry Workers")]

    sit(path, day=day)
    check(path)


def strike(desk: Desk, text: str, key: int, scan_code: int, shift: bool = False) -> None:
    """A key of another layout as the system sends it: shortcuts are asked first, then the text."""
    modifiers = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    target = QApplication.focusWidget()
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, modifiers, scan_code, 0, 0, text)
        QApplication.sendEvent(target, event)
    desk.settle()


def test_russian_keys_jump_pass_over_and_name_hints(sit: Sit, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys.sys, "platform", "linux")
    places = {letter: 24 + place for place, letter in enumerate("QWERTYUIOP")}
    places |= {letter: 38 + place for place, letter in enumerate("ASDFGHJKL")}
    places |= {letter: 52 + place for place, letter in enumerate("ZXCVBNM")}

    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home")
        strike(desk, "а", 0x410, places["F"])  # F
        assert desk.session.mode == "jumping"
        strike(desk, "м", 0x41C, places["V"])
        assert desk.caret == starts(desk, "Мэр")
        desk.press("Space", "Space")
        assert desk.caret == starts(desk, "Министр")
        strike(desk, "ф", 0x424, places["A"])  # A
        assert len(desk.stored()) == 1
        assert desk.stored()[0][1].startswith("Министр")
        desk.press("Ctrl+Home")
        strike(desk, "п", 0x41F, places["G"])  # G
        assert desk.session.mode == "hinting"
        letters = hint_at(desk, starts(desk, "Завтра"))
        for letter in letters:
            strike(desk, "й", 0x419, places[letter])
        assert desk.caret == starts(desk, "Завтра")
        desk.press("Ctrl+Home")
        strike(desk, "Ф", 0x424, places["A"], shift=True)  # Shift+A
        assert desk.said.startswith(("Next ACTOR", "Passed over", "No likely ACTOR"))

    sit(make("russian", RUSSIAN), day=day)


def test_letters_of_the_article_s_script_jump(sit: Sit, make: Make) -> None:
    path = make("sample", files=(assets.path("samples/news.jsonl"),))

    def day(desk: Desk) -> None:
        for _ in range(6):
            if desk.article.startswith("وزارة المياه"):
                break
            desk.press("Ctrl+PgDown")
        desk.press("Ctrl+Home", "F")
        desk.type("ل")
        assert desk.article[desk.caret] == "ل"
        assert desk.session.mode == "reading"

    sit(path, day=day)


def test_escape_goes_one_state_out_and_tab_leaves(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Norrholm Lines", "A")
        desk.press("Ctrl+Home", "F", "T")
        assert (desk.session.active, desk.session.aim) != (None, "")
        active, place = desk.session.active, desk.caret
        assert active is not None
        desk.press("Escape")
        assert (desk.session.active, desk.session.aim) == (None, "start")
        desk.press("Escape")
        assert desk.session.aim in ("", "ghost")
        assert desk.caret == place
        for key in ("F", "G"):
            desk.press(key, "Tab")
            assert desk.session.mode == "reading"
            assert desk.text.marks.hints == ()
            assert not desk.text.hasFocus()
            desk.press("Escape")
            assert desk.text.hasFocus()

    sit(path, day=day)

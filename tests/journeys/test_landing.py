"""Tagging by ghosts: what is drawn is what the key takes; passed over, off screen, after a click, in careful mode."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import settings
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN

DULL = "the water was low and the days were long.\n\n" * 80
FAR = f"Start\n\n{DULL}Mayor Ilse Brandt said “We will wait,” on Tuesday.\n"


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article."""
    return make("study", PLAIN)


def drawn(desk: Desk) -> dict[str, str]:
    """The ghosts on the paper: letter to words."""
    desk.until(lambda: not desk.window.commands.hands.landing._later.isActive())
    pieces = ((one.letter, one.fragments) for one in desk.text.marks.ghosts)
    return {letter: " ".join(desk.article[start:end] for start, end in parts) for letter, parts in pieces}


def test_one_key_takes_what_the_dotted_frame_shows(sit: Sit, path: Path, check: Callable[[Path], None]) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home")
        before = drawn(desk)
        assert before["Q"] == "“We will not cut a line,”"
        assert "Brandt" in before["A"]
        assert before["S"].startswith("$61")
        desk.press("Q")
        assert desk.stored() == [("QUOTE", before["Q"])]
        assert desk.said.startswith("Tagged QUOTE")
        assert desk.caret == desk.place("“We")[0]
        assert desk.text.selected() is None
        assert "Q" not in drawn(desk)  # no other quote on the rest of the article
        desk.press("S")
        assert ("STATISTIC", before["S"]) in desk.stored()
        desk.press("Ctrl+Z", "Ctrl+Z")
        assert desk.stored() == []
        desk.press("Ctrl+Home")
        assert drawn(desk) == before

    sit(path, day=day)
    check(path)


def test_shift_and_the_label_pass_over_and_the_next_is_drawn(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home")
        first = drawn(desk)
        desk.press("Shift+A")
        second = drawn(desk)
        assert second["A"] != first["A"]
        assert {key: words for key, words in second.items() if key != "A"} == {
            key: words for key, words in first.items() if key != "A"
        }
        assert desk.said.startswith("Next ACTOR: ")
        assert desk.stored() == []
        desk.press("Shift+1")
        third = drawn(desk)
        assert third["A"] not in (first["A"], second["A"])
        desk.press("A")
        assert desk.stored() == [("ACTOR", third["A"])]
        desk.press("Ctrl+Home", "Shift+A", "Right")  # moving the caret forgets what was passed
        desk.press("Ctrl+Home")
        assert drawn(desk)["A"] == first["A"]
        for _ in range(20):
            desk.press("Shift+Q")
        assert desk.said.startswith("No likely QUOTE from here on")

    sit(path, day=day)


def test_a_label_never_tags_what_is_off_screen(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home")
        assert "Q" not in drawn(desk)
        desk.press("Q")
        assert desk.stored() == []
        start, end = desk.place("“We will wait,”")
        assert desk.text.selected() == (start, end)
        first, last = desk.text.in_sight()
        assert first <= start < end <= last
        assert desk.said == "QUOTE? “We will wait,” (Q tags it)"
        desk.press("Escape")
        assert desk.text.selected() is None
        assert desk.caret == start
        desk.press("Ctrl+Home", "Q", "Q")
        assert desk.stored() == [("QUOTE", "“We will wait,”")]

    sit(make("far", FAR), day=day)


def test_scrolled_away_the_first_press_comes_back(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        desk.walk(desk.place("Mayor")[0])
        bar = desk.text.verticalScrollBar()
        bar.setValue(0)
        desk.settle()
        assert drawn(desk) == {}
        desk.press("A")
        assert desk.stored() == []
        assert desk.text.in_sight()[0] <= desk.place("Mayor")[0] < desk.text.in_sight()[1]
        desk.press("A")
        assert desk.stored() == [("ACTOR", "Mayor Ilse Brandt")]

    sit(make("far", FAR), day=day)


def test_a_selection_out_of_sight_is_shown_before_it_is_tagged(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        desk.select("Mayor Ilse Brandt")
        desk.text.verticalScrollBar().setValue(0)
        desk.settle()
        desk.press("A")
        assert desk.stored() == []
        assert desk.said == "“Mayor Ilse Brandt” was out of sight: the same key tags it"
        start, end = desk.place("Mayor Ilse Brandt")
        assert desk.text.selected() == (start, end)
        assert desk.text.in_sight()[0] <= start < end <= desk.text.in_sight()[1]
        desk.press("A")
        assert desk.stored() == [("ACTOR", "Mayor Ilse Brandt")]

    sit(make("far", FAR), day=day)


def test_a_word_at_a_caret_out_of_sight_is_shown_before_it_is_tagged(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+End", "Left", "Left")
        assert desk.session.landing is not None
        desk.text.verticalScrollBar().setValue(0)
        desk.settle()
        desk.press("S")
        assert desk.stored() == []
        assert "was out of sight" in desk.said
        desk.press("S")
        assert len(desk.stored()) == 1

    sit(make("far", FAR), day=day)


def test_careful_mode_selects_and_says_first(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.menu("careful")
        assert settings.load().settings.careful
        desk.press("Ctrl+Home")
        ghosts = drawn(desk)
        desk.press("Q")
        assert desk.stored() == []
        assert desk.said == "QUOTE? “We will not cut a line,” (Q tags it)"
        assert desk.text.selected() == desk.place("“We will not cut a line,”")
        desk.press("S")  # another label's first press: its own place, still nothing is tagged
        assert desk.stored() == []
        assert desk.said.startswith("STATISTIC? ")
        desk.press("S")
        assert desk.stored() == [("STATISTIC", ghosts["S"])]
        desk.press("Return", "Ctrl+Home", "A", "Shift+A")  # Enter: what the card read is right
        assert desk.said.startswith("ACTOR? ")
        second = desk.text.selected()
        assert second is not None
        assert second[0] > desk.place("Mayor")[0]
        desk.press("A")
        assert ("ACTOR", desk.article[slice(*second)]) in desk.stored()

    def next_day(desk: Desk) -> None:
        assert desk.window.commands.actions.by_id["careful"].isChecked()
        desk.select("three hours")  # a selection of one's own is tagged at once
        desk.press("S")
        assert ("STATISTIC", "three hours") in desk.stored()
        desk.menu("careful")
        assert not settings.load().settings.careful

    sit(path, day=day)
    sit(path, day=next_day)


def test_a_click_names_the_start_and_the_key_guesses_the_end(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        assert drawn(desk)  # what follows the first paint is made
        desk.click_words("Ferry Workers")
        assert drawn(desk)["A"] == "Ferry Workers’ Union"
        assert "tag from here" in hints(desk)
        desk.press("A")
        assert desk.stored() == [("ACTOR", "Ferry Workers’ Union")]
        desk.click_words("We will")
        desk.press("Q")
        assert ("QUOTE", "“We will not cut a line,”") in desk.stored()
        desk.click_words("Norrholm")
        desk.press("Left")  # a plain caret move pins nothing
        assert "tag from here" not in hints(desk)

    sit(path, day=day)


def hints(desk: Desk) -> list[str]:
    """What the key strip says."""
    from annotator.gui.hints import hints as shown

    return [words for _, words in shown(desk.session)]


def test_space_goes_from_one_likely_place_to_the_next(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home", "Space")
        first = desk.text.selected()
        assert first is not None
        assert "?" in desk.said
        assert drawn(desk).popitem()[1] == desk.article[slice(*first)]
        desk.press("Space")
        second = desk.text.selected()
        assert second is not None
        assert second > first
        desk.press("Shift+Space")
        assert desk.text.selected() == first
        desk.press("Space", "A")  # any label takes what stands selected
        assert desk.stored() == [("ACTOR", desk.article[slice(*second)])]
        for _ in range(30):
            desk.press("Space")
        assert desk.said == "No likely place after this one"
        top = desk.text.verticalScrollBar().value()
        desk.press("Escape", "PgDown")
        assert desk.text.verticalScrollBar().value() >= top

    sit(path, day=day)


def test_a_second_label_on_the_same_words(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home", "Q", "X", "A")
        assert desk.stored() == [("QUOTE", "“We will not cut a line,”"), ("ACTOR", "“We will not cut a line,”")]
        assert desk.session.mode == "reading"

    sit(path, day=day)


def test_tab_leaves_the_text_and_no_key_is_lost(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home", "Tab")
        assert not desk.text.hasFocus()
        desk.press("Escape")
        assert desk.text.hasFocus()

    sit(path, day=day)


def test_a_name_that_is_tagged_is_no_place_for_another_kind_of_name(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home")
        before = drawn(desk)
        assert before["P"] == before["O"]
        desk.press("P")
        assert drawn(desk)["O"] != before["O"]
        desk.press("X", "O")  # on purpose it still is
        assert len(desk.stored()) == 2

    sit(make("names", PLAIN, codebook="conll-2003"), day=day)


def test_with_a_screen_reader_the_first_press_only_shows(sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def day(desk: Desk) -> None:
        assert drawn(desk)
        monkeypatch.setattr("annotator.gui.landing.reader_is_there", lambda: True)
        desk.press("Ctrl+Home", "Q")
        assert desk.stored() == []
        assert desk.said.startswith("QUOTE? ")
        desk.press("Q")
        assert desk.stored() == [("QUOTE", "“We will not cut a line,”")]
        assert not settings.load().settings.careful

    sit(path, day=day)


def test_a_project_for_reading_only_shows_no_ghosts(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        assert drawn(desk)
        assert desk.session.project is not None
        desk.session.project.read_only = True
        desk.press("Ctrl+Home", "Right")
        assert drawn(desk) == {}
        assert desk.session.aim == ""
        desk.session.project.read_only = False

    sit(path, day=day)


def test_what_is_on_screen_is_read_in_idle_moments_wherever_the_caret_jumps(sit: Sit, make: Make) -> None:
    long = "".join(f"Mayor Ilse Brandt said {number} ferries stay.\n\n" for number in range(400))

    def day(desk: Desk) -> None:
        landing = desk.window.commands.hands.landing
        for jump in ("Ctrl+Home", "Ctrl+End", "Ctrl+Home"):
            desk.press(jump)
            desk.until(lambda: not landing._later.isActive() and not landing._ahead.isActive())
            found = landing.found
            assert found is not None
            first, last = desk.text.in_sight()
            unread = [block for block in found._blocks.since(first) if block[0] < last and block not in found._found]
            assert unread == []

    sit(make("long", long), day=day)

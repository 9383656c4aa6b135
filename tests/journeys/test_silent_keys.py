"""Keys that can do nothing: each says why in the status line, and nothing else happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import settings
from annotator.store.project import Project
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article."""
    return make("study", PLAIN)


def test_a_letter_or_digit_without_a_label_says_so(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        codebook = desk.session.codebook
        assert codebook is not None
        taken = {rule.shortcut for rule in codebook.shown()}
        free = sorted(set("ABCDOPQSTUZ") - taken)
        assert free
        for key in (*free, "0", "9", f"Shift+{free[0]}"):
            desk.press("Ctrl+Home", key)
            assert desk.said.startswith(f"No label has the key {key[-1]}: there are A, Q, S"), key
        desk.tag("Ilse Brandt", "A")
        desk.press("Y", "9")
        assert "No label has the key 9" in desk.said
        assert desk.session.mode == "relabelling", "the next key may be the right one"
        desk.press("Escape")
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]

    sit(path, day=day)


def test_enter_beside_a_selection_opens_no_card(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "A")
        desk.press("Shift+Right", "Return")
        assert desk.session.mode == "reading"
        assert desk.said.startswith("Enter does nothing with words selected")
        assert desk.text.selected() is not None
        desk.press("Escape", "Return")
        assert desk.session.mode == "card", "without a selection it does"
        desk.press("Escape", "Shift+Right", "V")
        assert desk.session.mode == "card"
        assert desk.session.active == span

    sit(path, day=day)


def test_the_ends_of_the_list_say_so(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+PgDown")
        assert desk.said == "This is the last article of the list"
        desk.press("Ctrl+PgUp")
        assert desk.said == "This is the first article of the list"

    sit(path, day=day)


def test_enter_without_an_offer_says_so(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.press("I")
        assert desk.session.mode == "choosing"
        desk.type("zzzz")
        desk.press("Return")
        assert desk.said == desk.window.commands.hands.linking.chooser.grid.nothing
        assert desk.said
        assert desk.session.mode == "choosing"
        desk.press("Escape")

    sit(path, day=day)


def test_a_word_that_cannot_be_shorter_says_so(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Norrholm", "A")
        for key in ("K", "Shift+K"):
            desk.press(key)
            assert desk.said.startswith("ACTOR “Norrholm” cannot be shorter"), key
        desk.press("W")
        assert "Nothing" in desk.said
        assert "tag as" not in desk.said
        assert desk.stored() == [("ACTOR", "Norrholm")]

    sit(path, day=day)


def test_undo_and_redo_at_their_end_say_so(sit: Sit, path: Path) -> None:
    with Project.open(path) as project:
        project.add_annotator("Somebody New")
    settings.update(annotator="Somebody New")  # the import is another's step

    def day(desk: Desk) -> None:
        desk.press("Ctrl+Y")
        assert desk.said == "Nothing to redo."
        desk.press("Ctrl+Z")
        assert desk.said == "Nothing to undo."
        desk.tag("Ilse Brandt", "A")
        desk.press("Ctrl+Z")
        assert desk.said.startswith("Undone: Tag ACTOR")
        desk.press("Ctrl+Z")
        assert desk.said == "Nothing to undo."
        assert desk.stored() == []

    sit(path, day=day)

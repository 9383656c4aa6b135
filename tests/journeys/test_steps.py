"""Undo and redo: without limit, also after a restart, each step named in the menu and announced in the status line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN


@pytest.fixture
def path(make: Make) -> Path:
    """A project of two articles."""
    return make("study", PLAIN, "Second\n\nBrandt was here, said Norrholm Lines.")


def work(desk: Desk) -> list[list[tuple[str, str]]]:
    """Eight acts; the spans in the file after each."""
    after = [desk.stored()]

    def done(*keys: str) -> None:
        desk.press(*keys)
        after.append(desk.stored())

    desk.select("Ilse Brandt")
    done("A")
    desk.select("“We will not cut a line,”")
    done("Q")
    done("L")
    done("Y", "S")
    desk.select("about 4,200".capitalize())
    done("S")
    desk.press("Escape")
    done("Del")
    return after


def test_every_step_back_and_forth_is_named_and_announced(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        after = work(desk)
        assert len(desk.rows("SELECT n FROM journal WHERE act<>'import'")) == len(after) - 1
        for expected in reversed(after[:-1]):
            name = desk.action("undo").replace("&&", "\0").replace("&", "").replace("\0", "&")
            assert name.startswith("Undo ")
            assert desk.window.commands.actions.by_id["undo"].isEnabled()
            desk.press("Ctrl+Z")
            assert desk.said == f"Undone: {name.removeprefix('Undo ')} (Ctrl+Shift+Z redoes)"
            assert desk.stored() == expected
            assert sorted(desk.panel_rows()) == sorted(words for _, words in expected)
        for place, expected in enumerate(after[1:]):
            name = desk.action("redo").replace("&", "")
            desk.press("Ctrl+Y" if place % 2 else "Ctrl+Shift+Z")
            assert desk.said == f"Redone: {name.removeprefix('Redo ')} (Ctrl+Z undoes)"
            assert desk.stored() == expected
        assert desk.action("redo") == "&Redo"
        assert not desk.window.commands.actions.by_id["redo"].isEnabled()

    sit(path, day=day)


def test_the_name_is_that_of_the_act(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("“We will not cut a line,”", "Q")
        assert desk.action("undo") == "&Undo Tag QUOTE “We will not cut a line,”"
        assert "Tag QUOTE" in desk.window.commands.actions.by_id["undo"].toolTip()
        desk.press("Ctrl+Z")
        assert desk.said == "Undone: Tag QUOTE “We will not cut a line,” (Ctrl+Shift+Z redoes)"
        assert desk.action("redo") == "&Redo Tag QUOTE “We will not cut a line,”"

    sit(path, day=day)


def test_undo_goes_on_after_a_restart(sit: Sit, path: Path, check: Callable[..., None]) -> None:
    states: list[list[tuple[str, str]]] = []

    def first(desk: Desk) -> None:
        states.extend(work(desk))
        desk.press("Ctrl+Z")
        desk.press("Ctrl+PgDown")

    def second(desk: Desk) -> None:
        assert desk.article.startswith("Second")
        desk.press("Ctrl+Z")  # leads to the article where it happened
        assert desk.article.startswith("Bridge")
        for expected in reversed(states[:-3]):
            desk.press("Ctrl+Z")
            assert desk.stored() == expected
        assert desk.stored() == []

    def third(desk: Desk) -> None:
        for expected in states[1:]:
            desk.press("Ctrl+Shift+Z")
            assert desk.stored() == expected

    for day in (first, second, third):
        sit(path, day=day)
    check(path)


def test_undo_shows_where(sit: Sit, make: Make) -> None:
    long = "Head\n\nBrandt was here.\n\n" + "\n\n".join(f"Line {number} of a long day." for number in range(200))

    def day(desk: Desk) -> None:
        desk.tag("Brandt", "A")
        desk.press("Ctrl+End")
        top = desk.window.reading.top()
        assert top > 1_000
        desk.press("Ctrl+Z")
        assert desk.window.reading.top() < 30
        assert desk.caret == desk.place("Brandt")[0]

    sit(make("study", long), day=day)


def test_a_new_act_drops_what_could_be_redone(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.press("Ctrl+Z")
        desk.tag("Norrholm Lines", "A")
        desk.press("Ctrl+Shift+Z")
        assert desk.stored() == [("ACTOR", "Norrholm Lines")]

    sit(path, day=day)


def test_an_import_is_one_step_back_but_is_done_again_by_importing(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        assert desk.action("undo").startswith("&Undo Import 2 articles")
        desk.press("Ctrl+Z")
        assert desk.said == "Undone: Import 2 articles (to have it back, import again)"
        assert desk.rows("SELECT count(*) FROM article") == [(0,)]
        desk.until(lambda: desk.window.empty.isVisible())
        desk.press("Ctrl+Shift+Z")
        assert "cannot be done again" in desk.said
        assert "import the files again" in desk.said

    sit(path, day=day)


def test_undo_goes_back_behind_the_import(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.press("Ctrl+Z")
        desk.press("Ctrl+Z")
        assert desk.rows("SELECT count(*) FROM article") == [(0,)]

    sit(path, day=day)

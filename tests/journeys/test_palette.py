"""The command palette: found by a few letters, run by Enter, left by Escape; with every action of the table."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator import settings
from annotator.gui.action_table import ACTIONS
from annotator.gui.entries import Entry
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN


@pytest.fixture
def path(make: Make) -> Path:
    """A project of two articles."""
    return make("study", PLAIN, "Harbour wall to be raised\n\nBrandt was here.")


def rows(desk: Desk) -> list[Entry]:
    """What the palette shows, without headings."""
    return [line for line in desk.window.commands.hands.palette.view.model.lines if isinstance(line, Entry)]


def chosen(desk: Desk) -> Entry:
    """What Enter would run."""
    found = desk.window.commands.hands.palette.view.current()
    assert found is not None
    return found


def test_every_action_and_label_is_there(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Shift+P")
        assert desk.session.mode == "palette"
        shown = {entry.key: entry for entry in rows(desk)}
        assert {row.id for row in ACTIONS} - {"palette"} <= set(shown)
        assert shown["redo"].why
        assert not shown["next_span"].why
        assert shown["relabel"].why, "no span is active"
        assert shown["tag:ACTOR"].keys[:1] == ("A",)
        desk.press("Escape")
        assert desk.text.hasFocus()
        assert desk.session.mode == "reading"

    sit(path, day=day)


def test_a_label_tags_and_is_first_the_next_time(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.select("Ilse Brandt")
        desk.press("Ctrl+Shift+P")
        desk.type("tag act")
        assert chosen(desk).key == "tag:ACTOR"
        desk.press("Return")
        desk.until(desk.text.hasFocus)
        desk.until(lambda: desk.stored() == [("ACTOR", "Ilse Brandt")])
        desk.press("Ctrl+Shift+P")
        assert rows(desk)[0].key == "tag:ACTOR"
        desk.type("ns")
        assert chosen(desk).key == "next_span"
        assert [chosen(desk).text[start:end] for start, end in chosen(desk).marks] == ["N", "s"]

    sit(path, day=day)
    assert settings.load().settings.palette_recent == ("tag:ACTOR",)


def test_an_article_is_reached_by_its_title(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Shift+P")
        desk.type("wall harb")
        desk.until(lambda: any(entry.kind == "article" for entry in rows(desk)))
        found = chosen(desk)
        assert [found.text[start:end] for start, end in found.marks] == ["Harb", "wall"]
        desk.press("Return")
        desk.until(lambda: desk.article.startswith("Harbour wall"))
        desk.until(desk.text.hasFocus)

    sit(path, day=day)


def test_what_cannot_be_done_says_why(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Shift+P")
        desk.type("delete span")
        desk.press("Return")
        assert "no span is active" in desk.said
        assert desk.session.mode == "palette"
        desk.press("Escape")

    sit(path, day=day)


def test_nothing_matches_and_any_text_is_valid(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        view = desk.window.commands.hands.palette.view
        desk.press("Ctrl+Shift+P")
        for words in ("%_'\"\\ \u202e 😀", ">zzz", "@", "@nobody", "#", "zzz"):
            view.words.setText(words)
            desk.settle()
        desk.until(lambda: not rows(desk))
        assert view.nothing.isVisible()
        assert "zzz" in view.nothing.text()
        desk.press("Return", "Down", "Tab")
        view.words.setText("#")
        assert {entry.kind for entry in rows(desk)} == {"label"}
        view.words.setText(">")
        assert {entry.kind for entry in rows(desk)} == {"action"}
        desk.press("Ctrl+Shift+P")
        assert not view.isVisible()

    sit(path, day=day)


def test_without_a_project_only_what_is_possible(sit: Sit) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Shift+P")
        able = {entry.key for entry in rows(desk) if not entry.why}
        assert {"new", "open", "sample", "quit", "keys"} <= able
        assert not able & {"import", "export", "next_span", "done", "search"}
        desk.press("Escape")
        assert QApplication.focusWidget() is not None

    sit(day=day)


def test_keys_of_the_window_wait_while_it_is_open(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        before = desk.article
        desk.press("Ctrl+Shift+P", "Ctrl+Return", "Ctrl+PgDown", "F9", "F1")
        assert desk.article == before
        assert desk.window.list.isVisible()
        desk.press("Escape")

    sit(path, day=day)

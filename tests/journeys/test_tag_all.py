"""Tagging the same words everywhere: from a span, from a search, from an inconsistency; one step, taken back as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.gui.dialogs.tag_all import TagAll
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.test_concordance import look, page, rows

FERRIES = """Ferry fares rise in Sarn

Mayor Ilse Brandt said the ferry would sail. “Ilse Brandt’s ferries are ours,” said ILSE BRANDT of the ferry."""
BRIDGES = """Bridge vote put off

Ilse Brandt asked for a ferry. The ferries wait for Ilse Brandt."""


@pytest.fixture
def path(make: Make) -> Path:
    """Two articles."""
    return make("study", FERRIES, BRIDGES)


def places(desk: Desk, dialog: TagAll) -> list[str]:
    """The words of the rows, once all are there."""
    desk.until(lambda: dialog._hunt is None)
    return [hit.words for row in range(dialog.model.rowCount()) if (hit := dialog.model.hit_at(row)) is not None]


def finish(desk: Desk, dialog: TagAll, *keys: str) -> None:
    """Presses keys, by which the dialog tags and closes."""
    desk.press(*keys)
    desk.until(lambda: dialog.report is not None)


def actors(desk: Desk) -> list[tuple[str, str]]:
    return desk.rows("SELECT label, words FROM span ORDER BY article, start")


def test_from_a_span_over_the_whole_project(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "A")
        desk.session.describe(span, attributes={"type": "person", "mention": "name"})

        def answer(dialog: TagAll) -> None:
            # In this article first: exactly these words, the one that is tagged left out.
            assert places(desk, dialog) == ["Ilse Brandt"]
            assert dialog.exact.isChecked()
            assert dialog.tell.text() == "1 tagged already"
            dialog.exact.setFocus()
            desk.press("Space")
            assert places(desk, dialog) == ["Ilse Brandt", "ILSE BRANDT"]
            desk.click(dialog.scope._group.button(1))
            assert len(places(desk, dialog)) == 4
            assert dialog.strip.words() == "4 of 4 ticked"
            dialog.view.setFocus()
            dialog.view.show_row(0)
            desk.press("Space")
            assert dialog.strip.words() == "3 of 4 ticked"
            assert dialog.primary.text().strip() == "Tag 3 places"
            assert not dialog.all.isChecked()
            finish(desk, dialog, "Return")

        desk.dialog(lambda: desk.press("Ctrl+Shift+A"), answer)
        assert desk.said.strip("\u2068\u2069") == "Tagged ACTOR “Ilse Brandt” in 3 places"
        assert len(actors(desk)) == 4
        assert {row[0] for row in desk.rows("SELECT attributes FROM span")} == {'{"type":"person","mention":"name"}'}
        assert len(desk.drawn()) == 3
        assert desk.action("undo").endswith("Tag ACTOR “Ilse Brandt” in 3 places")
        desk.press("Ctrl+Z")
        assert len(actors(desk)) == 1
        assert len(desk.drawn()) == 1
        desk.press("Ctrl+Shift+Z")
        assert len(actors(desk)) == 4
        assert len(desk.drawn()) == 3
        assert desk.listed("Bridge").state == "todo"
        assert desk.listed("Bridge").spans == 1

    sit(path, day=day)


def test_from_a_search_with_endings_and_another_label(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Shift+F")
        assert len(look(desk, "ferry")) == 4

        def answer(dialog: TagAll) -> None:
            assert len(places(desk, dialog)) == 4
            assert not dialog.carry.isVisible()
            assert dialog.scope.choice() == 1
            dialog.endings.setFocus()
            desk.press("Space")
            assert len(places(desk, dialog)) == 6
            dialog.labels.setFocus()
            desk.press("Down")
            places(desk, dialog)
            dialog.all.setFocus()
            desk.press("Space")
            assert not dialog.primary.isEnabled()
            desk.press("Space")
            finish(desk, dialog, "Ctrl+Return")

        desk.dialog(lambda: desk.press("Ctrl+Shift+A"), answer)
        assert {label for label, _ in actors(desk)} == {"QUOTE"}
        assert len(actors(desk)) == 6
        # The rows say it at once.
        shown = page(desk)
        desk.until(lambda: shown._hunt is None and not shown._again.isActive())
        assert all(shown.model.hit_at(row).label == "QUOTE" for row in range(4))  # type: ignore[union-attr]
        desk.press("Escape")
        assert len(desk.drawn()) > 0

    sit(path, day=day)


def test_done_articles_are_left_out_until_wanted(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.menu("mark_done")
        desk.press("Ctrl+PgDown")
        desk.tag("Ilse Brandt", "A")

        def answer(dialog: TagAll) -> None:
            assert places(desk, dialog) == ["Ilse Brandt"]
            assert not dialog.done_too.isEnabled()
            desk.click(dialog.scope._group.button(1))
            assert places(desk, dialog) == ["Ilse Brandt"]
            assert "1 in 1 done articles left out" in dialog.tell.text()
            dialog.done_too.setFocus()
            desk.press("Space")
            assert places(desk, dialog) == ["Ilse Brandt", "Ilse Brandt"]
            dialog.view.setFocus()
            finish(desk, dialog, "Return")

        desk.dialog(lambda: desk.press("Ctrl+Shift+A"), answer)
        assert len(actors(desk)) == 4

    sit(path, day=day)


def test_from_an_inconsistency(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.menu("inconsistencies")
        shown = page(desk)
        shown.filters.slips.setFocus()
        desk.press("Down")
        assert rows(desk) == ["Ilse Brandt"]
        desk.press("Tab")
        shown.to_list()

        def answer(dialog: TagAll) -> None:
            assert len(places(desk, dialog)) == 3
            assert dialog.labels.currentText() == "Actor"
            dialog.view.setFocus()
            finish(desk, dialog, "Return")

        desk.dialog(lambda: desk.press("Ctrl+Shift+A"), answer)
        desk.until(lambda: rows(desk) == [])

    sit(path, day=day)


def test_escape_changes_nothing_and_what_cannot_be_done_is_said(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Home", "Ctrl+Shift+A")
        assert desk.said == "Nothing to tag all of: go to a span, or select words"
        desk.select("Ilse Brandt")

        def answer(dialog: TagAll) -> None:
            assert len(places(desk, dialog)) == 2
            desk.press("Escape")

        desk.dialog(lambda: desk.press("Ctrl+Shift+A"), answer)
        assert actors(desk) == []
        desk.press("Ctrl+Shift+F")
        look(desk, "")
        desk.press("Ctrl+Shift+A")
        assert desk.said == "Type words to tag all of them"

    sit(path, day=day)


def test_nothing_left(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Sarn", "A")

        def answer(dialog: TagAll) -> None:
            assert places(desk, dialog) == []
            assert dialog.strip.words() == "No place is left to tag"
            assert not dialog.primary.isEnabled()
            desk.press("Escape")

        desk.dialog(lambda: desk.press("Ctrl+Shift+A"), answer)

    sit(path, day=day)


def test_more_than_an_edit_holds_and_back(sit: Sit, make: Make) -> None:
    path = make("many", *(f"Article {number}\n\n" + "Brandt spoke to Roos. " * 2_600 for number in range(2)))

    def day(desk: Desk) -> None:
        desk.press("Ctrl+Shift+F")
        assert len(look(desk, "Brandt")) == 5_200

        def answer(dialog: TagAll) -> None:
            assert len(places(desk, dialog)) == 5_200
            finish(desk, dialog, "Ctrl+Return")

        desk.dialog(lambda: desk.press("Ctrl+Shift+A"), answer)
        assert "5,200 places" in desk.said
        assert desk.rows("SELECT count(*) FROM span") == [(5_200,)]
        assert desk.rows("SELECT bulk FROM journal ORDER BY n DESC LIMIT 1") == [(1,)]
        desk.press("Escape")
        desk.press("Ctrl+Z")
        assert desk.said.startswith("Undone: Tag ACTOR “Brandt” in 5,200 places")
        assert desk.rows("SELECT count(*) FROM span") == [(0,)]
        assert desk.drawn() == {}

    sit(path, day=day)

"""The whole card: a pasted page, its actors, quotes and statistics tagged with the keyboard alone, done, next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator.gui.worktime import WorkClock
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk, clipboard
from tests.journeys.dialogs import is_open
from tests.journeys.pages import CARDS, PLAIN, Card


@pytest.fixture(autouse=True)
def no_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but keyboard."""

    def refuse(*_: object) -> None:
        raise AssertionError("the mouse was used")

    for name in ("mouseClick", "mousePress", "mouseDClick"):
        monkeypatch.setattr(QTest, name, refuse)


def paste_in(desk: Desk, text: str) -> None:
    """Ctrl+V, and Enter on the preview."""

    def agree(dialog: Any) -> None:
        desk.until(lambda: dialog.primary.isEnabled() and "article" in dialog.primary.text())
        desk.press("Return")
        desk.until(lambda: not is_open(dialog))

    with clipboard(text):
        desk.dialog(lambda: desk.press("Ctrl+V"), agree)


@pytest.mark.parametrize("page", CARDS)
def test_the_whole_card(sit: Sit, make: Make, page: str, check: Callable[..., None]) -> None:
    card = CARDS[page]()
    path = make("study")

    def day(desk: Desk) -> None:
        paste_in(desk, card.text)
        desk.until(lambda: desk.titles() == [card.headline])
        assert desk.text.hasFocus()
        expected = tag_all(desk, card)
        assert sorted(desk.stored()) == sorted(expected)
        assert sorted(desk.drawn().values()) == sorted(label for label, _ in expected)
        assert sorted(desk.panel_rows()) == sorted(words for _, words in expected)
        row = desk.listed(card.headline)
        assert (row.state, row.spans) == ("doing", len(expected))
        describe(desk, card)
        desk.press("Ctrl+Return")
        assert desk.said == "All articles are done or skipped"
        assert desk.listed(card.headline).state == "done"
        assert desk.rows("SELECT state FROM progress") == [("done",)]

    sit(path, day=day)
    check(path)


def tag_all(desk: Desk, card: Card) -> list[tuple[str, str]]:
    """Tags everything on the card; letters for some, digits for the others."""
    expected = []
    for words_, keys, label in (
        (card.actors, "A1", "ACTOR"),
        (card.quotes, "Q2", "QUOTE"),
        (card.statistics, "S3", "STATISTIC"),
    ):
        for place, words in enumerate(words_):
            desk.tag(words, keys[place % 2])
            assert desk.said.startswith(f"Tagged {label} “"), desk.said
            assert desk.caret == desk.place(words)[0]
            expected.append((label, words))
    quote, actor = card.nested
    if quote not in card.quotes:
        desk.tag(quote, "Q")
        expected.append(("QUOTE", quote))
    outer = desk.session.active if quote not in card.quotes else None
    desk.tag(actor, "A")
    expected.append(("ACTOR", actor))
    start, end = desk.rows('SELECT start, "end" FROM span WHERE words=?', actor)[0]
    assert (start, end) == desk.place(actor)
    if outer:
        assert desk.kept(outer, "start") < start < end < desk.kept(outer, '"end"')
    return expected


def describe(desk: Desk, card: Card) -> None:
    """A quote's form and note, with the keys of the details."""
    desk.press("Escape", "Escape")
    desk.walk(desk.place(card.quotes[0])[0])
    desk.until(lambda: desk.session.active_span and desk.session.active_span.words == card.quotes[0])
    quote = desk.session.active
    reach_details(desk)
    desk.press("1", "1", "2", "2", "2")
    assert desk.kept(quote, "attributes") == '{"form":"direct","speaker_form":"pronoun"}'
    desk.press("Escape")
    assert desk.text.hasFocus()
    desk.press("M")
    assert desk.window.panel.details.note.hasFocus()
    desk.type("who else was there?")
    desk.press("Return", "Escape")
    assert desk.text.hasFocus()
    assert desk.kept(quote, "note") == "who else was there?"


def reach_details(desk: Desk) -> None:
    """F6 until the panel has the keyboard, Tab until its details have."""
    for _ in range(5):
        desk.press("F6")
        if desk.window.panel.isAncestorOf(focus(desk)):
            break
    for _ in range(8):
        if desk.window.panel.details.isAncestorOf(focus(desk)):
            return
        desk.press("Tab")
    raise AssertionError(f"the details cannot be reached: {focus(desk)}")


def focus(desk: Desk) -> QWidget:
    """Who has the keyboard."""
    found = desk.window.focusWidget()
    assert found is not None
    return found


def test_no_selection_and_no_ghost_on_the_rest_takes_the_word_at_the_caret(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        desk.walk(desk.place("wait")[0] + 2)
        desk.press("A")
        assert desk.stored() == [("ACTOR", "wait")]
        desk.press("A")  # a second press takes no part of what is tagged so already
        assert desk.stored() == [("ACTOR", "wait")]
        assert desk.said.startswith("No likely ACTOR from here on")

    sit(make("study", PLAIN), day=day)


def test_an_empty_place_and_a_span_that_is_there_are_said(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+End")
        desk.press("A")
        assert desk.said.startswith("No likely ACTOR from here on: select words")
        assert desk.stored() == []
        desk.tag("Ilse Brandt", "A")
        desk.select("Ilse Brandt")
        desk.press("A")
        assert "is already tagged" in desk.said
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]

    sit(make("study", PLAIN), day=day)


def test_the_selection_is_trimmed_as_the_codebook_says(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        desk.tag(" “We will not cut a line,” ", "Q")
        desk.tag("$61 a year.", "S")
        desk.tag("Norrholm Lines, ", "A")
        assert desk.stored() == [
            ("QUOTE", "“We will not cut a line,”"),
            ("STATISTIC", "$61 a year"),
            ("ACTOR", "Norrholm Lines"),
        ]

    sit(make("study", PLAIN), day=day)


def test_overlapping_spans_and_two_labels_on_the_same_words(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Mayor Ilse Brandt", "A")
        desk.tag("Brandt spoke", "Q")
        desk.tag("Brandt spoke", "S")
        assert desk.stored() == [
            ("ACTOR", "Mayor Ilse Brandt"),
            ("QUOTE", "Brandt spoke"),
            ("STATISTIC", "Brandt spoke"),
        ]
        assert len(desk.drawn()) == 3

    sit(make("study", PLAIN), day=day)


def test_done_opens_the_next_unfinished_article(sit: Sit, make: Make) -> None:
    path = make("study", PLAIN, "Second\n\nBrandt was here.", "Third\n\nBrandt was there.")

    def day(desk: Desk) -> None:
        desk.press("Ctrl+PgDown")
        assert desk.article.startswith("Second")
        desk.press("Ctrl+Return")
        assert desk.article.startswith("Third")
        assert "Next: “Third”" in desk.said
        desk.press("Ctrl+Return")
        assert desk.article.startswith("Bridge toll")
        assert desk.rows("SELECT state FROM progress ORDER BY article") == [("done",), ("done",)]
        desk.menu("mark_skipped")
        assert desk.listed("Bridge").state == "skipped"
        desk.press("Ctrl+Z", "Ctrl+Z")
        assert desk.article.startswith("Third")
        assert desk.listed("Third").state == "todo"
        assert desk.rows("SELECT count(*) FROM progress WHERE state='done'") == [(1,)]

    sit(path, day=day)


def test_work_time_is_kept(sit: Sit, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000.0]
    monkeypatch.setattr("annotator.gui.opened.WorkClock", lambda: WorkClock(lambda: now[0]))
    path = make("study", PLAIN, "Second\n\nBrandt was here.")

    def day(desk: Desk) -> None:
        for _ in range(10):
            now[0] += 20
            desk.press("Right")
        desk.press("Ctrl+PgDown")
        (seconds,) = desk.rows("SELECT sum(seconds) FROM worktime")[0]
        assert 180 <= seconds <= 220
        desk.press("Ctrl+PgUp")
        assert "min so far" in desk.window.reading.header.byline.rest.text()

    sit(path, day=day)


def test_the_list_filters_and_sorts_by_keys(sit: Sit, make: Make) -> None:
    path = make("study", PLAIN, "Apple harvest\n\nBrandt was here.", "Zebra found\n\nBrandt was there.")

    def day(desk: Desk) -> None:
        desk.press("Ctrl+PgDown")
        desk.walk(desk.place("Brandt")[0])
        desk.press("A")
        desk.press("F6")
        while not desk.window.list.filter.hasFocus():
            desk.press("F6")
        desk.type("zebra")
        desk.until(lambda: desk.titles() == ["Zebra found"])
        desk.press("Return", "Return")
        assert desk.article.startswith("Zebra")
        assert desk.text.hasFocus()
        desk.window.list.clear_filter()
        desk.until(lambda: len(desk.titles()) == 3)
        for key, titles in (
            ("title", ["Apple harvest", "Bridge toll vote delayed", "Zebra found"]),
            ("spans", ["Bridge toll vote delayed", "Zebra found", "Apple harvest"]),
        ):
            desk.window.list.states._sorts[key].trigger()
            desk.until(lambda titles=titles: desk.titles() == titles)
        assert desk.listed("Apple").spans == 1

    sit(path, day=day)

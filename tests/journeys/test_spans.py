"""Spans after they were made: going from one to the next, relabel, edges, details, delete; each said and stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article."""
    return make("study", PLAIN)


def test_next_and_previous_walk_in_text_order_and_are_said(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        quote = desk.tag("“We will not cut a line,”", "Q")
        actor = desk.tag("Ilse Brandt", "A")
        figure = desk.tag("$61 a year", "S")
        desk.press("Escape", "Ctrl+Home", "N")
        assert (desk.session.active, desk.said) == (actor, "ACTOR “Ilse Brandt”")
        assert desk.caret == desk.place("Ilse Brandt")[0]
        desk.press("N")
        assert desk.session.active == quote
        assert desk.text.active() == quote
        desk.press("N", "N")
        assert (desk.session.active, desk.said) == (figure, "This is the last span")
        desk.press("Shift+N", "Shift+N")
        assert desk.session.active == actor
        desk.press("Shift+N")
        assert desk.said == "This is the first span"
        assert desk.window.panel.view.current_row() == 0

    sit(path, day=day)


def test_relabel_keeps_the_span_and_escape_leaves_it(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Norrholm Lines", "A")
        desk.press("Y")
        assert "the other label" in [words for _, words in shown_hints(desk)]
        desk.press("Escape", "N", "Shift+N")
        assert desk.kept(span, "label") == "ACTOR"
        desk.press("Y", "Q")
        assert desk.said == "Relabelled “Norrholm Lines” QUOTE" or desk.said.startswith("Relabelled")
        assert desk.stored() == [("QUOTE", "Norrholm Lines")]
        assert desk.drawn() == {span: "QUOTE"}
        desk.press("Y", "Q")
        assert desk.said == "It is Quote already"
        desk.press("Y", "3")
        assert desk.kept(span, "label") == "STATISTIC"

    sit(path, day=day)


def test_a_pending_relabelling_is_of_the_span_that_was_active(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        first = desk.tag("Ilse Brandt", "A")
        other = desk.tag("Norrholm Lines", "A")
        desk.press("Ctrl+Home", "N")
        assert desk.session.active == first
        desk.press("Y", "N")
        assert (desk.session.active, desk.session.mode) == (other, "reading")
        desk.press("Y", "Delete")
        assert desk.session.mode == "reading"
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]
        desk.tag("Norrholm Lines", "A")
        desk.press("Y")
        desk.click_words("Ilse Brandt")
        assert (desk.session.active, desk.session.mode) == (first, "reading")

    sit(path, day=day)


def test_white_space_at_edges_never_counts(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Ilse", "A")
        desk.press("Ctrl+L")
        assert desk.kept(span, "words") == "Ilse B"
        desk.press("Ctrl+K")
        assert desk.kept(span, "words") == "Ilse"
        desk.press("X", "Shift+Right", "Return")
        assert desk.kept(span, "words") == "Ilse"
        desk.press("X", "Ctrl+Shift+Right", "Return")
        assert desk.kept(span, "words") in ("Ilse", "Ilse Brandt")

    sit(path, day=day)


def test_stretching_may_pass_through_nothing_and_ends_with_its_span(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Ilse", "A")
        desk.press("X", *["Shift+Left"] * 4)
        assert desk.session.mode == "stretching"
        desk.press(*["Shift+Right"] * 3, "Return")
        assert desk.kept(span, "words") == "Ils"
        desk.press("X", "Right")
        assert (desk.session.mode, desk.said) == ("reading", "The span is as it was")
        desk.press("Escape", "Ctrl+Home", "N", "X", "Delete")
        assert desk.session.mode == "reading"
        assert desk.stored() == []

    sit(path, day=day)


def shown_hints(desk: Desk) -> list[tuple[str, str]]:
    from annotator.gui.hints import hints

    return hints(desk.session)


def test_edges_move_by_word_and_character_and_the_span_stays_itself(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Ferry Workers", "A")
        give(desk, span, "1", "1")
        desk.press("M")
        desk.type("a note")
        desk.press("Return", "Escape")
        for key, words in (
            ("Shift+L", "The Ferry Workers"),
            ("Shift+K", "Ferry Workers"),
            ("L", "Ferry Workers’ Union"),
            ("K", "Ferry Workers"),
            ("Ctrl+K", "Ferry Worker"),
            ("Ctrl+L", "Ferry Workers"),
            ("Ctrl+Shift+K", "erry Workers"),
            ("Ctrl+Shift+L", "Ferry Workers"),
        ):
            desk.press(key)
            assert desk.kept(span, "words") == words, f"{key}: {desk.said}"
            assert desk.session.active == span
            assert desk.said.split()[0] in ("Lengthened", "Shortened", "Moved")
            assert desk.panel_rows() == [words]
        assert desk.kept(span, "note") == "a note"
        assert desk.kept(span, "attributes") == '{"type":"person"}'
        assert desk.text.content.spans[span].words == "Ferry Workers"

    sit(path, day=day)


def give(desk: Desk, span: str, *digits: str) -> None:
    """Attributes by the keys of the details."""
    for _ in range(6):
        desk.press("F6")
        if desk.window.panel.isAncestorOf(desk.window.focusWidget()):
            break
    assert desk.window.panel.details.span_id == span
    for _ in range(20):
        if desk.window.panel.details.delete.hasFocus():
            break
        desk.press("Tab")
    desk.press(*digits, "Escape")
    assert desk.text.hasFocus()


def test_the_edges_stop_at_the_ends_and_at_the_last_word(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Bridge", "A")
        desk.press("Shift+L")
        assert desk.kept(span, "words") == "Bridge"
        first = desk.said
        desk.press("K")
        assert desk.kept(span, "words") == "Bridge"
        assert desk.said
        assert not first.startswith("Tagged")

    sit(path, day=day)


def test_attributes_of_every_kind_by_keys(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("$61 a year", "S")
        for _ in range(6):
            desk.press("F6")
            if desk.window.panel.isAncestorOf(desk.window.focusWidget()):
                break
        for _ in range(20):
            if desk.field("value").isAncestorOf(desk.window.focusWidget()):
                break
            desk.press("Tab")
        desk.type("61")
        desk.press("Return")
        assert desk.said.startswith("Described STATISTIC")
        assert "value" not in json.loads(desk.kept(span, "attributes"))["_unconfirmed"]
        desk.press("Tab", "Tab", "Tab")
        desk.type("AUD")
        desk.press("Escape")
        kept = json.loads(desk.kept(span, "attributes"))
        assert (kept["value"], kept["unit"], kept["_unconfirmed"]) == (61, "AUD", ["bound", "period"])
        assert desk.text.hasFocus()

    sit(path, day=day)


def test_a_forbidden_value_is_said_beside_its_field_and_not_stored(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Brandt spoke", "S")
        row = desk.window.panel.details.attributes.rows["value"]
        assert "needed" in row.fault.text()
        row.editor.setFocus()
        desk.type("many")
        desk.press("Return")
        assert "number" in row.fault.text()
        assert desk.kept(span, "attributes") == "{}"

    sit(path, day=day)


def test_what_is_typed_survives_a_closed_window(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Norrholm Lines", "A")
        desk.press("M")
        desk.type("half a thought")

    def next_day(desk: Desk) -> None:
        assert desk.rows("SELECT note FROM span") == [("half a thought",)]

    sit(path, day=day)
    sit(path, day=next_day)


TIED = {
    "text": PLAIN,
    "spans": [
        {"start": 32, "end": 43, "label": "ACTOR"},
        {"start": PLAIN.index("“We"), "end": PLAIN.index(" she said"), "label": "QUOTE"},
    ],
    "relations": [{"kind": "speaker", "head": 1, "tail": 0}],
}


def test_delete_takes_the_relations_along_and_says_so(
    sit: Sit, make: Make, tmp_path: Path, check: Callable[..., None]
) -> None:
    tied = tmp_path / "tied.jsonl"
    tied.write_text(json.dumps(TIED) + "\n", encoding="utf-8")
    path = make("study", files=(tied,))

    def day(desk: Desk) -> None:
        assert desk.stored() == [("ACTOR", "Ilse Brandt"), ("QUOTE", "“We will not cut a line,”")]
        assert desk.rows("SELECT kind FROM relation") == [("speaker",)]
        desk.press("N", "N", "Backspace")
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]
        assert desk.rows("SELECT count(*) FROM relation") == [(0,)]
        assert desk.said.startswith("Deleted QUOTE")
        assert "1 relation" in desk.said
        assert len(desk.drawn()) == 1
        desk.press("Ctrl+Z")
        assert desk.rows("SELECT kind FROM relation") == [("speaker",)]
        assert len(desk.stored()) == 2
        desk.press("Shift+N", "Del")
        assert desk.stored() == [("QUOTE", "“We will not cut a line,”")]
        assert desk.rows("SELECT count(*) FROM relation") == [(0,)]

    sit(path, day=day)
    check(path)


def test_keys_that_can_do_nothing_say_why(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        for key in ("Y", "L", "Ctrl+Shift+K", "Del", "M"):
            desk.press(key)
            assert desk.said.startswith("No span to"), f"{key}: {desk.said}"
        desk.press("N")
        assert desk.said == "Nothing tagged yet"
        assert desk.rows("SELECT count(*) FROM journal WHERE act NOT IN ('import','new')") == [(0,)]

    sit(path, day=day)

"""Ties by key: speakers offered, taken, tagged on the way, several, moved, of another kind, undone; and refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import assets
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk

STORY = (
    "Ferry fares to rise\n\n"
    "Transport chief Ilse Brandt met islanders on Tuesday.\n\n"
    "“We waited for the rain,” said Tomas Reyes, who leads the union. “It did not come.” "
    "The 24 crews agreed, and Ilse Brandt said fares would rise."
)
QUOTE = "“We waited for the rain,”"


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article with quotes."""
    return make("study", STORY)


def ties(desk: Desk) -> list[tuple[str, str, str]]:
    """Kind, head's words and tail's words of each relation, as another connection reads them."""
    return desk.rows(
        "SELECT relation.kind, head.words, tail.words FROM relation"
        " JOIN span head ON head.n = relation.head JOIN span tail ON tail.n = relation.tail ORDER BY relation.n"
    )


def strip(desk: Desk) -> list[str]:
    """The words of the offers."""
    return [one.words for one in desk.window.commands.hands.tying.chooser.offers]


def test_the_speaker_is_offered_first_and_taken(sit: Sit, path: Path, check: object) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.tag("Tomas Reyes", "A")
        quote = desk.tag(QUOTE, "Q")
        desk.press("R")
        assert desk.session.mode == "choosing"
        assert strip(desk)[0] == "Tomas Reyes"
        assert "Speaker of this quote" in desk.said
        desk.press("Return")
        assert ties(desk) == [("speaker", QUOTE, "Tomas Reyes")]
        assert desk.said == "Tied QUOTE “We waited for the rain,” to “Tomas Reyes” (Speaker)"
        assert desk.session.mode == "reading"
        assert desk.session.active == quote
        assert desk.text.hasFocus()
        assert "Tomas Reyes" in desk.text.content.caption(desk.session.layer.by_id[quote])
        desk.press("Ctrl+Z")
        assert ties(desk) == []
        assert desk.session.active == quote
        desk.press("Ctrl+Shift+Z")
        assert len(ties(desk)) == 1

    sit(path, day=day)


def test_an_offer_that_is_not_tagged_is_tagged_and_tied_in_one_step(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag(QUOTE, "Q")
        desk.press("R", "Return")
        assert ties(desk) == [("speaker", QUOTE, "Tomas Reyes")]
        assert ("ACTOR", "Tomas Reyes") in desk.stored()
        desk.press("Ctrl+Z")
        assert ties(desk) == []
        assert [label for label, _ in desk.stored()] == ["QUOTE"]

    sit(path, day=day)


def test_digits_letters_arrows_and_escape(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.tag("Tomas Reyes", "A")
        desk.tag(QUOTE, "Q")
        desk.press("R", "Escape")
        assert ties(desk) == []
        assert desk.session.mode == "reading"
        assert desk.text.hasFocus()
        desk.press("R")
        second = strip(desk)[1]
        desk.press("2")
        assert ties(desk)[0][2] == second
        desk.press("Ctrl+Z", "R")
        place = strip(desk).index("Tomas Reyes")
        desk.press("Down", "Up", "Tab", "Shift+Tab")
        assert desk.window.commands.hands.tying.chooser.grid.place == place == 0
        desk.type("bran")
        assert [one for one in strip(desk) if "Brandt" not in one] == []
        desk.press("Return")
        assert "Brandt" in ties(desk)[0][2]
        desk.press("R")
        desk.type("nobody of this name")
        assert strip(desk) == []
        desk.press("Return")
        assert desk.session.mode == "choosing"
        desk.press("Escape")
        assert len(ties(desk)) == 1

    sit(path, day=day)


def test_two_speakers_and_the_last_untied(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.tag("Tomas Reyes", "A")
        quote = desk.tag(QUOTE, "Q")
        desk.press("R", "Shift+Return")
        assert desk.session.mode == "choosing"
        assert "Tomas Reyes" not in strip(desk)
        desk.type("bran")
        desk.press("Return")
        assert len(ties(desk)) == 2
        assert desk.text.content.caption(desk.session.layer.by_id[quote]).endswith("+1")
        desk.press("R", "Delete")
        assert [tail for _, _, tail in ties(desk)] == ["Tomas Reyes"]
        assert desk.said.startswith("Untied QUOTE") or "offer" in desk.said
        desk.press("Escape")

    sit(path, day=day)


def test_the_kind_is_chosen_or_changed_on_the_way(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("24 crews", "A")
        figure = desk.tag("24", "S")
        desk.window.read()
        desk.press("R")
        kinds = desk.window.commands.hands.tying
        first = kinds._kind.key
        desk.press("Right")
        assert kinds._kind.key != first
        desk.press("Left")
        assert kinds._kind.key == first == "about"
        desk.press("Return")
        assert ties(desk) == [("about", "24", "24 crews")]
        desk.press("Shift+R")
        assert [one.words for one in kinds.chooser.offers] == ["About", "Source"]
        desk.press("2")
        assert kinds._kind.key == "source"
        desk.press("Escape")
        assert desk.session.active == figure
        panel = desk.window.panel.details
        row = panel.ties.rows[0]
        row.setFocus()
        desk.press("Right")
        assert ties(desk) == [("source", "24", "24 crews")]
        assert desk.window.panel.details.ties.rows[0].hasFocus()
        desk.press("R")
        assert desk.session.mode == "choosing"
        desk.type("bran")
        desk.press("Return")
        assert ties(desk)[0][2].endswith("Brandt")
        assert desk.said.startswith("Pointed Source of STATISTIC “24” to")
        desk.press("Ctrl+Z", "Ctrl+Z")
        assert ties(desk) == [("about", "24", "24 crews")]
        panel = desk.window.panel.details
        panel.ties.rows[0].setFocus()
        desk.press("Delete")
        assert ties(desk) == []

    sit(path, day=day)


def test_ties_are_followed_by_key(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        quote = desk.tag(QUOTE, "Q")
        desk.press("Ctrl+R")
        assert "is tied to nothing" in desk.said
        desk.press("R", "Return", "Ctrl+R")
        actor = desk.session.active
        assert actor != quote
        assert desk.said.startswith("Speaker: “Tomas Reyes”")
        desk.press("Ctrl+R")
        assert desk.session.active == quote
        assert desk.said.startswith("Back at")

    sit(path, day=day)


def test_what_cannot_be_tied_says_why(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Escape", "R")
        assert desk.said.startswith("No span to tie")
        desk.tag("Tomas Reyes", "A")
        desk.press("R")
        assert desk.said.startswith("No relation starts from ACTOR: go to a QUOTE or STATISTIC")
        assert desk.session.mode == "reading"

    sit(path, day=day)


def test_ties_live_through_changes_and_go_with_a_deleted_span(sit: Sit, path: Path, check: object) -> None:
    def day(desk: Desk) -> None:
        desk.tag(QUOTE, "Q")
        desk.press("R", "Return")
        desk.tag("“It did not come.”", "Q")
        desk.press("R", "Return")
        assert [tail for _, _, tail in ties(desk)] == ["Tomas Reyes"] * 2
        actor = next(one for one in desk.session.spans if one.label == "ACTOR")
        desk.session.reach(actor.id)
        desk.press("L", "Shift+L")
        assert len(ties(desk)) == 2
        desk.press("Delete")
        assert desk.said.startswith("Deleted ACTOR")
        assert desk.said.endswith("and 2 relations")
        assert ties(desk) == []
        desk.press("Ctrl+Z")
        assert len(ties(desk)) == 2

    sit(path, day=day)


def test_a_click_on_a_digit_in_the_text_takes_it(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.tag("Tomas Reyes", "A")
        desk.tag(QUOTE, "Q")
        desk.press("R")
        desk.settle()
        canvas = desk.text._canvas
        from annotator.gui.views.article.painting import chip_rect

        areas = {
            chip.digit: chip_rect(block, line, chip)
            for block in canvas.shown()
            for line in block.decoration.lines
            for chip in line.chips
            if chip.digit
        }
        assert "1" in areas
        desk.click(desk.text.viewport(), areas["1"].center().toPoint())
        assert ties(desk) == [("speaker", QUOTE, "Tomas Reyes")]
        assert desk.session.mode == "reading"

    sit(path, day=day)


def test_source_and_cue_of_an_attribution_codebook(sit: Sit, make: Make) -> None:
    path = make("attributed", STORY, codebook="attribution")

    def day(desk: Desk) -> None:
        desk.tag(QUOTE, "Q")
        desk.press("R", "Return", "R", "Right")
        assert strip(desk)[0] == "said"
        desk.press("Return")
        found = ties(desk)
        assert [(kind, head) for kind, head, _ in found] == [("source", QUOTE), ("cue", QUOTE)]
        assert found[0][2].startswith("Tomas Reyes")
        assert found[1][2] == "said"
        assert len(desk.stored()) == 3
        desk.press("Ctrl+Z", "Ctrl+Z")
        assert len(desk.stored()) == 1

    sit(path, day=day)


def test_a_codebook_without_relations_has_no_ties(sit: Sit, make: Make) -> None:
    path = make("entities", STORY, codebook="conll-2003")

    def day(desk: Desk) -> None:
        desk.window.commands.update_now()
        assert not desk.window.commands.actions.by_id["tie"].isVisible()
        assert not desk.window.reading.header.tie.isVisible()
        desk.tag("Tomas Reyes", "P")
        desk.press("R")
        assert desk.session.mode == "reading"

    sit(path, day=day)


def test_right_to_left_and_odd_characters(sit: Sit, make: Make) -> None:
    text = "خطة جديدة\n\nوقالت الوزيرة ليلى المرواني: «خسرنا ثلث مياهنا 😀»."
    path = make("arabic", text)

    def day(desk: Desk) -> None:
        actor = desk.tag("الوزيرة ليلى المرواني", "A")
        desk.tag("«خسرنا ثلث مياهنا 😀»", "Q")
        desk.press("R")
        assert desk.window.commands.hands.tying.chooser.grid.current is not None
        desk.press("Return")
        assert [tail for _, _, tail in ties(desk)] == ["الوزيرة ليلى المرواني"]
        desk.press("Ctrl+R")
        assert desk.session.active == actor

    sit(path, day=day)


def test_a_tie_has_values_of_its_own(sit: Sit, make: Make, tmp_path: Path, check: Callable[[Path], None]) -> None:
    news = json.loads(assets.read_bytes("codebooks/news.json"))
    speaker = next(one for one in news["relations"] if one["key"] == "speaker")
    choices = [{"key": "sure", "name": "sure"}, {"key": "likely", "name": "likely"}]
    speaker["attributes"] = [
        {"key": "certainty", "name": "Certainty", "kind": "choice", "choices": choices},
        {"key": "why", "name": "Why", "kind": "text"},
    ]
    book = tmp_path / "book.json"
    book.write_text(json.dumps(news), encoding="utf-8")
    path = make("study", STORY, codebook=book)

    def day(desk: Desk) -> None:
        desk.tag("Tomas Reyes", "A")
        quote = desk.tag(QUOTE, "Q")
        desk.press("R", "Return")
        rows = desk.window.panel.details.ties
        (fields,) = rows.values.values()
        desk.click(fields.rows["why"].editor.focusProxy())
        desk.type("named right after")
        desk.press("Return")
        assert desk.said == f"Described Speaker of QUOTE {QUOTE}"
        assert desk.rows("SELECT attributes FROM relation") == [('{"why":"named right after"}',)]
        fields.rows["certainty"].editor.step()
        assert rows.values[next(iter(rows.values))] is fields, "the fields stay while only their values change"
        assert desk.rows("SELECT attributes FROM relation") == [('{"why":"named right after","certainty":"sure"}',)]
        desk.press("Escape")
        assert desk.text.hasFocus()
        desk.press("Ctrl+Z", "Ctrl+Z")
        assert desk.rows("SELECT attributes FROM relation") == [("{}",)]
        desk.until(lambda: fields.rows["why"].editor.value() is None)  # the panel follows a moment later
        assert desk.session.active == quote

    sit(path, day=day)
    check(path)


def test_kinds_to_labels_that_are_off_are_not_offered(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        codebook = desk.session.codebook
        assert codebook is not None
        assert not codebook.label("CUE").on
        desk.tag("Tomas Reyes", "A")
        desk.tag(QUOTE, "Q")
        chooser = desk.window.commands.hands.tying.chooser
        desk.press("Shift+R")
        assert chooser.title.text() == "Speaker of this quote", "one kind is left: nothing to ask"
        assert not [one.words for one in desk.window.commands.hands.tying.chooser._extras if "Cue" in one.words]
        desk.press("Right")
        assert chooser.title.text() == "Speaker of this quote"
        desk.press("Escape")
        desk.tag("24", "S")
        desk.press("Shift+R")
        assert [(one.words, one.beside) for one in chooser.offers] == [("About", "ACTOR"), ("Source", "ACTOR, QUOTE")]
        desk.press("Escape")

    sit(path, day=day)


def test_what_is_switched_off_is_named(sit: Sit, make: Make, tmp_path: Path) -> None:
    book = json.loads(assets.read_text("codebooks/news.json"))
    for label in book["labels"]:
        label["on"] = label["key"] == "QUOTE"
    own = tmp_path / "own.json"
    own.write_text(json.dumps(book), encoding="utf-8")

    def day(desk: Desk) -> None:
        desk.tag(QUOTE, "Q")
        desk.press("R")
        assert desk.session.mode == "reading"
        assert desk.said == "Nothing to tie QUOTE to: ACTOR or CUE is switched off"

    sit(make("off", STORY, codebook=own), day=day)

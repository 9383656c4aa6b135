"""The card of a span: opened by tagging a figure and by V, read from the words, confirmed, corrected, left."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from annotator import assets, settings
from annotator.gui.card import CardRoom
from annotator.gui.hints import hints
from annotator.gui.views.popover import SHADOW
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN

UNSURE = "_unconfirmed"


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article."""
    return make("study", PLAIN)


def room(desk: Desk) -> CardRoom:
    return desk.window.commands.hands.cards


def stored(desk: Desk, span: str | None) -> dict[str, Any]:
    """What of a span's attributes another connection reads."""
    return json.loads(desk.kept(span, "attributes"))


def field(desk: Desk, key: str) -> QWidget:
    """The control of an attribute on the card."""
    control = room(desk).card.rows.rows[key].editor.focusProxy()
    assert control is not None
    return control


def is_open(desk: Desk) -> bool:
    """Whether the card is there; it comes a moment after the tag is painted."""
    if desk.session.mode == "card":
        desk.until(room(desk).card.isVisible)
    return desk.session.mode == "card" and room(desk).card.isVisible()


def test_a_figure_is_read_and_confirmed_with_one_key(sit: Sit, path: Path, check: Callable[[Path], None]) -> None:
    expected = {"value": 61, "unit": "USD", "bound": "exact", "period": "a year"}

    def day(desk: Desk) -> None:
        span = desk.tag("$61 a year", "S", card=True)
        assert is_open(desk)
        kept = stored(desk, span)
        assert sorted(kept.pop(UNSURE)) == sorted(expected)
        assert kept == expected
        assert desk.said == "Tagged STATISTIC “$61 a year”, read as 61 USD"
        value = field(desk, "value")
        assert isinstance(value, QLineEdit)
        assert value.hasFocus()
        assert value.selectedText() == "61"
        assert [text for _, text in hints(desk.session)] == ["next field", "confirm", "leave as it is"]
        desk.press("Return")
        assert stored(desk, span) == expected
        assert desk.said.startswith("Confirmed STATISTIC “$61 a year”")
        assert not is_open(desk)
        assert desk.text.hasFocus()
        assert desk.session.active == span
        desk.press("Ctrl+Z")
        assert UNSURE in stored(desk, span)
        desk.press("Ctrl+Z")
        assert desk.stored() == [], "the tag and its values are one step"

    sit(path, day=day)
    check(path)


def test_escape_drops_the_open_field_and_keeps_the_tag(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("$61 a year", "S", card=True)
        before = stored(desk, span)
        desk.type("99")
        desk.press("Escape")
        assert stored(desk, span) == before
        assert not is_open(desk)
        assert desk.text.hasFocus()
        desk.press("V")
        assert is_open(desk)
        assert field(desk, "value").text() == "61"
        desk.press("Escape", "Return")
        assert is_open(desk), "Enter opens it too"

    sit(path, day=day)


def test_correcting_by_keys_alone(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("$61 a year", "S", card=True)
        desk.type("62")
        desk.press("Tab")
        kept = stored(desk, span)
        assert kept["value"] == 62
        assert "value" not in kept[UNSURE], "what a person set is no longer in doubt"
        assert field(desk, "unit").hasFocus()
        desk.type("AUD")
        desk.press("Return")
        assert stored(desk, span) == {"value": 62, "unit": "AUD", "bound": "exact", "period": "a year"}
        assert desk.text.hasFocus()

    sit(path, day=day)


def test_digits_reach_the_fields_and_tab_goes_round(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("$61 a year", "S", card=True)
        assert is_open(desk)
        stops = room(desk).card.rows.stops()
        for _ in range(len(stops)):
            desk.press("Tab")
        assert room(desk).card.accept.hasFocus()
        desk.press("Tab")
        assert field(desk, "value").hasFocus()
        desk.press("Tab", "Tab")
        assert field(desk, "scale").hasFocus()
        desk.press("6")
        assert field(desk, "bound").hasFocus()
        desk.press("6")
        assert stored(desk, span)["bound"] == "exact", "the field is open still"
        desk.press("8")
        assert stored(desk, span)["bound"] == "about"
        assert field(desk, "period").hasFocus()
        desk.press("Shift+Tab")
        assert field(desk, "change").hasFocus()

    sit(path, day=day)


def test_a_wrong_number_is_said_and_the_card_stays(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("$61 a year", "S", card=True)
        desk.type("many")
        desk.press("Return")
        assert is_open(desk)
        assert "number" in room(desk).card.rows.rows["value"].fault.text()
        assert stored(desk, span)["value"] == 61
        desk.press("Escape")
        assert stored(desk, span)["value"] == 61

    sit(path, day=day)


def test_what_is_right_already_is_no_step(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("$61 a year", "S", card=True)
        desk.press("Return")
        steps = desk.rows("SELECT count(*) FROM journal")
        desk.press("V", "Return")
        assert not is_open(desk)
        assert desk.rows("SELECT count(*) FROM journal") == steps

    sit(path, day=day)


def test_undo_takes_the_tag_back_while_the_card_is_open(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("$61 a year", "S", card=True)
        desk.press("Ctrl+Z")
        assert desk.stored() == []
        assert not is_open(desk)
        assert desk.text.hasFocus()
        desk.press("Ctrl+Shift+Z")
        assert [words for _, words in desk.stored()] == ["$61 a year"]
        assert not is_open(desk), "only a label's key opens it"

    sit(path, day=day)


def test_a_run_of_figures_without_the_card(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.menu("open_card")
        span = desk.tag("$61 a year", "S", card=True)
        assert not is_open(desk)
        assert stored(desk, span)["value"] == 61
        assert desk.text.hasFocus()
        desk.press("V")
        assert is_open(desk)
        assert not settings.load().settings.open_card
        desk.press("Escape")
        desk.menu("open_card")
        assert settings.load().settings.open_card

    sit(path, day=day)


def test_longer_words_are_read_again_in_the_same_step(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("$61", "S")
        desk.press("L", "L")
        assert desk.kept(span, "words") == "$61 a year"
        assert stored(desk, span)["period"] == "a year"
        desk.press("V")
        desk.type("70")
        desk.press("Return", "K")
        assert stored(desk, span)["value"] == 70
        desk.press("Ctrl+Z")
        assert desk.kept(span, "words") == "$61 a year"

    sit(path, day=day)


def test_every_label_has_its_card(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        quote = desk.tag("“We will not cut a line,”", "Q")
        assert not is_open(desk), "only figures open it by themselves"
        desk.press("V")
        assert is_open(desk)
        desk.press("1", "Tab")
        assert field(desk, "speaker_form").hasFocus()
        desk.press("2", "Return")
        assert stored(desk, quote) == {"form": "direct", "speaker_form": "named"}
        desk.press("Escape", "V")
        assert desk.said.startswith("No span to open the card of")

    sit(path, day=day)


def test_by_mouse(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("$61 a year", "S", card=True)
        assert is_open(desk)
        above = next(
            button for button in room(desk).card.rows.rows["bound"].editor._group.buttons() if button.text() == ">"
        )
        desk.click(above)
        assert stored(desk, span)["bound"] == "exact", "the field is open still"
        desk.click(field(desk, "value"))
        assert stored(desk, span)["bound"] == "above"
        desk.click(above)
        desk.click(field(desk, "value"))
        assert "bound" not in stored(desk, span), "a second click clears it"
        desk.click(room(desk).card.accept)
        assert UNSURE not in stored(desk, span)
        assert not is_open(desk)
        desk.press("V")
        desk.click_words("Tuesday")
        assert not is_open(desk), "who clicks elsewhere has left"
        desk.click_words("$61")
        desk.click(desk.window.panel.details.card)
        assert is_open(desk)

    sit(path, day=day)


def test_the_card_goes_with_its_article(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("$61 a year", "S", card=True)
        desk.type("99")
        desk.press("Ctrl+PgDown")
        assert not is_open(desk)
        assert desk.article.startswith("Second")
        assert stored(desk, span)["value"] == 61

    sit(make("study", PLAIN, "Second\n\nBrandt was here."), day=day)


def test_doubt_is_seen_in_list_and_details(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("$61 a year", "S")
        panel = desk.window.panel
        row = panel.model.row(0)
        assert row is not None
        assert row.unsure
        heard = panel.model.data(panel.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
        assert heard.endswith("not confirmed")
        line = panel.details.attributes.rows["value"].editor.focusProxy()
        assert line.property("unsure") == "italic"
        assert "not confirmed" in line.accessibleDescription()
        assert not panel.details.attributes.rows["base"].editor.focusProxy().property("unsure")
        desk.press("V", "Return")
        assert not panel.details.attributes.rows["value"].editor.focusProxy().property("unsure")
        row = panel.model.row(0)
        assert row is not None
        assert not row.unsure

    sit(path, day=day)


def test_a_unit_the_codebook_does_not_list_is_said(sit: Sit, make: Make, tmp_path: Path) -> None:
    book = json.loads(assets.read_text("codebooks/news.json"))
    label = next(one for one in book["labels"] if one.get("role") == "quantity")
    unit = next(part for part in label["attributes"] if part["key"] == "unit")
    unit |= {"kind": "choice", "choices": [{"key": "pct", "name": "%"}, {"key": "EUR", "name": "euro"}]}
    own = tmp_path / "own.json"
    own.write_text(json.dumps(book), encoding="utf-8")

    def day(desk: Desk) -> None:
        span = desk.tag("$61 a year", "S", card=True)
        assert is_open(desk)
        remark = room(desk).card.remark
        assert remark.isVisible()
        assert "“USD”" in remark.text()
        desk.press("Return")
        assert stored(desk, span) == {"value": 61, "bound": "exact", "period": "a year"}

    sit(make("study", PLAIN, codebook=own), day=day)


LONG = "Figures\n\n" + "\n\n".join(
    f"Paragraph {number} tells that the harbour took {number},417 boats last year, and the quay was full of them."
    for number in range(1, 40)
)
RTL = "أعلنت وزارة المياه خطة\n\n" + "\n\n".join(
    f"وذكرت الوزارة أن المخزون انخفض إلى {number} في المئة من السعة." for number in range(10, 40)
)


@pytest.mark.parametrize(("text", "words"), [(LONG, "{},417 boats"), (RTL, "{} في المئة")], ids=["ltr", "rtl"])
@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_the_card_never_covers_its_words(sit: Sit, make: Make, text: str, words: str, size: tuple[int, int]) -> None:
    def day(desk: Desk) -> None:
        desk.window.resize(*size)
        desk.settle()
        for number in (12, 20, 31, 39):
            start, end = desk.place(words.format(number))
            desk.text.ensure_visible(start, end)
            desk.text.select(start, end)
            desk.session.tag("STATISTIC")
            assert is_open(desk)
            covers_nothing(desk, start, end)
            desk.press("Escape")

    sit(make("study", text), day=day)


def covers_nothing(desk: Desk, start: int, end: int) -> None:
    """The card is whole inside the article's area, and none of the words lies under it."""
    reading, card = desk.window.reading, room(desk).card
    box = card.geometry().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
    assert box.top() >= 0
    assert box.bottom() <= reading.height()
    assert box.left() >= 0
    assert box.right() <= reading.width() - 16
    assert box.width() == 404
    for place in range(start, end):
        cursor = QTextCursor(desk.text.document())
        cursor.setPosition(desk.text._blocks.to_document(place))
        rect = desk.text.cursorRect(cursor)
        spot = rect.translated(desk.text.viewport().mapTo(reading, rect.topLeft()) - rect.topLeft())
        assert not box.intersects(spot), (box, spot)


def test_keys_before_the_card_is_seen_reach_it(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.select("$61 a year")
        handle = desk.window.windowHandle()
        QTest.keyClick(handle, Qt.Key.Key_S)
        QTest.keyClick(handle, Qt.Key.Key_Return)
        QApplication.processEvents()
        assert UNSURE not in stored(desk, desk.session.active)
        assert desk.text.hasFocus()

    sit(path, day=day)


def test_a_choice_waits_until_its_field_is_left(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("$61 a year", "S", card=True)
        before = stored(desk, span)
        steps = desk.rows("SELECT count(*) FROM journal")
        rows = room(desk).card.rows.rows
        for key in ("bound", "change"):
            rows[key].editor.setFocus(Qt.FocusReason.TabFocusReason)
            desk.press("Right", "Right", "Down", "Down", "Down", "Down")
            rows[key].editor.step()
            desk.settle()
            assert rows[key].editor.pending(), key
            assert desk.rows("SELECT count(*) FROM journal") == steps, key
            desk.press("Escape")
            assert stored(desk, span) == before, key
            desk.press("V")
            assert is_open(desk)
            assert not rows[key].editor.pending(), key
        rows["bound"].editor.setFocus(Qt.FocusReason.TabFocusReason)
        desk.press("Right", "Right")
        chosen = rows["bound"].editor.value()
        assert chosen != before["bound"]
        desk.press("Tab")
        assert stored(desk, span)["bound"] == chosen
        assert desk.rows("SELECT count(*) FROM journal") == [(steps[0][0] + 1,)], "one step for the whole field"
        desk.press("Escape", "Ctrl+Z")
        assert stored(desk, span) == before

    sit(path, day=day)

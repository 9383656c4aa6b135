"""The same with the mouse: drag and a key, a click and a key, the label's button, chips, lists and panel."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.gui.views.header import LabelButton
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import BARE, LEFT, Desk
from tests.journeys.pages import PLAIN


@pytest.fixture
def path(make: Make) -> Path:
    """A project of two articles."""
    return make("study", PLAIN, "Second\n\nBrandt was here, said Norrholm Lines.")


def label_button(desk: Desk, name: str) -> LabelButton:
    """The button that tags with a label."""
    buttons = desk.window.reading.header.findChildren(LabelButton)
    return next(one for one in buttons if one.accessibleName() == f"Tag {name}")


def test_drag_and_key(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        for words, key in (("Ilse Brandt", "A"), ("“We will not cut a line,”", "Q"), ("$61 a year", "3")):
            desk.drag(words)
            assert desk.text.selected() == desk.place(words)
            desk.press(key)
        assert desk.stored() == [
            ("ACTOR", "Ilse Brandt"),
            ("QUOTE", "“We will not cut a line,”"),
            ("STATISTIC", "$61 a year"),
        ]

    sit(path, day=day)


def test_the_buttons_above_the_text_tag_the_selection(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.drag("Norrholm Lines")
        desk.click(label_button(desk, "Actor"))
        assert desk.stored() == [("ACTOR", "Norrholm Lines")]
        assert desk.text.hasFocus()
        desk.drag("$61 a year")
        desk.click(label_button(desk, "Statistic"))
        assert desk.said.startswith("Tagged STATISTIC")

    sit(path, day=day)


def test_click_and_key_tags_the_word(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.click_words("Norrholm")
        desk.press("A")
        assert desk.stored() == [("ACTOR", "Norrholm")]

    sit(path, day=day)


def test_double_click_takes_a_word(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        spot = desk.spot(desk.place("Norrholm")[0] + 2)
        QTest.mouseClick(desk.text.viewport(), LEFT, BARE, spot)
        QTest.mouseDClick(desk.text.viewport(), LEFT, BARE, spot)
        desk.settle()
        assert desk.text.selected() == desk.place("Norrholm")

    sit(path, day=day)


def test_a_click_into_words_and_on_a_row_makes_a_span_active(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        quote = desk.tag("“We will not cut a line,”", "Q")
        actor = desk.tag("Ilse Brandt", "A")
        desk.press("Escape", "Escape")
        desk.click_words("will not cut")
        assert desk.session.active == quote
        panel = desk.window.panel
        row = panel.view.visualRect(panel.model.index(0, 0)).center()
        desk.click(panel.view.viewport(), row)
        assert desk.session.active == actor
        assert desk.caret == desk.place("Ilse Brandt")[0]
        assert panel.details.span_id == actor

    sit(path, day=day)


def test_a_click_on_a_chip_makes_its_span_active(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        actor = desk.tag("Ilse Brandt", "A")
        desk.press("Escape")
        assert desk.session.active is None
        desk.settle()
        spot = desk.spot(desk.place("Ilse Brandt")[0])
        canvas = desk.text._canvas
        above = next(
            spot + QPoint(6, -rise) for rise in range(4, 40) if canvas.chip_at((spot + QPoint(6, -rise)).toPointF())
        )
        desk.click(desk.text.viewport(), above)
        assert desk.session.active == actor

    sit(path, day=day)


def test_panel_buttons_go_on_and_delete(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        first = desk.tag("Ilse Brandt", "A")
        second = desk.tag("Norrholm Lines", "A")
        details = desk.window.panel.details
        desk.click(details.before)
        assert desk.session.active == first
        desk.click(details.after)
        assert desk.session.active == second
        desk.click(details.delete)
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]

    sit(path, day=day)


def test_the_list_opens_articles_and_the_button_is_done_with_them(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        view = desk.window.list.view
        desk.click(view.viewport(), view.visualRect(view.model().index(1, 0)).center())
        assert desk.article.startswith("Second")
        assert desk.text.hasFocus()
        desk.click(desk.window.reading.header.done)
        assert desk.rows("SELECT count(*) FROM progress WHERE state='done'") == [(1,)]
        assert desk.article.startswith("Bridge")

    sit(path, day=day)


def test_a_choice_is_not_changed_in_passing_by_the_wheel(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "A")
        combo = desk.field("type").combo
        desk.qtbot.mouseMove(combo)
        QTest.mouseMove(combo)
        from PySide6.QtCore import QPointF
        from PySide6.QtGui import QWheelEvent
        from PySide6.QtWidgets import QApplication

        middle = QPointF(combo.rect().center())
        turn = QWheelEvent(
            middle, combo.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, BARE,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(combo, turn)
        assert desk.kept(span, "attributes") == "{}"

    sit(path, day=day)

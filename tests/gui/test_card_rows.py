"""The fields of the card are made beforehand, a little each moment, and never in place of those that are shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.gui.views.card import Card
from tests.builders import NEWS

FIGURE, NAME = NEWS.with_role("quantity")[0], NEWS.with_role("agent")[0]


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[Card]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.show()
    yield Card(host)
    host.close()


def test_the_fields_come_one_a_step_and_are_used(card: Card) -> None:
    steps = sum(1 for _ in card.preparing(FIGURE))
    assert steps == len(FIGURE.attributes)
    assert not card.isVisible()
    rows = card.rows
    assert list(rows.rows) == [one.key for one in FIGURE.attributes]
    card.show_span("61 dollars", FIGURE, {"value": 61, "unit": "USD"})
    card.begin()
    assert card.rows is rows
    assert rows.isVisible()
    assert rows.rows["value"].editor.value() == 61
    assert rows.rows["value"].editor.isVisible()
    assert list(card.preparing(FIGURE)) == []


def test_a_card_that_is_opened_meanwhile_keeps_its_fields(card: Card) -> None:
    steps = card.preparing(FIGURE)
    next(steps)
    card.show_span("61 dollars", FIGURE, {"value": 61})
    card.begin()
    rows = card.rows
    assert list(steps)
    assert card.rows is rows
    shown = [one for one in card.findChildren(QWidget) if isinstance(one, type(rows)) and one.isVisible()]
    assert shown == [rows]


def test_a_card_of_another_label_that_is_shown_stays(card: Card) -> None:
    card.show_span("61 dollars", FIGURE, {"value": 61})
    card.begin()
    rows = card.rows
    assert list(card.preparing(NAME)) == [None] * len(NAME.attributes)
    assert card.rows is rows


def test_making_them_again_drops_what_was_half_made(card: Card, qtbot: QtBot) -> None:
    half = card.preparing(FIGURE)
    next(half)
    assert len(list(card.preparing(FIGURE))) == len(FIGURE.attributes)
    kind = type(card.rows)
    qtbot.waitUntil(lambda: len(card.findChildren(kind)) == 1)

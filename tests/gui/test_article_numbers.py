"""Digits in the article: on the chips of spans, at places that are not tagged, and gone again without a trace."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.gui.views.article import ArticleView
from annotator.gui.views.article.decoration import Chip, Line
from annotator.gui.views.article.numbers import Numbered
from annotator.gui.views.article.painting import chip_rect
from tests.gui.article_desk import LONG, PLAIN, UGLY, hosted, show, span


def lines(view: ArticleView) -> list[Line]:
    return [line for block in view._canvas.shown() for line in block.decoration.lines]


def chips(view: ArticleView) -> list[Chip]:
    return [chip for line in lines(view) for chip in line.chips]


def test_chips_get_digits_and_untagged_places_a_chip_and_a_frame(qtbot: QtBot) -> None:
    with hosted(qtbot) as view:
        who, said = span(PLAIN, (0, 15)), span(PLAIN, (21, 37), label="SAID")
        show(view, PLAIN, who, said)
        before = lines(view)
        rules = [line.rules for line in before]
        view.show_numbers([Numbered("1", who.id, "WHO", who.fragments), Numbered("2", None, "WHO", ((39, 47),))])
        view.grab()
        found = {chip.digit: chip for chip in chips(view)}
        assert found["1"].spans == (who.id,)
        assert not found["1"].offered
        assert found["2"].offered
        assert found["2"].caption == "WHO"
        assert [line.rules for line in lines(view)] == rules, "an offer has no lane"
        assert sum(len(line.frames) for line in lines(view)) == 1
        view.show_numbers()
        view.grab()
        assert lines(view) == before


def test_a_click_on_a_digit_chooses_and_activates_nothing(qtbot: QtBot) -> None:
    with hosted(qtbot) as view:
        who = span(PLAIN, (0, 15))
        show(view, PLAIN, who)
        chosen: list[str] = []
        clicked: list[object] = []
        view.digit_clicked.connect(chosen.append)
        view.span_clicked.connect(clicked.append)
        view.show_numbers([Numbered("1", who.id, "WHO", who.fragments), Numbered("2", None, "WHO", ((39, 47),))])
        view.grab()
        for digit in ("1", "2"):
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre(view, digit).toPoint())
        assert chosen == ["1", "2"]
        assert clicked == []


def centre(view: ArticleView, digit: str) -> QPointF:
    return next(
        chip_rect(block, line, chip).center()
        for block in view._canvas.shown()
        for line in block.decoration.lines
        for chip in line.chips
        if chip.digit == digit
    )


@pytest.mark.parametrize("text", [UGLY, LONG, "نعم قالت الوزيرة", "a"])
def test_odd_texts_carry_digits(qtbot: QtBot, text: str) -> None:
    with hosted(qtbot) as view:
        end = min(len(text), 60)
        who = span(text, (0, end))
        show(view, text, who)
        places = [(at, at + 1) for at in range(0, end, 7)][:8]
        offers = [Numbered(str(n), None, "SAID", (place,)) for n, place in enumerate(places, start=2)]
        view.show_numbers([Numbered("1", who.id, "WHO", who.fragments), *offers])
        view.grab()
        assert {"1", "2"} <= {chip.digit for chip in chips(view)}
        view.set_active(who.id)
        view.grab()
        view.apply_changes([who.id], [], [])
        view.grab()
        assert "1" not in {chip.digit for chip in chips(view)}
        view.show_numbers()
        view.grab()
        assert chips(view) == []

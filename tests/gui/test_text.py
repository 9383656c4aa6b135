"""Strings from data come to Qt as text: nothing is obeyed, nothing turns round what stands beside it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import QApplication

from annotator.gui.text import caption, elide, is_right_to_left, isolate, one_line, plain, rich, tooltip
from annotator.gui.theme import font
from annotator.gui.views.find import places_of

NASTY = ("<img src=x>", "<b>a</b> & b", "a\u202eb", "line\nbreak", 'say "no"', "&amp;")


@pytest.mark.parametrize("text", NASTY)
def test_a_tooltip_shows_the_text_itself(text: str, qapp: QApplication) -> None:
    document = QTextDocument()
    document.setHtml(tooltip(text))
    assert tooltip(text).startswith("<qt>")
    wanted = text.replace("\u202e", "").replace("\n", "\u2028")
    assert document.toRawText() == wanted


def test_nothing_to_say_is_no_tooltip() -> None:
    assert tooltip("  \n") == ""


def test_one_line_of_plain_text() -> None:
    assert plain("a\r\nb\u2028c\x1bd\u202e") == "a b c d"
    assert one_line("a\n\u2068b\u2069") == "a \u2068b\u2069"
    assert caption("Save & go") == "Save && go"
    assert rich("<a>&") == "&lt;a&gt;&amp;"


def test_an_isolate_holds_what_it_is_given() -> None:
    assert isolate("abc\u202e\u2069") == "\u2068abc\u2069"


@pytest.mark.parametrize(
    ("text", "expected"), [("abc", False), ("وزارة", True), ("12 وزارة", True), ("“abc וזה", False), ("", False)]
)
def test_direction_is_that_of_the_first_letter(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected


def test_elided_text_ends_in_an_ellipsis(qapp: QApplication) -> None:
    metrics = QFontMetrics(font(13))
    assert elide("abc", metrics, 500) == "abc"
    assert elide("a long title of many words", metrics, 60).endswith("…")
    assert "…" in elide("a long title of many words", metrics, 60, middle=True)[1:-1]


def test_find_counts_in_code_points_and_ignores_case() -> None:
    assert places_of("🚢 Ferry ferry FERRY", "ferry") == [2, 8, 14]
    assert places_of("İstanbul i", "i") == [9]  # lower case would move everything by one
    assert places_of("aaa", "aa") == [0, 1]
    assert places_of("abc", "") == []

"""The article view by real keys and clicks, over ugly text: positions, clipboard, caret, spans, place."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.core.errors import SpanOutsideText
from annotator.gui.views.article import ArticleView
from annotator.gui.views.article.blocks import LONGEST, Blocks
from tests.gui.article_desk import CODEBOOK, LONG, PLAIN, UGLY, article, chip_point, hosted, point_of, show, span


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ArticleView]:
    with hosted(qtbot) as shown:
        yield shown


# --- positions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", PLAIN, UGLY, LONG], ids=["empty", "plain", "ugly", "long"])
def test_every_position_makes_the_round_trip(view: ArticleView, text: str) -> None:
    show(view, text)
    for position in range(0, len(text) + 1, max(1, len(text) // 300)):
        view.set_caret(position)
        assert view.caret() == position


ugly = st.text(st.sampled_from("ab \n\n😀𠀀\u0301\u200dشש漢\u2028\u2029\ufeff\u00a0\x0b\ufdd0\ufffc\t"), max_size=60)


@given(ugly, st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_selected_is_what_was_selected(view: ArticleView, text: str, data: st.DataObject) -> None:
    view.show_article(article(text), (), (), CODEBOOK)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(0, len(text)))
    view.select(start, end)
    assert view.selected() == ((min(start, end), max(start, end)) if start != end else None)
    assert view.caret() == end


@given(st.text(st.sampled_from("ab 😀\u0301漢\n"), max_size=40), st.integers(0, 4000), st.data())
def test_blocks_cover_the_text(text: str, repeat: int, data: st.DataObject) -> None:
    text = text * (1 + repeat // max(1, len(text)))
    blocks = Blocks(text)
    ends = [start + length for start, length in zip(blocks.starts, blocks.lengths, strict=True)]
    assert max(blocks.lengths) <= LONGEST
    assert all(
        following == end + (not blocks.goes_on(block))
        for block, (end, following) in enumerate(zip(ends, blocks.starts[1:], strict=False))
    )
    position = data.draw(st.integers(0, len(text)))
    assert blocks.from_document(blocks.to_document(position)) == position
    assert len(blocks.shown().encode("utf-16-le")) // 2 == blocks.to_document(len(text))


def test_long_lines_are_cut_between_visible_characters() -> None:
    blocks = Blocks("x" + "e\u0301" * 6000)
    assert all(blocks.text[start] != "\u0301" for start in blocks.starts)


@pytest.mark.parametrize("position", [-1, len(PLAIN) + 1])
def test_a_position_outside_the_text_is_an_error(view: ArticleView, position: int) -> None:
    show(view, PLAIN)
    with pytest.raises(SpanOutsideText):
        view.set_caret(position)


# --- keys ---------------------------------------------------------------------------------------------


def test_the_caret_moves_by_keys(view: ArticleView, qtbot: QtBot) -> None:
    show(view, "a😀b\nc")
    with qtbot.waitSignal(view.caret_moved) as moved:
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert moved.args == [1]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.caret() == 2
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected() == (2, 3)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.caret() == 4


def test_words_are_selected_by_keys(view: ArticleView, qtbot: QtBot) -> None:
    show(view, PLAIN)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(view.selection_changed):
        qtbot.keyClick(view, Qt.Key.Key_Right, modifiers)
    assert view.selected() == (0, 6)


def test_a_soft_cut_takes_no_key_of_its_own(view: ArticleView, qtbot: QtBot) -> None:
    text = "word " * 1500
    show(view, text)
    cut = view.content.blocks.starts[1]
    view.set_caret(cut - 2)
    for expected in (cut - 1, cut, cut + 1):
        qtbot.keyClick(view, Qt.Key.Key_Right)
        assert view.caret() == expected
    for expected in (cut, cut - 1):
        qtbot.keyClick(view, Qt.Key.Key_Left)
        assert view.caret() == expected


@pytest.mark.parametrize(
    "keys",
    [
        "A",
        "Q",
        "1",
        "Shift+A",
        "Space",
        "Shift+Space",
        "Return",
        "Delete",
        "Backspace",
        "Escape",
        "Ctrl+Z",
        "Ctrl+Shift+Z",
        "Ctrl+Y",
        "Ctrl+Return",
        "Ctrl+K",
        "Ctrl+PgDown",
        "Shift+L",
        "E",
        "Shift+F10",
        "Ctrl+X",
    ],
)
def test_keys_of_the_window_reach_it(view: ArticleView, qtbot: QtBot, keys: str) -> None:
    show(view, PLAIN)
    action = QAction(view)
    action.setShortcut(keys)
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    view.addAction(action)
    with qtbot.waitSignal(action.triggered, timeout=500):
        press(view, action)
    assert view.caret() == 0


def press(view: ArticleView, action: QAction) -> None:
    combination = action.shortcut()[0]
    QTest.keyClick(view.window().windowHandle(), combination.key(), combination.keyboardModifiers())


def test_tab_leaves_the_text(view: ArticleView, qtbot: QtBot) -> None:
    show(view, PLAIN)
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert not view.hasFocus()


@pytest.mark.parametrize("text", [UGLY, LONG[:9000]], ids=["ugly", "soft cuts"])
def test_the_clipboard_gets_the_stored_characters(view: ArticleView, qtbot: QtBot, text: str) -> None:
    show(view, text)
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.selected() == (0, len(text))
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == text


def test_nothing_can_be_typed_or_pasted(view: ArticleView, qtbot: QtBot) -> None:
    show(view, PLAIN)
    before = view.toPlainText()
    qtbot.keyClicks(view, "xyz")
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert view.toPlainText() == before
    assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


# --- mouse --------------------------------------------------------------------------------------------


def test_a_click_on_a_chip_makes_its_span_active(view: ArticleView, qtbot: QtBot) -> None:
    who = span(PLAIN, (0, 15), key="w")
    show(view, PLAIN, who)
    view.select(20, 24)
    with qtbot.waitSignal(view.span_clicked) as clicked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=chip_point(view, "w"))
    assert clicked.args == ["w"]
    assert view.selected() == (20, 24)


def test_a_click_into_tagged_words_takes_the_innermost_span(view: ArticleView, qtbot: QtBot) -> None:
    outer = span(PLAIN, (0, 36), label="SAID", key="outer")
    inner = span(PLAIN, (6, 15), key="inner")
    show(view, PLAIN, outer, inner)
    with qtbot.waitSignal(view.span_clicked) as clicked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 8))
    assert clicked.args == ["inner"]
    with qtbot.waitSignal(view.span_clicked) as clicked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 20))
    assert clicked.args == ["outer"]


def test_a_click_beside_the_spans_and_arrow_keys_only_move_the_caret(view: ArticleView, qtbot: QtBot) -> None:
    show(view, PLAIN, span(PLAIN, (0, 15)))
    with qtbot.assertNotEmitted(view.span_clicked):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 30))
        assert view.caret() == 30
        view.set_caret(14)
        qtbot.keyClick(view, Qt.Key.Key_Left)


def test_dragging_selects_and_activates_nothing(view: ArticleView, qtbot: QtBot) -> None:
    show(view, PLAIN, span(PLAIN, (0, 36)))
    start, end = point_of(view, 6), point_of(view, 20)
    with qtbot.assertNotEmitted(view.span_clicked):
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(view.viewport(), end)
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert view.selected() == (6, 20)


def test_a_double_click_selects_the_word(view: ArticleView, qtbot: QtBot) -> None:
    show(view, PLAIN)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, 8))
    assert view.selected() == (6, 15)


def test_a_click_with_shift_extends_the_selection(view: ArticleView, qtbot: QtBot) -> None:
    show(view, PLAIN)
    view.set_caret(6)
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, shift, point_of(view, 20))
    assert view.selected() == (6, 20)

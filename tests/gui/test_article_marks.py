"""Ghosts and hints on the paper: where they stand in every script, that they cover no word and move no line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.gui import theme
from annotator.gui.jumping import FIRST, SECOND, SINGLE, hint_letters
from annotator.gui.stretching import stretched
from annotator.gui.views.article.document import Measures
from annotator.gui.views.article.frames import depths
from annotator.gui.views.article.marks import Ghost, Hint
from annotator.gui.views.article.numbers import Numbered
from annotator.gui.views.article.sight import whole_words
from annotator.gui.views.article.view import ArticleView
from tests.gui.article_desk import PLAIN, UGLY, hosted, show, span

RIGHT_TO_LEFT = "وقالت الوزيرة إن العجز كبير.\n\nThe lake is low."


def picture(view: ArticleView) -> QImage:
    return view.viewport().grab().toImage()


def changed(before: QImage, after: QImage) -> list[QPoint]:
    """The points that are painted otherwise."""
    rows, columns = range(before.height()), range(before.width())
    return [QPoint(x, y) for y in rows for x in columns if before.pixel(x, y) != after.pixel(x, y)]


def dark(image: QImage, point: QPoint) -> bool:
    """Whether a word's ink lies there."""
    return QColor(image.pixel(point)).lightness() < 110


def test_a_ghost_stands_around_its_words_and_over_none(qtbot: QtBot) -> None:
    with hosted(qtbot) as view:
        show(view, PLAIN)
        before = picture(view)
        height = view.document().size().height()
        view.marks.show_ghosts([Ghost("WHO", "W", ((0, 15),))])
        after = picture(view)
        points = changed(before, after)
        assert points
        assert not [point for point in points if dark(before, point)]  # no ink of a word is another colour
        assert max(point.x() for point in points) < view.viewport().width() / 2
        assert view.document().size().height() == height
        view.marks.show_ghosts([])
        assert changed(before, picture(view)) == []


def test_ghosts_on_the_same_words_have_one_frame_and_all_their_letters(qtbot: QtBot) -> None:
    with hosted(qtbot) as view:
        show(view, PLAIN)
        view.marks.show_ghosts([Ghost("WHO", "W", ((0, 15),))])
        one = picture(view)
        view.marks.show_ghosts([Ghost("WHO", "W", ((0, 15),)), Ghost("SAID", "S", ((0, 15),))])
        points = changed(one, picture(view))
        assert points
        rows = [point.y() for point in points]
        assert max(rows) - min(rows) < 10  # the second letter breaks the upper side, and that is all


def test_from_right_to_left_the_letter_stands_at_the_right(qtbot: QtBot) -> None:
    with hosted(qtbot) as view:
        show(view, RIGHT_TO_LEFT)
        before = picture(view)
        view.marks.show_ghosts([Ghost("WHO", "W", ((0, 5),))])
        points = changed(before, picture(view))
        assert min(point.x() for point in points) > view.viewport().width() / 2


@pytest.mark.parametrize("worn", [theme.DARK, theme.CONTRAST_LIGHT, theme.CONTRAST_DARK])
def test_ghosts_can_be_seen_in_every_theme(qtbot: QtBot, worn: theme.Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme.Theme, "worn", worn)
    with hosted(qtbot) as view:
        show(view, PLAIN)
        view.marks.show_ghosts([Ghost("WHO", "W", ((0, 15),))])
        pen = view.marks._pen(view.marks.ghosts[0])
        assert theme.contrast(pen.color(), QColor(worn.paper)) >= 2.4  # faint, but there
        if worn is not theme.DARK:
            assert theme.contrast(pen.color(), QColor(worn.paper)) >= 4.5


def test_no_ghost_and_no_hint_ever_fails_on_any_text(qtbot: QtBot) -> None:
    with hosted(qtbot) as view:
        show(view, UGLY, span(UGLY, (0, 9)))
        places = range(len(UGLY))
        for start in places:
            ghosts = [Ghost("WHO", "W", ((start, min(len(UGLY), start + 7)),))]
            if 3 < start < len(UGLY) - 5:
                ghosts.append(Ghost("SAID", "", ((0, 3), (start + 4, start + 5))))
            view.marks.show_ghosts(ghosts)
            view.grab()
        view.marks.show_ghosts([])
        for end in (False, True):
            named = zip(places, hint_letters(99), strict=False)
            view.marks.show_hints([Hint(place, letters, 0, end) for place, letters in named])
            view.grab()


def test_hints_are_drawn_and_go_again(qtbot: QtBot) -> None:
    with hosted(qtbot) as view:
        show(view, PLAIN)
        before = picture(view)
        view.marks.show_hints([Hint(0, "F"), Hint(6, "VM", typed=1)])
        assert changed(before, picture(view))
        view.marks.show_hints([])
        assert changed(before, picture(view)) == []


def test_what_is_in_sight_is_what_can_be_read(qtbot: QtBot) -> None:
    text = "\n".join(f"Line {number} of the article." for number in range(200))
    with hosted(qtbot) as view:
        show(view, text)
        first, last = view.in_sight()
        assert first == 0
        assert 200 < last < len(text) / 2
        view.ensure_visible(len(text), len(text))
        view.grab()
        start, end = view.in_sight()
        assert start > last
        assert end == len(text)
        show(view, "")
        assert view.in_sight() == (0, 0)


def test_what_is_on_screen_is_looked_at_once_and_again_when_it_changes(qtbot: QtBot) -> None:
    text = "\n\n".join([UGLY, PLAIN, RIGHT_TO_LEFT] * 30)
    place = text.index("Dagny")
    with hosted(qtbot) as view:
        show(view, text)
        canvas = view._canvas
        assert canvas.shown() is canvas.shown()
        acts: list[Callable[[], object]] = [
            lambda: view.apply_changes((), [span(text, (place, place + 15), key="one")], []),
            lambda: view.show_numbers([Numbered("2", None, "SAID", ((place + 20, place + 25),))]),
            lambda: view.verticalScrollBar().setValue(7),
            lambda: view.apply_changes((), [span(text, (place, place + 30), key="one")], []),
            lambda: view.show_numbers(),
            lambda: view.set_measures(Measures(text=23), narrow=False),
            lambda: view.window().resize(500, 400),
            lambda: view.set_caret(len(text)),
            lambda: view.set_measures(Measures(leading=1.6), narrow=True),
            lambda: view.apply_changes(["one"], [], []),
        ]
        for act in acts:
            act()
            assert canvas.shown() == canvas._look()
            view.grab()
            QTest.qWait(1)
            assert canvas.shown() == canvas._look()


def test_hint_letters_end_where_another_begins_never() -> None:
    letters = hint_letters(500)
    assert len(set(letters)) == len(letters) == len(SINGLE) + len(FIRST) * len(SECOND)
    assert not [one for one in letters for other in letters if one != other and other.startswith(one)]
    assert "G" not in "".join(letters)
    assert hint_letters(3) == list("FJD")


def test_the_shortest_frame_is_innermost() -> None:
    assert depths([((0, 30),), ((0, 10),), ((40, 50),), ((0, 10),)]) == [1, 0, 0, 0]
    assert depths([((0, 30),), ((5, 20),), ((6, 10),), ((0, 90),)]) == [2, 1, 0, 2]
    assert depths([]) == []


def test_a_drag_takes_whole_words_and_leaves_other_writing_alone() -> None:
    text = "Mayor Ilse Brandt’s plan, “now”. 財務省の報道官 x"
    for dragged, meant in (
        ("lse Bran", "Ilse Brandt"),
        ("r Ilse", " Ilse"),
        ("“now", "“now"),
        ("rand", "Brandt"),
        ("or Ilse Br", " Ilse "),
        ("務省の報", "務省の報"),
    ):
        start = text.index(dragged)
        left, right = whole_words(text, start, start + len(dragged))
        assert text[left:right] == meant
    assert whole_words("", 0, 0) == (0, 0)


def test_a_drag_in_the_view_is_snapped_unless_alt_is_held(qtbot: QtBot) -> None:
    with hosted(qtbot) as view:
        show(view, PLAIN)
        for modifier, words in (
            (Qt.KeyboardModifier.NoModifier, "Verhoeven said"),
            (Qt.KeyboardModifier.AltModifier, "rhoeven sai"),
        ):
            spots = []
            for place in (PLAIN.index("rhoeven"), PLAIN.index("said") + 3):
                view.set_caret(place)
                spots.append(view.cursorRect().center())
            paper = view.viewport()
            QTest.mousePress(paper, Qt.MouseButton.LeftButton, modifier, spots[0])
            QTest.mouseMove(paper, (spots[0] + spots[1]) / 2)
            QTest.mouseMove(paper, spots[1])
            QTest.mouseRelease(paper, Qt.MouseButton.LeftButton, modifier, spots[1])
            start, end = view.selected() or (0, 0)
            assert PLAIN[start:end] == words


def test_pieces_are_stretched_at_their_outer_edges() -> None:
    assert stretched(((3, 5), (8, 10)), (1, 12)) == ((1, 5), (8, 12))
    assert stretched(((3, 5), (8, 10)), (4, 9)) == ((4, 5), (8, 9))
    assert stretched(((3, 5), (8, 10)), (6, 9)) == ((6, 9),)
    assert stretched(((3, 5),), (20, 30)) == ((20, 30),)

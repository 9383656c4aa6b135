"""The article list: what it shows, finds, sorts, opens, and how quick it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.gui.session import Session
from annotator.gui.views.article_list import ArticleList
from annotator.store.project import Project
from tests.gui.desk import View, articles, make_project, sitting, tag

KEY = Qt.Key


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with sitting(make_project(tmp_path / "p.annotator")) as made:
        made.attach(View())
        yield made


def shown(session: Session, qtbot: QtBot) -> ArticleList:
    view = ArticleList(session)
    qtbot.addWidget(view)
    view.resize(272, 700)
    with qtbot.waitExposed(view):
        view.show()
    return view


def titles(view: ArticleList) -> list[str]:
    return [str(view.model.data(view.model.index(row, 0))) for row in range(view.model.rowCount())]


def test_all_articles_with_their_counts(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot)
    assert len(titles(view)) == 5
    assert [view.states.all.text(), view.states.todo.text(), view.states.done.text()] == ["All 5", "To do 2", "Done 1"]
    assert view.foot.words.text() == "1 of 5 done"
    assert view.view.current_row() == 0, "the open article is the current row"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ferry", ["Ferry fares rise"]),
        ("OUTLET 1", ["Bridge toll vote delayed", "Kelp harvest doubles"]),
        ("hoogstraten kelp", ["Kelp harvest doubles"]),
        ("المياه", ["وزارة المياه تعلن خطة"]),
        ("<b>", ["<b>Markup</b> & more"]),
        ("100% \" * ' OR (", []),
    ],
)
def test_typing_filters(session: Session, qtbot: QtBot, typed: str, found: list[str]) -> None:
    view = shown(session, qtbot)
    view.filter.setFocus()
    qtbot.keyClicks(view.filter, typed) if typed.isascii() else view.filter.insert(typed)
    qtbot.waitUntil(lambda: titles(view) == found, timeout=2000)


def test_no_hit_offers_to_clear_the_filter(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot)
    qtbot.keyClicks(view.filter, "<u>zzz")
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.nothing, timeout=2000)
    assert "<u>zzz" in view.nothing.words.text()
    assert view.nothing.words.textFormat() == Qt.TextFormat.PlainText
    qtbot.mouseClick(view.nothing.clear, Qt.MouseButton.LeftButton)
    assert len(titles(view)) == 5
    assert view.stack.currentWidget() is view.view


def test_an_empty_project_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    with sitting(make_project(tmp_path / "e.annotator", [])) as session:
        view = shown(session, qtbot)
        assert view.nothing.words.text() == "No articles yet"
        assert not view.states.isVisible()
        assert not view.foot.bar.isVisible()


def test_states_and_orders(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot)
    qtbot.mouseClick(view.states.todo, Qt.MouseButton.LeftButton)
    assert titles(view) == ["Bridge toll vote delayed", "وزارة المياه تعلن خطة"]
    assert view.view.current_row() == -1, "the open article is not among them"
    for action in view.states.menu.actions():
        if action.text() == "Only those skipped":
            action.trigger()
    assert titles(view) == ["<b>Markup</b> & more"]
    qtbot.mouseClick(view.states.all, Qt.MouseButton.LeftButton)
    for action in view.states.menu.actions():
        if action.text() in ("Title", "Descending"):
            action.trigger()
    assert titles(view) == sorted(titles(view), key=str.lower, reverse=True)
    assert view.model.n_at(view.view.current_row()) == 1, "the open article stays current in a new order"


def test_a_click_opens_and_keys_follow_a_moment_later(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot)
    place = view.view.visualRect(view.model.index(2, 0)).center()
    qtbot.mouseClick(view.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.article is not None
    assert session.article.title == "وزارة المياه تعلن خطة"
    qtbot.keyClick(view.view, KEY.Key_Down)
    assert session.article.title == "وزارة المياه تعلن خطة"
    qtbot.waitUntil(lambda: session.article is not None and session.article.title.startswith("<b>"), timeout=2000)


def test_letters_over_the_list_go_to_the_filter(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot)
    view.view.setFocus()
    qtbot.keyClicks(view.view, "k")
    qtbot.waitUntil(lambda: titles(view) == ["<b>Markup</b> & more", "Kelp harvest doubles"], timeout=2000)
    assert view.filter.text() == "k"


def test_enter_in_the_filter_goes_to_the_first_hit_and_enter_there_opens_it(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot)
    qtbot.keyClicks(view.filter, "kelp")
    qtbot.keyClick(view.filter, KEY.Key_Return)
    assert titles(view) == ["Kelp harvest doubles"]
    with qtbot.waitSignal(view.reading_requested, timeout=1000):
        qtbot.keyClick(view.view, KEY.Key_Return)
    assert session.article is not None
    assert session.article.title == "Kelp harvest doubles"


def test_next_and_previous_follow_the_order_shown(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot)
    session.next_article()
    session.next_article()
    assert view.place() == (3, 5)
    session.previous_article()
    assert view.place() == (2, 5)
    said: list[str] = []
    session.said.connect(lambda text, kind: said.append(text))
    session.previous_article()
    session.previous_article()
    assert said == ["This is the first article of the list"]


def test_a_tag_is_counted_in_its_row_and_nowhere_else(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot)
    view.grab()
    changed: list[int] = []
    view.model.dataChanged.connect(lambda first, last, roles: changed.extend(range(first.row(), last.row() + 1)))
    tag(session, "Ilse Brandt", "ACTOR")
    row = view.model.article_at(0)
    assert row is not None
    assert (row.spans, set(changed)) == (1, {0})


def test_done_is_counted_at_once(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot)
    session.done_and_next()
    assert view.foot.words.text() == "2 of 5 done"
    assert view.states.todo.text() == "To do 2"
    assert view.view.current_row() == 1


def test_articles_that_come_in_appear_and_the_current_row_stays(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot)
    session.next_article()
    path = session.project.path if session.project else Path()
    from annotator.store.bulk import Bulk

    with Project.open(path) as other:
        me = other.owner
        assert me is not None
        with Bulk(other, act="import", title="Import", who=me.id) as bulk:
            bulk.add(articles=articles(3))
            bulk.finish({})
    session.look()
    assert len(titles(view)) == 8
    assert view.view.current_row() == 1


def test_closing_empties_the_list(session: Session, qtbot: QtBot) -> None:
    view = shown(session, qtbot)
    session.close_project()
    assert titles(view) == []


@pytest.mark.slow
def test_20_000_articles_open_at_once_and_scroll_smoothly(tmp_path: Path, qtbot: QtBot) -> None:
    path = make_project(tmp_path / "big.annotator", articles(20_000), states=())
    with sitting(path) as session:
        begun = time.thread_time()
        view = shown(session, qtbot)
        view.grab()
        first = time.thread_time() - begun
        qtbot.waitUntil(lambda: view.model.complete, timeout=10_000)
        assert view.model.rowCount() == 20_000
        view.view.scrollToBottom()
        times = []
        for _ in range(20):
            before = time.thread_time()
            view.view.viewport().repaint()
            times.append(time.thread_time() - before)
        assert first < 1.0
        assert sorted(times)[10] < 0.030
        qtbot.keyClicks(view.filter, "Title 019999")
        qtbot.waitUntil(lambda: view.model.complete and view.model.rowCount() == 1, timeout=10_000)

"""The header: headline only where the text has none, byline, label buttons, done and next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.gui.session import Session
from annotator.gui.text import plain
from annotator.gui.views.dates import long_date, short_date
from annotator.gui.views.header import Header, LabelButton, needs_headline
from tests.builders import make_article
from tests.gui.desk import View, articles, make_project, sitting


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = articles()
    made[1] = msgspec.structs.replace(made[1], title="Another title than the text’s <b>first</b> line")
    with sitting(make_project(tmp_path / "p.annotator", made)) as opened:
        opened.attach(View())
        yield opened


def shown(session: Session, qtbot: QtBot, *, width: int = 832) -> Header:
    header = Header(session)
    qtbot.addWidget(header)
    header.resize(width, 200)
    with qtbot.waitExposed(header):
        header.show()
    return header


def test_the_headline_is_shown_only_where_the_text_does_not_begin_with_it(session: Session, qtbot: QtBot) -> None:
    header = shown(session, qtbot)
    assert not header.headline.isVisible()
    assert session.article is not None
    assert session.project is not None
    session.open_article(session.project.read.article_by_n(2).id)
    assert header.headline.isVisible()
    assert header.headline.accessibleName() == "Another title than the text’s <b>first</b> line"


@pytest.mark.parametrize(
    ("title", "text", "needed"),
    [
        ("Fares rise", "Fares rise\n\nBody", False),
        ("Fares  rise", "\n  Fares rise \nBody", False),
        ("Fares rise", "Body", True),
        ("", "Body", False),
    ],
)
def test_when_a_headline_is_needed(title: str, text: str, needed: bool) -> None:
    assert needs_headline(make_article(text, title=title)) is needed


def test_the_byline(session: Session, qtbot: QtBot) -> None:
    header = shown(session, qtbot)
    assert header.byline.outlet.text() == "Outlet 0"
    assert plain(header.byline.rest.text()) == "· 14 March 2031 · Lena Hoogstraten · 22 words"
    header.show_worktime(130)
    assert plain(header.byline.rest.text()).endswith("· 2 min so far")


def test_a_narrow_header_keeps_to_the_work(session: Session, qtbot: QtBot) -> None:
    header = shown(session, qtbot, width=536)
    assert plain(header.byline.rest.text()) == "· 14 March 2031 · Lena Hoogstraten"
    assert not header.before.isVisible()
    assert not header.done_key.isVisible()
    assert header.done.isVisible()


def test_a_label_button_tags_the_selection(session: Session, qtbot: QtBot) -> None:
    header = shown(session, qtbot)
    buttons = header.findChildren(LabelButton)
    assert [one.accessibleName() for one in buttons] == ["Tag Actor", "Tag Quote", "Tag Statistic"]
    assert isinstance(session.view, View)
    assert session.article is not None
    start = session.article.text.index("Ilse")
    session.view.selection = [(start, start + 11)]
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert [span.words for span in session.spans] == ["Ilse Brandt"]


def test_done_and_next(session: Session, qtbot: QtBot) -> None:
    header = shown(session, qtbot)
    qtbot.mouseClick(header.done, Qt.MouseButton.LeftButton)
    assert session.article is not None
    assert session.article.outlet == "Outlet 1"
    session.undo()
    assert session.article.outlet == "Outlet 0"
    assert header.done.text().strip() == "Done, next"


def test_a_done_article_offers_the_next(session: Session, qtbot: QtBot) -> None:
    header = shown(session, qtbot)
    session.mark("done")
    assert header.done.accessibleName() == "Next"


def test_the_place_in_the_list(session: Session, qtbot: QtBot) -> None:
    header = shown(session, qtbot)
    header.show_place(1, 60)
    assert header.where.text() == "1 of 60"
    assert not header.before.isEnabled()
    assert header.after.isEnabled()
    header.show_place(0, 3)
    assert header.where.text() == "– of 3"


@pytest.mark.parametrize(
    ("given", "brief", "full"),
    [
        ("2031-03-14", "14 Mar", "14 March 2031"),
        ("2031-03-14 09:41", "14 Mar", "14 March 2031"),
        ("2031-03", "Mar 2031", "March 2031"),
        ("2031", "2031", "2031"),
        ("2031-02-31", "2031-02-31", "2031-02-31"),
        ("yesterday", "yesterday", "yesterday"),
        (None, "", ""),
    ],
)
def test_dates_are_written_for_people(given: str | None, brief: str, full: str) -> None:
    assert (short_date(given), long_date(given)) == (brief, full)

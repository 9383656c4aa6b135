"""The status line: failures stay until read, hints give way first, and what happened is spoken."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.gui.views.panes import Edge
from annotator.gui.views.recent import progress, short_path, when
from annotator.gui.views.status import StatusLine
from annotator.settings import Recent

HINTS = [("A Q S", "tag"), ("N", "next span"), ("F1", "all keys"), ("Ctrl Z", "undo")]


def _line(qtbot: QtBot, width: int = 1440) -> StatusLine:
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(width, 28)
    line.show()
    return line


def test_a_failure_stays_until_something_is_done_or_it_is_clicked(qtbot: QtBot) -> None:
    line = _line(qtbot)
    line.say("The disk is full", "failed")
    line.say("Opened", "info")
    assert line.text() == "The disk is full"
    line.say("Tagged QUOTE", "done")
    assert line.text() == "Tagged QUOTE"
    line.say("The disk is full", "failed")
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    line.say("Opened", "info")
    assert line.text() == "Opened"


def test_hints_give_way_first_and_name_and_time_never(qtbot: QtBot) -> None:
    line = _line(qtbot)
    line.show_annotator("Mira Okafor")
    line.show_hints(HINTS)
    assert [cap.isVisible() for cap, _ in line.hints._parts] == [True] * 4
    line.resize(760, 28)
    shown = [cap.isVisible() for cap, _ in line.hints._parts]
    assert shown == sorted(shown, reverse=True)
    assert not shown[-1]
    line.resize(420, 28)
    assert not any(cap.isVisible() for cap, _ in line.hints._parts)
    assert line.who.isVisible()
    assert line.saved.isVisible()


def test_the_message_is_text_and_elided(qtbot: QtBot) -> None:
    line = _line(qtbot, 500)
    line.say("<b>" + "Tagged " * 60)
    assert line.message.toolTip().startswith("<qt>&lt;b&gt;")
    assert line.message.width() < 500


def test_read_only_is_said_where_saved_stands(qtbot: QtBot) -> None:
    line = _line(qtbot)
    line.show_annotator("Mira", read_only=True)
    assert "Read only" in line.saved._words.text()
    line.show_annotator("")
    assert line.saved.isHidden()


def test_recent_projects_say_when_and_how_far() -> None:
    row = Recent(path="/x/y.annotator", name="y", opened="2020-03-09T12:00:00+00:00", done=1200, total=3000)
    assert progress(row) == "1,200 of 3,000 done"
    assert when(row.opened) == "9 March 2020"
    assert when("nonsense") == ""
    assert short_path(row.path) == row.path


def test_the_line_of_an_area_shows_where_the_keyboard_is(qtbot: QtBot) -> None:
    edge = Edge(quiet="line")
    qtbot.addWidget(edge)
    edge.resize(100, 2)
    quiet = edge.grab().toImage()
    edge.set_on(True)
    assert edge.grab().toImage() != quiet

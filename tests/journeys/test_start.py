"""Start: the welcome page, a new project, the sample, a recent project, and back to where the analyst left off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from annotator import settings
from annotator.gui.dialogs.new_project import NewProject
from tests.journeys.conftest import ME, Make, Sit
from tests.journeys.desk import Desk, button_of, rows_of, words_of
from tests.journeys.pages import PLAIN

LONG = "A long day at the harbour\n\n" + "\n\n".join(
    f"Paragraph {number}: the boat left at {number} past nine, and nobody on the quay could say why it was late."
    for number in range(1, 120)
)


def test_the_welcome_page_says_how_to_begin(sit: Sit) -> None:
    def day(desk: Desk) -> None:
        assert desk.window.welcome.isVisible()
        assert not desk.window.bar.isVisible()
        said = words_of(desk.window.welcome)
        for way in ("New project", "Open a project", "Try the sample"):
            assert way in said
        assert "nothing is sent anywhere" in desk.said

    assert sit(day=day) == 0


def test_the_sample_is_one_key_away(sit: Sit, tmp_path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+T")
        assert desk.path == tmp_path / "Sample.annotator"
        desk.until(lambda: len(desk.titles()) == 6)
        assert desk.text.isVisible()
        assert desk.text.hasFocus()
        assert rows_of(desk.path, "SELECT count(*) FROM article WHERE language='ar'") == [(1,)]
        assert any("🏮" in title for title in desk.titles())
        desk.tag("Ilse Brandvold", "A")
        assert desk.stored() == [("ACTOR", "Ilse Brandvold")]

    assert sit(day=day) == 0


def test_the_sample_keeps_what_was_done_in_it(sit: Sit) -> None:
    def first(desk: Desk) -> None:
        desk.press("Ctrl+T")
        desk.tag("Ilse Brandvold", "A")

    def second(desk: Desk) -> None:
        desk.press("Ctrl+T")
        assert desk.stored() == [("ACTOR", "Ilse Brandvold")]

    sit(day=first)
    sit(day=second)


def test_a_new_project_with_the_keyboard_alone(sit: Sit, tmp_path: Path) -> None:
    def fill_in(dialog: NewProject) -> None:
        desks[0].type("Ferry study")
        desks[0].press("Return")

    desks: list[Desk] = []

    def day(desk: Desk) -> None:
        desks.append(desk)
        desk.dialog(lambda: desk.press("Ctrl+N"), fill_in)
        assert desk.path == tmp_path / "Ferry study.annotator"
        assert "Ferry study" in desk.window.windowTitle()
        assert rows_of(desk.path, "SELECT name FROM annotator") == [(ME,)]
        assert desk.window.empty.isVisible()
        assert "Import" in words_of(desk.window.empty)

    assert sit(day=day) == 0


def test_a_project_that_is_there_is_not_overwritten(sit: Sit, make: Make, tmp_path: Path) -> None:
    there = make("Ferry study", PLAIN)
    before = there.read_bytes()

    def fill_in(dialog: NewProject) -> None:
        dialog.name.setText("Ferry study")
        button_of(dialog, "Make").click()
        assert dialog.isVisible()
        assert "already there" in words_of(dialog)
        dialog.reject()

    def day(desk: Desk) -> None:
        desk.dialog(lambda: desk.press("Ctrl+N"), fill_in)
        assert desk.window.welcome.isVisible()

    sit(day=day)
    assert there.read_bytes() == before


def test_open_asks_for_a_file(sit: Sit, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    there = make("study", PLAIN)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(there), ""))

    def day(desk: Desk) -> None:
        desk.press("Ctrl+O")
        assert desk.path == there
        desk.press("Ctrl+W")
        assert desk.window.welcome.isVisible()

    sit(day=day)


def test_the_last_project_is_one_enter_away(sit: Sit, make: Make) -> None:
    older, newer = make("older", PLAIN), make("newer", PLAIN)

    def day(desk: Desk) -> None:
        assert "newer" in desk.window.welcome.model.rows[0].name
        desk.press("Return")
        assert desk.path == newer
        desk.press("Ctrl+W", "Down", "Return")
        assert desk.path == older

    sit(older, day=lambda desk: None)
    sit(newer, day=lambda desk: None)
    assert [Path(entry.path) for entry in settings.load().settings.recent] == [newer, older]
    sit(day=day)


def test_a_recent_project_that_is_gone_is_said_and_leaves_the_list(sit: Sit, make: Make) -> None:
    gone = make("gone", PLAIN)
    sit(gone, day=lambda desk: None)
    gone.unlink()

    def day(desk: Desk) -> None:
        desk.dialog(lambda: desk.press("Return"), lambda notice: said.append(words_of(notice)))
        assert "gone.annotator" in said[0]
        assert not desk.window.welcome.model.rows

    said: list[str] = []
    sit(day=day)
    assert settings.load().settings.recent == ()


def test_a_project_opens_where_the_analyst_left_off(sit: Sit, make: Make) -> None:
    path = make("study", PLAIN, LONG)
    left: dict[str, int] = {}

    def first(desk: Desk) -> None:
        desk.press("Ctrl+PgDown")
        assert desk.article.startswith("A long day")
        desk.walk(desk.place("Paragraph 80")[0])
        left.update(caret=desk.caret, top=desk.window.reading.top())
        assert left["top"] > 2_000

    def second(desk: Desk) -> None:
        assert desk.article.startswith("A long day")
        desk.until(lambda: desk.caret == left["caret"])
        # The small screen of the tests makes the second window narrower: the same words, in lines broken elsewhere.
        assert 0 <= left["top"] - desk.window.reading.top() < 80
        assert desk.text.hasFocus()

    sit(path, day=first)
    sit(path, day=second)


RESTART = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from annotator.gui import app

def step():
    window = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "window" and one.isWindow())
    session = window.session
    print(session.article.title, session.view.caret(), session.view.top(), flush=True)
    if len(sys.argv) > 2:
        session.next_article()
        session.view.go(int(sys.argv[2]), end=int(sys.argv[2]))
    window.close()

app.make_application()
QTimer.singleShot(200, step)
from annotator.__main__ import main
sys.exit(main([sys.argv[1]]))
"""


def test_a_real_restart_comes_back_too(make: Make) -> None:
    path = make("study", PLAIN, LONG)
    position = LONG.index("Paragraph 90")

    def start(*words: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", RESTART, str(path), *words],
            capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    assert start(str(position))[0] == "Bridge"
    *title, caret, top = start()
    assert title[:3] == ["A", "long", "day"]
    assert int(caret) == position
    assert position - 3_000 < int(top) <= position


def test_a_new_project_may_have_any_codebook_that_ships(sit: Sit, tmp_path: Path) -> None:
    def fill_in(dialog: NewProject) -> None:
        offered = [dialog.codebook.itemText(at) for at in range(dialog.codebook.count())]
        assert offered[:4] == ["News", "Source, cue, content", "CoNLL-2003 entities", "MeasEval quantities"]
        assert dialog.codebook.currentIndex() == 0
        dialog.codebook.setFocus()
        desks[0].press("Down", "Down")
        dialog.name.setFocus()
        desks[0].press("Ctrl+A")
        desks[0].type("Entities")
        desks[0].press("Return")

    desks: list[Desk] = []

    def day(desk: Desk) -> None:
        desks.append(desk)
        desk.dialog(lambda: desk.press("Ctrl+N"), fill_in)
        assert desk.path == tmp_path / "Entities.annotator"
        assert [label.key for label in desk.session.codebook.labels] == ["PER", "ORG", "LOC", "MISC"]

    assert sit(day=day) == 0

"""Two at one project: windows, processes and the command line see each other's work, and nobody's is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.gui import app
from tests.journeys.conftest import ME, Make, Sit
from tests.journeys.desk import Desk, rows_of
from tests.journeys.pages import PLAIN

TAG = """
import sys
from pathlib import Path
from annotator.core import edit
from annotator.store.project import Project

path, words, label = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
with Project.open(path) as project:
    me = project.read.annotator_named(sys.argv[4])
    article = project.read.article_by_n(1)
    start = article.text.index(words)
    made = edit.tag(article, [(start, start + len(words))], label=label, annotator=me.id,
                    codebook=project.codebook, version=project.codebook_id)
    project.apply(made, who=me.id)
"""


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article."""
    return make("study", PLAIN)


def elsewhere(*words: str | Path) -> str:
    """Runs Python in another process."""
    done = subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def at(desk: Desk) -> Desk:
    """Turns to a window."""
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    desk.text.setFocus()
    return desk


def test_two_windows_see_each_others_tags(sit: Sit, path: Path, check: Callable[..., None]) -> None:
    def day(one: Desk) -> None:
        window = app.open_window(path)
        other = Desk(window, one.qtbot, one.watcher)
        at(one).tag("Ilse Brandt", "A")
        other.until(lambda: list(other.drawn().values()) == ["ACTOR"])
        at(other).tag("“We will not cut a line,”", "Q")
        one.until(lambda: sorted(one.drawn().values()) == ["ACTOR", "QUOTE"])
        assert one.panel_rows() == ["Ilse Brandt", "“We will not cut a line,”"]
        at(one).press("Ctrl+Z")  # the newest act of mine, whichever window did it
        other.until(lambda: list(other.drawn().values()) == ["ACTOR"])
        window.close()
        window.deleteLater()

    sit(path, day=day)
    check(path)


def test_what_another_window_changed_is_not_overwritten(sit: Sit, path: Path) -> None:
    def day(one: Desk) -> None:
        span = one.tag("Norrholm Lines", "A")
        window = app.open_window(path)
        other = Desk(window, one.qtbot, one.watcher)
        for desk in (one, other):
            desk.session._poll.stop()
        at(other).press("N", "Y", "Q")
        assert other.kept(span, "label") == "QUOTE"
        one.session.set_active(span)
        one.session.nudge("start", "word", longer=True)  # this window has not looked yet
        assert "was changed in the meantime" in one.said
        assert one.rows("SELECT label, words FROM span") == [("QUOTE", "Norrholm Lines")]
        assert one.drawn() == {span: "QUOTE"}
        one.session.nudge("start", "word", longer=True)
        assert one.rows("SELECT label, words FROM span") == [("QUOTE", "and Norrholm Lines")]
        window.close()
        window.deleteLater()

    sit(path, day=day)


def test_another_process_tags_while_the_window_is_open(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.walk(desk.place("Tuesday")[0])
        caret = desk.caret
        elsewhere("-c", TAG, path, "Ilse Brandt", "ACTOR", ME)
        desk.until(lambda: list(desk.drawn().values()) == ["ACTOR"])
        assert desk.caret == caret
        desk.tag("Norrholm Lines", "A")
        desk.press("Ctrl+Z", "Ctrl+Z")
        assert desk.stored() == []

    sit(path, day=day)


def test_the_command_line_imports_and_undoes_while_the_window_is_open(sit: Sit, path: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("Second\n\nBrandt came back on Friday.", encoding="utf-8")

    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        elsewhere("-m", "annotator", "import", path, more)
        desk.until(lambda: len(desk.titles()) == 2)
        assert list(desk.drawn().values()) == ["ACTOR"]
        assert desk.article.startswith("Bridge")
        elsewhere("-m", "annotator", "undo", path, "--as", ME)
        desk.until(lambda: len(desk.titles()) == 1)
        elsewhere("-m", "annotator", "undo", path, "--as", ME)
        desk.until(lambda: not desk.drawn())
        assert desk.panel_rows() == []

    sit(path, day=day)


def test_a_big_import_next_door_holds_nobody_up(sit: Sit, path: Path, tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    rain = "It rained all day, and then it rained some more."
    lines = (json.dumps({"text": f"Article {place}. {rain}"}) for place in range(3_000))
    many.write_text("\n".join(lines), encoding="utf-8")

    def day(desk: Desk) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "annotator", "import", str(path), str(many), "--json"], stdout=subprocess.PIPE
        )
        try:
            for words in ("Ilse Brandt", "Norrholm Lines", "Ferry Workers"):
                desk.tag(words, "A")
                assert desk.said.startswith("Tagged")
        finally:
            process.communicate(timeout=60)
        assert process.returncode == 0
        desk.until(lambda: len(desk.titles()) == 3_001)
        assert len(desk.stored()) == 3

    sit(path, day=day)
    assert rows_of(path, "SELECT count(*) FROM article") == [(3_001,)]

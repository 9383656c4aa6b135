"""What cannot be opened or written: a clear message each time, the file untouched, nothing lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from annotator.__main__ import main
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk, rows_of, words_of
from tests.journeys.pages import PLAIN


def newer(path: Path) -> None:
    """A project of a program to come."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=99")
        connection.commit()


def letter(path: Path) -> None:
    """No project at all."""
    path.write_text("Dear diary, it rained all day.\n" * 50, encoding="utf-8")


def other_database(path: Path) -> None:
    """Somebody else's database."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song(name TEXT)")
        connection.commit()


def torn(path: Path) -> None:
    """Half a file."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])


def scratched(path: Path) -> None:
    """Pages overwritten in the middle."""
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 6] = b"\xa5" * (4096 * 5)
    path.write_bytes(content)


REFUSED = {newer: "newer", letter: "not an", other_database: "not an", torn: "damaged", scratched: "damaged"}


@pytest.mark.parametrize(("spoil", "said"), REFUSED.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_at_the_start(sit: Sit, make: Make, spoil: Callable[[Path], None], said: str) -> None:
    path = make("study", PLAIN)
    spoil(path)
    before = path.read_bytes()
    heard: list[str] = []

    def day(desk: Desk) -> None:
        assert desk.window.welcome.isVisible()
        assert desk.session.project is None

    assert sit(path, day=day, expect=lambda notice: heard.append(words_of(notice))) == 0
    assert said in heard[0]
    assert "study.annotator" in heard[0]
    assert "untouched" in heard[0]
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir() if one.name.startswith("study.ann")) == ["study.annotator"]


@pytest.mark.parametrize("spoil", REFUSED, ids=lambda one: one.__name__)
def test_the_open_project_stays_open(
    sit: Sit, make: Make, spoil: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = make("good", PLAIN), make("bad", PLAIN)
    spoil(bad)
    before = bad.read_bytes()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(bad), ""))

    def day(desk: Desk) -> None:
        heard: list[str] = []
        desk.dialog(lambda: desk.press("Ctrl+O"), lambda notice: heard.append(words_of(notice)))
        assert "bad.annotator" in heard[0]
        assert desk.path == good
        desk.tag("Ilse Brandt", "A")
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]

    sit(good, day=day)
    assert bad.read_bytes() == before


def test_no_file_at_all(sit: Sit, tmp_path: Path) -> None:
    heard: list[str] = []
    sit(tmp_path / "nowhere.annotator", day=lambda desk: None, expect=lambda notice: heard.append(words_of(notice)))
    assert "nowhere.annotator" in heard[0]
    assert not (tmp_path / "nowhere.annotator").exists()


def test_read_only_is_said_and_can_be_read(sit: Sit, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make("study", PLAIN)
    path.chmod(0o444)
    # Whoever runs these tests as root may write everywhere.
    monkeypatch.setattr("annotator.store.project.may_write", lambda _: False)
    before = path.read_bytes()

    def day(desk: Desk) -> None:
        assert "reading only" in desk.said
        assert desk.window.status.saved._words.text() == "Read only"
        assert not desk.window.commands.actions.by_id["import"].isEnabled()
        desk.select("Ilse Brandt")
        desk.press("A")
        assert "may not be written" in desk.said
        assert desk.drawn() == {}
        desk.press("Ctrl+Return")
        assert desk.rows("SELECT count(*) FROM span") == [(0,)]

    sit(path, day=day)
    assert path.read_bytes() == before


def test_a_file_deleted_under_the_window(sit: Sit, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, copy = make("study", PLAIN), tmp_path / "copy.annotator"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))

    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        aside = path.with_name("aside")
        path.rename(aside)
        desk.until(lambda: "is no longer there" in desk.said)
        desk.select("Norrholm Lines")
        desk.press("A")
        assert "is no longer there" in desk.said
        assert list(desk.drawn().values()) == ["ACTOR"]
        desk.menu("backup")
        assert rows_of(copy, "SELECT words FROM span") == [("Ilse Brandt",)]
        aside.rename(path)
        desk.press("A")
        assert desk.said.startswith("Tagged")
        assert [words for _, words in desk.stored()] == ["Ilse Brandt", "Norrholm Lines"]

    sit(path, day=day)
    assert main(["check", str(path)]) == 0


def test_a_full_disk_says_so_and_loses_nothing(sit: Sit, make: Make) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        kept = desk.tag("Ilse Brandt", "A")
        connection = desk.session.project.connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")
        desk.press("M")
        note = desk.window.panel.details.note
        note.setPlainText("long thoughts " * 3_000)
        desk.press("Return")
        assert desk.said.startswith("The disk is full")
        assert desk.kept(kept, "note") == ""
        assert list(desk.drawn()) == [kept]
        connection.execute(f"PRAGMA max_page_count={pages + 1000}")
        note.setPlainText("long thoughts " * 3_000)
        desk.press("Return", "Escape")
        assert desk.kept(kept, "note").startswith("long thoughts")
        desk.tag("Norrholm Lines", "A")
        assert len(desk.stored()) == 2

    sit(path, day=day)
    assert main(["check", str(path)]) == 0

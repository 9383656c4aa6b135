"""In another language nothing of ours is left in English where acts, refusals and the history are told."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from annotator import assets
from annotator.core import edit
from annotator.gui.titles import templates
from annotator.store.project import Project
from tests.journeys.conftest import ME, Make, Sit
from tests.journeys.desk import Desk, words_of
from tests.journeys.pages import PLAIN
from tests.journeys.test_history import choose, titles
from tests.journeys.test_merge import choosing, merge, returned, tag
from tests.journeys.test_merge import look as looked_at
from tests.journeys.test_review import Reviewer
from tests.layers import FIRST, SECOND, three

KEPT = re.compile(r"\{.*?\}|<[^>]*>|&(?=\w)|&\w+;")
LATIN = re.compile(r"[A-Za-z]{2,}")
KEYS = "Ctrl Shift Alt Esc Escape Enter Return Space Del Delete Tab Backspace Left Right Up Down"
# Data: the articles, people, projects, codebook, keys, and a name that the other colleague has.
BOOK = (assets.path("codebooks") / "news.json").read_text("utf-8")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"  # of the computer's language
PEOPLE = f"{ME} Bo Lind study layers annotator Ann Abel Ben Bora Cleo Cruz gold root"
DATA = {word.lower() for word in LATIN.findall(f"{PLAIN} {FIRST} {SECOND} {BOOK} {PEOPLE} {KEYS} {MONTHS}")}


class Cyrillic(QTranslator):
    """A language of one letter: whatever Latin is left on screen is data, or was not translated."""

    def isEmpty(self) -> bool:
        """It has an answer for everything."""
        return False

    def translate(self, context: str, text: str, disambiguation: str = "", n: int = -1) -> str:  # type: ignore[override]
        """Every letter is ж; fields, markup and marks of keys stay."""
        places = [found.span() for found in KEPT.finditer(text)]
        kept = {at for start, end in places for at in range(start, end)}
        return "".join(char if at in kept or not char.isalpha() else "ж" for at, char in enumerate(text))


@pytest.fixture(autouse=True)
def cyrillic(qapp: QApplication) -> Iterator[None]:
    """The window speaks that language."""
    translator = Cyrillic()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article."""
    return make("study", PLAIN)


def english(*texts: str) -> set[str]:
    """Words of ours in texts of the screen."""
    return {word for text in texts for word in LATIN.findall(KEPT.sub(" ", text)) if word.lower() not in DATA}


def test_english_words_are_found() -> None:
    assert english("Undone: ж ACTOR “Ilse Brandt” (Ctrl+Z redoes)") == {"Undone", "redoes"}


def test_what_data_says_does_not_hide_the_words_of_titles() -> None:
    """Most words of our titles stand in no article here, so that they would be seen."""
    ours = {word.lower() for one in templates() for word in LATIN.findall(KEPT.sub(" ", one))}
    assert len(ours - DATA) >= 60
    assert {"tagged", "undone", "deleted", "relabelled", "described", "mark", "tied"} - {"undone"} <= ours - DATA


def test_acts_undo_and_refusals_are_said_in_the_users_language(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        said: dict[str, str] = {}

        def do(name: str, *keys: str) -> None:
            desk.press(*keys)
            desk.window.commands.update_now()
            said[name] = desk.said
            said[f"{name}, undo"] = desk.action("undo")
            said[f"{name}, redo"] = desk.action("redo")

        desk.tag("Ilse Brandt", "A")
        assert "ACTOR “Ilse Brandt”" in desk.said
        do("tagged")
        assert "ACTOR “Ilse Brandt”" in said["tagged, undo"]
        do("longer", "L")
        do("undone", "Ctrl+Z")
        do("redone", "Ctrl+Shift+Z")
        do("undone again", "Ctrl+Z")
        desk.select("Ilse Brandt")
        do("refused", "A")
        assert said["refused"].startswith("“Ilse Brandt” ж"), "it is tagged so already"
        desk.tag("We will not cut a line", "Q")
        do("tagged a quote")
        do("offered", "R")
        do("tied", "1")
        do("deleted with its tie", "Delete")
        do("back", "Ctrl+Z")
        desk.tag("Norrholm Lines", "A")
        do("shorter", "Shift+L")
        do("done", "Ctrl+Return")
        for count in range(9):
            do(f"undone {count}", "Ctrl+Z")
        left = {name: words for name, text in said.items() if (words := english(text))}
        assert not left, {name: (words, said[name]) for name, words in left.items()}
        assert all("ж" in text for text in said.values()), said

    sit(path, day=day)


def test_the_history_is_told_in_the_users_language(sit: Sit, path: Path) -> None:
    found: dict[str, set[str]] = {}

    def look(dialog: Any) -> None:
        desk_words: list[Callable[[], str]] = [lambda: words_of(dialog), lambda: "\n".join(titles(dialog))]
        for place, words in enumerate(desk_words):
            found[f"first {place}"] = english(words())
        for row in range(dialog.model.rowCount()):
            dialog.view.show_row(row)
            dialog._show()
            found[f"step {row}"] = english(words_of(dialog), dialog.model.data(dialog.model.index(row, 0)))
        choose(dialog, "Ilse Brandt")
        dialog.back.click()
        assert "ж" in dialog.told.text()
        found["refused"] = english(words_of(dialog))
        dialog.filters.load_acts(dialog.model.history.acts())
        box = dialog.filters.acts
        found["acts"] = english(*(box.itemText(place) for place in range(box.count())))

    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "A")
        desk.tag("Norrholm Lines", "A")
        desk.press("Delete", "Ctrl+Z", "Ctrl+Shift+Z")
        with Project.open(path) as other:
            bo = other.add_annotator("Bo Lind")
            other.apply(edit.describe(other.read.span(span), codebook=other.codebook, note="Bo"), who=bo.id)
        desk.session.look()
        desk.dialog(lambda: desk.menu("history"), look)

    sit(path, day=day)
    assert len(found) >= 8
    assert not any(found.values()), found


def test_decisions_are_said_in_the_users_language(sit: Sit, tmp_path: Path) -> None:
    def look(dialog: Any) -> None:
        assert dialog.model.rowCount() > 4
        for row in range(dialog.model.rowCount()):
            dialog.view.show_row(row)
            dialog._show()
            left = english(words_of(dialog), dialog.model.data(dialog.model.index(row, 0)))
            assert not left, (left, words_of(dialog))

    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        said = []
        for keys in (["J"], ["Ctrl+Z"], ["Ctrl+Shift+Z"], ["Ctrl+Z"]):
            desk.press(*keys)
            said.append(desk.said)
        desk.press("0")
        desk.press("1")
        at.room.read()
        assert all("ж" in text for text in said)
        assert not english(*said), said
        desk.dialog(lambda: desk.menu("history"), look)

    sit(three(tmp_path / "layers.annotator"), day=day)


def test_a_merge_is_told_in_the_users_language(sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.open(path) as project:
        project.add_annotator("Bo Lind")
    good = returned(path, "good", lambda project: tag(project, "Ilse Brandt", who="Bo Lind"))
    bad, empty = path.with_name("bad.annotator"), path.with_name("empty.annotator")
    bad.write_bytes(b"no project " * 400)
    empty.write_bytes(b"")

    def look(dialog: Any, desk: Desk) -> None:
        looked_at(desk, dialog)
        for row in range(3):
            dialog.view.show_row(row)
            dialog._show()
            found.append(words_of(dialog))
        merge(desk, dialog)
        found.append(words_of(dialog))
        dialog.accept()

    def day(desk: Desk) -> None:
        choosing(monkeypatch, good, bad, empty)
        desk.dialog(lambda: desk.menu("merge"), lambda dialog: look(dialog, desk))
        desk.window.commands.update_now()
        found.extend((desk.said, desk.action("undo")))

    found: list[str] = []
    sit(path, day=day)
    assert len(found) == 6
    shown = [text.replace(str(path.parent), "") for text in found]  # without the folder, which is named after the test
    assert not {text: left for text in shown if (left := english(text) - {"good", "bad", "empty"})}
    assert all("ж" in text for text in found)


def test_nothing_of_titles_is_loaded_while_the_window_speaks_english() -> None:
    lines = (
        "import sys",
        "from annotator.gui import wording, window",
        "assert wording.title('Tag ACTOR “x”') == 'Tag ACTOR “x”'",
        "assert wording.past('Tag ACTOR “x”') == 'Tagged ACTOR “x”'",
        "sys.exit('annotator.gui.titles' in sys.modules or 'annotator.gui.reasons' in sys.modules)",
    )
    assert subprocess.run([sys.executable, "-c", "\n".join(lines)], check=False, timeout=60).returncode == 0

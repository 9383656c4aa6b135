"""Who did what and when: of a span, of the project, filtered, and one step taken back alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from annotator.__main__ import main
from annotator.core import edit
from annotator.store.project import Project
from tests.journeys.conftest import ME, Make, Sit
from tests.journeys.desk import Desk, words_of
from tests.journeys.pages import PLAIN


@pytest.fixture
def path(make: Make) -> Path:
    """A project of two articles, one in ugly writing."""
    return make("study", PLAIN, "ملخص 👩‍🚀 <b>Überraschung</b>\n\nNiemand sprach.")


def titles(dialog: Any) -> list[str]:
    """The steps that are listed."""
    return [dialog.model.data(dialog.model.index(row, 0)) for row in range(dialog.model.rowCount())]


def choose(dialog: Any, words: str) -> None:
    """Goes to a step with the arrow keys."""
    dialog.view.setFocus()
    dialog.view.show_row(next(row for row, title in enumerate(titles(dialog)) if words in title))
    dialog._show()


def test_the_history_of_a_span(sit: Sit, path: Path) -> None:
    def look(dialog: Any) -> None:
        assert "Steps of ACTOR" in dialog.only.text()
        assert [title.split(" ")[0] for title in titles(dialog)] == ["Note", "Lengthen", "Tag"]
        assert ME in dialog.step.facts.text()
        assert "nothing → \u2068the mayor\u2069" in words_of(dialog).replace("\u2068nothing\u2069", "nothing")
        choose(dialog, "Lengthen")
        assert "→" in words_of(dialog.step)
        dialog.all.click()
        assert dialog.model.rowCount() == 5
        assert dialog._entry().line.act == "resize", "the step that was chosen stays so"
        dialog.narrow.click()
        assert dialog.model.rowCount() == 3

    def day(desk: Desk) -> None:
        desk.tag("Norrholm Lines", "A")
        span = desk.tag("Ilse Brandt", "A")
        desk.press("L")
        desk.press("M")
        desk.window.panel.details.note.setPlainText("the mayor")
        desk.press("Return", "Escape")
        desk.session.reach(span)
        desk.dialog(lambda: desk.press("Ctrl+H"), look)
        desk.session.set_active(None)
        desk.menu("span_history")
        assert desk.said.startswith("No span to show the history of")

    sit(path, day=day)


def test_an_older_step_is_taken_back_alone_and_done_again(sit: Sit, path: Path, check: Callable[[Path], None]) -> None:
    def back(dialog: Any) -> None:
        choose(dialog, "Ilse Brandt")
        dialog.back.click()
        assert "Taken back" in dialog.told.text()
        assert dialog._entry().taken_back
        assert titles(dialog)[0] == "Undo: Tag ACTOR “Ilse Brandt”"
        assert dialog.back.isHidden()
        assert dialog.again.isVisible()

    def again(dialog: Any) -> None:
        choose(dialog, "Tag ACTOR “Ilse Brandt”")
        while not dialog._entry().taken_back:
            dialog.view.show_row(dialog.view.current_row() + 1)
            dialog._show()
        dialog.again.click()
        assert "Done again" in dialog.told.text()
        dialog.go.click()

    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.tag("Norrholm Lines", "A")
        desk.dialog(lambda: desk.menu("history"), back)
        assert [words for _, words in desk.stored()] == ["Norrholm Lines"]
        assert desk.said.startswith("Undone: Tag ACTOR “Ilse Brandt”")
        desk.dialog(lambda: desk.press("Ctrl+Shift+H"), again)
        assert {words for _, words in desk.stored()} == {"Ilse Brandt", "Norrholm Lines"}
        active = desk.session.active_span
        assert active is not None
        assert active.words == "Ilse Brandt"

    sit(path, day=day)
    check(path)


def test_a_step_that_somebody_changed_is_refused_and_says_who(sit: Sit, path: Path) -> None:
    def refused(dialog: Any) -> None:
        choose(dialog, "Tag ACTOR “Ilse Brandt”")
        dialog.back.click()
        assert "changed in the meantime by Bo <i>Lind</i>" in dialog.told.text()
        assert not dialog._entry().taken_back

    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "A")
        with Project.open(path) as other:
            bo = other.add_annotator("Bo <i>Lind</i>")
            found = other.read.span(span)
            other.apply(edit.describe(found, codebook=other.codebook, note="n"), who=bo.id)
        desk.session.look()
        desk.dialog(lambda: desk.menu("history"), refused)
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]

    sit(path, day=day)


def test_the_list_is_filtered(sit: Sit, path: Path) -> None:
    def look(dialog: Any) -> None:
        filters = dialog.filters
        assert dialog.model.rowCount() == 3
        filters.words.setText("überraschung")
        filters.changed.emit()
        assert titles(dialog) == ["Tag ACTOR “Niemand”"]
        filters.reset.click()
        assert dialog.model.rowCount() == 3
        dialog._load_acts()  # what a timer does a moment after the dialog is shown
        filters.acts.setCurrentIndex(filters.acts.findText("Tagging"))
        filters.acts.activated.emit(filters.acts.currentIndex())
        assert len(titles(dialog)) == 2
        filters.where.setCurrentIndex(1)
        filters.where.activated.emit(1)
        assert titles(dialog) == ["Tag ACTOR “Niemand”"]
        filters.since.setText("2999")
        filters.changed.emit()
        assert titles(dialog) == []
        assert dialog.stack.currentWidget() is dialog.empty
        assert not dialog.go.isEnabled()
        assert not dialog.back.isEnabled()

    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.press("Ctrl+PgDown")
        desk.tag("Niemand", "A")
        desk.dialog(lambda: desk.menu("history"), look)

    sit(path, day=day)


def close_menu() -> None:
    """Closes the menu that is open, if the dialog that it opened did not."""
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()


@pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard", extend=True)
def test_the_context_menu_has_it_by_mouse_and_by_key(sit: Sit, path: Path) -> None:
    def actions(desk: Desk) -> dict[str, Any]:
        desk.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        return {action.text().replace("&", ""): action for action in menu.actions()}

    def day(desk: Desk) -> None:
        desk.tag("Norrholm Lines", "A")
        first = desk.tag("Ilse Brandt", "A")
        desk.press("Escape")
        assert desk.session.active is None
        spot, paper = desk.spot(desk.place("Ilse Brandt")[0] + 2), desk.text.viewport()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, paper.mapToGlobal(spot))
        QApplication.sendEvent(paper, asked)
        assert desk.session.active == first
        found = actions(desk)
        assert "Tag Actor" in found
        assert not found["Copy"].isEnabled()
        desk.dialog(lambda: found["History of the span…"].trigger(), lambda dialog: dialog.reject())
        close_menu()
        by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
        QApplication.sendEvent(desk.text, by_key)
        assert desk.session.active == first
        assert "Delete span" in actions(desk)
        close_menu()
        panel = desk.window.panel
        row = panel.view.visualRect(panel.model.index(0, 0)).center()
        panel.view.customContextMenuRequested.emit(row)
        assert "History of the span…" in actions(desk)
        assert desk.session.active == panel.model.span_at(0).id
        close_menu()
        desk.settle()

    sit(path, day=day)


def test_read_only_can_be_looked_at(sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.chmod(0o444)
    monkeypatch.setattr("annotator.store.project.may_write", lambda _: False)

    def look(dialog: Any) -> None:
        assert titles(dialog) == ["Import 2 articles"]
        assert not dialog.back.isEnabled()

    sit(path, day=lambda desk: desk.dialog(lambda: desk.menu("history"), look))


def test_the_command_line_takes_one_step_back(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Project.open(path) as project:
        me, article = project.owner, project.read.article_by_n(1)
        assert me is not None
        for words in ("Ilse Brandt", "Norrholm Lines"):
            start = article.text.index(words)
            made = edit.tag(
                article,
                [(start, start + len(words))],
                label="ACTOR",
                annotator=me.id,
                codebook=project.codebook,
                version=project.codebook_id,
            )
            project.apply(made, who=me.id)
        line = next(one for one in project.history() if "Ilse" in one.title)
    assert main(["undo", str(path), "--line", str(line.n)]) == 0
    assert capsys.readouterr().out == "Undone: Tag ACTOR “Ilse Brandt”. Next would be: Tag ACTOR “Norrholm Lines”.\n"
    assert main(["undo", str(path), "--line", line.id]) == 1
    assert "taken back already" in capsys.readouterr().err
    assert main(["undo", str(path), "--line", "none"]) == 1
    assert "There is no step none" in capsys.readouterr().err
    assert main(["undo", str(path), "--list"]) == 0
    assert capsys.readouterr().out.count("undone") == 1

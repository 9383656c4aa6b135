"""Questions to colleagues and corrections of the text, by key: open until answered; spans move along or are held."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from annotator.core.text import normalise
from annotator.store.check import problems
from annotator.store.project import Project
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article."""
    return make("study", PLAIN)


def held(path: Path) -> int:
    with Project.open(path, read_only=True) as project:
        return project.read.held_count()


def test_a_question_is_asked_found_and_answered(sit: Sit, path: Path) -> None:
    def ask(dialog: Any) -> None:
        assert "Ilse Brandt" in dialog.what.text()
        assert not dialog.send.isEnabled()
        dialog.field.setPlainText("Is <b>she</b> meant here?")
        dialog.send.click()

    def answer(dialog: Any) -> None:
        assert dialog.count.text() == "1 open question"
        assert "Is <b>she</b> meant here?" in dialog.words.text()
        dialog.field.setPlainText("Yes, she is.")
        dialog.reply.click()
        assert dialog.list.count() == 0  # it is open no more
        dialog.which.findChildren(QPushButton)[1].click()
        assert "Yes, she is." in dialog.words.text()
        dialog.close_question.click()
        assert dialog.count.text() == "1 open question"
        dialog.go.click()

    def day(desk: Desk) -> None:
        actor = desk.tag("Ilse Brandt", "A")
        desk.dialog(lambda: desk.press("Shift+M"), ask)
        assert desk.said.startswith("Asked “Is <b>she</b> meant here?” on “Ilse Brandt”")
        desk.press("Escape")
        desk.dialog(lambda: desk.press("Ctrl+Shift+M"), answer)
        assert desk.session.active == actor
        assert desk.text.hasFocus()
        desk.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
        assert desk.said.startswith("Undone: Ask")

    sit(path, day=day)


def correction(words: str, *, held: int = 0, fault: str = "") -> Any:
    def answer(dialog: Any) -> None:
        dialog.field.setText(words)
        assert fault in dialog.fault.text()
        assert (not dialog.held.isHidden()) is bool(held)
        dialog.correct.click()

    return answer


def test_a_misprint_is_corrected_and_all_spans_move(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("“We will not cut a line,”", "Q")
        before = desk.article
        desk.walk(desk.place("Ilse Brandt")[0])
        desk.dialog(lambda: desk.press("Ctrl+Shift+E"), correction("Ilse Marie"))
        assert desk.said.startswith("Corrected")
        assert "Ilse Marie Brandt" in desk.article
        assert desk.text.toPlainText() == normalise(desk.article)[0]
        assert desk.stored() == [("QUOTE", "“We will not cut a line,”")]
        start, end = next(iter(desk.text.content.spans.values())).fragments[0]
        assert desk.article[start:end] == "“We will not cut a line,”"
        desk.press("Ctrl+Z")
        assert desk.article == before
        assert desk.text.toPlainText() == before
        assert desk.said.startswith("Undone: Correct")

    sit(path, day=day)
    with Project.open(path, read_only=True) as project:
        assert list(problems(project)) == []


def test_words_that_go_leave_their_span_held_and_it_is_put_back(sit: Sit, path: Path) -> None:
    def put(dialog: Any) -> None:
        assert "Ilse Brandt" in dialog.words.text()
        assert "cut when the text was corrected" in dialog.why.text()
        assert dialog.put.isEnabled()
        dialog.put.click()
        assert dialog.list.count() == 0

    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.select("Ilse Brandt ")
        desk.dialog(lambda: desk.press("Ctrl+Shift+E"), correction("", held=1))
        assert "(1 held)" in desk.said
        assert desk.stored() == []
        assert held(path) == 1
        desk.select("Ferry Workers")
        desk.dialog(lambda: desk.menu("held"), put)
        assert desk.stored() == [("ACTOR", "Ferry Workers")]
        assert held(path) == 0
        desk.press("Ctrl+Z", "Ctrl+Z")
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]
        desk.menu("held")
        assert desk.said == "Nothing is held: every span and relation stands"

    sit(path, day=day)


def test_what_cannot_be_a_text_is_refused_and_nothing_is_lost(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        before = desk.article
        desk.press("Ctrl+A")

        def answer(dialog: Any) -> None:
            dialog.field.setText(" ")
            assert "nothing of the article would be left" in dialog.fault.text()
            assert not dialog.correct.isEnabled()
            dialog.reject()

        desk.dialog(lambda: desk.press("Ctrl+Shift+E"), answer)
        assert desk.article == before

    sit(path, day=day)

"""Two copies corrected the same article: who opens it is told, nothing goes past the choice, all stands after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotator.core import correction
from annotator.store.project import Project
from annotator.work import merge
from tests.journeys.conftest import ME, Make, Sit
from tests.journeys.desk import Desk, words_of
from tests.journeys.pages import PLAIN
from tests.journeys.test_merge import BO, returned, tag
from tests.work.helpers import done

WARNING = "was corrected in two copies: choose a text under Project, Settle"


def corrected(project: Project, words: str) -> None:
    article = project.read.article_by_n(1)
    start = article.text.index("Ilse Brandt")
    spans, ties = project.read.spans(article.id), project.read.relations(article.id)
    made = correction.correct(article, [(start, start + 11, words)], spans=spans, relations=ties).edit
    assert project.owner is not None
    project.apply(made, who=project.owner.id)


@pytest.fixture
def path(make: Make) -> Path:
    """A project of two articles, the first with two texts and a span of mine and one of Bo's."""
    made = make("study", PLAIN, "Überraschung 👩‍🚀\n\nNiemand sprach.")
    with Project.open(made) as project:
        project.add_annotator(BO)
        tag(project, "Norrholm Lines", who=ME)
        tag(project, "Norrholm Lines", who=BO)
    copy = returned(made, "theirs", lambda project: corrected(project, "Ilse Maria Brandt"))
    with Project.open(made) as project:
        corrected(project, "Ilse-Marie Brandt")
        assert project.owner is not None
        done(merge.run(project, copy, who=project.owner.id))
    return made


def test_all_spans_wait_until_a_text_is_chosen(sit: Sit, path: Path) -> None:
    desk: Desk

    def blocked(dialog: Any) -> None:
        assert dialog.count.text() == "2 held"  # the text itself is no record to put back
        assert "choose one of them first" in dialog.how.text()
        assert not dialog.put.isEnabled()
        dialog.reject()

    def settle(dialog: Any) -> None:
        assert "2 records wait for it" in words_of(dialog.sides)
        dialog.sides.theirs.keep.click()

    def day(one: Desk) -> None:
        nonlocal desk
        desk = one
        assert WARNING in desk.said
        desk.press("Ctrl+PgDown", "D")
        assert WARNING not in desk.said
        desk.press("Ctrl+PgUp")
        assert WARNING in desk.said
        assert desk.panel_rows() == []
        desk.dialog(lambda: desk.menu("held"), blocked)
        desk.dialog(lambda: desk.menu("settle"), settle)
        assert len(desk.rows("SELECT id FROM span")) == 2
        assert desk.panel_rows() == ["Norrholm Lines"]
        assert desk.rows("SELECT id FROM held") == []
        desk.press("Ctrl+Z")
        assert len(desk.rows("SELECT id FROM held WHERE kind='span'")) == 2

    sit(path, day=day)

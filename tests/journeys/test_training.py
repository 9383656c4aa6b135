"""A training round: gold is shown beside one's own layer when the article is done, and not before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.core import edit
from annotator.store.project import Project
from annotator.work import assign
from annotator.work.assign import AssignOptions
from tests.journeys.conftest import ME, Make, Sit
from tests.journeys.desk import Desk, words_of
from tests.journeys.pages import PLAIN


@pytest.fixture
def path(make: Make) -> Path:
    """Two articles; the first has gold and was given to me to train on."""
    made = make("study", PLAIN, "Trams\n\nNobody spoke.")
    with Project.open(made) as project:
        gold, article, me = project.add_gold(), project.read.article_by_n(1), project.owner
        assert me is not None
        for words, label in (("Ilse Brandt", "ACTOR"), ("Norrholm Lines", "ACTOR")):
            start = article.text.index(words)
            tagged = edit.tag(
                article,
                [(start, start + len(words))],
                label=label,
                annotator=gold.id,
                codebook=project.codebook,
                version=project.codebook_id,
            )
            project.apply(tagged, who=me.id)
        project.apply(edit.set_state(article, gold.id, state="done", before=None), who=me.id)
        plan = assign.plan(project, AssignOptions(people=(ME,), training=1))
        for _ in assign.run(project, plan, who=me.id):
            pass
    return made


def test_gold_is_shown_once_the_article_is_done(sit: Sit, path: Path, check: Callable[[Path], None]) -> None:
    def look(dialog: Any) -> None:
        assert "1 of 2 places are as gold has them." in words_of(dialog)
        ((what, yours, gold),) = dialog.table.texts()
        assert (what, yours) == ("gold only", "–")
        assert "Norrholm Lines" in gold
        dialog.go.click()

    def day(desk: Desk) -> None:
        first = desk.session.article
        assert first is not None
        desk.tag("Ilse Brandt", "A")
        desk.menu("against_gold")
        assert desk.said.startswith("Gold is shown for articles of a training round")
        desk.dialog(lambda: desk.press("Ctrl+Return"), look)
        desk.until(lambda: desk.session.article.id == first.id)
        assert desk.caret == desk.place("Norrholm Lines")[0]
        desk.tag("Norrholm Lines", "A")
        desk.dialog(
            lambda: desk.menu("against_gold"),
            lambda dialog: "All 2 places are as gold has them." in words_of(dialog) or pytest.fail(words_of(dialog)),
        )

    sit(path, day=day)
    check(path)


def test_an_ordinary_article_shows_nothing_when_it_is_done(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+PgDown", "Ctrl+Return")
        desk.until(lambda: "training" in vars(desk.window.commands.hands))
        desk.settle()

    sit(path, day=day)

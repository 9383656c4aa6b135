"""The journal as a model: well-behaved, read page by page, and answered off the window's thread when it is long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from annotator.core.model import new_id
from annotator.gui.models import acts
from annotator.gui.models.history_list import DIRECT, HistoryModel
from annotator.gui.models.paged import PAGE, PAGES
from annotator.store.history import Asked
from annotator.store.project import Project
from tests.builders import NEWS


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project of Ann's, of many steps."""
    with Project.create(tmp_path / "p.annotator", codebook=NEWS, annotator="Ann", site="aaaaaaaa") as made:
        yield made


def fill(project: Project, count: int) -> None:
    assert project.owner is not None
    rows = [(new_id(), place, project.owner.id, f"Tag ACTOR “No. {place} \u202e”") for place in range(count)]
    project.connection.execute("BEGIN")
    project.connection.executemany(
        "INSERT INTO journal(id,at,site,who,act,title) VALUES(?,?,'aaaaaaaa',?,'tag',?)", rows
    )
    project.connection.execute("COMMIT")


def test_a_short_journal_is_there_at_once(project: Project, qtmodeltester: ModelTester) -> None:
    fill(project, 130)
    model = HistoryModel(project)
    model.ask(Asked())
    assert model.rowCount() == 130
    assert model.data(model.index(0, 0)) == "Tag ACTOR “No. 129 ”"
    qtmodeltester.check(model)
    model.close()


def test_a_long_one_comes_a_little_later_and_is_read_where_it_is_seen(project: Project, qtbot: QtBot) -> None:
    fill(project, DIRECT + 500)
    model = HistoryModel(project)
    model.ask(Asked())
    assert (model.rowCount(), model.complete) == (PAGE, False), "the first page is there at once"
    qtbot.waitUntil(lambda: model.complete, timeout=20_000)
    assert model.rowCount() == DIRECT + 500
    asked: list[int] = []
    read = model.read_rows
    model.read_rows = lambda numbers: asked.extend(numbers) or read(numbers)  # type: ignore[method-assign]
    entry = model.entry_at(5_000)
    assert entry is not None
    assert (entry.line.title, len(asked)) == (f"Tag ACTOR “No. {DIRECT + 499 - 5_000} \u202e”", PAGE)
    model.entry_at(5_001)
    assert len(asked) == PAGE
    for row in range(0, model.rowCount(), PAGE):
        model.entry_at(row)
    assert len(model._pages) <= PAGES
    model.ask(Asked(words="No. 77"))
    model.ask(Asked(words="No. 777"))  # the first question is overtaken
    qtbot.waitUntil(lambda: model.complete, timeout=20_000)
    assert model.rowCount() == sum("777" in str(place) for place in range(DIRECT + 500))
    model.close()


def test_every_act_has_a_name_and_one_of_a_newer_version_too() -> None:
    assert acts.name("tag") == "Tagging"
    assert acts.name("weigh_again") == "Weigh again"
    assert acts.icon("weigh_again")

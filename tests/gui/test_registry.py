"""The registry in the window: its index follows every act, large acts run beside the window, files are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator import settings
from annotator.core import actors as acts
from annotator.core.model import Actor, Span
from annotator.gui.registry import Registry
from annotator.gui.session import Session
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from annotator.work.registry import RegistryReport
from tests.builders import NEWS, make_actor, make_article, make_span

COUNT = 5_050
ONE, TWO = make_actor("One", id="one"), make_actor("Two", id="two", aliases=("Deux",))


@pytest.fixture
def registry(tmp_path: Path, settings_folder: Path) -> Iterator[Registry]:
    """A project whose one article has thousands of mentions of one of two actors."""
    settings.update(annotator="Ann")
    path = tmp_path / "many.annotator"
    with Project.create(path, codebook=NEWS, annotator="Ann") as project:
        assert project.owner is not None
        me = project.owner.id
        article = make_article("The x. " + "x " * COUNT)
        spans = [make_span(article, 7 + 2 * n, 8 + 2 * n, annotator=me, actor="two") for n in range(COUNT)]
        spans.append(make_span(article, 0, 5, annotator=me))
        with Bulk(project, act="import", title="Import", who=me) as bulk:
            bulk.add(articles=[article], spans=spans, actors=[ONE, TWO])
            bulk.finish({})
    session = Session()
    session.open_project(path)
    made = Registry(session)
    yield made
    session.close_project()
    session.deleteLater()


def spans_of(registry: Registry, actor: str) -> list[Span]:
    return [span for span in registry.session.spans if span.actor == actor]


def test_a_large_merge_runs_beside_the_window_and_is_one_step(registry: Registry, qtbot: QtBot) -> None:
    session = registry.session
    merge = acts.merge(ONE, [TWO], registry.index.by_id, spans=spans_of(registry, "two"))
    with qtbot.waitSignals([registry.busy, registry.busy], timeout=20_000):
        assert registry.do(merge)
    qtbot.waitUntil(lambda: len(spans_of(registry, "one")) == COUNT, timeout=10_000)
    assert registry.index.heir("two") == registry.index.by_id["one"]
    assert registry.index.by_id["one"].aliases == ("Two", "Deux")
    session.undo()
    assert len(spans_of(registry, "two")) == COUNT
    assert [one.name for one in registry.index.living()] == ["One", "Two"]


def test_the_index_follows_edits_and_undo(registry: Registry) -> None:
    session, span = registry.session, registry.session.spans[0]
    assert [one.name for one in registry.index.search("")] == ["One", "Two"]
    assert registry.make([span], "Three")
    assert [one.name for one in registry.index.search("")] == ["One", "Three", "Two"]
    assert registry.change(TWO, Actor(id="two", name="Zwei"))
    assert [one.name for one in registry.index.search("zwei")] == ["Zwei"]
    session.undo()
    session.undo()
    assert [one.name for one in registry.index.search("")] == ["One", "Two"]
    assert session.layer.by_id[span.id].actor is None


def test_what_cannot_be_is_said(registry: Registry, qtbot: QtBot) -> None:
    with qtbot.waitSignal(registry.session.said) as said:
        assert not registry.change(ONE, Actor(id="one", name=" "))
    assert "needs a name" in said.args[0]
    with qtbot.waitSignal(registry.session.said) as said:
        assert not registry.unlink([registry.session.spans[0]])
    assert "not linked" in said.args[0]


def test_a_file_is_read_beside_the_window(registry: Registry, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_text("id,name,type\none,One,person\n,Neu,\n,,x\n", encoding="utf-8")
    with qtbot.waitSignal(registry.imported, timeout=30_000) as said:
        registry.read(path)
    report = said.args[0]
    assert isinstance(report, RegistryReport)
    assert (report.added, report.changed, len(report.errors)) == (1, 1, 1)
    assert [one.name for one in registry.index.search("neu")] == ["Neu"]
    with qtbot.waitSignal(registry.session.said, check_params_cb=lambda _words, kind: kind == "failed") as failed:
        registry.read(tmp_path / "none.csv")
    assert "none.csv" in failed.args[0]


def test_an_actor_changed_elsewhere_is_seen(registry: Registry) -> None:
    session = registry.session
    assert registry.index.by_id["one"].name == "One"
    assert session.project is not None
    assert session.me is not None
    with Project.open(session.project.path, site="bbbbbbbb") as other:
        edit = acts.change(ONE, Actor(id="one", name="Uno"), {"one": ONE})
        assert edit is not None
        other.apply(edit, who=session.me.id)
    session.look()
    assert registry.index.by_id["one"].name == "Uno"

"""The registry: from I to the offers on screen, and from Enter to the link committed and painted.

The article has 100 KB and 1,000 spans, the project as many articles as the long list, the registry 20,000 actors.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from pytest_benchmark.fixture import BenchmarkFixture

from annotator.core.matching import Here, Index
from annotator.core.model import Span
from annotator.gui.linking import Linking
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from tests.benchmarks import corpus
from tests.benchmarks.desk import Bare, Desk, spin
from tests.benchmarks.measure import Figure, Record, Scale, median, p95, seconds

SIZE = "100 KB / 1,000"
ACTORS = 20_000


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, scale: Scale) -> tuple[Path, str]:
    """A project and its large article."""
    path = tmp_path_factory.mktemp("actors") / "registry.annotator"
    article = corpus.sized_project(path, SIZE)[SIZE]
    with Project.open(path) as project:
        corpus.add_short(project, scale.listed)
        assert project.owner is not None
        with Bulk(project, act="import", title="Import", who=project.owner.id) as bulk:
            bulk.add(actors=corpus.registry(ACTORS))
            bulk.finish({})
    return path, article


@pytest.fixture
def desk(place: tuple[Path, str]) -> Iterator[Desk]:
    """The window on the article."""
    desk = Desk(place[0])
    if desk.session.article is None or desk.session.article.id != place[1]:
        desk.open(place[1])
    desk.activate()
    desk.text.setFocus()
    yield desk
    desk.close()


class Paints(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """One more."""
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_offers_and_link(record: Record, scale: Scale, place: tuple[Path, str], desk: Desk, tmp_path: Path) -> None:
    linking = desk.window.commands.hands.linking
    mentions = [span for span in desk.session.spans if span.label == "ACTOR"]
    rng = random.Random(5)
    bare = Bare(tmp_path / "bare.db")
    bare.open(desk.session.article.text if desk.session.article else "")
    desk.activate()
    shown, linked, floors = list[float](), list[float](), list[float]()
    for turn in range(scale.tags + 3):
        span = rng.choice(mentions)
        floors.append(bare.insert_and_paint())
        desk.activate()
        desk.painted(lambda span=span: desk.session.reach(span.id))  # type: ignore[misc]
        desk.text.setFocus()
        desk.settle()
        shown.append(_offer(desk, linking) * 1000)
        _name(linking, desk, turn)
        linked.append(desk.painted(lambda: QTest.keyClick(linking.chooser.filter, Qt.Key.Key_Return)))
        assert desk.session.layer.by_id[span.id].actor is not None
    bare.shut()
    with Project.open(place[0], read_only=True) as project:
        assert sum(project.read.mention_counts(project.read.actors()).values()) > 0  # committed, not only shown
    for act, times, goal in (("I to the offers painted", shown, 30.0), ("Enter to linked and painted", linked, 16.0)):
        figure = Figure(
            act=f"{act}, {SIZE}",
            unit="ms",
            measured=p95(times[3:]),
            floor=p95(floors[3:]),
            goal=goal,
            what="95 in 100",
            note=f"median {median(times[3:]):.1f} ms; registry of {ACTORS:,}",
            all_measured=times[3:],
            all_floors=floors[3:],
        )
        record(figure)


def _offer(desk: Desk, linking: Linking) -> float:
    """Seconds from the key to the strip on screen."""
    paints = Paints(linking.chooser.grid)
    start = time.perf_counter()
    QTest.keyClick(desk.text, Qt.Key.Key_I)
    spin(lambda: paints.count > 0 and desk.session.mode == "choosing")
    taken = time.perf_counter() - start
    linking.chooser.grid.removeEventFilter(paints)
    return taken


def _name(linking: Linking, desk: Desk, turn: int) -> None:
    """Somebody whom the mention is not linked to yet is offered first."""
    living = linking.registry.index.living()
    linking.chooser.filter.setText(living[turn * 97 % len(living)].name)
    desk.settle()
    assert linking.chooser.offers


def test_answers(record: Record, scale: Scale, benchmark: BenchmarkFixture, place: tuple[Path, str]) -> None:
    """Who a mention may mean, asked of the index alone; the article is asked for the first time each time."""
    with Project.open(place[0], read_only=True) as project:
        article, me = project.read.article(place[1]), project.owner
        assert me is not None
        spans: list[Span] = [span for span in project.read.spans(article.id, me.id) if span.label == "ACTOR"]
        index = Index(project.read.actors())
    linked = [span for span in spans if span.actor]
    rng = random.Random(9)
    floors: list[float] = []

    def ready() -> tuple[tuple[Span], dict[str, object]]:
        floors.append(seconds(lambda: article.text.casefold().split()) * 1000)
        return (rng.choice(spans),), {}

    def ask(span: Span) -> None:
        index.offers(span.words, here=Here(article.text), linked=linked, at=span.start)

    benchmark.pedantic(ask, setup=ready, rounds=scale.tags, warmup_rounds=1)
    times = [value * 1000 for value in benchmark.stats.stats.data]
    figure = Figure(
        act="who a mention may mean, asked afresh",
        unit="ms",
        measured=p95(times),
        floor=p95(floors),
        goal=10.0,
        what="95 in 100",
        note=f"median {median(times):.1f} ms; registry of {ACTORS:,}",
        all_measured=times,
        all_floors=floors,
    )
    record(figure)

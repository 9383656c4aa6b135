"""One article in the real window: opening it, and from a key press to the tag committed and painted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytest_benchmark.fixture import BenchmarkFixture

from annotator.store.project import Project
from tests.benchmarks import corpus
from tests.benchmarks.desk import TAGS, Bare, Desk
from tests.benchmarks.measure import Figure, Record, Scale, median, p95

OPEN_GOALS = dict(zip(corpus.SIZES, (30.0, 60.0, 400.0), strict=True))  # ms
TAG_GOALS = dict(zip(corpus.SIZES, (16.0, 16.0, 33.0), strict=True))  # ms, for 95 in 100


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A project and the ids of its articles by size."""
    path = tmp_path_factory.mktemp("article") / "sizes.annotator"
    return path, corpus.sized_project(path)


@pytest.fixture
def desk(articles: tuple[Path, dict[str, str]]) -> Iterator[Desk]:
    """The window on that project."""
    desk = Desk(articles[0])
    yield desk
    desk.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    """The floor's window."""
    bare = Bare(tmp_path / "bare.db")
    yield bare
    bare.shut()


def _milliseconds(values: list[float]) -> list[float]:
    return [value * 1000 for value in values]


@pytest.mark.parametrize("size", corpus.SIZES)
def test_open(
    record: Record,
    scale: Scale,
    benchmark: BenchmarkFixture,
    articles: tuple[Path, dict[str, str]],
    desk: Desk,
    bare: Bare,
    size: str,
) -> None:
    wanted = articles[1][size]
    other = next(key for name, key in articles[1].items() if name != size)
    desk.open(other) if desk.session.article is None or desk.session.article.id == wanted else None
    desk.open(wanted)
    article = desk.session.article
    assert article is not None
    times, floors = list[float](), list[float]()

    def before() -> None:
        floors.append(bare.open(article.text))
        bare.open("")
        if desk.session.article is not None and desk.session.article.id == wanted:
            desk.open(other)
        desk.settle()

    benchmark.pedantic(lambda: times.append(desk.open(wanted)), setup=before, rounds=scale.opens, warmup_rounds=1)
    del times[:1], floors[:1]
    figure = Figure(
        act=f"open an article, {size}",
        unit="ms",
        measured=median(times),
        floor=median(floors),
        goal=OPEN_GOALS[size],
        all_measured=times,
        all_floors=floors,
    )
    record(figure)


@pytest.mark.parametrize("size", corpus.SIZES)
def test_tag(
    record: Record,
    scale: Scale,
    benchmark: BenchmarkFixture,
    articles: tuple[Path, dict[str, str]],
    desk: Desk,
    bare: Bare,
    size: str,
) -> None:
    path, ids = articles
    if desk.session.article is None or desk.session.article.id != ids[size]:
        desk.open(ids[size])
    article = desk.session.article
    assert article is not None
    bare.open(article.text)
    desk.activate()
    desk.text.setFocus()
    rng, turns, times, floors = random.Random(3), count(), list[float](), list[float]()
    before = len(desk.session.spans)

    def ready() -> tuple[tuple[Qt.Key], dict[str, object]]:
        """Takes the last tag back, so that the number of spans stays, and selects other words."""
        floors.append(bare.insert_and_paint())
        if len(desk.session.spans) > before:
            desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert len(desk.session.spans) == before
        # Inside a word, where no span of the corpus begins: the same words twice would be refused.
        start = article.text.index(" ", rng.randrange(len(article.text) * 9 // 10)) + 2
        desk.select(start, article.text.index(" ", start + rng.randrange(6, 30)))
        return (TAGS[next(turns) % 3],), {}

    def tag(key: Qt.Key) -> None:
        times.append(desk.press(key))

    benchmark.pedantic(tag, setup=ready, rounds=scale.tags, warmup_rounds=3)
    assert len(desk.session.spans) == before + 1
    with Project.open(path, read_only=True) as project:
        assert len(project.read.spans(article.id)) == before + 1  # committed, not only shown
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    del times[:3], floors[:3]
    idle = p95(_milliseconds(benchmark.stats.stats.data))
    figure = Figure(
        act=f"key press to committed and painted, {size}",
        unit="ms",
        measured=p95(times),
        floor=p95(floors),
        goal=TAG_GOALS[size],
        what="95 in 100",
        note=f"median {median(times):.1f} ms, floor {median(floors):.1f} ms; nothing left to do after {idle:.1f} ms",
        all_measured=times,
        all_floors=floors,
    )
    record(figure)

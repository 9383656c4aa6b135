"""Start-up and memory of the window, each time a process of its own, beside a bare window of Qt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import corpus, measure
from tests.benchmarks.measure import Cost, Figure, Record, Scale, median

ARTICLE_PAINTED = "annotator.gui.views.article.view:ArticleView.paintEvent"
ROW_PAINTED = "annotator.gui.views.delegates:ArticleDelegate.paint"
EMPTY_PAINTED = "annotator.gui.views.empty:EmptyProject.paintEvent"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as on a usual day."""
    path = tmp_path_factory.mktemp("start") / "usual.annotator"
    corpus.usual_project(path)
    return path


def _first_paint(cost: Cost) -> float:
    assert cost.first_paint is not None
    return cost.first_paint


def test_start_and_memory(record: Record, scale: Scale, project: Path, tmp_path: Path) -> None:
    text = tmp_path / "article.txt"
    text.write_text(corpus.build(0).text(), encoding="utf-8")
    ours, bare = measure.in_turn(
        lambda _: measure.run("window", str(project), ARTICLE_PAINTED),
        lambda _: measure.run("bare", str(text)),
        scale.starts + 1,
    )
    firsts, floors = [_first_paint(cost) for cost in ours[1:]], [_first_paint(cost) for cost in bare[1:]]
    memory, floor = median([cost.peak_memory for cost in ours]), median([cost.peak_memory for cost in bare])
    act = "process start to first paint of an open project"
    start = Figure(act=act, unit="s", measured=median(firsts), floor=median(floors), goal=2.0, relative=True)
    start.all_measured, start.all_floors = firsts, floors
    record(start)
    act = "memory of the window, project open, article shown"
    record(Figure(act=act, unit="MiB", measured=memory, floor=floor, goal=2.0, relative=True))


def test_long_list(record: Record, scale: Scale, tmp_path: Path) -> None:
    big, empty = tmp_path / "big.annotator", tmp_path / "empty.annotator"
    corpus.short_project(big, scale.listed)
    corpus.new_project(empty).close()
    ours, floors = measure.in_turn(
        lambda _: _first_paint(measure.run("window", str(big), ROW_PAINTED)),
        lambda _: _first_paint(measure.run("window", str(empty), EMPTY_PAINTED)),
        scale.starts + 1,
    )
    act = f"open a project of {scale.listed:,} articles to first paint of the list"
    figure = Figure(act=act, unit="s", measured=median(ours[1:]), floor=median(floors[1:]), goal=1.5, relative=True)
    figure.note = "floor: the same window on an empty project"
    figure.all_measured, figure.all_floors = ours[1:], floors[1:]
    record(figure)

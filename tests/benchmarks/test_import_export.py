"""Import and export of a whole corpus by the command line, beside the plainest program that does the same."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.benchmarks import corpus, measure
from tests.benchmarks.measure import Cost, Figure, Record, Scale, median

MEMORY = 150.0  # MiB


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the import leaves its last project, and the floor its last database, for the export."""
    return tmp_path_factory.mktemp("imported")


def _clear(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _figures(act: str, goal: float, costs: list[Cost], floors: list[Cost]) -> list[Figure]:
    walls, floor_walls = [cost.wall for cost in costs], [cost.wall for cost in floors]
    peak = Figure(
        act=f"{act}: peak memory",
        unit="MiB",
        what="largest",
        measured=max(cost.peak_memory for cost in costs),
        floor=max(cost.peak_memory for cost in floors),
        goal=MEMORY,
    )
    speed = Figure(
        act=act,
        unit="s",
        measured=median(walls),
        floor=median(floor_walls),
        goal=goal,
        relative=True,
        all_measured=walls,
        all_floors=floor_walls,
        note=f"processor seconds {median([cost.cpu for cost in costs]):.2f}, floor"
        f" {median([cost.cpu for cost in floors]):.2f}",
    )
    return [speed, peak]


def test_import(record: Record, scale: Scale, corpus_file: Path, imported: Path) -> None:
    project, plain = imported / "ours.annotator", imported / "plain.db"

    def ours(_: int) -> Cost:
        _clear(project)
        corpus.new_project(project).close()
        return measure.run("annotator", "import", str(project), str(corpus_file), "--as", corpus.WHO, "--json")

    def floor(_: int) -> Cost:
        _clear(plain)
        return measure.run("floor_import", str(corpus_file), str(plain))

    costs, floors = measure.in_turn(ours, floor, scale.rounds)
    for path in (project, plain):
        connection = sqlite3.connect(path)
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("article", "span")]
        connection.close()
        assert counts == [scale.articles, scale.articles * corpus.SPANS_PER_BLOCK], path
    act = f"import {scale.articles:,} articles, {scale.articles * corpus.SPANS_PER_BLOCK:,} spans"
    for figure in _figures(act, 2.0, costs, floors):
        record(figure)


def test_export(record: Record, scale: Scale, imported: Path) -> None:
    project, plain = imported / "ours.annotator", imported / "plain.db"
    if not project.exists():
        pytest.skip("nothing was imported")

    def ours(turn: int) -> Cost:
        out = imported / f"out{turn}.jsonl"
        return measure.run("annotator", "export", str(project), str(out), "--format", "jsonl", "--json")

    def floor(turn: int) -> Cost:
        return measure.run("floor_export", str(plain), str(imported / f"plain{turn}.jsonl"))

    costs, floors = measure.in_turn(ours, floor, scale.rounds + 2)
    lines = (imported / "out0.jsonl").read_bytes().count(b"\n")
    assert lines == scale.articles
    for figure in _figures(f"export {scale.articles:,} articles (jsonl)", 1.5, costs, floors):
        record(figure)

"""Merging a colleague's copy of a large project, beside the import of the same: with differences, and again without."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from annotator.store.connection import writing
from annotator.store.project import Project
from tests.benchmarks import corpus, measure
from tests.benchmarks.measure import Cost, Figure, Record, Scale, median

MEMORY = 300.0  # MiB
SHARE = 0.135  # of the spans differ: 27,000 of 200,000
THERE = "bench111"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, scale: Scale, corpus_file: Path) -> Path:
    """`ours` with the whole corpus, and `theirs`, a copy in which every so many spans changed, went, or came."""
    folder = tmp_path_factory.mktemp("merged")
    ours, theirs = folder / "ours.annotator", folder / "theirs.annotator"
    corpus.new_project(ours).close()
    measure.run("annotator", "import", str(ours), str(corpus_file), "--as", corpus.WHO, "--json")
    shutil.copyfile(ours, theirs)
    differ(theirs)
    return folder


def differ(path: Path) -> int:
    """Changes a third of the differing spans' notes, deletes a third, adds a third; as a colleague's file has it."""
    with Project.open(path, site=THERE) as project:
        execute = project.connection.execute
        total = execute("SELECT count(*) FROM span").fetchone()[0]
        third = int(total * SHARE) // 3
        step = total // third
        with writing(project.connection, project.path):
            execute(
                "UPDATE span SET note='seen', rev=rev+1, site=? WHERE n%?=0",
                (THERE, step),
            )
            execute(
                "INSERT INTO tombstone(id,kind,rev,site,at) SELECT id, 'span', rev+1, ?, 0 FROM span WHERE n%?=1"
                " AND n NOT IN (SELECT head FROM relation UNION SELECT tail FROM relation)",
                (THERE, step),
            )
            execute("DELETE FROM span WHERE id IN (SELECT id FROM tombstone)")
            execute(
                'INSERT INTO span(id,rev,site,at,article,annotator,label,start,"end",words,attributes,codebook)'
                " SELECT 'ffff'||substr(id,5), 1, ?, 0, article, annotator, 'CUE', start, \"end\", words, '{}',"
                " codebook FROM span WHERE n%?=2 AND fragments IS NULL",
                (THERE, step),
            )
        return third * 3


def _clear(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _figures(act: str, goal: float, costs: list[Cost], floors: list[Cost]) -> list[Figure]:
    walls, floor_walls = [cost.wall for cost in costs], [cost.wall for cost in floors]
    peak = max(cost.peak_memory for cost in costs)
    return [
        Figure(
            act=act,
            unit="s",
            measured=median(walls),
            floor=median(floor_walls),
            goal=goal,
            relative=True,
            all_measured=walls,
            all_floors=floor_walls,
            note=f"processor seconds {median([cost.cpu for cost in costs]):.2f}",
        ),
        Figure(act=f"{act}: peak memory", unit="MiB", what="largest", measured=peak, goal=MEMORY),
    ]


def test_merge(record: Record, scale: Scale, corpus_file: Path, files: Path) -> None:
    """The floor is our own import of the same articles and spans, in turn with the merges."""
    merged, imported = files / "merged.annotator", files / "imported.annotator"
    first: list[Cost] = []
    again: list[Cost] = []
    floors: list[Cost] = []
    for _ in range(scale.rounds):
        _clear(merged)
        shutil.copyfile(files / "ours.annotator", merged)
        words = ("annotator", "merge", str(merged), str(files / "theirs.annotator"), "--json")
        first.append(measure.run(*words))
        _clear(imported)
        corpus.new_project(imported).close()
        floors.append(measure.run("annotator", "import", str(imported), str(corpus_file), "--as", corpus.WHO, "--json"))
        again.append(measure.run(*words))
    connection = sqlite3.connect(merged)
    changed = connection.execute("SELECT count(*) FROM span WHERE note='seen'").fetchone()[0]
    lines = connection.execute("SELECT count(*) FROM journal WHERE act='merge'").fetchone()[0]
    connection.close()
    assert changed > 0.04 * scale.articles * corpus.SPANS_PER_BLOCK
    assert lines == 1  # the second merge found nothing
    spans = scale.articles * corpus.SPANS_PER_BLOCK
    for figure in _figures(f"merge {spans:,} spans, {int(spans * SHARE):,} differences", 1.5, first, floors):
        record(figure)
    for figure in _figures(f"merge {spans:,} spans again, no change", 0.7, again, floors):
        record(figure)

"""Tagging in the window while a whole corpus comes in: by a job of the same window, and by another process."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtTest import QTest

from annotator.gui.jobs import Job
from annotator.store.project import Project
from annotator.work import imports
from annotator.work.report import ImportOptions
from tests.benchmarks import corpus, measure
from tests.benchmarks.desk import TAGS, Desk
from tests.benchmarks.measure import Figure, Record, Scale, p95, seconds

GOAL = 250.0  # ms, for 95 in 100
PAUSE = 20  # ms between two tags
STEP = 30  # characters from one tag to the next


def _tag_while(desk: Desk, running: Callable[[], bool], project: Path, scale: Scale) -> list[float]:
    """Tags one stretch after another as long as the import runs; each must be stored."""
    article = desk.session.article
    assert article is not None
    failures: list[str] = []
    desk.session.said.connect(lambda words, kind: failures.append(words) if kind == "failed" else None)
    before, times, turn = len(desk.session.spans), list[float](), 0
    while running() and (turn + 2) * STEP < len(article.text):
        start = article.text.index(" ", turn * STEP) + 2  # inside a word, where no span of the corpus begins
        desk.select(start, start + STEP // 2)
        times.append(seconds(partial(desk.press, TAGS[turn % 3])))
        turn += 1
        QTest.qWait(PAUSE)
    assert not failures
    assert turn >= scale.tags // 10, "the import was over too soon to say anything"
    with Project.open(project, read_only=True) as opened:
        assert len(opened.read.spans(article.id)) == before + turn
    return [value * 1000 for value in times]


def _figure(times: list[float], who: str) -> Figure:
    note = f"longest {max(times):.0f} ms, none of {len(times)} failed"
    act = f"tag while {who} imports"
    return Figure(act=act, unit="ms", measured=p95(times), goal=GOAL, what="95 in 100", note=note, all_measured=times)


def test_tag_beside_own_import(record: Record, scale: Scale, corpus_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "busy.annotator"
    corpus.sized_project(path, "100 KB / 1,000")
    desk = Desk(path)
    job = Job(path, lambda project: imports.run(project, [corpus_file], ImportOptions(annotator=corpus.WHO)))
    ended: list[object] = []
    job.done.connect(ended.append)
    job.start()
    times = _tag_while(desk, job.is_running, path, scale)
    end = time.monotonic() + 300
    while job.is_running() and time.monotonic() < end:
        QTest.qWait(50)
    QTest.qWait(50)
    desk.close()
    assert ended, "the import did not come to its end"
    record(_figure(times, "the window itself"))


def test_tag_beside_another_process(record: Record, scale: Scale, corpus_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "busy.annotator"
    corpus.sized_project(path, "100 KB / 1,000")
    desk = Desk(path)
    process = measure.start("annotator", "import", str(path), str(corpus_file), report=tmp_path / "report.json")
    times = _tag_while(desk, lambda: process.poll() is None, path, scale)
    _, errors = process.communicate(timeout=300)
    desk.close()
    assert process.returncode == 0, errors.decode(errors="replace")
    record(_figure(times, "another process"))

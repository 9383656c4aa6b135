"""The window while a job of its own imports or exports: the longest that it does not answer, painted frame by frame."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.formats import by_name
from annotator.gui.jobs import Job
from annotator.store.project import Project
from annotator.work import exports, imports
from annotator.work.progress import Progress
from annotator.work.report import ImportOptions
from tests.benchmarks import corpus, format_reading
from tests.benchmarks.desk import Desk
from tests.benchmarks.measure import Figure, Record, Scale, p95

GOAL = 50.0  # ms, for the worst frame
WAIT = 8  # ms between two frames: the window lets go of the interpreter, as it does while nobody types
IDLE = 1.5  # seconds of the window alone, before each job
OUT = ("doccano", "label_studio", "conll", "xlsx", "html")
IN = ("doccano", "csv", "xlsx", "docx", "html")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, scale: Scale) -> Path:
    """A project with the corpus in it, and files of it beside."""
    folder = tmp_path_factory.mktemp("beside")
    lines, path = folder / "corpus.jsonl", folder / "corpus.annotator"
    corpus.write_jsonl(lines, scale.slow)
    with corpus.new_project(path) as project:
        _run(imports.run(project, [lines], ImportOptions(annotator=corpus.WHO)))
        _run(exports.run(project, folder / "in.doccano", by_name("doccano"), options=exports.ExportOptions()))
    for name in ("csv", "xlsx"):
        format_reading.make_table(folder / f"in.{name}", scale.slow)
    for name in ("docx", "html"):
        format_reading.make_files(folder / f"in.{name}", name, scale.files)
    return path


def _run(job: Generator[Progress, None, Any]) -> None:
    for _ in job:
        pass


class Frame(NamedTuple):
    """Milliseconds that a frame took, and for how many of them its thread had a processor."""

    took: float
    own: float


def _frames(desk: Desk, going: Callable[[], bool]) -> list[Frame]:
    """Frame by frame: everything that waits in the window is done, and the article painted."""
    frames = []
    while going():
        began, busy = time.perf_counter(), time.thread_time()
        desk.text.viewport().update()
        QApplication.processEvents()
        frames.append(Frame((time.perf_counter() - began) * 1000, (time.thread_time() - busy) * 1000))
        time.sleep(WAIT / 1000)
    return frames


def _measured(act: str, path: Path, work: Callable[[Project], Generator[Progress, None, Any]]) -> Figure:
    gc.collect()
    desk = Desk(path)
    QTest.qWait(500)  # what a window does once it has been opened
    until = time.monotonic() + IDLE
    alone = _frames(desk, lambda: time.monotonic() < until)
    job, ended = Job(path, work), list[object]()
    job.done.connect(ended.append)
    job.start()
    frames = _frames(desk, job.is_running)
    QTest.qWait(50)
    desk.close()
    assert ended, "the job did not come to its end"
    times, worst = [one.took for one in frames], max(frames)
    at, over = frames.index(worst) * 100 // len(frames), sum(one > GOAL for one in times)
    note = f"95 in 100 {p95(times):.1f} ms of {len(times)} frames; {over} over the goal; the worst after {at} %, "
    note += f"{worst.own:.1f} ms of it its own: the rest it waited for the job or for a processor"
    return Figure(
        act=f"frame while the window {act}", unit="ms", measured=worst.took, floor=max(alone).took, goal=GOAL,
        what="worst", note=note, all_measured=times,
    )  # fmt: skip


@pytest.mark.parametrize("name", OUT)
def test_export_beside_window(name: str, record: Record, source: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out.{name}"

    def work(project: Project) -> Generator[Progress, None, Any]:
        return exports.run(project, out, by_name(name), options=exports.ExportOptions())

    record(_measured(f"exports {name}", source, work))


@pytest.mark.parametrize("name", IN)
def test_import_beside_window(name: str, record: Record, source: Path, tmp_path: Path) -> None:
    path = tmp_path / "busy.annotator"
    corpus.sized_project(path, "100 KB / 1,000")
    given = source.with_name(f"in.{name}")

    def work(project: Project) -> Generator[Progress, None, Any]:
        return imports.run(project, [given], ImportOptions(annotator=corpus.WHO, format=name))

    record(_measured(f"imports {name}", path, work))

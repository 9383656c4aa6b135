"""Jobs run beside the window: told how far, stopped between steps, one end each, whatever happens."""

from __future__ import annotations

import sys
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.core import edit
from annotator.core.errors import AnnotatorError, BadText, NotAProject
from annotator.gui.jobs import SWITCH, Job
from annotator.gui.views.status import StatusLine
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from annotator.work.progress import Progress
from tests.builders import make_article
from tests.gui.desk import articles, make_project, sitting

Run = Generator[Progress, None, Any]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project."""
    return make_project(tmp_path / "job.annotator")


def _ends(job: Job) -> list[str]:
    seen: list[str] = []
    for name in ("done", "failed", "cancelled", "broken"):
        getattr(job, name).connect(lambda *_, name=name: seen.append(name))
    return seen


def test_a_job_reports_and_returns(path: Path, qtbot: QtBot) -> None:
    threads: list[int] = []

    def work(project: Project) -> Run:
        threads.append(threading.get_ident())
        yield Progress(done=1, total=2)
        yield Progress(done=2, total=2)
        return project.read.article_count()

    before = sys.getswitchinterval()
    job = Job(path, work, title="Counting")
    ends, steps = _ends(job), []
    job.progressed.connect(steps.append)
    with qtbot.waitSignals([job.done, job.ended]):
        job.start()
        job.start()
        assert sys.getswitchinterval() == pytest.approx(SWITCH, rel=0.02)
    assert ends == ["done"]
    assert steps[0] == Progress(done=1, total=2)
    assert threads != [threading.get_ident()]
    assert sys.getswitchinterval() == pytest.approx(before)
    assert not job.is_running()


def test_a_known_error_is_handed_on(path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    def work(_: Project) -> Run:
        yield Progress(done=0)
        raise BadText(reason="it is empty", advice="Choose another")

    errors: list[AnnotatorError] = []
    job = Job(path, work)
    ends = _ends(job)
    job.failed.connect(errors.append)
    with qtbot.waitSignal(job.ended):
        job.start()
    assert [type(error) for error in errors] == [BadText]
    assert ends == ["failed"]
    other = tmp_path / "no.annotator"
    other.write_text("text")
    job = Job(other, work)
    job.failed.connect(errors.append)
    with qtbot.waitSignal(job.ended):
        job.start()
    assert [type(error) for error in errors] == [BadText, NotAProject]


def test_cancel_closes_the_generator(path: Path, qtbot: QtBot) -> None:
    cleaned: list[bool] = []

    def work(_: Project) -> Run:
        try:
            for step in range(1_000_000):
                yield Progress(done=step)
        finally:
            cleaned.append(True)

    job = Job(path, work)
    ends = _ends(job)
    with qtbot.waitSignal(job.progressed):
        job.start()
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert ends == ["cancelled"]
    assert cleaned == [True]


@pytest.mark.expects_errors
def test_a_fault_ends_it_too(path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: seen.append(kind.__name__))

    def work(_: Project) -> Run:
        yield Progress(done=0)
        raise ZeroDivisionError

    job = Job(path, work)
    ends = _ends(job)
    with qtbot.waitSignal(job.ended):
        job.start()
    assert ends == ["broken"]
    assert seen == ["ZeroDivisionError"]
    assert job.wait()


def test_the_status_line_shows_a_long_job_and_not_a_short_one(path: Path, qtbot: QtBot) -> None:
    release = threading.Event()

    def work(_: Project) -> Run:
        yield Progress(done=1, total=4)
        release.wait(20)
        yield Progress(done=4, total=4)

    top = QWidget()
    qtbot.addWidget(top)
    line = StatusLine(top)
    top.show()
    job = Job(path, work, title="Importing")
    line.follow(job)
    job.start()
    assert not line.job.isVisible()
    qtbot.waitUntil(line.job.isVisible)
    assert line.job.words.text() == "Importing"
    release.set()
    qtbot.waitUntil(lambda: not line.job.isVisible())
    qtbot.waitUntil(lambda: not job.is_running())


def test_what_a_job_has_not_finished_is_not_read_and_what_others_do_is(path: Path, qtbot: QtBot) -> None:
    first, last = threading.Event(), threading.Event()

    def work(project: Project) -> Run:
        me = project.owner
        assert me is not None
        with Bulk(project, act="import", title="Import", who=me.id) as bulk:
            bulk.add(articles=articles(3))
            yield Progress(done=0)
            first.wait(20)
            bulk.add(articles=[make_article("One more", title="One more")])
            yield Progress(done=1)
            last.wait(20)
            bulk.finish({})

    with sitting(path) as session, Project.open(path) as other:
        read: list[str] = []
        session.articles_changed.connect(lambda: read.append(""))
        job = Job(path, work)
        with qtbot.waitSignal(job.progressed):
            job.start()
        session.look()
        assert read == []
        assert session.project is not None
        assert session.project.read.newest_line() == other.read.newest_line()
        assert other.owner is not None
        article, me = other.read.article_by_n(2), other.owner.id
        other.apply(edit.set_state(article, me, state="done", before=None), who=me)
        session.look()
        assert read == [""]  # somebody else worked meanwhile
        first.set()
        with qtbot.waitSignal(job.ended):
            last.set()
        session.look()
        assert read == ["", ""]  # the job is whole
        session.look()
        assert read == ["", ""]


def test_the_file_is_not_brought_up_while_a_job_writes_to_it(
    path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, rested = threading.Event(), list[Path]()
    monkeypatch.setattr(Project, "rest", lambda project: rested.append(project.path))

    def work(_: Project) -> Run:
        yield Progress(done=0)
        go_on.wait(20)

    with sitting(path) as session:
        job = Job(path, work)
        with qtbot.waitSignal(job.progressed):
            job.start()
        session.rest()
        assert rested == []
        with qtbot.waitSignal(job.ended):
            go_on.set()
        qtbot.waitUntil(lambda: rested == [path], timeout=10_000)  # put off, not left out

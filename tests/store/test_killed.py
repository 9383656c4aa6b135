"""kill -9 at any moment: no acknowledged tag is lost, nothing of an unfinished import is left."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.store.project import Project
from tests.builders import make_article
from tests.store.conftest import SITE
from tests.store.support import bring, dump, sound

ROOT = Path(__file__).parents[2]
LONG = "word " * 2000

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a Unix matter")


def killed_after(path: Path, what: str, lines: int, *, count: int = 100_000) -> list[str]:
    """Starts the child, kills it once it has said so many lines, and gives all that it said."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.killed", what, str(path), str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    said = [child.stdout.readline() for _ in range(lines)]
    child.send_signal(signal.SIGKILL)
    # not communicate(): with a timeout it reads past what readline has buffered, and loses those lines
    rest = child.stdout.read()
    child.stdout.close()
    child.wait(timeout=30)
    assert child.returncode == -signal.SIGKILL
    # a line may have been cut by the kill: only whole ones were acknowledged
    return [line.strip() for line in (*said, *rest.splitlines(keepends=True)) if line.endswith("\n")]


def tag_and_kill(path: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    acknowledged: list[str] = []
    for _ in range(rounds):
        acknowledged += killed_after(path, "tags", chance.randint(1, 30), count=200)
        with Project.open(path, site=SITE) as project:
            spans = [span.id for span in project.read.spans(project.read.article_by_n(1).id)]
            assert set(acknowledged) <= set(spans)
            # at most the one that was committed but not yet said
            assert len(set(spans) - set(acknowledged)) <= 1
            acknowledged = spans
            assert project.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            lines = project.connection.execute("SELECT count(*) FROM journal WHERE act='tag'").fetchone()[0]
            assert lines == len(spans)
            sound(project)


@pytest.fixture
def loaded(project, me, path):
    """A closed project with one long article."""
    bring(project, me, [make_article(LONG + "ferries")])
    project.close()
    return path


@pytest.mark.slow
def test_no_acknowledged_tag_is_lost(loaded):
    tag_and_kill(loaded, 20, seed=1)


@pytest.mark.nightly
def test_no_acknowledged_tag_is_lost_long(loaded):
    tag_and_kill(loaded, 200, seed=2)


@pytest.mark.slow
def test_nothing_of_a_killed_import_is_left(loaded):
    with Project.open(loaded, site=SITE) as project:
        before = dump(project, stamps=True)
    for lines in (1, 2, 3, 9):
        said = killed_after(loaded, "load", lines)
        assert "whole" not in said
        # before anybody opens it to write, a reader sees nothing of it either
        with Project.open(loaded, site=SITE, read_only=True) as project:
            assert project.read.article_count() == 1
            assert project.read.stats().spans_by_label == {}
        with Project.open(loaded, site=SITE) as project:
            assert dump(project, stamps=True) == before
            sound(project)

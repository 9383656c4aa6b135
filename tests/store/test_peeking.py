"""A project that is looked at a second time in one process stays locked: another program leaves its log alone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from annotator.store import peeking
from annotator.store.project import Project
from tests.builders import NEWS

COLLEAGUE = """
import sys
from pathlib import Path
from annotator.store.project import Project

with Project.open(Path(sys.argv[1])) as project:
    project.add_annotator("Somebody else")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project."""
    path = tmp_path / "p.annotator"
    Project.create(path, codebook=NEWS, annotator="Ann").close()
    return path


def names(path: Path) -> list[str]:
    """What another connection reads."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM annotator ORDER BY n")]


def test_a_second_look_in_one_process_loses_no_lock(path: Path) -> None:
    with Project.open(path) as project:
        for _ in range(3):  # as background jobs do
            with Project.open(path, read_only=True) as other:
                other.read.stats()
        subprocess.run([sys.executable, "-c", COLLEAGUE, str(path)], check=True, timeout=60)
        assert Path(f"{path}-wal").exists()
        project.add_annotator("Me again")
        assert names(path) == ["Ann", "Somebody else", "Me again"]
    assert names(path) == ["Ann", "Somebody else", "Me again"]


@pytest.mark.skipif(os.name != "posix", reason="descriptors are counted by /proc")
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc here")
def test_nothing_stays_open(path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        with Project.open(path):
            for _ in range(5):
                Project.open(path, read_only=True).close()
    assert len(os.listdir("/proc/self/fd")) == before
    assert not peeking._kept
    assert not +peeking._connected


def test_a_connection_closed_twice_counts_once(path: Path) -> None:
    with Project.open(path) as project:
        second = Project.open(path)
        second.connection.close()
        second.connection.close()
        assert peeking.peek(path, 16)[0] == b"SQLite format 3\0"
        assert sum(peeking._connected.values()) == 1
        project.add_annotator("Me again")

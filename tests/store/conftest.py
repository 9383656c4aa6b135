"""Projects for the tests of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.model import Annotator
from annotator.store.project import Project
from tests.builders import NEWS

SITE = "aaaaaaaa"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the project of this test lies."""
    return tmp_path / "ferries.annotator"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    """An open project made for Ann, without articles."""
    with Project.create(path, codebook=NEWS, annotator="Ann", site=SITE) as one:
        yield one


@pytest.fixture
def me(project: Project) -> Annotator:
    """Ann."""
    owner = project.owner
    assert owner is not None
    return owner

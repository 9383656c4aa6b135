"""The sample project: six articles about invented events, made from the program's own resources."""

from __future__ import annotations

from pathlib import Path

from annotator import assets, settings
from annotator.core import codebook as codebooks
from annotator.store.project import Project

NAME = "Sample.annotator"


def sample_project(folder: Path) -> Path:
    """The sample project in a folder, made if it is not there yet; raises AnnotatorError."""
    path = folder / NAME
    if not path.exists():
        make_sample(path, annotator=settings.load().settings.annotator)
    return path


def make_sample(path: Path, *, annotator: str) -> None:
    """Makes the project and takes the articles in; raises AnnotatorError, and then leaves no file behind."""
    from annotator.work.imports import run
    from annotator.work.report import ImportOptions

    codebook = codebooks.loads(assets.read_bytes("codebooks/news.json"), name="news")
    with Project.create(path, codebook=codebook, annotator=annotator) as project:
        for _ in run(project, [assets.path("samples/news.jsonl")], ImportOptions()):
            pass  # six articles: nothing to show while they come

"""Runs jobs to their end and compares whole projects."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator
from pathlib import Path
from typing import Any, TypeVar

from annotator.formats import by_name
from annotator.store.project import Project
from annotator.work import exports, imports
from annotator.work.progress import Progress
from tests.builders import NEWS

Report = TypeVar("Report")


def done(job: Generator[Progress, None, Report]) -> Report:
    """What a job returns at its end."""
    while True:
        try:
            next(job)
        except StopIteration as end:
            result: Report = end.value
            return result


def new_project(path: Path, **fields: Any) -> Project:
    """An empty project with the News codebook, for Ana."""
    return Project.create(path, codebook=fields.pop("codebook", NEWS), annotator="Ana", site="aaaaaaaa", **fields)


def take(project: Project, *sources: Any, **options: Any) -> imports.ImportReport:
    """Imports and returns the report."""
    return done(imports.run(project, sources, imports.ImportOptions(**options)))


def put(project: Project, out: Path, name: str = "jsonl", **options: Any) -> exports.ExportReport:
    """Exports and returns the report."""
    return done(exports.run(project, out, by_name(name, writes=True), options=exports.ExportOptions(**options)))


def write_lines(path: Path, *rows: Any) -> Path:
    """A JSONL file; a text stays as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def dump(path: Path) -> list[str]:
    """Everything in a project file, as SQL; of the search index only that it fits is proved elsewhere."""
    connection = sqlite3.connect(path)
    try:
        return [line for line in connection.iterdump() if not line.startswith('INSERT INTO "search_')]
    finally:
        connection.close()

"""Collects the figures of all benchmarks, prints them as one table, writes one JSON, fails when a goal is missed."""

from __future__ import annotations

import os
import platform
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator import settings
from tests.benchmarks import corpus
from tests.benchmarks.measure import QUICK, Figure, Record, Scale

_figures: list[Figure] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", metavar="FILE", help="write the figures as JSON")
    parser.addoption("--quick", action="store_true", help="a small corpus and few rounds: to try the suite itself")
    parser.addoption("--full", action="store_true", help="every format with as many articles, the slow ones too")


@pytest.fixture(autouse=True)
def analyst(settings_folder: Path) -> None:
    """Whoever opens a project of the corpus is the annotator whose spans stand in it."""
    settings.update(annotator=corpus.WHO)


@pytest.fixture(scope="session")
def scale(request: pytest.FixtureRequest) -> Scale:
    """The sizes of this run."""
    if request.config.getoption("--quick"):
        return QUICK
    return Scale(slow=10_000, files=1_000) if request.config.getoption("--full") else Scale()


@pytest.fixture(scope="session")
def record() -> Record:
    """Hands a figure in."""
    return _figures.append


@pytest.fixture(scope="session")
def corpus_file(tmp_path_factory: pytest.TempPathFactory, scale: Scale) -> Path:
    """The corpus as JSONL."""
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    corpus.write_jsonl(path, scale.articles)
    return path


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if not _figures:
        return
    rows = [("act", "measured", "floor", "ratio", "goal", "")]
    rows += [_row(figure) for figure in _figures]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    terminalreporter.section("speed and memory beside their floors")
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        terminalreporter.write_line("  ".join(cells).rstrip())
    target = config.getoption("--figures")
    if target:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        Path(target).write_bytes(msgspec.json.format(msgspec.json.encode(_as_json()), indent=1) + b"\n")


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not all(figure.kept for figure in _figures):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _row(figure: Figure) -> tuple[str, ...]:
    floor = "" if figure.floor is None else _amount(figure.floor, figure.unit)
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    name = f"{figure.act} ({figure.what})"
    verdict = "ok" if figure.kept else "OVER"
    return name, _amount(figure.measured, figure.unit), floor, ratio, figure.goal_in_words, verdict


def _amount(value: float, unit: str) -> str:
    return f"{value:.2f} {unit}" if value < 10 else f"{value:.1f} {unit}"


def _as_json() -> dict[str, Any]:
    machine = {
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    figures = [
        msgspec.structs.asdict(figure) | {"ratio": figure.ratio, "kept": figure.kept, "goal_says": figure.goal_in_words}
        for figure in _figures
    ]
    return {"machine": machine, "figures": figures, "kept": all(figure.kept for figure in _figures)}

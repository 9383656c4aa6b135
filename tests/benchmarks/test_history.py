"""The history of a project with a journal of 100,000 steps: opened, scrolled through, narrowed down."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.core.model import new_id
from annotator.gui.dialogs.history import HistoryDialog
from annotator.store.project import Project
from tests.benchmarks import corpus
from tests.benchmarks.desk import Desk, wait
from tests.benchmarks.measure import Figure, Record, Scale, median, p95, seconds

OPEN_GOAL, TURN_GOAL, FILTER_GOAL = 300.0, 16.0, 300.0  # ms
ROUNDS = 7
WORDS = "brandvold 77"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, scale: Scale) -> Path:
    """Steps on some hundred articles, of which each tells its own title."""
    path = tmp_path_factory.mktemp("history") / "large.annotator"
    corpus.planted_project(path, min(2_000, scale.listed))
    with Project.open(path) as made:
        assert made.owner is not None
        who, site, articles = (
            made.owner.id,
            made.site,
            [row[0] for row in made.connection.execute("SELECT id FROM article")],
        )
        rows = (
            (
                new_id(),
                1_900_000_000_000 + at,
                site,
                who,
                f"Tag ACTOR “Ilse Brandvold {at}”",
                articles[at % len(articles)],
            )
            for at in range(scale.listed)
        )
        made.connection.execute("BEGIN")
        made.connection.executemany(
            "INSERT INTO journal(id,at,site,who,act,title,article) VALUES(?,?,?,?,'tag',?,?)", rows
        )
        made.connection.execute("COMMIT")
    return path


@pytest.fixture
def desk(project: Path) -> Iterator[Desk]:
    """A window on it."""
    desk = Desk(project)
    yield desk
    desk.close()


def _plain(path: Path, where: str = "1") -> float:
    """The floor: the numbers of the lines, straight from the table."""
    with closing(sqlite3.connect(path)) as connection:
        query = f"SELECT group_concat(n) FROM (SELECT n FROM journal WHERE {where} ORDER BY n DESC)"
        return seconds(lambda: connection.execute(query).fetchone()) * 1000


def _opened(desk: Desk) -> HistoryDialog:
    dialog = HistoryDialog(desk.window.commands.hands.histories, desk.window)
    dialog.show()
    wait(lambda: dialog.model.rowCount() > 0)
    QApplication.processEvents()
    return dialog


def test_history(record: Record, scale: Scale, project: Path, desk: Desk) -> None:
    opened, floors, turned, filtered, plain = [], [], [], [], []
    for _ in range(ROUNDS):
        floors.append(_plain(project))
        start = time.perf_counter()
        dialog = _opened(desk)
        opened.append((time.perf_counter() - start) * 1000)
        wait(lambda dialog=dialog: dialog.model.complete)
        assert dialog.model.rowCount() >= scale.listed
        bar = dialog.view.verticalScrollBar()

        def turn(step: int, dialog: HistoryDialog = dialog) -> None:
            dialog.view.verticalScrollBar().setValue(step)
            dialog.view.viewport().repaint()

        turned += [seconds(partial(turn, step * bar.maximum() // 40)) * 1000 for step in range(40)]
        plain.append(_plain(project, "title LIKE '%brandvold%' AND title LIKE '%77%'"))
        before = dialog.model.rowCount()
        dialog.filters.words.setText(WORDS)

        def narrow(dialog: HistoryDialog = dialog, before: int = before) -> None:
            dialog.filters.changed.emit()
            wait(lambda: dialog.model.rowCount() < before)
            QApplication.processEvents()

        filtered.append(seconds(narrow) * 1000)
        dialog.reject()
        QApplication.processEvents()
    note = f"{scale.listed:,} steps"
    for act, times, floor, goal in (
        ("open the history", opened, floors, OPEN_GOAL),
        ("narrow the history down to words", filtered, plain, FILTER_GOAL),
    ):
        figure = Figure(
            act=act, unit="ms", measured=p95(times), floor=median(floor), goal=goal, what="95 in 100",
            note=f"{note}; median {median(times):.1f} ms", all_measured=times, all_floors=floor,
        )  # fmt: skip
        record(figure)
    words = f"{note}, 95 in 100: {p95(turned):.1f} ms"
    record(Figure(act="turn a page of the history", unit="ms", measured=median(turned), goal=TURN_GOAL, note=words))

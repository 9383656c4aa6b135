"""Searching and tagging all in a project of 100,000 articles, with an article of 100 KB and 1,000 spans open."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.core.occurrences import Manner
from annotator.core.query import parse
from annotator.gui.dialogs.tag_all import Beginning, TagAll
from annotator.gui.views.concordance import Concordance
from tests.benchmarks import corpus
from tests.benchmarks.desk import Desk, wait
from tests.benchmarks.measure import Figure, Record, Scale, median, p95, seconds

PAGE_GOAL, PREVIEW_GOAL, APPLY_GOAL, SCROLL_GOAL = 100.0, 300.0, 500.0, 16.0  # ms
# A word of nearly every article, one of some thousand, a phrase, the planted name, and a beginning.
TYPED = ("the", "council", '"the council"', "Brandvold", "canal*")
ROUNDS = 5


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, scale: Scale) -> Path:
    path = tmp_path_factory.mktemp("searching") / "large.annotator"
    corpus.planted_project(path, scale.listed)
    return path


@pytest.fixture
def desk(project: Path) -> Iterator[Desk]:
    desk = Desk(project)
    yield desk
    desk.close()


def _page(desk: Desk) -> Concordance:
    searching = desk.window.commands.hands.searching
    searching.search("")
    page: Concordance = searching.page
    wait(lambda: page._hunt is None and page._outlets is None and desk.window.list.model.complete)
    return page


def _first_rows(page: Concordance, typed: str) -> float:
    """From the question to the first rows painted, in ms; typing and its pause are before that."""
    page.words.setText(typed)
    page._typed.stop()

    def ask() -> None:
        page.look()
        wait(lambda: page._follows)
        QApplication.processEvents()  # paints what waits to be painted

    return seconds(ask) * 1000


def _plain_rows(path: Path, word: str) -> float:
    """The floor: fifty snippets straight from the index."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rowid, snippet(search,1,'[',']','…',20) FROM search WHERE search MATCH ? LIMIT 50"
        return seconds(lambda: connection.execute(query, (word,)).fetchall()) * 1000


def test_first_page(record: Record, project: Path, desk: Desk) -> None:
    page = _page(desk)
    for typed in TYPED:
        times, floors = [], []
        for _ in range(ROUNDS):
            floors.append(_plain_rows(project, typed))
            times.append(_first_rows(page, typed))
            wait(lambda: page._hunt is None)
        figure = Figure(
            act=f"first page of a concordance, {typed}",
            unit="ms",
            measured=p95(times),
            floor=median(floors),
            goal=PAGE_GOAL,
            what="95 in 100",
            note=f"{page.strip.words()}; median {median(times):.1f} ms",
            all_measured=times,
            all_floors=floors,
        )
        record(figure)


def test_scrolling_through_many_hits(record: Record, scale: Scale, desk: Desk) -> None:
    page = _page(desk)
    _first_rows(page, "the")
    wait(lambda: page._hunt is None)
    assert page.model.rowCount() >= min(10_000, scale.listed)
    times, bar = [], page.view.verticalScrollBar()

    def turn(step: int) -> None:
        bar.setValue(step * bar.maximum() // 60)
        page.view.viewport().repaint()

    for step in range(60):
        times.append(seconds(partial(turn, step)) * 1000)
    note = f"{page.model.rowCount():,} rows, 95 in 100: {p95(times):.1f} ms"
    figure = Figure(act="turn a page of hits", unit="ms", measured=median(times), goal=SCROLL_GOAL, note=note)
    record(figure)


def _plain_preview(path: Path) -> float:
    """The floor: the texts that the index names, and a pattern over them."""
    pattern = re.compile(r"\bIlse Brandvold\b")

    def find() -> int:
        texts = connection.execute(
            "SELECT text FROM article WHERE n IN (SELECT rowid FROM search WHERE search MATCH '\"ilse brandvold\"')"
        )
        return sum(1 for (text,) in texts for _ in pattern.finditer(text))

    with closing(sqlite3.connect(path)) as connection:
        return seconds(find) * 1000


def _plain_insert(path: Path, count: int) -> float:
    """The floor: as many plain rows in one transaction."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS span(n INTEGER PRIMARY KEY, article, start, last, words, more)")
        rows = [(number, 7, 21, "Ilse Brandvold", "{}") for number in range(count)]

        def insert() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO span(article,start,last,words,more) VALUES(?,?,?,?,?)", rows)
            connection.execute("COMMIT")

        return seconds(insert) * 1000


def test_tag_all(record: Record, scale: Scale, project: Path, desk: Desk, tmp_path: Path) -> None:
    previews, applied, floors, inserts = [], [], [], []
    wait(lambda: desk.window.list.model.complete)
    session, wanted = desk.session, scale.listed // corpus.PLANTED
    for _ in range(ROUNDS):
        floors.append(_plain_preview(project))
        inserts.append(_plain_insert(tmp_path / "plain.db", wanted))
        begun = Beginning(
            words="Ilse Brandvold", query=parse('"Ilse Brandvold"'), manner=Manner(exact=True), label="ACTOR"
        )
        held: list[TagAll] = []

        def look(begun: Beginning = begun, held: list[TagAll] = held) -> None:
            dialog = TagAll(session, begun, desk.window)
            held.append(dialog)
            dialog.show()
            wait(lambda: dialog._hunt is None)
            QApplication.processEvents()

        previews.append(seconds(look) * 1000)
        (dialog,) = held
        assert dialog.model.chosen_count() == wanted

        def tag(dialog: TagAll = dialog) -> None:
            dialog.primary.click()
            wait(lambda: dialog.report is not None)

        applied.append(seconds(tag) * 1000)
        assert dialog.report is not None
        assert dialog.report.tagged == wanted
        session.undo()
        desk.settle()
    for act, times, floor, goal in (
        (f"tag all: preview of {wanted:,} hits", previews, floors, PREVIEW_GOAL),
        (f"tag all: {wanted:,} hits tagged", applied, inserts, APPLY_GOAL),
    ):
        figure = Figure(
            act=act,
            unit="ms",
            measured=p95(times),
            floor=median(floor),
            goal=goal,
            what="95 in 100",
            note=f"median {median(times):.1f} ms",
            all_measured=times,
            all_floors=floor,
        )
        record(figure)

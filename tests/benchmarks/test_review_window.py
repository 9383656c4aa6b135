"""The review page on five layers of 200 spans: a comparison opened and painted, the next difference, one decided."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.reviewing import Reviewing
from tests.benchmarks.desk import Bare, Desk, spin
from tests.benchmarks.measure import Figure, Record, Scale, median, p95
from tests.benchmarks.test_review import PEOPLE, SPANS, five_layers

ARTICLES = 6
OPEN, NEXT, DECIDE = 100.0, 30.0, 100.0  # ms


class Reviewer:
    """Somebody at the review page of the real window."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.window.commands.actions.by_id["page_review"].trigger()
        self.room: Reviewing = desk.window.commands.hands.reviewing
        self.text = self.room.paper.text
        self.paints: list[float] = []
        self.text.painted.connect(self._note)
        spin(lambda: not self.room.comparing.busy)
        spin(self.text.hasFocus)
        self.settle()

    def _note(self) -> None:
        self.paints.append(time.perf_counter())

    def painted(self, act: Callable[[], object]) -> float:
        """Does something; milliseconds to the end of the text's next paint event."""
        self.paints.clear()
        began = time.perf_counter()
        act()
        spin(lambda: bool(self.paints))
        return (self.paints[0] - began) * 1000

    def settle(self) -> None:
        """Everything that waits is done."""
        self.painted(self.text.viewport().update)
        QTest.qWait(5)

    def press(self, key: Qt.Key) -> float:
        """Presses a key; milliseconds until the text is painted."""
        made = self.painted(lambda: QTest.keyClick(self.desk.window.windowHandle(), key))
        self.settle()
        return made


def test_review_window(record: Record, scale: Scale, tmp_path: Path) -> None:
    desk, bare = Desk(five_layers(tmp_path / "five.annotator", ARTICLES)), Bare(tmp_path / "bare.db")
    try:
        desk.activate()
        reviewer = Reviewer(desk)
        opened, shown = _opened(reviewer, bare, scale)
        steps, decided, floors = _walked(reviewer, bare, scale)
    finally:
        desk.close()
        bare.shut()
    what = f"{len(PEOPLE)} layers of {SPANS} spans"
    for act, measured, floor, goal, note in (
        (f"comparison of {what} opened and painted", opened, shown, OPEN, "floor: Qt shows the bare text"),
        ("next difference painted", steps, floors, NEXT, "floor: one row and one paint"),
        ("difference decided, next one painted", decided, floors, DECIDE, "the article is compared again"),
    ):
        some = measured is opened  # as few as articles are opened elsewhere
        record(
            Figure(
                act=act,
                unit="ms",
                measured=median(measured) if some else p95(measured),
                floor=median(floor) if some else p95(floor),
                goal=goal,
                what="median" if some else "95 in 100",
                note=f"median {median(measured):.1f} ms; {note}",
                all_measured=measured,
                all_floors=floor,
            )
        )


def _opened(reviewer: Reviewer, bare: Bare, scale: Scale) -> tuple[list[float], list[float]]:
    """Article after article; each of them is read, compared, laid out and painted."""
    room, opened, shown = reviewer.room, list[float](), list[float]()
    assert room.comparing.queue is not None
    titles = list(room.comparing.queue.titles)
    for turn in range(max(scale.opens, 3) + 1):
        article = titles[(turn + 1) % len(titles)]
        opened.append(reviewer.painted(lambda key=article: room.open(key)))  # type: ignore[misc]
        assert room.review is not None
        assert room.review.article.id == article
        reviewer.settle()
        shown.append(bare.open(room.review.article.text))
        QApplication.processEvents()
    return opened[1:], shown[1:]


def _walked(reviewer: Reviewer, bare: Bare, scale: Scale) -> tuple[list[float], list[float], list[float]]:
    """Space through one article's differences, then each decided by 1."""
    room, steps, decided, floors = reviewer.room, list[float](), list[float](), list[float]()
    queue = room.comparing.queue
    assert queue is not None
    room.open(next(iter(queue.titles)))
    reviewer.desk.window.activateWindow()
    room.read()
    reviewer.settle()
    for _ in range(scale.tags // 2):
        before = room.case
        steps.append(reviewer.press(Qt.Key.Key_Space))
        assert room.case is not before
        floors.append(bare.insert_and_paint())
    room.open(next(iter(queue.titles)))
    for _ in range(scale.tags // 2):
        before = room.case
        decided.append(reviewer.press(Qt.Key.Key_1))
        assert room.case is not before
    return steps, decided, floors

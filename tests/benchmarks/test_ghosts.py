"""Ghosts on a long article: after a caret move or a tag is painted, until the dotted frames are painted too."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.landing import Landing
from tests.benchmarks import corpus
from tests.benchmarks.desk import Bare, Desk, spin
from tests.benchmarks.measure import Figure, Record, Scale, median, p95, seconds

SIZE = "100 KB / 1,000"
GOAL = 8.0  # ms, for 95 in 100
_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_PageDown)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The window on the article."""
    path = tmp_path / "ghosts.annotator"
    corpus.sized_project(path, SIZE)
    desk = Desk(path)
    QTest.qWait(200)
    desk.text.setFocus()
    yield desk
    desk.close()


@pytest.fixture
def bare(tmp_path: Path, desk: Desk) -> Iterator[Bare]:
    """The floor's window, on the same text."""
    bare = Bare(tmp_path / "bare.db")
    article = desk.session.article
    assert article is not None
    bare.open(article.text)
    yield bare
    bare.shut()


def ghosts_painted(desk: Desk, landing: Landing) -> None:
    """Works the ghosts out and waits until they are painted, where they are others than before."""
    before = desk.text.marks.ghosts
    desk.paints.clear()
    landing.draw()
    if desk.text.marks.ghosts and desk.text.marks.ghosts != before:
        spin(lambda: bool(desk.paints))


def painted_without(desk: Desk, landing: Landing, act: Callable[[], object]) -> None:
    """Does something and waits for its own painting, which the ghosts must not hold up; they are not worked out yet."""

    def then() -> None:
        act()
        landing._later.stop()
        desk.text.viewport().update()

    desk.painted(then)
    landing._ahead.stop()  # nor may what is idle here find them beforehand
    follow(desk)
    landing._later.stop()


def follow(desk: Desk) -> None:
    """Menus, panel and list follow a tag a moment later: they are painted too, and not what is measured here."""
    QTest.qWait(50)
    timers = desk.window.panel._late, desk.window.commands._later
    spin(lambda: not any(timer.isActive() for timer in timers))
    QTest.qWait(20)  # on a busy machine their layout and painting wait, and would be done with that of the ghosts


def read_meanwhile(landing: Landing) -> None:
    """What the window does by itself while the analyst reads and selects, done at once: sleeping cools the caches."""
    landing._ahead.start()
    while landing._ahead.isActive():
        landing._ahead.stop()
        landing._read_ahead()


def test_after_a_caret_move(record: Record, scale: Scale, desk: Desk, bare: Bare) -> None:
    landing = desk.window.commands.hands.landing
    text = desk.session.article.text if desk.session.article else ""
    rng, times, busy, floors, shown = random.Random(5), list[float](), list[float](), list[float](), 0
    desk.activate()
    desk.text.setFocus()
    for turn in range(scale.tags):
        if turn % 12 == 0:
            desk.text.set_caret(rng.randrange(len(text) * 8 // 10))
            desk.settle()
        key = _KEYS[turn % len(_KEYS)]
        read_meanwhile(landing)
        painted_without(desk, landing, partial(QTest.keyClick, desk.text, key))
        began = time.thread_time()
        times.append(1000 * seconds(partial(ghosts_painted, desk, landing)))
        busy.append(1000 * (time.thread_time() - began))
        floors.append(bare.painted(bare.viewport().update))
        shown += bool(desk.text.marks.ghosts)
    assert shown > scale.tags // 4
    record(_figure("a caret move painted to its ghosts painted", times, busy, floors))


def test_after_a_tag(record: Record, scale: Scale, desk: Desk, bare: Bare) -> None:
    landing = desk.window.commands.hands.landing
    text = desk.session.article.text if desk.session.article else ""
    rng, times, busy, floors = random.Random(6), list[float](), list[float](), list[float]()
    desk.activate()
    desk.text.setFocus()
    before = len(desk.session.spans)
    for _ in range(scale.tags):
        start = text.index(" ", rng.randrange(len(text) * 9 // 10)) + 2
        desk.text.set_caret(start)
        desk.settle()  # the analyst is there and reads before selecting
        desk.select(start, text.index(" ", start + rng.randrange(6, 30)))
        read_meanwhile(landing)
        painted_without(desk, landing, partial(QTest.keyClick, desk.text, Qt.Key.Key_A))
        began = time.thread_time()
        times.append(1000 * seconds(partial(ghosts_painted, desk, landing)))
        busy.append(1000 * (time.thread_time() - began))
        assert len(desk.session.spans) == before + 1
        floors.append(bare.painted(bare.viewport().update))
        desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    record(_figure("a tag painted to its ghosts painted", times, busy, floors))


def _figure(act: str, times: list[float], busy: list[float], floors: list[float]) -> Figure:
    return Figure(
        act=f"{act}, {SIZE}",
        unit="ms",
        measured=p95(times),
        floor=p95(floors),
        goal=GOAL,
        what="95 in 100",
        note=f"median {median(times):.1f} ms, floor {median(floors):.1f} ms, the thread's own time {p95(busy):.1f} ms",
        all_measured=times,
        all_floors=floors,
    )

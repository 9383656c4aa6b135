"""Ties in the real window on a long article: from R to the offers painted, from Enter to the tie stored and painted."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.store.project import Project
from tests.benchmarks import corpus
from tests.benchmarks.desk import Bare, Desk
from tests.benchmarks.measure import Figure, Record, Scale, median, p95

SIZE = "100 KB / 1,000"
OFFERS, TIE = 30.0, 16.0  # ms, for 95 in 100


def test_ties(record: Record, scale: Scale, tmp_path: Path) -> None:
    path = tmp_path / "ties.annotator"
    corpus.sized_project(path, SIZE)
    desk, bare = Desk(path), Bare(tmp_path / "bare.db")
    try:
        article = desk.session.article
        assert article is not None
        bare.open(article.text)
        desk.activate()
        times = _turns(desk, bare, scale.tags)
        with Project.open(path, read_only=True) as project:
            made = len(project.read.relations(article.id, desk.session.layer.annotator))
        assert made == len(desk.session.relations)
    finally:
        desk.close()
        bare.shut()
    for act, goal in (("offers shown", OFFERS), ("tie committed and painted", TIE), ("tie undone and painted", TIE)):
        figure = Figure(
            act=f"{act}, {SIZE}",
            unit="ms",
            measured=p95(times[act]),
            floor=p95(times["floor"]),
            goal=goal,
            what="95 in 100",
            note=f"median {median(times[act]):.1f} ms, floor {median(times['floor']):.1f} ms",
            all_measured=times[act],
            all_floors=times["floor"],
        )
        record(figure)


def _turns(desk: Desk, bare: Bare, count: int) -> dict[str, list[float]]:
    """Ties quotes anywhere in the article to the second offer, and takes every tie back."""
    heads = [one for one in desk.session.spans if one.label == "QUOTE"]
    rng = random.Random(5)
    times: dict[str, list[float]] = {"offers shown": [], "tie committed and painted": [], "tie undone and painted": []}
    floors = []
    for turn in range(count + 3):
        desk.session.reach(rng.choice(heads).id)
        desk.text.setFocus()
        desk.settle()
        before = len(desk.session.relations)
        floors.append(bare.insert_and_paint())
        shown = desk.press(Qt.Key.Key_R)
        field = QApplication.focusWidget()
        assert field is not None
        assert desk.session.mode == "choosing"
        QTest.qWait(5)
        tied = desk.painted(partial(QTest.keyClick, field, Qt.Key.Key_Return))
        assert len(desk.session.relations) == before + 1
        QTest.qWait(5)
        undone = desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert len(desk.session.relations) == before
        if turn >= 3:
            for act, time in zip(times, (shown, tied, undone), strict=True):
                times[act].append(time)
    return {**times, "floor": floors[3:]}

"""How well people agree: figures counted in the background, filters, what lies behind a number, nothing to compare."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget

from annotator.gui import agreeing
from annotator.gui.agreeing import Agreeing
from annotator.gui.hunting import Hunt
from annotator.gui.pages import AGREEMENT, REVIEW
from annotator.work import agreement
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk

# An emoji, a combining mark, Arabic and Chinese before the spans: positions are code points.
TEXT = "🌊 Ilse Bránd told الصحيفة 新闻 that 40 percent of the wells are dry, and Jon Ek agreed with her on that."


def line(key: str, who: str, **moved: int) -> dict[str, Any]:
    def mark(name: str, words: str, label: str) -> dict[str, Any]:
        start = TEXT.index(words)
        kind = "group" if (name, key) == ("Bo", "c") else "person"
        return {
            "attributes": {"type": kind} if label == "ACTOR" else {},
            "start": start + (moved.get(name, 0) if label == "ACTOR" else 0),
            "end": start + len(words),
            "label": label,
            "annotator": name,
        }

    spans = [
        mark(name, words, label)
        for name in who.split()
        for words, label in (("Ilse Bránd", "ACTOR"), ("40 percent", "STATISTIC"))
    ]
    return {"id": key, "text": f"{TEXT} {key}", "title": f"Wells <b>{key}</b>", "spans": spans,
            "states": dict.fromkeys(who.split(), "done")}  # fmt: skip


@pytest.fixture
def path(make: Make, tmp_path: Path) -> Path:
    """Three articles by two, one of them also by a third; one by one alone."""
    rows = [line("a", "Ana Bo Cleo"), line("b", "Ana Bo", Bo=5), line("c", "Ana Bo"), line("d", "Ana")]
    source = tmp_path / "layers.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return make("wells", files=(source,))


def room_of(desk: Desk) -> Agreeing:
    room = desk.window.pages.room
    assert isinstance(room, Agreeing)
    return room


def counted(desk: Desk) -> Agreeing:
    """The page, once the figures are there."""
    room = room_of(desk)
    desk.until(lambda: room.found is not None)
    desk.settle()
    return room


def lines(room: Agreeing) -> list[str]:
    """What a screen reader says of each line."""
    model = room.page.model
    return [model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def test_by_keys(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+3")
        room = counted(desk)
        assert room.page.list.hasFocus()
        assert "3 annotators, 3 articles, 1,000 bootstrap samples (seed 0)" in desk.said
        said = lines(room)
        assert said[0].startswith("All labels: F1, exact 0.900, 95 % interval ")
        assert said[1].startswith("Actor: F1, exact 0.800")
        assert said[2].startswith("Statistic: F1, exact 1.000")
        desk.press("Down")
        assert room.page.pairs_title.text() == "Actor: pairs"
        assert room.page.definition.title.text() == "F1, exact, over spans"
        desk.press("D")
        assert room.page.definition.hasFocus()
        assert "2PR" in room.page.definition.accessibleDescription()
        desk.press("Escape")
        assert room.page.list.hasFocus()
        desk.press("F6")
        assert room.page.pairs.hasFocus()
        desk.press("Ctrl+1")
        assert desk.text.hasFocus()

    assert sit(path, day=day) == 0


def test_other_ways_to_look(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+3")
        page = counted(desk).page
        desk.click(page.filters.ways._group.button(1))
        assert lines(room_of(desk))[1].startswith("Actor: F1, overlap 1.000")
        desk.click(page.filters.ways._group.button(0))
        desk.click(page.filters.means._group.button(1))
        assert lines(room_of(desk))[1].startswith("Actor: F1, exact 0.667")
        row = page.list.visualRect(page.model.index(1, 0))
        desk.click(page.list.viewport(), QPoint(60, row.center().y()))  # its name: the line is chosen, no more
        assert desk.window.pages.here == AGREEMENT
        cell = page.pairs.table.cells[1][2]
        assert cell.text == "0.67"
        assert cell.said.startswith("Ana and Bo: F1, exact 0.667")
        assert page.pairs.table.cells[1][1].text == "–"
        assert page.confusions.table.cells[1][1].text == "5"
        assert [one.text for one in page.confusions.table.cells[0]] == ["", "Actor", "Statistic", "nothing"]
        desk.click(page.list.viewport(), row.center())
        desk.until(lambda: desk.window.pages.here == REVIEW)

    assert sit(path, day=day) == 0


def test_filters_count_anew(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+3")
        room = counted(desk)
        filters = room.page.filters
        filters.articles.setCurrentIndex(1)
        filters.articles.activated.emit(1)
        desk.until(lambda: room.found is not None and room.found.articles == 1)
        filters.articles.setCurrentIndex(0)
        filters.articles.activated.emit(0)
        desk.until(lambda: room.found is not None and room.found.articles == 3)
        labels = {action.text(): action for action in filters.labels.menu().actions()}
        labels["Statistic"].toggle()
        desk.until(lambda: room.found is not None and room.found.measures[0].pooled == 1)
        assert not any("Actor" in one for one in lines(room))
        labels["Statistic"].toggle()
        people = {action.text(): action for action in filters.people.menu().actions()}
        people["Cleo"].toggle()
        desk.until(lambda: room.found is not None and room.found.annotators == ("Ana", "Bo"))
        assert filters.people.text() == "2 annotators"

    assert sit(path, day=day) == 0


def test_what_was_left_out(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+3")
        room = counted(desk)
        assert "1 articles: fewer than two annotators have a finished layer" in room.page.left.words.text()

        def look(dialog: Any) -> None:
            rows = dialog.findChild(QListWidget)
            assert rows.count() == 1
            assert "<b>d</b>" in rows.item(0).text()
            assert "Ana" in rows.item(0).text()
            assert rows.hasFocus()
            QTest.keyClick(rows, Qt.Key.Key_Return)

        desk.dialog(lambda: desk.click(room.page.left.list), look)
        assert desk.session.article is not None
        assert desk.session.article.text.endswith(" d")
        assert desk.window.pages.here == "page_label"

    assert sit(path, day=day) == 0


def test_what_lies_behind_a_number(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+3")
        page = counted(desk).page
        desk.press("Down", "Return")
        desk.until(lambda: desk.window.pages.here == REVIEW)
        room = desk.window.commands.hands.reviewing
        desk.until(lambda: room.page.queue.wanted().kinds == ("missing", "label", "boundary"))
        assert room.page.queue.wanted().labels == ("ACTOR",)
        desk.until(lambda: room.case is not None and room.case.difference.kind == "boundary")
        desk.press("Ctrl+3")
        QTest.keyClick(page.pairs, Qt.Key.Key_Return)  # nothing is chosen there yet
        assert desk.window.pages.here == AGREEMENT
        page.pairs.setCurrentIndex(page.pairs.table.index(1, 2))
        page.pairs.setFocus()
        desk.press("Return")
        people = {one.name: one.id for one in desk.session.project.read.annotators()}  # type: ignore[union-attr]
        desk.until(lambda: room.page.queue.wanted().pair == (people["Ana"], people["Bo"]))
        desk.press("Ctrl+3")
        place = next(at for at, one in enumerate(page.model.rows) if one.name == "Actor: Type")
        page.list.show_row(place)
        desk.press("Return")
        desk.until(lambda: room.page.queue.wanted().attribute == "type")
        assert room.page.queue.wanted().kinds == ("attribute",)
        desk.until(lambda: room.case is not None and room.case.difference.attributes == ("type",))

    assert sit(path, day=day) == 0


def test_agreement_asked_of_one_person(sit: Sit, make: Make, tmp_path: Path) -> None:
    source = tmp_path / "one.jsonl"
    source.write_text(json.dumps(line("a", "Ana")) + "\n", encoding="utf-8")
    alone = make("alone", files=(source,))

    def day(desk: Desk) -> None:
        desk.press("Ctrl+3")
        room = room_of(desk)
        desk.until(lambda: room.page.waiting.again.isVisible())
        assert room.page.stack.currentWidget() is room.page.waiting
        assert "Only Ana has finished an article" in room.page.waiting.words.text()
        assert "no agreement to work out" in room.page.waiting.title.text()
        assert room.page.waiting.accessibleName() == room.page.waiting.title.text()
        assert room.page.waiting.again.hasFocus()

    assert sit(alone, day=day) == 0


def test_a_count_is_stopped_and_begun_again(sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released: list[bool] = []

    def slow(project: Any, options: Any) -> Any:
        while not released:
            yield agreement.Progress(done=1, total=4, note="articles")
        return (yield from agreement.run(project, options))

    monkeypatch.setattr(agreeing, "run", slow)

    def day(desk: Desk) -> None:
        desk.press("Ctrl+3")
        room = room_of(desk)
        desk.until(lambda: room.page.waiting.running.words.text() == "25% articles")
        desk.until(lambda: room.page.waiting.running.bar.isVisible())
        assert isinstance(room.job, Hunt)
        desk.press("Return" if room.page.waiting.stop.hasFocus() else "Space")
        if room.job is not None:
            desk.click(room.page.waiting.stop)
        assert room.page.waiting.title.text() == "The count was stopped"
        released.append(True)
        desk.click(room.page.waiting.again)
        counted(desk)

    assert sit(path, day=day) == 0


def test_counted_anew_after_an_act(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+3")
        first = counted(desk).found
        desk.press("Ctrl+1")
        desk.tag("Jon Ek", "A")
        desk.press("Ctrl+3")
        assert counted(desk).found is not first

    assert sit(path, day=day) == 0


def test_report_from_the_window(sit: Sit, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "report.html"
    monkeypatch.setattr("annotator.gui.messages.choose_target", lambda *_: out)

    def day(desk: Desk) -> None:
        desk.press("Ctrl+3")
        desk.click(counted(desk).page.filters.report)
        desk.until(out.exists)
        desk.until(lambda: "Report written" in desk.said)
        assert "Wells &lt;b&gt;" in out.read_text(encoding="utf-8")

    assert sit(path, day=day) == 0


def test_closing_the_project_drops_the_figures(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+3")
        room = counted(desk)
        desk.press("Ctrl+W")
        assert room.found is None
        assert desk.window.pages.currentWidget() is desk.window.welcome

    assert sit(path, day=day) == 0


def test_names(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+3")
        page = counted(desk).page
        for part in (
            page.list,
            page.pairs,
            page.confusions,
            page.filters.people,
            page.filters.labels,
            page.filters.articles,
        ):
            assert part.accessibleName()
        assert QAccessible.queryAccessibleInterface(page.list).role() == QAccessible.Role.Table
        texts = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
        assert not any("<b>" in text for text in texts)

    assert sit(path, day=day) == 0

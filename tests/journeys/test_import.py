"""Import: menu, folder, drag and drop, clipboard; the preview decides, cancel leaves nothing, bad files are listed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk, button_of, clipboard, words_of
from tests.journeys.dialogs import is_open
from tests.journeys.pages import CARDS, INVENTED, PLAIN

Talk = Callable[[Any], object]


@pytest.fixture
def path(make: Make) -> Path:
    """A project without articles."""
    return make("study")


def seen(desk: Desk, dialog: Any) -> None:
    """Waits until every file was looked at."""
    desk.until(lambda: dialog.files.sources and not dialog.files.counts()["waiting"])


def agree(desk: Desk, before: Talk = lambda _: None) -> Talk:
    """Waits for the preview, does something with it, presses the button and waits for the end."""

    def talk(dialog: Any) -> None:
        seen(desk, dialog)
        before(dialog)
        dialog.primary.click()
        desk.until(lambda: not is_open(dialog) or dialog.pages.currentIndex())

    return talk


@pytest.mark.parametrize("page", CARDS)
def test_a_pasted_page_is_cleaned_before_the_analysts_eyes(sit: Sit, path: Path, page: str) -> None:
    card = CARDS[page]()

    def day(desk: Desk) -> None:
        def look(dialog: Any) -> None:
            lines = {row.line.text.strip(): row for row in dialog.lines.rows}
            for furniture in card.dropped:
                assert not lines[furniture].kept()
                assert "line-through" in lines[furniture].words.styleSheet()
            assert lines[card.headline].kept()
            for quote in card.quotes:
                assert next(row for text, row in lines.items() if quote in text).kept()
            for name, value in card.fields.items():
                assert dialog.lines.grid.fields[name].text() == value
            assert desk.rows("SELECT count(*) FROM article") == [(0,)]

        with clipboard(card.text):
            desk.dialog(lambda: desk.press("Ctrl+V"), agree(desk, look))
        assert desk.rows("SELECT title, outlet FROM article") == [(card.headline, card.fields["outlet"])]
        assert desk.article.startswith(card.headline)
        assert not any(line in desk.article.split("\n") for line in card.dropped)
        assert "Source:" not in desk.article
        assert "Imported 1 article" in desk.said

    sit(path, day=day)


def test_the_analyst_decides_line_by_line(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        def change(dialog: Any) -> None:
            row = next(row for row in dialog.lines.rows if row.line.text.strip() == "Share this article")
            row.box.click()
            field = dialog.lines.grid.fields["outlet"]
            field.selectAll()
            field.setFocus()
            desk.type("Sarn Ledger")

        with clipboard(INVENTED.text):
            desk.dialog(lambda: desk.press("Ctrl+V"), agree(desk, change))
        assert "Share this article" in desk.article
        assert "Subscribe to our newsletter" not in desk.article
        assert desk.rows("SELECT outlet FROM article") == [("Sarn Ledger",)]

    sit(path, day=day)


def test_keep_all(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        with clipboard(INVENTED.text):
            desk.dialog(lambda: desk.press("Ctrl+V"), agree(desk, lambda dialog: dialog.lines.keep_all.click()))
        assert desk.article.strip() == INVENTED.text.strip()

    sit(path, day=day)


def test_cancel_leaves_nothing(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        def away(dialog: Any) -> None:
            seen(desk, dialog)
            desk.press("Escape")

        with clipboard(INVENTED.text):
            desk.dialog(lambda: desk.press("Ctrl+V"), away)
        assert desk.rows("SELECT count(*) FROM article") == [(0,)]
        assert desk.rows("SELECT count(*) FROM journal WHERE act='import'") == [(0,)]
        assert desk.window.empty.isVisible()

    sit(path, day=day)


def test_a_running_import_is_cancelled_whole(sit: Sit, path: Path, tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    lines = (json.dumps({"text": f"Article {place}\n\n" + "It rained all day. " * 40}) for place in range(20_000))
    many.write_text("\n".join(lines), encoding="utf-8")

    def day(desk: Desk) -> None:
        def stop(dialog: Any) -> None:
            seen(desk, dialog)
            dialog.primary.click()
            desk.until(lambda: desk.rows("SELECT count(*) FROM article") > [(0,)])
            desk.press("Escape")
            desk.until(lambda: "Cancelled" in dialog.totals.text())
            desk.press("Escape")

        desk.dialog(lambda: desk.drop(many), stop)
        assert desk.rows("SELECT count(*) FROM article") == [(0,)]
        assert desk.window.empty.isVisible()
        assert desk.titles() == []

    sit(path, day=day)


def test_files_are_dropped_and_bad_ones_listed(sit: Sit, path: Path, tmp_path: Path) -> None:
    good, binary, gone = tmp_path / "good.txt", tmp_path / "binary.txt", tmp_path / "gone.txt"
    good.write_text(PLAIN, encoding="utf-8")
    binary.write_bytes(bytes(range(256)) * 40)
    lines = tmp_path / "lines.jsonl"
    bad = {"text": "Outside", "spans": [{"start": 3, "end": 99, "label": "ACTOR"}]}
    lines.write_text("\n".join(['{"text": "Good line."}', "no JSON", json.dumps(bad)]), encoding="utf-8")

    def day(desk: Desk) -> None:
        said: list[str] = []

        def look(dialog: Any) -> None:
            agree(desk)(dialog)
            said.append(words_of(dialog))
            button_of(dialog, "Close").click()

        desk.dialog(lambda: desk.drop(good, binary, gone, lines), look)
        assert desk.rows("SELECT count(*) FROM article") == [(2,)]
        for reason in ("binary.txt", "gone.txt", "line 2", "line 3", "JSON", "outside"):
            assert reason in said[0], reason
        assert "4 refused" in desk.said

    sit(path, day=day)


def test_menu_and_folder(sit: Sit, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    for place in range(3):
        (folder / "deep" / f"{place}.txt").write_text(f"Head {place}\n\nIt rained all day {place}.", encoding="utf-8")
    single = tmp_path / "single.txt"
    single.write_text(PLAIN, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(single)], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))

    def day(desk: Desk) -> None:
        desk.dialog(lambda: desk.press("Ctrl+I"), agree(desk))
        assert desk.rows("SELECT count(*) FROM article") == [(1,)]
        desk.dialog(lambda: desk.menu("import_folder"), agree(desk))
        assert desk.rows("SELECT count(*) FROM article") == [(4,)]
        desk.until(lambda: len(desk.titles()) == 4)

    sit(path, day=day)


def test_a_known_text_is_there_already_but_its_spans_are_taken(sit: Sit, make: Make, tmp_path: Path) -> None:
    path = make("study", PLAIN)
    start = PLAIN.index("Ilse Brandt")
    again, spans = tmp_path / "again.txt", tmp_path / "spans.jsonl"
    again.write_text(PLAIN, encoding="utf-8")

    def day(desk: Desk) -> None:
        def look(dialog: Any) -> None:
            seen(desk, dialog)
            assert "duplicate of" in dialog.files.row(0).words
            assert dialog.totals.text() == "1 there already"
            assert not dialog.primary.isEnabled()
            dialog.reject()

        desk.dialog(lambda: desk.drop(again), look)
        line = {"text": desk.article, "spans": [{"start": start, "end": start + 11, "label": "ACTOR"}]}
        spans.write_text(json.dumps(line), encoding="utf-8")
        desk.dialog(lambda: desk.drop(spans), agree(desk))
        assert desk.rows("SELECT count(*) FROM article") == [(1,)]
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]
        assert "1 there already" in desk.said
        assert list(desk.drawn().values()) == ["ACTOR"]

    sit(path, day=day)


@pytest.mark.parametrize("answer", ["add", "skip", "stop"])
def test_unknown_labels_are_asked_about(sit: Sit, path: Path, tmp_path: Path, answer: str) -> None:
    lines = tmp_path / "lines.jsonl"
    spans = [{"start": 0, "end": 4, "label": "PLACE"}, {"start": 5, "end": 9, "label": "ACTOR"}]
    lines.write_text(json.dumps({"text": "Sarn Roos met.", "spans": spans}), encoding="utf-8")

    def day(desk: Desk) -> None:
        def choose(dialog: Any) -> None:
            agree(desk)(dialog)
            assert "PLACE" in words_of(dialog)
            assert desk.rows("SELECT count(*) FROM article") == [(0,)]
            if answer == "stop":
                dialog.reject()
                return
            (dialog.primary if answer == "add" else dialog.unknown.skip).click()
            desk.until(lambda: not is_open(dialog))

        desk.dialog(lambda: desk.drop(lines), choose)
        count = {"add": 2, "skip": 1, "stop": 0}[answer]
        assert desk.rows("SELECT count(*) FROM span") == [(count,)]
        assert desk.rows("SELECT count(*) FROM article") == [(int(answer != "stop"),)]
        names = [action.text() for action in desk.window.commands.actions._labels]
        assert any("PLACE" in name for name in names) is (answer == "add")

    sit(path, day=day)


def test_a_dropped_project_is_opened(sit: Sit, path: Path, make: Make) -> None:
    other = make("other", PLAIN)

    def day(desk: Desk) -> None:
        desk.drop(other)
        desk.until(lambda: desk.session.project and desk.path == other)
        desk.press("Ctrl+W")
        desk.drop(path)
        desk.until(lambda: desk.session.project and desk.path == path)

    sit(path, day=day)


def test_an_empty_clipboard_is_said(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        with clipboard(""):
            desk.press("Ctrl+V")
        assert "no text" in desk.said

    sit(path, day=day)


def test_a_clipboard_that_another_program_holds_is_said(sit: Sit, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def day(desk: Desk) -> None:
        held = SimpleNamespace(mimeData=lambda: None)
        monkeypatch.setattr("annotator.gui.commands.QGuiApplication", SimpleNamespace(clipboard=lambda: held))
        desk.press("Ctrl+V")
        assert "no text" in desk.said

    sit(path, day=day)

"""The import dialog: what it shows before anything is written, what it then does, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from annotator.formats.base import Source
from annotator.gui.dialogs import import_dialog
from annotator.gui.dialogs.import_columns import ColumnsGrid
from annotator.gui.dialogs.import_dialog import ImportDialog
from annotator.gui.session import Session
from annotator.work.sources import pasted
from tests.gui.desk import keep, make_project, sitting

PAGE = """Close this search box.

Council sets date for vote on water tariff
By Lena Hoogstraten
14 March 2031

The city council of Halvern will vote on 4 April on a water tariff that has divided the town for months.

“Nobody enjoys this decision,” speaker Odile Marchetti told reporters. “But the pipes will not wait for us.”
Source: Halvern Courier
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with sitting(make_project(tmp_path / "p.annotator")) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One page with furniture, one binary file, one list of two lines."""
    made = tmp_path / "in"
    made.mkdir()
    (made / "a page.txt").write_text(PAGE, encoding="utf-8")
    (made / "c.txt").write_bytes(bytes(range(256)) * 20)
    lines = [{"text": "One text."}, {"text": "Two texts.", "spans": [{"start": 0, "end": 3, "label": "PLACE"}]}]
    (made / "d.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return made


def open_dialog(session: Session, given: list[Path | Source], qtbot: QtBot) -> ImportDialog:
    dialog = ImportDialog(session, given)
    keep(session, dialog, qtbot)
    with qtbot.waitExposed(dialog):
        dialog.show()
    qtbot.waitUntil(
        lambda: (bool(dialog.files.sources) and not dialog.files.counts()["waiting"]) or not given, timeout=10_000
    )
    return dialog


def press(dialog: ImportDialog, qtbot: QtBot, until: Callable[[], bool]) -> None:
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(until, timeout=10_000)


def count(session: Session) -> int:
    assert session.project is not None
    return session.project.read.article_count()


def test_the_preview_tells_before_anything_is_written(session: Session, folder: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, [folder], qtbot)
    standing = [dialog.files.standing(place) for place in range(len(dialog.files.sources))]
    assert standing == ["ready", "refused", "ready"]
    assert dialog.totals.text() == "2 ready  ·  1 refused"
    assert dialog.primary.accessibleName() == "Import 3 articles"
    assert dialog.lines.grid.fields["outlet"].text() == "Halvern Courier"
    assert dialog.lines.grid.fields["published"].text() == "2031-03-14"
    shown = {row.line.text.strip(): (row.kept(), row.why.text()) for row in dialog.lines.rows}
    assert shown["Close this search box."][0] is False
    assert shown["By Lena Hoogstraten"] == (False, "→ Author")
    assert shown["Council sets date for vote on water tariff"] == (True, "→ Title")
    assert count(session) == 5


def test_what_the_analyst_decides_is_done(session: Session, folder: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, [folder / "a page.txt"], qtbot)
    field = dialog.lines.grid.fields["title"]
    field.clear()
    qtbot.keyClicks(field, "<i>Mine</i>")
    row = next(row for row in dialog.lines.rows if row.line.text.startswith("Close"))
    row.box.click()
    dialog.view.show_row(0)
    dialog._show()
    assert dialog.lines.grid.fields["title"].text() == "<i>Mine</i>", "kept while another file is looked at"
    press(dialog, qtbot, lambda: dialog.report is not None)
    assert session.project is not None
    made = session.project.read.article_by_n(6)
    assert made.title == "<i>Mine</i>"
    assert made.text.startswith("Close this search box.")
    assert "Source:" not in made.text
    assert dialog.result() == ImportDialog.DialogCode.Accepted


def test_keep_all_keeps_every_line(session: Session, folder: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, [folder / "a page.txt"], qtbot)
    qtbot.mouseClick(dialog.lines.keep_all, Qt.MouseButton.LeftButton)
    press(dialog, qtbot, lambda: dialog.report is not None)
    assert session.project is not None
    assert session.project.read.article_by_n(6).text.strip() == PAGE.strip()


def test_a_file_can_be_left_out(session: Session, folder: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, [folder / "a page.txt"], qtbot)
    qtbot.mouseClick(dialog.lines.leave, Qt.MouseButton.LeftButton)
    assert dialog.totals.text() == "1 left out"
    assert not dialog.primary.isEnabled()


def test_bad_files_are_listed_with_their_reason_and_the_rest_is_taken(
    session: Session, folder: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(session, [folder / "a page.txt", folder / "c.txt", folder / "none.txt"], qtbot)
    press(dialog, qtbot, lambda: dialog.report is not None)
    assert dialog.pages.currentWidget() is dialog.outcome
    assert dialog.outcome.title.text() == "Imported 1 article; 2 refused"
    words = " ".join(one.text() for one in dialog.outcome.pane.body.findChildren(QLabel))
    assert "binary" in words
    assert count(session) == 6
    assert dialog.primary.accessibleName() == "Close"
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_columns_of_a_table_are_chosen(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Kopf;Rumpf;Text\nEins;Ana spoke.;7\nZwei;Ben went.;8\n", encoding="utf-8")
    dialog = open_dialog(session, [path], qtbot)
    (grid,) = dialog.lines.findChildren(ColumnsGrid)
    assert [box.currentData() for box in grid.boxes] == ["", "", "text"]
    grid.boxes[1].setCurrentIndex(grid.boxes[1].findData("text"))
    assert grid.boxes[2].currentData() == "", "a field has one column"
    grid.boxes[0].setCurrentIndex(grid.boxes[0].findData("title"))
    qtbot.waitUntil(lambda: dialog.files.looks[0].file.columns.place == {"text": 1, "title": 0})
    press(dialog, qtbot, lambda: dialog.report is not None)
    made = session.project.read.article_by_n(6)
    assert (made.title, made.text, made.meta) == ("Eins", "Ana spoke.", {"Text": "7"})


def test_a_table_without_texts_asks_for_its_column(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\nx;Ana spoke.\n", encoding="utf-8")
    dialog = open_dialog(session, [path], qtbot)
    assert not dialog.primary.isEnabled()
    (grid,) = dialog.lines.findChildren(ColumnsGrid)
    grid.boxes[1].setCurrentIndex(grid.boxes[1].findData("text"))
    qtbot.waitUntil(dialog.primary.isEnabled)
    assert dialog.primary.accessibleName() == "Import 1 article"


def test_near_duplicates_are_shown_by_their_titles(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    copy = "The city council of Halvern will vote on 4 April on a water tariff that has divided the town for months."
    lines = [{"title": title, "text": f"{title}\n\n{copy}"} for title in ("Vote in April", "<b>Tariff</b> vote")]
    path = tmp_path / "alike.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    dialog = open_dialog(session, [path], qtbot)
    press(dialog, qtbot, lambda: dialog.report is not None)
    assert dialog.outcome.title.text() == "Imported 2 articles; 2 near-duplicates"
    words = [one.text() for one in dialog.outcome.pane.body.findChildren(QLabel)]
    assert "<b>Tariff</b> vote" in words
    assert "Near-duplicates: 2 articles of nearly one text" in words


@pytest.mark.parametrize(("answer", "labels", "spans"), [("add", True, 1), ("skip", False, 0)])
def test_unknown_labels_are_asked_about(
    session: Session, folder: Path, qtbot: QtBot, answer: str, labels: bool, spans: int
) -> None:
    dialog = open_dialog(session, [folder / "d.jsonl"], qtbot)
    press(dialog, qtbot, lambda: dialog.pages.currentWidget() is dialog.unknown)
    assert count(session) == 5, "nothing yet"
    qtbot.waitUntil(dialog.primary.isEnabled)
    button = dialog.primary if answer == "add" else dialog.unknown.skip
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=10_000)
    assert dialog.report is not None
    assert (count(session), dialog.report.spans_taken) == (7, spans)
    assert session.project is not None
    assert session.project.codebook.has("PLACE") is labels


def test_pasted_text_is_a_file_like_any_other(session: Session, qtbot: QtBot) -> None:
    dialog = open_dialog(session, [pasted("Pasted.txt", PAGE)], qtbot)
    press(dialog, qtbot, lambda: dialog.report is not None)
    assert count(session) == 6


def test_what_is_there_already_is_said(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    assert session.article is not None
    (tmp_path / "again.txt").write_text(session.article.text, encoding="utf-8")
    dialog = open_dialog(session, [tmp_path / "again.txt"], qtbot)
    assert dialog.files.standing(0) == "duplicate"
    assert not dialog.primary.isEnabled()


def test_many_files_are_looked_at_only_when_chosen(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_dialog, "EAGER", 10)
    many = tmp_path / "many"
    many.mkdir()
    for number in range(30):
        (many / f"{number:03}.txt").write_text(f"Title {number}\n\nA short text about number {number}.\n")
    dialog = ImportDialog(session, [many])
    keep(session, dialog, qtbot)
    with qtbot.waitExposed(dialog):
        dialog.show()
    qtbot.waitUntil(lambda: len(dialog.files.looks) == 1, timeout=10_000)
    assert dialog.primary.accessibleName() == "Import 30 files"
    dialog.view.show_row(20)
    dialog._show()
    qtbot.waitUntil(lambda: 20 in dialog.files.looks, timeout=10_000)
    assert len(dialog.files.looks) == 2
    press(dialog, qtbot, lambda: dialog.report is not None)
    assert count(session) == 35


def test_cancel_leaves_nothing(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    lines = "\n".join(json.dumps({"text": f"Text number {number}. " * 30}) for number in range(20_000))
    (tmp_path / "many.jsonl").write_text(lines, encoding="utf-8")
    dialog = ImportDialog(session, [tmp_path / "many.jsonl"])
    keep(session, dialog, qtbot)
    with qtbot.waitExposed(dialog):
        dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.files.sources), timeout=10_000)
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    qtbot.wait(150)
    dialog.reject()
    qtbot.waitUntil(lambda: dialog._job is None, timeout=20_000)
    if dialog.report is None:
        assert dialog.totals.text() == "Cancelled: nothing was imported."
        assert count(session) == 5
    dialog.reject()
    assert not dialog.isVisible()


def test_names_and_reasons_are_plain_text(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "<img src=x>.txt"
    path.write_text("<b>Title</b>\n\nA text with <i>markup</i> in it, said the spokesman on Tuesday.\n")
    dialog = open_dialog(session, [path], qtbot)
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in dialog.lines.findChildren(QLabel) if one.text())
    index = dialog.files.index(0, 0)
    assert "<img" not in dialog.files.data(index, Qt.ItemDataRole.ToolTipRole)
    assert dialog.files.data(index) == "<img src=x>.txt"


def test_the_list_of_files_is_a_well_behaved_model(
    session: Session, folder: Path, qtbot: QtBot, qtmodeltester: object
) -> None:
    dialog = open_dialog(session, [folder], qtbot)
    qtmodeltester.check(dialog.files)  # type: ignore[attr-defined]

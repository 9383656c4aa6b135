"""The export dialog: formats, what goes out, losses counted before anything is written, and the file itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from annotator.gui import messages
from annotator.gui.dialogs.export_dialog import ExportDialog
from annotator.gui.models.numbers import Query
from annotator.gui.session import Session
from tests.gui.desk import View, keep, make_project, sitting, tag


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with sitting(make_project(tmp_path / "p.annotator")) as made:
        made.attach(View())
        tag(made, "Ilse Brandt", "ACTOR")
        tag(made, "$61", "STATISTIC")
        yield made


def open_dialog(session: Session, qtbot: QtBot, *, listed: Query | None = None) -> ExportDialog:
    dialog = ExportDialog(session, listed=listed)
    keep(session, dialog, qtbot)
    with qtbot.waitExposed(dialog):
        dialog.show()
    counted(dialog, qtbot)
    return dialog


def counted(dialog: ExportDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: dialog._counted is not None and dialog._counting is None and not dialog._later.isActive(),
        timeout=10_000,
    )


def choose(dialog: ExportDialog, name: str) -> None:
    dialog.view.show_row([form.name for form in dialog.formats.forms].index(name))
    dialog._format_changed()


def press(dialog: ExportDialog, qtbot: QtBot, until: Callable[[], bool]) -> None:
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(until, timeout=10_000)


def words(dialog: ExportDialog) -> str:
    return " | ".join(one.text() for one in dialog.card.findChildren(QLabel) if not one.isHidden())


def test_losses_are_counted_before_anything_is_written(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, qtbot)
    assert dialog.primary.accessibleName() == "Export", "JSONL loses nothing but the history"
    assert dialog.share.text() == "5 of 5 articles"
    choose(dialog, "csv")
    assert dialog.primary.accessibleName() == "Export with losses"
    assert "articles without spans" in words(dialog)
    assert dialog.file.text() == str(tmp_path / "p.csv")
    assert not (tmp_path / "p.csv").exists()


def test_jsonl_is_written_and_said(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, qtbot)
    said: list[str] = []
    session.said.connect(lambda text, kind: said.append(text))
    press(dialog, qtbot, lambda: dialog.report is not None)
    lines = (tmp_path / "p.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5
    assert len(json.loads(lines[0])["spans"]) == 2
    assert (tmp_path / "p.jsonl.losses.json").exists()
    assert "Exported 5 articles with 2 spans" in said[-1]
    assert not dialog.isVisible()


def test_options_choose_what_goes_out(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, qtbot, listed=Query(filter="ferry"))
    dialog.label_boxes["STATISTIC"].click()
    dialog.articles.setCurrentIndex(1)
    dialog.beside.setChecked(False)
    counted(dialog, qtbot)
    assert dialog.share.text() == "1 of 5 articles"
    press(dialog, qtbot, lambda: dialog.report is not None)
    lines = (tmp_path / "p.jsonl").read_text(encoding="utf-8").splitlines()
    assert [span["label"] for span in json.loads(lines[0])["spans"]] == ["ACTOR"]
    assert not (tmp_path / "p.jsonl.losses.json").exists()


def test_states_and_annotators_narrow_the_choice(session: Session, qtbot: QtBot) -> None:
    dialog = open_dialog(session, qtbot)
    dialog.states.choose(["done", "skipped"])
    counted(dialog, qtbot)
    assert dialog.share.text() == "2 of 5 articles"
    assert dialog.states.text() == "done, skipped"
    assert session.me is not None
    dialog.people.choose([session.me.id])
    assert dialog.options().annotators == (session.me.id,)
    assert dialog.people.text() == "Mira Okafor"


def test_nothing_to_export_cannot_be_pressed(session: Session, qtbot: QtBot) -> None:
    dialog = open_dialog(session, qtbot)
    for box in dialog.label_boxes.values():
        box.setChecked(False)
    assert not dialog.primary.isEnabled()


def test_formats_are_filtered(session: Session, qtbot: QtBot) -> None:
    dialog = open_dialog(session, qtbot)
    qtbot.keyClicks(dialog.filter, "csv")
    assert [form.name for form in dialog.formats.forms] == ["csv"]
    assert dialog.form is not None
    assert dialog.file.text().endswith(".csv")
    qtbot.keyClicks(dialog.filter, "zzz")
    assert dialog.form is None
    assert not dialog.primary.isEnabled()


def test_a_typed_name_keeps_its_place_but_follows_the_format(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, qtbot)
    dialog.file.clear()
    qtbot.keyClicks(dialog.file, str(tmp_path / "mine.jsonl"))
    choose(dialog, "tsv")
    assert dialog.file.text() == str(tmp_path / "mine.tsv")


def test_a_file_that_is_there_is_replaced_only_when_asked(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "p.jsonl").write_text("old")
    answers = [False, True]
    monkeypatch.setattr(messages, "ask", lambda *args, **rest: answers.pop(0))
    dialog = open_dialog(session, qtbot)
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    assert (tmp_path / "p.jsonl").read_text() == "old"
    press(dialog, qtbot, lambda: dialog.report is not None)
    assert (tmp_path / "p.jsonl").read_text() != "old"


def test_a_place_that_may_not_be_written_is_said_and_the_dialog_stays(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(messages, "tell", lambda parent, error: told.append(error.line()))
    dialog = open_dialog(session, qtbot)
    dialog.file.setText(str(tmp_path / "no" / "such" / "x.jsonl"))
    press(dialog, qtbot, lambda: bool(told))
    assert "no such folder" in told[0].lower()
    assert dialog.isVisible()
    assert dialog.primary.isEnabled()


def test_the_list_of_formats_is_a_well_behaved_model(session: Session, qtbot: QtBot, qtmodeltester: object) -> None:
    dialog = open_dialog(session, qtbot)
    qtmodeltester.check(dialog.formats)  # type: ignore[attr-defined]


def test_a_training_format_asks_for_layers_and_a_folder(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, qtbot)
    assert dialog.more.layers_line.isHidden()
    choose(dialog, "brat")
    assert not dialog.more.layers_line.isHidden()
    assert dialog.more.tags_line.isHidden()
    assert (dialog.file.text(), dialog.target.title.text()) == (str(tmp_path / "p-brat"), "Folder")
    assert dialog.share.text() == "1 of 5 articles", "one is done"
    assert "articles that nobody has marked done left out" in words(dialog)
    press(dialog, qtbot, lambda: dialog.report is not None)
    assert (tmp_path / "p-brat" / "annotation.conf").exists()


def test_tags_names_and_split_go_out_as_chosen(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, qtbot)
    choose(dialog, "conll")
    assert dialog.file.text() == str(tmp_path / "p.conll")
    dialog.more.scheme.setCurrentIndex(dialog.more.scheme.findData("bilou"))
    dialog.more.columns.setCurrentIndex(1)
    dialog.more.names.setCurrentIndex(1)
    dialog.more.layers.setCurrentIndex(1)
    assert dialog.more.seed.isHidden()
    dialog.more.split.setCurrentIndex(dialog.more.split.findData("80/20"))
    dialog.more.seed.setValue(7)
    assert dialog.file.text() == str(tmp_path / "p-conll")
    made = dialog.options()
    assert (made.scheme, made.columns, made.names, made.all_layers) == ("bilou", "label", "pseudonyms", True)
    assert (made.split, made.seed) == ("80/20", 7)
    counted(dialog, qtbot)
    press(dialog, qtbot, lambda: dialog.report is not None)
    assert {one.name for one in (tmp_path / "p-conll").iterdir()} >= {"train.conll", "test.conll", "export.json"}


def test_a_typed_target_becomes_a_folder_and_a_file_again(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, qtbot)
    dialog.file.clear()
    qtbot.keyClicks(dialog.file, str(tmp_path / "mine.jsonl"))
    dialog.more.split.setCurrentIndex(1)
    assert dialog.file.text() == str(tmp_path / "mine")
    dialog.more.split.setCurrentIndex(0)
    assert dialog.file.text() == str(tmp_path / "mine.jsonl")


def test_a_folder_that_holds_something_gets_one_of_its_own(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    dialog = open_dialog(session, qtbot)
    choose(dialog, "brat")
    monkeypatch.setattr(messages, "choose_folder", lambda *_: tmp_path)
    dialog.target.choose.click()
    assert dialog.file.text() == str(tmp_path / "p-brat")
    monkeypatch.setattr(messages, "choose_folder", lambda *_: tmp_path / "empty")
    dialog.target.choose.click()
    assert dialog.file.text() == str(tmp_path / "empty")


def test_what_is_not_installed_says_how_to_install_it(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda *_: None)
    dialog = open_dialog(session, qtbot)
    choose(dialog, "spacy")
    assert dialog.card.title.text() == "spaCy DocBin needs something that is not installed"
    assert dialog.card.findChild(QLineEdit).text() == "pip install article-annotator[spacy]"
    assert not dialog.primary.isEnabled()


def test_how_the_file_begins_is_shown(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(session, qtbot)
    assert dialog.begins.isVisible()
    begins = dialog.begins.text.toPlainText()
    assert begins.startswith('{"id":')
    assert '"label":"STATISTIC"' in begins
    choose(dialog, "csv")
    assert dialog.begins.text.toPlainText().startswith("article_id,")
    dialog.label_boxes["STATISTIC"].click()
    counted(dialog, qtbot)
    rows = dialog.begins.text.toPlainText().split("\n")
    assert any(",ACTOR," in row for row in rows)
    assert not any(",STATISTIC," in row for row in rows)
    assert not (tmp_path / "p.csv").exists()

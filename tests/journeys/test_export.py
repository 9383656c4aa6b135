"""Export from the window: JSONL and CSV, losses counted before, options, and back again without a difference."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from annotator import assets
from annotator.__main__ import main
from tests.journeys.conftest import ME, Make, Sit
from tests.journeys.desk import Desk, button_of, rows_of, words_of
from tests.journeys.dialogs import is_open


@pytest.fixture
def path(make: Make) -> Path:
    """The sample articles."""
    return make("sample", files=(assets.path("samples/news.jsonl"),))


def tag_some(desk: Desk) -> None:
    for words, key in (
        ("Ilse Brandvold", "A"),
        ("“We have put this decision off for too long,”", "Q"),
        ("4.7 per cent", "S"),
    ):
        desk.tag(words, key)
    desk.press("M")
    desk.type("=HYPERLINK(1)")
    desk.press("Return", "Escape")


def export(desk: Desk, form: str, out: Path, **choices: Any) -> list[str]:
    """Ctrl+E, the format, the file, the button; gives what the dialog said."""
    said: list[str] = []

    def talk(dialog: Any) -> None:
        row = next(place for place, one in enumerate(dialog.formats.forms) if one.name == form)
        index = dialog.formats.index(row, 0)
        desk.click(dialog.view.viewport(), dialog.view.visualRect(index).center())
        dialog.file.setFocus()
        dialog.file.selectAll()
        desk.type(str(out))
        for label in choices.get("without", ()):
            if dialog.label_menu is not None:
                dialog.label_menu.choose([one.key for one in desk.session.codebook.labels if one.key != label])
            else:
                dialog.label_boxes[label].click()
        if "states" in choices:
            dialog.states.choose(choices["states"])
        desk.qtbot.waitUntil(lambda: not dialog._later.isActive() and dialog._counting is None, timeout=10_000)
        desk.until(dialog.primary.isEnabled)
        said.append(words_of(dialog))
        dialog.primary.click()
        desk.until(lambda: not is_open(dialog))

    desk.dialog(lambda: desk.press("Ctrl+E"), talk)
    return said


def test_jsonl_and_back_is_the_same(sit: Sit, path: Path, make: Make, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    again = tmp_path / "again.annotator"

    def day(desk: Desk) -> None:
        tag_some(desk)
        desk.press("Ctrl+Return")
        said = export(desk, "jsonl", out)
        assert "loses nothing of this" in said[0]
        assert desk.said.startswith("Exported 6 articles with 3 spans")

    sit(path, day=day)
    assert len(out.read_text(encoding="utf-8").strip("\n").split("\n")) == 6
    assert (tmp_path / "out.jsonl.project.json").exists()
    assert main(["new", str(again), "--as", "Somebody Else"]) == 0
    assert main(["import", str(again), str(out)]) == 0
    for query in (
        "SELECT id, sha256, title, outlet, author, published, url, language, section, meta FROM article ORDER BY id",
        "SELECT text FROM article ORDER BY id",
        'SELECT id, label, start, "end", fragments, words, attributes, actor, note, origin FROM span ORDER BY id',
        "SELECT name, kind FROM annotator WHERE name<>'Somebody Else' ORDER BY name",
        "SELECT article, state FROM progress ORDER BY article",
    ):
        assert rows_of(again, query) == rows_of(path, query), query


def test_csv_says_what_it_loses_and_defuses_formulas(sit: Sit, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"

    def day(desk: Desk) -> None:
        tag_some(desk)
        said = export(desk, "csv", out)
        assert "cannot carry" in said[0]
        assert "whole texts" in said[0]
        assert "Export with losses" in said[0]

    sit(path, day=day)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["label"]: row["words"] for row in rows} == {
        "STATISTIC": "4.7 per cent",
        "QUOTE": "“We have put this decision off for too long,”",
        "ACTOR": "Ilse Brandvold",
    }
    assert {row["annotator"] for row in rows} == {ME}
    note = next(row for row in rows if row["label"] == "STATISTIC")["note"]
    assert note != "=HYPERLINK(1)"
    assert note.endswith("=HYPERLINK(1)")


def test_only_some_labels_and_states(sit: Sit, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "some.jsonl"

    def day(desk: Desk) -> None:
        tag_some(desk)
        desk.press("Ctrl+Return")
        export(desk, "jsonl", out, without=["QUOTE"], states=["done"])

    sit(path, day=day)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 1
    assert {span["label"] for span in lines[0]["spans"]} == {"ACTOR", "STATISTIC"}


def test_a_file_that_is_there_is_replaced_only_after_a_question(sit: Sit, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("mine", encoding="utf-8")

    def day(desk: Desk) -> None:
        tag_some(desk)

        def talk(dialog: Any) -> None:
            dialog.file.setFocus()
            dialog.file.selectAll()
            desk.type(str(out))
            desk.until(dialog.primary.isEnabled)
            desk.watcher.expect(lambda notice: asked.append(words_of(notice)))
            dialog.primary.click()
            assert out.read_text(encoding="utf-8") == "mine"
            desk.watcher.expect(lambda notice: button_of(notice, "Replace").click())
            dialog.primary.click()
            desk.until(lambda: not is_open(dialog))

        asked: list[str] = []
        desk.dialog(lambda: desk.press("Ctrl+E"), talk)
        assert "Replace" in asked[0]
        assert out.read_text(encoding="utf-8") != "mine"

    sit(path, day=day)


def test_a_place_that_may_not_be_written_is_said(sit: Sit, path: Path, tmp_path: Path) -> None:
    def day(desk: Desk) -> None:
        def talk(dialog: Any) -> None:
            dialog.file.setFocus()
            dialog.file.selectAll()
            desk.type(str(tmp_path / "nowhere" / "out.jsonl"))
            desk.until(dialog.primary.isEnabled)
            desk.watcher.expect(lambda notice: said.append(words_of(notice)))
            dialog.primary.click()
            desk.until(lambda: said)
            dialog.reject()

        said: list[str] = []
        desk.dialog(lambda: desk.press("Ctrl+E"), talk)
        assert "nowhere" in said[0]

    sit(path, day=day)

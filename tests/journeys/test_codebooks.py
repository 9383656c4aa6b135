"""Any codebook works everywhere: News with every key renamed, and one about something else altogether."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel

from annotator import assets
from annotator.__main__ import main
from annotator.gui.dialogs.codebook_editor import CodebookEditor
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN
from tests.journeys.test_spans import give

WEATHER = {
    "name": "Weather",
    "labels": [
        {"key": "wind", "name": "Wind & storm", "shortcut": "Z"},
        {"key": "rain", "name": "Rain", "shortcut": "P"},
        {"key": "calm", "name": "Calm"},
        {"key": "old", "name": "Old", "shortcut": "O", "on": False},
    ],
}


def renamed() -> dict[str, Any]:
    """The News codebook with every key (labels, attributes, choices, relation kinds) another one."""
    book = json.loads(assets.read_bytes("codebooks/news.json"))
    names: dict[str, str] = {}
    for place, label in enumerate(book["labels"], start=1):
        names[label["key"]] = label["key"] = f"FOO{place}"
        for number, attribute in enumerate(label.get("attributes", ()), start=1):
            attribute["key"] = f"bar{place}_{number}"
            for choice_number, choice in enumerate(attribute.get("choices", ()), start=1):
                choice["key"] = f"baz{choice_number}"
    for place, relation in enumerate(book["relations"], start=1):
        relation["key"] = f"QUX{place}"
        for side in ("head", "tail"):
            relation[side] = [names[key] for key in relation[side]]
    return dict(book)


def write(tmp_path: Path, book: dict[str, Any]) -> Path:
    path = tmp_path / "book.json"
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def test_nothing_names_a_label(
    sit: Sit, make: Make, tmp_path: Path, check: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    text, start = PLAIN, PLAIN.index("Ilse Brandt")
    tied = tmp_path / "tied.jsonl"
    line = {
        "text": text,
        "spans": [
            {"start": start, "end": start + 11, "label": "FOO1"},
            {"start": text.index("“We"), "end": text.index(" she said"), "label": "FOO2"},
        ],
        "relations": [{"kind": "QUX1", "head": 1, "tail": 0}],
    }
    tied.write_text(json.dumps(line) + "\n", encoding="utf-8")
    path = make("study", codebook=write(tmp_path, renamed()), files=(tied,))

    def day(desk: Desk) -> None:
        for words, key, label in (("Norrholm Lines", "A", "FOO1"), ("its employer", "Q", "FOO2"), ("$61", "3", "FOO3")):
            span = desk.tag(words, key)
            assert desk.kept(span, "label") == label
        assert desk.said == "Tagged STATISTIC “$61”"
        statistic = desk.session.active
        desk.press("Y", "Q", "L", "Shift+L", "M")
        desk.type("well")
        desk.press("Return", "Escape")
        assert desk.kept(statistic, "label") == "FOO2"
        give(desk, statistic, "1", "1", "2", "2")
        assert desk.kept(statistic, "attributes") == '{"bar2_1":"baz1","bar2_2":"baz1"}'
        for _ in range(3):
            desk.press("Ctrl+Z")
        desk.press("Ctrl+Shift+Z", "N", "Shift+N", "Del", "Ctrl+Z", "H", "F9", "F9", "Ctrl+Return")
        assert desk.rows("SELECT kind FROM relation") == [("QUX1",)]
        assert desk.rows("SELECT count(*) FROM span") == [(5,)]

    sit(path, day=day)
    check(path)
    out = tmp_path / "out.jsonl"
    assert main(["export", str(path), str(out), "--format", "jsonl"]) == 0
    labels = {span["label"] for span in json.loads(out.read_text(encoding="utf-8"))["spans"]}
    assert labels == {"FOO1", "FOO2"} or labels == {"FOO1", "FOO2", "FOO3"}
    assert main(["info", str(path)]) == 0
    capsys.readouterr()


def test_a_codebook_about_something_else(sit: Sit, make: Make, tmp_path: Path) -> None:
    path = make("study", PLAIN, codebook=write(tmp_path, WEATHER))

    def day(desk: Desk) -> None:
        desk.select("Tuesday")
        for key in ("A", "Q", "S", "O", "4"):
            desk.press(key)
        assert desk.stored() == []
        desk.press("Z")
        assert desk.said == "Tagged WIND & STORM “Tuesday”"
        assert "Tag WIND && STORM" in desk.action("undo")
        desk.tag("three hours", "P")
        desk.tag("union".capitalize(), "3")
        assert [label for label, _ in desk.stored()] == ["wind", "calm", "rain"]
        menu = [action.text() for action in desk.window.commands.actions._labels]
        assert menu == ["Tag Wind && storm", "Tag Rain", "Tag Calm"]
        panel = desk.window.panel
        assert "Z" in panel._hint() or panel.model.rowCount()

    sit(path, day=day)


def test_without_spans_the_panel_names_the_keys_of_this_codebook(sit: Sit, make: Make, tmp_path: Path) -> None:
    path = make("study", PLAIN, codebook=write(tmp_path, WEATHER))

    def day(desk: Desk) -> None:
        words = "Nothing tagged yet. Press Z or P: it takes its dotted frame, or what you select."
        assert desk.window.panel.empty.text() == words
        assert desk.window.status.hints.isVisible()

    sit(path, day=day)


STORY = (
    "Ferry fares to rise\n\nTransport chief Ilse Brandt met islanders on Tuesday.\n\n"
    "“We waited for the rain,” said Tomas Reyes, who leads the union, “but it did not come.” "
    "The trip costs $61 a year. Ilse Brandt said fares would rise."
)


def with_roles_only() -> dict[str, Any]:
    """News with every label and relation kind under another key; the attributes of a quantity keep theirs."""
    book = json.loads(assets.read_bytes("codebooks/news.json"))
    names = {label["key"]: f"Z.{place}" for place, label in enumerate(book["labels"])}
    for label in book["labels"]:
        label |= {"key": names[label["key"]], "name": f"Sort {names[label['key']]}"}
    for place, relation in enumerate(book["relations"]):
        relation |= {"key": f"tie-{place}", "name": f"Tie {place}"}
        relation |= {side: [names[key] for key in relation[side]] for side in ("head", "tail")}
    return dict(book)


def test_every_skill_asks_for_roles(sit: Sit, make: Make, tmp_path: Path, check: Callable[..., None]) -> None:
    path = make("study", STORY, codebook=write(tmp_path, with_roles_only()))

    def day(desk: Desk) -> None:
        actor = desk.tag("Ilse Brandt", "A")
        desk.press("I", "Ctrl+Return")
        assert desk.rows("SELECT name FROM actor") == [("Ilse Brandt",)]
        assert desk.kept(actor, "actor") is not None
        quote = desk.tag("“We waited for the rain,”", "Q")
        desk.select("“but it did not come.”")
        desk.press("J")
        assert desk.kept(quote, "words") == "“We waited for the rain,” “but it did not come.”"
        desk.press("R", "Return")
        assert desk.rows("SELECT kind, label FROM relation JOIN span ON span.n = tail") == [("tie-0", "Z.0")]
        figure = desk.tag("$61 a year", "S", card=True)
        assert desk.session.mode == "card", "a quantity has its card, whatever it is called"
        desk.press("Return")
        assert json.loads(desk.kept(figure, "attributes"))["value"] == 61
        desk.press("Ctrl+Home")
        before = len(desk.stored())
        desk.press("A", "A")
        assert len(desk.stored()) > before, "a frame shows the next likely place"
        assert {label for label, _ in desk.stored()} == {"Z.0", "Z.1", "Z.2"}
        desk.press("H")
        said = "".join(part.text() for part in desk.window.panel.card.findChildren(QLabel))
        assert "A person, an organisation" in said
        desk.press("Escape")

        def other_names(dialog: CodebookEditor) -> None:
            dialog.editing.remove("Z.4", heir=None)
            dialog.editing.put(replace(dialog.editing.book.label("Z.0"), name="Somebody"))
            desk.press("Ctrl+Return", "Ctrl+Return")
            desk.until(lambda: dialog.outcome is not None)

        desk.dialog(lambda: desk.press("Ctrl+B"), other_names)
        assert desk.text.content.caption(desk.text.content.spans[actor]).startswith("SOMEBODY")
        for _ in range(4):
            desk.press("Ctrl+Z")

    sit(path, day=day)
    check(path)

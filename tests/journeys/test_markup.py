"""A project whose every field is markup and bidi controls shows as text, everywhere: labels, tips, menus, dialogs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QWidget

from annotator import settings
from annotator.__main__ import main
from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk, clipboard, words_of
from tests.journeys.dialogs import is_open

IMAGE = "<img src=x onerror=alert(1)>"
EVIL = f"{IMAGE}<b>bold</b> &amp; \u202eturned\u2066"
CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067"
TEXT = f"{EVIL} one\n\nSaid {EVIL} two, who has {IMAGE} three and <b>four</b>.\n"


def codebook() -> dict[str, Any]:
    """Two labels whose names, definitions, attributes and choices are markup."""
    return {
        "name": EVIL,
        "description": EVIL,
        "labels": [
            {
                "key": "A",
                "name": f"A {EVIL}",
                "shortcut": "A",
                "definition": EVIL,
                "examples": [EVIL],
                "counter_examples": [EVIL],
                "attributes": [
                    {"key": "x", "name": EVIL, "kind": "choice", "hint": EVIL, "choices": [{"key": "c", "name": EVIL}]},
                    {"key": "y", "name": f"{EVIL} y", "kind": "text", "hint": EVIL},
                ],
            },
            {"key": "B", "name": f"B {EVIL}", "shortcut": "B"},
        ],
        "relations": [{"key": "r", "name": EVIL, "head": ["B"], "tail": ["A"], "definition": EVIL}],
    }


@pytest.fixture
def path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The project, made by the command line."""
    settings.update(annotator=f"Mira {EVIL}")
    path = tmp_path / f"{EVIL.replace('/', '')}.annotator"
    (tmp_path / "book.json").write_text(json.dumps(codebook()), encoding="utf-8")
    assert main(["new", str(path), "--codebook", str(tmp_path / "book.json"), "--as", f"Mira {EVIL}"]) == 0
    start = TEXT.index("two")
    evil = {"x": "c", "y": EVIL}
    line = {
        "text": TEXT,
        **dict.fromkeys(("title", "outlet", "author", "section"), EVIL),
        "published": "2031-03-14",
        "meta": {EVIL: EVIL},
        "spans": [
            {"start": start - 30, "end": start, "label": "A", "note": EVIL, "actor": EVIL, "attributes": evil},
            {"start": 0, "end": 20, "label": "B"},
        ],
        "relations": [{"kind": "r", "head": 1, "tail": 0}],
    }  # fmt: skip
    (tmp_path / "in.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert main(["import", str(path), str(tmp_path / "in.jsonl")]) == 0
    capsys.readouterr()
    return path


def texts_of(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Everything under a widget that Qt might take for rich text, or whose writing direction might turn."""
    for part in [widget, *widget.findChildren(QWidget)]:
        name = f"{type(part).__name__} {part.objectName()}"
        yield f"{name} tip", part.toolTip()
        if isinstance(part, QLabel) and part.textFormat() != Qt.TextFormat.PlainText:
            yield f"{name} rich", part.text()
        if isinstance(part, QLabel):
            yield f"{name} words", part.text()
        if isinstance(part, QAbstractButton):
            yield f"{name} text", part.text()
        if isinstance(part, QComboBox):
            yield from ((f"{name} item", part.itemText(place)) for place in range(part.count()))
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            yield from ((f"{name} row tip", tip) for tip in _tips(part.model()))
        for action in part.findChildren(QAction):
            yield f"{name} action", action.text()
    yield "title", widget.windowTitle()


def _tips(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(min(model.rowCount(), 50)):
        yield str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) or "")


def faults(widget: QWidget) -> list[str]:
    """What is shown otherwise than as plain text in its own direction."""
    found = []
    for where, text in texts_of(widget):
        if any(control in text for control in CONTROLS):
            found.append(f"{where} turns round: {text!a}")
        rich = where.endswith(("tip", "rich"))
        if rich and IMAGE in text:
            found.append(f"{where} would be obeyed: {text!a}")
        if where.endswith((" text", "action")) and "&amp" in text.replace("&&", ""):
            found.append(f"{where} would underline: {text!a}")
    return found


def test_the_window_shows_text(sit: Sit, path: Path, check: Callable[..., None]) -> None:
    def day(desk: Desk) -> None:
        shown = "".join(desk.text.toPlainText().split())
        assert IMAGE.replace(" ", "") in shown
        assert faults(desk.window) == []
        desk.press("N", "N")
        assert desk.window.panel.details.note.toPlainText() == EVIL
        assert faults(desk.window) == []
        assert "<img" in desk.said.lower()
        desk.tag("<b>four</b>", "B")
        assert faults(desk.window) == []
        assert "four" in desk.action("undo")
        desk.press("Ctrl+Z", "H", "Ctrl+F")
        desk.window.resize(1024, 700)
        desk.settle()
        assert faults(desk.window) == []
        desk.window.grab()

    sit(path, day=day)
    check(path)


def test_the_dialogs_show_text(sit: Sit, path: Path, tmp_path: Path) -> None:
    bad = tmp_path / f"{IMAGE}.txt"
    bad.write_bytes(bytes(range(256)) * 30)

    def day(desk: Desk) -> None:
        found: dict[str, list[str]] = {}

        def look(name: str) -> Callable[[Any], None]:
            def talk(dialog: Any) -> None:
                desk.qtbot.wait(50)
                found[name] = faults(dialog)
                dialog.grab()

            return talk

        def preview(dialog: Any) -> None:
            desk.until(lambda: dialog.files.sources and not dialog.files.counts()["waiting"])
            found["preview"] = faults(dialog)
            dialog.primary.click()
            desk.until(lambda: not is_open(dialog) or dialog.pages.currentIndex())
            if is_open(dialog):
                found["result"] = faults(dialog)
                assert IMAGE in words_of(dialog)

        page = tmp_path / "page.txt"
        page.write_text(f"{EVIL} head\n\nBy {EVIL}\n\nIt rained {EVIL} all day, said the man.\n", encoding="utf-8")
        for name, keys in (("keys", "F1"), ("export", "Ctrl+E"), ("new", "Ctrl+N")):
            desk.dialog(lambda keys=keys: desk.press(keys), look(name))
        with clipboard(f"Head {EVIL}\n\nIt rained {EVIL} all day, said the man with {EVIL}.\n"):
            desk.dialog(lambda: desk.press("Ctrl+V"), preview)
        desk.dialog(lambda: desk.drop(bad, page), preview)
        desk.dialog(lambda: desk.menu("about"), look("about"))
        assert not any(found.values()), found

    sit(path, day=day)


def test_the_welcome_page_shows_text(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        assert desk.window.welcome.model.rows
        assert faults(desk.window) == []
        desk.window.commands._fill_recent()
        assert not any(
            control in action.text() for action in desk.window.commands.actions.recent.actions() for control in CONTROLS
        )
        path.unlink()
        said: list[list[str]] = []
        desk.dialog(lambda: desk.press("Return"), lambda notice: said.append(faults(notice)))
        assert said == [[]]

    sit(path, day=lambda desk: None)
    sit(day=day)

"""Import of files that carry spans: the first articles are shown with them before anything is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from annotator.gui.dialogs import previews
from annotator.gui.dialogs.import_articles import ArticlesPane
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk, words_of
from tests.journeys.dialogs import is_open
from tests.journeys.pages import PLAIN

Talk = Callable[[Any], object]
LEFT = Qt.MouseButton.LeftButton
HEAD = "🚢 Ilse Brandt spoke"


def article(number: int, *more: dict[str, Any]) -> dict[str, Any]:
    """One article with an actor, a quote that she says, and what else is asked for."""
    text = f"{HEAD} {number}\n\nShe said “we wait”. وزارة المياه paid $4."
    spans = [
        {"start": 2, "end": 13, "label": "ACTOR", "annotator": "Ben Ito"},
        {"start": text.index("“"), "end": text.index("”") + 1, "label": "QUOTE", "annotator": "Ben Ito"},
        *more,
    ]
    return {"text": text, "spans": spans, "relations": [{"kind": "speaker", "head": 1, "tail": 0}]}


PLACE = {"start": 2, "end": 6, "label": "PLACE", "annotator": "Cleo Sand"}


def write(path: Path, lines: Sequence[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def seen(desk: Desk, dialog: Any) -> None:
    """Waits until every file was counted."""
    desk.until(lambda: dialog.files.sources and not dialog.files.counts()["waiting"])


def take(desk: Desk, dialog: Any) -> None:
    """Presses the button, and once more where the report names near-duplicates."""
    dialog.primary.click()
    desk.until(lambda: not is_open(dialog) or dialog.pages.currentWidget() is dialog.outcome)
    if is_open(dialog):
        dialog.primary.click()
    desk.until(lambda: not is_open(dialog))


def painted(pane: ArticlesPane) -> list[tuple[str, str]]:
    """The caption of each chip's span, and the words under it, in text order."""
    content = pane.text.content
    spans = sorted(content.spans.values(), key=lambda span: (span.start, span.end))
    return [(content.caption(span).split("  ")[0], span.words) for span in spans]


@pytest.fixture
def path(make: Make) -> Path:
    """A project without articles."""
    return make("study")


def test_a_tagged_file_shows_its_first_articles(sit: Sit, path: Path, tmp_path: Path) -> None:
    lines = write(tmp_path / "lines.jsonl", [article(number) for number in range(7)])

    def day(desk: Desk) -> None:
        def look(dialog: Any) -> None:
            seen(desk, dialog)
            pane = dialog.lines.articles
            assert pane.isVisible()
            assert pane.text.toPlainText().startswith(f"{HEAD} 0")
            assert painted(pane) == [("ACTOR", "Ilse Brandt"), ("QUOTE", "“we wait”")]
            quote = next(span for span in pane.text.content.spans.values() if span.label == "QUOTE")
            assert "Ilse Brandt" in pane.text.content.caption(quote)
            words = words_of(pane)
            for fact in ("7 articles, 14 spans, 7 relations", "Actor 7", "Quote 7", "Speaker", "Ben Ito"):
                assert fact in words.replace("\u2068", "").replace("\u2069", ""), fact
            assert "Not in the codebook" not in words
            assert pane.which.text() == "1 of the first 5"
            assert not pane.before.isEnabled()
            for _ in range(4):
                desk.qtbot.mouseClick(pane.after, LEFT)
            assert pane.which.text() == "5 of the first 5"
            assert not pane.after.isEnabled()
            assert pane.text.toPlainText().startswith(f"{HEAD} 4")
            desk.qtbot.mouseClick(pane.before, LEFT)
            assert pane.text.toPlainText().startswith(f"{HEAD} 3")
            assert pane.text.isReadOnly()
            assert desk.rows("SELECT count(*) FROM article") == [(0,)]
            take(desk, dialog)

        desk.dialog(lambda: desk.drop(lines), look)
        assert desk.rows("SELECT count(*) FROM span") == [(14,)]
        assert desk.stored() == [("ACTOR", "Ilse Brandt"), ("QUOTE", "“we wait”")]

    sit(path, day=day)


def test_whose_spans_are_shown(sit: Sit, path: Path, tmp_path: Path) -> None:
    theirs = {**PLACE, "label": "ACTOR"}
    lines = write(tmp_path / "lines.jsonl", [article(0, theirs), article(1)])

    def day(desk: Desk) -> None:
        def look(dialog: Any) -> None:
            seen(desk, dialog)
            pane = dialog.lines.articles
            assert len(painted(pane)) == 3
            pane.people.setFocus()
            desk.qtbot.keyClicks(pane.people, "Cleo")
            pane.people.activated.emit(pane.people.currentIndex())
            assert painted(pane) == [("ACTOR", "Ilse")]
            desk.qtbot.mouseClick(pane.after, LEFT)
            assert pane.people.isHidden(), "one annotator is no choice"
            dialog.reject()

        desk.dialog(lambda: desk.drop(lines), look)

    sit(path, day=day)


def test_a_plain_file_shows_its_lines(sit: Sit, path: Path, tmp_path: Path) -> None:
    plain, lines = tmp_path / "a plain.txt", write(tmp_path / "b.jsonl", [article(0)])
    plain.write_text(PLAIN, encoding="utf-8")

    def day(desk: Desk) -> None:
        def look(dialog: Any) -> None:
            seen(desk, dialog)
            assert dialog.lines.rows
            assert dialog.lines.pane.isVisible()
            assert not dialog.lines.articles.isVisible()
            dialog.view.show_row(1)
            dialog._show()
            assert dialog.lines.articles.isVisible()
            assert not dialog.lines.keep_all.isVisible()
            dialog.view.show_row(0)
            dialog._show()
            assert dialog.lines.pane.isVisible()
            dialog.reject()

        desk.dialog(lambda: desk.drop(plain, lines), look)

    sit(path, day=day)


@pytest.mark.parametrize(("answer", "mark", "spans"), [(1, "NEW", 6), (2, "SKIPPED", 4)], ids=["add", "skip"])
def test_unknown_labels_are_marked_and_decided_on(
    sit: Sit, path: Path, tmp_path: Path, answer: int, mark: str, spans: int
) -> None:
    lines = write(tmp_path / "lines.jsonl", [article(0, PLACE), article(1, PLACE)])

    def day(desk: Desk) -> None:
        def look(dialog: Any) -> None:
            seen(desk, dialog)
            pane = dialog.lines.articles
            assert ("PLACE · UNKNOWN", "Ilse") in painted(pane)
            words = words_of(pane).replace("\u2068", "").replace("\u2069", "")
            assert "PLACE (unknown) 2" in words
            assert "Not in the codebook: PLACE 2" in words
            desk.qtbot.mouseClick(pane.facts.choice._group.button(answer), LEFT)
            assert (f"PLACE · {mark}", "Ilse") in painted(pane)
            take(desk, dialog)

        desk.dialog(lambda: desk.drop(lines), look)
        assert desk.rows("SELECT count(*) FROM span") == [(spans,)]
        names = [action.text() for action in desk.window.commands.actions._labels]
        assert any("PLACE" in name for name in names) is (answer == 1)

    sit(path, day=day)


def test_a_large_file_is_shown_at_once(sit: Sit, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = write(tmp_path / "many.jsonl", [article(number) for number in range(2000)])
    told: list[tuple[int, bool]] = []
    tell = previews._Look._tell

    def listen(self: Any, file: Any) -> None:
        told.append((file.articles, file.whole))
        tell(self, file)

    monkeypatch.setattr(previews._Look, "_tell", listen)

    def day(desk: Desk) -> None:
        def look(dialog: Any) -> None:
            pane = dialog.lines.articles
            desk.until(lambda: painted(pane))
            desk.qtbot.mouseClick(pane.after, LEFT)
            seen(desk, dialog)
            desk.until(lambda: "2,000 articles, 4,000 spans" in words_of(pane))
            assert pane.place == 1, "who reads on is left there when the counts arrive"
            assert pane.text.toPlainText().startswith(f"{HEAD} 1")
            dialog.reject()

        desk.dialog(lambda: desk.drop(lines), look)

    sit(path, day=day)
    assert told == [(5, False), (2000, True)]

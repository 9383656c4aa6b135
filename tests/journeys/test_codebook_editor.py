"""The codebook editor by keys: what a change touches is said first, one step makes it, undo takes it back whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.__main__ import main
from annotator.gui import messages
from annotator.gui.dialogs.codebook_editor import CodebookEditor
from annotator.gui.dialogs.codebook_older import OlderSpans
from annotator.gui.dialogs.held import HeldRecords
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk, words_of
from tests.journeys.dialogs import is_open
from tests.journeys.pages import PLAIN

Check = Callable[..., None]


def edit(desk: Desk, act: Callable[[CodebookEditor], object]) -> None:
    """Ctrl+B, and what is done in the editor."""
    desk.dialog(lambda: desk.press("Ctrl+B"), act)


def tab_to(desk: Desk, wanted: QWidget) -> None:
    """Tab, until a field has the keyboard."""
    for _ in range(60):
        if QApplication.focusWidget() is wanted:
            return
        desk.press("Tab")
    raise AssertionError(f"Tab never comes to {wanted.accessibleName()}")


def type_over(desk: Desk, field: QWidget, text: str) -> None:
    tab_to(desk, field)
    desk.press("Ctrl+A")
    desk.type(text)


def said(dialog: CodebookEditor) -> str:
    return dialog.state.text()


def apply(desk: Desk, dialog: CodebookEditor) -> None:
    """Reviews and makes the change, by keys."""
    desk.press("Ctrl+Return")
    assert dialog.body.currentWidget() is dialog.review, said(dialog)
    desk.press("Ctrl+Return")
    desk.until(lambda: dialog.outcome is not None)


def remove(desk: Desk, dialog: CodebookEditor, words: str) -> None:
    """Delete, and what becomes of what the part has, by keys."""
    desk.press("Delete")
    answer = dialog.removal.answer
    assert answer.hasFocus()
    for _ in range(answer.count()):
        if words not in answer.currentText():
            desk.press("Down")
    assert words in answer.currentText()
    tab_to(desk, dialog.removal.go)
    desk.press("Space")


def test_rename_key_and_colour_by_keys_alone(sit: Sit, make: Make, check: Check) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "A")

        def work(dialog: CodebookEditor) -> None:
            form = dialog.label.form
            assert dialog.list.hasFocus()
            assert said(dialog) == "Nothing is changed yet."
            assert not dialog.primary.isEnabled()
            type_over(desk, form.name, "الفاعل")
            type_over(desk, form.letter.line, "q")
            assert form.fault_of("shortcut") == "Q is the key of Quote too"
            assert not dialog.primary.isEnabled()
            assert form.letter.take.text() == "Take A, it is free"
            tab_to(desk, form.letter.take)
            desk.press("Space")
            assert form.letter.line.text() == "A"
            type_over(desk, form.letter.line, "h")
            assert "A B C D O P Q S T U Z are free" in form.fault_of("shortcut")
            type_over(desk, form.letter.line, "d")
            assert not form.fault_of("shortcut")
            type_over(desk, form.colour.line, "#FFEE00")
            assert "cannot be read" in form.fault_of("color")
            type_over(desk, form.colour.line, "#A8480B")
            assert "hard to tell from Quote" in form.colour.note.text()
            type_over(desk, form.colour.line, "#5A2048")
            assert not form.fault_of("color")
            desk.press("Ctrl+Return")
            text = words_of(dialog.review)
            assert "1 span of 1 annotator uses it" in text
            assert "What it touches" not in text, "names, keys and colours touch no span"
            assert said(dialog) == "Nothing that is tagged is touched."
            desk.press("Ctrl+Return")
            desk.until(lambda: dialog.outcome is not None)

        before = desk.kept(span, "codebook"), desk.kept(span, "label")
        edit(desk, work)
        assert desk.said.startswith("Changed the codebook: rename “Actor” to “الفاعل”")
        assert (desk.kept(span, "codebook"), desk.kept(span, "label")) == before
        assert desk.text.hasFocus()
        desk.tag("Norrholm", "D")
        assert [label for label, _ in desk.stored()] == ["ACTOR", "ACTOR"]
        assert desk.text.content.caption(desk.text.content.spans[span]) == "الفاعل"
        desk.press("Ctrl+Z", "Ctrl+Z")
        assert desk.text.content.caption(desk.text.content.spans[span]) == "ACTOR"
        desk.press("Ctrl+Shift+Z")
        assert desk.session.codebook.label("ACTOR").shortcut == "D"

    sit(path, day=day)
    check(path)


def test_two_labels_are_merged_and_come_apart_again(sit: Sit, make: Make, check: Check) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        figure = desk.tag("$61", "S")
        desk.tag("Ilse Brandt", "A")
        desk.session.describe(figure, attributes={"value": 61, "unit": "USD"})

        def work(dialog: CodebookEditor) -> None:
            dialog.show_path("STATISTIC")
            remove(desk, dialog, "become Actor")
            assert dialog.path == "ACTOR"
            assert {"value", "unit"} <= {part.key for part in dialog.editing.book.label("ACTOR").attributes}
            assert "period" not in {part.key for part in dialog.editing.book.label("ACTOR").attributes}
            desk.press("Ctrl+Return")
            assert "1 span of 1 annotator" in words_of(dialog.review)
            assert said(dialog) == "One step, which undo takes back whole."
            desk.press("Ctrl+Return")
            desk.until(lambda: dialog.outcome is not None)

        edit(desk, work)
        assert desk.said.startswith("Changed the codebook: merge “Statistic” into “Actor”")
        assert {label for label, _ in desk.stored()} == {"ACTOR"}
        assert json.loads(desk.kept(figure, "attributes")) == {"value": 61, "unit": "USD"}
        assert set(desk.drawn().values()) == {"ACTOR"}
        desk.press("Ctrl+Z")
        assert "change the codebook again" in desk.said or desk.said.startswith("Undone: Change the codebook")
        assert desk.kept(figure, "label") == "STATISTIC"
        assert desk.drawn()[figure] == "STATISTIC"

    sit(path, day=day)
    check(path)


def test_a_label_in_use_is_held_when_nothing_takes_its_place(sit: Sit, make: Make) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")

        def work(dialog: CodebookEditor) -> None:
            dialog.show_path("CUE")
            desk.press("Delete")
            assert not dialog.editing.book.has("CUE"), "nobody uses it: no question"
            dialog.show_path("ACTOR")
            desk.press("Delete")
            assert dialog.removal.facts.text() == "1 span of 1 annotator uses it."
            desk.press("Escape")
            assert dialog.list.hasFocus(), "kept"
            remove(desk, dialog, "held until somebody decides")
            assert [kind.key for kind in dialog.editing.book.relations] == ["about", "source"]
            apply(desk, dialog)

        edit(desk, work)
        assert desk.said.endswith("; 1 record is held")
        assert desk.stored() == []
        assert desk.drawn() == {}
        assert desk.rows("SELECT kind, reason FROM held") == [("span", "The label ACTOR was retired")]
        desk.press("Ctrl+Z")
        assert [label for label, _ in desk.stored()] == ["ACTOR"]
        assert desk.rows("SELECT * FROM held") == []

    sit(path, day=day)


def test_values_without_a_place_are_asked_for(sit: Sit, make: Make, check: Check) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        span = desk.tag("Ilse Brandt", "A")
        desk.session.describe(span, attributes={"type": "person", "mention": "name"})

        def work(dialog: CodebookEditor) -> None:
            dialog.label.show_part(1)
            attributes = dialog.label.attributes
            assert attributes.form.name.text() == "Type"
            attributes._remove()
            attributes._add()
            desk.press("Ctrl+A")
            desk.type("Sort")
            attributes.show_owner(dialog.editing.book.label("ACTOR"))
            desk.press("Ctrl+Return")
            assert said(dialog) == "Say what becomes of what has no place any more: 1 open."
            assert not dialog.primary.isEnabled()
            answer = dialog.review.answers["ACTOR/type"]
            assert answer.hasFocus()
            options = [answer.itemText(at) for at in range(answer.count())]
            assert [one.strip("\u2068\u2069") for one in options][-1] == "leave the values out"
            for _ in options:
                if "Sort" not in answer.currentText():
                    desk.press("Down")
            assert answer.hasFocus()
            assert said(dialog) == "One step, which undo takes back whole."
            assert dialog.primary.isEnabled()
            desk.press("Ctrl+Return")
            desk.until(lambda: dialog.outcome is not None)

        edit(desk, work)
        values = json.loads(desk.kept(span, "attributes"))
        assert sorted(values.values()) == ["name", "person"]
        assert "type" not in values
        desk.press("Ctrl+Z")
        assert json.loads(desk.kept(span, "attributes")) == {"type": "person", "mention": "name"}

    sit(path, day=day)
    check(path)


def test_a_whole_label_made_by_keys(sit: Sit, make: Make, check: Check) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        def work(dialog: CodebookEditor) -> None:
            tab_to(desk, dialog.more)
            desk.press("Space")
            assert dialog.label.form.name.hasFocus()
            desk.type("場所")
            label = dialog.editing.owner(dialog.path)
            assert (label.name, label.key, label.shortcut) == ("場所", "NEW_LABEL", "D")
            dialog.label.show_part(1)
            tab_to(desk, dialog.label.attributes.add)
            desk.press("Space", "Ctrl+A")
            desk.type("Art")
            form = dialog.label.attributes.form
            tab_to(desk, form.kind)
            desk.press("Home")
            label = dialog.editing.owner(dialog.path)
            assert label.attributes[0].kind == "choice"
            assert form.fault_of("choices").endswith("has no choices")
            for name in ("Stadt", "Land"):
                tab_to(desk, form.more)
                desk.press("Space", "Ctrl+A")
                desk.type(name)
                desk.press("Return")
            assert not form.fault_of("choices")
            label = dialog.editing.owner(dialog.path)
            assert [one.name for one in label.attributes[0].choices] == ["Stadt", "Land"]
            dialog.label.show_part(2)
            type_over(desk, dialog.label.guideline.definition, "Ein Ort.")
            type_over(desk, dialog.label.guideline.examples, "in [Norrholm]")
            tab_to(desk, dialog.list)
            desk.press("Ctrl+Up", "Ctrl+Up")
            assert [one.name for one in dialog.editing.book.labels][3] == "場所"
            tab_to(desk, dialog.tie)
            desk.press("Space")
            desk.type("Lage")
            kind = dialog.editing.owner(dialog.path)
            assert kind.name == "Lage"
            apply(desk, dialog)

        edit(desk, work)
        assert "add “場所”" in desk.said
        span = desk.tag("Norrholm", "D")
        assert desk.kept(span, "label") == "NEW_LABEL"
        assert "Ein Ort." in words_of(desk.window.panel.card)
        assert "Art" in desk.window.panel.details.attributes.rows["new_attribute"].name.text()
        field = desk.window.panel.details.attributes.rows["new_attribute"]
        assert field.name.text() == "Art"

    sit(path, day=day)
    check(path)


def test_escape_never_loses_work_at_once(sit: Sit, make: Make) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        def work(dialog: CodebookEditor) -> None:
            type_over(desk, dialog.label.form.name, "Somebody")
            desk.press("Ctrl+Return", "Escape")
            assert dialog.body.currentIndex() == 0, "out of the review"
            desk.press("Escape")
            assert dialog.isVisible()
            assert "not made yet" in said(dialog)
            assert dialog.editing.book.label("ACTOR").name == "Somebody"
            desk.press("Escape")
            assert not is_open(dialog)

        edit(desk, work)
        assert desk.session.codebook.label("ACTOR").name == "Actor"
        edit(desk, lambda dialog: desk.press("Escape"))

    sit(path, day=day)


def test_the_last_label_stays(sit: Sit, make: Make, tmp_path: Path) -> None:
    book = tmp_path / "one.json"
    book.write_text('{"name": "One", "labels": [{"key": "A", "name": "A", "shortcut": "A"}]}', encoding="utf-8")
    path = make("study", PLAIN, codebook=book)

    def day(desk: Desk) -> None:
        def work(dialog: CodebookEditor) -> None:
            desk.press("Delete")
            assert "needs a label" in said(dialog)
            assert len(dialog.editing.book.labels) == 1
            desk.press("Escape")

        edit(desk, work)

    sit(path, day=day)


def test_another_window_changed_it_meanwhile(sit: Sit, make: Make, tmp_path: Path) -> None:
    path = make("study", PLAIN)
    other = tmp_path / "other.json"
    assert main(["codebook", str(path), "--export", str(other)]) == 0
    data = json.loads(other.read_text(encoding="utf-8"))
    data["labels"][1]["name"] = "Words"
    other.write_text(json.dumps(data), encoding="utf-8")

    def day(desk: Desk) -> None:
        def work(dialog: CodebookEditor) -> None:
            type_over(desk, dialog.label.form.name, "Somebody")
            assert main(["codebook", str(path), "--import", str(other)]) == 0
            desk.press("Ctrl+Return", "Ctrl+Return")
            desk.until(lambda: "meantime" in said(dialog) and dialog._job is None)
            assert dialog.isVisible()
            assert dialog.editing.book.label("ACTOR").name == "Somebody", "nothing typed is lost"
            desk.press("Escape", "Escape", "Escape")

        edit(desk, work)
        desk.until(lambda: desk.session.codebook.label("QUOTE").name == "Words")
        assert desk.session.codebook.label("ACTOR").name == "Actor"

    sit(path, day=day)


def test_files_in_and_out(sit: Sit, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make("study", PLAIN)
    out, bad = tmp_path / "out.json", tmp_path / "bad.json"
    twins: list[dict[str, Any]] = [{"key": key, "name": key, "shortcut": "A"} for key in "AB"]
    bad.write_text(json.dumps({"name": "Bad", "labels": twins}), encoding="utf-8")
    monkeypatch.setattr(messages, "choose_target", lambda *_: out)
    monkeypatch.setattr(messages, "choose_files", lambda *_: [bad])

    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")

        def work(dialog: CodebookEditor) -> None:
            dialog.show_path("")
            tab_to(desk, dialog.book.send)
            desk.press("Space")
            assert said(dialog) == f"Written: {out}"
            assert json.loads(out.read_text(encoding="utf-8"))["name"] == "News"
            dialog._import("")
            assert "share the key A" in said(dialog)
            assert not dialog.editing.is_changed()
            dialog._import("conll-2003")
            assert dialog.editing.book.name == "CoNLL-2003 entities"
            desk.press("Ctrl+Return")
            assert "1 open" in said(dialog)
            dialog._answered("ACTOR", "PER")
            desk.press("Ctrl+Return")
            desk.until(lambda: dialog.outcome is not None)

        edit(desk, work)
        assert [label for label, _ in desk.stored()] == ["PER"]
        desk.tag("Norrholm", "C")
        assert [label for label, _ in desk.stored()] in (["PER", "LOC"], ["LOC", "PER"])

    sit(path, day=day)


def test_another_look_at_older_spans(sit: Sit, make: Make) -> None:
    path = make("study", PLAIN, "Second\n\nThe harbour office closed.")

    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.press("Ctrl+PgDown")
        second = desk.tag("The harbour office", "A")
        desk.press("Ctrl+PgUp")

        def work(dialog: CodebookEditor) -> None:
            type_over(desk, dialog.label.form.name, "Somebody")
            apply(desk, dialog)

        edit(desk, work)
        desk.tag("Norrholm", "A")

        def look(dialog: OlderSpans) -> None:
            assert dialog.count.text() == "2 spans"
            assert [one.words for one in dialog.model.spans] == ["Ilse Brandt", "The harbour office"]
            assert {one.version for one in dialog.model.spans} == {1}
            desk.press("Down", "Return")

        desk.dialog(lambda: desk.menu("older_spans"), look)
        assert desk.session.active == second
        assert desk.article.startswith("Second")

    sit(path, day=day)


def test_what_was_held_comes_back_under_another_label(sit: Sit, make: Make, check: Check) -> None:
    path = make("study", PLAIN)

    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")

        def work(dialog: CodebookEditor) -> None:
            remove(desk, dialog, "held until somebody decides")
            apply(desk, dialog)

        edit(desk, work)
        assert desk.stored() == []

        def put(dialog: HeldRecords) -> None:
            assert "ACTOR was retired" in dialog.why.text()
            assert not dialog.put.isEnabled()
            tab_to(desk, dialog.labels)
            for _ in range(dialog.labels.count()):
                if dialog.labels.currentText() != "Quote":
                    desk.press("Down")
            assert "Ilse Brandt" in dialog.how.text()
            assert dialog.put.isEnabled()
            desk.press("Ctrl+Return")
            assert dialog.list.count() == 0

        desk.dialog(lambda: desk.menu("held"), put)
        assert desk.stored() == [("QUOTE", "Ilse Brandt")]
        desk.press("Ctrl+Z")
        assert desk.stored() == []
        desk.press("Ctrl+Z")
        assert desk.stored() == [("ACTOR", "Ilse Brandt")]

    sit(path, day=day)
    check(path)

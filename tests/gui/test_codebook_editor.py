"""Parts of the codebook editor: forms that show what they are given, faults beside their fields, counts in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from annotator.core import codebook_edit as changes
from annotator.core.codebook import Attribute, Choice, Shown
from annotator.gui.dialogs.codebook_editor import CodebookEditor
from annotator.gui.dialogs.codebook_list import EntriesModel
from annotator.gui.dialogs.codebook_older import OlderModel
from annotator.gui.dialogs.codebook_state import Editing
from annotator.gui.session import Session
from annotator.store import usage
from annotator.store.usage import Uses
from tests.builders import NEWS
from tests.gui.desk import View, keep, make_project, sitting, tag


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    with sitting(make_project(tmp_path / "p.annotator")) as made:
        made.attach(View())
        tag(made, "Ilse Brandt", "ACTOR")
        tag(made, "$61", "STATISTIC")
        yield made


@pytest.fixture
def editor(session: Session, qtbot: QtBot) -> CodebookEditor:
    made = CodebookEditor(session)
    keep(session, made, qtbot)
    return made


def test_the_list_is_a_sound_model(session: Session, qtmodeltester: ModelTester) -> None:
    assert session.project is not None
    editing = Editing(session.project)
    model = EntriesModel(editing)
    qtmodeltester.check(model)
    assert [one.name for one in model.entries[:4]] == ["News", "Actor", "Quote", "Statistic"]
    assert [one.count for one in model.entries[:4]] == [0, 1, 0, 1]
    editing.put(replace(NEWS.label("QUOTE"), shortcut="A"))
    model.reload()
    assert [one.path for one in model.entries if one.faulty] == ["QUOTE"]


def test_the_list_of_older_spans_is_a_sound_model(session: Session, qtmodeltester: ModelTester) -> None:
    assert session.project is not None
    model = OlderModel(session.project.codebook)
    model.take(usage.older_list(session.project.connection, "another version"))
    assert len(model.spans) == 2
    qtmodeltester.check(model)


def test_showing_a_label_changes_nothing(editor: CodebookEditor) -> None:
    for entry in list(editor.model.entries):
        editor.show_path(entry.path)
        for part in range(3):
            editor.label.show_part(part)
        for row in range(editor.label.attributes.list.count()):
            editor.label.attributes.list.setCurrentRow(row)
    assert not editor.editing.is_changed()
    assert not editor.editing.faults


def test_no_break_spaces_survive_in_fields_that_nobody_touched(editor: CodebookEditor) -> None:
    label = replace(NEWS.label("ACTOR"), definition="a\u00a0b", examples=("c\u00a0d",))
    editor.editing.put(label)
    editor.label.guideline.counters.setPlainText("new")
    made = editor.editing.book.label("ACTOR")
    assert (made.definition, made.examples, made.counter_examples) == ("a\u00a0b", ("c\u00a0d",), ("new",))


def test_each_fault_stands_beside_its_field(editor: CodebookEditor) -> None:
    choices = (Choice(key="a", name="A"),)
    parts = (
        Attribute(key="sort", name="Sort", kind="choice", choices=choices, default="b"),
        Attribute(key="more", name="", shown_when=Shown(attribute="sort", values=("z",))),
        Attribute(key="none", name="None", kind="choices"),
    )
    editor.editing.put(replace(NEWS.label("ACTOR"), color="#EEEEEE", lane_dark="red", attributes=parts))
    form, attributes = editor.label.form, editor.label.attributes
    assert "cannot be read" in form.fault_of("color")
    assert "not #RRGGBB" in form.fault_of("lane_dark")
    said = []
    for row in range(3):
        attributes.list.setCurrentRow(row)
        fields = ("default", "name", "shown_when", "choices")
        said.append({field: attributes.form.fault_of(field) for field in fields if attributes.form.fault_of(field)})
    assert list(said[0]) == ["default"]
    assert set(said[1]) == {"name", "shown_when"}
    assert list(said[2]) == ["choices"]
    assert not editor.primary.isEnabled()


def test_ends_that_are_no_labels_are_named(editor: CodebookEditor) -> None:
    editor.show_path("relation:about")
    editor.editing.put(replace(NEWS.relation("about"), tail=("NOBODY",)))
    assert "NOBODY, which is no label" in editor.relation.form.fault_of("tail")


def test_a_default_is_given_in_the_editor_of_its_type(editor: CodebookEditor) -> None:
    attributes = editor.label.attributes
    attributes._add()
    attributes.form._typed("number")
    default = attributes.form._default
    assert default is not None
    default.line.setText("4,5")
    default.line.textEdited.emit("4,5")
    default.settle()
    assert editor.editing.book.label("ACTOR").attributes[-1].default == 4.5
    attributes.form._typed("yesno")
    assert editor.editing.book.label("ACTOR").attributes[-1].default is None


def test_an_attribute_is_shown_when_another_has_a_value(editor: CodebookEditor) -> None:
    attributes = editor.label.attributes
    attributes.list.setCurrentRow(1)
    attributes.form._when("type")
    attributes.form._values(("person", "group"))
    rule = editor.editing.book.label("ACTOR").attributes[1].shown_when
    assert rule == Shown(attribute="type", values=("person", "group"))
    attributes.form._when(None)
    assert editor.editing.book.label("ACTOR").attributes[1].shown_when is None


def test_removing_a_choice_that_is_the_default_takes_the_default_too(editor: CodebookEditor) -> None:
    attributes = editor.label.attributes
    attributes.form._put(default="person")
    attributes.form.choices.setCurrentRow(0)
    attributes.form._fewer()
    part = editor.editing.book.label("ACTOR").attributes[0]
    assert part.default is None
    assert changes.find(part.choices, "person") is None


def test_every_field_has_a_name_for_screen_readers(editor: CodebookEditor) -> None:
    for widget in (
        *(editor.label.form.name, editor.label.form.letter.line, editor.label.form.colour.line),
        *(editor.label.form.role, editor.label.form.finds, editor.label.form.on, *editor.label.form.trims.values()),
        *(editor.label.attributes.list, editor.label.attributes.form.kind, editor.label.attributes.form.when),
        *(editor.label.guideline.definition, editor.relation.head, editor.relation.tail, editor.relation.definition),
        *(editor.up, editor.down, editor.gone, editor.more, editor.tie, editor.list),
    ):
        assert widget.accessibleName() or widget.text(), widget


def test_markup_in_names_is_text(editor: CodebookEditor) -> None:
    editor.editing.put(replace(NEWS.label("ACTOR"), name="<b>x</b> & y"))
    editor._review()
    texts = [part.text() for part in editor.review.findChildren(QLabel)]
    assert any("<b>x</b> & y" in text for text in texts)


def test_counts_are_asked_once(session: Session) -> None:
    assert session.project is not None
    uses = Uses(session.project.connection)
    assert uses.label("ACTOR").count == 1
    tag(session, "Tuesday", "ACTOR")
    assert uses.label("ACTOR").count == 1
    assert Uses(session.project.connection).label("ACTOR").count == 2


def test_trying_another_type_keeps_the_choices(editor: CodebookEditor) -> None:
    form = editor.label.attributes.form
    before = editor.editing.book.label("ACTOR")
    form._typed("text")
    assert not form.choice_box.isVisibleTo(form)
    form._typed("choice")
    assert editor.editing.book.label("ACTOR") == before
    form._typed("number")
    made = changes.finished(editor.editing.base, editor.editing.draft)
    assert made.label("ACTOR").attributes[0].choices == ()
    assert changes.finished(editor.editing.base, changes.Draft(book=editor.editing.base)) == editor.editing.base


def test_a_fault_is_heard_too(editor: CodebookEditor) -> None:
    editor.editing.put(replace(NEWS.label("ACTOR"), shortcut="Q"))
    assert editor.label.form.letter.line.accessibleDescription() == "Q is the key of Quote too"
    editor.editing.put(NEWS.label("ACTOR"))
    assert editor.label.form.letter.line.accessibleDescription() == ""

"""The span panel: list, details and guideline follow the session; what is typed is stored once and never lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from annotator.core import codebook as codebooks
from annotator.core.codebook import Attribute, Choice, Codebook, Label, Shown
from annotator.core.edit import add_record
from annotator.core.model import CodebookVersion, Span
from annotator.gui.session import Session
from annotator.gui.views.attribute_rows import AttributeRows, changed
from annotator.gui.views.codebook_card import marked
from annotator.gui.views.fields import SETTLE_MS, ChoiceEditor, ChoicesEditor, LineEditor, number
from annotator.gui.views.span_panel import ALL, CODEBOOK, SPAN, SpanPanel
from annotator.store.bulk import Bulk
from tests.builders import make_article, make_relation, make_span
from tests.gui.desk import View, make_project, sitting, tag

KEY = Qt.Key


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with sitting(make_project(tmp_path / "p.annotator")) as made:
        made.attach(View())
        yield made


def shown(session: Session, qtbot: QtBot, *, height: int = 870) -> SpanPanel:
    panel = SpanPanel(session)
    qtbot.addWidget(panel)
    panel.resize(336, height)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def stored(session: Session, span: str) -> Span:
    assert session.project is not None
    return session.project.read.span(span)


def words(panel: SpanPanel) -> list[str]:
    return [str(panel.model.data(panel.model.index(row, 0))) for row in range(panel.model.rowCount())]


def line(panel: SpanPanel, key: str) -> LineEditor:
    editor = panel.details.attributes.rows[key].editor
    assert isinstance(editor, LineEditor)
    return editor


def combo(panel: SpanPanel, key: str) -> QComboBox:
    editor = panel.details.attributes.rows[key].editor
    assert isinstance(editor, ChoiceEditor)
    return editor.combo


def choose(box: QComboBox, place: int) -> None:
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_an_article_without_spans_says_what_to_do(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot)
    assert panel.empty.text() == "Nothing tagged yet. Press A, Q or S: it takes its dotted frame, or what you select."
    assert panel.empty.isVisible()
    assert not panel.details.isVisible()
    assert panel.card.isVisible(), "without an active span the codebook is listed"


def test_spans_appear_in_text_order_and_the_tagged_one_is_active(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot)
    quote = tag(session, "“We will not cut a line,”", "QUOTE")
    tag(session, "Mayor Ilse Brandt", "ACTOR")
    assert words(panel) == ["Mayor Ilse Brandt", "“We will not cut a line,”"]
    assert panel.view.current_row() == 0
    assert panel.head.total.text() == "2"
    session.set_active(quote)
    assert panel.view.current_row() == 1
    assert panel.details.chip.accessibleName() == "QUOTE"
    assert panel.details.count.text() == "6 words"


def test_undo_and_delete_are_followed(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot)
    tag(session, "Ilse Brandt", "ACTOR")
    tag(session, "$61", "STATISTIC")
    session.delete_active()
    assert words(panel) == ["Ilse Brandt"]
    session.undo()
    assert words(panel) == ["Ilse Brandt", "$61"]
    session.undo()
    session.undo()
    assert words(panel) == []
    assert not panel.details.isVisible()


def test_a_click_in_the_list_reaches_the_span(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot)
    first = tag(session, "Ilse Brandt", "ACTOR")
    tag(session, "$61", "STATISTIC")
    place = panel.view.visualRect(panel.model.index(0, 0)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.active == first


def test_a_choice_is_one_edit_and_undo_shows_in_the_field(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot)
    span = tag(session, "“We will not cut a line,”", "QUOTE")
    row = panel.details.attributes.rows["form"]
    assert "needed" in row.fault.text(), "required and empty"
    choose(combo(panel, "form"), 1)
    assert stored(session, span).attributes == {"form": "direct"}
    assert not row.fault.isVisible()
    assert session.undo_title() == "Describe QUOTE “We will not cut a line,”: Form direct"
    session.undo()
    assert combo(panel, "form").currentText() == "–"


def test_text_settles_on_enter_on_leaving_and_after_a_moment(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot)
    span = tag(session, "It costs", "STATISTIC")
    before = len(session.project.history()) if session.project else 0
    qtbot.keyClicks(line(panel, "unit").line, "USD")
    assert stored(session, span).attributes == {}
    qtbot.keyClick(line(panel, "unit").line, KEY.Key_Return)
    assert stored(session, span).attributes == {"unit": "USD"}
    qtbot.keyClicks(line(panel, "value").line, "61")
    qtbot.waitUntil(lambda: stored(session, span).attributes == {"unit": "USD", "value": 61}, timeout=SETTLE_MS + 2000)
    assert session.project is not None
    assert len(session.project.history()) == before + 2, "one edit each"


def test_nothing_typed_is_lost_when_the_article_changes(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot)
    span = tag(session, "It costs", "STATISTIC")
    qtbot.keyClicks(line(panel, "unit").line, "dollars")
    qtbot.keyClicks(panel.details.note, "<b>check</b> this")
    session.done_and_next()
    found = stored(session, span)
    assert (found.attributes, found.note) == ({"unit": "dollars"}, "<b>check</b> this")
    assert panel.details.span_id is None


def test_nothing_typed_is_lost_when_another_span_is_reached_or_the_window_closes(
    session: Session, qtbot: QtBot
) -> None:
    panel = shown(session, qtbot)
    actor, figure = tag(session, "Ilse Brandt", "ACTOR"), tag(session, "It costs", "STATISTIC")
    qtbot.keyClicks(line(panel, "unit").line, "dollars")
    session.set_active(actor)
    assert stored(session, figure).attributes == {"unit": "dollars"}
    assert panel.details.span_id == actor
    qtbot.keyClicks(panel.details.note, "later")
    path = session.project.path if session.project else Path()
    session.close_project()
    with sitting(path) as again:
        assert [span.note for span in again.spans] == ["later", ""]


def test_what_is_typed_stays_when_others_change_the_article(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot)
    span = tag(session, "It costs", "STATISTIC")
    qtbot.keyClicks(line(panel, "unit").line, "dol")
    session.refresh()
    assert line(panel, "unit").line.text() == "dol"
    qtbot.keyClicks(line(panel, "unit").line, "lars")
    panel.flush()
    assert stored(session, span).attributes == {"unit": "dollars"}


def test_a_wrong_number_is_said_and_not_stored(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot)
    span = tag(session, "It costs", "STATISTIC")
    qtbot.keyClicks(line(panel, "value").line, "about sixty")
    qtbot.keyClick(line(panel, "value").line, KEY.Key_Return)
    assert stored(session, span).attributes == {}
    assert panel.details.attributes.rows["value"].fault.text() == "This is not a number"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.7", 4.7),
        ("4,7", 4.7),
        ("1,234", 1234),
        ("1 234,5", 1234.5),
        ("−3", -3),
        ("1,234,567.5", 1234567.5),
        ("nan", "nan"),
        ("1e400", "1e400"),
        ("x", "x"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: object) -> None:
    assert number(text) == value


def test_digits_go_to_the_attributes_and_step_through_choices(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot)
    span = tag(session, "“We will not cut a line,”", "QUOTE")
    with qtbot.waitActive(panel):
        panel.activateWindow()
    combo(panel, "form").setFocus()
    qtbot.keyClick(combo(panel, "form"), KEY.Key_2)
    assert combo(panel, "speaker_form").hasFocus()
    qtbot.keyClick(combo(panel, "speaker_form"), KEY.Key_2)
    assert stored(session, span).attributes == {"speaker_form": "named"}
    with qtbot.waitSignal(panel.left, timeout=1000):
        qtbot.keyClick(combo(panel, "speaker_form"), KEY.Key_Escape)


def test_relations_are_listed_at_both_ends(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot)
    actor, quote = tag(session, "Ilse Brandt", "ACTOR"), tag(session, "“We will not cut a line,”", "QUOTE")
    tie = make_relation(stored(session, quote), stored(session, actor))
    session.do(add_record(tie, title="Tie QUOTE", article=tie.article))
    row = panel.model.row(panel.model.row_of(quote))
    assert row is not None
    assert row.right == "→ Ilse Brandt"
    assert panel.details.ties.isVisible()
    session.set_active(actor)
    assert panel.details.ties.isVisible()
    session.delete_active()
    row = panel.model.row(0)
    assert row is not None
    assert row.right == ""


def test_a_low_window_has_tabs(session: Session, qtbot: QtBot) -> None:
    panel = shown(session, qtbot, height=640)
    tag(session, "Ilse Brandt", "ACTOR")
    assert panel.tabs.isVisible()
    assert panel.details.isVisible()
    assert not panel.view.isVisible()
    panel.tabs.setCurrentIndex(ALL)
    assert panel.view.isVisible()
    assert not panel.details.isVisible()
    panel.tabs.setCurrentIndex(CODEBOOK)
    assert panel.card.isVisible()
    session.edit_note()
    assert panel.tabs.currentIndex() == SPAN


def test_markup_in_a_codebook_is_text() -> None:
    assert marked("[<img>] & so") == "<b>&lt;img&gt;</b> &amp; so"


# --- attributes of every kind -----------------------------------------------------------------------

KINDS = Label(
    key="THING",
    name="Thing",
    attributes=(
        Attribute(
            key="kind", name="Kind", kind="choice", choices=(Choice(key="a", name="A"), Choice(key="b", name="B"))
        ),
        Attribute(
            key="many",
            name="Many",
            kind="choices",
            choices=(Choice(key="x", name="X & Y"), Choice(key="y", name="Y"), Choice(key="z", name="Z")),
        ),
        Attribute(key="sure", name="Sure", kind="yesno"),
        Attribute(key="day", name="Day", kind="date", shown_when=Shown(attribute="kind", values=("b",))),
        Attribute(key="more", name="More", kind="text", shown_when=Shown(attribute="sure", values=("true",))),
    ),
)


@pytest.fixture
def rows(qtbot: QtBot) -> AttributeRows:
    made = AttributeRows()
    qtbot.addWidget(made)
    made.show_label(KINDS)
    made.show_values({})
    made.show()
    return made


def test_editors_of_every_kind(rows: AttributeRows, qtbot: QtBot) -> None:
    sent: list[dict[str, object]] = []
    rows.settled.connect(lambda key, values: sent.append(values))
    many, sure = rows.rows["many"].editor, rows.rows["sure"].editor
    assert isinstance(many, ChoicesEditor)
    assert isinstance(sure, ChoiceEditor)
    many.boxes["z"].click()
    many.boxes["x"].click()
    choose(sure.combo, 2)
    assert sent[-1] == {"many": ["x", "z"], "sure": False}
    choose(sure.combo, 0)
    many.boxes["z"].click()
    many.boxes["x"].click()
    assert sent[-1] == {}


def test_an_attribute_is_asked_for_only_when_it_applies(rows: AttributeRows) -> None:
    assert [row.attribute.key for row in rows.shown()] == ["kind", "many", "sure"]
    rows.show_values({"kind": "b", "sure": True})
    assert [row.attribute.key for row in rows.shown()] == ["kind", "many", "sure", "day", "more"]
    assert rows.rows["day"].key.text() == "4"


def test_a_date_that_is_none_is_said(rows: AttributeRows, qtbot: QtBot) -> None:
    rows.show_values({"kind": "b"})
    sent: list[object] = []
    rows.settled.connect(lambda key, values: sent.append(values))
    day = rows.rows["day"].editor
    assert isinstance(day, LineEditor)
    qtbot.keyClicks(day.line, "2031-13")
    day.settle()
    assert sent == []
    assert rows.rows["day"].fault.text() == "This is not a date YYYY[-MM[-DD]]"
    day.line.clear()
    qtbot.keyClicks(day.line, "2031-03")
    day.settle()
    assert sent == [{"kind": "b", "day": "2031-03"}]


def test_what_a_person_sets_is_confirmed() -> None:
    given = {"value": 1, "unit": "USD", "_unconfirmed": ["value", "unit"]}
    assert changed(given, "value", 2) == {"value": 2, "unit": "USD", "_unconfirmed": ["unit"]}
    assert changed(given, "unit", None) == {"value": 1, "_unconfirmed": ["value"]}


def test_a_codebook_with_other_keys_works_the_same(tmp_path: Path, qtbot: QtBot) -> None:
    with sitting(make_project(tmp_path / "p.annotator")) as session:
        session.attach(View())
        panel = shown(session, qtbot)
        assert session.project is not None
        book = Codebook(name="Other", labels=(KINDS,))
        version = CodebookVersion(
            id=codebooks.identity(book), body=codebooks.canonical(book), parent=session.project.codebook_id, seq=2
        )
        session.do(add_record(version, title="Change the codebook"))
        tag(session, "Ilse Brandt", "THING")
        assert list(panel.details.attributes.rows) == ["kind", "many", "sure", "day", "more"]
        assert panel.empty.text().startswith("No span is active") or panel.model.rowCount() == 1


def cost_of_a_tag(path: Path, qtbot: QtBot, count: int) -> float:
    """Seconds of this thread's work from the change to the repainted panel: the median of twenty."""
    one = make_article("word " * (count + 200), title="Words")
    with sitting(make_project(path, [one], states=())) as session:
        session.attach(View())
        assert session.project is not None
        assert session.me is not None
        with Bulk(session.project, act="import", title="Import", who=session.me.id) as bulk:
            bulk.add(spans=[make_span(one, 5 * at, 5 * at + 4, annotator=session.me.id) for at in range(count)])
            bulk.finish({})
        session.refresh()
        panel = shown(session, qtbot)
        assert panel.model.rowCount() == count
        times = []
        for at in range(count, count + 20):
            assert isinstance(session.view, View)
            session.view.selection = [(5 * at, 5 * at + 4)]
            begun = time.thread_time()
            session.tag("ACTOR")
            panel.repaint()
            times.append(time.thread_time() - begun)
        assert panel.view.current_row() == count + 19
        return sorted(times)[10]


@pytest.mark.slow
def test_a_tag_among_10_000_costs_little_more_than_among_20(tmp_path: Path, qtbot: QtBot) -> None:
    few = cost_of_a_tag(tmp_path / "few.annotator", qtbot, 20)
    many = cost_of_a_tag(tmp_path / "many.annotator", qtbot, 10_000)
    assert many < 3 * few + 0.005, f"{few * 1000:.1f} ms among 20, {many * 1000:.1f} ms among 10,000"

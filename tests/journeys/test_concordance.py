"""Searching the whole project: words in context, by key to the place and back, filters, spans, inconsistencies."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.gui.views.concordance import Concordance
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk

FERRIES = """Ferry fares rise in Sarn

Mayor Ilse Brandt said the ferry would sail until midnight. “The ferry is ours,” she said.

Norrholm Lines runs it. Zoë Café sells tickets; 🌊 ferry 🌊 tours cost $61."""
BRIDGES = """Bridge vote put off

Ilse Brandt asked Norrholm Lines for a ferry. The ferries wait, and a ferryman waits.

Norrholm Lines said nothing."""
WATER = """وزارة المياه تعلن خطة

قالت الوزارة إن الماء كاف، وإن الوزارة ستنشر الأرقام."""


@pytest.fixture
def path(make: Make) -> Path:
    """Three articles."""
    return make("study", FERRIES, BRIDGES, WATER)


def page(desk: Desk) -> Concordance:
    return desk.window.commands.hands.searching.page


def ready(desk: Desk) -> bool:
    """Whether the page has answered what stands in it."""
    shown = page(desk)
    return shown._hunt is None and not shown._typed.isActive()


def look(desk: Desk, words: str) -> list[str]:
    """Types words into the page's field; the words of the rows."""
    field = page(desk).words
    field.setFocus()
    field.selectAll()
    desk.press("Delete")
    desk.type(words)
    return rows(desk)


def rows(desk: Desk) -> list[str]:
    desk.until(lambda: ready(desk))
    model = page(desk).model
    return [hit.words for row in range(model.rowCount()) if (hit := model.hit_at(row)) is not None]


def choose(desk: Desk, combo: object, text: str) -> None:
    """Takes an item of a combo box by the keyboard."""
    combo.setFocus()  # type: ignore[attr-defined]
    at, wanted = combo.currentIndex(), combo.findText(text)  # type: ignore[attr-defined]
    assert wanted >= 0, [combo.itemText(place) for place in range(combo.count())]  # type: ignore[attr-defined]
    desk.press(*(["Down"] if wanted > at else ["Up"]) * abs(wanted - at))


def test_words_in_context_and_to_the_place_by_keys(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Shift+F")
        shown = page(desk)
        assert shown.isVisible()
        assert shown.words.hasFocus()
        assert not shown.tag_all.isEnabled()
        assert "Search the whole project" in shown.nothing.title.text()
        assert look(desk, "FERRY") == ["ferry", "Ferry", "ferry", "ferry", "ferry"]
        assert shown.strip.words() == "5 hits in 2 articles"
        desk.press("Return", "Down", "Down")
        assert shown.view.hasFocus()
        hit = shown.model.hit_at(shown.view.current_row())
        assert hit is not None
        source = shown.model.source_of(hit)
        desk.press("Return")
        assert not shown.isVisible()
        assert desk.text.hasFocus()
        assert desk.session.article is not None
        assert desk.session.article.id == source.id
        assert desk.text.selected() == (hit.start, hit.end)
        assert "Hit 3 of 5" in desk.said
        # F3 goes on through the hits, and the list has kept its row.
        desk.press("F3")
        assert "Hit 4 of 5" in desk.said
        desk.press("Shift+F3", "Shift+F3", "Shift+F3", "Shift+F3")
        assert desk.said == "This is the first hit"
        desk.press("Ctrl+Shift+F")
        assert shown.isVisible()
        assert (len(rows(desk)), shown.words.text(), shown.view.current_row()) == (5, "FERRY", 0)
        desk.press("Escape")
        assert not shown.isVisible()
        assert desk.text.hasFocus()
        # As long as one has only looked, Escape at a hit leads back to the rows, too.
        desk.press("Ctrl+Shift+F", "Return", "Down", "Return")
        assert "Hit 2 of 5" in desk.said
        desk.press("Escape")
        assert desk.text.selected() is None
        assert not shown.isVisible()
        desk.press("Escape")
        assert shown.view.hasFocus()
        assert shown.view.current_row() == 1
        desk.press("Return", "A", "Escape", "Escape", "Escape")
        assert not shown.isVisible()

    sit(path, day=day)


def test_a_hit_can_be_tagged_at_once(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Shift+F")
        assert look(desk, '"Norrholm Lines"') == ["Norrholm Lines"] * 3
        desk.press("Return", "Return", "A")
        assert desk.stored() == [("ACTOR", "Norrholm Lines")]
        desk.press("Ctrl+Shift+F")
        rows(desk)
        shown = page(desk)
        labels = [shown.model.hit_at(row).label for row in range(3)]  # type: ignore[union-attr]
        assert sorted(labels) == ["", "", "ACTOR"]
        # Back at a tagged place the span is active.
        shown.view.show_row(labels.index("ACTOR"))
        shown.view.setFocus()
        desk.press("Return")
        assert desk.session.active_span is not None
        assert desk.session.active_span.words == "Norrholm Lines"

    sit(path, day=day)


def test_the_field_in_the_bar_and_the_selected_words(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.window.bar.words.setFocus()
        desk.type("brandt")
        desk.press("Return")
        assert rows(desk) == ["Brandt", "Brandt"]
        assert not desk.window.bar.words.isVisible()
        desk.press("Escape")
        assert desk.window.bar.words.isVisible()
        desk.select("Ilse Brandt")
        desk.press("Ctrl+Shift+F")
        assert page(desk).words.text() == '"Ilse Brandt"'
        assert rows(desk) == ["Ilse Brandt", "Ilse Brandt"]

    sit(path, day=day)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zoe cafe", ["Zoë", "Café"]),
        ("ferr* -mayor", ["ferry", "ferries", "ferryman"]),
        ("midnight OR vote", ["vote", "midnight"]),
        ("الوزارة", ["الوزارة", "الوزارة"]),
        ("🌊", ["🌊", "🌊"]),
        ("$61", ["$61"]),
        ('"', []),
        ('AND ) NEAR( "x * -', []),
        ("zzz", []),
    ],
)
def test_anything_can_be_typed(sit: Sit, path: Path, typed: str, found: list[str]) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Shift+F")
        assert look(desk, typed) == found
        shown = page(desk)
        assert shown.nothing.isVisible() is (not found)

    sit(path, day=day)


def test_parts_of_words_and_case(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Shift+F")
        assert look(desk, "errym") == []
        shown = page(desk)
        assert shown.nothing.title.text().startswith("Nothing found for")
        shown.nothing.parts.setFocus()
        desk.press("Space")
        assert rows(desk) == ["errym"]
        shown.exact.setFocus()
        desk.press("Space")
        assert look(desk, "Ferry") == ["Ferry"]

    sit(path, day=day)


def test_filters_spans_and_orders(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.tag("“The ferry is ours,”", "Q")
        desk.press("Ctrl+Shift+F")
        shown, filters = page(desk), page(desk).filters
        assert len(look(desk, "ferry")) == 5
        choose(desk, filters.labels, "Quote")
        assert rows(desk) == ["ferry"]
        choose(desk, filters.labels, "Not tagged")
        assert len(rows(desk)) == 4
        assert filters.reset.isVisible()
        choose(desk, filters.states, "In progress")
        assert len(rows(desk)) == 3
        filters.reset.setFocus()
        desk.press("Space")
        assert len(rows(desk)) == 5
        filters.since.setFocus()
        desk.type("3000")
        assert rows(desk) == []
        assert shown.nothing.clear.isVisible()
        shown.nothing.clear.setFocus()
        desk.press("Space")
        assert len(rows(desk)) == 5
        choose(desk, filters.orders, "By right neighbour")
        rights = [shown.model.hit_at(row).right.split()[0] for row in range(5)]  # type: ignore[union-attr]
        assert rights == ["fares", "is", ".", "🌊", "would"]
        choose(desk, filters.orders, "By left neighbour")
        lefts = [shown.model.hit_at(row).left.split()[-1:] for row in range(5)]  # type: ignore[union-attr]
        assert lefts.index(["a"]) < lefts.index(["the"])
        desk.click(shown.kinds._group.button(1))
        assert look(desk, "") == ["Ilse Brandt", "“The ferry is ours,”"]
        choose(desk, filters.labels, "Actor")
        assert rows(desk) == ["Ilse Brandt"]
        choose(desk, filters.values, "Type: *")
        assert rows(desk) == []

    sit(path, day=day)


def test_inconsistencies_lead_to_the_place(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        desk.menu("inconsistencies")
        assert rows(desk) == []
        assert page(desk).nothing.title.text() == "No inconsistencies"
        desk.press("Escape")
        desk.tag("Ilse Brandt", "A")
        desk.tag("Norrholm Lines", "A")
        desk.press("Ctrl+PgDown")
        desk.tag("Norrholm Lines", "Q")
        desk.menu("inconsistencies")
        assert rows(desk) == ["Norrholm Lines", "Norrholm Lines"]
        shown = page(desk)
        assert shown.view.hasFocus()
        row = shown.model.data(shown.model.index(0, 0), 0x0100)
        assert row.beside in ("Actor 1×", "Quote 1×")
        choose(desk, shown.filters.slips, "Tagged here, not there")
        assert rows(desk) == ["Norrholm Lines", "Ilse Brandt"]
        shown.view.setFocus()
        shown.view.show_row(rows(desk).index("Ilse Brandt"))
        desk.press("Return", "A")
        assert ("ACTOR", "Ilse Brandt") in desk.stored()
        desk.menu("inconsistencies")
        assert rows(desk) == ["Norrholm Lines"]

    sit(path, day=day)


def test_the_page_keeps_up_and_lets_go(sit: Sit, path: Path, make: Make) -> None:
    other = make("other", "Nothing of the kind here.")

    def day(desk: Desk) -> None:
        desk.tag("Ilse Brandt", "A")
        desk.press("Ctrl+Shift+F")
        look(desk, "ilse")
        shown = page(desk)
        assert [shown.model.hit_at(row).label for row in range(2)].count("ACTOR") == 1  # type: ignore[union-attr]
        desk.press("Return", "Ctrl+Z")  # in the field Ctrl+Z would take typing back
        desk.until(lambda: ready(desk) and not shown._again.isActive())
        assert [shown.model.hit_at(row).label for row in range(2)] == ["", ""]  # type: ignore[union-attr]
        assert shown.isVisible()
        desk.press("Ctrl+F")
        assert not shown.isVisible()
        desk.press("Escape")
        desk.session.open_project(other)
        desk.press("Ctrl+Shift+F")
        assert shown.words.text() == ""
        assert look(desk, "ilse") == []
        assert look(desk, "nothing") == ["Nothing"]
        desk.press("Ctrl+W")
        assert not shown.isVisible()
        desk.press("Ctrl+Shift+F")
        assert not shown.isVisible()

    sit(path, day=day)


def test_closing_folds_the_log_in_while_a_search_runs(sit: Sit, make: Make) -> None:
    path = make("long", *(f"Article {number}\n\n" + "Brandt spoke. " * 3_000 for number in range(6)))

    def day(desk: Desk) -> None:
        desk.tag("Brandt", "A")
        desk.press("Ctrl+Shift+F")
        shown = page(desk)
        shown.words.setText("brandt")
        shown.look()
        assert shown._hunt is not None
        desk.session.close_project()
        assert shown._hunt is None
        assert not path.with_name(path.name + "-wal").exists()

    sit(path, day=day)


def test_without_articles(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+Shift+F")
        assert look(desk, "word") == []
        desk.press("Escape")
        assert QApplication.focusWidget() is not None
        assert not page(desk).isVisible()

    sit(make("empty"), day=day)

"""Tables of words and figures, and the snippets that a choice is made by."""

from __future__ import annotations

from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from annotator.gui.dialogs.settle import differing, snippet
from annotator.gui.views.figure_table import EDGE, GAP, Cells, Column, FigureModel, FigureTable, places

COLUMNS = [Column("Article"), Column("New", 60, figure=True), Column("File", middle=True)]
ROWS = [Cells(texts=("ملخص 👩‍🚀", "1,204", "a very long name of a file.annotator")), Cells(texts=("", "", ""))]


def test_columns_share_what_the_fixed_ones_leave() -> None:
    found = places(COLUMNS, 600.0)
    assert found[0][0] == EDGE
    assert found[0][1] == found[2][1] == (600 - 60 - 2 * GAP - 2 * EDGE) / 2
    assert found[2][0] + found[2][1] == 600 - EDGE
    assert all(width >= 40 for _, width in places(COLUMNS, 10.0)), "never nothing"


def test_rows_are_shown_and_said(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    table = FigureTable(COLUMNS, name="Figures")
    qtbot.addWidget(table)
    table.show_cells(ROWS)
    assert table.texts() == [row.texts for row in ROWS]
    qtmodeltester.check(table.model)
    model = FigureModel(COLUMNS)
    model.show_cells(ROWS)
    role = 11  # accessible text
    said = model.data(model.index(0, 0), role)
    assert said == "Article ملخص 👩‍🚀, New 1,204, File a very long name of a file.annotator"
    table.resize(500, 200)
    table.grab()


def test_a_snippet_is_escaped_and_its_words_are_bold() -> None:
    text = "x" * 200 + "<i>A & B</i>\n" + "y" * 200
    shown = snippet(text, 200, 212)
    assert "<b>&lt;i&gt;A &amp; B&lt;/i&gt;</b>" in shown
    assert shown.startswith("… x")
    assert shown.endswith("y …")
    assert snippet("ab", 0, 2) == "<b>ab</b>"


def test_only_what_differs_in_two_texts_is_shown() -> None:
    before, after = "a" * 500, "b" * 500
    mine, theirs = differing(f"{before}one{after}", f"{before}two words{after}")
    assert "one" in mine
    assert "two words" in theirs
    assert len(mine) < 100
    assert differing("same", "same") == ("same", "same")
    assert differing("", "new") == ("", "new")
    assert differing("ends", "ends here") == ("ends", "ends here")

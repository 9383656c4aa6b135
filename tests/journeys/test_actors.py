"""The analyst and the registry: mentions linked by key, actors kept, merged and split, out and in as CSV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from annotator import assets
from annotator.gui.dialogs.actor_moves import MergeActor, PickActor, SplitActor
from annotator.gui.dialogs.registry import RegistryDialog
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk, button_of, words_of
from tests.journeys.dialogs import is_open

STORY = (
    "Port fees\n\nAna Reyes, the mayor, met the Office for Public Services (OPS) on Monday. Reyes said no. "
    "Later OPS agreed with Reyes, and she left. “No,” Tomás Reyes said."
)
SECOND = "Second story\n\nReyes came back to <b>Velmora</b> & the OPS. 山田太郎 met عمر الخطيب there."


@pytest.fixture
def path(make: Make) -> Path:
    """A project of two articles."""
    return make("registry", STORY, SECOND)


def actors(desk: Desk) -> list[tuple[str, int]]:
    """Each living actor with its mentions, as another connection reads them."""
    return desk.rows(
        "SELECT name, (SELECT count(*) FROM span WHERE span.actor=actor.id) FROM actor"
        " WHERE merged_into IS NULL ORDER BY name"
    )


def strip(desk: Desk) -> list[tuple[str, str]]:
    """What the choosing strip offers."""
    return [(one.words, one.beside) for one in desk.window.commands.hands.linking.chooser.offers]


def tag(desk: Desk, words: str, nth: int = 0) -> str:
    return desk.tag(words, "A", nth)


def test_linking_by_key(sit: Sit, path: Path, check: Callable[..., None]) -> None:
    def day(desk: Desk) -> None:
        full = tag(desk, "Ana Reyes")
        row = desk.window.panel.details.actor
        desk.until(row.none.isVisible)
        desk.click(row.key)
        assert desk.session.mode == "choosing"
        assert strip(desk) == []
        desk.press("Ctrl+Return")
        assert desk.said == "Added actor “Ana Reyes” from ACTOR “Ana Reyes”"
        assert (row.name.text(), row.none.isVisible()) == ("Ana Reyes", False)
        assert (desk.session.mode, desk.session.active, desk.text.hasFocus()) == ("reading", full, True)
        tag(desk, "the Office for Public Services")
        desk.press("I", "Ctrl+Return")
        short = tag(desk, "Reyes", 1)
        desk.press("I")
        assert strip(desk) == [("Ana Reyes", "named here")]
        desk.press("Return")
        assert desk.said == "Linked ACTOR “Reyes” to “Ana Reyes”"
        assert desk.kept(short, "actor") == desk.kept(full, "actor")
        tag(desk, "OPS", 1)
        desk.press("I")
        assert strip(desk) == [("Office for Public Services", "spelled out here")]
        desk.press("1")
        assert actors(desk) == [("Ana Reyes", 2), ("Office for Public Services", 2)]
        assert desk.action("undo").endswith("Link ACTOR “OPS” to “Office for Public Services”")
        desk.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")  # the link, the tag, and the link before it
        assert actors(desk) == [("Ana Reyes", 1), ("Office for Public Services", 1)]
        desk.press("Ctrl+Shift+Z", "Ctrl+Shift+Z", "Ctrl+Shift+Z")
        assert actors(desk) == [("Ana Reyes", 2), ("Office for Public Services", 2)]

    sit(path, day=day)
    check(path)


def test_escape_leaves_and_nothing_is_linked(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        span = tag(desk, "Ana Reyes")
        caret = desk.caret
        desk.press("I", "Escape")
        assert (desk.session.mode, desk.session.active, desk.caret) == ("reading", span, caret)
        assert desk.text.hasFocus()
        assert not desk.window.commands.hands.linking.chooser.isVisible()
        assert actors(desk) == []
        desk.press("I")
        desk.press("Return")  # nobody is offered: nothing is taken
        assert (desk.session.mode, actors(desk)) == ("choosing", [])
        desk.press("Escape", "Shift+I")
        assert "not linked to an actor" in desk.said
        desk.press("Q")  # the caret stands on the span's words
        desk.press("I")
        assert desk.said == "Only ACTOR is linked to the registry, not QUOTE"
        desk.press("Escape", "I")
        assert "No span to link" in desk.said

    sit(path, day=day)


def test_letters_filter_the_registry_and_alike_mentions_go_along(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        tag(desk, "Ana Reyes")
        desk.press("I", "Ctrl+Return")
        tag(desk, "Tomás Reyes")
        desk.press("I", "Ctrl+Return")
        first, second = tag(desk, "Reyes", 1), tag(desk, "Reyes", 2)
        desk.press("I")
        assert strip(desk) == [("Ana Reyes", "named here"), ("Tomás Reyes", "named here")]
        desk.type("tomas")
        assert strip(desk) == [("Tomás Reyes", "")]
        desk.press("Shift+Return")
        assert desk.said == "Linked 2 mentions to “Tomás Reyes”"
        assert desk.kept(first, "actor") == desk.kept(second, "actor")
        desk.press("I", "Delete")
        assert desk.said == "Unlinked ACTOR “Reyes”"
        assert actors(desk) == [("Ana Reyes", 1), ("Tomás Reyes", 2)]
        desk.press("I")
        assert strip(desk) == [("Tomás Reyes", "linked above"), ("Ana Reyes", "named here")]
        desk.press("Tab", "Tab", "Up", "Down", "Return")
        assert actors(desk) == [("Ana Reyes", 1), ("Tomás Reyes", 3)]
        desk.press("I")
        desk.type("A new name")
        desk.press("Ctrl+Return")
        assert ("A new name", 1) in actors(desk)
        tag(desk, "she")
        desk.press("I")
        assert "with these words" not in words_of(desk.window.commands.hands.linking.chooser)
        assert [why for _, why in strip(desk)] == ["mentioned before"] * 3

    sit(path, day=day)


def test_offers_by_mouse(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        tag(desk, "Ana Reyes")
        desk.press("I", "Ctrl+Return")
        tag(desk, "Reyes", 1)
        desk.press("I")
        grid = desk.window.commands.hands.linking.chooser.grid
        desk.click(grid, grid.cell(0).center().toPoint())
        assert actors(desk) == [("Ana Reyes", 2)]
        desk.press("I")
        desk.click_words("Monday")
        assert desk.session.mode == "reading"

    sit(path, day=day)


def _fill(desk: Desk) -> None:
    """Four actors; "Reyes" is a mention of one in both articles."""
    for words in ("Ana Reyes", "Office for Public Services", "Tomás Reyes"):
        tag(desk, words)
        desk.press("I", "Ctrl+Return")
    tag(desk, "Reyes", 1)
    desk.press("I", "Return")
    desk.press("Ctrl+PgDown")
    tag(desk, "Reyes")
    desk.press("I")
    desk.type("ana")
    desk.press("Return")
    assert actors(desk) == [("Ana Reyes", 3), ("Office for Public Services", 1), ("Tomás Reyes", 1)]


def answering(desk: Desk, act: Callable[[RegistryDialog], None]) -> Callable[[Any], None]:
    """An answer to the registry's dialog."""

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, RegistryDialog)
        act(dialog)

    return answer


def over(desk: Desk, dialog: QDialog, act: Callable[[], object], answer: Callable[[Any], None]) -> None:
    """Does what opens a dialog over another one, answers it, and turns back."""
    desk.watcher.expect(answer)
    act()
    desk.watcher.check()
    dialog.activateWindow()
    desk.until(dialog.isActiveWindow)


def mentions(dialog: RegistryDialog) -> list[str]:
    model = dialog.mentions
    found = [model.mention_at(row) for row in range(model.rowCount())]
    return [f"{one.span.words} | {one.title}" for one in found if one]


def test_fields_are_kept_as_they_are_left(sit: Sit, path: Path, check: Callable[..., None]) -> None:
    def act(desk: Desk, dialog: RegistryDialog) -> None:
        assert dialog.sub.text() == "3 actors  ·  5 mentions"
        assert mentions(dialog) == ["Ana Reyes | Port fees", "Reyes | Port fees", "Reyes | Second story"]
        desk.press("Return")  # from the filter to the name
        assert dialog.form.name.hasFocus()
        desk.press("Ctrl+A")
        desk.type("Ana M. Reyes")
        desk.press("Return")
        assert desk.said == "Changed actor “Ana M. Reyes”: name"
        desk.press("Tab", "Tab")
        assert dialog.form.wikidata.hasFocus()
        desk.type("P42")
        desk.press("Tab")
        assert "no Wikidata id" in dialog.form.fault.text()
        assert dialog.form.wikidata.text() == "P42"
        dialog.form.wikidata.setFocus()
        desk.press("Ctrl+A")
        desk.type("q42")
        desk.press("Return")
        assert not dialog.form.fault.isVisible()
        dialog.form.aliases.setFocus()
        desk.type("Reyes")
        desk.press("Return")
        desk.type("La <i>alcaldesa</i>")
        desk.press("Tab")
        desk.type("Mayor of Velmora")
        desk.press("Tab")
        desk.type("2029-05")
        desk.press("Tab", "Tab")  # by its end to the line that waits for another
        desk.type("Councillor")
        desk.press("Tab", "Tab")
        desk.type("2029")
        desk.press("Tab")
        dialog.form.note.setFocus()
        desk.type("Often quoted.")
        desk.press("Return")
        assert desk.rows("SELECT name, wikidata, note, body FROM actor WHERE wikidata='Q42'") == [
            (
                "Ana M. Reyes",
                "Q42",
                "Often quoted.",
                '{"aliases":["Reyes","La <i>alcaldesa</i>"],"roles":[{"role":"Mayor of Velmora","from":"2029-05"},'
                '{"role":"Councillor","to":"2029"}]}',
            )
        ]
        over(desk, dialog, lambda: desk.click(dialog.form.choose), choose)
        assert dialog.form.whole.text() == "Office for Public Services"
        desk.press("Ctrl+Z")
        assert "Undone: Change actor “Ana M. Reyes”: parent" in desk.said
        assert dialog.form.whole.text() == "–"

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, PickActor)
        assert not dialog.primary.isEnabled()
        dialog.picker.filter.setText("office")
        dialog.picker.ask()
        dialog.take()

    def day(desk: Desk) -> None:
        _fill(desk)
        desk.dialog(lambda: desk.press("Ctrl+Shift+R"), answering(desk, lambda dialog: act(desk, dialog)))
        assert desk.window.panel.details.actor.name.text() == "Ana M. Reyes"

    sit(path, day=day)
    check(path)


def test_merging_shows_what_moves_and_is_undone(sit: Sit, path: Path, check: Callable[..., None]) -> None:
    def act(desk: Desk, dialog: RegistryDialog) -> None:
        dialog.picker.show_current(dialog.registry.index.search("tomas")[0].id)
        over(desk, dialog, lambda: desk.press("Ctrl+M"), merge)
        assert desk.said == "Merged actor “Tomás Reyes” into “Ana Reyes” (1 mention)"
        assert actors(desk) == [("Ana Reyes", 4), ("Office for Public Services", 1)]
        assert dialog.form.aliases.toPlainText() == "Tomás Reyes"
        assert len(mentions(dialog)) == 4
        desk.press("Ctrl+Z")
        assert actors(desk) == [("Ana Reyes", 3), ("Office for Public Services", 1), ("Tomás Reyes", 1)]
        desk.press("Ctrl+Shift+Z")
        assert actors(desk) == [("Ana Reyes", 4), ("Office for Public Services", 1)]

    def merge(dialog: QDialog) -> None:
        assert isinstance(dialog, MergeActor)
        assert (dialog.picker.actor, dialog.primary.isEnabled()) == (None, False)
        dialog.picker.filter.setText("ana")
        dialog.picker.ask()
        assert "Merge 1 mention" in words_of(dialog)
        assert dialog.model.rowCount() == 1
        assert "gains the aliases" in dialog.gains.text()
        button_of(dialog, "Merge").click()

    def day(desk: Desk) -> None:
        _fill(desk)
        desk.dialog(lambda: desk.press("Ctrl+Shift+R"), answering(desk, lambda dialog: act(desk, dialog)))

    sit(path, day=day)
    check(path)


def test_splitting_ticked_mentions(sit: Sit, path: Path, check: Callable[..., None]) -> None:
    def act(desk: Desk, dialog: RegistryDialog) -> None:
        assert not dialog.split.isEnabled()
        dialog.view.setFocus()
        dialog.view.show_row(1)
        desk.press("Space", "Down", "Space")
        assert dialog.split.text() == "Split 2 ticked…"
        over(desk, dialog, lambda: desk.press("Ctrl+P"), split)
        assert desk.said == "Split actor “Ana Reyes”: 2 mentions to “Zoe Reyes”"
        assert ("Zoe Reyes", 2) in actors(desk)
        desk.press("Ctrl+Z")
        assert ("Ana Reyes", 3) in actors(desk)

    def split(dialog: QDialog) -> None:
        assert isinstance(dialog, SplitActor)
        assert dialog.model.rowCount() == 2
        dialog.name.setText(" ")
        assert not dialog.primary.isEnabled()
        dialog.name.setText("Zoe Reyes")
        dialog.take()

    def day(desk: Desk) -> None:
        _fill(desk)
        desk.dialog(lambda: desk.press("Ctrl+Shift+R"), answering(desk, lambda dialog: act(desk, dialog)))

    sit(path, day=day)
    check(path)


def test_enter_on_a_mention_goes_to_the_place(sit: Sit, path: Path) -> None:
    def act(desk: Desk, dialog: RegistryDialog) -> None:
        dialog.view.setFocus()
        dialog.view.show_row(0)
        desk.press("Return")

    def day(desk: Desk) -> None:
        _fill(desk)
        desk.dialog(lambda: desk.press("Ctrl+Shift+R"), answering(desk, lambda dialog: act(desk, dialog)))
        assert desk.article.startswith("Port fees")
        assert desk.session.active_span is not None
        assert desk.session.active_span.words == "Ana Reyes"
        assert desk.text.hasFocus()

    sit(path, day=day)


def test_unlinked_mentions_one_after_another(sit: Sit, path: Path, check: Callable[..., None]) -> None:
    def act(desk: Desk, dialog: RegistryDialog) -> None:
        desk.press("Ctrl+U")
        page = dialog.unlinked
        assert page.heading.text() == "5 unlinked mentions"
        assert page.view.hasFocus()
        assert page.span is not None
        assert page.span.words == "Reyes"
        assert [dialog.picker.model.actor_at(0).name] == ["Ana Reyes"]
        desk.press("1")  # both mentions of this article
        assert desk.said == "Linked 2 mentions to “Ana Reyes”"
        assert page.heading.text() == "3 unlinked mentions"
        assert page.span.words == "OPS"
        desk.press("Return")
        assert "Nobody is offered" in desk.said
        desk.press("Ctrl+Return")
        assert ("OPS", 1) in actors(desk)
        assert page.span.words == "山田太郎"
        desk.type("Yamada Taro")
        assert dialog.picker.filter.hasFocus()
        desk.press("Ctrl+Return")
        assert ("Yamada Taro", 1) in actors(desk)
        assert page.view.hasFocus()
        desk.type("ana")
        assert dialog.picker.filter.hasFocus()
        desk.press("Return")
        assert page.heading.text() == "Every mention is linked"
        desk.press("Ctrl+Z")
        assert page.heading.text() == "1 unlinked mention"
        desk.press("Ctrl+U")
        assert dialog.picker.model.rowCount() == 3

    def day(desk: Desk) -> None:
        tag(desk, "Ana Reyes")
        desk.press("I", "Ctrl+Return")
        tag(desk, "Reyes", 1)
        tag(desk, "Reyes", 2)
        desk.press("Ctrl+PgDown")
        for words in ("OPS", "山田太郎", "عمر الخطيب"):
            tag(desk, words)
        desk.dialog(lambda: desk.press("Ctrl+Shift+R"), answering(desk, lambda dialog: act(desk, dialog)))

    sit(path, day=day)
    check(path)


def test_a_new_actor_and_one_that_is_deleted(sit: Sit, path: Path) -> None:
    def act(desk: Desk, dialog: RegistryDialog) -> None:
        desk.type("<b>Bold</b> & Co")
        desk.until(lambda: "No actor matches" in dialog.picker.nobody.text())
        desk.press("Ctrl+N")
        assert dialog.form.name.text() == "<b>Bold</b> & Co"
        assert actors(desk) == [("<b>Bold</b> & Co", 0)]
        desk.click(dialog.delete)
        assert actors(desk) == []
        assert "No actor matches" in dialog.picker.nobody.text()
        desk.press("Escape")
        assert not is_open(dialog)

    def day(desk: Desk) -> None:
        desk.dialog(lambda: desk.press("Ctrl+Shift+R"), answering(desk, lambda dialog: act(desk, dialog)))
        assert desk.text.hasFocus()

    sit(path, day=day)


def test_csv_out_and_in(sit: Sit, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "actors.csv"
    monkeypatch.setattr("annotator.gui.messages.choose_target", lambda *_: out)
    monkeypatch.setattr("annotator.gui.messages.choose_files", lambda *_: [out])

    def act(desk: Desk, dialog: RegistryDialog) -> None:
        desk.click(dialog.export)
        assert desk.said == "Exported 3 actors to \u2068actors.csv\u2069"
        text = out.read_text(encoding="utf-8-sig")
        text = text.replace(",Ana Reyes,,", ",Ana Reyes,person,")
        out.write_text(f"{text},=cmd,,,,,,,\n,,x,,,,,,\n", encoding="utf-8")
        over(desk, dialog, lambda: (desk.click(dialog.bring), desk.until(lambda: "Imported" in desk.said)), refused)
        assert desk.said == "Imported: 1 added, 1 changed, 2 as they were, 1 refused"
        assert ("=cmd", 0) in actors(desk)
        desk.press("Ctrl+Z")
        assert len(actors(desk)) == 3

    def refused(dialog: QDialog) -> None:
        assert "actors.csv, 6" in words_of(dialog)

    def day(desk: Desk) -> None:
        _fill(desk)
        desk.dialog(lambda: desk.press("Ctrl+Shift+R"), answering(desk, lambda dialog: act(desk, dialog)))

    sit(path, day=day)


def test_a_codebook_with_other_words(sit: Sit, make: Make, tmp_path: Path) -> None:
    """Nothing here knows the name ACTOR: the role decides."""
    book = tmp_path / "other.json"
    text = assets.read_text("codebooks/news.json").replace('"ACTOR"', '"WHO"').replace('"Actor"', '"Agent"')
    book.write_text(text.replace('"type"', '"sort"'), encoding="utf-8")

    def day(desk: Desk) -> None:
        tag(desk, "Ana Reyes")
        desk.press("I", "Ctrl+Return")
        assert desk.said == "Added actor “Ana Reyes” from AGENT “Ana Reyes”"

    sit(make("renamed", STORY, codebook=book), day=day)

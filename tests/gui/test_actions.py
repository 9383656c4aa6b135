"""The table of actions is whole and free of clashes, and Qt's actions are made from it."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec import structs
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.gui import keys
from annotator.gui.action_table import ACTIONS, BAR, BY_ID, LABELS, MENDING, MENUS, RECENT, SEPARATOR
from annotator.gui.actions import Actions, hint, keycap, label_keys
from annotator.gui.window import MainWindow
from tests.builders import NEWS


def test_no_key_is_given_twice() -> None:
    for text, others in (("article", ()), ("review", MENDING)):
        rows = [row for row in ACTIONS if row.scope in ("window", text) or row.id in others]
        counted = Counter(QKeySequence(key).toString() for row in rows for key in row.keys)
        assert not [key for key, count in counted.items() if count > 1]
    counted = Counter(QKeySequence(key).toString() for row in ACTIONS for key in row.keys)
    labels = {key for place, rule in enumerate(NEWS.labels, 1) for key in label_keys(rule.shortcut, place)}
    assert not labels & set(counted)


def test_plain_letters_belong_to_the_article() -> None:
    for row in ACTIONS:
        for key in row.keys:
            if len(key.removeprefix("Shift+")) == 1:
                assert row.scope != "window", row.id


def test_no_key_that_the_system_needs() -> None:
    for row in ACTIONS:
        for key in row.keys:
            assert "Ctrl+Alt" not in key
            assert "Alt+Shift" not in key
            assert key not in ("Ins", "CapsLock")


def test_every_action_stands_in_one_menu() -> None:
    listed = Counter(key for _, ids in MENUS for key in ids if key not in (SEPARATOR, LABELS, RECENT))
    assert set(listed) == set(BY_ID)
    assert set(listed.values()) == {1}
    assert {key for key in BAR if key != SEPARATOR} <= set(BY_ID)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """A window without a project."""
    made = MainWindow()
    qtbot.addWidget(made)
    return made


def test_every_row_is_bound_and_named(window: MainWindow) -> None:
    actions = window.commands.actions
    assert set(actions.by_id) == set(BY_ID)
    for row in ACTIONS:
        made = actions.by_id[row.id]
        assert [one.toString() for one in made.shortcuts()] == [QKeySequence(key).toString() for key in row.keys]
        assert made.text().replace("&", "")
        assert "&" not in made.toolTip()


def test_without_a_project_only_what_is_possible(window: MainWindow) -> None:
    window.show_welcome()
    enabled = {key for key, action in window.commands.actions.by_id.items() if action.isEnabled()}
    assert {"new", "open", "sample", "quit", "keys", "about", "theme_dark"} <= enabled
    assert not {"undo", "redo", "import", "export", "done", "next_span", "delete", "close"} & enabled


def test_labels_become_actions_and_go_again(qtbot: QtBot) -> None:
    owner, bar, article = QWidget(), QMenuBar(), QPlainTextEdit()
    for widget in (owner, bar, article):
        qtbot.addWidget(widget)
    tagged, passed = list[str](), list[str]()
    actions = Actions(owner, {row.id: (lambda: None) for row in ACTIONS})
    actions.fill_menu_bar(bar)
    actions.attach(article)
    actions.show_codebook(NEWS, tagged.append, passed.append)
    shown = NEWS.shown()
    for place, rule in enumerate(shown, start=1):
        made = actions.label(place)
        assert made is not None
        assert [one.toString() for one in made.shortcuts()] == [rule.shortcut, str(place)]
        made.setEnabled(True)
        made.trigger()
        over = next(one for one in article.actions() if one.objectName() == f"pass:{rule.key}")
        assert [one.toString() for one in over.shortcuts()] == [f"Shift+{rule.shortcut}", f"Shift+{place}"]
        over.setEnabled(True)
        over.trigger()
    assert tagged == passed == [rule.key for rule in shown]
    assert actions.label(len(shown) + 1) is None
    before = len(article.actions())
    actions.show_codebook(NEWS, tagged.append, passed.append)
    assert len(article.actions()) == before
    actions.show_codebook(None, tagged.append, passed.append)
    assert len(article.actions()) == before - 2 * len(shown)


def test_undo_says_what_it_would_do(window: MainWindow) -> None:
    actions = window.commands.actions
    actions.name_steps("Tag QUOTE “R&D <b>”", None)
    assert actions.by_id["undo"].text() == "&Undo Tag QUOTE “R&&D <b>”"
    assert "R&D" in actions.by_id["undo"].toolTip()
    assert actions.by_id["redo"].text() == "&Redo"


def test_hints_name_the_key() -> None:
    assert hint(BY_ID["import"]) == "Import articles…  (Ctrl+I)"
    assert hint(BY_ID["import_folder"]) == "Import a folder…"
    assert keycap("Ctrl+Return") == "Ctrl ↵"
    assert keycap("Shift+Right") == "Shift →"


def test_keys_have_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys.sys, "platform", "linux")
    assert [keys.place_of(code) for code in (10, 18, 24, 38, 52, 9, 200)] == ["1", "9", "Q", "A", "Z", "", ""]
    monkeypatch.setattr(keys.sys, "platform", "win32")
    assert [keys.place_of(code) for code in (0x02, 0x10, 0x1E, 0x2C)] == ["1", "Q", "A", "Z"]
    monkeypatch.setattr(keys.sys, "platform", "darwin")
    assert keys.place_of(10) == ""


def test_what_a_codebook_has_no_role_for_is_not_shown(window: MainWindow) -> None:
    actions = window.commands.actions
    registry, plain = actions.by_id["registry"], structs.replace(NEWS.labels[1], role=None)
    actions.show_codebook(NEWS, print, print)
    assert registry.isVisible()
    actions.show_codebook(structs.replace(NEWS, labels=(plain,), relations=()), print, print)
    assert not registry.isVisible()
    actions.show_codebook(None, print, print)
    assert registry.isVisible()

"""The pages of the window: the switch shows those that there are, each is made late and answers for its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.gui import pages
from annotator.gui.pages import LABEL, PAGES
from annotator.gui.session import Mode
from annotator.gui.views.status import Hint
from annotator.gui.window import MainWindow
from tests.gui.desk import make_project

OTHER = "registry"  # any action's id stands for a page here
made: list[Other] = []


class Other:
    """A room that keeps what is asked of it."""

    mode: Mode = "agreement"

    def __init__(self, window: MainWindow) -> None:
        self.page = QWidget()
        self.asked: list[str] = []
        made.append(self)

    def enter(self) -> None:
        self.asked.append("enter")

    def escape(self) -> None:
        self.asked.append("escape")

    def acts(self) -> Mapping[str, Callable[[], object]]:
        return {"done": lambda: self.asked.append("done")}

    def hints(self) -> list[Hint]:
        return [("Z", "sleep")]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    made.clear()
    monkeypatch.setitem(pages.PAGES, OTHER, f"{__name__}:Other")
    shown = MainWindow()
    qtbot.addWidget(shown)
    shown.open_first(make_project(tmp_path / "p.annotator"))
    yield shown
    shown.session.close_project()


def test_the_switch_has_a_button_for_each_page(window: MainWindow) -> None:
    buttons = window.bar.switch._group.buttons()
    assert [one.accessibleName() for one in buttons] == ["Label", *(["Review"] if "page_review" in PAGES else []),
                                                         *(["Agreement"] if "page_agreement" in PAGES else []),
                                                         "Actor registry…"]  # fmt: skip
    assert not window.bar.switch.isHidden()
    assert window.bar.switch.accessibleName()
    assert all(one.toolTip() for one in buttons)


def test_a_page_is_made_late_and_once(window: MainWindow) -> None:
    assert not made
    window.pages.turn(OTHER)
    window.pages.turn(LABEL)
    window.pages.turn(OTHER)
    assert [one.asked for one in made] == [["enter", "enter"]]
    assert window.pages.currentWidget() is made[0].page


def test_keys_mean_what_the_page_says(window: MainWindow) -> None:
    done = window.commands.actions.by_id["done"]
    window.pages.turn(OTHER)
    window.commands.update_now()
    assert window.session.mode == "agreement"
    assert window.pages.hints() == [("Z", "sleep")]
    done.trigger()
    assert window.pages.escape()
    assert made[0].asked == ["enter", "done", "escape"]
    assert window.session.progress is not None
    assert window.session.progress.state == "doing"


def test_what_leads_back_to_reading_stays_on_the_page(window: MainWindow) -> None:
    window.pages.turn(OTHER)
    window.session.set_mode("palette")
    assert window.pages.hints() is None
    window.session.set_mode("reading")
    assert window.session.mode == "agreement"


def test_labelling_has_its_keys_again(window: MainWindow) -> None:
    window.pages.turn(OTHER)
    window.commands.actions.by_id[LABEL].trigger()
    assert window.pages.here == LABEL
    assert window.session.mode == "reading"
    assert window.pages.hints() is None
    assert not window.pages.escape()
    assert window.bar.switch.choice() == 0


def test_no_page_without_a_project(window: MainWindow) -> None:
    window.pages.turn(OTHER)
    window.session.close_project()
    assert window.pages.currentWidget() is window.welcome
    window.pages.turn(OTHER)
    assert window.pages.currentWidget() is window.welcome

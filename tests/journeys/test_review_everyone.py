"""The review page for everyone: nothing to review, read-only, every script, screen readers, other languages, themes."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.pages import REVIEW
from annotator.gui.theme import color
from tests.builders import make_annotator, make_article, span_on
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk, words_of
from tests.journeys.test_for_everyone import Pseudo, clipped, nameless, untranslated
from tests.journeys.test_review import Reviewer
from tests.layers import FIRST, SECOND, Layer, three, write

UGLY = (
    "Cafe\u0301 <b>& Co</b> 😀\n\n"
    "قالت الوزيرة ليلى منصور إن 640 مليون 😀 دينار تكفي. <i>Dr. Ilse Brandt</i> 👩‍👩‍👧 said 🇩🇪 yes.\n\n"
    "財務省の報道官は「31パーセント」と述べた。\n\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three articles that three people have done."""
    return three(tmp_path / "layers.annotator")


@pytest.fixture
def pseudo(qapp: QApplication) -> Iterator[None]:
    """The window speaks a language in which every text is longer."""
    translator = Pseudo()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_nothing_to_review_is_said(sit: Sit, make: Make) -> None:
    def day(desk: Desk) -> None:
        desk.press("Ctrl+2")
        assert desk.window.pages.here == REVIEW
        page = desk.window.commands.hands.reviewing.page
        assert page.currentWidget() is page.nothing
        said = words_of(page.nothing)
        assert "Nothing to review yet" in said
        assert "Only one person has worked in this project" in said
        desk.menu("agreed_to_gold")  # no dialog: there is nothing that could be agreed on
        desk.press("1", "J")
        desk.click(page.nothing.back)
        desk.until(desk.window.reading.text.hasFocus)
        desk.press("Ctrl+2", "Escape")
        desk.until(desk.window.reading.text.hasFocus)
        assert desk.rows("SELECT count(*) FROM decision") == [(0,)]

    sit(make("alone", FIRST), day=day)


def test_one_layer_only_is_said_by_name(sit: Sit, tmp_path: Path) -> None:
    article, ann, ben = make_article(FIRST), make_annotator("Ann Abel"), make_annotator("Ben Bora")
    layers = [Layer(article, ann, [span_on(article, "Tomas Reyes", annotator=ann.id)])]

    def day(desk: Desk) -> None:
        desk.press("Ctrl+2")
        assert "Only \u2068Ann Abel\u2069 has marked" in words_of(desk.window.commands.hands.reviewing.page.nothing)

    sit(write(tmp_path / "one.annotator", [ann, ben], [article], layers), day=day)


def test_layers_that_say_the_same_everywhere(sit: Sit, tmp_path: Path) -> None:
    article, people = make_article(FIRST), [make_annotator("Ann Abel"), make_annotator("Ben Bora")]
    layers = [Layer(article, who, [span_on(article, "Tomas Reyes", annotator=who.id)]) for who in people]

    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        assert "All layers say the same everywhere." in words_of(at.room.page.queue)
        assert "All layers say the same in this article" in words_of(at.room.panel)
        desk.press("1", "J", "0", "Return", "Backspace", "M", "Space")
        assert at.gold() == []
        assert at.decisions() == []

    sit(write(tmp_path / "same.annotator", people, [article], layers), day=day)


def test_a_layer_that_comes_is_compared(sit: Sit, tmp_path: Path) -> None:
    """The reviewer marks an article as done herself, and finds it in the review."""
    articles, ann = [make_article(FIRST), make_article(SECOND)], make_annotator("Ann Abel")
    layers = [Layer(one, ann, []) for one in articles]

    def day(desk: Desk) -> None:
        desk.press("Ctrl+2")
        room = desk.window.commands.hands.reviewing
        assert room.page.currentWidget() is room.page.nothing
        desk.press("Escape")
        desk.tag("Tomas Reyes", "A")
        desk.press("Ctrl+Return")
        at = Reviewer(desk)
        assert at.words() == "Tomas Reyes"
        assert at.room.panel.kinds.text() == "not by all"
        assert "has nothing here" in words_of(at.room.panel)

    sit(write(tmp_path / "late.annotator", [ann], articles, layers), day=day)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_only_be_read_is_not_decided_on(sit: Sit, path: Path) -> None:
    path.chmod(stat.S_IREAD)
    path.parent.chmod(stat.S_IREAD | stat.S_IEXEC)

    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.press("1")
        assert "reading only" in desk.said
        assert at.decisions() == []

    try:
        sit(path, day=day)
    finally:
        path.parent.chmod(stat.S_IRWXU)


def test_every_script_and_markup(sit: Sit, tmp_path: Path) -> None:
    article = make_article(UGLY)
    people = [make_annotator("<b>Ann</b> & Co"), make_annotator("ليلى"), make_annotator("Ben 😀")]
    words = (
        ("الوزيرة ليلى منصور", "ليلى منصور", "الوزيرة ليلى منصور"),
        ("640 مليون 😀 دينار", "640 مليون", "640 مليون 😀 دينار"),
        ("<i>Dr. Ilse Brandt</i>", "Ilse Brandt", "Dr. Ilse Brandt"),
        ("財務省の報道官", "報道官", "報道官"),
    )
    layers = [
        Layer(article, who, [span_on(article, some[place], annotator=who.id) for some in words])
        for place, who in enumerate(people)
    ]

    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        assert at.room.page.queue.count.text() == "4 open"
        assert "<b>" not in at.room.panel.cards[0].words.text().replace("<b>" + at.words()[:2], "")[:3]
        desk.menu("reveal_names")
        at.go("Ilse Brandt")
        shown = "".join(card.words.text() for card in at.room.panel.cards)
        assert "&lt;i&gt;" in shown
        names = " ".join(card.names.text() for card in at.room.panel.cards)
        assert "<b>Ann</b> & Co" in names
        desk.press("J")
        assert at.gold() == [("ACTOR", "<i>Dr. Ilse Brandt</i>")]
        at.go("640")
        desk.press("J", "J")
        assert ("ACTOR", "640 مليون") in at.gold()
        at.go("報道官")
        desk.press(at.digit("財務省"))
        assert ("ACTOR", "財務省の報道官") in at.gold()
        desk.window.grab()

    sit(write(tmp_path / "ugly.annotator", people, [article], layers), day=day)


def test_digits_are_found_by_their_place(sit: Sit, path: Path) -> None:
    """On a French keyboard the upper row gives digits only with Shift: its first key is still the first proposal."""

    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Ampersand, Qt.KeyboardModifier.NoModifier, 10, 0, 0, "&")
        QApplication.sendEvent(at.room.paper.text, key)
        desk.settle()
        assert at.decisions() == [("take", "")]
        shifted = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.ShiftModifier, 10, 0, 0, "1")
        QApplication.sendEvent(at.room.paper.text, shifted)
        desk.settle()
        assert at.room.panel.marks == {0}

    sit(path, day=day)


def states(at: Reviewer, check: Callable[[QWidget, str], list[str]]) -> list[str]:
    """Looks at the page as it stands when one comes, rejects, has decided, has filtered, and at its dialogs."""
    desk, page, found = at.desk, at.room.page, list[str]()
    found += check(page, "first")
    desk.press("0")
    found += check(page, "rejecting")
    desk.press("Escape", "J")
    found += check(page, "decided")
    desk.click(page.queue.more)
    page.queue.title.setText("no such title")
    found += check(page, "filtered")
    page.queue.clear_filters()
    at.room.read()
    desk.press("Shift+H")
    for name in ("agreed_to_gold", "flagged"):

        def look(dialog: Any, name: str = name) -> None:
            desk.settle()
            found.extend(check(dialog, name))
            dialog.reject()

        desk.dialog(desk.window.commands.actions.by_id[name].trigger, look)
    return found


def test_every_control_of_the_review_has_a_name(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        found = states(Reviewer(desk), nameless)
        assert not found, "\n".join(sorted(set(found)))

    sit(path, day=day)


OURS = ("Brandt", "cut a single", "Reyes", "Okafor", "Harbour", "STATISTIC", "QUOTE", "Form</span>")
DATA = re.compile("|".join(map(re.escape, OURS)))


def strange(root: QWidget, where: str) -> list[str]:
    """Words that no translation has seen and that are not of the project, and words without room."""
    found = [*untranslated(root, where), *clipped(root, where)]
    return [one for one in found if not DATA.search(one)]


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.usefixtures("pseudo")
def test_every_word_of_the_review_is_translated_and_can_be_read(sit: Sit, path: Path, width: int) -> None:
    def day(desk: Desk) -> None:
        desk.window.resize(width, 700)
        found = states(Reviewer(desk), strange)
        assert not found, "\n".join(sorted(set(found)))

    sit(path, day=day)


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_every_theme_in_both_widths(sit: Sit, path: Path, theme: str) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        desk.menu(f"theme_{theme}")
        for size in ((1440, 900), (1024, 700)):
            desk.window.resize(*size)
            desk.settle()
            picture = at.room.page.grab().toImage()
            text = at.room.paper.text
            spot = text.viewport().mapTo(at.room.page, text.viewport().rect().bottomRight())
            assert picture.pixelColor(spot.x() - 8, spot.y() - 8).name() == color("paper").name()
            assert at.room.panel.decide.isVisible()
            assert at.room.page.queue.width() >= 180

    sit(path, day=day)


def test_the_words_in_question_are_marked(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        at = Reviewer(desk)
        text = at.room.paper.text
        box = text._canvas.box  # type: ignore[attr-defined]
        assert [text.content.blocks.text[start:end] for start, end in box] == [at.words()]
        at.go("“a bill")
        at.go("“a bill")
        assert at.room.case is not None
        while not at.room.case.difference.tie:
            desk.press("Space")
        tied = text._canvas.tied  # type: ignore[attr-defined]
        lit = at.room.order[0].relations[0].tail
        assert at.room.review is not None
        words = at.room.review.comparison.spans[lit].words
        assert [text.content.blocks.text[start:end] for start, end in tied] == [words]

    sit(path, day=day)

"""For everyone: each control has a name, and every word of the window can be translated and then still be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollBar,
    QWidget,
)

from annotator import assets
from annotator.core.codebook import Codebook, Label
from annotator.gui.views.header import LabelButton
from annotator.gui.widgets import Elided
from tests.journeys.conftest import Make, Sit
from tests.journeys.desk import Desk
from tests.journeys.pages import PLAIN

# Actions whose dialogs are opened one after another.
DIALOGS = ("new", "export", "keys", "about", "preferences", "ask", "remarks", "registry", "codebook")
# What stands in the window because it is data, a key or a mark of its own.
NAMES = re.compile(r"[\W\d_]*|[A-Z]|Wikidata|ACTOR|.*(study|Ilse|Brandt|Mira|News|Actor|root|\.annotator).*", re.DOTALL)
LETTERS = re.compile(r"[\W\d_]+")
BOOK = LETTERS.sub("", (assets.path("codebooks") / "news.json").read_text("utf-8")).lower()
OPEN, CLOSE = "⟦", "⟧"


@pytest.fixture
def path(make: Make) -> Path:
    """A project of one article."""
    return make("study", PLAIN)


class Pseudo(QTranslator):
    """A language in which every text is 40 % longer and can be told from ours."""

    def isEmpty(self) -> bool:
        """It has an answer for everything."""
        return False

    def translate(self, context: str, text: str, disambiguation: str = "", n: int = -1) -> str:  # type: ignore[override]
        """The text between brackets, with a tail; fields in braces stay as they are."""
        if not text.strip() or context.startswith("Q"):
            return text
        longer = "ē" * max(0, round(len(re.sub(r"\{.*?\}", "", text)) * 0.4) - 3)
        return f"{OPEN}{text}{longer and ' ' + longer}{CLOSE}"


@pytest.fixture
def pseudo(qapp: QApplication) -> Iterator[None]:
    """The window speaks the pseudo language."""
    translator = Pseudo()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def is_data(text: str) -> bool:
    """Whether words come from the project, its codebook or the keyboard."""
    plain = LETTERS.sub("", re.sub(r"</?(b|qt)>|<br/>", "", text)).lower()
    return bool(NAMES.fullmatch(text)) or plain in BOOK


def everywhere(desk: Desk, check: Callable[[QWidget, str], list[str]]) -> None:
    """Looks at the window and at each dialog."""
    found: list[str] = []
    desk.tag("Ilse Brandt", "A")
    desk.until(desk.window.panel.view.isVisible)
    found += check(desk.window, "window")
    for name in DIALOGS:

        def look(dialog: Any, name: str = name) -> None:
            desk.settle()
            found.extend(check(dialog, name))
            dialog.reject()

        desk.dialog(desk.window.commands.actions.by_id[name].trigger, look)
    desk.press("Ctrl+Shift+P")
    found += check(desk.window.commands.hands.palette.view, "palette")
    desk.press("Escape", "Ctrl+Shift+F")
    found += check(desk.window.pages.currentWidget(), "concordance")
    desk.press("Escape")
    assert not found, "\n".join(sorted(set(found)))


def parts(root: QWidget) -> Iterator[QWidget]:
    """What can be seen of a window; the inside of Qt's own widgets left out."""
    for part in root.findChildren(QWidget):
        own = isinstance(part.parent(), QComboBox | QAbstractScrollArea) and not part.objectName()
        inner = part.objectName().startswith("qt_") or isinstance(part, QScrollBar)
        if part.isVisibleTo(root) and not own and not inner:
            yield part


def nameless(root: QWidget, where: str) -> list[str]:
    """Controls that can have the keyboard and do not say what they are."""
    found = []
    for part in parts(root):
        if part.focusPolicy() == Qt.FocusPolicy.NoFocus or part.focusProxy() is not None:
            continue
        told = QAccessible.queryAccessibleInterface(part)
        if told is not None and not told.text(QAccessible.Text.Name).strip():
            found.append(f"{where}: {type(part).__name__} {part.objectName()} in {type(part.parent()).__name__}")
    return found


def test_every_control_has_a_name(sit: Sit, path: Path) -> None:
    sit(path, day=lambda desk: everywhere(desk, nameless))


def untranslated(root: QWidget, where: str) -> list[str]:
    """Words on screen that no translation has seen."""
    found = []
    for part in parts(root):
        texts = [part.toolTip(), part.accessibleDescription()]
        if isinstance(part, QLabel | QAbstractButton):
            texts.append(part.text() if part.property("role") != "key" else "")
        if isinstance(part, QLineEdit):
            texts.append(part.placeholderText())
        for action in part.actions() if isinstance(part, QMenu) else []:
            texts.append(action.text())
        for text in texts:
            if OPEN not in text and not is_data(text):
                found.append(f"{where}: {type(part).__name__} {text!r}")
    return found


def clipped(root: QWidget, where: str) -> list[str]:
    """Words that have less room than they need, and do not say so by an ellipsis."""
    found = []
    for part in parts(root):
        if isinstance(part, QPushButton) or (
            isinstance(part, QLabel) and not isinstance(part, Elided) and not part.wordWrap()
        ):
            missing = part.minimumSizeHint().width() - part.width()
            if missing > 1 and part.text().strip():
                found.append(f"{where}: {type(part).__name__} {part.text()!r} lacks {missing} px")
    return found


@pytest.mark.usefixtures("pseudo")
def test_every_word_is_translated_and_can_be_read(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        everywhere(desk, lambda root, where: [*untranslated(root, where), *clipped(root, where)])

    sit(path, day=day)


@pytest.mark.usefixtures("pseudo")
def test_all_menus_are_translated(sit: Sit, path: Path) -> None:
    def day(desk: Desk) -> None:
        menus = desk.window.menuBar().findChildren(QMenu)
        actions: list[QAction] = [action for menu in menus for action in menu.actions() if not action.isSeparator()]
        bare = [action.text() for action in actions if OPEN not in action.text() and not is_data(action.text())]
        assert not bare

    sit(path, day=day)


@pytest.mark.parametrize("width", [1024, 1440])
def test_many_labels_with_long_names_have_room(sit: Sit, make: Make, tmp_path: Path, width: int) -> None:
    """Twelve labels, names of sixty letters: the names give way to badges, and nothing else becomes narrower."""
    labels = tuple(
        Label(key=f"L{place}", name=f"Organisation that is named only in passing in the text {place}", color="#0B62B5")
        for place in range(12)
    )
    book = tmp_path / "long.json"
    book.write_bytes(msgspec.json.encode(Codebook(name="long", labels=labels)))

    def day(desk: Desk) -> None:
        window = desk.window
        window.resize(width, 700)
        desk.settle()
        desk.select("Ilse Brandt")
        desk.press("1")
        desk.settle()
        header = window.reading.header
        shown = [one for one in header.findChildren(LabelButton) if one.isVisible()]
        assert len(shown) >= 9
        for one in shown:
            assert header.rect().contains(one.geometry())
            assert one.width() >= one.minimumSizeHint().width()
        assert window.list.width() >= (208 if width < 1200 else 272)
        details = window.panel.details
        assert details.body.minimumSizeHint().width() <= window.panel.width()

    sit(make("many", PLAIN, codebook=book), day=day)

"""The forms of the codebook editor: a caption, its field, under it what cannot stand; fields for colours and ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget

from annotator.core import colours
from annotator.gui import wording
from annotator.gui.text import caption, isolate, plain
from annotator.gui.theme import color
from annotator.gui.views.writing import elided
from annotator.gui.widgets import boxed, button, label, row

CAPTION = 108  # px for the captions at the left


class Form(QWidget):
    """Rows of caption and field; a field's fault stands under it in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faults: dict[str, QLabel] = {}
        self._controls: dict[str, QWidget] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, CAPTION)
        self._grid.setColumnStretch(1, 1)

    def add(self, field: str, name: str, widget: QWidget, *, named: QWidget | None = None) -> None:
        """A row; `named` is the control that the caption names, when it is not the widget itself."""
        words, control = label(name, "sub"), named or widget
        words.setBuddy(control)
        words.setFixedHeight(28)
        if not control.accessibleName():
            control.setAccessibleName(name)
        fault = label("", "danger", wrap=True)
        fault.hide()
        self._faults[field], self._controls[field] = fault, control
        at = 2 * len(self._faults)
        self._grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, at, 1)
        self._grid.addWidget(fault, at + 1, 1)
        self._grid.setRowMinimumHeight(at + 1, 4)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Says under each field what cannot stand there."""
        for field, words in self._faults.items():
            text = wording.reason(faults.get(field, ""))
            words.setText(plain(text[:1].upper() + text[1:]))
            words.setVisible(bool(text))
            self._controls[field].setAccessibleDescription(words.text())

    def fault_of(self, field: str) -> str:
        """What is said under a field."""
        return self._faults[field].text()


def set_line(line: QLineEdit, text: str) -> None:
    """Shows a text; where it stands already the caret stays."""
    if line.text() != text:
        line.setText(text)
        line.setCursorPosition(0)


def set_text(field: QPlainTextEdit, text: str) -> None:
    """The same for a field of several lines, which shows no-break spaces as plain ones."""
    if field.toPlainText() != text.replace("\u00a0", " "):
        field.setPlainText(text)


def field_of_lines(height: int, name: str) -> QPlainTextEdit:
    """A field of several lines that Tab leaves."""
    made = QPlainTextEdit()
    made.setObjectName("field")
    made.setTabChangesFocus(True)
    made.setMinimumHeight(height)
    made.setAccessibleName(name)
    return made


class Combo(QComboBox):
    """A few choices by key; the wheel scrolls the page and never changes a choice in passing."""

    chosen = Signal(object)

    def __init__(self, options: Sequence[tuple[str | None, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.set_options(options)
        self.activated.connect(self._tell)

    def set_options(self, options: Sequence[tuple[str | None, str]]) -> None:
        """Other choices."""
        now = [(self.itemData(place), self.itemText(place)) for place in range(self.count())]
        wanted = [(key, plain(name)) for key, name in options]
        if now != wanted:
            self.clear()
            for key, name in wanted:
                self.addItem(name, key)

    def show_key(self, key: str | None) -> None:
        """Shows a choice without saying so."""
        self.setCurrentIndex(next((at for at in range(self.count()) if self.itemData(at) == key), 0))

    def _tell(self) -> None:
        self.chosen.emit(self.currentData())

    def wheelEvent(self, event: object) -> None:
        """Left to the page."""
        event.ignore()  # type: ignore[attr-defined]


class TickList(QPushButton):
    """A button that names what is ticked in its menu; with nothing ticked it says what that means."""

    ticked = Signal(object)  # tuple of keys

    def __init__(self, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing = nothing
        self._options: tuple[tuple[str, str], ...] = ()
        self._chosen: tuple[str, ...] = ()
        self.setProperty("kind", "ticks")
        self.setAutoDefault(False)
        self._menu = QMenu(self)
        self.setMenu(self._menu)

    def show_options(self, options: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        """Shows what can be ticked and what is."""
        self._options, self._chosen = tuple(options), tuple(chosen)
        self._menu.clear()
        for key, name in options:
            action = self._menu.addAction(caption(name))
            action.setCheckable(True)
            action.setChecked(key in chosen)
            action.toggled.connect(partial(self._toggled, key))
        names = [name for key, name in options if key in chosen]
        self.setText(elided(plain(", ".join(names) or self._nothing), 300))

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What can be ticked: keys and names."""
        return self._options

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is ticked, by key."""
        return self._chosen

    def _toggled(self, key: str, on: bool) -> None:
        wanted = {*self._chosen, key} if on else {*self._chosen} - {key}
        self._chosen = tuple(one for one, _ in self._options if one in wanted)
        names = [name for one, name in self._options if one in wanted]
        self.setText(elided(plain(", ".join(names) or self._nothing), 300))
        self.ticked.emit(self._chosen)


class ColourField(QWidget):
    """A colour as #RRGGBB with a swatch; its menu offers colours that can be told apart."""

    given = Signal(str)

    def __init__(self, name: str, *, derived: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setMaxLength(7)
        self.line.setFixedWidth(96)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(derived)
        self.line.textEdited.connect(self._edited)
        self.swatch = QLabel()
        self.swatch.setFixedSize(28, 28)
        self.offer = button(self.tr("Choose…"))
        self.offer.setAutoDefault(False)
        self.offer.setAccessibleName(self.tr("Choose: {name}").format(name=name))
        self.note = label("", "cap", wrap=True)
        self._menu = QMenu(self)
        self.offer.setMenu(self._menu)
        self.setLayout(row(self.swatch, self.line, self.offer, (self.note, 1), gap=8))

    def show_colour(self, value: str, shown: str, note: str, *, warn: bool) -> None:
        """Shows a colour, the one that is seen for it, and what is to be said about it."""
        set_line(self.line, value)
        self.swatch.setPixmap(swatch(shown, 24))
        self.note.setText(plain(note))
        role = "warn" if warn else "cap"
        if self.note.property("role") != role:
            self.note.setProperty("role", role)
            self.note.style().unpolish(self.note)
            self.note.style().polish(self.note)

    def show_offers(self, offers: Sequence[tuple[str, str]]) -> None:
        """The colours of the menu, each with a word about it."""
        self._menu.clear()
        for value, words in offers:
            action = self._menu.addAction(QIcon(swatch(value, 16)), caption(f"{value}  {words}"))
            action.triggered.connect(partial(self._offered, value))

    def _offered(self, value: str, _checked: bool = False) -> None:
        self.line.setText(value)
        self.given.emit(value)

    def _edited(self, text: str) -> None:
        self.given.emit(text.strip())


def swatch(value: str, size: int) -> QPixmap:
    """A small square of a colour; of what is no colour a hollow one."""
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(color("edge"))
    painter.setBrush(QColor(value) if colours.is_colour(value) else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(1, 1, size - 2, size - 2, 4, 4)
    painter.end()
    return picture


class Suggestion(QWidget):
    """A short field with a remark and a button that takes what is proposed."""

    taken = Signal(str)

    def __init__(self, line: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self._proposal = ""
        self.take = button("")
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._take)
        self.note = label("", "cap")
        self.setLayout(row(line, self.take, self.note, None, gap=8))

    def propose(self, proposal: str, words: str, note: str) -> None:
        """Offers something, or nothing."""
        self._proposal = proposal
        self.take.setText(words)
        self.take.setAccessibleName(words)
        self.take.setVisible(bool(proposal))
        self.note.setText(plain(note))

    def _take(self) -> None:
        set_line(self.line, self._proposal)
        self.taken.emit(self._proposal)


def named(parts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keys and names for a menu, each name isolated: it may be in any script."""
    return [(key, isolate(name)) for key, name in parts]


def small(icon_button: QPushButton, slot: Callable[[], object]) -> QPushButton:
    """A button of a toolbar under a list."""
    icon_button.setAutoDefault(False)
    icon_button.setIconSize(QSize(16, 16))
    icon_button.clicked.connect(slot)
    return icon_button


def held(widget: QWidget, width: int) -> QWidget:
    """A widget that keeps to the left at a width."""
    widget.setFixedWidth(width)
    return boxed(row(widget, None))

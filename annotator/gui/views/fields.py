"""One editor for each kind of attribute; all look alike from outside: a value, a fault, a signal when settled."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.core.codebook import Attribute, value_fault
from annotator.core.model import Value
from annotator.gui.models.summary import figure
from annotator.gui.text import caption, plain

SETTLE_MS = 800  # after the last key
# The keyboard is at the field's own list, or in another program.
_COMES_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Editor(QWidget):
    """The base of all editors; `settled` says that the user has given a value (or cleared it: None)."""

    settled = Signal(str)  # the attribute's key
    touched = Signal(str)  # the attribute's key: chosen in a patient field, and not settled yet
    key_pressed = Signal(int)  # a digit 1 to 9 that the control does not need itself

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attribute = attribute
        self.patient = False  # what is typed or chosen waits until the field is left
        self._dirty = False
        self._controls: list[QWidget] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)

    def value(self) -> Value | None:
        """What stands in the editor, or None for no answer."""
        raise NotImplementedError

    def show_value(self, value: Value | None) -> None:
        """Shows a value without saying so."""
        raise NotImplementedError

    def fault(self) -> str:
        """Why what stands here cannot be taken, or nothing."""
        value = self.value()
        return "" if value is None else value_fault(self.attribute, value) or ""

    def pending(self) -> bool:
        """Whether something was typed or chosen that has not settled yet."""
        return self._dirty

    def settle(self) -> None:
        """Settles at once what is pending."""
        if self._dirty:
            self._forget()
            self.settled.emit(self.attribute.key)

    def _forget(self) -> None:
        self._dirty = False

    def _chosen(self) -> None:
        """A choice counts at once, in a patient field when that is left."""
        if not self.patient:
            self.settled.emit(self.attribute.key)
            return
        self._dirty = True
        self.touched.emit(self.attribute.key)

    def step(self) -> None:
        """Goes to the next of its values, where there are a few."""

    def mark(self, *, unsure: bool) -> None:
        """Shows whether the value was read from the words and not confirmed: italic, in a dashed frame."""
        value = self.value()
        latin = not isinstance(value, str) or all(ord(char) < 0x250 for char in value)
        look = ("italic" if latin else "plain") if unsure else ""  # other scripts have no slanted letters
        for control in self._controls:
            if (control.property("unsure") or "") != look:
                control.setProperty("unsure", look)
                control.style().unpolish(control)
                control.style().polish(control)
                read = self.tr("Read from the words, not confirmed.") if unsure else ""
                control.setAccessibleDescription(f"{read} {self.attribute.hint}".strip())

    def adopt(self, control: QWidget) -> None:
        """Takes a control in: it gets the name, the focus and the hint of the attribute."""
        self._controls.append(control)
        control.setAccessibleName(self.attribute.name)
        control.setAccessibleDescription(self.attribute.hint)
        control.installEventFilter(self)
        self._box.addWidget(control)
        if self.focusProxy() is None:
            self.setFocusProxy(control)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes digits from controls that do not type; what was chosen counts once the keyboard is elsewhere."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and not self.types():
            here = QApplication.focusWidget()
            inside = here is not None and self.isAncestorOf(here)
            if event.reason() not in _COMES_BACK and not inside:
                self.settle()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.types():
            digit = event.key() - Qt.Key.Key_0
            bare = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
            if 1 <= digit <= 9 and bare:
                self.key_pressed.emit(digit)
                return True
        return False

    def types(self) -> bool:
        """Whether its controls take characters."""
        return False


class ChoiceEditor(Editor):
    """One of several choices, or no answer."""

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(attribute, parent)
        self.combo = QComboBox()
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.addItem("–", None)
        for key, name in self._options():
            self.combo.addItem(plain(name), key)
        self.combo.activated.connect(self._chosen)
        self.adopt(self.combo)

    def _options(self) -> list[tuple[Value, str]]:
        if self.attribute.kind == "yesno":
            return [(True, self.tr("yes")), (False, self.tr("no"))]
        return [(choice.key, choice.name) for choice in self.attribute.choices]

    def value(self) -> Value | None:
        """The key of the choice, or true or false."""
        return self.combo.currentData()

    def show_value(self, value: Value | None) -> None:
        """Shows a choice; one that the codebook no longer has is shown as no answer."""
        self._forget()
        for place in range(self.combo.count()):
            data = self.combo.itemData(place)
            if type(data) is type(value) and data == value:
                self.combo.setCurrentIndex(place)
                return
        self.combo.setCurrentIndex(0)

    def step(self) -> None:
        """The next choice, from the last to no answer."""
        self.combo.setCurrentIndex((self.combo.currentIndex() + 1) % self.combo.count())
        self._chosen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the panel: it may not change a value in passing."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class ChoicesEditor(Editor):
    """Any number of several choices, as tick boxes."""

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(attribute, parent)
        self.boxes: dict[str, QCheckBox] = {}
        for choice in attribute.choices:
            box = QCheckBox(caption(choice.name))
            box.clicked.connect(self._chosen)
            self.boxes[choice.key] = box
            self.adopt(box)
            box.setAccessibleName(f"{attribute.name}: {choice.name}")

    def value(self) -> Value | None:
        """The keys ticked, in the codebook's order."""
        return [key for key, box in self.boxes.items() if box.isChecked()] or None

    def show_value(self, value: Value | None) -> None:
        """Ticks what is in the value."""
        self._forget()
        for key, box in self.boxes.items():
            box.setChecked(isinstance(value, list) and key in value)


class LineEditor(Editor):
    """Words, a number or a date on one line; settles on Enter, when left, and a moment after the last key."""

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(attribute, parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("YYYY-MM-DD") if attribute.kind == "date" else "")
        self._timer = settle_timer(self, self.settle)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self._finished)
        self.adopt(self.line)

    def types(self) -> bool:
        """It does."""
        return True

    def value(self) -> Value | None:
        """The text, or the number it stands for; a text that is no number stays a text, and so a fault."""
        text = self.line.text().strip()
        if not text:
            return None
        return number(text) if self.attribute.kind == "number" else text

    def show_value(self, value: Value | None) -> None:
        """Shows a value; under the caret the same value in other writing is left as it is."""
        self._forget()
        if value is not None and value == self.value() and self.line.hasFocus():
            return
        text = "" if value is None else value if isinstance(value, str) else figure(value)
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def _finished(self) -> None:
        """Enter or leaving; a number is then shown as it was read, so that 4,725 cannot be misread unseen."""
        self.settle()
        value = self.value()
        if self.attribute.kind == "number" and value is not None and not isinstance(value, str):
            self.line.setText(figure(value))

    def _forget(self) -> None:
        super()._forget()
        self._timer.stop()

    def _edited(self) -> None:
        self._dirty = True
        if not self.patient:
            self._timer.start()


class NoteEditor(QPlainTextEdit):
    """A note of several lines; Enter settles it, Shift+Enter begins a new line."""

    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("field")
        self.setTabChangesFocus(True)
        self._timer = settle_timer(self, self.settle)
        self._dirty = False
        self._showing = False
        self.textChanged.connect(self._changed)

    def text(self) -> str:
        """The note without white space around it."""
        return self.toPlainText().strip()

    def show_text(self, text: str) -> None:
        """Shows a note without saying so."""
        self._forget()
        if text != self.text():
            self._showing = True
            self.setPlainText(text)
            self._showing = False

    def pending(self) -> bool:
        """Whether it was edited since it last settled."""
        return self._dirty

    def settle(self) -> None:
        """Says so if something was typed."""
        if self._dirty:
            self._forget()
            self.settled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter settles."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.settle()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: Any) -> None:
        """Leaving settles."""
        super().focusOutEvent(event)
        self.settle()

    def _forget(self) -> None:
        self._dirty = False
        self._timer.stop()

    def _changed(self) -> None:
        if not self._showing:
            self._dirty = True
            self._timer.start()


def settle_timer(owner: QObject, slot: Any) -> QTimer:
    """A timer that calls once, a moment after it was last started."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(SETTLE_MS)
    timer.timeout.connect(slot)
    return timer


def number(text: str) -> Value:
    """The number that a text stands for (comma or point), or the text itself when it stands for none."""
    plain = text.replace("\u2212", "-").replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if "," in plain and "." not in plain:
        head, _, tail = plain.rpartition(",")
        thousands = len(tail) == 3 and head.replace(",", "").lstrip("-").isdigit()
        plain = plain.replace(",", "") if thousands else f"{head}.{tail}"
    try:
        value = float(plain.replace(",", ""))
    except ValueError:
        return text
    if not math.isfinite(value):
        return text
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def editor_for(attribute: Attribute, parent: QWidget | None = None) -> Editor:
    """The editor that fits an attribute's kind."""
    if attribute.kind in ("choice", "yesno"):
        return ChoiceEditor(attribute, parent)
    return ChoicesEditor(attribute, parent) if attribute.kind == "choices" else LineEditor(attribute, parent)

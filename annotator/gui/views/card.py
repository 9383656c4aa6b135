"""The card of a span: its attributes beside its line, read from the words; Enter confirms, Escape leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLayout, QLineEdit, QWidget

from annotator.core.codebook import Label
from annotator.core.model import Value
from annotator.gui.actions import keycap
from annotator.gui.views.card_rows import CardRows
from annotator.gui.views.popover import Popover
from annotator.gui.widgets import Chip, Elided, KeyCap, button, column, hline, icon_label, label, row

WIDTH = 404
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Card(Popover):
    """Shows one span's values; what the user does with them is said by signals, nothing is changed here."""

    settled = Signal(str, object)  # a field was left: key, the whole new set of values
    accepted = Signal(object)  # Enter: the whole new set of values
    left = Signal()  # Escape

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, WIDTH)
        self.chip = Chip()
        self.words = Elided(role="h3")
        self.state = label("", "pill")
        self.remark = label("", "warn", wrap=True)
        self.remark_icon = icon_label("info", "warn")
        self.accept = button(self.tr("Confirm"), "primary", "check")
        self.accept.clicked.connect(self._accept)
        self.rows = CardRows()
        self._spare: CardRows | None = None  # fields that are being made beforehand
        self._fields = column(self.rows, gap=0)
        self.fill(self._laid_out())

    def _laid_out(self) -> QLayout:
        caps = (KeyCap(keycap("Tab")), label(self.tr("next"), "cap"), 4)
        leave = (KeyCap(keycap("Esc")), label(self.tr("leave as it is"), "cap"))
        self.remark.setMinimumWidth(0)
        return column(
            row(self.chip, (self.words, 1), self.state),
            hline(),
            self._fields,
            row((self.remark_icon, 0), (self.remark, 1)),
            hline(),
            row(*caps, *leave, None, self.accept, gap=6),
            gap=10,
            margins=(16, 14, 16, 12),
        )

    # --- what is shown ------------------------------------------------------------------------------

    def show_span(self, words: str, rule: Label, values: Mapping[str, Value], *, remark: str = "") -> None:
        """Shows a span; the fields are made anew for another label."""
        self.prepare(rule)
        self.chip.show_label(rule.name.upper(), rule.color)
        self.words.setText(words)
        self.setAccessibleName(self.tr("Card: {label} {words}").format(label=rule.name, words=words[:80]))
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))
        self.remark_icon.setVisible(bool(remark))
        self.show_values(values)

    def prepare(self, rule: Label) -> None:
        """Makes the fields of a label, unless they are there."""
        if self.rows.label != rule:
            self._make_rows(rule)

    def _make_rows(self, rule: Label) -> None:
        made = CardRows(self.rows.parentWidget())
        made.show_label(rule)
        self._take(made)

    def preparing(self, rule: Label) -> Iterator[None]:
        """Makes the fields of a label beforehand, one a step; what is shown meanwhile has its own and keeps them."""
        if self._spare is not None:
            self._spare.deleteLater()
            self._spare = None
        if self.rows.label == rule:
            return
        before, made = self.rows, CardRows(self.rows.parentWidget())  # a move to another would style all anew
        self._spare = made
        made.hide()
        yield from made.making(rule)
        if self.rows is before and not self.isVisible():
            self._spare = None
            self._take(made)

    def _take(self, made: CardRows) -> None:
        self._fields.removeWidget(self.rows)
        self.rows.hide()
        self.rows.deleteLater()
        self.rows = made
        self._fields.addWidget(made)
        made.setVisible(bool(made.rows))
        made.settled.connect(self.settled)
        for control in (*self.rows.controls(), self.accept):
            control.installEventFilter(self)

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Shows values, in place of what is being typed too."""
        self.rows.show_values(values)
        self.state.setText(self.tr("read from the words") if self.rows.unsure() else "")
        self.state.setVisible(self.rows.unsure())

    def begin(self) -> None:
        """The first field has the keyboard."""
        self.show()
        self.raise_()
        if self.rows.rows:
            self.rows.focus_first()
        else:
            self.accept.setFocus(Qt.FocusReason.TabFocusReason)

    # --- keys ---------------------------------------------------------------------------------------

    def _accept(self) -> None:
        values = self.rows.gathered()
        if values is not None:
            self.accepted.emit(values)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape are the card's own in every field; so is undo where nothing was typed."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            untouched = isinstance(watched, QLineEdit) and not watched.isUndoAvailable()
            if untouched and (event.matches(QKeySequence.StandardKey.Undo)):
                event.ignore()
                return True
            return False
        return event.type() == QEvent.Type.KeyPress and self._press(event)

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self._accept()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit goes to its attribute."""
        digit = event.key() - Qt.Key.Key_0
        if self._press(event):
            return
        if 1 <= digit <= 9 and not event.modifiers() & ~_KEYPAD:
            self.rows.press(digit)
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round within the card."""
        if not self.isVisible():
            return super().focusNextPrevChild(forward)
        stops: list[QWidget] = [*self.rows.stops(), self.accept]
        focused = self.window().focusWidget()
        here = next((place for place, stop in enumerate(stops) if _is_at(stop, focused)), -1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True


def _is_at(stop: QWidget, focused: QWidget | None) -> bool:
    """Whether the keyboard is at a stop, or at another button of the same choice."""
    if stop is focused:
        return True
    box = stop.parentWidget()
    return isinstance(box, QFrame) and box.objectName() == "seg" and focused is not None and box.isAncestorOf(focused)

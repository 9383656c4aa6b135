"""The attributes of a label as rows of name, editor and key; made from the codebook, nothing named in code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from annotator.core.codebook import Attribute, Label, RelationKind
from annotator.core.model import UNCONFIRMED, Value
from annotator.gui.text import tooltip
from annotator.gui.views.fields import Editor, editor_for
from annotator.gui.widgets import Elided, KeyCap, label

NAME_WIDTH = 82


class AttributeRow:
    """The widgets of one attribute, shown and hidden together."""

    def __init__(
        self, attribute: Attribute, owner: QWidget, make: Callable[[Attribute, QWidget], Editor] = editor_for
    ) -> None:
        self.attribute = attribute
        self.name = Elided(attribute.name, role="sub")
        self.name.setFixedWidth(NAME_WIDTH)
        self.editor = make(attribute, owner)
        self.key = KeyCap("")
        self.fault: QLabel = label("", "warn")
        self.fault.setWordWrap(True)

    def place(self, grid: QGridLayout, line: int) -> None:
        """Puts the widgets into two lines of a grid."""
        top = Qt.AlignmentFlag.AlignTop if self.attribute.kind == "choices" else Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self.name, line, 0, top)
        grid.addWidget(self.editor, line, 1)
        grid.addWidget(self.key, line, 2, top | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.fault, line + 1, 1, 1, 2)

    def show(self, shown: bool, *, number: int) -> None:
        """Shows or hides the row; `number` is its digit, 0 for none."""
        for widget in (self.name, self.editor):
            widget.setVisible(shown)
        self.key.setText(str(number) if number else "")
        self.key.setVisible(shown and bool(number))
        if not shown:
            self.fault.hide()

    def say(self, fault: str) -> None:
        """What is wrong with the value, or nothing."""
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))


class AttributeRows(QWidget):
    """The editors of the attributes of a label or kind; `settled` gives the key and the whole new set of values."""

    numbered = True  # digits lead to the rows
    settled = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label: Label | RelationKind | None = None
        self._values: dict[str, Value] = {}
        self.rows: dict[str, AttributeRow] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    @property
    def label(self) -> Label | RelationKind | None:
        """The label or kind whose attributes are shown."""
        return self._label

    def show_label(self, label: Label | RelationKind | None) -> None:
        """Makes the editors of another label or kind; the same one keeps those it has."""
        if label != self._label:
            for _ in self.making(label):
                pass
            self.setVisible(bool(self.rows))

    def making(self, label: Label | RelationKind | None) -> Iterator[None]:
        """Makes the editors of another label or kind, one a step."""
        self._label = label
        for row in self.rows.values():
            for widget in (row.name, row.editor, row.key, row.fault):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.rows = {}
        for attribute in label.attributes if label else ():
            row = self._made(attribute)
            row.editor.settled.connect(self._settled)
            row.editor.touched.connect(self._arrange)
            row.editor.key_pressed.connect(self.press)
            self.rows[attribute.key] = row
            row.name.setToolTip(tooltip(attribute.hint))
            yield
        self._lay_out()

    def _made(self, attribute: Attribute) -> AttributeRow:
        return AttributeRow(attribute, self)

    def _lay_out(self) -> None:
        """Puts the rows one below the other."""
        for place, row in enumerate(self.rows.values()):
            row.place(self._grid, 2 * place)

    def show_values(self, values: Mapping[str, Value], *, keep_pending: bool = False) -> None:
        """Shows a span's values; with `keep_pending` what is being typed stays."""
        self._values = dict(values)
        for key, row in self.rows.items():
            if not (keep_pending and row.editor.pending()):
                row.editor.show_value(values.get(key))
        self._arrange()

    def pending(self) -> bool:
        """Whether something is typed that has not settled."""
        return any(row.editor.pending() for row in self.rows.values())

    def settle(self) -> None:
        """Settles what is pending."""
        for row in list(self.rows.values()):
            row.editor.settle()

    def unsure(self) -> bool:
        """Whether a value was read from the words and not confirmed."""
        return bool(self._values.get(UNCONFIRMED))

    def gathered(self) -> dict[str, Value] | None:
        """The values with what is being typed, which is settled then; None where that is no value, said there."""
        values: dict[str, Value] = self._values
        typed = [row for row in self.shown() if row.editor.pending()]
        for row in typed:
            if row.editor.fault():
                row.say(self._remark(row))
                row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return None
            values = changed(values, row.attribute.key, row.editor.value())
        for row in typed:
            row.editor.show_value(row.editor.value())
        return dict(values)

    def shown(self) -> list[AttributeRow]:
        """The rows that apply to the present values, in order."""
        return [row for row in self.rows.values() if self._applies(row.attribute)]

    def missing(self) -> list[Attribute]:
        """Attributes that are required, apply and have no answer."""
        asked = [row.attribute for row in self.shown()]
        return [one for one in asked if one.required and one.key not in self._values]

    def press(self, digit: int) -> None:
        """A digit goes to its attribute; where the keyboard is there already, to the next choice."""
        shown = self.shown()
        if not self.numbered or not 1 <= digit <= len(shown):
            return
        editor = shown[digit - 1].editor
        focused = self.window().focusWidget()
        if any(part is focused for part in editor.findChildren(QWidget)):
            editor.step()
        else:
            editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _applies(self, attribute: Attribute) -> bool:
        rule = attribute.shown_when
        if rule is None:
            return True
        asked = self.rows.get(rule.attribute)
        open_ = asked is not None and asked.editor.pending() and not asked.editor.fault()
        value = asked.editor.value() if asked is not None and open_ else self._values.get(rule.attribute)
        given = value if isinstance(value, list) else [_as_text(value)]
        return any(item in rule.values for item in given)

    def _arrange(self) -> None:
        """Rows that do not apply go; digits follow those that stay; empty ones that are needed say so."""
        number = 0
        for row in self.rows.values():
            applies = self._applies(row.attribute)
            number += applies
            row.show(applies, number=number if applies and self.numbered and number <= 9 else 0)
            row.editor.mark(unsure=row.attribute.key in self._values.get(UNCONFIRMED, []))
            if applies:
                row.say(self._remark(row))

    def _remark(self, row: AttributeRow) -> str:
        fault = row.editor.fault()
        if fault:
            return self.tr("This {fault}").format(fault=fault)
        if row.attribute.required and row.attribute.key not in self._values:
            return self.tr("● needed")
        return ""

    def _settled(self, key: str) -> None:
        row = self.rows.get(key)
        if row is None:
            return
        editor = row.editor
        if editor.fault():
            row.say(self._remark(row))
            return
        values = changed(self._values, key, editor.value())
        if values == self._values:
            self._arrange()
            return
        self._values = values
        self._arrange()
        self.settled.emit(key, values)


def changed(values: Mapping[str, Value], key: str, value: Value | None) -> dict[str, Value]:
    """The values with one of them set (None takes it out); what a person sets counts as confirmed."""
    after = {name: given for name, given in values.items() if name != key}
    if value is not None:
        after[key] = value
    pending = [name for name in values.get(UNCONFIRMED, []) if name in after and name != key]
    after.pop(UNCONFIRMED, None)
    return {**after, UNCONFIRMED: pending} if pending else after


def _as_text(value: Value | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)

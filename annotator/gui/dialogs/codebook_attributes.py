"""The attributes of a label or relation kind in the editor: a list at the left, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core import codebook_edit as changes
from annotator.core.codebook import Attribute, Choice, Shown
from annotator.core.codebook_edit import Owner
from annotator.core.codebook_faults import RELATION
from annotator.gui.dialogs.codebook_form import Combo, Form, TickList, held, set_line, small
from annotator.gui.dialogs.codebook_state import Editing
from annotator.gui.text import plain
from annotator.gui.views.fields import Editor, editor_for
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import boxed, button, column, label, row, vline

KEY = Qt.ItemDataRole.UserRole


def path_of(owner: Owner) -> str:
    """The path of a label or relation kind."""
    return (RELATION if not hasattr(owner, "shortcut") else "") + owner.key


class Names(QListWidget):
    """A short list of names that can be edited in place (F2); Delete takes one out."""

    def __init__(self, name: str, *, editable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._editable = editable
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
            if editable
            else QAbstractItemView.EditTrigger.NoEditTriggers
        )

    def show_names(self, parts: Sequence[tuple[str, str]], current: str | None) -> None:
        """Shows keys and names; the current one stays current."""
        known = [(self.item(at).data(KEY), self.item(at).text()) for at in range(self.count())]
        if known == list(parts):
            self._point(current)
            return
        blocked = self.blockSignals(True)
        self.clear()
        for key, name in parts:
            item = QListWidgetItem(name)
            item.setData(KEY, key)
            if self._editable:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.addItem(item)
        self._point(current)
        self.blockSignals(blocked)

    def _point(self, current: str | None) -> None:
        at = next((at for at in range(self.count()) if self.item(at).data(KEY) == current), -1)
        if at != self.currentRow():
            self.setCurrentRow(at)

    def current_key(self) -> str | None:
        """The key of the current one."""
        return str(self.currentItem().data(KEY)) if self.currentRow() >= 0 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does not press the dialog's button while a name is being edited."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the dialog's button
            return
        if enter and self.state() == QAbstractItemView.State.EditingState:
            return  # the name is taken a moment later; this Enter is for nothing else
        if enter and self._editable and self.currentRow() >= 0:
            self.editItem(self.currentItem())
            return
        super().keyPressEvent(event)


class AttributesForm(QWidget):
    """Follows one owner; every change is taken at once."""

    def __init__(self, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self._owner: Owner | None = None
        self._key: str | None = None
        self.list = Names(self.tr("Attributes"), editable=False)
        self.list.setFixedWidth(172)
        self.list.currentRowChanged.connect(self._turned)
        self.add = small(button(self.tr("Add"), icon="plus"), self._add)
        self.up = small(button("", "quiet", "up"), self._up)
        self.down = small(button("", "quiet", "down"), self._down)
        self.remove = small(button("", "quiet", "trash"), self._remove)
        for tool, words in (
            (self.up, self.tr("Attribute up")),
            (self.down, self.tr("Attribute down")),
            (self.remove, self.tr("Remove the attribute")),
        ):
            tool.setToolTip(words)
            tool.setAccessibleName(words)
            tool.setFixedWidth(30)
        self.form = AttributeForm(editing)
        self.empty = label(self.tr("No attributes: a span of this label is only words."), "sub", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.right = Pane()
        self.right.column.setContentsMargins(2, 2, 12, 2)
        self.right.column.addWidget(self.form)
        self.right.column.addStretch(1)
        tools = row(self.add, None, self.up, self.down, self.remove, gap=0)
        side = boxed(column((self.list, 1), tools, gap=6))
        self.setLayout(row(side, vline(), (self.right, 1), (self.empty, 1), gap=14))

    def show_owner(self, owner: Owner) -> None:
        """Shows the attributes of a label or kind of the draft."""
        if self._owner is None or self._owner.key != owner.key:
            self._key = owner.attributes[0].key if owner.attributes else None
        self._owner = owner
        if changes.find(owner.attributes, self._key or "") is None:
            self._key = owner.attributes[-1].key if owner.attributes else None
        self.list.show_names([(part.key, plain(part.name) or "–") for part in owner.attributes], self._key)
        part = changes.find(owner.attributes, self._key or "")
        self.right.setVisible(part is not None)
        self.empty.setVisible(part is None)
        for tool in (self.up, self.down, self.remove):
            tool.setEnabled(part is not None)
        if part is not None:
            self.form.show_attribute(owner, part)

    def _turned(self, at: int) -> None:
        if self._owner is not None and at >= 0:
            self._key = self.list.current_key()
            self.show_owner(self._owner)

    def _put(self, attributes: tuple[Attribute, ...]) -> None:
        if self._owner is not None:
            self._editing.put(replace(self._owner, attributes=attributes))

    def _add(self) -> None:
        if self._owner is None:
            return
        made = changes.add_attribute(self._owner, self.tr("New attribute"))
        self._key = made[-1].key
        self._put(made)
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.name.selectAll()

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        if self._owner is not None and self._key is not None:
            self._put(changes.moved(self._owner.attributes, self._key, step))

    def _remove(self) -> None:
        if self._owner is not None and self._key is not None:
            self._put(changes.without(self._owner.attributes, self._key))


class AttributeForm(Form):
    """One attribute: name, type, choices, whether it is needed, its default, when it is shown."""

    def __init__(self, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self._owner: Owner | None = None
        self._part: Attribute | None = None
        self.name = QLineEdit()
        self.name.textEdited.connect(self._named)
        self.add("name", self.tr("Name"), self.name)
        self.kind = Combo(self._kinds())
        self.kind.chosen.connect(self._typed)
        self.required = QCheckBox(self.tr("needed"))
        self.required.toggled.connect(self._needed)
        self.add("kind", self.tr("Type"), boxed(row(held(self.kind, 180), self.required, None)), named=self.kind)
        self._build_choices()
        self._default: Editor | None = None
        self._default_box = QVBoxLayout()
        self._default_box.setContentsMargins(0, 0, 0, 0)
        self.default = boxed(self._default_box)
        self.add("default", self.tr("Default"), self.default)
        self.when = Combo()
        self.when.chosen.connect(self._when)
        self.values = TickList(self.tr("no value"))
        self.values.ticked.connect(self._values)
        self.add("shown_when", self.tr("Shown when"), boxed(row((self.when, 1), (self.values, 1))), named=self.when)
        self.hint = QLineEdit()
        self.hint.textEdited.connect(self._hinted)
        self.add("hint", self.tr("Hint"), self.hint)

    def _kinds(self) -> list[tuple[str | None, str]]:
        return [
            ("choice", self.tr("choice")),
            ("choices", self.tr("several choices")),
            ("text", self.tr("text")),
            ("number", self.tr("number")),
            ("yesno", self.tr("yes or no")),
            ("date", self.tr("date")),
        ]

    def _build_choices(self) -> None:
        self.choices = Names(self.tr("Choices; F2 renames one"), editable=True)
        self.choices.setFixedHeight(116)
        self.choices.itemChanged.connect(self._choice_named)
        self.more = small(button(self.tr("Add"), icon="plus"), self._more)
        self.first = small(button("", "quiet", "up"), self._choice_up)
        self.last = small(button("", "quiet", "down"), self._choice_down)
        self.fewer = small(button("", "quiet", "trash"), self._fewer)
        for tool, words in (
            (self.first, self.tr("Choice up")),
            (self.last, self.tr("Choice down")),
            (self.fewer, self.tr("Remove the choice")),
        ):
            tool.setToolTip(words)
            tool.setAccessibleName(words)
            tool.setFixedWidth(30)
        tools = column(self.more, row(self.first, self.last, self.fewer, None, gap=0), None, gap=6)
        self.choice_box = boxed(row((self.choices, 1), tools, gap=8))
        self.add("choices", self.tr("Choices"), self.choice_box, named=self.choices)

    # --- shown --------------------------------------------------------------------------------------

    def show_attribute(self, owner: Owner, part: Attribute) -> None:
        """Shows an attribute of the draft."""
        self._part = None
        set_line(self.name, part.name)
        self.kind.show_key(part.kind)
        self.required.setChecked(part.required)
        set_line(self.hint, part.hint)
        several = part.kind in ("choice", "choices")
        self.choice_box.setVisible(several)
        at = self.choices.current_key()
        self.choices.show_names([(one.key, one.name) for one in part.choices], at)
        self._show_default(part)
        self._show_when(owner, part)
        self._owner, self._part = owner, part
        faults = self._editing.faults_at(f"{path_of(owner)}/{part.key}", below=True)
        faults.setdefault("choices", faults.pop("", ""))
        self.show_faults(faults)

    def _show_default(self, part: Attribute) -> None:
        bare = replace(part, default=None, name=self.tr("Default"), hint="", shown_when=None, required=False)
        if self._default is None or self._default.attribute != bare:
            if self._default is not None:
                self._default_box.removeWidget(self._default)
                self._default.hide()
                self._default.deleteLater()
            self._default = editor_for(bare)
            self._default.settled.connect(self._defaulted)
            self._default_box.addWidget(self._default)
        self._default.show_value(part.default)

    def _show_when(self, owner: Owner, part: Attribute) -> None:
        others = [one for one in owner.attributes if one.key != part.key and one.kind in ("choice", "choices", "yesno")]
        options: list[tuple[str | None, str]] = [(None, self.tr("always"))]
        options += [(one.key, self.tr("{name} is").format(name=one.name)) for one in others]
        self.when.set_options(options)
        rule = part.shown_when
        self.when.show_key(rule.attribute if rule else None)
        other = changes.find(others, rule.attribute) if rule else None
        self.values.setVisible(other is not None)
        if other is not None and rule is not None:
            yesno = [("true", self.tr("yes")), ("false", self.tr("no"))]
            names = yesno if other.kind == "yesno" else [(one.key, one.name) for one in other.choices]
            if self.values._options != tuple(names) or self.values._chosen != rule.values:
                self.values.show_options(names, rule.values)

    # --- taken --------------------------------------------------------------------------------------

    def _put(self, **fields: Any) -> None:
        part, owner = self._part, self._owner
        if part is not None and owner is not None:
            made = replace(part, **fields)  # choices stay while the type is being tried: the last step tidies
            self._editing.put(replace(owner, attributes=changes.put(owner.attributes, made)))

    def _named(self, text: str) -> None:
        self._put(name=text)

    def _typed(self, kind: str) -> None:
        self._put(kind=kind, default=None)

    def _needed(self, on: bool) -> None:
        self._put(required=on)

    def _hinted(self, text: str) -> None:
        self._put(hint=text)

    def _defaulted(self) -> None:
        if self._default is not None:
            self._put(default=self._default.value())

    def _when(self, key: str | None) -> None:
        self._put(shown_when=None if key is None else Shown(attribute=key, values=()))

    def _values(self, keys: tuple[str, ...]) -> None:
        rule = self._part.shown_when if self._part else None
        if rule is not None:
            self._put(shown_when=replace(rule, values=keys))

    # --- choices ------------------------------------------------------------------------------------

    def _more(self) -> None:
        if self._part is None:
            return
        made = changes.add_choice(self._part, self.tr("new choice"))
        self._put(choices=made.choices)
        self.choices.setCurrentRow(self.choices.count() - 1)
        self.choices.setFocus(Qt.FocusReason.OtherFocusReason)
        self.choices.editItem(self.choices.currentItem())

    def _choice_named(self, item: QListWidgetItem) -> None:
        if self._part is None:
            return
        key, name = str(item.data(KEY)), item.text().strip()
        choices = tuple(replace(one, name=name) if one.key == key else one for one in self._part.choices)
        self._put(choices=choices)

    def _choice_up(self) -> None:
        self._choice_moved(-1)

    def _choice_down(self) -> None:
        self._choice_moved(1)

    def _choice_moved(self, step: int) -> None:
        key = self.choices.current_key()
        if self._part is not None and key is not None:
            self._put(choices=changes.moved(self._part.choices, key, step))

    def _fewer(self) -> None:
        key = self.choices.current_key()
        if self._part is not None and key is not None:
            left: tuple[Choice, ...] = changes.without(self._part.choices, key)
            gone = self._part.default == key or (isinstance(self._part.default, list) and key in self._part.default)
            self._put(choices=left, **({"default": None} if gone else {}))

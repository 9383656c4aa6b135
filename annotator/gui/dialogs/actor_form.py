"""The fields of one actor; each that is left after a change asks for it, and what cannot be says why below."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.core.model import Actor, Role
from annotator.gui.text import plain
from annotator.gui.views.fields import NoteEditor
from annotator.gui.views.pane import Pane
from annotator.gui.views.undo_through import UndoThrough
from annotator.gui.widgets import Elided, boxed, button, column, label, row, tool_button

_NAME_WIDTH = 72


class ActorForm(QWidget):
    """`changed` hands on the actor as the fields have it; whoever takes it shows what came of it."""

    changed = Signal(object)  # Actor
    parent_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actor: Actor | None = None
        self.name = self._line(self.tr("Name"))
        self.type = QComboBox()
        self.type.setAccessibleName(self.tr("Type"))
        self.type.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.type.activated.connect(self.settle)
        self.type.installEventFilter(self)
        self.wikidata = self._line("Wikidata")
        self.wikidata.setPlaceholderText(self.tr("Q and digits"))
        self.aliases = Lines(self.tr("Aliases"), hint=self.tr("One on each line"))
        self.aliases.left.connect(self.settle)
        self.roles = RoleRows(after=self.aliases)
        self.roles.left.connect(self.settle)
        self.note = NoteEditor()
        self.note.setAccessibleName(self.tr("Note"))
        self.note.settled.connect(self.settle)
        self.whole = Elided("", "sub")
        self.choose = button(self.tr("Choose…"))
        self.choose.setAccessibleName(self.tr("Part of: choose"))
        self.choose.clicked.connect(self.parent_wanted)
        self.alone = tool_button("x", self.tr("Part of nothing"))
        self.alone.clicked.connect(self._part_of_nothing)
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        self._undo = UndoThrough(self)
        self._undo.add(self.name, self.wikidata, self.aliases, self.note)
        self._lay_out()

    def _line(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.editingFinished.connect(self.settle)
        return made

    def _lay_out(self) -> None:
        left, right = QGridLayout(), QGridLayout()
        held = Pane()
        held.column.setContentsMargins(0, 0, 6, 0)
        held.column.addWidget(self.roles)
        held.column.addStretch(1)
        held.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from field to field
        part = boxed(row((self.whole, 1), self.choose, self.alone, gap=4))
        sides: tuple[tuple[QGridLayout, tuple[tuple[str, QWidget], ...]], ...] = (
            (
                left,
                (
                    (self.tr("Name"), self.name),
                    (self.tr("Type"), self.type),
                    ("Wikidata", self.wikidata),
                    (self.tr("Part of"), part),
                    (self.tr("Note"), _high(self.note, 52)),
                ),
            ),
            (right, ((self.tr("Aliases"), _high(self.aliases, 84)), (self.tr("Roles"), _high(held, 112)))),
        )
        for grid, rows in sides:
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(8)
            grid.setColumnStretch(1, 1)
            for place, (text, field) in enumerate(rows):
                caption = label(text, "sub")
                caption.setFixedWidth(_NAME_WIDTH)
                caption.setMinimumHeight(28)
                grid.addWidget(caption, place, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(field, place, 1, Qt.AlignmentFlag.AlignTop)
            grid.setRowStretch(len(rows), 1)
        self.setLayout(column(row((left, 3), (right, 4), gap=24), self.fault, gap=8))
        chain: tuple[QWidget, ...] = (self.name, self.type, self.wikidata, self.choose, self.alone, self.note)
        for one, following in zip(chain, (*chain[1:], self.aliases), strict=True):
            QWidget.setTabOrder(one, following)

    # --- what is shown -------------------------------------------------------------------------------

    def show_actor(self, actor: Actor | None, *, whole: str, types: Mapping[str, str]) -> None:
        """Shows an actor; `whole` is the name of what it is part of, `types` the names of types by key."""
        typed, base = self.actor(), self._actor
        other = base is None or actor is None or actor.id != base.id
        self._actor = None  # nothing settles meanwhile
        self.setEnabled(actor is not None)
        shown = actor or Actor(id="", name="")
        if other:
            self.show_fault("")
        self._show_types(shown.type, types)
        kept = () if other or typed is None or base is None else self._being_typed(typed, base)
        for field, show in (
            (self.name, partial(self.name.setText, plain(shown.name))),
            (self.wikidata, partial(self.wikidata.setText, shown.wikidata or "")),
            (self.aliases, partial(self.aliases.show_lines, shown.aliases)),
            (self.roles, partial(self.roles.show_roles, shown.roles)),
            (self.note, partial(self.note.show_text, shown.note)),
        ):
            if field not in kept:
                show()
        self.whole.setText(whole or "–")
        self.alone.setVisible(bool(shown.parent))
        for line in (self.name, self.wikidata):
            line.setCursorPosition(0)
        self._actor = actor

    def _being_typed(self, typed: Actor, base: Actor) -> tuple[QWidget, ...]:
        """The field under the caret, where it says something else than what was stored: others may not overwrite it."""
        different = (
            (self.name, typed.name != base.name),
            (self.wikidata, typed.wikidata != base.wikidata),
            (self.aliases, typed.aliases != base.aliases),
            (self.roles, typed.roles != base.roles),
            (self.note, self.note.pending()),
        )
        focused = QApplication.focusWidget()
        if focused is None:
            return ()
        return tuple(field for field, other in different if other and (field is focused or field.isAncestorOf(focused)))

    def _show_types(self, chosen: str | None, types: Mapping[str, str]) -> None:
        self.type.clear()
        self.type.addItem("–", None)
        for key, name in types.items():
            self.type.addItem(plain(name), key)
        if chosen and chosen not in types:
            self.type.addItem(plain(chosen), chosen)
        self.type.setCurrentIndex(max(0, self.type.findData(chosen)) if chosen else 0)

    def show_fault(self, words: str) -> None:
        """Says why the fields cannot be kept as they are; nothing takes it away."""
        self.fault.setText(plain(words))
        self.fault.setVisible(bool(words))

    # --- what the user gives -------------------------------------------------------------------------

    def actor(self) -> Actor | None:
        """The actor as the fields have it."""
        known = self._actor
        if known is None:
            return None
        name = self.name.text()
        return msgspec.structs.replace(
            known,
            name=known.name if name == plain(known.name) else name,
            type=self.type.currentData(),
            wikidata=self.wikidata.text().strip() or None,
            aliases=self.aliases.lines(known.aliases),
            roles=self.roles.roles(),
            note=known.note if self.note.text() == known.note.strip() else self.note.text(),
        )

    def settle(self) -> None:
        """Hands on what is different."""
        now = self.actor()
        if now is None or now == self._actor:
            self.show_fault("")
            return
        self.changed.emit(now)

    def part_of(self, parent: str | None) -> None:
        """Makes the actor part of another, or of nothing."""
        now = self.actor()
        if now is not None:
            self.changed.emit(msgspec.structs.replace(now, parent=parent))

    def _part_of_nothing(self) -> None:
        self.part_of(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel may not change a type in passing."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class Lines(QPlainTextEdit):
    """A few words on each line; `left` when the keyboard goes elsewhere."""

    left = Signal()

    def __init__(self, name: str, *, hint: str) -> None:
        super().__init__()
        self.setObjectName("field")
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        self.setPlaceholderText(hint)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Shows these lines; the caret stays where nothing is different."""
        text = "\n".join(map(plain, lines))
        if text != self.toPlainText():
            self.setPlainText(text)

    def lines(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """What stands here; lines that were not touched are as they are known."""
        by_look = {plain(one): one for one in known}
        typed = (line.strip() for line in self.toPlainText().split("\n"))
        return tuple(by_look.get(line, line) for line in typed if line)

    def focusOutEvent(self, event: object) -> None:
        """Leaving settles."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.left.emit()


class RoleRows(QWidget):
    """A role, from when and until when, a line each; the last line is empty and waits for another."""

    left = Signal()

    def __init__(self, *, after: QWidget) -> None:
        super().__init__()
        self._after = after  # from where Tab leads here
        self._rows: list[tuple[QLineEdit, QLineEdit, QLineEdit]] = []
        self._undo = UndoThrough(self)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self._shown: tuple[Role, ...] = ()
        self._add(Role(role=""))

    def show_roles(self, roles: tuple[Role, ...]) -> None:
        """Shows these roles and one line more."""
        if self._rows and roles == self.roles():
            self._shown = roles
            return
        while self._rows:
            for field in self._rows.pop():
                field.blockSignals(True)
            item = self._box.takeAt(self._box.count() - 1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._shown = roles
        for role in (*roles, Role(role="")):
            self._add(role)

    def _add(self, role: Role) -> None:
        number = len(self._rows) + 1
        fields = []
        for text, hint, name in (
            (plain(role.role), self.tr("Role"), self.tr("Role {number}")),
            (role.since or "", self.tr("from"), self.tr("Role {number}: from")),
            (role.to or "", self.tr("to"), self.tr("Role {number}: to")),
        ):
            field = QLineEdit(text)
            field.setCursorPosition(0)
            field.setPlaceholderText(hint)
            field.setAccessibleName(name.format(number=number))
            field.editingFinished.connect(self._left)
            self._undo.add(field)
            fields.append(field)
        for field in fields[1:]:
            field.setFixedWidth(74)
        former = self._rows[-1][2] if self._rows else self._after
        self._rows.append((fields[0], fields[1], fields[2]))
        self._box.addWidget(boxed(row((fields[0], 1), fields[1], fields[2], gap=4)))
        if self.window() is self._after.window():  # a new field would else come last of all
            for field in fields:
                QWidget.setTabOrder(former, field)
                former = field

    def _left(self) -> None:
        if any(field.text().strip() for field in self._rows[-1]):
            self._add(Role(role=""))
        self.left.emit()

    def roles(self) -> tuple[Role, ...]:
        """What stands here."""
        by_look = {plain(one.role): one.role for one in self._shown}
        found = []
        for words, since, to in self._rows:
            text = words.text().strip()
            role = Role(role=by_look.get(text, text), since=since.text().strip() or None, to=to.text().strip() or None)
            if role != Role(role=""):
                found.append(role)
        return tuple(found)


def _high(field: QWidget, height: int) -> QWidget:
    """A field of several lines at a height; the style sheet's least height would undo one on the field itself."""
    held = boxed(column(field))
    held.setFixedHeight(height)
    return held

"""What a span is tied to: a row for each relation, and one for the registry entry it is linked with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from annotator.core.codebook import Codebook, RelationKind
from annotator.core.model import Actor, Relation, Span, Value
from annotator.gui.actions import tell
from annotator.gui.models.span_list import SpanListModel
from annotator.gui.text import plain, tooltip
from annotator.gui.views.attribute_rows import NAME_WIDTH, AttributeRows
from annotator.gui.widgets import Badge, Elided, clear, icon_label, label, tool_button

_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """One relation as a row shows it: its id, what it is called here and the span at its other end."""

    relation: str
    name: str
    other: Span
    letter: str
    color: str
    outward: bool
    kind: RelationKind | None = None  # where the tie has attributes that can be set from here
    values: Mapping[str, Value] = {}


def ties_of(codebook: Codebook, model: SpanListModel, span_id: str) -> list[Tie]:
    """The relations a span owns, then those that point to it."""
    found: list[Tie] = []
    for outward, relations in ((True, model.relations_of(span_id)), (False, model.relations_to(span_id))):
        for relation in relations:
            other = model.find(relation.tail if outward else relation.head)
            row = model.row(model.row_of(other.id)) if other is not None else None
            if row is not None:
                kind = next((one for one in codebook.relations if one.key == relation.kind), None)
                described = outward and kind is not None and bool(kind.attributes)
                made = Tie(
                    relation=relation.id,
                    name=_name(kind, relation),
                    other=row.span,
                    letter=row.letter,
                    color=row.color,
                    outward=outward,
                    kind=kind if described else None,
                    values=relation.attributes if described else {},
                )
                found.append(made)
    return found


def _name(kind: RelationKind | None, relation: Relation) -> str:
    return relation.kind if kind is None else kind.name[:1].upper() + kind.name[1:]


class TieRow(QFrame):
    """The other end of one relation: a click or Enter goes there, other keys and the menu change the relation."""

    asked = Signal(str)  # the id of a span to go to
    wanted = Signal(str, str)  # an act on the relation (untie, retype_next, move), its id

    def __init__(self, tie: Tie, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tie = tie
        self.setObjectName("inner")
        self.setFixedHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        words = " ".join(tie.other.words[:300].split())
        self.setAccessibleName(f"{plain(tie.name)}: {plain(words)}")
        keys = self.tr("Enter goes there, R ties to another, Right changes the kind, Del unties")
        self.setAccessibleDescription(keys)
        go = tool_button("arrow", self.tr("Go to it  (Enter)"))
        go.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        go.clicked.connect(self._go)
        shown = Elided(words)
        self.setToolTip(tooltip(f"{words}\n{keys}" if tie.outward else words))
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 1, 0)
        line.setSpacing(6)
        line.addWidget(Badge(tie.letter, tie.color, 16))
        line.addWidget(shown, 1)
        line.addWidget(go)

    def _go(self) -> None:
        self.asked.emit(self._tie.other.id)

    def _ask(self, act: str) -> None:
        self.wanted.emit(act, self._tie.relation)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes to the other end."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, R, Right and Delete change the relation."""
        acts = {
            Qt.Key.Key_R: "move",
            Qt.Key.Key_Right: "retype_next",
            Qt.Key.Key_Delete: "untie",
            Qt.Key.Key_Backspace: "untie",
        }
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self._go()
        elif key in acts and not event.modifiers() & ~_KEYPAD:
            self._ask(acts[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same by menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Go to it\tEnter"), self._go)
        menu.addSeparator()
        for words, act in (
            (self.tr("Tie to &another…\tR"), "move"),
            (self.tr("Change the &kind\tRight"), "retype_next"),
            (self.tr("&Untie\tDel"), "untie"),
        ):
            menu.addAction(words, partial(self._ask, act))
        menu.popup(event.globalPos())


class TieValues(AttributeRows):
    """The attributes of one relation, under its row; digits belong to those of the span."""

    numbered = False
    described = Signal(str, object)  # a relation's id, the whole new set of its values

    def __init__(self, tie: Tie, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._relation = tie.relation
        self.setAccessibleName(f"{plain(tie.name)}: {plain(tie.other.words[:300])}")
        self.show_label(tie.kind)
        self.show_values(tie.values)
        self.settled.connect(self._tell)

    def _tell(self, _key: str, values: Mapping[str, Value]) -> None:
        self.described.emit(self._relation, values)


class TieRows(QWidget):
    """A row for each relation, its attributes under it; the first forty, more is told in words."""

    asked = Signal(str)  # the id of a span to go to
    described = Signal(str, object)  # a relation's id, the whole new set of its values
    wanted = Signal(str, str)  # an act on a relation, its id
    MOST = 40

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ties: list[Tie] = []
        self.rows: list[TieRow] = []
        self.values: dict[str, TieValues] = {}  # by the relation's id
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    def show_ties(self, ties: Sequence[Tie]) -> None:
        """Shows other relations; the same ones stay as they are, and so does the keyboard's place among them."""
        if [_bare(tie) for tie in ties] == [_bare(tie) for tie in self._ties]:
            self._ties = list(ties)
            self._show_values()
            return
        self.settle()
        held = next((place for place, row in enumerate(self.rows) if row.hasFocus()), None)
        self._ties = list(ties)
        former = self.rows
        self.rows = [self._row(tie) for tie in self._ties[: self.MOST]]
        self.values = {tie.relation: self._fields(tie) for tie in self._ties[: self.MOST] if tie.kind is not None}
        if former:
            clear(self._column)
        for tie, row in zip(self._ties, self.rows, strict=False):
            self._add(tie.name if tie.outward else self.tr("{name} of").format(name=tie.name), row)
            if tie.relation in self.values:
                self._column.addWidget(self.values[tie.relation])
                self.values[tie.relation].show()
        more = len(self._ties) - self.MOST
        if more > 0:
            self._add("", label(self.tr("and {count} more").format(count=more), "cap"))
        self.setVisible(bool(self._ties))
        if held is not None and self.rows:
            self.rows[min(held, len(self.rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, tie: Tie) -> TieRow:
        row = TieRow(tie)
        row.asked.connect(self.asked)
        row.wanted.connect(self.wanted)
        return row

    def _fields(self, tie: Tie) -> TieValues:
        fields = TieValues(tie, self)  # showing its fields without a parent it would be a window
        fields.described.connect(self.described)
        return fields

    def _show_values(self) -> None:
        for tie in self._ties:
            if tie.relation in self.values:
                self.values[tie.relation].show_values(tie.values, keep_pending=True)

    def settle(self) -> None:
        """Sends what is typed and not sent yet."""
        for fields in list(self.values.values()):
            fields.settle()

    def show_stored(self) -> None:
        """What could not be stored does not stay in the fields as if it were."""
        self._show_values()

    def _add(self, name: str, widget: QWidget) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        title = Elided(name, role="sub")
        title.setFixedWidth(NAME_WIDTH)
        line.addWidget(title)
        line.addWidget(widget, 1)
        self._column.addLayout(line)
        title.show()
        widget.show()


def _bare(tie: Tie) -> Tie:
    return msgspec.structs.replace(tie, values={})


class ActorRow(QWidget):
    """The registry entry that a span is linked with."""

    asked = Signal()  # another actor, or the first, is wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = tool_button("link", "")
        tell(self.key, "link_actor")
        self.key.clicked.connect(self.asked)
        self.name = Elided("", role="h3")
        self.none = Elided(self.tr("not linked"), role="sub")
        self.kind = label("", "pill")
        self.roles = label("", "cap")
        self.roles.setWordWrap(True)
        title = Elided(self.tr("Actor"), role="sub")
        title.setFixedSize(NAME_WIDTH, self.key.height())
        top = QHBoxLayout()
        top.setSpacing(6)
        self.sign = icon_label("link", "accent_ink", 14)
        top.addWidget(self.sign)
        top.addWidget(self.none)
        top.addWidget(self.name)
        top.addWidget(self.kind)
        top.addStretch(1)
        top.addWidget(self.key)
        body = QVBoxLayout()
        body.setSpacing(2)
        body.addLayout(top)
        body.addWidget(self.roles)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(body, 1)
        self.hide()

    def show_actor(self, actor: Actor | None, *, linkable: bool = False) -> None:
        """Shows an entry; that there is none yet, where there could be one; or nothing."""
        self.setVisible(actor is not None or linkable)
        self.key.setVisible(linkable)
        self.sign.setVisible(actor is not None)
        self.none.setVisible(actor is None)
        self.name.setVisible(actor is not None)
        self.name.setText(actor.name if actor is not None else "")
        self.kind.setText(actor.type or "" if actor is not None else "")
        self.kind.setVisible(actor is not None and bool(actor.type))
        self.roles.setVisible(False)
        if actor is None:
            return
        spans = [role.role + self._years(role.since, role.to) for role in actor.roles]
        self.roles.setText("\n".join(spans))
        self.roles.setVisible(bool(spans))

    def _years(self, since: str | None, to: str | None) -> str:
        if since and to:
            return self.tr(", {since} to {to}").format(since=since, to=to)
        if since:
            return self.tr(", since {since}").format(since=since)
        return self.tr(", until {to}").format(to=to) if to else ""

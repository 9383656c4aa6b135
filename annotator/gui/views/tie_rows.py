"""What a span is tied to: a row for each relation, and one for the registry entry it is linked with."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.codebook import Codebook
from annotator.core.model import Actor, Relation, Span
from annotator.gui.models.span_list import SpanListModel
from annotator.gui.views.attribute_rows import NAME_WIDTH
from annotator.gui.widgets import Badge, Elided, icon_label, label, tool_button


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """One relation as a row shows it: what it is called here and the span at its other end."""

    name: str
    other: Span
    letter: str
    color: str
    outward: bool


def ties_of(codebook: Codebook, model: SpanListModel, span_id: str) -> list[Tie]:
    """The relations a span owns, then those that point to it."""
    found: list[Tie] = []
    for outward, relations in ((True, model.relations_of(span_id)), (False, model.relations_to(span_id))):
        for relation in relations:
            other = model.find(relation.tail if outward else relation.head)
            row = model.row(model.row_of(other.id)) if other is not None else None
            if row is not None:
                name = _name(codebook, relation)
                found.append(Tie(name=name, other=row.span, letter=row.letter, color=row.color, outward=outward))
    return found


def _name(codebook: Codebook, relation: Relation) -> str:
    for kind in codebook.relations:
        if kind.key == relation.kind:
            return kind.name[:1].upper() + kind.name[1:]
    return relation.kind


class TieRow(QFrame):
    """The other end of one relation, with a button that goes there."""

    asked = Signal(str)

    def __init__(self, tie: Tie, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = tie.other.id
        self.setObjectName("inner")
        self.setFixedHeight(32)
        go = tool_button("arrow", self.tr("Go to it"))
        go.clicked.connect(self._go)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 1, 0)
        line.setSpacing(6)
        line.addWidget(Badge(tie.letter, tie.color, 16))
        line.addWidget(Elided(" ".join(tie.other.words[:300].split())), 1)
        line.addWidget(go)

    def _go(self) -> None:
        self.asked.emit(self._target)


class TieRows(QWidget):
    """A row for each relation; the first forty, more is told in words."""

    asked = Signal(str)  # the id of a span to go to
    MOST = 40

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ties: list[Tie] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    def show_ties(self, ties: Sequence[Tie]) -> None:
        """Shows other relations; the same ones stay as they are."""
        if list(ties) == self._ties:
            return
        self._ties = list(ties)
        clear(self._column)
        for tie in self._ties[: self.MOST]:
            row = TieRow(tie)
            row.asked.connect(self.asked)
            self._add(tie.name if tie.outward else self.tr("{name} of").format(name=tie.name), row)
        more = len(self._ties) - self.MOST
        if more > 0:
            self._add("", label(self.tr("and {count} more").format(count=more), "cap"))
        self.setVisible(bool(self._ties))

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


class ActorRow(QWidget):
    """The registry entry that a span is linked with."""

    asked = Signal()  # another actor, or the first, is wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Elided("", role="h3")
        self.none = Elided(self.tr("not linked"), role="sub")
        self.kind = label("", "pill")
        self.roles = label("", "cap")
        self.roles.setWordWrap(True)
        title = Elided(self.tr("Actor"), role="sub")
        title.setFixedWidth(NAME_WIDTH)
        top = QHBoxLayout()
        top.setSpacing(6)
        self.sign = icon_label("link", "accent_ink", 14)
        self.key = tool_button("link", self.tr("Link to an actor  (I)"))
        self.key.clicked.connect(self.asked)
        top.addWidget(self.sign)
        top.addWidget(self.none)
        top.addWidget(self.name)
        top.addWidget(self.kind)
        top.addStretch(1)
        body = QVBoxLayout()
        body.setSpacing(2)
        body.addLayout(top)
        body.addWidget(self.roles)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(body, 1)
        line.addWidget(self.key, 0, Qt.AlignmentFlag.AlignTop)
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


def clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Takes everything out of a layout and lets it go."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear(inner)
            inner.deleteLater()

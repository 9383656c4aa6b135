"""Actors as a table model: the registry, what a filter leaves of it, or the numbered offers for a mention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.core.matching import Offer, Why
from annotator.core.model import Actor
from annotator.gui.text import plain, tooltip

Index = QModelIndex | QPersistentModelIndex


class ActorRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one line shows: the actor, how many mentions it has; as an offer its digit and why it is offered."""

    actor: Actor
    kind: str  # its type, as people read it
    count: int
    digit: int = 0
    why: str = ""


class ActorListModel(QAbstractTableModel):
    """One row an actor. `UserRole` gives the ActorRow to paint."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actors: Sequence[Actor] = ()
        self._counts: Mapping[str, int] = {}
        self._kinds: Mapping[str, str] = {}
        self._why: Sequence[str] = ()

    def show_actors(self, actors: Sequence[Actor], counts: Mapping[str, int], kinds: Mapping[str, str]) -> None:
        """Shows these actors; `kinds` are the names of types by key."""
        self.beginResetModel()
        self._actors, self._counts, self._kinds, self._why = actors, counts, kinds, ()
        self.endResetModel()

    def show_offers(self, offers: Sequence[Offer], counts: Mapping[str, int], kinds: Mapping[str, str]) -> None:
        """Shows what a mention may mean, each with its digit."""
        self.beginResetModel()
        self._actors, self._counts, self._kinds = [one.actor for one in offers], counts, kinds
        self._why = [reason(one.why) for one in offers]
        self.endResetModel()

    def actor_at(self, row: int) -> Actor | None:
        """The actor at a row."""
        return self._actors[row] if 0 <= row < len(self._actors) else None

    def row_of(self, key: str | None) -> int:
        """The row of an actor, or -1."""
        return next((row for row, actor in enumerate(self._actors) if actor.id == key), -1)

    def row(self, row: int) -> ActorRow | None:
        """What a row shows."""
        actor = self.actor_at(row)
        if actor is None:
            return None
        return ActorRow(
            actor=actor,
            kind=self._kinds.get(actor.type or "", actor.type or ""),
            count=self._counts.get(actor.id, 0),
            digit=row + 1 if self._why and row < 9 else 0,
            why=self._why[row] if self._why else "",
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many actors there are."""
        return 0 if parent.isValid() else len(self._actors)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column: the delegate paints all there is."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name as text, tooltip or for screen readers; the ActorRow under `UserRole`."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self.row(index.row())
        actor = self.actor_at(index.row())
        if actor is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(actor.name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip("\n".join((actor.name, *actor.aliases))[:1000])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row())
        return None

    def _spoken(self, row: int) -> str:
        content = self.row(row)
        if content is None:
            return ""
        many = self.tr("1 mention") if content.count == 1 else self.tr("{count} mentions").format(count=content.count)
        digit = str(content.digit) if content.digit else ""
        return ", ".join(part for part in (digit, plain(content.actor.name), content.kind, content.why, many) if part)


def reason(why: Why) -> str:
    """Why an actor is offered, in words."""
    return {
        "here": _tr("linked above"),
        "name": _tr("same name"),
        "alias": _tr("alias"),
        "expansion": _tr("spelled out here"),
        "surname": _tr("named here"),
        "initials": _tr("initials"),
        "part": _tr("part of the name"),
        "role": _tr("role"),
        "before": _tr("mentioned before"),
    }[why]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ActorListModel", text)

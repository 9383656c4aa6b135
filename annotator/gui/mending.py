"""Gold mended by the keys of reading: other ends, rungs, ties, values; and a gold span of the reviewer's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.gui.action_table import MENDING

if TYPE_CHECKING:
    from annotator.gui.reviewing import Reviewing


class Mending(QObject):
    """Leads each key to the room that does the same in labelling."""

    def __init__(self, room: Reviewing) -> None:
        super().__init__(room)
        self._room, self._session, self._gold = room, room.session, room.gold

    def acts(self) -> dict[str, Callable[[], object]]:
        """The acts of labelling, and the labels, by their ids."""
        codebook = self._session.codebook
        labels = {f"tag:{rule.key}": partial(self.tag, rule.key) for rule in codebook.shown()} if codebook else {}
        return {**labels, **{key: partial(self.mend, key) for key in MENDING}}

    def tag(self, label: str) -> None:
        """A gold span over the selection, or from a start that was named by a hint."""
        selected = self._room.paper.text.selected()
        fragments = [selected] if selected is not None else []
        if not fragments and "landing" in vars(self._gold):
            fragments = list(self._gold.landing.at_pin(label))
        if fragments:
            self._room.settling.tag(label, fragments)
        else:
            words = self.tr("Select the words first, or name where they begin by G; digits take proposals")
            self._session.say(words, "info")

    def mend(self, act: str) -> None:
        """Keys of the article on the gold span, as in reading."""
        gold = self._gold
        if act == "hint":
            gold.jumping.hint()
        elif act in ("grow", "shrink"):
            if self._room.paper.text.selected() is not None or self._room.settling.gold_span() is not None:
                getattr(gold.stretching, act)()
        elif act in ("tie", "tie_kind"):
            head = self._room.settling.head() or self._room.settling.gold_span()
            if head is not None:
                gold.session.set_active(head.id)
                (gold.tying.start if act == "tie" else gold.tying.start_kinds)()
        elif self._room.settling.gold_span() is not None:
            edge, unit, way = act.split("_")
            gold.session.nudge(edge, unit, longer=way == "longer")  # type: ignore[arg-type]

    def card(self) -> None:
        """The values of the gold span."""
        if self._room.settling.gold_span() is not None:
            self._gold.cards.open()

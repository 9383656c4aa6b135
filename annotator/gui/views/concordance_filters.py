"""The filters of the concordance as one row of small controls; those that have nothing to choose from are not shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.core.codebook import Attribute, Codebook
from annotator.core.model import STATES, Actor, Annotator
from annotator.gui.models.hits import Order
from annotator.gui.views.filter_parts import combo_of, date_field, date_of, fill_combo
from annotator.gui.widgets import button, row
from annotator.store.search import UNLINKED, Sought

Kind = Literal["words", "spans", "slips"]
UNTAGGED = "*untagged"
ANYBODY = "*anybody"
MOST_ACTORS = 2_000


class Filters(QWidget):
    """What the hits are narrowed down to, and how they are sorted."""

    changed = Signal()  # look again
    sorting = Signal(str)  # Order

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codebook: Codebook | None = None
        self._me = ""
        self.slips = combo_of(self.tr("What to list"))
        self.labels = combo_of(self.tr("Label"))
        self.values = combo_of(self.tr("Attribute"))
        self.actors = combo_of(self.tr("Actor"))
        self.people = combo_of(self.tr("Whose tags"))
        self.states = combo_of(self.tr("State of the article"))
        self.outlets = combo_of(self.tr("Outlet"))
        self.since, self.until = date_field(self.tr("From")), date_field(self.tr("To"))
        self.orders = combo_of(self.tr("Sorted by"))
        self.reset = button(self.tr("Clear"), "link")
        self._combos = (self.labels, self.values, self.actors, self.people, self.states, self.outlets)
        self._kind: Kind = "words"
        self._fill()
        line = row((self.slips, 2), *((combo, 1) for combo in self._combos), gap=6)
        for part in (self.since, self.until, self.reset):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.orders, 2)
        self.setLayout(line)
        self._connect()
        self.show_kind("words")

    def _fill(self) -> None:
        fill_combo(
            self.slips, [(self.tr("Same words, other labels"), False), (self.tr("Tagged here, not there"), True)]
        )
        names = {
            "todo": self.tr("To do"),
            "doing": self.tr("In progress"),
            "done": self.tr("Done"),
            "skipped": self.tr("Skipped"),
        }
        fill_combo(self.states, [(self.tr("Any state"), ""), *((names[state], state) for state in STATES)])
        fill_combo(self.outlets, [(self.tr("Any outlet"), "")])
        orders: list[tuple[str, Order]] = [
            (self.tr("Newest first"), "found"),
            (self.tr("By left neighbour"), "left"),
            (self.tr("By right neighbour"), "right"),
            (self.tr("By the words"), "words"),
            (self.tr("By article"), "article"),
        ]
        fill_combo(self.orders, orders)

    def _connect(self) -> None:
        for combo in (self.slips, *self._combos):
            combo.activated.connect(self._chosen)
        self.labels.currentIndexChanged.connect(self._show_values)
        for field in (self.since, self.until):
            field.textEdited.connect(self._dated)
        self.orders.activated.connect(self._ordered)
        self.reset.clicked.connect(self.clear)

    # --- what there is to choose from ----------------------------------------------------------------

    def load(self, codebook: Codebook, people: Sequence[Annotator], me: str, actors: Iterable[Actor]) -> None:
        """The labels, people and registry of the project; what was chosen stays where it can."""
        self._codebook, self._me = codebook, me
        labels = [(rule.name, rule.key) for rule in codebook.labels if rule.on]
        fill_combo(self.labels, [(self.tr("Any label"), ""), (self.tr("Not tagged"), UNTAGGED), *labels])
        others = [(one.name, one.id) for one in people if one.id != me]
        fill_combo(self.people, [(self.tr("My tags"), me), (self.tr("Anybody’s tags"), ANYBODY), *others])
        known = [(one.name, one.id) for one in actors if one.merged_into is None][:MOST_ACTORS]
        unlinked = [(self.tr("Not linked"), UNLINKED)] if known or codebook.with_role("agent") else []
        fill_combo(self.actors, [(self.tr("Any actor"), ""), *unlinked, *known])
        self._show_values()
        self.show_kind(self._kind)

    def show_outlets(self, outlets: Iterable[str]) -> None:
        """The outlets that articles name."""
        fill_combo(self.outlets, [(self.tr("Any outlet"), ""), *((one, one) for one in outlets)])
        self.show_kind(self._kind)

    def show_kind(self, kind: Kind) -> None:
        """The controls that mean something for words, spans or inconsistencies."""
        self._kind = kind
        words = kind != "slips"
        self.slips.setVisible(not words)
        gaps = not words and bool(self.slips.currentData())
        for combo, fits in (
            (self.labels, words),
            (self.values, words and self.values.count() > 1),
            (self.actors, words and self.actors.count() > 1),
            (self.people, self.people.count() > 2 and not gaps),
            (self.states, words),
            (self.outlets, words and self.outlets.count() > 1),
        ):
            combo.setVisible(fits)
        self.since.setVisible(words)
        self.until.setVisible(words)
        first = self.tr("Newest first") if words else self.tr("Likeliest slips first")
        self.orders.setItemText(0, first)
        self._tell()

    def _show_values(self) -> None:
        """The choices of the label's attributes, each with its attribute's name."""
        key, made = self.labels.currentData(), [(self.tr("Any attributes"), ("", ""))]
        if self._codebook is not None and key and self._codebook.has(key):
            for part in self._codebook.label(key).attributes:
                made += _values(part, self.tr("yes"), self.tr("no"))
        fill_combo(self.values, made)
        self.values.setVisible(len(made) > 1 and self._kind != "slips")

    # --- what is chosen -------------------------------------------------------------------------------

    def fill(self, sought: Sought) -> Sought:
        """The search with these filters."""
        label, state = self.labels.currentData() or "", self.states.currentData() or None
        attribute, value = self.values.currentData() or ("", "")
        return replace(
            sought,
            labels=(label,) if label and label != UNTAGGED else (),
            untagged=label == UNTAGGED and not sought.spans,
            attribute=attribute,
            value=value,
            actor=self.actors.currentData() or "",
            annotator=self.annotator(),
            state=state,
            who=self._me,
            outlet=self.outlets.currentData() or "",
            since=date_of(self.since),
            until=date_of(self.until),
        )

    def annotator(self) -> str:
        """Whose tags count; empty for anybody's."""
        chosen = self.people.currentData()
        return "" if chosen == ANYBODY else chosen or self._me

    def untagged(self) -> bool:
        """Whether the inconsistencies asked for are words tagged here and not there."""
        return bool(self.slips.currentData())

    def order(self) -> Order:
        """How the hits are sorted."""
        chosen: Order = self.orders.currentData()
        return chosen

    def narrowed(self) -> bool:
        """Whether anything is left out."""
        combos = any(combo.currentIndex() > 0 for combo in self._combos)
        return self._kind != "slips" and (combos or bool(self.since.text() or self.until.text()))

    def clear(self) -> None:
        """Leaves nothing out."""
        for combo in self._combos:
            combo.setCurrentIndex(0)
        self.since.clear()
        self.until.clear()
        self._chosen()

    # --- Qt -------------------------------------------------------------------------------------------

    def _chosen(self) -> None:
        self.show_kind(self._kind)
        self.changed.emit()

    def _dated(self) -> None:
        """Half a date is not asked for yet."""
        if all(not field.text() or date_of(field) for field in (self.since, self.until)):
            self.changed.emit()
        self._tell()

    def _ordered(self) -> None:
        self.sorting.emit(self.order())

    def _tell(self) -> None:
        self.reset.setVisible(self.narrowed())


def _values(part: Attribute, yes: str, no: str) -> list[tuple[str, tuple[str, str]]]:
    """The values of an attribute that can be listed."""
    if part.kind == "yesno":
        return [(f"{part.name}: {yes}", (part.key, "true")), (f"{part.name}: {no}", (part.key, "false"))]
    choices = [(f"{part.name}: {one.name}", (part.key, one.key)) for one in part.choices]
    return [(f"{part.name}: *", (part.key, "")), *choices]

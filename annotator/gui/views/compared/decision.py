"""The decision at the right of a review: the proposals, what they share, the guideline, what can be done, why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.gui import keymap
from annotator.gui.action_table import BY_ID
from annotator.gui.actions import hint, written
from annotator.gui.models.case_view import CaseView
from annotator.gui.text import plain, tooltip
from annotator.gui.views.compared.proposal import ProposalCard
from annotator.gui.views.compared.reason import ReasonLine, Use
from annotator.gui.views.compared.settled import SettledBox
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import Chip, Elided, IconLabel, KeyCap, boxed, button, column, hline, label, row, tool_button

BAR = 12  # px of the scroll bar, and of the margin that it stands in
ACTS = ("merge_proposals", "hint", "take_several", "reject_difference")
_ICONS = {"merge_proposals": "merge", "hint": "plus", "take_several": "copy", "reject_difference": "x"}


class DecisionPanel(QWidget):
    """Shows one difference and says what the reviewer wants of it; decides nothing."""

    taken = Signal(object)  # list[int]: places of proposals
    asked = Signal(str)  # the id of an action
    rejected = Signal(str)
    remarked = Signal(str)
    reopened = Signal(str)  # a decision's id
    left = Signal()  # the text shall have the keyboard
    lit = Signal()  # another proposal is

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown, self._count = "", 0
        self.chosen = 0
        self.marks: set[int] = set()
        self.cards: list[ProposalCard] = []
        self.place, self.kinds = label("", "h3"), label("", "pill")
        self.back = self._tool("left", "previous_difference")
        self.forth = self._tool("right", "next_difference")
        self.chip, self.summary = Chip(), Elided("", "sub")
        self.absent, self.same, self.guideline = (label("", role, wrap=True) for role in ("cap", "sub", "sub"))
        self.settled = SettledBox()
        self.acts = {key: self._act(key) for key in ACTS}
        self.acts["take_several"].setCheckable(True)
        self.reason = ReasonLine()
        self.flag = QCheckBox()
        self.skip = button(self.tr("Skip"), "quiet", "skip")
        self.decide = button(self.tr("Decide, next"), "primary", "check")
        self.pane = Pane()
        self._lay_out()
        self._connect()

    def _tool(self, icon: str, action: str) -> QToolButton:
        made = tool_button(icon, hint(BY_ID[action]))
        made.clicked.connect(partial(self._ask, action))
        return made

    def _act(self, action: str) -> QPushButton:
        made = button(self._act_words(action, narrow=False), "act", _ICONS[action])
        made.setToolTip(hint(BY_ID[action]))
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 6, 0)
        line.addStretch(1)
        keys = keymap.keys_of(BY_ID[action])
        line.addWidget(KeyCap(written(keys[0]) if keys else "⇧ 1"))
        made.clicked.connect(partial(self._ask, action))
        return made

    def _act_words(self, action: str, *, narrow: bool) -> str:
        return {
            "merge_proposals": self.tr("Merge") if narrow else self.tr("Merge ends"),
            "hint": self.tr("New span"),
            "take_several": self.tr("Several") if narrow else self.tr("Take several"),
            "reject_difference": self.tr("Reject…"),
        }[action]

    def _lay_out(self) -> None:
        top = row(self.place, self.kinds, None, self.back, self.forth, gap=8)
        self._rule = boxed(row(IconLabel("book", "accent_ink", 14), (self.guideline, 1), gap=8))
        self._alike = boxed(row(IconLabel("check", "ok", 14), (self.same, 1), gap=8))
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, made in enumerate(self.acts.values()):
            grid.addWidget(made, place // 2, place % 2)
        self._stack = QVBoxLayout()
        self._stack.setSpacing(8)
        self._line = hline()
        self.pane.column.setContentsMargins(0, 0, BAR, 0)
        self.pane.verticalScrollBar().rangeChanged.connect(self._room)
        self.pane.column.setSpacing(8)
        for part in (self.settled, self._stack, self.absent, self._alike, self._line, self._rule, hline(), grid,
                     self.reason, self.flag):  # fmt: skip
            if isinstance(part, QWidget):
                self.pane.column.addWidget(part)
            else:
                self.pane.column.addLayout(part)
        self.pane.column.addStretch(1)
        self.pane.setAccessibleName(self.tr("Decision"))
        self._enter_key = KeyCap("↵")
        foot = row(self.skip, None, self._enter_key, self.decide, gap=8)
        head = row(self.chip, (self.summary, 1), gap=8)
        for line in (top, head, foot):
            line.setContentsMargins(0, 0, BAR, 0)
        self.setLayout(column(top, head, (self.pane, 1), foot, gap=8, margins=(16, 10, 0, 12)))

    def _connect(self) -> None:
        self.flag.clicked.connect(partial(self._ask, "flag_guideline"))
        self.skip.clicked.connect(partial(self._ask, "next_difference"))
        self.decide.clicked.connect(self.reason.enter)
        self.reason.used.connect(self._name_primary)
        self.reason.entered.connect(self.take_chosen)
        self.reason.rejected.connect(self.rejected)
        self.reason.remarked.connect(self.remarked)
        self.reason.left.connect(self.left)
        self.settled.reopened.connect(self.reopened)
        self.settled.kept.connect(partial(self._ask, "keep_decision"))
        self.flag.setText(hint(BY_ID["flag_guideline"]))

    def _ask(self, action: str, _checked: bool = False) -> None:
        self.asked.emit(action)

    def set_narrow(self, narrow: bool) -> None:
        """Fewer words in a narrow window."""
        for action, made in self.acts.items():
            made.setText(f" {self._act_words(action, narrow=narrow)}")
        self.skip.setVisible(not narrow)

    # --- what is shown ------------------------------------------------------------------------------

    def show_nothing(self, words: str) -> None:
        """No difference is chosen."""
        self._shown, self._count, self.marks = "", 0, set()
        self.place.setText(words)
        self._parts(shown=False)

    def _parts(self, *, shown: bool) -> None:
        for part in (self.pane, self.chip, self.summary, self.kinds, self.decide, self._enter_key):
            part.setVisible(shown)

    def show_case(self, view: CaseView, place: str) -> None:
        """Another difference, or the same as it stands now."""
        if view.difference != self._shown:
            self._shown, self.chosen, self.marks = view.difference, 0, set()
            self.reason.rest()
            self.acts["take_several"].setChecked(False)
            self.pane.verticalScrollBar().setValue(0)
        self._parts(shown=True)
        self.place.setText(place)
        self.kinds.setText(view.kinds[0] if len(view.kinds) < 2 else f"{view.kinds[0]} +{len(view.kinds) - 1}")
        self.kinds.setToolTip(tooltip(", ".join(view.kinds)))
        self.kinds.setAccessibleName(", ".join(view.kinds))
        self.chip.show_label(view.label, view.color)
        self.summary.setText(view.summary)
        self._show_cards(view)
        for widget, words in ((self.absent, view.absent), (self.same, view.same), (self.guideline, view.guideline)):
            widget.setText(plain(words))
        self.guideline.setToolTip(tooltip(view.whole_guideline))
        self.absent.setVisible(bool(view.absent))
        self._alike.setVisible(bool(view.same))
        self._line.setVisible(bool(view.guideline))
        self._rule.setVisible(bool(view.guideline))
        self.settled.show_decisions(view.decisions, view.moved, view.why_not)
        self.acts["merge_proposals"].setEnabled(view.can_merge)
        self.acts["hint"].setEnabled(view.can_tag)
        self.acts["take_several"].setEnabled(len(view.cards) > 1)
        self.flag.setChecked(view.flagged)

    def _show_cards(self, view: CaseView) -> None:
        while len(self.cards) < len(view.cards):
            made = ProposalCard(len(self.cards))
            made.chosen.connect(self._clicked)
            made.marked.connect(self.mark)
            made.taken.connect(self._take_one)
            self.cards.append(made)
            self._stack.addWidget(made)
        for place, one in enumerate(self.cards):
            one.setVisible(place < len(view.cards))
            if place < len(view.cards):
                one.show_card(view.cards[place])
        self._count = len(view.cards)
        self._light()

    def _light(self) -> None:
        for place, one in enumerate(self.cards):
            one.setChecked(place == self.chosen)
            one.show_marked(place in self.marks)
        self.decide.setEnabled(self._count > 0)

    def ask(self, use: Use) -> None:
        """The line for words has the keyboard, in sight with all that belongs to it."""
        self.reason.begin(use)
        QTimer.singleShot(0, self, self._reveal)  # once the reasons have their place

    def _reveal(self) -> None:
        self.pane.ensureWidgetVisible(self.reason, 0, 0)

    def _name_primary(self, use: str) -> None:
        """The one button that counts is named for what it does."""
        words = {"reject": self.tr("Reject, next"), "remark": self.tr("Ask colleagues")}
        self.decide.setText(f" {words.get(use, self.tr('Decide, next'))}")
        self.decide.setAccessibleName(self.decide.text().strip())

    def _room(self, _least: int, most: int) -> None:
        """The parts are as wide with a scroll bar beside them as without."""
        self.pane.column.setContentsMargins(0, 0, 0 if most else BAR, 0)

    # --- choosing -----------------------------------------------------------------------------------

    def _clicked(self, place: int) -> None:
        if self.acts["take_several"].isChecked():
            self.mark(place)
        else:
            self.choose(place)

    def choose(self, place: int) -> None:
        """Lights one proposal, which Enter takes."""
        if 0 <= place < self._count:
            self.chosen = place
            self._light()
            self.lit.emit()

    def mark(self, place: int) -> None:
        """Marks one of several, or takes its mark away."""
        if 0 <= place < self._count:
            self.marks ^= {place}
            self.choose(place)

    def _take_one(self, place: int) -> None:
        self.taken.emit([place])

    def take_chosen(self) -> None:
        """All that are marked, else the one that is lit."""
        if self._count:
            self.taken.emit(sorted(self.marks) or [self.chosen])

    def places(self) -> Sequence[int]:
        """The proposals that would be taken."""
        return sorted(self.marks) or [self.chosen]

    def changeEvent(self, event: QEvent) -> None:
        """Words that carry their colours follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for one in vars(self).get("cards", ()):
                one.recolour()

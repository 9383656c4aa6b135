"""Settling what a merge left to choose: records changed on both sides, and texts corrected on both, each in context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.model import Relation, Span
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.dialogs.settle_sides import Sides
from annotator.gui.models.changed import told
from annotator.gui.text import isolate, plain, rich
from annotator.gui.widgets import boxed, button, column, label, row
from annotator.store.history import Changed
from annotator.work.choices import TextChoice
from annotator.work.merge import BothChanged

if TYPE_CHECKING:
    from annotator.gui.merging import Merging

SIZE = QSize(1040, 700)
AROUND = 90  # code points of context on each side
Case = BothChanged | TextChoice


class Settle(FrameDialog):
    """Left what is to be settled, right both versions; 1 and 2 choose, and the next one comes."""

    def __init__(self, merging: Merging, parent: QWidget) -> None:
        super().__init__(
            parent,
            title=self.tr("Settle what a merge left open"),
            sub=self.tr(
                "Both versions are kept until you choose. Each choice is a step of its own, which undo takes back."
            ),
            size=SIZE,
            margin=48,
        )
        self._merging = merging
        self._cases: list[Case] = []
        self.held_more = False  # the user wants to go on with what is held
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("To be settled"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show)
        self.about = label("", "h3", wrap=True)
        self.where = label("", "sub", wrap=True)
        self.context = QLabel()
        self.context.setTextFormat(Qt.TextFormat.RichText)
        self.context.setWordWrap(True)
        self.sides = Sides()
        self.sides.chosen.connect(self._choose)
        for key, side in (("1", self.sides.mine), ("2", self.sides.theirs)):
            QShortcut(QKeySequence(key), self).activated.connect(side.chosen)
        body = boxed(row((self.list, 3), (boxed(self._side()), 6), gap=20, margins=(20, 14, 20, 14)))
        self.cancel.hide()
        self.count = label("", "cap")
        self.held = button("", "link")
        self.held.setAutoDefault(False)
        self.held.clicked.connect(self._to_held)
        self.close_button = button(self.tr("Close"), "primary")
        self.close_button.clicked.connect(self.accept)
        self.fill(body, foot=row(self.count, self.held, None, gap=12), primary=self.close_button)
        self._load(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _side(self) -> QVBoxLayout:
        return column(self.about, self.where, self.context, (self.sides, 1), gap=8)

    # --- what is shown ------------------------------------------------------------------------------

    def _load(self, place: int) -> None:
        waiting = self._merging.waiting()
        self._cases = [] if waiting is None else [*waiting.both, *waiting.texts]
        held = 0 if waiting is None else len(waiting.held)
        self.list.blockSignals(True)
        self.list.clear()
        for case in self._cases:
            self.list.addItem(QListWidgetItem(self._line(case)))
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(place, len(self._cases) - 1))
        words = self.tr("1 to settle") if len(self._cases) == 1 else self.tr("{count} to settle")
        self.count.setText(words.format(count=f"{len(self._cases):,}"))
        more = (
            self.tr("1 record is held: put it back or let it go …")
            if held == 1
            else self.tr("{count} records are held: put them back or let them go …")
        )
        self.held.setText(more.format(count=f"{held:,}"))
        self.held.setVisible(held > 0)
        self._show()

    def _line(self, case: Case) -> str:
        if isinstance(case, TextChoice):
            return f"{self.tr('Text corrected on both sides')}\n{plain(case.title)}"
        return f"{self._heading(case)}\n{isolate(case.title)} · {isolate(case.annotator) or self.tr('nobody')}"

    def _heading(self, case: BothChanged) -> str:
        record = case.mine if case.mine is not None else case.theirs
        changed = Changed(record=case.record, kind=case.kind, before=None, after=record)
        return told(changed, self._merging.names()).heading

    def _chosen(self) -> Case | None:
        place = self.list.currentRow()
        return self._cases[place] if 0 <= place < len(self._cases) else None

    def _show(self) -> None:
        case = self._chosen()
        self.sides.setVisible(case is not None)
        self.context.setVisible(case is not None)
        if case is None:
            self.about.setText(self.tr("Nothing is left to settle"))
            self.where.setText("")
            return
        self.where.setText(plain(case.title))
        if isinstance(case, TextChoice):
            self._show_text(case)
            return
        self.about.setText(self._heading(case))
        self.context.setText(self._in_context(case))
        changed = Changed(record=case.record, kind=case.kind, before=case.mine, after=case.theirs)
        rows = told(changed, self._merging.names()).rows
        gone = case.mine is None, case.theirs is None
        self.sides.show_versions(rows if not any(gone) else [], gone=gone, stands=0 if case.won == "mine" else 1)

    def _show_text(self, case: TextChoice) -> None:
        self.about.setText(self.tr("Both sides have corrected this text"))
        present = self._merging.text_of(case.article)
        self.context.setText("")
        held = self.tr("1 record waits for it") if case.held == 1 else self.tr("{count} records wait for it")
        rows = [(self.tr("Where they differ"), *differing(present, case.words))]
        if case.held:
            words = held.format(count=f"{case.held:,}")
            rows.append((self.tr("Held"), words, words))  # whichever is chosen: none stands until then
        self.sides.show_versions(rows, gone=(False, False), stands=0)

    def _in_context(self, case: BothChanged) -> str:
        """The words of both versions as they stand in the article, one place or two."""
        spans = [one for one in (case.mine, case.theirs) if isinstance(one, Span)]
        if not spans and (tie := next((one for one in (case.mine, case.theirs) if isinstance(one, Relation)), None)):
            spans = self._merging.ends(tie)
        text = self._merging.text_of(case.article)
        places = dict.fromkeys((one.start, one.end) for one in spans if one.end <= len(text))
        return "<br/>".join(snippet(text, start, end) for start, end in places)

    # --- what is done -------------------------------------------------------------------------------

    def _choose(self, side: int) -> None:
        case, place = self._chosen(), self.list.currentRow()
        if case is not None and self._merging.settle_one(case, theirs=side == 1):
            self._load(place)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_held(self) -> None:
        self.held_more = True
        self.accept()


def snippet(text: str, start: int, end: int) -> str:
    """Words in their context, escaped, the words bold."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before, after = text[first:start], text[end:last]
    lead, tail = ("… " if first else ""), (" …" if last < len(text) else "")
    return f"{lead}{rich(before)}<b>{rich(text[start:end])}</b>{rich(after)}{tail}".replace("\n", " ")


def differing(mine: str, theirs: str) -> tuple[str, str]:
    """What stands in two texts between what they have alike at both ends, with a little of it around."""
    first = next(
        (at for at, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs))
    )
    most = min(len(mine), len(theirs)) - first
    last = next((at for at in range(most) if mine[-1 - at] != theirs[-1 - at]), most)
    begin = max(0, first - 30)
    return (
        mine[begin : min(len(mine), len(mine) - last + 30)][:300],
        theirs[begin : min(len(theirs), len(theirs) - last + 30)][:300],
    )

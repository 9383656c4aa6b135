"""What merging one file would do: counts, questions, by article and person what comes in, and what differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from annotator.gui import wording
from annotator.gui.dialogs.merge_files import Returned, facts
from annotator.gui.text import isolate, plain
from annotator.gui.views.figure_table import Cells, Column, FigureTable
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import Elided, Segmented, boxed, clear, column, icon_label, label, row
from annotator.work.merge import MergeOptions, MergeReport, Touched

MOST = 2_000  # rows shown; more are counted
FEW = 8  # texts, names and codebook lines that are shown one by one
MOST_HIGH = 236
_FIGURE = 64


class PlanPane(QWidget):
    """Follows the chosen file; `answered` says that the user has decided a question, `left_out` that it stays away."""

    answered = Signal()
    left_out = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: Returned | None = None
        self.title = Elided("", "h3", middle=True)
        self.facts = label("", "sub", wrap=True)
        self.leave = QCheckBox(self.tr("Leave this file out"))
        self.leave.clicked.connect(self.left_out)
        self.notices = Pane()
        self.notices.column.setContentsMargins(20, 0, 20, 8)
        self.notices.column.setSpacing(8)
        self.notices.grown.connect(self._fit)
        self.table = FigureTable(self._columns(), name=self.tr("What comes in, by article and person"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        head = row((column(self.title, self.facts, gap=2), 1), self.leave, margins=(20, 12, 20, 10))
        whole.addLayout(head)
        whole.addWidget(self.notices)
        whole.addWidget(self.table, 1)
        whole.addStretch(0)

    def _columns(self) -> list[Column]:
        return [
            Column(self.tr("Article")),
            Column(self.tr("Annotator"), 130),
            Column(self.tr("New"), _FIGURE - 16, figure=True),
            Column(self.tr("Changed"), _FIGURE, figure=True),
            Column(self.tr("Deleted"), _FIGURE, figure=True),
            Column(self.tr("Held"), _FIGURE - 16, figure=True, tip=self.tr("cannot stand here, kept until you decide")),
            Column(self.tr("Both"), _FIGURE - 16, figure=True, tip=self.tr("changed here and there since they parted")),
        ]

    def show_file(self, one: Returned | None) -> None:
        """Shows what is known of a file."""
        self._file = one
        clear(self.notices.column)
        plan = one.plan if one is not None else None
        self.title.setText(self._title(one))
        self.leave.setVisible(one is not None and one.error is None)
        self.leave.setChecked(one is not None and one.left)
        self.table.setVisible(plan is not None and bool(plan.rows))
        self.facts.setText(self._facts(one))
        if one is not None and one.error is not None:
            self._tell(wording.line(one.error), icon="warn", tone="danger")
        if one is not None and plan is not None:
            self._ask(one, plan)
            self._differ(plan)
            shown = [self._cells(touched) for touched in plan.rows[:MOST]]
            rest = len(plan.rows) - len(shown)
            if rest > 0:
                more = self.tr("and {count} more lines").format(count=f"{rest:,}")
                shown.append(Cells(texts=(more, "", "", "", "", "", ""), tone="text2"))
            self.table.show_cells(shown)
        self.notices.column.addStretch(1)
        self._fit()

    def _title(self, one: Returned | None) -> str:
        if one is None:
            return self.tr("No file is chosen")
        if one.plan is not None and one.plan.person:
            return self.tr("{name}: {file}").format(name=isolate(one.plan.person), file=isolate(one.path.name))
        return plain(one.path.name)

    def _facts(self, one: Returned | None) -> str:
        if one is None:
            return self.tr("Choose the files that came back, or drop them here.")
        if one.error is not None:
            return self.tr("It cannot be merged, and nothing of it is taken.")
        if one.plan is None:
            return self.tr("It is being looked at …")
        return ",  ".join(facts(one.plan)) or self.tr("Nothing in it is new here.")

    @staticmethod
    def _cells(touched: Touched) -> Cells:
        figures = (touched.new, touched.changed, touched.deleted, touched.held, touched.both)
        look = bool(touched.held or touched.both)
        texts = (touched.title, touched.annotator or "–", *(f"{figure:,}" if figure else "" for figure in figures))
        return Cells(texts=texts, tone="warn" if look else "text", tip=touched.title)

    # --- questions and notices ----------------------------------------------------------------------

    def _ask(self, one: Returned, plan: MergeReport) -> None:
        if plan.codebook == "apart":
            words = self.tr("Both sides have changed the codebook. Which one shall hold?")
            place = ("", "mine", "theirs").index(one.options.codebook)
            self._question(words, (self.tr("Ours"), self.tr("Theirs")), place).connect(self._codebook)
        if plan.same_names:
            names = ", ".join(isolate(found.name) for found in plan.same_names[:FEW])
            words = self.tr("{names}: the same name stands here and there for two annotators.").format(names=names)
            place = (None, True, False).index(one.options.same_name)
            self._question(words, (self.tr("One person"), self.tr("Two people")), place).connect(self._names)

    def _question(self, words: str, options: tuple[str, str], place: int) -> SignalInstance:
        choice = Segmented([self.tr("Not decided"), *options])
        choice.setAccessibleName(words)
        choice.set_choice(place)
        line = row(icon_label("help", "warn", 16), (label(words, wrap=True), 1), choice, gap=10)
        line.setContentsMargins(12, 8, 12, 8)
        self.notices.column.addWidget(boxed(line, "inner"))
        return choice.chosen

    def _codebook(self, place: int) -> None:
        chosen: tuple[Literal["", "mine", "theirs"], ...] = ("", "mine", "theirs")
        self._answer(lambda now: replace(now, codebook=chosen[place]))

    def _names(self, place: int) -> None:
        self._answer(lambda now: replace(now, same_name=(None, True, False)[place]))

    def _answer(self, given: Callable[[MergeOptions], MergeOptions]) -> None:
        if self._file is not None:
            self._file.options = given(self._file.options)
            self.answered.emit()

    def _differ(self, plan: MergeReport) -> None:
        if plan.codebook_changes:
            what = {
                "newer": self.tr("Their codebook is newer and becomes ours:"),
                "apart": self.tr("What differs in the codebooks:"),
            }.get(plan.codebook, self.tr("Their codebook is older; ours stays:"))
            self._tell(what, *plan.codebook_changes, icon="book")
        if plan.texts:
            hows = {
                "theirs older": self.tr("ours was corrected"),
                "theirs newer": self.tr("theirs was corrected"),
                "both corrected": self.tr("corrected on both sides: its spans are held until you choose a text"),
            }
            lines = [f"{isolate(one.title)}: {hows[one.how]}" for one in plan.texts]
            self._tell(self.tr("Texts that differ:"), *lines, icon="pen")
        if plan.both_changed:
            words = self.tr("What both sides changed is settled afterwards: the later version stands until you choose.")
            self._tell(words, icon="info")

    def _tell(self, words: str, *lines: str, icon: str, tone: str = "text2") -> None:
        parts = [label(plain(words), wrap=True), *(label(plain(one), "sub", wrap=True) for one in lines[:FEW])]
        if len(lines) > FEW:
            parts.append(label(self.tr("and {count} more").format(count=f"{len(lines) - FEW:,}"), "sub"))
        sign = icon_label(icon, tone, 16)
        inner = row(sign, (column(*parts, gap=2), 1), gap=10, margins=(12, 8, 12, 8))
        inner.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        self.notices.column.addWidget(boxed(inner, "inner"))

    def _fit(self) -> None:
        """The notices take what they need, up to a part of the room; without a table all of it."""
        tabled = not self.table.isHidden()
        self.notices.setVisible(not tabled or self.notices.column.count() > 1)
        wanted = min(self.notices.content_height() + 4, MOST_HIGH)
        self.notices.setMinimumHeight(wanted if tabled else 0)
        self.notices.setMaximumHeight(wanted if tabled else 16_777_215)

"""What came of a merge: a line a person, with what is done, agreed, asked, and who has not returned anything yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui import wording
from annotator.gui.dialogs.merge_files import Returned, facts
from annotator.gui.models.history_list import when
from annotator.gui.text import isolate, plain
from annotator.gui.views.figure_table import Cells, Column, FigureTable
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import boxed, button, clear, column, hline, icon_label, label, row
from annotator.work.returns import Return

MOST = 200  # files named one by one


class ReturnsPage(QWidget):
    """The table above, what happened to each file below."""

    settle_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "h2", wrap=True)
        self.settle = button("", "", "clock")
        self.settle.clicked.connect(self.settle_requested)
        self.table = FigureTable(self._columns(), name=self.tr("Returns, a line a person"))
        self.pane = Pane()
        self.pane.column.setContentsMargins(20, 10, 20, 10)
        self.pane.column.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row((self.title, 1), self.settle, margins=(20, 14, 20, 10)))
        whole.addWidget(self.table, 3)
        whole.addWidget(hline())
        whole.addWidget(self.pane, 2)

    def _columns(self) -> list[Column]:
        return [
            Column(self.tr("Annotator")),
            Column(self.tr("Returned"), middle=True),
            Column(self.tr("Done"), 84, figure=True, tip=self.tr("of what is assigned")),
            Column(self.tr("Last act"), 134),
            Column(self.tr("Minutes"), 56, figure=True, tip=self.tr("of work, a done article")),
            Column(self.tr("Agreement"), 76, figure=True, tip=self.tr("F1 on exact spans with all who share articles")),
            Column(self.tr("With gold"), 66, figure=True, tip=self.tr("F1 on exact spans with gold")),
            Column(self.tr("Questions"), 66, figure=True, tip=self.tr("open ones")),
        ]

    def show_returns(self, files: Sequence[Returned], people: Sequence[Return], *, waiting: int) -> None:
        """Shows what came of the files; `waiting` records are to be settled."""
        merged = [one for one in files if one.report is not None]
        words = self.tr("Merged 1 file") if len(merged) == 1 else self.tr("Merged {count} files")
        self.title.setText(words.format(count=f"{len(merged):,}"))
        self.settle.setVisible(waiting > 0)
        settle = self.tr("Settle 1 record …") if waiting == 1 else self.tr("Settle {count} records …")
        self.settle.setText(" " + settle.format(count=f"{waiting:,}"))
        self.settle.setAccessibleName(settle.format(count=f"{waiting:,}"))
        self.table.show_cells([self._cells(one) for one in people])
        self.table.setVisible(bool(people))
        clear(self.pane.column)
        for one in files[:MOST]:
            self.pane.column.addWidget(self._line(one))
        if len(files) > MOST:
            more = self.tr("and {count} more files").format(count=f"{len(files) - MOST:,}")
            self.pane.column.addWidget(label(more, "sub"))
        self.pane.column.addStretch(1)

    def _cells(self, one: Return) -> Cells:
        back = plain(Path(one.returned).name) if one.returned else self._since(one)
        texts = (
            one.name,
            back,
            f"{one.done:,} / {one.assigned:,}" if one.assigned else "–",
            when(one.last_act) if one.last_act else "–",
            f"{one.minutes:.1f}" if one.minutes is not None else "–",
            share(one.partners),
            share(one.gold),
            f"{one.questions:,}" if one.questions else "",
        )
        return Cells(texts=texts, tone="text" if one.returned else "text2", tip=one.returned or "")

    def _since(self, one: Return) -> str:
        if one.last_return is None:
            return self.tr("never returned")
        return self.tr("not since {day}").format(day=when(one.last_return).rpartition(",")[0])

    def _line(self, one: Returned) -> QWidget:
        icon, tone = ("check", "ok")
        if one.error is not None:
            icon, tone, words = "warn", "danger", wording.line(one.error)
        elif one.left:
            icon, tone, words = "x", "text3", self.tr("left out")
        elif one.report is None:
            icon, tone, words = "dots", "text3", self.tr("not merged")
        else:
            words = ", ".join(facts(one.report)) or self.tr("nothing new")
        said = column(label(isolate(one.path.name)), label(plain(words), "sub", wrap=True), gap=0)
        return boxed(row(icon_label(icon, tone, 16), (said, 1), gap=10))


def share(value: float | None) -> str:
    """A measure between 0 and 1; one that is not defined says so."""
    return QCoreApplication.translate("ReturnsPage", "–") if value is None else f"{value:.2f}"

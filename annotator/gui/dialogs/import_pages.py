"""The pages an import dialog turns to: labels that the codebook does not know, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui import wording
from annotator.gui.text import plain
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import Elided, boxed, button, clear, column, hline, icon_label, label, row
from annotator.work.report import ImportReport

MOST = 500  # rows shown; more are counted
SHOWN = 50  # groups of near-duplicates shown, and titles of each


class UnknownPage(QWidget):
    """Which labels are unknown and how often they stand in the files; adding them is the dialog's own button."""

    skipped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.skip = button(self.tr("Skip their spans"))
        self.pane = Pane()
        self.pane.column.setContentsMargins(20, 8, 20, 8)
        self.pane.column.setSpacing(6)
        text = self.tr("These files carry labels that the codebook does not have. Nothing has been imported yet.")
        head = column(
            label(self.tr("Unknown labels"), "h2"),
            label(text, "sub", wrap=True),
            row(self.skip, None, gap=8),
            gap=10,
            margins=(20, 20, 20, 12),
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(hline())
        whole.addWidget(self.pane, 1)
        self.skip.clicked.connect(self.skipped)

    def show_labels(self, labels: dict[str, int]) -> None:
        """Shows the labels, the most frequent first."""
        clear(self.pane.column)
        ordered = sorted(labels.items(), key=lambda item: (-item[1], item[0]))
        for name, count in ordered[:MOST]:
            times = self.tr("once") if count == 1 else self.tr("{count} times").format(count=f"{count:,}")
            self.pane.column.addLayout(row((Elided(name), 1), label(times, "sub")))
        self.pane.column.addStretch(1)


class ResultPage(QWidget):
    """What was taken, and every line and file that was not, with its reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "h2", wrap=True)
        self.facts = label("", "sub", wrap=True)
        self.pane = Pane()
        self.pane.column.setContentsMargins(20, 10, 20, 10)
        self.pane.column.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(column(self.title, self.facts, gap=4, margins=(20, 20, 20, 12)))
        whole.addWidget(hline())
        whole.addWidget(self.pane, 1)

    def show_report(self, report: ImportReport, titles: Mapping[str, str] | None = None) -> None:
        """Shows a report; `titles` are those of its near-duplicates, by article id."""
        self.title.setText(self.sentence(report))
        self.facts.setText("\n".join([plain(note) for note in report.notes[:20]]))
        self.facts.setVisible(bool(report.notes))
        clear(self.pane.column)
        for refusal in report.errors[:MOST]:
            place = refusal.file if refusal.line is None else self._line(refusal.file, refusal.line)
            words = column(
                Elided(place, middle=True), label(plain(wording.reason(refusal.reason)), "sub", wrap=True), gap=0
            )
            self.pane.column.addWidget(boxed(row(icon_label("warn", "danger", 16), (words, 1), gap=10)))
        self._more(len(report.errors) - MOST)
        self._alike(report.near_duplicates, titles or {})
        self.pane.column.addStretch(1)

    def _more(self, count: int) -> None:
        if count > 0:
            self.pane.column.addWidget(label(self.tr("and {count} more").format(count=f"{count:,}"), "sub"))

    def _alike(self, groups: Sequence[Sequence[str]], titles: Mapping[str, str]) -> None:
        """Each group of near-duplicates by its titles."""
        for group in groups[:SHOWN]:
            first = titles.get(group[0], group[0])
            others = "; ".join(dict.fromkeys(titles.get(key, key) for key in group[1 : SHOWN + 1]))
            much = self.tr("Near-duplicates: {count} articles of nearly one text").format(count=f"{len(group):,}")
            parts = (Elided(plain(first)), label(plain(others), "sub", wrap=True), label(much, "cap"))
            words = column(*parts, gap=0)
            self.pane.column.addWidget(boxed(row(icon_label("info", "text2", 16), (words, 1), gap=10)))
        self._more(len(groups) - SHOWN)

    def _line(self, file: str, line: int) -> str:
        return self.tr("{file}, line {line}").format(file=file, line=f"{line:,}")

    def sentence(self, report: ImportReport) -> str:
        """The report in one line: "Imported 12 articles; 1 was there already; 2 refused"."""
        one = report.taken == 1
        parts = [
            self.tr("Imported 1 article")
            if one
            else self.tr("Imported {count} articles").format(count=f"{report.taken:,}")
        ]
        if report.spans_taken:
            parts.append(self.tr("{count} spans").format(count=f"{report.spans_taken:,}"))
        if report.already_there:
            parts.append(self.tr("{count} there already").format(count=f"{report.already_there:,}"))
        if report.labels_added:
            parts.append(self.tr("{count} labels added").format(count=len(report.labels_added)))
        if report.near_duplicates:
            count = sum(map(len, report.near_duplicates))
            parts.append(self.tr("{count} near-duplicates").format(count=f"{count:,}"))
        if report.errors:
            parts.append(self.tr("{count} refused").format(count=f"{len(report.errors):,}"))
        return "; ".join(parts)

"""The row above the figures: whose layers, which articles and labels, exact or by overlap, pooled or mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from annotator.core.model import Annotator
from annotator.gui.dialogs.codebook_form import TickList
from annotator.gui.text import isolate
from annotator.gui.views.filter_parts import combo_of, fill_combo
from annotator.gui.widgets import Segmented, button, label, row
from annotator.work.agreement import AgreementOptions
from annotator.work.agreement_figures import Way

WAIT_MS = 350  # several ticks in a row are one question
WAYS: tuple[Way, ...] = ("exact", "overlap")
_TWO, _ALL, _LISTED = "two", "all", "listed"


class Filters(QWidget):
    """What is asked (`asked` when it is to be counted again) and how it is shown (`turned`)."""

    asked = Signal()
    turned = Signal()
    report_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.people = TickList(self.tr("Annotators"))
        self.people.setAccessibleName(self.tr("Annotators"))
        self.articles = combo_of(self.tr("Articles"))
        self.labels = TickList(self.tr("All labels"))
        self.labels.setAccessibleName(self.tr("Labels"))
        self.ways = Segmented([self.tr("Exact"), self.tr("Overlap")])
        self.ways.name(
            self.tr("How spans match"),
            [self.tr("The same label and the same ends"), self.tr("The same label and a shared character")],
        )
        self.means = Segmented([self.tr("Pooled"), self.tr("Mean of articles")])
        self.means.name(
            self.tr("Over articles"),
            [self.tr("Counts added up over articles"), self.tr("The figure of each article, averaged")],
        )
        self.report = button(self.tr("Report…"), icon="export")
        self._chosen_people: tuple[str, ...] = ()
        self._chosen_labels: tuple[str, ...] = ()
        self._filter = ""  # of the article list
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.asked)
        self._lay_out()
        self.people.ticked.connect(self._ticked_people)
        self.labels.ticked.connect(self._ticked_labels)
        self.articles.activated.connect(self._wait.start)
        self.ways.chosen.connect(self.turned)
        self.means.chosen.connect(self.turned)
        self.report.clicked.connect(self.report_requested)

    def _lay_out(self) -> None:
        self.setFixedHeight(52)
        for part, width in ((self.people, 136), (self.labels, 112)):
            part.setFixedWidth(width)
        self.articles.setMinimumWidth(112)
        self.articles.setMaximumWidth(250)
        line = row(label(self.tr("Agreement"), "h2"), 4, self.people, (self.articles, 1), self.labels, gap=8)
        for choice in (self.ways, self.means):
            line.addWidget(choice)
        line.addStretch(1)
        line.addWidget(self.report)
        line.setContentsMargins(20, 0, 20, 0)
        self.setLayout(line)

    # --- what there is ---------------------------------------------------------------------------------

    def load(self, people: Sequence[Annotator], labels: Sequence[tuple[str, str]], listed: str) -> None:
        """The annotators and labels of the project, and what the article list is filtered by; choices stay."""
        self._filter = listed
        known = {one.id for one in people}
        self._chosen_people = tuple(one for one in self._chosen_people if one in known)
        kinds = {"model": self.tr("model"), "gold": self.tr("gold")}
        named = [(one.id, f"{one.name} ({kinds[one.kind]})" if one.kind in kinds else one.name) for one in people]
        self.people.show_options(named, self._chosen_people)
        keys = {key for key, _ in labels}
        self._chosen_labels = tuple(key for key in self._chosen_labels if key in keys)
        self.labels.show_options(labels, self._chosen_labels)
        listed_words = self.tr("In the list: {words}").format(words=isolate(listed))
        choices = [(self.tr("Done by two or more"), _TWO), (self.tr("Done by all of them"), _ALL)]
        fill_combo(self.articles, [*choices, *([(listed_words, _LISTED)] if listed else [])])
        self._name()

    def show_counts(self, people: Sequence[str], articles: int) -> None:
        """What took part in the last count; people are ids."""
        if not self._chosen_people:
            self.people.show_options(self.people.options, people)
        words = self.tr("{count} done by two or more").format(count=f"{articles:,}")
        if self.articles.currentData() == _TWO:
            self.articles.setItemText(0, words)
        self._name()

    def clear(self) -> None:
        """Another project: nothing is chosen."""
        self._chosen_people = self._chosen_labels = ()
        self._wait.stop()
        self.articles.setCurrentIndex(0)

    # --- what is chosen --------------------------------------------------------------------------------

    def options(self) -> AgreementOptions:
        """What is to be counted."""
        scope = self.articles.currentData()
        return AgreementOptions(
            annotators=self._chosen_people,
            labels=self._chosen_labels,
            query=self._filter if scope == _LISTED else "",
            together=scope == _ALL,
        )

    @property
    def way(self) -> Way:
        """How spans match."""
        return WAYS[self.ways.choice()]

    @property
    def mean(self) -> bool:
        """Whether the mean of articles is shown."""
        return self.means.choice() == 1

    def _ticked_people(self, chosen: tuple[str, ...]) -> None:
        self._chosen_people = chosen
        self._name()
        self._wait.start()

    def _ticked_labels(self, chosen: tuple[str, ...]) -> None:
        self._chosen_labels = chosen
        self._name()
        self._wait.start()

    def _name(self) -> None:
        """Counts instead of long lists of names; the names are said."""
        for part, words in (
            (self.people, self.tr("{count} annotators")),
            (self.labels, self.tr("{count} labels")),
        ):
            count = len(part.chosen)
            if count > 1:
                part.setToolTip(part.text())
                part.setText(words.format(count=count))

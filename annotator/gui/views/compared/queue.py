"""The queue at the left of a review: filters, the differences article by article, how many are decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHeaderView, QLineEdit, QStackedWidget, QWidget

from annotator.core.codebook import Codebook
from annotator.core.differences import KINDS, Filter
from annotator.core.model import Annotator
from annotator.gui.models.differences import DifferenceModel, kind_words
from annotator.gui.text import isolate
from annotator.gui.views.compared.queue_rows import HEAD, ROW, DifferenceDelegate
from annotator.gui.views.filter_parts import combo_of, fill_combo
from annotator.gui.views.lists import ListView
from annotator.gui.widgets import Bar, Elided, boxed, button, column, label, row, tool_button
from annotator.work.review import Row

MOST_HEADS = 2_000  # articles whose heads are made lower than rows: each costs more the more rows there are
NARROW = 240  # px: the word beside the count gives way to the heading
PANE = 400  # px, as wide as this pane may become


class DifferenceQueue(QWidget):
    """Says what was picked and how the differences are narrowed down; shows what it is given."""

    picked = Signal(str, str)  # article, difference
    filtered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.count = label("", "pill")
        self.more = tool_button("filter", self.tr("More filters"))
        self.more.setCheckable(True)
        self.kinds = combo_of(self.tr("Kind of difference"))
        self.labels = combo_of(self.tr("Label"))
        self.people = combo_of(self.tr("Annotator"))
        self.pairs = combo_of(self.tr("Two annotators"))
        self.standings = combo_of(self.tr("State"))
        self.standings.setMaximumWidth(PANE)
        self.title = QLineEdit()
        self.title.setPlaceholderText(self.tr("Words of the article’s title"))
        self.title.setAccessibleName(self.title.placeholderText())
        self.title.setClearButtonEnabled(True)
        self.model = DifferenceModel(self)
        self.view = self._view()
        self.none, self.clear = label("", "sub", wrap=True), button(self.tr("Clear the filters"))
        self.only, self.all = Elided("", "sub"), tool_button("x", self.tr("Everything again"))
        self._only = Filter()  # what no choice stands for: one article, one attribute
        self.bar = Bar()
        self.decided = label("", "cap")
        self._lay_out()
        self._fill_fixed()
        self._connect()

    def _view(self) -> ListView:
        made = ListView(DifferenceDelegate(), height=ROW, name=self.tr("Differences"))
        made.setModel(self.model)
        made.setAutoScroll(False)  # a step further would paint all rows each time
        made.verticalHeader().setMinimumSectionSize(HEAD)
        made.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        return made

    def _lay_out(self) -> None:
        head = row(Elided(self.tr("Differences"), "h3"), self.count, None, self.more, gap=8)
        first = row((self.kinds, 1), (self.labels, 1), gap=6)
        self.further = boxed(
            column(row((self.people, 1), (self.pairs, 1), gap=6), row((self.standings, 1), gap=6), self.title, gap=6)
        )
        self.further.hide()
        self._only_line = boxed(row((self.only, 1), self.all, gap=6))
        self._only_line.hide()
        top = column(head, first, self._only_line, self.further, gap=8, margins=(16, 10, 8, 8))
        foot = row((self.bar, 1), self.decided, gap=12, margins=(16, 8, 16, 10))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(boxed(column(self.none, row(self.clear, None), None, gap=8, margins=(16, 16, 16, 16))))
        self.setLayout(column(boxed(top), (self.stack, 1), boxed(foot), gap=0))
        self.setFocusProxy(self.view)

    def _fill_fixed(self) -> None:
        fill_combo(self.kinds, [(self.tr("All kinds"), ""), *((kind_words(kind).capitalize(), kind) for kind in KINDS)])
        fill_combo(
            self.standings,
            [
                (self.tr("Any state"), ""),
                (self.tr("Still to decide"), "open later again"),
                (self.tr("To look at again"), "again"),
                (self.tr("Put off"), "later"),
                (self.tr("Decided"), "decided"),
            ],
        )

    def _connect(self) -> None:
        for one in (self.kinds, self.labels, self.people, self.pairs, self.standings):
            one.activated.connect(self._narrowed)
        self.title.textChanged.connect(self._narrowed)
        self.clear.clicked.connect(self.clear_filters)
        self.all.clicked.connect(self._forget_only)
        self.more.toggled.connect(self.further.setVisible)
        self.view.picked.connect(self._picked)
        self.view.moved.connect(self._picked)

    def _narrowed(self, _: object = None) -> None:
        self.filtered.emit()

    def _picked(self, index: QModelIndex) -> None:
        item = self.model.item(index.row())
        if isinstance(item, Row):
            self.picked.emit(item.article, item.difference)

    # --- what there is ------------------------------------------------------------------------------

    def load(self, codebook: Codebook, people: Sequence[Annotator]) -> None:
        """The labels and people of a project; what was chosen stays where it can."""
        fill_combo(self.labels, [(self.tr("All labels"), ""), *((rule.name, rule.key) for rule in codebook.labels)])
        fill_combo(self.people, [(self.tr("Anybody"), ""), *((one.name, one.id) for one in people)])
        pairs = [
            (self.tr("{one} and {other}").format(one=one.name, other=other.name), f"{one.id} {other.id}")
            for place, one in enumerate(people)
            for other in people[place + 1 :]
        ]
        fill_combo(self.pairs, [(self.tr("Any two"), ""), *pairs])
        self.pairs.setVisible(len(pairs) > 1)

    def _forget_only(self) -> None:
        self._show_only(Filter(), "")
        self.filtered.emit()

    def _show_only(self, only: Filter, words: str) -> None:
        self._only = only
        self.only.setText(self.tr("Only {what}").format(what=isolate(words)))
        self._only_line.setVisible(only != Filter())

    def narrow(self, wanted: Filter, only: str = "") -> None:
        """Chooses what a filter says, as when one comes from a figure; `only` names its article or attribute."""
        self._show_only(Filter(article=wanted.article, attribute=wanted.attribute), only)
        pair = " ".join(wanted.pair) if wanted.pair else ""
        _offer(self.kinds, wanted.kinds)
        _offer(self.labels, wanted.labels)
        for choice, value in (
            (self.kinds, " ".join(wanted.kinds)),
            (self.labels, " ".join(wanted.labels)),
            (self.people, wanted.annotator),
            (self.pairs, pair),
        ):
            place = choice.findData(value)
            if place < 0 and choice is self.pairs:
                place = choice.findData(" ".join(reversed(pair.split())))
            choice.setCurrentIndex(max(0, place))
        self.more.setChecked(self.more.isChecked() or bool(wanted.annotator or pair))

    def wanted(self) -> Filter:
        """What is asked for."""
        kinds, labels = (str(one.currentData() or "").split() for one in (self.kinds, self.labels))
        one, _, other = str(self.pairs.currentData() or "").partition(" ")
        return Filter(
            kinds=tuple(kind for kind in KINDS if kind in kinds),
            labels=tuple(labels),
            pair=(one, other) if other else None,
            annotator=self.people.currentData() or "",
            article=self._only.article,
            attribute=self._only.attribute,
        )

    def standing(self) -> tuple[str, ...]:
        """The states asked for; none wants all."""
        return tuple(str(self.standings.currentData() or "").split())

    def narrowed(self) -> bool:
        """Whether anything is left out by a filter."""
        return bool(self.wanted() != Filter() or self.standing() or self.title.text().strip())

    def clear_filters(self) -> None:
        """Everything again."""
        with QSignalBlocker(self.title):
            self.title.clear()
        for one in (self.kinds, self.labels, self.people, self.pairs, self.standings):
            one.setCurrentIndex(0)
        self._forget_only()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow pane keeps the count alone."""
        super().resizeEvent(event)
        if (event.size().width() < NARROW) != (event.oldSize().width() < NARROW):
            self.show_counts()

    # --- what is shown ------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Row], titles: Mapping[str, str], codebook: Codebook | None) -> None:
        """Shows rows, those of articles whose title has the words typed."""
        words, states = self.title.text().casefold().split(), self.standing()
        before = self.view.verticalScrollBar().value()
        kept = [row for row in rows if _fits(row, titles.get(row.article, ""), words, states)]
        self.model.load(kept, titles, codebook)
        header = self.view.verticalHeader()
        heads = self.model.heads()
        for place in heads if len(heads) <= MOST_HEADS else ():
            header.resizeSection(place, HEAD)
        self.view.verticalScrollBar().setValue(before)
        self.stack.setCurrentIndex(int(not kept))
        self.clear.setVisible(self.narrowed())
        none, agreed = self.tr("No difference fits these filters."), self.tr("All layers say the same everywhere.")
        self.none.setText(none if self.narrowed() else agreed)
        self.show_counts()

    def show_article(self, article: str, rows: Sequence[Row], title: str) -> bool:
        """One article's rows as they are now; False where all are to be shown again."""
        words, states = self.title.text().casefold().split(), self.standing()
        done = self.model.update(article, [row for row in rows if _fits(row, title, words, states)])
        self.show_counts()
        return done

    def show_counts(self) -> None:
        """How many wait, and how many are decided of all."""
        undecided, decided = self.model.counts()
        total = undecided + decided
        said = self.tr("{count} open").format(count=f"{undecided:,}")
        self.count.setText(said if self.width() >= NARROW else f"{undecided:,}")
        self.count.setAccessibleName(said)
        self.count.setToolTip(said)
        self.count.setVisible(total > 0)
        words = self.tr("{done} of {total} decided").format(done=f"{decided:,}", total=f"{total:,}")
        self.decided.setText(words if total else "")
        self.bar.set_fraction(decided / total if total else 0)
        self.bar.setAccessibleName(words)

    def show_current(self, difference: str) -> None:
        """Marks the difference that is being decided on."""
        place = self.model.row_of(difference)
        if place < 0:
            self.view.show_row(place)
        elif place != self.view.current_row() or not self.view.is_current(self.view.currentIndex()):
            index = self.model.index(place, 0)
            self.view.setCurrentIndex(index)  # which paints just these two rows
            if not self.view.viewport().rect().contains(self.view.visualRect(index)):
                self.view.scrollTo(index, ListView.ScrollHint.PositionAtCenter)


def _offer(combo: QComboBox, keys: Sequence[str]) -> None:
    """Makes several of a combo's choices one that can be chosen."""
    data = " ".join(keys)
    if len(keys) > 1 and combo.findData(data) < 0:
        combo.addItem(", ".join(combo.itemText(combo.findData(key)) for key in keys), data)


def _fits(row: Row, title: str, words: Sequence[str], states: Sequence[str]) -> bool:
    return (not states or row.standing in states) and all(word in title.casefold() for word in words)

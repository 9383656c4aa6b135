"""The page of agreement: figures on their intervals, pairs, confusions, a definition, what was left out."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.core.agreement_rows import Measure
from annotator.core.agreement_words import DEFINITIONS
from annotator.core.differences import Kind
from annotator.gui.models.agreement_list import Cell, FigureList, Shown, number, said, translated
from annotator.gui.views.agreeing import cards
from annotator.gui.views.agreeing.filters import Filters
from annotator.gui.views.agreeing.intervals import LOWEST, Axis, AxisHead, IntervalDelegate
from annotator.gui.views.agreeing.matrix import Matrix
from annotator.gui.views.agreeing.waiting import Waiting
from annotator.gui.views.lists import ListView
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import Segmented, boxed, clear, column, label, row
from annotator.work.agreement_figures import Figures, Line

NARROW = 1200
_ROWS = (32, 50)  # px, lowest and highest
_BEHIND: dict[str, tuple[Kind, ...]] = {
    "exact": ("missing", "label", "boundary"),
    "overlap": ("missing", "label"),
    "attribute": ("attribute",),
    "actor": ("actor",),
    "value": ("value",),
    "relation": ("relation",),
}
_WHOLE = (("alpha", "character"), ("alpha_u", "span"), ("fleiss", "token"))
_PAIRWISE = ("own", "cohen", "alpha")


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """Which differences lie behind a number; the pair by the annotators' names."""

    kinds: tuple[Kind, ...]
    labels: tuple[str, ...] = ()
    pair: tuple[str, str] | None = None
    attribute: str = ""  # its key, or a relation kind's


class AgreementPage(QWidget):
    """Shows what was counted; says what is wanted."""

    differences_requested = Signal(object)  # Behind
    definition_shown = Signal(str)  # its words, to be said

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("window")
        self._figures: Figures | None = None
        self._line: Line | None = None
        self._pressed: float | None = None  # where in a row the mouse was let go, px from the left
        self.filters = Filters()
        self.waiting = Waiting()
        self.axis = Axis()
        self.model = FigureList(self)
        self.list = ListView(IntervalDelegate(self.axis), height=_ROWS[1], name=self.tr("Agreement by label"))
        self.list.setModel(self.model)
        self.pairs = Matrix(self.tr("Agreement by pair"), height=40)
        self.confusions = Matrix(self.tr("What is taken for what"), height=40)
        self.definition = cards.DefinitionCard()
        self.left = cards.LeftOutCard()
        self.measures = Segmented(["F1", "κ", "α"])
        self.stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.measures.name(
            self.tr("Measure of pairs"),
            [self.tr("The measure of the chosen line"), self.tr("Cohen’s kappa"), self.tr("Krippendorff’s alpha")],
        )
        self.title, self.pill = label("", "h3"), label("", "pill")
        self._hint = label(self.tr("click a number to see its differences"), "cap")
        head = row(self.title, self.pill, None, self._hint, gap=8, margins=(16, 14, 16, 4))
        self._head = AxisHead(self.axis, self.list)
        figures = boxed(column(head, self._head, (self.list, 1), gap=2, margins=(0, 0, 0, 8)), "card")
        self._whole = row(gap=8)
        whole = boxed(column(self._whole, gap=0, margins=(10, 8, 10, 8)), "card")
        self.pairs_title = label("", "h3")
        self._right = Pane()
        self._right.setAccessibleName(self.tr("Pairs, confusions, definition"))
        beside = label(self.tr("spans, all pairs"), "cap")
        parts = (
            cards.titled_card(self.pairs_title, self.measures, self.pairs),
            cards.titled_card(label(self.tr("What is taken for what"), "h3"), beside, self.confusions),
            self.definition,
            self.left,
        )
        self._right.column.setContentsMargins(0, 0, 0, 0)
        self._right.column.setSpacing(12)
        for part in parts:
            self._right.column.addWidget(part)
        self._right.column.addStretch(1)
        content = QWidget()
        content.setLayout(
            row((boxed(column((figures, 1), whole, gap=12)), 1), self._right, gap=12, margins=(20, 0, 20, 16))
        )
        self.stack.addWidget(self.waiting)
        self.stack.addWidget(content)
        self._content = content
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.filters.turned.connect(self._turn)
        self.list.installEventFilter(self)
        self.list.viewport().installEventFilter(self)
        self.list.selectionModel().currentRowChanged.connect(self._chosen)
        self.list.picked.connect(self._picked)
        self.pairs.picked.connect(self._picked_cell)
        self.confusions.picked.connect(self._picked_cell)
        self.measures.chosen.connect(self._show_pairs)

    # --- what is shown ---------------------------------------------------------------------------------

    def show_figures(self, figures: Figures) -> None:
        """What was counted."""
        self._figures = figures
        self._turn()
        self._fill_confusions()
        self.stack.setCurrentWidget(self._content)

    def show_waiting(self) -> None:
        """There are no figures now; `waiting` says why."""
        self._figures = None
        self.stack.setCurrentWidget(self.waiting)

    def _turn(self) -> None:
        """Exact or overlap, pooled or mean: other figures on the same lines."""
        figures, mean = self._figures, self.filters.mean
        if figures is None:
            return
        before = self.list.current_row()
        rows = [self._shown(line, mean=mean) for line in figures.spans(self.filters.way)]
        matched = [self._shown(line, mean=mean) for line in figures.matched()]
        if matched:
            rows += [Shown(name=self.tr("On matched spans: share that is equal")), *matched]
        values = [one.figure for one in rows if one.figure is not None]
        self.axis.lowest = 0.0 if values and min(values) < LOWEST else LOWEST
        self.model.show_rows(rows)
        self.title.setText(self.tr("Span F1 by label"))
        exact = self.filters.way == "exact"
        self.pill.setText(self.tr("exact ends and label") if exact else self.tr("overlap and label"))
        self._fill_whole(mean=mean)
        self._height()
        self._head.update()
        self.list.show_row(before if 0 <= before < len(rows) and rows[before].line is not None else 0)

    def _shown(self, line: Line, *, mean: bool) -> Shown:
        names = {"actor": self.tr("linked entry"), "value": self.tr("value")}
        aspect = line.attribute_name or names.get(line.sort, "")
        figures = self._figures
        if line.sort == "span":
            name = line.label_name or self.tr("All labels")
        elif line.sort == "relation":
            name = self.tr("Relation: {name}").format(name=line.attribute_name)
        else:
            name = f"{line.label_name}: {aspect}"
        letter = colour = ""
        if line.sort == "span" and line.label is not None and figures is not None and figures.book.has(line.label):
            rule = figures.book.label(line.label)
            letter, colour = rule.shortcut or rule.name[:1].upper(), rule.color
        return Shown(name=name, line=line, letter=letter, colour=colour, mean=mean)

    def _fill_whole(self, *, mean: bool) -> None:
        clear(self._whole)
        for measure, unit in _WHOLE:
            found = self._figures.find(measure, unit) if self._figures is not None else None
            if found is not None:
                figure = cards.KeyFigure(found, mean=mean)
                figure.chosen.connect(self.define)
                self._whole.addWidget(figure, 1)

    def _chosen(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        shown = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        if not isinstance(shown, Shown) or shown.line is None or self._figures is None:
            return
        self._line = shown.line
        self.pairs_title.setText(self.tr("{line}: pairs").format(line=shown.name))
        own = translated(DEFINITIONS[shown.line.measure.measure].short)
        self.measures.set_words(0, own)
        self._show_pairs()
        self.define(shown.line.measure, say=False)

    def _show_pairs(self) -> None:
        figures, line = self._figures, self._line
        if figures is None or line is None:
            return
        people = figures.found.annotators
        measure = _PAIRWISE[self.measures.choice()]
        cells = [[self._pair_cell(figures, line, measure, (one, other)) for other in people] for one in people]
        self.pairs.table.show_cells(people, people, cells)

    def _pair_cell(self, figures: Figures, line: Line, measure: str, pair: tuple[str, str]) -> Cell:
        found = figures.pair_of(line, measure, pair) if pair[0] != pair[1] else None
        if found is None:
            return Cell(text=number(None))
        value = found.mean if self.filters.mean else found.pooled
        words = self.tr("{one} and {other}: {figure}").format(
            one=pair[0], other=pair[1], figure=said(found, mean=self.filters.mean)
        )
        share = None if value is None else (value - LOWEST) / (1 - LOWEST)
        return Cell(text=number(value, 2), share=share, said=words, place=self._behind(line, pair))

    def _fill_confusions(self) -> None:
        figures = self._figures
        if figures is None:
            return
        kinds, counts = figures.confusions()
        names = [figures.label_name(kind) or self.tr("nothing") for kind in kinds]
        cells = []
        for kind, name, line in zip(kinds, names, counts, strict=True):
            most = max(line) or 1
            cells.append(
                [
                    self._confusion(kind, name, other, title, count, most)
                    for other, title, count in zip(kinds, names, line, strict=True)
                ]
            )
        self.confusions.table.show_cells(names, names, cells)

    def _confusion(self, kind: str | None, name: str, other: str | None, title: str, count: int, most: int) -> Cell:
        if kind is None and other is None:
            return Cell(text=number(None))
        words = self.tr("{name} taken for {other}: {count}").format(name=name, other=title, count=f"{count:,}")
        if kind == other:
            words = self.tr("{name} by both: {count}").format(name=name, count=f"{count:,}")
        kinds: tuple[Kind, ...] = ("missing",) if None in (kind, other) else ("label",)
        labels = tuple(key for key in dict.fromkeys((kind, other)) if key is not None)
        place = Behind(kinds=kinds, labels=labels) if kind != other else None
        return Cell(text=f"{count:,}", share=count / most, said=words, place=place)

    # --- what is asked ---------------------------------------------------------------------------------

    def define(self, measure: Measure, *, say: bool = True) -> None:
        """Shows a figure's definition and what it does not rest on."""
        self.definition.show_measure(measure)
        left = self._figures.found.left_count if self._figures is not None else 0
        self.left.show_left(measure.left_out, articles=left)
        if say:
            self.definition_shown.emit(self.definition.title.text())

    def _behind(self, line: Line, pair: tuple[str, str] | None = None) -> Behind:
        kinds = _BEHIND[self.filters.way if line.sort == "span" else line.sort]
        labels = (line.label,) if line.label is not None else ()
        return Behind(kinds=kinds, labels=labels, pair=pair, attribute=line.attribute or "")

    def _picked(self, _index: QModelIndex) -> None:
        """Enter and a click on a number lead to what lies behind it; a click on a name only chooses the line."""
        at, self._pressed = self._pressed, None
        if self._line is not None and (at is None or at >= self.axis.names(self.list.columnWidth(0))):
            self.differences_requested.emit(self._behind(self._line))

    def _picked_cell(self, cell: Cell) -> None:
        self.differences_requested.emit(cell.place)

    # --- Qt ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """D reads the definition out."""
        if event.key() == Qt.Key.Key_D and not event.modifiers() and self._figures is not None:
            self._right.ensureWidgetVisible(self.definition)
            self.definition.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.definition_shown.emit(self.definition.title.text())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below 1200 px the right column and the tables are smaller."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        self._right.setFixedWidth(344 if narrow else 424)
        self._hint.setVisible(not narrow)
        for matrix in (self.pairs, self.confusions):
            matrix.set_height(30 if narrow else 42)
        self._height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The rows share the height there is; where a row was clicked is noted."""
        if watched is self.list and event.type() == QEvent.Type.Resize:
            self._height()
        elif watched is not self.list and event.type() == QEvent.Type.MouseButtonRelease:
            assert isinstance(event, QMouseEvent)
            self._pressed = event.position().x()
        return super().eventFilter(watched, event)

    def _height(self) -> None:
        rows = max(1, len(self.model.rows))
        self.list.fix_rows(min(_ROWS[1], max(_ROWS[0], self.list.height() // rows)))

"""Spans that were made under an older version of the codebook, for another look: a list that leads to each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.core.codebook import Codebook
from annotator.gui.dialogs.codebook_form import Combo
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.text import plain
from annotator.gui.views.delegates import RowDelegate
from annotator.gui.views.lists import ListView
from annotator.gui.widgets import boxed, button, column, hline, label, paint_badge, row
from annotator.store import usage
from annotator.store.project import Project
from annotator.store.usage import OlderSpan

Index = QModelIndex | QPersistentModelIndex
SIZE = QSize(760, 600)
LIMIT = 1_000


class OlderModel(QAbstractTableModel):
    """One row a span. `UserRole` gives the OlderSpan to paint."""

    def __init__(self, codebook: Codebook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.codebook = codebook
        self.spans: list[OlderSpan] = []

    def take(self, spans: list[OlderSpan]) -> None:
        """Shows others."""
        self.beginResetModel()
        self.spans = spans
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many are listed."""
        return 0 if parent.isValid() else len(self.spans)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """One column: the delegate paints all there is."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words; for screen readers label, annotator and article too; the span and its label for the delegate."""
        if not index.isValid():
            return None
        span = self.spans[index.row()]
        name, letter, color = span.label, span.label[:1], ""
        if self.codebook.has(span.label):
            rule = self.codebook.label(span.label)
            name, letter, color = rule.name, rule.shortcut or rule.name[:1], rule.color
        if role == Qt.ItemDataRole.UserRole:
            return span, letter, color
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(span.words)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return plain(f"{name.upper()} {span.words}, {span.annotator}, {span.title}")
        return None


class OlderDelegate(RowDelegate):
    """Badge and words; under them article, annotator and version."""

    HEIGHT = 46

    def draw(self, painter: QPainter, area: QRectF, content: tuple[OlderSpan, str, str], *, current: bool) -> None:
        """Two lines."""
        span, letter, color = content
        paint_badge(painter, QRectF(area.left() + 10, area.top() + 6, 18, 18), letter, color)
        width = area.width() - 48
        first = QRectF(area.left() + 38, area.top() + 4, width, 20)
        self.write(painter, first, plain(span.words), weight=600 if current else 400)
        version = self.tr("version {number}").format(number=span.version or "–")
        under = f"{plain(span.title) or '–'}  ·  {plain(span.annotator)}  ·  {version}"
        self.write(painter, QRectF(area.left() + 38, area.top() + 23, width, 18), under, pixels=12, tone="text2")


class OlderSpans(FrameDialog):
    """Accepted with `chosen`: the span to go to."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        sub = self.tr("They were tagged before the codebook became what it is now. Enter goes to one.")
        super().__init__(parent, title=self.tr("Spans under older codebooks"), sub=sub, size=SIZE, margin=48)
        self._project = project
        self.chosen: OlderSpan | None = None
        self.labels = Combo([(None, self.tr("All labels")), *((one.key, one.name) for one in project.codebook.labels)])
        self.labels.setAccessibleName(self.tr("Label"))
        self.labels.setMinimumWidth(220)
        self.labels.chosen.connect(self._fill)
        self.count = label("", "sub")
        self.model = OlderModel(project.codebook, self)
        self.view = ListView(OlderDelegate(), height=OlderDelegate.HEIGHT, name=self.tr("Spans under older codebooks"))
        self.view.setModel(self.model)
        self.view.picked.connect(self._pick)
        self.empty = label(self.tr("Every span was made under the present codebook."), "sub")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        top = boxed(row(self.labels, None, self.count, margins=(20, 10, 20, 10)))
        self.primary = button(self.tr("Go to it"), "primary")
        self.primary.clicked.connect(self._go)
        self.fill(boxed(column(top, hline(), (self.stack, 1), gap=0)), foot=row(None), primary=self.primary)
        self._fill(None)

    def _fill(self, key: str | None) -> None:
        connection, version = self._project.connection, self._project.codebook_id
        self.model.take(usage.older_list(connection, version, key, LIMIT))
        total = usage.older_spans(connection, version, key)
        words = self.tr("1 span") if total == 1 else self.tr("{count} spans")
        shown = self.tr(", the first {count} are listed").format(count=f"{LIMIT:,}") if total > LIMIT else ""
        self.count.setText(words.format(count=f"{total:,}") + shown)
        some = bool(self.model.spans)
        self.stack.setCurrentWidget(self.view if some else self.empty)
        self.primary.setEnabled(some)
        if some:
            self.view.show_row(0)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self) -> None:
        self._pick(self.view.currentIndex())

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen = self.model.spans[index.row()]
            self.accept()

"""The page of a review: queue, text and decision side by side, or why there is nothing to review."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from annotator.gui.views.compared.decision import DecisionPanel
from annotator.gui.views.compared.paper import ComparePaper
from annotator.gui.views.compared.queue import DifferenceQueue
from annotator.gui.widgets import boxed, button, column, icon_label, label, row

NARROW = 1200
WIDE, TIGHT = (272, 344), (216, 288)  # queue and decision
QUEUE_WIDTHS, PANEL_WIDTHS = (180, 400), (260, 480)


class ReviewPage(QStackedWidget):
    """Holds the three parts; the decision steps back while nothing is chosen."""

    resized = Signal(bool)  # whether it is narrow now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow: bool | None = None
        self.queue, self.paper, self.panel = DifferenceQueue(), ComparePaper(), DecisionPanel()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for part, widths in ((self.queue, QUEUE_WIDTHS), (self.paper, None), (self.panel, PANEL_WIDTHS)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, int(widths is None))
            if widths is not None:
                part.setMinimumWidth(widths[0])
                part.setMaximumWidth(widths[1])
        self.nothing = Nothing()
        self.addWidget(self.splitter)
        self.addWidget(self.nothing)

    @property
    def narrow(self) -> bool:
        """Whether there is room for what matters only."""
        return bool(self._narrow)

    def show_nothing(self, head: str, words: str) -> None:
        """Why there is nothing to review."""
        self.nothing.show_words(head, words)
        self.setCurrentWidget(self.nothing)

    def show_review(self) -> None:
        """The three parts."""
        self.setCurrentWidget(self.splitter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below 1200 px all parts keep to what matters."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            left, right = TIGHT if narrow else WIDE
            self.splitter.setSizes([left, max(1, event.size().width() - left - right - 2), right])
            self.panel.set_narrow(narrow)
            self.resized.emit(narrow)


class Nothing(QWidget):
    """A few words in the middle of the paper, and a way back."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._head, self._words = label("", "headline", wrap=True), label("", "lead", wrap=True)
        self.back = button(self.tr("Back to the article"), icon="tag")
        self.back.clicked.connect(self.left)
        box = boxed(
            column(icon_label("columns", "accent_ink", 32), 4, self._head, self._words, 8, row(self.back, None), gap=8)
        )
        box.setFixedWidth(520)
        self.setLayout(column(None, row(None, box, None), None, None, gap=0))
        self.setFocusProxy(self.back)

    def show_words(self, head: str, words: str) -> None:
        """Says something else."""
        self._head.setText(head)
        self._words.setText(words)

"""The cards beside the figures: a definition with its source, three figures of the whole, what was left out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QWidget

from annotator.core.agreement_rows import LeftOut, Measure
from annotator.core.agreement_words import DEFINITIONS, UNIT_WORDS
from annotator.gui.models.agreement_list import number, said, translated
from annotator.gui.theme import color, font
from annotator.gui.widgets import KeyCap, boxed, button, column, icon_label, label, row

KEY = "D"


class DefinitionCard(QFrame):
    """How the chosen figure is worked out, and who published it; it takes the keyboard so that it is read out."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = label("", "h3")
        self.text = label("", "sub", wrap=True)
        self.source = label("", "cap", wrap=True)
        head = row(icon_label("book", "accent_ink"), (self.title, 1), KeyCap(KEY), gap=8)
        self.setLayout(column(head, self.text, self.source, gap=6, margins=(16, 12, 16, 12)))

    def show_measure(self, measure: Measure) -> None:
        """Another figure's definition."""
        one = DEFINITIONS[measure.measure]
        name = translated(one.name)
        unit = translated(UNIT_WORDS[measure.unit])
        self.title.setText(self.tr("{measure}, over {unit}").format(measure=name, unit=unit))
        self.text.setText(translated(one.text))
        self.source.setText(one.source)
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(f"{self.text.text()} {one.source}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring while it has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color("accent_ink"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)


class KeyFigure(QAbstractButton):
    """One figure of the whole project under its name; pressing it shows its definition."""

    chosen = Signal(object)  # Measure

    def __init__(self, measure: Measure, *, mean: bool) -> None:
        super().__init__()
        self.measure, self._mean = measure, mean
        unit = translated(UNIT_WORDS[measure.unit])
        self._name = f"{translated(DEFINITIONS[measure.measure].name)}, {unit}"
        self.setAccessibleName(f"{self._name}: {said(measure, mean=mean)}")
        self.setToolTip(said(measure, mean=mean))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.chosen.emit(self.measure)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(150, 42)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name and figure."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(color("accent_ink" if self.hasFocus() else "line"), 2 if self.hasFocus() else 1))
            painter.setBrush(color("paper"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(color("text3"))
        painter.setFont(font(11))
        area = QRectF(self.rect()).adjusted(6, 2, -6, -2)
        painter.drawText(QRectF(area.left(), area.top(), area.width(), 15), left, self._name)
        painter.setPen(color("text"))
        painter.setFont(font(17, 600))
        value = self.measure.mean if self._mean else self.measure.pooled
        painter.drawText(QRectF(area.left(), area.top() + 15, area.width(), 22), left, number(value))


class LeftOutCard(QFrame):
    """What the chosen figure does not rest on, and a way to the articles."""

    list_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.words = label("", "sub", wrap=True)
        self.list = button(self.tr("List them"), "link")
        self.list.clicked.connect(self.list_requested)
        head = row(icon_label("info", "text3"), (label(self.tr("Left out"), "h3"), 1), self.list, gap=8)
        self.setLayout(column(head, self.words, gap=6, margins=(16, 12, 16, 12)))

    def show_left(self, left: tuple[LeftOut, ...], *, articles: int) -> None:
        """Another figure's rest; `articles` can be listed."""
        said = [f"{one.count:,} {one.what}: {one.why}." for one in left]
        self.words.setText(" ".join(said) or self.tr("Nothing: it rests on everything that there is."))
        self.words.setAccessibleName(self.words.text())
        self.list.setVisible(articles > 0)


def titled_card(title: QWidget, beside: QWidget, body: QWidget) -> QFrame:
    """A card with a heading, something at its right, and what it holds."""
    return boxed(column(row((title, 1), beside, gap=8), body, gap=8, margins=(16, 12, 16, 12)), "card")

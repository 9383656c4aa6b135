"""The words of a span, in the article's type with the label's colour beside them; long ones fold."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from annotator.gui.text import is_right_to_left
from annotator.gui.theme import color, font
from annotator.gui.widgets import button

LINES = 4
_BAR, _INDENT = 3, 12
_MOST = 4_000  # code points laid out at all: more is read in the article


class Words(QWidget):
    """Wrapped plain text beside a coloured bar, cut after some lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._lane = "", QColor()
        self._lines = LINES
        self._laid: tuple[str, int, QTextLayout] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_words(self, text: str, lane: QColor) -> None:
        """Shows other words."""
        self._text, self._lane = text[:_MOST].replace("\n", " "), lane
        self.setAccessibleName(text[:_MOST])
        self._fit()

    def allow(self, lines: int) -> None:
        """Cuts after so many lines; 0 for never."""
        self._lines = lines
        self._fit()

    def line_count(self, width: int) -> int:
        """How many lines the whole takes at a width."""
        return self._layout(width).lineCount()

    def _layout(self, width: int) -> QTextLayout:
        if self._laid is None or self._laid[:2] != (self._text, width):
            self._laid = self._text, width, self._lay_out(width)
        return self._laid[2]

    def _lay_out(self, width: int) -> QTextLayout:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(self._text, font(13, serif=True))
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(40, width - _INDENT))
            line.setPosition(QPointF(0, height))
            height += line.height() * 1.1
        layout.endLayout()
        return layout

    def _fit(self) -> None:
        """As high as the lines that are shown."""
        layout = self._layout(self.width())
        shown = min(layout.lineCount(), self._lines or layout.lineCount())
        self.setFixedHeight(round(sum(layout.lineAt(place).height() * 1.1 for place in range(shown))) + 4)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bar and lines; the last one shown ends in an ellipsis if more follow."""
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, _BAR, self.height()), self._lane)
        painter.setPen(color("text"))
        painter.setFont(font(13, serif=True))
        layout = self._layout(self.width())
        shown = min(layout.lineCount(), self._lines or layout.lineCount())
        for place in range(shown):
            line = layout.lineAt(place)
            last = place == shown - 1 and shown < layout.lineCount()
            if not last:
                line.draw(painter, QPointF(_INDENT, 2))
                continue
            rest = self._text[line.textStart() :]
            width = self.width() - _INDENT
            cut = painter.fontMetrics().elidedText(rest[:400], Qt.TextElideMode.ElideRight, width)
            side = Qt.AlignmentFlag.AlignRight if is_right_to_left(self._text) else Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(_INDENT, line.y() + 2, width, line.height()), side, cut)


class SpanWords(QWidget):
    """Words with a button that unfolds them when they are many."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Words()
        self.more = button(self.tr("Show all"), "link")
        self.more.clicked.connect(self._toggle)
        self._open = False
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addWidget(self.words)
        whole.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_words(self, text: str, lane: QColor) -> None:
        """Shows other words, folded."""
        self._open = False
        self.words.show_words(text, lane)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need the button, or need it no longer."""
        super().resizeEvent(event)
        self._arrange()

    def _toggle(self) -> None:
        self._open = not self._open
        self._arrange()

    def _arrange(self) -> None:
        self.words.allow(0 if self._open else LINES)
        self.more.setText(self.tr("Fold") if self._open else self.tr("Show all"))
        self.more.setVisible(self._open or self.words.line_count(self.words.width()) > LINES)

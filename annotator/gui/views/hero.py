"""One tagged sentence, painted: what the program does, on the welcome page."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.core.codebook import Label
from annotator.gui.theme import color, current, font, lane, tint

CHIP, LANE = 16.0, 5.0
TOP = 39.0  # room for two rows of chips


class _Span(NamedTuple):
    start: int
    end: int
    label: Label
    chip: str
    chip_row: int
    lane: int


class Hero(QWidget):
    """A quote that holds a figure, and the one who said it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(88)
        before, figure, rest = self.tr("“"), self.tr("One litre in five"), self.tr(" is lost,”")
        said, name = self.tr(" said "), self.tr("Brandvold")
        quote = before + figure + rest
        self._text = quote + said + name + self.tr(".")
        colors = {"QUOTE": ("#A8480A", "#E08A4C"), "STATISTIC": ("#00715A", "#35B394"), "ACTOR": ("#0B62B5", "#5AA3F0")}
        rules = {key: Label(key=key, name=key, color=chip, lane_dark=dark) for key, (chip, dark) in colors.items()}
        start = len(quote + said)
        self._spans = (
            _Span(0, len(quote), rules["QUOTE"], f"QUOTE  →  {name}", 1, 1),
            _Span(len(before), len(before + figure), rules["STATISTIC"], "STATISTIC", 0, 0),
            _Span(start, start + len(name), rules["ACTOR"], "ACTOR", 0, 0),
        )
        self.setAccessibleName(self._text)

    def sizeHint(self) -> QSize:
        """As wide as the sentence."""
        return QSize(392, 88)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tints, words, lanes, chips."""
        face = font(20 if self.width() >= 420 else 18, serif=True)
        measure = QFontMetricsF(face)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = measure.height()
        for span in self._spans:
            left, right = self._edges(measure, span)
            painter.fillRect(QRectF(left, TOP, right - left, height), tint(span.label))
        painter.setFont(face)
        painter.setPen(color("text"))
        painter.drawText(QRectF(0, TOP, self.width(), height), Qt.TextFlag.TextSingleLine, self._text)
        for span in self._spans:
            self._decorate(painter, span, self._edges(measure, span), TOP + height)

    def _edges(self, measure: QFontMetricsF, span: _Span) -> tuple[float, float]:
        return measure.horizontalAdvance(self._text[: span.start]), measure.horizontalAdvance(self._text[: span.end])

    def _decorate(self, painter: QPainter, span: _Span, edges: tuple[float, float], base: float) -> None:
        left, right = edges
        tone, y = lane(span.label), base + 1.5 + span.lane * LANE
        painter.fillRect(QRectF(left + 1, y, right - left - 2, current().lane_px), tone)
        for x in (left + 1, right - 3):
            painter.fillRect(QRectF(x, y - 3.5, 2, 3.5), tone)
        if span.chip_row:
            painter.fillRect(QRectF(left + 1, TOP - CHIP - 2, 1.4, CHIP + 2), tone)
        chips = font(10, 700)
        wide = QFontMetricsF(chips).horizontalAdvance(span.chip) + 12
        box = QRectF(left, TOP - 2 - (span.chip_row + 1) * CHIP, wide, CHIP - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(span.label.color))
        painter.drawRoundedRect(box, 3.5, 3.5)
        painter.setPen(color("#FFFFFF"))
        painter.setFont(chips)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, span.chip)

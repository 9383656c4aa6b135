"""Paints the decoration of lines: tints under the words; lanes, stems and chips around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.gui.views.article.decoration import Chip, Decoration, Line, Rule
from annotator.gui.views.article.look import CHIP, CHIP_HEIGHT, DIGIT, LANE, Look

_TICK = 3.5  # px that a lane's end rises above it


class Shown(NamedTuple):
    """A block on screen: its number, its decoration, and where its own coordinates begin in the viewport."""

    block: int
    decoration: Decoration
    left: float
    top: float


def lines_in(shown: Sequence[Shown], clip: QRectF) -> Iterator[tuple[Shown, Line]]:
    """The lines whose room a clip touches."""
    for block in shown:
        for line in block.decoration.lines:
            if block.top + line.bottom + 4 >= clip.top() and block.top + line.top - 8 <= clip.bottom():
                yield block, line


def chip_rect(block: Shown, line: Line, chip: Chip) -> QRectF:
    """Where a chip stands in the viewport."""
    return QRectF(block.left + chip.left, block.top + line.text_top - (chip.row + 1) * CHIP, chip.width, CHIP_HEIGHT)


class Brush:
    """Paints lines with one look; `active` and `tied` spans stand out; while `choosing` only what can be chosen."""

    def __init__(self, look: Look, *, active: str | None, tied: Collection[str], choosing: bool = False) -> None:
        self.look, self.active, self.tied, self.choosing = look, active, tied, choosing

    def tints(self, painter: QPainter, block: Shown, line: Line) -> None:
        """Flat ground behind words: longest span first, so that inner ones replace outer ones, the active last."""
        for tint in line.tints:
            ground = self.look.of(tint.label).tint
            if ground is not None and tint.span != self.active and tint.span not in self.tied:
                painter.fillRect(self._ground(block, line, tint.left, tint.right), ground)
        for tint in line.tints:
            ground = self.look.of(tint.label).tint_active
            if ground is not None and (tint.span == self.active or tint.span in self.tied):
                painter.fillRect(self._ground(block, line, tint.left, tint.right), ground)

    @staticmethod
    def _ground(block: Shown, line: Line, left: float, right: float) -> QRectF:
        return QRectF(block.left + left, block.top + line.text_top, right - left, line.text_height)

    def frames(self, painter: QPainter, block: Shown, line: Line) -> None:
        """Dotted frames around words that could be tagged and tied in one."""
        for frame in line.frames:
            pen = QPen(self.look.of(frame.label).lane, 1.4, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._ground(block, line, frame.left, frame.right).adjusted(-1, 0.5, 1, 0.5), 2, 2)
        painter.setPen(Qt.PenStyle.NoPen)

    def lanes(self, painter: QPainter, block: Shown, line: Line) -> None:
        """Rules under the words with their ticks, dotted between the pieces of a span."""
        foot = block.top + line.text_top + line.text_height + 1.5
        closed = {(tick.span, tick.lane, round(tick.x)) for tick in line.ticks}
        for rule in line.rules:
            self._rule(painter, rule, block.left, foot + rule.lane * LANE, closed)
        for tick in line.ticks:
            thick = self._thick(tick.span)
            # A pixel of air, so that the ends of neighbours do not run together.
            x = block.left + tick.x + (1 if tick.inward > 0 else -3)
            top = foot + tick.lane * LANE - _TICK
            painter.fillRect(QRectF(x, top, 2, _TICK + thick), self.look.of(tick.label).lane)

    def _rule(
        self, painter: QPainter, rule: Rule, origin: float, top: float, ticks: Collection[tuple[str, int, int]]
    ) -> None:
        left, right = origin + rule.left, origin + rule.right
        if not rule.label:
            painter.fillRect(QRectF(left, top + 0.5, right - left, 1.4), self.look.edge)
            return
        colour = self.look.of(rule.label).lane
        if rule.bridge:
            painter.setPen(QPen(colour, 1.4, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(left, top + 1.2), QPointF(right, top + 1.2))
            painter.setPen(Qt.PenStyle.NoPen)
            return
        left += (rule.span, rule.lane, round(rule.left)) in ticks
        right -= (rule.span, rule.lane, round(rule.right)) in ticks
        painter.fillRect(QRectF(left, top, max(2.0, right - left), self._thick(rule.span)), colour)

    def _thick(self, span: str) -> float:
        return self.look.lane_active_px if span == self.active else self.look.lane_px

    def chips(self, painter: QPainter, block: Shown, line: Line) -> None:
        """Captions above the words; stems lead down from raised ones and are painted first."""
        for chip in line.chips:
            if chip.row:
                x = min(max(chip.stem, chip.left + 1), chip.left + chip.width - 2)
                top = block.top + line.text_top - chip.row * CHIP - 3
                area = QRectF(block.left + x, top, 1.4, chip.row * CHIP + 3)
                painter.fillRect(area, self._chip_colours(chip)[1])
        painter.setFont(self.look.chip_font)
        for chip in line.chips:
            self._chip(painter, chip, chip_rect(block, line, chip), leftwards=block.decoration.right_to_left)

    def _chip(self, painter: QPainter, chip: Chip, area: QRectF, *, leftwards: bool) -> None:
        if self.active in chip.spans:
            painter.setPen(QPen(self.look.text, 1.5))
            painter.setBrush(self.look.paper)
            painter.drawRoundedRect(area.adjusted(-2.25, -2.25, 2.25, 2.25), 5.5, 5.5)
        if chip.digit:
            place = area.right() - DIGIT + 1 if leftwards else area.left()
            self._digit(painter, chip.digit, QRectF(place, area.top(), DIGIT - 1, area.height()))
            area = area.adjusted(0, 0, -DIGIT, 0) if leftwards else area.adjusted(DIGIT, 0, 0, 0)
        fill, lane = self._chip_colours(chip)
        outlined = chip.offered or (self.choosing and not chip.digit and self.active not in chip.spans)
        if outlined:
            painter.setPen(QPen(lane, 1, Qt.PenStyle.DotLine if chip.offered else Qt.PenStyle.SolidLine))
            painter.setBrush(self.look.paper)
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 3.5, 3.5)
            painter.setPen(lane)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(area, 3.5, 3.5)
            painter.setPen(self.look.on_chip)
        caption = self.look.written(chip.caption)
        size = caption.size()
        painter.drawStaticText(
            QPointF(area.left() + (area.width() - size.width()) / 2, area.top() + (area.height() - size.height()) / 2),
            caption,
        )

    def _digit(self, painter: QPainter, digit: str, area: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.accent)
        painter.drawRoundedRect(area, 3.5, 3.5)
        painter.setPen(self.look.on_accent)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, digit)

    def _chip_colours(self, chip: Chip) -> tuple[QColor, QColor]:
        """Of the chip and of its stem."""
        if not chip.label:
            return QColor("#4A5361"), self.look.edge
        colours = self.look.of(chip.label)
        return colours.chip, colours.lane

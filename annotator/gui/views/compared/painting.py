"""Paints a comparison: thin grey lanes where all agree, lettered lanes where they differ, the place in question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QPlainTextEdit

from annotator.core.model import Fragment
from annotator.gui import theme
from annotator.gui.views.article.canvas import Canvas
from annotator.gui.views.article.decoration import Line, Rule, Tick
from annotator.gui.views.article.frames import frames_in
from annotator.gui.views.article.look import MARGIN, Look
from annotator.gui.views.article.painting import Brush, Shown, lines_in
from annotator.gui.views.compared.layers import QUIET, LayerDecorations, Layers

_FAINT = 150  # of 255: how much of a hairline an open lane's ground has
_THIN = 1.4  # px of a lane that all agree on
_BADGE = QRectF(0, -4.2, 12, 10.5)  # a label's letter at the head of its lane
_DOWN = 2.6  # px from the words to the first open lane


class LayerBrush(Brush):
    """Paints lines of a comparison; `letters` are those of the labels."""

    def __init__(
        self, look: Look, layers: Layers, letters: Mapping[str, str], *, active: str | None, choosing: bool
    ) -> None:
        super().__init__(look, active=active, tied=(), choosing=choosing)
        self._layers, self._letters = layers, letters
        self._ground_of_lanes = theme.blend(theme.color("line"), look.paper, _FAINT)

    def tints(self, painter: QPainter, block: Shown, line: Line) -> None:
        """Only the gold span that is being mended has a ground of its own."""
        for tint in line.tints:
            ground = self.look.of(tint.label).tint_active
            if ground is not None and tint.span == self.active:
                painter.fillRect(self._ground(block, line, tint.left, tint.right), ground)

    def lanes(self, painter: QPainter, block: Shown, line: Line) -> None:
        """Grounds with the layers' letters, then the lanes of the spans."""
        foot = block.top + line.text_top + line.text_height
        self._heads(painter, block, line, foot)
        for rule in line.rules:
            self._stroke(painter, rule, block.left, foot)
        for tick in line.ticks:
            self._end(painter, tick, block, foot)

    def _heads(self, painter: QPainter, block: Shown, line: Line, foot: float) -> None:
        painter.setFont(theme.font(10, 600))
        width = block.decoration.width
        rtl = block.decoration.right_to_left
        for layer, depth in enumerate(line.heads):
            y = foot + _DOWN + depth
            painter.fillRect(QRectF(block.left + MARGIN, y + 0.7, width, 1), self._ground_of_lanes)
            left = block.left + MARGIN + width + 2 if rtl else block.left
            area = QRectF(left, y - 5.5, MARGIN - 3, 14)
            painter.setPen(self.look.text2)
            if self._layers.gold and layer == len(self._layers.letters) - 1:
                painter.setPen(QPen(theme.color("ok"), 1.5))
                start = QPointF(area.left() + 1 if rtl else area.right() - 7, area.center().y())
                painter.drawPolyline([start + QPointF(x, y) for x, y in ((0, 0.5), (2, 2.5), (6, -2.5))])
            else:
                side = Qt.AlignmentFlag.AlignLeft if rtl else Qt.AlignmentFlag.AlignRight
                painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, self._layers.letters[layer])
        painter.setPen(Qt.PenStyle.NoPen)

    def _stroke(self, painter: QPainter, rule: Rule, origin: float, foot: float) -> None:
        quiet = self._layers.place(rule.span) == QUIET
        colour = self.look.edge if quiet else self.look.of(rule.label).lane
        top = foot + rule.lane + (1.5 if quiet else _DOWN)
        left, right = origin + rule.left, origin + rule.right
        if rule.bridge:
            painter.setPen(QPen(colour, _THIN, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(left, top + 1), QPointF(right, top + 1))
            painter.setPen(Qt.PenStyle.NoPen)
            return
        thick = _THIN if quiet else self._thick(rule.span)
        painter.fillRect(QRectF(left + 1, top, max(2.0, right - left - 2), thick), colour)

    def _end(self, painter: QPainter, tick: Tick, block: Shown, foot: float) -> None:
        quiet = self._layers.place(tick.span) == QUIET
        opens = (tick.inward > 0) is not block.decoration.right_to_left
        colour = self.look.edge if quiet else self.look.of(tick.label).lane
        top = foot + tick.lane + (1.5 if quiet else _DOWN)
        wide, rise, thick = (_THIN, 2.0, _THIN) if quiet else (2.0, 3.5, self._thick(tick.span))
        x = block.left + tick.x + (1 if tick.inward > 0 else -1 - wide)
        if quiet or not opens:
            painter.fillRect(QRectF(x, top - rise, wide, rise + thick), colour)
            return
        badge = _BADGE.translated(x if tick.inward > 0 else x + wide - _BADGE.width(), top)
        painter.setBrush(self.look.of(tick.label).chip)
        painter.drawRoundedRect(badge, 2.5, 2.5)
        painter.setPen(self.look.on_chip)
        painter.setFont(theme.font(9, 700))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self._letters.get(tick.label, tick.label[:1]))
        painter.setPen(Qt.PenStyle.NoPen)


class LayerCanvas(Canvas):
    """What of a comparison is on screen, and the words that are being decided on."""

    def __init__(self, view: QPlainTextEdit, decorations: LayerDecorations, letters: Mapping[str, str]) -> None:
        super().__init__(view, decorations)
        self._layered, self._letters = decorations, letters
        self.box: tuple[Fragment, ...] = ()  # code points
        self.tied: tuple[Fragment, ...] = ()  # what a relation in question points to

    def brush(self) -> LayerBrush:
        """What paints now."""
        made = self._layered
        choosing = bool(made.numbers)
        return LayerBrush(made.look, made.layers, self._letters, active=made.active, choosing=choosing)

    def under(self, painter: QPainter, shown: list[Shown], clip: QRectF) -> None:
        """The place in question, then what every article has under its words."""
        self._grounds(painter, shown, clip)
        super().under(painter, shown, clip)

    def _grounds(self, painter: QPainter, shown: Sequence[Shown], clip: QRectF) -> None:
        ground, edge = theme.color("accent_soft"), theme.color("accent_ink")
        if not theme.current().tint:  # high contrast: an edge instead of a ground
            self._outline(painter, self._areas(shown, self.box, clip), QPen(edge, 1.4))
        else:
            for area in self._areas(shown, self.box, clip):
                painter.fillRect(area, ground)
        self._outline(painter, self._areas(shown, self.tied, clip), QPen(edge, 1.4, Qt.PenStyle.DotLine))

    @staticmethod
    def _outline(painter: QPainter, areas: Sequence[QRectF], pen: QPen) -> None:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(areas)
        painter.setPen(Qt.PenStyle.NoPen)

    def _areas(self, shown: Sequence[Shown], fragments: tuple[Fragment, ...], clip: QRectF) -> list[QRectF]:
        """Where on screen these words stand."""
        blocks = self._layered.content.blocks
        found = []
        for block in shown:
            if not any(block.block in blocks.covering(start, end) for start, end in fragments):
                continue
            layout = self._view.document().findBlockByNumber(block.block).layout()
            seen = {id(line) for _, line in lines_in([block], clip)}
            for frame in frames_in(layout, blocks, block.block, [fragments], block.decoration):
                line = block.decoration.lines[frame.line]
                if id(line) in seen:
                    top, wide = block.top + line.text_top - 1, frame.right - frame.left + 2
                    found.append(QRectF(block.left + frame.left - 1, top, wide, line.text_height + 2))
        return found

"""Works out what is painted around the words of one display block, and moves its lines apart to make room.

Everything is in the block's own coordinates. `decorate` alone moves lines; painters read what it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextLayout, QTextLine

from annotator.core.lanes import REST, Interval, Segment, assign, joined, rows, segments
from annotator.gui.views.article.look import CHIP, DIGIT, LANE, Look
from annotator.gui.views.article.runs import Runs

FIRST_LINE = 5.0  # px above a block's first line; never 0, by which a line that Qt has just laid is known


class Item(NamedTuple):
    """A span's part in a block: fragments in UTF-16 units of the block, -1 or one past it for what lies outside."""

    span: str
    label: str
    caption: str
    fragments: tuple[Interval, ...]
    length: int  # of the whole span
    digit: str = ""  # by which it can be chosen now
    offered: bool = False  # a place that is not tagged yet: a chip and a frame, no lane


class Tint(NamedTuple):
    """Ground behind words."""

    left: float
    right: float
    span: str
    label: str


class Rule(NamedTuple):
    """A stretch of a lane; a bridge is dotted; without a label it stands for the spans beyond the cap."""

    left: float
    right: float
    lane: int
    span: str
    label: str
    bridge: bool


class Tick(NamedTuple):
    """The upright end of a lane at `x`, drawn towards `inward`."""

    x: float
    inward: int
    lane: int
    span: str
    label: str


class Chip(NamedTuple):
    """A caption over the place where a span begins; more than one span: a "+n" for those beyond the cap."""

    left: float
    width: float
    row: int
    stem: float
    caption: str
    label: str
    spans: tuple[str, ...]
    digit: str = ""
    offered: bool = False


class Line(NamedTuple):
    """One line of text with what belongs to it, from `top` to `bottom`."""

    top: float
    text_top: float
    text_height: float
    bottom: float
    tints: Sequence[Tint] = ()
    rules: Sequence[Rule] = ()
    ticks: Sequence[Tick] = ()
    chips: Sequence[Chip] = ()
    frames: Sequence[Tint] = ()  # around words that are offered
    heads: Sequence[int] = ()  # px below the words where each layer's lane begins, where layers stand apart

    def chips_top(self) -> float:
        """Where the highest row of chips begins."""
        return self.text_top - (max((chip.row for chip in self.chips), default=-1) + 1) * CHIP


class Decoration(NamedTuple):
    """A block's lines and its height; valid as long as Qt has not laid the block anew."""

    lines: list[Line]
    height: float
    width: float
    right_to_left: bool
    hidden: frozenset[str]  # spans beyond the cap


class Setting(NamedTuple):
    """What `decorate` must know of a block beside its spans."""

    look: Look
    units: str  # the block's text, a character for each UTF-16 unit
    right_to_left: bool  # the paragraph's direction
    mixed: bool  # holds characters of right-to-left scripts
    below: float  # px after the last line
    leading: float  # px after a line without tags
    active: str | None  # is shown even beyond the cap


class _Row(NamedTuple):
    """A chip that has no row yet."""

    lane: int
    left: float
    width: float
    stem: float
    caption: str
    label: str
    spans: tuple[str, ...]
    digit: str
    offered: bool


def decorate(layout: QTextLayout, items: Sequence[Item], setting: Setting) -> Decoration:
    """Lanes for the whole block, then line by line what is painted, and where the line goes."""
    offered = [item for item in items if item.offered]
    items = sorted((item for item in items if not item.offered), key=lambda item: (item.length, item.fragments[0]))
    lanes = assign([(item.fragments[0][0], item.fragments[-1][1]) for item in items])
    pairs = [*zip(items, lanes, strict=True), *((item, 0) for item in offered)]
    placed = sorted(pairs, key=lambda pair: pair[0].fragments[0][0])
    top, lines = FIRST_LINE, []
    for number in range(layout.lineCount()):
        line = LineMaker(layout.lineAt(number), placed, setting).made(top)
        lines.append(line)
        top = line.bottom
    width = layout.lineAt(0).width() if lines else 0.0
    hidden = frozenset(item.span for item, lane in placed if lane == REST)
    return Decoration(lines, top + setting.below, width, setting.right_to_left, hidden)


class LineMaker:
    """Gathers the decoration of one line."""

    def __init__(self, line: QTextLine, placed: Sequence[tuple[Item, int]], setting: Setting) -> None:
        self.line, self.setting = line, setting
        self.start = line.textStart()
        self.end = self.start + line.textLength()
        self.placed = [
            (item, lane)
            for item, lane in placed
            if item.fragments[0][0] < self.end and item.fragments[-1][1] > self.start
        ]
        # Spaces at a line's end hang over its edge: what is tagged ends with the last word.
        self.words_end = self.start + len(setting.units[self.start : self.end].rstrip())
        self.tints: list[tuple[int, Tint]] = []
        self.rules: list[Rule] = []
        self.ticks: list[Tick] = []
        self.chips: list[_Row] = []
        self.beyond: list[Item] = []
        self.frames: list[Tint] = []

    def made(self, top: float) -> Line:
        """The finished line, moved to its place below `top`."""
        line, height = self.line, self.line.height()
        if not self.placed:
            line.setPosition(QPointF(line.x(), top))
            return Line(top, top, height, ceil(top + height + self.setting.leading))
        self.runs = Runs(line, mixed=self.setting.mixed)
        for item, lane in self.placed:
            self._take(item, lane)
        self._count_beyond()
        chips = self._rows()
        above = (max((chip.row for chip in chips), default=-1) + 1) * CHIP
        text_top = top + above + (2 if chips else 0)
        line.setPosition(QPointF(line.x(), text_top))
        tints = [tint for _, tint in sorted(self.tints, key=lambda pair: -pair[0])]
        bottom = ceil(text_top + height + self.below())  # whole px, so that nothing drifts as lines grow
        return Line(top, text_top, height, bottom, tints, self.rules, self.ticks, chips, self.frames, self.heads())

    def below(self) -> float:
        """Room for the lanes under the words."""
        deepest = max((rule.lane for rule in self.rules), default=-1)
        return (deepest + 1) * LANE + 6 if deepest >= 0 else self.setting.leading

    def heads(self) -> Sequence[int]:
        """Where the lanes of layers begin; of one layer alone nothing is said."""
        return ()

    def captioned(self, item: Item) -> bool:
        """Whether a chip says where a span begins."""
        return True

    def _take(self, item: Item, lane: int) -> None:
        """Adds one span's tints, rules, ticks and chip."""
        if lane == REST:
            self.beyond.append(item)
            if item.span != self.setting.active:
                return
        for piece in segments(item.fragments, self.start, self.end):
            start, end = piece.start, min(piece.end, self.words_end)
            if start >= end:
                continue
            stretches = self.runs.pieces(start, end)
            if item.offered:
                tints = [Tint(left, right, item.span, item.label) for left, right in stretches]
                self.frames += [] if piece.bridge else tints
                continue
            if not piece.bridge:
                self.tints += [(item.length, Tint(left, right, item.span, item.label)) for left, right in stretches]
            if lane == REST:
                continue
            self.rules += [Rule(left, right, lane, item.span, item.label, piece.bridge) for left, right in stretches]
            self._ends(stretches, piece, lane, item)
        if lane != REST and self._begins(item) and self.captioned(item):
            self._chip(item.fragments[0], lane, item.caption, item.label, (item.span,), item)

    def _ends(self, stretches: Sequence[tuple[float, float]], piece: Segment, lane: int, item: Item) -> None:
        """Ticks where a fragment begins and ends, as the paragraph is read."""
        left = Tick(min(start for start, _ in stretches), 1, lane, item.span, item.label)
        right = Tick(max(end for _, end in stretches), -1, lane, item.span, item.label)
        first, last = (right, left) if self.setting.right_to_left else (left, right)
        if piece.opens:
            self.ticks.append(first)
        if piece.closes:
            self.ticks.append(last)

    def _begins(self, item: Item) -> bool:
        return self.start <= item.fragments[0][0] < self.end

    def _chip(
        self,
        fragment: Interval,
        lane: int,
        caption: str,
        label: str,
        spans: tuple[str, ...],
        item: Item | None = None,
    ) -> None:
        digit, offered = (item.digit, item.offered) if item is not None else ("", False)
        start, end = fragment[0], max(min(fragment[1], self.words_end), fragment[0] + 1)
        shown, width = self.setting.look.fitted(caption)
        width += DIGIT if digit else 0
        left, right = self.runs.pieces(start, min(end, self.end))[0]
        stem = left
        if self.setting.right_to_left:
            left, stem = right - width, right
        first = self.line.x()
        left = max(first, min(left, first + self.line.width() - width))
        self.chips.append(_Row(lane, left, width, stem, shown, label, spans, digit, offered))

    def _count_beyond(self) -> None:
        """One grey rule and one "+n" chip for all spans beyond the cap."""
        if not self.beyond:
            return
        depth = 1 + max((lane for _, lane in self.placed), default=REST)
        ground = joined(part for item in self.beyond for part in item.fragments)
        for piece in segments(ground, self.start, self.end):
            end = min(piece.end, self.words_end)
            if piece.start < end and not piece.bridge:
                stretches = self.runs.pieces(piece.start, end)
                self.rules += [Rule(left, right, depth, "", "", False) for left, right in stretches]
        opening = [item for item in self.beyond if self._begins(item)]
        if opening:
            spans = tuple(item.span for item in sorted(opening, key=lambda item: item.length))
            self._chip(opening[0].fragments[0], depth, f"+{len(spans)}", "", spans)

    def _rows(self) -> list[Chip]:
        """The chips in rows, those of inner spans nearest the text."""
        chips = sorted(self.chips, key=lambda chip: (chip.lane, chip.left))
        numbers = rows([(chip.left, chip.left + chip.width) for chip in chips])
        return [
            Chip(chip.left, chip.width, row, chip.stem, chip.caption, chip.label, chip.spans, chip.digit, chip.offered)
            for chip, row in zip(chips, numbers, strict=True)
        ]

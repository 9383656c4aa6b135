"""What is drawn over an article only for now: ghosts, and the letters of hints; nothing of it is stored.

Ghosts are dotted frames under the words, each with its label's letter in the gap above them. Both take no room:
no line moves when they come and go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QPlainTextEdit

from annotator.core.model import Fragment
from annotator.gui import theme
from annotator.gui.views.article.canvas import Canvas
from annotator.gui.views.article.decoration import Decoration, Line
from annotator.gui.views.article.decorations import Decorations
from annotator.gui.views.article.frames import Frame, depths, frames_in
from annotator.gui.views.article.painting import Shown
from annotator.gui.views.article.runs import Runs, has_right_to_left

_FAINT = 0.66  # how much of a label's colour a ghost's frame has; all of it in high contrast
_DOTS = (1.0, 2.2)  # of the dotted line, in widths of the pen
_OUT = 1.6  # px that a frame around another one stands off from it
_TAB = 7.0  # px, the height of a ghost's letter, which stands on the upper edge of its line
_HINT = 11.0  # px, the height of a hint
_INTO = 3.0  # px that a hint reaches down into its line, not as far as the letters of most scripts


class Ghost(NamedTuple):
    """A likely place: the label's key, the letter that takes it, code points; `chosen` stands out."""

    label: str
    letter: str
    fragments: tuple[Fragment, ...]
    chosen: bool = False


class Hint(NamedTuple):
    """Letters that name a place (code point); so many of them are typed already; `end`: it is a word's end."""

    position: int
    letters: str
    typed: int = 0
    end: bool = False


class Marks:
    """The ghosts and hints of one view; works out where they stand once a block, and again when it was laid anew."""

    def __init__(self, view: QPlainTextEdit, decorations: Decorations, canvas: Canvas) -> None:
        self._view, self._decorations, self._canvas = view, decorations, canvas
        self.ghosts: tuple[Ghost, ...] = ()
        self.hints: tuple[Hint, ...] = ()
        self._depths: list[int] = []
        self._twins: list[int] = []  # of each ghost the first with the same words: one frame for all of them
        self._frames: dict[int, tuple[Decoration, list[Frame]]] = {}
        self._tab = theme.font(9, 700)
        self._tab_metrics = QFontMetricsF(self._tab)
        self._badge = theme.font(10, 700)
        self._badge_metrics = QFontMetricsF(self._badge)

    def show_ghosts(self, ghosts: Iterable[Ghost]) -> None:
        """Shows other ghosts."""
        found = tuple(ghosts)
        if found != self.ghosts:
            places = [one.fragments for one in found]
            before = self._band()
            self._depths = depths(places)
            self._twins = [places.index(place) for place in places]
            self._frames.clear()
            self.ghosts = found
            self._view.viewport().update(before.united(self._band()))

    def _band(self) -> QRect:
        """The part of the viewport that the ghosts take, from their first line to their last."""
        tops, bottoms = list[float](), list[float]()
        for block in self._canvas.shown() if self.ghosts else ():
            for frame in self._of(block):
                line = block.decoration.lines[frame.line]
                tops.append(block.top + line.text_top - 2 * _TAB)
                bottoms.append(block.top + line.text_top + line.text_height + _TAB)
        if not tops:
            return QRect()
        return QRect(0, floor(min(tops)), self._view.viewport().width(), ceil(max(bottoms) - min(tops)) + 1)

    def show_hints(self, hints: Iterable[Hint]) -> None:
        """Shows other hints."""
        found = tuple(hints)
        if found != self.hints:
            self.hints = found
            self._view.viewport().update()

    # --- ghosts -------------------------------------------------------------------------------------

    def under(self, painter: QPainter, shown: Sequence[Shown], clip: QRectF) -> None:
        """Paints the ghosts, before the words are painted over them."""
        if self.ghosts and not self.ghosts[0].chosen:
            self._paint(painter, shown, clip)

    def _paint(self, painter: QPainter, shown: Sequence[Shown], clip: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._tab)
        for block in shown:
            lines: dict[int, list[Frame]] = {}
            for frame in self._of(block):
                lines.setdefault(frame.line, []).append(frame)
            for number, frames in lines.items():
                line = block.decoration.lines[number]
                if block.top + line.bottom >= clip.top() and block.top + line.top - _TAB <= clip.bottom():
                    self._line(painter, block, line, frames)
        painter.restore()

    def _of(self, block: Shown) -> list[Frame]:
        known = self._frames.get(block.block)
        if known is None or known[0] is not block.decoration:
            blocks = self._decorations.content.blocks
            layout = self._view.document().findBlockByNumber(block.block).layout()
            made = frames_in(layout, blocks, block.block, [one.fragments for one in self.ghosts], block.decoration)
            known = self._frames[block.block] = (block.decoration, made)
        return known[1]

    def _line(self, painter: QPainter, block: Shown, line: Line, frames: Sequence[Frame]) -> None:
        """The frames of one line, the inner ones last, and their letters side by side where they meet."""
        areas = [self._area(block, line, frame) for frame in frames]
        tabs: list[QRectF] = []
        for frame, area in zip(frames, areas, strict=True):
            if frame.first:
                ghost, leftwards = self.ghosts[frame.ghost], block.decoration.right_to_left
                tabs.append(self._free(area, block.top + line.text_top, ghost, tabs, leftwards=leftwards))
        for frame, area in zip(frames, areas, strict=True):
            if self._twins[frame.ghost] == frame.ghost:
                painter.setPen(self._pen(self.ghosts[frame.ghost]))
                painter.drawLines(list(_sides(area, frame, tabs)))
        letters = (self.ghosts[frame.ghost] for frame in frames if frame.first)
        for ghost, tab in zip(letters, tabs, strict=True):
            painter.setPen(self._decorations.look.of(ghost.label).lane)
            painter.drawText(QPointF(tab.left() + 1.5, tab.bottom() - 0.5), ghost.letter)

    def _area(self, block: Shown, line: Line, frame: Frame) -> QRectF:
        out = self._depths[frame.ghost] * _OUT
        top = block.top + line.text_top
        area = QRectF(block.left + frame.left, top + 1, frame.right - frame.left, line.text_height - 1)
        return area.adjusted(-1 - out, -out, 1 + out, 1 + out * 0.6)

    def _free(self, area: QRectF, line_top: float, ghost: Ghost, tabs: Sequence[QRectF], *, leftwards: bool) -> QRectF:
        """Where a ghost's letter stands: at its beginning, on its upper side, beside the letters that are there."""
        width = self._tab_metrics.horizontalAdvance(ghost.letter) + 3
        left = area.right() - 2 - width if leftwards else area.left() + 2
        tab = QRectF(left, line_top + 2 - _TAB, width, _TAB)
        while any(tab.adjusted(0.1, -3, -0.1, 3).intersects(other) for other in tabs):
            tab.translate(-2 if leftwards else 2, 0)
        return tab

    def _pen(self, ghost: Ghost) -> QPen:
        colour = self._decorations.look.of(ghost.label).lane
        if not ghost.chosen and theme.current().tint:
            colour = theme.blend(colour, self._decorations.look.paper, round(255 * _FAINT))
        pen = QPen(colour, 1.5 if ghost.chosen else 1.1)
        pen.setDashPattern(_DOTS)
        return pen

    # --- hints --------------------------------------------------------------------------------------

    def over(self, painter: QPainter, shown: Sequence[Shown], clip: QRectF) -> None:
        """Paints what was picked over the ground of the selection, and the hints over everything else."""
        if self.ghosts and self.ghosts[0].chosen:
            self._paint(painter, shown, clip)
        if self.hints:
            self._all_hints(painter, shown, clip)

    def _all_hints(self, painter: QPainter, shown: Sequence[Shown], clip: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._badge)
        seen = {block.block: block for block in shown}
        blocks = self._decorations.content.blocks
        taken: list[QRectF] = []
        for hint in self.hints:
            block = seen.get(blocks.at(max(0, hint.position - 1) if hint.end else hint.position))
            spot = None if block is None else self._spot(block, hint)
            if spot is not None and spot.intersects(clip.adjusted(-20, -20, 20, 20)):
                aside = -1 if block is not None and block.decoration.right_to_left else 1
                while any(spot.intersects(other) for other in taken):
                    spot.translate(aside, 0)
                taken.append(spot)
                self._hint(painter, hint, spot)

    def _spot(self, block: Shown, hint: Hint) -> QRectF | None:
        blocks = self._decorations.content.blocks
        layout = self._view.document().findBlockByNumber(block.block).layout()
        place = blocks.within(block.block, hint.position)
        line = layout.lineForTextPosition(max(0, place - 1) if hint.end else place)
        if not line.isValid() or line.lineNumber() >= len(block.decoration.lines):
            return None
        mixed = block.decoration.right_to_left or has_right_to_left(blocks.words(block.block))
        first, last = (place - 1, place) if hint.end else (place, place + 1)
        pieces = Runs(line, mixed=mixed).pieces(max(0, first), last)
        if not pieces:
            return None
        width = self._badge_metrics.horizontalAdvance(hint.letters.upper()) + 5
        x = pieces[0][1] if hint.end is not block.decoration.right_to_left else pieces[0][0]
        left = x - width + 2 if hint.end is not block.decoration.right_to_left else x - 2
        top = block.top + block.decoration.lines[line.lineNumber()].text_top
        return QRectF(block.left + left, top - _HINT + _INTO, width, _HINT)

    def _hint(self, painter: QPainter, hint: Hint, spot: QRectF) -> None:
        """One letter stands out; two are for what is less likely, and step back."""
        single, quiet = len(hint.letters) == 1, theme.current().tint > 0
        ground = "accent" if single or not quiet else "accent_soft"
        ink = theme.color("on_accent" if ground == "accent" else "accent_ink")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(spot, 3, 3)
        x = spot.left() + 2.5
        for number, letter in enumerate(hint.letters.upper()):
            width = self._badge_metrics.horizontalAdvance(letter)
            faded = QColor(ink)
            faded.setAlpha(110)
            painter.setPen(faded if number < hint.typed else ink)
            painter.drawText(QRectF(x, spot.top(), width, spot.height()), Qt.AlignmentFlag.AlignCenter, letter)
            x += width


def _sides(area: QRectF, frame: Frame, tabs: Sequence[QRectF]) -> Iterator[QLineF]:
    """The sides of a frame: open where the words go on in another line, broken where letters stand."""
    left, right = area.left(), area.right()
    yield QLineF(left, area.bottom(), right, area.bottom())
    for start, end in _gaps(left, right, area.top(), tabs):
        yield QLineF(start, area.top(), end, area.top())
    if frame.closed_left:
        yield QLineF(QPointF(left, area.top()), QPointF(left, area.bottom()))
    if frame.closed_right:
        yield QLineF(QPointF(right, area.top()), QPointF(right, area.bottom()))


def _gaps(left: float, right: float, y: float, tabs: Sequence[QRectF]) -> Iterator[tuple[float, float]]:
    place = left
    for tab in sorted(tabs, key=QRectF.left):
        if tab.top() <= y <= tab.bottom() and tab.right() > place and tab.left() < right:
            if tab.left() > place:
                yield place, tab.left()
            place = tab.right()
    if place < right:
        yield place, right

"""Keeps the decoration of each block on screen, and makes it when Qt has laid a block or its spans changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextBlock, QTextLayout, QTextLine

from annotator.core.lanes import Interval
from annotator.core.model import Fragment, Span
from annotator.gui.views.article.content import Content
from annotator.gui.views.article.decoration import Decoration, Item, Line, Setting, decorate
from annotator.gui.views.article.look import Look
from annotator.gui.views.article.numbers import Numbered, Numbers
from annotator.gui.views.article.runs import has_right_to_left

PARAGRAPH_GAP = 10.0
EMPTY_LINE = 14.0  # px: an empty line between paragraphs is as high as a gap, its caret reaches over it
LEADING = 4.0
FOOT = 56.0  # px of paper after the last line, so that its chips and lanes can always be scrolled to

_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Decorations:
    """The decorations of one document by block number."""

    def __init__(self, content: Content, look: Look) -> None:
        self.content = content
        self.look = look
        self.active: str | None = None
        self.extra_leading = 0.0
        self.numbers = Numbers()
        self.turn = 0  # grows with every change of what is known
        self._made: dict[int, Decoration] = {}

    def get(self, block: int) -> Decoration | None:
        """What is known of a block; None before it was laid out."""
        return self._made.get(block)

    def forget(self, blocks: Iterable[int]) -> None:
        """Drops the decorations of blocks whose spans changed."""
        self.turn += 1
        for block in blocks:
            self._made.pop(block, None)

    def forget_all(self) -> None:
        """Drops everything: colours, captions or sizes changed."""
        self.turn += 1
        self._made.clear()

    def respace(self, block: QTextBlock) -> float:
        """The height of a block with its decoration, which is made if there is none for its lines as they are."""
        number = block.blockNumber()
        layout = block.layout()
        if number < 0 or not layout.lineCount():
            return 0.0
        first = layout.lineAt(0)
        made = self._made.get(number)
        # A line that Qt has just laid stands at 0.
        if made is not None and first.y() == made.lines[0].text_top and first.width() == made.width:
            return made.height
        if not self.content.blocks.lengths[number] and number + 1 < len(self.content.blocks):
            return self._empty(number, first)
        right_to_left = block.textDirection() == Qt.LayoutDirection.RightToLeft
        if right_to_left:
            option = layout.textOption()
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
            layout.setTextOption(option)
        setting = self._setting(number, right_to_left=right_to_left)
        return self._know(number, self.decorate(layout, self._items(number), setting))

    def _know(self, number: int, made: Decoration) -> float:
        self.turn += 1
        self._made[number] = made
        return made.height

    def decorate(self, layout: QTextLayout, items: Sequence[Item], setting: Setting) -> Decoration:
        """What is painted around the words of a block."""
        return decorate(layout, items, setting)

    def _empty(self, number: int, line: QTextLine) -> float:
        """An empty line, low but never at 0, where Qt puts a line that it has just laid."""
        height = line.height()
        top = (EMPTY_LINE - height) / 2 or 0.5
        line.setPosition(QPointF(line.x(), top))
        shown = Line(0, top, height, EMPTY_LINE)
        return self._know(number, Decoration([shown], EMPTY_LINE, line.width(), False, frozenset()))

    def _setting(self, number: int, *, right_to_left: bool) -> Setting:
        words = self.content.blocks.words(number)
        return Setting(
            look=self.look,
            units=words if words.isascii() else _WIDE.sub("xx", words),
            right_to_left=right_to_left,
            mixed=right_to_left or has_right_to_left(words),
            below=self._below(number),
            leading=LEADING + self.extra_leading,
            active=self.active,
        )

    def _below(self, number: int) -> float:
        """Paper after a block: none where the paragraph goes on; an empty line is gap enough."""
        blocks = self.content.blocks
        if number + 1 == len(blocks):
            return FOOT
        if blocks.goes_on(number) or not blocks.lengths[number] or not blocks.lengths[number + 1]:
            return 0.0
        return PARAGRAPH_GAP

    def _items(self, number: int) -> list[Item]:
        found = [item for span in self.content.in_block(number) if (item := self._item(number, span)) is not None]
        if self.numbers:
            start = self.content.blocks.starts[number]
            end = start + self.content.blocks.lengths[number]
            offered = (self._offered(number, one) for one in self.numbers.places(start, end))
            found += [item for item in offered if item is not None]
        return found

    def _item(self, number: int, span: Span) -> Item | None:
        parts = self._parts(number, span.fragments)
        if parts is None:
            return None
        caption = self.content.caption(span) if parts[0][0] >= 0 else ""
        return Item(span.id, span.label, caption, parts, span.end - span.start, self.numbers.digit(span.id))

    def _offered(self, number: int, one: Numbered) -> Item | None:
        parts = self._parts(number, one.fragments)
        if parts is None:
            return None
        length = one.fragments[-1][1] - one.fragments[0][0]
        return Item(one.key, one.label, self.content.label_caption(one.label), parts, length, one.digit, offered=True)

    def _parts(self, number: int, fragments: Sequence[Fragment]) -> tuple[Interval, ...] | None:
        """Fragments in a block; -1 and one past the block stand for what lies outside of it."""
        blocks = self.content.blocks
        start = blocks.starts[number]
        end = start + blocks.lengths[number]
        units = blocks.within(number, end)
        last = number + 1 == len(blocks)
        goes_on_from = end if last else blocks.starts[number + 1]
        parts = []
        for opening, closing in fragments:
            opening = _first_shown(blocks.text, opening, closing)
            first = -1 if opening < start else units + 1 if opening >= goes_on_from else blocks.within(number, opening)
            behind = -1 if closing <= start else units + 1 if closing > goes_on_from else blocks.within(number, closing)
            parts.append((first, behind))
        return tuple(parts) if units else None


def _first_shown(text: str, opening: int, closing: int) -> int:
    """Where a fragment begins that may begin with line ends, over which no chip can stand."""
    while opening < closing - 1 and text[opening] == "\n":
        opening += 1
    return opening

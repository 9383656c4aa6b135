"""Which stretch of the text is on screen, and which words a drag was meant to take."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextDocument

from annotator.core.model import Fragment
from annotator.core.text import word_at
from annotator.gui.views.article.blocks import Blocks
from annotator.gui.views.article.painting import Shown

_SEEN = 0.7  # of a line's height that must be on screen for its words to be read


def in_sight(document: QTextDocument, blocks: Blocks, shown: Sequence[Shown], area: tuple[float, float]) -> Fragment:
    """The code points of the lines that can be read between two heights; empty (n, n) if there is none."""
    first: int | None = None
    last = 0
    for block in shown:
        qstart = document.findBlockByNumber(block.block).position()
        layout = document.findBlockByNumber(block.block).layout()
        for number, line in enumerate(block.decoration.lines[: layout.lineCount()]):
            top = block.top + line.text_top
            if top + (1 - _SEEN) * line.text_height < area[0] or top + _SEEN * line.text_height > area[1]:
                continue
            laid = layout.lineAt(number)
            if first is None:
                first = blocks.from_document(qstart + laid.textStart())
            last = blocks.from_document(qstart + laid.textStart() + laid.textLength())
    return (last, last) if first is None else (first, max(first, last))


def whole_words(text: str, start: int, end: int) -> Fragment:
    """A dragged stretch with each edge that fell into a word moved to that word's nearer edge; never to nothing.

    Writing without spaces between its words is left as it was dragged.
    """
    first, last = _edges(text, start), _edges(text, end)
    if first is not None and first == last:
        return first
    left = start if first is None else first[0] if start - first[0] <= first[1] - start else first[1]
    right = end if last is None else last[1] if last[1] - end <= end - last[0] else last[0]
    return (left, right) if left < right else (start, end)


def _edges(text: str, place: int) -> Fragment | None:
    """The word that a place falls inside of, not at its edge."""
    word = word_at(text, place)
    if word is None or not word[0] < place < word[1] or (not text[place].isascii() and _dense(text[place])):
        return None
    return word


def _dense(char: str) -> bool:
    """Whether a character is of a script that is written without spaces."""
    code = ord(char)
    return 0x0E00 <= code <= 0x0EFF or 0x1000 <= code <= 0x109F or 0x1780 <= code <= 0x17FF or 0x2E80 <= code <= 0xA4CF

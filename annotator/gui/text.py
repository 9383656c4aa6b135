"""The gate through which every string that comes from data reaches Qt: plain, escaped, isolated, shortened."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
# Embeddings, overrides and isolates: a title that opens one may not turn round what stands after it.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TURNING = re.compile("[\u202a-\u202e\u2066\u2067]")  # without those that `isolate` puts in
_BREAKS = re.compile("[\\s\\x00-\\x1f\\x7f\u2028\u2029]+")


def one_line(text: str) -> str:
    """Line breaks and control characters become single spaces, what turns text round goes; isolates of ours stay."""
    return _TURNING.sub("", _BREAKS.sub(" ", text).strip())


def plain(text: str) -> str:
    """One line for a label, a row or a title, without marks that could turn round what stands beside it."""
    return _BIDI.sub("", one_line(text))


def tooltip(text: str) -> str:
    """A tooltip that shows this text as it is; Qt guesses rich text in tooltips, so it is escaped and wrapped."""
    if not text.strip():
        return ""
    return f"<qt>{rich(text).replace(chr(10), '<br/>')}</qt>"


def rich(text: str) -> str:
    """A text for a rich view: escaped, so that markup in it is shown and not obeyed."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return _BIDI.sub("", escaped)


def isolate(text: str) -> str:
    """A foreign text inside a sentence of ours: its writing direction stays its own affair."""
    return f"{FIRST_STRONG_ISOLATE}{plain(text)}{POP_ISOLATE}"


def caption(text: str) -> str:
    """A text for a button, a tab or a menu, where "&" would underline the next letter."""
    return plain(text).replace("&", "&&")


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left."""
    for char in text[:1000]:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def elide(text: str, metrics: QFontMetrics, width: int, *, middle: bool = False) -> str:
    """The text cut to a width in pixels with an ellipsis."""
    mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    return metrics.elidedText(text, mode, max(0, width))

"""Measures, cuts and breaks lines of text for whoever paints them; results are kept, since rows come again."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from annotator.gui.theme import font


@lru_cache(maxsize=256)
def metrics(pixels: int, weight: int = 400) -> QFontMetricsF:
    """The measures of a font of the window."""
    return QFontMetricsF(font(pixels, weight))


@lru_cache(maxsize=8192)
def elided(text: str, width: int, pixels: int = 13, weight: int = 400) -> str:
    """A text cut to a width; kept, since the same rows are painted again and again."""
    return metrics(pixels, weight).elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=8192)
def advance(text: str, pixels: int = 13, weight: int = 400) -> int:
    """How wide a text is, rounded up."""
    return int(metrics(pixels, weight).horizontalAdvance(text)) + 1


def title_lines(text: str, face: QFont, width: int, *, most: int) -> list[str]:
    """A title broken into at most so many lines; the last one ends in an ellipsis if more follows."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text[:1000], face)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        lines.append(_utf16_slice(text, line.textStart(), line.textLength()).strip())
        if len(lines) == most and line.textStart() + line.textLength() < len(text.encode("utf-16-le")) // 2:
            rest = _utf16_slice(text, line.textStart(), 2000)
            lines[-1] = QFontMetricsF(face).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    layout.endLayout()
    return lines


def _utf16_slice(text: str, qstart: int, length: int) -> str:
    """What lies between positions that Qt counts."""
    return text.encode("utf-16-le")[2 * qstart : 2 * (qstart + length)].decode("utf-16-le", "ignore")


@lru_cache(maxsize=4096)
def two_lines(title: str, width: int, weight: int) -> tuple[str, ...]:
    """A title as the article list breaks it."""
    return tuple(title_lines(title, font(13, weight), width, most=2))


def forget_measures() -> None:
    """Drops what is kept: fonts or their scale have changed."""
    for kept in (metrics, elided, advance, two_lines):
        kept.cache_clear()

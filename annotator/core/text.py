"""Normalisation of what comes in, with the map of its positions, and the words and characters of a text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

from annotator.core.errors import BadText, SpanOutsideText

MAX_BYTES = 20_000_000  # of a text in UTF-8

_CHANGED = re.compile("\\A[\ufeff\0]+|\r\n?|\0")
_SURROGATE = re.compile("[\ud800-\udfff]")
_JOINERS = frozenset("-\u2010\u2011'\u2019")
_IN_NUMBERS = frozenset(".,\u066b\u066c")
_ZWJ = "\u200d"
_INVISIBLE_JOINERS = "\u200c\u200d"
_LONGEST_RUN = 64  # of marks on one character: looking back stops there, so that no text makes it slow
_MARKS = "\"'“”„‟«»‹›‘’‚「」『』"


class Map:
    """Positions of a raw text to positions of its normalised form (code points)."""

    def __init__(self, length: int, removed: list[int]) -> None:
        self.length = length
        self.removed = removed  # raw indexes of characters that were taken out, sorted

    def forward(self, position: int) -> int:
        """The same place in the normalised text; raises SpanOutsideText when it is not in the raw text."""
        if not 0 <= position <= self.length:
            raise SpanOutsideText(start=position, end=position, length=self.length)
        return position - bisect_left(self.removed, position)


def lone_surrogate(text: str) -> int | None:
    """Where half a character stands, which no UTF-8 can hold (code points); None in whole texts."""
    try:
        text.encode("utf-8")  # ten times quicker than looking for it
    except UnicodeEncodeError as fault:
        return fault.start
    return None


def normalise(raw: str) -> tuple[str, Map]:
    """The text as it is stored, and where its positions went: line ends to LF, leading BOM and NULs out.

    Raises BadText for lone surrogates and for texts over MAX_BYTES. Doing it twice changes nothing more.
    """
    lone = lone_surrogate(raw)
    if lone is not None:
        raise BadText(
            reason=f"it has half a character (a lone surrogate) at position {lone}",
            advice="Save the file again as UTF-8",
        )
    if len(raw) * 4 > MAX_BYTES and len(raw.encode("utf-8")) > MAX_BYTES:
        raise BadText(reason="it is larger than 20 MB", advice="Split it into smaller articles")
    removed: list[int] = []

    def change(match: re.Match[str]) -> str:
        found = match[0]
        if found == "\r":
            return "\n"
        kept = "\n" if found == "\r\n" else ""
        removed.extend(range(match.start(), match.end() - len(kept)))
        return kept

    if "\r" in raw or "\0" in raw or raw.startswith("\ufeff"):
        return _CHANGED.sub(change, raw), Map(len(raw), removed)
    return raw, Map(len(raw), removed)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or char in _INVISIBLE_JOINERS


def _base(text: str, position: int) -> int:
    """The character that the marks and joiners at `position` stand on; a base is its own."""
    first = max(0, position - _LONGEST_RUN)
    while position > first and _is_mark(text[position]):
        position -= 1
    return position


def _is_letter(text: str, position: int) -> bool:
    """Whether a letter, digit or underscore stands there, or a mark on one (not one on an emoji)."""
    char = text[_base(text, position)]
    return char.isalnum() or char == "_"


def _script(char: str) -> str:
    """A coarse script for writing without spaces; empty for all other writing."""
    code = ord(char)
    if 0x3040 <= code <= 0x309F:
        return "hiragana"
    if 0x30A0 <= code <= 0x30FF or 0xFF66 <= code <= 0xFF9F:
        return "katakana"
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x323AF:
        return "han"
    return "thai" if 0x0E00 <= code <= 0x0E7F else ""


def _same_word(text: str, left: int, right: int) -> bool:
    """Whether two neighbouring word characters belong to one word."""
    if _is_mark(text[right]):  # marks take the script of what they stand on
        return True
    before, after = _script(text[_base(text, left)]), _script(text[right])
    return before == after or (bool(before) and text[right] == "\u30fc")


def _joins(text: str, position: int) -> bool:
    """Whether a hyphen or apostrophe stands inside a word, or a comma or point inside a number.

    The apostrophe of a final 's ends the word before it.
    """
    if not 0 < position < len(text) - 1:
        return False
    if text[position] in _IN_NUMBERS:
        return text[position - 1].isdigit() and text[position + 1].isdigit()
    if text[position] not in _JOINERS:
        return False
    if not (_is_letter(text, position - 1) and _is_letter(text, position + 1)):
        return False
    if _script(text[_base(text, position - 1)]) or _script(text[position + 1]):
        return False
    possessive = text[position] in "'\u2019" and text[position + 1] in "sS"
    return not (possessive and (position + 2 >= len(text) or not _is_letter(text, position + 2)))


def _inside(text: str, position: int) -> bool:
    return 0 <= position < len(text) and (_is_letter(text, position) or _joins(text, position))


def word_at(text: str, position: int) -> tuple[int, int] | None:
    """The word that holds or touches a caret position (code points), or None where none is."""
    if not _inside(text, position):
        position -= 1
        if not _inside(text, position):
            return None
    start = end = position
    while _inside(text, start - 1) and _same_word(text, start - 1, start):
        start -= 1
    while _inside(text, end + 1) and _same_word(text, end, end + 1):
        end += 1
    return start, end + 1


def next_word(text: str, position: int) -> tuple[int, int] | None:
    """The first word that ends after `position`; if the position is inside a word, that word's rest counts."""
    place = position
    while place < len(text) and not _inside(text, place):
        place += 1
    if place >= len(text):
        return None
    found = word_at(text, place)
    return None if found is None else (max(found[0], position), found[1])


def previous_word(text: str, position: int) -> tuple[int, int] | None:
    """The last word that starts before `position`, cut there if it goes on."""
    place = position - 1
    while place >= 0 and not _inside(text, place):
        place -= 1
    if place < 0:
        return None
    found = word_at(text, place)
    return None if found is None else (found[0], min(found[1], position))


def _extends(text: str, position: int) -> bool:
    """Whether the character at `position` belongs to the visible character before it."""
    char, before = text[position], text[position - 1]
    if before == "\n":
        return False
    if _is_mark(char) or before == _ZWJ or char in "\u0e33\u0eb3\uff9e\uff9f":
        return True
    code = ord(char)
    if 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F:
        return True
    if 0x1F1E6 <= code <= 0x1F1FF:  # flags are pairs of regional indicators
        run = 0
        while position - run - 1 >= 0 and 0x1F1E6 <= ord(text[position - run - 1]) <= 0x1F1FF:
            run += 1
        return run % 2 == 1
    return _same_syllable(ord(before), code)


def _same_syllable(before: int, code: int) -> bool:
    """Whether two Korean letters, or a syllable and a letter, are written as one."""
    if 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FB:
        return 0x1100 <= before <= 0x11FF or 0xA960 <= before <= 0xA97C or 0xAC00 <= before <= 0xD7FB
    leading = 0x1100 <= before <= 0x115F or 0xA960 <= before <= 0xA97C
    return leading and (0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C or 0xAC00 <= code <= 0xD7A3)


def next_character(text: str, position: int) -> int:
    """The position after the visible character that starts at `position`: marks and joined emoji stay whole."""
    place = min(position + 1, len(text))
    while place < len(text) and _extends(text, place):
        place += 1
    return place


def previous_character(text: str, position: int) -> int:
    """The start of the visible character that ends at `position`."""
    place = max(position - 1, 0)
    while place > 0 and _extends(text, place):
        place -= 1
    return place


def whole(text: str) -> str:
    """The text with each half of a character (a lone surrogate, as a window may hand on) replaced by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


def short(words: str, limit: int = 36) -> str:
    """Words on one line, cut after whole words with an ellipsis, for titles and status lines."""
    line = " ".join(words.split())
    if len(line) <= limit:
        return line
    cut = line.rfind(" ", limit // 2, limit)
    return line[: cut if cut > 0 else limit - 1].rstrip(",;:") + "…"


def quoted(words: str, limit: int = 36) -> str:
    """Words shortened and set in quotation marks, which are not doubled where the words bring their own."""
    return f"“{short(words.strip().strip(_MARKS), limit)}”"

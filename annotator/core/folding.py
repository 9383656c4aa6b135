"""Texts with case and Latin accents laid aside, and the way back to their positions; as the search index does it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache

# The marks that the index (unicode61, remove_diacritics 2) takes for accents; all others it leaves.
_ACCENTS = (
    "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u030f\u0311\u031b\u0323\u0324\u0325"
    "\u0326\u0327\u0328\u032d\u032e\u0330\u0331"
)
_ACCENT = re.compile(f"[{_ACCENTS}]")
_ASCII = re.compile("[\\x00-\\x7f]+")
# What lower case and a dropped accent do not say: the index's own pairs, then signs that are typed otherwise.
_PAIRS = dict(zip("ςµſẛϐϑϕϖϰϱϵİ‘’‛“”„‟«»‐‑", 'σμssβθφπκρεi\'\'\'""""""--', strict=True))
_KEPT = frozenset("Ǡǡ")


@cache
def fold_character(char: str) -> str:
    """One character as it is compared: lower case, without an accent on a Latin letter; "" for an accent alone."""
    if char in _PAIRS:
        return _PAIRS[char]
    if char in _ACCENTS:
        return ""
    parts = unicodedata.normalize("NFD", char)
    if len(parts) > 1 and parts[0].isascii() and parts[0].isalpha() and char not in _KEPT:
        return parts[0].lower()
    lowered = char.lower()
    return lowered if len(lowered) == 1 else char


class Folded:
    """A text as it is compared, and where each of its characters stands in the text itself (code points)."""

    def __init__(self, text: str) -> None:
        self.source = text
        self._before: list[int] = []  # for each dropped accent how many characters are kept before it
        if text.isascii():
            self.text = text.lower()
            return
        kept = text
        if _ACCENT.search(text):
            self._before = [match.start() - place for place, match in enumerate(_ACCENT.finditer(text))]
            kept = _ACCENT.sub("", text)
        for char in set(_ASCII.sub("", kept)):
            other = fold_character(char)
            if other != char:
                kept = kept.replace(char, other)
        self.text = kept.lower()

    def place(self, position: int) -> int:
        """Where a character of the folded text stands in the text."""
        return position + bisect_right(self._before, position) if self._before else position

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the folded text, not empty, in the text; accents that stand on its last character are in it."""
        if not self._before:
            return start, end
        last = self.place(end - 1) + 1
        while last < len(self.source) and self.source[last] in _ACCENTS:
            last += 1
        return self.place(start), last


def folded(text: str) -> str:
    """The text as it is compared."""
    return Folded(text).text

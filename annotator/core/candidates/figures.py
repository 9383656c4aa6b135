"""Figures: numbers with hedge, currency, scale, unit and rate; no years, dates, ordinals, ages, clock times."""

from __future__ import annotations

import re
import unicodedata

from annotator.core.candidates import english_figures as english

_NUMBER = r"\d+(?:[.,٫٬\u00a0\u202f]\d+)*"
# Marks of money are the same in every language.
_MONEY = r"[$€£¥₹₽₩₺₦₴₪฿]|(?:US|A|C|NZ|HK|S)\$"
_PLAIN = re.compile(rf"(?:{_MONEY})?\s?{_NUMBER}(?:\s?(?:%|‰|°[CF]|{_MONEY}))?")
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d\Z")


def figures(text: str, start: int, end: int, *, words: bool) -> list[tuple[int, int]]:
    """The figures of a block (code points); `words` says whether the English tables may be used."""
    pattern = english.FIGURE if words else _PLAIN
    found = []
    for match in pattern.finditer(text, start, end):
        left, right = match.span()
        if left < right and not _no_quantity(text, left, right, start, end, words=words):
            found.append((left, right))
    return found


def _no_quantity(text: str, left: int, right: int, start: int, end: int, *, words: bool) -> bool:
    what = text[left:right].strip()
    before, after = text[max(start, left - 1) : left], text[right : min(end, right + 1)]
    marked = bool(before) and unicodedata.category(before)[0] == "M"
    if marked or before.isalnum() or before in ("-", "#", "_", "/", ".") or (after.isalnum() and not words):
        return True
    if _YEAR.match(what) and after != "%":
        return True
    if re.match(r"[:/]\d", text[right : right + 2]) or re.search(r"\d[:/]\Z", text[max(start, left - 2) : left]):
        return True
    return words and english.no_quantity(text, left, right, start, end)

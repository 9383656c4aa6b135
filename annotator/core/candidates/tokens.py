"""The words, numbers and marks of a block with what the tables know of them; and its sentences."""

from __future__ import annotations

import re
from typing import NamedTuple

# Marks that combine with a letter belong to its word; so do hyphens and apostrophes inside it.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u093c-\u094d"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200d\u20d0-\u20ff\ufe00-\ufe0f"
)
_WORD = rf"[^\W_][\w{_MARKS}]*(?:[-‐‑'’&.](?=[^\W_])[\w{_MARKS}]+)*"
_TOKEN = re.compile(
    rf"(?P<title>(?:Mrs?|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Sgt|St|Rev|Capt|Cmdr|Maj|Insp|Det|Hon|Supt)\.(?=\s[A-Z]))|"
    rf"(?P<number>\d+(?:[.,٫٬]\d+)*(?![^\W_]))|(?P<initial>(?:[A-Z]\.)+(?:[A-Z]\b)?)|(?P<word>{_WORD})|(?P<mark>\S)"
)


class Token(NamedTuple):
    """One word, number or mark: where (code points), as written and in lower case."""

    start: int
    end: int
    text: str
    low: str
    kind: str  # word, number, initial, mark
    capital: bool = False  # begins with a capital letter (or is an initial)


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of a block, in order; a possessive 's is a token of its own."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        kind, word, begin = match.lastgroup or "mark", match[0], match.start()
        low, capital = word.lower(), word[0].isupper()
        if "’" in low:
            low = low.replace("’", "'")
        if kind == "title":
            kind, low = "word", low[:-1]
        if kind == "word" and low.endswith("'s") and len(low) > 2:
            found.append(Token(begin, match.end() - 2, word[:-2], low[:-2], "word", capital))
            found.append(Token(match.end() - 2, match.end(), word[-2:], "'s", "mark"))
            continue
        found.append(Token(begin, match.end(), word, low, kind, capital))
    return found

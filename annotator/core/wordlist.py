"""How tables of words are written: plain lines of words, read once."""

from __future__ import annotations

import re


def among(words: str) -> frozenset[str]:
    """The words of a table; an underscore stands for a space."""
    return frozenset(word.replace("_", " ") for word in words.split())


def either(words: str) -> str:
    """The words of a table as a regular expression, the longest first; an underscore is any one white space."""
    ordered = sorted(words.split(), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("_", r"\s") for word in ordered) + ")"

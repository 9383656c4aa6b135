"""Words, numbers and signs of a piece of text, and phrases found among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

import msgspec

_FRACTIONS = "¼-¾⅐-⅞"
_SPACES = "\u00a0\u2009\u202f\u2007"
_TOKEN = re.compile(
    rf"(?P<grouped>\d{{1,3}}(?:[{_SPACES}'’\u066c]\d{{3}})+(?!\d)(?:[.,\u066b]\d+)?)"
    r"|(?P<spaced>\d{1,3}(?: \d{3})+(?![\d,.]\d|\d)(?:[.,]\d+)?)"
    r"|(?P<number>\d+(?:[.,\u066b\u066c]\d+)*|[.,]\d+)"
    rf"|(?P<fraction>[{_FRACTIONS}])"
    rf"|(?P<word>[^\W\d_{_FRACTIONS}]+(?:['’.](?=[^\W\d_])[^\W\d_{_FRACTIONS}]+)*)"
    r"|(?P<sign>\S)"
)
_DASHES = "-‐‑‒–—−"
LONGEST_PHRASE = 6
_MOST_DIGITS = 18


class Token(msgspec.Struct, frozen=True):
    """A word in lower case, a number or a sign, and where it stands (code points of the text)."""

    text: str
    start: int
    end: int
    value: Fraction | None = None  # of digits
    glued: bool = False  # nothing stands between it and the token before
    fraction: bool = False  # one of the signs for fractions
    length: bool = False  # an m that is metres, not millions

    @property
    def dash(self) -> bool:
        """Whether it is a hyphen, a dash or a minus sign."""
        return self.text in _DASHES


def tokens(text: str, start: int, end: int, *, decimal: str = ".", spaces: bool = False) -> list[Token]:
    """The tokens of [start, end); `spaces` says that 1 200 is one number."""
    made: list[Token] = []
    place = start
    while (found := _TOKEN.search(text, place, end)) is not None:
        kind, word = found.lastgroup, found.group()
        if kind == "spaced" and not spaces:
            found = re.compile(r"\d+").match(text, found.start(), end)
            assert found is not None
            word = found.group()
        value = None
        if kind in ("grouped", "spaced", "number"):
            value = _digits(word, decimal)
        elif kind == "fraction":
            value = Fraction(unicodedata.numeric(word)).limit_denominator(10)
        glued = bool(made) and made[-1].end == found.start()
        plain = word.lower().replace("’", "'")
        made.append(Token(plain, found.start(), found.end(), value, glued, kind == "fraction"))
        place = found.end()
    return made


def _digits(written: str, decimal: str) -> Fraction | None:
    """The number that digits stand for; None when there are more than any statistic has."""
    plain = "".join(
        str(unicodedata.digit(char)) if char.isdigit() else {"\u066b": ".", "\u066c": ""}.get(char, char)
        for char in written
        if not char.isspace() and char not in "'’"
    )
    if len(plain) > _MOST_DIGITS + 8:
        return None
    if "\u066b" not in written:
        plain = _pointed(plain, decimal)
    whole, _, part = plain.partition(".")
    if not (whole + part).isdigit() or len(whole) > _MOST_DIGITS:
        return None
    return Fraction(int(whole + part), 10 ** len(part))


def _pointed(plain: str, decimal: str) -> str:
    """Grouping signs taken out, the decimal sign as a point."""
    points, commas = plain.count("."), plain.count(",")
    if points and commas:
        last = max(plain.rfind("."), plain.rfind(","))
        return plain[:last].replace(",", "").replace(".", "") + "." + plain[last + 1 :]
    sign = "." if points else ","
    if points + commas > 1:
        return plain.replace(sign, "")
    if points + commas == 1:
        head, _, tail = plain.partition(sign)
        if sign != decimal and len(tail) == 3 and 1 <= len(head) <= 3 and head != "0":
            return head + tail
        return f"{head or '0'}.{tail}"
    return plain


def match(found: list[Token], place: int, table: Mapping[str, Any] | Collection[str]) -> tuple[Any, int] | None:
    """The longest phrase of a table that starts at a token, hyphens left out: what it means, the token after it."""
    words: list[str] = []
    best: tuple[Any, int] | None = None
    for here in range(place, min(len(found), place + 2 * LONGEST_PHRASE)):
        token = found[here]
        if token.dash and words:
            continue
        words.append(token.text)
        if len(words) > LONGEST_PHRASE:
            break
        phrase = " ".join(words)
        if phrase in table:
            best = (table[phrase] if isinstance(table, Mapping) else phrase), here + 1
    return best


def match_back(found: list[Token], place: int, table: Mapping[str, Any] | Collection[str]) -> tuple[Any, int] | None:
    """The longest phrase of a table that ends just before a token: what it means, its first token."""
    best: tuple[Any, int] | None = None
    for here in range(place - 1, max(-1, place - LONGEST_PHRASE - 1), -1):
        if found[here].dash:
            continue
        phrase = " ".join(token.text for token in found[here:place] if not token.dash)
        if phrase in table:
            best = (table[phrase] if isinstance(table, Mapping) else phrase), here
    return best

"""Where words stand in a text: whole words or parts, any case or exactly so, with English endings (code points)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from annotator.core.folding import Folded, folded
from annotator.core.model import Fragment
from annotator.core.plurals import numbers

# Writing in which words are not set apart by spaces, or carry their endings without one: no edges to look for.
_JOINED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x11FF),  # Burmese, Korean letters
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x9FFF),  # kana, Han
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),  # Korean syllables
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x20000, 0x323AF),
)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"(?<=[^\W_])(['’]s|(?<=s)['’])$", re.IGNORECASE)


class Needle(msgspec.Struct, frozen=True):
    """Words to look for, with any white space between them; `prefix`: and whatever goes on in the last word."""

    words: str
    prefix: bool = False


class Manner(msgspec.Struct, frozen=True):
    """How to look: whole words only, exactly so (case and accents count), and with English -s and 's as well."""

    whole: bool = True
    exact: bool = False
    endings: bool = False


PLAIN = Manner()


class Text:
    """A text to look in; it is folded once, when that is first needed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: Folded | None = None

    @property
    def folded(self) -> Folded:
        """The text as it is compared."""
        if self._folded is None:
            self._folded = Folded(self.text)
        return self._folded


def is_joined(char: str) -> bool:
    """Whether a character belongs to writing without spaces between words."""
    code = ord(char)
    return code >= 0x0E00 and any(first <= code <= last for first, last in _JOINED)


class Finder:
    """Looks for one needle in many texts."""

    def __init__(self, needle: Needle, manner: Manner = PLAIN) -> None:
        self.needle, self.manner = needle, manner
        forms = variants(needle.words) if manner.endings else [needle.words]
        self._forms = [made for form in forms if (made := _Form(form, manner, prefix=needle.prefix)).pieces]

    def places(self, text: Text) -> list[Fragment]:
        """Every place in text order; where two overlap the earlier and then the longer one counts."""
        if len(self._forms) == 1:
            return self._forms[0].places(text)
        return longest(place for form in self._forms for place in form.places(text))

    def stands_in(self, text: Text) -> bool:
        """Whether there is any place."""
        return any(form.places(text, most=1) for form in self._forms)


class _Form:
    """One way to write a needle."""

    def __init__(self, words: str, manner: Manner, *, prefix: bool) -> None:
        self.manner, self.prefix = manner, prefix
        self.pieces = (words if manner.exact else folded(words)).split()
        whole = " ".join(self.pieces)
        self._single = whole if len(self.pieces) == 1 else ""
        self._many = re.compile(r"\s+".join(map(re.escape, self.pieces)))
        self._open = manner.whole and bool(whole) and _needs_edge(whole[0])
        self._shut = manner.whole and bool(whole) and not prefix and _needs_edge(whole[-1])

    def places(self, text: Text, *, most: int = 0) -> list[Fragment]:
        """The places in text order, at most so many unless that is 0."""
        if not self.pieces:
            return []
        where = text.text if self.manner.exact else text.folded.text
        found: list[Fragment] = []
        at = 0
        while (hit := self._next(where, at)) is not None:
            start, end = hit
            if (self._open and start and _is_word(where, start - 1)) or (self._shut and _is_word(where, end)):
                at = start + 1
                continue
            end = _word_end(where, end) if self.prefix else end
            at = end
            found.append((start, end) if self.manner.exact else text.folded.stretch(start, end))
            if len(found) == most:
                break
        return found

    def _next(self, where: str, at: int) -> Fragment | None:
        if self._single:  # str.find is many times faster than a pattern
            start = where.find(self._single, at)
            return None if start < 0 else (start, start + len(self._single))
        match = self._many.search(where, at)
        return None if match is None else match.span()


def _needs_edge(char: str) -> bool:
    """Whether a word must begin or end at such a character of a needle: not at a sign, not in joined writing."""
    return _in_word(char) and not is_joined(char)


def _in_word(char: str) -> bool:
    """Whether it is a letter, a digit or a mark on one."""
    return char.isalnum() or (char > "\u02ff" and unicodedata.category(char)[0] == "M")


def _is_word(text: str, position: int) -> bool:
    return position < len(text) and _in_word(text[position])


def _word_end(text: str, position: int) -> int:
    while _is_word(text, position):
        position += 1
    return position


def longest(places: Iterable[Fragment]) -> list[Fragment]:
    """Places in order without those that overlap an earlier one; of two that start together the longer stays."""
    kept: list[Fragment] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def neighbours(text: str, start: int, end: int, *, width: int) -> tuple[str, str]:
    """What stands before and after a place on one line, about so many characters each."""
    left, right = text[max(0, start - width) : start], text[end : end + width]
    return _SPACE.sub(" ", left), _SPACE.sub(" ", right)


def variants(words: str) -> list[str]:
    """The words with their last one in singular and plural, by English spelling; a possessive 's is taken off first.

    A possessive need not be listed: the word before its apostrophe is a whole word.
    """
    stem = _POSSESSIVE.sub("", words)
    last = _WORD.findall(stem)[-1:]
    forms = [words, stem]
    if last and stem.endswith(last[0]) and last[0].isascii() and last[0].isalpha() and len(last[0]) > 2:
        head = stem[: -len(last[0])]
        forms += [head + form for form in numbers(last[0])]
    return list(dict.fromkeys(forms))

"""Names as people write them, and the ways to look one up: folded, without titles, articles, a final 's."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from annotator.core.actor_words import ARTICLES, OFFICES, SMALL, TITLES

_SAME = {
    "’": "'", "ʼ": "'", "‘": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "ł": "l", "ø": "o", "đ": "d", "ð": "d",
    "æ": "ae", "œ": "oe", "ı": "i", "ـ": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "",
}  # fmt: skip
_ASCII = re.compile("[\\x00-\\x7f]+")
_EDGES = " \t.,;:!?()[]{}\"“”„«»‹›「」『』…'"
_WORD = re.compile(r"[\w'’&.\-]+")
_TITLE_WORDS = 6  # among so many words at its front a mention has its titles
_LONGEST = 200  # of a mention, in code points, that is looked at: a name is not longer


@lru_cache(maxsize=8192)
def fold(words: str) -> str:
    """Words as they are compared: without case, accents, kinds of apostrophe and marks around them."""
    words = words[: 2 * _LONGEST]
    return " ".join(lowered(words).split()).strip(_EDGES)


def lowered(text: str) -> str:
    """Case, accents and kinds of apostrophe laid aside."""
    text = text.casefold()
    if not text.isascii():  # letter by letter of its alphabet: a table over a whole article takes ten times as long
        for char in set(_ASCII.sub("", text)):
            other = _simple(char)
            if other != char:
                text = text.replace(char, other)
    return text.replace("`", "'")


@lru_cache(maxsize=8192)
def _simple(char: str) -> str:
    """One character without its accent or width."""
    parts = unicodedata.normalize("NFKD", _SAME.get(char, char)).casefold()
    return "".join(_SAME.get(part, part) for part in parts if not unicodedata.combining(part))


def _without_possessive(folded: str) -> str:
    if folded.endswith("'s"):
        return folded[:-2]
    return folded[:-1] if folded.endswith("s'") else folded


@lru_cache(maxsize=8192)
def forms(mention: str) -> tuple[str, ...]:
    """What to look a mention up by: as it stands, without 's, without article, without titles; each folded."""
    words = mention[:_LONGEST].split()
    plain = fold(" ".join(words))
    found = [plain, _without_possessive(plain)]
    if len(words) > 1 and fold(words[0]) in ARTICLES:
        words = words[1:]
        found.append(_without_possessive(fold(" ".join(words))))
    found.append(_without_possessive(fold(" ".join(_bare(words)))))
    return tuple(dict.fromkeys(form for form in found if form))


def _bare(words: list[str]) -> list[str]:
    """A name without the titles and role nouns before it: "councillor Reyes" is Reyes."""
    cut = 0
    while cut < len(words) - 1 and words[cut][:1].islower():
        cut += 1
    for place, word in enumerate(words[:_TITLE_WORDS]):
        rest = len(words) - place - 1
        title = fold(word) in TITLES or (fold(word) in OFFICES and (rest > 1 or word[:1].islower()))
        if title and rest and not words[place + 1][:1].islower():
            cut = place + 1
    return words if words[cut:] and words[cut][:1].islower() else words[cut:]


def name_in(mention: str, *, opening: bool = False) -> str:
    """The name that a new actor takes from a mention: without article, titles and 's, as it is written.

    A capital article belongs to the name (The Guardian), unless the mention opens a sentence or goes on in lower case.
    """
    words = mention.split()
    if len(words) > 1 and fold(words[0]) in ARTICLES:
        proper = words[0][:1].isupper() and not words[1][:1].islower()
        words = words if proper and not opening else words[1:]
    stripped = [word for word in _bare(words) if word] or words
    name = " ".join(stripped).strip(' ,;:"“”„«»')
    for ending in ("'s", "’s"):
        name = name.removesuffix(ending)
    return name or " ".join(mention.split())


def initials(name: str, *, small: bool = False) -> str:
    """The first letters of a name's words, without small ones unless they are asked for; empty for fewer than two."""
    words = (word for word in _WORD.findall(name) if small or word.casefold() not in SMALL)
    letters = [word[0] for word in words if word[0].isalpha()]
    return "".join(letters).casefold() if len(letters) > 1 else ""


def unspaced(words: str) -> bool:
    """Whether it is written without spaces between words (Chinese, Japanese, Thai)."""
    return any("\u0e00" <= char <= "\u0e7f" or "\u3040" <= char <= "\u9fff" for char in words[:12])

"""Finds what somebody means by a few typed letters: beginnings of words, parts of words, initials."""

from __future__ import annotations

import msgspec

from annotator.core.folding import Folded

_WORD, _INITIALS, _INSIDE = 0, 1, 2  # how good a way to match is, the best first
_LONGEST = 300  # characters of a text that are looked at


class Match(msgspec.Struct, frozen=True):
    """How well a text answers (smaller is better), and which of its characters did: stretches in code points."""

    rank: tuple[int, int, int]
    marks: tuple[tuple[int, int], ...]


def match(query: str, text: str) -> Match | None:
    """The text's answer to a query, case and accents aside; None where some word of the query is not in it.

    Every word must begin a word of the text, or stand inside one ("span" in "lifespan"); a single word may also be
    made of the beginnings of words in their order ("na", "neart": "Next article"). An empty query matches all.
    """
    wanted, looked = Folded(query).text.split(), Folded(text[:_LONGEST])
    if not wanted:
        return Match((0, 0, 0), ())
    starts = _word_starts(looked.text)
    found = [_one(word, looked.text, starts) for word in wanted]
    whole = [one for one in found if one is not None]
    if len(whole) < len(found):
        return None
    rank = (max(one[0] for one in whole), sum(one[1][0][0] for one in whole), len(text))
    marks = sorted(looked.stretch(*mark) for one in whole for mark in one[1])
    return Match(rank, _joined(marks))


_Way = tuple[int, tuple[tuple[int, int], ...]]  # how good, and where


def _one(word: str, text: str, starts: list[int]) -> _Way | None:
    for start in starts:
        if text.startswith(word, start):
            return _WORD, ((start, start + len(word)),)
    marks = _beginnings(word, text, starts)
    if marks is not None:
        return _INITIALS, marks
    at = text.find(word)
    return None if at < 0 else (_INSIDE, ((at, at + len(word)),))


def _beginnings(word: str, text: str, starts: list[int]) -> tuple[tuple[int, int], ...] | None:
    """The word cut into beginnings of different words of the text, in their order; the longest cut is tried first."""
    hopeless: set[tuple[int, int]] = set()

    def rest(at: int, first: int) -> tuple[tuple[int, int], ...] | None:
        if at == len(word):
            return ()
        if (at, first) in hopeless:
            return None
        for place in range(first, len(starts)):
            start = starts[place]
            length = 0
            while at + length < len(word) and text.startswith(word[at + length], start + length):
                length += 1
            for taken in range(length, 0, -1):
                tail = rest(at + taken, place + 1)
                if tail is not None:
                    return ((start, start + taken), *tail)
        hopeless.add((at, first))
        return None

    return rest(0, 0) if len(word) <= 32 else None


def _word_starts(text: str) -> list[int]:
    return [
        place for place, char in enumerate(text) if char.isalnum() and (place == 0 or not text[place - 1].isalnum())
    ]


def _joined(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    made: list[tuple[int, int]] = []
    for start, end in marks:
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)

"""Quotation marks of every kind, paired: curly, straight, low-high, guillemets, corner brackets; open ones too."""

from __future__ import annotations

import re
from typing import NamedTuple

from annotator.core import trim

PAIRS = trim.PAIRS | {"《": "》"}  # titles of works stand in these: trimming leaves them on
ALL_MARKS = frozenset("".join(PAIRS) + "".join(PAIRS.values()))
SINGLE = frozenset("'‘’‚")  # they are apostrophes too
_MARK = re.compile("[" + "".join(sorted(ALL_MARKS)) + "]|``|''")
_LIMIT = 40  # of marks open at once


class Pair(NamedTuple):
    """A quotation with its marks (code points); `closed` is False where a paragraph ends with the mark still open."""

    start: int
    end: int
    depth: int
    closed: bool = True


def pairs(text: str, start: int, end: int) -> list[Pair]:
    """The quotations in a block, outer before inner, in text order."""
    stack: list[tuple[int, str, int]] = []  # place, what closes it, length of the mark
    found: list[Pair] = []
    for match in _MARK.finditer(text, start, end):
        mark, place = match[0], match.start()
        if mark in SINGLE and _apostrophe(text, place, start, end, stack):
            continue
        closes = _closed_by(mark, place, text, stack, start, end)
        if closes is not None:
            opened = stack[closes][0]
            del stack[closes:]
            found.append(Pair(opened, match.end(), len(stack)))
        elif _opens(text, place, match.end(), end, mark) and len(stack) < _LIMIT:
            stack.append((place, "''" if mark == "``" else PAIRS.get(mark, "''"), len(mark)))
    for depth, (place, _, _) in enumerate(stack):
        whole = place == start and text[place] == "‘" and end - start > 20
        if not depth and (text[place] not in SINGLE or whole):
            found.append(Pair(place, end, 0, closed=False))
    return sorted(found, key=lambda pair: (pair.start, -pair.end))


def _closed_by(mark: str, place: int, text: str, stack: list[tuple[int, str, int]], start: int, end: int) -> int | None:
    """Which open mark this one closes, or None."""
    for depth in range(len(stack) - 1, -1, -1):
        opened, closing, size = stack[depth]
        fits = mark == "''" and closing == "''" if len(mark) == 2 else mark in closing
        if fits and place > opened + size and _ends(text, place, start, mark):
            if mark in PAIRS and mark in "“«»‹›‘" and _opens(text, place, place + 1, end, mark):
                continue  # „a “b” c“: an opening mark of its own kind
            return depth
    return None


def _opens(text: str, place: int, after: int, end: int, mark: str) -> bool:
    if mark == "''" or (mark not in PAIRS and mark != "``") or after >= end:
        return False
    before = text[place - 1] if place else " "
    if text[after].isspace() and mark not in "«„‹“":
        return False
    if mark in "»›" and not text[after].isalnum():
        return False
    return mark not in "\"'‘»›“" or not before.isalnum()


def _ends(text: str, place: int, start: int, mark: str) -> bool:
    if mark not in "\"'":
        return True
    return place > start and not text[place - 1].isspace()


def _apostrophe(text: str, place: int, start: int, end: int, stack: list[tuple[int, str, int]]) -> bool:
    """Whether a single mark belongs to a word: don't, the unions', the '90s."""
    before = text[place - 1] if place > start else " "
    after = text[place + 1] if place + 1 < end else " "
    if before.isalnum() and after.isalnum():
        return True
    opened = any(text[one[0]] in SINGLE for one in stack)
    if before.isalnum() and text[place] in "'’" and not opened:
        return True
    if text[place] in "'’" and not before.isalnum() and after.isdigit():
        return True
    if opened and text[place] in "'’" and before in "sS" and after == " ":
        # the unions' offer: inside single marks a possessive is likelier where another mark follows
        rest = text[place + 1 : min(end, place + 400)]
        return bool(re.search(r"[^\W\d_.,!?]['’](?:[\s.,;:!?)]|$)|[.,!?]['’]", rest)) and after == " "
    return False

"""Tokens and sentences of a text, by one rule everywhere: exports in tokens and agreement over tokens mean the same.

A token is a run of word characters or one other visible character; in writing without spaces (Han, Kana, Thai) each
character is one. Positions are code points, end exclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from annotator.core.model import Fragment

_SINGLE = (
    "\u0e00-\u0e7f\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U0001b000-\U0001b16f\U00020000-\U000323af"
)
_TOKEN = re.compile(rf"[^\W{_SINGLE}]+|[{_SINGLE}]|[^\w\s]")
# A sentence ends at a stop, with marks that close, before a space and what may begin one; or where a line ends.
_BREAK = re.compile(r"""[.!?…]+["'”’»)\]]*\s+(?=["'“‘«„(\[]?[^\W\d_a-z])|[。！？]["”’」』）]*|\n\s*""")


def tokens(text: str) -> list[Fragment]:
    """All tokens of a text, in order."""
    return [found.span() for found in _TOKEN.finditer(text)]


def split_at(tokens: Sequence[Fragment], edges: Iterable[int]) -> list[Fragment]:
    """The tokens cut at every edge that lies inside one, so that no span begins or ends within a token."""
    starts = [start for start, _ in tokens]
    cuts: dict[int, set[int]] = {}
    for edge in edges:
        place = bisect_right(starts, edge) - 1
        if place >= 0 and tokens[place][0] < edge < tokens[place][1]:
            cuts.setdefault(place, set()).add(edge)
    if not cuts:
        return list(tokens)
    found: list[Fragment] = []
    for place, (start, end) in enumerate(tokens):
        found += pairwise(sorted({start, end} | cuts.get(place, set())))
    return found


def covered(tokens: Sequence[Fragment], start: int, end: int) -> range:
    """The tokens of which [start, end) covers anything."""
    first = bisect_left(tokens, (start,))
    if first and tokens[first - 1][1] > start:
        first -= 1
    return range(first, max(first, bisect_left(tokens, (end,))))


def on_borders(tokens: Sequence[Fragment], start: int, end: int) -> range | None:
    """The tokens that [start, end) covers, when it begins with the first and ends with the last of them, else None.

    White space at its edges does not count.
    """
    there = covered(tokens, start, end)
    if not there or tokens[there[0]][0] < start or tokens[there[-1]][1] > end:
        return None
    return there


def sentences(text: str, kept: Iterable[Fragment] = ()) -> Iterator[Fragment]:
    """Stretches that are sentences as far as stops and line ends tell; none ends inside a stretch of `kept`."""
    whole = sorted(kept)
    ends: list[int] = []
    reach, place = 0, 0
    for found in _BREAK.finditer(text):
        cut = found.end()
        while place < len(whole) and whole[place][0] < cut:
            reach = max(reach, whole[place][1])
            place += 1
        if cut >= reach:
            ends.append(cut)
    start = 0
    for end in [*ends, len(text)]:
        if text[start:end].strip():
            yield start, end
        start = end

"""A candidate: one likely place of one label, trimmed as that label says, never inside a visible character."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotator.core.codebook import Trim
from annotator.core.model import Fragment, join_fragments
from annotator.core.text import next_character, previous_character
from annotator.core.trim import trim

SPACES_ONLY = Trim(article="in", that="in", marks="in", stops="in")


class Candidate(NamedTuple):
    """A likely place of a label; `fragments` are code points, sorted, ready for `core.edit.tag`."""

    label: str
    fragments: tuple[Fragment, ...]

    @property
    def start(self) -> int:
        """Where its first fragment begins."""
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        """Where its last fragment ends."""
        return self.fragments[-1][1]


def settled(text: str, fragments: Sequence[Fragment], rule: Trim) -> tuple[Fragment, ...]:
    """Fragments as tagging would leave them: outer edges trimmed by the rule, visible characters whole; maybe none."""
    pieces = [piece for piece in fragments if piece[0] < piece[1]]
    for _ in range(4):
        former = pieces
        pieces = _trimmed(text, [whole(text, *piece) for piece in pieces], rule)
        if pieces == former or not pieces:
            return join_fragments(pieces) if all(whole(text, *piece) == piece for piece in pieces) else ()
    return ()


def _trimmed(text: str, fragments: list[Fragment], rule: Trim) -> list[Fragment]:
    last = len(fragments) - 1
    pieces = []
    for place, (start, end) in enumerate(fragments):
        left, right = trim(text, start, end, rule if place in (0, last) else SPACES_ONLY)
        if last and place in (0, last):  # pieces keep their marks where they were cut
            inner = trim(text, start, end, SPACES_ONLY)
            left, right = (left, inner[1]) if place == 0 else (inner[0], right)
        if left < right:
            pieces.append((left, right))
    return pieces


def whole(text: str, start: int, end: int) -> Fragment:
    """A stretch widened to whole visible characters."""
    if _plain(text, start) and _plain(text, end):
        return start, end
    return previous_character(text, start + 1), next_character(text, end - 1)


def _plain(text: str, place: int) -> bool:
    """Whether nothing combines over a position: letters without marks, digits and punctuation on both sides."""
    return all(char < "\u0300" or "\u2010" <= char < "\u2060" for char in text[max(0, place - 1) : place + 1])

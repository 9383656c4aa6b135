"""The wordings an article has had, as a chain: which of two copies' chains goes on, and where a span goes along it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Literal

import msgspec

from annotator.core.correction import moved
from annotator.core.model import Fragment, Splice

Kin = Literal["same", "older", "newer", "apart"]


class Chain(msgspec.Struct, frozen=True):
    """The hash of each version of a text, first to present, and the splices from each to the next."""

    hashes: tuple[str, ...]
    splices: tuple[tuple[Splice, ...], ...] = ()

    @property
    def head(self) -> str:
        """The hash of the present text."""
        return self.hashes[-1]


def kin(mine: Chain, theirs: Chain) -> Kin:
    """What theirs is beside mine: an earlier part of it, a continuation of it, or corrected apart from it."""
    if mine.hashes == theirs.hashes:
        return "same"
    if mine.hashes[: len(theirs.hashes)] == theirs.hashes:
        return "older"
    return "newer" if theirs.hashes[: len(mine.hashes)] == mine.hashes else "apart"


def leading(mine: Chain, theirs: Chain) -> Chain:
    """The chain that holds, the same whoever asks: the longer one, of two as long the one with the greater content.

    A continuation is always longer than what it continues, and so is a choice between two (`work.choices`).
    """
    return max(mine, theirs, key=lambda chain: (len(chain.hashes), chain.hashes, chain.splices))


def along(fragments: Sequence[Fragment], base: str, chain: Chain) -> tuple[Fragment, ...] | None:
    """Where a span made on the text of hash `base` stands in the chain's present text; None when it cannot be told.

    It cannot when that text is no version of the chain, or when an edge of the span was cut on the way.
    """
    if base == chain.head:
        return tuple(fragments)
    places = [place for place, known in enumerate(chain.hashes) if known == base]
    if not places:
        return None
    found: tuple[Fragment, ...] | None = tuple(fragments)
    for splices in chain.splices[places[-1] :]:
        if found is None:
            return None
        found = moved(found, splices)
    return found


def across(fragments: Sequence[Fragment], lost: Chain, stands: Chain) -> tuple[tuple[Fragment, ...], bool] | None:
    """Where a span on the present text of a chain that parted from another stands there: back to the fork, then on.

    Also whether the chain that does not stand had left its words alone. None when an edge of it is cut on the way.
    """
    fork = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(lost.hashes, stands.hashes, strict=False)))
    if not fork:
        return None
    found: tuple[Fragment, ...] | None = tuple(fragments)
    alone = True
    for splices in map(_back, reversed(lost.splices[fork - 1 :])):
        if found is None:
            return None
        alone = alone and not any(_inside(found, start, end) for start, end, _ in splices)
        found = moved(found, splices)
    for splices in stands.splices[fork - 1 :]:
        if found is None:
            return None
        found = moved(found, splices)
    return None if found is None else (found, alone)


def _inside(fragments: Sequence[Fragment], start: int, end: int) -> bool:
    """Whether a change of these characters changes a span's words."""
    return any(first < end and start < last for first, last in fragments) or any(
        first < start == end < last for first, last in fragments
    )


def _back(splices: Sequence[Splice]) -> tuple[Splice, ...]:
    """The splices that lead back, with as many characters as there were: for positions their words do not matter."""
    found, drift = [], 0
    for start, end, new in splices:
        found.append((start + drift, start + drift + len(new), "x" * (end - start)))
        drift += len(new) - (end - start)
    return tuple(found)

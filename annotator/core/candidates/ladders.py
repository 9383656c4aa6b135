"""Ladders: the ever larger places around some words, that E and W step through.

Every rung is larger than the one before it and holds it, so that growing and shrinking come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.core.model import Fragment

Fragments = tuple[Fragment, ...]


def holds(outer: Sequence[Fragment], inner: Sequence[Fragment]) -> bool:
    """Whether every piece of `inner` lies inside a piece of `outer`."""
    return all(any(left <= start and end <= right for left, right in outer) for start, end in inner)


def size(fragments: Sequence[Fragment]) -> int:
    """How many code points it covers."""
    return sum(end - start for start, end in fragments)


def larger(rungs: Iterable[Fragments], now: Fragments) -> Fragments | None:
    """The smallest rung that holds these words and more, or None at the top."""
    best: Fragments | None = None
    for rung in rungs:
        if rung != now and holds(rung, now) and (best is None or size(rung) < size(best)):
            best = rung
    return best


def smaller(rungs: Iterable[Fragments], now: Fragments) -> Fragments | None:
    """The largest rung that lies inside these words, or None at the bottom."""
    best: Fragments | None = None
    for rung in rungs:
        if rung != now and holds(now, rung) and (best is None or size(rung) > size(best)):
            best = rung
    return best

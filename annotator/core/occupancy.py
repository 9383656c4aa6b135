"""Which labels cover which characters and tokens of an article, by annotator: what kappa and alpha are counted from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from annotator.core.model import Fragment, Span, join_fragments

Masks = tuple[int, ...]  # of each annotator the set of labels at a place, as bits


def covers(spans: Iterable[Span], bits: dict[str, int]) -> dict[int, list[Fragment]]:
    """What spans cover by their label's bit, joined; a label not seen before gets the next bit in `bits`."""
    found: dict[int, list[Fragment]] = {}
    for span in spans:
        bit = bits.setdefault(span.label, len(bits))
        found.setdefault(bit, []).extend(span.fragments)
    return {bit: list(join_fragments(some)) for bit, some in found.items()}


def in_tokens(cover: dict[int, list[Fragment]], starts: list[int], ends: list[int]) -> dict[int, list[Fragment]]:
    """The same counted in tokens (where they start and end): one is covered when any of it is."""
    found = {}
    for bit, fragments in cover.items():
        ranges = [(bisect_right(ends, start), bisect_left(starts, end)) for start, end in fragments]
        found[bit] = list(join_fragments([(first, last) for first, last in ranges if first < last]))
    return found


def states(layers: Sequence[dict[int, list[Fragment]]], length: int) -> dict[Masks, int]:
    """How many places (characters or tokens) have which labels from whom."""
    events = []
    for who, cover in enumerate(layers):
        for bit, fragments in cover.items():
            for start, end in fragments:
                events.append((start, who, 1 << bit))
                events.append((end, who, 1 << bit))
    events.sort()
    masks = [0] * len(layers)
    found: dict[Masks, int] = {}
    last = 0
    for at, who, bit in events:
        if at > last:
            state = tuple(masks)
            found[state] = found.get(state, 0) + at - last
            last = at
        masks[who] ^= bit
    if length > last:
        state = tuple(masks)
        found[state] = found.get(state, 0) + length - last
    return found


def of_label(found: dict[Masks, int], bit: int) -> dict[tuple[bool, ...], int]:
    """How many places are in or out of one label for whom."""
    wanted = 1 << bit
    counts: dict[tuple[bool, ...], int] = {}
    for masks, amount in found.items():
        state = tuple([mask & wanted != 0 for mask in masks])
        counts[state] = counts.get(state, 0) + amount
    return counts

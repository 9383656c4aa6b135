"""Near-duplicates: articles that share most of their paragraphs, as outlets make of one agency's copy.

Two articles belong together when the paragraphs that both have make up at least SHARE of the shorter one's text; groups
are what such pairs connect. Only hashes of paragraphs are kept, so that texts can be streamed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

SHARE = 0.7  # of the shorter article's characters in paragraphs
SHORTEST = 40  # characters of a paragraph that counts: bylines and captions stand in everything
COMMONEST = 50  # articles that a paragraph may stand in and still tell something: more is an imprint
_BLANK = re.compile(r"\s+")
_PARAGRAPH = re.compile(r"\n\s*")

Article = tuple[str, str]  # id, text


def groups(articles: Iterable[Article]) -> dict[str, str]:
    """For each article the id of the first one (in the order given) of its group, which may be itself."""
    order: list[str] = []
    sizes: dict[str, int] = {}
    holders: dict[bytes, list[str]] = {}
    lengths: dict[bytes, int] = {}
    for key, text in articles:
        order.append(key)
        own = paragraphs(text)
        sizes[key] = sum(own.values())
        for mark, length in own.items():
            holders.setdefault(mark, []).append(key)
            lengths[mark] = length
    shared: dict[tuple[str, str], int] = {}
    for mark, keys in holders.items():
        if 1 < len(keys) <= COMMONEST:
            for place, left in enumerate(keys):
                for right in keys[place + 1 :]:
                    shared[left, right] = shared.get((left, right), 0) + lengths[mark]
    return _connected(order, [pair for pair, length in shared.items() if length >= SHARE * min(sizes[k] for k in pair)])


def paragraphs(text: str) -> dict[bytes, int]:
    """A hash for each paragraph that counts, and its length; letter case and spacing aside."""
    found = {}
    for paragraph in _PARAGRAPH.split(text):
        plain = _BLANK.sub(" ", paragraph).strip().casefold()
        if len(plain) >= SHORTEST:
            found[hashlib.blake2b(plain.encode("utf-8"), digest_size=12).digest()] = len(plain)
    return found


def _connected(order: list[str], pairs: list[tuple[str, str]]) -> dict[str, str]:
    place = {key: number for number, key in enumerate(order)}
    parent = list(range(len(order)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for left, right in pairs:
        first, second = sorted((root(place[left]), root(place[right])))
        parent[second] = first
    return {key: order[root(number)] for key, number in place.items()}

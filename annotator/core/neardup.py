"""Near-duplicates: articles that share most of their paragraphs, as outlets make of one agency's copy.

Two articles belong together when the paragraphs that both have make up at least SHARE of the shorter one's text; groups
are what such pairs connect. Only hashes of paragraphs are kept, so that texts can be streamed.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterable, Mapping
from typing import TypeVar

# Of the shorter article's characters in paragraphs: of four paragraphs and a headline, one and the headline may differ.
SHARE = 0.5
SHORTEST = 40  # characters of a paragraph that counts: bylines and captions stand in everything
COMMONEST = 50  # articles that a paragraph may stand in and still tell something: more is an imprint
_BLANK = re.compile(r"\s+")
_PARAGRAPH = re.compile(r"\n\s*")

Article = tuple[str, str]  # id, text
_Mark = TypeVar("_Mark", bytes, int)


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
    return _connected(order, _alike(holders, lengths, sizes))


class Passing:
    """Finds near-duplicates among articles as they go by, at a twentieth of the cost of `groups`.

    Paragraphs count as the same only when they are so letter for letter; of each three numbers are kept.
    """

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._marks, self._lengths, self._owners = array("q"), array("L"), array("L")
        self._before: Passing | None = None
        self._known: frozenset[int] = frozenset()

    def add(self, key: str, text: str) -> None:
        """One article that goes by."""
        owner = len(self._keys)
        self._keys.append(key)
        for line in text.split("\n"):
            length = len(line)
            if length >= SHORTEST:
                self._marks.append(hash(line))
                self._lengths.append(length)
                self._owners.append(owner)

    def beside(self, key: str, text: str) -> None:
        """One article that was there before, once all that go by have gone; kept only if it shares a paragraph."""
        if self._before is None:
            self._before, self._known = Passing(), frozenset(self._marks)
        if not self._known.isdisjoint([hash(line) for line in text.split("\n") if len(line) >= SHORTEST]):
            self._before.add(key, text)

    def groups(self) -> list[list[str]]:
        """The groups of two and more with one that went by, and the ids in them, those there before first."""
        if self._before is None:
            return self._groups()
        both, new = Passing(), set(self._keys)
        for some in (self._before, self):
            first = len(both._keys)
            both._keys += some._keys
            both._marks += some._marks
            both._lengths += some._lengths
            both._owners.extend(first + owner for owner in some._owners)
        return [group for group in both._groups() if not new.isdisjoint(group)]

    def _groups(self) -> list[list[str]]:
        seen, again = set[int](), set[int]()
        for mark in self._marks:
            (again if mark in seen else seen).add(mark)
        if not again:
            return []
        sizes: dict[str, int] = {}
        holders: dict[int, list[str]] = {}
        lengths: dict[int, int] = {}
        own: set[tuple[int, int]] = set()
        for mark, length, owner in zip(self._marks, self._lengths, self._owners, strict=True):
            if (owner, mark) in own:
                continue  # twice in one article
            key = self._keys[owner]
            sizes[key] = sizes.get(key, 0) + length
            if mark in again:
                own.add((owner, mark))
                holders.setdefault(mark, []).append(key)
                lengths[mark] = length
        found: dict[str, list[str]] = {}
        for key, first in _connected(self._keys, _alike(holders, lengths, sizes)).items():
            found.setdefault(first, []).append(key)
        return [group for group in found.values() if len(group) > 1]


def _alike(
    holders: Mapping[_Mark, list[str]], lengths: Mapping[_Mark, int], sizes: Mapping[str, int]
) -> list[tuple[str, str]]:
    """The pairs that share enough; `holders` are the articles of each paragraph, `sizes` all that they have."""
    shared: dict[tuple[str, str], int] = {}
    for mark, keys in holders.items():
        if 1 < len(keys) <= COMMONEST:
            for place, left in enumerate(keys):
                for right in keys[place + 1 :]:
                    shared[left, right] = shared.get((left, right), 0) + lengths[mark]
    return [pair for pair, length in shared.items() if length >= SHARE * min(sizes[key] for key in pair)]


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

"""Train, dev and test: each article goes where the hash of a seed and its near-duplicates' first article sends it.

So near-duplicates are never on two sides, the same seed gives the same split, and new articles move none that are
there, unless they join two groups.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

import msgspec

from annotator.core.errors import BadSplit
from annotator.core.neardup import groups
from annotator.store.reader import Reader

PARTS = ("train", "dev", "test")
_CHUNK = 200


class Part(msgspec.Struct, kw_only=True):
    """One side of a split: its articles by row number, and how many each outlet has in it."""

    name: str
    numbers: list[int] = []
    outlets: dict[str, int] = {}
    near_duplicates: int = 0  # articles that are here because of another one


def shares(words: str) -> tuple[int, ...]:
    """The shares of "80/10/10" or "80/20"; raises BadSplit when they are not two or three numbers that make 100."""
    try:
        found = tuple(int(word) for word in words.split("/"))
    except ValueError:
        found = ()
    if len(found) not in (2, 3) or sum(found) != 100 or min(found) < 0:
        raise BadSplit(shares=words)
    return found


def split(reader: Reader, numbers: list[int], parts: tuple[int, ...], seed: int) -> list[Part]:
    """The articles shared out by percentages, in their order."""
    names = PARTS if len(parts) == 3 else ("train", "test")
    found = [Part(name=name) for name in names]
    rows = list(_rows(reader, numbers))
    first = groups((key, text) for _, key, text, _ in _texts(reader, numbers))
    counts = [Counter[str]() for _ in found]
    for number, key, outlet in rows:
        side = _side(f"{seed}:{first[key]}", parts)
        found[side].numbers.append(number)
        found[side].near_duplicates += first[key] != key
        counts[side][outlet or ""] += 1
    for part, count in zip(found, counts, strict=True):
        part.outlets = dict(sorted(count.items()))
    return found


def _side(word: str, parts: tuple[int, ...]) -> int:
    place = int.from_bytes(hashlib.sha256(word.encode("utf-8")).digest()[:8], "big") / 2**64 * 100
    edge = 0
    for side, share in enumerate(parts):
        edge += share
        if place < edge:
            return side
    return len(parts) - 1


def _rows(reader: Reader, numbers: list[int]) -> Iterator[tuple[int, str, str | None]]:
    for number, key, _, outlet in _read(reader, numbers, "''"):
        yield number, key, outlet


def _texts(reader: Reader, numbers: list[int]) -> Iterator[tuple[int, str, str, str | None]]:
    return _read(reader, numbers, "text")


def _read(reader: Reader, numbers: list[int], text: str) -> Iterator[tuple[int, str, str, str | None]]:
    for start in range(0, len(numbers), _CHUNK):
        some = ",".join(str(number) for number in numbers[start : start + _CHUNK])
        yield from reader.connection.execute(
            f"SELECT n, id, {text}, outlet FROM article WHERE n IN ({some}) ORDER BY n"
        )

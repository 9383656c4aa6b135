"""The card that a data set is published with: what is in it, how it is split, and how it loads."""

from __future__ import annotations

import msgspec


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an export once it is written: its files and what they hold."""

    name: str  # what the data set is called
    format: str
    files: tuple[tuple[str, str, int], ...]  # part (train, dev, test), file, articles
    articles: int
    spans: int
    relations: int
    languages: tuple[str, ...] = ()

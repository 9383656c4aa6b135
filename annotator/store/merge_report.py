"""What a merge did, or would do, as it is counted while it runs: by article and person, with what needs a decision."""

from __future__ import annotations

from typing import Literal

import msgspec

from annotator.core.model import AnyRecord

Sort = Literal["new", "changed", "deleted", "held", "both"]
SORTS: tuple[Sort, ...] = ("new", "changed", "deleted", "held", "both")
HowTexts = Literal["theirs older", "theirs newer", "both corrected"]
HowCodebook = Literal["same", "older", "newer", "apart"]
Side = Literal["mine", "theirs"]


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """How much of one person's work on one article came in; names are what people read, "" for what is nobody's."""

    article: str
    title: str
    annotator: str
    new: int = 0
    changed: int = 0
    deleted: int = 0
    held: int = 0
    both: int = 0


class BothChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A record that both sides changed since they parted; None is deleted. `won` stands until a person chooses."""

    record: str
    kind: str
    article: str
    title: str
    annotator: str
    mine: AnyRecord | None
    theirs: AnyRecord | None
    won: Side


class NewlyHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A record that cannot stand here, kept whole with the reason."""

    record: str
    kind: str
    article: str
    title: str
    annotator: str
    reason: str


class TextDiffers(msgspec.Struct, frozen=True, kw_only=True):
    """An article whose text is not the same on both sides."""

    article: str
    title: str
    how: HowTexts


class SameName(msgspec.Struct, frozen=True, kw_only=True):
    """A name that stands under one id here and another one there, with how many spans it has there."""

    name: str
    mine: str
    theirs: str
    spans: int


class Tally:
    """Counts while the merge runs; articles and annotators by their ids."""

    def __init__(self) -> None:
        self.touched: dict[tuple[str, str], dict[Sort, int]] = {}
        self.both: list[tuple[str, str, str, str, AnyRecord | None, AnyRecord | None, Side]] = []
        self.held: list[tuple[str, str, str, str, str]] = []
        self.texts: list[tuple[str, HowTexts]] = []
        self.total = dict.fromkeys(SORTS, 0)
        self.articles_new = 0
        self.other = 0  # what changed and is no work of anybody: tombstones, history, work time, moved positions

    def add(self, sort: Sort, article: str, annotator: str) -> None:
        """One more record of this sort."""
        self.total[sort] += 1
        key = article, annotator
        found = self.touched.get(key)
        if found is None:
            found = self.touched[key] = dict.fromkeys(SORTS, 0)
        found[sort] += 1

    @property
    def anything(self) -> bool:
        """Whether anything at all is not as it was."""
        return bool(self.other or self.articles_new or any(self.total.values()))

"""What in the article can be chosen by a digit now: spans, whose chips get it, and places that are not tagged yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.core.model import Fragment
from annotator.gui.views.article.content import Content


class Numbered(NamedTuple):
    """One that can be chosen: its digit; a span's id, or the label and fragments (code points) it would have."""

    digit: str
    span: str | None
    label: str
    fragments: tuple[Fragment, ...]

    @property
    def key(self) -> str:
        """The span's id, or a name for the place that no span has."""
        return self.span or f"offered/{self.digit}"


class Numbers:
    """The digits of one view; empty when nothing is being chosen."""

    def __init__(self) -> None:
        self._all: tuple[Numbered, ...] = ()
        self._by_span: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._all)

    def change(self, numbers: Iterable[Numbered], content: Content) -> set[int]:
        """Shows other digits; answers the blocks that look different now."""
        after = tuple(numbers)
        before, self._all = self._all, after
        self._by_span = {one.span: one.digit for one in after if one.span is not None}
        return {
            block
            for one in set(before) ^ set(after)
            if one.span is None or one.span in content.spans
            for block in content.blocks.covering(one.fragments[0][0], one.fragments[-1][1])
        }

    def digit(self, span: str) -> str:
        """The digit of a span, or nothing."""
        return self._by_span.get(span, "")

    def places(self, start: int, end: int) -> Iterator[Numbered]:
        """The untagged places whose hull touches a stretch of the text."""
        for one in self._all:
            if one.span is None and one.fragments[0][0] < end and one.fragments[-1][1] > start:
                yield one

    def at(self, keys: Sequence[str]) -> str:
        """The digit of the first of these spans or places that has one."""
        return next((one.digit for one in self._all if one.key in keys), "")

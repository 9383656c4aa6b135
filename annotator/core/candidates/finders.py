"""The places of each find kind in one block, as fragments, best knowledge first."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cached_property

from annotator.core.candidates.cues import Attribution, attributions
from annotator.core.candidates.figures import figures
from annotator.core.candidates.ladders import holds
from annotator.core.candidates.names import Names, runs
from annotator.core.candidates.reading import QUOTE, SCARE_QUOTE, Reading
from annotator.core.candidates.tokens import Token
from annotator.core.codebook import Find
from annotator.core.model import Fragment

Fragments = tuple[Fragment, ...]

_GAP = re.compile(r"[^.!?…。！？\n]{2,120},\s*\Z")
_STOPPED = re.compile(r"[,，、]\W?\s*\Z")


class Finders:
    """What each kind finds in a block.

    `wide`: beliefs count as attributions, as in attribution codebooks; `bare`: names alone, without titles and actors
    that are only described, as in codebooks of entities.
    """

    def __init__(
        self, reading: Reading, *, english: bool, wide: bool, known: Container[str], bare: bool = False
    ) -> None:
        self.reading = reading
        self.english = english
        self.wide = wide
        self.known = known
        self.bare = bare

    def places(self, find: Find) -> list[Fragments]:
        """The places of a kind."""
        if find == "name":
            return self._names()
        if find == "quotation":
            return self._quotations()
        if find == "figure":
            return [
                (one,) for one in figures(self.reading.text, self.reading.start, self.reading.end, words=self.english)
            ]
        if find == "speaker":
            return [(one.source,) for one in self.attributions if one.source] if self.english else self._names()
        if find == "cue":
            return [(one.cue,) for one in self.attributions]
        return []

    @cached_property
    def attributions(self) -> list[Attribution]:
        """The attributions of the block outside its quotation marks."""
        if not self.english:
            return []
        found = [one for sentence in self.reading.sentences for one in attributions(sentence)]
        found = [one for one in found if self.wide or not one.thought]
        return (
            [one for one in found if not any(_inside(one, other) for other in found if other is not one)]
            if self.wide
            else found
        )

    def _names(self) -> list[Fragments]:
        if not self.english:
            return [(one,) for one in runs(self.reading.tokens)]
        if len(self.reading.tokens) < 12 and self.reading.tokens and self.reading.tokens[0].low == "by":
            return []  # a byline
        titled = self.reading.titled
        found = []
        for sentence in self._all_sentences:
            names = Names(sentence, self.known, titled=titled)
            found += names.bare() if self.bare else names.find()
        return [(one.place,) for one in found]

    @cached_property
    def _all_sentences(self) -> list[list[Token]]:
        """The sentences outside the marks, and those inside them."""
        inner = []
        for item in self.reading.items:
            if item.kind in (QUOTE, SCARE_QUOTE):
                part = Reading(self.reading.text, item.start + 1, max(item.start + 1, item.end - 1))
                inner += part.sentences
        return [*self.reading.sentences, *inner]

    def _quotations(self) -> list[Fragments]:
        contents = [content.fragments for one in self.attributions for content in one.contents]
        contents = [one for one in contents if not any(one != other and holds(other, one) for other in contents)]
        for quoted in self._joined():
            if not any(_touch(quoted, content) for content in contents):
                contents.append(quoted)
        return contents

    def _joined(self) -> list[Fragments]:
        """The quotations that are more than a word or two in marks; the pieces of an interrupted one together."""
        items = self.reading.items
        made: list[Fragments] = []
        for item in items:
            if item.kind != QUOTE:
                continue
            piece = item.start, item.end
            if made and _interrupted(self.reading.text, made[-1][-1], piece) and len(made[-1]) < 3:
                made[-1] = (*made[-1], piece)
            else:
                made.append((piece,))
        return made


def _interrupted(text: str, first: Fragment, second: Fragment) -> bool:
    """Whether two quotations are the pieces of one: “One,” she said, “two.”"""
    gap = text[first[1] : second[0]]
    return bool(_GAP.match(gap)) and bool(_STOPPED.search(text[first[0] : first[1]]) or gap.lstrip().startswith(","))


def _touch(one: Fragments, other: Fragments) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _inside(one: Attribution, other: Attribution) -> bool:
    """Whether an attribution stands inside what another said before it: "X said that Y believed ..."."""
    if one.cue[0] < other.cue[1]:
        return False
    return any(
        start <= one.cue[0] and one.cue[1] <= end for content in other.contents for start, end in content.fragments
    )

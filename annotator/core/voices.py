"""Who speaks where in a text, and its sentences: attributions read by the paragraph, when they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.core.candidates.blocks import Block, Blocks
from annotator.core.candidates.cues import Attribution, attributions
from annotator.core.candidates.reading import Reading
from annotator.core.model import Fragment

_KEPT = 60  # paragraphs that are remembered
_MOST = 12  # paragraphs of one quotation that are read


class Voice(NamedTuple):
    """One attribution: its cue, its source with and without apposition, what it says, in code points."""

    cue: Fragment
    source: Fragment | None
    bare: Fragment | None
    contents: tuple[Fragment, ...]


class _Paragraph(NamedTuple):
    sentences: list[Fragment]
    voices: list[Voice]


class Voices:
    """The attributions of one text (English ones; other languages have sentences only)."""

    def __init__(self, text: str, *, english: bool) -> None:
        self._text, self._english = text, english
        self._blocks = Blocks(text)
        self._read: OrderedDict[Block, _Paragraph] = OrderedDict()

    def of(self, fragments: Sequence[Fragment]) -> Voice | None:
        """The attribution that hands these words to somebody: the one whose content shares most with them."""
        best: tuple[float, Voice] | None = None
        for block in self._between(fragments[0][0], fragments[-1][1]):
            for voice in self._paragraph(block).voices:
                if any(_shared(one, voice.cue) for one in fragments):
                    continue  # somebody who is quoted inside
                shared = sum(_shared(one, content) for one in fragments for content in voice.contents)
                size = sum(end - start for start, end in voice.contents)
                if shared and (best is None or shared - size / 1e6 > best[0]):
                    best = shared - size / 1e6, voice
        return best[1] if best is not None else None

    def before(self, position: int) -> Iterator[Voice]:
        """The attributions of a position's paragraph that stand before it, the nearest first."""
        for voice in reversed(self._paragraph(self._blocks.at(position)).voices):
            if voice.cue[0] < position:
                yield voice

    def sentence(self, start: int, end: int) -> Fragment:
        """From the sentence in which a stretch begins to the one in which it ends."""
        first, last = self._sentence_at(start), self._sentence_at(max(start, end - 1))
        return first[0], last[1]

    def previous_sentence(self, start: int) -> Fragment:
        """The sentence before the one that begins at `start`, also that of the paragraph before; else nothing."""
        if start <= 0:
            return 0, 0
        block = self._blocks.at(start)
        if start <= block[0]:
            before = self._blocks.before(block)
            if before is None:
                return 0, 0
            block = before
        found = [one for one in self._paragraph(block).sentences if one[0] < start]
        return found[-1] if found else (0, 0)

    def _sentence_at(self, position: int) -> Fragment:
        block = self._blocks.at(position)
        for start, end in self._paragraph(block).sentences:
            if position < end:
                return start, end
        return block

    def _between(self, start: int, end: int) -> Iterator[Block]:
        for count, block in enumerate(self._blocks.since(start)):
            if (block[0] >= end and count) or count >= _MOST:
                return
            yield block

    def _paragraph(self, block: Block) -> _Paragraph:
        found = self._read.get(block)
        if found is None:
            reading = Reading(self._text, *block)
            sentences = [sentence for sentence in reading.sentences if sentence]
            voices = [_voice(one) for items in sentences for one in attributions(items)] if self._english else []
            found = _Paragraph([(one[0].start, one[-1].end) for one in sentences], voices)
            self._read[block] = found
            if len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return found


def _voice(attribution: Attribution) -> Voice:
    contents = tuple(piece for content in attribution.contents for piece in content.fragments)
    return Voice(attribution.cue, attribution.source, attribution.bare or attribution.source, contents)


def _shared(one: Fragment, other: Fragment) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))

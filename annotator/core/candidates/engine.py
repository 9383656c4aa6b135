"""Likely places of one article under one codebook: ghosts, smart ends, ladders, likely starts, jumps by letter.

Found by the block when they are asked for, and kept. Nothing is stored: a candidate is only a landing place.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection, Container, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from annotator.core.candidates.blocks import LONGEST, Block, Blocks
from annotator.core.candidates.candidate import SPACES_ONLY, Candidate, settled, whole
from annotator.core.candidates.finders import Finders
from annotator.core.candidates.ladders import larger, smaller
from annotator.core.candidates.marks import pairs
from annotator.core.candidates.reading import Reading
from annotator.core.candidates.rungs import rungs, smart_end
from annotator.core.candidates.tokens import tokens
from annotator.core.codebook import Codebook, Find, Label
from annotator.core.errors import EmptySelection
from annotator.core.model import Fragment
from annotator.core.text import next_character, next_word, word_at

_KEPT = 400  # blocks whose candidates are remembered
_REACH = 8_000  # code points that one question looks ahead: some four screens
_SAMPLE = 60_000  # code points from which the article's names are known
_PARAGRAPHS = 12  # over which one quotation may go on
_INNER_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]+")
_CLOSING = '"”“»«’›‘」』》)]%‰'
_OPENING = "\"'“„«»‘‚‹›「『《(`$£€¥"

Fragments = tuple[Fragment, ...]


class _Block(NamedTuple):
    """What is known of a block: its finders, and the candidates of the labels that were asked for."""

    finders: Finders
    candidates: dict[str, list[Candidate]]


class Candidates:
    """Likely places of one article under one codebook, found lazily by block and kept."""

    def __init__(self, text: str, codebook: Codebook, language: str | None = None) -> None:
        self.text = text
        self.codebook = codebook
        self.english = language is None or language.lower().startswith("en")
        self._blocks = Blocks(text)
        self._labels = {label.key: label for label in codebook.labels}
        self._climbed: dict[tuple[str | None, Fragments], Fragments] = {}  # a rung -> where E came from
        self._read: Reading | None = None  # the block that was looked at last
        self._found: OrderedDict[Block, _Block] = OrderedDict()

    def ghost(
        self,
        label: str,
        at: int,
        taken: Collection[tuple[str, Fragments]] = (),
        passed: Container[Candidate] = (),
        stop: int | None = None,
    ) -> Candidate | None:
        """The next likely place of a label at or after `at` that is not tagged so yet and was not passed over.

        With `stop` only one that starts before it, so that a drawn screen costs no more than its own blocks.
        """
        mine = sorted(fragments for key, fragments in taken if key == label and fragments[-1][1] > at)
        for candidate in self._since(label, at, stop):
            if candidate not in passed and not _covered(candidate, mine):
                return candidate
        return None

    def between(self, start: int, end: int, labels: Collection[str] | None = None) -> list[Candidate]:
        """All candidates of these labels, or of all, that start in a stretch, in text order."""
        found = []
        for block in self._blocks.since(start):
            if block[0] >= end:
                break
            for label in self._labels if labels is None else labels:
                found += [one for one in self._of(label, block) if start <= one.start < end]
        return sorted(found, key=lambda one: (one.start, -one.end))

    def read(self, at: int) -> int:
        """Finds all candidates of the block at a place, or after it; returns the start of the next (code points)."""
        for block in self._blocks.since(at):
            for label in self._labels:
                self._of(label, block)
            behind = self._blocks.after(block)
            return len(self.text) if behind is None else behind[0]
        return len(self.text)

    def from_start(self, label: str, start: int) -> Candidate:
        """What a label takes from a named start word; raises EmptySelection when nothing can be tagged there."""
        rule = self._labels.get(label) or self.codebook.label(label)
        word = word_at(self.text, start) if start < len(self.text) else None
        if word is None or word[1] <= start:
            word = next_word(self.text, start)
        if word is None:
            raise EmptySelection(label=rule.name.upper())
        start = self._opened(word[0])
        for candidate in self._since(label, start, word[0] + 1):
            return candidate
        end = smart_end(self._reading(word[0]), self._kind(rule), start) or word[1]
        fragments = settled(self.text, [(start, max(end, word[1]))], rule.trim)
        return Candidate(label, fragments or settled(self.text, [word], SPACES_ONLY) or (whole(self.text, *word),))

    def _opened(self, place: int) -> int:
        """The opening mark, or mark of money, right before a word; else the word itself."""
        while place and self.text[place - 1] in _OPENING and (place < 2 or not self.text[place - 2].isalnum()):
            place -= 1
        return place

    def grown(self, label: str | None, fragments: Fragments) -> Fragments | None:
        """The next larger rung of the label's ladder, None at its top."""
        rung = larger(self._rungs(label, fragments), fragments)
        if rung is not None:
            if len(self._climbed) > _KEPT:
                self._climbed.clear()
            self._climbed[label, rung] = fragments
        return rung

    def shrunk(self, label: str | None, fragments: Fragments) -> Fragments | None:
        """The next smaller rung, None at the ladder's bottom; straight after growing, what was there before."""
        before = self._climbed.pop((label, fragments), None)
        return smaller(self._rungs(label, fragments), fragments) if before is None else before

    def starts(self, start: int, end: int) -> list[int]:
        """Likely start words in a stretch, most likely first: where candidates begin, then the other words."""
        likely = list(dict.fromkeys(one.start for one in self.between(start, end)))
        known = set(likely)
        words = dict.fromkeys(self._opened(place) for place, _ in self._texts(start, end))
        return likely + [place for place in words if place not in known and start <= place]

    def ends(self, start: int, stop: int) -> list[int]:
        """Likely ends after a start (G again), most likely first: where words end, in text order."""
        found = self._marked_ends(start, stop)
        for place, word in self._texts(start, stop):
            end = place + len(word)
            while end < stop and self.text[end : end + 1] in _CLOSING:
                end += 1
            end = next_character(self.text, end - 1)
            if start < end <= stop:
                found.append(end)
        found = sorted(set(found))
        likely = [
            end
            for end in found
            if end >= len(self.text) or self.text[end - 1] in _CLOSING or not _joins(self.text, end)
        ]
        known = set(likely)
        return likely + [end for end in found if end not in known]

    def _marked_ends(self, start: int, stop: int) -> list[int]:
        """Where quotations end, whatever stands before their closing mark."""
        found = []
        for block in self._blocks.since(start):
            if block[0] >= stop:
                break
            found += [next_character(self.text, pair.end - 1) for pair in pairs(self.text, *block) if pair.closed]
        return [end for end in found if start < end <= stop]

    def next_start(self, letter: str, after: int) -> int | None:
        """The next word that starts with this letter (case and accents ignored) after a position."""
        wanted = _plain(letter)
        if not wanted:
            return None
        for block in self._blocks.since(after):
            for token in tokens(self.text, *block):
                if token.start > after and token.kind != "mark" and _plain(token.text[0]) == wanted:
                    return token.start
        return None

    def _texts(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """The words that start in a stretch, with their places."""
        for block in self._blocks.since(start):
            if block[0] >= end:
                return
            for token in tokens(self.text, *block):
                if token.kind != "mark" and start <= token.start < end:
                    yield token.start, token.text

    def _since(self, label: str, at: int, stop: int | None = None) -> Iterator[Candidate]:
        last = at + _REACH if stop is None else stop - 1
        for block in self._blocks.since(at):
            if block[0] > last:
                return
            candidates = self._of(label, block)
            for candidate in candidates[bisect_left(candidates, at, key=lambda one: one.start) :]:
                if stop is not None and candidate.start >= stop:
                    return
                yield candidate

    def _of(self, label: str, block: Block) -> list[Candidate]:
        """The candidates of a label in a block, found once."""
        entry = self._found.get(block)
        if entry is None:
            entry = self._found[block] = _Block(self._finders(block), {})
            if len(self._found) > _KEPT:
                self._found.popitem(last=False)
        found = entry.candidates.get(label)
        if found is None:
            rule = self._labels.get(label)
            found = entry.candidates[label] = self._find(rule, block, entry.finders) if rule and rule.on else []
        return found

    def _find(self, label: Label, block: Block, finders: Finders) -> list[Candidate]:
        find = self._kind(label)
        places = finders.places(find)
        if find == "quotation":
            places = [self._continued(block, finders.reading, place) for place in places]
        return self._settled(label, places)

    def _finders(self, block: Block) -> Finders:
        return Finders(
            Reading(self.text, *block),
            english=self.english,
            wide=self._attributes,
            known=self._known,
            bare=sum(label.find == "name" for label in self.codebook.shown()) > 1,
        )

    def _kind(self, label: Label) -> Find:
        """How a label's places are found: as the codebook says, and as its roles make plain."""
        if label.find == "none" and label.role == "cue":
            return "cue"
        if label.find == "name" and label.role == "agent" and self._attributes:
            return "speaker"
        return label.find

    @cached_property
    def _attributes(self) -> bool:
        """Whether the codebook is about who says and thinks what, and nothing else: beliefs are attributions then."""
        roles = {label.role for label in self.codebook.labels}
        finds = {label.find for label in self.codebook.shown()}
        return "speaker" in finds or ({"quotation", "cue"} <= roles and "quantity" not in roles)

    @cached_property
    def _known(self) -> frozenset[str]:
        """Words that stand with a capital inside a sentence near the article's start: names, then."""
        return frozenset(_INNER_CAPITAL.findall(self.text[:_SAMPLE]))

    def _continued(self, block: Block, reading: Reading, place: Fragments) -> Fragments:
        """A quotation whose paragraph ends with its mark open goes on where the next begins with one."""
        opened = next((pair for pair in reading.pairs if not pair.closed), None)
        if opened is None or place[-1][1] != block[1] or not any(start == opened.start for start, _ in place):
            return place
        return (*place[:-1], (place[-1][0], self._closing(block, opened.start)))

    def _closing(self, block: Block, opened: int) -> int:
        """Where a quotation ends that is still open at its block's end."""
        mark, end = self.text[opened], block[1]
        for _ in range(_PARAGRAPHS):
            after = self._blocks.after(block)
            if after is None:
                break
            begin = after[0] if self.text[after[0]] == mark else opened
            if begin == opened and (self.text[block[1] : after[0]] != "\n" or after[1] - opened > LONGEST):
                break  # a new paragraph without the mark: the writer forgot to close it
            first = next((pair for pair in pairs(self.text, begin, after[1]) if pair.start == begin), None)
            if first is None:
                break
            if first.closed:
                return first.end
            block, end = after, end if begin == opened else first.end
        return end

    def _settled(self, label: Label, places: list[Fragments]) -> list[Candidate]:
        made = {Candidate(label.key, settled(self.text, place, label.trim)) for place in places}
        return sorted((one for one in made if one.fragments), key=lambda one: (one.start, -one.end))

    def _rungs(self, label: str | None, fragments: Fragments) -> list[Fragments]:
        """Every rung near these words, trimmed as the label says."""
        start, end = fragments[0][0], fragments[-1][1]
        rule = self._labels[label].trim if label in self._labels else SPACES_ONLY
        find: Find = self._kind(self._labels[label]) if label in self._labels else "none"
        first, last = self._blocks.at(start), self._blocks.at(max(start, end - 1))
        raw: list[Fragments] = [(one,) for one in rungs(self._reading(start), find, start, end)]
        raw += [(one,) for one in (word_at(self.text, start), (first[0], last[1])) if one]
        if len(fragments) > 1:
            raw += [fragments[:count] for count in range(1, len(fragments))] + [((start, end),)]
        made = {settled(self.text, one, rule) for one in raw}
        if label is not None:
            made |= {one.fragments for one in self._of(label, first)}
        if last != first:
            made.add(settled(self.text, [(start, last[1])], rule))
        return [one for one in made if one]

    def _reading(self, place: int) -> Reading:
        block = self._blocks.at(place)
        if self._read is None or (self._read.start, self._read.end) != block:
            self._read = Reading(self.text, *block)
        return self._read


def _joins(text: str, end: int) -> bool:
    """Whether the words simply go on after this end."""
    return text[end] == " " and end + 1 < len(text) and text[end + 1].isalnum()


def _covered(candidate: Candidate, taken: Sequence[Fragments]) -> bool:
    """Whether a span of the same label (sorted) stands on these words already."""
    for one in taken:
        if one[0][0] >= candidate.end:
            return False
        if candidate.start < one[-1][1]:
            return True
    return False


def _plain(letter: str) -> str:
    """A letter without case and accents."""
    return unicodedata.normalize("NFKD", letter)[:1].casefold()

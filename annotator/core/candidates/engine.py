"""Likely places of one article under one codebook: ghosts, smart ends, ladders, likely starts, jumps by letter.

Found by the block when they are asked for, and kept. Nothing is stored: a candidate is only a landing place.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection, Container, Iterator, Sequence

from annotator.core.candidates.blocks import Block, Blocks
from annotator.core.candidates.candidate import SPACES_ONLY, Candidate, settled
from annotator.core.candidates.figures import figures
from annotator.core.candidates.ladders import larger, smaller
from annotator.core.candidates.marks import pairs
from annotator.core.candidates.names import names
from annotator.core.candidates.tokens import Token, tokens
from annotator.core.codebook import Codebook, Find, Label
from annotator.core.errors import EmptySelection
from annotator.core.model import Fragment
from annotator.core.text import next_word, word_at

_KEPT = 400  # blocks whose candidates are remembered
_REACH = 200  # blocks that one question may look at
_STOPS = ".!?。！？"

Fragments = tuple[Fragment, ...]


class Candidates:
    """Likely places of one article under one codebook, found lazily by block and kept."""

    def __init__(self, text: str, codebook: Codebook, language: str | None = None) -> None:
        self.text = text
        self.codebook = codebook
        self.english = language is None or language.lower().startswith("en")
        self._blocks = Blocks(text)
        self._labels = {label.key: label for label in codebook.labels}
        self._climbed: dict[tuple[str | None, Fragments], Fragments] = {}  # a rung -> where E came from
        self._found: OrderedDict[Block, dict[str, list[Candidate]]] = OrderedDict()

    def ghost(
        self,
        label: str,
        at: int,
        taken: Collection[tuple[str, Fragments]] = (),
        passed: Container[Candidate] = (),
    ) -> Candidate | None:
        """The next likely place of a label at or after `at` that is not tagged so yet and was not passed over."""
        mine = sorted(fragments for key, fragments in taken if key == label)
        for candidate in self._since(label, at):
            if candidate not in passed and not _covered(candidate, mine):
                return candidate
        return None

    def between(self, start: int, end: int) -> list[Candidate]:
        """All candidates of all labels that start in a stretch, in text order."""
        found = []
        for block in self._blocks.since(start):
            if block[0] >= end:
                break
            for candidates in self._in(block).values():
                found += [one for one in candidates if start <= one.start < end]
        return sorted(found, key=lambda one: (one.start, -one.end))

    def from_start(self, label: str, start: int) -> Candidate:
        """What a label takes from a named start word; raises EmptySelection when nothing can be tagged there."""
        rule = self._labels.get(label) or self.codebook.label(label)
        word = word_at(self.text, start) if start < len(self.text) else None
        if word is None or word[1] <= start:
            word = next_word(self.text, start)
        if word is None:
            raise EmptySelection(label=rule.name.upper())
        for candidate in self._since(label, word[0]):
            if candidate.start > word[0]:
                break
            if candidate.start == word[0]:
                return candidate
        end = self._sentence(word[0])[1] if rule.find == "quotation" else word[1]
        fragments = settled(self.text, [(word[0], end)], rule.trim) or settled(self.text, [word], SPACES_ONLY)
        if not fragments:
            raise EmptySelection(label=rule.name.upper())
        return Candidate(label, fragments)

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
        return likely + [place for place, _ in self._texts(start, end) if place not in known]

    def ends(self, start: int, stop: int) -> list[int]:
        """Likely ends after a start (G again), most likely first: where words end, in text order."""
        found = [place + len(word) for place, word in self._texts(start, stop)]
        return [place for place in found if start < place <= stop]

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

    def _since(self, label: str, at: int) -> Iterator[Candidate]:
        for count, block in enumerate(self._blocks.since(at)):
            if count > _REACH:
                return
            candidates = self._in(block).get(label, [])
            place = bisect_left(candidates, at, key=lambda one: one.start)
            yield from candidates[place:]

    def _in(self, block: Block) -> dict[str, list[Candidate]]:
        found = self._found.get(block)
        if found is None:
            found = self._found[block] = self._find(block)
            if len(self._found) > _KEPT:
                self._found.popitem(last=False)
        return found

    def _find(self, block: Block) -> dict[str, list[Candidate]]:
        words = tokens(self.text, *block)
        found: dict[str, list[Candidate]] = {}
        for label in self.codebook.shown():
            found[label.key] = self._settled(label, self._places(label.find, block, words))
        return found

    def _places(self, find: Find, block: Block, words: list[Token]) -> list[Fragments]:
        if find in ("name", "speaker"):
            return [(place,) for place in names(words)]
        if find == "quotation":
            return [((pair.start, pair.end),) for pair in pairs(self.text, *block) if pair.depth == 0]
        if find == "figure":
            return [(place,) for place in figures(self.text, *block, words=self.english)]
        return []

    def _settled(self, label: Label, places: list[Fragments]) -> list[Candidate]:
        made = {Candidate(label.key, settled(self.text, place, label.trim)) for place in places}
        return sorted((one for one in made if one.fragments), key=lambda one: (one.start, -one.end))

    def _sentence(self, position: int) -> Fragment:
        start, end = self._blocks.at(position)
        for token in tokens(self.text, start, end):
            if token.text in _STOPS and token.end < end and self.text[token.end].isspace():
                if token.end > position:
                    return start, token.end
                start = token.end
        return start, end

    def _rungs(self, label: str | None, fragments: Fragments) -> list[Fragments]:
        start, end = fragments[0][0], fragments[-1][1]
        rule = self._labels[label].trim if label in self._labels else SPACES_ONLY
        first, last = self._blocks.at(start), self._blocks.at(max(start, end - 1))
        sentence = self._sentence(start)[0], self._sentence(max(start, end - 1))[1]
        words = [one for one in (word_at(self.text, start),) if one]
        quoted = [(pair.start, pair.end) for pair in pairs(self.text, *first)]
        raw: list[Fragments] = [(one,) for one in (*words, *quoted, sentence, (first[0], last[1]))]
        if label is not None:
            raw += [one.fragments for one in self._in(first).get(label, [])]
        made = {settled(self.text, one, rule) for one in raw}
        return [one for one in made if one]


def _covered(candidate: Candidate, taken: Sequence[Fragments]) -> bool:
    """Whether a span of the same label stands on these words already."""
    return any(one[0][0] < candidate.end and candidate.start < one[-1][1] for one in taken)


def _plain(letter: str) -> str:
    """A letter without case and accents."""
    return unicodedata.normalize("NFKD", letter)[:1].casefold()

"""The keys of an error-free analyst: for one span, the cheapest of the real acts of interaction.md, sections 3 and 4.

A plan is the list of keys that a journey could press. A modifier counts as a press and may be held over several keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotator.core.candidates import Candidates
from annotator.core.candidates.candidate import Candidate, settled
from annotator.core.codebook import Codebook
from annotator.core.edges import nudge
from annotator.core.errors import AnnotatorError
from annotator.core.model import Article, Fragment, Span
from annotator.core.text import next_character, next_word, previous_word
from tests.benchmarks.keygold import GoldSpan

SCREEN = 2_000  # code points that one screen shows
SHORT_HINTS = 16  # of the likeliest starts, one letter each
HINTS = SHORT_HINTS + 9 * 25  # one letter or two; what is beyond has none
_PASSES = 6  # ghosts that are passed over at most
_SPACES = 8  # repeats of a jump
_RUNGS = 6  # steps of a ladder
_STOP = re.compile(r"\w+|[^\w\s]+")
_STEPS = 14  # steps of an edge

Fragments = tuple[Fragment, ...]
Keys = tuple[str, ...]


class Plan(NamedTuple):
    """Keys that make one span, and by which act."""

    keys: Keys
    act: str

    @property
    def cost(self) -> int:
        """Presses: keys, and each modifier once a run of keys it is held for."""
        return presses(self.keys)


def presses(keys: Keys) -> int:
    """How many keys go down, modifiers included."""
    count, held = 0, set[str]()
    for key in keys:
        *modifiers, _ = key.split("+") if key != "+" else [key]
        count += 1 + len(set(modifiers) - held)
        held = set(modifiers)
    return count


def _letters(place: int, hints: list[int]) -> Keys:
    """The letters of a hint, each as the place it stands for: one for the likeliest, two for the rest."""
    return (f"hint {place}",) * (1 if hints.index(place) < SHORT_HINTS else 2)


class Desk:
    """An article on the screen: caret, what is tagged, and the plans for the next span."""

    def __init__(self, text: str, codebook: Codebook, language: str | None) -> None:
        self.text = text
        self.codebook = codebook
        self.found = Candidates(text, codebook, language)
        self.caret = 0
        self.top = 0
        self.taken: set[tuple[str, Fragments]] = set()
        self.active: Fragments | None = None
        self._article = Article(id="a", text=text, sha256="")
        self._keys = {label.key: label.shortcut or label.key for label in codebook.labels}

    def make(self, gold: GoldSpan) -> Plan:
        """The cheapest plan for a span; then it stands there and the caret is at its start."""
        best = min(self._plans(gold), key=lambda plan: plan.cost)
        self.taken.add((gold.label, gold.fragments))
        self.active, self.caret = gold.fragments, gold.fragments[0][0]
        if not self.top <= self.caret < self.top + SCREEN:
            self.top = max(0, self.caret - SCREEN // 3)
        return best

    def _plans(self, gold: GoldSpan) -> Iterator[Plan]:
        yield from self._by_ghost(gold)
        yield from self._by_space(gold)
        yield from self._same_words(gold)
        if len(gold.fragments) > 1:
            yield from self._in_pieces(gold)
        yield from self._by_start(gold)
        yield from self._by_hints(gold)
        yield from self._by_selection(gold)

    # --- ghosts -----------------------------------------------------------------------------------

    def _by_ghost(self, gold: GoldSpan) -> Iterator[Plan]:
        key = self._keys[gold.label]
        passed = self._others(gold.label)
        for count in range(_PASSES + 1):
            ghost = self.found.ghost(gold.label, self.caret, self.taken, passed)
            if ghost is None or ghost.start > gold.fragments[-1][1]:
                return
            if not self._in_sight(ghost.fragments):  # the first press scrolls there and selects, the second tags
                if not count:
                    yield from self._mended((key, key), "ghost", gold, ghost.fragments)
                return
            act = "ghost" if not count else "pass"
            yield from self._mended((f"Shift+{key}",) * count + (key,), act, gold, ghost.fragments)
            passed.add(ghost)

    def _others(self, label: str) -> set[Candidate]:
        """What stands tagged with another label of the same kind: a person is no place as well."""
        find = self.codebook.label(label).find
        alike = {one.key for one in self.codebook.shown() if one.find == find != "none"} - {label}
        return {
            Candidate(label, pieces) for other, pieces in self.taken if other in alike and pieces[0][0] >= self.caret
        }

    def _in_sight(self, fragments: Fragments) -> bool:
        return self.top <= fragments[0][0] and fragments[-1][1] <= self.top + SCREEN

    def _by_space(self, gold: GoldSpan) -> Iterator[Plan]:
        """Space from one candidate to the next, of whatever label; the label key takes what stands selected."""
        count, start, end = 0, gold.fragments[0][0], gold.fragments[-1][1]
        last: Fragment | None = None
        for candidate in self.found.between(self.caret, end):
            if self._open(candidate) and (candidate.start, candidate.end) != last:
                count, last = count + 1, (candidate.start, candidate.end)
                if candidate.start <= end and start <= candidate.end:
                    keys = (*("Space",) * count, self._keys[gold.label])
                    yield from self._mended(keys, "space", gold, candidate.fragments)
            if count == _SPACES:
                return

    def _open(self, candidate: Candidate) -> bool:
        """Whether nothing of the same label stands there yet."""
        return not any(
            label == candidate.label and pieces[0][0] < candidate.end and candidate.start < pieces[-1][1]
            for label, pieces in self.taken
        )

    def _same_words(self, gold: GoldSpan) -> Iterator[Plan]:
        """X, label: a second label on the words of the active span."""
        if self.active == gold.fragments:
            yield Plan(("X", self._keys[gold.label]), "second label")

    # --- a named start ----------------------------------------------------------------------------

    def _starts(self, gold: GoldSpan) -> list[int]:
        """Where one may say the span begins: its first character, and its first word behind a mark."""
        start = gold.fragments[0][0]
        word = next_word(self.text, start)
        return [start] if word is None or word[0] == start else [start, word[0]]

    def _by_start(self, gold: GoldSpan) -> Iterator[Plan]:
        for start in self._starts(gold):
            for keys, act in (*self._letter(start), *self._hint(start)):
                try:
                    got = self.found.from_start(gold.label, start).fragments
                except AnnotatorError:
                    continue
                label = (self._keys[gold.label],) * (1 if got[-1][1] <= max(self.top, start) + SCREEN else 2)
                yield from self._mended((*keys, *label), act, gold, got)

    def _letter(self, start: int) -> Iterator[tuple[Keys, str]]:
        letter, place = self.text[start], self.caret
        if not (letter.isascii() and letter.isalnum()):
            return
        for spaces in range(_SPACES):
            found = self.found.next_start(letter, place)
            if found is None or found > start:
                return
            if found == start:
                yield ("F", letter, *("Space",) * spaces), "letter"
                return
            place = found

    def _hint(self, start: int) -> Iterator[tuple[Keys, str]]:
        pages = max(0, (start - self.top) // SCREEN)
        top = self.top + pages * SCREEN
        hints = self.found.starts(max(self.caret, top), top + SCREEN)
        if start in hints[:HINTS]:
            yield (*("PageDown",) * pages, "G", *_letters(start, hints)), "hint"

    def _by_hints(self, gold: GoldSpan) -> Iterator[Plan]:
        """Both ends named: G and hint, G and hint, label."""
        rule = self.codebook.label(gold.label).trim
        end = gold.fragments[-1][1]
        for keys, start, stop in self._both_ends(gold.fragments[0][0], end):
            got = settled(self.text, [(start, stop)], rule)
            if got:
                yield from self._mended((*keys, self._keys[gold.label]), "two hints", gold, got)

    def _both_ends(self, start: int, end: int) -> Iterator[tuple[Keys, int, int]]:
        word = previous_word(self.text, end)
        for place in self._starts(GoldSpan("", ((start, end),))):
            for keys, _ in self._hint(place):
                hints = self.found.ends(place, max(self.top, place) + SCREEN)
                for stop in {end, word[1] if word else end}:
                    if stop in hints[:HINTS]:
                        yield (*keys, "G", *_letters(stop, hints)), place, stop

    # --- selections and pieces --------------------------------------------------------------------

    def _by_selection(self, gold: GoldSpan) -> Iterator[Plan]:
        keys = self._select(*gold.fragments[0])
        label = self._keys[gold.label]
        more = [(*self._select(*piece), "J") for piece in gold.fragments[1:]]
        yield Plan((*keys, label, *(key for piece in more for key in piece)), "selection")

    def _select(self, start: int, end: int) -> Keys:
        """Caret keys by words to the start, then with Shift past the end: trimming takes the white space off."""
        arrow = "Right" if start >= self.caret else "Left"
        way = self._stops(min(self.caret, start), max(self.caret, start))
        return (f"Ctrl+{arrow}",) * way + ("Ctrl+Shift+Right",) * (self._stops(start, end - 1) + 1)

    def _stops(self, start: int, end: int) -> int:
        """How often Ctrl and an arrow stop after one place and up to another: at words, and at runs of marks."""
        return sum(1 for found in _STOP.finditer(self.text, start, end + 1) if found.start() > start)

    def _in_pieces(self, gold: GoldSpan) -> Iterator[Plan]:
        """The first piece as a span of its own, then each further piece selected by two hints and added by J."""
        first = GoldSpan(gold.label, gold.fragments[:1])
        more: Keys = ()
        for start, end in gold.fragments[1:]:
            exact = [keys for keys, *ends in self._both_ends(start, end) if ends == [start, end]]
            ways = [*exact, self._select(start, end)]
            more += (*min(ways, key=presses), "J")
        for plan in (*self._by_ghost(first), *self._by_start(first), *self._by_hints(first)):
            yield Plan((*plan.keys, *more), "pieces")

    # --- mending ----------------------------------------------------------------------------------

    def _mended(self, keys: Keys, act: str, gold: GoldSpan, got: Fragments) -> Iterator[Plan]:
        """The plan with what E, W, L and K still have to do, if they can do it."""
        if got == gold.fragments:
            yield Plan(keys, act)
            return
        for steps, now in self._ladder(gold.label, got):
            rest = self._edges(gold, now)
            if rest is not None:
                yield Plan((*keys, *steps, *rest), act + (", mended" if steps or rest else ""))

    def _ladder(self, label: str, got: Fragments) -> Iterator[tuple[Keys, Fragments]]:
        yield (), got
        for key, step in (("E", self.found.grown), ("W", self.found.shrunk)):
            now = got
            for count in range(1, _RUNGS + 1):
                rung = step(label, now)
                if rung is None:
                    break
                now = rung
                yield (key,) * count, now

    def _edges(self, gold: GoldSpan, got: Fragments) -> Keys | None:
        """L and K that bring both outer edges to their places, or None."""
        if got == gold.fragments:
            return ()
        if len(got) != len(gold.fragments) or got[1:-1] != gold.fragments[1:-1]:
            return None
        if len(got) > 1 and (got[0][1] != gold.fragments[0][1] or got[-1][0] != gold.fragments[-1][0]):
            return None
        end = self._edge(got, "end", gold.fragments[-1][1])
        start = self._edge(got, "start", gold.fragments[0][0])
        return None if end is None or start is None else (*start, *end)

    def _edge(self, got: Fragments, edge: str, wanted: int) -> Keys | None:
        now = got[-1][1] if edge == "end" else got[0][0]
        if now == wanted:
            return ()
        longer = (wanted > now) == (edge == "end")
        name = "L" if longer else "K"
        shift = "Shift+" if edge == "start" else ""
        span, keys = self._span(got), ()
        for _ in range(_STEPS):
            try:
                moved = nudge(
                    span, article=self._article, codebook=self.codebook, edge=edge, unit="word", longer=longer
                ).span()
            except AnnotatorError:
                break
            place = moved.fragments[-1][1] if edge == "end" else moved.fragments[0][0]
            if (place - wanted) * (now - wanted) < 0:
                break
            span, keys, now = moved, (*keys, f"{shift}{name}"), place
            if now == wanted:
                return keys
        letters = self._characters(now, wanted)
        return None if letters is None else (*keys, *(f"Ctrl+{shift}{name}",) * letters)

    def _characters(self, now: int, wanted: int) -> int | None:
        place, count = min(now, wanted), 0
        while place < max(now, wanted) and count < 4:
            place, count = next_character(self.text, place), count + 1
        return count if place == max(now, wanted) else None

    def _span(self, fragments: Fragments) -> Span:
        label = self.codebook.labels[0].key
        return Span(id="s", article="a", annotator="", label=label, fragments=fragments, words="", codebook="")

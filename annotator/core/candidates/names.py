"""Actors: capitalised runs with the role nouns before them, and people and bodies that are only described."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from annotator.core.candidates import english
from annotator.core.candidates.described import described, is_actor_noun, with_count
from annotator.core.candidates.english_verbs import VERBS
from annotator.core.candidates.phrases import Items, is_given, is_nominal, is_time, low, phrase_right
from annotator.core.candidates.tokens import Token
from annotator.core.model import Fragment
from annotator.core.wordlist import among

_PARTICLES = among(
    """
    de van von der den del della di da la le bin al el ibn du dos das af av zu ter ten abu ben mac y
    """
)


class Name(NamedTuple):
    """A place that may be an actor (code points); `proper` when it bears a name."""

    place: Fragment
    proper: bool = True


def runs(words: list[Token]) -> list[Fragment]:
    """The capitalised runs of a block in any language (code points)."""
    found, place = [], 0
    while place < len(words):
        if not words[place].capital or words[place].kind == "mark":
            place += 1
            continue
        last = place
        for after in range(place + 1, len(words)):
            if words[after].capital and words[after].kind != "mark":
                last = after
            elif words[after].low not in _PARTICLES or after - last > 2:
                break
        found.append((words[place].start, words[last].end))
        place = last + 1
    return found


class Names:
    """The likely actors of an English sentence.

    `known` are words that have a capital inside the article's sentences; `titled`: here capitals say nothing.
    """

    def __init__(self, items: Items, known: Container[str], *, titled: bool = False) -> None:
        self.items = items
        self.known = known
        self.titled = titled

    def find(self) -> list[Name]:
        """All of them, in order."""
        items = self.items
        found: list[Name] = []
        place = 0
        while place < len(items):
            end = self._phrase(place)
            if end is None or end <= place:
                place += 1
                continue
            if items[place].low == "whose":
                place = end  # of the actor that stands before it
                continue
            made = self._actors(place, end)
            found += [one for one in made if one.proper or not self._apposed(one.place)]
            covered = max((one.place[1] for one in made if one.proper), default=0)
            place = end
            while place < len(items) and items[place].start < covered:
                place += 1
        return found

    def bare(self) -> list[Name]:
        """Names alone, of whatever kind, as codebooks of entities want them: no titles, no articles, places too."""
        items, place = self.items, 0
        found: list[Name] = []
        while place < len(items):
            if not self._is_name(place):
                place += 1
                continue
            end = place + 1
            while end < len(items) and (self._is_name(end) or self._links(end)):
                end += 1
            begin = place
            while begin + 1 < end and items[begin].low in english.TITLES:
                begin += 1
            end = _joined(items, begin, end)
            found.append(Name((items[begin].start, items[end - 1].end)))
            place = end
        return found

    def _links(self, place: int) -> bool:
        """Whether a small word or mark stands inside a name: "Ludwig van Beethoven", "AT & T"."""
        token = self.items[place]
        inside = token.low in _PARTICLES or token.text in ("&", "-")
        return inside and place + 1 < len(self.items) and self._is_name(place + 1)

    def _phrase(self, place: int) -> int | None:
        items, token = self.items, self.items[place]
        if token.low in english.QUESTION_WORDS or token.low == "that":
            return None
        if token.low.endswith("ing") and low(items, place - 1) in english.BE:
            return None  # "are losing customers"
        if (token.low in english.SUBJECTS or token.low in english.OBJECTS) and token.low != "her":
            return None
        if token.low in english.DETERMINERS:
            return phrase_right(items, place)
        return phrase_right(items, place) if token.kind != "mark" and is_nominal(items, place) else None

    def _actors(self, first: int, end: int) -> list[Name]:
        """The actors of one noun phrase: the whole when its head is one, else the names of possessors in it."""
        items = self.items
        while end > first and items[end - 1].kind == "mark":
            end -= 1
        if end <= first:
            return []
        flags = [self._is_name(place) for place in range(first, end)]
        owner = next((at for at in range(end - 1, first, -1) if items[at].low == "'s" or items[at].text in "'’"), None)
        owned = self._actors(first, owner) if owner is not None else []
        if flags[-1]:
            return self._named(first, end, flags)
        if is_actor_noun(items, first, end):
            place = described(items, first, end)
            if owned and self._apposed(place):
                return owned
            return [Name(with_count(items, place) if not any(flags) else place, proper=any(flags))]
        return owned

    def _is_name(self, place: int) -> bool:
        """Whether a capital there is one of a name."""
        items, token = self.items, self.items[place]
        if is_given(items, place):
            return True
        if not token.capital or token.kind in ("mark", "number") or is_time(token):
            return False
        if token.low in english.MONTHS and (low(items, place - 1) in ("in", "since", "until", "from") or place == 0):
            return False
        if self.titled:
            return token.text in self.known or token.kind == "initial"
        if place and items[place - 1].kind != "quote" and items[place - 1].text not in ':“"‘':
            return token.low not in english.COMMON or len(token.text) > 3
        if token.low in english.COMMON:
            return False
        if token.text in self.known or token.kind == "initial" or (token.text.isupper() and len(token.text) > 1):
            return True
        after = items[place + 1] if place + 1 < len(items) else None
        if after is None:
            return False
        return (after.capital and after.kind == "word") or after.low in VERBS or after.low == "'s"

    def _named(self, first: int, end: int, flags: list[bool]) -> list[Name]:
        """A phrase that ends in a name: from its role nouns on, joined with "of ..." where a body is named."""
        items, begin = self.items, end - 1
        while begin > first and (flags[begin - 1 - first] or _inside(items, begin - 1)):
            begin -= 1
        while begin < end and items[begin].kind == "mark":
            begin += 1
        capital = begin
        while begin > first and _role(items, begin - 1):
            begin -= 1
        if begin > first and items[begin - 1].low in english.ARTICLES | english.POSSESSIVES:
            begin -= 1
        if self._is_place(begin, end):
            return []
        return [Name((items[begin].start, items[_joined(items, capital, end) - 1].end))]

    def _is_place(self, begin: int, end: int) -> bool:
        """Whether a name is a place where something happens, not somebody."""
        items, before = self.items, low(self.items, begin - 1)
        if items[end - 1].low in english.PLACE_HEADS:
            return True
        if before == "of" and low(items, begin - 2) in english.PLACE_NOUNS:
            return True
        if end - begin == 1 and before in english.PLACE_PREPOSITIONS:
            return True
        behind = ("in", "across", "near", "on", "between")
        return before in behind and low(items, begin) not in english.ARTICLES

    def _apposed(self, place: Fragment) -> bool:
        """Whether a description only says more of a name beside it: "Ana Ruiz, the chief executive, ..."."""
        items = self.items
        first = next(at for at, item in enumerate(items) if item.start >= place[0])
        last = next((at for at, item in enumerate(items) if item.start >= place[1]), len(items))
        if first > 1 and items[first - 1].text == "," and (last == len(items) or items[last].kind == "mark"):
            before = items[first - 2]
            return before.capital and not is_time(before) and before.low not in english.COMMON
        if low(items, last) == "," and last + 2 < len(items) and items[last + 1].capital and items[last + 2].capital:
            stop = next((at for at in range(last + 1, len(items)) if items[at].kind == "mark"), len(items))
            return stop < len(items) and items[stop].text == "," and stop - last < 5
        return False


def _inside(items: Items, place: int) -> bool:
    token = items[place]
    return token.low in _PARTICLES or token.low in ("'s", "&", "-", "'", "’") or token.text == "."


def _role(items: Items, place: int) -> bool:
    """Whether a word before a name says what its bearer is: "haulage boss", "defence counsel", "Managing director"."""
    token = items[place]
    if token.kind != "word" or token.low in english.DETERMINERS or is_time(token) or low(items, place - 1) == "to":
        return token.low == "'s"
    return not token.low.endswith(("ed", "ing")) or token.low == "managing" or token.capital


def _joined(items: Items, first: int, end: int) -> int:
    """The end of "Ministry of Health and Welfare" for the run that ends before `end`."""
    linked = False
    while end + 1 < len(items):
        link = low(items, end)
        institution = any(items[at].low in english.INSTITUTIONS for at in range(first, end))
        begin = end + 1
        if low(items, begin) in english.ARTICLES:
            begin += 1
        if begin >= len(items) or not items[begin].capital or items[begin].kind == "mark":
            break
        stop = begin
        while stop < len(items) and items[stop].capital and items[stop].kind != "mark":
            stop += 1
        department = items[stop - 1].low in english.DEPARTMENTS
        department |= linked and begin == end + 1 and items[stop - 1].low in english.PEOPLE
        if not ((link in ("of", "for") and institution) or link == "&" or (link == "and" and department)):
            break
        linked |= link in ("of", "for")
        end = stop
    return end

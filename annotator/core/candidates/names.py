"""Actors: capitalised runs with the role nouns before them, and people and bodies that are only described."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from annotator.core.candidates import english
from annotator.core.candidates.english_verbs import VERBS
from annotator.core.candidates.phrases import Items, is_nominal, is_time, low, phrase_right
from annotator.core.candidates.tokens import Token
from annotator.core.candidates.wordlist import among
from annotator.core.model import Fragment

_PARTICLES = among(
    """
    de van von der den del della di da la le bin al el ibn du dos das af av zu ter ten abu ben mac y
    """
)
_HANGS_ON = among("of in at on from for across with near behind")
_NATIONS = ("an", "ian", "ish", "ese", "ch", "ic", "i")


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


def names(items: Items, known: Container[str], *, titled: bool = False) -> list[Name]:
    """The likely actors of an English sentence; `known`: words that have a capital inside the article's sentences."""
    found: list[Name] = []
    place = 0
    while place < len(items):
        end = _phrase(items, place)
        if end is None or end <= place:
            place += 1
            continue
        made = _actors(items, place, end, known, titled=titled)
        found += [one for one in made if one.proper or not _apposed(items, one.place)]
        covered = max((one.place[1] for one in made if one.proper), default=0)
        place = end
        while place < len(items) and items[place].start < covered:
            place += 1
    return found


def _apposed(items: Items, place: Fragment) -> bool:
    """Whether a description only says more of a name beside it: "Ana Ruiz, the chief executive, ..."."""
    first = next(at for at, item in enumerate(items) if item.start >= place[0])
    last = next((at for at, item in enumerate(items) if item.start >= place[1]), len(items))
    if first > 1 and items[first - 1].text == "," and (last == len(items) or items[last].kind == "mark"):
        before = items[first - 2]
        return before.capital and not is_time(before) and before.low not in english.COMMON
    if low(items, last) == "," and last + 2 < len(items) and items[last + 1].capital and items[last + 2].capital:
        stop = next((at for at in range(last + 1, len(items)) if items[at].kind == "mark"), len(items))
        return stop < len(items) and items[stop].text == "," and stop - last < 5
    return False


def _phrase(items: Items, place: int) -> int | None:
    token = items[place]
    if token.low in english.QUESTION_WORDS or token.low == "that":
        return None
    if (token.low in english.SUBJECTS or token.low in english.OBJECTS) and token.low != "her":
        return None
    if token.low in english.DETERMINERS:
        return phrase_right(items, place)
    return phrase_right(items, place) if token.kind != "mark" and is_nominal(items, place) else None


def _is_name(items: Items, place: int, known: Container[str], *, titled: bool) -> bool:
    """Whether a capital there is one of a name."""
    token = items[place]
    if not token.capital or token.kind in ("mark", "number") or is_time(token) or token.low in english.WEEKDAYS:
        return False
    if token.low in english.MONTHS and (low(items, place - 1) in ("in", "since", "until", "from") or place == 0):
        return False
    if titled:
        return token.text in known or token.kind == "initial"
    if place and items[place - 1].kind not in ("quote",) and items[place - 1].text not in ':“"‘':
        return token.low not in english.COMMON or len(token.text) > 3
    if token.low in english.COMMON:
        return False
    if token.text in known or token.kind == "initial" or (token.text.isupper() and len(token.text) > 1):
        return True
    after = items[place + 1] if place + 1 < len(items) else None
    return after is not None and ((after.capital and after.kind == "word") or after.low in VERBS or after.low == "'s")


def _actors(items: Items, first: int, end: int, known: Container[str], *, titled: bool) -> list[Name]:
    """The actors of one noun phrase: the whole when its head is one, else the names of possessors in it."""
    while end > first and items[end - 1].kind == "mark":
        end -= 1
    flags = [_is_name(items, place, known, titled=titled) for place in range(first, end)]
    owner = next((at for at in range(end - 1, first, -1) if items[at].low == "'s" or items[at].text in "'’"), None)
    if any(flags) and flags[-1]:
        return _named(items, first, end, flags)
    head = items[end - 1].low
    if head in english.PEOPLE or head in english.BODIES:
        return [Name(_described(items, first, end), proper=any(flags))]
    if owner is not None:
        return _actors(items, first, owner, known, titled=titled)
    return []


def _named(items: Items, first: int, end: int, flags: list[bool]) -> list[Name]:
    """A phrase that ends in a name: from its role nouns on, joined with "of ..." where an office or body is named."""
    begin = end - 1
    while begin > first and (
        flags[begin - 1 - first] or items[begin - 1].low in _PARTICLES | {"'s", "&", "-", "'", "’"}
    ):
        begin -= 1
    while begin < end and items[begin].kind == "mark":
        begin += 1
    capital_first = begin
    while begin > first and _role(items, begin - 1):
        begin -= 1
    if begin > first and items[begin - 1].low in english.ARTICLES | english.POSSESSIVES:
        begin -= 1
    joined = _joined(items, capital_first, end)
    single = joined == end and end - begin == 1
    if single and low(items, begin - 1) in english.PLACE_PREPOSITIONS:
        return []
    if low(items, begin - 1) in ("in", "across", "near") and low(items, begin) not in english.ARTICLES:
        return []
    return [Name((items[begin].start, items[joined - 1].end))]


def _role(items: Items, place: int) -> bool:
    token = items[place]
    return (
        token.low in english.PEOPLE
        or token.low in english.TITLES
        or token.low in english.BODIES
        or token.low in english.ADJECTIVES
        or (token.capital and place > 0)
        or token.low
        in ("'s", "foreign", "policy", "affairs", "defence", "defense", "finance", "health", "interior", "party")
    )


def _joined(items: Items, first: int, end: int) -> int:
    """The end of "Ministry of Health and Welfare" for the run that ends before `end`."""
    while end + 1 < len(items):
        link = low(items, end)
        institution = any(items[at].low in english.INSTITUTIONS for at in range(first, end))
        begin = end + 1
        if low(items, begin) in english.ARTICLES:
            begin += 1
        if begin >= len(items) or not items[begin].capital or items[begin].kind == "mark":
            break
        stop = begin
        while stop < len(items) and (items[stop].capital and items[stop].kind != "mark"):
            stop += 1
        if (link in ("of", "for") and institution) or (
            link in ("and", "&") and (link == "&" or items[stop - 1].low in english.DEPARTMENTS)
        ):
            end = stop
        else:
            break
    return end


def _described(items: Items, first: int, end: int) -> Fragment:
    """A phrase whose head is a role or body, with "of the old quarter", "familiar with the talks" behind it."""
    while first < end - 1 and items[first].kind == "mark":
        first += 1
    close = end
    while close + 1 < len(items) and low(items, close) in _HANGS_ON:
        if is_time(items[close + 1]) or items[close + 1].kind == "number" or low(items, close + 1) in ("last", "this"):
            break
        further = phrase_right(items, close + 1)
        if further is None or is_time(items[further - 1]):
            break
        if low(items, close) in ("for", "with", "on", "from") and items[end - 1].low in english.BODIES:
            break
        close = further
        if close - end > 12:
            break
    return items[first].start, items[close - 1].end

"""Noun phrases among the items of an English sentence: where one ends, and where one begins."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.core.candidates import english
from annotator.core.candidates.english_verbs import NOUNLIKE, VERBS
from annotator.core.candidates.reading import QUOTE, SCARE_QUOTE
from annotator.core.candidates.tokens import Token
from annotator.core.wordlist import among

Items = Sequence[Token]

_LINKS = among("of for at from with in on near across behind against about to")
_LONGEST = 24  # items of a phrase; what is longer is a list or no language
_PRONOUNS = english.SUBJECTS | english.OBJECTS
_STOPPERS = english.PREPOSITIONS | english.CONJUNCTIONS | english.SUBORDINATORS | english.AUXILIARIES
_SHORT = among("mr mrs ms dr prof gen sen rep gov lt col sgt st rev capt cmdr maj insp det hon supt const")
_AFTER_VERB = among("that whether he she they it : to for no")
_LIKE_NOUNS = english.TIMES - {"yesterday", "today", "tomorrow", "tonight"}


def low(items: Items, place: int) -> str:
    """The word at a place in lower case; empty outside the sentence."""
    return items[place].low if 0 <= place < len(items) else ""


def is_time(token: Token) -> bool:
    """Whether a word names a day, a month or a stretch of time."""
    return (
        token.low in english.WEEKDAYS or token.low in english.TIMES or (token.capital and token.low in english.MONTHS)
    )


def is_given(items: Items, place: int) -> bool:
    """Whether a word that may name a month is somebody's given name: "April Ryan", but "in May Parliament"."""
    if not items[place].capital or items[place].low not in english.GIVEN_MONTHS or place + 1 >= len(items):
        return False
    after = items[place + 1]
    if not after.capital or after.kind != "word" or after.low in english.NO_SURNAMES:
        return False
    before = items[place - 1] if place else None
    return before is None or (before.kind != "number" and before.low not in english.BEFORE_MONTHS)


def is_adverb(token: Token) -> bool:
    """Whether a word can stand between subject and verb."""
    if token.low in english.ADVERBS:
        return True
    word = token.low
    return word.endswith("ly") and not token.capital and len(word) > 4 and word not in english.NOT_ADVERBS


def is_nominal(items: Items, place: int) -> bool:
    """Whether an item can be inside a noun phrase (articles and pronouns are asked for elsewhere)."""
    token = items[place]
    if is_given(items, place):
        return True
    if token.kind == "mark":
        short_title = token.text == "." and place > 0 and items[place - 1].low in _SHORT and place + 1 < len(items)
        return short_title or token.low in ("'s", "'", "’", "&", "/", "-", "‑", "$", "£", "€", "%")
    if token.kind in ("number", "initial", SCARE_QUOTE):
        return True
    if token.kind == QUOTE or is_adverb(token):
        return False
    word = token.low
    if word in _STOPPERS or word in english.SUBJECTS or word in english.OBJECTS:
        return token.capital and place > 0 and word not in english.SUBJECTS and word not in _LINKS and len(word) > 2
    if token.capital and place:
        return True
    if word in VERBS:
        return word in NOUNLIKE and not verb_there(items, place)
    return word not in english.VERBS and not _acts(items, place)


def _acts(items: Items, place: int) -> bool:
    """Whether an unknown word is a verb by its ending and place, as in "the union walked out"."""
    word = items[place].low
    if not place or items[place].capital:
        return False
    before = items[place - 1]
    if before.low == "who" or (before.low == "which" and low(items, place - 2) == ","):
        return True
    after_noun = before.kind == "word" and (
        before.capital or before.low in english.PEOPLE or before.low in english.BODIES or before.low in english.SPEAKERS
    )
    if word.endswith("ed") and len(word) > 4:
        return after_noun
    follows = low(items, place + 1)
    if word.endswith("s") and not word.endswith("ss"):
        if place == 1 and before.capital and word not in english.PEOPLE and word not in english.BODIES:
            return True
        number = place + 1 < len(items) and items[place + 1].kind == "number"
        return after_noun and (number or follows in english.ARTICLES | english.POSSESSIVES | english.OBJECTS)
    if word.endswith("ing"):
        return after_noun and (follows in english.DETERMINERS or follows in english.PREPOSITIONS)
    return False


def verb_there(items: Items, place: int) -> bool:
    """Whether a word that is mostly a noun or adjective is a verb here."""
    if not place:
        return False
    before, after = items[place - 1], low(items, place + 1)
    if before.text in (",", ")") and (after in english.ARTICLES or after in ("that", "he", "she", "they", "it", ":")):
        return True
    if place + 2 < len(items) and after == "," and items[place + 2].kind == QUOTE and before.kind == "word":
        return before.low not in english.DETERMINERS and before.low not in english.ADJECTIVES
    if before.low in english.SUBJECTS or before.low in (
        "'d",
        "'ll",
        "to",
        "will",
        "would",
        "has",
        "have",
        "had",
        "not",
    ):
        return True
    if before.low in english.DETERMINERS or before.low in english.PREPOSITIONS or before.low in ("'s", "'", "’"):
        return False
    if before.low in english.AUXILIARIES or is_adverb(before):
        return before.low not in ("is", "was", "are", "were", "be", "been", "being", "'s", "'re")
    acting = before.capital or before.low in english.PEOPLE or before.low in english.BODIES
    acting = acting or before.low in english.SPEAKERS
    past = items[place].low.endswith("ed") or items[place].low == "found"
    if place + 1 == len(items) or items[place + 1].text in ".,;?!":
        return acting and (past or items[place].low.endswith("s") or before.low.endswith("s"))
    if past and acting:
        return True
    return acting and (after in english.DETERMINERS or after in _AFTER_VERB)


def phrase_left(items: Items, last: int, first: int = 0) -> int | None:
    """Where the noun phrase begins that ends with the item `last`; None when none ends there."""
    if last < first:
        return None
    if low(items, last) in english.SUBJECTS | english.OBJECTS | english.INDEFINITE - {"critics", "others"}:
        return last
    place = begin = last + 1
    while place > first and last - place < _LONGEST:
        before = items[place - 1]
        if before.low in english.DETERMINERS:
            begin = place - 1
            break
        if not is_nominal(items, place - 1) or (before.text in "'’" and not low(items, place - 2).endswith("s")):
            break
        place = begin = place - 1
    while begin <= last and items[begin].kind == "mark":
        begin += 1
    return begin if begin <= last else None


def subject_left(items: Items, last: int, first: int = 0) -> int | None:
    """Where the whole subject begins that ends before a verb: with what hangs on by "of", "for", "and"."""
    if items[last].text == ")":  # "Transport Staff United (TSU)"
        opened = next((at for at in range(last - 1, max(first, last - 12), -1) if items[at].text == "("), first)
        return subject_left(items, opened - 1, first) if opened > first else None
    begin = phrase_left(items, last, first)
    if begin is None:
        return None
    begin = _widened(items, begin, first)
    return _before_relative(items, begin, first)


def _before_relative(items: Items, begin: int, first: int) -> int:
    """The start of "two people who worked on a review", when only its last phrase was found."""
    for place in range(begin - 1, max(first, begin - 15), -1):
        if items[place].kind in ("mark", QUOTE) and items[place].low != "'s":
            return begin
        if items[place].low in ("who", "which", "whose", "whom"):
            wider = phrase_left(items, place - 1, first) if place else None
            return begin if wider is None else _widened(items, wider, first)
        if place > first and place == begin - 2 and low(items, begin - 1) in english.PREPOSITIONS:
            people = low(items, place - 1) in english.PEOPLE | english.BODIES
            if items[place].low.endswith("ed") or (people and items[place].low.endswith("ing")):
                # "analysts polled by Marketpulse", "residents living near the plant"
                wider = phrase_left(items, place - 1, first)
                return begin if wider is None else _widened(items, wider, first)
    return begin


def _widened(items: Items, begin: int, first: int) -> int:
    """A subject's start with what stands before "of", "for", "and"."""
    while begin - 2 >= first:
        link = low(items, begin - 1)
        if link in _LINKS or link == "among":
            wider = phrase_left(items, begin - 2, first)
            if wider is None or is_time(items[begin - 2]):
                break
            if low(items, begin - 2) in english.SUBJECTS:
                break
            begin = wider
        elif link in ("and", "or", "&") and is_nominal(items, begin - 2):
            wider = phrase_left(items, begin - 2, first)
            if wider is None or (wider > first and not _edge(items, wider - 1)):
                break
            begin = wider
        elif link == "of" or low(items, begin - 1) == "members":
            break
        else:
            break
    return begin


def _edge(items: Items, place: int) -> bool:
    """Whether a clause may begin after this item."""
    token = items[place]
    return token.kind in ("mark", QUOTE) or token.low in english.CONJUNCTIONS or token.low in english.SUBORDINATORS


def phrase_right(items: Items, first: int) -> int | None:
    """The place after the noun phrase that begins with the item `first`; None when none begins there."""
    if first >= len(items):
        return None
    word = low(items, first)
    if word in _PRONOUNS and not (word == "her" and first + 1 < len(items) and is_nominal(items, first + 1)):
        return first + 1
    place = first
    while place < len(items) and place - first < 3 and items[place].low in english.DETERMINERS:
        place += 1
    start = place
    while place < len(items) and place - first < _LONGEST and is_nominal(items, place):
        token = items[place]
        if place > start and token.low in english.DETERMINERS:
            break
        if place > start and is_time(token) and token.low not in _LIKE_NOUNS and not is_given(items, place):
            break
        if place > start and _breaks(items[place - 1], token):
            break
        place += 1
    if place > start:
        return place
    return start if start > first and word in english.INDEFINITE | {"many", "some", "others", "this", "that"} else None


def _breaks(before: Token, token: Token) -> bool:
    """Whether a second phrase begins with a token: "the company £250,000", "the union 'tore up'"."""
    if token.text in "$£€" and token.kind == "mark":
        return True
    person = before.low in english.PEOPLE or before.low in english.BODIES
    return person and (token.kind in (SCARE_QUOTE, "number") or token.low in english.POSTPOSED)


def whole_right(items: Items, first: int, links: frozenset[str] = _LINKS) -> int | None:
    """The place after a noun phrase with what hangs on by "of", "for", "at", "and"."""
    end = phrase_right(items, first)
    while end is not None and end + 1 < len(items) and (low(items, end) in links or low(items, end) in ("and", "&")):
        if low(items, end + 1) in english.SUBJECTS or is_time(items[end + 1]) or low(items, end + 1) == "that":
            break
        further = phrase_right(items, end + 1)
        if further is None or items[end + 1].kind == "number":
            break
        if low(items, end) == "and" and not items[end + 1].capital and low(items, end + 1) not in english.ARTICLES:
            break
        end = further
    return end

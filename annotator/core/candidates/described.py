"""Actors without a name: "the company", "two officials", "a spokesman for the ministry", "people familiar with it"."""

from __future__ import annotations

from annotator.core.candidates import english
from annotator.core.candidates.phrases import Items, is_adverb, is_time, low, phrase_right
from annotator.core.model import Fragment
from annotator.core.wordlist import among

_HEDGES = (
    *("no more than", "no fewer than", "as many as", "as few as", "at least", "at most", "more than", "fewer than"),
    *("less than", "up to", "about", "around", "roughly", "nearly", "almost", "over", "some"),
)
_TOWARDS = english.PLACE_PREPOSITIONS | among("to from of at on for over between")
_HANGS_ON = among("of in at on from for across with near behind")
_LOOSE = among("at in on with for behind near")
_DEGREES = among("very more less most so too quite rather")
_BECOMING = _DEGREES | among("become became becomes remain remained remains")
_SEATED = among("government authorities administration")
_WITH_PLACE = among("people person those residents households")


def is_actor_noun(items: Items, first: int, end: int) -> bool:
    """Whether the last word of a phrase means people or a body that acts."""
    head, before, opening = items[end - 1].low, low(items, first - 1), low(items, first)
    if head in english.PREDICATES and _predicate(items, first, end):
        return False
    if head in english.TERRITORIES:
        definite = opening in ("the", "this", "our", "their", "his", "her") or head.endswith("ies")
        return definite and before not in _TOWARDS
    if head in english.PEOPLE or head in english.BODIES:
        return True
    if head in english.NOT_PEOPLE or items[end - 1].kind != "word" or len(head) < 5:
        return False
    if head.endswith(("ers", "ists", "ians", "smen", "women", "monger")):
        return True
    return head.endswith(("ist", "woman", "man")) and end - first > 1 and head not in ("german", "human", "roman")


def _predicate(items: Items, first: int, end: int) -> bool:
    """Whether an adjective says how somebody is: "was patient", "became very liberal"."""
    if any(items[at].low not in _DEGREES for at in range(first, end - 1)):
        return False
    while first and is_adverb(items[first - 1]):
        first -= 1
    return low(items, first - 1) in english.BE | _BECOMING


def described(items: Items, first: int, end: int) -> Fragment:
    """A phrase whose head is a role or body, with "of the old quarter", "familiar with the talks" behind it."""
    while first < end - 1 and items[first].kind == "mark":
        first += 1
    head, close = items[end - 1].low, end
    if low(items, end) in english.POSTPOSED and (after := _postposed(items, end)) is not None:
        return items[first].start, items[after - 1].end
    while close + 1 < len(items) and low(items, close) in _HANGS_ON and _may_hang(items, first, head, close):
        further = phrase_right(items, close + 1)
        if further is None or is_time(items[further - 1]) or close - end > 12:
            break
        close = further
    return items[first].start, items[close - 1].end


def _postposed(items: Items, place: int) -> int | None:
    """The place after "familiar with the matter", "called Ruth"."""
    begin = place + 1 if low(items, place) in ("called", "named") else place + 2
    return phrase_right(items, begin) if begin < len(items) else None


def _may_hang(items: Items, first: int, head: str, link: int) -> bool:
    """Whether what follows belongs to the described actor rather than to the verb."""
    after = items[link + 1]
    if is_time(after) or after.kind == "number" or after.low in ("last", "this") or after.low.endswith("ing"):
        return False
    body = head in english.BODIES
    if low(items, link) in _LOOSE and head in _SEATED and after.capital:
        return True
    if low(items, link) == "of":
        return not (body and after.low in english.QUANTITIES)
    if body:
        return False
    if low(items, link) in _LOOSE:
        return low(items, first) in ("a", "an", "one") or head in _WITH_PLACE
    return True


def with_count(items: Items, place: Fragment) -> Fragment:
    """A described actor with what counts it: "at least 31 people", "one of the suspects", "a handful of firms"."""
    first = next(at for at, item in enumerate(items) if item.start >= place[0])
    if low(items, first - 1) == "of" and first > 1 and _is_quantity(items, first - 2):
        first -= 2
        if first and low(items, first - 1) in ("a", "the") and items[first].kind == "word":
            first -= 1
    if _is_quantity(items, first):
        for hedge in _HEDGES:
            words = hedge.split()
            if first >= len(words) and [low(items, at) for at in range(first - len(words), first)] == words:
                first -= len(words)
                break
    return items[first].start, place[1]


def _is_quantity(items: Items, place: int) -> bool:
    return items[place].kind == "number" or items[place].low in english.QUANTITIES

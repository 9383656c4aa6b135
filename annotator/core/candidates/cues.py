"""Attributions in an English sentence: who speaks, by which words, and what is said.

A verb of saying (or "according to") is looked for outside the quotation marks; then its subject to the left, or to the
right where the order is turned round; then its content: after it, before the comma, or around it.
"""

from __future__ import annotations

from typing import NamedTuple

from annotator.core.candidates import english
from annotator.core.candidates.content import Content, after_verb, before_cue, finite, skip_adverbials
from annotator.core.candidates.english_verbs import NOUNLIKE, NOUNS, SPEECH, THOUGHT, VERBS
from annotator.core.candidates.phrases import (
    Items,
    is_adverb,
    low,
    phrase_left,
    phrase_right,
    verb_there,
    whole_right,
)
from annotator.core.candidates.reading import QUOTE, SCARE_QUOTE
from annotator.core.candidates.sources import apposition, before_comma, shared_subject, subject
from annotator.core.model import Fragment
from annotator.core.wordlist import among

_GOVERNORS = among(
    """
    declined refused continued wanted wants want decline declines refuses tried came used failed began started chose
    rushed seemed appeared appears seems proceeded
    """
)
_FINITE = among("is are was were has had will would can could may might must should does did")
_JOINTS = english.CONJUNCTIONS | english.SUBORDINATORS
_SPEAKING = frozenset(VERBS) | NOUNS | {"according"}
_BE = among("is was are were be been being 's 're")


class Attribution(NamedTuple):
    """One attribution; places are code points, what was not found is None."""

    cue: Fragment
    source: Fragment | None = None
    bare: Fragment | None = None  # the source without its apposition
    contents: tuple[Content, ...] = ()
    thought: bool = False  # a belief, not words


class Cue(NamedTuple):
    """A verb group: its first and last item, the verb's item, and the verb's base."""

    first: int
    last: int
    verb: int
    base: str


def attributions(items: Items) -> list[Attribution]:
    """All attributions of a sentence, in order."""
    found: list[Attribution] = []
    place = 0
    while place < len(items):
        made, word = None, items[place].low
        if word not in _SPEAKING:
            place += 1
            continue
        if word == "according" and low(items, place + 1) == "to":
            made = _according(items, place)
        elif (cue := cue_at(items, place)) is not None:
            made = _by_verb(items, cue)
            place = cue.last
        elif word in NOUNS and low(items, place + 1) == "that":
            made = _by_noun(items, place)
        if made is not None:
            found.append(made)
        place += 1
    return found


def cue_at(items: Items, place: int) -> Cue | None:
    """The verb group whose verb of saying or thinking is the item at a place, or None."""
    token = items[place]
    base = VERBS.get(token.low)
    if base is None or token.kind != "word" or (token.capital and place and not _after_mark(items, place)):
        return None
    before = items[place - 1] if place else None
    if token.low in NOUNLIKE and not verb_there(items, place):
        return None
    if token.low.endswith("ing") and not _participle(items, place):
        return None
    if _governs(items, place, base) or (not place and token.low.endswith("ed")) or _before_noun(items, place):
        return None
    first = place
    while first and (_auxiliary(items, first - 1) or is_adverb(items[first - 1])):
        first -= 1
        if low(items, first) == "to" and low(items, first - 1) in _GOVERNORS | {"on", "out"}:
            first -= 2 if low(items, first - 1) in ("on", "out") and first > 1 else 1
    while first < place and items[first].low in (
        "there",
        "here",
        "yesterday",
        "today",
        "meanwhile",
        "however",
        "later",
        "then",
        "once",
    ):
        first += 1
    if before is not None and _passive(items, first, place) and base not in ("tell", "ask", "inform", "remind", "warn"):
        return None
    last = place
    if low(items, place + 1) in ("out", "on") and base in ("point", "go", "carry", "lash"):
        last += 1
    return Cue(max(first, 0), last, place, base)


def _governs(items: Items, place: int, base: str) -> bool:
    """Whether the verb only leads to another: "refused to say", "ruled out", "asked not to be named"."""
    after, then = low(items, place + 1), low(items, place + 2)
    if base == "rule" and after == "out":
        return True
    if after == "not" and then == "to" and low(items, place + 3) == "be":
        return True
    return base in ("refuse", "want", "wish", "decide", "agree") and after == "to" and then in SPEECH


def _before_noun(items: Items, place: int) -> bool:
    """Whether a participle only says more of a noun: "an estimated 300 homes", "its newly announced plan"."""
    while place and is_adverb(items[place - 1]):
        place -= 1
    return low(items, place - 1) in english.ARTICLES | english.POSSESSIVES - {"whose"}


def _after_mark(items: Items, place: int) -> bool:
    return items[place - 1].kind in ("mark", QUOTE)


def _auxiliary(items: Items, place: int) -> bool:
    word = low(items, place)
    if word == "to":
        return low(items, place - 1) in _GOVERNORS | {"on", "out", "had", "has"}
    return word in english.AUXILIARIES or word in _GOVERNORS or word in ("n't", "not", "went")


def _passive(items: Items, first: int, place: int) -> bool:
    word = items[place].low
    if word.endswith("ing"):
        return False
    auxiliaries = [items[at].low for at in range(first, place)]
    return any(one in _BE for one in auxiliaries) and not any(one in ("has", "have", "had") for one in auxiliaries[-1:])


def _participle(items: Items, place: int) -> bool:
    before = low(items, place - 1)
    if not place or before in (",", "—", "–", "-", "and", "by", "while", "before", "after", "without", "of", "in"):
        return True
    return before in _BE or is_adverb(items[place - 1]) or items[place - 1].kind == QUOTE


# --- who ------------------------------------------------------------------------------------------


def _by_verb(items: Items, cue: Cue) -> Attribution | None:
    thought = items[cue.verb].low in THOUGHT and items[cue.verb].low not in SPEECH
    span = items[cue.first].start, items[cue.last].end
    spoken = items[cue.verb].low in SPEECH or items[cue.verb].low in THOUGHT
    turned = _turned(items, cue) if spoken else None
    if turned is not None:
        whole, bare, end = turned
        around = before_cue(items, cue.first, end)
        return Attribution(span, whole, bare, around, thought) if around else None
    begin, source, core = subject(items, cue.first)
    if source is None:
        begin, source, core = shared_subject(items, cue.first)
    after = after_verb(items, cue.last + 1, cue.base, items[cue.verb].low)
    contents = after
    if begin is not None and spoken and low(items, begin) != "who" and _mark_before(items, begin):
        if not after or after[0].weak:
            contents = before_cue(items, begin, skip_adverbials(items, cue.last + 1, cue.base)) or after
        elif _quote_alone(items, begin):
            contents = _around(items, cue, begin, after)
    if not contents and not (source and cue.base == "say"):
        return None
    return Attribution(span, source, core, contents, thought)


def _around(items: Items, cue: Cue, begin: int, after: tuple[Content, ...]) -> tuple[Content, ...]:
    """“One,” she said, “two”: one content in two pieces; “One,” she said, adding that two: two contents."""
    end = skip_adverbials(items, cue.last + 1, cue.base)
    if end + 1 < len(items) and items[end].text in (",", ":", "—", "–") and items[end + 1].kind == QUOTE:
        return before_cue(items, begin, end)
    return (*before_cue(items, begin, len(items)), *after)


def _quote_alone(items: Items, begin: int) -> bool:
    """Whether only a quotation stands before the subject: “One,” she said, adding that ..."""
    return begin > 0 and items[begin - 1].kind == QUOTE


def _mark_before(items: Items, begin: int) -> bool:
    if not begin:
        return False
    before = items[begin - 1]
    return before.kind in (QUOTE, SCARE_QUOTE) or before.text in (",", "—", "–", "-", "?", "!")


def _turned(items: Items, cue: Cue) -> tuple[Fragment, Fragment, int] | None:
    """The source after the verb ("..., said X, head of Y"), and the item after it."""
    if items[cue.verb].low.endswith("ing") or not cue.first or not _mark_before(items, cue.first) or cue.base == "tell":
        return None
    if low(items, cue.last + 1) in ("that", "whether", "if", "to", ":", ","):
        return None
    end = whole_right(items, cue.last + 1)
    if (
        end is None
        or low(items, end) in english.AUXILIARIES
        or low(items, cue.last + 1) in english.OBJECTS - {"it", "you"}
    ):
        return None
    if items[cue.first - 1].text == "," and not _clause_before(items, cue.first - 1):
        return None
    if items[cue.first - 1].text == "," and before_comma(items, cue.first - 1)[0] is not None:
        return None
    core = phrase_right(items, cue.last + 1) or end
    bare = items[cue.last + 1].start, items[core - 1].end
    close = apposition(items, end)
    return (items[cue.last + 1].start, items[close - 1].end), bare, close


def _clause_before(items: Items, comma: int) -> bool:
    """Whether what stands before a comma could be what was said, not "On Monday" or "Mayor Ruiz"."""
    words = [item for item in items[:comma] if item.kind != "mark"]
    if any(item.kind in (QUOTE, SCARE_QUOTE) for item in words):
        return True
    return len(words) > 3 and any(finite(item) for item in words)


def _according(items: Items, place: int) -> Attribution | None:
    """ "According to X, ..." and "..., according to X"."""
    end = whole_right(items, place + 2)
    if end is None:
        return None
    core = phrase_right(items, place + 2) or end
    bare = items[place + 2].start, items[core - 1].end
    close = apposition(items, end)
    cue = items[place].start, items[place + 1].end
    fronted = place == 0 or (place == 1 and items[0].low in english.CONJUNCTIONS)
    if fronted:
        comma = next((at for at in range(end, min(len(items), end + 25)) if items[at].text == ","), None)
        if comma is None:
            return Attribution(cue, (items[place + 2].start, items[end - 1].end), bare)
        close = comma if comma - end < 12 else end
        contents = after_verb(items, comma + 1, "say", "said", bare=True)
    else:
        asked = items[0].kind == QUOTE and any(cue_at(items, at) is not None for at in range(place))
        contents = () if asked else before_cue(items, place, close)
        while (
            close < len(items)
            and items[close].text not in (",", ".", ";", "?", "!", ":")
            and items[close].kind != QUOTE
        ):
            close += 1
    return Attribution(cue, (items[place + 2].start, items[close - 1].end), bare, contents)


def _second_verb(items: Items, place: int) -> int:
    """Where the outer sentence's verb stands: "the claim that crime is rising | is false"; the end without one."""
    seen = False
    for at in range(place, len(items)):
        word = items[at].low
        if word in _JOINTS or items[at].kind == "mark":
            seen = False
        elif word in _FINITE:
            if seen:
                return at
            seen = True
    return len(items)


def _by_noun(items: Items, place: int) -> Attribution | None:
    """ "X’s claim that ..."."""
    begin = phrase_left(items, place)
    source = None
    if begin is not None:
        owner = next((at for at in range(place - 1, begin - 1, -1) if low(items, at) in ("'s", "’", "'")), None)
        if owner is not None and owner > begin:
            source = items[begin].start, items[owner - 1].end
        elif low(items, begin) in english.POSSESSIVES:
            source = items[begin].start, items[begin].end
    inner = items[: _second_verb(items, place + 2)]
    contents = after_verb(inner, place + 1, "claim", "claims")
    cue = items[place].start, items[place].end
    return Attribution(cue, source, source, contents, thought=True) if contents else None

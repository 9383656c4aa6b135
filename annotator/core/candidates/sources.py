"""Who speaks: the subject of a verb of saying, with its office behind a comma, its relative clause, its place."""

from __future__ import annotations

from annotator.core.candidates import english
from annotator.core.candidates.content import finite
from annotator.core.candidates.english_verbs import NOUNLIKE, SPEECH, VERBS
from annotator.core.candidates.phrases import Items, is_time, low, phrase_left, subject_left, whole_right
from annotator.core.candidates.reading import QUOTE
from annotator.core.model import Fragment

_RELATIVE = frozenset(("who", "which", "whose", "where", "whom"))


def apposition(items: Items, end: int) -> int:
    """The place after ", head of Y" or ", who chairs Y"; `end` itself when nothing hangs on."""
    if low(items, end) != "," or end + 1 >= len(items):
        return end
    if items[end + 1].kind == "number" and low(items, end + 2) == "," and end + 3 < len(items):
        further = apposition(items, end + 2)  # "Marcy Dill, 54, a nurse"
        return further if further > end + 2 else end + 2
    word = items[end + 1]
    first_words = (
        english.ARTICLES | english.POSSESSIVES | {"who", "one", "head", "chair", "chief", "director", "president"}
    )
    nominal = word.low in first_words or word.low in english.PEOPLE or word.low in english.TITLES or word.low == "whose"
    if not nominal and not (word.kind == "number" and len(word.text) < 3):
        return end
    place = end + 1
    while (
        place < len(items)
        and items[place].kind != QUOTE
        and items[place].text not in (".", ";", ":", "—", "–", "?", "!")
    ):
        if items[place].text == "," and (place + 1 >= len(items) or not _goes_on(items, place + 1)):
            return place
        place += 1
    return place


def _goes_on(items: Items, place: int) -> bool:
    """Whether a list goes on after a comma inside an apposition."""
    return items[place].capital and items[place].low not in english.COMMON


def subject(items: Items, verb: int) -> tuple[int | None, Fragment | None, Fragment | None]:
    """Where the subject of a verb group begins (its item), the whole of it, and without its apposition."""
    last = verb - 1
    while last >= 0 and (is_time(items[last]) or low(items, last) == "on") and low(items, last) not in english.SUBJECTS:
        last -= 1
    if last < 0:
        return None, None, None
    if items[last].text in (",", "—", "–", ")", "-"):
        return before_comma(items, last)
    stop = last
    while last and items[last].low in ("there", "here"):
        last -= 1
    begin = subject_left(items, last)
    last = stop if begin is not None else last
    if begin is None and last and items[last].low.endswith("ed"):  # "a poll released Thursday"
        begin, last = subject_left(items, last - 1), verb - 1
    if begin is None:
        return None, None, None
    span = items[begin].start, items[last].end
    core = phrase_left(items, _head_end(items, begin, last), begin)
    bare = (items[begin].start, items[_head_end(items, begin, last)].end) if core is not None else span
    if low(items, begin) in ("who", "which"):
        return begin, span, span
    return begin, span, bare


def _head_end(items: Items, begin: int, last: int) -> int:
    for place in range(begin + 1, last + 1):
        word = low(items, place)
        if word in ("of", "for", "at", "in", "from", "with", "on", "who") or (word.endswith("ed") and word in VERBS):
            return place - 1
    return last


def before_comma(items: Items, comma: int) -> tuple[int | None, Fragment | None, Fragment | None]:
    """The subject of "X, head of Y, said": from X to the apposition's end."""
    opening = {")": "(", "—": "—", "–": "–", "-": "-"}.get(items[comma].text, ",")
    place = comma - 1
    while place >= 0 and comma - place < 30:
        token = items[place]
        if token.kind == QUOTE:
            break
        if token.text == opening and place:
            begin = subject_left(items, place - 1)
            if _clause_inside(items, place + 1, comma):
                return None, None, None
            if begin is not None and low(items, begin - 1) == "of" and low(items, begin - 2) == ",":
                place, begin = begin - 2, subject_left(items, begin - 3)  # "Ana Ruiz, of Gull Lane, Halvern"
            if begin is not None and not is_time(items[place - 1]) and is_named(items, begin, place):
                end = items[comma].end if opening == "(" else items[comma - 1].end
                return begin, (items[begin].start, end), (items[begin].start, items[place - 1].end)
        place -= 1
    return None, None, None


def _clause_inside(items: Items, first: int, last: int) -> bool:
    """Whether a finite verb stands there that is no relative clause's."""
    if items[first].kind == "number" and low(items, first + 1) == ",":
        first += 2  # an age
    word = low(items, first)
    if word in _RELATIVE or word in ("led", "found", "known", "held", "born", "based"):
        return False
    if word.endswith(("ing", "ed")):
        return False
    verbs = english.AUXILIARIES - {"'s"}
    last = next((at for at in range(first, last) if low(items, at) in _RELATIVE), last)  # "a driver whose son works"
    return any(
        items[at].low in verbs
        or items[at].low in english.VERBS
        or (items[at].low in SPEECH and items[at].low not in NOUNLIKE)
        for at in range(first, last)
    )


def is_named(items: Items, begin: int, end: int) -> bool:
    """Whether an actor stands there: a name, a role, a body."""
    return any(
        (item.capital and item.low not in english.COMMON)
        or item.low in english.PEOPLE
        or item.low in english.BODIES
        or item.low in english.SPEAKERS
        for item in items[begin:end]
    )


def shared_subject(items: Items, verb: int) -> tuple[int | None, Fragment | None, Fragment | None]:
    """The subject that a verb behind "and" shares with the one before: "Dunmore laughed and said, ..."."""
    if low(items, verb - 1) not in ("and", "but", "then"):
        return None, None, None
    for place in range(min(verb - 1, 12)):
        if place and items[place - 1].text != ",":
            continue
        end = whole_right(items, place)
        if end is not None and end < verb - 1 and finite(items[end]) and is_named(items, place, end):
            span = items[place].start, items[end - 1].end
            return None, span, span
    return None, None, None

"""Where a label's words may end from a named start, and the rungs of each kind's ladder."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.core.candidates import english
from annotator.core.candidates.content import clause_end
from annotator.core.candidates.cues import attributions, cue_at
from annotator.core.candidates.phrases import Items, is_adverb, low, phrase_left, phrase_right, whole_right
from annotator.core.candidates.reading import QUOTE, SCARE_QUOTE, Reading
from annotator.core.candidates.sources import apposition
from annotator.core.codebook import Find
from annotator.core.model import Fragment

_BOUNDS = frozenset(",;:—–.!?…)")
_JOINTS = english.CONJUNCTIONS | english.SUBORDINATORS - {"that"}


def sentence_of(reading: Reading, place: int) -> Items:
    """The items of the sentence that holds a position; inside quotation marks, those between the marks."""
    for sentence in reading.sentences:
        if sentence[-1].end <= place:
            continue
        for item in sentence:
            if item.kind in (QUOTE, SCARE_QUOTE) and item.start < place < item.end:
                inner = Reading(reading.text, item.start + 1, max(item.end - 1, item.start + 1))
                return sentence_of(inner, place) if inner.tokens else [item]
        return sentence
    return reading.sentences[-1] if reading.sentences else []


def item_at(items: Items, place: int) -> int | None:
    """The first item that ends after a position."""
    return next((at for at, item in enumerate(items) if item.end > place), None)


def smart_end(reading: Reading, find: Find, place: int) -> int | None:
    """Where words of a kind that begin at a position most likely end; None where only the word itself is sure."""
    items = sentence_of(reading, place)
    first = item_at(items, place)
    if first is None:
        return None
    if find == "quotation":
        return _content_end(items, first)
    if find == "cue":
        return _cue_end(items, first)
    if find in ("name", "speaker"):
        end = _actor_end(items, first, wide=find == "speaker")
    else:
        end = phrase_right(items, first)
    return None if end is None or end <= first else items[end - 1].end


def _content_end(items: Items, first: int) -> int:
    """The closing mark, else the comma before "X said", else where the clause ends."""
    item = items[first]
    if item.kind in (QUOTE, SCARE_QUOTE) and (first + 1 == len(items) or items[first + 1].kind == "mark"):
        return item.end
    for one in attributions(items):
        opening = min(one.cue[0], one.source[0] if one.source else one.cue[0])
        before = next((at for at, other in enumerate(items) if other.start >= opening), 0) - 1
        if before > first and (items[before].text in ",—–" or items[before].kind == QUOTE):
            return items[before].end if items[before].kind == QUOTE else items[before - 1].end
    end = clause_end(items, first)
    return items[max(first, end - 1)].end


def _cue_end(items: Items, first: int) -> int:
    place = first
    while place + 1 < len(items) and (
        items[place].low in english.AUXILIARIES or is_adverb(items[place]) or items[place].low in ("to", "not")
    ):
        place += 1
    cue = cue_at(items, place)
    if cue is not None:
        return items[cue.last].end
    return items[first + 1].end if low(items, first) == "according" and first + 1 < len(items) else items[place].end


def _actor_end(items: Items, first: int, *, wide: bool) -> int | None:
    core = phrase_right(items, first)
    if core is None:
        return None
    named = items[core - 1].capital
    end = core if named and not wide else whole_right(items, first) or core
    return apposition(items, end) if wide else end


def rungs(reading: Reading, find: Find, start: int, end: int) -> Iterator[Fragment]:
    """The places around [start, end) that a kind's ladder goes through, in no order."""
    items = sentence_of(reading, start)
    first = item_at(items, start)
    if first is None or not items:
        return
    yield items[0].start, items[-1].end
    for pair in reading.pairs:
        if pair.start <= start < pair.end or start <= pair.start < end:
            yield pair.start, pair.end
            yield pair.start + 1, max(pair.end - 1, pair.start + 1)
    if find in ("name", "speaker", "counted noun"):
        yield from _actor_rungs(items, first)
    elif find == "cue":
        yield from _cue_rungs(items, first, end)
    elif find in ("quotation", "none"):
        yield from _clause_rungs(items, first, start)


def _actor_rungs(items: Items, first: int) -> Iterator[Fragment]:
    """Last name, run, whole, with article, with "of ...", with apposition."""
    start = items[first].start
    core = phrase_right(items, first)
    if core is None:
        return
    yield items[core - 1].start, items[core - 1].end
    capital = next((at for at in range(first, core) if items[at].capital), first)
    begin = phrase_left(items, core - 1)
    starts = {start, items[capital].start, items[begin if begin is not None else first].start}
    if low(items, first) in english.DETERMINERS and first + 1 < core:
        starts.add(items[first + 1].start)
    ends, end = [core], core
    while end + 1 < len(items) and items[end].kind != "mark" and (further := phrase_right(items, end + 1)) is not None:
        ends.append(further)
        end = further
        if len(ends) > 4:
            break
    close = apposition(items, end)
    for left in starts:
        for stop in (*ends, close):
            yield left, items[stop - 1].end
        if close < len(items) and close > end and items[close].text == ",":
            yield left, items[close].end


def _cue_rungs(items: Items, first: int, end: int) -> Iterator[Fragment]:
    last = next((at for at in range(len(items) - 1, -1, -1) if items[at].start < end), first)
    yield items[last].start, items[last].end
    for at in range(max(0, first - 4), first + 1):
        for stop in range(last, min(len(items), last + 3)):
            yield items[at].start, items[stop].end


def _clause_rungs(items: Items, first: int, start: int) -> Iterator[Fragment]:
    """From this start to every comma and joint, and from the starts of clauses before it."""
    starts = [start]
    begins = [at for at in range(first) if not at or items[at - 1].text in (",", ";", ":") or items[at].low == "that"]
    starts += [items[at].start for at in begins[-2:]]
    ends = [
        items[at - 1].end
        for at in range(first + 1, len(items))
        if items[at].text in _BOUNDS or items[at].low in _JOINTS or items[at].kind == QUOTE
    ]
    ends += [items[at].end for at in range(first, len(items)) if items[at].kind in (QUOTE, SCARE_QUOTE)]
    ends.append(items[-1].end)
    for left in starts:
        for right in ends:
            if left < right:
                yield left, right

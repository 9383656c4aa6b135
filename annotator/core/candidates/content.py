"""What is said: where the words begin and end that a cue hands to its speaker."""

from __future__ import annotations

from typing import NamedTuple

from annotator.core.candidates import english
from annotator.core.candidates.english_verbs import NOUNLIKE, OBJECT, PREPOSITIONS, SPEECH, THOUGHT, TO, VERBS
from annotator.core.candidates.phrases import Items, is_adverb, is_nominal, is_time, low, phrase_right
from annotator.core.candidates.reading import QUOTE, SCARE_QUOTE
from annotator.core.candidates.tokens import Token
from annotator.core.model import Fragment
from annotator.core.wordlist import among

_TELLING = among("tell inform remind assure ask warn advise promise teach urge persuade convince show")
_STOPS = frozenset(".!?;…")
_SUBORDINATE = among("as while when after before although though because since until even")
_OF_PLACE = among(
    """
    in on at during after before by via through from to outside near over last this next with
    """
)
_RESUMES = among("and but or which who because if with of so yet for")


class Content(NamedTuple):
    """One stretch of what is said, as fragments (code points); `weak`: only an object, not a clause or quotation."""

    fragments: tuple[Fragment, ...]
    weak: bool = False


def finite(token: Token) -> bool:
    """Whether a word looks like a finite verb."""
    word = token.low
    if token.kind == "mark":
        return word in english.AUXILIARIES and word != "'s"
    return (
        word in english.AUXILIARIES or word in english.VERBS or word in VERBS or (word.endswith("ed") and len(word) > 4)
    )


def skip_adverbials(items: Items, place: int, base: str = "") -> int:
    """The place after an addressee, times and "in a statement" that follow a cue."""
    if base in _TELLING or low(items, place) == "to":
        begin = place + (low(items, place) == "to")
        end = phrase_right(items, begin)
        if end is not None and low(items, begin) != "that":
            place = end
    while place < len(items):
        token = items[place]
        if _infinitive(items, place) and not _noun_after(items, place + 1):
            break
        if is_adverb(token) or is_time(token) or token.low in ("last", "this", "early", "late"):
            place += 1
            continue
        if token.low in _OF_PLACE and (end := phrase_right(items, place + 1)) is not None:
            while low(items, end) in ("of", "with", "in", "on", "at", "for", "to", "from"):
                further = phrase_right(items, end + 1)
                if further is None:
                    break
                end = further
            place = end
            continue
        break
    return place


def _noun_after(items: Items, place: int) -> bool:
    """Whether "to" is followed by somebody, not by what is to be done."""
    if place >= len(items):
        return False
    token = items[place]
    return (
        token.capital
        or token.low in english.DETERMINERS
        or token.low in english.OBJECTS
        or token.low in english.PEOPLE
        or token.low in english.BODIES
    )


def after_verb(items: Items, place: int, base: str, form: str, *, bare: bool = False) -> tuple[Content, ...]:
    """The contents that follow a verb of saying whose group ends before `place`."""
    if place >= len(items):
        return ()
    begin, weak = (place, False) if bare else _begin(items, place, base, form)
    if begin is None or begin >= len(items):
        return ()
    if items[begin].kind == QUOTE and _quote_stands_alone(items, begin):
        return _quotes(items, begin)
    end = _object_end(items, begin) if weak else clause_end(items, begin)
    return _split(items, begin, end, weak=weak)


def _begin(items: Items, place: int, base: str, form: str) -> tuple[int | None, bool]:
    """Where the content begins, and whether it is only an object."""
    close = _close_by(items, place, base, form)
    if close is not None:
        return close
    start, place = place, skip_adverbials(items, place, base)
    if place >= len(items):
        return (start, True) if form in OBJECT and start < len(items) and is_nominal(items, start) else (None, False)
    token = items[place]
    if token.kind in (QUOTE, SCARE_QUOTE):
        return place, token.kind != QUOTE
    if token.text == ":" or (token.text == "," and place + 1 < len(items) and items[place + 1].kind == QUOTE):
        return place + 1, False
    asked = token.low in english.QUESTION_WORDS and (form in SPEECH or form in THOUGHT)
    if asked or token.low == "that" or (form in TO and _infinitive(items, place)):
        return place, False
    for preposition in PREPOSITIONS.get(base, frozenset()):
        if token.low == preposition:
            return place + 1, True
    if token.kind == "mark" and token.text not in "$£€¥'":
        return None, False
    return _clause_or_object(items, start, place, base, form)


def _close_by(items: Items, place: int, base: str, form: str) -> tuple[int | None, bool] | None:
    """What a verb's next words alone decide: "to ...", "that ...", "of noise", "on both sides to ...", a colon."""
    word = low(items, place)
    infinitive = form in TO and _infinitive(items, place) and base != "tell"
    if infinitive and not _noun_after(items, place + 1):
        return place, False
    that = _that(items, place, base)
    if that is not None:
        return that, False
    if place + 1 < len(items) and word in PREPOSITIONS.get(base, frozenset()):
        return place + 1, True
    if infinitive:
        return place, False
    colon = next((at for at in range(place, min(len(items) - 1, place + 9)) if items[at].text in (":", ",")), None)
    putting = base == "put" and word in ("it", "this")
    if colon is not None and (items[colon].text == ":" or putting) and items[colon + 1].kind in (QUOTE, SCARE_QUOTE):
        return colon + 1, False
    if base == "call" and word in ("on", "upon") and (called := phrase_right(items, place + 1)) is not None:
        return (called, False) if _infinitive(items, called) else (None, False)
    return None


def _infinitive(items: Items, place: int) -> bool:
    return low(items, place) == "to" or (low(items, place) == "not" and low(items, place + 1) == "to")


def _clause_or_object(items: Items, start: int, place: int, base: str, form: str) -> tuple[int | None, bool]:
    """Reported speech without "that", or an object."""
    clause_follows = _has_clause(items, place)
    if (form in SPEECH or form in THOUGHT) and clause_follows:
        return place, False
    if form in OBJECT and place == start:
        later = _later_preposition(items, place, base)
        return (later if later is not None else place), True
    if form in OBJECT or form in TO:
        later = _later_preposition(items, start, base)
        return (later, True) if later is not None else (None, False)
    return None, False


def _later_preposition(items: Items, place: int, base: str) -> int | None:
    """ "called the talks “dead”", "accused X of ...": the place where the content begins after an object."""
    wanted = PREPOSITIONS.get(base, frozenset())
    if base in ("call", "label", "dub"):
        quoted = [at for at in range(place, min(len(items), place + 10)) if items[at].kind in (QUOTE, SCARE_QUOTE)]
        return quoted[0] if quoted else None
    end = phrase_right(items, place)
    while end is not None and end < len(items):
        if low(items, end) in wanted:
            return end + 1
        if low(items, end) not in ("of", "in", "at", "for", "with"):
            return None
        end = phrase_right(items, end + 1)
    return None


def _has_clause(items: Items, place: int) -> bool:
    """Whether a subject and a finite verb follow."""
    if low(items, place) in english.SUBJECTS:
        return True
    for later in range(place + 1, min(len(items), place + 22)):
        token = items[later]
        if token.text in (";", ".", ":"):
            return False
        if token.kind in (QUOTE, SCARE_QUOTE) and is_nominal(items, later - 1) and items[later - 1].kind == "word":
            return True
        if token.kind == QUOTE:
            return False
        if finite(token) and (
            token.low in english.AUXILIARIES or is_nominal(items, later - 1) or is_adverb(items[later - 1])
        ):
            return True
    return False


def _that(items: Items, place: int, base: str) -> int | None:
    """The conjunction "that" soon after a cue, with only an addressee and times between."""
    first = items[place]
    adverbial = first.low == "that" or first.low in english.PREPOSITIONS or is_adverb(first) or is_time(first)
    if not adverbial and base not in _TELLING:
        return None
    for later in range(place, min(len(items), place + 14)):
        token = items[later]
        if token.low == "that":
            return later if later + 1 < len(items) else None
        if token.kind == QUOTE or (token.kind == "mark" and token.low != "'s"):
            return None
        if token.low in english.AUXILIARIES or token.low in english.SUBJECTS:
            return None
    return None


def _quote_stands_alone(items: Items, place: int) -> bool:
    after = items[place + 1] if place + 1 < len(items) else None
    return (
        after is None or after.kind in ("mark", QUOTE) or after.low in ("and", "but", "as", "while", "in", "on", "at")
    )


def _quotes(items: Items, place: int) -> tuple[Content, ...]:
    return (Content(((items[place].start, items[place].end),)),)


def clause_end(items: Items, place: int) -> int:
    """The place after a clause of content: the sentence's end, or where the reporter goes on."""
    for later in range(place + 1, len(items)):
        token = items[later]
        if token.text == ";" or (token.text == ":" and later + 1 < len(items) and items[later + 1].kind == QUOTE):
            return later
        if token.text in (",", "—", "–") and (_reporter_goes_on(items, later + 1) or _closing_cue(items, later + 1)):
            return later
        if token.low in ("and", "but") and _speaks_again(items, later + 1):
            return later
    end = len(items)
    while end > place + 1 and items[end - 1].text in _STOPS:
        end -= 1
    return end


def _speaks_again(items: Items, place: int) -> bool:
    """Whether the subject speaks again: "and warned that", "but declined to say"."""
    word = low(items, place)
    if word in ("declined", "refused"):
        return low(items, place + 1) == "to"
    if word in ("would", "could", "did", "has", "have", "had", "was", "is"):
        return any(low(items, at) in SPEECH and low(items, at) not in NOUNLIKE for at in range(place + 1, place + 4))
    past = word.endswith("ed") or word in ("said", "told", "wrote")
    return past and word in SPEECH and word not in NOUNLIKE


def _closing_cue(items: Items, place: int) -> bool:
    """Whether the sentence closes with a cue: "..., the newspaper reported on Friday"."""
    end = phrase_right(items, place)
    if end is None or end >= len(items) or items[end].low not in SPEECH or items[end].low.endswith("ing"):
        return False
    rest = skip_adverbials(items, end + 1)
    return rest >= len(items) or items[rest].text in _STOPS


def _reporter_goes_on(items: Items, place: int) -> bool:
    """Whether after a comma the reporter speaks again: "adding that", "according to", "while Y said"."""
    word = low(items, place)
    if word in ("according", "citing"):
        return True
    if word in VERBS and (word.endswith("ing") or word in ("said", "told", "added", "says")):
        return True
    if word in _SUBORDINATE or word in ("and", "but"):
        return any(
            items[at].low in VERBS
            and not items[at].low.endswith("ing")
            and low(items, at - 1) not in ("to", "the", "a")
            and items[at].low not in NOUNLIKE
            for at in range(place + 1, min(len(items), place + 8))
        )
    return False


def _object_end(items: Items, place: int) -> int:
    """The place after an object: the comma, or the next clause."""
    for later in range(place + 1, len(items)):
        token = items[later]
        if token.text in (",", ";", "—", "–", ":") or token.text in _STOPS:
            return later
        if token.low in ("and", "but") and later + 1 < len(items) and finite(items[later + 1]):
            return later
        if token.low in _SUBORDINATE and later > place + 1:
            return later
    return len(items)


def _split(items: Items, begin: int, end: int, *, weak: bool) -> tuple[Content, ...]:
    """One content, or several where "and that" joins them."""
    cuts = [begin]
    for place in range(begin + 2, end - 1):
        if low(items, place) == "that" and low(items, place - 1) in ("and", "but"):
            cuts.append(place)
    made = []
    for number, start in enumerate(cuts):
        stop = end if number + 1 == len(cuts) else cuts[number + 1] - 1
        if stop - 1 > start and items[stop - 1].text == ",":
            stop -= 1
        made.append(Content(((items[start].start, items[stop - 1].end),), weak))
    return tuple(made)


def before_cue(items: Items, place: int, after: int) -> tuple[Content, ...]:
    """The content before a cue that begins at item `place`; what goes on after item `after` is a second fragment."""
    end = place
    if end and items[end - 1].text in (",", "—", "–", "-"):
        end -= 1
    begin = next((at + 1 for at in range(end - 1, -1, -1) if items[at].text == ";"), 0) or _dateline(items)
    if end <= begin:
        return ()
    first = items[begin].start, items[end - 1].end
    second = _resumed(items, begin, end, after)
    return (Content((first, second) if second else (first,)),)


def _dateline(items: Items) -> int:
    """The place after "TARVIK, Corland (CW) —" at a sentence's start, or 0."""
    dash = next((at for at in range(1, min(len(items), 12)) if items[at].text in ("—", "–", "-", "--")), 0)
    before = items[:dash]
    words = [item for item in before if item.kind in ("word", "initial")]
    if not words or not before[0].text.isupper() or len(before[0].text) < 3:
        return 0
    return dash + 1 if all(item.capital or item.low in ("of", "de", "la") for item in words) else 0


def _resumed(items: Items, begin: int, end: int, after: int) -> Fragment | None:
    """The second piece of an interrupted content, or None."""
    if after >= len(items):
        return None
    place = after
    if items[place].text not in (",", ":", "—", "–", "-"):
        return None
    if items[end - 1].text[-1:] in ".!?" and items[end - 1].kind == "mark":
        return None
    place += 1
    if place >= len(items):
        return None
    token = items[place]
    if token.low in ("and", "but") and place + 1 < len(items) and items[place + 1].kind == QUOTE:
        place, token = place + 1, items[place + 1]
    if token.kind in (QUOTE, SCARE_QUOTE):
        return token.start, token.end
    if end - begin == 1 and items[begin].kind == QUOTE:
        return None
    if token.low in _SUBORDINATE - {"because"} or (token.low.endswith("ing") and token.low in VERBS):
        return None
    complete = any(finite(item) or item.kind == QUOTE for item in items[begin:end])
    if complete and token.low not in _RESUMES:
        return None
    if token.low in ("and", "but") and complete:
        place += 1
    stop = len(items)
    while stop > place and items[stop - 1].text in _STOPS:
        stop -= 1
    return (items[place].start, items[stop - 1].end) if stop > place else None

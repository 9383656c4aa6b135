"""What stands around a figure: the change it tells of, the time it holds for, what is counted."""

from __future__ import annotations

import re
from functools import lru_cache

from annotator.core.quantity.language import Language
from annotator.core.quantity.numbers import number_at
from annotator.core.quantity.parts import Text
from annotator.core.quantity.quantity import Change, Quantity
from annotator.core.quantity.tokens import Token, match, match_back

_STOPS = frozenset('.;:!?()[]«»“”„"—|…。،؛؟')
_CLAUSE = _STOPS | {","}
_REACH = 12  # tokens that are looked back for a verb
_AHEAD = 100  # characters that are looked ahead for a period
_MOST = 4  # words of what is counted
_SHARES = ("per cent", "percentage points", "basis points", "per mille")


# --- change --------------------------------------------------------------------------------------


def change_of(read: Text, first: int, after: int, made: Quantity, *, word: str = "") -> Change | None:
    """Rises or falls, by or to, as the words before say, else those after."""
    language, found = read.language, read.found
    own = language.moves.get(word)
    if own:
        return "rise_to" if own == "rise" else "fall_by"
    if first and found[first - 1].text in language.start - language.by:
        return None  # where a change began: up from 40
    path: list[Token] = []
    first = _before_average(read, first)
    for here in range(first - 1, max(-1, first - _REACH - 1), -1):
        token = found[here]
        if token.text in _CLAUSE or (token.value is not None and not _is_year(token) and not _aims(language, path)):
            break
        hedge = match(found, here, language.before)
        sign = made.value is not None and made.value < 0 and token.text in language.minus
        hit = None if sign else match_back(found, here + 1, language.changes)
        if hit is not None and hedge and hedge[1] > here + 1 and hit[1] == here:
            hit = None  # up | to 40, but: edged up | to 40
        if hit is not None:
            made_of = _by_or_to(language, hit[0], token.text, path[::-1], made)
            if made_of is not None:
                return made_of
        if token.text in language.reached and _direct(language, path):
            return "rise_to"
        if token.text in language.steady and path and len(path) <= 5:
            hedged = path[-1].text in language.into and _direct(language, path[:-1])
            if hedged or path[0].text in language.into:
                return "no_change"
        path.append(token)
    return _compared(read, after, made, word)


def _before_average(read: Text, first: int) -> int:
    """Where "an average of" begins that stands before a number and its money; else the number itself."""
    found, place = read.found, _before_money(read, first)
    hedge = match_back(found, place, read.language.before)
    return hedge[1] if hedge is not None and found[place - 1].text in read.language.of else first


def _before_money(read: Text, first: int) -> int:
    hit = match_back(read.found, first, _money())
    return first if hit is None else hit[1]


def _aims(language: Language, path: list[Token]) -> bool:
    """Whether "to" stands before the figure and nothing numeric behind it: rose 38 per cent to $612m."""
    nearest = next((token.text for token in path if token.text.isalnum()), "")
    return nearest in language.into and not any(token.value is not None for token in path)


def _is_year(token: Token) -> bool:
    return token.value is not None and 1500 <= token.value < 2200 and len(token.text) == 4


def _direct(language: Language, path: list[Token]) -> bool:
    return all(_fills(language, token) for token in path)


def _fills(language: Language, token: Token) -> bool:
    return token.text in language.fillers or token.text in language.units or not token.text.isalnum()


def _by_or_to(language: Language, sense: str, word: str, path: list[Token], made: Quantity) -> Change | None:
    """What a verb and the words from it to the number make, or None where they do not belong together."""
    leading = next((one.text for one in reversed(path) if one.text in language.by | language.into), "")
    tail = len(path) - 1
    while tail >= 0 and _fills(language, path[tail]) and path[tail].text not in language.by | language.into:
        tail -= 1
    bound = path[tail].text if tail >= 0 else ""
    direct = _direct(language, path)
    if word in language.nouns and (not direct or bound in language.by - language.of):
        return None
    if word in language.measured and not (made.unit or made.base or bound):
        return None
    if word in language.needs_by and bound not in language.by | language.into:
        return None
    crossed = len(path) <= 8 and bound in language.by and bound not in language.of
    if not direct and not (bound in language.into or crossed):
        return None
    if not direct and any(re.match(language.verblike or r"\Z", one.text) for one in path[:tail]):
        return None
    goal = (bound or leading) in language.into if direct else bound in language.into
    goal |= direct and bool(path) and path[0].text in language.crossing
    return ("rise_to" if goal else "rise_by") if sense == "rise" else ("fall_to" if goal else "fall_by")


def _compared(read: Text, after: int, made: Quantity, word: str) -> Change | None:
    """A comparative or a noun of change directly after the figure and its unit: 4.7 per cent more."""
    language, found = read.language, read.found
    plain_count = made.unit is None and not made.scale and not made.base
    fold = bool(language.tenfold) and word.endswith(language.tenfold)
    if plain_count or (made.unit == language.times_unit and not fold) or (made.value or 0) < 0:
        return None
    here = after
    while here < len(found) and found[here].dash:
        here += 1
    for skip in range(4):
        place = here + skip
        if place >= len(found) or found[place].text in _CLAUSE:
            return None
        hit = match(found, place, language.compared)
        if hit is not None:
            plural = hit[1] < len(found) and re.match(language.plural or r"\Z", found[hit[1]].text)
            if fold:
                return ("rise_to" if hit[0] == "rise" else "fall_to") if found[place].text in language.changes else None
            if plural and made.unit not in _SHARES:
                return None
            return "rise_by" if hit[0] == "rise" else "fall_by"
        if found[place].text in language.stops - language.determiners and skip < 1:
            return None
        if skip and found[place].text in language.stops:
            return None
    return None


# --- period --------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _periods(listed: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(r"\b(?:" + "|".join(f"(?:{one})" for one in listed) + ")", re.IGNORECASE) if listed else None


def period_of(text: str, read: Text, first: int, after: int) -> str | None:
    """The words of time after the figure in its clause, else those before in its clause."""
    language, found = read.language, read.found
    pattern = _periods(language.periods)
    if pattern is None or not found:
        return None
    begin = found[first - 1].end
    end = min(len(text), begin + _AHEAD)
    for token in found[first:]:
        if token.text in _STOPS or (token.text == "," and token.start >= found[read.last - 1].end):
            end = min(end, token.start)
            break
    hit = pattern.search(text, begin, end)
    while hit is not None and language.baseline and re.search(language.baseline, text[begin : hit.start()]):
        hit = pattern.search(text, hit.end(), end)
    if hit is not None and language.not_after and re.search(language.not_after, text[begin : hit.start()]):
        hit = None
    if hit is not None and _free(read, after, hit.start()):
        return hit.group()
    number = found[read.first].start if read.first < len(found) else begin
    begun = max((token.end for token in found[: read.first] if token.text in _CLAUSE), default=found[0].start)
    figures = (token.end for token in found[: read.first] if token.start >= begun and _counts(language, token))
    last = next(iter(list(pattern.finditer(text, max(begun, number - _AHEAD), number))[-1:]), None)
    return last.group() if last is not None and min(figures, default=number) > last.start() else None


def _counts(language: Language, token: Token) -> bool:
    return (token.value is not None and not _is_year(token)) or token.text in language.numbers


def _free(read: Text, after: int, place: int) -> bool:
    """Whether no other figure stands between this one and a place: its period would be the other's."""
    return not any(token.value is not None for token in read.found[after:] if token.start < place)


# --- what is counted -----------------------------------------------------------------------------


def counted_of(text: str, read: Text, first: int, after: int, made: Quantity, change: Change | None) -> str | None:
    """The noun that is counted: after the figure, or what it says something of, before."""
    found, language = read.found, read.language
    hit = match(found, after, language.units) if made.unit and after >= read.last else None
    here = _over_periods(text, read, after if hit is None else hit[1])
    if change and (moving := _moving(text, read, first, here)):
        return moving
    behind = found[here].text if here < len(found) else ""
    measured = made.unit is not None
    if behind in language.of:
        noun = _noun(text, read, here + 1, mass=True)
        if noun:
            return noun
    elif not measured and behind not in _CLAUSE:
        noun = _noun(text, read, here, mass=False)
        if noun:
            return noun
    passed = first > 0 and found[first - 1].text in language.passing
    return _subject(text, read, first) if measured or made.base or change or passed else None


def _moving(text: str, read: Text, first: int, here: int) -> str | None:
    """What moves, behind a noun of change: an increase of 30% in cases, a 30% fall in cases."""
    found, language = read.found, read.language
    moved = match(found, here, language.compared)
    if moved is not None and found[here].text in language.changes and found[here].text not in language.measured:
        here = moved[1]
    elif (
        not first
        or found[first - 1].text not in language.of
        or first < 2
        or found[first - 2].text not in language.changes
    ):
        return None
    if here + 1 >= len(found) or found[here].text not in language.within:
        return None
    pattern = _periods(language.periods)
    if pattern is not None and pattern.match(text, found[here].start):
        return None
    return _noun(text, read, here + 1, mass=True)


def _over_periods(text: str, read: Text, after: int) -> int:
    """The token after hyphens and a period that follow a number."""
    found, here, pattern = read.found, after, _periods(read.language.periods)
    while here < len(found) and (found[here].dash or found[here].text in ("strong", "+")):
        here += 1
    hit = pattern.match(text, found[here].start) if pattern is not None and here < len(found) else None
    while hit is not None and here < len(found) and found[here].start < hit.end():
        here += 1
    return here


def _noun(text: str, read: Text, here: int, *, mass: bool) -> str | None:
    """The words from a token to the noun that ends them; `mass`: a noun without plural will do."""
    found, language = read.found, read.language
    while here < len(found) and found[here].text in language.determiners and found[here].text not in _CLAUSE:
        here += 1
    if here < len(found) and found[here].glued and len(found[here].text) == 1:
        return None  # under-18 | s
    end, plural = here, False
    while end < len(found) and end - here < 2 * _MOST:
        token = found[end]
        if token.dash and end - here > 0 and end + 1 < len(found) and found[end + 1].glued and token.glued:
            end += 1
            continue
        if token.text in _CLAUSE or token.value is not None or not token.text[0].isalpha():
            break
        name = text[token.start : token.end][0].isupper()
        named = end > here and token.text == language.times_unit  # waiting times
        if (token.text in language.stops and not named) or (
            end > here and not name and _verblike(language, token.text)
        ):
            break
        is_plural = bool(language.plural) and re.match(language.plural, token.text) is not None and not name
        if plural and not is_plural:
            break
        plural = is_plural
        end += 1
    if end == here or (not mass and not plural and _verblike(language, found[here].text)):
        return None
    if not plural and end - here > _MOST:
        end = here + (_MOST if mass else 1)
    return text[found[here].start : found[end - 1].end].removesuffix("’s").removesuffix("'s") or None


def _verblike(language: Language, word: str) -> bool:
    return bool(language.verblike) and re.match(language.verblike, word) is not None


def _subject(text: str, read: Text, first: int) -> str | None:
    """What the figure says something of: the noun before "of", the verb, or between a verb and "to"."""
    found, language = read.found, read.language
    here, crossed = min(first, read.first) - 1, False
    if (own := _own_noun(text, read, first)) is not None:
        return own
    here = min(here, _before_average(read, first) - 1)
    while here >= 0 and (found[here].text in language.fillers - language.of - language.start or not _word(found[here])):
        if found[here].text in _CLAUSE:
            return None
        crossed |= found[here].text in language.into | language.by | language.crossing
        here -= 1
    lead = here
    while here >= 0 and _leads(read, here):
        hit = match_back(found, here + 1, language.changes)
        here = hit[1] - 1 if hit is not None else here - 1
    begin = min(first, read.first)
    verb = match(found, begin, language.changes) or {found[begin].text, found[first].text} & language.moves.keys()
    if here == lead and not crossed and not verb:  # no "| rose 40 per cent"
        return None
    here, end = _before_period(text, read, here)
    while here >= 0 and end - here <= 6 and _nominal(read, here):
        bare = found[here].text in language.determiners and (here == 0 or found[here - 1].text not in language.binds)
        here -= 1
        if bare:
            break
    if crossed and lead == end - 1 and not _has_verb(read, here):
        return None
    here += 1
    left_out = language.determiners | language.binds
    while here < end and (found[here].text in left_out or found[here].dash):
        here += 1
    while end > here and found[end - 1].text in (language.stops | left_out) - {language.times_unit}:
        end -= 1
    return text[found[here].start : found[end - 1].end] if here < end else None


def _own_noun(text: str, read: Text, first: int) -> str | None:
    """The noun that the span itself has before "of": a loss of £40m."""
    found, language = read.found, read.language
    place = _before_money(read, first)
    here = place - 2
    if here < read.first or found[place - 1].text not in language.of or match_back(found, place, language.before):
        return None
    if not _word(found[here]) or found[here].text in language.stops | language.changes.keys() | language.fillers:
        return None
    return text[found[here].start : found[here].end]


def _has_verb(read: Text, here: int) -> bool:
    """Whether a verb of change or of staying stands just before a noun: cut its forecast to."""
    language = read.language
    known = here >= 0 and read.found[here].text in language.steady
    return known or match_back(read.found, here + 1, language.changes) is not None


def _before_period(text: str, read: Text, here: int) -> tuple[int, int]:
    """The last token of the noun and the one after it, with a period between noun and verb left out."""
    found, pattern = read.found, _periods(read.language.periods)
    if pattern is not None and here >= 0:
        low = found[max(0, here - 5)].start
        for hit in pattern.finditer(text, low, found[here].end):
            if hit.end() == found[here].end:
                while here >= 0 and found[here].start >= hit.start():
                    here -= 1
                break
    return here, here + 1


def _word(token: Token) -> bool:
    return token.text[0].isalpha()


def _leads(read: Text, here: int) -> bool:
    """Whether a word belongs to the verb that leads to the figure."""
    language, word = read.language, read.found[here].text
    if word in language.auxiliaries | language.by | language.into | language.start | language.fillers:
        return word not in _CLAUSE
    known = word in language.steady | language.reached | language.passing or word.endswith("ly")
    return known or match_back(read.found, here + 1, language.changes) is not None


def _nominal(read: Text, here: int) -> bool:
    """Whether a word may belong to the noun before the verb; "of" and "on" bind two nouns."""
    found, language = read.found, read.language
    token = found[here]
    if token.text in language.binds or token.dash:
        return True
    if token.text in _CLAUSE or not _word(token):
        return False
    if token.text in language.units and here and (found[here - 1].value is not None or found[here - 1].text == "per"):
        return False
    if token.text in language.steady or match_back(found, here + 1, language.changes) is not None:
        return token.text in language.nouns
    times = found[here + 1].text == language.times_unit if here + 1 < len(found) else False
    if token.text == language.times_unit and here and _word(found[here - 1]):
        return True
    if _verblike(language, token.text) and not times:
        return False
    return token.text in language.determiners or token.text not in language.stops


def inherited_unit(read: Text) -> str | None:
    """The currency of the last amount before, for "0.9 million less" after "6.3 million euros"."""
    language, before = read.language, read.found[: read.first]
    unit, here = None, 0
    while here < len(before):
        made = number_at(before, here, language)
        if made is None:
            here += 1
            continue
        here = made.last
        if not made.scale:
            continue
        hit = match(before, here, language.units)
        sign = match_back(before, made.first, _money())
        unit = (sign[0] if sign else "") or (hit and (hit[0] or before[hit[1] - 1].text)) or unit
    return unit


def _money() -> dict[str, str]:
    from annotator.core.quantity.common import CURRENCY

    return CURRENCY

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
    for here in range(first - 1, max(-1, first - _REACH - 1), -1):
        token = found[here]
        if token.text in _CLAUSE or (token.value is not None and not _is_year(token) and not _aims(language, path)):
            break
        hedge = match(found, here, language.before)
        sign = made.value is not None and made.value < 0 and token.text in language.minus
        hit = None if sign or (hedge and hedge[1] > here + 1) else match_back(found, here + 1, language.changes)
        if hit is not None:
            made_of = _by_or_to(language, hit[0], token.text, path[::-1], made)
            if made_of is not None:
                return made_of
        if token.text in language.reached and _direct(language, path):
            return "rise_to"
        if token.text in language.steady and path and path[0].text in language.into and len(path) <= 5:
            return "no_change"
        path.append(token)
    return _compared(read, after, made)


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
    return ("rise_to" if goal else "rise_by") if sense == "rise" else ("fall_to" if goal else "fall_by")


def _compared(read: Text, after: int, made: Quantity) -> Change | None:
    """A comparative or a noun of change directly after the figure and its unit: 4.7 per cent more."""
    language, found = read.language, read.found
    plain_count = made.unit is None and not made.scale and not made.base
    if plain_count or made.unit == language.times_unit:
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
            return None if plural else ("rise_by" if hit[0] == "rise" else "fall_by")
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
    return _subject(text, read, first) if measured or made.base or change else None


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
    end, plural = here, False
    while end < len(found) and end - here < 2 * _MOST:
        token = found[end]
        if token.dash and end - here > 0 and end + 1 < len(found) and found[end + 1].glued and token.glued:
            end += 1
            continue
        if token.text in _CLAUSE or token.value is not None or not token.text[0].isalpha():
            break
        name = text[token.start : token.end][0].isupper()
        if token.text in language.stops or (end > here and not name and _verblike(language, token.text)):
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
    while here >= 0 and (found[here].text in language.fillers - language.of - language.start or not _word(found[here])):
        if found[here].text in _CLAUSE:
            return None
        crossed |= found[here].text in language.into | language.by
        here -= 1
    lead = here
    while here >= 0 and _leads(read, here):
        hit = match_back(found, here + 1, language.changes)
        here = hit[1] - 1 if hit is not None else here - 1
    if here == lead and not crossed and found[first].text not in language.moves:
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
    while end > here and found[end - 1].text in language.stops | left_out:
        end -= 1
    return text[found[here].start : found[end - 1].end] if here < end else None


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
    known = word in language.steady or word in language.reached or word.endswith("ly")
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
    if _verblike(language, token.text):
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

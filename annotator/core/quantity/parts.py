"""Reads the words of one statistic by the table of its language; positions are code points."""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from annotator.core.quantity.common import BEFORE_ONLY, CURRENCY
from annotator.core.quantity.language import Language
from annotator.core.quantity.numbers import Written, number_at
from annotator.core.quantity.quantity import SCALES, Bound, Quantity, plain_number
from annotator.core.quantity.tokens import Token, match, match_back, tokens

_BEFORE, _INSIDE, _AFTER = 300, 400, 200
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d\Z")
_NEAR = 10  # tokens before a figure that may say what it measures
_SHORT = 1  # a unit of one letter is one only when it touches its number or ends the span


class Text(msgspec.Struct):
    """The tokens of a span, [first, last), among those of its paragraph."""

    found: list[Token]
    first: int
    last: int
    language: Language

    def inner(self) -> list[Token]:
        """The tokens of the span, which numbers never leave, with those before."""
        return self.found[: self.last]


class Parts(msgspec.Struct):
    """What a span is made of, found from left to right."""

    numbers: list[Written] = []
    units: list[str] = []  # one a number, empty when it has none
    ends: list[int] = []  # the token after number and unit
    negative: list[bool] = []
    bounds: list[str] = []
    between: bool = False
    start: bool = False
    into: bool = False
    per: bool = False


def text_of(text: str, start: int, end: int, language: Language) -> Text:
    """The span and its paragraph as tokens."""
    end = min(end, start + _INSIDE)
    low = max(text.rfind("\n", max(0, start - _BEFORE), start) + 1, start - _BEFORE, 0)
    high = text.find("\n", end, end + _AFTER)
    high = min(len(text), end + _AFTER) if high < 0 else high
    pieces = [
        tokens(text, *piece, decimal=language.decimal, spaces=language.space_groups)
        for piece in ((low, start), (start, end), (end, high))
    ]
    found = [*pieces[0]]
    for piece in pieces[1:]:
        if piece and found and found[-1].end == piece[0].start:
            piece[0] = msgspec.structs.replace(piece[0], glued=True)
        found += piece
    for place in range(len(pieces[0]), len(pieces[0]) + len(pieces[1])):
        if found[place].text == "m" and found[place].glued and _is_length(found, place, language):
            found[place] = msgspec.structs.replace(found[place], length=True)
    return Text(found, len(pieces[0]), len(pieces[0]) + len(pieces[1]), language)


def _is_length(found: list[Token], place: int, language: Language) -> bool:
    """Whether an m means metres: 3m deep, the river rose 3m."""
    after = place + 1 + (place + 1 < len(found) and found[place + 1].dash)
    if after < len(found) and found[after].text in language.long:
        return True
    if after < len(found) and after == place + 1 and _counted_there(found[after], language):
        return False  # 3m people
    if place > 1 and (match_back(found, place - 1, CURRENCY) or found[place - 2].text in CURRENCY):
        return False
    for token in reversed(found[max(0, place - _NEAR) : place]):
        if token.text in ".;:!?" or token.text in language.costing:
            return False
        if token.text in language.flowing:
            return True
    return False


def _counted_there(token: Token, language: Language) -> bool:
    """Whether a word is a plural noun that a number before it counts."""
    return (
        bool(language.plural) and re.match(language.plural, token.text) is not None and token.text not in language.stops
    )


def parts_of(read: Text) -> Parts:
    """Numbers, units and hedges of the span."""
    language, inner, parts = read.language, read.inner(), Parts()
    here, hedges = read.first, 0
    while here < read.last:
        token = inner[here]
        if _takes_hedge(read, parts, here):
            here = match(inner, here, language.before)[1]  # type: ignore[index]
            continue
        made = _fold(inner, here, language) or number_at(inner, here, language)
        if made is not None:
            here = _take(read, parts, made)
            if not is_dated(read, made.first):
                hedges = len(parts.bounds)
            continue
        parts.between |= token.text in language.between or token.text in language.ranging
        parts.start |= token.text in language.start
        parts.into |= token.text in language.into
        parts.per |= not parts.numbers and token.text in language.per
        here += 1
    del parts.bounds[hedges:]  # lower than | before
    return parts


def is_dated(read: Text, place: int) -> bool:
    """Whether a year with its preposition stands at a token: since 2012."""
    year = _YEAR.match(read.found[place].text) is not None
    return year and place > 0 and read.found[place - 1].text in read.language.dated


def _takes_hedge(read: Text, parts: Parts, here: int) -> bool:
    """Takes a hedge before a number; one that follows the last number is another matter."""
    hit = match(read.inner(), here, read.language.before)
    if hit is None or (_of_verb(read, here) and hit[1] > here + 1):
        return False
    parts.bounds.append(hit[0])
    return True


def _of_verb(read: Text, here: int) -> bool:
    """Whether a word belongs to the verb before it: edged up | to."""
    hit = match_back(read.found, here + 1, read.language.changes)
    return hit is not None and hit[1] < here


def _take(read: Text, parts: Parts, made: Written) -> int:
    """Takes a number in with its sign, currency, unit and what hedges it from behind; the token to go on from."""
    inner, language = read.inner(), read.language
    made = _of_one_unit(inner, made, language)
    currency, left = _currency_before(read.found, made.first)
    parts.negative.append(_is_negative(read, left))
    unit, end = _unit_after(inner, made, language, last=read.last)
    if not unit and made.last == read.last and not currency:
        unit = _unit_outside(read)
    parts.numbers.append(made)
    parts.units.append(currency or unit or (language.times_unit if made.times else ""))
    hedge = match(inner, end + (end < len(inner) and inner[end].dash), language.after)  # 30-odd
    if hedge is not None:
        parts.bounds.append(hedge[0])
        end = hedge[1]
    parts.ends.append(end)
    return end


def _of_one_unit(inner: list[Token], made: Written, language: Language) -> Written:
    """Half a per cent is 0.5 per cent, a quarter of a mile 0.25 miles."""
    here = made.last + (made.last < len(inner) and inner[made.last].text in language.of)
    part = made.base or (made.value < 1 and here > made.last)  # half a mile, 0.5 of a mile
    if not part or here >= len(inner) or inner[here].text not in language.one:
        return made
    if match(inner, here + 1, language.units) is None:
        return made
    return Written(made.first, here + 1, made.value / (made.base or 1))


def _fold(inner: list[Token], here: int, language: Language) -> Written | None:
    """Tenfold, 10-fold."""
    token, fold = inner[here], language.tenfold
    if not fold:
        return None
    if token.text.endswith(fold) and token.text[: -len(fold)] in language.numbers:
        value = Fraction(language.numbers[token.text[: -len(fold)]])
        return Written(here, here + 1, value, times=True, word=token.text)
    made = number_at(inner, here, language)
    if made is None:
        return None
    after = made.last + (made.last < len(inner) and inner[made.last].dash)
    if after < len(inner) and inner[after].text == fold:
        return Written(here, after + 1, made.value, times=True, word=fold)
    return None


def _currency_before(found: list[Token], place: int) -> tuple[str, int]:
    """The currency whose sign or code stands before a token, and where it begins."""
    hit = match_back(found, place, CURRENCY)
    if hit is None:
        return "", place
    code, first = hit
    if place - first > 1 and not found[place - 1].glued:  # "a $5 fee" is no Australian one
        first = place - 1
        code = CURRENCY.get(found[first].text, "")
    return code, first


def _is_negative(read: Text, left: int) -> bool:
    """Whether a minus stands before the number (and its currency)."""
    if left <= read.first:
        return False
    token = read.found[left - 1]
    if token.text in read.language.minus:
        hedged = match_back(read.found, left, read.language.before)  # au moins
        return hedged is None and read.found[left - 2].text not in read.language.to  # plus or minus
    glued = left < len(read.found) and read.found[left].glued
    return token.dash and glued and (not token.glued or left - 1 == read.first)


def _unit_after(inner: list[Token], made: Written, language: Language, *, last: int) -> tuple[str, int]:
    """The unit after a number, and the token after it."""
    here = made.last + (made.last + 1 < len(inner) and inner[made.last].dash)
    here += made.vague and here < len(inner) and inner[here].text in language.of  # millions of dollars
    for table in (language.units, CURRENCY):
        hit = match(inner, here, table)
        if hit is None or (table is CURRENCY and _phrase(inner, here, hit[1]) in BEFORE_ONLY):
            continue
        if table is CURRENCY and hit[1] < len(inner) and inner[hit[1]].value is not None and inner[hit[1]].glued:
            continue  # the sign of the next amount: €1m-€2m
        single = hit[1] - here == 1 and len(inner[here].text) == _SHORT and inner[here].text.isalpha()
        if single and not (inner[here].glued and hit[1] == here + 1) and hit[1] != last:
            continue
        return hit[0] or _as_written(inner, here, hit[1]), hit[1]
    if here < len(inner) and inner[here].text in (language.times_unit, "x", "×") and not made.times:
        return language.times_unit, here + 1
    return "", made.last


def _unit_outside(read: Text) -> str:
    """A unit that the span leaves out: 4.7 | per cent."""
    after, language = read.found[read.last :], read.language
    hit = match(after, 0, language.units) or match(after, 0, CURRENCY)
    if hit is None:
        return ""
    phrase = _phrase(after, 0, hit[1])
    if phrase in BEFORE_ONLY or (len(phrase) == _SHORT and phrase.isalpha()):
        return ""
    return hit[0] or _as_written(after, 0, hit[1])


def _phrase(found: list[Token], first: int, last: int) -> str:
    return " ".join(token.text for token in found[first:last] if not token.dash)


_WRITTEN: dict[str, str] = {
    unit.lower(): unit
    for unit in ("kW", "MW", "GW", "TW", "kWh", "MWh", "GWh", "TWh", "Wh", "W", "V", "kV", "Hz", "kHz", "MHz", "GHz",
                 "kB", "MB", "GB", "TB", "Mbps", "Gbps", "Pa", "hPa", "kPa", "dB", "CO2e", "Mt", "Gt")
}  # fmt: skip


def _as_written(found: list[Token], first: int, last: int) -> str:
    words = found[first:last]
    plain = "".join((" " if place and not token.glued else "") + token.text for place, token in enumerate(words))
    return _WRITTEN.get(plain, plain)


def value_of(parts: Parts, place: int) -> Fraction:
    """A number with its sign, as it is written before its scale."""
    made = parts.numbers[place]
    return -made.value if parts.negative[place] else made.value


def bound_of(parts: Parts, read: Text) -> Bound:
    """The last hedge that says something; one directly before the span counts too."""
    telling = [bound for bound in parts.bounds if bound != "exact"]
    if not telling and read.first:
        hit = match_back(read.found, read.first, read.language.before)
        if hit is not None and read.first - hit[1] > 1 and _of_verb(read, hit[1]):
            hit = None
        telling = [hit[0]] if hit is not None and hit[0] != "exact" else []
    if not telling:
        after = read.found[read.last : read.last + 3]
        hit = match(after, 0, read.language.after)
        if hit is not None and (hit[1] > 1 or after[0].text == "+"):
            telling = [hit[0]]
    if not telling:
        return "above" if parts.numbers and parts.numbers[0].vague else "exact"
    return telling[-1]  # type: ignore[return-value]


def plain(parts: Parts, read: Text, place: int = 0) -> Quantity:
    """One number."""
    made = parts.numbers[place]
    value, base = value_of(parts, place), made.base
    if made.times and read.language.moves.get(made.word) == "fall":
        value, base = Fraction(1), int(made.value)
    unit = parts.units[place] if not (made.times and base) else ""
    return Quantity(
        value=plain_number(value),
        base=base or None,
        unit=unit or None,
        scale=made.scale or None,
        bound=bound_of(parts, read),
        counted=made.what or None,
    )


def shared(parts: Parts) -> tuple[Fraction, Fraction, str]:
    """The two ends of a range under one scale."""
    low, high = parts.numbers[:2]
    first, second = value_of(parts, 0), value_of(parts, 1)
    if low.base or high.base:
        first = first / low.base if low.base else first
        second = second / high.base if high.base else second
    if low.scale == high.scale:
        return first, second, high.scale
    if high.scale and not low.scale and abs(first) < 1000 and abs(first) < 100 * abs(second):
        return first, second, high.scale
    powers = [SCALES.get(one.scale, 0) for one in (low, high)]
    top = max(powers)
    scale = low.scale if powers[0] == top else high.scale
    return first * Fraction(10) ** (powers[0] - top), second * Fraction(10) ** (powers[1] - top), scale

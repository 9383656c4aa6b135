"""From words to a Quantity: what two numbers beside each other mean, and what stands around them."""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from annotator.core.quantity.around import change_of, counted_of, inherited_unit, period_of
from annotator.core.quantity.common import CURRENCY
from annotator.core.quantity.language import Language
from annotator.core.quantity.parts import Parts, Text, bound_of, is_dated, parts_of, plain, shared, text_of
from annotator.core.quantity.quantity import Change, Quantity, plain_number
from annotator.core.quantity.tokens import Token, match, match_back

_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d\Z")


def read(text: str, start: int, end: int, language: str | None = None) -> Quantity:
    """What the words [start, end) of a text (code points) say as a statistic; all None where they say no number.

    `language` is an article's ("en", "de-AT"); without one the script decides, and then English. Never raises,
    and looks at no more than a few hundred characters around the span.
    """
    from annotator.core.quantity.languages import table  # late: tables are built when first asked for

    start = min(max(start, 0), len(text))
    words = table(language, text[start : start + 40])
    found = text_of(text, start, min(max(end, start), len(text)), words)
    parts = parts_of(found)
    if not parts.numbers:
        return Quantity()
    while len(parts.numbers) > 1 and parts.numbers[0].weak and not (_rate(parts, found) or _ends(parts, found)):
        _drop(parts, 0)
    _leave_out_years(parts, found)
    moved = _moved_to(parts, found)
    made = _assembled(parts, found)
    if moved is not None:
        made = msgspec.structs.replace(made, change=moved)
    after = parts.ends[1] if made.value_high is not None or _rate(parts, found) else parts.ends[0]
    return _with_surroundings(made, text, found, parts, after)


def _drop(parts: Parts, place: int) -> None:
    for listed in (parts.numbers, parts.units, parts.ends, parts.negative):
        listed.pop(place)


def _leave_out_years(parts: Parts, found: Text) -> None:
    """Years that date a figure are no figures: its highest since 2012, 7.9 per cent; from 20 in 2029 to 23."""
    dated = [
        place
        for place, one in enumerate(parts.numbers)
        if is_dated(found, one.first) and not parts.units[place] and not one.scale
    ]
    if len(dated) < len(parts.numbers):
        for place in reversed(dated):
            _drop(parts, place)


def _moved_to(parts: Parts, found: Text) -> Change | None:
    """Doubled to £18m: the amount is the figure, the multiplier says which way it went."""
    move = found.language.moves.get(parts.numbers[0].word)
    if not move or len(parts.numbers) < 2:
        return None
    gap = _gap(parts, found)
    hedge = match_back(gap, len(gap), found.language.before)
    if [token.text in found.language.into for token in gap[: hedge[1] if hedge else None]] != [True]:
        return None
    _drop(parts, 0)
    return "rise_to" if move == "rise" else "fall_to"


def _with_surroundings(made: Quantity, text: str, found: Text, parts: Parts, after: int) -> Quantity:
    first = parts.numbers[0].first
    change = made.change or change_of(found, first, after, made, word=parts.numbers[0].word)
    period = period_of(text, found, parts.ends[0], after)
    counted = made.counted or counted_of(text, found, first, after, made, change)
    if parts.numbers[0].times and period is not None and change is None and _follows(text, found, after, period):
        made = msgspec.structs.replace(made, unit=None)  # twice a week is a count, twice as many a factor
    unit = made.unit or (inherited_unit(found) if made.scale and not counted else None)
    return msgspec.structs.replace(made, change=change, period=period, counted=counted, unit=unit)


def _follows(text: str, found: Text, after: int, period: str) -> bool:
    return after < len(found.found) and text.startswith(period, found.found[after].start)


def _assembled(parts: Parts, found: Text) -> Quantity:
    if parts.per and len(parts.numbers) == 1 and not parts.units[0]:  # "per 100,000" alone
        return Quantity(base=plain_number(parts.numbers[0].value), bound="exact")
    if len(parts.numbers) < 2:
        return plain(parts, found)
    rate = _rate(parts, found)
    if rate is not None:
        return rate
    return _ends(parts, found) or plain(parts, found)


def _gap(parts: Parts, found: Text) -> list[Token]:
    """What stands between the first two numbers, without signs of money."""
    left, right = parts.ends[0], parts.numbers[1].first
    years = {place for at in range(left, right) if is_dated(found, at) for place in (at - 1, at)}
    between = (found.found[place] for place in range(left, right) if place not in years)
    return [token for token in between if token.text not in CURRENCY or len(token.text) > 1]


def _rate(parts: Parts, found: Text) -> Quantity | None:
    """Two in five, 12 per 100,000, one litre in five, three of the seven."""
    if len(parts.numbers) < 2:
        return None
    low, high = parts.numbers[:2]
    language, gap = found.language, _gap(parts, found)
    hedge = match_back(gap, len(gap), language.before)
    words = [token.text for token in gap[: hedge[1] if hedge else None] if not token.dash]
    for cut in range(min(len(words), 4)):
        if " ".join(words[cut:]) in language.ratio:
            break
    else:
        return None
    per = " ".join(words[cut:]) in language.per
    unit = parts.units[0]
    share = unit in ("per cent", "per mille", "percentage points", "basis points", language.times_unit)
    if share or low.base or high.base or (not per and (low.scale or low.value > high.value or cut > 1)):
        return None
    if parts.units[1] and not per:
        return None
    if high.digits and _YEAR.match(str(high.value)) and not per and low.value > 10:
        return None
    counted = " ".join(words[:cut]) or None
    made = plain(parts, found)
    base = high.value * (10**3 if high.scale == "thousand" else 10**6 if high.scale == "million" else 1)
    return msgspec.structs.replace(made, base=plain_number(base), counted=counted)


def _ends(parts: Parts, found: Text) -> Quantity | None:
    """The two ends of a range, or of a change."""
    language, gap = found.language, _gap(parts, found)
    left = found.found[found.first - 1].text if found.first else ""
    begun = parts.start or (left in language.start and found.first == parts.numbers[0].first)
    backwards = bool(gap) and gap[0].text in language.start and (parts.into or left in language.into)
    between = parts.between or left in language.between
    joined = all(_joins(gap, place, language, between=between) for place in range(len(gap)))
    if (not backwards and (not gap or not joined)) or (gap and gap[0].text in language.into and _stepped(parts, found)):
        return None
    if bool(parts.numbers[0].base) != bool(parts.numbers[1].base):
        return None
    if parts.units[0] and parts.units[1] and parts.units[0] != parts.units[1]:
        return None
    first, second, scale = shared(parts)
    bound = bound_of(parts, found)
    if backwards:
        first, second = second, first
    ranging = parts.between or not (begun or backwards) or _ranging(found)
    if ranging:
        first, second, bound = min(first, second), max(first, second), "range"
    return Quantity(
        value=plain_number(Fraction(first)),
        value_high=plain_number(Fraction(second)),
        unit=parts.units[1] or parts.units[0] or None,
        scale=scale or None,
        bound=bound,
        change=None if ranging else "from_to",
    )


def _stepped(parts: Parts, found: Text) -> bool:
    """Whether the first number is by how much it went to the second: by just over 1,100 to 14,300."""
    first, language = parts.numbers[0].first, found.language
    hedge = match_back(found.found, first, language.before)
    before = (hedge[1] if hedge else first) - 1
    return before >= 0 and found.found[before].text in language.by - language.of


def _joins(gap: list[Token], place: int, language: Language, *, between: bool) -> bool:
    """Whether a token may stand between the ends of a range."""
    token = gap[place]
    if token.dash or token.text == "~" or token.text in language.to or token.text in language.between:
        return True
    return (token.text in language.plus and between) or match(gap, place, language.before) is not None


def _ranging(found: Text) -> bool:
    """Whether "ranging" or the like stands before "from"."""
    return any(token.text in found.language.ranging for token in found.found[max(0, found.first - 3) : found.first])

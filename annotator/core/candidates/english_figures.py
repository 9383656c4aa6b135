"""How English news writes figures: number words, scales, hedges, units and rates, and what is no quantity."""

from __future__ import annotations

import re

from annotator.core.candidates.wordlist import either

_UNITS = either(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen
    """
)
_TENS = either("twenty thirty forty fifty sixty seventy eighty ninety")
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)*)"
_CARDINAL = rf"(?:{_TENS}(?:[-‐ ]{_UNITS})?|{_UNITS})"
_SCALE = either("hundred thousand million billion trillion dozen bn mn tn m k lakh crore")
_MONEY = r"(?:(?:US|A|C|NZ|HK|S)?\$|[€£¥₹₽₩₺₦₴₪฿])"
_WRITTEN = (
    rf"(?:{_CARDINAL}|an?)(?:\s(?:and\s)?(?:{_CARDINAL}|{_SCALE}))*\s{_SCALE}\b(?:\s(?:and\s)?{_CARDINAL}\b)*"
    rf"|{_CARDINAL}\b"
)
_CORE = rf"(?:{_MONEY}\s?{_DIGITS}(?:[-‐\s]?{_SCALE}\b)?|{_DIGITS}(?:[-‐\s]?{_SCALE}\b)*|{_WRITTEN})"
_PARTS = either(
    """
    half halves third thirds quarter quarters fifth fifths sixth sixths eighth eighths tenth tenths
    """
)
_FRACTION = rf"(?:(?:an?|one|two|three|four)[-\s]{_PARTS}|half)\b"
_HEDGE = either(
    """
    about around roughly approximately some nearly almost just just_over just_under just_above just_below only more_than
    less_than fewer_than over under at_least at_most up_to as_many_as as_much_as as_few_as as_little_as as_high_as
    as_low_as an_estimated close_to well_over no_more_than no_fewer_than no_less_than
    """
)
_UNIT = either(
    """
    % per_cent percent percentage_point percentage_points basis_point basis_points dollar dollars euro euros pound
    pounds crown crowns yen yuan rupee rupees peso pesos franc francs cent cents pence kilometre kilometres kilometer
    kilometers metre metres meter meters mile miles km mm cm m kg tonne tonnes ton tons litre litres liter liters gallon
    gallons acre acres hectare hectares degree degrees times points GW MW kW minutes
    """
)
_RATE = rf"(?:\s(?:a|per|an)\s{either('year month week day hour head person household capita tonne night share')}\b)"
_RATIO = rf"(?:{_CARDINAL}|{_DIGITS})(?:\s\w+)?\s(?:in|out\sof|of\sthe)\s(?:every\s)?(?:{_CARDINAL}|{_DIGITS})\b"
FIGURE = re.compile(
    rf"(?<![\w$€£¥.,-])(?<!\w['’])(?:{_HEDGE}\s)*(?:{_RATIO}"
    rf"|(?:between|from)\s{_CORE}(?:\s?{_UNIT}\b)?\s(?:and|to)\s{_CORE}(?:\s?{_UNIT}(?!\w))?"
    rf"|{_CORE}(?:\s?(?:to|-|–|or)\s?{_CORE})?(?:[-\s]?{_UNIT}(?!\w))?"
    rf"|{_FRACTION}){_RATE}?",
    re.IGNORECASE,
)
_MONTH = either(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec
    """
)
_DATE_BEFORE = re.compile(rf"\b{_MONTH}\.?\s\Z", re.IGNORECASE)
_DATE_AFTER = re.compile(rf"(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\b", re.IGNORECASE)
_AFTER = re.compile(r"(?:st|nd|rd|th)\b|\s?(?:a\.?m|p\.?m)\b|[-\s]years?[-\s]old|s\b", re.IGNORECASE)


def no_quantity(text: str, left: int, right: int, start: int, end: int) -> bool:
    """Whether the words around a number in a block say that it is a date, an age, a time, or no number at all."""
    if _AFTER.match(text, right, end) or _DATE_AFTER.match(text, right, end):
        return True
    return bool(_DATE_BEFORE.search(text[max(start, left - 12) : left])) or text[left:right].lower() == "one"

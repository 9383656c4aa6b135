"""Figures: numbers with hedge, currency, scale, unit and rate; no years, dates, ordinals, ages, clock times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from annotator.core.candidates import english_figures as english
from annotator.core.wordlist import either

_NUMBER = r"\d+(?:[.,٫٬\u00a0\u202f]\d+)*"
# Marks of money are the same in every language.
_MONEY = r"(?:(?:US|A|C|NZ|HK|S)?\$|[€£¥₹₽₩₺₦₴₪฿])"
# Scales, per cent and money in the languages that are not English; one list, since a number stands before them.
_AFTER = either(
    """
    Tausend Million Millionen Mio. Mrd. Milliarde Milliarden Billion Billionen Prozent Prozentpunkte Euro Dollar Franken
    Kilometer Meter Tonnen Liter Grad mille million millions milliard milliards pour_cent pour_100 euros dollars francs
    kilomètres mètres tonnes litres degrés mil millón millones por_ciento kilómetros metros toneladas litros grados
    milione milioni miliardo miliardi per_cento euro dollari chilometri tonnellate milhão milhões bilhão bilhões
    por_cento reais
    duizend miljoen miljard procent miljoner miljarder kronor kroner millioner milliarder tusind prosent tysięcy
    miliony milionów miliardów procent złotych тысяч тысячи миллион миллиона миллионов миллиард миллиарда миллиардов
    процент процента процентов рублей долларов евро километров тонн χιλιάδες εκατομμύρια δισεκατομμύρια τοις_εκατό ευρώ
    ألف آلاف مليون ملايين مليار مليارات في_المئة في_المائة بالمئة بالمائة دينار دولار يورو ريال كيلومتر متر طن
    % ‰ °C °F
    """
)
_PLAIN = re.compile(
    rf"(?:{_MONEY}\s?)?{_NUMBER}(?:\s?[–-]\s?{_NUMBER})?(?:\s?(?:{_AFTER}|{_MONEY}|[万億兆千百]+|円|元|人|%))*(?![^\W_])",
    re.IGNORECASE,
)
_LEAD = 48  # code points that hedges and money may take before the number itself
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d(?:\s?[-–/]\s?\d{2,4})?\Z")
_PHONE = re.compile(r"0\d{3,}|\d{3}-\d{4}\Z")


def figures(text: str, start: int, end: int, *, words: bool) -> list[tuple[int, int]]:
    """The figures of a block (code points); `words` says whether the English tables may be used."""
    found = []
    for left, right in (
        _matches(text, start, end, english.TRIGGER, english.FIGURE) if words else _plain(text, start, end)
    ):
        begin = english.without_particle(text, left, start) if words else left
        if begin < right and not _no_quantity(text, begin, right, start, end, words=words):
            found.append((begin, right))
    return found


def _plain(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _PLAIN.finditer(text, start, end))


def _matches(
    text: str, start: int, end: int, trigger: re.Pattern[str], pattern: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """What the pattern finds around its triggers: a plain search over all words would take ten times as long."""
    place = start
    while (seen := trigger.search(text, place, end)) is not None:
        found = pattern.search(text, max(place, seen.start() - _LEAD), end)
        if found is None:
            return
        yield found.span()
        place = max(found.end(), place + 1)


def _no_quantity(text: str, left: int, right: int, start: int, end: int, *, words: bool) -> bool:
    what = text[left:right].strip()
    before, after = text[max(start, left - 1) : left], text[right : min(end, right + 1)]
    marked = bool(before) and unicodedata.category(before)[0] == "M"
    if marked or before.isalnum() or before in ("-", "#", "_", "/", ".") or after == "_":
        return True
    if (_YEAR.match(what) and after != "%") or _PHONE.match(what):
        return True
    if re.match(r"[:/]\d", text[right : right + 2]) or re.search(r"\d[:/]\Z", text[max(start, left - 2) : left]):
        return True
    beside = re.search(r"\d[ -]\Z", text[max(start, left - 2) : left]) or re.match(r"[ -]\d", text[right : right + 2])
    if beside and text[left].isdigit() and what.isdigit():
        return True  # groups of a telephone number
    return words and english.no_quantity(text, left, right, start, end)

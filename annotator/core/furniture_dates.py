"""Dates on lines of their own, in the common forms of several languages, as YYYY[-MM[-DD]]."""

from __future__ import annotations

import datetime as dt
import re

from annotator.core.furniture_date_words import DATE_WORDS, MONTHS, WEEKDAYS

_ISO = re.compile(r"\b((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?:T[\d:.,]+(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)")
_EAST = re.compile(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d{2})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?\s+(?:de\s+|of\s+)?([^\W\d_]+)\.?,?\s+(?:de\s+)?((?:19|20)\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{2})(?!\d)")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\b\d{1,2}\s*[ap]\.?m\b\.?", re.IGNORECASE)
_ZONE = re.compile(r"\(?\b(?:gmt|utc)\s*[+-]\s*\d{1,2}(?::?\d{2})?\)?", re.IGNORECASE)
_TRIM = " \t\xa0,;:.()[]|–—-•·/"
_MAX = 90  # characters of a line that is only a date


def date_of(line: str) -> str | None:
    """The date of a line that says nothing else (a time, a weekday, "Published" aside), or None.

    Where day and month cannot be told apart (03/04/2021) only the year is given.
    """
    if len(line) > _MAX or not any(char.isdigit() for char in line):
        return None
    found = _find(line.translate(_DIGITS))
    if found is None:
        return None
    date, rest = found
    again = _find(rest)  # published and updated on one line
    rest = _ZONE.sub(" ", _CLOCK.sub(" ", again[1] if again else rest))
    for token in rest.split():
        word = token.strip(_TRIM).casefold()
        if word and word not in DATE_WORDS and word not in WEEKDAYS:
            return None
    return date


_DIGITS = {ord(char): str(number) for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for number, char in enumerate(row)}


def _find(line: str) -> tuple[str, str] | None:
    """The first date of a line in ISO form and what is left of the line."""
    for pattern in (_ISO, _EAST):
        match = pattern.search(line)
        if match:
            return _dated(line, match, *(int(part) for part in match.groups()))
    match = _NUMBERS.search(line)
    if match:
        return _numbers(line, match)
    for match in _DAY_FIRST.finditer(line):
        month = MONTHS.get(match[2].casefold())
        if month:
            return _dated(line, match, int(match[3]), month, int(match[1]))
    for match in _MONTH_FIRST.finditer(line):
        month = MONTHS.get(match[1].casefold())
        if month:
            return _dated(line, match, int(match[3]), month, int(match[2]))
    return None


def _numbers(line: str, match: re.Match[str]) -> tuple[str, str] | None:
    first, second, year = (int(part) for part in match.groups())
    if "." in match[0]:  # the day stands first wherever dots are written
        return _dated(line, match, year, second, first)
    if first > 12:
        return _dated(line, match, year, second, first)
    if second > 12:
        return _dated(line, match, year, first, second)
    if first == second:
        return _dated(line, match, year, first, second)
    return f"{year:04}", line[: match.start()] + " " + line[match.end() :]


def _dated(line: str, match: re.Match[str], year: int, month: int, day: int) -> tuple[str, str] | None:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    return date.isoformat(), line[: match.start()] + " " + line[match.end() :]


def date_in(line: str) -> str | None:
    """The first date of a line, whatever else stands there, as YYYY[-MM[-DD]]; or None."""
    found = _find(line[:400].translate(_DIGITS))
    return None if found is None else found[0]

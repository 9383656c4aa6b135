"""Dates as the source gave them (YYYY[-MM[-DD[ HH:MM]]]), written for people."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QDate, QLocale

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@lru_cache(maxsize=4096)
def short_date(published: str | None) -> str:
    """ "14 Mar", with the year when it is not clear from the day; what is no date is shown as it is."""
    return _written(published, day="d MMM", month="MMM yyyy", year="yyyy")


@lru_cache(maxsize=256)
def long_date(published: str | None) -> str:
    """ "14 March 2031"; what is no date is shown as it is."""
    return _written(published, day="d MMMM yyyy", month="MMMM yyyy", year="yyyy")


def _written(published: str | None, *, day: str, month: str, year: str) -> str:
    found = _DATE.match(published or "")
    if found is None:
        return published or ""
    parts = [int(part) if part else 1 for part in found.groups()]
    date = QDate(*parts)
    if not date.isValid():
        return published or ""
    pattern = day if found[3] else month if found[2] else year
    return QLocale().toString(date, pattern)

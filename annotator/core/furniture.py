"""Tells the article from the page around it: which lines are furniture, which is the headline, what to lift.

A text is touched only when it shows clear signs of a page: stop phrases, menus, a byline, a source or a
date on a line of its own. Prose is never dropped for its place alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import Literal

import msgspec

from annotator.core import furniture_words as words
from annotator.core.furniture_dates import date_of

Verdict = Literal["keep", "drop", "lift"]

_STOPS = ".!?…。！？؟۔।॥"
_CLOSERS = "\"'”’»)]›」』）】"
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0e7f]")  # no spaces between words
_PARTS = re.compile(r"\s*[|•·‧]\s*|\s+[–—-]\s+")
_MENU_PARTS = re.compile(r"\s*[|•·‧›»>/]\s*|\s{2,}|\t")
_PATH = re.compile(r"\S\s*[›»>]\s+\S")
_BY = re.compile(rf"(?:{'|'.join(sorted({one for some in words.BY.values() for one in some}))})\s+(.+)", re.IGNORECASE)
_BY_COLON = re.compile(
    rf"(?:{'|'.join([*words.BY_COLON, *sorted({one for some in words.BY.values() for one in some})])})\s*[:：]\s*(.+)",
    re.IGNORECASE,
)
_SOURCE = re.compile(rf"(?:{'|'.join(words.SOURCE)})\s*[:：]\s*(.+)", re.IGNORECASE)
_SMALL = frozenset(
    [
        "and",
        "und",
        "et",
        "y",
        "e",
        "i",
        "ve",
        "en",
        "de",
        "da",
        "do",
        "dos",
        "der",
        "den",
        "del",
        "della",
        "di",
        "du",
        "la",
        "le",
        "van",
        "von",
        "bin",
        "al",
        "el",
        "the",
        "of",
        "for",
    ]
)
_PUNCTUATION = " \t\xa0.:…!?,;»«>›‹<→←↑↓▼▲▶►×✕+-–—|•·[](){}\u200b\ufeff"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line and what becomes of it; a lifted line leaves the text and fills `field` with `value`."""

    number: int  # from 0
    text: str
    verdict: Verdict = "keep"
    reason: str = ""
    fields: tuple[tuple[str, str], ...] = ()


class Furniture(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on every line, what was lifted from them, and which line is the headline (or None)."""

    lines: tuple[Line, ...]
    fields: dict[str, str]
    headline: int | None

    @property
    def dropped(self) -> frozenset[int]:
        """Numbers of the lines that leave the text."""
        return frozenset(line.number for line in self.lines if line.verdict != "keep")


class _Page:
    """The lines of a text with what each looks like on its own."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.bare = [line.strip() for line in self.lines]
        self.strong = [is_prose(line) and not _anywhere(line) for line in self.bare]
        self._wrapped()
        self._question()
        places = [place for place, strong in enumerate(self.strong) if strong]
        self.first = places[0] if places else len(self.lines)
        self.last = places[-1] if places else -1

    def _wrapped(self) -> None:
        """Lines of a paragraph that is broken at a fixed width are prose, though few end in a stop."""
        start = 0
        for end in range(len(self.bare) + 1):
            if end < len(self.bare) and self.bare[end]:
                continue
            block = self.bare[start:end]
            if len(block) >= 3 and all(len(line) >= 45 for line in block[:-1]) and any(map(_ends, block)):
                self.strong[start:end] = [True] * len(block)
            start = end + 1

    def _question(self) -> None:
        """A headline that asks or shouts looks like a sentence; the first such line is no prose yet."""
        places = [place for place, strong in enumerate(self.strong) if strong]
        if len(places) < 2:
            return
        line, above = self.bare[places[0]], self.bare[: places[0]]
        asks = line[-1] in "?!？！" and len(line.split()) <= 20
        if asks and not any(_long(other) and not _anywhere(other) for other in above):
            self.strong[places[0]] = False


def classify(text: str) -> Furniture:
    """The verdict on every line of a pasted text (line ends LF)."""
    page = _Page(text)
    verdicts: dict[int, Line] = {}
    if page.last < 0:
        return _as_it_is(page)
    for place, line in enumerate(page.bare):
        if line and not page.strong[place]:
            found = _lifted(place, line) if not page.first < place < page.last else None
            found = found or _stopped(place, line, inside=page.first < place < page.last)
            if found:
                verdicts[place] = found
    headline = _headline(page, verdicts)
    if headline is not None:
        verdicts.pop(headline, None)
    _company(page, verdicts, headline)
    _tail(page, verdicts)
    if not verdicts:
        return _as_it_is(page)
    lines = tuple(
        msgspec.structs.replace(verdicts[place], text=line) if place in verdicts else Line(number=place, text=line)
        for place, line in enumerate(page.lines)
    )
    return Furniture(lines=lines, fields=_fields(lines, page, headline), headline=headline)


def without(text: str, dropped: Collection[int], *, headline: int | None = None) -> str:
    """The text without some of its lines: a hole becomes one blank line, the rest stands as it stood."""
    if not dropped:
        return text
    kept: list[str] = []
    hole = False
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if place in dropped:
            hole = True
            continue
        if hole and not line.strip():
            continue
        if (hole or (place - 1 == headline and line.strip())) and kept and kept[-1].strip():
            kept.append("")
        while hole and len(kept) > 1 and not kept[-1].strip() and not kept[-2].strip():
            kept.pop()
        hole = False
        kept.append(line)
    return "\n".join(kept).strip("\n")


def is_prose(line: str) -> bool:
    """Whether a line holds at least one sentence of running text, by its length and its stops."""
    dense = len(_DENSE.findall(line))
    count = len(line.split())
    if dense * 2 > len(line):
        return dense >= 40 or (dense >= 12 and any(stop in line for stop in "。！？."))
    return count >= 20 or (count >= 7 and (_ends(line) or re.search(rf"[{_STOPS}][{_CLOSERS}]*\s", line) is not None))


def _as_it_is(page: _Page) -> Furniture:
    headline = next((place for place, line in enumerate(page.bare) if line), None)
    if headline is not None and (page.strong[headline] or (page.last < 0 and _ends(page.bare[headline]))):
        headline = None
    lines = tuple(Line(number=place, text=line) for place, line in enumerate(page.lines))
    return Furniture(lines=lines, fields={}, headline=headline)


def _ends(line: str) -> bool:
    """Whether a line ends in a sentence stop, closing quotes and brackets aside."""
    bare = line.rstrip(_CLOSERS + " ")
    return bool(bare) and bare[-1] in _STOPS


def _long(line: str) -> bool:
    """Whether a line could be a headline by its length."""
    dense = len(_DENSE.findall(line))
    return dense >= 7 if dense * 2 > len(line) else len(line.split()) >= 4


def _key(line: str) -> str:
    return line.strip(_PUNCTUATION).casefold()


def _anywhere(line: str) -> bool:
    return len(line.split()) <= 60 and words.ANYWHERE_PATTERN.search(line) is not None


def _stopped(place: int, line: str, *, inside: bool) -> Line | None:
    teaser = words.TEASER_PATTERN.match(line) is not None and len(line.split()) <= 25
    if teaser or _key(line) in words.STOP_LINES:
        return Line(number=place, text=line, verdict="drop", reason="stop phrase")
    if _is_menu(line, inside=inside):
        return Line(number=place, text=line, verdict="drop", reason="menu")
    if not inside and _anywhere(line):
        return Line(number=place, text=line, verdict="drop", reason="stop phrase")
    if not inside and not _key(line):
        return Line(number=place, text=line, verdict="drop", reason="only punctuation")
    return None


def _is_menu(line: str, *, inside: bool) -> bool:
    """A line of several menu words, or (outside the article) a path of sections to the page."""
    parts = [_key(part) for part in _MENU_PARTS.split(line) if _key(part)]
    if len(parts) < 2:
        return False
    if all(part in words.STOP_LINES or part in words.MENU_LINES for part in parts):
        return True
    path = _PATH.search(line) is not None and all(len(part.split()) <= 3 for part in parts)
    return path and not inside and not _ends(line)


# --- what is lifted --------------------------------------------------------------------------------


def _lifted(place: int, line: str) -> Line | None:
    """A line made only of byline, source and date."""
    fields = _part_fields(line)
    if fields is None:
        parts = [part for part in _PARTS.split(line) if part]
        found = [_part_fields(part) for part in parts]
        known = [some for some in found if some is not None]
        rest = [
            part for part, some in zip(parts, found, strict=True) if some is None and _key(part) not in words.STOP_LINES
        ]
        if not known or any(len(part.split()) > 4 or _ends(part) for part in rest) or len(rest) > len(known):
            return None
        fields = tuple(pair for some in known for pair in some)
        if rest and _names(rest[0]) and not any(field == "author" for field, _ in fields):
            fields = (*fields, ("author", rest[0]))
    if not fields:
        return None
    reason = " and ".join(
        dict.fromkeys({"outlet": "source", "author": "byline", "published": "date"}[key] for key, _ in fields)
    )
    return Line(number=place, text=line, verdict="lift", reason=f"{reason} line", fields=fields)


def _part_fields(part: str) -> tuple[tuple[str, str], ...] | None:
    source = _SOURCE.fullmatch(part)
    if source and len(source[1].split()) <= 8 and not _ends(source[1]):
        return (("outlet", source[1].strip()),)
    date = date_of(part)
    if date is not None:
        return (("published", date),)
    by = _BY_COLON.fullmatch(part) or _BY.fullmatch(part)
    if by and len(by[1].split()) <= 10 and not _ends(by[1]) and (_names(by[1]) or _is_colon(part)):
        return (("author", by[1].strip(" ,;")),)
    return None


def _is_colon(part: str) -> bool:
    return bool(_BY_COLON.fullmatch(part)) and len(part) <= 80


def _names(part: str) -> bool:
    """Whether every word but small ones is written as a name, in a script that has capitals."""
    tokens = [token.strip(",;&/()") for token in part.split()]
    tokens = [token for token in tokens if token]
    said = part.split(",")[0].split()
    if not 2 <= len(said) <= 8:
        return False
    names = [token for token in said if token.casefold() not in _SMALL]
    return len(names) >= 2 and all(
        token[0].isupper() or (token[0].isalpha() and not token[0].islower()) for token in names
    )


def _fields(lines: tuple[Line, ...], page: _Page, headline: int | None) -> dict[str, str]:
    """The first value of each field; the headline is the title."""
    fields = {"title": page.bare[headline]} if headline is not None else {}
    for line in lines:
        for key, value in line.fields:
            fields.setdefault(key, value)
    return fields


# --- headline, menus, tail -------------------------------------------------------------------------


def _headline(page: _Page, verdicts: dict[int, Line]) -> int | None:
    """The line before the first prose that is the headline: the first of the last run of long lines."""
    before = [place for place in range(page.first) if page.bare[place]]
    free = [place for place in before if place not in verdicts and _key(page.bare[place]) not in words.MENU_LINES]
    long = [place for place in free if _long(page.bare[place])]
    if not long:
        return free[-1] if free else None
    chosen = long[-1]
    for place in reversed(before[: before.index(chosen)]):
        if place in long:
            chosen = place
        elif place not in verdicts or verdicts[place].verdict != "lift":
            break
    twins = [place for place in long if _key(page.bare[place]) == _key(page.bare[chosen])]
    return twins[-1]


def _company(page: _Page, verdicts: dict[int, Line], headline: int | None) -> None:
    """Before the article, short lines in the company of stop phrases and section names are a menu."""
    before = [place for place in range(page.first) if page.bare[place] and place != headline]
    open_lines = [place for place in before if place not in verdicts]
    sections = [place for place in open_lines if _key(page.bare[place]) in words.MENU_LINES]
    stops = sum(1 for place in before if place in verdicts and verdicts[place].verdict == "drop")
    repeated = Counter(_key(page.bare[place]) for place in range(page.first) if page.bare[place])
    signs = stops + len(sections) + sum(1 for place in open_lines if repeated[_key(page.bare[place])] > 1)
    if signs < 2 and not (signs and any(line.verdict == "lift" for line in verdicts.values())):
        sections = []
    for place in open_lines:
        line = page.bare[place]
        if place in sections:
            verdicts[place] = Line(number=place, text=line, verdict="drop", reason="menu")
        elif repeated[_key(line)] > 1 and signs >= 2:
            verdicts[place] = Line(number=place, text=line, verdict="drop", reason="repeated")
        elif signs >= 2 and not _ends(line) and (not _long(line) or (headline is not None and place < headline)):
            verdicts[place] = Line(number=place, text=line, verdict="drop", reason="before the first sentence")


def _tail(page: _Page, verdicts: dict[int, Line]) -> None:
    """After the last sentence, short lines in the company of stop phrases or a source line are furniture."""
    after = [place for place in range(page.last + 1, len(page.bare)) if page.bare[place]]
    while after and _ends(page.bare[after[0]]) and after[0] not in verdicts:
        after.pop(0)
    if not any(place in verdicts for place in after):
        return
    for place in after:
        line = page.bare[place]
        if place not in verdicts and not _ends(line):
            verdicts[place] = Line(number=place, text=line, verdict="drop", reason="after the last sentence")

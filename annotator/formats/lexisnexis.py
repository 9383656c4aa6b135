"""LexisNexis's old .txt downloads: "1 of 10 DOCUMENTS", centred outlet and date, headline, FIELD: lines, the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotator.core.errors import FormatError
from annotator.core.furniture_dates import date_in
from annotator.formats.base import Form, Item, Loss, ReadOptions, Remark, Source
from annotator.formats.downloads import Story, items, word_count
from annotator.formats.txt import decode

# "3 of 10 DOCUMENTS", "3 von 10 DOKUMENTEN", "Dokument 3 von 10": two numbers and words alone on a centred line.
_START = re.compile(r"[ \t]{6,}(?:[^\W\d_]+ )?(\d[\d.,]*) [^\W\d_]+ (\d[\d.,]*)(?: [^\W\d_]+)?\s*\Z")
_FIELD = re.compile(r"([A-ZÄÖÜÉÈÊÀÂÎÔÛÇÑÁÍÓÚ][A-ZÄÖÜÉÈÊÀÂÎÔÛÇÑÁÍÓÚ /-]{2,30}): ?(.*)\Z")
_CENTRED = re.compile(r"[ \t]{8,}\S")
_KEYS = {
    "author": ("BYLINE", "AUTOR", "AUTEUR", "AUTORE", "AUTOREN"),
    "section": ("SECTION", "RUBRIK", "RUBRIQUE", "SECCIÓN", "SEZIONE", "RUBRIEK", "RESSORT"),
    "words": ("LENGTH", "LÄNGE", "LONGUEUR", "LONGITUD", "LUNGHEZZA", "LENGTE"),
    "title": ("HEADLINE", "ÜBERSCHRIFT", "TITRE", "TITULAR", "TITOLO", "KOP", "TITEL"),
    "language": ("LANGUAGE", "SPRACHE", "LANGUE", "IDIOMA", "LINGUA", "TAAL"),
}
_ROLE = {key: role for role, keys in _KEYS.items() for key in keys}


class LexisNexis(Form, frozen=True, kw_only=True):
    """A download of LexisNexis's as text."""

    name: str = "lexisnexis"
    title: str = "LexisNexis download (text)"
    endings: tuple[str, ...] = (".txt",)
    reads: bool = True
    read_options: tuple[str, ...] = ("encoding", "headline")
    cannot_carry: tuple[Loss, ...] = (Loss("spans", "Downloads are read for their texts"),)

    def sniff(self, head: bytes) -> bool:
        """Whether a first document is announced near the start."""
        text = head.decode("utf-8", "replace")
        announced = any(_START.match(line.rstrip("\r")) for line in text.split("\n")[:200])
        return announced and any(f"\n{key}: " in text for key in _KEYS["words"])

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The articles of the file; raises FormatError when none is announced in it."""
        text, encoding, guessed = decode(source.read(), source.name, options.encoding)
        if guessed:
            yield Remark(source.name, f"Its encoding is not marked and not UTF-8; it was read as {encoding}")
        lines = [line.rstrip("\r").removeprefix("\ufeff") for line in text.split("\n")]
        starts = [place for place, line in enumerate(lines) if _START.match(line)]
        if not starts:
            raise FormatError(file=source.name, reason="it is no LexisNexis download: no document is announced in it")
        ends = [*starts[1:], len(lines)]
        stories = [_story(lines[start + 1 : end], start + 1) for start, end in zip(starts, ends, strict=True)]
        announced = {int(re.sub(r"\D", "", found[2])) for start in starts if (found := _START.match(lines[start]))}
        if len(starts) not in announced:
            told = ", ".join(str(number) for number in sorted(announced))
            yield Remark(source.name, f"The download announces {told} documents, {len(starts)} stand in it")
        yield from items(stories, source.name, options)


LEXISNEXIS = LexisNexis()


def _story(lines: Sequence[str], line: int) -> Story:
    """One document: head, fields with the headline between them, the text after its length, fields again."""
    story = Story(line=line)
    place = _head(lines, story)
    measured = any((field := _FIELD.match(text)) and _ROLE.get(field[1]) == "words" for text in lines[place:])
    paragraphs: list[list[str]] = [[]]
    titles: list[str] = []
    part, before = "fields", ""
    for text in lines[place:]:
        field = _FIELD.match(text) if not before.strip() else None
        before = text
        if field is not None:
            role = _ROLE.get(field[1])
            if part == "text":
                part = "after"
            elif role == "words":
                part = "text"
            _take(story, role, field[2])
        elif part == "text":
            _grow(paragraphs, text)
        elif part == "fields" and text.strip() and not _CENTRED.match(text):
            titles.append(text.strip())
        elif part == "fields" and titles and not measured:
            part = "text"  # nothing says how long it is: the text begins after the headline
    story.title = story.title or " ".join(titles)
    story.body = [" ".join(part) for part in paragraphs if part]
    return story


def _head(lines: Sequence[str], story: Story) -> int:
    """Outlet and date from the centred lines; where what follows them begins."""
    full = (place for place, text in enumerate(lines) if text.strip() and not _CENTRED.match(text))
    place = next(full, len(lines))
    centred = [text.strip() for text in lines[:place] if text.strip()]
    dated = next((number for number, text in enumerate(centred) if date_in(text)), None)
    if dated is not None:
        story.published = centred[dated]
        story.outlet = " ".join(centred[:dated]) or None
    elif centred:
        story.outlet = centred[0]
    return place


def _take(story: Story, role: str | None, value: str) -> None:
    if role == "words":
        story.words = word_count(value)
    elif role == "section":
        story.section = value.split(";")[0].strip() or None
    elif role is not None:
        setattr(story, role, value.strip() or None if role != "title" else value.strip())


def _grow(paragraphs: list[list[str]], text: str) -> None:
    """Lines that follow each other are one paragraph: the file wraps them."""
    if text.strip():
        paragraphs[-1].append(text.strip())
    elif paragraphs[-1]:
        paragraphs.append([])

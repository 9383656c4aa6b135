"""Nexis and Lexis downloads as Word documents: many articles, each with its "End of Document", in many languages.

An article is headline, outlet, date, FIELD: lines up to "Body", the text, and fields again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotator.core.errors import FormatError
from annotator.core.furniture_dates import date_in
from annotator.formats.base import Form, Item, Loss, ReadOptions, Remark, Source
from annotator.formats.docx import paragraphs
from annotator.formats.downloads import Story, items, word_count

_ENDS = {
    "end of document", "ende des dokuments", "ende dokument", "fin du document", "fin de document", "fin del documento",
    "fine del documento", "fine documento", "fim do documento", "einde van document", "einde document",
    "slut på dokument", "slutet på dokumentet", "dokumentets slutning", "koniec dokumentu", "конец документа",
}  # fmt: skip
_BODIES = {
    "body", "hauptteil", "text", "corps", "corps de l’article", "cuerpo", "corpo", "testo", "texto", "texte", "tekst",
    "brödtext", "brødtekst", "treść", "основной текст",
}  # fmt: skip
_AFTER = {
    "graphic", "classification", "notes", "load-date", "grafik", "klassifizierung", "anmerkungen", "graphique",
    "classement", "remarques", "gráfico", "clasificación", "notas", "grafica", "classificazione", "note", "grafiek",
    "classificatie", "opmerkingen", "correction", "series", "url",
}  # fmt: skip
_FIELD = re.compile(r"([^\W\d_][^:\n]{1,28}):[\u00a0 ]\s*(.*)\Z", re.DOTALL)
_KEYS = {
    "author": "byline autor auteur autore verfasser auteurs",
    "section": "section rubrik rubrique sección seccion sezione rubriek ressort seção",
    "words": "length länge longueur longitud lunghezza lengte comprimento",
    "language": "language sprache langue idioma lingua taal língua",
}
_ROLE = {key: role for role, keys in _KEYS.items() for key in keys.split()}


class Nexis(Form, frozen=True, kw_only=True):
    """A download of Nexis Uni, Nexis or Lexis Advance."""

    name: str = "nexis"
    title: str = "Nexis download (Word)"
    endings: tuple[str, ...] = (".docx",)
    reads: bool = True
    read_options: tuple[str, ...] = ("headline",)
    cannot_carry: tuple[Loss, ...] = (Loss("spans", "Downloads are read for their texts"),)

    def claims(self, source: Source) -> bool:
        """A document in which an article ends with the words that Nexis puts there."""
        try:
            lines = paragraphs(source)
        except FormatError:
            return False
        return any(_plain(line) in _ENDS for line in lines) and any(_plain(line) in _BODIES for line in lines)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The articles of the document; raises FormatError when none ends in it."""
        lines = [line for text in paragraphs(source) for line in text.split("\n")]
        documents = _documents(lines)
        if not documents:
            raise FormatError(file=source.name, reason="it is no Nexis download: no article ends in it")
        stories = [_story(document) for document in documents]
        announced = next((int(found[1]) for line in lines[:40] if (found := _COUNT.match(line))), None)
        if announced is not None and announced != len(stories):
            yield Remark(source.name, f"The download announces {announced} documents, {len(stories)} stand in it")
        yield from items(stories, source.name, options)


NEXIS = Nexis()
_COUNT = re.compile(r"\s*[^\W\d_]+ \((\d+)\)\s*\Z")  # "Documents (7)"


def _plain(line: str) -> str:
    return " ".join(line.split()).casefold().rstrip(":")


def _documents(lines: Sequence[str]) -> list[list[str]]:
    """The lines of each article; what stands before the first (cover, list of contents) belongs to none."""
    found: list[list[str]] = []
    since: list[str] = []
    for line in lines:
        if _plain(line) in _ENDS:
            found.append(since)
            since = []
        else:
            since.append(line)
    if found:
        found[0] = _without_cover(found[0])
    return found


def _without_cover(lines: list[str]) -> list[str]:
    """The first article's lines, from its headline on: two lines above the date that its fields follow."""
    body = next((place for place, line in enumerate(lines) if _plain(line) in _BODIES), len(lines))
    full = [place for place in range(body) if lines[place].strip()]
    for number in range(len(full) - 1, 1, -1):
        line = lines[full[number]]
        if date_in(line) and not _FIELD.match(line) and not line.lower().lstrip().startswith(("copyright", "©")):
            return lines[full[number - 2] :]
    return lines


def _story(lines: Sequence[str]) -> Story:
    story = Story()
    head, part = list[str](), "head"
    body: list[str] = []
    for line in lines:
        plain = _plain(line)
        field = _FIELD.match(line.strip())
        role = _ROLE.get(_plain(field[1])) if field else None
        if part == "head" and plain in _BODIES:
            part = "body"
        elif part == "body" and (plain in _AFTER or (field is not None and _plain(field[1]) in _AFTER)):
            part = "after"
        elif part == "body":
            body.append(line)
        elif field is not None and role is not None:
            _take(story, role, field[2])
        elif part == "head" and line.strip():
            head.append(line.strip())
    if head:
        story.title = head[0]
    story.outlet = head[1] if len(head) > 1 else None
    story.published = next((line for line in head[2:] if date_in(line)), None)
    story.body = body
    return story


def _take(story: Story, role: str, value: str) -> None:
    if role == "words":
        story.words = word_count(value)
    elif role == "section":
        story.section = value.split(";")[0].strip() or None
    else:
        setattr(story, role, value.strip() or None)

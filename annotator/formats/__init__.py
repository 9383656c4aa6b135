"""The formats that articles come in by and projects go out by: one file a format; each knows only core."""

from __future__ import annotations

from pathlib import Path

from annotator.core.errors import UnknownFormat
from annotator.formats.base import HEAD_BYTES, Format, Source
from annotator.formats.brat import BRAT
from annotator.formats.conll import CONLL
from annotator.formats.csv import CSV, TSV
from annotator.formats.doccano import DOCCANO
from annotator.formats.docx import DOCX
from annotator.formats.factiva import FACTIVA
from annotator.formats.hf import HF
from annotator.formats.html import HTML
from annotator.formats.jsonl import JSONL
from annotator.formats.label_studio import LABEL_STUDIO
from annotator.formats.lexisnexis import LEXISNEXIS
from annotator.formats.nexis import NEXIS
from annotator.formats.office import ODT, RTF
from annotator.formats.parquet import PARQUET
from annotator.formats.pdf import PDF
from annotator.formats.prodigy import PRODIGY
from annotator.formats.spacy import SPACY
from annotator.formats.txt import TXT
from annotator.formats.xlsx import XLSX

# In the order in which readers are asked: of those that share an ending the special ones first, the general one last.
FORMATS: tuple[Format, ...] = (
    PRODIGY,
    DOCCANO,
    LABEL_STUDIO,
    JSONL,
    FACTIVA,
    HTML,
    BRAT,
    CONLL,
    LEXISNEXIS,
    TXT,
    NEXIS,
    DOCX,
    ODT,
    RTF,
    PDF,
    CSV,
    TSV,
    XLSX,
    HF,
    PARQUET,
    SPACY,
)


def by_name(name: str, *, reads: bool = False, writes: bool = False) -> Format:
    """The format of that name that can do what is asked; raises UnknownFormat listing those that can."""
    known = [form for form in FORMATS if (form.reads or not reads) and (form.writes or not writes)]
    for form in known:
        if form.name == name.lower():
            return form
    raise UnknownFormat(name=name, known=", ".join(form.name for form in known))


def for_file(source: Source) -> Format:
    """The format to read a file by: its ending first, then its first bytes; raises UnknownFormat."""
    readers = [form for form in FORMATS if form.reads]
    ending = Path(source.name).suffix.lower()
    alike = [form for form in readers if ending and ending in form.endings]
    if alike:  # the more special ones stand before those that take anything of the ending
        return next((form for form in alike[:-1] if form.claims(source)), alike[-1])
    head = source.read(HEAD_BYTES)
    for form in readers:
        if form.sniff(head):
            return form
    raise UnknownFormat(name=source.name, known=", ".join(form.name for form in readers))


def writers() -> list[Format]:
    """The formats that a project can go out by, those for all purposes before those that train."""
    return sorted((form for form in FORMATS if form.writes), key=lambda form: form.training)


def for_target(path: Path) -> Format:
    """The format to write a file by, from its ending; raises UnknownFormat."""
    for form in writers():
        if not form.folder and path.suffix.lower() in form.endings:
            return form
    raise UnknownFormat(name=path.name, known=", ".join(form.name for form in writers()))


def known_endings() -> tuple[str, ...]:
    """Every ending that some reader claims; what a folder's import looks for."""
    return tuple(dict.fromkeys(ending for form in FORMATS if form.reads for ending in form.endings))

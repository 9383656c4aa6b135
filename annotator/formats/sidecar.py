"""The project file beside a JSONL file: what is not an article, so that both together lose nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec

from annotator.core.codebook import Codebook
from annotator.core.codebook import check as check_codebook
from annotator.core.errors import BadCodebook, FormatError
from annotator.core.model import Actor, AnnotatorKind, Comment, Decision
from annotator.formats.paths import path_trouble

VERSION = 1
ENDING = ".project.json"
_MAX_BYTES = 1_000_000_000


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An annotator; `key` is the word that stands for them in the lines (the name, unless two share it)."""

    id: str
    name: str
    kind: AnnotatorKind = "person"
    key: str = ""


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier version of the codebook."""

    id: str
    body: Codebook
    parent: str | None = None


class Sidecar(msgspec.Struct, kw_only=True):
    """Everything of a project but articles, spans, relations, states and the journal."""

    format: int = VERSION
    project: str
    codebook: Codebook
    codebook_id: str
    codebook_parent: str | None = None
    codebook_history: list[Version] = []
    annotators: list[Named] = []
    registry: list[Actor] = []
    comments: list[Comment] = []
    decisions: list[Decision] = []
    worktime: list[tuple[str, str, str, str, int]] = []  # article, annotator, site, day, seconds
    source_ids: dict[str, str] = {}  # article -> the id it had where it came from
    assigned: list[tuple[str, str]] = []  # article, annotator
    tagged_under: dict[str, list[str]] = {}  # earlier codebook version -> spans that were made under it


def path_for(out: Path) -> Path:
    """Where the project file of an export goes."""
    return out.with_name(out.name + ENDING)


def find_for(path: Path) -> Path | None:
    """The project file beside a JSONL file, under either of its names, or None."""
    for candidate in (path_for(path), path.with_name(path.stem + ENDING)):
        if candidate.is_file():
            return candidate
    return None


def encode(sidecar: Sidecar) -> bytes:
    """The file's bytes: indented JSON ended by LF."""
    return msgspec.json.format(msgspec.json.encode(sidecar), indent=1) + b"\n"


def load(path: Path) -> Sidecar:
    """The project file; raises FormatError, PathTrouble."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise FormatError(file=str(path), reason="this project file is larger than 1 GB")
        data = path.read_bytes()
    except OSError as error:
        raise path_trouble(path, error) from error
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.format > VERSION:
            raise FormatError(file=str(path), reason=f"it was written by a newer program (format {head.format})")
        sidecar = msgspec.json.decode(data, type=Sidecar)
        for book in (sidecar.codebook, *(version.body for version in sidecar.codebook_history)):
            check_codebook(book)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(file=str(path), reason=f"it is no project file: {error}") from error
    except BadCodebook as error:
        raise FormatError(file=str(path), reason=str(error)) from error
    return sidecar


class _Head(msgspec.Struct):
    format: int
    project: str

"""What an import is given: files, folders, archives and pasted text, as an ordered list of sources to read."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from annotator.core.errors import AnnotatorError, FormatError
from annotator.formats import archives, by_name, for_file, known_endings
from annotator.formats.base import Format, Refusal, Source
from annotator.formats.paths import path_trouble
from annotator.formats.sidecar import ENDING as SIDECAR_ENDING

ARCHIVE = ".zip"
_BESIDE = (".export.json", ".losses.json")  # what exports lay beside their data


class Found(msgspec.Struct, kw_only=True):
    """The sources of an import, what could not be found, and what was left aside."""

    sources: list[Source] = []
    refusals: list[Refusal] = []
    notes: list[str] = []


class Tracked(Source, frozen=True):
    """A source that knows how far it has been read."""

    opened: list[BinaryIO] = []

    def open(self) -> BinaryIO:
        """The bytes from the start; raises PathTrouble."""
        stream = super().open()
        self.opened.append(stream)
        return stream

    def position(self) -> int:
        """Bytes read so far; 0 when it is not open."""
        stream = self.opened[-1] if self.opened else None
        return 0 if stream is None or stream.closed else stream.tell()


class Unpacked(Source, frozen=True):
    """A file of an archive, named `archive.zip/inner/name`; unpacked where it stays while anybody holds it."""

    folder: Any = None  # the Scratch it lies in


class Scratch:
    """A folder outside the project that vanishes with the last reference to this object, and at the program's end."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="annotator-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def pasted(name: str, text: str) -> Source:
    """A text from the clipboard as a source; `name` ends in .html when it is HTML, else in .txt."""
    return Source(name, data=text.encode("utf-8", "surrogatepass"))


def expand(given: Sequence[Path | Source]) -> Found:
    """Files and sources in the order given, folders and archives taken apart; each file once."""
    found = Found()
    seen: set[Path] = set()
    for one in given:
        if isinstance(one, Source):
            found.sources.append(one)
        elif one.is_dir():
            before = len(found.sources) + len(found.refusals) + len(found.notes) + len(seen)
            _folder(one, found, seen)
            if len(found.sources) + len(found.refusals) + len(found.notes) + len(seen) == before:
                found.refusals.append(Refusal(str(one), None, "there is no file in it"))
        else:
            _file(one, found, seen)
    return found


def _file(path: Path, found: Found, seen: set[Path]) -> None:
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        trouble = error if isinstance(error, OSError) else OSError(str(error))
        found.refusals.append(Refusal(str(path), None, reason_of(path, trouble)))
        return
    if path.name.endswith(SIDECAR_ENDING):
        found.notes.append(f"{path}: a project file is read together with the .jsonl file beside it")
    elif real not in seen:
        seen.add(real)
        if path.suffix.lower() == ARCHIVE and path.is_file():
            _archive(path, found)
        else:
            found.sources.append(Source(_name(path), path=path))


def _name(path: Path) -> str:
    """The path in words that can be stored and said, also where the system's name of it is no text."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _archive(path: Path, found: Found) -> None:
    """The files of an archive, unpacked, as if it were a folder."""
    try:
        scratch, inner = Scratch(), Found()
        refused = list(archives.unpack(path, scratch.path))
        _folder(scratch.path, inner, set())
    except FormatError as error:
        found.refusals.append(Refusal(str(path), None, str(error.fields["reason"])))
        return
    except AnnotatorError as error:
        found.refusals.append(Refusal(str(path), None, error.line().rstrip(".")))
        return
    except OSError as error:  # no room to unpack
        found.refusals.append(Refusal(str(path), None, f"it cannot be unpacked: {error.strerror}"))
        return
    before, after = str(scratch.path), str(path)
    found.notes += [note.replace(before, after) for note in inner.notes]
    refused += [Refusal(one.file.replace(before, after), one.line, one.reason) for one in inner.refusals]
    found.refusals += refused
    for source in inner.sources:
        found.sources.append(Unpacked(source.name.replace(before, after, 1), path=source.path, folder=scratch))
    if not inner.sources and not refused:
        found.notes.append(f"{path}: there is nothing in it that can be read")


def _folder(folder: Path, found: Found, seen: set[Path]) -> None:
    endings, other = (*known_endings(), ARCHIVE), 0

    def unreadable(error: OSError) -> None:
        found.refusals.append(Refusal(str(error.filename), None, reason_of(Path(error.filename), error)))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or name.endswith((SIDECAR_ENDING, *_BESIDE)) or name == "export.json":
                continue
            if name.lower().endswith(".ann") and f"{name[:-4]}.txt" in names:
                continue  # read with the text beside it
            if Path(name).suffix.lower() in endings:
                _file(Path(place) / name, found, seen)
            else:
                other += 1
    if other:
        found.notes.append(f"{folder}: {other:,} files of other kinds were left aside")


def reason_of(path: Path, error: OSError) -> str:
    """An OSError in the words of a refusal."""
    return str(path_trouble(path, error).fields["reason"])


def format_of(source: Source, name: str | None) -> Format:
    """The format to read a source by; raises UnknownFormat, PathTrouble."""
    return by_name(name, reads=True) if name else for_file(source)


def size_of(sources: Iterable[Source]) -> int:
    """Bytes to read in all, for progress; what cannot be told counts nothing."""
    total = 0
    for source in sources:
        if source.path is None:
            total += len(source.data)
            continue
        try:
            total += source.path.stat().st_size
        except OSError:
            continue
    return total

"""Zip archives that may come from anybody: measured before anything in them is opened."""

from __future__ import annotations

import io
import lzma
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from annotator.core.errors import FormatError
from annotator.formats.base import Refusal, Source
from annotator.formats.paths import path_trouble

MOST_FILES = 20_000
MOST_BYTES = 400_000_000  # of everything in an archive
MOST_RATIO = 200  # of a part to what it takes in the archive: a document of letters reaches about 20
_SMALL = 1_000_000  # bytes; a part up to this may be packed as tightly as it likes
_LARGEST = 200_000_000  # of the file itself
_DRIVE = re.compile(r"[A-Za-z]:")
# What zipfile raises over an archive that was torn, locked or packed in a way it does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError)


def checked_zip(source: Source, *, must_have: str, kind: str) -> BinaryIO:
    """The bytes of a document that is a zip archive, if it is one and no bomb; raises FormatError."""
    data = source.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise FormatError(file=source.name, reason=f"it is larger than {_LARGEST // 1_000_000} MB")
    stream = io.BytesIO(data)
    try:
        with zipfile.ZipFile(stream) as archive:
            refuse_bomb(archive, source.name)
            if must_have not in archive.namelist():
                raise FormatError(file=source.name, reason=f"it is a zip archive, but no {kind}")
    except DAMAGED as error:
        raise FormatError(file=source.name, reason=f"it is no {kind}: {error}") from error
    stream.seek(0)
    return stream


def refuse_bomb(archive: zipfile.ZipFile, name: str) -> None:
    """Raises FormatError for an archive of too many files, too many bytes, or parts packed beyond belief."""
    parts = archive.infolist()
    if len(parts) > MOST_FILES:
        raise FormatError(file=name, reason=f"it holds {len(parts):,} files, more than {MOST_FILES:,}")
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise FormatError(file=name, reason=f"unpacked it would take more than {MOST_BYTES // 1_000_000} MB")
    for part in parts:
        if part.file_size > _SMALL and part.file_size > MOST_RATIO * max(1, part.compress_size):
            raise FormatError(file=name, reason=f"{part.filename[:80]} in it is packed as no honest file is")


def unpack(path: Path, into: Path) -> Iterator[Refusal]:
    """Unpacks the files of an archive into an empty folder; yields those that must not or cannot be unpacked.

    Raises FormatError when it is no archive or a bomb, PathTrouble.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_bomb(archive, str(path))
            for part in archive.infolist():
                if not part.is_dir():
                    reason = _unsafe(part) or _extract(archive, part, into)
                    if reason:
                        yield Refusal(f"{path}/{part.filename}", None, reason)
    except DAMAGED as error:
        raise FormatError(file=str(path), reason=f"it is no zip archive that can be read: {error}") from error
    except OSError as error:
        raise path_trouble(path, error) from error


def _inner(part: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(part.filename.replace("\\", "/"))


def _unsafe(part: zipfile.ZipInfo) -> str:
    """Why a part of an archive is not unpacked, or nothing."""
    inner, kind = _inner(part), stat.S_IFMT(part.external_attr >> 16)
    if inner.is_absolute() or _DRIVE.match(part.filename) or ".." in inner.parts or not inner.parts:
        return "its name leads out of the archive"
    if kind not in (0, stat.S_IFREG):
        return "it is a link or a device, not a file"
    if part.flag_bits & 1:
        return "it is locked with a password: unpack it yourself"
    if inner.suffix.lower() == ".zip":
        return "it is an archive in an archive: unpack it and import it by itself"
    return ""


def _extract(archive: zipfile.ZipFile, part: zipfile.ZipInfo, into: Path) -> str:
    """Writes one file; says why that failed, or nothing."""
    target = into / _inner(part)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:
            try:
                with archive.open(part) as stream:
                    shutil.copyfileobj(stream, out)
            except DAMAGED as error:
                target.unlink()
                return f"it is damaged: {error}"
    except (FileExistsError, NotADirectoryError):
        return "a file of this name stands in the archive before it"
    except OSError as error:
        target.unlink(missing_ok=True)
        return f"it could not be unpacked: {error.strerror}"
    return ""

"""Zip archives that may come from anybody: measured before anything in them is opened."""

from __future__ import annotations

import io
import zipfile
from typing import BinaryIO

from annotator.core.errors import FormatError
from annotator.formats.base import Source

MOST_FILES = 20_000
MOST_BYTES = 400_000_000  # of everything in an archive
MOST_RATIO = 200  # of a part to what it takes in the archive: a document of letters reaches about 20
_SMALL = 1_000_000  # bytes; a part up to this may be packed as tightly as it likes
_LARGEST = 200_000_000  # of the file itself


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
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
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

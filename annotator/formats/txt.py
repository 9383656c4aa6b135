"""Plain text: UTF-8 first, then a guess that is said; what is no text is refused."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from annotator.core.errors import FormatError
from annotator.core.text import MAX_BYTES
from annotator.formats.base import (
    HEAD_BYTES,
    Form,
    Incoming,
    Item,
    Loss,
    ReadOptions,
    Remark,
    Source,
)
from annotator.formats.encodings import guess

TOO_LARGE = "it is larger than 20 MB: split it into smaller articles"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")  # not tab, line ends, form feed, escape, NEL
_GUESS_BYTES = 200_000
_CHUNK = 1024 * 1024


class Txt(Form, frozen=True, kw_only=True):
    """One article a file."""

    name: str = "txt"
    title: str = "Plain text"
    endings: tuple[str, ...] = (".txt", ".text")
    reads: bool = True
    read_options: tuple[str, ...] = ("encoding",)
    cannot_carry: tuple[Loss, ...] = (
        Loss("spans", "Plain text has no place for spans"),
        Loss("fields", "Plain text has no place for the article's fields"),
    )
    plain: bool = True

    def sniff(self, head: bytes) -> bool:
        """Whether the bytes are text in UTF-8 or marked as UTF-16, and not JSON or HTML."""
        if binary_kind(head) or not head:
            return False
        try:
            head.decode(marked(head) or "utf-8")
        except UnicodeDecodeError as error:
            return error.start > len(head) - 4 and len(head) > 4  # cut inside a character
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The one article of the file; raises FormatError when it is empty, no text or too large."""
        data = source.read(4 * MAX_BYTES + 5)
        text, encoding, guessed = decode(data, source.name, options.encoding)
        if not text.strip("\ufeff \t\r\n\x0b\x0c\0"):
            raise FormatError(file=source.name, reason="it is empty")
        if guessed:
            yield Remark(source.name, f"Its encoding is not marked and not UTF-8; it was read as {encoding}")
        yield Incoming(text=text)


TXT = Txt()


def decode(data: bytes, name: str, encoding: str | None) -> tuple[str, str, bool]:
    """The text of some bytes, the encoding, and whether that is a guess; raises FormatError."""
    bom = marked(data)
    if (len(data) > MAX_BYTES + 4 and not bom and encoding is None) or len(data) > 4 * MAX_BYTES + 4:
        raise FormatError(file=name, reason=TOO_LARGE)
    if encoding is not None:
        return _forced(data, name, encoding), encoding, False
    kind = binary_kind(data)
    if kind:
        raise FormatError(file=name, reason=f"it is {kind}, not a text")
    guessed = False
    try:
        encoding = bom or "utf-8"
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if bom:
            raise FormatError(file=name, reason=f"it is marked as {bom} but is not: {error.reason}") from error
        encoding, text = guess(data, name)
        guessed = True
    if is_noise(text):
        raise FormatError(file=name, reason="it is a binary file, not a text")
    return text, encoding, guessed


def encoding_of(source: Source, forced: str | None, wanted: str) -> tuple[str, bool]:
    """The encoding of a text of any length, and whether it is a guess; `wanted` is what it should be.

    Raises FormatError.
    """
    if forced is not None:
        try:
            return codecs.lookup(forced).name, False
        except LookupError as error:
            raise FormatError(file=source.name, reason=f"there is no encoding named “{forced}”") from error
    head = source.read(HEAD_BYTES)
    kind = binary_kind(head)
    if kind:
        raise FormatError(file=source.name, reason=f"it is {kind}, not {wanted}")
    named = marked(head)
    if named:
        return named, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open() as stream:
        try:
            while part := stream.read(_CHUNK):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            sample = source.read(_CHUNK)
            return guess(sample[: sample.rfind(b"\n") + 1] or sample, source.name)[0], True
    return "utf-8", False


def _forced(data: bytes, name: str, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except LookupError as error:
        raise FormatError(file=name, reason=f"there is no encoding named “{encoding}”") from error
    except (UnicodeError, ValueError) as error:
        raise FormatError(file=name, reason=f"it is not {encoding}: {error}") from error
    if is_noise(text):
        raise FormatError(file=name, reason=f"read as {encoding} it is a binary file, not a text")
    return text


def marked(data: bytes) -> str | None:
    """The encoding that a byte order mark names."""
    return next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)


def binary_kind(data: bytes) -> str | None:
    """What a file is that is no text, or None: by its first bytes, or by NULs in it."""
    for start, kind in _KINDS:
        if data.startswith(start):
            return kind
    if marked(data) not in (None, "utf-8-sig"):
        return None
    size = len(data[:_GUESS_BYTES])
    few = max(size // 1000, int(size > 60))  # a stray one in a text of some length
    return "a binary file" if data.count(b"\0", 0, _GUESS_BYTES) > few else None


def is_noise(text: str) -> bool:
    """Whether a decoded text has more control characters than any text has."""
    sample = text[:_GUESS_BYTES]
    return len(_CONTROL.findall(sample)) > max(2, len(sample) // 200)

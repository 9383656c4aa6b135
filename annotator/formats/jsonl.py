"""JSONL: one article a line with everything on it; with the project file beside it, lossless."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec

from annotator.core.errors import FormatError
from annotator.formats.base import (
    STEP,
    Form,
    Item,
    Loss,
    Outgoing,
    ReadOptions,
    Refusal,
    Remark,
    Source,
    Subject,
    WriteOptions,
)
from annotator.formats.lines import LineError, decode

MAX_LINE = 128 * 1024 * 1024  # bytes; a text of 20 MB written in escapes has room
_CHUNK = 1024 * 1024
_BLANK = b" \t\r\n"
_OPENED = (b"{", b"[", b"[{")  # a line that is no more than this: JSON written for people


class Jsonl(Form, frozen=True, kw_only=True):
    """Articles, spans and relations, one article a line, and other people's lines of the same kind."""

    name: str = "jsonl"
    title: str = "JSON Lines (lossless)"
    endings: tuple[str, ...] = (".jsonl", ".ndjson", ".json")
    reads: bool = True
    writes: bool = True
    comes_back: bool = True
    read_options: tuple[str, ...] = ("encoding",)
    cannot_carry: tuple[Loss, ...] = (Loss("journal", "The history of changes stays in the project"),)
    sidecar: bool = True

    def sniff(self, head: bytes) -> bool:
        """Whether the first line that is not blank opens an object."""
        return head.removeprefix(codecs.BOM_UTF8).lstrip(_BLANK).startswith(b"{")

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The articles, one line each; a line that cannot be taken is a Refusal, and the rest goes on."""
        dropped: set[str] = set()
        begun = False
        with source.open() as stream:
            for number, line in _lines(stream, source.name, options.encoding):
                if line is None:
                    yield Refusal(source.name, number, "the line is larger than 128 MB: split it")
                    continue
                bare = line.strip(_BLANK)
                if not bare:
                    continue
                first, begun = not begun, True
                if first and bare in _OPENED:
                    reason = "it is one JSON value over many lines: JSON Lines have a whole article on each line"
                    yield Refusal(source.name, number, reason)
                    return
                try:
                    article = decode(line, dropped)
                except LineError as fault:
                    yield Refusal(source.name, number, str(fault))
                    continue
                article.line = number
                yield article
        if dropped:
            yield Remark(source.name, f"Keys of spans and relations that were left out: {', '.join(sorted(dropped))}")

    def write(
        self,
        out: BinaryIO,
        rows: Iterable[Outgoing],
        *,
        subject: Subject,  # noqa: ARG002
        options: WriteOptions,  # noqa: ARG002
    ) -> Iterator[int]:
        """One line a row, in the order they come, ended by LF."""
        encoder = msgspec.json.Encoder()
        line = bytearray()
        for number, outgoing in enumerate(rows, 1):
            encoder.encode_into(outgoing.row, line)
            line += b"\n"
            out.write(line)
            if number % STEP == 0:
                yield number


JSONL = Jsonl()


def _lines(stream: BinaryIO, name: str, encoding: str | None) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their number, ended at LF only, without a BOM; None for one that is too long."""
    for number, line in enumerate(_raw_lines(_as_utf8(stream, name, encoding)), 1):
        yield number, line.removeprefix(codecs.BOM_UTF8) if number == 1 and line is not None else line


def _raw_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    while line := stream.readline(MAX_LINE):
        if len(line) < MAX_LINE or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield None


def _as_utf8(stream: BinaryIO, name: str, encoding: str | None) -> BinaryIO:
    """The stream itself, or its text moved to UTF-8 when another encoding is asked for or marked."""
    if encoding is None:
        head = stream.read(4)
        stream.seek(0)
        if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return stream
        encoding = "utf-32" if head in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE) else "utf-16"
    try:
        codec = codecs.lookup(encoding)
    except LookupError as error:
        raise FormatError(file=name, reason=f"there is no encoding named “{encoding}”") from error
    if codec.name in ("utf-8", "utf-8-sig"):
        return stream
    return _Recoded(io.TextIOWrapper(stream, encoding=encoding, newline="\n"), name)


class _Recoded(io.BytesIO):
    """Lines of a text in another encoding, as UTF-8 lines."""

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        super().__init__()
        self._text = text
        self._name = name

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line in UTF-8; raises FormatError where the bytes are not of the encoding."""
        try:
            return self._text.readline(-1 if size is None else size).encode("utf-8", "surrogatepass")
        except UnicodeError as error:
            raise FormatError(file=self._name, reason=f"it is not {self._text.encoding}: {error}") from error

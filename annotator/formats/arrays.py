"""The members of a large JSON array one after another, without the array ever being held."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

MAX_MEMBER = 128 * 1024 * 1024  # bytes of one member
_CHUNK = 1024 * 1024
# The next bracket, or the beginning of a text that goes on behind the data, after whole texts and all between.
_SIGN = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+(["\[\]{}])', re.DOTALL)
_GAP = re.compile(rb"[ \t\r\n]*")
_BLANK = b" \t\r\n"


class ArrayError(Exception):
    """Why the rest of a file cannot be read; says where."""


def members(stream: BinaryIO) -> Iterator[bytes]:
    """The objects of an array as JSON text, or the one object that a file is; raises ArrayError."""
    data = bytearray(stream.read(_CHUNK).removeprefix(codecs.BOM_UTF8))
    data = data.lstrip(_BLANK)
    if not data.startswith((b"[", b"{")):
        raise ArrayError("it is neither a JSON list nor an object")
    listed = data.startswith(b"[")
    if listed:
        del data[:1]
    number = 0
    while True:
        end = _end(data, stream, number + 1, listed=listed)
        if end == 0:
            break
        yield bytes(data[:end])
        number += 1
        del data[:end]
        if not listed:
            break
    if not listed and (data.strip(_BLANK) or stream.read(1).strip(_BLANK)):
        raise ArrayError("something follows the object")


def _end(data: bytearray, stream: BinaryIO, number: int, *, listed: bool) -> int:
    """Where the next object ends, with the data begun at its brace; 0 at the end of the list."""
    depth = place = 0
    begun = False
    while True:
        if not begun:
            _to_brace(data, stream, number)
            if data.startswith(b"]"):
                return 0
            begun = True
        while sign := _SIGN.match(data, place):
            char = sign[1]
            if char == b'"':
                place = sign.start(1)
                break
            if char in b"[{":
                depth += 1
            else:
                depth -= 1
                if depth == 0:
                    return sign.end()
            place = sign.end()
        more = stream.read(max(_CHUNK, len(data)))
        if not more:
            what = f"member {number}" if listed else "the object"
            raise ArrayError(f"the file ends within {what}")
        if len(data) > MAX_MEMBER:
            raise ArrayError(f"member {number} is larger than 128 MB")
        data += more


def _to_brace(data: bytearray, stream: BinaryIO, number: int) -> None:
    """Takes blanks and the comma before a member away."""
    comma = number == 1
    while True:
        del data[: _GAP.match(data).end()]  # type: ignore[union-attr]
        if data.startswith(b",") and not comma:
            del data[:1]
            comma = True
        elif data:
            break
        elif more := stream.read(_CHUNK):
            data += more
        else:
            raise ArrayError(f"the list ends without its bracket, after {number - 1} members")
    if not data.startswith((b"{", b"]")) or (data.startswith(b"{") and not comma):
        raise ArrayError(f"member {number} of the list is no object")

"""Tables that bring articles, one a row: delimited text of any usual kind, and workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from annotator.core.errors import FormatError
from annotator.core.text import MAX_BYTES
from annotator.formats.archives import DAMAGED, checked_zip
from annotator.formats.base import HEAD_BYTES, Item, ReadOptions, Refusal, Remark, Source
from annotator.formats.table_rows import Cell, Line, articles
from annotator.formats.txt import encoding_of, is_noise

DELIMITERS = ",;\t|"
_LOOKED_AT = 12  # rows by which the delimiter is found
_CHUNK = 1024 * 1024
_MOST_EMPTY = 1_100_000  # rows without a cell in a sheet: a sheet has 1,048,576 at most
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how workbooks write characters that XML cannot


# --- delimited text --------------------------------------------------------------------------------


def read_delimited(source: Source, options: ReadOptions, delimiter: str) -> Iterator[Item]:
    """The articles of a CSV or TSV file; `delimiter` is the one its ending speaks for. Raises FormatError."""
    encoding, guessed = encoding_of(source, options.encoding, "a table")
    if guessed:
        yield Remark(source.name, f"Its encoding is not marked and not UTF-8; it was read as {encoding}")
    csv.field_size_limit(MAX_BYTES + 1)  # its own limit of 131,072 characters is one for the whole program
    with source.open() as stream, io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
        try:
            head = text.read(HEAD_BYTES)
            if is_noise(head):
                raise FormatError(file=source.name, reason=f"read as {encoding} it is a binary file, not a table")
            reader = _Reader(text, head, _delimiter(head, delimiter))
            yield from articles(iter(reader), source.name, dict(options.columns))
        except UnicodeError as error:
            raise FormatError(file=source.name, reason=f"it is not {encoding}: {error}") from error
        except csv.Error as error:
            reason = f"it is no table that can be read: {error}"
            raise FormatError(file=source.name, line=reader.start, reason=reason) from error
    if reader.unclosed is not None:
        reason = "a quotation mark is never closed: the row runs to the end of the file"
        yield Refusal(source.name, reader.unclosed, reason)


class _Reader:
    """Rows of a delimited text with the line each begins in; a row that never ends is left out and remembered."""

    def __init__(self, text: io.TextIOWrapper, head: str, delimiter: str) -> None:
        self._text, self._head = text, head
        self._rows = csv.reader(self._lines(), delimiter=delimiter)
        self._ended = False
        self.start = 1
        self.unclosed: int | None = None

    def _lines(self) -> Iterator[str]:
        first = io.StringIO(self._head, newline="")
        held = ""
        for line in first:
            if held:
                yield held
            held = line
        if held:  # the head may end inside a line
            yield held if held.endswith("\n") else held + self._text.readline()
        while line := self._text.readline():
            yield line
        self._ended = True

    def __iter__(self) -> Iterator[Line]:
        for cells in self._rows:
            if self._ended:  # it asked for a line after the last: a quotation mark is open
                self.unclosed = self.start
                return
            yield self.start, list(cells)
            self.start = self._rows.line_num + 1


def _delimiter(head: str, usual: str) -> str:
    """What parts the cells: what gives the most rows as many cells as the first has."""
    best, score = usual, (0, 0)
    for delimiter in (usual, *(one for one in DELIMITERS if one != usual)):
        rows = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        widths: list[int] = []
        try:
            for row in rows:
                if row:
                    widths.append(len(row))
                if len(widths) > _LOOKED_AT:
                    break
        except csv.Error:
            continue
        if widths and widths[0] > 1:
            alike = sum(width == widths[0] for width in widths)
            if (alike, widths[0]) > score:
                best, score = delimiter, (alike, widths[0])
    return best


# --- workbooks -------------------------------------------------------------------------------------


def read_workbook(source: Source, options: ReadOptions) -> Iterator[Item]:
    """The articles of the first sheet that has any rows; raises FormatError."""
    data = checked_zip(source, must_have="xl/workbook.xml", kind="Excel workbook")
    try:
        yield from _read_workbook(data, source, options)
    except (*DAMAGED, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, SyntaxError, OSError) as error:
        raise FormatError(file=source.name, reason=f"it is a damaged Excel workbook: {error}"[:300]) from error


def _read_workbook(data: Any, source: Source, options: ReadOptions) -> Iterator[Item]:
    import openpyxl  # late: an extra
    from openpyxl.utils.exceptions import InvalidFileException

    warnings.filterwarnings("ignore", module=r"openpyxl\.")  # of parts that hold no cells
    try:
        book = openpyxl.load_workbook(data, read_only=True, data_only=True, keep_links=False)
    except InvalidFileException as error:
        raise FormatError(file=source.name, reason=f"it is a damaged Excel workbook: {error}") from error
    try:
        filled = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # they may lie
            if next(_rows(sheet.iter_rows(values_only=True), source.name), None) is not None:
                filled.append(sheet)
        if not filled:
            raise FormatError(file=source.name, reason="there is no row in this workbook")
        others = ", ".join(f"“{sheet.title}”" for sheet in filled[1:])
        if others:
            yield Remark(source.name, f"Only its first sheet “{filled[0].title}” was read, not {others}")
        rows = _rows(filled[0].iter_rows(values_only=True), source.name)
        yield from articles(rows, source.name, dict(options.columns))
    finally:
        book.close()


def _rows(rows: Iterable[tuple[Any, ...]], file: str) -> Iterator[Line]:
    """Rows that have a cell, with their numbers."""
    empty = 0
    for number, row in enumerate(rows, 1):
        if all(value is None or value == "" for value in row):
            empty += 1
            if empty > _MOST_EMPTY:
                raise FormatError(file=file, reason="its rows have numbers that no sheet has")
            continue
        cells = [_value(value) for value in row]
        while cells and cells[-1] == "":
            cells.pop()
        yield number, cells


def _value(value: Any) -> Cell:
    """A cell as text or number; a day without an hour is a day."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, bool | int | float):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        return int(value) if whole else value
    return str(value)

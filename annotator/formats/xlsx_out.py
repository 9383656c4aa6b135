"""Writes the rows of sheets as an Excel workbook, a row at a time; whatever a text begins with, it stays a text."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from annotator.formats.base import STEP, Outgoing, Subject, WriteOptions
from annotator.formats.cells import safe
from annotator.formats.sheets import Cells, Sheets

LONGEST = 32_767  # characters of a cell
MOST_ROWS = 1_048_576  # of a sheet, its header among them
_DAY = dt.datetime(2000, 1, 1)  # noqa: DTZ001 (of every part, so that an export repeats bit for bit; no zone fits all)
_LARGE = 1 << 30  # bytes of a sheet from which on it may need the long form of a zip
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would read as a character's number


def write(out: BinaryIO, rows: Iterable[Outgoing], *, subject: Subject, options: WriteOptions) -> Iterator[int]:
    """All sheets of a workbook; yields how many articles are written."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book, sheets = Workbook(write_only=True), Sheets(subject, options.context)
    pages = {name: _Page(book, name, header) for name, header in sheets.headers().items()}
    for number, outgoing in enumerate(rows, 1):
        for name, cells in sheets.rows(outgoing):
            pages[name].append(cells)
        if number % STEP == 0:
            yield number
    for cells in sheets.actors():
        pages["actors"].append(cells)
    book.properties.created = book.properties.modified = _DAY
    with _Archive(out, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()


class _Archive(ZipFile):
    """A zip whose parts all bear the same day, as they would not by their own."""

    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        """A part given as a whole."""
        super().writestr(_part(str(name)), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        """A part given as a file."""
        size = Path(filename).stat().st_size
        with Path(filename).open("rb") as sheet, self.open(_part(arcname), "w", force_zip64=size > _LARGE) as part:
            shutil.copyfileobj(sheet, part, 1 << 20)


def _part(name: str) -> ZipInfo:
    part = ZipInfo(name, _DAY.timetuple()[:6])
    part.compress_type, part.create_system = ZIP_DEFLATED, 3
    return part


class _Page:
    """A sheet that goes on in another one when it is full."""

    def __init__(self, book: Any, name: str, header: Iterable[str]) -> None:
        self._book, self._name, self._header = book, name, tuple(header)
        self._sheets = 0
        self._begin()

    def _begin(self) -> None:
        from openpyxl.styles import Font

        self._sheets += 1
        self._sheet = self._book.create_sheet(self._name if self._sheets == 1 else f"{self._name} {self._sheets}")
        self._sheet.freeze_panes = "A2"
        titles = [self._text(title) for title in self._header]
        for title in titles:
            title.font = Font(bold=True)
        self._sheet.append(titles)
        self._rows = 1

    def append(self, cells: Cells) -> None:
        """One row."""
        if self._rows >= MOST_ROWS:
            self._begin()
        self._rows += 1
        self._sheet.append([self._cell(cell) if isinstance(cell, str) else cell for cell in cells])

    def _cell(self, text: str) -> Any:
        """A text as a cell; one that could be taken for more than a text says that it is none."""
        kept = _ESCAPED.sub("_x005F_", _FORBIDDEN.sub("\ufffd", text[:LONGEST]))[:LONGEST]
        return self._text(kept) if kept.startswith("#") or safe(kept) != kept else kept

    def _text(self, text: str) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        if safe(text) != text:
            cell.quotePrefix = True  # so that it stays one when somebody edits it
        return cell

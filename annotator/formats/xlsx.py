"""Excel workbooks: in, one row an article."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.formats import table_in
from annotator.formats.base import Form, Item, Loss, ReadOptions, Source


class Xlsx(Form, frozen=True, kw_only=True):
    """A workbook whose first sheet has an article a row."""

    name: str = "xlsx"
    title: str = "Excel workbook"
    endings: tuple[str, ...] = (".xlsx",)
    reads: bool = True
    read_options: tuple[str, ...] = ("columns",)
    cannot_carry: tuple[Loss, ...] = (Loss("spans", "A table of articles has no place for spans"),)
    extra: str = "xlsx"
    needs: tuple[str, ...] = ("openpyxl",)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The articles of the first sheet that has rows; raises FormatError, MissingExtra."""
        self.require()
        yield from table_in.read_workbook(source, options)


XLSX = Xlsx()

"""Excel workbooks: in, one row an article; out, sheets of spans, relations, actors and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from annotator.formats import table_in, xlsx_out
from annotator.formats.base import Form, Item, Loss, Outgoing, ReadOptions, Row, Source, Subject, WriteOptions


class Xlsx(Form, frozen=True, kw_only=True):
    """A workbook for analysts; one that comes in has an article a row of its first sheet."""

    name: str = "xlsx"
    title: str = "Excel workbook"
    endings: tuple[str, ...] = (".xlsx",)
    reads: bool = True
    writes: bool = True
    read_options: tuple[str, ...] = ("columns",)
    write_options: tuple[str, ...] = ("context",)
    cannot_carry: tuple[Loss, ...] = (
        Loss("texts", "Only the words of spans and their context are written, not whole texts"),
        Loss("articles_without_spans", "An article without a span has no row"),
        Loss("cut_cells", "A cell holds 32,767 characters: what is longer is cut"),
        Loss("meta", "Free metadata has no columns"),
        Loss("comments", "Comments have no columns"),
        Loss("decisions", "Decisions have no columns"),
        Loss("codebook", "Definitions and guidelines are not written"),
        Loss("worktime", "Work time has no column"),
        Loss("journal", "The history of changes stays in the project"),
    )
    extra: str = "xlsx"
    needs: tuple[str, ...] = ("openpyxl",)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The articles of the first sheet that has rows; raises FormatError, MissingExtra."""
        self.require()
        yield from table_in.read_workbook(source, options)

    def write(
        self, out: BinaryIO, rows: Iterable[Outgoing], *, subject: Subject, options: WriteOptions
    ) -> Iterator[int]:
        """A workbook of sheets; raises MissingExtra."""
        self.require()
        yield from xlsx_out.write(out, rows, subject=subject, options=options)

    def lost(self, row: Row, subject: Subject, options: WriteOptions) -> dict[str, int]:  # noqa: ARG002
        """Spans whose words or note a cell cannot hold whole."""
        longest = xlsx_out.LONGEST
        return {"cut_cells": sum(len(span.text) > longest or len(span.note) > longest for span in row.spans)}


XLSX = Xlsx()

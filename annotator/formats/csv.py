"""CSV and TSV: out, one row a span with its words, context and article; in, one row an article."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from annotator.formats import columns, table_in
from annotator.formats.base import (
    FIELDS,
    STEP,
    Form,
    Item,
    Loss,
    Outgoing,
    ReadOptions,
    RowSpan,
    Source,
    Subject,
    WriteOptions,
)
from annotator.formats.cells import safe

_ARTICLE = ("article_id", "source_id", *FIELDS, "state")
_SPAN = ("span_id", "annotator", "label", "start", "end", "fragments", "words", "before", "after")
_REST = ("actor_id", "actor", "note", "origin")
_CHUNK = 1024 * 1024


class Table(Form, frozen=True, kw_only=True):
    """A table of spans that a spreadsheet or a statistics program opens."""

    delimiter: str
    line_end: str
    reads: bool = True
    writes: bool = True
    read_options: tuple[str, ...] = ("encoding", "columns")
    write_options: tuple[str, ...] = ("bom", "context")
    cannot_carry: tuple[Loss, ...] = (
        Loss("texts", "Only the words of spans and their context are written, not whole texts"),
        Loss("articles_without_spans", "An article without a span has no row"),
        Loss("relations", "There is no column for ties between spans"),
        Loss("meta", "Free metadata has no columns"),
        Loss("comments", "Comments have no columns"),
        Loss("decisions", "Decisions have no columns"),
        Loss("codebook", "Definitions and guidelines are not written"),
        Loss("registry", "Of the registry only linked names are written"),
        Loss("worktime", "Work time has no column"),
        Loss("journal", "The history of changes stays in the project"),
    )

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The articles of a table, one a row; raises FormatError."""
        return table_in.read_delimited(source, options, self.delimiter)

    def write(
        self, out: BinaryIO, rows: Iterable[Outgoing], *, subject: Subject, options: WriteOptions
    ) -> Iterator[int]:
        """A header, then one row a span, articles and spans in the order they come."""
        if options.bom:
            out.write(codecs.BOM_UTF8)
        attributes = columns.of_labels(subject.codebook)
        page = io.StringIO()
        writer = csv.writer(page, delimiter=self.delimiter, lineterminator=self.line_end)
        writer.writerow((*_ARTICLE, *_SPAN, *_REST, *(column.name for column in attributes)))
        for number, outgoing in enumerate(rows, 1):
            article = _article_cells(outgoing)
            for span in outgoing.row.spans:
                state = outgoing.row.states.get(span.annotator, "")
                left = _span_cells(outgoing.row.text, span, options.context)
                right = _rest_cells(span, subject.actors)
                writer.writerow((*article, state, *left, *right, *_attribute_cells(span, attributes)))
            if page.tell() >= _CHUNK:
                _flush(page, out)
            if number % STEP == 0:
                yield number
        _flush(page, out)


CSV = Table(name="csv", title="CSV of spans", endings=(".csv",), delimiter=",", line_end="\r\n")
TSV = Table(name="tsv", title="TSV of spans", endings=(".tsv", ".tab"), delimiter="\t", line_end="\n")


def _flush(page: io.StringIO, out: BinaryIO) -> None:
    out.write(page.getvalue().encode("utf-8"))
    page.seek(0)
    page.truncate()


def _article_cells(outgoing: Outgoing) -> list[str]:
    row = outgoing.row
    fields = (row.title, row.outlet, row.author, row.published, row.url, row.language, row.section)
    return [safe(cell or "") for cell in (row.id, outgoing.source_id, *fields)]


def _span_cells(text: str, span: RowSpan, context: int) -> list[Any]:
    start, end = span.start, span.end
    before = " ".join(text[max(0, start - context) : start].split())
    after = " ".join(text[end : end + context].split())
    pieces = " ".join(f"{piece[0]}-{piece[1]}" for piece in msgspec.json.decode(span.fragments))
    return [
        safe(span.id),
        safe(span.annotator),
        safe(span.label),
        start,
        end,
        pieces,
        safe(span.text),
        safe(before),
        safe(after),
    ]


def _rest_cells(span: RowSpan, actors: dict[str, str]) -> list[str]:
    name = actors.get(span.actor, "") if span.actor else ""
    return [safe(cell) for cell in (span.actor or "", name, span.note, span.origin)]


def _attribute_cells(span: RowSpan, attributes: tuple[columns.Column, ...]) -> list[Any]:
    values = columns.decode(span.attributes)
    if not values:
        return [""] * len(attributes)
    return [_cell(columns.value_of(column, span.label, values)) for column in attributes]


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, list):
        return safe("; ".join(value))
    return safe(str(value))

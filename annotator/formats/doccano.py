"""doccano JSONL: `label` triples for its sequence labelling, `entities` and `relations` for its relation extraction.

Both stand on every line, so that one file loads into either kind of doccano project. Positions are code points, end
exclusive; ids are whole numbers of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from annotator.formats import columns
from annotator.formats.base import (
    FIELDS,
    STEP,
    Form,
    Item,
    Loss,
    Outgoing,
    ReadOptions,
    Row,
    Source,
    Subject,
    WriteOptions,
)
from annotator.formats.jsonl import JSONL


class Doccano(Form, frozen=True, kw_only=True):
    """One article a line, as doccano's importer takes it."""

    name: str = "doccano"
    title: str = "doccano JSONL"
    endings: tuple[str, ...] = (".jsonl",)
    reads: bool = True
    writes: bool = True
    training: bool = True
    read_options: tuple[str, ...] = ("encoding",)
    cannot_carry: tuple[Loss, ...] = (
        Loss("fragments", "A span in pieces goes out as one stretch"),
        Loss("states", "What is in progress or skipped cannot be told from what is done"),
        Loss("attributes", "doccano has no attributes on spans"),
        Loss("relation_attributes", "doccano has no attributes on relations"),
        Loss("links", "doccano has no links to a registry"),
        Loss("notes", "doccano has no notes on spans"),
        Loss("annotators", "The file does not say who made a span"),
        Loss("comments", "Comments stay in the project"),
        Loss("decisions", "Decisions stay in the project"),
        Loss("codebook", "Of the codebook only labels and relation kinds are written"),
        Loss("worktime", "Work time stays in the project"),
        Loss("source_ids", "Ids that articles had elsewhere are not written"),
        Loss("journal", "The history of changes stays in the project"),
    )

    def claims(self, source: Source) -> bool:  # noqa: ARG002
        """Never before jsonl, which reads doccano's lines as well."""
        return False

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The articles, one a line, as jsonl reads them; raises FormatError, PathTrouble."""
        return JSONL.read(source, options)

    def write(
        self,
        out: BinaryIO,
        rows: Iterable[Outgoing],
        *,
        subject: Subject,  # noqa: ARG002
        options: WriteOptions,  # noqa: ARG002
    ) -> Iterator[int]:
        """One line a row; span and relation numbers go on through the file."""
        encoder = msgspec.json.Encoder()
        spans = relations = 0
        for number, outgoing in enumerate(rows, 1):
            row = outgoing.row
            out.write(encoder.encode(_line(row, number, first_span=spans, first_relation=relations)) + b"\n")
            spans, relations = spans + len(row.spans), relations + len(row.relations)
            if number % STEP == 0:
                yield number


DOCCANO = Doccano()


def _line(row: Row, number: int, *, first_span: int, first_relation: int) -> dict[str, Any]:
    ids = {span.id: first_span + place for place, span in enumerate(row.spans, 1)}
    fields = {field: value for field in FIELDS if (value := getattr(row, field)) is not None}
    return {
        "id": number,
        "text": row.text,
        "label": [[span.start, span.end, span.label] for span in row.spans],
        "entities": [
            {"id": ids[span.id], "label": span.label, "start_offset": span.start, "end_offset": span.end}
            for span in row.spans
        ],
        "relations": [
            {"id": first_relation + place, "from_id": ids[tie.head], "to_id": ids[tie.tail], "type": tie.kind}
            for place, tie in enumerate(row.relations, 1)
        ],
        "Comments": [],
        "article": row.id,
        **fields,
        "meta": columns.decode(row.meta),
    }

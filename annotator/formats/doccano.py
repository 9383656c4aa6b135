"""doccano JSONL: `label` triples for its sequence labelling, `entities` and `relations` for its relation extraction.

Both stand on every line, so that one file loads into either kind of doccano project. Positions are code points, end
exclusive; ids are whole numbers of the file.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, BinaryIO

import msgspec

from annotator.formats import columns
from annotator.formats.base import (
    FIELDS,
    HEAD_BYTES,
    STEP,
    Form,
    Incoming,
    IncomingRelation,
    IncomingSpan,
    Item,
    Loss,
    Outgoing,
    ReadOptions,
    Refusal,
    Remark,
    Row,
    Source,
    Subject,
    WriteOptions,
)
from annotator.formats.jsonl import JSONL, MAX_LINE
from annotator.formats.lines import LineError, check_spans, decode


class Doccano(Form, frozen=True, kw_only=True):
    """One article a line, as doccano's importer takes it."""

    name: str = "doccano"
    title: str = "doccano JSONL"
    endings: tuple[str, ...] = (".jsonl",)
    reads: bool = True
    writes: bool = True
    comes_back: bool = True
    training: bool = True
    read_options: tuple[str, ...] = ("encoding",)
    cannot_carry: tuple[Loss, ...] = (
        Loss("fragments", "A span in pieces goes out as one stretch"),
        Loss("states", "What is in progress or skipped cannot be told from what is done"),
        Loss("attributes", "doccano has no attributes on spans"),
        Loss("relation_attributes", "doccano has no attributes on relations"),
        Loss("links", "doccano has no links to a registry"),
        Loss("registry", "doccano has no registry"),
        Loss("done", "That somebody has read an article and found nothing is not told"),
        Loss("notes", "doccano has no notes on spans"),
        Loss("annotators", "The file does not say who made a span"),
        Loss("comments", "Comments stay in the project"),
        Loss("decisions", "Decisions stay in the project"),
        Loss("codebook", "Of the codebook only labels and relation kinds are written"),
        Loss("worktime", "Work time stays in the project"),
        Loss("source_ids", "Ids that articles had elsewhere are not written"),
        Loss("journal", "The history of changes stays in the project"),
    )

    def claims(self, source: Source) -> bool:
        """Lines as we write them, with both kinds of doccano's lists; jsonl reads all others as well."""
        head = source.read(HEAD_BYTES).split(b"\n", 1)[0]
        return all(key in head for key in (b'"label":[', b'"entities":[', b'"relations":[', b'"Comments":['))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The articles, one a line, of other people's files as jsonl reads them; raises FormatError, PathTrouble."""
        if options.encoding is not None or source.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            for item in JSONL.read(source, options):
                yield _mended(item) if isinstance(item, Incoming) else item
            return
        dropped: set[str] = set()
        with source.open() as stream:
            for number, line in enumerate(iter(partial(stream.readline, MAX_LINE), b""), 1):
                if not line.strip():
                    continue
                try:
                    article = _article(line) or _mended(decode(line.removeprefix(codecs.BOM_UTF8), dropped))
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


# --- out -----------------------------------------------------------------------------------------------


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


# --- in ------------------------------------------------------------------------------------------------


class _Entity(msgspec.Struct, forbid_unknown_fields=True):
    id: int
    label: str
    start_offset: int
    end_offset: int


class _Tie(msgspec.Struct, forbid_unknown_fields=True):
    from_id: int
    to_id: int
    type: str
    id: int | None = None


class _Ours(msgspec.Struct, forbid_unknown_fields=True):
    """A line as we write it; what differs is read as jsonl reads it."""

    id: int
    text: str
    label: list[tuple[int, int, str]]
    entities: list[_Entity]
    relations: list[_Tie]
    article: str
    Comments: list[None] = []
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    section: str | None = None
    meta: dict[str, Any] = {}


_typed = msgspec.json.Decoder(_Ours)


def _article(data: bytes) -> Incoming | None:
    """The article of one of our own lines, or None; raises LineError for a span that is not in the text."""
    try:
        line = _typed.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    places = {entity.id: place for place, entity in enumerate(line.entities)}
    ends = [(places.get(tie.from_id), places.get(tie.to_id)) for tie in line.relations]
    twice = [(entity.start_offset, entity.end_offset, entity.label) for entity in line.entities] == line.label
    if not twice or len(places) != len(line.entities) or any(None in both or both[0] == both[1] for both in ends):
        return None
    article = Incoming(
        text=line.text,
        title=line.title,
        outlet=line.outlet,
        author=line.author,
        published=line.published,
        url=line.url,
        language=line.language,
        section=line.section,
        source_id=line.article,
        meta=line.meta,
        spans=[IncomingSpan(start=start, end=end, label=label) for start, end, label in line.label],
        relations=[
            IncomingRelation(kind=tie.type, head=places[tie.from_id], tail=places[tie.to_id]) for tie in line.relations
        ],
    )
    check_spans(article)
    return article


def _mended(article: Incoming) -> Incoming:
    """An article that jsonl's reader made of a line of doccano's: what is empty or ours goes where it belongs."""
    if article.meta.get("Comments") == []:
        del article.meta["Comments"]
    if isinstance(article.meta.get("article"), str):
        article.source_id = article.meta.pop("article")
    return article

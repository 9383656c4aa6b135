"""Prodigy JSONL: a text with its tokens, spans on whole tokens, relations between tokens, and the answer.

Positions are code points, end exclusive; token numbers are inclusive. The tokens are ours, cut where spans begin and
end, so that every span lies on whole tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from annotator.core.tokens import on_borders, split_at, tokens
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
    Row,
    RowSpan,
    Source,
    Subject,
    WriteOptions,
)
from annotator.formats.lines import LineError, check_spans

_MAX_LINE = 128 * 1024 * 1024
_MORE = "more"  # of our metadata, what is called like a field
_ANSWERS = {"accept": "done", "reject": "skipped", "ignore": "skipped"}


class Prodigy(Form, frozen=True, kw_only=True):
    """One article and one annotator a line."""

    name: str = "prodigy"
    title: str = "Prodigy JSONL"
    endings: tuple[str, ...] = (".jsonl",)
    reads: bool = True
    writes: bool = True
    comes_back: bool = True
    training: bool = True
    read_options: tuple[str, ...] = ()
    cannot_carry: tuple[Loss, ...] = (
        Loss("fragments", "A span in pieces goes out as one stretch"),
        Loss("blank", "A span over white space alone has no token, and its ties go with it"),
        Loss("states", "What is in progress goes out as accepted, what was skipped as ignored"),
        Loss("relation_attributes", "Prodigy has no attributes on relations"),
        Loss("comments", "Comments stay in the project"),
        Loss("decisions", "Decisions stay in the project"),
        Loss("codebook", "Of the codebook only labels and relation kinds are written"),
        Loss("registry", "Of the registry only names of links are written"),
        Loss("worktime", "Work time stays in the project"),
        Loss("source_ids", "Ids that articles had elsewhere are not written"),
        Loss("journal", "The history of changes stays in the project"),
    )

    def claims(self, source: Source) -> bool:
        """Lines that carry an answer, tokens or hashes of Prodigy's."""
        head = source.read(HEAD_BYTES).split(b"\n", 1)[0]
        return b'"_input_hash"' in head or b'"answer"' in head or (b'"token_start"' in head and b'"tokens"' in head)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:  # noqa: ARG002
        """The articles, a line each; a line that cannot be taken is a Refusal, and the rest goes on."""
        with source.open() as stream:
            number = 0
            while line := stream.readline(_MAX_LINE):
                number += 1
                if not line.strip():
                    continue
                try:
                    article = _article(line)
                except LineError as fault:
                    yield Refusal(source.name, number, str(fault))
                    continue
                article.line = number
                yield article

    def write(
        self,
        out: BinaryIO,
        rows: Iterable[Outgoing],
        *,
        subject: Subject,
        options: WriteOptions,  # noqa: ARG002
    ) -> Iterator[int]:
        """A line for each annotator of each article."""
        encoder = msgspec.json.Encoder()
        for number, outgoing in enumerate(rows, 1):
            row = outgoing.row
            people = list(dict.fromkeys((*row.states, *(span.annotator for span in row.spans)))) or [""]
            for annotator in people:
                out.write(encoder.encode(_line(row, annotator, subject)) + b"\n")
            if number % STEP == 0:
                yield number

    def lost(self, row: Row, subject: Subject, options: WriteOptions) -> dict[str, int]:  # noqa: ARG002
        """Spans that cover no token."""
        return {"blank": sum(not row.text[span.start : span.end].strip() for span in row.spans)}


PRODIGY = Prodigy()


# --- out -----------------------------------------------------------------------------------------------


def _line(row: Row, annotator: str, subject: Subject) -> dict[str, Any]:
    text = row.text
    mine = [span for span in row.spans if span.annotator == annotator]
    there = split_at(tokens(text), (edge for span in mine for edge in (span.start, span.end)))
    placed = {span.id: made for span in mine if (made := _span(span, there, subject)) is not None}
    line: dict[str, Any] = {
        "text": text,
        "tokens": [
            {"text": text[start:end], "start": start, "end": end, "id": place, "ws": text[end : end + 1] == " "}
            for place, (start, end) in enumerate(there)
        ],
        "spans": list(placed.values()),
        "relations": [
            {
                "head": placed[tie.head]["token_end"],
                "child": placed[tie.tail]["token_end"],
                "head_span": _end(placed[tie.head]),
                "child_span": _end(placed[tie.tail]),
                "label": tie.kind,
            }
            for tie in row.relations
            if tie.head in placed and tie.tail in placed
        ],
        "meta": _meta(row),
        "answer": "ignore" if row.states.get(annotator) == "skipped" else "accept",
    }
    if annotator:
        line["_annotator_id"] = annotator
    return line


def _meta(row: Row) -> dict[str, Any]:
    """Article, fields and free metadata side by side, as Prodigy shows them; what would clash goes under `more`."""
    free = columns.decode(row.meta)
    told = {"article": row.id, **{field: value for field in FIELDS if (value := getattr(row, field)) is not None}}
    clash = {key: free.pop(key) for key in (*FIELDS, "article", _MORE) if key in free}
    return told | free | ({_MORE: clash} if clash else {})


def _span(span: RowSpan, there: list[tuple[int, int]], subject: Subject) -> dict[str, Any] | None:
    """A span with its tokens; None for one that covers white space alone."""
    found = on_borders(there, span.start, span.end)
    if found is None:
        return None
    made: dict[str, Any] = {
        "start": span.start,
        "end": span.end,
        "token_start": found[0],
        "token_end": found[-1],
        "label": span.label,
        "id": span.id,
    }
    values = columns.decode(span.attributes)
    if values:
        made["attributes"] = values
    if span.note:
        made["note"] = span.note
    if span.actor:
        made["actor"] = subject.actors.get(span.actor, span.actor)
    return made


def _end(span: dict[str, Any]) -> dict[str, Any]:
    return {key: span[key] for key in ("start", "end", "token_start", "token_end", "label", "id")}


# --- in ------------------------------------------------------------------------------------------------


def _article(data: bytes) -> Incoming:
    try:
        line = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LineError(f"it is not JSON: {error}") from error
    text = line.get("text") if isinstance(line, dict) else None
    if not isinstance(text, str):
        raise LineError("it has no “text”")
    annotator = _word(line.get("_annotator_id") or line.get("_session_id"))
    given = _list(line, "spans")
    article = Incoming(text=text, spans=[_incoming(span, place, annotator) for place, span in enumerate(given, 1)])
    check_spans(article)
    tokens = [(token.get("start"), token.get("end")) for token in _list(line, "tokens") if isinstance(token, dict)]
    there = _There(article.spans, [span.get("id") for span in given], tokens)
    for place, tie in enumerate(_list(line, "relations"), 1):
        article.relations.append(_relation(tie, place, there))
    meta = line.get("meta")
    article.meta = dict(meta) if isinstance(meta, dict) else {}
    more = article.meta.pop(_MORE, {})
    article.source_id = _word(article.meta.pop("article", None))
    for field in FIELDS:
        if isinstance(article.meta.get(field), str):
            setattr(article, field, article.meta.pop(field))
    if isinstance(more, dict):
        article.meta |= more
    else:
        article.meta[_MORE] = more
    answer = line.get("answer")
    if annotator is not None and answer in _ANSWERS:
        article.states = {annotator: _ANSWERS[answer]}  # type: ignore[dict-item]
    return article


def _list(line: dict[str, Any], key: str) -> list[Any]:
    value = line.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise LineError(f"its “{key}” are not a list")
    return value


def _incoming(span: Any, place: int, annotator: str | None) -> IncomingSpan:
    if not isinstance(span, dict) or not isinstance(span.get("label"), str):
        raise LineError(f"span {place} has no label")
    start, end = span.get("start"), span.get("end")
    if type(start) is not int or type(end) is not int:
        raise LineError(f"span {place} has a position that is no whole number")
    values, note = span.get("attributes"), span.get("note")
    return IncomingSpan(
        start=start,
        end=end,
        label=span["label"],
        annotator=annotator,
        attributes=dict(values) if isinstance(values, dict) else {},
        note=note if isinstance(note, str) else "",
        actor=_word(span.get("actor")),
        text=span["text"] if isinstance(span.get("text"), str) else None,
    )


def _relation(tie: Any, place: int, there: _There) -> IncomingRelation:
    if not isinstance(tie, dict) or not isinstance(tie.get("label"), str):
        raise LineError(f"relation {place} has no label")
    ends = []
    for side, key in (("head", "head_span"), ("child", "child_span")):
        end = there.end(tie.get(key), tie.get(side))
        if end is None:
            raise LineError(f"the {side} of relation {place} is none of the spans")
        ends.append(end)
    if ends[0] == ends[1]:
        raise LineError(f"relation {place} ties a span to itself")
    return IncomingRelation(kind=tie["label"], head=ends[0], tail=ends[1])


class _There(msgspec.Struct, frozen=True):
    """The spans of a line with the ids they have in it, and where its tokens lie."""

    spans: list[IncomingSpan]
    ids: list[Any]
    tokens: list[tuple[Any, Any]]

    def end(self, span: Any, token: Any) -> int | None:
        """The span of a relation's end: by its id or position, else the innermost that ends with or holds the token."""
        if isinstance(span, dict):
            wanted = (span.get("start"), span.get("end"))
            same = [place for place, one in enumerate(self.spans) if (one.start, one.end) == wanted]
            named = [place for place in same if self.spans[place].label == span.get("label")]
            known = [place for place in named if span.get("id") is not None and self.ids[place] == span["id"]]
            if same:
                return (known or named or same)[0]
        if type(token) is int and 0 <= token < len(self.tokens):
            start, end = self.tokens[token]
            if type(start) is not int or type(end) is not int:
                return None
            holding = [place for place, one in enumerate(self.spans) if one.start <= start and end <= one.end]
            return min(holding, key=lambda place: self.spans[place].end - self.spans[place].start, default=None)
        return None


def _word(value: Any) -> str | None:
    return str(value) if isinstance(value, str | int) and value != "" else None

"""JSONL for Hugging Face `datasets`: the rows of jsonl with one type a column, and every key in every row.

`datasets` takes the types of columns from the first 10 MB of a file. A row that is the first to show the
type of a column and stands later than that is moved to the top; all others keep their order.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from annotator.formats import columns
from annotator.formats.base import (
    FIELDS,
    STEP,
    Form,
    Loss,
    Outgoing,
    Row,
    Subject,
    WriteOptions,
)
from annotator.formats.card import card

if TYPE_CHECKING:
    from annotator.formats.card import Facts

SEEN_BYTES = 8 * 1024 * 1024  # of a file, that datasets surely takes its types from
_CHUNK = 1024 * 1024
_UNTYPED, _DATE_LIKE, _TYPED = 0, 1, 2
_TIME = re.compile(r"\s*\d{4}-\d{2}")  # a text that a loader may take for a time

Rank = Callable[[Any], int]


class Hf(Form, frozen=True, kw_only=True):
    """The rows of jsonl as tables want them: `meta` and `attributes` are JSON text, attributes also columns."""

    name: str = "hf"
    title: str = "Hugging Face JSONL"
    endings: tuple[str, ...] = (".jsonl",)
    writes: bool = True
    cannot_carry: tuple[Loss, ...] = (
        Loss("comments", "Comments have no column"),
        Loss("decisions", "Decisions have no column"),
        Loss("codebook", "Definitions and guidelines are not written"),
        Loss("registry", "Of the registry only ids of links are written"),
        Loss("worktime", "Work time has no column"),
        Loss("source_ids", "Ids that articles had elsewhere are not written"),
        Loss("journal", "The history of changes stays in the project"),
    )

    def write(
        self,
        out: BinaryIO,
        rows: Iterable[Outgoing],
        *,
        subject: Subject,
        options: WriteOptions,  # noqa: ARG002
    ) -> Iterator[int]:
        """One line a row; rows that show a column's type too late come first."""
        shape = Shape(subject)
        encoder = msgspec.json.Encoder()
        size = 0
        first: list[tuple[int, int]] = []  # where the late rows stand: offset and length
        with tempfile.TemporaryFile(buffering=_CHUNK) as body:
            for number, outgoing in enumerate(rows, 1):
                flat = shape.flat(outgoing.row)
                line = encoder.encode(flat) + b"\n"
                if shape.shows(flat) and size + len(line) > SEEN_BYTES:
                    first.append((size, len(line)))
                size += len(line)
                body.write(line)
                if number % STEP == 0:
                    yield number
            _reorder(body, out, first, size)

    def beside(self, subject: Subject, facts: Facts) -> dict[str, bytes]:
        """The card of the data set."""
        return {"README.md": card(subject.codebook, facts, "json")}


HF = Hf()


def _reorder(body: Any, out: BinaryIO, first: list[tuple[int, int]], size: int) -> None:
    """Copies the body with the lines of `first` before the rest."""
    for place, length in first:
        body.seek(place)
        out.write(body.read(length))
    start = 0
    for place, length in [*first, (size, 0)]:
        body.seek(start)
        _copy(body, out, place - start)
        start = place + length


def _copy(body: Any, out: BinaryIO, length: int) -> None:
    while length > 0:
        chunk = body.read(min(length, _CHUNK))
        out.write(chunk)
        length -= len(chunk)


class Shape:
    """Makes rows of one shape, and knows which columns have shown their type."""

    def __init__(self, subject: Subject) -> None:
        self.annotators = subject.annotators
        self.of_spans = columns.of_labels(subject.codebook)
        self.of_relations = columns.of_relations(subject.codebook)
        self.shown: dict[str, int] = {}

    def flat(self, row: Row) -> dict[str, Any]:
        """The row with every key, attributes as JSON text and as columns."""
        states = {name: row.states.get(name) for name in self.annotators}
        flat: dict[str, Any] = {"id": row.id, "text": row.text}
        for field in FIELDS:
            flat[field] = getattr(row, field)
        flat["meta"] = _text(row.meta)
        flat["states"] = states
        flat["spans"] = [self._part(span, self.of_spans, span.label, _text(span.attributes)) for span in row.spans]
        flat["relations"] = [
            self._part(relation, self.of_relations, relation.kind, _text(relation.attributes))
            for relation in row.relations
        ]
        return flat

    def _part(self, part: msgspec.Struct, known: tuple[columns.Column, ...], owner: str, raw: str) -> dict[str, Any]:
        flat = {key: getattr(part, key) for key in part.__struct_fields__}
        flat["attributes"] = raw
        values = columns.decode(msgspec.Raw(raw)) if raw != "{}" else {}
        for column in known:
            flat[column.name] = columns.value_of(column, owner, values) if values else None
        return flat

    def shows(self, flat: dict[str, Any]) -> bool:
        """Whether this row is the first to show the type of some column."""
        news = False
        for key, value in flat.items():
            if key in ("spans", "relations"):
                news |= self._first(key, _TYPED if value else _UNTYPED)
                for part in value:
                    for name, item in part.items():
                        news |= self._first(f"{key}.{name}", _rank(item))
            elif key == "states":
                for name, item in value.items():
                    news |= self._first(f"{key}.{name}", _rank(item))
            else:
                news |= self._first(key, _rank(value))
        return news

    def _first(self, name: str, rank: int) -> bool:
        if rank <= self.shown.get(name, _UNTYPED):
            return False
        self.shown[name] = rank
        return True


def _rank(value: Any) -> int:
    """How well a value shows its column's type; a date could also be taken for a time."""
    if value is None or value == []:
        return _UNTYPED
    return _DATE_LIKE if isinstance(value, str) and _TIME.match(value) else _TYPED


def _text(raw: msgspec.Raw) -> str:
    return bytes(raw).decode("utf-8")

"""JSONL for Hugging Face `datasets`: the rows of jsonl with one type a column, and every key in every row.

`datasets` takes the types of columns from the first 10 MB of a file. A row that is the first to show the
type of a column and stands later than that is moved to the top; all others keep their order.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any, BinaryIO

import msgspec
from msgspec.structs import asdict

from annotator.formats import columns
from annotator.formats.base import (
    ARTICLE_KEYS,
    FIELDS,
    RELATION_KEYS,
    SPAN_KEYS,
    STEP,
    Form,
    Loss,
    Outgoing,
    Row,
    RowRelation,
    RowSpan,
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
        late: list[tuple[int, int]] = []  # where the late rows stand: offset and length
        for number, outgoing in enumerate(rows, 1):
            flat = shape.flat(outgoing.row)
            line = encoder.encode(flat) + b"\n"
            if shape.shows(flat) and size + len(line) > SEEN_BYTES:
                late.append((size, len(line)))
            size += len(line)
            out.write(line)
            if number % STEP == 0:
                yield number
        if late:
            _reorder(out, late, size)

    def beside(self, subject: Subject, facts: Facts) -> dict[str, bytes]:
        """The card of the data set."""
        return {"README.md": card(subject.codebook, facts, "json")}


HF = Hf()


def _reorder(out: BinaryIO, first: list[tuple[int, int]], size: int) -> None:
    """Puts the lines of `first` before the rest, by way of a copy."""
    with tempfile.TemporaryFile(buffering=_CHUNK) as body:
        out.seek(0)
        _copy(out, body, size)
        out.seek(0)
        for place, length in first:
            body.seek(place)
            out.write(body.read(length))
        start = 0
        for place, length in [*first, (size, 0)]:
            body.seek(start)
            _copy(body, out, place - start)
            start = place + length


def _copy(body: IO[bytes], out: IO[bytes], length: int) -> None:
    while length > 0:
        chunk = body.read(min(length, _CHUNK))
        out.write(chunk)
        length -= len(chunk)


class Shape:
    """Makes rows of one shape, and knows which columns have shown their type."""

    def __init__(self, subject: Subject) -> None:
        self.annotators = subject.annotators
        self._spans = columns.Flat(columns.of_labels(subject.codebook))
        self._ties = columns.Flat(columns.of_relations(subject.codebook))
        self._unsure = (
            _Unsure([key for key in ARTICLE_KEYS if key != "states"]),
            _Unsure(self.annotators),
            _Unsure([*SPAN_KEYS, *self._spans.names]),
            _Unsure([*RELATION_KEYS, *self._ties.names]),
        )

    def flat(self, row: Row) -> dict[str, Any]:
        """The row with every key, attributes as JSON text and as columns."""
        flat: dict[str, Any] = {"id": row.id, "text": row.text}
        for field in FIELDS:
            flat[field] = getattr(row, field)
        flat["meta"] = _text(row.meta)
        flat["states"] = {name: row.states.get(name) for name in self.annotators}
        flat["spans"] = [_part(span, span.label, self._spans) for span in row.spans]
        flat["relations"] = [_part(tie, tie.kind, self._ties) for tie in row.relations]
        return flat

    def shows(self, flat: dict[str, Any]) -> bool:
        """Whether this row is the first to show the type of some column."""
        tables = ((flat,), (flat["states"],), flat["spans"], flat["relations"])
        shown = [unsure.shown_by(parts) for unsure, parts in zip(self._unsure, tables, strict=True)]  # all are asked
        return any(shown)


class _Unsure:
    """The columns of a table that may still be taken for another type: they were empty so far, or dates alone."""

    def __init__(self, names: Iterable[str]) -> None:
        self._ranks = dict.fromkeys(names, _UNTYPED)

    def shown_by(self, parts: Sequence[dict[str, Any]]) -> bool:
        """Whether these rows of the table show one of them better than all before; what is sure is not asked again."""
        better = {}
        for name, known in self._ranks.items():
            rank = max([_rank(value) for part in parts if (value := part[name]) is not None], default=_UNTYPED)
            if rank > known:
                better[name] = rank
        for name, rank in better.items():
            if rank == _TYPED:
                del self._ranks[name]
            else:
                self._ranks[name] = rank
        return bool(better)


def _part(part: RowSpan | RowRelation, owner: str, of_owner: columns.Flat) -> dict[str, Any]:
    flat = asdict(part)
    flat["attributes"] = raw = _text(part.attributes)
    flat.update(of_owner.values(owner, raw))
    return flat


def _rank(value: Any) -> int:
    """How well a value shows its column's type; a date could also be taken for a time."""
    if value is None or value == []:
        return _UNTYPED
    return _DATE_LIKE if isinstance(value, str) and _TIME.match(value) else _TYPED


def _text(raw: msgspec.Raw) -> str:
    return bytes(raw).decode("utf-8")

"""Label Studio JSON: a list of tasks with an annotation an annotator, and beside it the labelling config.

Positions are code points, end exclusive. A span in pieces is a region a piece, tied together in the regions' meta.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from annotator.core.errors import FormatError
from annotator.formats import columns
from annotator.formats.arrays import ArrayError, members
from annotator.formats.base import (
    FIELDS,
    HEAD_BYTES,
    STEP,
    Form,
    Item,
    Loss,
    Outgoing,
    ReadOptions,
    Refusal,
    Remark,
    Row,
    RowSpan,
    Source,
    Subject,
    WriteOptions,
)
from annotator.formats.label_studio_conf import LABELS, TEXT, Questions, configuration
from annotator.formats.label_studio_task import Seen, article_of
from annotator.formats.lines import LineError

if TYPE_CHECKING:
    from annotator.formats.card import Facts


class LabelStudio(Form, frozen=True, kw_only=True):
    """One article a task, one annotator an annotation of it."""

    name: str = "label_studio"
    title: str = "Label Studio JSON"
    endings: tuple[str, ...] = (".json",)
    reads: bool = True
    writes: bool = True
    comes_back: bool = True
    training: bool = True
    untyped: bool = True
    cannot_carry: tuple[Loss, ...] = (
        Loss("relation_attributes", "Label Studio has no attributes on relations"),
        Loss("comments", "Comments stay in the project"),
        Loss("decisions", "Decisions stay in the project"),
        Loss("codebook", "Of the codebook labels, attributes and relation kinds are written, not the guidelines"),
        Loss("registry", "Of the registry only names of links are written"),
        Loss("worktime", "Work time stays in the project"),
        Loss("source_ids", "Ids that articles had elsewhere are not written"),
        Loss("journal", "The history of changes stays in the project"),
    )

    def sniff(self, head: bytes) -> bool:
        """A list, or one object, with a task's keys near its start."""
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        tasks = b'"annotations"' in head or b'"completions"' in head or b'"predictions"' in head
        return b'"data"' in head and ((start == b"[") or (start == b"{" and tasks))

    def claims(self, source: Source) -> bool:
        """By its first bytes; any list is its own, because nothing else is read from one."""
        head = source.read(HEAD_BYTES)
        return self.sniff(head) or head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:  # noqa: ARG002
        """An article a task; a task that cannot be taken is a Refusal. Raises FormatError, PathTrouble."""
        seen, number = Seen(), 0
        with source.open() as stream:
            try:
                for number, task in enumerate(members(stream), 1):
                    try:
                        yield article_of(task, seen)
                    except LineError as fault:
                        yield Refusal(source.name, None, f"task {number}: {fault}")
            except ArrayError as fault:
                if number == 0:
                    raise FormatError(file=source.name, reason=str(fault)) from fault
                yield Refusal(source.name, None, f"after task {number}: {fault}")
        for remark in seen.remarks():
            yield Remark(source.name, remark)

    def write(
        self,
        out: BinaryIO,
        rows: Iterable[Outgoing],
        *,
        subject: Subject,
        options: WriteOptions,  # noqa: ARG002
    ) -> Iterator[int]:
        """One list of tasks, a line each; layers of one article that follow each other are one task."""
        encoder, done = msgspec.json.Encoder(), 0
        made = _Tasks(subject)
        out.write(b"[")
        for number, (_, layers) in enumerate(groupby(rows, key=lambda one: one.row.id), 1):
            together = [one.row for one in layers]
            out.write((b",\n" if number > 1 else b"\n") + encoder.encode(made.task(number, together)))
            before, done = done, done + len(together)
            if done // STEP > before // STEP:
                yield done
        out.write(b"\n]\n")

    def beside(self, subject: Subject, facts: Facts) -> dict[str, bytes]:  # noqa: ARG002
        """The labelling config to make the project with."""
        return {"config.xml": configuration(subject.codebook).encode("utf-8")}


LABEL_STUDIO = LabelStudio()


class _Tasks:
    """Makes tasks of rows; people get numbers, as Label Studio has them."""

    def __init__(self, subject: Subject) -> None:
        self._people = {name: number for number, name in enumerate(subject.annotators, 1)}
        self._questions = Questions(subject.codebook)
        self._actors = subject.actors
        self._annotations = 0

    def task(self, number: int, layers: list[Row]) -> dict[str, Any]:
        """One article with an annotation for each annotator who has a layer on it."""
        row = layers[0]
        annotations, named = [], dict[str, str]()
        for layer in layers:
            for who in dict.fromkeys((*layer.states, *(span.annotator for span in layer.spans))):
                person = self._people.setdefault(who, len(self._people) + 1)
                named[str(person)] = who
                self._annotations += 1
                annotations.append(
                    {
                        "id": self._annotations,
                        "completed_by": person,
                        "was_cancelled": layer.states.get(who) == "skipped",
                        "ground_truth": False,
                        "result": self._result(layer, who),
                    }
                )
        fields = {field: value for field in FIELDS if (value := getattr(row, field)) is not None}
        states = {who: state for layer in layers for who, state in layer.states.items() if state in ("todo", "doing")}
        meta: dict[str, Any] = {"article": row.id, "annotators": named, "meta": columns.decode(row.meta)}
        if states:
            meta["states"] = states
        return {"id": number, "data": {"text": row.text, **fields}, "meta": meta, "annotations": annotations}

    def _result(self, row: Row, who: str) -> list[dict[str, Any]]:
        mine = {span.id: span for span in row.spans if span.annotator == who}
        regions = [region for span in mine.values() for region in self._regions(span, row.text)]
        ties: list[dict[str, Any]] = [
            {"type": "relation", "from_id": tie.head, "to_id": tie.tail, "direction": "right", "labels": [tie.kind]}
            for tie in row.relations
            if tie.head in mine and tie.tail in mine
        ]
        return regions + ties

    def _regions(self, span: RowSpan, text: str) -> Iterator[dict[str, Any]]:
        """The pieces of a span, the first with what hangs on it, and the answers to the label's questions."""
        values = columns.decode(span.attributes)
        answers, rest = self._questions.answers(span.label, values) if values else ([], {})
        meta: dict[str, Any] = {}
        if span.note:
            meta["text"] = [span.note]
        if span.actor:
            meta["actor"] = self._actors.get(span.actor, span.actor)
        if rest:
            meta["attributes"] = rest
        common = {"to_name": TEXT, "origin": "manual"}
        first: Mapping[str, Any] = {}
        for number, (start, end) in enumerate(msgspec.json.decode(span.fragments), 1):
            place: dict[str, Any] = {"start": start, "end": end, "text": text[start:end]}
            region: dict[str, Any] = {"id": span.id, "from_name": LABELS, **common, "type": "labels"}
            region["value"] = place | {"labels": [span.label]}
            if number > 1:
                region |= {"id": f"{span.id}-{number}", "meta": {"piece_of": span.id}}
            elif meta:
                region["meta"] = meta
            first = first or place
            yield region
        for answer in answers:
            yield {"id": span.id, **common, **answer, "value": {**first, **answer["value"]}}  # type: ignore[dict-item]

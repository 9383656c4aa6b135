"""spaCy's DocBin: entities where no two overlap, every span in the group “sc”, the rest in each doc's user data.

Written a doc at a time: the parts that grow with the corpus wait in temporary files, not in memory.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any, BinaryIO

import msgspec

from annotator.core.errors import FormatError
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
    RowSpan,
    Source,
    Subject,
    WriteOptions,
)
from annotator.formats.spacy_docs import KEY, articles

GROUP = "sc"  # where spaCy's span categorizer looks
_MANY = 1_000_000_000  # characters: a text has no other limit than ours
_CHUNK = 1024 * 1024


class Spacy(Form, frozen=True, kw_only=True):
    """One doc an article, for `spacy train` and all that loads a DocBin."""

    name: str = "spacy"
    title: str = "spaCy DocBin"
    endings: tuple[str, ...] = (".spacy",)
    reads: bool = True
    writes: bool = True
    comes_back: bool = True
    training: bool = True
    extra: str = "spacy"
    needs: tuple[str, ...] = ("spacy",)
    cannot_carry: tuple[Loss, ...] = (
        Loss("off_tokens", "A span that begins or ends inside a spaCy token, or with a blank, cannot be written"),
        Loss("fragments", "A span in pieces cannot be written"),
        Loss("cut_relations", "A tie to a span that cannot be written goes with it"),
        Loss("states", "What is in progress or skipped cannot be told from what is done"),
        Loss("relation_attributes", "Attributes of relations are not written"),
        Loss("comments", "Comments stay in the project"),
        Loss("decisions", "Decisions stay in the project"),
        Loss("codebook", "Of the codebook only labels and relation kinds are written"),
        Loss("registry", "Of the registry only names of links are written"),
        Loss("worktime", "Work time stays in the project"),
        Loss("source_ids", "Ids that articles had elsewhere are not written"),
        Loss("journal", "The history of changes stays in the project"),
    )

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:  # noqa: ARG002
        """An article a doc; raises FormatError, MissingExtra, PathTrouble."""
        self.require()
        yield from articles(source)

    def write(
        self,
        out: BinaryIO,
        rows: Iterable[Outgoing],
        *,
        subject: Subject,
        options: WriteOptions,  # noqa: ARG002
    ) -> Iterator[int]:
        """One file with a doc for each row; raises MissingExtra, FormatError when the file grows over 4 GB."""
        self.require()
        with _Bin() as packed:
            docs = _Docs(subject)
            for number, outgoing in enumerate(rows, 1):
                packed.add(docs.doc(outgoing.row))
                if number % STEP == 0:
                    yield number
            packed.write(out)

    def lost(self, row: Row, subject: Subject, options: WriteOptions) -> dict[str, int]:  # noqa: ARG002
        """Spans that lie off spaCy's own tokens; not counted while spaCy is not there."""
        if not self.available:
            return {}
        placed, off = _placed(_tokenised(row), row)
        cut = sum(tie.head not in placed or tie.tail not in placed for tie in row.relations)
        return {"off_tokens": off, "cut_relations": cut}


SPACY = Spacy()

_pipelines: dict[str, Any] = {}  # language -> a blank pipeline, made once


def _pipeline(language: str) -> Any:
    """A blank pipeline for a language; the multi-language one where spaCy has none, or lacks what that one needs."""
    if language not in _pipelines:
        import spacy  # late: an extra, and it takes seconds

        try:
            made = spacy.blank(language)
        except ImportError:
            made = _pipeline("xx")
        made.max_length = _MANY
        _pipelines[language] = made
    return _pipelines[language]


def _tokenised(row: Row) -> Any:
    language = (row.language or "xx").partition("-")[0].lower()
    doc = _pipeline(language).make_doc(row.text)
    return doc if doc.text == row.text else _pipeline("xx").make_doc(row.text)


def _placed(doc: Any, row: Row, actors: dict[str, str] | None = None) -> tuple[dict[str, Any], int]:
    """spaCy's span for each of ours, by id, and how many of one piece lie off its tokens."""
    placed, off = {}, 0
    for span in row.spans:
        if len(msgspec.json.decode(span.fragments)) > 1:
            continue
        link = (actors or {}).get(span.actor, span.actor) if span.actor else ""
        made = doc.char_span(span.start, span.end, label=span.label, kb_id=link, span_id=span.id)
        if made is None or made[0].is_space or made[-1].is_space:
            off += 1
        else:
            placed[span.id] = made
    return placed, off


class _Docs:
    """Makes docs of rows."""

    def __init__(self, subject: Subject) -> None:
        self._actors = subject.actors

    def doc(self, row: Row) -> Any:
        """The doc of a row with entities, the group of all spans, and user data."""
        doc = _tokenised(row)
        placed, _ = _placed(doc, row, self._actors)
        taken: set[int] = set()
        entities = []
        for span in sorted(placed.values(), key=lambda one: (one.start - one.end, one.start, one.label_)):
            if taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                entities.append(span)
        doc.set_ents(sorted(entities, key=lambda one: int(one.start)), default="outside")
        doc.spans[GROUP] = list(placed.values())
        told = {
            "id": row.id,
            **{field: value for field in FIELDS if (value := getattr(row, field)) is not None},
            "meta": columns.decode(row.meta),
            "annotators": list(dict.fromkeys((*row.states, *(span.annotator for span in row.spans)))),
            "spans": {span.id: _hanging(span) for span in row.spans if span.id in placed},
            "relations": [
                {"kind": tie.kind, "head": tie.head, "tail": tie.tail}
                for tie in row.relations
                if tie.head in placed and tie.tail in placed
            ],
        }
        doc.user_data[KEY] = msgspec.json.encode(told).decode("utf-8")
        return doc


def _hanging(span: RowSpan) -> dict[str, Any]:
    told: dict[str, Any] = {"annotator": span.annotator}
    values = columns.decode(span.attributes)
    if values:
        told["attributes"] = values
    if span.note:
        told["note"] = span.note
    return told


class _Bin:
    """What DocBin.to_bytes writes, put together from temporary files: token rows, spaces, and the lists of each doc."""

    def __init__(self) -> None:
        from spacy.attrs import ENT_ID, ENT_IOB, ENT_KB_ID, ENT_TYPE, ORTH

        self._attributes = [ORTH, *sorted((ENT_IOB, ENT_TYPE, ENT_KB_ID, ENT_ID))]
        self._files = ExitStack()
        self._tokens, self._spaces, self._groups, self._user = (
            self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 (the stack closes it)
            for _ in range(4)
        )
        self._lengths = bytearray()
        self._strings: set[str] = {""}
        self._docs = 0

    def __enter__(self) -> _Bin:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def add(self, doc: Any) -> None:
        """One doc behind the others."""
        from spacy.attrs import SPACY as SPACE

        self._tokens.write(doc.to_array(self._attributes).tobytes("C"))
        self._spaces.write(doc.to_array([SPACE]).astype(bool).tobytes("C"))
        self._groups.write(msgspec.msgpack.encode(doc.spans.to_bytes()))
        self._user.write(msgspec.msgpack.encode(msgspec.msgpack.encode(dict(doc.user_data))))
        self._lengths += len(doc).to_bytes(4, "little")
        self._strings.update(token.text for token in doc)
        for span in doc.spans[GROUP]:
            self._strings.update((span.label_, span.kb_id_, span.id_))
        self._docs += 1

    def write(self, out: BinaryIO) -> None:
        """The whole, compressed."""
        squeezed = zlib.compressobj()
        pack = msgspec.msgpack.encode
        for piece in self._pieces(pack):
            out.write(squeezed.compress(piece))
        out.write(squeezed.flush())

    def _pieces(self, pack: Any) -> Iterator[bytes]:
        count = _array(self._docs)
        yield b"\x8a" + pack("version") + pack("0.1") + pack("attrs") + pack(self._attributes)
        for name, part in (("tokens", self._tokens), ("spaces", self._spaces)):
            yield pack(name) + b"\xc6" + _size(part).to_bytes(4, "big")
            yield from _all(part)
        yield pack("lengths") + pack(bytes(self._lengths)) + pack("strings") + pack(sorted(self._strings))
        yield pack("cats") + count + pack({}) * self._docs
        yield pack("flags") + count + pack({"has_unknown_spaces": False}) * self._docs
        for name, part in (("span_groups", self._groups), ("user_data", self._user)):
            yield pack(name) + count
            yield from _all(part)


def _array(length: int) -> bytes:
    """The head of a list in msgpack."""
    return b"\xdd" + length.to_bytes(4, "big")


def _size(part: Any) -> int:
    size = int(part.tell())
    if size >= 1 << 32:
        raise FormatError(file="DocBin", reason="it would hold more than 4 GB of tokens: export fewer articles at once")
    return size


def _all(part: Any) -> Iterator[bytes]:
    part.seek(0)
    while chunk := part.read(_CHUNK):
        yield chunk

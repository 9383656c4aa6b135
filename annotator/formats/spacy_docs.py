"""The docs of a spaCy DocBin as articles: spans of all groups and entities, and what our own user data adds."""

from __future__ import annotations

import mmap
import tempfile
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO

import msgspec

from annotator.core.errors import FormatError
from annotator.formats.base import FIELDS, Incoming, IncomingRelation, IncomingSpan, Item, Refusal, Source
from annotator.formats.lines import LineError, check_spans

KEY = "article_annotator"  # of a doc's user data
_LARGEST = 1_000_000_000  # bytes of a DocBin once it is unpacked
_CHUNK = 1 << 20
_DOCS = 100  # that spaCy has at a time
# What spaCy raises at bytes that are not its own.
_FAULTS = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, msgspec.DecodeError)


class _Bin(msgspec.Struct, omit_defaults=True):
    version: Any
    attrs: list[int]
    tokens: memoryview
    spaces: memoryview
    lengths: bytes
    strings: list[str]
    cats: list[dict[str, Any]]
    span_groups: list[memoryview] | None = None
    flags: list[dict[str, Any]] | None = None
    user_data: list[memoryview | None] | None = None


def articles(source: Source) -> Iterator[Item]:
    """One article a doc, unpacked on the disk and a few docs at a time; raises FormatError when it is no DocBin."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    file, number = source.name, 0
    with tempfile.TemporaryFile() as plain:
        _unpack(source, plain)
        pages = mmap.mmap(plain.fileno(), 0, access=mmap.ACCESS_READ)  # goes with the last part that looks into it
    try:
        found, vocab = _checked(pages, file), Vocab()
        for text in found.strings:  # once for all parts: a corpus has as many as spans
            vocab.strings.add(text)
        found.strings = []
        for part in _parts(found):
            packed = zlib.compress(msgspec.msgpack.encode(part), 0)
            for doc in DocBin(store_user_data=True).from_bytes(packed).get_docs(vocab):
                number += 1
                try:
                    yield _article(doc)
                except LineError as fault:
                    yield Refusal(file, None, f"doc {number}: {fault}")
            _forget(pages)
    except _FAULTS as error:
        if number == 0:
            raise FormatError(file=file, reason=f"spaCy cannot read it: {_first_line(error)}") from error
        yield Refusal(file, None, f"the docs after doc {number}: spaCy cannot read them: {_first_line(error)}")


def _unpack(source: Source, plain: BinaryIO) -> None:
    """Writes what is packed in a file; raises FormatError when it is not packed so, or holds too much."""
    unpacker, size = zlib.decompressobj(), 0
    try:
        with source.open() as stream:
            while packed := unpacker.unconsumed_tail or stream.read(_CHUNK):
                some = unpacker.decompress(packed, _CHUNK)
                size += plain.write(some)
                if size > _LARGEST:
                    raise FormatError(file=source.name, reason="it holds more than 1 GB: split it")
        plain.write(unpacker.flush())
    except zlib.error as error:
        raise FormatError(file=source.name, reason=f"it is no DocBin: {error}") from error
    plain.flush()
    if not size:
        raise FormatError(file=source.name, reason="it is no DocBin: it is empty")


def _parts(found: _Bin) -> Iterator[_Bin]:
    """The same file in pieces of a few docs each."""
    width, count = len(found.attrs) * 8, len(found.lengths) // 4
    place = 0
    for start in range(0, max(count, 1), _DOCS):
        end = min(start + _DOCS, count)
        tokens = sum(_lengths(found.lengths[start * 4 : end * 4]))
        yield _Bin(
            version=found.version,
            attrs=found.attrs,
            tokens=found.tokens[place * width : (place + tokens) * width],
            spaces=found.spaces[place : place + tokens],
            lengths=found.lengths[start * 4 : end * 4],
            strings=found.strings,
            cats=found.cats[start:end],
            span_groups=None if found.span_groups is None else found.span_groups[start:end],
            flags=None if found.flags is None else found.flags[start:end],
            user_data=None if found.user_data is None else found.user_data[start:end],
        )
        place += tokens


def _lengths(data: bytes) -> list[int]:
    return [int.from_bytes(data[at : at + 4], "little", signed=True) for at in range(0, len(data) - 3, 4)]


def _checked(pages: mmap.mmap, file: str) -> _Bin:
    """The parts of a file, if they fit each other, before spaCy's own code is let on them; raises FormatError."""
    try:
        found = msgspec.msgpack.decode(pages, type=_Bin)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(file=file, reason=f"it is no DocBin: {_first_line(error)}") from error
    docs, tokens = len(found.lengths) // 4, len(found.spaces)
    lengths = _lengths(found.lengths)
    lists = (found.cats, found.span_groups, found.flags, found.user_data)
    fits = (
        bool(found.attrs)
        and len(found.lengths) % 4 == 0
        and len(found.tokens) == tokens * len(found.attrs) * 8
        and all(length >= 0 for length in lengths)
        and sum(lengths) == tokens
        and all(one is None or len(one) == docs for one in lists)
    )
    if not fits:
        raise FormatError(file=file, reason="its parts do not fit each other")
    return found


def _forget(pages: mmap.mmap) -> None:
    """Pages that were read need not stay in memory."""
    if hasattr(pages, "madvise"):
        pages.madvise(mmap.MADV_DONTNEED)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]


def _article(doc: Any) -> Incoming:
    told = _told(doc.user_data.get(KEY))
    article = Incoming(text=doc.text, source_id=_text(told.get("id")))
    for field in FIELDS:
        setattr(article, field, _text(told.get(field)))
    article.meta = {**_object(told, "meta"), **({"cats": dict(doc.cats)} if doc.cats else {})}
    people = [one for one in told.get("annotators") or [] if isinstance(one, str)] if told else []
    article.states = dict.fromkeys(people, "done")
    hanging, places = _object(told, "spans"), dict[str, int]()
    seen: set[tuple[int, int, str]] = set()
    groups = chain.from_iterable(doc.spans.values())
    for span in chain(groups, doc.ents):
        place = (int(span.start_char), int(span.end_char), str(span.label_))
        more = hanging.get(span.id_)
        if place in seen and (not isinstance(more, dict) or span.id_ in places):
            continue
        seen.add(place)
        if span.id_:
            places.setdefault(span.id_, len(article.spans))
        article.spans.append(_span(place, span, more if isinstance(more, dict) else {}))
    check_spans(article)
    for tie in told.get("relations") or []:
        article.relations += _relation(tie, places)
    return article


def _span(place: tuple[int, int, str], span: Any, more: dict[str, Any]) -> IncomingSpan:
    start, end, label = place
    return IncomingSpan(
        start=start,
        end=end,
        label=label,
        annotator=_text(more.get("annotator")),
        attributes=_object(more, "attributes"),
        note=_text(more.get("note")) or "",
        actor=span.kb_id_ or None,
    )


def _relation(tie: Any, places: dict[str, int]) -> list[IncomingRelation]:
    if not isinstance(tie, dict) or not isinstance(tie.get("kind"), str):
        raise LineError("a relation has no kind")
    head, tail = (places.get(str(tie.get(side))) for side in ("head", "tail"))
    if head is None or tail is None or head == tail:
        raise LineError("a relation has an end that is no span")
    return [IncomingRelation(kind=tie["kind"], head=head, tail=tail)]


def _told(text: Any) -> dict[str, Any]:
    """Our own user data; nothing where it is none of ours."""
    if not isinstance(text, str):
        return {}
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return {}
    return value if isinstance(value, dict) and isinstance(value.get("relations", []), list) else {}


def _object(owner: dict[str, Any], key: str) -> dict[str, Any]:
    value = owner.get(key)
    return dict(value) if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None

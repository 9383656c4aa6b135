"""The docs of a spaCy DocBin as articles: spans of all groups and entities, and what our own user data adds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Any

import msgspec

from annotator.core.errors import FormatError
from annotator.formats.base import FIELDS, Incoming, IncomingRelation, IncomingSpan, Item, Refusal
from annotator.formats.lines import LineError, check_spans

KEY = "article_annotator"  # of a doc's user data
_LARGEST = 1_000_000_000  # bytes of a DocBin once it is unpacked
# What spaCy raises at bytes that are not its own.
_FAULTS = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, msgspec.DecodeError)


class _Bin(msgspec.Struct):
    attrs: list[int]
    tokens: bytes
    spaces: bytes
    lengths: bytes
    strings: list[str]
    cats: list[dict[str, Any]]
    span_groups: list[bytes] | None = None
    flags: list[dict[str, Any]] | None = None
    user_data: list[bytes | None] | None = None


def articles(data: bytes, file: str) -> Iterator[Item]:
    """One article a doc; raises FormatError when the bytes are no DocBin."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    _check(data, file)
    number = 0
    try:
        docs = DocBin(store_user_data=True).from_bytes(data).get_docs(Vocab())
        for number, doc in enumerate(docs, 1):
            try:
                yield _article(doc)
            except LineError as fault:
                yield Refusal(file, None, f"doc {number}: {fault}")
    except _FAULTS as error:
        if number == 0:
            raise FormatError(file=file, reason=f"spaCy cannot read it: {_first_line(error)}") from error
        yield Refusal(file, None, f"the docs after doc {number}: spaCy cannot read them: {_first_line(error)}")


def _check(data: bytes, file: str) -> None:
    """Whether the parts of the file fit each other, before spaCy's own code is let on them; raises FormatError."""
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(data, _LARGEST)
        if unpacker.unconsumed_tail:
            raise FormatError(file=file, reason="it holds more than 1 GB: split it")
        found = msgspec.msgpack.decode(plain, type=_Bin)
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(file=file, reason=f"it is no DocBin: {_first_line(error)}") from error
    docs, tokens = len(found.lengths) // 4, len(found.spaces)
    lengths = [int.from_bytes(found.lengths[at : at + 4], "little", signed=True) for at in range(0, docs * 4, 4)]
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

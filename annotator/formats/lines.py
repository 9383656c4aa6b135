"""Lines of JSON, decoded: the fast way for our own, and a forgiving way for everybody else's.

Own lines go through one typed decode. What that does not take (triples, integer ids, other key names)
is taken apart by hand; a line that means nothing raises LineError with the reason.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, get_args

import msgspec

from annotator.core.model import Fragment, State
from annotator.formats.base import FIELDS, Incoming, IncomingRelation, IncomingSpan

_STATES = frozenset(get_args(State))
_SPAN_LISTS = ("spans", "labels", "label", "entities")  # ours and doccano's
_START = ("start", "start_offset")
_END = ("end", "end_offset")
_KNOWN_SPAN = frozenset((*IncomingSpan.__struct_fields__, *_START, *_END, "words"))
_KNOWN_RELATION = frozenset(("id", "kind", "type", "head", "from_id", "tail", "to_id", "annotator", "attributes"))


class LineError(Exception):
    """Why a line is refused; becomes a Refusal."""


class _Relation(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    kind: str
    head: str | int
    tail: str | int
    id: str | None = None
    annotator: str | None = None
    attributes: dict[str, Any] = {}


class _Line(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    text: str
    id: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    section: str | None = None
    meta: dict[str, Any] = {}
    states: dict[str, State] = {}
    spans: list[IncomingSpan] = []
    relations: list[_Relation] = []


_typed = msgspec.json.Decoder(_Line)
_loose = msgspec.json.Decoder()


def decode(data: bytes, dropped: set[str]) -> Incoming:
    """One line as an article; keys of spans and relations that nothing takes are added to `dropped`."""
    try:
        line = _typed.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _forgiving(data, dropped)
    article = Incoming(
        text=line.text,
        id=line.id,
        title=line.title,
        outlet=line.outlet,
        author=line.author,
        published=line.published,
        url=line.url,
        language=line.language,
        section=line.section,
        meta=line.meta,
        states=line.states,
        spans=line.spans,
    )
    check_spans(article)
    if line.relations:
        article.relations = _tie(line.relations, line.spans)
    return article


def check_spans(article: Incoming) -> None:
    """Raises LineError at the first span that is empty, outside the text, or not what it says it is."""
    text = article.text
    length = len(text)
    for number, span in enumerate(article.spans, 1):
        start, end = span.start, span.end
        pieces = span.fragments
        if not 0 <= start < end <= length:
            raise LineError(_position_fault(number, start, end, length))
        if pieces and (len(pieces) > 1 or pieces[0] != (start, end)):
            words = _check_pieces(span, number, text)
        else:
            span.fragments = pieces or [(start, end)]
            words = text[start:end]
        if span.text is not None and span.text != words and _plain(span.text) != _plain(words):
            raise LineError(f"span {number} ({span.label}) says “{_cut(span.text)}”, the text there is “{_cut(words)}”")
        if not span.label:
            raise LineError(f"span {number} has no label")
        if span.attributes and None in span.attributes.values():
            span.attributes = {key: value for key, value in span.attributes.items() if value is not None}
    ids = [span.id for span in article.spans if span.id is not None]
    if len(set(ids)) != len(ids):
        raise LineError(f"two spans have the id {next(given for given in ids if ids.count(given) > 1)}")


def _position_fault(number: int, start: int, end: int, length: int) -> str:
    if start == end:
        return f"span {number} is empty (it starts and ends at {start})"
    if start > end:
        return f"span {number} ends ({end}) before it starts ({start})"
    return f"span {number} ({start} to {end}) lies outside the text, which has {length} characters"


def _check_pieces(span: IncomingSpan, number: int, text: str) -> str:
    for start, end in span.fragments:
        if not 0 <= start < end <= len(text):
            raise LineError(_position_fault(number, start, end, len(text)))
    pieces = sorted(span.fragments)
    if any(left[1] > right[0] for left, right in pairwise(pieces)):
        raise LineError(f"the fragments of span {number} overlap")
    if (pieces[0][0], pieces[-1][1]) != (span.start, span.end):
        raise LineError(
            f"span {number} says {span.start} to {span.end}, its fragments {pieces[0][0]} to {pieces[-1][1]}"
        )
    joined = [pieces[0]]
    for start, end in pieces[1:]:
        if start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    span.fragments = joined
    words = " ".join(text[start:end] for start, end in joined)
    if span.text is not None and len(joined) != len(pieces) and span.text != words:
        return " ".join(text[start:end] for start, end in pieces)
    return words


def _plain(words: str) -> str:
    """Words without the differences that normalisation takes out of a text."""
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else words[:59] + "…"


def _tie(relations: list[_Relation], spans: list[IncomingSpan]) -> list[IncomingRelation]:
    places = {span.id: place for place, span in enumerate(spans) if span.id is not None}
    ties = []
    for number, relation in enumerate(relations, 1):
        head = _end(relation.head, places, spans, number)
        tail = _end(relation.tail, places, spans, number)
        if head == tail:
            raise LineError(f"relation {number} ties a span to itself")
        if spans[head].annotator != spans[tail].annotator:
            raise LineError(f"relation {number} ties spans of two annotators")
        if relation.annotator is not None and relation.annotator != spans[head].annotator:
            raise LineError(f"relation {number} names the annotator {relation.annotator}, its spans another")
        tie = IncomingRelation(kind=relation.kind, head=head, tail=tail, id=relation.id, attributes=relation.attributes)
        ties.append(tie)
    return ties


def _end(end: str | int, places: dict[str, int], spans: list[IncomingSpan], number: int) -> int:
    if isinstance(end, int) and not isinstance(end, bool):
        if 0 <= end < len(spans):
            return end
        raise LineError(f"relation {number} points to span {end}, the line has {len(spans)}")
    if end in places:
        return places[end]
    raise LineError(f"relation {number} points to the span “{_cut(str(end))}”, which is not in the line")


# --- other people's lines --------------------------------------------------------------------------


def _forgiving(data: bytes, dropped: set[str]) -> Incoming:
    row = _parse(data)
    text = row.pop("text", None)
    if not isinstance(text, str):
        raise LineError("it has no “text”" if text is None else "its “text” is not a text")
    meta = _object(row.pop("meta", None), "meta", {})
    given, by_id = _spans(row, dropped)
    article = Incoming(text=text, meta=meta, spans=given)
    article.id = _word(row.pop("id", None))
    article.source_id = _word(row.pop("source_id", None))
    for field in FIELDS:
        if field in row and not isinstance(row[field], dict):
            value = row.pop(field)
            setattr(article, field, "" if value == "" and field == "title" else _word(value))
    article.states = _states(row.pop("states", None))
    check_spans(article)
    article.relations = _tie(_relations(row, dropped, by_id), article.spans)
    for key, value in row.items():
        article.meta[_free(key, article.meta)] = value
    return article


def _parse(data: bytes) -> dict[str, Any]:
    try:
        row = _loose.decode(data)
    except UnicodeDecodeError as error:
        raise LineError("it is not UTF-8") from error
    except RecursionError as error:
        raise LineError("it is nested too deeply") from error
    except msgspec.DecodeError as error:
        raise LineError(f"it is not JSON: {error}") from error
    if not isinstance(row, dict):
        raise LineError("it is JSON, but not an object in braces")
    return row


def _free(key: str, meta: dict[str, Any]) -> str:
    while key in meta:
        key += "_"
    return key


def _word(value: Any) -> str | None:
    """A text for a field: numbers as written, lists of texts joined by a comma, nothing as None."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, list):
        return ", ".join(str(item) for item in value if item is not None) or None
    return msgspec.json.encode(value).decode("utf-8") if not isinstance(value, int | float) else str(value)


def _object(value: Any, key: str, empty: dict[str, Any]) -> dict[str, Any]:
    """An object, also one written as JSON text (the rows of hf); anything else is kept under its key."""
    if value is None:
        return dict(empty)
    if isinstance(value, str):
        try:
            value = _loose.decode(value.encode("utf-8", "surrogatepass"))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return {key: value}
    return value if isinstance(value, dict) else {key: value}


def _states(value: Any) -> dict[str, State]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise LineError("its “states” are not an object of annotator and state")
    for name, state in value.items():
        if state is not None and (not isinstance(state, str) or state not in _STATES):
            raise LineError(f"the state “{_cut(str(state))}” of {name} is none of todo, doing, done, skipped")
    return {name: state for name, state in value.items() if state is not None}


def _spans(row: dict[str, Any], dropped: set[str]) -> tuple[list[IncomingSpan], dict[Any, int]]:
    """The spans of a row, whatever the key, and which place an id (of any type) has."""
    spans: list[IncomingSpan] = []
    ids: dict[Any, int] = {}
    for key in _SPAN_LISTS:
        value = row.get(key)
        if value is None and key in ("spans", "labels"):
            row.pop(key, None)
        if not isinstance(value, list) or (key != "spans" and not all(isinstance(item, list | dict) for item in value)):
            if key == "spans" and value is not None:
                raise LineError("its “spans” are not a list")
            continue
        row.pop(key)
        for item in value:
            span = _span(item, len(spans) + 1, dropped)
            given = item.get("id") if isinstance(item, dict) else None
            if isinstance(given, int | str):
                ids[given] = len(spans)  # check_spans refuses an id that stands twice
            spans.append(span)
    return spans, ids


def _span(item: Any, number: int, dropped: set[str]) -> IncomingSpan:
    if isinstance(item, list):
        if len(item) != 3 or not isinstance(item[2], str):
            raise LineError(f"span {number} is not [start, end, label]")
        return IncomingSpan(start=_int(item[0], number), end=_int(item[1], number), label=item[2])
    if not isinstance(item, dict):
        raise LineError(f"span {number} is neither an object nor [start, end, label]")
    pieces = _fragments(item.get("fragments"), number)
    start = next((item[key] for key in _START if item.get(key) is not None), pieces[0][0] if pieces else None)
    end = next((item[key] for key in _END if item.get(key) is not None), pieces[-1][1] if pieces else None)
    label = item.get("label")
    if not isinstance(label, str) or not label:
        raise LineError(f"span {number} has no label")
    dropped.update(key for key in item if key not in _KNOWN_SPAN and not key.startswith("attr_"))
    text = item.get("text")
    return IncomingSpan(
        start=_int(start, number),
        end=_int(end, number),
        label=label,
        id=_word(item.get("id")),
        fragments=pieces,
        annotator=_word(item.get("annotator")),
        attributes=_values(item.get("attributes"), f"span {number}"),
        actor=_word(item.get("actor")),
        note=_word(item.get("note")) or "",
        text=None if text is None else str(text),
        origin=_word(item.get("origin")),
    )


def _int(value: Any, number: int) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise LineError(f"span {number} has a position that is no whole number")
    return value


def _fragments(value: Any, number: int) -> list[Fragment]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(piece, list) and len(piece) == 2 for piece in value):
        raise LineError(f"the fragments of span {number} are not a list of [start, end]")
    return sorted((_int(piece[0], number), _int(piece[1], number)) for piece in value)


def _values(value: Any, owner: str) -> dict[str, Any]:
    if isinstance(value, str):
        try:
            value = _loose.decode(value.encode("utf-8", "surrogatepass"))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise LineError(f"the attributes of {owner} are not an object") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise LineError(f"the attributes of {owner} are not an object")
    return {key: item for key, item in value.items() if item is not None}


def _relations(row: dict[str, Any], dropped: set[str], ids: dict[Any, int]) -> list[_Relation]:
    value = row.pop("relations", None)
    if value is None:
        return []
    if not isinstance(value, list):
        raise LineError("its “relations” are not a list")
    relations = []
    for number, item in enumerate(value, 1):
        if not isinstance(item, dict):
            raise LineError(f"relation {number} is not an object")
        kind = item.get("kind", item.get("type"))
        if not isinstance(kind, str) or not kind:
            raise LineError(f"relation {number} has no kind")
        dropped.update(key for key in item if key not in _KNOWN_RELATION and not key.startswith("attr_"))
        relation = _Relation(
            kind=kind,
            head=_place(item, ("head", "from_id"), ids, number),
            tail=_place(item, ("tail", "to_id"), ids, number),
            id=_word(item.get("id")),
            annotator=_word(item.get("annotator")),
            attributes=_values(item.get("attributes"), f"relation {number}"),
        )
        relations.append(relation)
    return relations


def _place(item: dict[str, Any], keys: tuple[str, str], ids: dict[Any, int], number: int) -> str | int:
    ours, theirs = keys
    value = item.get(ours)
    if value is None and theirs in item:  # doccano's ends are ids, also when they are numbers
        value = item[theirs]
        if isinstance(value, int | str) and value in ids:
            return ids[value]
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise LineError(f"relation {number} has no {ours}")
    return ids.get(value, value) if isinstance(value, str) else value

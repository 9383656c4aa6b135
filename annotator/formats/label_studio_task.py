"""One task of Label Studio's, ours or anybody's, as an article: annotations, regions, answers, relations."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.core.model import STATES
from annotator.formats.base import FIELDS, Incoming, IncomingRelation, IncomingSpan
from annotator.formats.lines import LineError, check_spans

_PLACED = ("labels", "hypertextlabels")
_ANSWERS = {"choices": "choices", "number": "number", "textarea": "text", "rating": "rating", "datetime": "datetime"}


class Seen:
    """What was passed over in a file, to be said once at its end."""

    def __init__(self) -> None:
        self.predictions = 0
        self.kinds: dict[str, int] = {}

    def remarks(self) -> list[str]:
        """The sentences on it."""
        said = []
        if self.predictions:
            said.append(f"{self.predictions} predictions of models were left out: only annotations are taken")
        if self.kinds:
            told = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))
            said.append(f"Parts of annotations that are no spans of text were left out: {told}")
        return said


def article_of(data: bytes, seen: Seen) -> Incoming:
    """The article of a task; raises LineError with the reason when there is none."""
    try:
        task = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LineError(f"it is not JSON: {error}") from error
    fields = _object(task, "data")
    if not fields:
        raise LineError("it has no “data”")
    key = _text_key(fields)
    meta = _object(task, "meta")
    article = Incoming(text=fields.pop(key))
    _describe(article, fields, meta)
    named = _object(meta, "annotators")
    seen.predictions += len(_list(task, "predictions"))
    for annotation in [*_list(task, "annotations"), *_list(task, "completions")]:
        if not isinstance(annotation, dict):
            raise LineError("one of its annotations is no object")
        who = _who(annotation.get("completed_by"), named)
        if who is not None:
            article.states[who] = "skipped" if annotation.get("was_cancelled") is True else "done"
        _Annotation(article, who, seen).take(_list(annotation, "result"))
    for who, state in _object(meta, "states").items():
        if state in STATES:
            article.states[who] = state
    check_spans(article)
    return article


def _describe(article: Incoming, fields: dict[str, Any], meta: dict[str, Any]) -> None:
    """Fields and free metadata: ours where the task is ours, else all that came with the text."""
    own = isinstance(meta.get("article"), str)
    article.source_id = meta["article"] if own else None
    for field in FIELDS:
        if isinstance(fields.get(field), str):
            setattr(article, field, fields.pop(field))
    kept = _object(meta, "meta") if own else {key: value for key, value in meta.items() if key != "annotators"}
    article.meta = {**kept, **fields}


def _text_key(fields: dict[str, Any]) -> str:
    """Under which key the text stands: `text`, else the longest text of the task that is no address."""
    if isinstance(fields.get("text"), str):
        return "text"
    texts = {key: value for key, value in fields.items() if isinstance(value, str) and "://" not in value[:12]}
    if not texts:
        raise LineError("its “data” have no text")
    return max(texts, key=lambda key: len(texts[key]))


def _who(person: Any, named: dict[str, Any]) -> str | None:
    """The name of who made an annotation, as far as the file tells it."""
    if isinstance(person, dict):
        whole = " ".join(str(person[key]) for key in ("first_name", "last_name") if person.get(key))
        return whole or _word(person.get("email")) or _who(person.get("id"), named)
    if isinstance(person, bool) or not isinstance(person, int | str) or person == "":
        return None
    name = named.get(str(person))
    if isinstance(name, str) and name:
        return name
    return person if isinstance(person, str) else f"annotator {person}"


class _Annotation:
    """One annotation of a task on its way into the article."""

    def __init__(self, article: Incoming, who: str | None, seen: Seen) -> None:
        self._article, self._who, self._seen = article, who, seen
        self._places: dict[str, int] = {}  # region id -> the place of its span
        self._ties: list[dict[str, Any]] = []
        self._hanging: list[tuple[str, dict[str, Any]]] = []

    def take(self, result: list[Any]) -> None:
        """All parts of its result: spans first, then what refers to them."""
        for region in result:
            if not isinstance(region, dict):
                raise LineError("a region is no object")
            kind = region.get("type")
            if not isinstance(kind, str | None):
                raise LineError("the type of a region is no word")
            if kind == "relation":
                self._ties.append(region)
            elif kind in _PLACED:
                self._span(region, _object(region, "value"), str(kind))
            elif kind in _ANSWERS:
                self._hanging.append((str(kind), region))
            else:
                self._seen.kinds[str(kind)] = self._seen.kinds.get(str(kind), 0) + 1
        for kind, region in self._hanging:
            self._answer(kind, region)
        for tie in self._ties:
            self._relation(tie)

    def _span(self, region: dict[str, Any], value: dict[str, Any], kind: str) -> None:
        labels = [label for label in _list(value, kind) if isinstance(label, str) and label]
        if not labels:
            self._seen.kinds["regions without a label"] = self._seen.kinds.get("regions without a label", 0) + 1
            return
        start, end = _offset(value, "start"), _offset(value, "end")
        meta = _object(region, "meta")
        whole = self._places.get(str(meta.get("piece_of")))
        if whole is not None:
            self._piece(self._article.spans[whole], start, end)
            return
        place = len(self._article.spans)
        for label in labels:
            span = IncomingSpan(start=start, end=end, label=label, annotator=self._who, fragments=[(start, end)])
            span.text = _said(value.get("text"), self._article.text[max(start, 0) : max(end, 0)])
            span.note = "\n".join(line for line in _texts(meta.get("text")) if line)
            span.actor = _word(meta.get("actor"))
            span.attributes = dict(_object(meta, "attributes"))
            self._article.spans.append(span)
        if isinstance(region.get("id"), str | int):
            self._places.setdefault(str(region["id"]), place)

    def _piece(self, span: IncomingSpan, start: int, end: int) -> None:
        span.fragments = sorted([*span.fragments, (start, end)])
        span.start, span.end = span.fragments[0][0], max(piece[1] for piece in span.fragments)
        span.text = None

    def _answer(self, kind: str, region: dict[str, Any]) -> None:
        """An answer on a span, or on the whole article."""
        value = _object(region, "value").get(_ANSWERS[kind])
        key = _word(region.get("from_name")) or kind
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if value is None or value in ([], ""):
            return
        place = self._places.get(str(region.get("id")))
        if place is None:
            self._article.meta[key] = value
            return
        span = self._article.spans[place]
        for sign in "_:":
            key = key.removeprefix(f"attr_{span.label}{sign}") or key
        if kind == "textarea" and isinstance(value, list):
            value = "\n".join(str(line) for line in value)
        span.attributes[key] = value

    def _relation(self, tie: dict[str, Any]) -> None:
        head, tail = (self._places.get(str(tie.get(side))) for side in ("from_id", "to_id"))
        if head is None or tail is None:
            raise LineError(f"a relation ties {tie.get('from_id')} and {tie.get('to_id')}, one of which is no span")
        if head == tail:
            raise LineError(f"a relation ties the span {tie.get('from_id')} to itself")
        if tie.get("direction") == "left":
            head, tail = tail, head
        for kind in [one for one in _list(tie, "labels") if isinstance(one, str) and one] or ["related"]:
            self._article.relations.append(IncomingRelation(kind=kind, head=head, tail=tail))


def _said(text: Any, there: str) -> str | None:
    """What a region says its words are; None where it says the same but for how line breaks are written."""
    if not isinstance(text, str) or text.replace("\\n", "\n").split() == there.replace("\\n", "\n").split():
        return None
    return text


def _offset(value: dict[str, Any], key: str) -> int:
    offset = value.get(key)
    if isinstance(offset, str) and offset.isascii() and offset.isdigit() and len(offset) < 10:
        return int(offset)
    if isinstance(offset, bool) or not isinstance(offset, int):
        raise LineError(f"a region has a position that is no whole number: {str(offset)[:20]}")
    return offset


def _object(owner: Any, key: str) -> dict[str, Any]:
    value = owner.get(key) if isinstance(owner, dict) else None
    return value if isinstance(value, dict) else {}


def _list(owner: Any, key: str) -> list[Any]:
    value = owner.get(key) if isinstance(owner, dict) else None
    if value is None:
        return []
    if not isinstance(value, list):
        raise LineError(f"its “{key}” are not a list")
    return value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _word(value: Any) -> str | None:
    return str(value) if isinstance(value, str | int) and value != "" and not isinstance(value, bool) else None

"""The records of a project: article, span, relation, actor, annotator, progress, comment, decision.

All are frozen. Positions are Unicode code points over the article's stored text, end exclusive. Stamps
(rev, site, at) belong to the store and are not part of a record. Ids are made here.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Any, Literal, cast

import msgspec

Value = Any  # of an attribute: str | float | int | bool | list[str], never None
Fragment = tuple[int, int]
Splice = tuple[int, int, str]  # start, end, what stands there instead
State = Literal["todo", "doing", "done", "skipped"]
AnnotatorKind = Literal["person", "model", "gold"]
Outcome = Literal["take", "merge", "new", "reject", "later"]

STATES: tuple[State, ...] = ("todo", "doing", "done", "skipped")
GOLD = "gold"  # gold's name
UNCONFIRMED = "_unconfirmed"  # reserved attribute: keys that the program filled and nobody confirmed yet


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every record is: frozen, built by keyword."""


class Article(Record, frozen=True, kw_only=True):
    """One text with its news metadata; `sha256` is of the text in UTF-8."""

    id: str
    text: str
    sha256: str
    title: str = ""
    outlet: str | None = None
    author: str | None = None
    published: str | None = None  # YYYY[-MM[-DD[ HH:MM]]], as the source gives it
    url: str | None = None
    language: str | None = None
    section: str | None = None
    source_id: str | None = None
    text_version: int = 1
    meta: dict[str, Any] = {}


class Span(Record, frozen=True, kw_only=True):
    """A labelled stretch of an article by one annotator: fragments sorted, disjoint, none empty."""

    id: str
    article: str
    annotator: str
    label: str
    fragments: tuple[Fragment, ...]
    words: str
    codebook: str
    attributes: dict[str, Value] = {}
    actor: str | None = None
    note: str = ""
    origin: str = "manual"

    @property
    def start(self) -> int:
        """First code point of the hull."""
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        """Code point after the hull."""
        return self.fragments[-1][1]


class Relation(Record, frozen=True, kw_only=True):
    """A typed tie: `head` owns it (the quote, the statistic), `tail` is what it points to."""

    id: str
    article: str
    kind: str
    head: str
    tail: str
    attributes: dict[str, Value] = {}


class Role(Record, frozen=True, kw_only=True):
    """A role an actor held, with dates YYYY[-MM[-DD]]."""

    role: str
    since: str | None = msgspec.field(default=None, name="from")
    to: str | None = None


class Actor(Record, frozen=True, kw_only=True):
    """A person or body in the registry, linked from spans."""

    id: str
    name: str
    type: str | None = None
    parent: str | None = None
    wikidata: str | None = None
    note: str = ""
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    merged_into: str | None = None


class Annotator(Record, frozen=True, kw_only=True):
    """Who made a span: a person, a model, or gold."""

    id: str
    name: str
    kind: AnnotatorKind = "person"


class Progress(Record, frozen=True, kw_only=True):
    """How far one annotator is with one article; its key is ARTICLE_ID/ANNOTATOR_ID."""

    article: str
    annotator: str
    state: State = "todo"
    assigned: bool = False

    @property
    def id(self) -> str:
        """The key by which Edit, journal and merge name this record."""
        return f"{self.article}/{self.annotator}"


class Comment(Record, frozen=True, kw_only=True):
    """A remark or a question on an article or a span."""

    id: str
    article: str
    annotator: str
    text: str
    span: str | None = None
    parent: str | None = None
    question: bool = False
    closed: bool = False


class Decision(Record, frozen=True, kw_only=True):
    """What a reviewer settled about one difference, with its sources and result."""

    id: str
    article: str
    difference: str
    reviewer: str
    outcome: Outcome
    reason: str = ""
    guideline: bool = False
    sources: tuple[tuple[str, int], ...] = ()
    result: tuple[str, ...] = ()


class CodebookVersion(Record, frozen=True, kw_only=True):
    """One version in the chain: `id` is the SHA-256 of its canonical JSON, `body` that JSON."""

    id: str
    body: str
    parent: str | None = None
    seq: int = 1
    by: str = ""


class Wording(Record, frozen=True, kw_only=True):
    """One side of a text correction: the text's hash there, and the splices that lead to it from the other side."""

    article: str
    sha256: str
    splices: tuple[Splice, ...] = ()

    @property
    def id(self) -> str:
        """The key by which Edit and journal name it: an article's id is that of its fields."""
        return f"{self.article}/text"


class _On(msgspec.Struct, frozen=True):
    on: str = ""


class Held(Record, frozen=True, kw_only=True):
    """A valid record that cannot stand now, kept whole until a person decides; `body` is its JSON."""

    record: str  # its id
    kind: str
    reason: str
    body: str

    @property
    def id(self) -> str:
        """The key by which Edit and journal name it: the record's own id is that of the record that stands."""
        return f"held/{self.record}"

    @classmethod
    def of(cls, record: AnyRecord, *, reason: str, on: str = "") -> Held:
        """A record as it is held; `on` is the hash of the text that a span's positions count in."""
        body = msgspec.json.encode(record).decode("utf-8")
        if on:
            body = f'{body[:-1]},"on":"{on}"}}'
        return cls(record=record.id, kind=kind_of(record), reason=reason, body=body)

    @property
    def on(self) -> str:
        """The hash of the text that a held span's positions count in, "" where nobody noted it."""
        return msgspec.json.decode(self.body, type=_On).on

    def whole(self) -> AnyRecord:
        """The record as it was."""
        return cast("AnyRecord", msgspec.json.decode(self.body, type=TYPES[self.kind]))


AnyRecord = (
    Article | Span | Relation | Actor | Annotator | Progress | Comment | Decision | CodebookVersion | Wording | Held
)

KINDS: dict[type[Record], str] = {
    Article: "article",
    Span: "span",
    Relation: "relation",
    Actor: "actor",
    Annotator: "annotator",
    Progress: "progress",
    Comment: "comment",
    Decision: "decision",
    CodebookVersion: "codebook",
    Wording: "wording",
    Held: "held",
}
TYPES: dict[str, type[Record]] = {name: kind for kind, name in KINDS.items()}


def kind_of(record: AnyRecord) -> str:
    """The kind's name as journal and tombstones write it."""
    return KINDS[type(record)]


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as hex."""
    import hashlib  # late: the window can be seen before anything is hashed

    return hashlib.sha256(text.encode("utf-8")).hexdigest()


_FORM = "%08x-%04x-7%03x-%04x-"  # of a UUIDv7 (RFC 9562) but for its end: 48 bits of milliseconds, version, 12 bits, 14
_lock = threading.Lock()
_LAST = 0xFFFF_FFFF_FFFF
_millis, _head, _tail = 0, "", _LAST  # of the newest id: its time, how it begins, its last 48 bits


def new_id() -> str:
    """A UUIDv7: milliseconds, then random bits; strictly growing within a process."""
    global _millis, _head, _tail
    millis = time.time_ns() // 1_000_000
    with _lock:
        if millis <= _millis and _tail < _LAST:
            # Within a millisecond the last bits are counted up: an import asks for 200,000 ids in seconds.
            _tail += 1
        else:
            _millis = millis = max(millis, _millis + 1)
            bits = int.from_bytes(os.urandom(10), "big")
            _head = _FORM % (millis >> 16, millis & 0xFFFF, bits >> 68, 0x8000 | bits >> 54 & 0x3FFF)
            _tail = bits & _LAST >> 1  # one bit less, as room to count
        return f"{_head}{_tail:012x}"


def gold_id(project: str) -> str:
    """The one id of gold in a project: UUIDv5(project, "gold"), so that two files share it."""
    import uuid  # late, as above

    return str(uuid.uuid5(uuid.UUID(project), "gold"))


def answers_id(project: str) -> str:
    """Who stands in a packet for all that answer questions there: UUIDv5(project, "answers")."""
    import uuid  # late, as above

    return str(uuid.uuid5(uuid.UUID(project), "answers"))


def join_fragments(fragments: tuple[Fragment, ...] | list[Fragment]) -> tuple[Fragment, ...]:
    """Fragments sorted, touching and overlapping ones joined."""
    joined: list[Fragment] = []
    for start, end in sorted(fragments):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def words_of(text: str, fragments: tuple[Fragment, ...]) -> str:
    """A span's words: the slices joined by one space."""
    if len(fragments) == 1:
        start, end = fragments[0]
        return text[start:end]
    return " ".join(text[start:end] for start, end in fragments)

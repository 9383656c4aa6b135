"""What a format is, and the records that readers give and writers take.

A reader yields raw texts with raw positions (code points of the raw text) and never raises for one bad
line: it yields a Refusal and goes on. It raises FormatError when the whole file cannot be read. A writer
takes an iterator, so that no export holds all articles.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import msgspec

from annotator.core.codebook import Codebook
from annotator.core.errors import FormatError, MissingExtra
from annotator.core.model import Actor, Fragment, State
from annotator.formats.paths import path_trouble

if TYPE_CHECKING:
    from annotator.formats.card import Facts

FIELDS = ("title", "outlet", "author", "published", "url", "language", "section")  # the article's own
ARTICLE_KEYS = ("id", "text", *FIELDS, "meta", "states", "spans", "relations")  # of one JSONL line
SPAN_KEYS = ("id", "start", "end", "fragments", "label", "annotator", "attributes", "actor", "note", "text", "origin")
RELATION_KEYS = ("id", "kind", "head", "tail", "annotator", "attributes")
STEP = 50  # rows between two words of progress
_BUFFER = 128 * 1024  # bytes read at once: a line of JSONL is an article
HEAD_BYTES = 65_536  # what a sniffer sees of a file


# --- what comes in ---------------------------------------------------------------------------------


class IncomingSpan(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A span as a file gives it: positions of the raw text, the annotator by name."""

    start: int
    end: int
    label: str
    id: str | None = None
    fragments: list[Fragment] = []  # empty: the one from start to end
    annotator: str | None = None
    attributes: dict[str, Any] = {}
    actor: str | None = None
    note: str = ""
    text: str | None = None
    origin: str | None = None


class IncomingRelation(msgspec.Struct, kw_only=True):
    """A relation as a file gives it: `head` and `tail` are indexes into the article's spans."""

    kind: str
    head: int
    tail: int
    id: str | None = None
    attributes: dict[str, Any] = {}


class Incoming(msgspec.Struct, kw_only=True):
    """One article as a file gives it, before normalisation; `line` is where it stands (from 1)."""

    text: str
    line: int | None = None
    id: str | None = None
    title: str | None = None  # None: the file has no word on it
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    section: str | None = None
    source_id: str | None = None
    meta: dict[str, Any] = {}
    states: dict[str, State] = {}
    spans: list[IncomingSpan] = []
    relations: list[IncomingRelation] = []


class Refusal(msgspec.Struct, frozen=True):
    """What could not be taken, where, and why."""

    file: str
    line: int | None
    reason: str


class Remark(msgspec.Struct, frozen=True):
    """Something the analyst should know about a file that was taken (a guessed encoding)."""

    file: str
    text: str


Item = Incoming | Refusal | Remark


class Source(msgspec.Struct, frozen=True):
    """Where bytes come from: a file, or `data` for something pasted; `name` is what messages call it."""

    name: str
    path: Path | None = None
    data: bytes = b""

    def open(self) -> BinaryIO:
        """The bytes from the start; raises PathTrouble."""
        if self.path is None:
            return io.BytesIO(self.data)
        try:
            return self.path.open("rb", buffering=_BUFFER)
        except OSError as error:
            raise path_trouble(self.path, error) from error

    def read(self, limit: int = -1) -> bytes:
        """Its bytes, at most `limit` of them; raises PathTrouble."""
        try:
            with self.open() as stream:
                return stream.read(limit)
        except OSError as error:
            raise path_trouble(self.path or Path(self.name), error) from error


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to read; a format takes of it what its `read_options` name."""

    encoding: str | None = None  # forced; None: found out
    headline: bool = True  # put a headline that comes apart from the text before it
    columns: tuple[tuple[str, str], ...] = ()  # of tables: field, and the column that holds it


# --- what goes out ---------------------------------------------------------------------------------


class Row(msgspec.Struct, kw_only=True):
    """One article as JSONL writes it, key for key; `meta` and `attributes` are JSON text as stored."""

    id: str
    text: str
    title: str
    outlet: str | None
    author: str | None
    published: str | None
    url: str | None
    language: str | None
    section: str | None
    meta: msgspec.Raw
    states: dict[str, str]
    spans: list[RowSpan]
    relations: list[RowRelation]


class RowSpan(msgspec.Struct):
    """One span of a Row; `start` and `end` are the hull, `text` its words."""

    id: str
    start: int
    end: int
    fragments: msgspec.Raw
    label: str
    annotator: str
    attributes: msgspec.Raw
    actor: str | None
    note: str
    text: str
    origin: str


class RowRelation(msgspec.Struct):
    """One relation of a Row; `head` and `tail` are span ids."""

    id: str
    kind: str
    head: str
    tail: str
    annotator: str
    attributes: msgspec.Raw


class Outgoing(msgspec.Struct):
    """An article on its way out, with what its row does not say."""

    row: Row
    source_id: str | None


class WriteOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to write; a format takes of it what its `write_options` name."""

    bom: bool = False  # a byte order mark first, by which spreadsheets know UTF-8
    context: int = 80  # code points of text shown on each side of a span
    scheme: str = "iob2"  # of tags in columns: iob1, iob2, iobes, bilou
    columns: str = "one"  # "one" for all labels together, "label" for one each


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What a writer knows before the first article."""

    codebook: Codebook
    annotators: tuple[str, ...] = ()  # the names that may stand in rows
    actors: dict[str, str] = {}  # registry id -> name
    registry: tuple[Actor, ...] = ()


class Folder(Protocol):
    """Where a format that makes several files puts them; nothing of it is seen before all are whole."""

    def open(self, name: str) -> BinaryIO:
        """A new file of that name (`a/b.txt` for one in a folder of the folder); closing it is the writer's affair."""

    def put(self, name: str, data: bytes) -> None:
        """A whole file of that name at once; where there are thousands, quicker than opening each."""


class Loss(msgspec.Struct, frozen=True):
    """Something a format cannot carry: `what` is a key that the loss report counts, `why` for people."""

    what: str
    why: str
    in_words: bool = False  # counted in annotators, labels, kinds, attributes and notes: no text or place is looked at


class Format(Protocol):
    """One file format: how to know it, read it, write it, and what gets lost in it."""

    @property
    def name(self) -> str:
        """The word after --format."""

    @property
    def title(self) -> str:
        """What people see in a list of formats."""

    @property
    def endings(self) -> tuple[str, ...]:
        """File endings with their dot, the usual one first."""

    @property
    def reads(self) -> bool:
        """Whether articles can come in by it."""

    @property
    def writes(self) -> bool:
        """Whether a project can go out by it."""

    @property
    def read_options(self) -> tuple[str, ...]:
        """The fields of ReadOptions that it heeds."""

    @property
    def write_options(self) -> tuple[str, ...]:
        """The fields of WriteOptions that it heeds."""

    @property
    def cannot_carry(self) -> tuple[Loss, ...]:
        """What a project has and this format has no place for."""

    @property
    def plain(self) -> bool:
        """Whether it brings running text alone, so that page furniture is looked for."""

    @property
    def sidecar(self) -> bool:
        """Whether a project file (OUT.project.json) is written and read beside it."""

    @property
    def folder(self) -> bool:
        """Whether an export is a folder of files: `write_folder` then writes it."""

    @property
    def training(self) -> bool:
        """Whether it is made for training: one layer an article, and only of articles that are done."""

    @property
    def untyped(self) -> bool:
        """Whether all its attribute values are words, which the codebook must make numbers, yes or no of."""

    @property
    def comes_back(self) -> bool:
        """Whether its reader takes what its writer makes, spans and all."""

    @property
    def available(self) -> bool:
        """Whether all that it needs is installed."""

    @property
    def install(self) -> str:
        """How to install what it needs; empty when it needs nothing beyond the program."""

    def require(self) -> None:
        """Raises MissingExtra when something that it needs is not installed."""

    def sniff(self, head: bytes) -> bool:
        """Whether the first bytes of a file look like it, whatever its name."""

    def claims(self, source: Source) -> bool:
        """Whether a file of one of its endings is its own, where several formats share an ending."""

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The articles of a file one after another; raises FormatError, PathTrouble."""

    def write(
        self, out: BinaryIO, rows: Iterable[Outgoing], *, subject: Subject, options: WriteOptions
    ) -> Iterator[int]:
        """Writes all rows to a new binary file, open for reading too; yields now and then how many it has written."""

    def write_folder(
        self, folder: Folder, rows: Iterable[Outgoing], *, subject: Subject, options: WriteOptions
    ) -> Iterator[int]:
        """Writes all rows as files of a folder; yields now and then how many it has written."""

    def lost(self, row: Row, subject: Subject, options: WriteOptions) -> dict[str, int]:
        """What of one article goes missing, by keys of `cannot_carry` that only the format can count."""

    def beside(self, subject: Subject, facts: Facts) -> dict[str, bytes]:
        """Small files to lie beside an export once it is written, by name."""


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What formats have in common; as it stands it neither reads nor writes."""

    name: str
    title: str
    endings: tuple[str, ...]
    reads: bool = False
    writes: bool = False
    read_options: tuple[str, ...] = ()
    write_options: tuple[str, ...] = ()
    cannot_carry: tuple[Loss, ...] = ()
    plain: bool = False
    sidecar: bool = False
    folder: bool = False
    training: bool = False
    untyped: bool = False
    comes_back: bool = False
    extra: str = ""  # of the package: `pip install article-annotator[EXTRA]`
    needs: tuple[str, ...] = ()  # the modules that the extra brings

    @property
    def available(self) -> bool:
        """Whether every module that it needs is there."""
        from importlib.util import find_spec

        return all(find_spec(module) is not None for module in self.needs)

    @property
    def install(self) -> str:
        """The command that brings what it needs."""
        return f"pip install article-annotator[{self.extra}]" if self.extra else ""

    def require(self) -> None:
        """Raises MissingExtra when something that it needs is not installed."""
        if not self.available:
            raise MissingExtra(format=self.title, install=self.install)

    def sniff(self, head: bytes) -> bool:  # noqa: ARG002
        """Not by its bytes."""
        return False

    def claims(self, source: Source) -> bool:
        """By its first bytes."""
        return self.sniff(source.read(HEAD_BYTES))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:  # noqa: ARG002
        """Raises FormatError: it is written, not read."""
        raise FormatError(file=source.name, reason=f"{self.title} is written, not read")

    def write(
        self,
        out: BinaryIO,  # noqa: ARG002
        rows: Iterable[Outgoing],  # noqa: ARG002
        *,
        subject: Subject,  # noqa: ARG002
        options: WriteOptions,  # noqa: ARG002
    ) -> Iterator[int]:
        """Raises FormatError: it is read, not written."""
        raise FormatError(file=self.name, reason=f"{self.title} is read, not written")

    def write_folder(
        self,
        folder: Folder,  # noqa: ARG002
        rows: Iterable[Outgoing],  # noqa: ARG002
        *,
        subject: Subject,  # noqa: ARG002
        options: WriteOptions,  # noqa: ARG002
    ) -> Iterator[int]:
        """Raises FormatError: it is one file, or read only."""
        raise FormatError(file=self.name, reason=f"{self.title} is not written as a folder")

    def lost(self, row: Row, subject: Subject, options: WriteOptions) -> dict[str, int]:  # noqa: ARG002
        """Nothing that must be looked for article by article."""
        return {}

    def beside(self, subject: Subject, facts: Facts) -> dict[str, bytes]:  # noqa: ARG002
        """Nothing."""
        return {}

"""brat standoff: a text, its .ann file beside it; a folder an annotator, and annotation.conf over all of them.

Positions are code points, end exclusive (facts checked on brat's own news tutorial). T are spans with their fragments,
R and the roles of E relations, A and M attributes, N links to a registry, # notes, * ties among equals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from annotator.core.errors import FormatError
from annotator.core.model import Fragment, digest
from annotator.core.values import words
from annotator.formats import brat_conf
from annotator.formats.base import (
    STEP,
    Folder,
    Form,
    Item,
    Loss,
    Outgoing,
    ReadOptions,
    Remark,
    Row,
    RowSpan,
    Source,
    Subject,
    WriteOptions,
)
from annotator.formats.brat_lines import Standoff
from annotator.formats.txt import decode

CONF = "annotation.conf"
_SAFE = re.compile(r"[^\w.-]+")
_BROKEN = re.compile(r"[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WORD = re.compile(r"\S+\Z")
_LONGEST_NAME = 120  # of a file, without its ending
_NAMES = "A folder or label of brat's has letters, digits, _ and - in it: all else becomes _"
_KEPT = 2000  # attributes remembered of spans before: most say what others said
_LONGEST_KEPT = 500  # bytes of them


class Brat(Form, frozen=True, kw_only=True):
    """Texts with .ann files, as brat and the tools around it read them."""

    name: str = "brat"
    title: str = "brat standoff"
    endings: tuple[str, ...] = (".ann", ".txt")
    reads: bool = True
    writes: bool = True
    comes_back: bool = True
    training: bool = True
    folder: bool = True
    untyped: bool = True
    read_options: tuple[str, ...] = ("encoding",)
    cannot_carry: tuple[Loss, ...] = (
        Loss("fields", "brat has no place for outlet, author, date and the like"),
        Loss("meta", "brat has no place for free metadata"),
        Loss("states", "What is in progress or skipped cannot be told from what is done"),
        Loss("names", _NAMES, in_words=True),
        Loss("breaks", "A value or note is one line: its tabs and rarer line breaks become blanks", in_words=True),
        Loss("relation_attributes", "brat keeps no attributes on relations"),
        Loss("comments", "Comments stay in the project"),
        Loss("decisions", "Decisions stay in the project"),
        Loss("codebook", "Of the codebook only labels, attributes and relation kinds are written"),
        Loss("registry", "Of the registry only ids and names of links are written"),
        Loss("worktime", "Work time stays in the project"),
        Loss("source_ids", "Ids that articles had elsewhere are not written"),
        Loss("journal", "The history of changes stays in the project"),
    )

    def claims(self, source: Source) -> bool:
        """A text only when its .ann file lies beside it."""
        if source.path is None:
            return False
        return source.path.suffix.lower() == ".ann" or source.path.with_suffix(".ann").is_file()

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """The one article of a pair of files; lines of the .ann file that cannot be read are remarked on.

        Raises FormatError when the text is missing or a span does not lie in it, PathTrouble.
        """
        if source.path is None:
            raise FormatError(file=source.name, reason="brat needs two files, NAME.txt and NAME.ann")
        text_path, ann_path = source.path.with_suffix(".txt"), source.path.with_suffix(".ann")
        if not text_path.is_file():
            raise FormatError(file=source.name, reason=f"its text {text_path.name} is not beside it")
        text, _, _ = decode(Source(str(text_path), path=text_path).read(), source.name, options.encoding or "utf-8")
        there = ann_path == source.path or ann_path.is_file()
        lines = Source(str(ann_path), path=ann_path).read().decode("utf-8", "replace") if there else ""
        standoff = Standoff(text.removeprefix("\ufeff"), source.name)
        for number, line in enumerate(lines.split("\n"), 1):
            standoff.take(line.rstrip("\r"), number)
        article = standoff.article()
        article.source_id = text_path.stem
        annotator = _annotator_of(source.path)
        if annotator is not None:
            article.states = {annotator: "done"}
            for span in article.spans:
                span.annotator = annotator
        yield article
        for remark in standoff.remarks:
            yield Remark(source.name, remark)

    def write_folder(
        self,
        folder: Folder,
        rows: Iterable[Outgoing],
        *,
        subject: Subject,
        options: WriteOptions,  # noqa: ARG002
    ) -> Iterator[int]:
        """annotation.conf, then for each annotator a folder with every article they have a layer on."""
        folder.put(CONF, brat_conf.configuration(subject.codebook).encode("utf-8"))
        folders = _folder_names(subject.annotators)
        for number, outgoing in enumerate(rows, 1):
            row = outgoing.row
            begun = [annotator for annotator, state in row.states.items() if state != "todo"]
            layers = dict.fromkeys((*begun, *(span.annotator for span in row.spans)))
            for annotator in layers or dict.fromkeys(subject.annotators[:1]):
                place = f"{folders[annotator]}/{_file_name(row)}"
                folder.put(f"{place}.txt", row.text.encode("utf-8"))
                if annotator in layers:  # a text without .ann is one that nobody has read
                    folder.put(f"{place}.ann", _Layer(row, annotator, subject).page())
            if number % STEP == 0:
                yield number

    def lost(self, row: Row, subject: Subject, options: WriteOptions) -> dict[str, int]:  # noqa: ARG002
        """Names that brat cannot have as they are, and values and notes that do not fit on a line as they are."""
        changed = sum([brat_conf.name(tie.kind) != tie.kind for tie in row.relations])
        people, breaks = set[str](), 0
        for span in row.spans:
            people.add(span.annotator)
            changed += brat_conf.name(span.label) != span.label
            told = _told(span.attributes)
            changed += told.changed
            breaks += told.broken or (bool(span.note) and _BROKEN.search(span.note.replace("\n", "")) is not None)
        folders = _folder_names(people)
        return {"names": changed + sum(folders[who] != who for who in people), "breaks": breaks}


BRAT = Brat()


def _annotator_of(path: Path) -> str | None:
    """Whose work a folder holds: its name, where annotation.conf stands above it and not in it."""
    folder = path.parent
    if (folder.parent / CONF).is_file() and not (folder / CONF).is_file():
        return folder.name
    return None


def _folder_names(annotators: Iterable[str]) -> dict[str, str]:
    """A folder for each annotator, no two the same on systems that do not tell letter case apart."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for annotator in annotators:
        name = plain = _SAFE.sub("_", annotator).strip("._") or "annotator"
        number = 2
        while name.casefold() in taken:
            name, number = f"{plain}_{number}", number + 1
        taken.add(name.casefold())
        names[annotator] = name[:_LONGEST_NAME]
    return names


def _file_name(row: Row) -> str:
    """A file's name: the article's id where a file may be called so."""
    name = _SAFE.sub("_", row.id).strip("._")
    return name if name == row.id and len(name) <= _LONGEST_NAME else f"{name[:40]}_{digest(row.id)[:12]}"


class _Told(NamedTuple):
    """Attributes as brat is told of them: name, words, and whether these are one word; and what is lost of them."""

    values: tuple[tuple[str, str, bool], ...] = ()
    changed: int = 0  # names
    broken: bool = False  # some value


_NOTHING = _Told()


def _told(attributes: msgspec.Raw) -> _Told:
    raw = bytes(attributes)
    if raw == b"{}":
        return _NOTHING
    return _remembered(raw) if len(raw) <= _LONGEST_KEPT else _tell(raw)


def _tell(raw: bytes) -> _Told:
    values: list[tuple[str, str, bool]] = []
    changed, broken = 0, False
    for key, value in msgspec.json.decode(raw).items():
        name, word = brat_conf.name(key), words(value)
        changed += name != key
        broken |= _BROKEN.search(word) is not None
        values.append((name, _BROKEN.sub(" ", word), _WORD.match(word) is not None))
    return _Told(tuple(values), changed, broken)


_remembered = lru_cache(maxsize=_KEPT)(_tell)


class _Layer:
    """One annotator's lines on one article."""

    def __init__(self, row: Row, annotator: str, subject: Subject) -> None:
        self.row, self.subject = row, subject
        self.spans = [span for span in row.spans if span.annotator == annotator]
        self.lines: list[str] = []
        self.attributes = self.links = self.notes = 0  # lines of each kind so far

    def page(self) -> bytes:
        """T with what hangs on them, then R."""
        for place, span in enumerate(self.spans, 1):
            self._span(span, f"T{place}")
        if self.row.relations:
            self._relations()
        self.lines.append("")  # the last line ends, too
        return "\n".join(self.lines).encode("utf-8")

    def _relations(self) -> None:
        key = {span.id: f"T{place}" for place, span in enumerate(self.spans, 1)}
        ties = [tie for tie in self.row.relations if tie.head in key and tie.tail in key]
        for place, tie in enumerate(ties, 1):
            kind = brat_conf.name(tie.kind)
            self.lines.append(f"R{place}\t{kind} Arg1:{key[tie.head]} Arg2:{key[tie.tail]}")

    def _span(self, span: RowSpan, key: str) -> None:
        add = self.lines.append
        places, text = self._words(span)
        add(f"{key}\t{brat_conf.name(span.label)} {places}\t{text}")
        for name, word, whole in _told(span.attributes).values:
            if whole:
                self.attributes += 1
                add(f"A{self.attributes}\t{name} {key} {word}")
            else:
                self.notes += 1
                add(f"#{self.notes}\t{name} {key}\t{word}")
        if span.actor:
            self.links += 1
            name = self.subject.actors.get(span.actor, span.actor)
            add(f"N{self.links}\tReference {key} Registry:{span.actor}\t{_BROKEN.sub(' ', name)}")
        if span.note:
            self.notes += 1
            add(f"#{self.notes}\tAnnotatorNotes {key}\t{_escaped(span.note)}")

    def _words(self, span: RowSpan) -> tuple[str, str]:
        """Where a span stands, as brat says it, and its words on one line."""
        raw = bytes(span.fragments)
        if raw.count(b"[") == 2:  # one fragment: the hull
            places, text = f"{span.start} {span.end}", self.row.text[span.start : span.end]
        else:
            fragments: list[Fragment] = msgspec.json.decode(raw)
            places = ";".join([f"{start} {end}" for start, end in fragments])
            text = " ".join([self.row.text[start:end] for start, end in fragments])
        return places, text if text.isprintable() else _BROKEN.sub(" ", text)


def _escaped(note: str) -> str:
    """A note on one line: a line break in it is written as brat's own interface does, with a backslash and n."""
    return _BROKEN.sub(" ", note.replace("\\", "\\\\").replace("\n", "\\n"))

"""CoNLL columns: a token a line with its tag, blank lines between sentences, -DOCSTART- between articles.

Schemes: IOB1 and IOB2 (CoNLL-2002 and 2003), IOBES, BILOU. With several labels on one token either one column holds the
outermost span, or each label has a column of its own.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import BinaryIO

import msgspec

from annotator.core.errors import FormatError
from annotator.core.model import Fragment
from annotator.core.tokens import on_borders, sentences, tokens
from annotator.formats.base import (
    HEAD_BYTES,
    STEP,
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
from annotator.formats.conll_in import DOCSTART, LONGEST_LINE, articles
from annotator.formats.txt import encoding_of, is_noise

OUTSIDE = "O"
SCHEMES = ("iob1", "iob2", "iobes", "bilou")


class Conll(Form, frozen=True, kw_only=True):
    """Tokens and tags, for taggers that read columns."""

    name: str = "conll"
    title: str = "CoNLL columns"
    endings: tuple[str, ...] = (".conll", ".iob", ".bio")
    reads: bool = True
    writes: bool = True
    comes_back: bool = True
    training: bool = True
    untyped: bool = True
    read_options: tuple[str, ...] = ("encoding",)
    write_options: tuple[str, ...] = ("scheme", "columns")
    cannot_carry: tuple[Loss, ...] = (
        Loss("overlaps", "One column holds one span a token: of overlapping spans the outermost goes out"),
        Loss("fragments", "A span in pieces has no tag"),
        Loss("off_tokens", "A span that begins or ends inside a token has no tag"),
        Loss("spacing", "Spaces and line breaks between tokens are not kept"),
        Loss("fields", "Columns have no place for titles, outlets and the like"),
        Loss("meta", "Columns have no place for free metadata"),
        Loss("states", "What is in progress or skipped cannot be told from what is done"),
        Loss("relations", "Columns have no place for ties between spans"),
        Loss("attributes", "Columns have no place for attributes"),
        Loss("links", "Columns have no place for links to the registry"),
        Loss("registry", "Columns have no place for a registry"),
        Loss("done", "That somebody has read an article and found nothing is not told"),
        Loss("notes", "Columns have no place for notes"),
        Loss("annotators", "Columns do not say who made a span"),
        Loss("comments", "Comments stay in the project"),
        Loss("decisions", "Decisions stay in the project"),
        Loss("codebook", "Of the codebook only labels are written"),
        Loss("worktime", "Work time stays in the project"),
        Loss("source_ids", "Ids that articles had elsewhere are not written"),
        Loss("journal", "The history of changes stays in the project"),
    )

    def sniff(self, head: bytes) -> bool:
        """Whether it begins as CoNLL-2003 files do."""
        return head.lstrip(b"\xef\xbb\xbf\r\n").startswith(DOCSTART.encode())

    def read(self, source: Source, options: ReadOptions) -> Iterator[Item]:
        """An article for each -DOCSTART-, or one for the file; one with a line that has no tag is a Refusal.

        Raises FormatError, PathTrouble.
        """
        encoding, guessed = encoding_of(source, options.encoding, "CoNLL columns")
        if is_noise(source.read(HEAD_BYTES).decode(encoding, "replace")):
            raise FormatError(file=source.name, reason=f"read as {encoding} it is a binary file, not CoNLL columns")
        if guessed:
            yield Remark(source.name, f"Its encoding is not marked and not UTF-8; it was read as {encoding}")
        with source.open() as stream, io.TextIOWrapper(stream, encoding=encoding, newline="\n") as text:
            try:
                yield from articles(_lines(text), source.name)
            except UnicodeError as error:
                raise FormatError(file=source.name, reason=f"it is not {encoding}: {error}") from error

    def write(
        self,
        out: BinaryIO,
        rows: Iterable[Outgoing],
        *,
        subject: Subject,
        options: WriteOptions,
    ) -> Iterator[int]:
        """One article after another, each begun with -DOCSTART-."""
        labels = [label.key for label in subject.codebook.labels] if options.columns == "label" else []
        start = f"{DOCSTART}\t" + "\t".join([OUTSIDE] * max(1, len(labels))) + "\n"
        for number, outgoing in enumerate(rows, 1):
            told = "\n".join((start, *_tagged(outgoing.row, labels, options.scheme), ""))
            out.write(told.encode("utf-8"))
            if number % STEP == 0:
                yield number

    def lost(self, row: Row, subject: Subject, options: WriteOptions) -> dict[str, int]:
        """Spans without a tag, each counted once."""
        labels = [label.key for label in subject.codebook.labels] if options.columns == "label" else []
        return placed(row, labels, tokens(row.text))[1]


CONLL = Conll()


# --- out -----------------------------------------------------------------------------------------------


def placed(
    row: Row, labels: Sequence[str], there: Sequence[Fragment]
) -> tuple[list[list[tuple[range, RowSpan]]], dict[str, int]]:
    """For each column the spans that get tags in it, with their tokens; and what was left out, counted by reason.

    Without `labels` there is one column. Of overlapping spans the outermost, else the first, goes out.
    """
    columns: list[list[tuple[range, RowSpan]]] = [[] for _ in labels or [""]]
    taken: list[set[int]] = [set() for _ in columns]
    counts = {"overlaps": 0, "fragments": 0, "off_tokens": 0}
    for span in sorted(row.spans, key=lambda one: (one.start - one.end, one.start, one.label, one.id)):
        column = labels.index(span.label) if labels and span.label in labels else 0 if not labels else -1
        fragments: list[Fragment] = msgspec.json.decode(span.fragments)
        tagged = None if len(fragments) > 1 else on_borders(there, span.start, span.end)
        if len(fragments) > 1:
            counts["fragments"] += 1
        elif tagged is None or column < 0:
            counts["off_tokens"] += 1
        elif not taken[column].isdisjoint(tagged):
            counts["overlaps"] += 1
        else:
            taken[column].update(tagged)
            columns[column].append((tagged, span))
    return columns, counts


def _tagged(row: Row, labels: Sequence[str], scheme: str) -> Iterator[str]:
    """Sentences as lines of token and tags."""
    text, there = row.text, tokens(row.text)
    columns, _ = placed(row, labels, there)
    tags = [[OUTSIDE] * len(there) for _ in columns]
    for column, spans in zip(tags, columns, strict=True):
        _fill(column, sorted(spans, key=lambda one: one[0].start), scheme)
    told = tags[0] if len(tags) == 1 else ["\t".join(some) for some in zip(*tags, strict=True)]
    lines = [f"{text[start:end]}\t{tag}\n" for (start, end), tag in zip(there, told, strict=True)]
    kept = [(span.start, span.end) for spans in columns for _, span in spans]
    place = 0
    for _, end in sentences(text, kept):
        after = bisect_left(there, (end,), lo=place)
        if after > place:
            yield "".join(lines[place:after])
        place = after


def _fill(column: list[str], spans: Sequence[tuple[range, RowSpan]], scheme: str) -> None:
    """The tags of one column; IOB1 begins with B only where a span of the same label ends just before."""
    before = ""
    for there, span in spans:
        last = there[-1]
        close = column[there[0] - 1].partition("-")[2] if there[0] else ""
        begin = "B" if scheme != "iob1" or (close and close == span.label and before) else "I"
        for place in there:
            sign = begin if place == there[0] else "I"
            if scheme in ("iobes", "bilou"):
                single, end = ("S", "E") if scheme == "iobes" else ("U", "L")
                sign = single if len(there) == 1 else end if place == last else sign
            column[place] = f"{sign}-{span.label}"
        before = span.label


# --- in ------------------------------------------------------------------------------------------------


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    first = text.readline(LONGEST_LINE).removeprefix("\ufeff")
    return chain([first] if first else [], iter(partial(text.readline, LONGEST_LINE), ""))

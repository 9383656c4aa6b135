"""One page with all articles and their spans: for reading and printing, with no scripts and nothing fetched.

A span is told by brackets with its number and its label's letter, and by a line under its words; colour only helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, BinaryIO

import msgspec

from annotator.core.codebook import Codebook
from annotator.core.lanes import assign
from annotator.core.values import words
from annotator.formats import columns
from annotator.formats.base import STEP, Outgoing, Row, RowSpan, Subject

_LINES = ("solid", "dashed", "dotted", "double")  # under the words, by label, so that they differ without colour
_SHOWN = ("outlet", "author", "published", "section", "language")
_MOST_LANES = 6
_CELL, _BETWEEN = '<td dir="auto">', "\0"  # between cells until all are escaped: no text has it
_STYLE = """
:root { color-scheme: light; }
body { font: 17px/1.9 Georgia, "Times New Roman", serif; color: #1b1e23; background: #fff; max-width: 46rem;
  margin: 2rem auto; padding: 0 1rem; }
h1, h2, nav, table, .facts, .key { font-family: "Segoe UI", "Noto Sans", sans-serif; line-height: 1.45; }
nav ol { padding-left: 1.6rem; } nav a { color: inherit; }
article { border-top: 2px solid #1b1e23; margin-top: 2.5rem; padding-top: .5rem; }
.facts { color: #4a5361; font-size: .85rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 2.4; }
.b { font: 600 .68em "Segoe UI", "Noto Sans", sans-serif; white-space: nowrap;
  unicode-bidi: isolate; }
table { border-collapse: collapse; font-size: .85rem; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #c9ced6; padding: .25rem .5rem .25rem 0; }
.key span { margin-right: 1.2rem; white-space: nowrap; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } article { break-before: page; }
  tr { break-inside: avoid; } }
"""


def write(out: BinaryIO, rows: Iterable[Outgoing], subject: Subject, *, toc: BinaryIO, body: BinaryIO) -> Iterator[int]:
    """The page; `toc` and `body` are temporary files where its list and its articles wait for each other."""
    page = Page(subject)
    for number, outgoing in enumerate(rows, 1):
        row = outgoing.row
        toc.write(f'<li><a href="#a{number}">{escape(row.title or row.id)}</a></li>\n'.encode())
        body.write(page.article(row, number).encode("utf-8"))
        if number % STEP == 0:
            yield number
    out.write(page.head().encode("utf-8"))
    for part, after in ((toc, "</ol></nav>\n"), (body, "</body></html>\n")):
        part.seek(0)
        while chunk := part.read(1 << 20):
            out.write(chunk)
        out.write(after.encode())


class Page:
    """Makes the HTML of articles; knows each label's letter, line and colour."""

    def __init__(self, subject: Subject) -> None:
        self._subject, self._book = subject, subject.codebook
        self._letters = letters(self._book)
        self._classes = {label.key: f"l{number}" for number, label in enumerate(self._book.labels)}
        self._voices = {kind.key for kind in self._book.relations_with_role("speaker")}
        self._kinds = {kind.key: kind.name for kind in self._book.relations}
        self._names = {label.key: label.name for label in self._book.labels}
        self._ends = {label.key: f'<span class="b {self._classes[label.key]}">]</span>' for label in self._book.labels}

    def head(self) -> str:
        """All before the list of articles."""
        rules = [
            f".{self._classes[label.key]} {{ border-bottom-style: {_LINES[number % len(_LINES)]};"
            f" border-bottom-width: {3 if number % len(_LINES) == 3 else 2}px;"
            f" border-bottom-color: {_colour(label.color)}; }}"
            f" .b.{self._classes[label.key]} {{ color: {_colour(label.color)}; border: 0; }}"
            for number, label in enumerate(self._book.labels)
        ]
        lanes = [f".n{lane} {{ padding-bottom: {1 + 4 * lane}px; }}" for lane in range(_MOST_LANES)]
        key = "".join(
            f'<span><span class="s n0 {self._classes[label.key]}">[{escape(self._letters[label.key])}]'
            f" {escape(label.name)}</span></span>"
            for label in self._book.labels
        )
        title = escape(self._book.name)
        style = "\n".join((_STYLE, *rules, *lanes))
        return (
            '<!DOCTYPE html>\n<html><head><meta charset="utf-8">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            '<meta name="viewport" content="width=device-width">\n'
            f"<title>{title}</title>\n<style>{style}</style></head>\n<body>\n<h1>{title}</h1>\n"
            f'<p class="key">{key}</p>\n<nav><ol>\n'
        )

    def article(self, row: Row, number: int) -> str:
        """One article: heading, facts, text with its spans, and the list of spans with what hangs on them."""
        spans = sorted(row.spans, key=lambda one: (one.start, -one.end, one.label, one.id))
        places = {span.id: place for place, span in enumerate(spans, 1)}
        facts = [f"{field.capitalize()}: {value}" for field in _SHOWN if (value := getattr(row, field))]
        language = f' lang="{escape(row.language)}"' if row.language else ""
        shown = (
            f'<article id="a{number}"{language} dir="auto"><h2 dir="auto">{escape(row.title or row.id)}</h2>\n'
            f'<p class="facts">{escape(" · ".join(facts))}</p>\n'
            f'<div class="text" dir="auto">{self._text(row, spans, places)}</div>\n'
        )
        return shown + (self._table(row, spans, places) if spans else "") + "</article>\n"

    def _text(self, row: Row, spans: list[RowSpan], places: dict[str, int]) -> str:
        """The text with brackets where pieces begin and end, and a line for each span over a stretch."""
        lanes = assign([(span.start, span.end) for span in spans], cap=_MOST_LANES)
        opened: dict[int, list[int]] = {}
        closed: dict[int, list[int]] = {}
        first = set[int]()
        for place, span in enumerate(spans):
            for start, end in msgspec.json.decode(span.fragments):
                opened.setdefault(start, []).append(place)
                closed.setdefault(end, []).append(place)
        speakers = self._speakers(row)
        parts, running, at = [], list[int](), 0
        for edge in [*sorted({*opened, *closed}), len(row.text)]:
            parts.append(self._stretch(row.text[at:edge], [(spans[one], lanes[one]) for one in running]))
            for place in reversed([one for one in running if one in closed.get(edge, ())]):
                running.remove(place)
                parts.append(self._ends.get(spans[place].label) or self._mark(spans[place], "]"))
            for place in opened.get(edge, ()):
                running.append(place)
                told = f"[{self._sign(spans[place], places)}{'' if place not in first else '…'} "
                said = speakers.get(spans[place].id) if place not in first else None
                first.add(place)
                parts.append(self._mark(spans[place], told + (f"{said}: " if said else "")))
            at = edge
        return "".join(parts)

    def _stretch(self, text: str, over: list[tuple[RowSpan, int]]) -> str:
        if not text:
            return ""
        shown = escape(text)
        for span, lane in sorted(over, key=lambda one: one[1] if one[1] >= 0 else _MOST_LANES):
            lane = lane if lane >= 0 else _MOST_LANES - 1
            shown = f'<span class="s n{lane} {self._class(span)}">{shown}</span>'
        return shown

    def _mark(self, span: RowSpan, text: str) -> str:
        return f'<span class="b {self._class(span)}">{escape(text)}</span>'

    def _class(self, span: RowSpan) -> str:
        return self._classes.get(span.label, "x")

    def _sign(self, span: RowSpan, places: dict[str, int]) -> str:
        return f"{self._letters.get(span.label, '?')}{places[span.id]}"

    def _speakers(self, row: Row) -> dict[str, str]:
        """Who says a quote, by the quote's id."""
        by_id = {span.id: span for span in row.spans}
        found: dict[str, str] = {}
        for tie in row.relations:
            if tie.kind in self._voices:
                name = self._called(by_id[tie.tail])
                found[tie.head] = f"{found[tie.head]}, {name}" if tie.head in found else name
        return found

    def _called(self, span: RowSpan) -> str:
        return (self._subject.actors.get(span.actor) if span.actor else None) or " ".join(span.text.split())

    def _table(self, row: Row, spans: list[RowSpan], places: dict[str, int]) -> str:
        ties: dict[str, list[str]] = {}
        by_id = {span.id: span for span in spans}
        for tie in row.relations:
            tail = by_id[tie.tail]
            told = f"{self._kinds.get(tie.kind, tie.kind)}: {self._called(tail)} ({self._sign(tail, places)})"
            ties.setdefault(tie.head, []).append(told)
        lines = [self._line(span, self._sign(span, places), ties.get(span.id, [])) for span in spans]
        return f"<table><tr><th>Span<th>Label<th>Words<th>What is said of it<th>Annotator\n{''.join(lines)}</table>\n"

    def _line(self, span: RowSpan, sign: str, ties: list[str]) -> str:
        told = [*ties, *(f"{key}: {words(value)}" for key, value in _values(span) if not key.startswith("_"))]
        if span.actor:
            told.append(f"is {self._called(span)}")
        if span.note:
            told.append(f"note: {span.note}")
        cells = (sign, self._names.get(span.label, span.label), span.text, "; ".join(told), span.annotator)
        return f"<tr>{_CELL}{escape(_BETWEEN.join(cells)).replace(_BETWEEN, _CELL)}\n"


def _values(span: RowSpan) -> list[tuple[str, Any]]:
    return list(columns.decode(span.attributes).items())


def _colour(colour: str) -> str:
    """A codebook's colour; anything that is none stays out of the page's style."""
    digits = colour.removeprefix("#")
    return colour if len(digits) in (3, 6) and all(one in "0123456789abcdefABCDEF" for one in digits) else "#4A5361"


def letters(book: Codebook) -> dict[str, str]:
    """A letter or two for each label, no two the same: its shortcut, else as much of its name as tells it apart."""
    found: dict[str, str] = {}
    for label in book.labels:
        plain = "".join(one for one in label.key if one.isalnum()).upper() or "L"
        offers = [label.shortcut.upper(), *(plain[:length] for length in range(1, len(plain) + 1))]
        number = len(found) + 1
        found[label.key] = next((one for one in offers if one and one not in found.values()), f"{plain[0]}_{number}")
    return found

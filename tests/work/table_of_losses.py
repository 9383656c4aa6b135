"""`python -m tests.work.table_of_losses` writes the tables of formats, and of what each carries, into docs/formats.md.

The cells of the latter are what the formats themselves say they cannot carry; that this is exactly what is lost, is
tested on those that come back (tests/work/test_round_trip.py, tests/formats/test_round_trips.py).
"""

from __future__ import annotations

import sys
from pathlib import Path

from annotator.formats import FORMATS
from annotator.formats.base import Format

DOCUMENT = Path(__file__).parents[2] / "docs" / "formats.md"
# The rows: what a project holds, by the key under which a format says that it cannot carry it.
ROWS = {
    "texts": "whole texts",
    "spacing": "spaces and line breaks",
    "fields": "title, outlet, date and the like",
    "meta": "free metadata",
    "source_ids": "ids from where articles came",
    "articles_without_spans": "articles with nothing found",
    "states": "states other than done",
    "done": "that an article with nothing found is done",
    "overlaps": "overlapping spans",
    "off_tokens": "spans off token borders",
    "blank": "spans over white space alone",
    "fragments": "spans in pieces",
    "annotators": "who made a span",
    "names": "odd characters in names",
    "attributes": "attributes",
    "breaks": "line breaks in values and notes",
    "cut_cells": "words and notes over 32,767 characters",
    "notes": "notes",
    "links": "links to actors",
    "relations": "relations",
    "cut_relations": "relations of spans that are lost",
    "relation_attributes": "attributes of relations",
    "comments": "comments",
    "decisions": "decisions",
    "registry": "the registry of actors",
    "codebook": "definitions and guidelines",
    "worktime": "work time",
    "journal": "the history of changes",
}


# What cannot be where something else is not.
IMPLIED = {
    "spacing": "texts",
    "done": "articles_without_spans",
    "relation_attributes": "relations",
    "cut_relations": "relations",
}


def columns() -> list[Format]:
    """The formats that are written: those that come back first."""
    return sorted((form for form in FORMATS if form.writes), key=lambda form: (not form.comes_back, form.training))


def table() -> str:
    """The table in Markdown."""
    forms = columns()
    lines = ["| | " + " | ".join(f"`{form.name}`" for form in forms) + " |", "|---" * (len(forms) + 1) + "|"]
    lines.append(
        "| **comes back by import** | " + " | ".join("yes" if form.comes_back else "" for form in forms) + " |"
    )
    for what, words in ROWS.items():
        lost = [bool({what, IMPLIED.get(what)} & {loss.what for loss in form.cannot_carry}) for form in forms]
        lines.append(f"| {words} | " + " | ".join("lost" if one else "✓" for one in lost) + " |")
    return "\n".join(lines) + "\n"


def names() -> str:
    """The table of all formats: which way, whether for training, and what must be installed."""
    lines = ["| name | what it is | reads | writes | for training | endings |", "|---|---|---|---|---|---|"]
    for form in sorted(FORMATS, key=lambda form: (not form.comes_back, not form.writes, form.training)):
        ways = ("yes" if way else "" for way in (form.reads, form.writes, form.training))
        needs = f"; needs `{form.install}`" if form.install else ""
        endings = "a folder" if form.folder else " ".join(form.endings)
        lines.append(f"| `{form.name}` | {form.title}{needs} | {' | '.join(ways)} | {endings} |")
    return "\n".join(lines) + "\n"


TABLES = {"formats": names, "losses": table}


def in_document(text: str) -> str:
    """The manual's text with its tables as they must be."""
    for name, make in TABLES.items():
        begin, end = (f"<!-- table of {name}: {edge} -->\n" for edge in ("begin", "end"))
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise SystemExit(f"{DOCUMENT} has no place for the table of {name}")
        text = f"{before}{begin}{make()}{end}{after}"
    return text


def main() -> int:
    """Writes them."""
    unknown = {loss.what for form in columns() for loss in form.cannot_carry} - set(ROWS)
    if unknown:
        print(f"ROWS has no words for {', '.join(sorted(unknown))}", file=sys.stderr)
        return 1
    DOCUMENT.write_text(in_document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

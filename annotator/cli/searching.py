"""`annotator search`: words and spans over a whole project, in context."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from typing import Any

from annotator.cli.say import counted, print_json, said_path
from annotator.core.errors import UnknownRecord
from annotator.core.model import STATES, Annotator
from annotator.core.occurrences import Manner
from annotator.core.query import parse
from annotator.core.text import whole
from annotator.store.passages import Hit, Source
from annotator.store.project import Project
from annotator.store.search import MOST, Sought, search

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")
_SIDE = 40  # characters beside a hit on a line


def options(verb: argparse.ArgumentParser) -> None:
    """The words and options of the verb."""
    query = 'words, "a phrase", begin*, -without, this OR that; empty with --spans: all of them'
    verb.add_argument("query", nargs="?", default="", metavar="QUERY", help=query)
    verb.add_argument("--spans", action="store_true", help="find spans whose words answer QUERY, not words of the text")
    verb.add_argument("--label", action="append", default=[], metavar="L", help="inside spans of it; may be said again")
    verb.add_argument("--annotator", metavar="A", help="whose spans and states count (spans: anybody's)")
    verb.add_argument("--state", choices=STATES, help="only articles in this state")
    verb.add_argument("--outlet", default="", metavar="O", help="only articles of this outlet")
    verb.add_argument("--from", dest="since", type=_date, default="", metavar="D", help="published YYYY-MM-DD or after")
    verb.add_argument("--to", dest="until", type=_date, default="", metavar="D", help="published then or before")
    verb.add_argument("--parts", action="store_true", help="also find words inside longer ones")
    verb.add_argument("--case", action="store_true", help="letter case and accents must be the same")
    verb.add_argument("--limit", type=_limit, default=MOST, metavar="N", help=f"at most so many hits ({MOST})")


def _date(word: str) -> str:
    if word and not _DATE.match(word):
        raise argparse.ArgumentTypeError("a date is YYYY, YYYY-MM or YYYY-MM-DD")
    return word


def _limit(word: str) -> int:
    number = int(word)
    if not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"1 to {MOST}")
    return number


def search_(words: argparse.Namespace) -> int:
    """Prints the hits, newest articles first."""
    with Project.open(words.project) as project:
        found = _hits(project, _sought(project, words))
        if words.json:
            hits = [_row(hit, source) for hit, source in found]
            print_json({"query": words.query, "hits": hits, "cut": len(hits) == words.limit})
            return 0
        count, article = 0, -1
        for hit, source in found:
            count += 1
            if source.n != article:
                article = source.n
                head = "  ·  ".join(part for part in (source.title, source.outlet, source.published) if part)
                print(f"\n{said_path(head)}")
            print(_line(hit))
    cut = f" (the first {count:,})" if count == words.limit else ""
    print(f"\n{counted(count, 'hit')}{cut}." if count else "Nothing found.")
    return 0


def _sought(project: Project, words: argparse.Namespace) -> Sought:
    query = parse(words.query)
    person = _person(project, words.annotator)
    known = {label.key for label in project.codebook.labels} | set(project.read.stats().spans_by_label)
    for label in words.label:
        if label not in known:
            raise UnknownRecord(kind="label", name=label)
    who = person or project.owner
    return Sought(
        query=query,
        manner=Manner(whole=not words.parts, exact=words.case),
        spans=words.spans or not words.query.strip(),
        labels=tuple(words.label),
        annotator=person.id if person else "",
        state=words.state,
        who=who.id if who else "",
        outlet=whole(words.outlet),
        since=words.since,
        until=words.until,
        most=words.limit,
    )


def _person(project: Project, name: str | None) -> Annotator | None:
    if not name:
        return None
    found = project.read.annotator_named(name)
    if found is None:
        raise UnknownRecord(kind="annotator", name=name)
    return found


def _hits(project: Project, sought: Sought) -> Iterator[tuple[Hit, Source]]:
    for found in search(project.read, sought):
        sources = {source.n: source for source in found.sources}
        for hit in found.hits:
            yield hit, sources[hit.article]


def _row(hit: Hit, source: Source) -> dict[str, Any]:
    return {
        "article": source.id,
        "title": source.title,
        "outlet": source.outlet or None,
        "published": source.published or None,
        "start": hit.start,
        "end": hit.end,
        "text": hit.words,
        "left": hit.left,
        "right": hit.right,
        "label": hit.label or None,
        "span": hit.span or None,
    }


def _line(hit: Hit) -> str:
    """A hit in square brackets between its neighbours, on one line."""
    left, right = hit.left[-_SIDE:].rjust(_SIDE), hit.right[:_SIDE]
    label = f"  {hit.label}" if hit.label else ""
    return f"{said_path(left)}[{said_path(' '.join(hit.words.split()))}]{said_path(right)}{label}"

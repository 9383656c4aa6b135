"""A project out by a format and in again into another one, and what of it then is not the same any more."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec

from annotator.core import codebook as codebooks
from annotator.core.model import Actor, Comment, Decision, Span, new_id
from annotator.formats.base import FIELDS, Format
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from annotator.work import exports
from tests.builders import NEWS
from tests.work.helpers import new_project, put, take, write_lines

Told = dict[Hashable, Any]
# Losses by which spans themselves go, not only what hangs on them.
HANGING = ("annotators", "attributes", "fragments", "links", "notes", "relation_attributes")
OF_SPANS = ("overlaps", "fragments", "off_tokens", "blank")
TEXT = (
    "Ferries run longer\n\nAna Ruiz, 🚢 chair of  Velmora Ports, said on Monday: “We wait.” Bo Ek agreed.\n\n"
    "About 4.7 per cent of Ruiz’s boats left, he said."
)


def squeezed(text: str) -> str:
    """A text without its white space, which columns of tokens do not keep."""
    return "".join(text.split())


def _spans(project: Project) -> Iterator[tuple[Hashable, Span, str]]:
    """Every span with a key that is the same in both projects, and who made it."""
    people = {one.id: one.name for one in project.read.annotators()}
    for article in _articles(project):
        key = squeezed(article.text)
        before = [0, *accumulate(not char.isspace() for char in article.text)]  # visible characters before each place
        for span in project.read.spans(article.id):
            yield (key, span.label, before[span.start], before[span.end]), span, people[span.annotator]


def _articles(project: Project) -> Iterator[Any]:
    for (number,) in project.connection.execute("SELECT n FROM article ORDER BY n").fetchall():
        yield project.read.article_by_n(number)


def _gathered(pairs: Iterator[tuple[Hashable, Any]]) -> Told:
    """What is said of each key, whatever the order, however often."""
    found: Told = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found


def _of_spans(value: Callable[[Span, str], Any]) -> Callable[[Project], Told]:
    return lambda project: _gathered((key, value(span, who)) for key, span, who in _spans(project))


def _of_articles(value: Callable[[Any], Any]) -> Callable[[Project], Told]:
    return lambda project: {squeezed(article.text): value(article) for article in _articles(project)}


def _states(project: Project) -> Told:
    return {
        squeezed(article.text): sorted({one.state for one in project.read.states(article.id)})
        for article in _articles(project)
    }


def _pieces(project: Project) -> Told:
    found = _gathered((key, len(span.fragments)) for key, span, _ in _spans(project))
    return {key: max(counts) for key, counts in found.items()}


def _links(project: Project) -> Told:
    names = {one.id: one.name for one in project.read.actors()}
    return _gathered((key, names.get(span.actor or "")) for key, span, _ in _spans(project))


def _ties(project: Project) -> Iterator[tuple[Hashable, str]]:
    keys = {span.id: key for key, span, _ in _spans(project)}
    for article in _articles(project):
        for tie in project.read.relations(article.id):
            yield (tie.kind, keys[tie.head], keys[tie.tail]), msgspec.json.encode(tie.attributes).decode()


def _whole(value: Callable[[Project], Any]) -> Callable[[Project], Told]:
    return lambda project: {"": value(project)}


# What is compared, by the key under which a format says that it cannot carry it.
ASPECTS: dict[str, Callable[[Project], Told]] = {
    "spacing": _of_articles(lambda article: article.text),
    "fields": _of_articles(lambda article: tuple(getattr(article, name) for name in FIELDS)),
    "meta": _of_articles(lambda article: article.meta),
    "source_ids": lambda project: {  # an article that had none may get one: its own id here
        squeezed(article.text): article.source_id for article in _articles(project) if article.source_id
    },
    "states": _states,
    "fragments": _pieces,
    "annotators": _of_spans(lambda _, who: who),
    "attributes": _of_spans(lambda span, _: msgspec.json.encode(span.attributes, order="sorted")),
    "notes": _of_spans(lambda span, _: span.note),
    "links": _links,
    "relation_attributes": lambda project: _gathered(_ties(project)),
    "registry": _whole(lambda project: sorted((one.name, one.aliases, one.note) for one in project.read.actors())),
    "comments": _whole(lambda project: sorted(one.text for one in project.read.comments())),
    "decisions": _whole(lambda project: sorted(one.reason for one in project.read.decisions())),
    "worktime": _whole(lambda project: sorted(row[3:] for row in project.read.worktimes())),
    "codebook": _whole(lambda project: codebooks.identity(project.codebook)),
}


def differing(first: Project, second: Project) -> set[str]:
    """What of one project is not so in the other: the keys of ASPECTS, and texts, spans and relations.

    What hangs on an article, a span or a tie is compared where that is in both.
    """
    found = set()
    if {squeezed(one.text) for one in _articles(first)} != {squeezed(one.text) for one in _articles(second)}:
        found.add("texts")
    spans = [{key for key, _, _ in _spans(project)} for project in (first, second)]
    if spans[0] != spans[1]:
        found.add("spans")
    ties = [{key for key, _ in _ties(project)} for project in (first, second)]
    both = spans[0] & spans[1]
    kept = [{tie for tie in some if {tie[1], tie[2]} <= both} for some in ties]  # type: ignore[index]
    if kept[0] != kept[1]:
        found.add("relations")
    for what, told in ASPECTS.items():
        left, right = told(first), told(second)
        keys = left.keys() if what == "source_ids" else left.keys() & right.keys()
        if any(left[key] != right.get(key) for key in keys):
            found.add(what)
    return found


def trip(project: Project, form: Format, folder: Path, **options: Any) -> tuple[exports.ExportReport, Project]:
    """The report of an export, and the project that its import makes."""
    out = folder / ("out" + ("" if form.folder else form.endings[0]))
    report = put(project, out, form.name, **options)
    again = new_project(folder / "again.annotator")
    taken = take(again, out, format=form.name, unknown_labels="add")
    assert not taken.errors, taken.errors
    return report, again


def sample(path: Path) -> Project:
    """A project with something in it of all that a format may lose, but for what is not done."""
    words = {"ana": "Ana Ruiz", "chair": "chair of  Velmora Ports", "quote": "“We wait.”", "figure": "4.7 per cent"}
    place = {key: {"start": TEXT.index(one), "end": TEXT.index(one) + len(one)} for key, one in words.items()}
    inside = {"start": TEXT.index("uiz’s"), "end": TEXT.index("’s boats")}
    pieces = [[TEXT.index("Bo Ek"), TEXT.index("Bo Ek") + 2], [TEXT.index("agreed"), TEXT.index("agreed") + 6]]
    mine = [
        {
            **place["ana"],
            "label": "ACTOR",
            "actor": "Ana Ruiz",
            "note": "the chair\tof all",
            "attributes": {"type": "person"},
        },
        {**place["quote"], "label": "QUOTE", "attributes": {"form": "direct"}},
        {"start": place["ana"]["start"], "end": place["chair"]["end"], "label": "ACTOR"},
        {**place["figure"], "label": "STATISTIC", "attributes": {"value": 4.7, "unit": "per cent"}},
        {**inside, "label": "ACTOR"},
        {"start": TEXT.index(" Bo Ek"), "end": TEXT.index(" Bo Ek") + 1, "label": "ACTOR"},
        {"fragments": pieces, "label": "QUOTE"},
    ]
    theirs = [{**place["quote"], "label": "QUOTE", "annotator": "Ben Ito", "attributes": {"form": "mixed"}}]
    fields = {
        "title": "Ferries",
        "outlet": "Courier",
        "published": "2031-03-09",
        "language": "en",
        "meta": {"desk": "sea"},
    }
    rows = [
        {"id": "p1", "text": TEXT, **fields, "states": {"Ana": "done", "Ben Ito": "done"}, "spans": mine + theirs,
         "relations": [{"kind": "speaker", "head": 1, "tail": 0}]},
        {"id": "p2", "text": "Nothing is said here.", "title": "Quiet", "states": {"Ana": "done"}},
    ]  # fmt: skip
    book = msgspec.structs.replace(NEWS, name="Ours")
    project = new_project(path, codebook=book)
    take(project, write_lines(path.with_suffix(".jsonl"), *rows))
    ana = project.owner
    assert ana is not None
    key = project.read.article_by_n(1).id
    decided = Decision(
        id=new_id(), article=key, difference="d" * 64, reviewer=ana.id, outcome="later", reason="unclear"
    )
    with Bulk(project, act="import", title="More", who=ana.id) as bulk:
        bulk.add(
            actors=[Actor(id=new_id(), name="Ilse Tarn", aliases=("Tarn",), note="mayor")],
            comments=[Comment(id=new_id(), article=key, annotator=ana.id, text="Why?", question=True)],
            decisions=[decided],
            worktime=[(key, ana.id, "aaaaaaaa", "2021-11-09", 61)],
        )
        bulk.finish({})
    return project

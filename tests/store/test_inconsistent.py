"""The same words under different labels, and words tagged here and not there."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.core.model import Annotator
from annotator.store.inconsistent import clashes, gaps
from annotator.store.project import Project
from annotator.store.search import Found
from tests.builders import make_annotator, make_article, make_progress, make_span, span_on
from tests.store.support import bring

FIRST = "Norrholm Lines said so. Ilse Brandt sued Norrholm Lines; Brandt won 12 percent."
SECOND = "Ilse Brandt, and Norrholm Lines. A Norrholm Liner. Sarn."
THIRD = "Norrholm Lines again."


def rows(found: Iterator[Found]) -> list[tuple[int, str, str, dict[str, int]]]:
    return [(hit.article, hit.words, hit.label, dict(hit.others)) for some in found for hit in some.hits]


def test_different_labels_the_rarer_first(project: Project, me: Annotator) -> None:
    ben = make_annotator("Ben")
    first, second = make_article(FIRST), make_article(SECOND)
    lines = [
        span_on(first, "Norrholm Lines", annotator=me.id),
        make_span(first, 41, 55, annotator=me.id),
        span_on(second, "Norrholm Lines", annotator=me.id, label="SUBJECT"),
        span_on(first, "Ilse Brandt", annotator=me.id),
        span_on(second, "Ilse Brandt", annotator=ben.id, label="SUBJECT"),
        span_on(second, "Sarn", annotator=me.id),
    ]
    bring(project, me, [first, second], spans=lines, annotators=[ben])
    assert rows(clashes(project.read, me.id)) == [
        (2, "Norrholm Lines", "SUBJECT", {"ACTOR": 2}),
        (1, "Norrholm Lines", "ACTOR", {"SUBJECT": 1}),
        (1, "Norrholm Lines", "ACTOR", {"SUBJECT": 1}),
    ]
    anybody = rows(clashes(project.read))
    assert [row[1] for row in anybody] == ["Norrholm Lines"] * 3 + ["Ilse Brandt"] * 2
    assert rows(clashes(project.read, ben.id)) == []


def test_here_and_not_there(project: Project, me: Annotator) -> None:
    ben = make_annotator("Ben")
    first, second, third = make_article(FIRST), make_article(SECOND), make_article(THIRD)
    made = [
        span_on(first, "Norrholm Lines", annotator=me.id),
        span_on(first, "Ilse Brandt", annotator=me.id),
        span_on(first, "12 percent", annotator=me.id, label="STATISTIC"),
        span_on(second, "Sarn", annotator=ben.id),
        make_span(second, 13, 31, annotator=me.id, label="QUOTE"),
    ]
    bring(project, me, [first, second, third], spans=made, annotators=[ben])
    # The third article was not begun; what a QUOTE holds is not thereby tagged ACTOR.
    assert rows(gaps(project.read, me.id)) == [
        (2, "Ilse Brandt", "", {"ACTOR": 1}),
        (1, "Norrholm Lines", "", {"ACTOR": 1}),
        (2, "Norrholm Lines", "", {"ACTOR": 1}),
    ]
    bring(project, me, [], progress=[make_progress(third, me.id, "done")])
    assert (3, "Norrholm Lines", "", {"ACTOR": 1}) in rows(gaps(project.read, me.id))
    assert rows(gaps(project.read, ben.id)) == []


def test_whole_words_in_ugly_texts(project: Project, me: Annotator) -> None:
    article = make_article("🌊 Zoë🌊, Zoës, $61 and $610, $61. 水道 (Zoë)")
    made = [
        span_on(article, "Zoë", annotator=me.id),
        span_on(article, "$61", annotator=me.id, label="STATISTIC"),
        span_on(article, "🌊", annotator=me.id, label="SUBJECT"),
    ]
    bring(project, me, [article], spans=made)
    found = [hit for some in gaps(project.read, me.id) for hit in some.hits]
    assert [article.text[hit.start : hit.end] for hit in found] == ["$61", "Zoë"]
    assert [hit.words for hit in found] == ["$61", "Zoë"]


def test_an_empty_project_has_none(project: Project, me: Annotator) -> None:
    assert rows(clashes(project.read)) == rows(gaps(project.read, me.id)) == []

"""Projects in which several people have marked the same articles: what agrees, and every kind of difference."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.core.model import Actor, Annotator, Article, Progress, Relation, Span
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from tests.builders import NEWS, make_annotator, make_article, make_progress, make_relation, span_on

ME = "Mira Okafor"
FIRST = (
    "Harbour tolls to rise in May\n\n"
    "Mayor Ilse Brandt said that the ferries will run until midnight. “We will not cut a single line,” she told "
    "reporters on Tuesday.\n\n"
    "Opposition councillor Tomas Reyes called the plan “a bill for other people’s neglect”. About 4,200 people use "
    "the ferries every day, 12 per cent more than last year.\n\n"
    "A spokesman of the port declined to say who will pay for the new quay."
)
SECOND = (
    "Bridge vote put off again\n\n"
    "The harbour board put off its vote for a third time. “Not before the summer,” said Annika Roos, its chair.\n\n"
    "Some 900 lorries cross the bridge every day."
)
THIRD = "Quiet day at the locks\n\nNothing happened at the locks, the lock-keeper Bram Tillema said."


class Layer(NamedTuple):
    """What one person has on one article."""

    article: Article
    who: Annotator
    spans: Sequence[Span]
    ties: Sequence[Relation] = ()


def write(path: Path, people: Sequence[Annotator], articles: Sequence[Article], layers: Sequence[Layer], *,
          actors: Sequence[Actor] = ()) -> Path:  # fmt: skip
    """A project whose owner is ME; each layer is done."""
    with Project.create(path, codebook=NEWS, annotator=ME) as project:
        me = project.owner
        assert me is not None
        done: list[Progress] = [make_progress(layer.article, layer.who.id) for layer in layers]
        with Bulk(project, act="import", title="Import", who=me.id) as bulk:
            bulk.add(annotators=people, actors=actors)
            bulk.add(
                articles=articles,
                spans=[span for layer in layers for span in layer.spans],
                relations=[tie for layer in layers for tie in layer.ties],
                progress=done,
            )
            bulk.finish({})
    return path


def first(article: Article, who: Annotator, place: int) -> Layer:
    """The first article by one of three: two alike in much, the third apart."""

    def on(words: str, label: str = "ACTOR", **fields: object) -> Span:
        return span_on(article, words, annotator=who.id, label=label, **fields)

    odd = place == 2
    mayor = on("Mayor Ilse Brandt", attributes={"type": "person", "mention": "name"})
    line = on("“We will not cut a single line,”", "QUOTE", attributes={"form": "mixed" if odd else "direct"})
    reyes = on("Tomas Reyes" if place == 1 else "Opposition councillor Tomas Reyes")
    bill = on("“a bill for other people’s neglect”", "QUOTE", attributes={"form": "direct"})
    people = on("About 4,200 people", "STATISTIC", attributes={"value": 4200 if place == 0 else 42000})
    share = on("12 per cent", "ACTOR" if odd else "STATISTIC")
    spans = [mayor, line, reyes, bill, people, share]
    if not odd:
        spans.append(on("A spokesman of the port" if place == 0 else "A spokesman"))
    ties = [make_relation(line, mayor), make_relation(bill, mayor if odd else reyes)]
    return Layer(article, who, spans, ties)


def second(article: Article, who: Annotator, place: int) -> Layer:
    """The second article: one quote all have, a board that one has not, lorries with two ends."""
    roos = span_on(article, "Annika Roos", annotator=who.id)
    quote = span_on(article, "“Not before the summer,”", annotator=who.id, label="QUOTE")
    lorries = span_on(article, "Some 900 lorries" if place else "900", annotator=who.id, label="STATISTIC")
    spans = [roos, quote, lorries]
    if place != 1:
        spans.append(span_on(article, "The harbour board", annotator=who.id))
    return Layer(article, who, spans, [make_relation(quote, roos)])


def third(article: Article, who: Annotator) -> Layer:
    """The third article: all agree."""
    return Layer(article, who, [span_on(article, "Bram Tillema", annotator=who.id)])


def three(path: Path, *, names: Sequence[str] = ("Ann Abel", "Ben Bora", "Cleo Cruz")) -> Path:
    """Three articles, each done by three people; the owner has done none."""
    people = [make_annotator(name) for name in names]
    articles = [make_article(text) for text in (FIRST, SECOND, THIRD)]
    layers = [
        made
        for place, who in enumerate(people)
        for made in (first(articles[0], who, place), second(articles[1], who, place), third(articles[2], who))
    ]
    return write(path, people, articles, layers)

"""Reviewing five layers of 200 spans: an article compared with what was decided, and the way to the next difference."""

from __future__ import annotations

import random
from functools import partial
from itertools import combinations
from pathlib import Path

from annotator.core import adjudicate as act
from annotator.core.compare import Line, lines
from annotator.core.differences import Layer, shuffled
from annotator.core.grouping import compare
from annotator.core.model import Article, Progress, Span, join_fragments, new_id, words_of
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from annotator.work import review
from annotator.work.review import Queue, Row
from tests.benchmarks import corpus
from tests.benchmarks.measure import Figure, Record, Scale, median, p95, seconds

PEOPLE = ("Ana", "Bo", "Cleo", "Dag", "Esi")
ARTICLES = 12
SPANS = 200
COMPARE, OPEN, NEXT = 25.0, 60.0, 30.0  # ms


def layer(article: Article, spans: list[Span], who: str, chance: random.Random) -> list[Span]:
    """The spans as one of five sees them: 3 in 100 missed, 5 moved, 2 under another label, 5 with another answer."""
    found: dict[object, Span] = {}
    for one in spans:
        luck = chance.random()
        if luck < 0.03:
            continue
        start, end = one.start + (luck < 0.08 and one.end - one.start > 2), one.end
        attributes = {} if 0.08 < luck < 0.13 else one.attributes
        label = "CUE" if luck > 0.98 else one.label
        pieces = join_fragments([(start, end)])
        found[label, pieces] = Span(
            id=new_id(),
            article=article.id,
            annotator=who,
            label=label,
            fragments=pieces,
            words=words_of(article.text, pieces),
            codebook=one.codebook,
            attributes={} if label == "CUE" else attributes,
        )
    return list(found.values())


def five_layers(path: Path, articles: int) -> Path:
    """A project with so many articles of about 200 spans, each seen by five."""
    chance = random.Random(5)
    with corpus.new_project(path) as project:
        people = [project.add_annotator(name).id for name in PEOPLE]
        project.add_gold()
        with Bulk(project, act="import", title="Import", who=people[0]) as bulk:
            for number in range(articles):
                article, spans = corpus.records(project, number, blocks=SPANS // corpus.SPANS_PER_BLOCK)
                seen = [one for who in people for one in layer(article, spans, who, chance)]
                states = [Progress(article=article.id, annotator=who, state="done") for who in people]
                bulk.add(articles=[article], spans=seen, progress=states)
            bulk.finish({})
    return path


def test_review(record: Record, scale: Scale, tmp_path: Path) -> None:
    with Project.open(five_layers(tmp_path / "five.annotator", ARTICLES)) as project:
        compared, opened = _open(project, scale)
        steps, acts, floors = _walk(project, scale)
    what = f"{len(PEOPLE)} layers of {SPANS} spans"
    for name, measured, floor, goal, note in (
        (f"compare {what}", *compared, COMPARE, "floor: the pairwise lines alone"),
        (f"read a review of {what}", *opened, OPEN, "floor: the article's spans as records"),
        ("next difference", steps, floors, NEXT, f"also into the next article; the act itself {median(acts):.1f} ms"),
    ):
        many = measured is steps
        record(
            Figure(
                act=name,
                unit="ms",
                measured=p95(measured) if many else median(measured),
                floor=p95(floor) if many else median(floor),
                goal=goal,
                what="95 in 100" if many else "median",
                note=note,
                all_measured=measured,
                all_floors=floor,
            )
        )


Times = tuple[list[float], list[float]]


def _open(project: Project, scale: Scale) -> tuple[Times, Times]:
    known = review.scheme(project)
    compared: Times = ([], [])
    opened: Times = ([], [])
    for turn in range(max(scale.opens, 3)):
        article = list(Queue(project).titles)[turn % ARTICLES]
        people = {one.annotator for one in project.read.spans(article)}
        layers = [Layer(annotator=who, spans=tuple(project.read.spans(article, who))) for who in people]
        compared[0].append(1000 * seconds(partial(compare, article, layers, quantities=known.quantities)))
        pairs = [(one.spans, other.spans) for one, other in combinations(layers, 2)]
        compared[1].append(1000 * seconds(partial(_lines, pairs)))
        opened[0].append(1000 * seconds(partial(review.read, project, article, known=known)))
        opened[1].append(1000 * seconds(partial(project.read.spans, article)))
    return compared, opened


def _lines(pairs: list[tuple[tuple[Span, ...], tuple[Span, ...]]]) -> list[Line]:
    return [line for one, other in pairs for line in lines(one, other)]


def _walk(project: Project, scale: Scale) -> tuple[list[float], list[float], list[float]]:
    """Takes difference after difference; between two, from the commit to the next one's review."""
    who = project.read.annotators()[0].id
    queue = Queue(project)
    row = queue.next()
    steps, acts, floors = [], [], []
    for _ in range(scale.tags):
        if row is None:
            break
        found = queue.read(row.article)
        case = found.case(row.difference)
        assert case is not None
        edit = act.take(review.bench(project, found, who), case, shuffled(case.difference, who)[:1])
        acts.append(1000 * seconds(partial(project.apply, edit, who=who)))
        before, found_next = row, list[Row | None]()
        steps.append(1000 * seconds(lambda here=before, out=found_next: out.append(_step(queue, here))))
        floors.append(1000 * seconds(partial(project.read.spans, row.article)))
        row = found_next[0]
    assert len(steps) == scale.tags
    return steps, acts, floors


def _step(queue: Queue, here: Row) -> Row | None:
    """What happens between a decision and the next difference on the screen, but for the painting."""
    queue.read(here.article)
    following = queue.next(here.article, here.difference)
    if following is not None and following.article != here.article:
        queue.read(following.article)
    return following

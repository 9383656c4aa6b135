"""How well a project's annotators agree: reads the layers that exist, article by article, works out all measures."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Generator

import msgspec

from annotator.core import codebook as codebooks
from annotator.core.actors import heir
from annotator.core.agreement_counts import Counter
from annotator.core.agreement_rows import Measure, rows
from annotator.core.agreement_sides import Layer, Scheme
from annotator.core.codebook import Codebook
from annotator.core.errors import NothingToCompare, UnknownRecord
from annotator.core.model import Annotator, Fragment, Relation, Span
from annotator.store import stream
from annotator.store.batches import hidden
from annotator.store.project import Project
from annotator.store.reader import Reader
from annotator.work.progress import Progress

_CLOSED = ("choice", "choices", "yesno")
_STEP = 20  # articles between two words on the progress
_fragments = msgspec.json.Decoder(tuple[Fragment, ...]).decode
_object = msgspec.json.decode


class AgreementOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Whose layers and which labels; empty means everybody who is a person, and all labels."""

    annotators: tuple[str, ...] = ()  # names or ids; gold and models take part only when named
    labels: tuple[str, ...] = ()
    seed: int = 0  # of the bootstrap


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """All figures, and what they rest on: articles with two layers or more, and the annotators in order."""

    articles: int
    annotators: tuple[str, ...]
    seed: int
    measures: tuple[Measure, ...]


def run(project: Project, options: AgreementOptions) -> Generator[Progress, None, Agreement]:
    """The agreement of a project's annotators.

    A layer exists when its progress is `done`; an article counts where two or more of the layers exist. Raises
    UnknownRecord for names that are not there, NothingToCompare when there are not two layers of one article.
    """
    with project.snapshot() as reader:
        people = _people(reader, options)
        names = _names(people)
        numbers = stream.annotator_numbers(reader)
        places = {numbers[one.id]: place for place, one in enumerate(people)}
        done = _done(reader, places)
        wanted = [number for number in stream.numbers(reader) if len(done.get(number, ())) > 1]
        if not wanted:
            raise NothingToCompare(who=", ".join(names), reason=_reason(done, people))
        counter = Counter(len(people), _scheme(reader, options, list(places)))
        labels = frozenset(options.labels)
        for taken, (article, text, spans, ties) in enumerate(stream.layers(reader, wanted)):
            layers = _layers(spans, ties, {places[number]: number for number in done[article]}, labels)
            counter.take(text, layers)
            if taken % _STEP == 0:
                yield Progress(done=taken, total=len(wanted), note="articles")
        articles = len(stream.numbers(reader))
    drawing = rows(counter, names, articles, options.seed)
    while True:
        try:
            drawn, total = next(drawing)
        except StopIteration as end:
            found: list[Measure] = end.value
            break
        yield Progress(done=drawn, total=total, note="bootstrap samples")
    return Agreement(articles=len(wanted), annotators=names, seed=options.seed, measures=tuple(found))


def _people(reader: Reader, options: AgreementOptions) -> list[Annotator]:
    """The annotators named, in that order, else all persons who have finished an article."""
    everybody = reader.annotators()
    if options.annotators:
        found = [_named(everybody, name) for name in options.annotators]
        people = list({one.id: one for one in found}.values())
    else:
        query = "SELECT DISTINCT annotator FROM progress WHERE state='done'"
        begun = {row[0] for row in reader.connection.execute(query)}
        numbers = stream.annotator_numbers(reader)
        people = [one for one in everybody if one.kind == "person" and numbers[one.id] in begun]
    if len(people) < 2:
        who = ", ".join(one.name for one in people) or "nobody"
        reason = f"Only {who} has finished an article" if people else "Nobody has finished an article"
        if options.annotators:
            reason = f"Only {who} was named, and it takes two to agree"
        raise NothingToCompare(who=who, reason=reason)
    return people


def _named(everybody: list[Annotator], name: str) -> Annotator:
    wanted = name.strip().casefold()
    for one in everybody:
        if one.id == name or one.name.strip().casefold() == wanted:
            return one
    raise UnknownRecord(kind="annotator", name=name)


def _names(people: list[Annotator]) -> tuple[str, ...]:
    """The word for each, with the id where two share a name."""
    count = Count(one.name.strip().casefold() for one in people)
    return tuple(one.name if count[one.name.strip().casefold()] == 1 else f"{one.name} ({one.id})" for one in people)


def _done(reader: Reader, places: dict[int, int]) -> dict[int, list[int]]:
    """Of each article the annotators (row numbers) among these whose layer exists."""
    found: dict[int, list[int]] = {}
    for article, annotator in reader.connection.execute(
        "SELECT article, annotator FROM progress WHERE state='done' ORDER BY article, annotator"
    ):
        if annotator in places:
            found.setdefault(article, []).append(annotator)
    return found


def _reason(done: dict[int, list[int]], people: list[Annotator]) -> str:
    if not done:
        return "None of them has finished an article"
    return f"No article has been finished by two of the {len(people)}"


def _scheme(reader: Reader, options: AgreementOptions, numbers: list[int]) -> Scheme:
    book = codebooks.loads(reader.codebooks()[-1].body)
    registry = {one.id: one for one in reader.actors()}
    heirs = {key: left.id for key, one in registry.items() if one.merged_into and (left := heir(registry, key))}
    return Scheme(
        labels=_labels(reader, options, numbers, book),
        closed=frozenset(
            (label.key, one.key) for label in book.labels for one in label.attributes if one.kind in _CLOSED
        ),
        quantities=frozenset(label.key for label in book.with_role("quantity")),
        heirs=heirs,
    )


def _labels(reader: Reader, options: AgreementOptions, numbers: list[int], book: Codebook) -> tuple[str, ...]:
    """The labels asked for, else those that these annotators used, in the codebook's order."""
    marks = ",".join("?" * len(numbers))
    condition = hidden(reader.connection, "span", own=reader.own)
    query = f"SELECT DISTINCT label FROM span WHERE annotator IN ({marks}){condition} ORDER BY label"
    used = [row[0] for row in reader.connection.execute(query, numbers)]
    known = [label.key for label in book.labels]
    for label in options.labels:
        if label not in known and label not in used:
            raise UnknownRecord(kind="label", name=label)
    wanted = set(options.labels or used)
    return tuple(label for label in dict.fromkeys([*known, *used]) if label in wanted)


def _layers(
    spans: list[stream.Row], ties: list[stream.Row], people: dict[int, int], labels: frozenset[str]
) -> dict[int, Layer]:
    """The layers that exist of one article, by the annotators' places; only spans of these labels, if any are named."""
    found: dict[int, tuple[list[Span], list[Relation]]] = {place: ([], []) for place in people}
    owner = {number: place for place, number in people.items()}
    ends: dict[int, Span] = {}
    for row in spans:
        place = owner.get(row[6])
        if place is not None and (not labels or row[5] in labels):
            ends[row[9]] = span = _span(row)
            found[place][0].append(span)
    for _, key, kind, head, tail in ties:
        if head in ends and tail in ends:
            one = ends[head]
            tie = Relation(id=key, article=one.article, kind=kind, head=one.id, tail=ends[tail].id)
            found[owner[int(one.annotator)]][1].append(tie)
    return dict(found)


def _span(row: stream.Row) -> Span:
    """A row as a record; article and annotator are the row numbers, which is enough here."""
    start, end, pieces = row[2:5]
    return Span(
        id=row[1],
        article=str(row[0]),
        annotator=str(row[6]),
        label=row[5],
        fragments=((start, end),) if pieces is None else _fragments(pieces),
        words="",
        codebook="",
        attributes={} if row[7] == "{}" else _object(row[7]),
        actor=row[8],
    )

"""How well a project's annotators agree: reads the layers that exist, article by article, works out all measures."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Generator

import msgspec

from annotator.core import codebook as codebooks
from annotator.core.actors import heir
from annotator.core.agreement_beside import Taken, alone, confusions
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
from annotator.store.wordings import UNPICKED
from annotator.work.progress import Progress

_CLOSED = ("choice", "choices", "yesno")
MOST = 100  # articles that are named, the worst and those that do not count
_STEP = 20  # articles between two words on the progress
_fragments = msgspec.json.Decoder(tuple[Fragment, ...]).decode
_object = msgspec.json.decode


class AgreementOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Whose layers, which labels and which articles; empty means everybody who is a person, and all."""

    annotators: tuple[str, ...] = ()  # names or ids; gold and models take part only when named
    labels: tuple[str, ...] = ()
    query: str = ""  # articles that the list's filter would show
    together: bool = False  # only articles that all of them have finished
    seed: int = 0  # of the bootstrap


class OneArticle(msgspec.Struct, frozen=True, kw_only=True):
    """How well one article agrees: F1 of spans over all labels and pairs, None where nothing is tagged in it."""

    id: str
    title: str
    annotators: int
    n: int
    exact: float | None
    overlap: float | None


class LeftArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article that does not count, and who of the annotators has finished it."""

    id: str
    title: str
    who: tuple[str, ...]
    unpicked: bool = False  # its text was corrected in two copies, and nobody has chosen one yet


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """All figures, and what they rest on: articles with two layers or more, and the annotators in order."""

    articles: int
    annotators: tuple[str, ...]
    seed: int
    measures: tuple[Measure, ...]
    confusions: tuple[Taken, ...] = ()
    worst: tuple[OneArticle, ...] = ()  # the least agreement first, up to MOST
    left: tuple[LeftArticle, ...] = ()  # up to MOST of those that do not count
    left_count: int = 0


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
        articles = _articles(reader, options)
        least = len(people) if options.together else 2
        wanted = [number for number in articles if len(done.get(number, ())) >= least]
        if not wanted:
            raise NothingToCompare(who=", ".join(names), reason=_reason(done, people, options))
        counter = Counter(len(people), _scheme(reader, options, list(places)))
        labels = frozenset(options.labels)
        for taken, (article, text, spans, ties) in enumerate(stream.layers(reader, wanted)):
            layers = _layers(spans, ties, {places[number]: number for number in done[article]}, labels)
            counter.take(text, layers)
            if taken % _STEP == 0:
                yield Progress(done=taken, total=len(wanted), note="articles")
        drawing = rows(counter, names, len(articles), options.seed)
        while True:
            try:
                drawn, total = next(drawing)
            except StopIteration as end:
                found: list[Measure] = end.value
                break
            yield Progress(done=drawn, total=total, note="bootstrap samples")
        counts = set(wanted)
        rest = [number for number in articles if number not in counts]
        return Agreement(
            articles=len(wanted),
            annotators=names,
            seed=options.seed,
            measures=tuple(found),
            confusions=tuple(confusions(counter, names)),
            worst=_worst(reader, counter, wanted),
            left=_left(reader, rest, {number: [names[places[one]] for one in done.get(number, ())] for number in rest}),
            left_count=len(rest),
        )


def _articles(reader: Reader, options: AgreementOptions) -> list[int]:
    """The row numbers of all articles asked for."""
    found = stream.numbers(reader)
    if not options.query:
        return found
    shown = set(reader.article_ns(annotator_id="", filter=options.query))
    return [number for number in found if number in shown]


def _worst(reader: Reader, counter: Counter, wanted: list[int]) -> tuple[OneArticle, ...]:
    """The articles that agree least, exact before overlap; those in which nothing is tagged agree on that."""
    some = [one for one in alone(counter) if one.exact is not None]
    some = sorted(some, key=lambda one: (one.exact or 0.0, one.overlap or 0.0, one.place))[:MOST]
    titles = _titles(reader, [wanted[one.place] for one in some])
    return tuple(
        OneArticle(
            id=titles[wanted[one.place]][0],
            title=titles[wanted[one.place]][1],
            annotators=one.annotators,
            n=one.n,
            exact=one.exact,
            overlap=one.overlap,
        )
        for one in some
    )


def _left(reader: Reader, rest: list[int], who: dict[int, list[str]]) -> tuple[LeftArticle, ...]:
    """Articles that do not count, those that somebody has finished first."""
    some = sorted(rest, key=lambda number: (not who[number], number))[:MOST]
    titles = _titles(reader, some)
    waiting = reader.all_unpicked()
    return tuple(
        LeftArticle(id=titles[one][0], title=titles[one][1], who=tuple(who[one]), unpicked=one in waiting)
        for one in some
    )


def _titles(reader: Reader, numbers: list[int]) -> dict[int, tuple[str, str]]:
    """Ids and titles of articles; one without a title is called by how it begins."""
    marks = ",".join("?" * len(numbers))
    query = f"SELECT n, id, title, substr(text, 1, 80) FROM article WHERE n IN ({marks})"
    found = reader.connection.execute(query, numbers)
    return {number: (key, title or begins.partition("\n")[0] or key) for number, key, title, begins in found}


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
    """Of each article the annotators (row numbers) among these whose layer exists; none while two texts wait."""
    found: dict[int, list[int]] = {}
    for article, annotator in reader.connection.execute(
        f"SELECT article, annotator FROM progress WHERE state='done' AND article NOT IN ({UNPICKED}) ORDER BY 1, 2"
    ):
        if annotator in places:
            found.setdefault(article, []).append(annotator)
    return found


def _reason(done: dict[int, list[int]], people: list[Annotator], options: AgreementOptions) -> str:
    if not done:
        return "None of them has finished an article"
    if options.query:
        return f"None of the articles with “{options.query}” has been finished by two of them"
    if options.together:
        return f"No article has been finished by all {len(people)}"
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

"""Tagging the same words everywhere: the places as a preview, and then all the chosen ones in one step."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import groupby

import msgspec

from annotator.core import edit as acts
from annotator.core.codebook import Codebook, check_attributes
from annotator.core.edit import Edit
from annotator.core.errors import EmptySelection
from annotator.core.model import AnyRecord, Article, Fragment, Span, Value, join_fragments
from annotator.core.occurrences import Manner
from annotator.core.query import Matcher, Query
from annotator.core.text import quoted
from annotator.store.bulk import Bulk
from annotator.store.connection import path_of, translated
from annotator.store.journal import LARGEST_EDIT
from annotator.store.passages import Hit, Piece, Source, covering, hit_at, numbers_of, portions, read_texts
from annotator.store.project import Project
from annotator.store.reader import Reader
from annotator.store.search import Sought, SpanPieces, candidates
from annotator.work.progress import Progress

ACT = "tag-all"
ORIGIN = "tag all"
MOST = 50_000  # places of one preview
_ARTICLES = 50  # in one transaction of a Bulk act


Place = tuple[str, int, int, str]  # article id, start, end (code points), words


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Which places: words in a manner of looking, under which label and for whom they are to be tagged."""

    query: Query
    manner: Manner
    label: str
    annotator: str
    article: str = ""  # only this one; empty: the whole project
    done: bool = False  # also in articles that the annotator has done; the one article is always taken


class Preview(msgspec.Struct):
    """What a preview has found so far; a hit whose `span` is set stands on a span of another label already."""

    hits: list[Hit] = []
    sources: dict[int, Source] = {}
    already: int = 0  # places where a span of the label stands
    in_done: int = 0  # places left out because their articles are done
    done_articles: int = 0
    cut: bool = False  # there are more than MOST


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """How the places are tagged; `attributes` and `actor` are carried along from the span that began it."""

    label: str
    annotator: str
    words: str  # as the title says them
    attributes: Mapping[str, Value] | None = None  # None: the label's defaults
    actor: str | None = None
    trimmed: bool = True  # edges by the codebook's rule; not for words that a span has in just this way


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: spans made, places passed over since the text or the tags have changed, the act's title."""

    tagged: int
    passed: int
    articles: int
    title: str


def preview(reader: Reader, plan: Plan, found: Preview) -> Iterator[Progress]:
    """Adds the places to `found`, the newest articles first, step by step."""
    with translated(path_of(reader.connection)):
        matcher = Matcher(plan.query, plan.manner)
        sought = Sought(query=plan.query, manner=plan.manner, article=plan.article, annotator=plan.annotator)
        numbers, done = candidates(reader, sought), set[int]()
        if not plan.done and not plan.article:
            done = set(_done(reader, plan.annotator))
        pieces = SpanPieces(reader, sought)
        for some, looked in portions(numbers):
            texts = read_texts(reader, some)
            places = [(source, text, where) for source, text in texts if (where := matcher.places(text))]
            tagged = pieces.of([source.n for source, _, _ in places])
            for source, text, where in places:
                _take(found, plan.label, source, text, where, tagged.get(source.n, []), left_out=source.n in done)
            yield Progress(done=looked, total=len(numbers))
            if found.cut:
                return


def _take(
    found: Preview,
    label: str,
    source: Source,
    text: str,
    places: list[Fragment],
    pieces: list[Piece],
    *,
    left_out: bool,
) -> None:
    same = join_fragments([(one.start, one.end) for one in pieces if one.label == label])
    taken = [place for place in places if not _touched(same, place)]
    found.already += len(places) - len(taken)
    if left_out and taken:
        found.in_done += len(taken)
        found.done_articles += 1
        return
    for place, piece in covering(taken, pieces):
        if len(found.hits) >= MOST:
            found.cut = True
            return
        around = "" if piece is None else piece.label
        span = piece.span if piece is not None and (piece.start, piece.end) == place else ""
        found.sources[source.n] = source  # first: the window reads while this goes on
        found.hits.append(hit_at(source.n, text, place, label=around, span=span))


def _touched(stretches: Sequence[Fragment], place: Fragment) -> bool:
    at = bisect_left(stretches, (place[1],)) - 1
    return at >= 0 and stretches[at][1] > place[0]


def _done(reader: Reader, annotator: str) -> Iterator[int]:
    rows = reader.connection.execute(
        "SELECT article FROM progress WHERE state='done' AND annotator=(SELECT n FROM annotator WHERE id=?)",
        (annotator,),
    )
    return (n for (n,) in rows)


def run(project: Project, wish: Wish, places: Sequence[Place]) -> Generator[Progress, None, Report]:
    """Tags the places (those of an article together) in one undoable step.

    Up to 5,000 spans are one Edit, more a Bulk act. A place whose words are no longer there, or which was tagged
    meanwhile, is passed over. Raises UnknownLabel, ForbiddenValue, and what the store raises; nothing stays then,
    nor when the generator is closed before its end.
    """
    codebook, total = project.codebook, len(places)
    rule = codebook.label(wish.label)
    if wish.attributes is not None:
        check_attributes(rule, dict(wish.attributes))
    maker = _Maker(project, wish, codebook)
    if total <= LARGEST_EDIT:
        spans: list[Span] = []
        for some in _portions(places):
            spans += maker.spans(some)
            yield Progress(done=maker.looked, total=total)
        title = title_of(codebook, wish, len(spans))
        if spans:
            project.apply(_edit(project, wish, spans, title), who=wish.annotator)
        return Report(tagged=len(spans), passed=total - len(spans), articles=maker.articles, title=title)
    with Bulk(project, act=ACT, title=title_of(codebook, wish, total), who=wish.annotator) as bulk:
        made = 0
        for some in _portions(places):
            spans = maker.spans(some)
            bulk.add(spans=spans)
            made += len(spans)
            yield Progress(done=maker.looked, total=total)
        title = title_of(codebook, wish, made)
        if made:  # else it goes as if it had never begun
            bulk.finish({"tagged": made}, title=title)
    return Report(tagged=made, passed=total - made, articles=maker.articles, title=title)


def title_of(codebook: Codebook, wish: Wish, count: int) -> str:
    """What the journal and undo call it."""
    where = "1 place" if count == 1 else f"{count:,} places"
    return f"Tag {codebook.label(wish.label).name.upper()} {quoted(wish.words)} in {where}"


def _edit(project: Project, wish: Wish, spans: list[Span], title: str) -> Edit:
    """One article's spans also say that it is begun, as a single tag does; of many articles none was read by this."""
    after: dict[str, AnyRecord] = {span.id: span for span in spans}
    articles = {span.article for span in spans}
    if len(articles) > 1:
        return Edit(act=ACT, title=title, after=after)
    article = spans[0].article
    made = Edit(act=ACT, title=title, article=article, after=after)
    return acts.started(made, wish.annotator, project.read.progress(article, wish.annotator))


def _portions(places: Sequence[Place]) -> Iterator[dict[str, list[Place]]]:
    """The places of a few articles at a time, by article."""
    some: dict[str, list[Place]] = {}
    for article, group in groupby(places, key=lambda place: place[0]):
        some.setdefault(article, []).extend(group)
        if len(some) == _ARTICLES:
            yield some
            some = {}
    if some:
        yield some


class _Maker:
    """Makes the spans of a few articles at a time."""

    def __init__(self, project: Project, wish: Wish, codebook: Codebook) -> None:
        self._project, self._wish, self._codebook = project, wish, codebook
        self._pieces = SpanPieces(project.read, Sought(annotator=wish.annotator, labels=(wish.label,)))
        self.looked = self.articles = 0

    def spans(self, places: Mapping[str, list[Place]]) -> list[Span]:
        """The spans for the places that still hold their words and are not tagged."""
        made: list[Span] = []
        numbers = numbers_of(self._project.read, list(places))
        tagged = self._pieces.of(numbers)
        for source, text in read_texts(self._project.read, numbers):
            article = Article(id=source.id, text=text, sha256="")
            taken = {one.hull for one in tagged.get(source.n, []) if one.hull == (one.start, one.end)}
            spans = self._of_article(article, places[source.id], taken)
            made += spans
            self.articles += bool(spans)
        self.looked += sum(map(len, places.values()))
        return made

    def _of_article(self, article: Article, places: list[Place], taken: set[Fragment]) -> list[Span]:
        made: list[Span] = []
        for _, start, end, words in places:
            span = self._span(article, start, end) if article.text[start:end] == words else None
            if span is not None and span.fragments[0] not in taken:
                taken.add(span.fragments[0])
                made.append(span)
        return made

    def _span(self, article: Article, start: int, end: int) -> Span | None:
        wish = self._wish
        try:
            span = acts.tag(
                article,
                [(start, end)],
                label=wish.label,
                annotator=wish.annotator,
                codebook=self._codebook,
                version=self._project.codebook_id,
                origin=ORIGIN,
                trimmed=wish.trimmed,
            ).span()
        except EmptySelection:  # the label's rule leaves nothing of these words
            return None
        if span is None:
            return None
        attributes = span.attributes if wish.attributes is None else dict(wish.attributes)
        return msgspec.structs.replace(span, attributes=attributes, actor=wish.actor)

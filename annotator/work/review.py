"""Reviewing a project: an article's layers compared with what was decided, and the queue of differences over all."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator

import msgspec

from annotator.core.cases import UNDECIDED, Case, Moved, Review, Standing, review
from annotator.core.deciding import Bench
from annotator.core.differences import Filter, Kind, Pair
from annotator.core.errors import NothingToReview
from annotator.core.grouping import compare
from annotator.core.model import Article, Outcome, gold_id
from annotator.core.text import short
from annotator.store import review as store
from annotator.store.project import Project
from annotator.store.reader import Reader
from annotator.work.progress import Progress

WAITING: tuple[Standing, ...] = ("open", "again")  # where Space stops; what was put off is asked for by name
_KEPT = 8  # reviews at hand: that on the screen and those around it
_STEP = 10  # articles between two words on the progress
_ANY = Filter()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One difference as a line of the queue; see Difference and Case for its fields."""

    article: str
    difference: str  # its id
    kinds: tuple[Kind, ...]
    label: str
    words: str  # at most 80 characters of them
    start: int
    standing: Standing
    labels: frozenset[str]
    pairs: frozenset[Pair]
    attributes: tuple[str, ...] = ()
    moved: Moved = ""
    outcome: Outcome | None = None
    tie: str = ""
    flagged: bool = False


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many differences stand how; `agreed` places wait for gold, `articles` have two layers or more."""

    open: int = 0
    later: int = 0
    again: int = 0
    decided: int = 0
    agreed: int = 0
    articles: int = 0
    looked: int = 0  # articles compared so far

    @property
    def undecided(self) -> int:
        """Differences about which somebody still has to say something."""
        return self.open + self.later + self.again


class Scheme(msgspec.Struct, frozen=True, kw_only=True):
    """What comparing asks of a project: which labels are statistics, and whom merged actors became."""

    quantities: frozenset[str]
    heirs: dict[str, str]


def scheme(project: Project, reader: Reader | None = None) -> Scheme:
    """The scheme as the project stands; it changes with the codebook and the registry."""
    labels = project.codebook.with_role("quantity")
    return Scheme(quantities=frozenset(label.key for label in labels), heirs=store.heirs(reader or project.read))


def read(
    project: Project,
    article: str,
    *,
    reader: Reader | None = None,
    known: Scheme | None = None,
    last: Review | None = None,
) -> Review:
    """An article's review; raises UnknownRecord, and NothingToReview while two persons have not finished it.

    Where gold is done, layers that came later (a training round, a late return) change nothing: they are compared when
    gold is in progress again.

    With `last`, made under the same scheme, layers that have not moved since are not compared again.
    """
    reader = reader or project.read
    whole, people, gold = reader.article(article), store.finished(reader, article), gold_id(project.id)
    progress, decisions = reader.progress(article, gold), store.decisions(reader, article)
    if progress is not None and progress.state == "done":
        late = store.late(reader, article, {key for one in decisions for key, _ in one.sources})
        people = [who for who in people if who not in late]
    if len(people) < 2:
        raise NothingToReview(title=short(whole.title or whole.text))
    revs = store.revs(reader, article, people)
    if last is not None and known is not None and _unmoved(last, whole, people, revs):
        comparison = last.comparison
    else:
        known = known or scheme(project, reader)
        layers = store.layers(reader, article, people)
        comparison = compare(article, layers, quantities=known.quantities, heirs=known.heirs)
    return review(
        whole,
        comparison,
        annotators=tuple(people),
        revs=revs,
        gold=reader.spans(article, gold),
        gold_ties=reader.relations(article, gold),
        decisions=decisions,
        progress=progress,
    )


def _unmoved(last: Review, article: Article, people: list[str], revs: dict[str, int]) -> bool:
    """Whether the layers are as they were: a correction of the text moves spans without another rev."""
    return last.revs == revs and last.annotators == tuple(people) and last.article.sha256 == article.sha256


def bench(project: Project, found: Review, reviewer: str) -> Bench:
    """What acts on a review take; `reviewer` is an annotator's id. The project must have gold (`add_gold`)."""
    return Bench(
        review=found,
        reviewer=reviewer,
        project=project.id,
        gold=gold_id(project.id),
        codebook=project.codebook,
        version=project.codebook_id,
    )


class Queue:
    """The differences of all articles that two persons or more have done, article by article.

    An article is compared when it is first asked for, or all of them by `scan` in another thread.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = threading.Lock()
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._agreed: dict[str, int] = {}
        self._touched: set[str] = set()  # read again since the scan began, which may know less
        self._reviews: dict[str, tuple[tuple[int, int], Review]] = {}  # the newest last, each with the project's stamp
        self.titles: dict[str, str] = {}  # by article id, in the order of the queue
        self.reload()

    def reload(self) -> None:
        """Everything is to be read again: articles have come or gone, the codebook or the registry has changed."""
        titles, known = dict(store.to_review(self._project.read)), scheme(self._project)
        with self._lock:
            self.titles, self._known = titles, known
            self._rows, self._agreed, self._touched, self._reviews = {}, {}, set(titles), {}

    def scan(self) -> Generator[Progress, None, Counts]:
        """Compares all articles that were not looked at yet, over a connection of its own."""
        with self._project.snapshot() as reader:
            with self._lock:
                waiting, known = [key for key in self.titles if key not in self._rows], self._known
                self._touched = set()
            for done, article in enumerate(waiting):
                if done % _STEP == 0:
                    yield Progress(done=done, total=len(waiting), note="articles")
                try:
                    found = read(self._project, article, reader=reader, known=known)
                except NothingToReview:  # no longer
                    continue
                self._take(found, known)
        return self.counts()

    def _take(self, found: Review, known: Scheme) -> None:
        """What a scan found, unless it is older than what the window has read since."""
        rows, agreed = _rows_of(found), _agreed(found)
        with self._lock:
            if found.article.id not in self._touched and known is self._known:
                self._rows[found.article.id], self._agreed[found.article.id] = rows, agreed

    def read(self, article: str) -> Review:
        """An article's review as it stands now, its lines in the queue with it; raises as `read` does.

        To be asked after every act on the article; what has not moved since is not read again.
        """
        stamp = self._project.stamp()
        before, last = self._reviews.pop(article, (None, None))
        if last is None or stamp != before:
            last = self._read(article, last)
        self._reviews[article] = stamp, last
        while len(self._reviews) > _KEPT:
            del self._reviews[next(iter(self._reviews))]
        return last

    def _read(self, article: str, last: Review | None) -> Review:
        try:
            found = read(self._project, article, known=self._known, last=last)
        except NothingToReview:
            with self._lock:
                for table in (self.titles, self._rows, self._agreed):
                    table.pop(article, None)
            raise
        if article not in self.titles:
            titles = dict(store.to_review(self._project.read))
            with self._lock:
                self.titles = titles
        rows, agreed = _rows_of(found), _agreed(found)
        with self._lock:
            self._touched.add(article)
            self._rows[article], self._agreed[article] = rows, agreed
        return found

    def of(self, article: str) -> tuple[Row, ...]:
        """One article's lines, compared now if it was not yet."""
        rows = self._rows.get(article)
        if rows is None:
            try:
                self.read(article)
            except NothingToReview:
                return ()
            rows = self._rows[article]
        return rows

    def rows(self, wanted: Filter = _ANY, standings: tuple[Standing, ...] = ()) -> list[Row]:
        """The lines looked at so far, in order; no standings means all."""
        return [row for article in list(self.titles) for row in self._wanted(article, wanted, standings)]

    def _wanted(self, article: str, wanted: Filter, standings: tuple[Standing, ...]) -> Iterator[Row]:
        for row in self._rows.get(article, ()):
            if (not standings or row.standing in standings) and wanted.takes(row):
                yield row

    def counts(self, wanted: Filter = _ANY) -> Counts:
        """How many of the wanted differences stand how, in the articles looked at so far."""
        rows = self.rows(wanted)
        count = {name: sum(row.standing == name for row in rows) for name in UNDECIDED}
        return Counts(
            **count,
            decided=len(rows) - sum(count.values()),
            agreed=sum(self._agreed.values()),
            articles=len(self.titles),
            looked=len(self._rows),
        )

    def next(
        self,
        article: str = "",
        difference: str = "",
        *,
        wanted: Filter = _ANY,
        standings: tuple[Standing, ...] = WAITING,
        back: bool = False,
    ) -> Row | None:
        """The next wanted difference after this one (or before it), across articles; None at the end.

        Without a difference (or when it is no longer there) the article's own first (or last) counts.
        """
        articles = list(self.titles)
        at = articles.index(article) if article in self.titles else -1
        if at >= 0:
            rows = self.of(article)
            here = next((place for place, row in enumerate(rows) if row.difference == difference), None)
            if here is None:
                part = rows
            else:
                part = rows[:here] if back else rows[here + 1 :]
            found = _first(part, wanted, standings, back=back)
            if found is not None:
                return found
            others = articles[:at][::-1] if back else articles[at + 1 :]
        else:
            others = articles[::-1] if back else articles
        for other in others:
            found = _first(self.of(other), wanted, standings, back=back)
            if found is not None:
                return found
        return None


def _first(rows: tuple[Row, ...], wanted: Filter, standings: tuple[Standing, ...], *, back: bool) -> Row | None:
    ordered = reversed(rows) if back else iter(rows)
    return next(
        (row for row in ordered if (not standings or row.standing in standings) and wanted.takes(row)),
        None,
    )


def _rows_of(found: Review) -> tuple[Row, ...]:
    return tuple(_row(case) for case in found.queue)


def _agreed(found: Review) -> int:
    return sum(case.standing == "agreed" for case in found.cases)


def _row(case: Case) -> Row:
    one, decision = case.difference, case.decision
    return Row(
        article=one.article,
        difference=one.id,
        kinds=one.kinds,
        label=one.label,
        words=short(one.words, 80),
        start=one.start,
        standing=case.standing,
        labels=one.labels,
        pairs=one.pairs,
        attributes=one.attributes,
        moved=case.moved,
        outcome=None if decision is None else decision.outcome,
        tie=one.tie,
        flagged=case.flagged,
    )

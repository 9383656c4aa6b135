"""What all layers have alike goes to gold in one step, over an article or the whole project, after a preview."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence

import msgspec

from annotator.core import adjudicate
from annotator.core.edit import Edit
from annotator.core.errors import NothingToReview
from annotator.core.model import AnyRecord, Decision, Progress, Relation, Span
from annotator.store import review as store
from annotator.store.bulk import Bulk
from annotator.store.journal import LARGEST_EDIT
from annotator.store.project import Project
from annotator.work import review
from annotator.work.progress import Progress as Step

ACT = "agreed"
_ARTICLES = 50  # in one transaction of a Bulk act


class Agreed(msgspec.Struct, kw_only=True):
    """What goes (or went) to gold: spans by label, ties, in how many articles; what is undecided in all of them.

    `there` counts those that stand in gold already, `looked` the articles compared.
    """

    labels: dict[str, int] = {}
    ties: int = 0
    articles: int = 0
    there: int = 0
    undecided: int = 0
    looked: int = 0
    title: str = ""  # of the act; empty when there was nothing to do

    @property
    def spans(self) -> int:
        """All labels together."""
        return sum(self.labels.values())


def preview(project: Project, *, reviewer: str, articles: Sequence[str] = ()) -> Generator[Step, None, Agreed]:
    """Counts what `run` would do to these articles (none named: all that two persons have done)."""
    found = Agreed()
    for _, step in _edits(project, reviewer, articles, found):
        yield step
    found.title = _title(found) if found.articles else ""
    return found


def run(project: Project, *, reviewer: str, articles: Sequence[str] = ()) -> Generator[Step, None, Agreed]:
    """Does it by a reviewer (id), as one Edit up to 5,000 records, beyond that as a Bulk act; again it does nothing.

    Raises what the store raises; nothing stays then, nor when the generator is closed before its end.
    """
    project.check_writable()
    found, edits, size = Agreed(), list[Edit](), 0
    coming = _edits(project, reviewer, articles, found)
    for edit, step in coming:
        yield step
        if edit is not None:
            edits.append(edit)
            size += len(edit.ids())
        if size > LARGEST_EDIT:
            yield from _in_bulk(project, reviewer, _and_then(edits, coming), found)
            return found
    if edits:
        found.title = _title(found)
        project.add_gold()
        project.apply(_joined(edits, found.title), who=reviewer)
    return found


def _and_then(
    edits: list[Edit], coming: Iterator[tuple[Edit | None, Step]]
) -> Iterator[tuple[Edit | None, Step | None]]:
    yield from ((edit, None) for edit in edits)
    edits.clear()
    yield from coming


def _in_bulk(
    project: Project, reviewer: str, coming: Iterable[tuple[Edit | None, Step | None]], found: Agreed
) -> Iterator[Step]:
    project.add_gold()
    with Bulk(project, act=ACT, title="Put what all agree on into gold", who=reviewer) as bulk:
        some: list[Edit] = []
        for edit, step in coming:
            if edit is not None:
                some.append(edit)
            if len(some) == _ARTICLES:
                _add(bulk, some)
                some = []
            if step is not None:
                yield step
        _add(bulk, some)
        found.title = _title(found)
        summary = {"spans": found.spans, "relations": found.ties, "articles": found.articles}
        bulk.finish(summary, title=found.title)


def _add(bulk: Bulk, edits: list[Edit]) -> None:
    records = [record for edit in edits for record in edit.after.values()]
    bulk.add(
        spans=[one for one in records if isinstance(one, Span)],
        relations=[one for one in records if isinstance(one, Relation)],
        progress=[one for one in records if isinstance(one, Progress)],
        decisions=[one for one in records if isinstance(one, Decision)],
    )


def _edits(
    project: Project, reviewer: str, articles: Sequence[str], found: Agreed
) -> Iterator[tuple[Edit | None, Step]]:
    """Article by article what is to be done, from one snapshot; counts it in `found`."""
    with project.snapshot() as reader:
        known = review.scheme(project, reader)
        wanted = articles or [key for key, _ in store.to_review(reader)]
        for done, article in enumerate(wanted):
            try:
                one = review.read(project, article, reader=reader, known=known)
            except NothingToReview:
                continue
            found.looked += 1
            found.undecided += len(one.undecided)
            found.there += sum(case.standing == "decided" for case in one.cases if not case.difference.kinds)
            edit = adjudicate.agreed(review.bench(project, one, reviewer))
            if edit is not None:
                _count(found, edit.after.values())
            yield edit, Step(done=done + 1, total=len(wanted), note="articles")


def _count(found: Agreed, records: Iterable[AnyRecord]) -> None:
    found.articles += 1
    for one in records:
        if isinstance(one, Span):
            found.labels[one.label] = found.labels.get(one.label, 0) + 1
        elif isinstance(one, Relation):
            found.ties += 1


def _joined(edits: list[Edit], title: str) -> Edit:
    before: dict[str, AnyRecord] = {}
    after: dict[str, AnyRecord] = {}
    for edit in edits:
        before |= edit.before
        after |= edit.after
    article = edits[0].article if len(edits) == 1 else None
    return Edit(act=ACT, title=title, article=article, before=before, after=after)


def _title(found: Agreed) -> str:
    parts = [f"{count:,} {word if count == 1 else word + 's'}" for count, word in _parts(found) if count]
    where = "" if found.articles == 1 else f" in {found.articles:,} articles"
    return f"Put {' and '.join(parts) or 'what'} that all agree on into gold{where}"


def _parts(found: Agreed) -> tuple[tuple[int, str], ...]:
    return (found.spans, "span"), (found.ties, "relation")

"""What a project file brings beside articles: annotators, registry, comments, decisions, work time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from annotator.core.differences import difference_id
from annotator.core.model import Comment, Decision
from annotator.work.intake import Intake, reader_of
from annotator.work.prepare import File

_CHUNK = 500  # records a transaction
_WorkTime = tuple[str, str, str, str, int]


def begin(intake: Intake, file: File, versions: set[str]) -> None:
    """Before the first article: people and registry, and what holds for single articles and spans."""
    sidecar = file.sidecar
    if sidecar is None:
        return
    brought = intake.people.begin(sidecar)
    intake.add(annotators=intake.people.waiting(brought))
    file.assigned = frozenset((article, _who(intake, who)) for article, who in sidecar.assigned)
    file.versions = {
        span: version for version, spans in sidecar.tagged_under.items() if version in versions for span in spans
    }
    reader = reader_of(intake)
    there = reader.taken_ids("actor", [actor.id for actor in sidecar.registry])
    file.actors = {actor.id: actor.id for actor in sidecar.registry}
    new = [actor for actor in sidecar.registry if actor.id not in there]
    for start in range(0, len(new), _CHUNK):
        intake.add(actors=new[start : start + _CHUNK])


def take(intake: Intake, file: File) -> None:
    """After the last article: what hangs on articles that are in the project now."""
    sidecar = file.sidecar
    if sidecar is None or not intake.writing:
        return
    here = _here(intake, file)
    comments = list(_comments(intake, file, here))
    decisions = list(_decisions(intake, file, here))
    for start in range(0, len(comments), _CHUNK):
        intake.add(comments=comments[start : start + _CHUNK])
    for start in range(0, len(decisions), _CHUNK):
        intake.add(decisions=decisions[start : start + _CHUNK])
    worktime = [row for row in _worktime(intake, file) if row[0] in here]
    for start in range(0, len(worktime), _CHUNK):
        intake.add(worktime=worktime[start : start + _CHUNK])


def _who(intake: Intake, key: str) -> str:
    return intake.people.find(key).id


def _here(intake: Intake, file: File) -> set[str]:
    """Which of the articles that the project file names are in the project."""
    sidecar = file.sidecar
    if sidecar is None:
        return set()
    named = {one.article for one in sidecar.comments} | {one.article for one in sidecar.decisions}
    named |= {row[0] for row in sidecar.worktime}
    return reader_of(intake).taken_ids("article", {file.renamed.get(key, key) for key in named})


def _new(intake: Intake, kind: str, records: Iterable[Comment | Decision]) -> set[str]:
    keys = {one.id for one in records}
    return keys - reader_of(intake).taken_ids(kind, keys)


def _comments(intake: Intake, file: File, here: set[str]) -> Iterator[Comment]:
    comments = file.sidecar.comments if file.sidecar else []
    new, renamed = _new(intake, "comment", comments), file.renamed
    for one in comments:
        article = renamed.get(one.article, one.article)
        if one.id in new and article in here:
            span = renamed.get(one.span, one.span) if one.span else None
            yield msgspec.structs.replace(one, article=article, span=span, annotator=_who(intake, one.annotator))


def _decisions(intake: Intake, file: File, here: set[str]) -> Iterator[Decision]:
    decisions = file.sidecar.decisions if file.sidecar else []
    new, renamed = _new(intake, "decision", decisions), file.renamed
    for one in decisions:
        article = renamed.get(one.article, one.article)
        if one.id not in new or article not in here:
            continue
        sources = tuple((renamed.get(key, key), rev) for key, rev in one.sources)
        changed = article != one.article or sources != one.sources
        yield msgspec.structs.replace(
            one,
            article=article,
            reviewer=_who(intake, one.reviewer),
            sources=sources,
            result=tuple(renamed.get(key, key) for key in one.result),
            difference=difference_id(article, [key for key, _ in sources]) if changed else one.difference,
        )


def _worktime(intake: Intake, file: File) -> Iterator[_WorkTime]:
    for article, who, site, day, seconds in file.sidecar.worktime if file.sidecar else ():
        yield file.renamed.get(article, article), _who(intake, who), site, day, seconds

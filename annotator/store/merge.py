"""Taking a colleague's copy of the project in: one transaction, the same result in any order and any number of times.

Of each record the version with the greater (rev, alive over deleted, site) holds. It is then placed on the text and
under the codebook that stand; what cannot stand is held, whole, and looked at again at the next merge. What the
versions are does not depend on who merges whom, and neither does where they stand: so any two files that have seen
the same have the same content.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.errors import StaleError
from annotator.core.model import new_id
from annotator.store import merge_articles, merge_hits, merge_people, merge_rest
from annotator.store.batches import open_batches
from annotator.store.connection import writing
from annotator.store.journal import Journal
from annotator.store.merge_act import Act
from annotator.store.merge_log import STATE
from annotator.store.merge_report import (
    BothChanged,
    HowCodebook,
    NewlyHeld,
    SameName,
    Tally,
    TextDiffers,
    Touched,
)
from annotator.store.merge_spans import Spans
from annotator.store.merge_ties import Ties
from annotator.store.merge_write import Writer
from annotator.store.project import Project
from annotator.store.rows import as_json

ACT = "merge"
Steps = Generator[tuple[int, int], None, "Merged"]


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What a merge did; `person` is whose return it is (an annotator's id here), `line` its journal line."""

    person: str | None
    counts: dict[str, int]
    articles_new: int
    rows: tuple[Touched, ...]
    both: tuple[BothChanged, ...]
    held: tuple[NewlyHeld, ...]
    texts: tuple[TextDiffers, ...]
    codebook: HowCodebook
    line: int | None


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has answered."""

    same_name: bool | None = None
    codebook: str = ""


def look(project: Project, copy: Path, path: Path) -> tuple[HowCodebook, tuple[str, str], list[SameName]]:
    """What has to be asked before a merge: the codebooks, as they are and as JSON, and names under two ids."""
    act = Act(project.connection, site=project.site, path=path, file=copy)
    act.attach()
    try:
        how, mine, theirs = merge_people.compared(act)
        return how, (mine[-1][1], theirs[-1][1]), merge_people.asked(act)
    finally:
        act.detach()


def merge(project: Project, copy: Path, path: Path, choices: Choices, *, who: str, title: str) -> Steps:
    """Merges a checked copy of the file at `path`; yields how far it is, of how much.

    Raises SameNameAsked, CodebooksApart, DamagedProject, StaleError (an import runs); nothing is changed then. When
    nothing is new there is no journal line, and everything stays as it was.
    """
    project.check_writable()
    act = Act(project.connection, site=project.site, path=path, file=copy)
    act.attach()
    merged = None
    try:
        with suppress(_Nothing), writing(project.connection, project.path):
            how = yield from _steps(act, project, choices, who=who, title=title)
            merged = _merged(act, how)
            if not act.tally.anything:
                raise _Nothing
            _finish(act, merged, who)
    finally:
        act.detach()
    assert merged is not None
    if merged.line is not None:
        project.announce_bulk(merged.line, ACT, title)
    return merged


class _Nothing(Exception):
    """Takes the transaction back when there was nothing to take in."""


def _steps(
    act: Act, project: Project, choices: Choices, *, who: str, title: str
) -> Generator[tuple[int, int], None, HowCodebook]:
    if open_batches(act.connection):
        raise StaleError(record="The project", who="an import that is still running")
    packet = project.packet
    act.protected = None if packet is None else packet.person
    _begin(act, who, title)
    how = merge_people.codebook(act, choices.codebook)
    merge_people.annotators(act, project=project.id, same_name=choices.same_name)
    merge_rest.history(act)
    yield 0, 1
    if act.protected is not None:
        _facts(act, "training")
    _facts(act, "moved")
    merge_people.actors(act)
    merge_articles.articles(act)
    dead = merge_articles.dying(act)
    waiting = merge_hits.Waiting(act)
    merge_hits.find(act, waiting, recoded=how in ("newer", "apart"))
    for articles, done, total in merge_hits.chunks(act):
        yield done, total
        spans = Spans(act, waiting, articles)
        spans.settle()
        ties = Ties(act, waiting, spans)
        ties.settle()
        Writer(act, waiting, spans, ties).write()
    merge_rest.simple(act, waiting)
    act.log.flush()
    merge_articles.bury(act, dead)
    merge_people.bury_actors(act)
    act.log.flush()
    merge_rest.tombstones(act)
    merge_rest.worktime(act)
    return how


def _begin(act: Act, who: str, title: str) -> None:
    """The line comes after the history that will be put before it."""
    act.first = act.execute("SELECT coalesce(max(n),0)+1 FROM main.journal").fetchone()[0]
    count = act.execute(merge_rest.UNKNOWN_LINES.format(what="count(*)")).fetchone()[0]
    act.n = act.log.n = act.first + count
    act.execute(
        "INSERT INTO main.journal(n,id,at,site,who,act,title,bulk) VALUES(?,?,?,?,?,?,?,1)",
        (act.n, new_id(), act.at, act.site, who, ACT, title),
    )


def _facts(act: Act, prefix: str) -> None:
    """What their file notes under keys that begin so and ours does not know."""
    where = "WHERE t.key>=? AND t.key<? AND NOT EXISTS(SELECT 1 FROM main.project m WHERE m.key=t.key)"
    keys = f"{prefix}:", f"{prefix};"
    act.execute(
        "INSERT INTO main.change(journal,record,kind,rev,before,after)"
        f" SELECT ?, '{STATE}/project/'||t.key, '{STATE}', 0, 'null', NULL FROM theirs.project t {where}",
        (act.n, *keys),
    )
    act.execute(f"INSERT INTO main.project(key,value) SELECT t.key, t.value FROM theirs.project t {where}", keys)


def _finish(act: Act, merged: Merged, who: str) -> None:
    Journal(act.connection, act.site).forget_redo(who)
    summary: dict[str, Any] = {
        "file": act.path.name,
        "person": merged.person,
        **merged.counts,
        "articles_new": merged.articles_new,
        "both_changed": [msgspec.to_builtins(one) for one in merged.both],
    }
    act.execute("UPDATE main.journal SET summary=? WHERE n=?", (as_json(summary), act.n))
    if act.n > act.first:
        key = f"{merge_rest.HISTORY}{act.n}"
        act.execute("INSERT INTO main.project(key,value) VALUES(?,?)", (key, str(act.first)))


# --- the report --------------------------------------------------------------------------------------


def _merged(act: Act, how: HowCodebook) -> Merged:
    names, titles, tally = _names(act), _Titles(act), act.tally

    def _about(key: str, kind: str, article: str, who: str) -> dict[str, str]:
        found = {"record": key, "kind": kind, "article": article, "title": titles.of(article)}
        return found | {"annotator": names.get(who, "")}

    rows = [
        Touched(article=article, title=titles.of(article), annotator=names.get(who, ""), **_counts(found))
        for (article, who), found in tally.touched.items()
    ]
    rows.sort(key=lambda one: (one.annotator, one.title, one.article))
    return Merged(
        person=_person(act, tally),
        counts=_counts(tally.total),
        articles_new=tally.articles_new,
        rows=tuple(rows),
        both=tuple(
            BothChanged(**_about(key, kind, article, who), mine=mine, theirs=theirs, won=won)
            for key, kind, article, who, mine, theirs, won in tally.both
        ),
        held=tuple(
            NewlyHeld(**_about(key, kind, article, who), reason=reason)
            for key, kind, article, who, reason in tally.held
        ),
        texts=tuple(TextDiffers(article=key, title=titles.of(key), how=one) for key, one in tally.texts),
        codebook=how,
        line=act.n if tally.anything else None,
    )


def _counts(found: Any) -> dict[str, int]:
    return {str(sort): int(count) for sort, count in found.items()}


def _names(act: Act) -> dict[str, str]:
    found = dict(act.execute("SELECT id, name FROM theirs.annotator").fetchall())
    found.update(act.execute("SELECT id, name FROM main.annotator").fetchall())
    return found


class _Titles:
    """Titles by article, asked once each."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._known: dict[str, str] = {}

    def of(self, article: str) -> str:
        """The title, here or there."""
        if article not in self._known:
            row = None
            for side in ("main", "theirs"):
                query = f"SELECT title FROM {side}.article WHERE id=?"
                row = row or self._act.execute(query, (article,)).fetchone()
            known = self._act.places.get(article)
            self._known[article] = row[0] if row else known.title if known is not None else ""
        return self._known[article]


def _person(act: Act, tally: Tally) -> str | None:
    """For whom the packet was made, else who brought most."""
    row = act.execute("SELECT value FROM theirs.project WHERE key='packet'").fetchone()
    if row is not None:
        try:
            person = msgspec.json.decode(row[0], type=dict[str, Any]).get("person")
        except msgspec.DecodeError:
            person = None
        if isinstance(person, str):
            return act.ids.get(person, person)
    brought: dict[str, int] = {}
    for (_, who), found in tally.touched.items():
        if who:
            brought[who] = brought.get(who, 0) + found["new"] + found["changed"] + found["deleted"]
    return max(sorted(brought), key=lambda one: brought[one], default=None)

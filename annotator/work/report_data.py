"""What the report of a project says: people, progress, agreement, the worst articles, decisions; numbers only."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator

import msgspec

from annotator.core.errors import NothingToCompare
from annotator.core.model import STATES, Outcome
from annotator.store.batches import hidden
from annotator.store.project import Project
from annotator.store.reader import Reader
from annotator.work.agreement import Agreement, AgreementOptions
from annotator.work.agreement import run as agree
from annotator.work.progress import Progress

LATEST = 50  # decisions that are listed
OUTCOMES: tuple[Outcome, ...] = ("take", "merge", "new", "reject", "later")


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One annotator's work: articles by state, spans, time."""

    name: str
    kind: str  # person, model, gold
    assigned: int
    todo: int  # assigned and not begun
    doing: int
    done: int
    skipped: int
    spans: int
    relations: int
    minutes: float | None  # an article, of those with a time; None where none was taken
    questions: int  # open


class OneDecision(msgspec.Struct, frozen=True, kw_only=True):
    """A decision, and what it was about."""

    title: str
    outcome: str
    reason: str
    reviewer: str
    unclear: bool


class Decisions(msgspec.Struct, frozen=True, kw_only=True):
    """What reviewers settled."""

    total: int
    outcomes: dict[str, int]
    unclear: int  # that call the guideline unclear
    latest: tuple[OneDecision, ...]  # the newest first


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page shows. Without agreement `no_agreement` says why."""

    project: str
    as_of: str  # the day of the last act, YYYY-MM-DD (UTC)
    articles: int
    finished: int  # done by at least one annotator
    finished_by_two: int
    spans: dict[str, int]  # by label
    people: tuple[Person, ...]
    agreement: Agreement | None
    no_agreement: str
    decisions: Decisions


def gather(project: Project, options: AgreementOptions) -> Generator[Progress, None, Report]:
    """Counts; raises UnknownRecord for names that are not there."""
    agreement, why = None, ""
    try:
        agreement = yield from agree(project, options)
    except NothingToCompare as error:
        why = error.line()
    with project.snapshot() as reader:
        done = Counter(row[0] for row in reader.connection.execute("SELECT article FROM progress WHERE state='done'"))
        stats = reader.stats()
        return Report(
            project=project.name,
            as_of=_as_of(reader),
            articles=stats.articles,
            finished=len(done),
            finished_by_two=sum(many > 1 for many in done.values()),
            spans=stats.spans_by_label,
            people=_people(reader),
            agreement=agreement,
            no_agreement=why,
            decisions=_decisions(reader),
        )


def _as_of(reader: Reader) -> str:
    at = reader.connection.execute("SELECT max(at) FROM journal").fetchone()[0]
    return time.strftime("%Y-%m-%d", time.gmtime(at / 1000)) if at else ""


def _people(reader: Reader) -> tuple[Person, ...]:
    ask = reader.connection.execute
    spans, ties = (hidden(reader.connection, table, own=reader.own) for table in ("span", "relation"))
    tagged = dict(ask(f"SELECT annotator, count(*) FROM span WHERE 1{spans} GROUP BY annotator").fetchall())
    tied = dict(
        ask(
            "SELECT h.annotator, count(*) FROM relation JOIN span h ON h.n=relation.head"
            f" WHERE 1{ties} GROUP BY h.annotator"
        ).fetchall()
    )
    times = {
        who: seconds / 60 / many
        for who, seconds, many in ask(
            "SELECT annotator, sum(seconds), count(DISTINCT article) FROM worktime WHERE seconds>0 GROUP BY annotator"
        )
    }
    asked = dict(
        ask("SELECT annotator, count(*) FROM comment WHERE question=1 AND closed=0 GROUP BY annotator").fetchall()
    )
    states = _states(reader)
    people = []
    for n, name, kind in ask("SELECT n, name, kind FROM annotator ORDER BY n").fetchall():
        counts = states.get(n, Counter())
        person = Person(
            name=name,
            kind=kind,
            assigned=counts["assigned"],
            **{state: counts[state] for state in STATES},
            spans=tagged.get(n, 0),
            relations=tied.get(n, 0),
            minutes=times.get(n),
            questions=asked.get(n, 0),
        )
        people.append(person)
    return tuple(people)


def _states(reader: Reader) -> dict[int, Counter[str]]:
    """Of each annotator how many articles are in which state, and how many assigned."""
    found: dict[int, Counter[str]] = {}
    for who, state, assigned, many in reader.connection.execute(
        "SELECT annotator, state, assigned, count(*) FROM progress GROUP BY annotator, state, assigned"
    ):
        counts = found.setdefault(who, Counter())
        counts[state] += many
        counts["assigned"] += many * assigned
    return found


def _decisions(reader: Reader) -> Decisions:
    found = reader.decisions()
    names = {one.id: one.name for one in reader.annotators()}
    titles = {
        key: title or begins.partition("\n")[0]
        for key, title, begins in reader.connection.execute("SELECT id, title, substr(text, 1, 80) FROM article")
    }
    counts = Counter(one.outcome for one in found)
    latest = [
        OneDecision(
            title=titles.get(one.article, one.article),
            outcome=one.outcome,
            reason=one.reason,
            reviewer=names.get(one.reviewer, ""),
            unclear=one.guideline,
        )
        for one in reversed(found[-LATEST:])
    ]
    return Decisions(
        total=len(found),
        outcomes={outcome: counts[outcome] for outcome in OUTCOMES},
        unclear=sum(one.guideline for one in found),
        latest=tuple(latest),
    )

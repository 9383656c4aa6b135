"""Who labels what: articles spread evenly over people, some labelled twice, some to train on, some a second time.

The plan is made of the project and a seed alone, so that the same call makes the same plan again, and it is looked at
before it is taken. `progress.assigned` is the record of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from typing import Literal

import msgspec

from annotator.core.errors import UnknownRecord
from annotator.core.merge_errors import NothingToAssign
from annotator.core.model import Annotator, gold_id, new_id
from annotator.core.model import Progress as Begun
from annotator.core.text import whole
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from annotator.work.packets import lot
from annotator.work.progress import Progress

By = Literal["", "outlet", "section", "language", "author"]
BY: tuple[By, ...] = ("", "outlet", "section", "language", "author")
_SECOND = "{name} (second look)"
_STEP = 500


class AssignOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: `double` and `second_look` are shares (0 to 1), `by` spreads each outlet evenly over people.

    `training` articles with gold go to everybody. What `leaving` (a name) has assigned and not done goes to `people`.
    """

    people: tuple[str, ...]
    double: float = 0.0
    by: By = ""
    seed: int = 0
    query: str = ""
    training: int = 0
    second_look: float = 0.0
    leaving: str = ""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """One person's part: `shared` is labelled by somebody else, too; `by` counts by outlet (or what was asked for)."""

    name: str
    articles: int
    shared: int
    training: int
    by: dict[str, int]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Who gets what: `given` and `taken` name articles by id and people by name."""

    options: AssignOptions
    people: tuple[Share, ...]
    articles: int
    doubled: int
    training: tuple[str, ...]
    given: tuple[tuple[str, str], ...]
    taken: tuple[tuple[str, str], ...] = ()


class AssignReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was assigned, by the journal line `line`."""

    people: tuple[Share, ...]
    articles: int
    doubled: int
    training: int
    taken_back: int
    line: int


class _Article(msgspec.Struct, frozen=True):
    id: str
    stratum: str


def plan(project: Project, options: AssignOptions) -> Plan:
    """The plan, which changes nothing; raises NothingToAssign, UnknownRecord (nobody of the name that leaves)."""
    people = tuple(dict.fromkeys(whole(name).strip() for name in options.people if name.strip()))
    if not people:
        raise NothingToAssign(reason="nobody was named", advice="Name people: --to Ana,Bo")
    if options.second_look:
        return _second_look(project, options, people)
    taken: list[tuple[str, str]] = []
    if options.leaving:
        leaver = project.read.annotator_named(options.leaving)
        if leaver is None:
            raise UnknownRecord(kind="annotator", name=options.leaving)
        left = _left(project, leaver)
        taken = [(one.id, leaver.name) for one in left]
        found = left
    else:
        found = _free(project, options)
    training = _training(project, options)
    chosen = {one.id for one in training}
    given, doubled = _spread([one for one in found if one.id not in chosen], people, options, _having(project, people))
    given += [(one.id, name) for one in training for name in people]
    if not given:
        reason = "every article is assigned already" if not options.leaving else f"{options.leaving} has nothing open"
        raise NothingToAssign(reason=reason, advice="Look at who has what with: annotator info")
    strata = {one.id: one.stratum for one in (*found, *training)}
    return Plan(
        options=options,
        people=tuple(_shares(people, given, strata, chosen)),
        articles=len({article for article, _ in given}),
        doubled=doubled,
        training=tuple(one.id for one in training),
        given=tuple(given),
        taken=tuple(taken),
    )


def _shares(
    people: Sequence[str], given: Sequence[tuple[str, str]], strata: dict[str, str], training: set[str]
) -> Iterator[Share]:
    count = Counter(article for article, _ in given)
    for name in people:
        mine = [article for article, who in given if who == name]
        yield Share(
            name=name,
            articles=len(mine),
            shared=sum(count[article] > 1 for article in mine),
            training=sum(article in training for article in mine),
            by=dict(sorted(Counter(strata.get(article, "") for article in mine).items())),
        )


# --- which articles ----------------------------------------------------------------------------------


def _rows(project: Project, options: AssignOptions, condition: str, *values: object) -> list[_Article]:
    """Articles that the query finds, drawn by the seed within each stratum."""
    shown = set(project.read.article_ns(annotator_id="", filter=options.query))
    column = f"coalesce(a.{options.by},'')" if options.by else "''"
    found = project.connection.execute(
        f"SELECT a.n, a.id, {column} FROM article a WHERE {condition}", values
    ).fetchall()
    articles = [_Article(key, stratum) for number, key, stratum in found if number in shown]
    return sorted(articles, key=lambda one: (one.stratum, lot(options.seed, one.id)))


def _free(project: Project, options: AssignOptions) -> list[_Article]:
    """What nobody has been given yet."""
    return _rows(project, options, "NOT EXISTS(SELECT 1 FROM progress p WHERE p.article=a.n AND p.assigned=1)")


def _left(project: Project, leaver: Annotator) -> list[_Article]:
    """What somebody was given and has not done."""
    condition = (
        "EXISTS(SELECT 1 FROM progress p WHERE p.article=a.n AND p.assigned=1 AND p.state IN ('todo','doing')"
        " AND p.annotator=(SELECT n FROM annotator WHERE id=?))"
    )
    return _rows(project, AssignOptions(people=()), condition, leaver.id)


def _training(project: Project, options: AssignOptions) -> list[_Article]:
    """Articles with gold that is done, as many as asked for."""
    if not options.training:
        return []
    condition = (
        "EXISTS(SELECT 1 FROM progress p WHERE p.article=a.n AND p.state='done'"
        " AND p.annotator=(SELECT n FROM annotator WHERE id=?))"
    )
    found = _rows(project, options, condition, gold_id(project.id))
    found.sort(key=lambda one: lot(options.seed, one.id))
    if len(found) < options.training:
        reason = f"{len(found)} of the {options.training} articles to train on have gold that is done"
        raise NothingToAssign(reason=reason, advice="Adjudicate more articles first, or ask for fewer")
    return found[: options.training]


def _having(project: Project, people: Sequence[str]) -> dict[str, set[str]]:
    """What each of these people has been given, or has begun, already."""
    having: dict[str, set[str]] = {}
    for name in people:
        known = project.read.annotator_named(name)
        found = project.connection.execute(
            "SELECT a.id FROM progress p JOIN article a ON a.n=p.article"
            " WHERE p.annotator=(SELECT n FROM annotator WHERE id=?) AND (p.assigned=1 OR p.state<>'todo')",
            (known.id if known else "",),
        )
        having[name] = {row[0] for row in found}
    return having


def _spread(
    articles: Sequence[_Article], people: Sequence[str], options: AssignOptions, having: dict[str, set[str]]
) -> tuple[list[tuple[str, str]], int]:
    """Each article to whoever has fewest of its stratum, then fewest at all; the doubled ones to every pair in turn."""
    given: list[tuple[str, str]] = []
    load: Counter[str] = Counter()
    strata: Counter[tuple[str, str]] = Counter()
    pairs: Counter[frozenset[str]] = Counter()
    shared: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for one in articles:
        seen[one.stratum] += 1
        # Of the first n of a stratum the share, rounded down, so that any beginning of it has its part.
        twice = int(seen[one.stratum] * options.double + 1e-9) > int((seen[one.stratum] - 1) * options.double + 1e-9)
        able = [name for name in people if one.id not in having[name]]
        chosen: list[str] = []
        for _ in range(2 if twice else 1):
            rest = [name for name in able if name not in chosen]
            if not rest:
                break
            partner = chosen[0] if chosen else ""
            chosen.append(
                min(
                    rest,
                    key=lambda name: (
                        (pairs[frozenset((partner, name))], shared[name]) if twice else (0, 0),
                        strata[one.stratum, name],
                        load[name],
                        people.index(name),
                    ),
                )
            )
        for name in chosen:
            given.append((one.id, name))
            load[name] += 1
            strata[one.stratum, name] += 1
        if len(chosen) == 2:
            pairs[frozenset(chosen)] += 1
            shared.update(chosen)
    return given, pairs.total()


def _second_look(project: Project, options: AssignOptions, people: Sequence[str]) -> Plan:
    """A share of what each has done, once more under a name beside their own: two layers that can be compared."""
    given: list[tuple[str, str]] = []
    names: list[str] = []
    strata: dict[str, str] = {}
    for name in people:
        known = project.read.annotator_named(name)
        if known is None:
            raise UnknownRecord(kind="annotator", name=name)
        condition = (
            "EXISTS(SELECT 1 FROM progress p WHERE p.article=a.n AND p.state='done'"
            " AND p.annotator=(SELECT n FROM annotator WHERE id=?))"
        )
        again = _SECOND.format(name=known.name)
        having = _having(project, [again])[again]
        own = [one for one in _rows(project, options, condition, known.id) if one.id not in having]
        own.sort(key=lambda one: lot(options.seed, f"{known.id}/{one.id}"))
        some = own[: round(len(own) * options.second_look)]
        given += [(one.id, again) for one in some]
        strata |= {one.id: one.stratum for one in some}
        names.append(again)
    if not given:
        raise NothingToAssign(reason="they have done too few articles", advice="Ask for a greater share, or later")
    return Plan(
        options=options,
        people=tuple(_shares(names, given, strata, set())),
        articles=len({article for article, _ in given}),
        doubled=0,
        training=(),
        given=tuple(given),
    )


# --- taking it ---------------------------------------------------------------------------------------


def run(project: Project, made: Plan, *, who: str) -> Generator[Progress, None, AssignReport]:
    """Writes a plan as one act, which `undo` takes back; people who are not there yet are made."""
    named = list(dict.fromkeys(name for _, name in (*made.given, *made.taken)))
    known = {name: project.read.annotator_named(name) for name in named}
    fresh = {name: Annotator(id=new_id(), name=name) for name, one in known.items() if one is None}
    ids = {name: (one or fresh[name]).id for name, one in known.items()}
    with Bulk(project, act="assign", title=_title(made), who=who) as bulk:
        bulk.add(annotators=list(fresh.values()))
        changes = [(article, ids[name], True) for article, name in made.given]
        changes += [(article, ids[name], False) for article, name in made.taken]
        for start in range(0, len(changes), _STEP):
            yield Progress(done=start, total=len(changes), note=_title(made))
            some = [_begun(bulk, *change) for change in changes[start : start + _STEP]]
            bulk.add(progress=some)
        bulk.finish(
            {
                "seed": made.options.seed,
                "people": [ids[name] for name in named],
                "training": list(made.training),
                "articles": made.articles,
                "doubled": made.doubled,
            }
        )
    return AssignReport(
        people=made.people,
        articles=made.articles,
        doubled=made.doubled,
        training=len(made.training),
        taken_back=len(made.taken),
        line=bulk.n,
    )


def _begun(bulk: Bulk, article: str, annotator: str, assigned: bool) -> Begun:
    now = bulk.reader.progress(article, annotator)
    if now is None:
        return Begun(article=article, annotator=annotator, assigned=assigned)
    return msgspec.structs.replace(now, assigned=assigned)


def _title(made: Plan) -> str:
    names = [share.name for share in made.people]
    people = ", ".join(names) if len(names) < 4 else f"{len(names)} people"
    articles = "1 article" if made.articles == 1 else f"{made.articles:,} articles"
    return f"Assign {articles} to {people}"

"""A line a person after a merge: who returned what, how far they are, how well they agree, what they ask."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator.core.model import Annotator, gold_id
from annotator.store.journal import NOT_HISTORY
from annotator.store.project import Project
from annotator.work.merge import MergeReport


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """One person: `done` of `assigned` articles, times in milliseconds since 1970, `minutes` of work a done article.

    `partners` and `gold` are F1 by exact span (same label and fragments), pooled over the articles that both have done;
    None where there is none. `returned` is the file merged now, `last_return` when anything of theirs came last.
    """

    name: str
    returned: str | None
    assigned: int
    done: int
    last_act: int | None
    minutes: float | None
    partners: float | None
    gold: float | None
    questions: int
    last_return: int | None


class _Merge(msgspec.Struct):
    person: str | None = None


def returns(project: Project, reports: Sequence[MergeReport] = ()) -> tuple[Return, ...]:
    """Everybody who has something assigned or returned a file, in the order they came."""
    files = {report.person: report.file for report in reports if report.person}
    last = _last_returns(project)
    agreed = _Agreement(project)
    found = []
    for person in project.read.annotators():
        assigned = _assigned(project, person)
        if person.kind != "person" or not (assigned or person.name in files or person.id in last):
            continue
        found.append(_line(project, person, files.get(person.name), last.get(person.id), agreed))
    return tuple(found)


def _line(project: Project, person: Annotator, file: str | None, last: int | None, agreed: _Agreement) -> Return:
    ask = project.connection.execute
    number = ask("SELECT n FROM annotator WHERE id=?", (person.id,)).fetchone()[0]
    done = ask("SELECT count(*) FROM progress WHERE annotator=? AND assigned=1 AND state='done'", (number,)).fetchone()[
        0
    ]
    seconds, articles = ask(
        "SELECT sum(w.seconds), count(DISTINCT w.article) FROM worktime w JOIN progress p"
        " ON p.article=w.article AND p.annotator=w.annotator WHERE w.annotator=? AND p.state='done'",
        (number,),
    ).fetchone()
    questions = ask("SELECT count(*) FROM comment WHERE annotator=? AND question=1 AND closed=0", (number,)).fetchone()[
        0
    ]
    partners, gold = agreed.of(person.id)
    return Return(
        name=person.name,
        returned=file,
        assigned=_assigned(project, person),
        done=done,
        last_act=ask("SELECT max(at) FROM journal WHERE who=? AND act<>'merge'", (person.id,)).fetchone()[0],
        minutes=None if not articles else seconds / articles / 60,
        partners=partners,
        gold=gold,
        questions=questions,
        last_return=last,
    )


def _assigned(project: Project, person: Annotator) -> int:
    query = "SELECT count(*) FROM progress WHERE assigned=1 AND annotator=(SELECT n FROM annotator WHERE id=?)"
    return int(project.connection.execute(query, (person.id,)).fetchone()[0])


def _last_returns(project: Project) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, summary in project.connection.execute(
        "SELECT at, summary FROM journal WHERE act='merge' AND undone=0 AND summary IS NOT NULL"
        f" AND {NOT_HISTORY} ORDER BY n"
    ):
        person = msgspec.json.decode(summary, type=_Merge).person
        if person is not None:
            found[person] = at
    return found


_PAIRS = (
    "progress p JOIN progress q ON q.article=p.article AND q.annotator>p.annotator AND q.state='done'"
    " AND q.annotator IN (SELECT n FROM annotator WHERE kind<>'model') WHERE p.state='done'"
    " AND p.annotator IN (SELECT n FROM annotator WHERE kind<>'model')"
)
_SIZES = (
    "SELECT p.annotator, q.annotator, sum((SELECT count(*) FROM span WHERE article=p.article AND annotator=p.annotator)"
    f"+(SELECT count(*) FROM span WHERE article=q.article AND annotator=q.annotator)) FROM {_PAIRS} GROUP BY 1, 2"
)
_SAME = (
    "SELECT p.annotator, q.annotator, count(*) FROM "
    + _PAIRS.replace(
        " WHERE p.state",
        " JOIN span s ON s.article=p.article AND s.annotator=p.annotator JOIN span t ON t.article=q.article"
        ' AND t.annotator=q.annotator AND t.start=s.start AND t."end"=s."end" AND t.label=s.label'
        " AND t.fragments IS s.fragments WHERE p.state",
    )
    + " GROUP BY 1, 2"
)


class _Agreement:
    """Exact spans that two layers share, of all pairs of done layers, counted once."""

    def __init__(self, project: Project) -> None:
        ids = dict(project.connection.execute("SELECT n, id FROM annotator").fetchall())
        gold = gold_id(project.id)
        same = {(one, other): count for one, other, count in project.connection.execute(_SAME)}
        self._partners: dict[str, list[int]] = {}
        self._golden: dict[str, list[int]] = {}
        for one, other, sizes in project.connection.execute(_SIZES):
            pair = ids[one], ids[other]
            counts = self._golden if gold in pair else self._partners
            for person in pair:
                if person != gold:
                    _add(counts, person, same.get((one, other), 0), sizes)

    def of(self, person: str) -> tuple[float | None, float | None]:
        """With partners, and with gold."""
        return _f1(self._partners.get(person)), _f1(self._golden.get(person))


def _add(counts: dict[str, list[int]], key: str, same: int, sizes: int) -> None:
    found = counts.setdefault(key, [0, 0])
    found[0] += same
    found[1] += sizes


def _f1(found: list[int] | None) -> float | None:
    return None if found is None or not found[1] else 2 * found[0] / found[1]

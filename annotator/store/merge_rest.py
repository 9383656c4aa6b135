"""The rest of a merge: progress, comments and decisions, tombstones, work time, and their journal as history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from annotator.core.model import AnyRecord, Comment, Decision, Held, Progress
from annotator.store import rows, wordings
from annotator.store.merge_act import Act
from annotator.store.merge_hits import HeldRow, Waiting
from annotator.store.merge_kin import Version, note_both
from annotator.store.merge_log import STATE, Stamped
from annotator.store.rows import Stamp, as_json

HISTORY = "history:"  # key in `project`: a merge's journal line, and the first line of the history that came with it
Simple = Progress | Comment | Decision
KINDS = ("progress", "comment", "decision")
_FIELDS = {
    "progress": "article.id, annotator.id, x.state, x.assigned",
    "comment": rows.COMMENT_FIELDS.replace("c.", "x."),
    "decision": rows.DECISION_FIELDS.replace("d.", "x."),
}
_OWNER = {"progress": "annotator", "comment": "annotator", "decision": "reviewer"}
_BUILD: dict[str, Callable[[tuple[Any, ...]], Simple]] = {
    "progress": rows.progress_of,
    "comment": rows.comment_of,
    "decision": rows.decision_of,
}
_BOUND = {"progress": "m.article=art.mn AND m.annotator=w.n", "comment": "m.id=t.id", "decision": "m.id=t.id"}


def simple(act: Act, waiting: Waiting) -> None:
    """Progress, comments and decisions: of each the greater version stands, if its article and annotator do."""
    for kind in KINDS:
        keys = dict(_differing(act, kind))
        for article, _, key in waiting.articles(kind):
            keys.setdefault(_ours(act, kind, key), article)
        for key in sorted(keys):
            _settle(act, waiting, kind, key, keys[key])


def _differing(act: Act, kind: str) -> Iterator[tuple[str, str]]:
    """The ids (as we have them) of all that is not the same, with their articles."""
    key = "art.id||'/'||w.id" if kind == "progress" else "t.id"
    more = " OR m.state<>t.state OR m.assigned<>t.assigned" if kind == "progress" else ""
    yield from act.execute(
        f"SELECT {key}, art.id FROM theirs.{kind} t JOIN temp.art ON art.tn=t.article"
        f" JOIN temp.who w ON w.tn=t.{_OWNER[kind]} LEFT JOIN main.{kind} m ON {_BOUND[kind]}"
        f" WHERE m.rev IS NULL OR m.rev<>t.rev OR m.site<>t.site{more}"
    ).fetchall()
    if kind != "progress":
        yield from act.execute(
            f"SELECT t.id, a.id FROM theirs.tombstone t CROSS JOIN main.{kind} m ON m.id=t.id"
            " JOIN main.article a ON a.n=m.article WHERE t.kind=? AND t.rev>m.rev",
            (kind,),
        ).fetchall()
    else:
        for (theirs,) in act.execute("SELECT id FROM theirs.tombstone WHERE kind='progress'").fetchall():
            yield _ours(act, kind, theirs), theirs.partition("/")[0]
    for place in [one for one in act.places.values() if one.number is None]:
        key = "a.id||'/'||(SELECT id FROM main.annotator WHERE n=x.annotator)" if kind == "progress" else "x.id"
        yield from act.execute(
            f"SELECT {key}, a.id FROM main.{kind} x JOIN main.article a ON a.n=x.article WHERE a.id=?", (place.id,)
        ).fetchall()


def _ours(act: Act, kind: str, key: str) -> str:
    """A progress key names its annotator, who may have another id here."""
    article, slash, annotator = key.partition("/")
    return article + slash + act.ids.get(annotator, annotator) if kind == "progress" else key


def _theirs(act: Act, kind: str, key: str) -> list[str]:
    article, slash, annotator = key.partition("/")
    if kind != "progress":
        return [key]
    return [f"{article}/{theirs}" for theirs, ours in act.ids.items() if ours == annotator] or [
        article + slash + annotator
    ]


def _load(act: Act, side: str, kind: str, key: str) -> Version | None:
    """The row of one side, with the record as we would have it."""
    where, values = "x.id=?", (key,)
    if kind == "progress":
        article, _, whose = key.partition("/")
        where, values = "article.id=? AND annotator.id=?", (article, whose)  # type: ignore[assignment]
    row = act.execute(
        f"SELECT {_FIELDS[kind]}, x.rev, x.site, x.at FROM {side}.{kind} x JOIN {side}.article article"
        f" ON article.n=x.article JOIN {side}.annotator annotator ON annotator.n=x.{_OWNER[kind]} WHERE {where}",
        values,
    ).fetchone()
    if row is None:
        return None
    try:
        record = _BUILD[kind](row)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise act.damaged(f"The {kind} {key} cannot be read: {error}") from error
    return Version(row[-3], 1, row[-2], row[-1], _renamed(act, record) if side == "theirs" else record)


def _renamed(act: Act, record: Simple) -> Simple:
    if isinstance(record, Decision):
        return msgspec.structs.replace(record, reviewer=act.ids.get(record.reviewer, record.reviewer))
    return msgspec.structs.replace(record, annotator=act.ids.get(record.annotator, record.annotator))


def _versions(act: Act, waiting: Waiting, side: str, kind: str, key: str, article: str) -> Iterator[Version]:
    for name in _theirs(act, kind, key) if side == "theirs" else [key]:
        found = _load(act, side, kind, name)
        if found is not None:
            yield found
        held = waiting.of(side, kind, article).get(name)
        if held is not None:
            record = held[2].whole()
            assert isinstance(record, Simple)
            yield Version(held[0], 1, held[1], act.at, _renamed(act, record) if side == "theirs" else record)
        tomb = act.execute(f"SELECT rev, 0, site, at FROM {side}.tombstone WHERE id=?", (name,)).fetchone()
        if tomb is not None:
            yield Version(*tomb)


def _settle(act: Act, waiting: Waiting, kind: str, key: str, article: str) -> None:
    mine, theirs = (
        max(_versions(act, waiting, side, kind, key, article), key=_rank, default=None) for side in ("main", "theirs")
    )
    best = max((one for one in (mine, theirs) if one is not None), key=_rank)
    apart = mine is not None and theirs is not None and mine.rank != theirs.rank
    if apart and (kind == "progress" or max(mine.rev, theirs.rev) > 1):  # type: ignore[union-attr]
        assert mine is not None
        assert theirs is not None
        whose = _whose(best, article)
        note_both(act, key, kind, mine=mine, theirs=theirs, records=(mine.body, theirs.body), whose=whose)
    own = kind == "progress" and mine is not None and mine.body is not None and mine.body.annotator == act.protected
    if own and mine is not None:
        # The state is its owner's, what is assigned the supervisor's.
        assigned = best.body.assigned if best.body is not None else mine.body.assigned
        best = mine._replace(body=msgspec.structs.replace(mine.body, assigned=assigned))
    _write(act, waiting, kind, key, best, article)


def _rank(version: Version) -> tuple[Any, ...]:
    return (*version.rank, "" if version.body is None else as_json(version.body))


def _whose(version: Version, article: str) -> tuple[str, str]:
    body = version.body
    if body is None:
        return article, ""
    return article, body.reviewer if isinstance(body, Decision) else body.annotator


def _write(act: Act, waiting: Waiting, kind: str, key: str, best: Version, article: str) -> None:
    standing, place = _load(act, "main", kind, key), act.place(article)
    held = waiting.of("main", kind, article).get(key)
    covered = best.alive and place.number is None and place.covers(best.rev, best.site)
    if not best.alive or covered:
        _bury(act, kind, key, best if not covered else Version(*(place.dead or (0, "")), 0), standing, held)  # type: ignore[arg-type]
        return
    whose = _whose(best, article)
    if place.number is None:
        _hold(act, kind, key, best, standing, held)
        return
    if whose[1] not in act.numbers:
        raise act.damaged(f"The {kind} {key} is of an annotator who is not there")
    if standing is not None and standing.rank == best.rank and standing.body == best.body:
        return
    stamp = Stamp(best.rev, best.site, best.at)
    _clear(act, key)
    if standing is None:
        act.rows.insert(best.body, stamp)
        act.log.record(key, kind, best.rev, before=None, stamp=None, after=as_json(best.body))
    else:
        act.rows.update(best.body, stamp)
        former = Stamped(standing.rev, standing.site, standing.at)
        act.log.record(key, kind, best.rev, before=standing.body, stamp=former, after=as_json(best.body))
    act.tally.add("new" if standing is None else "changed", *whose)


def _clear(act: Act, key: str) -> None:
    """What stands is neither held nor deleted."""
    for table, columns in (("tombstone", "kind, rev, site, at"), ("held", "kind, rev, site, reason, body")):
        row = act.execute(f"SELECT {columns} FROM main.{table} WHERE id=?", (key,)).fetchone()
        if row is not None:
            act.log.state(table, key, list(row))
            act.execute(f"DELETE FROM main.{table} WHERE id=?", (key,))


def _bury(act: Act, kind: str, key: str, version: Version, standing: Version | None, held: HeldRow | None) -> None:
    if standing is None and held is None:
        return
    act.log.state("tombstone", key, None)
    _clear(act, key)
    stamp = Stamp(version.rev, version.site, version.at or act.at)
    if standing is not None:
        former = Stamped(standing.rev, standing.site, standing.at)
        act.log.record(key, kind, version.rev, before=standing.body, stamp=former, after=None)
        act.tally.add("deleted", *_whose(standing, standing.body.article))
    else:
        act.tally.other += 1
    act.rows.delete(kind, key, stamp)


def _hold(act: Act, kind: str, key: str, best: Version, standing: Version | None, held: HeldRow | None) -> None:
    record: AnyRecord = best.body
    kept = Held.of(record, reason="Its article was deleted")
    if held is not None and held[:2] == (best.rev, best.site):
        return
    if standing is not None:
        former = Stamped(standing.rev, standing.site, standing.at)
        act.log.record(key, kind, best.rev, before=standing.body, stamp=former, after=None)
        act.rows.erase(kind, key)
    former_held = None if held is None else [kind, *held[:2], held[2].reason, held[2].body]
    act.log.state("held", key, former_held)
    wordings.erase(act.connection, key)
    wordings.hold(act.connection, kept, best.rev, best.site)
    whose = _whose(best, best.body.article)
    act.tally.add("held", *whose)
    act.tally.held.append((key, kind, *whose, kept.reason))


# --- tombstones, work time, history ------------------------------------------------------------------


def tombstones(act: Act) -> None:
    """What they deleted and does not stand here, so that nobody brings it back."""
    act.execute("DELETE FROM temp.buried")
    for kind in ("article", "span", "relation", "comment", "decision", "actor"):
        act.execute(
            "INSERT INTO temp.buried SELECT t.id, t.kind, t.rev, t.site, t.at FROM theirs.tombstone t"
            " LEFT JOIN main.tombstone m ON m.id=t.id"
            " WHERE t.kind=? AND (m.id IS NULL OR (t.rev,t.site)>(m.rev,m.site))"
            f" AND NOT EXISTS(SELECT 1 FROM main.{kind} x WHERE x.id=t.id) AND NOT EXISTS(SELECT 1 FROM main.held x"
            " WHERE x.id=t.id AND x.rev>=t.rev AND (x.rev,x.site)<>(t.rev,t.site))",
            (kind,),
        )
    act.execute(
        "INSERT INTO temp.buried SELECT t.id, t.kind, t.rev, t.site, t.at FROM theirs.tombstone t"
        " LEFT JOIN main.tombstone m ON m.id=t.id WHERE t.kind='wording'"
        " AND (m.id IS NULL OR (t.rev,t.site)>(m.rev,m.site)) AND NOT EXISTS(SELECT 1 FROM main.held x WHERE x.id=t.id)"
    )
    _progress_tombs(act)
    act.execute(
        "INSERT OR IGNORE INTO main.change(journal,record,kind,rev,before,after)"
        f" SELECT ?, '{STATE}/tombstone/'||b.id, '{STATE}', 0, CASE WHEN m.id IS NULL THEN 'null'"
        " ELSE json_array(m.kind,m.rev,m.site,m.at) END, NULL"
        " FROM temp.buried b LEFT JOIN main.tombstone m ON m.id=b.id",
        (act.n,),
    )
    cursor = act.execute(
        "INSERT INTO main.tombstone(id,kind,rev,site,at) SELECT id, kind, rev, site, at FROM temp.buried WHERE 1"
        " ON CONFLICT(id) DO UPDATE SET rev=excluded.rev, site=excluded.site, at=excluded.at"
    )
    act.tally.other += cursor.rowcount


def _progress_tombs(act: Act) -> None:
    query = "SELECT id, rev, site, at FROM theirs.tombstone WHERE kind='progress'"
    for key, rev, site, at in act.execute(query).fetchall():
        ours = _ours(act, "progress", key)
        known = act.execute("SELECT rev, site FROM main.tombstone WHERE id=?", (ours,)).fetchone()
        if (known is None or (rev, site) > known) and _load(act, "main", "progress", ours) is None:
            act.execute("INSERT OR REPLACE INTO temp.buried VALUES(?,'progress',?,?,?)", (ours, rev, site, at))


_WORKTIME = (
    "SELECT art.mn AS article, w.n AS annotator, t.site AS site, t.day AS day, max(t.seconds) AS seconds,"
    " art.id AS ida, w.id AS idw FROM theirs.worktime t"
    " JOIN temp.art ON art.tn=t.article JOIN temp.who w ON w.tn=t.annotator"
    " WHERE art.mn IS NOT NULL AND w.n IS NOT NULL GROUP BY 1,2,3,4"
)


def worktime(act: Act) -> None:
    """Of each day the longer count: a count only grows."""
    act.execute(
        "INSERT OR IGNORE INTO main.change(journal,record,kind,rev,before,after)"
        f" SELECT ?, '{STATE}/worktime/'||x.ida||'/'||x.idw||'/'||x.site||'/'||x.day, '{STATE}', 0,"
        f" coalesce(m.seconds,'null'), NULL FROM ({_WORKTIME}) x LEFT JOIN main.worktime m ON m.article=x.article"
        " AND m.annotator=x.annotator AND m.site=x.site AND m.day=x.day WHERE m.seconds IS NULL OR m.seconds<x.seconds",
        (act.n,),
    )
    cursor = act.execute(
        "INSERT INTO main.worktime(article,annotator,site,day,seconds)"
        f" SELECT article, annotator, site, day, seconds FROM ({_WORKTIME}) WHERE 1"
        " ON CONFLICT(article,annotator,site,day) DO UPDATE SET seconds=excluded.seconds"
        " WHERE excluded.seconds>seconds"
    )
    act.tally.other += cursor.rowcount


UNKNOWN_LINES = (
    "SELECT {what} FROM theirs.journal t WHERE NOT EXISTS(SELECT 1 FROM main.journal m WHERE m.id=t.id)"
    " AND (t.bulk=0 OR t.summary IS NOT NULL)"
)


def history(act: Act) -> None:
    """Their journal lines that are not here yet, with their changes, in the places that were left for them."""
    numbered = UNKNOWN_LINES.format(what="t.n, ?-1+row_number() OVER (ORDER BY t.n)")
    act.execute(f"INSERT INTO temp.line {numbered}", (act.first,))
    act.execute(
        "INSERT INTO main.journal(n,id,at,site,who,act,title,article,target,bulk,undone,summary)"
        " SELECT l.n, t.id, t.at, t.site, coalesce((SELECT w.id FROM temp.who w JOIN theirs.annotator a ON a.n=w.tn"
        " WHERE a.id=t.who), t.who), t.act, t.title, t.article, t.target, t.bulk, t.undone, t.summary"
        " FROM temp.line l JOIN theirs.journal t ON t.n=l.tn"
    )
    # That they merged is told along, but alone it is nothing new: two files would never come to rest.
    acts = "SELECT count(*) FROM temp.line l JOIN theirs.journal t ON t.n=l.tn WHERE t.act<>'merge'"
    act.tally.other += act.execute(acts).fetchone()[0]
    act.execute(
        "INSERT INTO main.change(journal,record,kind,rev,before,after)"
        " SELECT l.n, c.record, c.kind, c.rev, c.before, c.after FROM temp.line l"
        f" JOIN theirs.change c ON c.journal=l.tn WHERE c.kind<>'{STATE}'"
    )

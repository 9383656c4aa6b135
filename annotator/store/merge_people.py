"""The parts of a merge that stand on no article: the codebook's versions, who is who, and the registry of actors."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook
from annotator.core.errors import BadCodebook
from annotator.core.fitting import Fitting
from annotator.core.merge_errors import CodebooksApart, SameNameAsked
from annotator.core.model import Actor, Annotator, CodebookVersion, answers_id
from annotator.store import rows
from annotator.store.merge_act import Act
from annotator.store.merge_kin import Version, note_both
from annotator.store.merge_log import Stamped
from annotator.store.merge_report import HowCodebook, SameName
from annotator.store.rows import Stamp, as_json

SAME = "same:"  # key in `project`: an annotator's id there, and which id here it means
_VERSIONS = "SELECT id, body, parent, seq, by, at FROM {side}.codebook ORDER BY seq"


# --- codebook ----------------------------------------------------------------------------------------


def compared(act: Act) -> tuple[HowCodebook, list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """What their codebook is beside ours, and all versions on both sides."""
    mine = act.execute(_VERSIONS.format(side="main")).fetchall()
    theirs = act.execute(_VERSIONS.format(side="theirs")).fetchall()
    if not theirs:
        raise act.damaged("It has lost its codebook")
    for row in theirs:
        _book(act, row)
    if mine[-1][0] == theirs[-1][0]:
        return "same", mine, theirs
    if theirs[-1][0] in {row[0] for row in mine}:
        return "older", mine, theirs
    return ("newer" if mine[-1][0] in {row[0] for row in theirs} else "apart"), mine, theirs


def codebook(act: Act, choice: str) -> HowCodebook:
    """Takes the versions that follow ours; raises CodebooksApart unless one was chosen, DamagedProject."""
    how, mine, theirs = compared(act)
    known = {row[0] for row in mine}
    if how == "apart" and choice not in ("mine", "theirs"):
        raise CodebooksApart(path=act.path)
    book = _book(act, mine[-1])
    if how in ("newer", "apart"):
        parent, seq = mine[-1][0], mine[-1][3]
        for row in theirs:
            if row[0] not in known:
                seq += 1
                latest = _book(act, row)
                _write(act, CodebookVersion(id=row[0], body=row[1], parent=parent, seq=seq, by=row[4]), row[5])
                parent = row[0]
                known.add(row[0])
        if how == "apart" and choice == "mine":
            book = _anew(book, known)
            by = mine[-1][4]
            identity, body = codebooks.identity(book), codebooks.canonical(book)
            _write(act, CodebookVersion(id=identity, body=body, parent=parent, seq=seq + 1, by=by), act.at)
        else:
            book = latest
    act.fitting = Fitting(book)
    return how


def _anew(book: Codebook, known: set[str]) -> Codebook:
    """The same codebook under a name of its own, so that it can follow the one that was not chosen."""
    while codebooks.identity(book) in known:
        book = msgspec.structs.replace(book, edition=book.edition + 1)
    return book


def _book(act: Act, row: tuple[Any, ...]) -> Codebook:
    try:
        book = codebooks.loads(row[1], name=act.path.name)
    except BadCodebook as error:
        raise act.damaged(f"A version of its codebook cannot be read: {error.fields['reason']}") from error
    if codebooks.identity(book) != row[0]:
        raise act.damaged("A version of its codebook is not what its name says")
    return book


def _write(act: Act, version: CodebookVersion, at: int) -> None:
    act.rows.insert(version, Stamp(version.seq, act.site, at))
    act.log.record(version.id, "codebook", version.seq, before=None, stamp=None, after=as_json(version))
    act.tally.other += 1


# --- annotators --------------------------------------------------------------------------------------


def asked(act: Act) -> list[SameName]:
    """Names that stand here under another id, and that nobody has answered for yet."""
    known = dict(act.execute("SELECT id, name FROM main.annotator").fetchall())
    found = []
    for key, name in act.execute("SELECT id, name FROM theirs.annotator ORDER BY n").fetchall():
        if key in known or _answer(act, key) is not None:
            continue
        here = next((one for one, other in sorted(known.items()) if _folded(other) == _folded(name)), None)
        if here is not None:
            count = act.execute(
                "SELECT count(*) FROM theirs.span s JOIN theirs.annotator w ON w.n=s.annotator WHERE w.id=?", (key,)
            ).fetchone()[0]
            found.append(SameName(name=name, mine=here, theirs=key, spans=count))
    return found


def _folded(name: str) -> str:
    return name.strip().casefold()


def _answer(act: Act, key: str) -> str | None:
    row = act.execute("SELECT value FROM main.project WHERE key=?", (SAME + key,)).fetchone()
    return None if row is None else str(row[0])


def annotators(act: Act, *, project: str, same_name: bool | None) -> None:
    """Who is who: by id, or as a person said; raises SameNameAsked when nobody has."""
    open_names = asked(act)
    if open_names and same_name is None:
        raise SameNameAsked(path=act.path, names=", ".join(one.name for one in open_names))
    for one in open_names:
        meant = one.mine if same_name else one.theirs
        act.execute("INSERT INTO main.project(key,value) VALUES(?,?)", (SAME + one.theirs, meant))
        act.tally.other += 1
    theirs = act.execute("SELECT n, id, name, kind, rev, site, at FROM theirs.annotator ORDER BY n").fetchall()
    for number, key, name, kind, rev, site, at in theirs:
        meant = _answer(act, key) or key
        act.people[number], act.ids[key] = meant, meant
        if meant == key and not (key == answers_id(project) and act.protected is None):
            _annotator(act, Annotator(id=key, name=name.strip() or key, kind=kind), Stamp(rev, site, at))
    for number, key in act.execute("SELECT n, id FROM main.annotator").fetchall():
        act.numbers[key], act.names[number] = number, key
    act.connection.executemany(
        "INSERT INTO temp.who(tn,n,id) VALUES(?,?,?)",
        [(number, act.numbers.get(key), key) for number, key in act.people.items()],
    )


def _annotator(act: Act, record: Annotator, stamp: Stamp) -> None:
    """Who has done anything anywhere is never taken away by a merge: no annotator's deletion is followed."""
    row = act.execute("SELECT name, kind, rev, site, at FROM main.annotator WHERE id=?", (record.id,)).fetchone()
    if row is None:
        _log_tombstone(act, record.id)
        act.rows.insert(record, stamp)
        act.log.record(record.id, "annotator", stamp.rev, before=None, stamp=None, after=as_json(record))
        act.tally.other += 1
    elif (stamp.rev, stamp.site, record.name, record.kind) > (row[2], row[3], row[0], row[1]):
        before = Annotator(id=record.id, name=row[0], kind=row[1])
        act.rows.update(record, stamp)
        act.log.record(
            record.id, "annotator", stamp.rev, before=before, stamp=Stamped(*row[2:5]), after=as_json(record)
        )
        act.tally.other += 1


def _log_tombstone(act: Act, key: str) -> None:
    row = act.execute("SELECT kind, rev, site, at FROM main.tombstone WHERE id=?", (key,)).fetchone()
    if row is not None:
        act.log.state("tombstone", key, list(row))


# --- actors ------------------------------------------------------------------------------------------

_ACTOR = f"SELECT {rows.ACTOR_FIELDS}, rev, site, at, batch FROM {{side}}.actor a"
_DIFFERS = (
    "LEFT JOIN main.actor m ON m.id=a.id WHERE m.id IS NULL OR m.rev<>a.rev OR m.site<>a.site OR m.name<>a.name"
    " OR m.body<>a.body OR m.note<>a.note OR m.type IS NOT a.type OR m.parent IS NOT a.parent"
    " OR m.wikidata IS NOT a.wikidata OR m.merged_into IS NOT a.merged_into"
)


def actors(act: Act) -> None:
    """New and changed entries of the registry; deletions come last, when it is known who is still referred to."""
    fields = ", ".join(f"a.{name.strip()}" for name in rows.ACTOR_FIELDS.split(","))
    query = f"SELECT {fields}, a.rev, a.site, a.at, NULL FROM theirs.actor a {_DIFFERS}"
    for row in act.execute(query).fetchall():
        try:
            record = rows.actor_of(row)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise act.damaged(f"The actor {row[1]} cannot be read: {error}") from error
        _actor(act, record, Version(row[-4], 1, row[-3], row[-2], record))


def _actor(act: Act, record: Actor, theirs: Version) -> None:
    row = act.execute(_ACTOR.format(side="main") + " WHERE id=?", (record.id,)).fetchone()
    stamp = Stamp(theirs.rev, theirs.site, theirs.at)
    if row is None:
        buried = act.execute("SELECT rev, site, at FROM main.tombstone WHERE id=?", (record.id,)).fetchone()
        if buried is not None:
            mine = Version(buried[0], 0, buried[1])
            note_both(act, record.id, "actor", mine=mine, theirs=theirs, records=(None, record), whose=("", ""))
            if mine.rank > theirs.rank and not _referred(act, "theirs", record.id):
                return
            _log_tombstone(act, record.id)
        act.rows.insert(record, stamp, act.n)
        act.tally.add("new", "", "")
        return
    before, former = rows.actor_of(row), Stamped(*row[-4:])
    mine = Version(former.rev, 1, former.site, former.at, before)
    note_both(act, record.id, "actor", mine=mine, theirs=theirs, records=(before, record), whose=("", ""))
    if (theirs.rank, as_json(record)) > (mine.rank, as_json(before)):
        act.rows.update(record, stamp)
        act.log.record(record.id, "actor", stamp.rev, before=before, stamp=former, after=as_json(record))
        act.tally.add("changed", "", "")


def _referred(act: Act, side: str, key: str) -> bool:
    query = (
        f"SELECT 1 FROM {side}.span WHERE actor=?1 UNION ALL"
        f" SELECT 1 FROM {side}.actor WHERE parent=?1 OR merged_into=?1 LIMIT 1"
    )
    return act.execute(query, (key,)).fetchone() is not None


def bury_actors(act: Act) -> None:
    """Deletes what they deleted, unless something that stands refers to it: nothing is left pointing nowhere."""
    query = (
        "SELECT t.id, t.rev, t.site, t.at FROM theirs.tombstone t CROSS JOIN main.actor a ON a.id=t.id"
        " WHERE t.kind='actor' AND t.rev>a.rev"
    )
    for key, rev, site, at in act.execute(query).fetchall():
        row = act.execute(_ACTOR.format(side="main") + " WHERE id=?", (key,)).fetchone()
        before, former = rows.actor_of(row), Stamped(*row[-4:])
        mine, theirs = Version(former.rev, 1, former.site), Version(rev, 0, site)
        note_both(act, key, "actor", mine=mine, theirs=theirs, records=(before, None), whose=("", ""))
        if _referred(act, "main", key):
            continue
        _log_tombstone(act, key)
        act.log.state("tombstone", key, None)
        act.log.record(key, "actor", rev, before=before, stamp=former, after=None)
        act.rows.delete("actor", key, Stamp(rev, site, at))
        act.tally.add("deleted", "", "")

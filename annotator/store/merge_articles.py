"""The articles of a merge: new ones, changed fields, and whose text stands where the two sides differ.

A text that was corrected on one side is taken with its former wordings. Where both sides corrected it apart from each
other one of them stands, the same whoever merges; the other is held with all spans of the article until a person picks.
"""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.core.chains import Chain, kin, leading
from annotator.core.model import Article, Held, Wording, digest
from annotator.store import rows, wordings
from annotator.store.merge_act import Act, Place
from annotator.store.merge_kin import Version, note_both
from annotator.store.merge_log import Stamped
from annotator.store.rows import Stamp, as_json

_FIELDS = "title, outlet, author, published, url, language, section, source_id, meta"
_ROW = (
    "t.n, t.id, t.rev, t.site, t.sha256, t.text_version, m.n, m.rev, m.site, m.sha256, m.text_version, b.rev, b.site,"
    " t.title"
)
_CONTENT = rows.ARTICLE_FIELDS.replace(" text,", " '',")


def articles(act: Act) -> None:
    """Everything but deletions, which wait until what hangs on an article has been looked at."""
    found = act.execute(
        f"SELECT {_ROW}, {' OR '.join(f't.{name.strip()} IS NOT m.{name.strip()}' for name in _FIELDS.split(','))}"
        " FROM theirs.article t LEFT JOIN main.article m ON m.id=t.id LEFT JOIN main.tombstone b ON b.id=t.id"
    ).fetchall()
    fresh = []
    for row in found:
        number, key, rev, site, sha256, version, here, mine_rev, mine_site, mine_sha, mine_version, *rest = row
        dead, other = (rest[0], rest[1]), rest[3]
        if here is None:
            if dead[0] is not None and (rev, 1, site) < (dead[0], 0, dead[1]):
                act.places[key] = Place(id=key, title=rest[2], number=None, theirs=sha256, dead=dead)
            else:
                fresh.append(number)
            continue
        if sha256 != mine_sha or version != mine_version or version > 1:
            _text(act, key, here=here, mine=mine_sha, there=number, theirs=sha256)
        if (rev, site) != (mine_rev, mine_site) or other:
            _fields(act, key, Version(rev, 1, site), Version(mine_rev, 1, mine_site))
    _insert(act, fresh)
    act.execute(
        "INSERT INTO temp.art(tn,mn,id) SELECT t.n, m.n, t.id FROM theirs.article t LEFT JOIN main.article m USING(id)"
    )
    _others(act)
    _unpicked(act)


def _insert(act: Act, numbers: list[int]) -> None:
    """New articles with their former wordings, each text looked at before it is taken."""
    columns = f"id, rev, site, at, text, sha256, text_version, {_FIELDS}"
    for number in numbers:
        row = act.execute(f"SELECT {columns} FROM theirs.article WHERE n=?", (number,)).fetchone()
        _check(act, row[0], text=row[4], sha256=row[5], meta=row[-1])
        for key, former in act.execute(
            "SELECT id, json_array(kind,rev,site,at) FROM main.tombstone WHERE id=?", (row[0],)
        ).fetchall():
            act.log.state("tombstone", key, msgspec.json.decode(former))
            act.execute("DELETE FROM main.tombstone WHERE id=?", (key,))
        cursor = act.execute(f"INSERT INTO main.article({columns},batch) VALUES({','.join('?' * 16)},?)", (*row, act.n))
        act.execute(
            "INSERT INTO main.article_text(article,version,sha256,splices)"
            " SELECT ?, version, sha256, splices FROM theirs.article_text WHERE article=?",
            (cursor.lastrowid, number),
        )
        sha256 = row[5]
        act.places[row[0]] = Place(
            id=row[0], title=row[7], number=cursor.lastrowid, mine=sha256, theirs=sha256, sha256=sha256
        )
    act.execute("INSERT INTO search(rowid,title,text) SELECT n, title, text FROM main.article WHERE batch=?", (act.n,))
    act.tally.articles_new = len(numbers)


def _check(act: Act, key: str, *, text: str, sha256: str, meta: str = "{}") -> None:
    if digest(text) != sha256:
        raise act.damaged(f"The text of the article {key} does not have the hash that was stored with it")
    try:
        msgspec.json.decode(meta, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise act.damaged(f"The fields of the article {key} cannot be read: {error}") from error


def _fields(act: Act, key: str, theirs: Version, mine: Version) -> None:
    """Title, outlet and so on: the greater version's; the text has its own rule."""
    found: list[tuple[Article, Stamped]] = []
    for side, batch in (("main", "batch"), ("theirs", "NULL")):
        row = act.execute(
            f"SELECT {_CONTENT}, rev, site, at, {batch} FROM {side}.article WHERE id=?", (key,)
        ).fetchone()
        found.append((rows.article_of(row), Stamped(*row[-4:])))
    (before, former), (other, stamp) = found
    after = msgspec.structs.replace(other, sha256=before.sha256, text_version=before.text_version)
    note_both(act, key, "article", mine=mine, theirs=theirs, records=(before, after), whose=(key, ""))
    if (theirs.rank, as_json(after)) <= (mine.rank, as_json(before)):
        return
    _check(act, key, text="", sha256=digest(""), meta=as_json(after.meta))
    act.rows.update(after, Stamp(stamp.rev, stamp.site, stamp.at))
    act.log.record(key, "article", stamp.rev, before=before, stamp=former, after=as_json(after))
    act.tally.add("changed", key, "")


# --- texts -------------------------------------------------------------------------------------------


def _text(act: Act, key: str, *, here: int, mine: str, there: int, theirs: str) -> None:
    """Lets the leading text stand, and has all spans of the article looked at."""
    ours, other = act.chain("main", here, mine), act.chain("theirs", there, theirs)
    if ours == other:
        return
    how, title = kin(ours, other), act.execute("SELECT title FROM main.article WHERE n=?", (here,)).fetchone()[0]
    stands = leading(ours, other)
    act.places[key] = Place(
        id=key, title=title, number=here, mine=mine, theirs=theirs, sha256=stands.head, chain=stands
    )
    if how != "same" and mine != theirs:
        named = {"older": "theirs older", "newer": "theirs newer", "apart": "both corrected"}[how]
        act.tally.texts.append((key, named))  # type: ignore[arg-type]
    lost = ""
    if how == "apart":
        act.places[key].lost = [ours if stands is other else other]
        lost = mine if stands is other else theirs
    if lost and lost not in stands.hashes:
        text = _words(act, "theirs" if stands is ours else "main", key, lost)
        _set_aside(act, key, text, ours if stands is other else other)
    if stands is other:
        _take(act, key, here, there, other)
    for side, number in (("main", here), ("theirs", there)):
        act.execute(
            f"INSERT OR IGNORE INTO temp.hit SELECT ?, 'span', id FROM {side}.span WHERE article=?", (key, number)
        )


def _words(act: Act, side: str, key: str, sha256: str) -> str:
    text: str = act.execute(f"SELECT text FROM {side}.article WHERE id=?", (key,)).fetchone()[0]
    _check(act, key, text=text, sha256=sha256)
    return text


def _take(act: Act, key: str, here: int, there: int, chain: Chain) -> None:
    """Their text in the place of ours, with its wordings."""
    title, text, sha256, version = act.execute(
        "SELECT title, text, sha256, text_version FROM main.article WHERE n=?", (here,)
    ).fetchone()
    former = act.execute(
        "SELECT version, sha256, splices FROM main.article_text WHERE article=? ORDER BY version", (here,)
    ).fetchall()
    act.log.state("text", key, [text, sha256, version, former])
    words = _words(act, "theirs", key, chain.head)
    act.execute("INSERT INTO search(search,rowid,title,text) VALUES('delete',?,?,?)", (here, title, text))
    act.execute("DELETE FROM main.article_text WHERE article=?", (here,))
    act.execute(
        "INSERT INTO main.article_text(article,version,sha256,splices)"
        " SELECT ?, version, sha256, splices FROM theirs.article_text WHERE article=?",
        (here, there),
    )
    act.execute(
        "UPDATE main.article SET text=?, sha256=?, text_version=(SELECT text_version FROM theirs.article WHERE n=?)"
        " WHERE n=?",
        (words, chain.head, there, here),
    )
    act.execute("INSERT INTO search(rowid,title,text) VALUES(?,?,?)", (here, title, words))
    act.tally.add("changed", key, "")


# --- the other of two corrected texts ----------------------------------------------------------------


def other_text(article: str, text: str, chain: Chain) -> Held:
    """A text that does not stand, as it is held: whole, as a change of nothing, so that it reads the same anywhere."""
    body = as_json(Wording(article=article, sha256=chain.head, splices=((0, 0, text),)))
    body = f'{body[:-1]},"chain":{as_json(chain)}}}'
    reason = "Its article's text was corrected in two copies apart from each other; this is the one that does not stand"
    return Held(record=f"{article}/text/{chain.head}", kind="wording", reason=reason, body=body)


def _set_aside(act: Act, article: str, text: str, chain: Chain) -> None:
    """Holds a text, unless it was decided on or one that goes on from it is held; of two ways to it the leading one."""
    held = other_text(article, text, chain)
    decided = "SELECT 1 FROM {side}.tombstone WHERE id=?"
    if any(act.execute(decided.format(side=side), (held.record,)).fetchone() for side in ("main", "theirs")):
        return
    others = [one for side in ("main", "theirs") for one in act.held_chains(side, article)]
    if any(kin(chain, other) == "newer" for other in others):
        return
    row = act.execute("SELECT kind, rev, site, reason, body FROM main.held WHERE id=?", (held.record,)).fetchone()
    if row is not None and leading(act.chain_in(held.record, row[-1]), chain) != chain:
        return
    if row is not None and row[-1] == held.body:
        return
    act.log.state("held", held.record, None if row is None else list(row))
    wordings.erase(act.connection, held.record)
    wordings.hold(act.connection, held, 1, "")
    if row is not None:
        act.tally.other += 1
        return
    act.tally.add("held", article, "")
    act.tally.held.append((held.record, "wording", article, "", held.reason))


def _others(act: Act) -> None:
    """Texts set aside before, here or there: one that stands now, is gone on from, or was decided on is let go of."""
    query = "SELECT id, body FROM {side}.held WHERE kind='wording'"
    for key, body in act.execute(query.format(side="theirs")).fetchall():
        chain = act.chain_in(key, body)
        try:
            wording = msgspec.json.decode(body, type=Wording)
            text = wording.splices[0][2]
        except (msgspec.DecodeError, IndexError) as error:
            raise act.damaged(f"What is held as {key} cannot be read") from error
        _check(act, wording.article, text=text, sha256=wording.sha256)
        place = act.place(wording.article)
        if place.number is not None and wording.sha256 not in act.chain_of(place).hashes:
            _set_aside(act, wording.article, text, chain)
    for key, body in act.execute(query.format(side="main")).fetchall():
        wording, chain = msgspec.json.decode(body, type=Wording), act.chain_in(key, body)
        place = act.place(wording.article)
        decided = act.execute("SELECT 1 FROM theirs.tombstone WHERE id=?", (key,)).fetchone()
        stands = place.number is not None and wording.sha256 in act.chain_of(place).hashes
        older = any(kin(chain, other) == "newer" for other in act.held_chains("main", wording.article))
        if decided or place.number is None or stands or older:
            act.log.state("held", key, ["wording", 1, "", *_held_rest(act, key)])
            wordings.erase(act.connection, key)
            act.tally.other += 1


def _unpicked(act: Act) -> None:
    """Where a text waits to be picked all spans of the article are looked at: none stands until then."""
    query = f"SELECT id, n FROM main.article WHERE n IN ({wordings.UNPICKED})"
    for key, number in act.execute(query).fetchall():
        act.place(key).unpicked = True
        act.execute("INSERT OR IGNORE INTO temp.hit SELECT ?, 'span', id FROM main.span WHERE article=?", (key, number))


def _held_rest(act: Act, key: str) -> tuple[str, str]:
    reason, body = act.execute("SELECT reason, body FROM main.held WHERE id=?", (key,)).fetchone()
    return reason, body


# --- deletions ---------------------------------------------------------------------------------------


def dying(act: Act) -> list[tuple[str, int, str, int]]:
    """Our articles that they deleted, each with its tombstone's rev, site and time; all on them is looked at."""
    found = act.execute(
        "SELECT t.id, t.rev, t.site, t.at, a.n, a.title, a.sha256 FROM theirs.tombstone t"
        " CROSS JOIN main.article a ON a.id=t.id WHERE t.kind='article' AND t.rev>a.rev"
    ).fetchall()
    for key, rev, site, _, number, title, sha256 in found:
        act.places[key] = Place(id=key, title=title, number=None, mine=sha256, sha256=sha256, dead=(rev, site))
        act.execute("INSERT OR IGNORE INTO temp.hit SELECT ?, 'span', id FROM main.span WHERE article=?", (key, number))
    return [row[:4] for row in found]


def bury(act: Act, dead: list[tuple[str, int, str, int]]) -> None:
    """Takes away deleted articles; what hung on them has been deleted or held by now."""
    for key, rev, site, at in dead:
        row = act.execute("SELECT * FROM main.article WHERE id=?", (key,)).fetchone()
        names = [one[1] for one in act.execute("PRAGMA main.table_info(article)")]
        whole = dict(zip(names, row, strict=True))
        former = act.execute(
            "SELECT version, sha256, splices FROM main.article_text WHERE article=? ORDER BY version", (whole["n"],)
        ).fetchall()
        act.log.state("article", key, [whole, former])
        act.log.states("worktime", _worktime(act, whole["n"], key))
        act.log.state("tombstone", key, None)
        act.execute(
            "INSERT INTO search(search,rowid,title,text) VALUES('delete',?,?,?)",
            (whole["n"], whole["title"], whole["text"]),
        )
        act.rows.delete("article", key, Stamp(rev, site, at))
        act.tally.add("deleted", key, "")


def _worktime(act: Act, number: int, key: str) -> list[tuple[str, int]]:
    query = "SELECT annotator, site, day, seconds FROM main.worktime WHERE article=?"
    return [
        (f"{key}/{act.names[who]}/{site}/{day}", seconds)
        for who, site, day, seconds in act.execute(query, (number,)).fetchall()
    ]

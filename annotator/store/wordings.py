"""An article's text as corrections change it, with its spans moved along and the former wording kept; what is held.

Every call runs inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3

import msgspec

from annotator.core.chains import Chain
from annotator.core.correction import moved, spliced
from annotator.core.errors import StaleError
from annotator.core.model import Fragment, Held, Splice, Wording, digest, words_of
from annotator.core.text import quoted

KINDS = ("wording", "held")
# The articles (row numbers) of which two texts were corrected apart and nobody has picked one: no span of them stands.
UNPICKED = "SELECT a.n FROM held h JOIN article a ON a.id=substr(h.id,1,instr(h.id,'/')-1) WHERE h.kind='wording'"
_to_json = msgspec.json.Encoder().encode
_fragments = msgspec.json.Decoder(tuple[Fragment, ...]).decode
_splices = msgspec.json.Decoder(tuple[Splice, ...]).decode
_HELD = "held/"


def load(connection: sqlite3.Connection, kind: str, key: str) -> tuple[Wording | Held, int] | None:
    """What stands of a wording (its hash alone, for comparison) or of a held record, and its rev."""
    if kind == "wording":
        row = connection.execute("SELECT id, sha256, rev FROM article WHERE id=?", (key.partition("/")[0],)).fetchone()
        return None if row is None else (Wording(article=row[0], sha256=row[1]), int(row[2]))
    found = connection.execute(
        "SELECT id, kind, reason, body, rev FROM held WHERE id=?", (key.removeprefix(_HELD),)
    ).fetchone()
    if found is None:
        return None
    return Held(record=found[0], kind=found[1], reason=found[2], body=found[3]), int(found[4])


def chain(connection: sqlite3.Connection, number: int, sha256: str, *, side: str = "main") -> Chain:
    """All wordings of an article (row number) whose present text has this hash. Raises msgspec.DecodeError."""
    found = connection.execute(
        f"SELECT sha256, splices FROM {side}.article_text WHERE article=? ORDER BY version", (number,)
    ).fetchall()
    return Chain((*(row[0] for row in found), sha256), tuple(_splices(row[1]) for row in found))


def texts_of(article: str) -> tuple[str, str]:
    """Between which ids (the second left out) the held texts of an article are."""
    return f"{article}/text/", f"{article}/text0"


def hold(connection: sqlite3.Connection, record: Held, rev: int, site: str) -> None:
    """Keeps a record that cannot stand, under the rev of its tombstone if that is higher: a merge compares the two."""
    connection.execute(
        "INSERT INTO held(id,kind,rev,site,reason,body)"
        " VALUES(?1,?2,max(?3,coalesce((SELECT rev FROM tombstone WHERE id=?1),0)),?4,?5,?6)",
        (record.record, record.kind, rev, site, record.reason, record.body),
    )


def release(connection: sqlite3.Connection, key: str, *, site: str, at: int) -> None:
    """A held record is decided on; unless the same act puts it back, it counts as deleted from here on."""
    record = key.removeprefix(_HELD)
    connection.execute(
        "INSERT INTO tombstone(id,kind,rev,site,at)"
        " SELECT h.id, h.kind, max(h.rev, coalesce(t.rev,0))+1, ?2, ?3"
        " FROM held h LEFT JOIN tombstone t ON t.id=h.id WHERE h.id=?1"
        " ON CONFLICT(id) DO UPDATE SET rev=excluded.rev, site=excluded.site, at=excluded.at",
        (record, site, at),
    )
    erase(connection, key)


def erase(connection: sqlite3.Connection, key: str) -> None:
    """A held record goes as if it had never been."""
    connection.execute("DELETE FROM held WHERE id=?", (key.removeprefix(_HELD),))


def reword(connection: sqlite3.Connection, record: Wording, rev: int, site: str, at: int) -> None:
    """Gives an article its other text and takes its spans along, under their own rev: that is mechanical.

    Raises StaleError when a span that stands would be cut: whoever made the Edit did not know it.
    """
    number, title, text, sha256, version = connection.execute(
        "SELECT n, title, text, sha256, text_version FROM article WHERE id=?", (record.article,)
    ).fetchone()
    now = spliced(text, record.splices)
    if digest(now) != record.sha256:
        raise ValueError("the splices do not lead to the text that the edit names")
    _move_spans(connection, number, now, record.splices)
    connection.execute(
        "INSERT INTO article_text(article,version,sha256,splices) VALUES(?,?,?,?)",
        (number, version, sha256, _to_json(record.splices).decode()),
    )
    connection.execute("INSERT INTO search(search,rowid,title,text) VALUES('delete',?,?,?)", (number, title, text))
    connection.execute(
        "UPDATE article SET text=?, sha256=?, text_version=?, rev=?, site=?, at=? WHERE n=?",
        (now, record.sha256, version + 1, rev, site, at, number),
    )
    connection.execute("INSERT INTO search(rowid,title,text) VALUES(?,?,?)", (number, title, now))


def _move_spans(connection: sqlite3.Connection, article: int, text: str, splices: tuple[Splice, ...]) -> None:
    first = splices[0][0] if splices else len(text)
    query = 'SELECT n, start, "end", fragments, words FROM span WHERE article=? AND "end">=?'
    changes = []
    for number, start, end, fragments, words in connection.execute(query, (article, first)).fetchall():
        pieces = ((start, end),) if fragments is None else _fragments(fragments)
        there = moved(pieces, splices)
        if there is None:
            raise StaleError(record=f"The span {quoted(words)}", who="somebody whose tag this would cut")
        column = None if len(there) == 1 else _to_json(there).decode()
        changes.append((there[0][0], there[-1][1], column, words_of(text, there), number))
    connection.executemany('UPDATE span SET start=?, "end"=?, fragments=?, words=? WHERE n=?', changes)

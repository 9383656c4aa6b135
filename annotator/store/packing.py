"""Filling a packet: a new file with the selected rows of one person's work, and nothing that is anybody else's.

Never a thinned copy: what was never written into a file cannot be found in its pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.model import answers_id, gold_id, new_id
from annotator.store import schema
from annotator.store.connection import may_write, translated, writing
from annotator.store.journal import now
from annotator.store.packet import KEY, Packet, seal
from annotator.store.reader import Reader

_WHO = "(SELECT n FROM source.annotator WHERE id=:person)"
_ARTICLE = (
    "n, id, rev, site, at, sha256, text_version, title, outlet, author, published, url, language, section, source_id,"
    " meta, text"
)
_SPAN = (
    'n, id, rev, site, at, article, annotator, label, start, "end", fragments, words, attributes, actor, note, origin,'
    " codebook"
)
_RELATION = "id, rev, site, at, kind, head, tail, attributes"
_ACTOR = "n, id, rev, site, at, name, type, parent, wikidata, note, body, merged_into"
_COMMENT = "n, id, rev, site, at, article, span, parent, annotator, text, question, closed"
_PROGRESS = "article, annotator, rev, site, at, assigned, state"
# A person's own threads: what they asked or remarked, and what was answered there, by whom it does not matter.
_THREADS = f"SELECT id FROM source.comment WHERE annotator={_WHO} AND parent IS NULL"


class Filled(msgspec.Struct, frozen=True):
    """What a packet holds."""

    articles: int
    spans: int
    training: int


def fill(
    out: Path, source: Path, *, project: str, person: str, articles: Sequence[int], blind: bool, training: Sequence[str]
) -> Filled:
    """Makes the packet at `out`, where nothing may be yet; `articles` are row numbers, `training` ids among them.

    Raises PathTrouble, DiskFull, DamagedProject.
    """
    with translated(out), closing(sqlite3.connect(out, isolation_level=None, uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA foreign_keys=ON")
        schema.build(connection, out)
        mode = "mode=ro" if may_write(source) else "mode=ro&immutable=1"
        connection.execute("ATTACH ? AS source", (f"{source.absolute().as_uri()}?{mode}",))
        connection.execute("CREATE TEMP TABLE wanted(n INTEGER PRIMARY KEY)")
        connection.executemany("INSERT OR IGNORE INTO temp.wanted(n) VALUES(?)", [(n,) for n in articles])
        with writing(connection, out):
            made = Packet(id=new_id(), person=person, blind=blind, made=now())
            filled = _rows(connection, made, project=project, training=training)
        connection.execute("DETACH source")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return filled


def _rows(connection: sqlite3.Connection, made: Packet, *, project: str, training: Sequence[str]) -> Filled:
    values: dict[str, Any] = {"person": made.person, "answers": answers_id(project), "at": made.made}
    values["gold"] = gold_id(project)

    def run(statement: str) -> int:
        wanted = {key: value for key, value in values.items() if f":{key}" in statement}
        return connection.execute(statement, wanted).rowcount

    connection.execute("CREATE TEMP TABLE training(n INTEGER PRIMARY KEY)")
    connection.executemany(
        "INSERT INTO temp.training SELECT n FROM source.article WHERE id=?", [(one,) for one in training]
    )
    facts = {"id": project, "made": str(made.made), "owner": made.person, KEY: msgspec.json.encode(made).decode()}
    connection.executemany("INSERT INTO main.project(key,value) VALUES(?,?)", list(facts.items()))
    run(
        "INSERT INTO main.codebook(id,parent,seq,at,by,body)"
        " SELECT id, parent, seq, at, '', body FROM source.codebook ORDER BY seq"
    )
    _people(run, blind=made.blind)
    articles, spans = _work(run, blind=made.blind)
    _comments(run)
    run("INSERT INTO main.search(rowid,title,text) SELECT n, title, text FROM main.article")
    return Filled(articles, spans, _training(connection, project, training))


def _work(run: Callable[[str], int], *, blind: bool) -> tuple[int, int]:
    """Articles and what is tagged on them; how many of both. Rows of an import that still runs stay out."""
    whole = "(batch IS NULL OR 'open:'||batch NOT IN (SELECT key FROM source.project))"
    # Gold of a training article is sealed, so it is not beside it in the open.
    gold = "(SELECT n FROM source.annotator WHERE id=:gold)"
    open_gold = f" AND NOT (annotator IS {gold} AND article IN (SELECT n FROM temp.training))"
    others = f" AND annotator={_WHO}" if blind else open_gold
    articles = run(
        f"INSERT INTO main.article({_ARTICLE}) SELECT {_ARTICLE} FROM source.article"
        f" WHERE n IN (SELECT n FROM temp.wanted) AND {whole}"
    )
    run("INSERT INTO main.article_text SELECT * FROM source.article_text WHERE article IN (SELECT n FROM main.article)")
    spans = run(
        f"INSERT INTO main.span({_SPAN}) SELECT {_SPAN} FROM source.span"
        f" WHERE article IN (SELECT n FROM main.article){others} AND {whole}"
    )
    run(
        f"INSERT INTO main.relation({_RELATION}) SELECT {_RELATION} FROM source.relation"
        f" WHERE head IN (SELECT n FROM main.span) AND tail IN (SELECT n FROM main.span) AND {whole}"
    )
    run(
        f"INSERT INTO main.progress({_PROGRESS}) SELECT {_PROGRESS} FROM source.progress"
        f" WHERE article IN (SELECT n FROM main.article){others}"
    )
    if not blind:
        run(f"INSERT INTO main.actor({_ACTOR}) SELECT {_ACTOR} FROM source.actor WHERE {whole}")
    return articles, spans


def _people(run: Callable[[str], int], *, blind: bool) -> None:
    fields = "n, id, rev, site, at, name, kind"
    some = " WHERE id=:person" if blind else " WHERE kind<>'gold' OR n IN (SELECT annotator FROM source.span)"
    run(f"INSERT INTO main.annotator({fields}) SELECT {fields} FROM source.annotator{some}")


def _comments(run: Callable[[str], int]) -> None:
    """Own comments, and the answers to them under a name that tells nobody."""
    here = "article IN (SELECT n FROM main.article)"
    answered = f"{here} AND annotator<>{_WHO} AND parent IN ({_THREADS})"
    run(
        "INSERT OR IGNORE INTO main.annotator(id,rev,site,at,name,kind)"
        " SELECT :answers, 1, '', :at, 'Answers', 'person'"
        f" WHERE EXISTS(SELECT 1 FROM source.comment WHERE {answered})"
    )
    run(f"INSERT INTO main.comment({_COMMENT}) SELECT {_COMMENT} FROM source.comment WHERE {here} AND annotator={_WHO}")
    fields = _COMMENT.replace("annotator", "(SELECT n FROM main.annotator WHERE id=:answers)")
    run(f"INSERT OR IGNORE INTO main.comment({_COMMENT}) SELECT {fields} FROM source.comment WHERE {answered}")


def _training(connection: sqlite3.Connection, project: str, training: Sequence[str]) -> int:
    """Gold of the training articles, sealed: it is shown when the article is done, and not found before."""
    reader, gold, sealed = Reader(_plain(connection)), gold_id(project), 0
    try:
        for article in training:
            spans = reader.spans(article, gold)
            ties = reader.relations(article, gold)
            if connection.execute("SELECT 1 FROM main.article WHERE id=?", (article,)).fetchone() is not None:
                seal(connection, article, spans, ties)
                sealed += 1
    finally:
        reader.connection.close()
    return sealed


def _plain(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A connection of its own on the attached project, so that a reader sees its tables."""
    path = next(row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "source")
    return sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True)

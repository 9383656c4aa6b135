"""The tables of a project, format 1, and the numbered migrations between formats.

No triggers, views, generated columns or functions in a CHECK: a file that has any is refused, so nothing
in a stranger's file can run. `user_version` alone says which format a file has; it is written in the same
transaction as the statements that make it true.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

import msgspec

from annotator.core.errors import DamagedProject, NewerProject, NotAProject
from annotator.store.connection import APPLICATION_ID, has_log, untouched, writing

VERSION = 1

_STAMPS = "rev INTEGER NOT NULL, site TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL"
_ARTICLE = "article INTEGER NOT NULL REFERENCES article(n) ON DELETE CASCADE"

# `text` is the last column of article: the list reads the fields before it without walking through it.
TABLES: tuple[str, ...] = (
    "CREATE TABLE project(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE codebook(id TEXT PRIMARY KEY, parent TEXT REFERENCES codebook(id), seq INTEGER NOT NULL UNIQUE,"
    " at INTEGER NOT NULL, by TEXT NOT NULL, body TEXT NOT NULL) STRICT",
    f"CREATE TABLE annotator(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {_STAMPS},"
    " name TEXT NOT NULL, kind TEXT NOT NULL CHECK(kind IN('person','model','gold'))) STRICT",
    f"CREATE TABLE article(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {_STAMPS}, batch INTEGER,"
    " sha256 TEXT NOT NULL, text_version INTEGER NOT NULL DEFAULT 1, title TEXT NOT NULL DEFAULT '', outlet TEXT,"
    " author TEXT, published TEXT, url TEXT, language TEXT, section TEXT, source_id TEXT,"
    " meta TEXT NOT NULL DEFAULT '{}', text TEXT NOT NULL) STRICT",
    "CREATE INDEX article_sha ON article(sha256)",
    "CREATE INDEX article_batch ON article(batch) WHERE batch IS NOT NULL",
    "CREATE INDEX article_published ON article(published)",
    "CREATE INDEX article_list ON article(title, outlet, author, published)",
    "CREATE TABLE article_text(article INTEGER NOT NULL REFERENCES article(n) ON DELETE CASCADE,"
    " version INTEGER NOT NULL, sha256 TEXT NOT NULL, splices TEXT NOT NULL, PRIMARY KEY(article,version))"
    " STRICT, WITHOUT ROWID",
    f"CREATE TABLE actor(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {_STAMPS}, batch INTEGER,"
    " name TEXT NOT NULL, type TEXT, parent TEXT, wikidata TEXT, note TEXT NOT NULL DEFAULT '',"
    " body TEXT NOT NULL DEFAULT '{}', merged_into TEXT) STRICT",
    "CREATE TABLE span(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL, site TEXT NOT NULL,"
    f" at INTEGER NOT NULL, batch INTEGER, {_ARTICLE}, annotator INTEGER NOT NULL REFERENCES annotator(n),"
    ' label TEXT NOT NULL, start INTEGER NOT NULL CHECK(start>=0), "end" INTEGER NOT NULL, fragments TEXT,'
    " words TEXT NOT NULL, attributes TEXT NOT NULL DEFAULT '{}', actor TEXT, note TEXT NOT NULL DEFAULT '',"
    " origin TEXT NOT NULL DEFAULT 'manual', codebook TEXT NOT NULL, CHECK(\"end\">start)) STRICT",
    "CREATE INDEX span_article ON span(article,annotator,start)",
    "CREATE INDEX span_label ON span(label,annotator)",
    "CREATE INDEX span_actor ON span(actor) WHERE actor IS NOT NULL",
    "CREATE INDEX span_batch ON span(batch) WHERE batch IS NOT NULL",
    "CREATE TABLE relation(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL, site TEXT NOT NULL,"
    " at INTEGER NOT NULL, batch INTEGER, kind TEXT NOT NULL,"
    " head INTEGER NOT NULL REFERENCES span(n) ON DELETE CASCADE,"
    " tail INTEGER NOT NULL REFERENCES span(n) ON DELETE CASCADE,"
    " attributes TEXT NOT NULL DEFAULT '{}', CHECK(head<>tail)) STRICT",
    "CREATE INDEX relation_head ON relation(head)",
    "CREATE INDEX relation_tail ON relation(tail)",
    f"CREATE TABLE progress({_ARTICLE}, annotator INTEGER NOT NULL REFERENCES annotator(n), {_STAMPS},"
    " assigned INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL CHECK(state IN('todo','doing','done','skipped')),"
    " PRIMARY KEY(article,annotator)) STRICT, WITHOUT ROWID",
    f"CREATE TABLE worktime({_ARTICLE}, annotator INTEGER NOT NULL REFERENCES annotator(n), site TEXT NOT NULL,"
    " day TEXT NOT NULL, seconds INTEGER NOT NULL, PRIMARY KEY(article,annotator,site,day)) STRICT, WITHOUT ROWID",
    f"CREATE TABLE decision(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {_STAMPS}, {_ARTICLE},"
    " difference TEXT NOT NULL, reviewer INTEGER NOT NULL REFERENCES annotator(n),"
    " outcome TEXT NOT NULL CHECK(outcome IN('take','merge','new','reject','later')),"
    " reason TEXT NOT NULL DEFAULT '', guideline INTEGER NOT NULL DEFAULT 0,"
    " sources TEXT NOT NULL, result TEXT NOT NULL) STRICT",
    "CREATE INDEX decision_difference ON decision(article,difference)",
    f"CREATE TABLE comment(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {_STAMPS}, {_ARTICLE}, span TEXT,"
    " parent TEXT, annotator INTEGER NOT NULL REFERENCES annotator(n), text TEXT NOT NULL,"
    " question INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE TABLE tombstone(id TEXT PRIMARY KEY, kind TEXT NOT NULL, rev INTEGER NOT NULL, site TEXT NOT NULL,"
    " at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE held(id TEXT PRIMARY KEY, kind TEXT NOT NULL, rev INTEGER NOT NULL, site TEXT NOT NULL,"
    " reason TEXT NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE journal(n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, site TEXT NOT NULL,"
    " who TEXT NOT NULL, act TEXT NOT NULL, title TEXT NOT NULL, article TEXT, target TEXT,"
    " bulk INTEGER NOT NULL DEFAULT 0, undone INTEGER NOT NULL DEFAULT 0 CHECK(undone IN(0,1,2)), summary TEXT) STRICT",
    "CREATE TABLE change(journal INTEGER NOT NULL REFERENCES journal(n), record TEXT NOT NULL, kind TEXT NOT NULL,"
    " rev INTEGER NOT NULL, before TEXT, after TEXT, PRIMARY KEY(record,journal)) STRICT, WITHOUT ROWID",
    "CREATE INDEX change_journal ON change(journal)",
    "CREATE VIRTUAL TABLE search USING fts5(title,text,content='article',content_rowid='n',"
    "tokenize='unicode61 remove_diacritics 2')",
)


class Migration(msgspec.Struct, frozen=True, kw_only=True):
    """The statements that lead to format `to`; each is one statement, so that all can be rolled back."""

    to: int
    statements: tuple[str, ...]


MIGRATIONS: tuple[Migration, ...] = ()


def build(connection: sqlite3.Connection, path: Path) -> None:
    """Makes the tables in an empty file, in one transaction."""
    connection.execute("PRAGMA page_size=4096")
    connection.execute("PRAGMA journal_mode=WAL")
    with writing(connection, path):
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        for statement in TABLES:
            connection.execute(statement)
        # An import adds a piece to the index every 50 articles: merging them by eight, not by four, costs a fifth less.
        connection.execute("INSERT INTO search(search,rank) VALUES('automerge',8)")
        connection.execute(f"PRAGMA user_version={VERSION}")


def look(path: Path) -> None:
    """Refuses a file before anything of it, or beside it, is written; see `check_objects`."""
    if not has_log(path):
        with untouched(path) as connection:
            check_objects(connection, path)


def check_objects(connection: sqlite3.Connection, path: Path) -> None:
    """Raises NotAProject when the file holds a trigger or view, DamagedProject when a table is not as it should be.

    Tables of an older format are looked at after they were migrated.
    """
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    foreign = [name for kind, name, _ in rows if kind in ("trigger", "view")]
    if foreign:
        raise NotAProject(path=path, reason=f"It holds what no project has: {', '.join(foreign)}")
    if version_of(connection) != VERSION or set(TABLES) <= {sql for _, _, sql in rows}:
        return
    # Not word for word as made here: another program may have rewritten a table to the same effect.
    there = _columns(connection)
    missing = [name for name in _expected() if name not in there]
    if missing:
        raise DamagedProject(path=path, reason=f"Tables are missing: {', '.join(missing)}")
    other = [name for name, columns in _expected().items() if there[name] != columns]
    if other:
        raise DamagedProject(path=path, reason=f"Tables have other columns: {', '.join(other)}")


def _columns(connection: sqlite3.Connection) -> dict[str, list[tuple[str, int]]]:
    """Each table with its columns and whether they are generated; of the index only what we made ourselves."""
    found: dict[str, list[tuple[str, int]]] = {}
    for table, column, generated in connection.execute(
        "SELECT m.name, c.name, c.hidden FROM sqlite_master m, pragma_table_xinfo(m.name) c"
        " WHERE m.type='table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, c.cid"
    ):
        found.setdefault(table, []).append((column, generated))
    return found


@cache
def _expected() -> dict[str, list[tuple[str, int]]]:
    connection = sqlite3.connect(":memory:")
    try:
        for statement in TABLES:
            connection.execute(statement)
        return _columns(connection)
    finally:
        connection.close()


def version_of(connection: sqlite3.Connection) -> int:
    """The format of an open file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    *,
    migrations: tuple[Migration, ...] | None = None,
    target: int | None = None,
) -> None:
    """Brings an older file to the present format, one transaction a step; a failing step leaves no trace.

    The caller keeps a copy of the file first.
    """
    steps, goal = MIGRATIONS if migrations is None else migrations, VERSION if target is None else target
    # A table that is dropped to be rebuilt would take with it whatever refers to it.
    connection.execute("PRAGMA foreign_keys=OFF")
    try:
        for migration in sorted(steps, key=lambda step: step.to):
            if version_of(connection) < migration.to <= goal:
                _step(connection, path, migration)
    finally:
        connection.execute("PRAGMA foreign_keys=ON")
    if version_of(connection) > goal:
        raise NewerProject(path=path, version=version_of(connection), known=goal)
    if version_of(connection) < goal:
        raise DamagedProject(path=path, reason=f"Its format {version_of(connection)} is none that was ever used")


def _step(connection: sqlite3.Connection, path: Path, migration: Migration) -> None:
    # sqlite-utils costs up to 0.4 s to import and is needed only when there is something to migrate.
    from sqlite_utils import Database

    database = Database(connection)
    with writing(connection, path):
        for statement in migration.statements:
            database.execute(statement)
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise DamagedProject(path=path, reason=f"A row of {broken[0]} refers to a {broken[2]} that is not there")
        database.execute(f"PRAGMA user_version={migration.to}")

"""Proof that a project is sound: the file, the text hashes, every span's words, the codebook, the search index."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from typing import Any

import msgspec

from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook, check_attributes, check_relation
from annotator.core.errors import AnnotatorError, BadCodebook, DamagedProject, DamageFound, ProjectBusy
from annotator.core.model import Fragment, Span, digest, words_of
from annotator.store import batches, rows
from annotator.store.batches import hidden, open_batches
from annotator.store.connection import translated, writing
from annotator.store.journal import now
from annotator.store.project import Project

_READ_THROUGH = 200_000_000  # bytes
STRANDED_MS = 24 * 3600 * 1000  # after which an unfinished batch of another computer may be taken away


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is off: what kind of record, which one, and what is wrong with it."""

    kind: str
    record: str
    message: str


def problems(project: Project) -> Iterator[Problem]:
    """Everything that is off, file first; reads one unmoving state of the project."""
    with project.snapshot() as reader:
        connection = reader.connection
        found = False
        for problem in _file(connection):
            found = True
            yield problem
        if found:
            return  # what a damaged file says about its records is worth nothing
        yield from _codebooks(connection)
        yield from _articles(connection)
        broken = list(_values(connection))
        yield from broken
        if broken:
            return  # the records cannot be read to the end
        yield from _spans(connection, project.codebook)
        yield from _relations(connection, project.codebook)
        yield from _held(connection)
        yield from _stranded(connection)
        if not project.read_only:
            yield from _search(project)


def refuse_damage(project: Project) -> None:
    """Raises DamagedProject when the file's pages are not what they should be, before anything large is written.

    A file of more than 200 MB is not read through for that.
    """
    if project.path.stat().st_size > _READ_THROUGH:
        return
    try:
        with translated(project.path):
            row = project.connection.execute("PRAGMA quick_check(1)").fetchone()
    except DamageFound as error:
        raise DamagedProject(**error.fields) from error
    if row is not None and row[0] != "ok":
        raise DamagedProject(path=project.path, reason=f"SQLite says: {row[0]}")


def repair(project: Project) -> list[str]:
    """Mends what can be made anew from what is sound: the search index; takes stranded batches away. Says what it did.

    Raises ProjectBusy while an import runs; one on another computer is taken to run for a day at most.
    """
    project.check_writable()
    done = []
    for line, host, at in batches.stranded(project.connection):
        if now() - at > STRANDED_MS:
            batches.remove(project.connection, project.path, line)
            done.append(f"The import that {host or 'another computer'} began and never finished was taken away")
    with writing(project.connection, project.path):
        if open_batches(project.connection):
            raise ProjectBusy(path=project.path)  # what runs counts on what it has given the index so far
        project.connection.execute("INSERT INTO search(search) VALUES('rebuild')")
    return [*done, "The search index was built anew"]


def _file(connection: sqlite3.Connection) -> Iterator[Problem]:
    try:
        for (message,) in connection.execute("PRAGMA integrity_check(20)").fetchall():
            if message != "ok":
                yield Problem(kind="file", record="", message=message)
        for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
            yield Problem(kind=table, record=str(rowid or ""), message=f"It refers to a {parent} that is not there")
    except sqlite3.DatabaseError as error:
        yield Problem(kind="file", record="", message=f"The file is damaged: {error}")


def _stranded(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Whether such a batch still grows cannot be told from here."""
    for line, host, at in batches.stranded(connection):
        began = time.strftime("%Y-%m-%d %H:%M", time.localtime(at / 1000))
        advice = "if it no longer runs there, --repair takes it away a day after its begin"
        message = f"An import begun on {host or 'another computer'} ({began}) is not finished and hidden; {advice}"
        yield Problem(kind="batch", record=str(line), message=message)


def _codebooks(connection: sqlite3.Connection) -> Iterator[Problem]:
    for key, body in connection.execute("SELECT id, body FROM codebook ORDER BY seq"):
        try:
            codebook = codebooks.loads(body)
        except BadCodebook as error:
            yield Problem(kind="codebook", record=key, message=str(error))
            continue
        if codebooks.identity(codebook) != key:
            yield Problem(kind="codebook", record=key, message="Its name is not the hash of its content")


def _articles(connection: sqlite3.Connection) -> Iterator[Problem]:
    condition = hidden(connection, "article")
    for key, text, sha256 in connection.execute(f"SELECT id, text, sha256 FROM article WHERE 1{condition}"):
        if digest(text) != sha256:
            yield Problem(kind="article", record=key, message="Its text does not have the hash that was stored with it")


def _values(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Columns that hold JSON and do not."""
    for table, column in (("article", "meta"), ("span", "attributes"), ("relation", "attributes"), ("actor", "body")):
        condition = hidden(connection, table)
        found = connection.execute(f"SELECT id FROM {table} WHERE NOT json_valid({column}){condition}")
        for (key,) in found.fetchall():
            yield Problem(kind=table, record=key, message=f"Its {column} cannot be read: they are not JSON")


def _spans(connection: sqlite3.Connection, codebook: Codebook) -> Iterator[Problem]:
    """Spans article by article, so that each text is read once."""
    condition = hidden(connection, "span")
    found = connection.execute(
        f"SELECT {rows.SPAN_FIELDS}, span.article FROM {rows.SPAN_TABLES} WHERE 1{condition} ORDER BY span.article"
    )
    number, text = -1, ""
    twins: set[tuple[object, ...]] = set()
    for row in found:
        if row[-1] != number:
            number = row[-1]
            text = connection.execute("SELECT text FROM article WHERE n=?", (number,)).fetchone()[0]
            twins = set()
        try:
            span = rows.span_of(row)
        except msgspec.DecodeError as error:
            yield Problem(kind="span", record=row[0], message=f"Its fragments or attributes cannot be read: {error}")
            continue
        for message in _span_faults(span, text, codebook, hull=(row[4], row[5])):
            yield Problem(kind="span", record=span.id, message=message)
        key = span.annotator, span.label, span.fragments
        if key in twins:
            yield Problem(kind="span", record=span.id, message="The same annotator, label and place stand there twice")
        twins.add(key)


def _span_faults(span: Span, text: str, codebook: Codebook, *, hull: Fragment) -> Iterator[str]:
    edges = [edge for fragment in span.fragments for edge in fragment]
    if not edges or edges != sorted(set(edges)) or edges[0] < 0 or edges[-1] > len(text):
        yield f"Its fragments {span.fragments} are not in order inside a text of {len(text)} characters"
    elif (span.start, span.end) != hull:
        yield f"It is stored from {hull[0]} to {hull[1]}, but its fragments reach from {span.start} to {span.end}"
    elif words_of(text, span.fragments) != span.words:
        yield f"Its words “{span.words[:60]}” are not what the text has there"
    try:
        check_attributes(codebook.label(span.label), span.attributes)
    except AnnotatorError as error:
        yield str(error)


def _relations(connection: sqlite3.Connection, codebook: Codebook) -> Iterator[Problem]:
    condition = hidden(connection, "relation")
    found = connection.execute(
        "SELECT relation.id, relation.kind, h.id, h.article, h.annotator, h.label,"
        " t.id, t.article, t.annotator, t.label, relation.attributes"
        f" FROM relation JOIN span h ON h.n=relation.head JOIN span t ON t.n=relation.tail WHERE 1{condition}"
    )
    ties: set[tuple[str, str, str]] = set()
    for key, kind, *ends, attributes in found:
        head, tail = _end(ends[:4]), _end(ends[4:])
        if (kind, head.id, tail.id) in ties:
            yield Problem(kind="relation", record=key, message="The same kind ties the same two spans twice")
        ties.add((kind, head.id, tail.id))
        try:
            check_relation(codebook, kind, head, tail)
            check_attributes(codebook.relation(kind), msgspec.json.decode(attributes, type=dict[str, Any]))
        except (AnnotatorError, msgspec.DecodeError) as error:
            yield Problem(kind="relation", record=key, message=str(error))


def _end(columns: list[object]) -> Span:
    """Just enough of a span to ask the codebook about a relation's end."""
    key, article, annotator, label = (str(column) for column in columns)
    return Span(id=key, article=article, annotator=annotator, label=label, fragments=((0, 1),), words="", codebook="")


def _held(connection: sqlite3.Connection) -> Iterator[Problem]:
    for key, kind, reason in connection.execute("SELECT id, kind, reason FROM held"):
        yield Problem(kind=kind, record=key, message=f"Held until somebody decides: {reason}")


def _search(project: Project) -> Iterator[Problem]:
    """FTS5's own check compares the index with the articles; it needs a connection that may write."""
    try:
        with writing(project.connection, project.path):
            if not open_batches(project.connection):  # its articles reach the index in larger steps
                project.connection.execute("INSERT INTO search(search, rank) VALUES('integrity-check', 1)")
    except DamagedProject:
        yield Problem(
            kind="search", record="", message="The search index does not fit the articles; check --repair mends it"
        )

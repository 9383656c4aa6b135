"""What the tests of the store share: dumps to compare, imports in one call, files as they lie on the disk."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from annotator.core import edit
from annotator.core.edit import Edit
from annotator.core.model import Annotator, Article, Span
from annotator.store.bulk import Bulk
from annotator.store.project import Project
from tests.builders import NEWS, make_article

# Columns that say who wrote a row and when, or number it in this file: not content.
_STAMPS = frozenset({"n", "rev", "site", "at", "batch"})
_RECORDS = (
    "codebook",
    "annotator",
    "article",
    "article_text",
    "actor",
    "span",
    "relation",
    "progress",
    "decision",
    "comment",
)
# Row numbers that stand for another row: their ids are compared instead.
_REFERENCES = {"article": "article", "annotator": "annotator", "reviewer": "annotator", "head": "span", "tail": "span"}


def dump(project: Project | sqlite3.Connection, *, stamps: bool = False) -> dict[str, list[tuple[Any, ...]]]:
    """The content of all records, and what the search index finds; with `stamps` the revs and all other tables too."""
    connection = project.connection if isinstance(project, Project) else project
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in _RECORDS:
        found[table] = sorted(_rows(connection, table, stamps=stamps), key=repr)
    found["search"] = search_rows(connection)
    if stamps:
        for table in ("project", "tombstone", "held", "journal", "change", "worktime"):
            found[table] = sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
    return found


def _rows(connection: sqlite3.Connection, table: str, *, stamps: bool) -> Iterable[tuple[Any, ...]]:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    columns = []
    for name in names:
        if name in _STAMPS and not (stamps and name != "n"):
            continue
        target = _REFERENCES.get(name)
        columns.append(f'(SELECT id FROM {target} x WHERE x.n={table}."{name}")' if target else f'"{name}"')
    return connection.execute(f"SELECT {','.join(columns)} FROM {table}").fetchall()


def search_rows(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Every term of the search index with the number of texts that hold it."""
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, search, row)")
    return list(connection.execute("SELECT term, doc FROM temp.terms ORDER BY term"))


def hits(project: Project, word: str) -> int:
    """How many texts the search index finds for a word."""
    query = "SELECT count(*) FROM search WHERE search MATCH ?"
    return int(project.connection.execute(query, (f'"{word}"',)).fetchone()[0])


def bring(project: Project, who: Annotator, articles: Sequence[Article], **others: Any) -> None:
    """An import of these records, whole."""
    with Bulk(project, act="import", title=f"Import {len(articles)} articles", who=who.id) as bulk:
        bulk.add(articles=articles, **others)
        bulk.finish({"taken": len(articles)})


def with_articles(project: Project, who: Annotator, count: int = 1) -> list[Article]:
    """Fresh articles in the project."""
    articles = [make_article(title=f"Article {number}") for number in range(count)]
    bring(project, who, articles)
    return articles


def tag(project: Project, article: Article, words: str, *, who: Annotator, label: str = "ACTOR") -> Span:
    """Tags the first place where these words stand, and commits it."""
    start = article.text.index(words)
    made = tag_edit(project, article, start, start + len(words), who=who, label=label)
    project.apply(made, who=who.id)
    span = made.span()
    assert span is not None
    return span


def tag_edit(project: Project, article: Article, start: int, end: int, *, who: Annotator, label: str = "ACTOR") -> Edit:
    """The Edit that tags these code points."""
    return edit.tag(
        article,
        [(start, end)],
        label=label,
        annotator=who.id,
        codebook=NEWS,
        version=project.codebook_id,
        trimmed=False,
    )


def relate(*relations: Any) -> Edit:
    """An Edit that makes relations."""
    return Edit(act="relate", title="Tie", article=relations[0].article, after={one.id: one for one in relations})


def on_disk(folder: Path) -> dict[str, str]:
    """Every file of a folder with the hash of its content."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted(folder.rglob("*"))
    }


def sound(project: Project, *, held: bool = False) -> None:
    """Nothing that check knows is wrong with the project, but for what is held where that may be."""
    from annotator.store.check import problems

    assert [one for one in problems(project) if not (held and one.message.startswith("Held until"))] == []

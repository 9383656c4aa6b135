"""The article list: row numbers in the order asked for, and the rows of one page; never OFFSET."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from annotator.core.model import State
from annotator.store.batches import hidden
from annotator.store.connection import in_users_words

Sort = Literal["added", "title", "outlet", "published", "state", "spans"]

_STATE_ORDER = "CASE coalesce(p.state,'todo') WHEN 'doing' THEN 0 WHEN 'todo' THEN 1 WHEN 'skipped' THEN 2 ELSE 3 END"
_ORDERS: dict[Sort, str] = {
    "added": "article.n",
    "title": "article.title COLLATE NOCASE",
    "outlet": "coalesce(article.outlet,'') COLLATE NOCASE",
    "published": "article.published",
    "state": _STATE_ORDER,
    "spans": "coalesce(c.spans,0)",
}
_PROGRESS = " LEFT JOIN progress p ON p.article=article.n AND p.annotator=:who"
_COUNTS = (
    " LEFT JOIN (SELECT article, count(*) spans FROM span WHERE annotator=:who{hidden} GROUP BY article) c"
    " ON c.article=article.n"
)
_FILTERED = ("article.title", "article.outlet", "article.author")
_MOST_WORDS = 20  # of a filter; SQLite refuses conditions and patterns that are too long
_LONGEST_PATTERN = 1000
_CHUNK = 500


class ArticleRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the list shows of an article; `n` is its row number in this file, `spans` the annotator's own."""

    n: int
    id: str
    title: str
    outlet: str | None
    published: str | None
    state: State
    spans: int


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many articles there are, and how many of them are in which state for one annotator."""

    articles: int
    todo: int
    doing: int
    done: int
    skipped: int


@in_users_words
class Lists:
    """The queries behind the article list, over one connection."""

    def __init__(self, connection: sqlite3.Connection, *, own: int | None = None) -> None:
        self.connection = connection
        self.own = own
        connection.create_function("folded", 1, folded, deterministic=True)

    def _annotator(self, annotator: str) -> int:
        row = self.connection.execute("SELECT n FROM annotator WHERE id=?", (annotator,)).fetchone()
        return -1 if row is None else int(row[0])

    def article_count(self) -> int:
        """How many articles there are."""
        condition = hidden(self.connection, "article", own=self.own)
        return int(self.connection.execute(f"SELECT count(*) FROM article WHERE 1{condition}").fetchone()[0])

    def article_ns(
        self,
        *,
        annotator_id: str,
        filter: str = "",
        state: State | None = None,
        sort: Sort = "added",
        descending: bool = False,
        limit: int = 0,
    ) -> array[int]:
        """Row numbers of the articles asked for, in order; `limit` 0 is all.

        Every word of `filter` must stand in title, outlet or author, in any letter case; any text is valid.
        """
        words = list(dict.fromkeys(filter.encode("utf-8", "replace").decode("utf-8").split()))[:_MOST_WORDS]
        values: dict[str, str | int] = {"who": self._annotator(annotator_id), "limit": limit or -1}
        conditions = [f"1{hidden(self.connection, 'article', own=self.own)}"]
        for place, word in enumerate(words):
            name = f"word{place}"
            values[name], contains = containing(word, name)
            conditions.append(f"({' OR '.join(contains.format(column=column) for column in _FILTERED)})")
        if state is not None:
            conditions.append("coalesce(p.state,'todo')=:state")
            values["state"] = state
        joins = _PROGRESS if state is not None or sort == "state" else ""
        if sort == "spans":
            joins += _COUNTS.format(hidden=hidden(self.connection, "span", own=self.own))
        direction = "DESC" if descending else "ASC"
        query = (
            f"SELECT article.n AS n FROM article{joins} WHERE {' AND '.join(conditions)}"
            f" ORDER BY {_ORDERS[sort]} {direction}, article.n {direction} LIMIT :limit"
        )
        # In one piece: each row of its own would hand the interpreter to a window at work, and take it back.
        row = self.connection.execute(f"SELECT group_concat(n) FROM ({query})", values).fetchone()
        return array("q", map(int, row[0].split(","))) if row[0] else array("q")

    def rows(self, numbers: Sequence[int], annotator_id: str) -> list[ArticleRow]:
        """The rows of these numbers, in the order asked; one that is gone meanwhile is left out."""
        who = self._annotator(annotator_id)
        spans, articles = (hidden(self.connection, table, own=self.own) for table in ("span", "article"))
        by_number: dict[int, ArticleRow] = {}
        for start in range(0, len(numbers), _CHUNK):
            some = numbers[start : start + _CHUNK]
            found = self.connection.execute(
                "SELECT article.n, article.id, article.title, article.outlet, article.published,"
                " coalesce(p.state,'todo'),"
                f" (SELECT count(*) FROM span WHERE span.article=article.n AND span.annotator=?{spans})"
                " FROM article LEFT JOIN progress p ON p.article=article.n AND p.annotator=?"
                f" WHERE article.n IN ({','.join('?' * len(some))}){articles}",
                (who, who, *some),
            )
            by_number |= {row[0]: _row(row) for row in found}
        return [by_number[number] for number in numbers if number in by_number]

    def counts(self, annotator_id: str) -> Counts:
        """How far an annotator is with all articles."""
        condition = hidden(self.connection, "progress", own=self.own)
        found = self.connection.execute(
            f"SELECT state, count(*) FROM progress WHERE annotator=?{condition} GROUP BY state",
            (self._annotator(annotator_id),),
        )
        states = dict(found.fetchall())
        articles = self.article_count()
        begun = {name: states.get(name, 0) for name in ("doing", "done", "skipped")}
        return Counts(articles=articles, todo=max(0, articles - sum(begun.values())), **begun)

    def next_unfinished(self, after_n: int, annotator_id: str) -> int | None:
        """The next article (in order of arrival, then from the start) that is neither done nor skipped."""
        condition = hidden(self.connection, "article", own=self.own)
        for comparison, order in ((">", "after"), ("<", "before")):
            row = self.connection.execute(
                f"SELECT article.n FROM article{_PROGRESS} WHERE article.n{comparison}:{order}{condition}"
                " AND coalesce(p.state,'todo') IN ('todo','doing') ORDER BY article.n LIMIT 1",
                {"who": self._annotator(annotator_id), order: after_n},
            ).fetchone()
            if row is not None:
                return int(row[0])
        return None


def _row(row: tuple[Any, ...]) -> ArticleRow:
    return ArticleRow(n=row[0], id=row[1], title=row[2], outlet=row[3], published=row[4], state=row[5], spans=row[6])


def folded(text: str | None) -> str:
    """A text as words are looked for in it, whatever their letter case."""
    return (text or "").casefold()


def containing(word: str, name: str) -> tuple[str, str]:
    """The value and the condition for "this column contains the word"; LIKE folds the case of ASCII only."""
    # "ss" may stand for "ß".
    if word.isascii() and len(word) <= _LONGEST_PATTERN and "ss" not in word.lower():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"%{escaped}%", f"{{column}} LIKE :{name} ESCAPE '\\'"
    return word.casefold(), f"instr(folded({{column}}),:{name})"

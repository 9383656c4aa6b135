"""A Bulk act: rows too many to hold in memory, written a few articles a transaction and hidden until whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any


from annotator.core.model import (
    Actor,
    Annotator,
    AnyRecord,
    Article,
    CodebookVersion,
    Comment,
    Decision,
    Progress,
    Relation,
    Span,
    kind_of,
)
from annotator.store import batches
from annotator.store.connection import writing
from annotator.store.journal import Journal, now
from annotator.store.reader import Reader
from annotator.store.rows import Stamp, as_json, content, fragments_column, in_order

if TYPE_CHECKING:
    from annotator.store.project import Project

WorkTime = tuple[str, str, str, str, int]  # article id, annotator id, site, day YYYY-MM-DD, seconds

_ARTICLE = (
    "INSERT INTO article(n,id,rev,site,at,batch,sha256,text_version,title,outlet,author,published,url,language,section,"
    "source_id,meta,text) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_SPAN = (
    'INSERT INTO span(n,id,rev,site,at,batch,article,annotator,label,start,"end",fragments,words,attributes,actor,note,'
    "origin,codebook) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_RELATION = "INSERT INTO relation(id,rev,site,at,batch,kind,head,tail,attributes) VALUES(?,?,?,?,?,?,?,?,?)"
_PROGRESS = "INSERT INTO progress(article,annotator,rev,site,at,assigned,state) VALUES(?,?,?,?,?,?,?)"
_CHANGE = "INSERT INTO change(journal,record,kind,rev,before,after) VALUES(?,?,?,?,?,?)"
_WORKTIME = (
    "INSERT INTO worktime(article,annotator,site,day,seconds) VALUES(?,?,?,?,?)"
    " ON CONFLICT(article,annotator,site,day) DO UPDATE SET seconds=max(seconds,excluded.seconds)"
)


class Bulk:
    """One Bulk act as a context manager: leaving it without `finish` takes everything away again."""

    def __init__(self, project: Project, *, act: str, title: str, who: str) -> None:
        self.project = project
        self.connection: sqlite3.Connection = project.connection
        self.act, self.title, self.who = act, title, who
        self.journal = Journal(self.connection, project.site)
        self.n = 0
        self.finished = False
        self._numbers: dict[str, dict[str, int]] = {"article": {}, "annotator": {}}

    def __enter__(self) -> Bulk:
        self.project.check_writable()
        with writing(self.connection, self.project.path):
            self.n = self.journal.write_line(act=self.act, title=self.title, who=self.who, bulk=True)
            batches.claim(self.connection, self.n, batches.here(self.project.site))
        self.reader = Reader(self.connection, own=self.n)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.finished:
            batches.remove(self.connection, self.project.path, self.n)

    def spans(self, article: str) -> list[Span]:
        """What stands on an article, this act's own hidden rows too."""
        return self.reader.spans(article)

    def relations(self, article: str) -> list[Relation]:
        """The relations on an article, this act's own hidden ones too."""
        return self.reader.relations(article)

    def add(
        self,
        *,
        articles: Sequence[Article] = (),
        spans: Sequence[Span] = (),
        relations: Sequence[Relation] = (),
        actors: Sequence[Actor] = (),
        progress: Sequence[Progress] = (),
        annotators: Sequence[Annotator] = (),
        comments: Sequence[Comment] = (),
        decisions: Sequence[Decision] = (),
        worktime: Iterable[WorkTime] = (),
        codebook: CodebookVersion | None = None,
    ) -> None:
        """Writes all this in one transaction; hand it at most 50 articles, so that a tag beside it need not wait.

        Articles, spans, relations and actors must be new; the others replace what stands under their id.
        """
        self.project.check_writable()
        with writing(self.connection, self.project.path):
            at = now()
            self._others([*annotators, *([codebook] if codebook else [])], at)
            self._actors(actors, at)
            fresh = self._articles(articles, at)
            numbers = self._spans(spans, at)
            self._relations(relations, numbers, at)
            self._progress(progress, fresh, at)
            self._others([*comments, *decisions], at)
            self.connection.executemany(
                _WORKTIME, [(self._n("article", a), self._n("annotator", w), *rest) for a, w, *rest in worktime]
            )
        if codebook is not None:
            self.project.reload_codebook()

    def finish(self, summary: dict[str, Any], *, title: str | None = None) -> None:
        """All rows become visible at once; `summary` is kept with the journal line, `title` names it anew."""
        self.project.check_writable()
        with writing(self.connection, self.project.path):
            self.title = title or self.title
            self.journal.forget_redo(self.who)
            self.connection.execute(
                "UPDATE journal SET summary=?, title=? WHERE n=?", (as_json(summary), self.title, self.n)
            )
            batches.release(self.connection, self.n)
        self.finished = True
        self.project.announce_bulk(self.n, self.act, self.title)

    # --- rows ---------------------------------------------------------------------------------------

    def _n(self, table: str, key: str) -> int:
        known = self._numbers[table]
        if key not in known:
            known[key] = self.journal.rows.number(table, key)
        return known[key]

    def _next(self, table: str) -> int:
        row = self.connection.execute(f"SELECT coalesce(max(n),0)+1 FROM {table}").fetchone()
        return int(row[0])

    def _former(self, records: Sequence[AnyRecord]) -> dict[str, int]:
        """The revs under which some of these ids were deleted once; their tombstones go."""
        if not records or self.connection.execute("SELECT 1 FROM tombstone LIMIT 1").fetchone() is None:
            return {}
        former = {}
        for record in records:
            rev = self.journal.rows.former_rev(record.id)
            if rev:
                former[record.id] = rev
                self.connection.execute("DELETE FROM tombstone WHERE id=?", (record.id,))
        return former

    def _articles(self, articles: Sequence[Article], at: int) -> set[str]:
        former, first = self._former(articles), self._next("article")
        rows, index, site, line = [], [], self.project.site, self.n
        for n, one in enumerate(articles, first):
            rev, meta = former.get(one.id, 0) + 1, as_json(one.meta) if one.meta else "{}"
            fields = (one.title, one.outlet, one.author, one.published, one.url, one.language, one.section)
            rows.append(
                (n, one.id, rev, site, at, line, one.sha256, one.text_version, *fields, one.source_id, meta, one.text)
            )
            index.append((n, one.title, one.text))
            self._numbers["article"][one.id] = n
        self.connection.executemany(_ARTICLE, rows)
        self.connection.executemany("INSERT INTO search(rowid,title,text) VALUES(?,?,?)", index)
        return {one.id for one in articles}

    def _spans(self, spans: Sequence[Span], at: int) -> dict[str, int]:
        former, first = self._former(spans), self._next("span")
        site, line, article_n, annotator_n = self.project.site, self.n, self._numbers["article"], self._n
        rows = []
        for n, one in enumerate(spans, first):
            pieces = one.fragments
            article = article_n.get(one.article) or self._n("article", one.article)
            rows.append(
                (
                    n,
                    one.id,
                    former.get(one.id, 0) + 1 if former else 1,
                    site,
                    at,
                    line,
                    article,
                    annotator_n("annotator", one.annotator),
                    one.label,
                    pieces[0][0],
                    pieces[-1][1],
                    None if len(pieces) == 1 else fragments_column(one),
                    one.words,
                    as_json(one.attributes) if one.attributes else "{}",
                    one.actor,
                    one.note,
                    one.origin,
                    one.codebook,
                )
            )
        self.connection.executemany(_SPAN, rows)
        return {one.id: n for n, one in enumerate(spans, first)}

    def _relations(self, relations: Sequence[Relation], spans: dict[str, int], at: int) -> None:
        former, number = self._former(relations), self.journal.rows.number
        rows = []
        for one in relations:
            head = spans.get(one.head) or number("span", one.head)
            tail = spans.get(one.tail) or number("span", one.tail)
            attributes = as_json(one.attributes) if one.attributes else "{}"
            rev = former.get(one.id, 0) + 1
            rows.append((one.id, rev, self.project.site, at, self.n, one.kind, head, tail, attributes))
        self.connection.executemany(_RELATION, rows)

    def _actors(self, actors: Sequence[Actor], at: int) -> None:
        former = self._former(actors)
        for one in actors:
            self.journal.rows.insert(one, Stamp(former.get(one.id, 0) + 1, self.project.site, at), self.n)

    def _progress(self, progress: Sequence[Progress], fresh: set[str], at: int) -> None:
        """On this call's own new articles no row can stand yet: those go in together."""
        new = [one for one in progress if one.article in fresh]
        site = self.project.site
        rows = [
            (self._n("article", one.article), self._n("annotator", one.annotator), 1, site, at, one.assigned, one.state)
            for one in new
        ]
        self.connection.executemany(_PROGRESS, rows)
        self.connection.executemany(_CHANGE, [(self.n, one.id, "progress", 1, None, as_json(one)) for one in new])
        self._others([one for one in progress if one.article not in fresh], at)

    def _others(self, records: Sequence[AnyRecord], at: int) -> None:
        """Records made or replaced one by one, each with its `change` line; what is the same already stays."""
        rows = self.journal.rows
        for record in in_order(records):
            kind, found = kind_of(record), self.journal.rows.load(kind_of(record), record.id)
            if found is not None and found[0] == content(record):
                continue
            rev = (found[1] if found else rows.former_rev(record.id)) + 1
            stamp = Stamp(rev, self.project.site, at)
            if found is None:
                rows.insert(record, stamp)
            else:
                rows.update(record, stamp)
            self._note_change(kind, record, found[0] if found else None, rev)

    def _note_change(self, kind: str, record: AnyRecord, before: AnyRecord | None, rev: int) -> None:
        """What stood before the whole act is kept, also when the act changes a record twice."""
        row = self.connection.execute(
            "SELECT 1 FROM change WHERE record=? AND journal=?", (record.id, self.n)
        ).fetchone()
        if row:
            self.connection.execute(
                "UPDATE change SET rev=?, after=? WHERE record=? AND journal=?",
                (rev, as_json(content(record)), record.id, self.n),
            )
        else:
            former = None if before is None else as_json(before)
            self.connection.execute(_CHANGE, (self.n, record.id, kind, rev, former, as_json(content(record))))

"""A Bulk act: rows too many to hold in memory, written a few articles a transaction and hidden until whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from annotator.core.errors import AnnotatorError, Cancelled, DuplicateSpan
from annotator.core.merge_errors import PacketCodebook
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
from annotator.core.text import short
from annotator.store import batches
from annotator.store.connection import writing
from annotator.store.journal import Journal, now
from annotator.store.reader import Reader
from annotator.store.rows import Stamp, as_json, content, fragments_column, in_order

if TYPE_CHECKING:
    from annotator.store.project import Project

# The search index is filled in steps of so many articles: in smaller ones it spends its time on merging them.
_INDEX_AFTER = 400

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
        self._reborn: dict[str, int] = {}  # articles of this call that were deleted once, with that rev
        self._worktime: list[WorkTime] = []
        self._unindexed = 0  # articles that the search index does not have yet

    def __enter__(self) -> Bulk:
        self.project.check_writable()
        with writing(self.connection, self.project.path):
            self.n = self.journal.write_line(act=self.act, title=self.title, who=self.who, bulk=True)
            self._owner = batches.here(self.project.site)
            batches.claim(self.connection, self.n, self._owner)
        self.reader = Reader(self.connection, own=self.n)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.finished:
            return
        try:
            batches.remove(self.connection, self.project.path, self.n)
        except AnnotatorError:
            if error is None:
                raise
            # What stopped the act keeps it from being taken away, too (a full disk): its rows stay hidden and go
            # when the project is next opened.
        self.project.reload_codebook()

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

        Articles, spans, relations and actors must be new; the others replace what stands under their id. Nothing of
        the call stays when it raises. Raises DuplicateSpan for a span that stands already on a known article.
        """
        self.project.check_writable()
        if codebook is not None and self.project.packet is not None:
            raise PacketCodebook(path=self.project.path)
        # Row numbers found in a call that failed are not true any more, and those of former calls fill the memory.
        self._numbers, self._reborn = {"article": {}, "annotator": {}}, {}
        with writing(self.connection, self.project.path):
            self._check_open()
            at = now()
            self._others([*annotators, *([codebook] if codebook else [])], at)
            self._actors(actors, at)
            fresh = self._articles(articles, at)
            self._refuse_twins([one for one in spans if one.article not in fresh])
            numbers = self._spans(spans, at)
            self._relations(relations, numbers, at)
            self._progress(progress, fresh, at)
            self._others([*comments, *decisions], at)
        self._index(len(articles))
        # Written at the end: on an article that was there before it could not be told from the work of others.
        self._worktime += worktime
        if codebook is not None:
            self.project.reload_codebook()

    def change(self, before: Mapping[str, AnyRecord], after: Mapping[str, AnyRecord]) -> None:
        """Other content in records that stand, and new ones beside them, in one transaction; raises StaleError.

        For acts on known records that are too many for an Edit; undo puts them back as long as nobody touched them.
        """
        self.project.check_writable()
        with writing(self.connection, self.project.path):
            self._check_open()
            self.journal.compare(before, after)
            self._others(list(after.values()), now())

    def _index(self, more: int) -> None:
        """Gives the search index what waits for it, once that is worth a step."""
        self._unindexed += more
        if self._unindexed >= _INDEX_AFTER:
            with writing(self.connection, self.project.path):
                self._check_open()
                owner = batches.index(self.connection, self.n, self._owner)
            self._owner, self._unindexed = owner, 0

    def finish(self, summary: dict[str, Any], *, title: str | None = None) -> None:
        """All rows become visible at once; `summary` is kept with the journal line, `title` names it anew."""
        self.project.check_writable()
        with writing(self.connection, self.project.path):
            self._check_open()
            self.title = title or self.title
            self.connection.executemany(
                _WORKTIME, [(self._n("article", a), self._n("annotator", w), *rest) for a, w, *rest in self._worktime]
            )
            self._revive()
            batches.index(self.connection, self.n, self._owner)
            self.journal.forget_redo(self.who)
            self.connection.execute(
                "UPDATE journal SET summary=?, title=? WHERE n=?", (as_json(summary), self.title, self.n)
            )
            batches.release(self.connection, self.n)
        self.finished = True
        self.project.announce_bulk(self.n, self.act, self.title)

    def _check_open(self) -> None:
        """Somebody who took this process for dead may have taken the batch away."""
        if not batches.is_open(self.connection, self.n):
            raise Cancelled(what=self.title)

    def _revive(self) -> None:
        """The tombstones of what this act made again go, now that it is whole."""
        if self.connection.execute("SELECT 1 FROM tombstone LIMIT 1").fetchone() is None:
            return
        for table in ("article", "span", "relation", "actor"):
            self.connection.execute(
                f"DELETE FROM tombstone WHERE id IN (SELECT id FROM {table} WHERE batch=?)", (self.n,)
            )
        made = self.connection.execute(
            "SELECT c.record, c.kind FROM change c JOIN tombstone t ON t.id=c.record WHERE c.journal=?", (self.n,)
        ).fetchall()
        for record, kind in made:
            if self.journal.rows.load(kind, record) is not None:
                self.connection.execute("DELETE FROM tombstone WHERE id=?", (record,))

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
        """The revs under which some of these ids were deleted once; their tombstones go when the act is whole."""
        if not records or self.connection.execute("SELECT 1 FROM tombstone LIMIT 1").fetchone() is None:
            return {}
        former = {}
        for record in records:
            rev = self.journal.rows.former_rev(record.id)
            if rev:
                former[record.id] = rev
        return former

    def _rev(self, former: dict[str, int], record: Span | Relation | Progress) -> int:
        """The rev to begin with: an article's tombstone covers what hung on it."""
        return max(former.get(record.id, 0), self._reborn.get(record.article, 0)) + 1

    def _refuse_twins(self, spans: Sequence[Span]) -> None:
        """On an article that others work on, the same annotator, label and fragments may have come meanwhile."""
        for article in {one.article for one in spans}:
            found = self.connection.execute(
                'SELECT annotator.id, label, start, "end", fragments FROM span JOIN annotator ON annotator.n=annotator'
                " WHERE article=?",
                (self._n("article", article),),
            )
            taken = set(found.fetchall())
            for one in spans:
                if one.article == article:
                    key = (one.annotator, one.label, one.start, one.end, fragments_column(one))
                    if key in taken:
                        raise DuplicateSpan(label=one.label, words=short(one.words))
                    taken.add(key)

    def _articles(self, articles: Sequence[Article], at: int) -> set[str]:
        former, first = self._former(articles), self._next("article")
        self._reborn = former
        rows, site, line = [], self.project.site, self.n
        for n, one in enumerate(articles, first):
            rev, meta = former.get(one.id, 0) + 1, as_json(one.meta) if one.meta else "{}"
            fields = (one.title, one.outlet, one.author, one.published, one.url, one.language, one.section)
            rows.append(
                (n, one.id, rev, site, at, line, one.sha256, one.text_version, *fields, one.source_id, meta, one.text)
            )
            self._numbers["article"][one.id] = n
        self.connection.executemany(_ARTICLE, rows)
        return {one.id for one in articles}

    def _spans(self, spans: Sequence[Span], at: int) -> dict[str, int]:
        former, first = self._former(spans), self._next("span")
        site, line = self.project.site, self.n
        articles, people = self._numbers["article"], self._numbers["annotator"]
        rows = []
        for n, one in enumerate(spans, first):
            pieces = one.fragments
            article = articles.get(one.article) or self._n("article", one.article)
            annotator = people.get(one.annotator) or self._n("annotator", one.annotator)
            rows.append(
                (
                    n,
                    one.id,
                    self._rev(former, one) if former or self._reborn else 1,
                    site,
                    at,
                    line,
                    article,
                    annotator,
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
            if one.head not in spans and one.tail not in spans:
                self.journal.rows.refuse_same_tie(one)
            head = spans.get(one.head) or number("span", one.head)
            tail = spans.get(one.tail) or number("span", one.tail)
            attributes = as_json(one.attributes) if one.attributes else "{}"
            rows.append(
                (one.id, self._rev(former, one), self.project.site, at, self.n, one.kind, head, tail, attributes)
            )
        self.connection.executemany(_RELATION, rows)

    def _actors(self, actors: Sequence[Actor], at: int) -> None:
        former = self._former(actors)
        for one in actors:
            stamp = Stamp(former.get(one.id, 0) + 1, self.project.site, at)
            self.journal.rows.insert(one, stamp, self.n, revive=False)

    def _progress(self, progress: Sequence[Progress], fresh: set[str], at: int) -> None:
        """On this call's own new articles no row can stand yet: those go in together."""
        new = [one for one in progress if one.article in fresh]
        former, site, number = self._former(new), self.project.site, self._n
        revs = [self._rev(former, one) for one in new]
        rows = [
            (number("article", one.article), number("annotator", one.annotator), rev, site, at, one.assigned, one.state)
            for one, rev in zip(new, revs, strict=True)
        ]
        self.connection.executemany(_PROGRESS, rows)
        changes = [(self.n, one.id, "progress", rev, None, as_json(one)) for one, rev in zip(new, revs, strict=True)]
        self.connection.executemany(_CHANGE, changes)
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
                rows.insert(record, stamp, revive=False)
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

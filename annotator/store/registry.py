"""The registry as it is read: actors with their mentions, mentions in context, mentions without an actor."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from annotator.core.actors import heir, merged_into
from annotator.core.model import Actor, Span
from annotator.store import rows
from annotator.store.batches import hidden
from annotator.store.connection import in_users_words

_CHUNK = 500
CONTEXT = 70  # code points on each side of a mention


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A mention in its context: what stands before and after it in its article, and whose it is."""

    span: Span
    title: str
    published: str | None
    before: str
    after: str
    annotator: str  # the name


@in_users_words
class Registry:
    """The queries behind the registry, over one connection; what is linked to a merged actor counts for its heir."""

    connection: sqlite3.Connection
    own: int | None

    def actors(self) -> list[Actor]:
        """The registry by name; merged entries too, they point to their heir."""
        condition = hidden(self.connection, "actor", own=self.own)
        found = self.connection.execute(f"SELECT {rows.ACTOR_FIELDS} FROM actor WHERE 1{condition} ORDER BY name, n")
        return [rows.actor_of(row) for row in found]

    def actor(self, key: str) -> Actor | None:
        """One registry entry, or None."""
        condition = hidden(self.connection, "actor", own=self.own)
        row = self.connection.execute(f"SELECT {rows.ACTOR_FIELDS} FROM actor WHERE id=?{condition}", (key,)).fetchone()
        return None if row is None else rows.actor_of(row)

    def heir(self, key: str) -> Actor | None:
        """The actor of an id, or whom it was merged into, however often; None when it is not there."""
        known: dict[str, Actor] = {}
        wanted: str | None = key
        while wanted is not None and wanted not in known:
            found = self.actor(wanted)
            if found is None:
                return None
            known[wanted] = found
            wanted = found.merged_into
        return heir(known, key)

    def mention_counts(self, registry: Iterable[Actor]) -> Counter[str]:
        """How many mentions each living actor of the registry has, by id, over all annotators."""
        condition = hidden(self.connection, "span", own=self.own)
        found = self.connection.execute(
            f"SELECT actor, count(*) FROM span WHERE actor IS NOT NULL{condition} GROUP BY actor"
        )
        known = {actor.id: actor for actor in registry}
        counts: Counter[str] = Counter()
        for key, count in found:
            last = heir(known, key)
            if last is not None:
                counts[last.id] += count
        return counts

    def mention_ns(self, keys: Sequence[str]) -> array[int]:
        """Row numbers of the spans linked to any of these actors, by date of the article, in text order."""
        condition = hidden(self.connection, "span", own=self.own)
        found: list[tuple[str, int, int, int]] = []
        for start in range(0, len(keys), _CHUNK):
            some = keys[start : start + _CHUNK]
            found += self.connection.execute(
                "SELECT coalesce(article.published,''), span.article, span.start, span.n FROM span"
                " JOIN article ON article.n=span.article"
                f" WHERE span.actor IN ({','.join('?' * len(some))}){condition}",
                some,
            )
        return array("q", (row[-1] for row in sorted(found)))

    def unlinked_ns(
        self, labels: Sequence[str], *, annotator: str, article: str | None = None, limit: int = 0
    ) -> array[int]:
        """Row numbers of an annotator's spans of these labels without an actor: the first to come, 0 for all of them.

        They are in the order of their articles and texts.
        """
        condition = hidden(self.connection, "span", own=self.own)
        values: list[str | int] = [annotator, *labels]
        if article is not None:
            condition += " AND span.article=(SELECT n FROM article WHERE id=?)"
            values.append(article)
        # Ordered by number the index is read only as far as needed; of a whole project that is a small part.
        found = self.connection.execute(
            "SELECT span.article, span.start, span.n FROM span WHERE span.actor IS NULL"
            " AND span.annotator=(SELECT n FROM annotator WHERE id=?)"
            f" AND span.label IN ({_marks(labels)}){condition} ORDER BY span.n LIMIT {limit or -1}",
            values,
        )
        return array("q", (row[-1] for row in sorted(found)))

    def spans_by_n(self, numbers: Sequence[int]) -> list[Span]:
        """The spans of these row numbers, in the order asked; one that is gone meanwhile is left out."""
        found: dict[int, Span] = {}
        for start in range(0, len(numbers), _CHUNK):
            some = numbers[start : start + _CHUNK]
            query = f"SELECT {rows.SPAN_FIELDS}, span.n FROM {rows.SPAN_TABLES} WHERE span.n IN ({_marks(some)})"
            found |= {row[-1]: rows.span_of(row) for row in self.connection.execute(query, some)}
        return [found[number] for number in numbers if number in found]

    def mentions(self, numbers: Sequence[int]) -> list[Mention]:
        """The mentions of these row numbers in context, in the order asked; one that is gone is left out."""
        found: dict[int, Mention] = {}
        for start in range(0, len(numbers), _CHUNK):
            some = numbers[start : start + _CHUNK]
            query = (
                f"SELECT {rows.SPAN_FIELDS}, article.title, article.published, annotator.name, span.n,"
                f" substr(article.text, max(1, span.start+1-{CONTEXT}), min({CONTEXT}, span.start)),"
                f' substr(article.text, span."end"+1, {CONTEXT})'
                f" FROM {rows.SPAN_TABLES} WHERE span.n IN ({_marks(some)})"
            )
            for row in self.connection.execute(query, some):
                title, published, annotator, number, before, after = row[-6:]
                found[number] = Mention(
                    span=rows.span_of(row),
                    title=title,
                    published=published,
                    before=before,
                    after=after,
                    annotator=annotator,
                )
        return [found[number] for number in numbers if number in found]

    def spans_of_actors(self, keys: Sequence[str], registry: Iterable[Actor]) -> list[Span]:
        """All spans that mean one of these actors, those linked to what was merged into them too."""
        known = {actor.id: actor for actor in registry}
        meant = list(dict.fromkeys(other for key in keys for other in merged_into(known, key)))
        return self.spans_by_n(self.mention_ns(meant))

    def names_on(self, article: str, annotator: str) -> dict[str, str]:
        """The registry's name for each of an annotator's linked spans of an article, by span id."""
        found = self.connection.execute(
            "SELECT span.id, actor.id, actor.name, actor.merged_into FROM span JOIN actor ON actor.id=span.actor"
            " WHERE span.article=(SELECT n FROM article WHERE id=?)"
            " AND span.annotator=(SELECT n FROM annotator WHERE id=?)",
            (article, annotator),
        ).fetchall()
        heirs: dict[str, str] = {}
        for _, key, name, merged in found:
            if merged is not None and key not in heirs:
                last = self.heir(key)
                heirs[key] = last.name if last is not None else name
        return {span: heirs.get(key, name) for span, key, name, _ in found}


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))

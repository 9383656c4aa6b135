"""What a review reads of a project: finished layers of an article with their revs, gold, decisions, what to review."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

from annotator.core.differences import Layer
from annotator.core.model import Decision, Relation, Span
from annotator.store import rows
from annotator.store.batches import hidden
from annotator.store.connection import path_of, translated
from annotator.store.reader import Reader
from annotator.store.wordings import UNPICKED

# Whose layers are reviewed when nobody is named: persons'; where two texts wait to be picked none has a layer.
_FINISHED = (
    "FROM progress p JOIN annotator a ON a.n=p.annotator WHERE p.state='done' AND a.kind='person'"
    f" AND p.article NOT IN ({UNPICKED})"
)

_pairs = msgspec.json.Decoder(tuple[tuple[str, int], ...]).decode  # of a decision's sources


class Flagged(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that says the guideline is unclear, with its article's title; `label` is of its first source left."""

    decision: Decision
    title: str
    reviewer: str  # the name
    label: str | None
    words: str


def finished(reader: Reader, article: str) -> list[str]:
    """The persons who have done an article, by id: in every copy of the project the same order."""
    with translated(path_of(reader.connection)):
        condition = hidden(reader.connection, "p", own=reader.own)
        found = reader.connection.execute(
            f"SELECT a.id {_FINISHED} AND p.article=(SELECT n FROM article WHERE id=?){condition} ORDER BY a.id",
            (article,),
        )
        return [row[0] for row in found]


def late(reader: Reader, article: str, known: Collection[str]) -> set[str]:
    """The annotators with spans on an article none of which is among the known ones."""
    condition = hidden(reader.connection, "span", own=reader.own)
    with translated(path_of(reader.connection)):
        found = reader.connection.execute(
            "SELECT annotator.id, span.id FROM span JOIN annotator ON annotator.n=span.annotator"
            f" WHERE span.article=(SELECT n FROM article WHERE id=?){condition}",
            (article,),
        ).fetchall()
    return {who for who, _ in found} - {who for who, key in found if key in known}


def revs(reader: Reader, article: str, people: Sequence[str]) -> dict[str, int]:
    """The revs under which these annotators' spans and relations on an article stand, by id."""
    marks = ",".join("?" * len(people))
    whose = f"=(SELECT n FROM article WHERE id=?) AND %s.annotator IN (SELECT n FROM annotator WHERE id IN ({marks}))"
    with translated(path_of(reader.connection)):
        visible = {name: hidden(reader.connection, name, own=reader.own) for name in ("span", "relation")}
        spans = f"SELECT id, rev FROM span WHERE article{whose % 'span'}{visible['span']}"
        ties = (
            "SELECT relation.id, relation.rev FROM relation JOIN span h ON h.n=relation.head"
            f" WHERE h.article{whose % 'h'}{visible['relation']}"
        )
        return {
            key: rev for query in (spans, ties) for key, rev in reader.connection.execute(query, (article, *people))
        }


def layers(reader: Reader, article: str, people: Sequence[str]) -> list[Layer]:
    """What each of these annotators has on an article."""
    spans: dict[str, list[Span]] = {}
    ties: dict[str, list[Relation]] = {}
    owner = {}
    for span in reader.spans(article):
        spans.setdefault(span.annotator, []).append(span)
        owner[span.id] = span.annotator
    for tie in reader.relations(article):
        ties.setdefault(owner[tie.head], []).append(tie)
    return [Layer(annotator=who, spans=tuple(spans.get(who, ())), relations=tuple(ties.get(who, ()))) for who in people]


def decisions(reader: Reader, article: str) -> list[Decision]:
    """The decisions on an article, oldest first."""
    with translated(path_of(reader.connection)):
        condition = hidden(reader.connection, "d", own=reader.own)
        found = reader.connection.execute(
            f"SELECT {rows.DECISION_FIELDS} FROM {rows.DECISION_TABLES}"
            f" WHERE d.article=(SELECT n FROM article WHERE id=?){condition} ORDER BY d.n",
            (article,),
        )
        return [rows.decision_of(row) for row in found]


def to_review(reader: Reader) -> list[tuple[str, str]]:
    """The articles that two persons or more have done, in the order they came: id and title.

    Those whose gold is done without any decision are not to be reviewed: it came from elsewhere, as for training.
    """
    with translated(path_of(reader.connection)):
        condition = hidden(reader.connection, "p", own=reader.own)
        found = reader.connection.execute(
            "SELECT article.id, coalesce(nullif(article.title,''), substr(article.text,1,80)) FROM article WHERE n IN"
            f" (SELECT p.article {_FINISHED}{condition} GROUP BY p.article HAVING count(*)>1)"
            " AND (n NOT IN (SELECT p.article FROM progress p JOIN annotator a ON a.n=p.annotator"
            " WHERE p.state='done' AND a.kind='gold') OR n IN (SELECT article FROM decision)) ORDER BY article.n"
        )
        return found.fetchall()


def unsettled(reader: Reader, gold: int, wanted: Sequence[int]) -> list[int]:
    """Which of these articles have gold (by its row number) that is begun and not done, or was done on other layers."""
    with translated(path_of(reader.connection)):
        states = dict(
            reader.connection.execute("SELECT article, state FROM progress WHERE annotator=?", (gold,)).fetchall()
        )
        done = {number for number in wanted if states.get(number) == "done"}
        moved = _moved_on(reader, gold) if done else set()
    return [number for number in wanted if number in states and (number not in done or number in moved)]


def _moved_on(reader: Reader, gold: int) -> set[int]:
    """The articles with gold done where a source of a decision has moved, or one of those compared has tagged more."""
    ask = reader.connection.execute
    done = f"(SELECT article FROM progress WHERE annotator={int(gold)} AND state='done')"
    sources: dict[int, dict[str, int]] = {}
    for article, text in ask(f"SELECT article, sources FROM decision WHERE article IN {done} AND outcome<>'later'"):
        sources.setdefault(article, {}).update(_pairs(text))
    moved = set()
    finished = {(article, who) for article, who in ask(f"SELECT p.article, p.annotator {_FINISHED}")}
    told: dict[
        tuple[int, int], set[bool]
    ] = {}  # by article and annotator: whether spans are known, and whether others are
    there: dict[int, int] = {}
    spans = f"SELECT article, annotator, id, rev FROM span WHERE article IN {done}"
    ties = "SELECT h.article, -1, relation.id, relation.rev FROM relation JOIN span h ON h.n=head WHERE h.article IN "
    for query in (spans, ties + done):
        for article, who, key, rev in ask(query):
            known = sources.get(article, {})
            if (article, who) in finished:
                told.setdefault((article, who), set()).add(key in known)
            if key in known:
                there[article] = there.get(article, 0) + 1
                if known[key] != rev:
                    moved.add(article)
    moved |= {article for article, known in sources.items() if there.get(article, 0) < len(known)}
    return moved | {article for (article, _), some in told.items() if len(some) > 1}


def heirs(reader: Reader) -> dict[str, str]:
    """Of each merged actor the one that is left in the end; a chain that leads nowhere is left out."""
    with translated(path_of(reader.connection)):
        condition = hidden(reader.connection, "actor", own=reader.own)
        merged = dict(
            reader.connection.execute(
                f"SELECT id, merged_into FROM actor WHERE merged_into IS NOT NULL{condition}"
            ).fetchall()
        )
    found = {}
    for key in merged:
        seen, left = {key}, merged[key]
        while left in merged and left not in seen:
            seen.add(left)
            left = merged[left]
        if left not in seen:
            found[key] = left
    return found


def flagged(reader: Reader) -> list[Flagged]:
    """The decisions by which somebody says that the guideline is unclear, in the order they came."""
    with translated(path_of(reader.connection)):
        condition = hidden(reader.connection, "d", own=reader.own)
        found = reader.connection.execute(
            f"SELECT {rows.DECISION_FIELDS}, coalesce(nullif(article.title,''), substr(article.text,1,80)),"
            f" annotator.name FROM {rows.DECISION_TABLES} WHERE d.guideline=1{condition} ORDER BY d.n"
        ).fetchall()
        return [_flagged(reader, rows.decision_of(row), row[9], row[10]) for row in found]


def _flagged(reader: Reader, decision: Decision, title: str, reviewer: str) -> Flagged:
    label, words = next(_sources(reader, [key for key, _ in decision.sources]), (None, ""))
    return Flagged(decision=decision, title=title, reviewer=reviewer, label=label, words=words)


def _sources(reader: Reader, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Label and words of the spans among these ids, and of the heads of the relations among them."""
    for key in keys:
        yield from reader.connection.execute(
            "SELECT label, words FROM span WHERE id=?1 OR n=(SELECT head FROM relation WHERE id=?1)", (key,)
        )

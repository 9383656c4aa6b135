"""What a review reads of a project: finished layers of an article with their revs, gold, decisions, what to review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from annotator.core.differences import Layer
from annotator.core.model import Decision, Relation, Span
from annotator.store import rows
from annotator.store.batches import hidden
from annotator.store.connection import path_of, translated
from annotator.store.reader import Reader

# Whose layers are reviewed when nobody is named: persons'.
_FINISHED = "FROM progress p JOIN annotator a ON a.n=p.annotator WHERE p.state='done' AND a.kind='person'"


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
    """The articles that two persons or more have done, in the order they came: id and title."""
    with translated(path_of(reader.connection)):
        condition = hidden(reader.connection, "p", own=reader.own)
        found = reader.connection.execute(
            "SELECT article.id, coalesce(nullif(article.title,''), substr(article.text,1,80)) FROM article WHERE n IN"
            f" (SELECT p.article {_FINISHED}{condition} GROUP BY p.article HAVING count(*)>1) ORDER BY article.n"
        )
        return found.fetchall()


def unsettled(reader: Reader, gold: int, wanted: Sequence[int]) -> list[int]:
    """Which of these articles have gold (by its row number) that is begun and not done, or whose sources have moved."""
    moved = (
        "SELECT 1 FROM decision d, json_each(d.sources) one WHERE d.article=p.article AND d.outcome<>'later'"
        " AND NOT EXISTS"
        " (SELECT 1 FROM span WHERE id=json_extract(one.value,'$[0]') AND rev=json_extract(one.value,'$[1]'))"
        " AND NOT EXISTS"
        " (SELECT 1 FROM relation WHERE id=json_extract(one.value,'$[0]') AND rev=json_extract(one.value,'$[1]'))"
    )
    with translated(path_of(reader.connection)):
        query = f"SELECT p.article FROM progress p WHERE p.annotator=? AND (p.state<>'done' OR EXISTS ({moved}))"
        found = {row[0] for row in reader.connection.execute(query, (gold,))}
    return [number for number in wanted if number in found]


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

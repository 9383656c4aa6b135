"""What a review reads of a project: finished layers of an article with their revs, gold, decisions, what to review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from annotator.core.model import Decision, Relation, Span
from annotator.store import rows
from annotator.store.batches import hidden
from annotator.store.connection import path_of, translated
from annotator.store.reader import Reader

# Whose layers are reviewed when nobody is named: persons'.
_FINISHED = "FROM progress p JOIN annotator a ON a.n=p.annotator WHERE p.state='done' AND a.kind='person'"


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """All annotations of an article, and the revs under which spans and relations stand."""

    spans: dict[str, list[Span]]  # by annotator, in text order
    relations: dict[str, list[Relation]]  # by the head's annotator
    revs: dict[str, int]
    decisions: tuple[Decision, ...]  # oldest first
    finished: tuple[str, ...]  # persons who have done the article, by id: in every copy of the project the same order


class Flagged(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that says the guideline is unclear, with its article's title; `label` is of its first source left."""

    decision: Decision
    title: str
    reviewer: str  # the name
    label: str | None
    words: str


def material(reader: Reader, article: str) -> Material:
    """What a review needs of one article; empty when there is no such article."""
    with translated(path_of(reader.connection)):
        ask = reader.connection.execute
        visible = {name: hidden(reader.connection, name, own=reader.own) for name in ("span", "relation", "d", "p")}
        spans: dict[str, list[Span]] = {}
        ties: dict[str, list[Relation]] = {}
        revs: dict[str, int] = {}
        for row in ask(
            f"SELECT {rows.SPAN_FIELDS}, span.rev FROM {rows.SPAN_TABLES} WHERE span.article="
            f'(SELECT n FROM article WHERE id=?){visible["span"]} ORDER BY span.start, span."end" DESC, span.id',
            (article,),
        ):
            spans.setdefault(row[2], []).append(rows.span_of(row))
            revs[row[0]] = row[13]
        for row in ask(
            f"SELECT {rows.RELATION_FIELDS}, relation.rev, annotator.id FROM {rows.RELATION_TABLES}"
            " JOIN annotator ON annotator.n=h.annotator WHERE h.article=(SELECT n FROM article WHERE id=?)"
            f"{visible['relation']} ORDER BY relation.n",
            (article,),
        ):
            ties.setdefault(row[7], []).append(rows.relation_of(row))
            revs[row[0]] = row[6]
        decisions = ask(
            f"SELECT {rows.DECISION_FIELDS} FROM {rows.DECISION_TABLES} WHERE article.id=?{visible['d']} ORDER BY d.n",
            (article,),
        )
        finished = ask(
            f"SELECT a.id {_FINISHED} AND p.article=(SELECT n FROM article WHERE id=?){visible['p']} ORDER BY a.id",
            (article,),
        )
        return Material(
            spans=spans,
            relations=ties,
            revs=revs,
            decisions=tuple(rows.decision_of(row) for row in decisions),
            finished=tuple(row[0] for row in finished),
        )


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

"""Counts of what hangs on the layers that a training export takes, by one query a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from annotator.store.batches import hidden
from annotator.store.reader import Reader
from annotator.work.selection import Selection

_OF_SPANS = {
    "spans": "count(*)",
    "fragments": "sum(span.fragments IS NOT NULL)",
    "attributes": "sum(span.attributes<>'{}')",
    "notes": "sum(span.note<>'')",
    "links": "sum(span.actor IS NOT NULL)",
}
_OF_TIES = {"relations": "count(*)", "relation_attributes": "sum(relation.attributes<>'{}')"}
_BY_SPANS = {*_OF_SPANS, "annotators", "articles_without_spans", "done"}


def of_layers(reader: Reader, selection: Selection, asked: Collection[str]) -> Counter[str]:
    """Losses by their key, of the selection's layers and labels only; its layers are done, so no state is lost.

    What is not asked for may stay 0: what hangs on spans or ties is read only when one of its counts is asked for.
    """
    assert selection.layers is not None
    taken = {(article, who) for article, layers in selection.layers.taken.items() for who in layers}
    counts: Counter[str] = Counter(dict.fromkeys((*_BY_SPANS, *_OF_TIES, "states"), 0))
    counts["spacing"] = len(taken)
    if not _BY_SPANS.isdisjoint(asked):
        _count_spans(reader, selection, taken, counts)
    if not _OF_TIES.keys().isdisjoint(asked):
        _count_ties(reader, selection, taken, counts)
    return counts


def _count_spans(reader: Reader, selection: Selection, taken: set[tuple[int, int]], counts: Counter[str]) -> None:
    labels = ",".join("?" * len(selection.labels))
    wanted = f" AND span.label IN ({labels})" if labels else ""
    spans = (
        f"SELECT article, annotator, {','.join(_OF_SPANS.values())} FROM span"
        f" WHERE 1{hidden(reader.connection, 'span', own=reader.own)}{wanted}"
        " GROUP BY article, annotator"
    )
    for row in _mine(reader, spans, taken, tuple(selection.labels)):
        counts["annotators"] += 1
        counts.update(dict(zip(_OF_SPANS, row, strict=True)))
    counts["articles_without_spans"] = counts["done"] = len(taken) - counts["annotators"]


def _count_ties(reader: Reader, selection: Selection, taken: set[tuple[int, int]], counts: Counter[str]) -> None:
    labels = ",".join("?" * len(selection.labels))
    wanted = f" AND h.label IN ({labels}) AND t.label IN ({labels})" if labels else ""
    ties = (
        f"SELECT h.article, h.annotator, {','.join(_OF_TIES.values())} FROM relation"
        " JOIN span h ON h.n=relation.head JOIN span t ON t.n=relation.tail"
        f" WHERE 1{hidden(reader.connection, 'relation', own=reader.own)}{wanted}"
        " GROUP BY h.article, h.annotator"
    )
    for row in _mine(reader, ties, taken, tuple(selection.labels) * 2):
        counts.update(dict(zip(_OF_TIES, row, strict=True)))


def _mine(
    reader: Reader, query: str, taken: set[tuple[int, int]], values: tuple[str, ...]
) -> Iterator[tuple[int, ...]]:
    """What is counted of each layer that is taken."""
    for article, annotator, *found in reader.connection.execute(query, values):
        if (article, annotator) in taken:
            yield tuple(found)

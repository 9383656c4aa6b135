"""Counts of what hangs on the layers that a training export takes, by one query a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

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


def of_layers(reader: Reader, selection: Selection) -> Counter[str]:
    """Losses by their key, of the selection's layers and labels only; its layers are done, so no state is lost."""
    assert selection.layers is not None
    taken = {(article, who) for article, layers in selection.layers.taken.items() for who in layers}
    counts: Counter[str] = Counter(dict.fromkeys((*_OF_SPANS, *_OF_TIES, "states", "annotators"), 0))
    labels = ",".join("?" * len(selection.labels))
    wanted = " AND {}.label IN (%s)" % labels if labels else ""  # noqa: UP031 (two kinds of braces)
    spans = (
        f"SELECT article, annotator, {','.join(_OF_SPANS.values())} FROM span"
        f" WHERE 1{hidden(reader.connection, 'span', own=reader.own)}{wanted.format('span')}"
        " GROUP BY article, annotator"
    )
    for row in _mine(reader, spans, taken, tuple(selection.labels)):
        counts["annotators"] += 1
        counts.update(dict(zip(_OF_SPANS, row, strict=True)))
    ties = (
        f"SELECT h.article, h.annotator, {','.join(_OF_TIES.values())} FROM relation"
        " JOIN span h ON h.n=relation.head JOIN span t ON t.n=relation.tail"
        f" WHERE 1{hidden(reader.connection, 'relation', own=reader.own)}{wanted.format('h')}{wanted.format('t')}"
        " GROUP BY h.article, h.annotator"
    )
    for row in _mine(reader, ties, taken, tuple(selection.labels) * 2):
        counts.update(dict(zip(_OF_TIES, row, strict=True)))
    counts["articles_without_spans"] = len(taken) - counts["annotators"]
    counts["done"] = counts["articles_without_spans"]
    counts["spacing"] = len(taken)
    return counts


def _mine(
    reader: Reader, query: str, taken: set[tuple[int, int]], values: tuple[str, ...]
) -> Iterator[tuple[int, ...]]:
    """What is counted of each layer that is taken."""
    for article, annotator, *found in reader.connection.execute(query, values):
        if (article, annotator) in taken:
            yield tuple(found)

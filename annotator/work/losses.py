"""What an export to a format would lose, counted in the project before anything is written."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from annotator.formats.base import Format, Row, Subject, WriteOptions
from annotator.store.batches import hidden
from annotator.store.project import Project
from annotator.store.reader import Reader
from annotator.work.layers import Layers
from annotator.work.selection import ExportOptions, Extras, Selection, how_to_write, subject_names

_CHUNK = 500
_MOST_NAMED = 1000  # articles left out that a report names


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of thing that does not go out, how many there are, and why."""

    what: str
    count: int
    why: str
    articles: list[str] = []  # the ids of the first of them, where articles are left out


def losses(project: Project, form: Format, options: ExportOptions) -> list[Lost]:
    """Everything of the selection that the format cannot carry and that is really there; empty: nothing is lost."""
    with project.snapshot() as reader:
        selection = Selection(reader, options, training=form.training)
        subject = Subject(codebook=project.codebook, annotators=subject_names(selection))
        return counted(reader, form, selection, subject=subject, how=how_to_write(options))


def counted(reader: Reader, form: Format, selection: Selection, *, subject: Subject, how: WriteOptions) -> list[Lost]:
    """The same in a snapshot that is open already."""
    by_rows = _BY_ROW if selection.layers is not None else {}
    asked = [loss.what for loss in form.cannot_carry]
    counts = {what: _COUNTS[what](reader, selection) for what in asked if what in _COUNTS and what not in by_rows}
    if len(counts) < len(asked):  # the rest is seen article by article, and part of it only by the format
        for outgoing in selection.rows(Extras()):
            found = form.lost(outgoing.row, subject, how)
            found |= {what: by_rows[what](outgoing.row) for what in asked if what in by_rows}
            for what, count in found.items():
                counts[what] = counts.get(what, 0) + count
    told = ((loss, counts.get(loss.what, 0)) for loss in form.cannot_carry)
    lost = [Lost(what=loss.what, count=count, why=loss.why) for loss, count in told if count]
    return [*_left_out(reader, selection.layers), *lost] if selection.layers is not None else lost


def _left_out(reader: Reader, layers: Layers) -> list[Lost]:
    """The articles that a training export passes over, by reason."""
    found = []
    for what, numbers, why in (
        ("articles_without_gold", layers.without_gold, "Several layers and no gold: name one, or take all layers"),
        ("articles_not_done", layers.not_done, "Nobody has marked them done"),
    ):
        if numbers:
            ids = [reader.article_by_n(number).id for number in numbers[:_MOST_NAMED]]
            found.append(Lost(what=what, count=len(numbers), why=why, articles=ids))
    return found


def _one(reader: Reader, query: str) -> int:
    return int(reader.connection.execute(query).fetchone()[0])


def _over(reader: Reader, selection: Selection, query: str) -> int:
    """The sum of a count over the selected articles; the query has {articles} where their numbers go."""
    if selection.whole:
        visible = f"(SELECT n FROM article WHERE 1{hidden(reader.connection, 'article', own=reader.own)})"
        return _one(reader, query.format(articles=visible))
    total = 0
    for start in range(0, len(selection.numbers), _CHUNK):
        some = ",".join(str(number) for number in selection.numbers[start : start + _CHUNK])
        total += _one(reader, query.format(articles=f"({some})"))
    return total


def _people(selection: Selection) -> str:
    return ",".join(str(number) for number in selection.names) or "-1"


def _texts(_: Reader, selection: Selection) -> int:
    return len(selection.numbers)


def _without_spans(reader: Reader, selection: Selection) -> int:
    whose = f"annotator IN ({_people(selection)})"
    query = f"SELECT count(DISTINCT article) FROM span WHERE {whose} AND article IN {{articles}}"
    return len(selection.numbers) - _over(reader, selection, query)


def _spans(reader: Reader, selection: Selection) -> int:
    query = f"SELECT count(*) FROM span WHERE annotator IN ({_people(selection)}) AND article IN {{articles}}"
    return _over(reader, selection, query)


def _spans_where(condition: str) -> Callable[[Reader, Selection], int]:
    def count(reader: Reader, selection: Selection) -> int:
        whose = f"annotator IN ({_people(selection)}) AND article IN {{articles}}"
        return _over(reader, selection, f"SELECT count(*) FROM span WHERE {condition} AND {whose}")

    return count


def _relations_where(condition: str) -> Callable[[Reader, Selection], int]:
    def count(reader: Reader, selection: Selection) -> int:
        query = (
            f"SELECT count(*) FROM relation JOIN span h ON h.n=relation.head WHERE {condition}"
            f" AND h.annotator IN ({_people(selection)}) AND h.article IN {{articles}}"
        )
        return _over(reader, selection, query)

    return count


def _states(reader: Reader, selection: Selection) -> int:
    whose = f"annotator IN ({_people(selection)}) AND article IN {{articles}}"
    return _over(reader, selection, f"SELECT count(*) FROM progress WHERE state IN ('doing','skipped') AND {whose}")


def _meta(reader: Reader, selection: Selection) -> int:
    return _over(reader, selection, "SELECT count(*) FROM article WHERE meta<>'{{}}' AND n IN {articles}")


def _source_ids(reader: Reader, selection: Selection) -> int:
    return _over(reader, selection, "SELECT count(*) FROM article WHERE source_id IS NOT NULL AND n IN {articles}")


def _hanging(table: str) -> Callable[[Reader, Selection], int]:
    def count(reader: Reader, selection: Selection) -> int:
        return _over(reader, selection, f"SELECT count(*) FROM {table} WHERE article IN {{articles}}")

    return count


def _all(table: str) -> Callable[[Reader, Selection], int]:
    def count(reader: Reader, _: Selection) -> int:
        return _one(reader, f"SELECT count(*) FROM {table}")

    return count


def _history(_reader: Reader, _selection: Selection) -> int:
    """History is no part of what is exported, so it is never counted as lost; `formats` says that it stays."""
    return 0


_COUNTS: dict[str, Callable[[Reader, Selection], int]] = {
    "texts": _texts,
    "fields": _texts,
    "articles_without_spans": _without_spans,
    "spans": _spans,
    "fragments": _spans_where("fragments IS NOT NULL"),
    "attributes": _spans_where("attributes<>'{{}}'"),
    "notes": _spans_where("note<>''"),
    "links": _spans_where("actor IS NOT NULL"),
    "relations": _relations_where("1"),
    "relation_attributes": _relations_where("relation.attributes<>'{{}}'"),
    "meta": _meta,
    "states": _states,
    "source_ids": _source_ids,
    "comments": _hanging("comment"),
    "decisions": _hanging("decision"),
    "worktime": _hanging("worktime"),
    "codebook": _all("codebook"),
    "registry": _all("actor"),
    "journal": _history,
}

# The same of the one layer that a row of a training export is.
_BY_ROW: dict[str, Callable[[Row], int]] = {
    "spans": lambda row: len(row.spans),
    "fragments": lambda row: sum(bytes(span.fragments).count(b"[") > 2 for span in row.spans),
    "attributes": lambda row: sum(bytes(span.attributes) != b"{}" for span in row.spans),
    "notes": lambda row: sum(bool(span.note) for span in row.spans),
    "links": lambda row: sum(span.actor is not None for span in row.spans),
    "relations": lambda row: len(row.relations),
    "relation_attributes": lambda row: sum(bytes(tie.attributes) != b"{}" for tie in row.relations),
    "articles_without_spans": lambda row: int(not row.spans),
    "states": lambda row: sum(state in ("doing", "skipped") for state in row.states.values()),
}

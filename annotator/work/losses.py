"""What an export to a format would lose, counted in the project before anything is written."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from annotator.formats.base import Format
from annotator.store.batches import hidden
from annotator.store.project import Project
from annotator.store.reader import Reader
from annotator.work.selection import ExportOptions, Selection

_CHUNK = 500


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of thing that does not go out, how many there are, and why."""

    what: str
    count: int
    why: str


def losses(project: Project, form: Format, options: ExportOptions) -> list[Lost]:
    """Everything of the selection that the format cannot carry and that is really there; empty: nothing is lost."""
    with project.snapshot() as reader:
        return counted(reader, form, Selection(reader, options))


def counted(reader: Reader, form: Format, selection: Selection) -> list[Lost]:
    """The same in a snapshot that is open already."""
    lost = []
    for loss in form.cannot_carry:
        count = _COUNTS[loss.what](reader, selection)
        if count:
            lost.append(Lost(what=loss.what, count=count, why=loss.why))
    return lost


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


def _relations(reader: Reader, selection: Selection) -> int:
    query = (
        "SELECT count(*) FROM relation JOIN span h ON h.n=relation.head"
        f" WHERE h.annotator IN ({_people(selection)}) AND h.article IN {{articles}}"
    )
    return _over(reader, selection, query)


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
    "relations": _relations,
    "meta": _meta,
    "source_ids": _source_ids,
    "comments": _hanging("comment"),
    "decisions": _hanging("decision"),
    "worktime": _hanging("worktime"),
    "codebook": _all("codebook"),
    "registry": _all("actor"),
    "journal": _history,
}

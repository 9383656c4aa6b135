"""What an export to a format would lose, counted in the project before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import msgspec

from annotator.core.model import Span
from annotator.formats.base import Format, Outgoing, Subject, WriteOptions
from annotator.store import review
from annotator.store.batches import hidden
from annotator.store.project import Project
from annotator.store.reader import Reader
from annotator.work.collecting import collecting_seldom
from annotator.work.layers import Layers
from annotator.work.losses_of_layers import of_layers
from annotator.work.selection import ExportOptions, Extras, Selection, how_to_write, subject_names

OPEN_GOLD = "articles_with_open_gold"  # told beside the losses, though nothing is lost
_CHUNK = 500
_MOST_NAMED = 1000  # articles left out that a report names


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of thing that does not go out, how many there are, and why."""

    what: str
    count: int
    why: str
    articles: list[str] = []  # the ids of the first of them, where articles are left out


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """The losses of an export, and what the project was like then: while it is so they need not be counted again."""

    lost: list[Lost]
    stamp: tuple[int, int]


def losses(project: Project, form: Format, options: ExportOptions) -> list[Lost]:
    """Everything of the selection that the format cannot carry and that is really there; empty: nothing is lost."""
    return count(project, form, options).lost


def count(project: Project, form: Format, options: ExportOptions) -> Counted:
    """The same, to be handed to the export that follows."""
    stamp = project.stamp()
    with project.snapshot() as reader:
        selection = Selection(reader, options, training=form.training)
        subject = Subject(codebook=project.codebook, annotators=subject_names(selection))
        tally = Tally(reader, form, selection, subject=subject, how=how_to_write(options))
        if tally.missing:
            with collecting_seldom():
                for _ in tally.passing(selection.rows(Extras(), bare=tally.in_words)):
                    pass
        return Counted(lost=tally.lost(), stamp=stamp)


class Known:
    """Losses that need no counting: stands where a Tally would."""

    def __init__(self, lost: list[Lost]) -> None:
        self._lost = lost

    def passing(self, rows: Iterable[Outgoing]) -> Iterator[Outgoing]:
        """The rows as they are."""
        yield from rows

    def lost(self) -> list[Lost]:
        """What was counted before."""
        return self._lost


def known(project: Project, counted: Counted | None) -> Known | None:
    """What was counted before, if the project is still as it was then; to be asked once a snapshot is open."""
    return Known(counted.lost) if counted is not None and counted.stamp == project.stamp() else None


class Tally:
    """Counts the losses of an export: in the project at once where it can, the rest in the rows as they go by."""

    def __init__(
        self, reader: Reader, form: Format, selection: Selection, *, subject: Subject, how: WriteOptions
    ) -> None:
        self._form, self._subject, self._how = form, subject, how
        self._counts: Counter[str] = Counter()
        asked = [loss.what for loss in form.cannot_carry]
        if selection.layers is not None:
            self._counts = of_layers(reader, selection, asked)
        for what in asked:
            if what in _COUNTS and what not in self._counts:
                self._counts[what] = _COUNTS[what](reader, selection)
        # What only the format sees, article by article.
        self.missing = [what for what in asked if what not in self._counts]
        self.in_words = all(loss.in_words for loss in form.cannot_carry if loss.what in self.missing)
        self._left_out = [] if selection.layers is None else _left_out(reader, selection.layers)
        self._open = [*_held(reader, selection), *_open_gold(reader, selection)]

    def passing(self, rows: Iterable[Outgoing]) -> Iterator[Outgoing]:
        """The rows themselves, each counted on its way."""
        if not self.missing:
            yield from rows
            return
        for outgoing in rows:
            found = self._form.lost(outgoing.row, self._subject, self._how)
            for what in self.missing:
                self._counts[what] += found.get(what, 0)
            yield outgoing

    def lost(self) -> list[Lost]:
        """What has been found to be lost so far, in the format's own order."""
        told = ((loss, self._counts[loss.what]) for loss in self._form.cannot_carry)
        lost = [Lost(what=loss.what, count=count, why=loss.why) for loss, count in told if count]
        return [*self._left_out, *self._open, *lost]


def _left_out(reader: Reader, layers: Layers) -> list[Lost]:
    """The articles that a training export passes over, by reason."""
    found = []
    for what, numbers, why in (
        (
            "articles_without_gold",
            layers.without_gold,
            "Several layers and no gold that is done: name one, or take all layers",
        ),
        ("articles_not_done", layers.not_done, "Nobody has marked them done"),
        (
            "articles_unpicked",
            layers.unpicked,
            "Their text was corrected in two copies: choose one, and their spans stand again",
        ),
    ):
        if numbers:
            ids = [reader.article_by_n(number).id for number in numbers[:_MOST_NAMED]]
            found.append(Lost(what=what, count=len(numbers), why=why, articles=ids))
    return found


def _held(reader: Reader, selection: Selection) -> list[Lost]:
    """The spans of these articles and people that wait for a decision: no format has them."""
    records = (one.whole() for one in reader.held() if one.kind == "span")
    people, labels = set(selection.ids.values()), selection.labels
    spans = [
        one
        for one in records
        if isinstance(one, Span) and one.annotator in people and (not labels or one.label in labels)
    ]
    if not spans:
        return []
    numbers = dict(reader.connection.execute("SELECT id, n FROM article").fetchall())
    wanted = set(selection.numbers)
    found = [one.article for one in spans if numbers.get(one.article) in wanted]
    why = "They wait for a decision and do not stand: put them back, or choose a text, first"
    ids = list(dict.fromkeys(found))[:_MOST_NAMED]
    return [Lost(what="held", count=len(found), why=why, articles=ids)] if found else []


def _open_gold(reader: Reader, selection: Selection) -> list[Lost]:
    """The articles whose gold goes out although it is not decided to the end, or not any more."""
    found: list[int] = []
    for person in selection.annotators:
        if person.kind != "gold":
            continue
        gold = next(number for number, key in selection.ids.items() if key == person.id)
        layers = selection.layers
        wanted = selection.numbers if layers is None else [n for n in selection.numbers if gold in layers.taken[n]]
        found += review.unsettled(reader, gold, wanted)
    if not found:
        return []
    why = "Differences are still open there, or their sources have moved: gold goes out as it stands"
    ids = [reader.article_by_n(number).id for number in found[:_MOST_NAMED]]
    return [Lost(what=OPEN_GOLD, count=len(found), why=why, articles=ids)]


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


def _done(reader: Reader, selection: Selection) -> int:
    whose = f"annotator IN ({_people(selection)}) AND article IN {{articles}}"
    return _over(reader, selection, f"SELECT count(*) FROM progress WHERE state='done' AND {whose}")


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
    "done": _done,
    "source_ids": _source_ids,
    "comments": _hanging("comment"),
    "decisions": _hanging("decision"),
    "worktime": _hanging("worktime"),
    "codebook": _all("codebook"),
    "registry": _all("actor"),
    "journal": _history,
}

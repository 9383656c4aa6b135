"""What an export takes of a project: whose layers, which labels, which articles, and the words for people in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from annotator.core.errors import UnknownRecord
from annotator.core.model import STATES, Annotator
from annotator.formats.base import Outgoing, Row, RowRelation, RowSpan, WriteOptions
from annotator.store import stream
from annotator.store.reader import Reader
from annotator.work.layers import Layers, Names, chosen, words_for

_Raw = msgspec.Raw
_EMPTY = _Raw(b"{}")


class ExportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What to export and how; empty means all."""

    annotators: tuple[str, ...] = ()  # names or ids
    labels: tuple[str, ...] = ()
    states: tuple[str, ...] = ()  # articles that one of the annotators has in such a state
    articles: tuple[str, ...] = ()  # ids
    query: str = ""  # articles that the list's filter would show
    bom: bool = False
    context: int = 80
    scheme: str = "iob2"
    columns: str = "one"
    training: bool = False  # take what a training format takes, by any format
    all_layers: bool = False  # training formats: every done layer, not one an article
    names: Names = "keep"  # of annotators
    split: str = ""  # shares such as 80/10/10: OUT is then a folder
    seed: int = 0  # of the split


def how_to_write(options: ExportOptions) -> WriteOptions:
    """What of the options the format itself heeds."""
    return WriteOptions(bom=options.bom, context=options.context, scheme=options.scheme, columns=options.columns)


class Selection:
    """The options looked up in one snapshot of a project; raises UnknownRecord for names it does not have."""

    def __init__(self, reader: Reader, options: ExportOptions, *, training: bool = False, secret: bytes = b"") -> None:
        self.reader, self.options = reader, options
        everybody = reader.annotators()
        numbers = stream.annotator_numbers(reader)
        self.annotators = [_found(everybody, name) for name in options.annotators] or everybody
        # annotator id -> the word for them in rows
        self.key_of = words_for(_keys(everybody), options.names, secret)
        self.names = {numbers[one.id]: self.key_of[one.id] for one in self.annotators}
        self.ids = {numbers[one.id]: one.id for one in self.annotators}
        self.labels = frozenset(options.labels)
        present = reader.codebooks()[-1]
        if options.labels:
            of_codebook = {one["key"] for one in msgspec.json.decode(present.body)["labels"]}
            known = of_codebook.union(reader.stats().spans_by_label)
            for label in options.labels:
                if label not in known:
                    raise UnknownRecord(kind="label", name=label)
        for state in options.states:
            if state not in STATES:
                raise UnknownRecord(kind="state", name=state)
        self.codebook_id = present.id
        self.numbers = self._numbers()
        self.layers: Layers | None = None
        if training or options.training:
            people = {numbers[one.id]: one for one in self.annotators}
            every = options.all_layers or bool(options.annotators)
            self.layers = chosen(reader, self.numbers, people, every=every)
            self.numbers = list(self.layers.taken)

    @property
    def whole(self) -> bool:
        """Whether every article is taken."""
        options = self.options
        return self.layers is None and not (options.articles or options.query or options.states)

    def _numbers(self) -> list[int]:
        wanted = stream.numbers(self.reader)
        options = self.options
        if options.articles:
            chosen = {self.reader.number_of(self.reader.article(key).id) for key in options.articles}
            wanted = [number for number in wanted if number in chosen]
        if options.query:
            found = set(self.reader.article_ns(annotator_id=self.annotators[0].id, filter=options.query))
            wanted = [number for number in wanted if number in found]
        if options.states:
            found = self._in_state()
            wanted = [number for number in wanted if number in found]
        return wanted

    def _in_state(self) -> set[int]:
        """Articles that one of the annotators has in one of the states; without a word on it they are `todo`."""
        marks = ",".join("?" * len(self.names))
        states = set(self.options.states)
        seen: Counter[int] = Counter()
        found = set()
        query = f"SELECT article, state FROM progress WHERE annotator IN ({marks})"
        for article, state in self.reader.connection.execute(query, tuple(self.names)):
            seen[article] += 1
            if state in states:
                found.add(article)
        if "todo" in states:
            found |= {number for number in stream.numbers(self.reader) if seen[number] < len(self.names)}
        return found

    def rows(self, extras: Extras, numbers: Sequence[int] | None = None, *, bare: bool = False) -> Iterator[Outgoing]:
        """The selected articles (or some of them) as rows; what no row says is collected in `extras` on the way.

        Of a training format a row is one layer of an article, else all of its layers. `bare` rows hold only the words
        of annotators, labels, kinds, attributes and notes, for a loss that is counted in them.
        """
        wanted = self.numbers if numbers is None else numbers
        for article, spans, relations, progress in stream.articles(self.reader, wanted, bare=bare):
            if self.layers is None:
                yield self._row(article, spans, relations, progress=progress, names=self.names, extras=extras)
                continue
            for layer in self.layers.taken[article[0]]:
                names = {layer: self.names[layer]}
                yield self._row(article, spans, relations, progress=progress, names=names, extras=extras)

    def _row(
        self,
        article: stream.Row,
        spans: list[stream.Row],
        relations: list[stream.Row],
        *,
        progress: list[stream.Row],
        names: dict[int, str],
        extras: Extras,
    ) -> Outgoing:
        labels, everything = self.labels, len(names) == len(self.key_of)
        if labels or not everything:
            spans = [span for span in spans if span[6] in names and (not labels or span[5] in labels)]
        key = article[1]
        ties = list(_relations(relations, spans, names)) if relations else []
        row = Row(
            id=key,
            text=article[2],
            title=article[3],
            outlet=article[4],
            author=article[5],
            published=article[6],
            url=article[7],
            language=article[8],
            section=article[9],
            meta=_raw(article[10]),
            states={names[who]: state for _, who, state, _ in progress if who in names},
            spans=[_span(span, names) for span in spans],
            relations=ties,
        )
        extras.see(self, article, spans, progress)
        extras.relations += len(row.relations)
        return Outgoing(row, article[11])


class Extras:
    """What is counted and collected while rows go by."""

    def __init__(self) -> None:
        self.articles = self.spans = self.relations = 0
        self.keys: set[str] = set()
        self.source_ids: dict[str, str] = {}
        self.assigned: list[tuple[str, str]] = []
        self.tagged_under: dict[str, list[str]] = {}

    def see(
        self, selection: Selection, article: stream.Row, spans: list[stream.Row], progress: list[stream.Row]
    ) -> None:
        """One article on its way out."""
        self.articles += 1
        self.spans += len(spans)
        self.keys.add(article[1])
        if article[11] is not None:
            self.source_ids[article[1]] = article[11]
        for _, who, _, assigned in progress:
            if assigned and who in selection.ids:
                self.assigned.append((article[1], selection.ids[who]))
        if {span[12] for span in spans} - {selection.codebook_id}:
            for span in spans:
                if span[12] != selection.codebook_id:
                    self.tagged_under.setdefault(span[12], []).append(span[1])


def _span(span: stream.Row, names: dict[int, str]) -> RowSpan:
    _, key, start, end, pieces, label, who, attributes, actor, note, words, origin, _, _ = span
    raw = _EMPTY if attributes == "{}" else _raw(attributes)
    return RowSpan(key, start, end, _Raw(pieces), label, names[who], raw, actor, note, words, origin)


def _relations(ties: list[stream.Row], spans: list[stream.Row], names: dict[int, str]) -> Iterator[RowRelation]:
    """The relations that have both their ends among the spans."""
    ends = {span[13]: span for span in spans}
    for _, key, kind, head, tail, attributes in ties:
        if head in ends and tail in ends:
            whose = names[ends[head][6]]
            yield RowRelation(key, kind, ends[head][1], ends[tail][1], whose, _raw(attributes))


def _raw(text: str) -> msgspec.Raw:
    """JSON text as it is stored; a line break in it, which only a strange hand can have put there, goes."""
    if text == "{}":
        return _EMPTY
    return msgspec.Raw(msgspec.json.format(text, indent=-1) if "\n" in text else text)


def _found(everybody: list[Annotator], name: str) -> Annotator:
    wanted = name.strip().casefold()
    for one in everybody:
        if one.id == name or one.name.strip().casefold() == wanted:
            return one
    raise UnknownRecord(kind="annotator", name=name)


def _keys(everybody: list[Annotator]) -> dict[str, str]:
    """The word for each annotator: the name, with the id where two share it."""
    count = Counter(one.name.strip().casefold() for one in everybody)
    return {
        one.id: one.name if one.name.strip() and count[one.name.strip().casefold()] == 1 else f"{one.name} ({one.id})"
        for one in everybody
    }


def subject_names(selection: Selection) -> tuple[str, ...]:
    """The words that may stand for annotators in rows."""
    return tuple(selection.names.values())

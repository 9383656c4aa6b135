"""Where tagging contradicts itself: the same words under different labels, or tagged here and not there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from annotator.core.folding import folded
from annotator.core.model import Fragment, join_fragments
from annotator.store.batches import hidden
from annotator.store.connection import path_of, translated
from annotator.store.passages import Hit, Piece, Source, hit_at, read_texts
from annotator.store.reader import Reader
from annotator.store.search import Found, Sought, SpanPieces

LONGEST = 200  # characters of words that are compared
MOST_WORDS = 6  # of a phrase that is looked for where it is not tagged
EACH = 50  # rows of the same words under the same label
MOST = 20_000  # rows in all
_ROWS = 2_000  # spans read at a time
_ARTICLES = 100
_WORD = re.compile(r"[^\W_]+")

Labels = Counter[str]


class _Place(msgspec.Struct, frozen=True, gc=False):
    article: int
    start: int
    end: int
    span: str
    label: str


def clashes(reader: Reader, annotator: str = "") -> Iterator[Found]:
    """Spans of the same words under different labels, the likeliest slips first: the rarer label of frequent words.

    Of one annotator, or of anybody. The hits come at the end, progress before.
    """
    with translated(path_of(reader.connection)):
        labels = _labels_by_words(reader, annotator)
        wanted = {words: found for words, found in labels.items() if len(found) > 1}
        total = _count(reader, annotator)
        places: dict[str, list[_Place]] = defaultdict(list)
        looked, taken = 0, Counter[tuple[str, str]]()
        for rows in _span_rows(reader, annotator) if wanted else ():
            looked += len(rows)
            for article, key, start, end, label, words in rows:
                line = _line(words)
                if line in wanted and taken[line, label] < EACH:
                    taken[line, label] += 1
                    places[line].append(_Place(article, start, end, key, label))
            yield Found([], [], looked, total)
        yield from _in_order(reader, [_rarest_first(places[words], wanted[words]) for words in _surest(wanted)])


def _surest(wanted: dict[str, Labels]) -> list[str]:
    """Words by how much their most frequent label outweighs the others."""
    return sorted(wanted, key=lambda words: (-max(wanted[words].values()) / wanted[words].total(), words))


def _rarest_first(places: list[_Place], labels: Labels) -> list[tuple[_Place, Labels]]:
    ordered = sorted(places, key=lambda one: (labels[one.label], one.label, -one.article, one.start))
    return [(one, Counter({label: n for label, n in labels.items() if label != one.label})) for one in ordered]


def gaps(reader: Reader, annotator: str) -> Iterator[Found]:
    """Words that an annotator tagged in some place and left alone in another, the surest first.

    Only articles that the annotator has begun are looked through, for words exactly so, of up to MOST_WORDS words.
    A place counts as tagged when a span of one of the words' labels touches it.
    """
    with translated(path_of(reader.connection)):
        phrases = _phrases(reader, annotator)
        numbers = _begun(reader, annotator) if len(phrases) else []
        pieces = SpanPieces(reader, Sought(annotator=annotator))
        places: dict[str, list[_Place]] = defaultdict(list)
        left = Counter[str]()
        for at in range(0, len(numbers), _ARTICLES):
            some = numbers[at : at + _ARTICLES]
            tagged = pieces.of(some)
            for source, text in read_texts(reader, some):
                for words, (start, end) in phrases.untagged(text, tagged.get(source.n, [])):
                    left[words] += 1
                    if left[words] <= EACH:
                        places[words].append(_Place(source.n, start, end, "", ""))
            yield Found([], [], at + len(some), len(numbers))
        tags = {words: phrases.labels[words].total() for words in places}
        order = sorted(tags, key=lambda words: (-tags[words] / (tags[words] + left[words]), words))
        yield from _in_order(reader, [[(one, phrases.labels[words]) for one in places[words]] for words in order])


class _Phrases:
    """Words that are tagged, found by what lies from their first letter to their last; signs around them count, too."""

    def __init__(self) -> None:
        self.labels: dict[str, Labels] = defaultdict(Counter)
        self._cores: dict[str, list[tuple[str, str]]] = defaultdict(list)  # the signs before and after
        self._longest: dict[str, int] = {}  # the first word: how many words follow at most

    def __len__(self) -> int:
        return len(self.labels)

    def add(self, words: str, label: str, count: int) -> None:
        """One more kind of tag on some words; too many words, or none, are left out."""
        found = [match.span() for match in _WORD.finditer(words)]
        if not 1 <= len(found) <= MOST_WORDS or words != words.strip():
            return
        if words not in self.labels:
            (start, end), last = found[0], found[-1][1]
            self._cores[words[start:last]].append((words[:start], words[last:]))
            first = words[start:end]
            self._longest[first] = max(self._longest.get(first, 0), len(found))
        self.labels[words][label] += count

    def untagged(self, text: str, pieces: list[Piece]) -> Iterator[tuple[str, Fragment]]:
        """The places where such words stand and no span of one of their labels touches them."""
        tagged, last = _Tagged(pieces), 0
        places = [match.span() for match in _WORD.finditer(text)]
        for at, (start, end) in enumerate(places):
            most = self._longest.get(text[start:end], 0) if start >= last else 0
            found = self._longest_at(text, places[at : at + most]) if most else None
            if found is None:
                continue
            words, place = found
            if not any(tagged.touches(label, *place) for label in self.labels[words]):
                last = place[1]
                yield words, place

    def _longest_at(self, text: str, places: list[Fragment]) -> tuple[str, Fragment] | None:
        start = places[0][0]
        for _, end in reversed(places):
            core = text[start:end]
            # The longer ones first: "$61" rather than "61".
            for before, after in sorted(self._cores.get(core, ()), key=_length, reverse=True):
                if text.startswith(after, end) and text.endswith(before, 0, start):
                    return before + core + after, (start - len(before), end + len(after))
        return None


def _length(signs: tuple[str, str]) -> int:
    return len(signs[0]) + len(signs[1])


class _Tagged:
    """What of a text the spans of each label cover."""

    def __init__(self, pieces: list[Piece]) -> None:
        stretches: dict[str, list[Fragment]] = defaultdict(list)
        for piece in pieces:
            stretches[piece.label].append((piece.start, piece.end))
        self._stretches = {label: join_fragments(found) for label, found in stretches.items()}

    def touches(self, label: str, start: int, end: int) -> bool:
        """Whether a span of the label and this place share a character."""
        stretches = self._stretches.get(label, ())
        at = bisect_left(stretches, (end,)) - 1
        return at >= 0 and stretches[at][1] > start


def _labels_by_words(reader: Reader, annotator: str) -> dict[str, Labels]:
    condition, values = _whose(reader, annotator)
    rows = reader.connection.execute(
        f"SELECT words, label, count(*) FROM span WHERE length(words)<={LONGEST}{condition} GROUP BY words, label",
        values,
    )
    labels: dict[str, Labels] = defaultdict(Counter)
    for words, label, count in rows:
        labels[_line(words)][label] += count
    return labels


def _phrases(reader: Reader, annotator: str) -> _Phrases:
    condition, values = _whose(reader, annotator)
    rows = reader.connection.execute(
        f"SELECT words, label, count(*) FROM span WHERE length(words)<={LONGEST} AND fragments IS NULL{condition}"
        " GROUP BY words, label",
        values,
    )
    phrases = _Phrases()
    for words, label, count in rows:
        phrases.add(words, label, count)
    return phrases


def _line(words: str) -> str:
    return " ".join(folded(words).split())


def _whose(reader: Reader, annotator: str) -> tuple[str, tuple[str, ...]]:
    condition = hidden(reader.connection, "span", own=reader.own)
    if not annotator:
        return condition, ()
    return condition + " AND annotator=(SELECT n FROM annotator WHERE id=?)", (annotator,)


def _count(reader: Reader, annotator: str) -> int:
    condition, values = _whose(reader, annotator)
    return int(reader.connection.execute(f"SELECT count(*) FROM span WHERE 1{condition}", values).fetchone()[0])


def _span_rows(reader: Reader, annotator: str) -> Iterator[list[tuple[Any, ...]]]:
    condition, values = _whose(reader, annotator)
    rows = reader.connection.execute(
        f'SELECT article, id, start, "end", label, words FROM span WHERE length(words)<={LONGEST}{condition}', values
    )
    while some := rows.fetchmany(_ROWS):
        yield some


def _begun(reader: Reader, annotator: str) -> list[int]:
    """Articles in which an annotator has tagged something, or which are done."""
    condition, values = _whose(reader, annotator)
    tagged = reader.connection.execute(f"SELECT DISTINCT article FROM span WHERE 1{condition}", values)
    states = hidden(reader.connection, "progress", own=reader.own)
    done = reader.connection.execute(
        "SELECT article FROM progress WHERE state='done' AND annotator=(SELECT n FROM annotator WHERE id=?)" + states,
        (annotator,),
    )
    return sorted({n for (n,) in tagged} | {n for (n,) in done})


def _in_order(reader: Reader, groups: list[list[tuple[_Place, Labels]]]) -> Iterator[Found]:
    """The rows of the groups as hits with their neighbours, a few hundred at a time, at most MOST."""
    rows = [row for group in groups for row in group][:MOST]
    known: set[int] = set()
    for at in range(0, len(rows), _ARTICLES):
        some = rows[at : at + _ARTICLES]
        read = read_texts(reader, list(dict.fromkeys(one.article for one, _ in some)))
        texts = {source.n: (source, text) for source, text in read}
        hits: list[Hit] = []
        sources: list[Source] = []
        for one, labels in some:
            if one.article not in texts:
                continue
            source, text = texts[one.article]
            others = tuple(labels.most_common(3))
            place = one.start, one.end
            hits.append(hit_at(one.article, text, place, label=one.label, span=one.span, others=others))
            if source.n not in known:
                known.add(source.n)
                sources.append(source)
        yield Found(hits, sources, at + len(some), len(rows))

"""What is counted in stretches and sums is what counting every character and token by itself gives."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core import agreement as formulas
from annotator.core import agreement_rows
from annotator.core.agreement_counts import Counter
from annotator.core.agreement_rows import Measure, rows
from annotator.core.agreement_sides import Scheme
from annotator.core.model import Span, join_fragments
from annotator.core.tokens import tokens
from annotator.core.unitising import alpha_u

LABELS, PEOPLE = ("A", "B"), ("Ana", "Bo", "Cleo")
LETTERS = "ab c. 漢😀ไ"
Article = tuple[str, Mapping[int, list[Span]]]


def article(chance: random.Random) -> Article:
    text = "".join(chance.choices(LETTERS, k=chance.randrange(1, 40)))
    people = sorted(chance.sample(range(3), chance.choice((2, 3))))
    return text, {who: layer(chance, len(text)) for who in people}


def layer(chance: random.Random, length: int) -> list[Span]:
    found = {}
    for _ in range(chance.randrange(4)):
        pieces = []
        for _ in range(chance.choice((1, 1, 2))):
            start = chance.randrange(length)
            pieces.append((start, chance.randrange(start, length) + 1))
        fragments, label = tuple(join_fragments(pieces)), chance.choice(LABELS)
        found[label, fragments] = Span(
            id=f"{len(found)}", article="", annotator="", label=label, fragments=fragments, words="", codebook=""
        )
    return list(found.values())


def measured(articles: Sequence[Article]) -> list[Measure]:
    counter = Counter(3, Scheme(labels=LABELS))
    for text, layers in articles:
        counter.take(text, {who: (spans, ()) for who, spans in layers.items()})
    drawing = rows(counter, PEOPLE, len(articles), 0)
    while True:
        try:
            next(drawing)
        except StopIteration as end:
            found: list[Measure] = end.value
            return found


def categories(spans: Sequence[Span], places: Sequence[tuple[int, int]]) -> list[frozenset[str]]:
    """Of each place the labels that cover any of it."""
    return [
        frozenset(span.label for span in spans for start, end in span.fragments if start < last and first < end)
        for first, last in places
    ]


def seen(text: str, unit: str) -> list[tuple[int, int]]:
    return [(at, at + 1) for at in range(len(text))] if unit == "character" else tokens(text)


@settings(max_examples=100)
@given(st.integers(0, 10**6))
def test_every_place_by_itself(seed: int) -> None:
    chance = random.Random(seed)
    articles = [article(chance) for _ in range(chance.randrange(1, 4))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreement_rows, "SAMPLES", 3)
        found = {(row.measure, row.unit, row.label, row.pair): row for row in measured(articles)}
    for unit in ("character", "token"):
        rated = [
            {who: categories(spans, seen(text, unit)) for who, spans in layers.items()} for text, layers in articles
        ]
        for label in (None, *LABELS):
            items = [
                [mine[at] if label is None else label in mine[at] for mine in one.values()]
                for one in rated
                for at in range(len(next(iter(one.values()))))
            ]
            same(found["alpha", unit, label, None], formulas.alpha_of(items))
            for i, j in combinations(range(3), 2):
                sides = [(one[i], one[j]) for one in rated if i in one and j in one]
                pairs = [
                    (a, b) if label is None else (label in a, label in b)
                    for one in sides
                    for a, b in zip(*one, strict=True)
                ]
                row = found.get(("cohen", unit, label, (PEOPLE[i], PEOPLE[j])))
                if not sides:
                    assert row is None
                    continue
                kinds = list({kind for pair in pairs for kind in pair})
                first, second = ([[pair[side] for pair in pairs].count(kind) for kind in kinds] for side in (0, 1))
                assert row is not None
                same(row, formulas.cohen(sum(a == b for a, b in pairs), first, second))
                assert row.n == len(pairs)


def test_nothing_to_count_is_undefined() -> None:
    found = measured([("  ", {0: [], 1: [], 2: []})])  # characters, and not one token
    assert {row.unit for row in found if row.n} == {"character"}
    assert all(row.pooled is None and row.undefined for row in found)


def same(row: Measure, wanted: float | None) -> None:
    assert row.pooled == (None if wanted is None else pytest.approx(wanted)), row


@settings(max_examples=100)
@given(st.integers(0, 10**6))
def test_articles_laid_end_to_end(seed: int) -> None:
    """alpha_U of several articles is that of one long article."""
    chance = random.Random(seed)
    articles = [one for one in (article(chance) for _ in range(5)) if len(one[1]) == 3]
    if not articles:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreement_rows, "SAMPLES", 3)
        found = {(row.label, row.pair): row for row in measured(articles) if row.measure == "alpha_u"}
    for label in LABELS:
        layers: list[list[tuple[int, int]]] = [[], [], []]
        begin = 0
        for text, spans in articles:
            for who, mine in spans.items():
                pieces = [piece for span in mine if span.label == label for piece in span.fragments]
                layers[who] += [(begin + start, begin + end) for start, end in _apart(pieces)]
            begin += len(text)
        same(found[label, None], alpha_u([layers], begin))
        same(found[label, ("Ana", "Cleo")], alpha_u([[layers[0], layers[2]]], begin))


def _apart(pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping pieces joined, touching ones not."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found

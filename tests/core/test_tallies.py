"""Sums over samples of articles are what adding the articles one by one gives, however large the counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.tallies import Key, Table, Tallies

articles = st.lists(st.lists(st.integers(0, 2**70), min_size=2, max_size=2), min_size=1, max_size=20)
small = st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=1, max_size=20)


def counted(rows: list[list[int]]) -> Tallies:
    tallies = Tallies()
    for first, second in rows:
        tallies.add(Key("exact", "span"), [first])
        tallies.count(Key("table", "label"), "same", second)
        tallies.close()
    tallies.pack()
    return tallies


def drawn(tallies: Tallies, samples: list[bytes]) -> Table:
    adding = tallies.resampled(samples)
    while True:
        try:
            next(adding)
        except StopIteration as end:
            found: Table = end.value
            return found


@given(st.one_of(articles, small), st.randoms(use_true_random=False))
def test_samples_are_sums(rows: list[list[int]], chance: object) -> None:
    places = range(len(rows))
    picked = [chance.choices(places, k=len(rows)) for _ in range(5)]  # type: ignore[attr-defined]
    times = [bytes(some.count(place) for place in places) for some in picked]
    tallies = counted(rows)
    found, whole = drawn(tallies, times), tallies.total()
    for at in (0, 1):
        assert found[at] == [sum(one * row[at] for one, row in zip(many, rows, strict=True)) for many in times]
        assert whole[at] == [sum(row[at] for row in rows)]
        assert tallies.alone[at] == [row[at] for row in rows]
    assert found.side_by_side([1, None]) == [(second, 0) for second in found[1]]
    assert found.side_by_side([]) == [()] * len(times)


def test_pairs_add_up() -> None:
    tallies = Tallies()
    for pair in ((0, 1), (0, 2)):
        tallies.add(Key("exact", "span", pair=pair), [1, 2])
        tallies.count(Key("table", "label", pair=pair), "same", 4)
    tallies.close()
    tallies.add_up()
    tallies.pack()
    first = tallies.first[Key("exact", "span")]
    assert tallies.total().take(first, 2) == [[2], [4]]
    assert tallies.total()[tallies.named[Key("table", "label")]["same"]] == [8]

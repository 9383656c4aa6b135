"""Lining up two layers: kinds of lines, exact matches, and overlap matching that is maximum against brute force."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.compare import align, edges, exact, matching, overlapping, shared
from annotator.core.model import Fragment, Span, join_fragments


def span(*fragments: Fragment, label: str = "A", key: str = "") -> Span:
    return Span(
        id=key or f"{label}{fragments}",
        article="x",
        annotator="a",
        label=label,
        fragments=fragments,
        words="",
        codebook="",
    )


def test_the_four_kinds() -> None:
    first = [span((0, 4)), span((10, 20)), span((30, 34)), span((40, 44))]
    second = [span((0, 4)), span((12, 22)), span((30, 34), label="B"), span((50, 54))]
    lines = align(first, second)
    assert [line.kind for line in lines] == ["same", "boundary", "label", "missing", "missing"]
    assert lines[3].first is first[3]
    assert lines[3].second is None
    assert lines[4].second is second[3]
    assert exact(first, second) == 1


def test_touching_spans_do_not_overlap_and_gaps_do_not_count() -> None:
    assert overlapping([span((0, 4))], [span((4, 8))]) == []
    assert overlapping([span((0, 2), (8, 9))], [span((3, 7))]) == []
    assert shared(((0, 2), (8, 12)), ((1, 9),)) == 2


def test_as_many_pairs_as_there_can_be_before_the_longest() -> None:
    # the longest overlap alone would leave both others without a partner
    first, second = [span((0, 10)), span((0, 3))], [span((0, 8)), span((8, 12))]
    assert overlapping(first, second) == [(0, 1), (1, 0)]


def test_ties_go_to_the_longer_overlap_and_then_to_the_earlier_span() -> None:
    assert overlapping([span((0, 10))], [span((0, 3)), span((4, 10))]) == [(0, 1)]
    assert overlapping([span((0, 10))], [span((0, 3)), span((4, 7))]) == [(0, 0)]


def brute(candidates: list[tuple[int, int, int]]) -> tuple[int, int]:
    """The most edges without a common end, and the most they can share."""
    for size in range(len(candidates), 0, -1):
        fits = [
            sum(edge[2] for edge in some)
            for some in combinations(candidates, size)
            if len({edge[0] for edge in some}) == size == len({edge[1] for edge in some})
        ]
        if fits:
            return size, max(fits)
    return 0, 0


pieces = st.lists(
    st.tuples(st.integers(0, 14), st.integers(1, 8)).map(lambda one: (one[0], one[0] + one[1])), min_size=1, max_size=2
)
spans = st.builds(lambda some, label: span(*join_fragments(some), label=label), pieces, st.sampled_from("AB"))
layers = st.lists(spans)
small = layers.map(lambda some: some[:4])


@given(small, small)
def test_matching_is_maximum_and_of_those_the_heaviest(first: list[Span], second: list[Span]) -> None:
    found = edges(first, second)
    weight = {(i, j): common for i, j, common in found}
    pairs = matching(found)
    assert len({i for i, _ in pairs}) == len(pairs) == len({j for _, j in pairs})
    if len(found) <= 12:
        assert (len(pairs), sum(weight[pair] for pair in pairs)) == brute(found)


@given(layers, layers)
def test_each_span_stands_on_one_line_and_sides_can_be_changed(first: list[Span], second: list[Span]) -> None:
    ones, others = ({(one.label, one.fragments): one for one in some} for some in (first, second))
    there, back = align(ones.values(), others.values()), align(others.values(), ones.values())
    assert sorted(line.first.id for line in there if line.first) == sorted(one.id for one in ones.values())
    assert sorted(line.second.id for line in there if line.second) == sorted(one.id for one in others.values())
    assert sorted(line.kind for line in there) == sorted(line.kind for line in back)
    assert all(line.kind == "same" for line in align(ones.values(), ones.values()))
    assert exact(first, second) == sum(line.kind == "same" for line in there)


def test_a_heap_of_spans_on_one_place_is_matched_soon() -> None:
    first = [span((0, 100 + place), key=str(place)) for place in range(60)]
    assert len(overlapping(first, first)) == 60

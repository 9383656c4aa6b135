"""Lanes, segments and rows of chips: nothing that overlaps shares one, inner spans lie nearest the text."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.lanes import CAP, REST, Segment, assign, joined, rows, segments

interval = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: (pair[0], pair[0] + pair[1]))
intervals = st.lists(interval, max_size=25)


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@given(intervals)
def test_what_overlaps_never_shares_a_lane(hulls: list[tuple[int, int]]) -> None:
    lanes = assign(hulls)
    for one, other in combinations(range(len(hulls)), 2):
        if lanes[one] != REST and overlap(hulls[one], hulls[other]):
            assert lanes[one] != lanes[other]
    assert all(lane == REST or 0 <= lane < CAP for lane in lanes)


@given(intervals)
def test_a_span_stands_lowest_where_it_can(hulls: list[tuple[int, int]]) -> None:
    lanes = assign(hulls, cap=100)
    for which, lane in enumerate(lanes):
        for lower in range(lane):
            assert any(lanes[other] == lower and overlap(hulls[which], hulls[other]) for other in range(len(hulls)))


def test_the_inner_span_lies_nearest_the_text() -> None:
    assert assign([(0, 50), (10, 20), (30, 40), (12, 15)]) == [2, 1, 0, 0]


def test_touching_spans_share_a_lane() -> None:
    assert assign([(0, 5), (5, 9)]) == [0, 0]


def test_the_outermost_of_many_are_left_over() -> None:
    nested = [(place, 100 - place) for place in range(40)]
    lanes = assign(nested)
    assert lanes[:34] == [REST] * 34
    assert lanes[34:] == [5, 4, 3, 2, 1, 0]


def test_the_same_words_twice() -> None:
    assert sorted(assign([(3, 9), (3, 9)])) == [0, 1]


def test_a_quote_in_two_pieces_on_three_lines() -> None:
    pieces = [(5, 18), (25, 45)]
    assert list(segments(pieces, 0, 20)) == [Segment(5, 18, True, True), Segment(18, 20, bridge=True)]
    assert list(segments(pieces, 20, 40)) == [Segment(20, 25, bridge=True), Segment(25, 40, True, False)]
    assert list(segments(pieces, 40, 60)) == [Segment(40, 45, False, True)]
    assert list(segments(pieces, 60, 80)) == []


def test_a_line_that_lies_in_the_gap_is_bridged() -> None:
    assert list(segments([(0, 5), (50, 60)], 10, 40)) == [Segment(10, 40, bridge=True)]


@given(intervals, st.integers(1, 20))
def test_lines_lose_nothing_of_a_span(hulls: list[tuple[int, int]], width: int) -> None:
    fragments = joined(hulls)
    found = [piece for line in range(0, 100, width) for piece in segments(fragments, line, line + width)]
    words = joined((piece.start, piece.end) for piece in found if not piece.bridge)
    assert words == fragments
    assert sum(piece.opens for piece in found) == sum(piece.closes for piece in found) == len(fragments)


@given(intervals)
def test_joined_covers_the_same_ground(hulls: list[tuple[int, int]]) -> None:
    ground = {place for start, end in hulls for place in range(start, end)}
    made = joined(hulls)
    assert {place for start, end in made for place in range(start, end)} == ground
    assert all(one[1] < other[0] for one, other in pairwise(made))


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(10, 90)).map(lambda pair: (pair[0], pair[0] + pair[1]))))
def test_chips_of_a_row_keep_their_distance(chips: list[tuple[float, float]]) -> None:
    placed = rows(chips, gap=3)
    for one, other in combinations(range(len(chips)), 2):
        if placed[one] == placed[other]:
            first, second = sorted((chips[one], chips[other]))
            assert second[0] >= first[1] + 3 - 1e-6


def test_the_first_chip_stands_lowest() -> None:
    assert rows([(0, 40), (20, 60), (44, 80)]) == [0, 1, 0]

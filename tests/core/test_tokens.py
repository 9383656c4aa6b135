"""Tokens cover all that is visible; sentences cut no stretch that is to be kept whole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.tokens import covered, on_borders, sentences, split_at, tokens

TEXTS = st.text(st.sampled_from("ab é1.,!?“”'\n 東ก🚢́ا"), max_size=60)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It’s 4.7 per cent.", ["It", "’", "s", "4", ".", "7", "per", "cent", "."]),
        ("東京x港", ["東", "京", "x", "港"]),
        ("ก็ดี", ["ก", "็", "ด", "ี"]),
        ("🚢 ahoy", ["🚢", "ahoy"]),
        ("", []),
    ],
)
def test_tokens(text, parts):
    assert [text[start:end] for start, end in tokens(text)] == parts


@given(TEXTS)
def test_every_visible_character_is_in_one_token(text):
    there = tokens(text)
    assert all(left[1] <= right[0] for left, right in pairwise(there))
    inside = {place for start, end in there for place in range(start, end)}
    assert inside == {place for place, char in enumerate(text) if not char.isspace()}


@given(TEXTS, st.lists(st.integers(0, 60)))
def test_cut_tokens_hold_the_same_characters(text, edges):
    there = tokens(text)
    cut = split_at(there, edges)
    assert [place for start, end in cut for place in range(start, end)] == [
        place for start, end in there for place in range(start, end)
    ]
    assert not any(start < edge < end for start, end in cut for edge in edges)


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_covered_and_borders_agree_with_a_plain_search(text, left, right):
    start, end = sorted((left, right))
    there = tokens(text)
    plain = [place for place, (a, b) in enumerate(there) if a < end and start < b]
    assert list(covered(there, start, end)) == plain
    fits = bool(plain) and all(start <= there[place][0] and there[place][1] <= end for place in plain)
    assert (on_borders(there, start, end) is not None) == fits


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_sentences_keep_what_is_to_be_kept(text, pairs):
    kept = [(a, b) for a, b in pairs if a < b <= len(text)]
    found = list(sentences(text, kept))
    covered_by = {place for start, end in found for place in range(start, end)}
    assert {place for place, char in enumerate(text) if not char.isspace()} <= covered_by
    assert not any(a < end < b for _, end in found for a, b in kept)


def test_where_sentences_end():
    text = "He left. “We wait.” She said 4.7 per cent. Then e.g. this\nA line"
    found = [text[start:end].strip() for start, end in sentences(text)]
    assert found == ["He left.", "“We wait.”", "She said 4.7 per cent.", "Then e.g. this", "A line"]

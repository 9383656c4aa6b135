"""What of a selection becomes a span."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.codebook import Trim
from annotator.core.trim import trim

RULES = [
    Trim(article=article, that=that, marks=marks, stops=stops)
    for article, that, marks, stops in itertools.product(("in", "out"), repeat=4)
]
ALL_OUT = Trim(article="out", that="out", marks="out", stops="out")
ALL_IN = Trim(article="in", that="in", marks="in", stops="in")
WORDS = ["the", "The", "a", "an", "that", "That", "U.S.", "Inc.", "ferry", "x", "9", " ", "  ", "\n", "\t", "\u200b"]
MARKS = "“”\"'’‘«»„「」.,;:!?…。-—"
PIECES = st.lists(
    st.sampled_from([*WORDS, *MARKS]),
    max_size=12,
).map("".join)


def trimmed(text: str, rule: Trim) -> str:
    start, end = trim(text, 0, len(text), rule)
    return text[start:end]


@given(PIECES, st.sampled_from(RULES))
def test_no_white_space_at_an_edge(text, rule):
    left = trimmed(text, rule)
    assert left == left.strip()
    assert not left.startswith("\u200b")
    assert not left.endswith("\u200b")


@given(PIECES, st.sampled_from(RULES))
def test_what_has_a_word_keeps_one(text, rule):
    if any(char.isalnum() for char in text):
        assert any(char.isalnum() for char in trimmed(text, rule))


@given(PIECES, st.sampled_from(RULES), st.text("the a.“", max_size=4), st.text("the a.”", max_size=4))
def test_twice_is_once_and_what_stands_around_does_not_matter(text, rule, before, after):
    whole = before + text + after
    start, end = trim(whole, len(before), len(before) + len(text), rule)
    assert len(before) <= start <= end <= len(before) + len(text)
    assert trim(whole, start, end, rule) == (start, end)
    assert whole[start:end] == trimmed(text, rule)


@given(PIECES)
def test_all_in_takes_only_white_space(text):
    assert trimmed(text, ALL_IN) == text.strip(" \n\t\u200b")


@pytest.mark.parametrize(
    ("text", "rule", "left"),
    [
        (" the ferry, ", ALL_OUT, "ferry"),
        (" the ferry, ", ALL_IN, "the ferry,"),
        ("“the ferry.”", ALL_OUT, "ferry"),
        ("“We will,”", Trim(), "“We will,”"),
        ("that the ferries will run", Trim(that="out"), "the ferries will run"),
        ("that the ferries will run", ALL_OUT, "ferries will run"),
        ("That", ALL_OUT, "That"),
        ("the", ALL_OUT, "the"),
        ("the —", ALL_OUT, "the —"),
        ("a dozen", Trim(article="out"), "dozen"),
        ("anything", Trim(article="out"), "anything"),
        ("the U.S.", ALL_OUT, "U.S."),
        ("Acme Inc.", Trim(), "Acme Inc."),
        ("Acme Incorporated.", Trim(), "Acme Incorporated"),
        ("reporters’", ALL_OUT, "reporters’"),
        ("„ja“", ALL_OUT, "ja"),
        ("»ja«", ALL_OUT, "ja"),
        ("「はい」", ALL_OUT, "はい"),
        ("“We will", ALL_OUT, "We will"),
        ("We will”", ALL_OUT, "We will"),
        ("“a” and “b”", Trim(marks="in"), "“a” and “b”"),
        ("‘don’t go’", ALL_OUT, "don’t go"),
        ("“x “b” c”", ALL_OUT, "x “b” c"),
        ('"a" and "b"', ALL_OUT, '"a" and "b"'),
        ('"x b"', ALL_OUT, "x b"),
        ("12 percent.", Trim(), "12 percent"),
        ("東京。", Trim(), "東京"),
        (" \n ", ALL_OUT, ""),
        (".", ALL_OUT, "."),
    ],
)
def test_rules(text, rule, left):
    assert trimmed(text, rule) == left


def test_marks_around_two_quotations_are_not_a_pair():
    """The first and the last mark of “a” and “b” belong to different quotations."""
    assert trimmed("“a” and “b”", ALL_OUT) == "“a” and “b”"


def test_a_long_selection_is_looked_at_only_at_its_edges():
    text = "the " + "word " * 200_000
    assert trim(text, 0, len(text), ALL_OUT) == (4, len(text) - 1)

"""Agency copy is found: articles that share most of their paragraphs, whatever stands around them."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.neardup import Passing, groups

PARAGRAPHS = [f"Paragraph number {word} of the agency's report, long enough to count." for word in "abcdefgh"]


def text(*numbers: int, head: str = "Headline") -> str:
    return "\n\n".join([head, *(PARAGRAPHS[number] for number in numbers)])


def test_a_headline_and_a_paragraph_more_make_no_other_article():
    found = groups(
        [
            ("a", text(0, 1, 2, 3)),
            ("b", text(0, 1, 2, 3, 4, head="Another headline")),
            ("c", text(5, 6, 7)),
            ("d", text(0, 5, 6, 7).upper()),
            ("e", "short"),
            ("f", ""),
        ]
    )
    assert found == {"a": "a", "b": "a", "c": "c", "d": "c", "e": "e", "f": "f"}


def test_what_stands_everywhere_ties_nothing():
    found = groups([(str(n), f"Own words of the article number {n}, none of which stands elsewhere.\n{PARAGRAPHS[0]}")
                    for n in range(60)])  # fmt: skip
    assert len(set(found.values())) == 60


@given(st.lists(st.lists(st.integers(0, 7), max_size=6), max_size=12))
def test_a_group_is_named_by_its_first(numbers):
    given_ = [(str(place), text(*some)) for place, some in enumerate(numbers)]
    found = groups(given_)
    assert list(found) == [key for key, _ in given_]
    for key, first in found.items():
        assert found[first] == first
        assert int(first) <= int(key)


@given(st.lists(st.lists(st.integers(0, 7), max_size=6), max_size=12))
def test_what_goes_by_is_grouped_the_same(numbers):
    passing = Passing()
    given_ = [(str(place), text(*dict.fromkeys(some))) for place, some in enumerate(numbers)]
    for key, words in given_:
        passing.add(key, words)
    wanted = {}
    for key, first in groups(given_).items():
        wanted.setdefault(first, []).append(key)
    assert passing.groups() == [group for group in wanted.values() if len(group) > 1]


def test_a_paragraph_twice_in_an_article_counts_once():
    passing = Passing()
    passing.add("a", text(0, 0, 0, 1, 2))
    passing.add("b", text(0, 3, 4))
    assert passing.groups() == []


@given(st.lists(st.lists(st.integers(0, 7), max_size=6), max_size=12), st.integers(0, 12))
def test_what_was_there_before_is_grouped_with_what_goes_by(numbers, before):
    passing = Passing()
    given_ = [(str(place), text(*dict.fromkeys(some))) for place, some in enumerate(numbers)]
    for key, words in given_[before:]:
        passing.add(key, words)
    for key, words in given_[:before]:
        passing.beside(key, words)
    new = {key for key, _ in given_[before:]}
    wanted = {}
    for key, first in groups(given_).items():
        wanted.setdefault(first, []).append(key)
    expected = [group for group in wanted.values() if len(group) > 1]
    found = passing.groups()
    # What is alike among the old ones alone joins two groups in `groups`, and is not looked for here.
    assert all(any(set(group) <= set(whole) for whole in expected) for group in found)
    assert {key for group in found for key in group} >= {
        key for whole in expected for key in whole if key in new and len(set(whole) & new) > 1 and not set(whole) - new
    }

"""What is typed into the search box: every text means something, and it finds what a plain scan finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.occurrences import Manner, Needle
from annotator.core.query import LONGEST, MOST, Matcher, Query, parse


def wanted(typed: str) -> list[list[str]]:
    return [[needle.words + ("*" if needle.prefix else "") for needle in clause] for clause in parse(typed).clauses]


def unwanted(typed: str) -> list[str]:
    return [needle.words + ("*" if needle.prefix else "") for needle in parse(typed).unwanted]


@pytest.mark.parametrize(
    ("typed", "clauses", "without"),
    [
        ("", [], []),
        ("ferry fares", [["ferry"], ["fares"]], []),
        ('"ferry  fares"', [["ferry fares"]], []),
        ("“ferry fares” council", [["ferry fares"], ["council"]], []),
        ("ferr*", [["ferr*"]], []),
        ("ferry -fares", [["ferry"]], ["fares"]),
        ('ferry -"night boat"', [["ferry"]], ["night boat"]),
        ("ferry NOT fares", [["ferry"]], ["fares"]),
        ("ferry AND fares", [["ferry"], ["fares"]], []),
        ("ferry OR boat fares", [["ferry", "boat"], ["fares"]], []),
        ("ferry OR boat OR ship", [["ferry", "boat", "ship"]], []),
        ("or and not", [["or"], ["and"], ["not"]], []),
        # No syntax: taken as it stands.
        ("OR ferry", [["OR"], ["ferry"]], []),
        ("ferry OR", [["ferry"], ["OR"]], []),
        ("OR", [["OR"]], []),
        ("ferry OR -boat", [["ferry"], ["OR"]], ["boat"]),
        ("NEAR(ferry boat, 3)", [["NEAR(ferry"], ["boat,"], ["3"]], []),
        ('"ferry', [["ferry"]], []),
        ('ferry "', [["ferry"]], []),
        ("(ferry OR boat)", [["ferry", "boat"]], []),
        ("-", [], []),
        ('""', [], []),
        ("* %", [["*"], ["%"]], []),
        ("title:ferry", [["title:ferry"]], []),
        ("it's", [["it's"]], []),
        ("a\0b", [["a"], ["b"]], []),
        ("50% $61", [["50%"], ["$61"]], []),
        ("ferry ferry", [["ferry"], ["ferry"]], []),
        ("half\ud83c", [["half\ufffd"]], []),
    ],
)
def test_what_it_means(typed: str, clauses: list[list[str]], without: list[str]) -> None:
    assert (wanted(typed), unwanted(typed)) == (clauses, without)


@given(st.text(alphabet=st.sampled_from("ab *\"-()ORANDT:^+{}'“”\n\0é中🌊"), max_size=60) | st.text(max_size=200))
def test_any_text_is_a_query(typed: str) -> None:
    query = parse(typed)
    assert all(needle.words.strip() for clause in query.clauses for needle in clause)
    assert all(needle.words.strip() for needle in query.unwanted)
    Matcher(query).places("some text " + typed)


def test_very_long_queries_are_cut() -> None:
    assert len(parse("a " * 5_000).clauses) == MOST
    assert len(parse("x" * 50_000).clauses[0][0].words) == LONGEST


def test_all_clauses_must_stand_and_nothing_unwanted() -> None:
    text = "The ferry waits. The boat is late; fares rise."
    hits = [text[start:end] for start, end in Matcher(parse("ferry OR boat fares")).places(text)]
    assert hits == ["ferry", "boat", "fares"]
    assert Matcher(parse("ferry tram")).places(text) == []
    assert Matcher(parse("ferry -late")).places(text) == []
    assert Matcher(parse("ferry -lat")).places(text) == [(4, 9)]
    assert Matcher(parse("ferry -lat*")).places(text) == []
    assert Matcher(parse("-ferry")).places(text) == []
    assert not Matcher(parse("-ferry")).answers(text)
    assert Matcher(parse("-tram")).answers(text)


def test_a_place_is_counted_once() -> None:
    text = "ferry fares, and the ferry"
    places = Matcher(parse('"ferry fares" ferry far*')).places(text)
    assert places == [(0, 11), (21, 26)]


WORDS = st.text(alphabet="abAB", min_size=1, max_size=3)


@given(st.lists(WORDS, min_size=1, max_size=12), WORDS)
def test_simple_words_are_found_as_a_plain_scan_finds_them(words: list[str], word: str) -> None:
    text = " ".join(words)
    plain, at = [], 0
    for one in words:
        if one.lower() == word.lower():
            plain.append((at, at + len(one)))
        at += len(one) + 1
    assert Matcher(Query(((Needle(word),),))).places(text) == plain
    exact = [place for place in plain if text[slice(*place)] == word]
    assert Matcher(Query(((Needle(word),),)), Manner(exact=True)).places(text) == exact

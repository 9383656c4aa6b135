"""Likely places: what holds for every text, however ugly; and the acts that the window builds on."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator import assets
from annotator.core import codebook as codebooks
from annotator.core.candidates import Candidates
from annotator.core.candidates.ladders import holds, size
from annotator.core.errors import EmptySelection
from annotator.core.text import next_character, previous_character
from annotator.core.trim import trim

NEWS = codebooks.loads(assets.read_bytes("codebooks/news.json"))
LABELS = [label.key for label in NEWS.labels]
PIECES = [
    *"“”„\"'‘’«»‹›「」『』《》()[].,;:!?…-–—/%$€¥ \n\t",
    " said ", "She said that ", "according to ", "Mayor Ana Ruiz", "the company", " of ", "U.S. ", "About $2.4bn",
    "one in three", "5 to 7 per cent", "on 3 May 2031", "\n\n", "e\u0301", "\u0301", "👩🏽‍🚒", "🇺🇳", "\u200d", "\ufeff",
    "واحد ", "٢٩ في المئة", "星灯", "カ\uff9e", "क्षि", "각", "\u2028", "\r", "x", "A", "’s ", "n’t ", "``", "''",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60)


def news(text: str, language: str | None = "en") -> Candidates:
    return Candidates(text, NEWS, language)


def words(found: Candidates, label: str, at: int = 0) -> list[str]:
    candidate = found.ghost(label, at)
    return [] if candidate is None else [found.text[start:end] for start, end in candidate.fragments]


@given(TEXTS, st.sampled_from(["en", "de", "ja", None]))
@example("“\u0301x” said A", "en")
@example("👩🏽‍🚒👩🏽‍🚒 " * 400, "en")
@example("a" * 9000, "en")
def test_a_candidate_lies_in_the_text_trimmed_and_between_whole_characters(text: str, language: str | None) -> None:
    found = news(text, language)
    for candidate in found.between(0, len(text)):
        rule = NEWS.label(candidate.label).trim
        assert candidate.fragments == tuple(sorted(candidate.fragments))
        for start, end in candidate.fragments:
            assert 0 <= start < end <= len(text)
            assert previous_character(text, start + 1) == start
            assert next_character(text, end - 1) == end
        if len(candidate.fragments) == 1:
            assert trim(text, candidate.start, candidate.end, rule) == (candidate.start, candidate.end)
        assert found.ghost(candidate.label, candidate.start) is not None


@given(TEXTS, st.sampled_from([*LABELS, None]), st.integers(0, 200))
def test_every_ladder_grows_shrinks_and_comes_back(text: str, label: str | None, place: int) -> None:
    found = news(text)
    try:
        now = found.from_start(label or LABELS[0], place).fragments
    except EmptySelection:
        assert not any(char.isalnum() for char in text[place:])
        return
    for _ in range(60):
        smaller = found.shrunk(label, now)
        if smaller is not None:
            assert holds(now, smaller)
            assert size(smaller) < size(now)
        larger = found.grown(label, now)
        if larger is None:
            break
        assert holds(larger, now)
        assert size(larger) > size(now)
        assert found.shrunk(label, larger) == now
        now = larger
    else:
        pytest.fail("the ladder has no top")


@given(TEXTS)
def test_starts_are_words_and_a_letter_leads_to_each(text: str) -> None:
    found = news(text)
    starts = found.starts(0, len(text))
    assert len(starts) == len(set(starts))
    for start in starts:
        assert 0 <= start < len(text)
        if text[start].isalnum() and (not start or text[start - 1].isspace()):
            assert found.next_start(text[start], start - 1) == start
    for end in found.ends(0, len(text)):
        assert next_character(text, end - 1) == end


def test_a_ghost_steps_over_what_is_tagged_and_what_was_passed() -> None:
    text = "“One,” said Ana Ruiz. “Two,” said Bo Lind."
    found = news(text)
    first = found.ghost("QUOTE", 0)
    assert first is not None
    assert text[first.start : first.end] == "“One,”"
    second = found.ghost("QUOTE", 0, taken={(first.label, first.fragments)})
    assert second is not None
    assert text[second.start : second.end] == "“Two,”"
    assert found.ghost("QUOTE", 0, taken=set(), passed={first}) == second
    assert found.ghost("QUOTE", second.end) is None


def test_a_named_start_takes_its_word_when_nothing_better_is_known() -> None:
    found = news("A ferry ran aground.")
    assert found.from_start("ACTOR", 2).fragments == ((2, 7),)
    with pytest.raises(EmptySelection):
        found.from_start("ACTOR", 20)


def test_a_letter_goes_to_the_next_word_whatever_its_case_and_accent() -> None:
    found = news("Ana went to Édouard and Eve.")
    assert found.next_start("e", 0) == 12
    assert found.next_start("E", 12) == 24
    assert found.next_start("x", 0) is None


def test_other_languages_have_marks_names_and_digits_but_no_english_words() -> None:
    text = "„Wir warten“, sagte Ute Berg. Es kostet 2,5 Millionen Euro. 「雨だ」"
    found = news(text, "de")
    quoted = [found.text[one.start : one.end] for one in found.between(0, len(text)) if one.label == "QUOTE"]
    assert quoted == ["„Wir warten“", "「雨だ」"]
    assert words(found, "ACTOR", 15) == ["Ute Berg"]


@pytest.mark.parametrize("pattern", ["’s ", "one ", "1 ", "“", "X said that ", "according to X, ", "the people of "])
def test_monotonous_texts_neither_raise_nor_take_long(pattern: str) -> None:
    found = news("start " + pattern * 1_000)
    started = time.perf_counter()
    for label in LABELS:
        found.ghost(label, 0)
        found.from_start(label, 0)
    assert time.perf_counter() - started < 5  # some 0.2 s; without its limits each took minutes


def test_a_text_of_2_mb_on_one_line_is_read_by_the_screen_only() -> None:
    found = news("word " * 400_000)
    started = time.perf_counter()
    assert found.ghost("ACTOR", 1_900_000) is None
    assert time.perf_counter() - started < 2

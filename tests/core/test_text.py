"""Texts that come in, the map of their positions, words and visible characters."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import text as texts
from annotator.core.errors import BadText, SpanOutsideText
from annotator.core.text import (
    next_character,
    next_word,
    normalise,
    previous_character,
    previous_word,
    quoted,
    short,
    word_at,
)

RAW = st.one_of(
    st.text("\r\n\0\ufeffa😀", max_size=12),
    st.text(st.one_of(st.sampled_from("\r\n\0 \u2028\x85"), st.characters(exclude_categories=["Cs"]))),
)
MIXED = st.text(
    st.sampled_from("ab Z9_.,-'’\n“é\u0301\u200d\u200c\ufe0f👩💻🇩🇪🏽漢字かなカターไทยما한\u1112\u1161\u11ab"),
    max_size=40,
)


def plain(text: str) -> str:
    """A raw stretch as it reads once line ends are one and NULs and a leading BOM are gone."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


# --- normalise ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb", "a\n\nb"),
        ("\ufeffTitle", "Title"),
        ("\0\ufeff\0Title", "Title"),
        ("a\0b", "ab"),
        ("a\r\0\nb", "a\n\nb"),
        ("mid\ufeffdle", "mid\ufeffdle"),
        ("keep\u2028these\x85two", "keep\u2028these\x85two"),
        ("", ""),
        ("\0", ""),
    ],
)
def test_what_is_stored(raw, stored):
    assert normalise(raw)[0] == stored


@given(RAW)
def test_doing_it_twice_changes_nothing_more(raw):
    once, _ = normalise(raw)
    again, positions = normalise(once)
    assert again == once
    assert [positions.forward(place) for place in range(len(once) + 1)] == list(range(len(once) + 1))


@given(RAW, st.data())
def test_every_slice_maps_to_the_same_words(raw, data):
    stored, positions = normalise(raw)
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    slice_of_stored = stored[positions.forward(start) : positions.forward(end)]
    wanted = raw[start:end]
    if not raw[:start].strip("\ufeff\0"):  # still inside the leading marks
        wanted = wanted.lstrip("\ufeff\0")
    # A slice that ends between CR and LF has no line end yet: the LF alone stands for both.
    if wanted.endswith("\r") and raw[end : end + 1] == "\n":
        wanted = wanted[:-1]
    assert slice_of_stored == plain(wanted)


@given(RAW)
def test_the_map_never_goes_back_and_ends_at_the_end(raw):
    stored, positions = normalise(raw)
    places = [positions.forward(place) for place in range(len(raw) + 1)]
    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] == len(stored)


@pytest.mark.parametrize("place", [-1, 4])
def test_a_position_outside_the_raw_text_does_not_map(place):
    _, positions = normalise("abc")
    with pytest.raises(SpanOutsideText):
        positions.forward(place)


def test_half_a_character_is_refused_with_its_place():
    with pytest.raises(BadText, match="position 2"):
        normalise("ab\ud83dcd")


def test_a_text_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(texts, "MAX_BYTES", 100)
    assert normalise("x" * 100)[0] == "x" * 100
    assert normalise("é" * 50)[0] == "é" * 50
    with pytest.raises(BadText, match=r"larger than 20 MB.*Split it"):
        normalise("x" * 101)
    with pytest.raises(BadText):
        normalise("é" * 51)


# --- words -------------------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """Every word of a text, as the caret would find them."""
    found, place = [], 0
    while (one := next_word(text, place)) is not None:
        found.append(text[one[0] : one[1]])
        place = one[1]
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mayor Ilse Brandt's well-known half.", ["Mayor", "Ilse", "Brandt", "s", "well-known", "half"]),
        ("the mayor’s “don’t”", ["the", "mayor", "s", "don’t"]),
        ("O'Neill's", ["O'Neill", "s"]),
        ("About 4,200 or 3.5 percent, 12.", ["About", "4,200", "or", "3.5", "percent", "12"]),
        ("cafe\u0301 au lait", ["cafe\u0301", "au", "lait"]),
        ("قال العمدة، إنّ", ["قال", "العمدة", "إنّ"]),
        ("می\u200cخواهم بروم", ["می\u200cخواهم", "بروم"]),
        ("東京タワーへ行く", ["東京", "タワー", "へ", "行", "く"]),
        ("東\U000e0100京", ["東\U000e0100京"]),
        ("ภาษาไทย 5", ["ภาษาไทย", "5"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("👩\u200d💻 ❤\ufe0f 🇩🇪", []),
        ("go 👍🏽 on", ["go", "on"]),
        ("…—!", []),
    ],
)
def test_words(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    ("place", "word"), [(0, "one"), (2, "one"), (3, "one"), (4, "two"), (7, "two"), (9, None), (13, "three")]
)
def test_the_word_at_the_caret(place, word):
    text = "one two   three"
    found = word_at(text, place)
    assert (text[found[0] : found[1]] if found else None) == word


@pytest.mark.parametrize("place", range(6))
def test_no_word_is_found_in_emoji(place):
    assert word_at("👩\u200d💻❤\ufe0f", place) is None


@given(MIXED, st.data())
def test_a_word_holds_or_touches_the_caret_and_is_found_from_all_its_places(text, data):
    place = data.draw(st.integers(0, len(text)))
    found = word_at(text, place)
    if found is None:
        assert not any(char.isalnum() for char in text[max(0, place - 1) : place + 1])
        return
    start, end = found
    assert 0 <= start <= place <= end <= len(text)
    assert any(char.isalnum() or char == "_" for char in text[start:end])
    assert not re.search(r"\s", text[start:end])
    assert all(word_at(text, inside) == found for inside in range(start, end))


@given(MIXED, st.data())
def test_next_and_previous_word_lie_on_their_side(text, data):
    place = data.draw(st.integers(0, len(text)))
    after, before = next_word(text, place), previous_word(text, place)
    if after is not None:
        assert place <= after[0] < after[1] <= len(text)
    if before is not None:
        assert 0 <= before[0] < before[1] <= place


def test_a_word_cut_by_the_caret_counts_in_both_directions():
    assert next_word("harbour", 3) == (3, 7)
    assert previous_word("harbour", 3) == (0, 3)


def test_no_word_after_the_last():
    assert next_word("one.", 3) is None
    assert previous_word(" one", 1) is None
    assert word_at("", 0) is None


# --- visible characters ------------------------------------------------------------------------------

WHOLE = [
    "a",
    "e\u0301",
    "👩\u200d💻",
    "👨\u200d👩\u200d👧\u200d👦",
    "👍🏽",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "❤\ufe0f",
    "1\ufe0f\u20e3",
    "🇩🇪",
    "漢",
    "か\u3099",
    "นี้",
    "นำ",
    "한",
    "\u1112\u1161\u11ab",
    "가\u11a8",
    "إّ",
    "क्षि"[:2],
]


@pytest.mark.parametrize("whole", WHOLE)
def test_a_visible_character_is_stepped_over_whole(whole):
    text = f"x{whole}x"
    assert next_character(text, 1) == 1 + len(whole)
    assert previous_character(text, 1 + len(whole)) == 1


def test_two_flags_are_two_characters():
    text = "🇩🇪🇫🇷"
    assert [next_character(text, place) for place in (0, 2)] == [2, 4]
    assert [previous_character(text, place) for place in (4, 2)] == [2, 0]


def test_a_mark_does_not_swallow_the_line_end():
    assert next_character("\n\u0301a", 0) == 1


def test_steps_stop_at_the_ends():
    assert next_character("ab", 2) == 2
    assert previous_character("ab", 0) == 0
    assert next_character("", 0) == 0


@given(MIXED)
def test_steps_forth_and_back_meet_the_same_places(text):
    forth = [0]
    while forth[-1] < len(text):
        forth.append(next_character(text, forth[-1]))
    back = [len(text)]
    while back[-1] > 0:
        back.append(previous_character(text, back[-1]))
    assert forth == back[::-1]


@given(MIXED)
def test_no_mark_is_cut_from_its_letter(text):
    place = 0
    while place < len(text):
        after = next_character(text, place)
        if after < len(text) and text[after - 1] != "\n":
            assert not unicodedata.combining(text[after])
        place = after


# --- words for titles --------------------------------------------------------------------------------


@given(MIXED, st.integers(2, 40))
def test_short_is_one_line_within_its_limit(text, limit):
    line = short(text, limit)
    assert len(line) <= limit
    assert "\n" not in line


def test_short_cuts_after_whole_words():
    assert short("We will not cut a single line, she told reporters") == "We will not cut a single line, she…"
    assert short("one\n two") == "one two"
    assert short("x" * 50, 10) == "x" * 9 + "…"


def test_quoted_does_not_double_marks():
    assert quoted(" “We will,” ") == "“We will,”"

"""Code points and UTF-16 units: every kind of character, both directions, and the copy that a widget gets."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import SpanOutsideText, SplitCharacter
from annotator.core.offsets import Map, display

SPECIAL = "\0\x0b\x0c\r\u2028\u2029\ufdd0\ufdd1\ufeff"
UGLY = [
    "e\u0301",
    "👩\u200d👩\u200d👧",
    "🇩🇪",
    "👍🏽",
    "\u0634\u0644",
    "漢字",
    "𠀀",
    "\u00a0",
    "\n",
    "\t",
    "a",
    " ",
    *SPECIAL,
]
every_character = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("😀𠀀\U0010ffff\uffff\u0301\u200d" + SPECIAL))
)
ugly = st.lists(st.sampled_from(UGLY)).map("".join) | every_character


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(ugly)
def test_units_are_those_of_utf16(text: str) -> None:
    positions = Map(text)
    assert [positions.to_qt(place) for place in range(len(text) + 1)] == [
        units(text[:place]) for place in range(len(text) + 1)
    ]
    assert positions.units == units(text)


@given(ugly)
def test_there_and_back(text: str) -> None:
    positions = Map(text)
    for place in range(len(text) + 1):
        assert positions.from_qt(positions.to_qt(place)) == place
        assert positions.from_qt_floor(positions.to_qt(place)) == place


@given(ugly)
def test_inside_a_pair_is_an_error_except_for_the_caret(text: str) -> None:
    positions = Map(text)
    for place, char in enumerate(text):
        if char > "\uffff":
            inside = positions.to_qt(place) + 1
            assert positions.from_qt_floor(inside) == place
            with pytest.raises(SplitCharacter):
                positions.from_qt(inside)


@pytest.mark.parametrize("text", ["", "abc", "a😀"])
def test_outside_the_text_is_an_error(text: str) -> None:
    positions = Map(text)
    for outside in (-1, len(text) + 1):
        with pytest.raises(SpanOutsideText):
            positions.to_qt(outside)
    for outside in (-1, units(text) + 1):
        with pytest.raises(SpanOutsideText):
            positions.from_qt(outside)
        with pytest.raises(SpanOutsideText):
            positions.from_qt_floor(outside)


@given(ugly)
def test_the_display_copy_keeps_every_position(text: str) -> None:
    shown = display(text)
    assert len(shown) == len(text)
    assert units(shown) == units(text)
    assert not set(shown) & set(SPECIAL)
    assert all(new == old or old in SPECIAL for new, old in zip(shown, text, strict=True))
    assert display(shown) == shown


def test_what_the_display_copy_shows() -> None:
    assert display("a\0b\ufeffc\u2028d\re\n") == "a\u2400b\u2060c\u00a0d\u00a0e\n"


def test_two_megabytes_are_quick() -> None:
    text = "Lake 😀 and more words. " * 90_000
    began = time.perf_counter()
    positions = Map(text)
    built = time.perf_counter() - began
    began = time.perf_counter()
    for place in range(0, 2_000_000, 200):
        positions.from_qt_floor(positions.to_qt(place))
    assert built < 0.5
    assert time.perf_counter() - began < 0.5

"""What a few typed letters find: beginnings, initials, parts; and where the letters stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.fuzzy import match


def marked(query: str, text: str) -> list[str]:
    """The stretches that answered."""
    found = match(query, text)
    assert found is not None, f"{query!r} does not find {text!r}"
    return [text[start:end] for start, end in found.marks]


@pytest.mark.parametrize(
    ("query", "text", "stretches"),
    [
        ("sp", "Next span", ["sp"]),
        ("span next", "Next span", ["Next", "span"]),
        ("na", "Next article", ["N", "a"]),
        ("neart", "Next article", ["Ne", "art"]),
        ("sac", "Save a copy", ["Sa", "c"]),
        ("pan", "Expand", ["pan"]),
        ("elan", "Élan vital", ["Élan"]),
        ("elan", "E\u0301lan vital", ["E\u0301lan"]),
        ("ОТМ", "Отметить", ["Отм"]),
        ("水価", "水価格の改定", ["水価"]),
        ("", "anything", []),
        ("spa pan", "span", ["span"]),
    ],
)
def test_finds_and_marks(query: str, text: str, stretches: list[str]) -> None:
    assert marked(query, text) == stretches


@pytest.mark.parametrize(("query", "text"), [("xz", "Next span"), ("span y", "Next span"), ("an", "Next article"[:4])])
def test_does_not_find(query: str, text: str) -> None:
    assert match(query, text) is None


def test_beginnings_come_before_initials_before_insides() -> None:
    texts = ["Unspent", "Next span", "Save project", "Span panel"]
    found = {text: match("sp", text) for text in texts}
    ranked = sorted((one.rank, text) for text, one in found.items() if one is not None)
    assert [text for _, text in ranked] == ["Span panel", "Next span", "Save project", "Unspent"]


@given(st.text(max_size=40), st.text(max_size=60))
def test_marks_lie_in_the_text_in_order(query: str, text: str) -> None:
    found = match(query, text)
    if found is None:
        return
    ends = [place for mark in found.marks for place in mark]
    assert ends == sorted(ends)
    assert all(0 <= place <= len(text) for place in ends)


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_every_text_finds_itself(text: str) -> None:
    assert match(text, text) is not None


def test_a_hard_text_is_quick() -> None:
    assert match("a" * 31 + "b", "a " * 150) is None

"""Why a file is no codebook: the place by name, what stands there, and what may stand there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import assets
from annotator.core import codebook
from annotator.core.errors import BadCodebook

RAW = assets.read_text("codebooks/news.json")


@pytest.mark.parametrize("data", ["\ufeff" + RAW, b"\xef\xbb\xbf" + RAW.encode()], ids=["text", "bytes"])
def test_a_byte_order_mark_is_no_fault(data: bytes | str) -> None:
    assert codebook.loads(data) == codebook.loads(RAW)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda book: book["labels"][0].update(role="witness"),
            "In label 1 (“Actor”): “witness” cannot be its role, which is one of agent, cue, quantity, quotation.",
        ),
        (
            lambda book: book["labels"][1]["attributes"][0].update(kind="chois"),
            "In label 2 (“Quote”), attribute 1 (“Form”): “chois” cannot be its kind, which is one of choice,",
        ),
        (lambda book: book["labels"][1].update(nam="x"), "In label 2 (“Quote”): there is no field nam"),
        (lambda book: book["labels"][1].pop("name"), "In label 2 (“QUOTE”): the field name is missing."),
        (lambda book: book["labels"][0].update(on="yes"), "on must be true or false, not a text."),
        (lambda book: book["relations"][0].update(head="QUOTE"), "In relation 1 (“Speaker”): head must be a list,"),
        (lambda book: book.update(labels={}), "labels must be a list, not an object."),
    ],
)
def test_the_place_and_what_may_stand_there(spoil: Callable[[dict[str, Any]], object], said: str) -> None:
    book = json.loads(RAW)
    spoil(book)
    with pytest.raises(BadCodebook) as caught:
        codebook.loads(json.dumps(book))
    assert said in str(caught.value)
    assert "`" not in str(caught.value)
    assert "$" not in str(caught.value)


def test_broken_json_says_its_line() -> None:
    with pytest.raises(BadCodebook, match=r"It is no JSON: .* in line 2"):
        codebook.loads('{\n"name": x}')
    with pytest.raises(BadCodebook, match="labels must be a list"):
        codebook.loads('{"labels": 3, broken')


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "labels", "key", "role", "attributes", "trim", "x"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(VALUES)
def test_any_json_is_refused_in_words(value: object) -> None:
    data = json.dumps(value)
    said = ""
    try:
        codebook.loads(data)
    except BadCodebook as error:
        said = str(error)
    assert "cannot be used. " in said
    assert "`$" not in said

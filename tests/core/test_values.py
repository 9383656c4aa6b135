"""Words made values and back, and the kind of attribute that values look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.codebook import Attribute, Choice, Label
from annotator.core.model import UNCONFIRMED
from annotator.core.values import attribute_for, typed, without_unknown, words

CHOICES = (Choice(key="a", name="First"), Choice(key="b", name="Second"))
RULE = Label(
    key="X",
    name="X",
    attributes=(
        Attribute(key="n", name="n", kind="number"),
        Attribute(key="y", name="y", kind="yesno"),
        Attribute(key="one", name="one", kind="choice", choices=CHOICES),
        Attribute(key="some", name="some", kind="choices", choices=CHOICES),
        Attribute(key="t", name="t"),
    ),
)


@pytest.mark.parametrize(
    ("key", "word", "value"),
    [
        ("n", "4.7", 4.7),
        ("n", "12", 12),
        ("n", "-1e3", -1000),
        ("n", "a dozen", "a dozen"),
        ("y", "Yes", True),
        ("y", "false", False),
        ("one", "Second", "b"),
        ("one", "b", "b"),
        ("one", "c", "c"),
        ("some", "b|a", ["a", "b"]),
        ("some", "b|c", ["b", "c"]),
        ("t", "12", "12"),
        ("unknown", "12", "12"),
    ],
)
def test_words_become_what_the_codebook_wants(key, word, value):
    assert typed(RULE, {key: word}) == {key: value}


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "n": st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9),
            "y": st.booleans(),
            "one": st.sampled_from("ab"),
            "some": st.sampled_from([["a"], ["b"], ["a", "b"]]),
            "t": st.text(min_size=1),
        },
    )
)
def test_there_and_back(values):
    assert typed(RULE, {key: words(value) for key, value in values.items()}) == values


@pytest.mark.parametrize(
    ("seen", "kind"),
    [
        (["Name", "Nominal"], "choice"),
        ([True, True], "yesno"),
        (["4.7", 3], "number"),
        (["two words"], "text"),
        ([f"W{number}" for number in range(20)], "text"),
        ([["a"], ["a", "b"]], "choices"),
        ([], "text"),
    ],
)
def test_an_attribute_fits_what_was_seen(seen, kind):
    assert attribute_for("k", seen).kind == kind


def test_what_the_codebook_lacks_is_named():
    assert without_unknown(RULE, {"n": 1, "z": 2, UNCONFIRMED: ["n"]}) == ({"n": 1, UNCONFIRMED: ["n"]}, ["z"])

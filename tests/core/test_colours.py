"""Colours: contrast, distance and colour blindness against values worked out elsewhere, and what is offered."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import colours

COLOUR = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#FFFFFF", "#FFFFFF", 1.0), ("#767676", "#FFFFFF", 4.54)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(
    ("colour", "lab"),
    [("#FFFFFF", (100, 0, 0)), ("#FF0000", (53.24, 80.09, 67.2)), ("#0000FF", (32.3, 79.2, -107.9))],
)
def test_lab_is_that_of_the_tables(colour: str, lab: tuple[float, float, float]) -> None:
    assert colours.lab(colour) == pytest.approx(lab, abs=0.05)


@given(COLOUR)
def test_grey_stays_grey_in_every_vision_and_nothing_leaves_the_scale(colour: str) -> None:
    grey = "#" + colour[1:3] * 3
    for vision in ("protan", "deutan", "tritan"):
        assert colours.lab(grey, vision) == pytest.approx(colours.lab(grey), abs=0.6)
        assert -0.01 <= colours.lab(colour, vision)[0] <= 100.01


def test_red_and_green_are_near_for_those_who_lack_a_cone() -> None:
    red, green = "#B3261E", "#5A6A00"
    assert colours.distance(red, green) > 60
    assert colours.worst(red, green)[0] in ("protan", "deutan")
    assert colours.worst(red, green)[1] < 20


@given(COLOUR, COLOUR)
def test_distance_is_the_same_both_ways_and_the_worst_is_the_least(one: str, other: str) -> None:
    assert colours.distance(one, other) == pytest.approx(colours.distance(other, one))
    vision, apart = colours.worst(one, other)
    assert apart == colours.distance(one, other, vision)
    assert apart <= colours.distance(one, other)


def test_all_that_is_offered_can_be_read_and_the_first_ones_can_be_told_apart() -> None:
    assert all(colours.is_colour(one) and colours.contrast(one) >= 5.8 for one in colours.OFFERED)
    taken: list[str] = []
    for _ in range(6):
        made = colours.free(taken)
        assert colours.nearest(made, [(one, one) for one in taken]) is None
        taken.append(made)
    assert len(set(taken)) == 6
    assert all(colours.worst(one, other)[1] >= colours.APART for one, other in combinations(taken, 2))


def test_the_label_that_is_too_near_is_named() -> None:
    near = colours.nearest("#0B62B6", [("QUOTE", "#A8480A"), ("ACTOR", "#0B62B5"), ("BROKEN", "blue")])
    assert near is not None
    assert near.label == "ACTOR"
    assert near.distance < 1
    assert colours.nearest("#0B62B5", [("QUOTE", "#A8480A")]) is None
    assert colours.nearest("#0B62B5", []) is None


@given(COLOUR)
def test_a_darkened_colour_carries_white_words(colour: str) -> None:
    made = colours.darkened(colour)
    assert colours.contrast(made) >= colours.READABLE
    if colours.contrast(colour) >= colours.READABLE:
        assert made == colour


@pytest.mark.parametrize("text", ["", "#FFF", "#GGGGGG", "0B62B5", "#0B62B5 ", "blue", "#0B62B٥"])
def test_what_is_no_colour(text: str) -> None:
    assert not colours.is_colour(text)

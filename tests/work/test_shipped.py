"""The codebooks that ship: sound, explained, readable, and found by name."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from annotator.core import codebook as codebooks
from annotator.core import colours
from annotator.core.errors import BadCodebook, PathTrouble
from annotator.work import shipped

every = pytest.mark.parametrize("name", shipped.names())


def test_four_ship_and_a_new_project_has_news() -> None:
    assert shipped.names() == ["news", "attribution", "conll-2003", "measeval"]
    assert shipped.FIRST == "news"


@every
def test_each_is_sound_and_explains_every_label_and_relation(name: str) -> None:
    book = shipped.load(name)
    codebooks.check(book)
    assert book.description.endswith(".")
    for label in book.labels:
        assert label.shortcut
        assert label.definition.endswith(".")
        assert len(label.examples) >= 3
        assert len(label.counter_examples) >= 2
        for part in label.attributes:
            assert part.hint.endswith(".")
    assert all(kind.definition.endswith(".") for kind in book.relations)


@every
def test_each_can_be_read_and_told_apart_by_everybody(name: str) -> None:
    book = shipped.load(name)
    for label in book.labels:
        assert colours.contrast(label.color) >= colours.READABLE
        assert colours.contrast(label.lane_dark, "#1F2228") >= 3
    for one, other in combinations(book.labels, 2):
        assert colours.worst(one.color, other.color)[1] >= colours.APART, (one.key, other.key)


@every
def test_examples_mark_their_span_or_say_why_not(name: str) -> None:
    for label in shipped.load(name).labels:
        for example in label.examples:
            assert re.search(r"\[[^\[\]]+\]", example), example
        assert not any("[" in example for example in label.counter_examples)


def test_attribution_is_trimmed_as_its_definitions_say() -> None:
    book = shipped.load("attribution")
    roles = {label.key: (label.role, label.find) for label in book.labels}
    assert roles["SOURCE"] == ("agent", "speaker")
    assert roles["CONTENT"] == ("quotation", "quotation")
    assert roles["CUE"] == ("cue", "cue")
    trims = {(label.trim.article, label.trim.that, label.trim.marks) for label in book.labels}
    assert trims == {("in", "in", "in")}
    ties = {kind.role: (kind.head, kind.tail) for kind in book.relations}
    assert ties == {"speaker": (("CONTENT",), ("SOURCE",)), "cue": (("CONTENT",), ("CUE",))}


def test_conll_has_the_four_classes() -> None:
    assert [label.key for label in shipped.load("conll-2003").labels] == ["PER", "ORG", "LOC", "MISC"]


def test_measeval_reads_values_like_news() -> None:
    book = shipped.load("measeval")
    (quantity,) = book.with_role("quantity")
    (figure,) = shipped.load("news").with_role("quantity")
    mine = {part.key: part for part in quantity.attributes}
    for part in figure.attributes:
        if part.key in mine:
            assert (mine[part.key].kind, mine[part.key].choices) == (part.kind, part.choices)
    assert {"value", "value_high", "base", "unit", "scale", "bound"} <= set(mine)
    assert book.relations_with_role("about")[0].head == (quantity.key,)


def test_a_codebook_is_found_by_name_or_file(tmp_path: Path) -> None:
    assert shipped.find("MeasEval").name == "MeasEval quantities"
    file = tmp_path / "mine.json"
    file.write_text('{"name": "Mine", "labels": [{"key": "A", "name": "أ"}]}', encoding="utf-8")
    assert shipped.find(str(file)).labels[0].name == "أ"
    with pytest.raises(PathTrouble, match="attribution"):
        shipped.find("none-such")
    with pytest.raises(PathTrouble):
        shipped.find(str(tmp_path / "gone.json"))
    file.write_text("{", encoding="utf-8")
    with pytest.raises(BadCodebook, match=r"mine\.json"):
        shipped.find(str(file))

"""JSONL: what is taken, in which forms, and what refuses a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.formats import for_file
from annotator.formats.base import Incoming, Item, ReadOptions, Refusal, Remark, Source
from annotator.formats.jsonl import JSONL

DOCCANO = Path(__file__).parents[3] / "shared" / "data" / "doccano"


def read(data: bytes | str, **options: Any) -> list[Item]:
    raw = data.encode("utf-8") if isinstance(data, str) else data
    return list(JSONL.read(Source("x.jsonl", data=raw), ReadOptions(**options)))


def one(row: object) -> Incoming:
    item = read(json.dumps(row))[0]
    assert isinstance(item, Incoming), item
    return item


def refused(row: object) -> str:
    item = read(json.dumps(row) if not isinstance(row, str) else row)[0]
    assert isinstance(item, Refusal), item
    assert (item.file, item.line) == ("x.jsonl", 1)
    return item.reason


def test_plain_form_and_unknown_keys() -> None:
    article = one({"text": "Ana spoke.", "meta": {"a": 1}, "b": [2], "a": 3, "author": ["Ana", "Ben"], "id": 7})
    assert article.meta == {"a": 1, "b": [2], "a_": 3}
    assert (article.author, article.id, article.title) == ("Ana, Ben", "7", None)


@pytest.mark.parametrize("key", ["spans", "label", "labels"])
def test_triples(key: str) -> None:
    span = one({"text": "Ana spoke.", key: [[0, 3, "ACTOR"]]}).spans[0]
    assert (span.start, span.end, span.label, span.fragments, span.annotator) == (0, 3, "ACTOR", [(0, 3)], None)


def test_labels_of_a_whole_text_are_meta() -> None:
    assert one({"text": "Ana", "label": ["good"]}).meta == {"label": ["good"]}
    assert one({"text": "Ana", "labels": "good"}).meta == {"labels": "good"}


def test_indexes_and_ids_as_ends() -> None:
    spans: list[dict[str, Any]] = [
        {"start": 0, "end": 3, "label": "A"},
        {"id": "x", "start": 4, "end": 9, "label": "B"},
    ]
    ties = [{"kind": "k", "head": 1, "tail": 0}, {"kind": "k", "head": "x", "tail": 0}]
    assert [
        (tie.head, tie.tail) for tie in one({"text": "Ana spoke.", "spans": spans, "relations": ties}).relations
    ] == [
        (1, 0),
        (1, 0),
    ]


def test_fragments() -> None:
    span = one({"text": "abcdef", "spans": [{"fragments": [[4, 6], [0, 2], [2, 3]], "label": "A", "text": "abc ef"}]})
    assert (span.spans[0].start, span.spans[0].end, span.spans[0].fragments) == (0, 6, [(0, 3), (4, 6)])


@pytest.mark.parametrize(
    ("span", "reason"),
    [
        ({"start": 0, "end": 99, "label": "A"}, "outside the text"),
        ({"start": -1, "end": 2, "label": "A"}, "outside the text"),
        ({"start": 2, "end": 2, "label": "A"}, "is empty"),
        ({"start": 3, "end": 2, "label": "A"}, "before it starts"),
        ({"start": 0, "end": 3, "label": "A", "text": "Ben"}, "says “Ben”"),
        ({"start": 0, "end": 3, "label": "A", "text": ""}, "says “”"),
        ({"start": 0, "end": 3}, "has no label"),
        ({"start": 0, "end": 3, "label": ""}, "has no label"),
        ({"start": 0.5, "end": 3, "label": "A"}, "no whole number"),
        ({"start": True, "end": 3, "label": "A"}, "no whole number"),
        ({"end": 3, "label": "A"}, "no whole number"),
        ({"start": 0, "end": 3, "label": "A", "fragments": [[0, 2], [1, 3]]}, "overlap"),
        ({"start": 0, "end": 3, "label": "A", "fragments": [[0, 2]]}, "its fragments"),
        ({"start": 0, "end": 3, "label": "A", "attributes": [1]}, "not an object"),
        ([0, 3], "[start, end, label]"),
        ("x", "neither an object"),
    ],
)
def test_spans_that_refuse_their_line(span: object, reason: str) -> None:
    assert reason in refused({"text": "Ana spoke.", "spans": [span]})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{bad", "not JSON"),
        ("[1]", "not an object"),
        ("{}", "no “text”"),
        ('{"text": 5}', "not a text"),
        ('{"text": null}', "no “text”"),
        ('{"text": "a", "states": {"ana": "maybe"}}', "none of todo"),
        ('{"text": "a", "relations": [{"kind": "k", "head": 0, "tail": 1}]}', "points to span 0"),
        ('{"text": "ab", "spans": [[0,1,"A"],[1,2,"A"]], "relations": [{"kind": "k", "head": "q", "tail": 1}]}', "“q”"),
        ('{"text": "ab", "spans": [[0,1,"A"]], "relations": [{"kind": "k", "head": 0, "tail": 0}]}', "to itself"),
        (
            '{"text": "ab", "spans": [{"id": "a", "start": 0, "end": 1, "label": "A"},'
            ' {"id": "a", "start": 1, "end": 2, "label": "A"}]}',
            "have the id a",
        ),
        ('{"text": "\\ud800"}', "not JSON"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_lines_that_are_refused(line: str, reason: str) -> None:
    assert reason in refused(line) or "deeply" in refused(line)


def test_json_over_many_lines_is_refused_once() -> None:
    (only,) = read(json.dumps({"text": "Ana spoke.", "meta": {}}, indent=2))
    assert isinstance(only, Refusal)
    assert "over many lines" in only.reason
    good = json.dumps({"text": "Ana spoke."})
    assert [type(item) for item in read(f"{good}\n{{\n{good}")] == [Incoming, Refusal, Incoming]


def test_only_lf_ends_a_line() -> None:
    text = "a\u2028b\u2029c\x85d"
    data = json.dumps({"text": text}, ensure_ascii=False) + "\r\n\n" + json.dumps({"text": "z"})
    items = read("\ufeff" + data)
    assert [(item.text, item.line) for item in items if isinstance(item, Incoming)] == [(text, 1), ("z", 3)]


def test_other_encodings() -> None:
    line = json.dumps({"text": "déjà"}, ensure_ascii=False)
    for data, encoding in ((line.encode("utf-16"), None), (line.encode("cp1252"), "cp1252")):
        item = read(data, encoding=encoding)[0]
        assert isinstance(item, Incoming)
        assert item.text == "déjà"
    assert isinstance(read(line.encode("cp1252"))[0], Refusal)


def test_keys_of_spans_that_nothing_takes_are_said() -> None:
    items = read(json.dumps({"text": "Ana", "spans": [{"start": 0, "end": 3, "label": "A", "score": 0.5}]}))
    assert isinstance(items[1], Remark)
    assert "score" in items[1].text


def test_null_attributes_are_absent() -> None:
    row = {"text": "Ana", "spans": [{"start": 0, "end": 3, "label": "A", "attributes": {"a": None, "b": 1}}]}
    assert one(row).spans[0].attributes == {"b": 1}


@pytest.mark.skipif(not DOCCANO.exists(), reason="the shared material is not here")
def test_doccano_files() -> None:
    labels = DOCCANO / "sequence_labeling" / "example.jsonl"
    items = list(JSONL.read(Source(str(labels), path=labels), ReadOptions()))
    assert [type(item) for item in items] == [Incoming, Incoming, Refusal]
    ties = DOCCANO / "relation_extraction" / "example.jsonl"
    item = next(iter(JSONL.read(Source(str(ties), path=ties), ReadOptions())))
    assert isinstance(item, Incoming)
    assert item.text[item.spans[0].start : item.spans[0].end] == "Google"
    assert [(tie.kind, tie.head, tie.tail) for tie in item.relations][:2] == [("foundedAt", 0, 1), ("foundedBy", 0, 2)]


def test_a_file_without_ending_is_known_by_its_content() -> None:
    assert for_file(Source("x", data=b' \n{"text": "a"}')).name == "jsonl"
    assert for_file(Source("x", data=b"<!DOCTYPE html><html>")).name == "html"
    assert for_file(Source("x", data=b"Ana spoke.")).name == "txt"
    with pytest.raises(AnnotatorError):
        for_file(Source("x", data=b"\0\1\2\3"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 40) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["spans", "label", "labels", "entities", "relations", "meta", "states", "id", "title", "author", "more"]


@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_any_row_is_taken_or_refused(row: dict[str, Any]) -> None:
    items = read(json.dumps({"text": "Ana spoke."} | row))
    assert isinstance(items[0], Incoming | Refusal)
    if isinstance(items[0], Incoming):
        assert all(0 <= span.start < span.end <= 10 for span in items[0].spans)

"""Label Studio: out and in again, files of others, the config beside it, and what is refused."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.errors import FormatError
from annotator.formats import arrays, for_file
from annotator.formats.base import Incoming, Outgoing, Refusal, Remark, Source
from annotator.formats.label_studio import LABEL_STUDIO
from annotator.formats.label_studio_conf import configuration
from tests.builders import NEWS
from tests.formats.rows import items, rows, told, written
from tests.work.helpers import new_project, put, take, write_lines

TEXT = "Ana Ruiz, 🚢 chair:\n“We wait.”"


@given(st.lists(rows(people=("Ann", "Bo Ek")), max_size=3))
@settings(max_examples=150, deadline=None)
def test_what_goes_out_comes_back(out: list[Outgoing]) -> None:
    data = written(LABEL_STUDIO, out)
    back = items(LABEL_STUDIO, data)
    assert [told(one) for one in back if isinstance(one, Incoming)] == [told(one.row) for one in out]
    assert len(back) == len(out)
    assert [one["meta"]["article"] for one in json.loads(data)] == [one.row.id for one in out]


@given(rows())
@settings(max_examples=10, deadline=None)
def test_layers_of_one_article_are_one_task(first: Outgoing) -> None:
    second = Outgoing(msgspec.structs.replace(first.row, states={"Bo Ek": "done"}, spans=[], relations=[]), None)
    (task,) = json.loads(written(LABEL_STUDIO, [first, second]))
    assert [one["completed_by"] for one in task["annotations"]] == [1, 2]
    assert task["meta"]["annotators"] == {"1": "Ann", "2": "Bo Ek"}


def test_a_project_out_and_in_again(tmp_path: Path) -> None:
    quote = {"start": 19, "end": 29, "label": "QUOTE", "fragments": [[19, 22], [23, 29]]}
    row = {
        "text": TEXT,
        "outlet": "Courier",
        "states": {"Ana": "done"},
        "spans": [
            {"start": 0, "end": 8, "label": "ACTOR", "actor": "Ana Ruiz", "note": "the chair"},
            {**quote, "attributes": {"form": "direct"}},
        ],
        "relations": [{"kind": "speaker", "head": 1, "tail": 0}],
    }
    out = tmp_path / "out.json"
    with new_project(tmp_path / "here.annotator") as project:
        take(project, write_lines(tmp_path / "a.jsonl", row))
        report = put(project, out, "label_studio")
        assert [Path(name).name for name in report.files][:2] == ["out.json", "out.json.config.xml"]
    assert for_file(Source("out.json", path=out)) is LABEL_STUDIO
    with new_project(tmp_path / "again.annotator") as again:
        assert take(again, out).errors == []
        article = again.read.article_by_n(1)
        spans = again.read.spans(article.id)
        assert [(one.label, one.fragments, one.note) for one in spans] == [
            ("ACTOR", ((0, 8),), "the chair"),
            ("QUOTE", ((19, 22), (23, 29)), ""),
        ]
        assert spans[1].attributes == {"form": "direct"}
        assert len(again.read.relations(article.id)) == 1
        assert article.outlet == "Courier"


def test_the_config_asks_what_the_codebook_asks() -> None:
    view = ET.fromstring(configuration(NEWS))
    assert [one.get("value") for one in view.iter("Label")] == [label.key for label in NEWS.labels]
    assert [one.get("value") for one in view.iter("Relation")] == [kind.key for kind in NEWS.relations]
    asked = [one for kind in ("Choices", "Number", "TextArea") for one in view.iter(kind)]
    assert len(asked) == sum(len(label.attributes) for label in NEWS.labels)
    assert {one.get("perRegion") for one in asked} == {"true"}
    assert {one.get("whenLabelValue") for one in asked} == {label.key for label in NEWS.labels if label.attributes}


def region(key: str, start: object, end: object, label: str = "PER", **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label]}
    return {"id": key, "from_name": "ner", "to_name": "t", "type": "labels", "value": value, **more}


def test_a_file_of_others() -> None:
    annotations = [
        {
            "completed_by": {"id": 3, "email": "eva@example.org"},
            "result": [
                region("a", 0, 8),
                {**region("b", 0, 0), "value": {"start": "19", "end": "29", "labels": ["SAY", "LOUD"]}},
                {"type": "relation", "from_id": "a", "to_id": "b", "direction": "left"},
                {"id": "a", "from_name": "sex", "type": "choices", "value": {"choices": ["f"]}},
                {"id": "zz", "from_name": "mood", "type": "choices", "value": {"choices": ["calm"]}},
                {"type": "rectanglelabels", "value": {}},
            ],
        },
        {"completed_by": 7, "was_cancelled": True, "result": [region("a", 0, 3)]},
        {"result": []},
    ]
    task = {"data": {"body": TEXT, "url": "https://e.org"}, "annotations": annotations, "predictions": [{"result": []}]}
    article, *remarks = items(LABEL_STUDIO, json.dumps([task]).encode())
    assert isinstance(article, Incoming)
    assert [(one.annotator, one.label, one.start, one.end) for one in article.spans] == [
        ("eva@example.org", "PER", 0, 8),
        ("eva@example.org", "SAY", 19, 29),
        ("eva@example.org", "LOUD", 19, 29),
        ("annotator 7", "PER", 0, 3),
    ]
    assert [(one.kind, one.head, one.tail) for one in article.relations] == [("related", 1, 0)]
    assert article.spans[0].attributes == {"sex": "f"}
    assert article.meta == {"mood": "calm"}
    assert article.states == {"eva@example.org": "done", "annotator 7": "skipped"}
    assert [one.text[:13] for one in remarks if isinstance(one, Remark)] == ["1 predictions", "Parts of anno"]


def one_result(*result: Any) -> dict[str, Any]:
    return {"data": {"text": TEXT}, "annotations": [{"completed_by": 1, "result": list(result)}]}


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        ({}, "no “data”"),
        ({"data": {"n": 3}}, "no text"),
        (one_result(3), "no object"),
        (one_result(region("a", 0, 99)), "outside the text"),
        (one_result(region("a", 0, 2.5)), "no whole number"),
        (one_result(region("a", 0, 3), {"type": "relation", "from_id": "a", "to_id": "q"}), "is no span"),
        (one_result(region("a", 0, 3), {"type": "relation", "from_id": "a", "to_id": "a"}), "itself"),
        (one_result({**region("a", 0, 3), "value": {"start": 0, "end": 3, "text": "Eva", "labels": ["X"]}}), "says"),
        ({"data": {"text": TEXT}, "annotations": {}}, "not a list"),
        ({"data": {"text": TEXT}, "annotations": [3]}, "no object"),
    ],
)
def test_a_task_that_is_refused(task: dict[str, Any], reason: str) -> None:
    good = one_result(region("a", 0, 3))
    refused, taken = items(LABEL_STUDIO, json.dumps([task, good]).encode())
    assert isinstance(refused, Refusal)
    assert reason in refused.reason
    assert refused.reason.startswith("task 1: ")
    assert isinstance(taken, Incoming)


@pytest.mark.parametrize("data", [b"", b"3", b"[3]", b"[{", b'{"data', b"{} 3", b"[", b"\xff\xfe[", b'["a"]'])
def test_no_list_of_tasks(data: bytes) -> None:
    try:
        found = items(LABEL_STUDIO, data)
    except FormatError:
        return
    assert [type(one) for one in found] == [Refusal] * len(found)
    assert found


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_broken_file_is_only_refused(data: st.DataObject) -> None:
    whole = bytearray(written(LABEL_STUDIO, [data.draw(rows(people=("Ann", "Bo Ek")))]))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with suppress(FormatError):  # anything else fails
        items(LABEL_STUDIO, bytes(whole))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(max_size=3), JSON, max_size=3), max_size=5), st.sampled_from([None, 1]))
@settings(deadline=None)
def test_an_array_gives_its_members(wanted: list[Any], indent: int | None) -> None:
    text = json.dumps(wanted, indent=indent, ensure_ascii=False).encode("utf-8", "surrogatepass")
    found = [json.loads(one.decode("utf-8", "surrogatepass")) for one in arrays.members(io.BytesIO(text))]
    assert found == wanted


def test_members_over_the_edges_of_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "_CHUNK", 3)
    wanted = [{"a": 'x"]}\\'}, {}, {"b": [{"c": "[[{"}, []]}]
    assert [json.loads(one) for one in arrays.members(io.BytesIO(json.dumps(wanted).encode()))] == wanted
    monkeypatch.setattr(arrays, "MAX_MEMBER", 10)
    with pytest.raises(arrays.ArrayError, match="larger"):
        list(arrays.members(io.BytesIO(json.dumps([{"a": "x" * 99}]).encode())))

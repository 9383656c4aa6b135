"""Lines for Hugging Face: which row comes first, so that the head of a file shows every column's type."""

from __future__ import annotations

import io
import json
from typing import Any

import msgspec
import pytest

from annotator.formats import hf
from annotator.formats.base import Outgoing, Row, RowSpan, Subject, WriteOptions
from annotator.formats.hf import HF, Shape
from tests.builders import NEWS

SUBJECT = Subject(codebook=NEWS, annotators=("Ann",))


def row(key: str, *attributes: str, **fields: Any) -> Row:
    """An article with a statistic for each of the attributes."""
    known: dict[str, Any] = {"title": "", "outlet": None, "author": None, "published": None}
    known |= {"url": None, "language": None, "section": None, "meta": msgspec.Raw(b"{}"), "states": {}}
    spans = [
        RowSpan(
            f"{key}-{place}", 0, 2, msgspec.Raw(b"[[0,2]]"), "STATISTIC", "Ann", msgspec.Raw(one.encode()),
            None, "", "12", "manual",
        )
        for place, one in enumerate(attributes)
    ]  # fmt: skip
    return Row(id=key, text="12 of them.", spans=spans, relations=[], **known | fields)


def ids(rows: list[Row]) -> list[str]:
    """The ids of the lines that are written of these rows, in their order."""
    out = io.BytesIO()
    for _ in HF.write(out, (Outgoing(one, None) for one in rows), subject=SUBJECT, options=WriteOptions()):
        pass
    lines = out.getvalue().split(b"\n")
    assert lines.pop() == b""
    assert out.tell() == len(out.getvalue())
    return [json.loads(line)["id"] for line in lines]


def test_late_rows_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = [row(str(place)) for place in range(20)]
    rows = [*plain[:10], row("a", '{"value":3}'), *plain[10:15], row("b", author="Cy"), *plain[15:], row("c", "{}")]
    assert ids(rows) == [one.id for one in rows]
    monkeypatch.setattr(hf, "SEEN_BYTES", 500)
    assert ids(rows) == ["a", "b", *(one.id for one in plain), "c"]
    assert ids([]) == []


def test_a_row_shows_a_type_once() -> None:
    shape = Shape(SUBJECT)

    def shows(one: Row) -> bool:
        return shape.shows(shape.flat(one))

    assert shows(row("first"))
    assert not shows(row("same"))
    assert shows(row("spans", "{}", "{}"))
    assert shows(row("number", "{}", '{"value":3}'))
    assert not shows(row("another number", '{"value":4}', "{}"))
    assert shows(row("day", published="2021-11"))
    assert not shows(row("another day", published="2022-10-02"))
    assert shows(row("no day", published="in autumn"))  # and the column is no time
    assert not shows(row("day again", published="2021-11"))
    assert shows(row("state", states={"Ann": "done"}))
    assert not shows(row("another state", states={"Ann": "doing"}))


def test_long_attributes_are_told_as_short_ones_are() -> None:
    shape = Shape(SUBJECT)
    period = "2021 " * 400
    raw = json.dumps({"value": 7, "period": period})
    for _ in range(2):
        span = shape.flat(row("long", raw))["spans"][0]
        assert (span["attr_STATISTIC_value"], span["attributes"]) == (7.0, raw)
        assert span["attr_ACTOR_type"] is None

"""The workbook of spans, relations, actors and figures, read back by openpyxl; texts never become formulas."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import xlsx_out
from annotator.formats.base import Outgoing, Row, RowRelation, RowSpan, WriteOptions
from annotator.formats.xlsx import XLSX
from tests.formats.rows import SUBJECT, rows, written

RAW = msgspec.Raw(b"{}")


def sheets(data: bytes) -> dict[str, list[dict[str, Any]]]:
    """Rows by sheet, each by its columns."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = {}
    for sheet in book:
        header, *body = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(header, row, strict=True)) for row in body]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n", "b"}
    return found


def article(text: str, *spans: RowSpan, ties: tuple[RowRelation, ...] = (), title: str = "Ports") -> Outgoing:
    row = Row(
        id="a1", text=text, title=title, outlet="Courier", author=None, published="2026-01-02", url=None, language=None,
        section=None, meta=RAW, states={"Ann": "done"}, spans=list(spans), relations=list(ties),
    )  # fmt: skip
    return Outgoing(row, None)


def span(key: str, text: str, words: str, label: str, **more: Any) -> RowSpan:
    start = text.index(words)
    values = msgspec.Raw(msgspec.json.encode(more.pop("values", {})))
    pieces = msgspec.Raw(msgspec.json.encode([[start, start + len(words)]]))
    actor, note = more.get("actor"), more.get("note", "")
    return RowSpan(key, start, start + len(words), pieces, label, "Ann", values, actor, note, words, "manual")


def test_all_sheets() -> None:
    text = "=Bo Ek says: “Half of us.” In all 12 percent."
    who = span("s1", text, "=Bo Ek", "ACTOR", actor="actor-2", note="@once")
    what = span("s2", text, "“Half of us.”", "QUOTE", values={"form": "direct"})
    figure = span("s3", text, "12 percent", "STATISTIC", values={"value": 12.5, "unit": "=percent"})
    tie = RowRelation("r1", "speaker", "s2", "s1", "Ann", RAW)
    found = sheets(written(XLSX, [article(text, who, what, figure, ties=(tie,))], context=9))
    assert list(found) == ["spans", "relations", "actors", "figures"]
    first = found["spans"][0]
    assert (first["words"], first["actor"], first["note"]) == ("=Bo Ek", "=Bo Ek", "@once")
    assert (first["start"], first["end"], first["fragments"], first["after"]) == (0, 6, "0-6", "says: “H")
    assert found["spans"][1]["attr_QUOTE_form"] == "direct"
    (said,) = found["relations"]
    assert (said["kind"], said["head"], said["tail"]) == ("speaker", "“Half of us.”", "=Bo Ek")
    assert [(one["name"], one["mentions"]) for one in found["actors"]] == [("Ana “A” Ruiz", 0), ("=Bo Ek", 1)]
    (value,) = found["figures"]
    assert (value["words"], value["value"], value["unit"]) == ("12 percent", 12.5, "=percent")


@given(st.lists(rows(people=("Ann", "Bo Ek")), max_size=3))
@settings(max_examples=40, deadline=None)
def test_every_span_has_a_row_and_none_is_a_formula(out: list[Outgoing]) -> None:
    found = sheets(written(XLSX, out))
    spans = [one for outgoing in out for one in outgoing.row.spans]
    assert [row["span_id"] for row in found["spans"]] == [one.id for one in spans]
    assert len(found["relations"]) == sum(len(outgoing.row.relations) for outgoing in out)
    assert len(found["figures"]) == sum(one.label == "STATISTIC" for one in spans)


@pytest.mark.parametrize("title", ["=1+1", "#N/A", "+1", "@x", "-2", "\t=1", "=", "#REF!"])
def test_texts_stay_texts(title: str) -> None:
    data = written(XLSX, [article("Ana.", span("s1", "Ana.", "Ana", "ACTOR"), title=title)])
    assert sheets(data)["spans"][0]["title"] == title


def test_what_a_cell_cannot_hold() -> None:
    text = "a" * 40_000
    out = article(text, span("s1", text, text, "ACTOR", note="a\x0bb_x0041_"))
    (row,) = sheets(written(XLSX, [out]))["spans"]
    assert len(row["words"]) == xlsx_out.LONGEST
    assert row["note"].replace("_x005F_", "_") == "a\ufffdb_x0041_"
    assert XLSX.lost(out.row, SUBJECT, WriteOptions()) == {"cut_cells": 1}


def test_a_full_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_out, "MOST_ROWS", 3)
    text = "Ana."
    out = [article(text, span(f"s{number}", text, "Ana", "ACTOR")) for number in range(5)]
    found = sheets(written(XLSX, out))
    assert [len(found[name]) for name in ("spans", "spans 2", "spans 3")] == [2, 2, 1]


def test_it_repeats_bit_for_bit() -> None:
    data = written(XLSX, [article("Ana.", span("s1", "Ana.", "Ana", "ACTOR"))])
    assert data == written(XLSX, [article("Ana.", span("s1", "Ana.", "Ana", "ACTOR"))])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    told = openpyxl.load_workbook(io.BytesIO(data)).properties
    assert told.created == told.modified == dt.datetime(2000, 1, 1)  # noqa: DTZ001

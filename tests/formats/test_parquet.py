"""Parquet, where duckdb is installed: every row with every column of its type; and the card of a data set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.errors import FormatError, MissingExtra
from annotator.formats import by_name, parquet
from annotator.formats.base import Outgoing
from annotator.formats.card import Facts, card
from annotator.formats.hf import Shape
from annotator.formats.parquet import PARQUET, types
from tests.builders import NEWS
from tests.formats.rows import SUBJECT, rows, written
from tests.work.helpers import new_project, put, take, write_lines

needed = pytest.mark.skipif(not PARQUET.available, reason="the extra [parquet] is not installed")
FACTS = Facts(
    name="Ports <b>& [ferries]",
    format="hf",
    files=(("train", "train.jsonl", 8), ("dev", "dev.jsonl", 2)),
    articles=10,
    spans=30,
    relations=4,
)


def test_it_says_what_to_install() -> None:
    assert by_name("parquet") is PARQUET
    if not PARQUET.available:
        with pytest.raises(MissingExtra, match=r"article-annotator\[parquet\]"):
            written(PARQUET, [])


def test_types_follow_the_codebook() -> None:
    spans = types(SUBJECT)["spans"]
    assert '"start" BIGINT' in spans
    assert '"attr_STATISTIC_value" DOUBLE' in spans
    assert '"attr_QUOTE_form" VARCHAR' in spans
    assert spans.endswith(")[]")


@needed
@given(st.lists(rows(people=("Ann", "Bo Ek")), max_size=3))
@settings(max_examples=30, deadline=None)
def test_every_row_is_there(out: list[Outgoing]) -> None:
    import tempfile

    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        path.write_bytes(written(PARQUET, out))
        with duckdb.connect() as connection:
            found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            names = [one[0] for one in found.description]
            back = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    shape = Shape(SUBJECT)
    assert json.loads(json.dumps(back)) == [json.loads(msgspec.json.encode(shape.flat(one.row))) for one in out]


def test_the_card_says_what_is_there() -> None:
    text = card(NEWS, FACTS, "json").decode()
    head, _, body = text.removeprefix("---\n").partition("---\n")
    assert 'pretty_name: "Ports <b>& [ferries]"' in head
    assert '  - split: train\n    path: "train.jsonl"\n  - split: validation\n    path: "dev.jsonl"' in head
    assert "# Ports \\<b\\>& \\[ferries\\]" in body
    assert "10 news articles with 30 spans and 4 relations" in body
    assert all(f"- `{label.key}`" in body for label in NEWS.labels)
    assert 'data_files={"train": "train.jsonl", "validation": "dev.jsonl"}' in body


@pytest.mark.parametrize(("split", "name"), [("", "out.jsonl.README.md"), ("50/50", "README.md")])
def test_the_card_lies_beside(tmp_path: Path, split: str, name: str) -> None:
    texts: list[dict[str, Any]] = [{"text": f"Text number {number} of this.", "spans": []} for number in range(6)]
    out = tmp_path / ("folder" if split else "out.jsonl")
    with new_project(tmp_path / "here.annotator") as project:
        take(project, write_lines(tmp_path / "a.jsonl", *texts))
        put(project, out, "hf", split=split)
    text = ((out / name) if split else tmp_path / name).read_text(encoding="utf-8")
    assert "6 news articles" in text
    assert ("train.jsonl" if split else "out.jsonl") in text


@needed
def test_what_little_memory_cannot_hold_is_written_with_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [{"text": f"{number} " + "Ferries ran late again. " * 200} for number in range(3000)]
    with new_project(tmp_path / "p.annotator") as project:
        take(project, write_lines(tmp_path / "a.jsonl", *lines))
        monkeypatch.setattr(parquet, "_LIMITS", (1,))
        with pytest.raises(FormatError, match="Out of Memory"):
            put(project, tmp_path / "a.parquet", "parquet")
        assert not (tmp_path / "a.parquet").exists()
        monkeypatch.setattr(parquet, "_LIMITS", (1, 1000))
        assert put(project, tmp_path / "a.parquet", "parquet").articles == 3000

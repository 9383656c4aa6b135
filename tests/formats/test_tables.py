"""Tables of articles: columns by name, by choice or by length; every usual kind of table; rows that are refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import FormatError
from annotator.formats import for_file
from annotator.formats.base import Incoming, Item, ReadOptions, Refusal, Remark, Source
from annotator.formats.cells import guarded
from annotator.store.project import Project
from tests.work.helpers import new_project, put, take

LONG = "The ferries will run until midnight, the council said on Monday."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "p.annotator") as made:
        yield made


def read(data: bytes | str, name: str = "a.csv", **columns: str) -> list[Item]:
    source = Source(name, data=data.encode() if isinstance(data, str) else data)
    return list(for_file(source).read(source, ReadOptions(columns=tuple(columns.items()))))


def one(data: bytes | str, name: str = "a.csv", **columns: str) -> Incoming:
    (article,) = [item for item in read(data, name, **columns) if isinstance(item, Incoming)]
    return article


def test_columns_by_their_names() -> None:
    head = "ID;Headline;Byline;Publication Date;SOURCE;Full text;Rubrik;Link;Lang;Reach"
    row = f"7;Ferries;Ana Reyes;3 May 2024;Courier;{LONG};Local;https://a.example/1;English;12"
    article = one(f"{head}\r\n{row}\r\n")
    assert (article.text, article.title, article.author, article.outlet) == (LONG, "Ferries", "Ana Reyes", "Courier")
    assert (article.published, article.section, article.language) == ("2024-05-03", "Local", "en")
    assert (article.url, article.source_id, article.line) == ("https://a.example/1", "7", 2)
    assert article.meta == {"Reach": "12"}


def test_the_surer_name_wins_and_the_other_is_kept() -> None:
    article = one(f"content,text,title,headline\nshort,{LONG!r},T,H\n".replace("'", '"'))
    assert (article.text, article.title) == (LONG, "T")
    assert article.meta == {"content": "short", "headline": "H"}


def test_the_longest_column_is_the_text() -> None:
    items = read(f'a,b\nx,"{LONG}"\ny,"{LONG} Again."\n')
    assert [item.text for item in items if isinstance(item, Incoming)] == [LONG, f"{LONG} Again."]
    assert [item.text for item in items if isinstance(item, Remark)] == [
        "The column “b” holds the longest cells and is taken as the text",
        "Columns: text from “b”; kept as metadata: “a”",
    ]
    with pytest.raises(FormatError, match="no column holds texts"):
        read("a,b\n1,2\n3,4\n")


def test_columns_as_asked() -> None:
    data = f'Text,Body,Kopf,Kopf\nno,"{LONG}",A,B\n'
    article = one(data, text="body", title="kopf (2)")
    assert (article.text, article.title, article.meta) == (LONG, "B", {"Text": "no", "Kopf": "A"})
    assert one(data, text="2", title="").title is None
    with pytest.raises(FormatError, match="no column “Rumpf”: it has Text, Body, Kopf"):
        read(data, text="Rumpf")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_kinds_of_tables(delimiter: str, encoding: str, ending: str) -> None:
    text = f'„Größe“, sagte sie;\n\nund | mehr.\tEnde "x". {LONG}'
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=delimiter, lineterminator=ending)
    writer.writerows([["title", "text", "n"], ["Ä, ö; ü", text, 1], ["Zwei", LONG, 2]])
    for name in ("a.csv", "a.tsv"):
        items = read(page.getvalue().encode(encoding), name)
        articles = [item for item in items if isinstance(item, Incoming)]
        assert [(item.title, item.text) for item in articles] == [("Ä, ö; ü", text), ("Zwei", LONG)]
        assert [item.line for item in articles] == [2, 5]
        remarks = [item.text for item in items if isinstance(item, Remark)]
        assert any("cp1252" in text for text in remarks) == (encoding == "cp1252")
        assert remarks[-1] == "Columns: text from “text”, title from “title”; kept as metadata: “n”"


def test_rows_that_are_refused() -> None:
    items = read(f'title,text\nA,\n\nB,"{LONG}"\nC,{LONG}\nD\nE,"never closed\nF,x\n')
    refused = [(item.line, item.reason) for item in items if isinstance(item, Refusal)]
    assert refused == [
        (2, "there is no text in the column “text”"),
        (5, "the row has 3 cells, the first row 2: a quotation mark may be missing"),
        (6, "there is no text in the column “text”"),
        (7, "a quotation mark is never closed: the row runs to the end of the file"),
    ]
    assert [item.title for item in items if isinstance(item, Incoming)] == ["B"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"text,title\n", b"%PDF-1.4", b"PK\x03\x04", b"\x00\x01" * 90])
def test_files_that_are_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        read(data)


def test_long_files_and_long_texts() -> None:
    long = "word " * 60_000
    rows = "".join(f'{number},"{LONG} {number}\nline"\n' for number in range(3000))
    items = read(f'n,text\n0,"{long}"\n{rows}')
    texts = [item.text for item in items if isinstance(item, Incoming)]
    assert (len(texts), texts[0], texts[-1]) == (3001, long, f"{LONG} 2999\nline")
    assert [item.line for item in items if isinstance(item, Incoming)][:3] == [2, 3, 5]


LETTERS = st.characters(
    exclude_categories=("Cc", "Cs"), include_characters="\n\r\t=+-@'\"", exclude_characters="\ufeff"
)


@given(st.lists(st.text(LETTERS, min_size=1).filter(str.strip), min_size=1, max_size=5))
def test_guarded_cells_come_back(texts: list[str]) -> None:
    page = io.StringIO(newline="")
    csv.writer(page).writerows([["text", "title"], *([guarded(text), "t"] for text in texts)])
    found = [item.text for item in read(page.getvalue()) if isinstance(item, Incoming)]
    assert found == texts


def workbook(*sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_workbooks() -> None:
    day = dt.datetime(2024, 5, 3)  # noqa: DTZ001
    rows = [["Title", "Body", "Date", "n", "x"], ["A", f"'={LONG}", day, 7.0, True], [], ["B"]]
    data = workbook([], rows, [["more"]])
    items = read(data, "a.xlsx")
    article = items[2]
    assert isinstance(article, Incoming)
    assert (article.text, article.title, article.published) == (f"={LONG}", "A", "2024-05-03")
    assert (article.meta, article.line) == ({"n": 7, "x": True}, 2)
    assert items[0] == Remark("a.xlsx", "Only its first sheet “Sheet1” was read, not “Sheet2”")
    assert items[3] == Refusal("a.xlsx", 4, "there is no text in the column “Body”")
    for bad in (data[:300], b"", workbook([])):
        with pytest.raises(FormatError):
            read(bad, "a.xlsx")


def test_a_workbook_with_entities_is_harmless() -> None:
    data, out = workbook([["text"], [LONG]]), io.BytesIO()
    bomb = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sharedStrings.xml"):
                part = bomb + part.replace(LONG.encode(), b"&a; " + LONG.encode())
            new.writestr(name, part)
    try:
        texts = [item.text for item in read(out.getvalue(), "a.xlsx") if isinstance(item, Incoming)]
    except FormatError:
        texts = []
    assert all("root:" not in text for text in texts)


def test_our_own_table_of_spans_is_named(project: Project, tmp_path: Path) -> None:
    line = '{"text": "Ana spoke.", "spans": [{"start": 0, "end": 3, "label": "ACTOR"}]}\n'
    take(project, Source("a.jsonl", data=line.encode()))
    for name in ("csv", "tsv"):
        put(project, tmp_path / f"o.{name}", name)
        report = take(project, tmp_path / f"o.{name}")
        assert [error.reason for error in report.errors] == [
            "it is a table of spans, which has no whole texts: export as JSON Lines and import the .jsonl"
        ]


def test_a_table_comes_in(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'Kopf,Rumpf,Note\nEins,"{LONG}\n\nSource: Courier",x\n', encoding="utf-8")
    report = take(project, path, columns={"title": "Kopf", "text": "Rumpf"})
    assert (report.taken, report.errors) == (1, [])
    article = project.read.article_by_n(1)
    assert (article.title, article.text, article.meta) == ("Eins", f"{LONG}\n\nSource: Courier", {"Note": "x"})

"""Plain texts, web pages, and the registry of formats."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from annotator.core.errors import AnnotatorError, FormatError, UnknownFormat
from annotator.formats import FORMATS, by_name, for_target, known_endings
from annotator.formats.base import Form, Incoming, Item, ReadOptions, Refusal, Remark, Source
from annotator.formats.html import HTML
from annotator.formats.txt import TXT

PAGES = Path(__file__).parents[3] / "shared" / "data" / "html"
PROSE = "The harbour council of Velmora voted on Monday to close the eastern quay for repairs."
PAGE = (
    '<html lang="en-gb"><head><title>Quay to close | Velmora Courier</title>'
    '<meta property="og:site_name" content="Velmora Courier"><meta name="author" content="Marta Lindqvist">'
    '<meta property="article:published_time" content="2021-11-09T10:00:00Z"></head><body><nav>Home World</nav>'
    f"<article><h1>Quay to close</h1><p>{PROSE}</p><p>“We could not wait another winter,” she told reporters after the"
    " long vote.</p></article><footer>All rights reserved</footer></body></html>"
)


def text_of(data: bytes, encoding: str | None = None) -> str:
    items = list(TXT.read(Source("a.txt", data=data), ReadOptions(encoding=encoding)))
    assert isinstance(items[-1], Incoming)
    return items[-1].text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings(encoding: str) -> None:
    assert text_of("déjà vu 😀".encode(encoding)) == "déjà vu 😀"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("café au lait et le garçon est déjà parti vers la gare", "cp1252"),
        ("Der Hafenrat hat beschlossen, den östlichen Kai zu schließen. „Wir konnten nicht länger warten“", "cp1252"),
        ("The council “could not wait” – it said – for the mayor’s answer.", "cp1252"),
        ("Rada přístavu v pondělí rozhodla uzavřít východní nábřeží kvůli opravám.", "cp1250"),
        ("Rada portu zdecydowała w poniedziałek o zamknięciu wschodniego nabrzeża.", "cp1250"),
        ("Совет порта в понедельник решил закрыть восточную набережную.", "cp1251"),
        ("Liman konseyi pazartesi günü doğu rıhtımını onarım için kapatmaya karar verdi, kış boyunca.", "cp1254"),
        ("قرر مجلس الميناء يوم الاثنين إغلاق الرصيف الشرقي حتى الربيع المقبل.", "cp1256"),
    ],
)
def test_guessed_encodings_are_said(text: str, encoding: str) -> None:
    items = list(TXT.read(Source("a.txt", data=text.encode(encoding)), ReadOptions()))
    assert isinstance(items[0], Remark)
    assert isinstance(items[1], Incoming)
    assert items[1].text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"ab\0\1\2\3" * 50, "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.4 text", "PDF"),
        (b"PK\x03\x04 text", "zip"),
        (b"\x89PNG\r\n", "picture"),
        (b"x" * 20_000_010, "20 MB"),
        (b"\xff\xfea", "not"),
    ],
    ids=["empty", "blank", "nul", "bytes", "pdf", "zip", "png", "large", "half"],
)
def test_files_that_are_no_text(data: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        text_of(data)


def test_forced_encoding() -> None:
    assert text_of("naïve".encode("latin-1"), "latin-1") == "naïve"
    for wrong in ("utf-8", "klingon", "hex"):
        with pytest.raises(FormatError):
            text_of("naïve".encode("latin-1"), wrong)


def test_page() -> None:
    with_headline = next(HTML.read(Source("a.html", data=PAGE.encode()), ReadOptions()))
    without = next(HTML.read(Source("a.html", data=PAGE.encode()), ReadOptions(headline=False)))
    assert isinstance(with_headline, Incoming)
    assert isinstance(without, Incoming)
    assert with_headline.text.startswith(f"Quay to close\n\n{PROSE}\n\n“We could")
    assert without.text.startswith(PROSE)
    fields = (without.title, without.outlet, without.author, without.published, without.language)
    assert fields == ("Quay to close", "Velmora Courier", "Marta Lindqvist", "2021-11-09", "en-GB")


@pytest.mark.parametrize(
    "data", [b"", b"<html><body><nav>Home</nav></body></html>", b"<p>short</p>", b"PK\x03\x04", b"\0" * 99]
)
def test_page_without_article(data: bytes) -> None:
    with pytest.raises(FormatError, match=r"article|not a web page"):
        next(HTML.read(Source("a.html", data=data), ReadOptions()))


@pytest.mark.slow
@pytest.mark.skipif(not PAGES.exists(), reason="the shared material is not here")
def test_real_pages() -> None:
    truth = json.loads((PAGES / "truth.json").read_text(encoding="utf-8"))
    scores = []
    for name, entry in truth.items():
        data = gzip.decompress((PAGES / f"{name}.html.gz").read_bytes())
        article = next(HTML.read(Source(f"{name}.html", data=data), ReadOptions(headline=False)))
        assert isinstance(article, Incoming)
        assert article.title
        scores.append(_f1(article.text, entry["articleBody"]))
    assert sum(scores) / len(scores) >= 0.94


def _f1(mine: str, true: str) -> float:
    left, right = (Counter(re.findall(r"\w+", text)) for text in (mine, true))
    return 2 * sum((left & right).values()) / (sum(left.values()) + sum(right.values()))


def test_registry() -> None:
    names = [form.name for form in FORMATS]
    assert len(names) == len(set(names))
    assert {"jsonl", "html", "brat", "txt", "csv", "tsv", "hf"} <= set(names)
    assert by_name("CSV", writes=True).name == "csv"
    assert for_target(Path("a.jsonl")).name == "jsonl"
    assert {".txt", ".html", ".jsonl"} <= set(known_endings())
    for call in (lambda: by_name("hf", reads=True), lambda: by_name("nope"), lambda: for_target(Path("a.txt"))):
        with pytest.raises(UnknownFormat):
            call()
    for form in FORMATS:
        assert form.reads or form.writes
        assert isinstance(form, Form)
        if not form.reads:
            with pytest.raises(FormatError):
                form.read(Source("x"), ReadOptions())


SEEDS = [
    PAGE.encode(),
    PROSE.encode("utf-16"),
    b'{"text": "Ana spoke.", "spans": [[0, 3, "ACTOR"]], "meta": {"a": 1}}\n{"text": "b"}\n',
    "déjà vu, naïve".encode("cp1252"),
]


@pytest.mark.slow
def test_damaged_files_raise_only_what_users_can_act_on() -> None:
    dice = random.Random(7)
    readers = [form for form in FORMATS if form.reads]
    for number in range(300):
        data = bytearray(dice.choice(SEEDS))
        for _ in range(dice.randint(1, 12)):
            place = dice.randrange(len(data))
            data[place : place + dice.randrange(4)] = dice.randbytes(dice.randrange(4))
        form = readers[number % len(readers)]
        try:
            items: list[Item] = list(form.read(Source(f"{number}{form.endings[0]}", data=bytes(data)), ReadOptions()))
        except AnnotatorError:
            continue
        assert all(isinstance(item, Incoming | Refusal | Remark) for item in items)

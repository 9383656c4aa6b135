"""The gold articles of tests/data/gold: exact, complete, and true to the codebook they were made under.

`news-*` files are tagged under News, `attribution-*` files have the same articles in source, cue and content. Rules are
written with the `dev` files in view and measured on the `held` ones. Figures: `value` is the number as written, so
"7,000" is 7000 and "$2.4bn" is 2.4 with a scale; "scores" is above 20, "hundreds" above 100, "tens of thousands" at
least 10 thousand. An actor that is counted is tagged with its figure, "[[six] drivers]", and the figure is tied to it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook
from annotator.core.edit import tag
from annotator.core.model import Article, Span, digest, join_fragments, new_id, words_of
from annotator.core.text import normalise

ROOT = Path(__file__).resolve().parent
GOLD = ROOT / "data" / "gold"
CODEBOOKS = ROOT.parent / "resources" / "codebooks"
PARTS = [f"{group}-{number}" for group in ("dev", "held") for number in (1, 2, 3, 4)]

Row = dict[str, Any]


def read(name: str) -> list[Row]:
    """The rows of one gold file; lines end at LF only."""
    data = (GOLD / name).read_bytes().decode("utf-8")
    assert data.endswith("\n")
    assert "\r" not in data
    return [json.loads(line) for line in data[:-1].split("\n")]


def codebook_of(name: str) -> Codebook:
    return codebooks.loads((CODEBOOKS / f"{name}.json").read_bytes(), name)


BOOKS = {kind: codebook_of(kind) for kind in ("news", "attribution")}
FILES = {kind: [path.name for path in sorted(GOLD.glob(f"{kind}-*.jsonl"))] for kind in BOOKS}
ROWS = [
    pytest.param(BOOKS[kind], row, id=f"{name[:-6]}.{number}")
    for kind in BOOKS
    for name in FILES[kind]
    for number, row in enumerate(read(name), 1)
]
every_row = pytest.mark.parametrize(("book", "row"), ROWS)


def records(book: Codebook, row: Row) -> tuple[Article, list[Span]]:
    """The article, and its spans tagged again one by one: trim rules and the check for repeats have their say."""
    article = Article(id=new_id(), text=row["text"], sha256=digest(row["text"]), title=row["title"])
    version, made = codebooks.identity(book), list[Span]()
    for span in row["spans"]:
        fragments = [(start, end) for start, end in span["fragments"]]
        edit = tag(
            article, fragments, label=span["label"], annotator="gold", codebook=book, version=version, existing=made
        )
        (record,) = [after for after in edit.after.values() if isinstance(after, Span)]
        made.append(record)
    return article, made


def test_both_kinds_have_the_same_articles() -> None:
    parts = [name.removeprefix("news-").removesuffix(".jsonl") for name in FILES["news"]]
    assert parts == PARTS
    assert FILES["attribution"] == [f"attribution-{part}.jsonl" for part in parts]
    for part in parts:
        news, attribution = (
            [{**row, "spans": [], "relations": []} for row in read(f"{kind}-{part}.jsonl")] for kind in BOOKS
        )
        assert news == attribution
        assert len(news) == 2


def test_no_article_stands_twice() -> None:
    texts = [row["text"] for name in FILES["news"] for row in read(name)]
    assert len(set(texts)) == len(texts) == 2 * len(PARTS)


@every_row
def test_an_article_is_as_it_would_be_stored(book: Codebook, row: Row) -> None:
    assert normalise(row["text"])[0] == row["text"]
    assert row["title"] in row["text"]
    assert 350 <= len(row["text"].split()) <= 700
    assert row["spans"]
    assert not set(row["text"]) & set("{}"), "markup that was left behind"


@every_row
def test_spans_have_the_words_they_claim_and_none_twice(book: Codebook, row: Row) -> None:
    for span in row["spans"]:
        fragments = tuple((start, end) for start, end in span["fragments"])
        assert fragments
        assert join_fragments(fragments) == fragments, "sorted, disjoint, not touching"
        assert all(0 <= start < end <= len(row["text"]) for start, end in fragments)
        assert (span["start"], span["end"]) == (fragments[0][0], fragments[-1][1])
        assert span["text"] == words_of(row["text"], fragments)
        assert "\n" not in row["text"][span["start"] : span["end"]]
    keys = [(span["label"], str(span["fragments"])) for span in row["spans"]]
    assert len(set(keys)) == len(keys)


@every_row
def test_trim_rules_take_nothing_away(book: Codebook, row: Row) -> None:
    for span, record in zip(row["spans"], records(book, row)[1], strict=True):
        assert [list(fragment) for fragment in record.fragments] == span["fragments"], span["text"]


@every_row
def test_attributes_are_allowed_and_the_required_ones_given(book: Codebook, row: Row) -> None:
    for span in row["spans"]:
        label = book.label(span["label"])
        codebooks.check_attributes(label, span["attributes"])
        missing = {attribute.key for attribute in label.attributes if attribute.required} - set(span["attributes"])
        assert not missing, span["text"]
        if span["label"] == "STATISTIC":
            paired = span["attributes"]["bound"] == "range" or span["attributes"].get("change") == "from_to"
            assert paired == ("value_high" in span["attributes"]), span["text"]


@every_row
def test_relations_are_allowed_and_none_twice(book: Codebook, row: Row) -> None:
    spans = records(book, row)[1]
    for relation in row["relations"]:
        codebooks.check_relation(book, relation["kind"], spans[relation["head"]], spans[relation["tail"]])
    keys = [(relation["kind"], relation["head"], relation["tail"]) for relation in row["relations"]]
    assert len(set(keys)) == len(keys)


@every_row
def test_every_direct_quote_has_a_speaker(book: Codebook, row: Row) -> None:
    """In the attribution files a content that the sentence hands to nobody stands alone, as its codebook allows."""
    kind = next(relation.key for relation in book.relations if relation.role == "speaker")
    tied = {relation["head"] for relation in row["relations"] if relation["kind"] == kind}
    quotes = [number for number, span in enumerate(row["spans"]) if book.label(span["label"]).role == "quotation"]
    assert quotes
    for number in quotes:
        if row["spans"][number]["label"] == "QUOTE" and row["spans"][number]["attributes"]["form"] == "direct":
            assert number in tied, row["spans"][number]["text"]

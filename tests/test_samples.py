"""The sample articles and their reference annotations: complete, exact, and true to the News codebook."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook
from annotator.core.edit import tag
from annotator.core.model import Article, Span, digest, join_fragments, new_id, words_of
from annotator.core.text import normalise

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
SAMPLES = RESOURCES / "samples"
ARTICLE_KEYS = [
    *("text", "title", "outlet", "author", "published", "url", "language", "section", "meta"),
    *("states", "spans", "relations"),
]
SPAN_KEYS = ["start", "end", "fragments", "label", "annotator", "attributes", "actor", "note", "text", "origin"]
RELATION_KEYS = ["kind", "head", "tail", "annotator", "attributes"]

Row = dict[str, Any]


def read(name: str) -> list[Row]:
    """The rows of a sample file; lines end at LF only."""
    data = (SAMPLES / name).read_bytes().decode("utf-8")
    assert data.endswith("\n")
    assert "\r" not in data
    return [json.loads(line) for line in data[:-1].split("\n")]


NEWS = codebooks.loads((RESOURCES / "codebooks" / "news.json").read_bytes(), "news")
PLAIN = read("news.jsonl")
GOLD = read("news.gold.jsonl")
every_gold = pytest.mark.parametrize("row", GOLD, ids=[f"{n}-{row['outlet']}" for n, row in enumerate(GOLD, 1)])


def article_of(row: Row) -> Article:
    return Article(id=new_id(), text=row["text"], sha256=digest(row["text"]), title=row["title"])


def records(row: Row, codebook: Codebook = NEWS) -> list[Span]:
    """The row's spans as records of one article and one annotator."""
    article, annotator, version = new_id(), new_id(), codebooks.identity(codebook)
    spans = []
    for item in row["spans"]:
        fragments = tuple((start, end) for start, end in item["fragments"])
        spans.append(
            Span(
                id=new_id(),
                article=article,
                annotator=annotator,
                label=item["label"],
                fragments=fragments,
                words=words_of(row["text"], fragments),
                codebook=version,
                attributes=item["attributes"],
            )
        )
    return spans


def test_there_are_six_articles_and_the_two_files_agree() -> None:
    assert len(PLAIN) == len(GOLD) == 6
    bare = [{**row, "states": {}, "spans": [], "relations": []} for row in GOLD]
    assert bare == PLAIN
    assert len({row["text"] for row in PLAIN}) == len({row["title"] for row in PLAIN}) == 6


@pytest.mark.parametrize("row", PLAIN, ids=[row["outlet"] for row in PLAIN])
def test_an_article_opens_with_its_headline_and_has_every_field(row: Row) -> None:
    assert list(row) == ARTICLE_KEYS
    blocks = row["text"].split("\n\n")
    assert blocks[0] == row["title"]
    assert len(blocks) >= 5
    assert all(block and block == block.strip() and "\n" not in block for block in blocks)
    assert 180 <= len(row["text"].split()) <= 350
    assert all(row[key] for key in ("outlet", "author", "published", "language", "section"))
    assert row["url"] is None
    assert row["meta"] == {}
    assert re.fullmatch(r"2031-\d\d-\d\d", row["published"])
    assert normalise(row["text"])[0] == row["text"], "the text is stored as it stands"
    assert not re.search(r"[{}|]", row["text"])


def test_the_first_is_the_water_tariff_story() -> None:
    first = PLAIN[0]
    assert (first["outlet"], first["published"]) == ("Halvern Courier", "2031-03-14")
    assert first["title"].startswith("Halvern water bills")


def test_scripts_and_odd_characters_are_there() -> None:
    arabic = [row for row in PLAIN if row["language"] == "ar"]
    assert len(arabic) == 1
    letters = [char for char in arabic[0]["text"] if char.isalpha()]
    assert all("\u0600" <= char <= "\u06ff" for char in letters)
    assert "٢٩" in arabic[0]["text"], "Arabic-Indic digits"
    (festival,) = [row["text"] for row in PLAIN if "🎉" in row["text"] or "🏮" in row["text"]]
    # A Japanese quote, a CJK character beyond 16 bits; emoji that are joined, toned, chosen by a selector.
    assert [char for char in ("「", "𠮷", "\u200d", "🏽", "\ufe0f") if char not in festival] == []


@every_gold
def test_a_span_has_exactly_the_words_it_claims(row: Row) -> None:
    text = row["text"]
    assert row["states"] == {"Sample": "done"}
    for span in row["spans"]:
        assert list(span) == SPAN_KEYS
        fragments = tuple((start, end) for start, end in span["fragments"])
        assert fragments
        assert all(0 <= start < end <= len(text) for start, end in fragments)
        assert join_fragments(fragments) == fragments, "sorted, disjoint, not touching"
        assert (span["start"], span["end"]) == (fragments[0][0], fragments[-1][1])
        assert span["text"] == words_of(text, fragments)
        assert "\n" not in text[span["start"] : span["end"]], "no span crosses a paragraph"
        assert span["annotator"] == "Sample"
        assert span["origin"] == "manual"
    order = [(span["start"], -span["end"]) for span in row["spans"]]
    assert order == sorted(order)


@every_gold
def test_tagging_the_same_words_gives_the_same_span(row: Row) -> None:
    """The trim rules take nothing away from a reference span, and none stands twice."""
    article, version, made = article_of(row), codebooks.identity(NEWS), list[Span]()
    for span in row["spans"]:
        fragments = [(start, end) for start, end in span["fragments"]]
        edit = tag(
            article, fragments, label=span["label"], annotator="sample", codebook=NEWS, version=version, existing=made
        )
        (record,) = [after for after in edit.after.values() if isinstance(after, Span)]
        assert [list(fragment) for fragment in record.fragments] == span["fragments"], span["text"]
        assert record.words == span["text"]
        made.append(record)


@every_gold
def test_attributes_are_allowed_and_the_required_ones_given(row: Row) -> None:
    for span in row["spans"]:
        label = NEWS.label(span["label"])
        codebooks.check_attributes(label, span["attributes"])
        missing = {attribute.key for attribute in label.attributes if attribute.required} - set(span["attributes"])
        assert not missing, span["text"]
        order = [attribute.key for attribute in label.attributes if attribute.key in span["attributes"]]
        assert list(span["attributes"]) == order
        is_range, is_change = span["attributes"].get("bound") == "range", span["attributes"].get("change") == "from_to"
        assert (is_range or is_change) == ("value_high" in span["attributes"]), span["text"]
        if is_range:
            assert span["attributes"]["value"] < span["attributes"]["value_high"]


@every_gold
def test_every_quote_has_one_speaker_and_relations_are_allowed(row: Row) -> None:
    spans = records(row)
    for relation in row["relations"]:
        assert list(relation) == RELATION_KEYS
        codebooks.check_relation(NEWS, relation["kind"], spans[relation["head"]], spans[relation["tail"]])
        assert relation["annotator"] == "Sample"
        assert relation["attributes"] == {}
    quotes = [index for index, span in enumerate(spans) if NEWS.label(span.label).role == "quotation"]
    assert sorted(relation["head"] for relation in row["relations"]) == quotes


@every_gold
def test_each_article_shows_what_the_job_is_about(row: Row) -> None:
    """Every label, direct and indirect words, and something nested in a quote."""
    assert {span["label"] for span in row["spans"]} == {label.key for label in NEWS.shown()}
    assert {"direct", "indirect"} <= {span["attributes"].get("form") for span in row["spans"]}
    quotes = [span for span in row["spans"] if span["label"] == "QUOTE"]
    nested = [
        span
        for span in row["spans"]
        for quote in quotes
        if span is not quote and quote["start"] <= span["start"] and span["end"] <= quote["end"]
    ]
    assert nested


def test_the_six_together_cover_the_codebook() -> None:
    spans = [span for row in GOLD for span in row["spans"]]
    seen = {
        (span["label"], key, value) for span in spans for key, value in span["attributes"].items() if type(value) is str
    }
    for label in NEWS.shown():
        for attribute in label.attributes:
            if attribute.key in ("type", "form", "speaker_form", "bound", "change"):
                used = {value for owner, key, value in seen if (owner, key) == (label.key, attribute.key)}
                unused = {choice.key for choice in attribute.choices} - used
                assert unused <= {"other"}, f"{label.key}.{attribute.key}"
    assert sum(len(span["fragments"]) > 1 for span in spans) >= 5, "interrupted quotes"
    assert any("base" in span["attributes"] for span in spans)

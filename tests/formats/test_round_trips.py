"""What goes out by a format and comes in again is the same, apart from exactly what the format says it cannot carry."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.tokens import tokens
from annotator.core.values import typed
from annotator.formats.base import Incoming, Item, Outgoing, ReadOptions, Row, RowSpan, Source, WriteOptions
from annotator.formats.brat import BRAT
from annotator.formats.conll import CONLL, SCHEMES, placed
from annotator.formats.doccano import DOCCANO
from annotator.formats.hf import HF
from annotator.formats.jsonl import JSONL
from annotator.formats.prodigy import PRODIGY
from annotator.work.targets import FolderTarget
from tests.builders import NEWS
from tests.formats.rows import ACTORS, SUBJECT, items, rows, told, written

PEOPLE = ("Ann", "Bo Ek")
NO_RAW = msgspec.Raw(b"{}")
replace = msgspec.structs.replace


def hull(span: RowSpan) -> RowSpan:
    """A span as the one stretch from its first to its last character."""
    return replace(span, fragments=msgspec.Raw(msgspec.json.encode([[span.start, span.end]])))


def bare(row: Row) -> Row:
    """A row as doccano can tell it: stretches with labels, ties, fields and free metadata."""
    spans = [replace(hull(span), attributes=NO_RAW, actor=None, note="", annotator="") for span in row.spans]
    return replace(row, spans=spans, states={})


def articles(found: list[Item]) -> list[Incoming]:
    """The articles; nothing else may be there."""
    assert all(isinstance(one, Incoming) for one in found), found
    return [one for one in found if isinstance(one, Incoming)]


def nobody(article: dict[str, Any]) -> dict[str, Any]:
    """What is told of an article whose spans name nobody."""
    spans = [("", *span[1:]) for span in article["spans"]]
    ties = [(kind, ("", *head[1:]), ("", *tail[1:])) for kind, head, tail in article["relations"]]
    return article | {"spans": sorted(spans, key=repr), "relations": sorted(ties, key=repr)}


@given(st.lists(rows(people=PEOPLE), max_size=3))
@settings(max_examples=100)
def test_doccano(out: list[Outgoing]) -> None:
    back = articles(items(DOCCANO, written(DOCCANO, out)))
    assert [nobody(told(one)) for one in back] == [told(bare(one.row)) for one in out]
    assert [one.source_id for one in back] == [one.row.id for one in out]


def of_one(row: Row, who: str) -> Row:
    """What Prodigy holds of one annotator's layer: stretches with a token in them, and their ties."""
    spans = [hull(one) for one in row.spans if one.annotator == who and row.text[one.start : one.end].strip()]
    there = {one.id for one in spans}
    ties = [tie for tie in row.relations if {tie.head, tie.tail} <= there]
    return replace(row, spans=spans, relations=ties, states={who: "done"})


@given(st.lists(rows(people=PEOPLE), max_size=2))
@settings(max_examples=100)
def test_prodigy(out: list[Outgoing]) -> None:
    back = articles(items(PRODIGY, written(PRODIGY, out)))
    expected = [of_one(one.row, who) for one in out for who in PEOPLE]
    assert [told(one) for one in back] == [told(row) for row in expected]
    for one in out:
        lost = PRODIGY.lost(one.row, SUBJECT, WriteOptions())["blank"]
        assert lost == len(one.row.spans) - sum(len(of_one(one.row, who).spans) for who in PEOPLE)


@pytest.mark.parametrize("key", ["title", "article", "more", "outlet"])
def test_metadata_called_like_a_field_stays_metadata(key: str) -> None:
    meta = {key: "mine", "n": 1}
    row = Row(
        id="a1", text="Ana.", title="Ports", **dict.fromkeys(("outlet", "author", "published", "url")), language="en",
        section=None, meta=msgspec.Raw(msgspec.json.encode(meta)), states={"Ann": "done"}, spans=[], relations=[],
    )  # fmt: skip
    for form in (PRODIGY, DOCCANO):
        (back,) = articles(items(form, written(form, [Outgoing(row, None)])))
        assert (back.title, back.source_id, back.meta) == ("Ports", "a1", meta)


@given(st.lists(rows(people=PEOPLE), max_size=3))
@settings(max_examples=100)
def test_jsonl(out: list[Outgoing]) -> None:
    back = articles(items(JSONL, written(JSONL, out)))
    assert [by_id(told(one)) for one in back] == [by_id(told(one.row)) for one in out]


@given(st.lists(rows(people=PEOPLE), max_size=3))
@settings(max_examples=100)
def test_hf_comes_back_as_jsonl(out: list[Outgoing]) -> None:
    back = articles(items(JSONL, written(HF, out)))
    assert [by_id(told(one)) for one in back] == [by_id(told(one.row)) for one in out]


def by_id(article: dict[str, Any]) -> dict[str, Any]:
    """With actors under the names that stand for their ids."""
    names = {key: ACTORS[key] for key in ACTORS}

    def named(span: tuple[Any, ...]) -> tuple[Any, ...]:
        return (*span[:4], names.get(span[4], span[4]), span[5])

    ties = [(kind, named(head), named(tail)) for kind, head, tail in article["relations"]]
    return article | {"spans": sorted(map(named, article["spans"]), key=repr), "relations": sorted(ties, key=repr)}


# --- brat ----------------------------------------------------------------------------------------------


def folder_of(out: list[Outgoing], place: Path) -> Path:
    """The folder that an export to brat is."""
    with FolderTarget(place / "out") as target:
        for _ in BRAT.write_folder(target, out, subject=SUBJECT, options=WriteOptions()):
            pass
        target.commit()
    return place / "out"


def on_one_line(text: str) -> str:
    """A text as it is written into a value or note of brat's."""
    return "".join(" " if one in "\t\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029" else one for one in text)


@given(rows(people=PEOPLE))
@settings(max_examples=150)
def test_brat(one: Outgoing) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = folder_of([one], Path(name))
        found = [
            item
            for path in sorted(folder.rglob("*.ann"))
            for item in BRAT.read(Source(path.name, path=path), ReadOptions())
        ]
    lost = BRAT.lost(one.row, SUBJECT, WriteOptions())
    back = {next(iter(article.states)): article for article in articles(found)}
    assert set(back) == {"Ann", "Bo_Ek"}
    for who in PEOPLE:
        article = back[who.replace(" ", "_")]
        for span in article.spans:
            span.annotator = who
            span.attributes = typed(NEWS.label(span.label), span.attributes)
        spans = [span for span in one.row.spans if span.annotator == who]
        there = {span.id for span in spans}
        ties = [tie for tie in one.row.relations if tie.head in there]
        expected = told(replace(one.row, spans=[on_lines(span) for span in spans], relations=ties))
        assert (article.text, article.source_id) == (one.row.text, one.row.id)
        assert {key: told(article)[key] for key in ("spans", "relations")} == {
            key: expected[key] for key in ("spans", "relations")
        }
    assert lost["breaks"] == sum(on_lines(span) != span for span in one.row.spans)
    assert lost["names"] == any(span.annotator == "Bo Ek" for span in one.row.spans)


def on_lines(span: RowSpan) -> RowSpan:
    """A span whose value and note have lost what brat has no place for."""
    values = msgspec.json.decode(span.attributes)
    plain = {
        key: on_one_line(value).replace("\n", " ") if isinstance(value, str) else value for key, value in values.items()
    }
    changed = msgspec.Raw(msgspec.json.encode(plain)) if plain != values else span.attributes
    return replace(span, attributes=changed, note=on_one_line(span.note))


# --- CoNLL ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("columns", ["one", "label"])
@given(data=st.data())
@settings(max_examples=60)
def test_conll(scheme: str, columns: str, data: st.DataObject) -> None:
    out = data.draw(st.lists(rows(people=PEOPLE), min_size=1, max_size=3))
    out = [one for one in out if tokens(one.row.text)]
    labels = [label.key for label in NEWS.labels] if columns == "label" else []
    how = {"scheme": scheme, "columns": columns}
    back = articles(items(CONLL, written(CONLL, out, **how))) if out else []
    assert len(back) == len(out)
    for article, one in zip(back, out, strict=True):
        there = tokens(one.row.text)
        assert article.text.split() == [one.row.text[start:end] for start, end in there]
        kept, counts = placed(one.row, labels, there)
        expected = Counter((where[0], where[-1], span.label) for some in kept for where, span in some)
        starts = {start: place for place, (start, _) in enumerate(words_of_blanks(article.text))}
        ends = {end: place for place, (_, end) in enumerate(words_of_blanks(article.text))}
        assert Counter((starts[span.start], ends[span.end], span.label) for span in article.spans) == expected
        assert sum(expected.values()) == len(one.row.spans) - sum(counts.values())
        assert CONLL.lost(one.row, SUBJECT, WriteOptions(**how)) == counts


def words_of_blanks(text: str) -> list[tuple[int, int]]:
    """Where the words of a text are that blanks and line ends part."""
    found, place = [], 0
    for word in text.split():
        place = text.index(word, place)
        found.append((place, place + len(word)))
        place += len(word)
    return found

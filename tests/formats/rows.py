"""Rows on their way out, drawn by hypothesis, and what of them can be compared after they came in again."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import msgspec
from hypothesis import strategies as st

from annotator.core.model import Actor, words_of
from annotator.formats.base import (
    Format,
    Incoming,
    Item,
    Outgoing,
    ReadOptions,
    Row,
    RowRelation,
    RowSpan,
    Source,
    Subject,
    WriteOptions,
)
from tests.builders import NEWS

ACTORS = {"actor-1": "Ana “A” Ruiz", "actor-2": "=Bo Ek"}
SUBJECT = Subject(
    codebook=NEWS,
    annotators=("Ann", "Bo Ek"),
    actors=ACTORS,
    registry=tuple(Actor(id=key, name=name) for key, name in ACTORS.items()),
)
_UGLY = st.sampled_from(
    ["Ana", "“", "”", "😀", "e\u0301", "שלום", "東京", "\n", " ", "  ", "<b>&amp;", '"', "\\", "\\n", "=1", "\u2028"]
)
TEXTS = st.lists(_UGLY, min_size=1, max_size=25).map("".join).filter(str.strip)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=12)
VALUES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "ACTOR": st.fixed_dictionaries({}, optional={"type": st.just("person")}),
    "QUOTE": st.fixed_dictionaries({}, optional={"form": st.sampled_from(["direct", "mixed"])}),
    "STATISTIC": st.fixed_dictionaries(
        {}, optional={"value": st.integers(-5, 10**9) | st.floats(-1e6, 1e6), "unit": WORDS.filter(str.strip)}
    ),
}


@st.composite
def rows(draw: st.DrawFn, *, people: tuple[str, ...] = ("Ann",), pieces: bool = True) -> Outgoing:
    """An article with spans of some people, ties between spans of one, fields and meta."""
    text = draw(TEXTS)
    key = draw(st.uuids()).hex
    spans = [draw(_spans(text, f"{key}-{number}", people, pieces=pieces)) for number in range(draw(st.integers(0, 5)))]
    ties = []
    for number, (head, tail) in enumerate(pairwise(spans)):
        if head.annotator == tail.annotator and draw(st.booleans()):
            name = f"{key}-r{number}"
            ties.append(RowRelation(name, "speaker", head.id, tail.id, head.annotator, msgspec.Raw(b"{}")))
    meta = draw(st.dictionaries(WORDS, WORDS | st.integers(-9, 9), max_size=2))
    row = Row(
        id=key,
        text=text,
        title=draw(WORDS),
        outlet=draw(st.none() | WORDS),
        author=None,
        published=draw(st.sampled_from([None, "2026-01-02", "2026"])),
        url=None,
        language=draw(st.sampled_from([None, "en", "es"])),
        section=None,
        meta=msgspec.Raw(msgspec.json.encode(meta)),
        states=dict.fromkeys(people, "done"),
        spans=spans,
        relations=ties,
    )
    return Outgoing(row, None)


@st.composite
def _spans(draw: st.DrawFn, text: str, key: str, people: tuple[str, ...], *, pieces: bool) -> RowSpan:
    places = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
    fragments = [(places[0], places[-1])]
    if pieces and len(places) == 4 and draw(st.booleans()):
        fragments = [(places[0], places[1]), (places[2], places[3])]
    label = draw(st.sampled_from(sorted(VALUES)))
    return RowSpan(
        key,
        fragments[0][0],
        fragments[-1][1],
        msgspec.Raw(msgspec.json.encode(fragments)),
        label,
        draw(st.sampled_from(people)),
        msgspec.Raw(msgspec.json.encode(draw(VALUES[label]))),
        draw(st.sampled_from([None, *ACTORS])),
        draw(st.just("") | WORDS),
        words_of(text, tuple(fragments)),
        "manual",
    )


def written(form: Format, out: Iterable[Outgoing], **options: Any) -> bytes:
    """The bytes of an export."""
    page = io.BytesIO()
    for _ in form.write(page, out, subject=SUBJECT, options=WriteOptions(**options)):
        pass
    return page.getvalue()


def items(form: Format, data: bytes) -> list[Item]:
    """All that a reader makes of bytes."""
    return list(form.read(Source(f"a{form.endings[0]}", data=data), ReadOptions()))


def told(article: Row | Incoming) -> dict[str, Any]:
    """What a row or an article says, in one form for both: no ids, actors by name."""
    spans = []
    for span in article.spans:
        if isinstance(span, RowSpan):
            fragments, values = msgspec.json.decode(span.fragments), msgspec.json.decode(span.attributes)
            actor = ACTORS.get(span.actor or "")
        else:
            fragments, values, actor = [list(piece) for piece in span.fragments], span.attributes, span.actor
        spans.append((span.annotator, span.label, fragments, sorted(values.items()), actor, span.note))
    if isinstance(article, Row):
        places = {span.id: place for place, span in enumerate(article.spans)}
        ties = [(tie.kind, spans[places[tie.head]], spans[places[tie.tail]]) for tie in article.relations]
        meta = msgspec.json.decode(article.meta)
    else:
        ties = [(tie.kind, spans[tie.head], spans[tie.tail]) for tie in article.relations]
        meta = article.meta
    fields = (article.title, article.outlet, article.published, article.language)
    return {
        "text": article.text,
        "fields": fields,
        "meta": meta,
        "states": dict(article.states),
        "spans": sorted(spans, key=repr),
        "relations": sorted(ties, key=repr),
    }

"""Small records for tests, each with what the test does not care about filled in."""

from __future__ import annotations

from typing import Any

from annotator import assets
from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook
from annotator.core.model import (
    Actor,
    Annotator,
    Article,
    Fragment,
    Progress,
    Relation,
    Span,
    State,
    digest,
    new_id,
    words_of,
)

TEXT = (
    "Harbour council votes on ferry fares\n\n"
    "Mayor Ilse Brandt said that the ferries will run until midnight. “We will not cut a single line,” she told "
    "reporters on Tuesday. About 4,200 people use the ferries every day, 12 percent more than last year."
)


def news() -> Codebook:
    """The News codebook."""
    return codebooks.loads(assets.read_bytes("codebooks/news.json"))


NEWS = news()
VERSION = codebooks.identity(NEWS)


def make_article(text: str = TEXT, **fields: Any) -> Article:
    """An article with its hash; the title is the first line unless told."""
    fields.setdefault("id", new_id())
    fields.setdefault("title", text.split("\n", 1)[0][:80])
    return Article(text=text, sha256=digest(text), **fields)


def make_annotator(name: str = "Ann", **fields: Any) -> Annotator:
    """A person."""
    fields.setdefault("id", new_id())
    return Annotator(name=name, **fields)


def make_span(article: Article, start: int, end: int, *, annotator: str, label: str = "ACTOR", **fields: Any) -> Span:
    """A span with the words that the text has there; `fragments` may stand for start and end."""
    fragments: tuple[Fragment, ...] = fields.pop("fragments", ((start, end),))
    fields.setdefault("id", new_id())
    return Span(
        article=article.id,
        annotator=annotator,
        label=label,
        fragments=fragments,
        words=words_of(article.text, fragments),
        codebook=fields.pop("codebook", VERSION),
        **fields,
    )


def span_on(article: Article, words: str, *, annotator: str, label: str = "ACTOR", **fields: Any) -> Span:
    """A span on the first place where these words stand."""
    start = article.text.index(words)
    return make_span(article, start, start + len(words), annotator=annotator, label=label, **fields)


def make_relation(head: Span, tail: Span, kind: str = "speaker", **fields: Any) -> Relation:
    """A tie from head to tail."""
    fields.setdefault("id", new_id())
    return Relation(article=head.article, kind=kind, head=head.id, tail=tail.id, **fields)


def make_actor(name: str = "Ilse Brandt", **fields: Any) -> Actor:
    """A registry entry."""
    fields.setdefault("id", new_id())
    return Actor(name=name, **fields)


def make_progress(article: Article, annotator: str, state: State = "done", **fields: Any) -> Progress:
    """How far somebody is with an article."""
    return Progress(article=article.id, annotator=annotator, state=state, **fields)

"""A corpus that is the same at every run: news-like texts of any size with spans, as JSONL lines or as a project."""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec

from annotator import assets
from annotator.core import codebook as codebooks
from annotator.core.codebook import Codebook
from annotator.core.model import Actor, Article, Span, digest, new_id
from annotator.store.bulk import Bulk
from annotator.store.project import Project

WHO = "Ana"
SITE = "bench000"
SPANS_PER_BLOCK = 20
PLANTED = 100  # of so many articles one holds the name
SIZES = {"2 KB / 20 spans": (1, 2_000), "100 KB / 1,000": (50, 2_000), "2 MB / 10,000": (500, 4_000)}
_COMMON = """
    the of to and a in that for on with is was by at as it from be has had are its would were will not have after
    this but about which more than two their also been over new one who people when could last year city water
    council government report week country during before under between against company official"""
_PARTS = "al an ar bel bor can cor dan del den dor el en er fal fen gar gol hal hin in ior kal kes lan lor mar men"
_PARTS += " mir nal nor ol or pel per ral ren ros sal sen sol tal ter tor ul var ven vor wil yar zen"
_TYPES = ("person", "organisation", "government", "group")


@cache
def codebook() -> Codebook:
    """The codebook that comes with the program."""
    return codebooks.loads(assets.read_bytes("codebooks/news.json"))


@cache
def _lexicon() -> tuple[list[str], list[float]]:
    """20,000 words and their cumulative weights by Zipf's law: common English ones first, then made-up ones."""
    rng, parts = random.Random(1), _PARTS.split()
    words = dict.fromkeys(_COMMON.split())
    while len(words) < 20_000:
        words.setdefault("".join(rng.choices(parts, k=rng.choice((1, 2, 2, 3)))) + rng.choice(("", "s", "ed", "ing")))
    return list(words), list(accumulate(1 / (rank + 3) for rank in range(len(words))))


class Builder:
    """Writes one text sentence by sentence and remembers where its spans lie (code points)."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.parts: list[str] = []
        self.length = 0
        self.spans: list[tuple[int, int, str, dict[str, Any]]] = []
        self.ties: list[tuple[int, int]] = []  # (quote, actor), places in spans

    def write(self, words: str, label: str = "", attributes: dict[str, Any] | None = None) -> int:
        """Adds words, as a span when they have a label; returns the span's place."""
        if label:
            self.spans.append((self.length, self.length + len(words), label, attributes or {}))
        self.parts.append(words)
        self.length += len(words)
        return len(self.spans) - 1

    def prose(self, count: int) -> str:
        """So many running words."""
        words, weights = _lexicon()
        return " ".join(self.rng.choices(words, cum_weights=weights, k=count))

    def name(self) -> str:
        """A made-up name of two words."""
        return self.prose(2).title()

    def block(self, size: int) -> None:
        """About `size` characters with 20 spans: six quotes with speakers, five figures, three more actors."""
        end = self.length + size
        for turn in range(14):
            if turn % 7 in (0, 2, 4):
                self._quoted(turn)
            elif turn % 7 in (1, 3, 5) and turn != 12:
                self.write(self.prose(6).capitalize() + " ")
                self.write(f"{self.rng.randint(2, 98)} percent", "STATISTIC", {"value": 12.5} if turn % 2 else {})
            else:
                self.write(self.name(), "ACTOR", {"type": self.rng.choice(_TYPES)})
            self.write(f" {self.prose(8)}." + ("\n\n" if turn % 4 == 3 else " "))
        while self.length < end:
            self.write(f"{self.prose(12).capitalize()}. ")
        self.write("\n\n")

    def _quoted(self, turn: int) -> None:
        quote = self.write(f"“{self.prose(9).capitalize()},”", "QUOTE", {"form": "direct"} if turn % 4 else {})
        self.write(" said ")
        actor = self.write(self.name(), "ACTOR", {"type": "person", "mention": "name"} if turn % 2 else {})
        if turn == 0:
            self.ties.append((quote, actor))

    def text(self) -> str:
        """What was written."""
        return "".join(self.parts)


def build(number: int, *, blocks: int = 1, size: int = 3_000) -> Builder:
    """The text of that number, with 20 spans a block; one in fifty has characters outside the basic plane."""
    builder = Builder(random.Random(number))
    builder.write(builder.prose(8).capitalize() + (" 🌊\n\n" if number % 50 == 49 else "\n\n"))
    for _ in range(blocks):
        builder.block(size)
    return builder


def line(number: int) -> dict[str, Any]:
    """One article as JSONL has it, with every key."""
    builder = build(number)
    text = builder.text()
    spans = [
        {"id": f"{number}-{place}", "start": start, "end": end, "fragments": [[start, end]], "label": label}
        | {"annotator": WHO, "attributes": attributes, "actor": None, "note": "", "text": text[start:end]}
        | {"origin": "manual"}
        for place, (start, end, label, attributes) in enumerate(builder.spans)
    ]
    ties = [
        {"id": f"{number}-r{place}", "kind": "speaker", "head": f"{number}-{quote}", "tail": f"{number}-{actor}"}
        | {"annotator": WHO, "attributes": {}}
        for place, (quote, actor) in enumerate(builder.ties)
    ]
    fields = {"title": text.partition("\n")[0], "outlet": f"Outlet {number % 40}", "author": f"Author {number % 300}"}
    fields |= {"published": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}", "url": f"https://example.org/{number}"}
    fields |= {"language": "en", "section": None, "meta": {"page": number % 60}, "states": {WHO: "done"}}
    return {"id": f"a{number}", "text": text, **fields, "spans": spans, "relations": ties}


def write_jsonl(path: Path, articles: int) -> None:
    """The first so many articles as a JSONL file."""
    encode = msgspec.json.Encoder().encode
    with path.open("wb") as out:
        for number in range(articles):
            out.write(encode(line(number)) + b"\n")


def new_project(path: Path) -> Project:
    """An empty project under the codebook that comes with the program."""
    return Project.create(path, codebook=codebook(), annotator=WHO, site=SITE)


def records(project: Project, number: int, *, blocks: int = 1, size: int = 3_000) -> tuple[Article, list[Span]]:
    """An article and its spans as the project's records, by its owner."""
    builder = build(number, blocks=blocks, size=size)
    text, owner = builder.text(), project.owner
    assert owner is not None
    article = Article(id=new_id(), text=text, sha256=digest(text), title=text.partition("\n")[0], outlet="Outlet")
    spans = [
        Span(
            id=new_id(),
            article=article.id,
            annotator=owner.id,
            label=label,
            fragments=((start, end),),
            words=text[start:end],
            codebook=project.codebook_id,
            attributes=attributes,
        )
        for start, end, label, attributes in builder.spans
    ]
    return article, spans


def sized_project(path: Path, *only: str) -> dict[str, str]:
    """A project with one article of each size in SIZES, or of those named; returns their ids by size."""
    ids = {}
    with new_project(path) as project:
        for number, (name, (blocks, size)) in enumerate(SIZES.items()):
            if not only or name in only:
                article, spans = records(project, number, blocks=blocks, size=size)
                ids[name] = article.id
                _fill(project, [(article, spans)])
    return ids


def usual_project(path: Path, articles: int = 200) -> None:
    """A project as on a usual day: articles of 3 KB with 20 spans each."""
    with new_project(path) as project:
        _fill(project, [records(project, number) for number in range(articles)])


def short_project(path: Path, articles: int) -> None:
    """A project with so many articles of a paragraph each and no spans, for the list."""
    with new_project(path) as project:
        add_short(project, articles)


def add_short(project: Project, articles: int) -> None:
    """Adds so many articles of a paragraph each and no spans."""
    builder = Builder(random.Random(7))
    made = []
    for number in range(articles):
        text = f"{builder.prose(6).capitalize()} {number}\n\n{builder.prose(30)}."
        title, outlet = text.partition("\n")[0], f"Outlet {number % 40}"
        article = Article(id=new_id(), text=text, sha256=digest(text), title=title, outlet=outlet)
        made.append((article, list[Span]()))
    _fill(project, made)


def registry(count: int) -> list[Actor]:
    """So many made-up actors with an alias each."""
    builder = Builder(random.Random(11))
    return [Actor(id=new_id(), name=builder.name(), aliases=(builder.name(),), type="person") for _ in range(count)]


def planted_project(path: Path, articles: int) -> None:
    """Short articles of which every hundredth holds a name, and one of 100 KB with 1,000 spans, which comes first."""
    blocks, size = SIZES["100 KB / 1,000"]
    with new_project(path) as project:
        builder = Builder(random.Random(7))
        made = [records(project, 1, blocks=blocks, size=size)]
        for number in range(articles):
            name = "Ilse Brandvold " if number % PLANTED == 0 else ""
            text = f"{builder.prose(6).capitalize()} {number}\n\n{name}{builder.prose(30)}."
            title, day = text.partition("\n")[0], f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
            article = Article(
                id=new_id(), text=text, sha256=digest(text), title=title, outlet=f"Outlet {number % 40}", published=day
            )
            made.append((article, list[Span]()))
        _fill(project, made)


def _fill(project: Project, made: list[tuple[Article, list[Span]]]) -> None:
    owner = project.owner
    assert owner is not None
    with Bulk(project, act="import", title="Import", who=owner.id) as bulk:
        for start in range(0, len(made), 500):
            some = made[start : start + 500]
            bulk.add(articles=[article for article, _ in some], spans=[span for _, spans in some for span in spans])
        bulk.finish({})

"""Ghosts without the window: what all label keys take after a caret move and after a tag, beside 1,000 spans."""

from __future__ import annotations

import json
import random
import re
from functools import partial

import pytest

from annotator import assets
from annotator.core import codebook as codebooks
from annotator.core.candidates import Candidate, Candidates
from tests.benchmarks.measure import Figure, Record, Scale, median, p95, seconds

GHOST_GOAL = 8.0  # ms, for 95 in 100: the whole of it, drawing included, has no more
SCREEN = 2_000
_WORD = re.compile(r"\w+|\S")


@pytest.fixture(scope="module")
def text() -> str:
    """100,000 code points of news: the sample's articles over and over, each a little different."""
    lines = assets.read_text("samples/news.gold.jsonl").splitlines()
    articles = [json.loads(line)["text"] for line in lines]
    whole = "\n\n".join(f"{text}\n\nEdition {number}" for number in range(20) for text in articles)
    return whole[:100_000]


@pytest.mark.parametrize("codebook", ["news", "attribution"])
@pytest.mark.parametrize("act", ["caret moved", "tagged"])
def test_ghosts_of_all_labels(record: Record, scale: Scale, text: str, codebook: str, act: str) -> None:
    book = codebooks.loads(assets.read_bytes(f"codebooks/{codebook}.json"))
    labels = [label.key for label in book.shown()]
    found, chance = Candidates(text, book, "en"), random.Random(1)
    places = [one for start in range(0, len(text), 5_000) for one in found.between(start, start + 5_000)]
    spans = {(one.label, one.fragments) for one in chance.sample(places, min(1_000, len(places)))}
    found, measured, floors, caret = Candidates(text, book, "en"), [], [], 0

    def ask() -> list[Candidate | None]:
        return [found.ghost(label, caret, spans) for label in labels]

    for _ in range(scale.tags):
        if act == "tagged":
            got = next((one for one in ask() if one is not None), None)
            if got is not None:
                spans.add((got.label, got.fragments))
                caret = got.start
        else:
            caret = chance.randrange(len(text))
        measured.append(seconds(ask) * 1000)
        floors.append(seconds(partial(_WORD.findall, text, caret, caret + SCREEN)) * 1000)
    record(
        Figure(
            act=f"ghosts of {codebook}, {act}",
            unit="ms",
            measured=p95(measured),
            floor=median(floors),
            goal=GHOST_GOAL,
            what="95 in 100",
            note="floor: the words of one screen",
            all_measured=measured,
            all_floors=floors,
        )
    )

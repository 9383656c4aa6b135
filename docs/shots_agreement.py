"""Further pictures for `docs.shots`: the page of agreement of three invented people."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator import assets
from annotator.core import codebook as codebooks
from annotator.gui.agreeing import Agreeing
from annotator.gui.pages import AGREEMENT
from annotator.store.project import Project
from annotator.work.imports import run
from annotator.work.report import ImportOptions

if TYPE_CHECKING:
    from docs.shots import Studio

PEOPLE = ("Mira", "Jonas", "Adaeze")
TIMES = 8  # each sample article, so that there is something to count


def agreement(studio: Studio, end: str, small: tuple[int, int]) -> None:
    """The page wide and narrow, and what stands there when one person is asked alone."""
    window, session = studio.window, studio.window.session
    wide = window.size()
    path = studio.folder / f"three{end}" / "Water tariffs 2031.annotator"
    path.parent.mkdir()
    _project(path)
    session.open_project(path)
    window.pages.turn(AGREEMENT)
    room = window.pages.room
    assert isinstance(room, Agreeing)
    while room.found is None:
        studio.settle(0.2)
    room.page.list.show_row(2)
    studio.take(f"agreement{end}")
    window.resize(*small)
    studio.take(f"agreement-small{end}")
    window.resize(wide)
    session.open_project(studio.project)
    window.pages.turn(AGREEMENT)
    studio.settle(0.6)
    studio.take(f"agreement-alone{end}")
    window.read()


def _project(path: Path) -> None:
    lines = path.with_suffix(".jsonl")
    lines.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in _layers()), encoding="utf-8")
    codebook = codebooks.loads(assets.read_bytes("codebooks/news.json"), name="news")
    with Project.create(path, codebook=codebook, annotator=PEOPLE[0]) as project:
        for _ in run(project, [lines], ImportOptions()):
            pass


def _layers() -> Iterator[dict[str, Any]]:
    """The sample's articles as three people see them: quotes are harder than actors; some are done by one alone."""
    chance = random.Random(7)
    rows = [json.loads(line) for line in assets.read_text("samples/news.gold.jsonl").splitlines()]
    for turn in range(TIMES):
        for place, row in enumerate(rows):
            people = PEOPLE if (place + turn) % 5 else PEOPLE[:1]
            key = f"{place}-{turn}"
            spans = [span for who in people for span in _seen(row["spans"], f"{who}-{key}-", chance)]
            kept = {span["id"] for span in spans}
            ties = [tie for who in people for tie in _tied(row.get("relations", []), f"{who}-{key}-", chance)]
            yield {
                "id": key,
                "text": f"{row['text']}\n\n{turn + 1}",
                "spans": spans,
                "relations": [tie for tie in ties if {tie["head"], tie["tail"]} <= kept],
                "states": dict.fromkeys(people, "done"),
            }


def _seen(spans: list[dict[str, Any]], mine: str, chance: random.Random) -> Iterator[dict[str, Any]]:
    for place, span in enumerate(spans):
        hard = span["label"] == "QUOTE"
        luck = chance.random()
        if luck < (0.12 if hard else 0.04):
            continue
        end = span["end"] - (luck < (0.3 if hard else 0.1) and span["end"] - span["start"] > 4)
        answers = {key: value for key, value in (span.get("attributes") or {}).items() if chance.random() > 0.03}
        if "form" in answers and chance.random() < 0.2:
            answers["form"] = "mixed"
        yield {
            "id": f"{mine}{place}",
            "start": span["start"],
            "end": end,
            "label": span["label"],
            "annotator": mine.partition("-")[0],
            "attributes": answers,
        }


def _tied(ties: list[dict[str, Any]], mine: str, chance: random.Random) -> Iterator[dict[str, Any]]:
    for place, tie in enumerate(ties):
        if chance.random() > 0.1:
            ends = {end: f"{mine}{tie[end]}" for end in ("head", "tail")}
            yield {"id": f"{mine}t{place}", **ends, "kind": tie["kind"], "annotator": mine.partition("-")[0]}

"""Agreement of five people on every article: all measures by label and pair, with the bootstrap."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from annotator.store.project import Project
from annotator.work.agreement import AgreementOptions, run
from tests.benchmarks import corpus
from tests.benchmarks.measure import Figure, Record, Scale, seconds
from tests.work.helpers import done, take

PEOPLE = ("Ana", "Bo", "Cleo", "Dag", "Esi")
ARTICLES = 1_000
GOAL = 10.0  # s


def layers(number: int, chance: random.Random) -> dict[str, Any]:
    """One of the corpus's articles as five people see it: some edges moved, some labels changed, some spans missed."""
    row = corpus.line(number)
    spans = []
    for who in PEOPLE:
        for one in row["spans"]:
            luck = chance.random()
            if luck < 0.1:
                continue
            moved = luck < 0.25 and one["end"] - one["start"] > 2
            spans.append(
                {
                    "start": one["start"] + moved,
                    "end": one["end"],
                    "label": "CUE" if luck > 0.95 else one["label"],
                    "annotator": who,
                    "attributes": {} if luck > 0.95 else one.get("attributes", {}),
                }
            )
    return {"id": row["id"], "text": row["text"], "spans": spans, "states": dict.fromkeys(PEOPLE, "done")}


def five_layers(folder: Path, articles: int) -> Path:
    """A project of so many articles with five layers each."""
    chance = random.Random(5)
    lines = [json.dumps(layers(number, chance)) for number in range(articles)]
    source, path = folder / "five.jsonl", folder / "five.annotator"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with corpus.new_project(path) as project:
        take(project, source)
    return path


def test_agreement(record: Record, scale: Scale, tmp_path: Path) -> None:
    articles = ARTICLES if scale.articles >= 10 * ARTICLES else ARTICLES // 10
    measured, floors = [], []
    with Project.open(five_layers(tmp_path, articles)) as project:
        keys = [row[0] for row in project.connection.execute("SELECT id FROM article ORDER BY n")]
        for _ in range(scale.rounds):
            measured.append(seconds(lambda: done(run(project, AgreementOptions()))))
            floors.append(seconds(lambda: [project.read.spans(key) for key in keys]))
    record(
        Figure(
            act=f"agreement of {len(PEOPLE)} people on {articles:,} articles",
            unit="s",
            measured=sorted(measured)[len(measured) // 2],
            floor=sorted(floors)[len(floors) // 2],
            goal=GOAL,
            note="floor: every span read as a record",
            all_measured=measured,
            all_floors=floors,
        )
    )

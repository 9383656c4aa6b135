"""Counting what a change of the codebook touches, in a project of 200,000 spans, before it is made."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotator.core import codebook_edit as changes
from annotator.core.codebook_edit import Draft
from annotator.store.project import Project
from annotator.work import codebooks as work
from annotator.work import imports
from annotator.work.report import ImportOptions
from tests.benchmarks import corpus
from tests.benchmarks.measure import Figure, Record, Scale, p95, seconds

GOAL = 200.0  # ms, for 95 in 100
ROUNDS = 40


@pytest.fixture(scope="module")
def project(corpus_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("counted") / "counted.annotator"
    with corpus.new_project(path) as made:
        for _ in imports.run(made, [corpus_file], ImportOptions(annotator=corpus.WHO)):
            pass
    return path


def _drafts(base: Draft) -> list[tuple[str, Draft]]:
    actor = base.book.label("ACTOR")
    fewer = replace(actor.attributes[0], choices=actor.attributes[0].choices[1:])
    return [
        ("merge two labels", changes.drop_label(base, "QUOTE", heir="ACTOR")),
        ("retire a label", changes.drop_label(base, "ACTOR", heir=None)),
        ("drop a label's attributes", replace(base, book=changes.put_label(base.book, replace(actor, attributes=())))),
        ("drop a choice", replace(base, book=changes.put_label(base.book, replace(actor, attributes=(fewer,))))),
        ("drop a relation kind", changes.drop_kind(base, "speaker", heir=None)),
    ]


def test_impact_counts(record: Record, scale: Scale, project: Path) -> None:
    with Project.open(project, site=corpus.SITE) as opened:
        floor = "SELECT count(*), count(DISTINCT annotator) FROM span WHERE label='ACTOR'"
        for name, draft in _drafts(Draft(book=opened.codebook)):
            made = work.next_version(opened, draft)
            times, floors = list[float](), list[float]()
            for _ in range(ROUNDS if scale.articles > 1_000 else 5):
                floors.append(1000 * seconds(lambda: opened.connection.execute(floor).fetchall()))
                times.append(1000 * seconds(partial(work.impacts, opened, made, draft.fates)))
            assert work.impacts(opened, made, draft.fates)[0].spans > 0
            record(
                Figure(
                    act=f"impact of: {name}",
                    unit="ms",
                    measured=p95(times),
                    goal=GOAL,
                    floor=p95(floors),
                    what="95 in 100",
                    note="the floor is one count over the label's index",
                    all_measured=times,
                    all_floors=floors,
                )
            )

"""Whole projects out by every two-way format and in again: what is lost is what the export reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats import FORMATS
from annotator.formats.base import Format
from annotator.store.project import Project
from tests.work.helpers import new_project, take
from tests.work.round_trip import ASPECTS, HANGING, OF_SPANS, differing, sample, trip
from tests.work.table_of_losses import DOCUMENT, in_document

SHARED = Path(__file__).parents[3] / "shared" / "data"
BACK = [form for form in FORMATS if form.comes_back]
UNDONE = {form.name for form in BACK if "done" in {loss.what for loss in form.cannot_carry}}
SOURCES = {
    "brat": "brat",
    "litbank": "litbank/entities_95_the_prisoner_of_zenda_brat.ann",
    "conll": "conll/wikigold-sample.conll",
    "doccano": "doccano/sequence_labeling/example_overlapping.jsonl",
    "doccano-relations": "doccano/relation_extraction/example.jsonl",
}


def lost_on_the_way(project: Project, form: Format, folder: Path, **options: object) -> tuple[set[str], set[str]]:
    """What is not the same after an export and an import, and what the export reported as lost."""
    report, again = trip(project, form, folder, **options)
    with again:
        return differing(project, again), {one.what for one in report.losses}


def explained(form: Format, differences: set[str], reported: set[str]) -> set[str]:
    """What is not the same and was not reported."""
    found = differences - reported
    if reported & set(OF_SPANS):
        found -= {"spans"}
        found -= {"states"} if form.name in UNDONE else set()  # an article that all its spans are gone from
    if "done" in reported:
        found -= {"states"}
    if "names" in reported:
        found -= {"annotators"}
    if "breaks" in reported:
        found -= {"notes", "attributes"}
    return found


@pytest.mark.parametrize("form", BACK, ids=lambda form: form.name)
def test_a_project_of_everything(form: Format, tmp_path: Path) -> None:
    if not form.available:
        pytest.skip(f"{form.install} is not done")
    with sample(tmp_path / "here.annotator") as project:
        options = {"all_layers": True} if form.training else {}
        differences, reported = lost_on_the_way(project, form, tmp_path, **options)
    assert explained(form, differences, reported) == set(), "lost and not reported"
    gone = bool(reported & {"overlaps", "off_tokens", "blank"})
    assert gone == ("spans" in differences)
    seen = set(ASPECTS) - set(HANGING) if gone else set(ASPECTS)  # what hung on spans that are gone cannot be compared
    assert reported & seen <= differences, "reported and not lost"
    assert reported <= {loss.what for loss in form.cannot_carry} | {"articles_not_done"}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not here")
@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("form", BACK, ids=lambda form: form.name)
def test_other_peoples_files(form: Format, source: str, tmp_path: Path) -> None:
    if not form.available:
        pytest.skip(f"{form.install} is not done")
    with new_project(tmp_path / "here.annotator") as project:
        assert take(project, SHARED / SOURCES[source], unknown_labels="add").taken
        project.connection.execute(
            "INSERT OR IGNORE INTO progress(article, annotator, rev, at, state)"
            " SELECT article.n, annotator.n, 1, 0, 'done' FROM article, annotator"
        )
        differences, reported = lost_on_the_way(project, form, tmp_path)
    assert explained(form, differences, reported) == set()


def test_the_table_of_the_manual_is_the_generated_one() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert in_document(text) == text, "python -m tests.work.table_of_losses writes it anew"

"""What a file shows of itself before it is imported: its first articles with their spans, and its counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import FORMATS
from annotator.formats.base import Format, Source
from annotator.store.project import Project
from annotator.work import imports, preview, sources
from annotator.work.preview import PreviewFile, look_at
from annotator.work.samples import SHOWN
from tests.work.helpers import new_project, put, take, write_lines
from tests.work.round_trip import sample

BACK = [form for form in FORMATS if form.comes_back]
UGLY = "🚢 وزارة المياه\u200f\r\ne\u0301té 漢字 said."


def looked(project: Project, path: Path, **options: Any) -> PreviewFile:
    file = PreviewFile(name=str(path))
    steps = look_at(project, Source(str(path), path=path), imports.ImportOptions(**options), file=file, seen=set())
    for _ in steps:
        assert not file.whole
    assert file.whole
    return file


def told(project: Project) -> Iterator[tuple[str, str, str]]:
    """Annotator, label and words of every span that was imported."""
    people = {one.id: one.name for one in project.read.annotators()}
    for (number,) in project.connection.execute("SELECT n FROM article ORDER BY n").fetchall():
        for span in project.read.spans(project.read.article_by_n(number).id):
            yield people[span.annotator], span.label, span.words


@pytest.mark.parametrize("form", BACK, ids=lambda form: form.name)
def test_what_is_shown_is_what_is_imported(form: Format, tmp_path: Path) -> None:
    if not form.available:
        pytest.skip(f"{form.install} is not done")
    with sample(tmp_path / "here.annotator") as project:
        out = tmp_path / ("out" + ("" if form.folder else form.endings[0]))
        put(project, out, form.name, **({"all_layers": True} if form.training else {}))
    with new_project(tmp_path / "again.annotator") as again:
        found = sources.expand([out]).sources
        files = [looked(again, one.path, format=form.name) for one in found if one.path is not None]
        shown = [
            (span.annotator or "Ana", span.label, span.words)
            for file in files
            for one in file.samples
            for span in one.spans
        ]
        assert sum(file.spans for file in files) == len(shown) > 0
        ties = sum(len(one.relations) for file in files for one in file.samples)
        assert ties == sum(file.tally.relations.total() for file in files)
        report = take(again, out, format=form.name)
        assert not report.errors
        assert sorted(set(shown)) == sorted(set(told(again)))
        assert ties >= report.relations_taken


def test_unknown_labels_and_names_are_counted(project: Project, tmp_path: Path) -> None:
    spans = [
        {"start": 0, "end": 1, "label": "ACTOR", "annotator": "Ben"},
        {"start": 0, "end": 1, "label": "Actor"},
        {"start": 2, "end": 7, "label": "PLACE"},
    ]
    ties = [{"kind": "near", "head": 1, "tail": 2}]
    path = write_lines(tmp_path / "a.jsonl", {"text": UGLY, "spans": spans, "relations": ties})
    file = looked(project, path)
    assert file.tally.labels == {"ACTOR": 2, "PLACE": 1}
    assert file.tally.unknown == {"PLACE": 1}
    assert file.tally.annotators == {"Ben": 1, "": 2}
    assert file.tally.relations == file.tally.unknown_kinds == {"near": 1}
    (only,) = file.samples
    assert [span.words for span in only.spans] == [only.article.text[span.start : span.end] for span in only.spans]
    assert only.spans[0].words == "🚢"


def test_the_first_articles_are_there_before_the_rest_is_read(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    span = {"start": 0, "end": 4, "label": "ACTOR"}
    lines = (json.dumps({"text": f"Sarn {number} " + "It rained. " * 100, "spans": [span]}) for number in range(3000))
    path.write_text("\n".join(lines), encoding="utf-8")
    file = PreviewFile(name=str(path))
    steps = look_at(project, Source(str(path), path=path), imports.ImportOptions(), file=file, seen=set())
    next(steps)
    assert (file.articles, len(file.samples), file.whole) == (SHOWN, SHOWN, False)
    early = file.so_far()
    for _ in steps:
        pass
    assert (file.articles, len(file.samples), file.whole, file.cut) == (3000, SHOWN, True, False)
    assert (early.articles, early.tally.labels.total(), early.whole) == (SHOWN, SHOWN, False), "a copy stays as it was"


def test_of_a_large_file_only_the_beginning_is_read(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.jsonl"
    lines = (json.dumps({"text": f"Sarn {number} " + "It rained. " * 100}) for number in range(3000))
    path.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(preview, "MOST_READ", 300_000)
    file = looked(project, path)
    assert file.cut
    assert 5 <= file.articles < 1500

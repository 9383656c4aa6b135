"""How an export would begin is how it begins, and to know it nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats import by_name, writers
from annotator.formats.base import Format
from annotator.work.beginnings import LENGTH, LINES, beginning
from annotator.work.exports import ExportOptions
from tests.work.helpers import dump, new_project, put, take, write_lines
from tests.work.round_trip import sample

TEXT = [form for form in writers() if not form.folder and form.name not in ("xlsx", "parquet", "spacy")]


@pytest.mark.parametrize("form", TEXT, ids=lambda form: form.name)
def test_a_file_begins_as_it_was_shown(form: Format, tmp_path: Path) -> None:
    with sample(tmp_path / "p.annotator") as project:
        options = ExportOptions(articles=(project.read.article_by_n(1).id,), annotators=("Ana",))
        shown = beginning(project, form, options)
        out = tmp_path / f"out{form.endings[0]}"
        put(project, out, form.name, articles=options.articles, annotators=options.annotators)
        lines = out.read_text(encoding="utf-8-sig").splitlines()
        assert any(len(line) > 10 for line in lines)
        assert shown.split("\n") == [line[:LENGTH] + " …" * (len(line) > LENGTH) for line in lines[:LINES]]


def test_a_folder_shows_its_files_by_name(tmp_path: Path) -> None:
    with sample(tmp_path / "p.annotator") as project:
        shown = beginning(project, by_name("brat", writes=True), ExportOptions(annotators=("Ana",)))
    assert "Ferries run longer" in shown
    assert "\tACTOR " in shown
    assert ".ann]" in shown


def test_what_is_no_text_and_what_is_nothing_shows_nothing(tmp_path: Path) -> None:
    with sample(tmp_path / "p.annotator") as project:
        if by_name("xlsx", writes=True).available:
            assert beginning(project, by_name("xlsx", writes=True), ExportOptions()) == ""
    with new_project(tmp_path / "empty.annotator") as project:
        assert beginning(project, by_name("jsonl", writes=True), ExportOptions()) == ""


def test_an_article_with_spans_is_shown_and_long_lines_are_cut(tmp_path: Path) -> None:
    with new_project(tmp_path / "p.annotator") as project:
        tagged = {"text": "Ana Ruiz said. " * LENGTH, "spans": [{"start": 0, "end": 8, "label": "ACTOR"}]}
        take(project, write_lines(tmp_path / "a.jsonl", {"text": "Nothing is said here."}, tagged))
        shown = beginning(project, by_name("jsonl", writes=True), ExportOptions())
    assert "Ana Ruiz said" in shown
    assert "Nothing is said" not in shown
    assert len(shown) == LENGTH + 2


def test_nothing_is_written_for_it(tmp_path: Path) -> None:
    path = tmp_path / "p.annotator"
    with sample(path) as project:
        before, files = dump(path), sorted(tmp_path.iterdir())
        for form in writers():
            if form.available:
                beginning(project, form, ExportOptions(names="pseudonyms"))
        assert dump(path) == before, "no key of pseudonyms is drawn"
        assert sorted(tmp_path.iterdir()) == files
        shown = beginning(project, by_name("jsonl", writes=True), ExportOptions(names="pseudonyms"))
        assert "Ben Ito" not in shown
        assert '"annotator":"annotator-' in shown
